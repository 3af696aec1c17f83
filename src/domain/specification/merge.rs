//! Two people change one section at once: what both wrote, where both can stand.

use super::{changes::common, text::paragraphs};

/// One text out of two that were both made from `base`, paragraph by paragraph; `None` where both changed
/// the same paragraph in different ways, or wrote something new in the same place: then people choose.
pub fn both(base: &str, mine: &str, theirs: &str) -> Option<String> {
    let (base, mine, theirs) = (paragraphs(base), paragraphs(mine), paragraphs(theirs));
    let (in_mine, in_theirs) = (common(&base, &mine), common(&base, &theirs));
    let mut out: Vec<String> = Vec::new();
    let (mut from, mut from_mine, mut from_theirs) = (0, 0, 0);
    // Where all three agree, and at the end.
    let agreed = in_mine.iter().filter_map(|(here, place)| {
        let found = in_theirs.iter().find(|(one, _)| one == here);
        found.map(|(_, other)| (*here, *place, *other))
    });
    for (here, place, other) in agreed.chain([(base.len(), mine.len(), theirs.len())]) {
        let parts = (
            base.get(from..here)?,
            mine.get(from_mine..place)?,
            theirs.get(from_theirs..other)?,
        );
        out.extend(part(parts)?);
        out.extend(base.get(here).cloned());
        (from, from_mine, from_theirs) = (here + 1, place + 1, other + 1);
    }
    Some(out.join("\n\n"))
}

/// A stretch in which not all three agree.
fn part((base, mine, theirs): (&[String], &[String], &[String])) -> Option<Vec<String>> {
    if mine == base || mine == theirs {
        return Some(theirs.to_vec());
    }
    if theirs == base {
        return Some(mine.to_vec());
    }
    if base.len() != mine.len() || base.len() != theirs.len() {
        return None;
    }
    let each = base.iter().zip(mine).zip(theirs);
    each.map(|((base, mine), theirs)| line(base, mine, theirs)).collect()
}

/// One line, or one paragraph: whoever changed it, if only one did.
pub fn line(base: &str, mine: &str, theirs: &str) -> Option<String> {
    if mine == base || mine == theirs {
        Some(theirs.to_owned())
    } else {
        (theirs == base).then(|| mine.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BASE: &str = "One.\n\nTwo.\n\nThree.";

    #[track_caller]
    fn check(mine: &str, theirs: &str, expected: Option<&str>) {
        assert_eq!(both(BASE, mine, theirs).as_deref(), expected);
        assert_eq!(both(BASE, theirs, mine).as_deref(), expected, "the other way round");
    }

    #[test]
    fn different_paragraphs_both_stand_even_next_to_each_other() {
        check(
            "One!\n\nTwo.\n\nThree.",
            "One.\n\nTwo!\n\nThree.",
            Some("One!\n\nTwo!\n\nThree."),
        );
    }

    #[test]
    fn a_paragraph_taken_out_and_another_added_both_stand() {
        check(
            "Two.\n\nThree.",
            "One.\n\nTwo.\n\nThree.\n\nFour.",
            Some("Two.\n\nThree.\n\nFour."),
        );
    }

    #[test]
    fn the_same_paragraph_is_for_people_to_choose() {
        check("One, mine.\n\nTwo.\n\nThree.", "One, theirs.\n\nTwo.\n\nThree.", None);
    }

    #[test]
    fn two_new_paragraphs_in_one_place_are_for_people_to_order() {
        check(
            "One.\n\nTwo.\n\nThree.\n\nMine.",
            "One.\n\nTwo.\n\nThree.\n\nTheirs.",
            None,
        );
    }

    proptest! {
        /// Whatever is put together: who changed nothing loses nothing, and adds nothing.
        #[test]
        fn one_change_alone_stands_as_it_is(base in "[ab\n]{0,30}", theirs in "[ab\n]{0,30}") {
            let clean = |text: &str| paragraphs(text).join("\n\n");
            prop_assert_eq!(both(&base, &base, &theirs), Some(clean(&theirs)));
            prop_assert_eq!(both(&base, &theirs, &theirs), Some(clean(&theirs)));
        }
    }
}

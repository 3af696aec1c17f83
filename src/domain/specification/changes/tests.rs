//! What people would say changed is what is said.

use proptest::prelude::*;

use super::*;

/// `[-taken out-]`, `{+added+}`.
fn written(pieces: &[Piece]) -> String {
    let one = |piece: &Piece| match piece.mark {
        Mark::Same => piece.text.clone(),
        Mark::Added => format!("{{+{}+}}", piece.text),
        Mark::TakenOut => format!("[-{}-]", piece.text),
    };
    pieces.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(old: &str, new: &str, expected: &[&str]) {
    let found: Vec<String> = blocks(old, new).iter().map(|one| written(&one.pieces)).collect();
    assert_eq!(found, expected);
}

#[test]
fn one_word_is_one_word() {
    check(
        "Anyone may ask for it.",
        "Anyone can ask for it.",
        &["Anyone [-may-] {+can+} ask for it."],
    );
}

#[test]
fn a_new_paragraph_leaves_the_others_alone() {
    check(
        "First.\n\nThird.",
        "First.\n\nSecond, which is new.\n\nThird.",
        &["First.", "{+Second, which is new.+}", "Third."],
    );
}

#[test]
fn what_has_nothing_in_common_is_taken_out_and_added() {
    check(
        "Hosts ring back.",
        "Nobody is turned away.",
        &["{+Nobody is turned away.+}", "[-Hosts ring back.-]"],
    );
}

#[test]
fn points_of_a_list_are_compared_one_by_one() {
    let found = blocks("- at home\n- in a café", "- at home\n- in a café or a park");
    assert!(found.iter().all(|one| one.is_point));
    let written: Vec<String> = found.iter().map(|one| self::written(&one.pieces)).collect();
    assert_eq!(written, ["at home", "in a café {+or a park+}"]);
}

#[test]
fn a_line_that_was_only_wrapped_has_not_changed() {
    let found = words("one two\nthree", "one two three");
    assert_eq!(written(&found), "one two three");
}

proptest! {
    /// Whoever leaves out what was added reads the old text, and the other way round.
    #[test]
    fn both_texts_can_be_read_off(old in "[ab c\n]{0,40}", new in "[ab c\n]{0,40}") {
        let pieces = words(&old, &new);
        let without = |mark: Mark| -> Vec<String> {
            let kept = pieces.iter().filter(|one| one.mark != mark);
            kept.flat_map(|one| one.text.split(' ').map(str::to_owned)).collect()
        };
        prop_assert_eq!(without(Mark::Added), old.split_whitespace().collect::<Vec<_>>());
        prop_assert_eq!(without(Mark::TakenOut), new.split_whitespace().collect::<Vec<_>>());
    }
}

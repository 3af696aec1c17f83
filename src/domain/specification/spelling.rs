//! Whether a change of a text can be one of spelling alone: few words, few letters, no number, and no word that turns
//! or weighs a sentence. Whether it means the same is for a person to say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{changes::common, text::paragraphs};

/// How far spelling goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The most words that differ in one section.
    pub words: usize,
    /// For each of them, the most letters that differ.
    pub letters: usize,
    /// Words that turn or weigh a sentence: none of them may come, go or move.
    pub weigh: Vec<String>,
}

/// A section's heading and Markdown.
pub type Words<'a> = (&'a str, &'a str);

/// Why a change is more than spelling, with the way on; nothing if it can be spelling.
///
/// # Errors
/// It is more, or nothing differs.
pub fn judge(old: Words<'_>, new: Words<'_>, limits: &Limits) -> Result<(), String> {
    let (was, is) = (whole(old), whole(new));
    if was == is {
        return Err("Nothing differs from what stands there. Correct a word, or go back.".to_owned());
    }
    if was.len() != is.len() {
        return Err(format!(
            "A paragraph was added or taken out, which is more than spelling. {OTHERWISE}"
        ));
    }
    let (was, is) = (was.join("\n"), is.join("\n"));
    if numbers(&was) != numbers(&is) {
        return Err(format!("A number differs, which is more than spelling. {OTHERWISE}"));
    }
    if let Some(word) = weighed(&was, &is, limits) {
        return Err(format!(
            "“{word}” was put in, taken out or moved. It can turn the sense of a sentence, so this is more than \
             spelling. {OTHERWISE}"
        ));
    }
    let (words, letters) = differs(&was, &is);
    if words > limits.words {
        return Err(format!(
            "{words} words differ; a correction of spelling has {} at most. {OTHERWISE}",
            limits.words
        ));
    }
    let most = words.saturating_mul(limits.letters);
    if letters > most {
        return Err(format!(
            "{letters} letters differ, which is more than spelling: {most} is the most for that many words. {OTHERWISE}"
        ));
    }
    Ok(())
}

/// The way on.
const OTHERWISE: &str = "Change the section instead: everybody who has signed is asked again.";

fn whole((heading, text): Words<'_>) -> Vec<String> {
    let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    std::iter::once(heading).chain(paragraphs(text)).collect()
}

/// Every run of digits, with the point or comma between two of them: `1,250`, `3.5`.
fn numbers(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut now = String::new();
    let all: Vec<char> = text.chars().collect();
    for (place, letter) in all.iter().enumerate() {
        let next = all.get(place + 1).is_some_and(|next| next.is_numeric());
        let inside = matches!(letter, '.' | ',' | ':' | '/') && !now.is_empty() && next;
        if letter.is_numeric() || inside || (matches!(letter, '£' | '€' | '-') && next) {
            now.push(*letter);
        } else {
            if *letter == '%' && !now.is_empty() {
                now.push('%');
            }
            if !now.is_empty() {
                out.push(std::mem::take(&mut now));
            }
        }
    }
    out.extend((!now.is_empty()).then_some(now));
    out
}

/// Words without what stands round them, small.
fn bare(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map(|word| word.trim_matches(['\'', '’']).replace('’', "'").to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The first of the words that weigh which is not in both texts in the same order; the word after it must be the same
/// or a misspelling of it, so that `not` cannot move to another sentence.
fn weighed(old: &str, new: &str, limits: &Limits) -> Option<String> {
    let of = |text: &str| -> Vec<String> {
        let heavy =
            |word: &String| word.ends_with("n't") || limits.weigh.iter().any(|one| one.to_lowercase() == **word);
        bare(text).into_iter().filter(heavy).collect()
    };
    let (was, is) = (of(old), of(new));
    if was == is {
        // In order, but between other words?
        let (all_was, all_is) = (bare(old), bare(new));
        let stays = common(&all_was, &all_is);
        let kept = stays.iter().filter_map(|(place, _)| all_was.get(*place));
        let kept = kept.filter(|word| was.contains(*word)).count();
        return (kept < was.len()).then(|| was.first().cloned().unwrap_or_default());
    }
    let place = was.iter().zip(&is).take_while(|(one, other)| one == other).count();
    let longer = if was.len() >= is.len() { &was } else { &is };
    longer.get(place).or(was.get(place)).or(is.get(place)).cloned()
}

/// How many words differ, and how many letters; a word that stands there twice in a row is one.
fn differs(old: &str, new: &str) -> (usize, usize) {
    let once = |text: &str| -> Vec<String> {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        words.dedup();
        words
    };
    let (old, new) = (once(old), once(new));
    let (mut words, mut letters) = (0, 0);
    let (mut from, mut to) = (0, 0);
    for (here, there) in common(&old, &new).into_iter().chain([(old.len(), new.len())]) {
        let gone = old.get(from..here).unwrap_or_default();
        let come = new.get(to..there).unwrap_or_default();
        words += gone.len().max(come.len());
        letters += distance(&gone.join(" "), &come.join(" "));
        (from, to) = (here + 1, there + 1);
    }
    (words, letters)
}

/// How many letters have to be changed, put in or taken out.
fn distance(old: &str, new: &str) -> usize {
    let new: Vec<char> = new.chars().collect();
    let mut row: Vec<usize> = (0..=new.len()).collect();
    for (place, letter) in old.chars().enumerate() {
        let mut before = row.first().copied().unwrap_or_default();
        let mut next = vec![place + 1];
        for (column, other) in new.iter().enumerate() {
            let above = row.get(column + 1).copied().unwrap_or_default();
            let left = next.last().copied().unwrap_or_default();
            let here = before + usize::from(letter != *other);
            next.push(here.min(above + 1).min(left + 1));
            before = above;
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits {
            words: 5,
            letters: 3,
            weigh: ["not", "no", "must", "may", "all", "only", "or", "and"]
                .map(str::to_owned)
                .into(),
        }
    }

    #[track_caller]
    fn fits(old: &str, new: &str) {
        assert_eq!(judge(("Who", old), ("Who", new), &limits()), Ok(()));
    }

    #[track_caller]
    fn refused(old: &str, new: &str, says: &str) {
        let found = judge(("Who", old), ("Who", new), &limits()).unwrap_err();
        assert!(found.contains(says), "{found}");
        let back = judge(("Who", new), ("Who", old), &limits());
        assert!(back.is_err(), "the other way round");
    }

    #[test]
    fn spelling_is_spelling() {
        fits("They recieve a call.", "They receive a call.");
        fits("The care giver rings.", "The caregiver rings.");
        fits("Its open at night", "It's open at night.");
        fits("People can come come in.", "People can come in.");
    }

    #[test]
    fn what_can_turn_a_sentence_is_more() {
        refused("It is now open.", "It is not open.", "“not”");
        refused("It can be open.", "It can't be open.", "can't");
        refused("It must be open, not shut.", "It must not be open, shut.", "“must”");
        refused("They ring.", "They only ring.", "“only”");
        refused("It may be open.", "It must be open.", "“ma");
        refused("Monday and Tuesday.", "Monday or Tuesday.", "“");
    }

    #[test]
    fn numbers_stand() {
        refused("Open at 9am.", "Open at 8am.", "number");
        refused("It costs £1,250.", "It costs £12,50.", "number");
        refused("By 5%.", "By 5.", "number");
        refused("At -3 degrees.", "At 3 degrees.", "number");
    }

    #[test]
    fn much_is_more_than_spelling() {
        refused(
            "One two three four five six.",
            "Une twu thre foor fife sax.",
            "6 words differ",
        );
        refused("Hosts pay for travel.", "Hosts pay for nothing.", "letters differ");
        refused("One.", "One.\n\nTwo.", "paragraph");
        let same = judge(("Who", "One."), ("Who ", "One.  "), &limits()).unwrap_err();
        assert!(same.contains("Nothing differs"), "{same}");
    }

    #[test]
    fn a_heading_is_judged_with_its_text() {
        assert_eq!(
            judge(("Who it is fro", "All."), ("Who it is for", "All."), &limits()),
            Ok(())
        );
        assert!(judge(("Who must come", "All."), ("Who may come", "All."), &limits()).is_err());
    }
}

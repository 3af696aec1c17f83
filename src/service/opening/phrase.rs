//! The words on an opening card.
//!
//! Eight of the 2,048 English words of BIP 39, which were chosen so that no two begin with the same four letters: 88
//! bits, and a slip of the pen is noticed. Whoever guesses has to do slow work for each guess beside that.

use std::sync::LazyLock;

use crate::rng::Rng;

/// Words on a card.
pub const WORDS: usize = 8;
/// So many letters of a word are enough to know it.
const LETTERS: usize = 4;

static LIST: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("words.txt").split_whitespace().collect());

/// Fresh words.
pub fn make(chance: &Rng) -> Vec<&'static str> {
    let mut out = Vec::with_capacity(WORDS);
    while out.len() < WORDS {
        // 2,048 goes into 65,536 without a rest: no word is likelier than another.
        let drawn = usize::from(u16::from_be_bytes(chance.bytes()));
        out.extend(LIST.get(drawn % LIST.len().max(1)).copied());
    }
    out
}

/// What somebody typed, as it stands on the card: capitals, commas and numbers before words do no harm, and of each
/// word its first four letters are enough.
///
/// # Errors
/// A sentence that says what to look at.
pub fn read(typed: &str) -> Result<String, String> {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.len() != WORDS {
        return Err(format!(
            "Enter all {WORDS} words of your card, in their order. These are {}.",
            words.len()
        ));
    }
    let found: Vec<&str> = words
        .iter()
        .map(|word| known(word).ok_or_else(|| format!("‘{word}’ is on no card. Look at it again.")))
        .collect::<Result<_, _>>()?;
    Ok(found.join(" "))
}

fn known(word: &str) -> Option<&'static str> {
    let begins = |known: &&&str| word.chars().count() >= LETTERS && known.starts_with(word);
    let exactly = LIST.iter().find(|known| **known == word);
    exactly.or_else(|| LIST.iter().find(begins)).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_words_begin_alike() {
        let beginnings: BTreeSet<String> = LIST.iter().map(|word| word.chars().take(LETTERS).collect()).collect();
        assert_eq!((LIST.len(), beginnings.len()), (2048, 2048));
    }

    #[test]
    fn what_is_typed_back_is_what_was_shown() {
        let words = make(&Rng::seeded(1));
        let shown = words.join(" ");
        assert_eq!(read(&shown), Ok(shown.clone()));
        assert_eq!(
            read(&format!("  {}. ", shown.to_uppercase().replace(' ', ", "))),
            Ok(shown.clone())
        );
        let numbered: Vec<String> = words
            .iter()
            .enumerate()
            .map(|(n, word)| format!("{}. {word}", n + 1))
            .collect();
        assert_eq!(read(&numbered.join("\n")), Ok(shown.clone()));
        let short: Vec<String> = words.iter().map(|word| word.chars().take(LETTERS).collect()).collect();
        assert_eq!(read(&short.join(" ")), Ok(shown));
        assert_ne!(words, make(&Rng::from_system()));
    }

    #[test]
    fn what_is_no_card_is_said_so() {
        assert!(read("zoo").unwrap_err().contains("These are 1."));
        let wrong = "zoo zoo zoo zoo zoo zoo zoo sheffield";
        assert_eq!(read(wrong).unwrap_err(), "‘sheffield’ is on no card. Look at it again.");
    }
}

//! How much may be asked of bidders for how much money (domain.md 4.4).

use crate::domain::words::{count, count_of};

/// Words in all that may be asked for a lot of this yearly value (pence). Nobody is asked to write
/// more because a value is not stated.
pub const fn word_budget(yearly_value: Option<i64>) -> i64 {
    match yearly_value {
        None | Some(..=4_999_999) => 1_500,
        Some(5_000_000..=14_999_999) => 3_000,
        Some(15_000_000..) => 5_000,
    }
}

/// Words that somebody writes in an hour of work on a bid (domain.md 5.9).
const WORDS_AN_HOUR: u64 = 250;

/// What a bid is asked to write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// How many questions.
    pub questions: usize,
    /// The most words of all answers together, for a bid for one lot.
    pub words: u32,
    /// Of these, the words that are asked for each lot again.
    pub for_each_lot: u32,
}

/// What a bid takes to write: so many questions, so many words, about how long that is, and what each further lot adds.
/// Empty while nothing is asked.
pub fn effort(asked: Asked) -> String {
    if asked.questions == 0 || asked.words == 0 {
        return String::new();
    }
    let questions = count_of(asked.questions, "question", "questions");
    let words = |words: u32| count(words.into(), "word", "words");
    let time = hours(minutes(asked.words));
    match asked.for_each_lot {
        0 => format!("{questions}, {} at most in all: about {time} of writing", words(asked.words)),
        each => format!(
            "{questions}, {} at most for one network: about {time} of writing; each further network adds {} at most",
            words(asked.words),
            words(each)
        ),
    }
}

/// About how many minutes so many words take to write.
pub fn minutes(words: u32) -> u64 {
    (u64::from(words) * 60).div_ceil(WORDS_AN_HOUR)
}

/// A time to work in, in words: up to the next half hour.
pub fn hours(minutes: u64) -> String {
    let halves = minutes.div_ceil(30);
    match (halves / 2, halves % 2) {
        (0, _) => "half an hour".to_owned(),
        (1, 0) => "an hour".to_owned(),
        (whole, 0) => format!("{whole} hours"),
        (whole, _) => format!("{whole}½ hours"),
    }
}

/// The words in a text, counted as the forms count them.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(yearly_value: Option<i64>, expected: i64) {
        assert_eq!(word_budget(yearly_value), expected);
    }

    #[test]
    fn what_a_bid_takes_is_said_in_hours() {
        let check = |questions, words, expected: &str| {
            let asked = Asked {
                questions,
                words,
                for_each_lot: 0,
            };
            assert_eq!(effort(asked), expected);
        };
        check(0, 0, "");
        check(
            1,
            100,
            "1 question, 100 words at most in all: about half an hour of writing",
        );
        check(
            2,
            250,
            "2 questions, 250 words at most in all: about an hour of writing",
        );
        check(
            6,
            2_350,
            "6 questions, 2,350 words at most in all: about 9½ hours of writing",
        );
        check(
            4,
            2_000,
            "4 questions, 2,000 words at most in all: about 8 hours of writing",
        );
    }

    #[test]
    fn what_each_network_adds_is_said() {
        let asked = Asked {
            questions: 7,
            words: 2_150,
            for_each_lot: 150,
        };
        let expected = "7 questions, 2,150 words at most for one network: about 9 hours of writing; each further network \
                        adds 150 words at most";
        assert_eq!(effort(asked), expected);
    }

    #[test]
    fn a_time_is_said_up_to_the_next_half_hour() {
        let check = |minutes, expected: &str| assert_eq!(hours(minutes), expected);
        check(minutes(100), "half an hour");
        check(60, "an hour");
        check(minutes(400) + 90, "3½ hours");
    }

    #[test]
    fn little_money_asks_for_few_words() {
        check(None, 1_500);
        check(Some(4_999_999), 1_500);
        check(Some(5_000_000), 3_000);
        check(Some(14_999_999), 3_000);
        check(Some(15_000_000), 5_000);
    }
}

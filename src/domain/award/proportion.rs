//! How much may be asked of bidders for how much money (domain.md 4.4).

/// Words in all that may be asked for a lot of this yearly value (pence). Nobody is asked to write
/// more because a value is not stated.
pub const fn word_budget(yearly_value: Option<i64>) -> i64 {
    match yearly_value {
        None | Some(..=4_999_999) => 1_500,
        Some(5_000_000..=14_999_999) => 3_000,
        Some(15_000_000..) => 5_000,
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
    fn little_money_asks_for_few_words() {
        check(None, 1_500);
        check(Some(4_999_999), 1_500);
        check(Some(5_000_000), 3_000);
        check(Some(14_999_999), 3_000);
        check(Some(15_000_000), 5_000);
    }
}

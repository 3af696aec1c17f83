//! The account that somebody wants to be paid into: what it looks like, and how much of it is shown.

use serde::{Deserialize, Serialize};

/// Digits of a sort code, and of an account number.
const SORT_CODE: usize = 6;
const NUMBER: usize = 8;
/// The most letters of a name, as banks take it.
const LONGEST: usize = 60;
/// How much of a number its owner sees.
const SEEN: usize = 3;

/// An account in the United Kingdom.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// In whose name, as the bank has it.
    pub name: String,
    /// `20-00-00`.
    pub sort_code: String,
    /// Eight digits.
    pub number: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account(..)")
    }
}

impl Account {
    /// An account as it was typed, or what is wrong with it: the question and how to mend it.
    ///
    /// # Errors
    /// Every part that does not fit.
    pub fn typed(name: &str, sort_code: &str, number: &str) -> Result<Self, Vec<(&'static str, &'static str)>> {
        let mut wrong = Vec::new();
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let name: String = name.chars().filter(|one| !one.is_control()).collect();
        if name.is_empty() {
            wrong.push(("name", "Enter the name on the account, as your bank writes it."));
        } else if name.chars().count() > LONGEST {
            wrong.push(("name", "Enter the name on the account in 60 letters or fewer."));
        }
        let sort = digits(sort_code, SORT_CODE);
        if sort.is_none() {
            wrong.push(("sort_code", "Enter the six digits of the sort code, such as 20-00-00."));
        }
        let account = digits(number, NUMBER);
        if account.is_none() {
            wrong.push((
                "number",
                "Enter the eight digits of the account number. If yours has seven, put a 0 before them.",
            ));
        }
        match (sort, account, wrong.is_empty()) {
            (Some(sort), Some(number), true) => Ok(Self {
                name,
                sort_code: in_pairs(&sort),
                number,
            }),
            _ => Err(wrong),
        }
    }

    /// The sort code as payroll systems take it: six digits.
    pub fn sort_digits(&self) -> String {
        self.sort_code.chars().filter(char::is_ascii_digit).collect()
    }

    /// As its owner sees it: `the account that ends in 819`.
    pub fn masked(&self) -> String {
        let end: String = self.number.chars().skip(NUMBER - SEEN).collect();
        format!("The account that ends in {end}")
    }
}

/// So many digits, with spaces and dashes between them; nothing else, and not zeros alone, which no bank gives.
fn digits(text: &str, count: usize) -> Option<String> {
    let strange = text
        .chars()
        .any(|one| !one.is_ascii_digit() && !one.is_whitespace() && !matches!(one, '-' | '–'));
    let found: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_nothing = found.chars().all(|digit| digit == '0');
    (!strange && !is_nothing && found.len() == count).then_some(found)
}

fn in_pairs(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 2 == 0 {
            out.push('-');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_as_people_write_it() {
        for (sort, number) in [
            ("200000", "55779911"),
            ("20-00-00", "5577 9911"),
            (" 20 00 00 ", "55779911"),
        ] {
            let account = Account::typed(" Grace  Mensah ", sort, number).unwrap();
            assert_eq!(account.name, "Grace Mensah");
            assert_eq!(account.sort_code, "20-00-00");
            assert_eq!(account.number, "55779911");
            assert_eq!(account.masked(), "The account that ends in 911");
        }
    }

    #[test]
    fn what_is_wrong_is_said_of_each_part() {
        let fields = |name, sort, number| {
            let wrong = Account::typed(name, sort, number).unwrap_err();
            wrong.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(fields("", "", ""), ["name", "sort_code", "number"]);
        assert_eq!(fields("G", "20000", "5577991"), ["sort_code", "number"]);
        assert_eq!(fields("G", "20-00-0O", "55779911"), ["sort_code"]);
        assert_eq!(fields("G", "00-00-00", "00000000"), ["sort_code", "number"]);
        assert_eq!(fields("G", "200000", "GB12BARC20000055779911"), ["number"]);
    }

    #[test]
    fn nothing_prints_it() {
        let account = Account::typed("Grace", "200000", "55779911").unwrap();
        assert_eq!(format!("{account:?}"), "Account(..)");
    }
}

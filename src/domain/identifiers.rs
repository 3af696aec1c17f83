//! Numbers that organisations have. Formats only: a right format is never called verified
//! (domain.md 6).

/// A kind of identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Companies House.
    Company,
    /// Charity Commission for England and Wales.
    Charity,
    /// NHS organisation code of a primary care network.
    Network,
    /// Bank sort code.
    SortCode,
    /// Bank account number.
    Account,
    /// The Information Commissioner's register of who pays the data protection fee.
    DataProtection,
}

/// Two letters before six digits of a company number.
const COMPANY_LETTERS: &[&str] = &[
    "AC", "CE", "CS", "FC", "FE", "GE", "GS", "IC", "LP", "NC", "NF", "NI", "NL", "NO", "NP", "OC", "OE", "PC", "R0",
    "RC", "SA", "SC", "SE", "SF", "SG", "SI", "SL", "SO", "SR", "SZ", "ZC",
];

/// Two letters before six letters or digits, for registered societies.
const SOCIETY_LETTERS: &[&str] = &["IP", "SP", "RS"];

/// The identifier in its usual form, or a sentence on what it looks like.
///
/// # Errors
/// What to enter instead.
pub fn tidy(scheme: Scheme, entered: &str) -> Result<String, String> {
    let bare: String = entered
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect::<String>()
        .to_uppercase();
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    match scheme {
        Scheme::Company => {
            let padded = if digits(&bare) { format!("{bare:0>8}") } else { bare };
            let right = match padded.split_at_checked(2) {
                Some((_, rest)) if digits(&padded) => rest.len() == 6,
                Some((letters, rest)) if COMPANY_LETTERS.contains(&letters) => rest.len() == 6 && digits(rest),
                Some((letters, rest)) if SOCIETY_LETTERS.contains(&letters) => {
                    rest.len() == 6 && rest.chars().all(|c| c.is_ascii_alphanumeric())
                }
                Some(_) | None => false,
            };
            right
                .then_some(padded)
                .ok_or_else(|| "Enter a company number of 8 characters, like 01234567 or CE012345.".to_owned())
        }
        Scheme::Charity => {
            let (main, linked) = entered.trim().split_once('-').unwrap_or((entered.trim(), ""));
            let right = matches!(main.len(), 6 | 7)
                && digits(main)
                && (linked.is_empty() || linked.len() <= 3 && digits(linked));
            right
                .then(|| entered.trim().to_owned())
                .ok_or_else(|| "Enter a charity number of 6 or 7 digits, like 271028 or 1123456-1.".to_owned())
        }
        Scheme::Network => {
            let right = bare
                .strip_prefix('U')
                .is_some_and(|rest| rest.len() == 5 && digits(rest));
            right
                .then_some(bare)
                .ok_or_else(|| "Enter a network code: U and 5 digits, like U12345.".to_owned())
        }
        Scheme::DataProtection => {
            // `Z1234567`, `ZA123456`, `00012345`.
            let right = match bare.strip_prefix('Z') {
                Some(rest) => match rest.strip_prefix(['A', 'B', 'C']) {
                    Some(rest) => rest.len() == 6 && digits(rest),
                    None => {
                        rest.len() == 7
                            && rest.get(..6).is_some_and(digits)
                            && rest.ends_with(|c: char| c.is_ascii_digit() || c == 'X')
                    }
                },
                None => bare.starts_with("00") && matches!(bare.len(), 8..=10) && digits(&bare),
            };
            right
                .then_some(bare)
                .ok_or_else(|| "Enter a registration number of the Information Commissioner, like ZA123456.".to_owned())
        }
        Scheme::SortCode => (bare.len() == 6 && digits(&bare))
            .then_some(bare)
            .ok_or_else(|| "Enter a sort code of 6 digits, like 30-94-30.".to_owned()),
        Scheme::Account => (bare.len() == 8 && digits(&bare))
            .then_some(bare)
            .ok_or_else(|| "Enter an account number of 8 digits; put zeros in front of a shorter one.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scheme: Scheme, entered: &str, expected: Option<&str>) {
        assert_eq!(tidy(scheme, entered).ok().as_deref(), expected, "{entered}");
    }

    #[test]
    fn formats_are_told_apart() {
        check(Scheme::Company, "123456", Some("00123456"));
        check(Scheme::Company, "ce 012345", Some("CE012345"));
        check(Scheme::Company, "RS00AB12", Some("RS00AB12"));
        check(Scheme::Company, "XX012345", None);
        check(Scheme::Company, "£", None);
        check(Scheme::Charity, "271028", Some("271028"));
        check(Scheme::Charity, "1123456-1", Some("1123456-1"));
        check(Scheme::Charity, "12", None);
        check(Scheme::Network, "u12345", Some("U12345"));
        check(Scheme::Network, "12345", None);
        check(Scheme::SortCode, "30-94-30", Some("309430"));
        check(Scheme::Account, "1234567", None);
    }
}

//! Numbers that organisations have. Formats only: a right format is never called verified
//! (domain.md 6).

/// A kind of identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Companies House.
    Company,
    /// Charity Commission for England and Wales, with a linked charity after a dash; the registers of Scotland and
    /// Northern Ireland.
    Charity,
    /// NHS organisation code of a primary care network.
    Network,
    /// Bank sort code.
    SortCode,
    /// Bank account number.
    Account,
    /// The Information Commissioner's register of who pays the data protection fee.
    DataProtection,
    /// An organisation in the NHS, as the Organisation Data Service names it.
    Ods,
    /// A provider at the Care Quality Commission.
    CareProvider,
    /// A unique taxpayer reference.
    Taxpayer,
    /// A number for value added tax, with its check digits.
    Vat,
    /// A certificate of the Disclosure and Barring Service. It is looked for in order not to be kept.
    Disclosure,
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
        Scheme::Charity if bare.starts_with("SC0") => (bare.len() == 8 && digits(bare.get(2..).unwrap_or_default()))
            .then_some(bare)
            .ok_or_else(|| "Enter a Scottish charity number: SC0 and 5 digits, like SC012345.".to_owned()),
        Scheme::Charity if bare.starts_with("NIC") => (bare.len() == 9
            && bare.get(3..).is_some_and(|rest| rest.starts_with('1') && digits(rest)))
        .then_some(bare)
        .ok_or_else(|| "Enter a charity number of Northern Ireland: NIC and 6 digits, like NIC100002.".to_owned()),
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
        Scheme::Ods => {
            let right = (3..=8).contains(&bare.len()) && bare.chars().all(|c| c.is_ascii_alphanumeric());
            let right = right && bare.chars().any(|c| c.is_ascii_alphabetic());
            right
                .then_some(bare)
                .ok_or_else(|| "Enter an ODS code: 3 to 8 letters and digits, like 8HV12.".to_owned())
        }
        Scheme::CareProvider => {
            let number = entered.trim().strip_prefix("1-").unwrap_or_default();
            let right = (8..=12).contains(&number.len()) && digits(number);
            right
                .then(|| entered.trim().to_owned())
                .ok_or_else(|| "Enter a provider number of the Care Quality Commission, like 1-101634201.".to_owned())
        }
        Scheme::Taxpayer => (bare.len() == 10 && digits(&bare))
            .then_some(bare)
            .ok_or_else(|| "Enter a unique taxpayer reference of 10 digits.".to_owned()),
        Scheme::Vat => {
            let number = bare.strip_prefix("GB").unwrap_or(&bare);
            (matches!(number.len(), 9 | 12) && digits(number) && vat_fits(number))
                .then(|| format!("GB{number}"))
                .ok_or_else(|| {
                    "Enter a VAT number of 9 or 12 digits, like GB 980 7806 84; its last digits do not fit \
                                the rest, or some are missing."
                        .to_owned()
                })
        }
        Scheme::Disclosure => (bare.len() == 12 && digits(&bare))
            .then_some(bare)
            .ok_or_else(|| "Enter the 12 digits of the certificate.".to_owned()),
        Scheme::SortCode => (bare.len() == 6 && digits(&bare))
            .then_some(bare)
            .ok_or_else(|| "Enter a sort code of 6 digits, like 30-94-30.".to_owned()),
        Scheme::Account => (bare.len() == 8 && digits(&bare))
            .then_some(bare)
            .ok_or_else(|| "Enter an account number of 8 digits; put zeros in front of a shorter one.".to_owned()),
    }
}

/// Whether the last two of nine digits check the first seven: weights from 8 to 2, modulo 97, and for numbers given
/// since 2010 the same with 55 more. The three digits of a branch are checked by nothing.
fn vat_fits(number: &str) -> bool {
    let weighed: u32 = number
        .chars()
        .take(7)
        .filter_map(|c| c.to_digit(10))
        .zip((2..=8).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    let check = number.get(7..9).and_then(|check| check.parse::<u32>().ok());
    check.is_some_and(|check| (weighed + check).is_multiple_of(97) || (weighed + check + 55).is_multiple_of(97))
}

/// Whether a text holds the number of a disclosure certificate: twelve digits by themselves. A day is kept, never that.
pub fn holds_certificate(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit() && c != ' ')
        .flat_map(|run| run.split("  "))
        // A telephone number with the code of the country has as many.
        .any(|run| !run.trim().starts_with("44") && tidy(Scheme::Disclosure, run).is_ok())
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
        check(Scheme::Charity, "sc012345", Some("SC012345"));
        check(Scheme::Charity, "SC12345", None);
        check(Scheme::Charity, "NIC100002", Some("NIC100002"));
        check(Scheme::Charity, "NIC200002", None);
        check(Scheme::Ods, "8hv12", Some("8HV12"));
        check(Scheme::Ods, "81234", None);
        check(Scheme::Ods, "A1", None);
        check(Scheme::CareProvider, "1-101634201", Some("1-101634201"));
        check(Scheme::CareProvider, "101634201", None);
        check(Scheme::Taxpayer, "12345 67890", Some("1234567890"));
        check(Scheme::Taxpayer, "123456789", None);
        check(Scheme::Vat, "GB 980 7806 84", Some("GB980780684"));
        check(Scheme::Vat, "980780684001", Some("GB980780684001"));
        check(Scheme::Vat, "980780685", None);
        check(Scheme::Vat, "98078068", None);
        check(Scheme::SortCode, "30-94-30", Some("309430"));
        check(Scheme::Account, "1234567", None);
    }

    #[test]
    fn a_certificate_is_noticed_and_other_numbers_are_not() {
        for (text, expected) in [
            ("Certificate 001234567890 seen on 4 May", true),
            ("001234567890", true),
            ("0012 3456 7890", true),
            ("Seen on 4 May 2026 by two trustees", false),
            ("Telephone 0114 496 0101", false),
            ("Telephone +44 114 496 0101", false),
            ("Policy 2026-03, page 12", false),
        ] {
            assert_eq!(holds_certificate(text), expected, "{text}");
        }
    }
}

//! Numbers of a chart: exact to a thousandth, because a chart of money must not round on its own.

use std::fmt;

/// A number that is not negative, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(i64);

const LARGEST_WHOLE: i64 = 999_999_999_999;

impl Number {
    /// Reads `12`, `12.5`, `1250.125`; nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 3 || text.ends_with('.') {
            return None;
        }
        let whole: i64 = whole.parse().ok().filter(|n| *n <= LARGEST_WHOLE)?;
        let part: i64 = format!("{part:0<3}").parse().ok()?;
        Some(Self(whole * 1000 + part))
    }

    /// A whole number.
    pub fn whole(number: u32) -> Self {
        Self(i64::from(number) * 1000)
    }

    /// How many thousandths.
    pub fn thousandths(self) -> i64 {
        self.0
    }

    /// As many thousandths; negative counts as nought.
    pub(crate) fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths.max(0))
    }
}

/// `1,234.5`: grouped as a reader expects, without noughts that say nothing.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = (self.0 / 1000).to_string();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        let part = format!("{:03}", self.0 % 1000);
        match part.trim_end_matches('0') {
            "" => Ok(()),
            part => write!(f, ".{part}"),
        }
    }
}

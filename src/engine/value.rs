//! Values that conditions read and forms give.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::definition::{
    model::FactType,
    scalar::{Scalar, Unit},
};

/// A typed value. On the wire it is plain JSON; the type comes from the declaration
/// ([`Value::typed`]), never from the look of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Value {
    Bool(bool),
    Integer(i64),
    /// Pence.
    Money(i64),
    Text(String),
    Date(NaiveDate),
    Instant(DateTime<Utc>),
    Amount(u32, UnitWord),
    /// Numerator and denominator.
    Share(u32, u32),
    Texts(Vec<String>),
    /// Rows of a table answer: column to value.
    Rows(Vec<indexmap::IndexMap<String, Value>>),
    /// Not answered.
    Nothing,
}

/// [`Unit`] with serde.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitWord(pub Unit);

impl Serialize for UnitWord {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.0.word())
    }
}

impl<'de> Deserialize<'de> for UnitWord {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        match format!("1 {text}").parse() {
            Ok(crate::definition::scalar::Amount::Of(_, unit)) => Ok(Self(unit)),
            Ok(crate::definition::scalar::Amount::Setting(_)) | Err(_) => {
                Err(serde::de::Error::custom("not a unit of time"))
            }
        }
    }
}

impl Value {
    /// Reads plain JSON as the declared type. Money is whole pence, dates are `2026-04-01`,
    /// instants are RFC 3339.
    ///
    /// # Errors
    /// A sentence that says what was expected.
    pub fn typed(kind: FactType, json: &serde_json::Value) -> Result<Self, String> {
        use serde_json::Value as J;
        match (kind, json) {
            (_, J::Null) => Ok(Self::Nothing),
            (FactType::Boolean, J::Bool(b)) => Ok(Self::Bool(*b)),
            (FactType::Integer, J::Number(n)) => n
                .as_i64()
                .map(Self::Integer)
                .ok_or_else(|| format!("{n} is not a whole number")),
            (FactType::Money, J::Number(n)) => n
                .as_i64()
                .map(Self::Money)
                .ok_or_else(|| format!("{n} is not a whole number of pence")),
            (FactType::Text, J::String(s)) => Ok(Self::Text(s.clone())),
            (FactType::Date, J::String(s)) => s
                .parse()
                .map(Self::Date)
                .map_err(|e| format!("`{s}` is not a date such as 2026-04-01: {e}")),
            (FactType::Instant, J::String(s)) => s
                .parse()
                .map(Self::Instant)
                .map_err(|e| format!("`{s}` is not an instant such as 2026-04-01T12:00:00Z: {e}")),
            (FactType::Texts, J::Array(all)) => all
                .iter()
                .map(|one| {
                    one.as_str()
                        .map(str::to_owned)
                        .ok_or_else(|| format!("{one} is not text"))
                })
                .collect::<Result<_, _>>()
                .map(Self::Texts),
            (
                FactType::Boolean
                | FactType::Integer
                | FactType::Money
                | FactType::Text
                | FactType::Date
                | FactType::Instant
                | FactType::Texts,
                other,
            ) => Err(format!("{other} is not of the type {kind:?}")),
        }
    }
}

/// Pence as people write them: `£1,234.50`.
pub fn pounds_and_pence(pence: i64) -> String {
    let digits = (pence.unsigned_abs() / 100).to_string();
    let mut pounds = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).is_multiple_of(3) {
            pounds.push(',');
        }
        pounds.push(digit);
    }
    let sign = if pence < 0 { "-" } else { "" };
    format!("{sign}£{pounds}.{:02}", pence.unsigned_abs() % 100)
}

/// As a person reads it, in a sentence.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(true) => f.write_str("yes"),
            Self::Bool(false) => f.write_str("no"),
            Self::Integer(n) => write!(f, "{n}"),
            Self::Money(pence) => f.write_str(&pounds_and_pence(*pence)),
            Self::Text(text) => write!(f, "‘{text}’"),
            Self::Date(date) => write!(f, "{}", date.format("%-d %B %Y")),
            Self::Instant(instant) => write!(f, "{}", instant.format("%-d %B %Y %H:%M UTC")),
            Self::Amount(n, unit) => write!(f, "{n} {}", unit.0.word().replace('_', " ")),
            Self::Share(top, bottom) => write!(f, "{top}/{bottom}"),
            Self::Texts(texts) => f.write_str(&texts.join(", ")),
            Self::Rows(rows) => write!(f, "{} rows", rows.len()),
            Self::Nothing => f.write_str("not known"),
        }
    }
}

/// The value of a setting.
impl From<&Scalar> for Value {
    fn from(scalar: &Scalar) -> Self {
        match scalar {
            Scalar::Bool(b) => Self::Bool(*b),
            Scalar::Integer(n) => Self::Integer(*n),
            Scalar::Money(pence) => Self::Money(*pence),
            Scalar::Amount(n, unit) => Self::Amount(*n, UnitWord(*unit)),
            Scalar::Share(top, bottom) => Self::Share(*top, *bottom),
            Scalar::Date(date) => Self::Date(*date),
            Scalar::Text(text) => Self::Text(text.clone()),
        }
    }
}

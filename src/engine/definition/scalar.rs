//! The small typed words inside a workflow file: amounts of time, numbers, shares, literals.
//!
//! Each is written as plain YAML text or number and parsed by its own rule, so that a bare `10`
//! is never taken for days, nor `3/4` for a date.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::model::Transition;

/// A unit of time. There is no unit without a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    WorkingDays,
    Days,
    Weeks,
    Months,
    Hours,
    Minutes,
}

/// A length of time, or the setting that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// `15 working_days`
    Of(u32, Unit),
    /// `settings.name`
    Setting(String),
}

/// A whole number, or the setting that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// `4`
    Of(u32),
    /// `settings.name`
    Setting(String),
}

/// A share, or the setting that holds it. `0 < numerator <= denominator`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Share {
    /// `3/4`
    Of(u32, u32),
    /// `settings.name`
    Setting(String),
}

/// A literal of a setting or a bound: yes/no, whole number, `£250.00`, `15 working_days`, `3/4`,
/// `2026-04-01`, or text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Scalar {
    Bool(bool),
    Integer(i64),
    /// Pence.
    Money(i64),
    Amount(u32, Unit),
    Share(u32, u32),
    Date(chrono::NaiveDate),
    Text(String),
}

/// One transition, or several tried in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternatives(pub Vec<Transition>);

impl Unit {
    /// The word in a file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::WorkingDays => "working_days",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Hours => "hours",
            Self::Minutes => "minutes",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "working_days" | "working_day" => Self::WorkingDays,
            "days" | "day" => Self::Days,
            "weeks" | "week" => Self::Weeks,
            "months" | "month" => Self::Months,
            "hours" | "hour" => Self::Hours,
            "minutes" | "minute" => Self::Minutes,
            _ => return None,
        })
    }
}

fn amount(text: &str) -> Option<(u32, Unit)> {
    let (number, unit) = text.split_once(' ')?;
    Some((number.parse().ok()?, Unit::of(unit.trim())?))
}

fn share(text: &str) -> Option<(u32, u32)> {
    let (top, bottom) = text.split_once('/')?;
    let (top, bottom) = (top.trim().parse().ok()?, bottom.trim().parse().ok()?);
    (0 < top && top <= bottom).then_some((top, bottom))
}

/// `£1,250.00` or `£1250` as pence.
pub fn pounds(text: &str) -> Option<i64> {
    if let Some(rest) = text.strip_prefix('-') {
        return pounds(rest)?.checked_neg();
    }
    let digits: String = text.strip_prefix('£')?.chars().filter(|c| *c != ',').collect();
    let (pounds, pence) = digits.split_once('.').unwrap_or((&digits, "00"));
    if pence.len() != 2 || pounds.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    pounds
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(pence.parse().ok()?)
}

fn setting(text: &str) -> Option<String> {
    let name = text.strip_prefix("settings.")?;
    (!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')).then(|| name.to_owned())
}

impl FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(name) = setting(text) {
            return Ok(Self::Setting(name));
        }
        amount(text).map(|(n, u)| Self::Of(n, u)).ok_or_else(|| {
            format!(
                "`{text}` is not an amount of time; write a number and a unit, such as `10 working_days`, `24 hours` or `settings.name`"
            )
        })
    }
}

impl FromStr for Number {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(name) = setting(text) {
            return Ok(Self::Setting(name));
        }
        text.parse()
            .map(Self::Of)
            .map_err(|_bad| format!("`{text}` is not a whole number; write one, such as `4`, or `settings.name`"))
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(name) = setting(text) {
            return Ok(Self::Setting(name));
        }
        share(text)
            .map(|(top, bottom)| Self::Of(top, bottom))
            .ok_or_else(|| format!("`{text}` is not a share; write one, such as `3/4`, or `settings.name`"))
    }
}

impl FromStr for Scalar {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((number, unit)) = amount(text) {
            return Ok(Self::Amount(number, unit));
        }
        if let Some((top, bottom)) = share(text) {
            return Ok(Self::Share(top, bottom));
        }
        if let Some(pence) = pounds(text) {
            return Ok(Self::Money(pence));
        }
        if let Ok(date) = text.parse() {
            return Ok(Self::Date(date));
        }
        Ok(Self::Text(text.to_owned()))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(number, unit) => write!(f, "{number} {}", unit.word()),
            Self::Setting(name) => write!(f, "settings.{name}"),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(number) => write!(f, "{number}"),
            Self::Setting(name) => write!(f, "settings.{name}"),
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(top, bottom) => write!(f, "{top}/{bottom}"),
            Self::Setting(name) => write!(f, "settings.{name}"),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Money(pence) => {
                let (sign, whole) = (if *pence < 0 { "-" } else { "" }, pence.unsigned_abs());
                write!(f, "{sign}£{}.{:02}", whole / 100, whole % 100)
            }
            Self::Amount(number, unit) => write!(f, "{number} {}", unit.word()),
            Self::Share(top, bottom) => write!(f, "{top}/{bottom}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// What a scalar may look like in YAML before its own rule reads it.
struct Plain;

impl de::Visitor<'_> for Plain {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, yes/no or text")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Integer(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Scalar, E> {
        i64::try_from(value)
            .map(Scalar::Integer)
            .map_err(|_bad| E::custom("this number is too large"))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Scalar, E> {
        value.parse().map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(Plain)
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => s.serialize_bool(*value),
            Self::Integer(value) => s.serialize_i64(*value),
            Self::Money(_) | Self::Amount(..) | Self::Share(..) | Self::Date(_) | Self::Text(_) => s.collect_str(self),
        }
    }
}

macro_rules! word {
    ($type:ident, $name:literal, $schema:tt) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                d.deserialize_any(Plain)?
                    .to_string()
                    .parse()
                    .map_err(de::Error::custom)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

word!(Amount, "Amount", {
    "type": "string",
    "pattern": "^([0-9]+ (working_days?|days?|weeks?|months?|hours?|minutes?)|settings\\.[A-Za-z0-9_]+)$",
    "description": "An amount of time with its unit, such as `10 working_days`, or `settings.name`."
});
word!(Number, "Number", {
    "type": ["integer", "string"],
    "pattern": "^settings\\.[A-Za-z0-9_]+$",
    "description": "A whole number, or `settings.name`."
});
word!(Share, "Share", {
    "type": "string",
    "pattern": "^([0-9]+/[0-9]+|settings\\.[A-Za-z0-9_]+)$",
    "description": "A share such as `3/4`, or `settings.name`."
});

impl JsonSchema for Scalar {
    fn schema_name() -> Cow<'static, str> {
        "Scalar".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["boolean", "integer", "string"] })
    }
}

impl<'de> Deserialize<'de> for Alternatives {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct OneOrMany;

        impl<'de> de::Visitor<'de> for OneOrMany {
            type Value = Alternatives;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a transition, or a list of transitions tried in order")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Alternatives, A::Error> {
                Transition::deserialize(de::value::MapAccessDeserializer::new(map)).map(|t| Alternatives(vec![t]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Alternatives, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = seq.next_element()? {
                    all.push(one);
                }
                Ok(Alternatives(all))
            }
        }

        d.deserialize_any(OneOrMany)
    }
}

impl Serialize for Alternatives {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(s),
            many => many.serialize(s),
        }
    }
}

impl JsonSchema for Alternatives {
    fn schema_name() -> Cow<'static, str> {
        "Alternatives".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<Transition>();
        let many = generator.subschema_for::<Vec<Transition>>();
        json_schema!({ "oneOf": [one, many] })
    }
}

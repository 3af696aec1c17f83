//! An instant as both databases hold it: UTC, whole microseconds.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SubsecRound, Timelike, Utc};
use diesel::{
    AsExpression, FromSqlRow,
    backend::Backend,
    connection::Connection,
    deserialize::{self, FromSql},
    pg::Pg,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{Text, Timestamp},
    sqlite::Sqlite,
};

use crate::db::Db;

/// An instant in a row. `at.into()` makes one; [`Stamp::utc`] gives it back. Cuts to
/// microseconds, because PostgreSQL would, and SQLite would not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Timestamp)]
pub struct Stamp(NaiveDateTime);

impl Stamp {
    /// The instant.
    pub fn utc(self) -> DateTime<Utc> {
        self.0.and_utc()
    }
}

impl From<DateTime<Utc>> for Stamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.naive_utc().trunc_subsecs(6))
    }
}

impl From<Stamp> for DateTime<Utc> {
    fn from(stamp: Stamp) -> Self {
        stamp.utc()
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.utc(), f)
    }
}

impl ToSql<Timestamp, Sqlite> for Stamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.text());
        Ok(IsNull::No)
    }
}

impl FromSql<Timestamp, Sqlite> for Stamp {
    fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(raw)?;
        match read(text.as_bytes()) {
            Some(at) => Ok(Self(at)),
            None => Ok(Self(NaiveDateTime::parse_from_str(&text, FORMAT)?)),
        }
    }
}

/// PostgreSQL, and statements that run on either.
macro_rules! as_chrono {
    ($($backend:ty),+) => {$(
        impl ToSql<Timestamp, $backend> for Stamp {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, $backend>) -> serialize::Result {
                ToSql::<Timestamp, $backend>::to_sql(&self.0, out)
            }
        }

        impl FromSql<Timestamp, $backend> for Stamp {
            fn from_sql(raw: <$backend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                <NaiveDateTime as FromSql<Timestamp, $backend>>::from_sql(raw).map(Self)
            }
        }
    )+};
}

as_chrono!(Pg, <Db as Connection>::Backend);

/// How diesel writes an instant into SQLite. Every action writes seven and reads two, and reading
/// this line costs more than the rest of a bind.
const FORMAT: &str = "%Y-%m-%d %H:%M:%S%.f";

/// How the journal writes it.
const JOURNAL: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";

impl Stamp {
    /// As [`FORMAT`] has it: no fraction, three digits of it or six.
    fn text(self) -> String {
        let digits = match self.0.nanosecond() / 1000 {
            0 => 0,
            micros if micros % 1000 == 0 => 3,
            _ => 6,
        };
        self.digits(" ", digits)
            .unwrap_or_else(|| self.0.format(FORMAT).to_string())
    }

    /// As the journal's entries have it, and their hashes: `2026-04-01T12:00:00.000000Z`.
    pub(crate) fn of_journal(self) -> String {
        match self.digits("T", 6) {
            Some(mut text) => {
                text.push('Z');
                text
            }
            None => self.0.format(JOURNAL).to_string(),
        }
    }

    /// Date and time with so many digits of a second's fraction; nothing for a year that does not
    /// have four.
    fn digits(self, between: &str, fraction: u32) -> Option<String> {
        let at = self.0;
        let year = u32::try_from(at.year()).ok().filter(|year| *year <= 9999)?;
        let mut out = String::with_capacity(27);
        let mut put = |before: &str, number: u32, digits: u32| {
            out.push_str(before);
            for place in (0..digits).rev() {
                out.push(char::from_digit(number / 10_u32.pow(place) % 10, 10).unwrap_or('0'));
            }
        };
        put("", year, 4);
        put("-", at.month(), 2);
        put("-", at.day(), 2);
        put(between, at.hour(), 2);
        put(":", at.minute(), 2);
        put(":", at.second(), 2);
        match fraction {
            0 => {}
            3 => put(".", at.nanosecond() / 1_000_000, 3),
            _ => put(".", at.nanosecond() / 1000, 6),
        }
        Some(out)
    }
}

/// What [`Stamp::text`] writes; nothing if it is another form.
fn read(text: &[u8]) -> Option<NaiveDateTime> {
    let number = |from: usize, to: usize| {
        text.get(from..to)?.iter().try_fold(0, |sum: u32, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + u32::from(*digit - b'0'))
        })
    };
    let signs = [(4, b'-'), (7, b'-'), (10, b' '), (13, b':'), (16, b':')];
    if signs.iter().any(|(place, sign)| text.get(*place) != Some(sign)) {
        return None;
    }
    let micros = match (text.get(19), text.len()) {
        (None, 19) => 0,
        (Some(b'.'), 23) => number(20, 23)? * 1000,
        (Some(b'.'), 26) => number(20, 26)?,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?.and_hms_micro_opt(
        number(11, 13)?,
        number(14, 16)?,
        number(17, 19)?,
        micros,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let at = NaiveDateTime::parse_from_str(text, FORMAT).unwrap();
        assert_eq!(Stamp(at).text(), at.format(FORMAT).to_string());
        assert_eq!(Stamp(at).of_journal(), at.format(JOURNAL).to_string());
        assert_eq!(read(Stamp(at).text().as_bytes()).unwrap_or(at), at);
        assert_eq!(read(text.as_bytes()).unwrap_or(at), at);
    }

    #[test]
    fn an_instant_is_written_and_read_as_chrono_has_it() {
        for text in [
            "1970-01-01 00:00:00",
            "2026-03-29 01:30:00.5",
            "2026-12-31 23:59:59.999999",
            "2026-01-02 03:04:05.000001",
            "2026-01-02 03:04:05.120",
            "0001-02-03 04:05:06.07",
            "+12026-01-02 03:04:05",
        ] {
            check(text);
        }
    }

    #[test]
    fn what_is_no_instant_is_not_read() {
        for text in [
            "",
            "2026-02-30 00:00:00",
            "2026-01-02T03:04:05",
            "2026-01-02 03:04:05.",
            "2026-01-02 03:04:0x",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}

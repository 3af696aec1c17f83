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

impl Stamp {
    /// As [`FORMAT`] has it: no fraction, three digits of it or six.
    fn text(self) -> String {
        let (date, time) = (self.0.date(), self.0.time());
        if !(0..=9999).contains(&date.year()) {
            return self.0.format(FORMAT).to_string();
        }
        let mut out = String::with_capacity(26);
        let mut put = |number: u32, digits: u32, before: &str| {
            out.push_str(before);
            for place in (0..digits).rev() {
                out.push(char::from_digit(number / 10_u32.pow(place) % 10, 10).unwrap_or('0'));
            }
        };
        put(date.year().unsigned_abs(), 4, "");
        put(date.month(), 2, "-");
        put(date.day(), 2, "-");
        put(time.hour(), 2, " ");
        put(time.minute(), 2, ":");
        put(time.second(), 2, ":");
        match time.nanosecond() / 1000 {
            0 => {}
            micros if micros % 1000 == 0 => put(micros / 1000, 3, "."),
            micros => put(micros, 6, "."),
        }
        out
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

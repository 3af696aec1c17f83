//! A column of a list: what is shown, what stands in the file, what is sorted by.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{domain::words, views::components::table::Cell};

/// What rows are sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Text(String),
    When(Option<DateTime<Utc>>),
    Day(Option<NaiveDate>),
    Number(Option<i64>),
}

impl Key {
    /// There is nothing to sort by: it stands at the end, whichever way the list is turned.
    pub(super) const fn is_missing(&self) -> bool {
        matches!(self, Self::When(None) | Self::Day(None) | Self::Number(None))
    }
}

/// Something that is read off a row.
type Read<'a, T, V> = Box<dyn Fn(&T) -> V + 'a>;

/// A column.
pub struct Column<'a, T> {
    /// Its name in addresses.
    pub(super) name: &'static str,
    /// Its heading.
    pub(super) text: &'static str,
    /// Its heading in the file.
    pub(super) in_file: &'static str,
    /// Numbers stand right.
    pub(super) is_number: bool,
    /// Words are looked for in it; not in dates and numbers.
    pub(super) is_words: bool,
    /// It has buttons: nothing to sort by, and nothing for the file.
    pub(super) is_buttons: bool,
    plain: Read<'a, T, String>,
    key: Read<'a, T, Key>,
    cell: Option<Read<'a, T, Cell>>,
}

impl<'a, T: 'a> Column<'a, T> {
    /// Words, sorted as people look for them.
    pub fn text(name: &'static str, text: &'static str, plain: impl Fn(&T) -> String + Clone + 'a) -> Self {
        let read = plain.clone();
        Self {
            name,
            text,
            in_file: text,
            is_number: false,
            is_words: true,
            is_buttons: false,
            plain: Box::new(plain),
            key: Box::new(move |row| Key::Text(read(row).to_lowercase())),
            cell: None,
        }
    }

    /// What can be done with a row.
    pub fn buttons(name: &'static str, text: &'static str, cell: impl Fn(&T) -> Cell + 'a) -> Self {
        Self {
            is_words: false,
            is_buttons: true,
            ..Self::text(name, text, |_: &T| String::new()).shown(cell)
        }
    }

    /// A moment: shown in words, in the file as `2026-05-08 17:00:00`, both in UK time.
    pub fn when(
        name: &'static str,
        (text, in_file): (&'static str, &'static str),
        at: impl Fn(&T) -> Option<DateTime<Utc>> + Clone + 'a,
    ) -> Self {
        let (shown, key) = (at.clone(), at.clone());
        let plain = move |row: &T| {
            let local = at(row).map(|at| at.with_timezone(&words::ZONE));
            local.map_or_else(String::new, |local| local.format("%Y-%m-%d %H:%M:%S").to_string())
        };
        Self {
            in_file,
            is_words: false,
            key: Box::new(move |row| Key::When(key(row))),
            cell: Some(Box::new(move |row| {
                Cell::new(shown(row).map_or_else(String::new, words::stamp))
            })),
            ..Self::text(name, text, plain)
        }
    }

    /// A day: shown in words, in the file as `2026-05-08`.
    pub fn day(name: &'static str, text: &'static str, on: impl Fn(&T) -> Option<NaiveDate> + Clone + 'a) -> Self {
        let (shown, key) = (on.clone(), on.clone());
        Self {
            is_words: false,
            key: Box::new(move |row| Key::Day(key(row))),
            cell: Some(Box::new(move |row| {
                Cell::new(shown(row).map_or_else(String::new, words::day))
            })),
            ..Self::text(name, text, move |row: &T| {
                on(row).map_or_else(String::new, |day| day.to_string())
            })
        }
    }

    /// Pence: shown as money, in the file as pounds with two decimals.
    pub fn money(
        name: &'static str,
        (text, in_file): (&'static str, &'static str),
        of: impl Fn(&T) -> i64 + Clone + 'a,
    ) -> Self {
        let (shown, key) = (of.clone(), of.clone());
        Self {
            in_file,
            is_number: true,
            is_words: false,
            key: Box::new(move |row| Key::Number(Some(key(row)))),
            cell: Some(Box::new(move |row| Cell::new(words::money(shown(row))))),
            ..Self::text(name, text, move |row: &T| words::decimal(of(row)))
        }
    }

    /// A whole number.
    pub fn number(name: &'static str, text: &'static str, of: impl Fn(&T) -> Option<i64> + Clone + 'a) -> Self {
        let (shown, key) = (of.clone(), of.clone());
        Self {
            is_number: true,
            is_words: false,
            key: Box::new(move |row| Key::Number(key(row))),
            cell: Some(Box::new(move |row| {
                Cell::new(shown(row).map_or_else(String::new, words::whole))
            })),
            ..Self::text(name, text, move |row: &T| {
                of(row).map_or_else(String::new, |number| number.to_string())
            })
        }
    }

    /// The same, shown in another way: with a link, a tag, a quieter line.
    #[must_use]
    pub fn shown(self, cell: impl Fn(&T) -> Cell + 'a) -> Self {
        Self {
            cell: Some(Box::new(cell)),
            ..self
        }
    }
}

impl<T> Column<'_, T> {
    /// What stands in the file.
    pub(super) fn plain(&self, row: &T) -> String {
        (self.plain)(row)
    }

    /// What is sorted by.
    pub(super) fn key(&self, row: &T) -> Key {
        (self.key)(row)
    }

    /// What is shown.
    pub(super) fn cell(&self, row: &T) -> Cell {
        match &self.cell {
            Some(cell) => cell(row),
            None => Cell::new(self.plain(row)),
        }
    }
}

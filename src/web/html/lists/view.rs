//! What is asked of a list by its address, and the addresses of other views of it.

use std::cmp::Reverse;

use super::{List, column::Column};
use crate::{
    views::components::{
        control::{Choice, Control, Options},
        field::Field,
        link::Link,
        table::{self, Order},
    },
    web::request::Request,
};

/// The longest words that are looked for.
const LONGEST: usize = 100;
/// Words that are looked for.
const WORDS: &str = "q";
/// The order.
const SORT: &str = "sort";

/// Whether a row fits a value.
pub(super) type Fits<'a, T> = Box<dyn Fn(&T, &str) -> bool + 'a>;

/// What rows can be chosen by.
pub struct Choose<'a, T> {
    /// Its name in addresses.
    pub name: &'static str,
    /// The question.
    pub label: &'static str,
    /// The answer that leaves all: `Everybody`.
    pub any: &'static str,
    /// Values and their titles.
    pub options: Vec<(String, String)>,
    /// Whether a row fits a value.
    pub fits: Fits<'a, T>,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    words: String,
    /// In the order of the list's choices: name, value, title.
    chosen: Vec<(&'static str, String, String)>,
    sort: String,
    /// From 1; may lie beyond the end.
    pub(super) page: usize,
}

impl View {
    /// Reads it from the address; what the list does not know is left out.
    pub(super) fn read<T>(request: &Request, list: &List<'_, T>) -> Self {
        let said = |name: &str| {
            let text = request.asked(name).unwrap_or_default();
            let text: String = text.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
            text.trim().to_owned()
        };
        let chosen = list.choices.iter().filter_map(|one| {
            let asked = said(one.name);
            let found = one
                .options
                .iter()
                .find(|(value, _)| *value == asked && !asked.is_empty());
            found.map(|(value, title)| (one.name, value.clone(), title.clone()))
        });
        let sort = said(SORT);
        let is_known = list.columns.iter().any(|one| one.name == sort.trim_start_matches('-'));
        Self {
            words: said(WORDS),
            chosen: chosen.collect(),
            sort: if is_known { sort } else { list.usual.to_owned() },
            page: request.asked("page").and_then(|text| text.parse().ok()).unwrap_or(1),
        }
    }

    /// The rows that fit, in order.
    pub(super) fn select<T>(&self, list: &List<'_, T>, mut rows: Vec<T>) -> Vec<T> {
        let words: Vec<String> = self.words.split_whitespace().map(str::to_lowercase).collect();
        rows.retain(|row| {
            let has_words = || {
                let columns = list.columns.iter().filter(|one| one.is_words);
                let cells: Vec<String> = columns.map(|one| one.plain(row).to_lowercase()).collect();
                words.iter().all(|word| cells.iter().any(|cell| cell.contains(word)))
            };
            let fits = |(name, value, _): &(&str, String, String)| {
                let choice = list.choices.iter().find(|one| one.name == *name);
                choice.is_none_or(|one| (one.fits)(row, value))
            };
            (words.is_empty() || has_words()) && self.chosen.iter().all(fits)
        });
        let by = list
            .columns
            .iter()
            .find(|one| one.name == self.sort.trim_start_matches('-'));
        if let Some(by) = by {
            // What is equal keeps the order in which the list was given, which is the usual one; the other
            // way round it is turned with everything else.
            let (is_down, is_usual) = (self.sort.starts_with('-'), list.usual.starts_with('-'));
            match is_usual {
                true => rows.sort_by_cached_key(|row| Reverse(by.key(row))),
                false => rows.sort_by_cached_key(|row| by.key(row)),
            }
            if is_down != is_usual {
                rows.reverse();
            }
            rows.sort_by_cached_key(|row| by.key(row).is_missing());
        }
        rows
    }

    /// The questions of the filter.
    pub(super) fn fields<T>(&self, list: &List<'_, T>) -> Vec<Field> {
        let mut out = vec![Field::text(WORDS, "Words", &self.words)];
        for one in &list.choices {
            let asked = self.chosen.iter().find(|(name, ..)| *name == one.name);
            let is = |value: &str| asked.is_some_and(|(_, asked, _)| asked == value);
            let any = Choice::new("", one.any, asked.is_none());
            let options = one
                .options
                .iter()
                .map(|(value, title)| Choice::new(value, title, is(value)));
            let options = Options::one(std::iter::once(any).chain(options).collect());
            out.push(Field::new(one.name, one.label, Control::Select(options)));
        }
        out
    }

    /// What is asked for now, each with the address of the list without it.
    pub(super) fn chosen<T>(&self, list: &List<'_, T>) -> Vec<Link> {
        let mut out = Vec::new();
        if !self.words.is_empty() {
            let rest = Self {
                words: String::new(),
                ..self.clone()
            };
            out.push(Link::new(format!("“{}”", self.words), rest.address(list, &[])));
        }
        for (name, _, title) in &self.chosen {
            let mut rest = self.clone();
            rest.chosen.retain(|(other, ..)| other != name);
            out.push(Link::new(title, rest.address(list, &[])));
        }
        out
    }

    /// A column's heading: sorts by it, or turns the order round.
    pub(super) fn heading<T>(&self, list: &List<'_, T>, column: &Column<'_, T>) -> table::Column {
        if column.is_buttons {
            return table::Column::new(column.text);
        }
        let is_here = self.sort.trim_start_matches('-') == column.name;
        let is_down = self.sort.starts_with('-');
        let next = Self {
            sort: match is_here && !is_down {
                true => format!("-{}", column.name),
                false => column.name.to_owned(),
            },
            ..self.clone()
        };
        let now = is_here.then_some(if is_down { Order::Descending } else { Order::Ascending });
        let heading = table::Column::new(column.text).sorted(next.address(list, &[]), now);
        if column.is_number { heading.number() } else { heading }
    }

    /// The address of a page of this view.
    pub(super) fn at_page<T>(&self, list: &List<'_, T>, page: u64) -> String {
        match page {
            0 | 1 => self.address(list, &[]),
            page => self.address(list, &[("page", &page.to_string())]),
        }
    }

    /// The address of this view as a file.
    pub(super) fn file<T>(&self, list: &List<'_, T>) -> String {
        self.address(list, &[("as", "csv")])
    }

    /// The address, without what is usual.
    fn address<T>(&self, list: &List<'_, T>, more: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.words.is_empty() {
            query.append_pair(WORDS, &self.words);
        }
        for (name, value, _) in &self.chosen {
            query.append_pair(name, value);
        }
        if self.sort != list.usual {
            query.append_pair(SORT, &self.sort);
        }
        query.extend_pairs(more);
        match query.finish() {
            query if query.is_empty() => list.path.clone(),
            query => format!("{}?{query}", list.path),
        }
    }
}

//! One way for every list: filtered, sorted and paged by its address, and downloaded as a file by the
//! same address with `as=csv`: so whoever sees a list may have it, and has what they see.
//!
//! A list says its columns once; what is shown, what is sorted by, what words are looked for in and
//! what stands in the file are made from them.

mod column;
mod view;

pub use self::{column::Column, view::Choose};
use crate::{
    domain::{sheets, words},
    service::fault::Fault,
    views::{
        components::{
            link::Link,
            page::Width,
            paging::{Filter, Paging},
            table::Table,
            text::Empty,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{
        html::shell,
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

use self::view::View;

/// Rows on a page.
const SIZE: usize = 25;

/// A list of rows of one kind.
pub struct List<'a, T> {
    /// Unique on the page.
    pub id: &'static str,
    /// What the file is called, without its ending.
    pub name: &'static str,
    /// Where it stands.
    pub path: String,
    /// One row, and many, in words: `document`, `documents`.
    pub words: (&'static str, &'static str),
    /// In order; the first is the heading of its row.
    pub columns: Vec<Column<'a, T>>,
    /// What rows can be chosen by, beside words.
    pub choices: Vec<Choose<'a, T>>,
    /// The usual order, as an address says it: `title`, or `-when` for the latest first.
    pub usual: &'static str,
    /// What to say when there is nothing at all.
    pub empty: Empty,
}

/// Whether the file is asked for, and not the page.
pub fn wants_file(request: &Request) -> bool {
    request.asked("as") == Some("csv")
}

impl<T> List<'_, T> {
    /// A page of its own below another: the list, or the file of it.
    ///
    /// # Errors
    /// The database fails, or the file cannot be written.
    pub fn page(
        &self,
        site: &Site,
        request: &Request,
        (title, says, above): (&str, Vec<String>, Option<Link>),
        rows: Vec<T>,
    ) -> Result<Reply, Fault> {
        if wants_file(request) {
            return self.file(request, rows);
        }
        let mut page = shell::page(site, request, title)?;
        page.width = Width::Wide;
        page.trail = above.into_iter().collect();
        shell::draw(&Sheet {
            says,
            parts: vec![self.part(request, rows)],
            ..Sheet::new(page, title)
        })
    }

    /// The rows that are asked for, in the order that is asked for, a page of them.
    pub fn part(&self, request: &Request, rows: Vec<T>) -> Part {
        let view = View::read(request, self);
        if rows.is_empty() {
            return Part {
                empty: Some(self.empty.clone()),
                ..Part::bare(self.id)
            };
        }
        let rows = view.select(self, rows);
        let total = rows.len();
        let here = view.page.clamp(1, total.div_ceil(SIZE).max(1));
        let shown = rows.iter().skip((here - 1) * SIZE).take(SIZE);
        let shown = shown.map(|row| self.columns.iter().map(|column| column.cell(row)).collect());
        let (one, many) = self.words;
        Part {
            filter: Some(Filter {
                title: format!("Find {many}"),
                action: self.path.clone(),
                fields: view.fields(self),
                chosen: view.chosen(self),
                clear: self.path.clone(),
            }),
            table: Some(Table {
                id: format!("{}-rows", self.id),
                caption: words::count(whole(total), one, many),
                columns: self.columns.iter().map(|column| view.heading(self, column)).collect(),
                rows: shown.collect(),
                empty: "Nothing fits. Ask for less, or show everything.".to_owned(),
                csv: Some(view.file(self)),
                paging: Paging::new(
                    words::upper_first(many),
                    whole(total),
                    whole(SIZE),
                    whole(here),
                    |page| view.at_page(self, page),
                ),
            }),
            ..Part::bare(self.id)
        }
    }

    /// All rows that are asked for, in the order that is asked for: for a file of another form.
    pub fn selected(&self, request: &Request, rows: Vec<T>) -> Vec<T> {
        View::read(request, self).select(self, rows)
    }

    /// All rows that are asked for, as a file for spreadsheets.
    ///
    /// # Errors
    /// None that can happen in memory; the library says it may.
    pub fn file(&self, request: &Request, rows: Vec<T>) -> Result<Reply, Fault> {
        let view = View::read(request, self);
        let rows = view.select(self, rows);
        let columns = || self.columns.iter().filter(|column| !column.is_buttons);
        let cells = |row: &T| columns().map(|column| column.plain(row)).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
        let headings: Vec<&str> = columns().map(|column| column.in_file).collect();
        file(self.name, &headings, &rows)
    }
}

/// Rows as a file for spreadsheets.
///
/// # Errors
/// None that can happen in memory; the library says it may.
pub fn file(name: &str, headings: &[&str], rows: &[Vec<String>]) -> Result<Reply, Fault> {
    let text = sheets::write(headings, rows).map_err(|error| anyhow::anyhow!("{error}"))?;
    let file = File {
        kind: "text/csv; charset=utf-8; header=present".to_owned(),
        name: Some(format!("{name}.csv")),
        bytes: text.into_bytes(),
        lasting: false,
    };
    Ok(Reply::of(200, Body::File(file)))
}

fn whole(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

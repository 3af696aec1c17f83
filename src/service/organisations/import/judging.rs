//! What a file of organisations would do: row by row, what would be new, what would change, and what is refused, with
//! its row, its column and how to mend it. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::definition::model::Form;
use accord_store::organisations::{self, OrganisationRow};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{
    super::{listing, listing::Line, profile, saving},
    columns::{self, Column, Holds, bare, kind_of, same, takes_out, typed},
};
use crate::{
    domain::tables::{Row, Table},
    service::{
        app::Desk,
        authority::{Caller, manage::tidy},
        fault::Fault,
    },
};

/// What the file would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// In the order of the file.
    pub rows: Vec<Entry>,
    /// Headings that are not known: nothing is read from them.
    pub passed_over: Vec<String>,
}

/// What one row would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The line of the file.
    pub line: u64,
    /// The organisation, by its name there or here.
    pub name: String,
    /// Its id, if it is here already.
    pub id: Option<String>,
    /// What would stand here: column, before, after.
    pub changes: Vec<Change>,
    /// What is refused: column, and how to mend it.
    pub wrong: Vec<(String, String)>,
    /// Question to answer, of what changes.
    pub(super) said: Map<String, Json>,
    /// What it is, if it is new.
    pub(super) kind: String,
    /// Where letters go, if that changes.
    pub(super) email: Option<String>,
}

/// A cell that would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Its column.
    pub column: String,
    /// What stands here; empty for nothing.
    pub before: String,
    /// What would.
    pub after: String,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// An organisation would be added.
    New,
    /// One would be changed.
    Changed,
    /// It says what stands here.
    Same,
    /// Something in it is wrong.
    Refused,
}

impl Entry {
    /// What becomes of it.
    pub const fn fate(&self) -> Fate {
        match (self.wrong.is_empty(), &self.id, self.changes.is_empty()) {
            (false, ..) => Fate::Refused,
            (true, None, _) => Fate::New,
            (true, Some(_), false) => Fate::Changed,
            (true, Some(_), true) => Fate::Same,
        }
    }
}

impl Judged {
    /// Rows of one fate.
    pub fn of(&self, fate: Fate) -> impl Iterator<Item = &Entry> {
        self.rows.iter().filter(move |one| one.fate() == fate)
    }
}

/// What is here, to be held against.
struct Here {
    rows: Vec<(OrganisationRow, Line)>,
    areas: IndexMap<String, String>,
    form: Form,
}

/// Holds a table against what stands here.
///
/// # Errors
/// The database fails, or what is stored is damaged. What is wrong with the file is in the answer.
pub(super) fn judge(desk: &mut Desk<'_>, caller: &Caller, table: &Table) -> Result<Judged, Fault> {
    let listing = listing::all(desk, Some(caller))?;
    let mut lines: BTreeMap<String, Line> = listing.lines.into_iter().map(|line| (line.id.clone(), line)).collect();
    let rows = organisations::all(desk.db, &desk.alliance)?.into_iter();
    let here = Here {
        rows: rows
            .filter_map(|row| lines.remove(&row.id).map(|line| (row, line)))
            .collect(),
        areas: listing.areas,
        form: desk.app.library.profile.form.clone(),
    };
    let known: Vec<Option<Column>> = table.headings.iter().map(|heading| columns::named(heading)).collect();
    let mut out = Judged {
        passed_over: table
            .headings
            .iter()
            .zip(&known)
            .filter(|(heading, known)| known.is_none() && !heading.is_empty())
            .map(|(heading, _)| heading.clone())
            .collect(),
        ..Judged::default()
    };
    let (mut seen, mut names) = (BTreeSet::new(), BTreeSet::new());
    for row in &table.rows {
        let mut entry = one(desk, &here, &known, row)?;
        let twice = match &entry.id {
            Some(id) => !seen.insert(id.clone()),
            None => false,
        };
        let named = !names.insert(bare(&entry.name));
        if twice || named {
            let says = format!(
                "{} stands in this file more than once. Leave one row of it.",
                entry.name
            );
            entry.wrong.push((COLUMN_NAME.to_owned(), says));
        }
        out.rows.push(entry);
    }
    Ok(out)
}

/// The column whose cell names the row.
const COLUMN_NAME: &str = listing::COLUMNS[0];
/// What may never be changed from a file, once it is there.
const KEPT: &str = "stays as it is: a call or a letter that confirms something goes there. Its own people change it; \
                    leave what stands here in the cell";

fn one(desk: &Desk<'_>, here: &Here, known: &[Option<Column>], row: &Row) -> Result<Entry, Fault> {
    let cells = || {
        known
            .iter()
            .zip(&row.cells)
            .filter_map(|(column, cell)| Some(((*column)?, cell.as_str())))
    };
    let cell = |holds: Holds| cells().find(|(column, _)| column.holds == holds).map(|(_, cell)| cell);
    let (key, name) = (
        cell(Holds::Key).unwrap_or_default(),
        tidy(cell(Holds::Question("name")).unwrap_or_default()),
    );
    let name = name.as_str();
    let mut entry = Entry {
        line: row.line,
        name: name.to_owned(),
        ..Entry::default()
    };
    let found = match key {
        _ if key.trim().is_empty() => here.rows.iter().find(|(row, _)| same(&row.name, name)),
        key => here.rows.iter().find(|(row, _)| same(&row.handle, key)),
    };
    if !key.is_empty() && found.is_none() {
        let says = format!("There is no organisation of the key “{key}”. Leave the cell empty for a new one.");
        entry.wrong.push((heading(Holds::Key), says));
    }
    if name.is_empty() {
        entry
            .wrong
            .push((COLUMN_NAME.to_owned(), "Write the name of the organisation.".to_owned()));
    }
    let before: Vec<String> = found.map(|(_, line)| listing::cells(line)).unwrap_or_default();
    if let Some((row, _)) = found {
        entry.id = Some(row.id.clone());
    }
    if found.is_some_and(|(row, _)| !same(&row.name, name)) && here.rows.iter().any(|(row, _)| same(&row.name, name)) {
        let says = format!("Another organisation is called {name}. Write a name that no other has.");
        entry.wrong.push((COLUMN_NAME.to_owned(), says));
    }
    let mut asked = Map::new();
    for (column, cell) in cells() {
        let stands = before.get(column.place).map_or("", String::as_str).trim();
        // An empty cell says nothing: a column that somebody has not filled in empties nobody's profile.
        if cell == stands || column.holds == Holds::Key || cell.trim().is_empty() {
            continue;
        }
        let cell = if takes_out(cell) { "" } else { cell };
        // By what it was found is not what it changes; and spaces make no other name.
        let is_name = column.holds == Holds::Question("name") && found.is_some();
        let is_found_by = is_name && key.trim().is_empty();
        if cell == stands || is_found_by || is_name && cell.split_whitespace().eq(stands.split_whitespace()) {
            continue;
        }
        let refuse = |entry: &mut Entry, says: String| entry.wrong.push((column.heading.to_owned(), says));
        match column.holds {
            Holds::Kind if found.is_some() => {
                let says = format!("What an organisation is stays as it is here ({stands}). Leave that in the cell.");
                refuse(&mut entry, says);
                continue;
            }
            Holds::Email if found.is_some() => {
                refuse(&mut entry, format!("{} {KEPT} ({stands}).", column.heading));
                continue;
            }
            Holds::Email if !is_address(cell) => {
                refuse(
                    &mut entry,
                    format!("“{cell}” is no email address. Write one such as office@group.example."),
                );
                continue;
            }
            Holds::Email => entry.email = Some(cell.to_owned()),
            Holds::Question(question) => {
                let own = desk.app.library.profile.own.iter().any(|one| one == question);
                if own && found.is_some() {
                    refuse(&mut entry, format!("{} {KEPT} ({stands}).", column.heading));
                    continue;
                }
                match typed(&here.form, &here.areas, question, cell) {
                    Ok(value) => drop(asked.insert(question.to_owned(), value)),
                    Err(says) => {
                        refuse(&mut entry, says);
                        continue;
                    }
                }
            }
            Holds::Kind | Holds::Key => {}
        }
        entry.changes.push(Change {
            column: column.heading.to_owned(),
            before: stands.to_owned(),
            after: cell.to_owned(),
        });
    }
    if found.is_none() {
        match kind_of(
            cell(Holds::Kind).unwrap_or_default(),
            &desk.app.library.landscape.import.kinds,
        ) {
            Ok(kind) => entry.kind = kind,
            Err(says) => entry.wrong.push((heading(Holds::Kind), says)),
        }
    }
    answers(desk, here, found.map(|(row, _)| row), &asked, &mut entry)?;
    Ok(entry)
}

/// Judges the answers as the page of the profile does: those that the file changes, and no others.
fn answers(
    desk: &Desk<'_>,
    here: &Here,
    old: Option<&OrganisationRow>,
    asked: &Map<String, Json>,
    entry: &mut Entry,
) -> Result<(), Fault> {
    let mut form = here.form.clone();
    form.fields.retain(|field| asked.contains_key(&field.id));
    for field in &mut form.fields {
        // What must be answered on the page may be missing in a file: its people add it.
        field.required = false;
    }
    let collections = [(profile::AREAS.to_owned(), here.areas.clone())].into();
    match saving::judge(desk, &form, &collections, asked) {
        Ok(said) => {
            // A cell that says the same in other words changes nothing.
            let stands = old.map(profile::answers).transpose()?.unwrap_or_default();
            let differ = profile::changed(&form, &stands, &said);
            let is_same = |change: &Change| {
                let column = columns::named(&change.column);
                matches!(column.map(|one| one.holds), Some(Holds::Question(question))
                    if !differ.iter().any(|(id, _)| id == question))
            };
            if old.is_some() {
                entry.changes.retain(|change| !is_same(change));
            }
            entry.said = said;
        }
        Err(wrong) => entry.wrong.extend(wrong.into_iter().map(|one| {
            let column = columns::all().find(|column| matches!(column.holds, Holds::Question(id) if id == one.field));
            (column.map_or(one.field, |column| column.heading.to_owned()), one.says)
        })),
    }
    Ok(())
}

fn heading(holds: Holds) -> String {
    let found = columns::all().find(|column| column.holds == holds);
    found.map_or_else(String::new, |column| column.heading.to_owned())
}

fn is_address(text: &str) -> bool {
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = text.split_once('@');
    plain && parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
}

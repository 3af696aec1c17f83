//! What was sent, as tables: each told by its headings, with what is wrong with it as a whole.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    Wrong,
    columns::{Column, Kind, bare},
};
use crate::domain::{
    hex,
    monitoring::{indicators::IndicatorSet, nhs_number},
    tables::{self, Row, Saved, Table},
    words,
};

/// A file as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// As the person calls it.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl Sent {
    /// Its SHA-256, hex.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(&self.bytes))
    }
}

/// A file that could be read.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hash: String,
    pub(super) kind: Kind,
    pub(super) table: Table,
    /// For each heading: what it answers.
    holds: Vec<Holds>,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Holds {
    Question(Column),
    /// A number of a return, by its id.
    Number(String),
    Nothing,
}

/// One line, to be read cell by cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) row: &'a Row,
}

impl<'a> Line<'a> {
    /// The cell that answers a question; empty where the file has no such column.
    pub(super) fn cell(&self, question: &str) -> &'a str {
        let holds = |one: &Holds| matches!(one, Holds::Question(column) if column.question == question);
        let place = self.sheet.holds.iter().position(holds);
        place
            .and_then(|place| self.row.cells.get(place))
            .map_or("", String::as_str)
    }

    /// Cells with a number, by its id.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let pairs = self.sheet.holds.iter().zip(&self.row.cells);
        pairs.filter_map(|(holds, cell)| match holds {
            Holds::Number(id) if !cell.is_empty() => Some((id.as_str(), cell.as_str())),
            Holds::Number(_) | Holds::Question(_) | Holds::Nothing => None,
        })
    }

    /// What is wrong with the cell that answers a question.
    pub(super) fn wrong(&self, question: &str, says: impl Into<String>) -> Wrong {
        let column = self.sheet.kind.columns().iter().find(|one| one.question == question);
        self.at(column.map_or(question, |one| one.heading), self.cell(question), says)
    }

    /// What is wrong with a cell below a heading.
    pub(super) fn at(&self, column: &str, read: &str, says: impl Into<String>) -> Wrong {
        Wrong {
            file: self.sheet.name.clone(),
            row: self.row.line,
            column: column.to_owned(),
            // What may identify somebody is told to nobody again.
            read: match nhs_number::occurs_in(read) {
                true => String::new(),
                false => read.chars().take(60).collect(),
            },
            says: says.into(),
        }
    }
}

impl Sheet {
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.table.rows.iter().map(|row| Line { sheet: self, row })
    }
}

/// Reads the files; what cannot be read as a whole, and what is passed over, in sentences.
pub(super) fn read(sent: &[Sent], set: Option<&IndicatorSet>, most: usize) -> (Vec<Sheet>, Vec<Wrong>, Vec<String>) {
    let (mut sheets, mut wrong, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for file in sent {
        match one(file, set, most, &mut notes) {
            Ok(sheet) => {
                wrong.extend(people(&sheet));
                sheets.push(sheet);
            }
            Err(found) => wrong.extend(found),
        }
    }
    // Contracts first: posts and returns of the same files belong to them.
    sheets.sort_by_key(|sheet| sheet.kind);
    (sheets, wrong, notes)
}

fn one(file: &Sent, set: Option<&IndicatorSet>, most: usize, notes: &mut Vec<String>) -> Result<Sheet, Vec<Wrong>> {
    let whole = |row, column: &str, says: String| Wrong {
        file: file.name.clone(),
        row,
        column: column.to_owned(),
        read: String::new(),
        says,
    };
    let known = |cells: &[String]| Kind::of(cells).is_some();
    let (table, saved) =
        tables::read_kept(&file.bytes, most, known).map_err(|(row, says)| vec![whole(row, "", says)])?;
    if saved == Saved::Windows {
        notes.push(format!(
            "{} is not saved as UTF-8, so it was read as Windows saves text here. Look whether £ and letters such as é \
             are as they should be.",
            file.name
        ));
    }
    let Some(kind) = Kind::of(&table.headings) else {
        let says = "Its headings are not those of contracts, posts or returns. Download a template, and keep its \
                    headings.";
        return Err(vec![whole(0, "", says.to_owned())]);
    };
    let holds: Vec<Holds> = table.headings.iter().map(|heading| held(kind, set, heading)).collect();
    let mut found = Vec::new();
    for (place, holds_one) in holds.iter().enumerate() {
        if *holds_one != Holds::Nothing && holds.iter().take(place).any(|before| before == holds_one) {
            let heading = table.headings.get(place).cloned().unwrap_or_default();
            let says =
                format!("Two columns are called “{heading}”. Leave one of them, so that it is clear which counts.");
            found.push(whole(0, &heading, says));
        }
    }
    for column in kind.columns().iter().filter(|one| one.required) {
        let has = holds
            .iter()
            .any(|one| matches!(one, Holds::Question(held) if held == column));
        if !has {
            let says = format!("There is no column “{}”. Add it; the template has it.", column.heading);
            found.push(whole(0, column.heading, says));
        }
    }
    if table.rows.is_empty() {
        found.push(whole(
            0,
            "",
            format!("It has headings and no rows of {}.", kind.words()),
        ));
    }
    if !found.is_empty() {
        return Err(found);
    }
    let passed: Vec<String> = holds
        .iter()
        .zip(&table.headings)
        .enumerate()
        .filter(|(_, (holds, _))| **holds == Holds::Nothing)
        .map(|(place, (_, heading))| match heading.is_empty() {
            true => format!("column {} (it has no heading)", place + 1),
            false => format!("“{heading}”"),
        })
        .collect();
    if !passed.is_empty() {
        notes.push(format!(
            "Nothing is read from these columns of {}: {}.",
            file.name,
            words::list(&passed)
        ));
    }
    Ok(Sheet {
        name: file.name.clone(),
        hash: file.hash(),
        kind,
        table,
        holds,
    })
}

fn held(kind: Kind, set: Option<&IndicatorSet>, heading: &str) -> Holds {
    if let Some(column) = kind.columns().iter().find(|one| bare(one.heading) == bare(heading)) {
        return Holds::Question(*column);
    }
    if kind != Kind::Returns {
        return Holds::Nothing;
    }
    // A number's own words may have brackets in them that tell it from another.
    let whole = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut inputs = set.into_iter().flat_map(|set| &set.inputs);
    let found = inputs.find(|(id, input)| whole(id) == whole(heading) || whole(&input.label) == whole(heading));
    found.map_or(Holds::Nothing, |(id, _)| Holds::Number(id.clone()))
}

/// Cells that hold an NHS number, whatever their column: none may come in.
fn people(sheet: &Sheet) -> Vec<Wrong> {
    let mut out = Vec::new();
    for line in sheet.lines() {
        for (heading, cell) in sheet.table.headings.iter().zip(&line.row.cells) {
            if nhs_number::occurs_in(cell) {
                out.push(line.at(heading, cell, nhs_number::SAYS));
            }
        }
    }
    out
}

//! Between the columns of the file of organisations and the questions of their profile. The columns are those of the
//! file that the register gives, so that what comes out goes in again.

use accord_engine::definition::model::Form;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use crate::{
    domain::words,
    service::organisations::listing::{COLUMNS, OFFICE_COLUMNS, kind},
};

/// What a column holds, in the order of the file.
const HOLDS: [Holds; COLUMNS.len() + OFFICE_COLUMNS.len()] = [
    Holds::Question("name"),
    Holds::Kind,
    Holds::Question("networks"),
    Holds::Question("services"),
    Holds::Question("communities"),
    Holds::Question("languages"),
    Holds::Question("community_led"),
    Holds::Question("website"),
    Holds::Question("income_band"),
    Holds::Question("charity_number"),
    Holds::Question("company_number"),
    Holds::Question("telephone"),
    Holds::Email,
    Holds::Question("address"),
    Holds::Question("postcode"),
    Holds::Key,
];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// The answer to a question of the profile.
    Question(&'static str),
    /// What it is.
    Kind,
    /// Where letters to it go.
    Email,
    /// The word by which it is found again.
    Key,
}

/// A column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    /// Its place in the register's file.
    pub(super) place: usize,
    /// Its heading there.
    pub(super) heading: &'static str,
    /// What it holds.
    pub(super) holds: Holds,
}

/// Every column, in the register's order.
pub(super) fn all() -> impl Iterator<Item = Column> {
    let headings = COLUMNS.into_iter().chain(OFFICE_COLUMNS);
    headings
        .zip(HOLDS)
        .zip(0..)
        .map(|((heading, holds), place)| Column { place, heading, holds })
}

/// The column of a heading, however it is written; what stands in brackets explains it and does not count.
pub(super) fn named(heading: &str) -> Option<Column> {
    let words = |text: &str| bare(text.split('(').next().unwrap_or_default());
    all().find(|column| words(column.heading) == words(heading))
}

/// What a cell says in the words of a question, as pages keep what is typed.
///
/// # Errors
/// What is wrong, and what may stand there.
pub(super) fn typed(form: &Form, areas: &IndexMap<String, String>, question: &str, cell: &str) -> Result<Json, String> {
    let options = || {
        let field = form.fields.iter().find(|field| field.id == question);
        field.map(|field| field.options.clone()).unwrap_or_default()
    };
    match question {
        "networks" => several(cell, areas, "the areas"),
        "services" => several(cell, &options(), "what is offered"),
        "income_band" if cell.is_empty() => Ok(json!("")),
        "income_band" => {
            let options = options();
            let is = |word: &String, label: &String| {
                same(cell, word) || same(cell, label) || same(cell, &words::income_band(word))
            };
            let found = options.iter().find(|(word, label)| is(word, label));
            found.map(|(word, _)| json!(word)).ok_or_else(|| {
                let known: Vec<String> = options.values().cloned().collect();
                format!("“{cell}” is no band of income. Write one of: {}.", known.join("; "))
            })
        }
        "community_led" => match cell.to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => Ok(json!("yes")),
            "no" | "n" | "false" | "0" | "" => Ok(json!("no")),
            _ => Err(format!("“{cell}” is neither yes nor no. Write yes, or no.")),
        },
        _ => Ok(json!(cell)),
    }
}

/// The word of a kind that may be added.
///
/// # Errors
/// It may not; what may.
pub(super) fn kind_of(cell: &str, allowed: &[String]) -> Result<String, String> {
    let found = allowed.iter().find(|word| same(cell, word) || same(cell, &kind(word)));
    found.cloned().ok_or_else(|| {
        let known: Vec<String> = allowed.iter().map(|word| kind(word)).collect();
        match cell {
            "" => format!("Write what it is: {}.", words::list_or(&known)),
            _ => format!(
                "“{cell}” cannot be added from a file. Write {}.",
                words::list_or(&known)
            ),
        }
    })
}

/// Whether two words are the same, however they are written.
pub(super) fn same(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// A word without what does not tell two apart: capitals, and how many spaces stand where.
pub(super) fn bare(text: &str) -> String {
    let parts: Vec<&str> = text.split_whitespace().collect();
    parts.join(" ").to_lowercase()
}

/// What a cell says to take out what stands here; an empty cell leaves it.
pub(super) const NOTHING: &str = "-";

/// Whether a cell says so, with whichever dash.
pub(super) fn takes_out(cell: &str) -> bool {
    matches!(cell.trim(), NOTHING | "–" | "—")
}

fn several(cell: &str, known: &IndexMap<String, String>, what: &str) -> Result<Json, String> {
    let (mut out, mut wrong) = (Vec::new(), Vec::new());
    for part in cell
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        match known.iter().find(|(id, name)| same(part, id) || same(part, name)) {
            Some((id, _)) if out.contains(id) => {}
            Some((id, _)) => out.push(id.clone()),
            None => wrong.push(format!("“{part}”")),
        }
    }
    if wrong.is_empty() {
        return Ok(json!(out));
    }
    let names: Vec<String> = known.values().cloned().collect();
    let is = if wrong.len() == 1 { "is" } else { "are" };
    Err(format!(
        "{} {is} not among {what} here. Write one or more of: {}.",
        words::list(&wrong),
        names.join("; ")
    ))
}

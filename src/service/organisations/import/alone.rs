//! One organisation, added by itself: judged as a file with one row would be, so that what a file may not say a page
//! may not either.

use serde_json::json;

use super::{Fate, POWER, add, columns, columns::Holds, judging};
use crate::{
    domain::tables::{Row, Table},
    service::{
        app::App,
        authority::{Caller, powers},
        fault::{Fault, FieldError},
        history,
        organisations::{listing, saving},
    },
};

/// What is known of an organisation that is to be added; the rest its own people say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Newcomer {
    /// Its name.
    pub name: String,
    /// The word for what it is.
    pub kind: String,
    /// Where letters go; may be empty.
    pub email: String,
    /// May be empty.
    pub telephone: String,
    /// Names or ids of the areas that it works in.
    pub areas: Vec<String>,
}

/// A question of the page, and what its column holds.
const ASKED: [(&str, Holds); 5] = [
    ("name", Holds::Question("name")),
    ("kind", Holds::Kind),
    ("email", Holds::Email),
    ("telephone", Holds::Question("telephone")),
    ("areas", Holds::Question("networks")),
];

/// Adds it for a reason; gives its id.
///
/// # Errors
/// It is not theirs to do, an organisation of this name is here, or what is said of it is refused, each at its question.
pub fn add_one(app: &App, alliance: &str, caller: &Caller, new: &Newcomer, because: &str) -> Result<String, Fault> {
    let (caller, new, because) = (caller.clone(), new.clone(), because.to_owned());
    app.writing(alliance, move |desk| {
        powers::judge(desk, &caller, POWER)?;
        let judged = judging::judge(desk, &caller, &table(&new))?;
        let entry = judged.rows.first().ok_or(Fault::NotFound("organisation"))?;
        let mut errors: Vec<FieldError> = entry
            .wrong
            .iter()
            .map(|(column, says)| FieldError {
                field: question(column).to_owned(),
                says: says.clone(),
            })
            .collect();
        if entry.id.is_some() {
            let says = format!(
                "{} stands here already. Correct it on its own page, or from a file.",
                entry.name
            );
            errors.insert(
                0,
                FieldError {
                    field: "name".to_owned(),
                    says,
                },
            );
        }
        let reason = match because.trim() {
            "" => Err(Fault::field("because", "Write why it is added. The journal keeps it.")),
            given => saving::reason(given),
        };
        if let Err(Fault::Invalid(more)) = &reason {
            errors.extend(more.clone());
        }
        if !errors.is_empty() || entry.fate() != Fate::New {
            return Err(Fault::Invalid(errors));
        }
        let id = add(desk, entry)?;
        let person = caller.acting_for.as_ref().unwrap_or(&caller.person);
        let note = json!({ "format": 1, "organisation": {
            "done": "added", "organisation": id, "by": person, "hand": caller.person, "because": reason?,
        } });
        history::note(desk, None, &note)?;
        Ok(id)
    })
}

/// The kinds that may be added, each with its words.
pub fn kinds(app: &App) -> Vec<(String, String)> {
    let known = app.library.landscape.import.kinds.iter();
    known.map(|word| (word.clone(), listing::kind(word))).collect()
}

fn table(new: &Newcomer) -> Table {
    let areas = new.areas.join(", ");
    let says = |question: &str| match question {
        "name" => &new.name,
        "kind" => &new.kind,
        "email" => &new.email,
        "telephone" => &new.telephone,
        _ => &areas,
    };
    let columns = ASKED.into_iter().filter_map(|(question, holds)| {
        let column = columns::all().find(|column| column.holds == holds)?;
        Some((column.heading.to_owned(), says(question).trim().to_owned()))
    });
    let (headings, cells) = columns.unzip();
    Table {
        headings,
        rows: vec![Row { line: 1, cells }],
    }
}

/// The question that a column is asked by.
fn question(column: &str) -> &'static str {
    let holds = columns::named(column).map(|one| one.holds);
    let asked = ASKED.into_iter().find(|(_, one)| holds == Some(*one));
    asked.map_or("name", |(question, _)| question)
}

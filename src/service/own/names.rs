//! How somebody wishes to be named: beside what they say, and where they wrote. Whoever says nothing is named nowhere:
//! their house stands there. Both are theirs to take back; papers that are out keep what stood there.

use std::collections::BTreeMap;

use accord_store::{
    people,
    public_names::{self as rows, PublicNameRow},
};
use serde_json::json;

use crate::service::{
    app::{App, Desk},
    authority::manage,
    fault::{Fault, FieldError},
    history,
};

/// The most letters of a name.
const LONGEST: usize = 60;
/// The question how they are named beside what they say.
pub const SCREEN: &str = "screen";
/// The question how they are named where they wrote.
pub const AUTHOR: &str = "author";

/// What somebody wishes; empty for not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wished {
    /// Beside their comments.
    pub screen: String,
    /// Among those who wrote a text.
    pub author: String,
}

/// What somebody wishes.
///
/// # Errors
/// The database fails.
pub fn of(desk: &mut Desk<'_>, person: &str) -> Result<Wished, Fault> {
    let found = rows::several(desk.db, &desk.alliance, &[person.to_owned()])?.pop();
    Ok(found.map_or_else(Wished::default, |row| Wished {
        screen: row.screen.unwrap_or_default(),
        author: row.author.unwrap_or_default(),
    }))
}

/// Puts down what somebody wishes.
///
/// # Errors
/// A name is too long, or somebody else is known by it.
pub fn choose(app: &App, alliance: &str, person: &str, wished: &Wished) -> Result<(), Fault> {
    let (person, wished) = (person.to_owned(), wished.clone());
    app.writing(alliance, move |desk| {
        let (screen, author) = (tidy(&wished.screen), tidy(&wished.author));
        let mut errors = Vec::new();
        for (field, name) in [(SCREEN, &screen), (AUTHOR, &author)] {
            if name.as_ref().is_some_and(|name| name.chars().count() > LONGEST) {
                errors.push(FieldError {
                    field: field.to_owned(),
                    says: format!("Write it in {LONGEST} letters or fewer."),
                });
            }
        }
        for (field, name) in [(SCREEN, &screen), (AUTHOR, &author)] {
            if let Some(name) = name
                && is_anothers(desk, &person, name)?
            {
                errors.push(FieldError {
                    field: field.to_owned(),
                    says: "Somebody else is known by this name. Choose another, so that nobody takes you for them."
                        .to_owned(),
                });
            }
        }
        if !errors.is_empty() {
            return Err(Fault::Invalid(errors));
        }
        let row = PublicNameRow {
            alliance_id: desk.alliance.clone(),
            person_id: person.clone(),
            screen,
            author,
            changed_at: desk.now.into(),
        };
        rows::put(desk.db, &row)?;
        // Not what it is: that is theirs to change, and the journal keeps what it says.
        history::note(
            desk,
            None,
            &json!({ "own": { "changed": "how they are named", "person": person } }),
        )
    })
}

fn tidy(name: &str) -> Option<String> {
    Some(manage::one_line(name)).filter(|name| !name.is_empty())
}

/// Whether somebody else is called so, or has chosen it.
fn is_anothers(desk: &mut Desk<'_>, person: &str, name: &str) -> Result<bool, Fault> {
    let same = |other: &str| other.to_lowercase() == name.to_lowercase();
    let called = people::of_alliance(desk.db, &desk.alliance)?;
    if called.iter().any(|one| one.id != person && same(&one.name)) {
        return Ok(true);
    }
    let chosen = rows::all(desk.db, &desk.alliance)?;
    Ok(chosen.iter().filter(|one| one.person_id != person).any(|one| {
        let mut names = one.screen.iter().chain(&one.author);
        names.any(|other| same(other))
    }))
}

/// How everybody is named beside what they say who wishes it.
///
/// # Errors
/// The database fails.
pub fn on_screen(desk: &mut Desk<'_>) -> Result<BTreeMap<String, String>, Fault> {
    let found = rows::all(desk.db, &desk.alliance)?;
    Ok(found
        .into_iter()
        .filter_map(|row| Some((row.person_id, row.screen?)))
        .collect())
}

/// The names of those of these people who wish to be named where they wrote, in the order of the alphabet.
///
/// # Errors
/// The database fails.
pub fn as_authors(desk: &mut Desk<'_>, people: &[String]) -> Result<Vec<String>, Fault> {
    let found = rows::several(desk.db, &desk.alliance, people)?;
    let mut out: Vec<String> = found.into_iter().filter_map(|row| row.author).collect();
    out.sort();
    Ok(out)
}

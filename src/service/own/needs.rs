//! What somebody needs to take part. They see it themselves, and whoever arranges meetings and support
//! (a power of roles), on the records on which both take part; nobody else, whatever else they may read.

use std::collections::BTreeMap;

use accord_engine::event::Actor;
use accord_store::needs::{self as rows, NeedRow};
use serde_json::json;

use crate::{
    domain::{needs, words},
    service::{
        app::{App, Desk},
        fault::{Fault, FieldError},
        history,
        sight::Seen,
    },
};

/// May see what people need: a power of roles.
pub const POWER: &str = "needs.read";
/// The most letters of their own words.
const LONGEST: usize = 1_000;

/// What somebody needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Of the common ones.
    pub chosen: Vec<String>,
    /// In their own words.
    pub says: String,
}

impl Needs {
    /// In one line.
    pub fn text(&self) -> String {
        let mut all: Vec<String> = self
            .chosen
            .iter()
            .filter_map(|word| needs::title(word).map(str::to_owned))
            .collect();
        all.extend(Some(self.says.replace('\n', " ")).filter(|says| !says.is_empty()));
        all.join("; ")
    }
}

/// What somebody has said.
///
/// # Errors
/// The database fails.
pub fn of(app: &App, alliance: &str, person: &str) -> Result<Needs, Fault> {
    let found = app.store.read(|db| rows::several(db, alliance, &[person.to_owned()]))?;
    Ok(found.into_iter().next().map(read).unwrap_or_default())
}

fn read(row: NeedRow) -> Needs {
    Needs {
        chosen: serde_json::from_str(&row.chosen).unwrap_or_default(),
        says: row.says,
    }
}

/// Puts down what somebody needs; nothing at all takes it back. That it changed is journalled, not what
/// it says.
///
/// # Errors
/// It is too long.
pub fn change(app: &App, alliance: &str, person: &str, said: Needs) -> Result<(), Fault> {
    let says = said.says.trim().replace("\r\n", "\n");
    if says.chars().count() > LONGEST {
        return Err(Fault::Invalid(vec![FieldError {
            field: "says".to_owned(),
            says: format!(
                "What else you need must be {} letters or fewer.",
                words::thousands(u64::try_from(LONGEST).unwrap_or(u64::MAX))
            ),
        }]));
    }
    let chosen: Vec<String> = said
        .chosen
        .into_iter()
        .filter(|word| needs::title(word).is_some())
        .collect();
    let person = person.to_owned();
    app.writing(alliance, move |desk| {
        if chosen.is_empty() && says.is_empty() {
            rows::forget(desk.db, &desk.alliance, &person)?;
        } else {
            let row = NeedRow {
                alliance_id: desk.alliance.clone(),
                person_id: person.clone(),
                chosen: serde_json::to_string(&chosen)?,
                says,
                changed_at: desk.now.into(),
            };
            rows::put(desk.db, &row)?;
        }
        history::note(desk, None, &json!({ "own": { "changed": "needs", "person": person } }))
    })
}

/// Whether somebody arranges meetings and support at a record.
pub fn arranges(desk: &Desk<'_>, actor: &Actor) -> bool {
    let known = &desk.app.library.roles.roles;
    let mut held = actor.roles.iter().filter_map(|role| known.get(role));
    held.any(|role| role.powers.iter().any(|power| power == POWER))
}

/// What people need, by id, as whoever looks at a record may see it: nothing for most.
///
/// # Errors
/// The database fails.
pub fn seen_by(desk: &mut Desk<'_>, seen: &Seen, people: &[String]) -> Result<BTreeMap<String, String>, Fault> {
    if !arranges(desk, &seen.actor) {
        return Ok(BTreeMap::new());
    }
    let rows = rows::several(desk.db, &desk.alliance, people)?;
    Ok(rows
        .into_iter()
        .map(|row| (row.person_id.clone(), read(row).text()))
        .collect())
}

//! Who somebody was, kept under their key while the law asks: opened by whoever runs the server for a reason, and
//! destroyed on its day.

use accord_store::{
    people::PersonRow,
    person_keys::{self as rows, PersonKeyRow},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::keys;
use crate::{
    domain::words,
    service::{
        app::{App, Desk},
        fault::Fault,
        history,
        sealing::Seals,
    },
};

/// What is kept: enough to say who decided, and no way to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Identity {
    name: String,
}

/// Who somebody is, sealed.
pub(super) fn sealed(key: &Seals, person: &PersonRow) -> Result<String, Fault> {
    let identity = Identity {
        name: person.name.clone(),
    };
    Ok(key.seal(&person.id, &serde_json::to_string(&identity)?)?)
}

/// Tells who somebody was, for whoever runs the server; that it was asked, by whom and why stays in the journal, the
/// reason under the person's own key.
///
/// # Errors
/// Nobody of this id was erased here, nothing is kept any more, or there is no reason.
pub fn identify(app: &App, alliance: &str, id: &str, (why, by): (&str, &str)) -> Result<String, Fault> {
    let (id, why, by) = (id.to_owned(), why.trim().to_owned(), by.to_owned());
    if why.is_empty() {
        return Err(Fault::field("because", "Say why: it stays in the journal."));
    }
    app.writing(alliance, move |desk| {
        let row = rows::load(desk.db, &id)?.filter(|row| row.alliance_id == desk.alliance && row.erased_at.is_some());
        let row = row.ok_or_else(|| Fault::field("person", "Nobody of this id was erased here."))?;
        let gone = || Fault::field("person", "Who this was is not known any more: the key is destroyed.");
        let key = keys::open(desk, &row)?.ok_or_else(gone)?;
        let identity: Identity = serde_json::from_str(&key.open(&id, &row.identity.ok_or_else(gone)?)?)?;
        let what = json!({ "person": id, "reason": keys::seal(desk, &id, &why)? });
        history::note(
            desk,
            None,
            &json!({ "format": 1, "people": { "done": "identified", "operator": by, "what": what } }),
        )?;
        let until = row.kept_until.map(|at| words::day(words::local_day(at.utc())));
        Ok(format!("{} (known until {})", identity.name, until.unwrap_or_default()))
    })
}

/// Destroys the keys of those whose time is over; how many.
///
/// # Errors
/// The store fails.
pub fn destroy_due(app: &App) -> Result<usize, Fault> {
    let now = app.clock.now();
    let due = app.store.read(|db| rows::due(db, now.into()))?;
    let many = due.len();
    for row in due {
        let alliance = row.alliance_id.clone();
        app.writing(&alliance, move |desk| destroy(desk, row))?;
    }
    if many > 0 {
        app.store.settle_whole()?;
    }
    Ok(many)
}

fn destroy(desk: &mut Desk<'_>, row: PersonKeyRow) -> Result<(), Fault> {
    let id = row.person_id.clone();
    rows::put(
        desk.db,
        &PersonKeyRow {
            sealed: String::new(),
            identity: None,
            destroyed_at: Some(desk.now.into()),
            ..row
        },
    )?;
    history::note(
        desk,
        None,
        &json!({ "format": 1, "people": { "done": "key destroyed", "what": { "person": id } } }),
    )
}

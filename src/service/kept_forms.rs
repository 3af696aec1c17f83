//! What somebody sent when their session had run out, from a page that keeps no drafts: it waits,
//! sealed, until they have signed in again.

use accord_store::kept_forms::{self as rows, KeptFormRow};

use crate::service::{app::App, fault::Fault};

/// A form as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptForm {
    /// Where it was sent to: path and query.
    pub path: String,
    /// Names and values, in order; also the page's own.
    pub fields: Vec<(String, String)>,
}

/// Keeps a form under a person's name; gives its id.
///
/// # Errors
/// The database fails.
pub fn keep(app: &App, person: &str, form: &KeptForm) -> Result<String, Fault> {
    let now = app.wall.now();
    let id = app.rng.id(now);
    let row = KeptFormRow {
        person_id: person.to_owned(),
        path: form.path.clone(),
        sealed: app.seals.seal(&place(&id), &serde_json::to_string(&form.fields)?)?,
        kept_at: now.into(),
        id: id.clone(),
    };
    app.store.write(move |db| Ok::<_, Fault>(rows::keep(db, &row, now)?))?;
    Ok(id)
}

/// A person's own.
///
/// # Errors
/// It is not theirs, or was thrown away.
pub fn open(app: &App, person: &str, id: &str) -> Result<KeptForm, Fault> {
    let row = app.store.read(|db| rows::load(db, person, id)).map_err(Fault::from);
    let row = row.map_err(|fault| match fault {
        Fault::NotFound(_) => Fault::NotFound("page"),
        other => other,
    })?;
    let text = app.seals.open(&place(&row.id), &row.sealed)?;
    Ok(KeptForm {
        fields: serde_json::from_str(&text)?,
        path: row.path,
    })
}

/// Throws one away.
///
/// # Errors
/// The database fails.
pub fn forget(app: &App, person: &str, id: &str) -> Result<(), Fault> {
    let (person, id) = (person.to_owned(), id.to_owned());
    app.store
        .write(move |db| Ok::<_, Fault>(rows::forget(db, &person, &id)?))
}

fn place(id: &str) -> String {
    format!("kept/{id}")
}

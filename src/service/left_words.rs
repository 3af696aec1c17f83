//! What somebody typed and sent after they had been signed out, from a page that still stood open: kept for an
//! hour, sealed, for the same person in the same browser.
//!
//! A session that has run out still says whose words they are (`access::sessions`); one that was ended, or a
//! cookie that is gone, does not. Then the page says whom it was shown to, by a mark, and the browser gets a
//! cookie: both have to fit before anything is given back, so whoever signs in there next gets only their own.

use std::collections::BTreeMap;

use accord_store::left_forms::{self as rows, LeftFormRow};
use serde::{Deserialize, Serialize};

use crate::service::{access::secret, app::App, fault::Fault};

/// The most bytes of one form, sealed: an answer of several thousand words.
const MOST: usize = 128 * 1024;

/// A form as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftForm {
    /// The action of its route.
    pub action: String,
    /// Where it was sent to: path and query.
    pub path: String,
    /// Parts of the path, by their names in the route.
    pub params: BTreeMap<String, String>,
    /// Names and values, in order.
    pub fields: Vec<(String, String)>,
}

/// What a page says of whom it is shown to: it finds nobody, and tells people apart.
pub fn mark(person: &str) -> String {
    secret::hash(&format!("shown to {person}")).chars().take(32).collect()
}

/// Keeps a form for whom its page was shown to; gives what the browser's cookie is to hold, or nothing if it is
/// too large or too many wait.
///
/// # Errors
/// The database fails.
pub fn keep(app: &App, cookie: Option<&str>, mark: &str, form: &LeftForm) -> Result<Option<String>, Fault> {
    let now = app.wall.now();
    let id = app.rng.id(now);
    let cookie = cookie.map_or_else(|| secret::token(&app.rng), str::to_owned);
    let sealed = app.seals.seal(&place(&id), &serde_json::to_string(form)?)?;
    if sealed.len() > MOST || mark.len() > 64 {
        return Ok(None);
    }
    let row = LeftFormRow {
        browser: secret::hash(&cookie),
        mark: mark.to_owned(),
        sealed,
        kept_at: now.into(),
        id,
    };
    let kept = app.store.write(move |db| Ok::<_, Fault>(rows::keep(db, &row, now)?))?;
    Ok(kept.then_some(cookie))
}

/// Takes out what a browser holds for this person, oldest first: it is theirs to do with.
///
/// # Errors
/// The database fails.
pub fn take(app: &App, cookie: &str, person: &str) -> Result<Vec<LeftForm>, Fault> {
    let (now, browser, mark) = (app.wall.now(), secret::hash(cookie), mark(person));
    let rows = app
        .store
        .write(move |db| Ok::<_, Fault>(rows::take(db, &browser, &mark, now)?))?;
    let open = |row: LeftFormRow| Ok(serde_json::from_str(&app.seals.open(&place(&row.id), &row.sealed)?)?);
    rows.into_iter().map(open).collect()
}

fn place(id: &str) -> String {
    format!("left/{id}")
}

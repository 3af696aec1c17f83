//! The dates of one person, for their calendar.

use accord_store::wishes;
use chrono::{DateTime, Utc};

use crate::service::{
    access::{post, secret},
    app::App,
    authority::Caller,
    fault::Fault,
    inbox::{self, Item},
};

/// A date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Stays the same when the date moves.
    pub key: String,
    /// What is due, or comes.
    pub what: String,
    /// Of which record.
    pub of: String,
    /// Its page.
    pub path: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The dates behind the address of a calendar: what waits for its person, and what is coming.
///
/// # Errors
/// Nothing stands behind it (any more).
pub fn behind(app: &App, token: &str) -> Result<Vec<Date>, Fault> {
    let none = Fault::NotFound("page");
    let hash = secret::hash(token);
    let Some(wish) = app.store.read(|db| wishes::by_calendar(db, &hash))? else {
        return Err(none);
    };
    let person = wish.person_id;
    let Some(alliance) = app.store.read(|db| post::home(&mut app.desk(db, ""), &person))? else {
        return Err(none);
    };
    let home = inbox::home(app, &alliance, &Caller::own(&person))?;
    let mut out: Vec<Date> = home
        .on_you
        .into_iter()
        .filter_map(|item| date(item, "waits for you"))
        .collect();
    for one in home.coming.into_iter().filter_map(|item| date(item, "ends")) {
        if !out.iter().any(|known| known.path == one.path && known.at == one.at) {
            out.push(one);
        }
    }
    Ok(out)
}

fn date(item: Item, how: &str) -> Option<Date> {
    let place = item.place.map(|place| place.path()).or(item.decision).or(item.way);
    Some(Date {
        key: format!("{}/{}", item.instance, place.as_deref().unwrap_or(how)),
        what: format!("{} ({how})", item.what),
        of: item.record.title,
        path: format!("/{}/{}", item.record.kind, item.record.id),
        at: item.at?,
    })
}

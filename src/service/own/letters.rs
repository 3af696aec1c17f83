//! The letters that somebody got, or is about to get, and how each stands in words.

use accord_store::{
    deliveries,
    outbox::{self, OutboxRow, OutboxStatus},
    wishes,
};
use chrono::{DateTime, Utc};

use super::digest::TOGETHER;
use crate::{
    domain::words,
    service::{app::App, fault::Fault, outgoing::Outgoing, spoken},
    views::subject,
};

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// What it is called.
    pub title: String,
    /// How it stands.
    pub state: String,
    /// The page that it leads to, on this site.
    pub href: Option<String>,
    /// It is news, of this sort; nothing if the person must get it.
    pub news: Option<String>,
}

/// A page of somebody's letters, the newest first, and how many there are in all.
///
/// # Errors
/// The database fails.
pub fn list(app: &App, alliance: &str, person: &str, most: i64, skip: i64) -> Result<(Vec<Line>, i64), Fault> {
    app.store.read(|db| {
        let total = outbox::count_of_recipient(db, alliance, person)?;
        let held: Vec<String> = wishes::held_of(db, person)?
            .into_iter()
            .map(|one| one.outbox_key)
            .collect();
        let mut out = Vec::new();
        for row in outbox::of_recipient(db, alliance, person, most, skip)? {
            let last = deliveries::of_outbox(db, alliance, &row.key)?.pop();
            let (title, url) = about(app, &row);
            out.push(Line {
                at: row.created_at.utc(),
                state: state(&row, last, held.contains(&row.key), app.wall.now()),
                href: url.and_then(|url| Some(url.strip_prefix(&*app.origin)?.to_owned())),
                news: template(&row).and_then(|name| app.library.news.get(&name).cloned()),
                title,
            });
        }
        Ok((out, total))
    })
}

/// What a letter is called, and the page that it leads to, in full.
pub(super) fn about(app: &App, row: &OutboxRow) -> (String, Option<String>) {
    let Ok(Outgoing::Email(letter)) = serde_json::from_str(&row.payload) else {
        return ("A letter".to_owned(), None);
    };
    let title = subject::subject(&app.library.sources, &letter.template, &letter.context);
    // What must not repeat is forgotten once it is on its way: a code to sign in.
    let title = title.unwrap_or_else(|| {
        let name = letter.template.rsplit('/').next().unwrap_or_default();
        words::upper_first(&name.replace('_', " "))
    });
    let url = letter.context.get("url").and_then(serde_json::Value::as_str);
    (title, url.map(str::to_owned))
}

fn template(row: &OutboxRow) -> Option<String> {
    match serde_json::from_str(&row.payload) {
        Ok(Outgoing::Email(letter)) => Some(letter.template),
        _ => None,
    }
}

fn state(row: &OutboxRow, last: Option<deliveries::DeliveryRow>, together: bool, now: DateTime<Utc>) -> String {
    let next = spoken::clock(row.next_at.utc(), words::ZONE, now).full;
    match row.status {
        OutboxStatus::Queued if together => "Waits to come together with other news".to_owned(),
        OutboxStatus::Queued if row.next_at.utc() > now => format!("Waits until {next}, because you asked for quiet"),
        OutboxStatus::Queued | OutboxStatus::Sending => "On its way".to_owned(),
        OutboxStatus::Retry => format!("Not taken yet; it is tried again at {next}"),
        OutboxStatus::Dead => match last {
            Some(last) => format!(
                "Could not be delivered: {}. Somebody is asked to look at it",
                last.result
            ),
            None => "Could not be delivered. Somebody is asked to look at it".to_owned(),
        },
        OutboxStatus::Sent => match last {
            Some(last) if last.result == TOGETHER => {
                format!("Came together with other news on {}", words::stamp(last.at.utc()))
            }
            Some(last) => format!("{}, {}", words::upper_first(&last.result), words::stamp(last.at.utc())),
            None => "Sent".to_owned(),
        },
    }
}

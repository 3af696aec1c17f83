//! Programs that are told what happens: an administrator names an address and the kinds of things
//! that it is told, and it is told of records that the administrator may see, and of nothing else.
//!
//! The journal is the source: whoever is told has a place in it, and what lies behind that place
//! becomes rows of the outbox ([`tell`]), in one transaction with the move. So nothing is lost and
//! nothing is told twice, and an act costs no more when somebody listens.

pub mod sign;
pub mod tell;

use accord_engine::refusal::Refusal;
use accord_store::{
    appointments, journal,
    webhooks::{self, WebhookRow},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use serde_json::json;

use crate::service::{
    access::sessions::Session,
    app::{App, Desk},
    fault::Fault,
    history,
};

/// Whoever has this power says who is told what.
const POWER: &str = "alliance.manage";
/// A secret that was replaced counts for so long beside the new one.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);
/// What secrets begin with.
const PREFIX: &str = "whsec_";
/// The most characters of an address.
const ADDRESS: usize = 500;

/// What somebody can be told of, with words for people.
pub const KINDS: &[(&str, &str)] = &[
    ("record.began", "A record began"),
    ("record.acted", "Somebody did something"),
    ("record.answered", "Somebody answered in a decision"),
    ("record.worked", "Somebody wrote, commented or scored"),
    ("record.time_up", "A time was up, or a reminder went out"),
    ("record.moved", "A record went on by itself"),
    ("record.ended", "A record came to its end"),
];

/// An address that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub url: String,
    /// What it is told.
    pub kinds: Vec<String>,
    /// The person whose eyes it has.
    pub owner: String,
    /// Until when the secret before this one counts.
    pub old_until: Option<chrono::DateTime<chrono::Utc>>,
}

/// Tells an address from now on; gives its secret, which nobody can read again.
///
/// # Errors
/// The address is not one that can be told, no kind is named, or a second factor has to be shown first.
pub fn subscribe(app: &App, session: &Session, url: &str, kinds: &[String]) -> Result<(String, String), Fault> {
    fresh(app, session)?;
    let url = address(app, url)?;
    let known = |kind: &&String| KINDS.iter().any(|(known, _)| known == kind);
    let kinds: Vec<String> = kinds.iter().filter(known).cloned().collect();
    if kinds.is_empty() {
        return Err(Fault::field("kinds", "Select at least one kind of thing."));
    }
    let (secret, owner) = (new_secret(app), session.person.id.clone());
    let shown = secret.clone();
    let id = app.writing(&session.row.alliance_id, move |desk| {
        let id = desk.id();
        let alliance = desk.alliance.clone();
        let size = journal::head(desk.db, &alliance)?.frontier.size();
        let row = WebhookRow {
            secret: desk.app.seals.seal(&place(&id), &secret)?,
            alliance_id: alliance,
            person_id: owner.clone(),
            url,
            kinds: serde_json::to_string(&kinds)?,
            old_secret: None,
            old_until: None,
            position: i64::try_from(size).map_err(anyhow::Error::from)?,
            made_at: desk.wall().into(),
            ended_at: None,
            id: id.clone(),
        };
        webhooks::make(desk.db, &row)?;
        note(desk, "made", &id, &owner)?;
        Ok::<_, Fault>(id)
    })?;
    Ok((shown, id))
}

/// Gives it a new secret; the old one counts for a day beside it. Nothing if there is no such hook.
///
/// # Errors
/// A second factor has to be shown first, or the database fails.
pub fn rotate(app: &App, session: &Session, id: &str) -> Result<Option<String>, Fault> {
    fresh(app, session)?;
    let (secret, id, by) = (new_secret(app), id.to_owned(), session.person.id.clone());
    app.writing(&session.row.alliance_id, move |desk| {
        let found = webhooks::load(desk.db, &id)?;
        let Some(row) = found.filter(|row| row.alliance_id == desk.alliance) else {
            return Ok(None);
        };
        let sealed = desk.app.seals.seal(&place(&id), &secret)?;
        let until = desk.wall() + OVERLAP;
        webhooks::rotate(desk.db, &id, &sealed, &row.secret, until.into())?;
        note(desk, "rotated", &id, &by)?;
        Ok::<_, Fault>(Some(secret))
    })
}

/// Tells it no more; false if it had ended. What waits in the outbox is not sent.
///
/// # Errors
/// The database fails.
pub fn end(app: &App, alliance: &str, person: &str, id: &str) -> Result<bool, Fault> {
    let (person, id) = (person.to_owned(), id.to_owned());
    app.writing(alliance, move |desk| {
        let now = desk.wall();
        if !webhooks::end(desk.db, &desk.alliance.clone(), &id, now.into())? {
            return Ok(false);
        }
        note(desk, "ended", &id, &person)?;
        Ok::<_, Fault>(true)
    })
}

/// Everybody who is told, the oldest first.
///
/// # Errors
/// The database fails.
pub fn list(app: &App, alliance: &str) -> Result<Vec<Hook>, Fault> {
    let rows = app.store.read(|db| webhooks::of_alliance(db, alliance))?;
    let wall = app.wall.now();
    rows.into_iter()
        .map(|row| {
            let until = row.old_until.map(accord_store::Stamp::utc);
            Ok(Hook {
                kinds: kinds(&row)?,
                old_until: until.filter(|until| *until > wall),
                id: row.id,
                url: row.url,
                owner: row.person_id,
            })
        })
        .collect()
}

fn kinds(row: &WebhookRow) -> Result<Vec<String>, Fault> {
    Ok(serde_json::from_str(&row.kinds)?)
}

/// Where a secret is sealed to.
fn place(id: &str) -> String {
    format!("webhook/{id}")
}

fn new_secret(app: &App) -> String {
    format!("{PREFIX}{}", STANDARD.encode(app.rng.bytes::<32>()))
}

fn fresh(app: &App, session: &Session) -> Result<(), Fault> {
    if session.is_fresh(app.wall.now()) {
        return Ok(());
    }
    let because = "Show your second factor first.";
    Err(Refusal::because("factor_needed", because).into())
}

/// An address that may be told: encrypted, unless everything is on this one computer.
fn address(app: &App, text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let here = app.origin.starts_with("http://");
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://").filter(|_| here));
    let host = rest
        .and_then(|rest| rest.split(['/', '?', '#']).next())
        .unwrap_or_default();
    let port = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']'));
    if port.is_some_and(|(_, port)| port.parse::<u16>().is_err()) {
        return Err(Fault::field(
            "url",
            "Enter an address whose port is a number up to 65535.",
        ));
    }
    let plain = !text.contains(char::is_whitespace) && !text.contains('#') && text.len() <= ADDRESS;
    if host.is_empty() || host.contains('@') || !plain {
        return Err(Fault::field(
            "url",
            "Enter an address that begins with https://, without a name or a password in it.",
        ));
    }
    Ok(text.to_owned())
}

fn note(desk: &mut Desk<'_>, what: &str, id: &str, by: &str) -> Result<(), Fault> {
    let body = json!({ "format": 1, "webhook": { what: id, "by": by } });
    history::note(desk, None, &body)
}

/// Whether the owner may still say who is told.
fn may(desk: &mut Desk<'_>, row: &WebhookRow) -> Result<bool, Fault> {
    let held = appointments::of_person(desk.db, &row.alliance_id, &row.person_id, desk.now.into())?;
    let known = &desk.app.library.roles.roles;
    let mut powers = held
        .iter()
        .filter_map(|one| known.get(&one.role))
        .flat_map(|role| &role.powers);
    Ok(powers.any(|power| power == POWER))
}

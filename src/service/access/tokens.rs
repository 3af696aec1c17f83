//! What programs show instead of signing in: made by its owner for a time, with no more rights than
//! they have and as many fewer as they like. It is shown once; what is kept is its hash.
//!
//! An alliance lets programs in when whoever manages it says so; until then a token is worth nothing.

use accord_engine::refusal::Refusal;
use accord_store::{
    sessions::SessionRow,
    subjects::{self as subject_rows, SubjectRow},
    tokens::{self, Reach, TokenRow},
};
use chrono::TimeDelta;
use serde_json::json;

use super::{
    rules, secret,
    sessions::{self, Session},
};
use crate::service::{
    app::{App, Desk},
    fault::Fault,
    history, sight,
};

/// What tokens begin with, so that whoever finds one in a file knows what it is.
const PREFIX: &str = "accord_";
/// The longest time that one is good for, in days.
pub const LONGEST: i64 = 365;
/// The most characters of its name.
const NAME: usize = 80;

/// What its owner asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// What to call it.
    pub name: String,
    /// How far it reaches.
    pub reach: Reach,
    /// Only records of this kind.
    pub kind: Option<String>,
    /// Only this record (its id or reference), and what stands below it.
    pub record: Option<String>,
    /// For so many days.
    pub days: i64,
}

/// Somebody for whom a program acts.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// The person, as if they were signed in.
    pub session: Session,
    /// The token.
    pub token: TokenRow,
}

/// Makes one; gives what the program shows. Nobody can read it again.
///
/// # Errors
/// The alliance lets no programs in, the owner has to show a second factor first, or what they ask
/// for does not fit.
pub fn make(app: &App, session: &Session, new: NewToken) -> Result<(String, TokenRow), Fault> {
    if !session.is_fresh(app.wall.now()) {
        let because = "Show your second factor first; then make the token.";
        return Err(Refusal::because("factor_needed", because).into());
    }
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME {
        let says = format!("Give it a name of {NAME} characters or fewer, so that you know it again.");
        return Err(Fault::field("name", says));
    }
    if !(1..=LONGEST).contains(&new.days) {
        let says = format!("Choose a number of days from 1 to {LONGEST}.");
        return Err(Fault::field("days", says));
    }
    let shown = format!("{PREFIX}{}", secret::token(&app.rng));
    let (token, session) = (secret::hash(&shown), session.clone());
    let row = app.writing(&session.row.alliance_id.clone(), move |desk| {
        if !tokens::is_on(desk.db, &desk.alliance)? {
            return Err(Fault::NotFound("page"));
        }
        let subject_id = match &new.record {
            Some(text) => Some(record(desk, &session, text)?),
            None => None,
        };
        let known = new
            .kind
            .as_ref()
            .is_none_or(|kind| desk.app.library.catalogue.subjects.contains_key(kind));
        if !known {
            return Err(Fault::field("kind", "Choose a kind of record from the list."));
        }
        let now = desk.wall();
        let row = TokenRow {
            id: desk.id(),
            token,
            alliance_id: desk.alliance.clone(),
            person_id: session.person.id.clone(),
            name,
            reach: new.reach,
            kind: new.kind,
            subject_id,
            with_factor: session.row.factor_at.is_some(),
            made_at: now.into(),
            ends_at: (now + TimeDelta::days(new.days)).into(),
            used_at: None,
            ended_at: None,
        };
        tokens::make(desk.db, &row)?;
        let by = session.person.id;
        let body = json!({ "format": 1, "token": { "made": row.id, "reach": row.reach.word(), "by": by } });
        history::note(desk, None, &body)?;
        Ok::<_, Fault>(row)
    })?;
    Ok((shown, row))
}

/// A record that the owner sees, by its id or by the reference that people say.
fn record(desk: &mut Desk<'_>, session: &Session, text: &str) -> Result<String, Fault> {
    let (text, alliance) = (text.trim(), desk.alliance.clone());
    let none = || Fault::field("record", "There is no such record, or you do not take part in it.");
    let row = match subject_rows::by_reference(desk.db, &alliance, text)? {
        Some(row) => row,
        None => subject_rows::load(desk.db, &alliance, text).map_err(|_none| none())?,
    };
    match sight::record(desk, &session.caller(), &row.kind, &row.id) {
        Ok(_) => Ok(row.id),
        Err(Fault::NotFound(_)) => Err(none()),
        Err(other) => Err(other),
    }
}

/// For whom a program acts that shows this; nobody if it is no token, has ended, or no programs are
/// let in. Notes, once a minute at most, that it was used.
///
/// # Errors
/// The database fails.
pub fn find(app: &App, shown: &str) -> Result<Option<Bearer>, Fault> {
    if !shown.starts_with(PREFIX) {
        return Ok(None);
    }
    let (hash, wall, now) = (secret::hash(shown), app.wall.now(), app.clock.now());
    let found = app.store.read(|db| {
        let Some(row) = tokens::by_hash(db, &hash)?.filter(|row| app.serves(&row.alliance_id)) else {
            return Ok::<_, Fault>(None);
        };
        let ended = row.ended_at.is_some() || row.ends_at.utc() <= wall;
        if ended || !tokens::is_on(db, &row.alliance_id)? {
            return Ok(None);
        }
        let session = sessions::whole(db, app, as_session(&row), now.into())?;
        Ok(session.map(|session| Bearer { session, token: row }))
    })?;
    // Somebody who has come to decide since shows a second factor when they make another.
    let Some(bearer) = found.filter(|one| one.session.is_complete()) else {
        return Ok(None);
    };
    let used = bearer.token.used_at.map(accord_store::Stamp::utc);
    if used.is_none_or(|at| wall - at > rules::TOUCH) {
        let id = bearer.token.id.clone();
        app.store.write(move |db| tokens::touch(db, &id, wall.into()))?;
    }
    Ok(Some(bearer))
}

/// A session that nobody has: of the token's owner, from when it was made.
fn as_session(row: &TokenRow) -> SessionRow {
    SessionRow {
        id: row.id.clone(),
        token: String::new(),
        person_id: row.person_id.clone(),
        alliance_id: row.alliance_id.clone(),
        acting_for: None,
        browser: row.name.clone(),
        begun_at: row.made_at,
        seen_at: row.made_at,
        ends_at: row.ends_at,
        factor_at: row.with_factor.then_some(row.made_at),
        ended_at: None,
    }
}

/// Whether a token's owner narrowed it to something that this record is not part of.
///
/// # Errors
/// The database fails.
pub fn covers(desk: &mut Desk<'_>, token: &TokenRow, record: &SubjectRow) -> Result<bool, Fault> {
    if token.kind.as_ref().is_some_and(|kind| *kind != record.kind) {
        return Ok(false);
    }
    let Some(wanted) = &token.subject_id else {
        return Ok(true);
    };
    let mut here = Some(record.clone());
    while let Some(row) = here {
        if row.id == *wanted {
            return Ok(true);
        }
        here = match &row.parent_id {
            Some(parent) => Some(subject_rows::load(desk.db, &desk.alliance, parent)?),
            None => None,
        };
    }
    Ok(false)
}

/// A person's own, the newest first, ended ones too.
///
/// # Errors
/// The database fails.
pub fn list(app: &App, alliance: &str, person: &str) -> Result<Vec<TokenRow>, Fault> {
    Ok(app.store.read(|db| tokens::of_person(db, alliance, person))?)
}

/// Ends one of one's own; false if it had ended.
///
/// # Errors
/// The database fails.
pub fn end(app: &App, alliance: &str, person: &str, id: &str) -> Result<bool, Fault> {
    let (person, id) = (person.to_owned(), id.to_owned());
    app.writing(alliance, move |desk| {
        let now = desk.wall();
        if !tokens::end(desk.db, &person, &id, now.into())? {
            return Ok(false);
        }
        let body = json!({ "format": 1, "token": { "ended": id, "by": person } });
        history::note(desk, None, &body)?;
        Ok::<_, Fault>(true)
    })
}

/// Whether an alliance lets programs in.
///
/// # Errors
/// The database fails.
pub fn is_on(app: &App, alliance: &str) -> Result<bool, Fault> {
    Ok(app.store.read(|db| tokens::is_on(db, alliance))?)
}

/// Lets programs in, or no more; journalled. Tokens stay, and are worth nothing while it is off.
///
/// # Errors
/// The database fails.
pub fn switch(app: &App, alliance: &str, person: &str, is_on: bool) -> Result<(), Fault> {
    let person = person.to_owned();
    app.writing(alliance, move |desk| {
        if tokens::is_on(desk.db, &desk.alliance)? == is_on {
            return Ok(());
        }
        let (alliance, now) = (desk.alliance.clone(), desk.wall());
        tokens::switch(desk.db, &alliance, is_on, &person, now.into())?;
        let body = json!({ "format": 1, "api": { "on": is_on, "by": person } });
        history::note(desk, None, &body)
    })
}

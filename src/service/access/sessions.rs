//! Sessions: a random cookie, its hash in the database, an end by rest and an end by age.

use std::collections::BTreeSet;

use accord_store::{
    Db, Stamp, appointments,
    people::{self, PersonRow},
    sessions::{self, SessionRow},
};
use chrono::{DateTime, Utc};

use super::{post, rules, secret};
use crate::service::{app::App, authority::Caller, fault::Fault};

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// The session.
    pub row: SessionRow,
    /// Who.
    pub person: PersonRow,
    /// The person acted for.
    pub principal: Option<PersonRow>,
    /// Roles held anywhere in the alliance, the principal's when acting for somebody.
    pub roles: BTreeSet<String>,
    /// What those roles may do outside the workflows.
    pub powers: BTreeSet<String>,
    /// One of the roles asks for a second factor.
    pub decides: bool,
}

/// What a cookie is worth.
#[derive(Debug, Clone)]
pub enum Found {
    /// Nothing.
    Nobody,
    /// It was somebody's; it has run out. Good for keeping what they typed, and for nothing else.
    Expired(Box<Session>),
    /// Somebody's.
    Open(Box<Session>),
}

impl Session {
    /// As use cases want it.
    pub fn caller(&self) -> Caller {
        Caller {
            person: self.person.id.clone(),
            acting_for: self.row.acting_for.clone(),
            code_alone: self.row.factor_at.is_none(),
        }
    }

    /// Whether a role of this person may do it.
    pub fn has_power(&self, power: &str) -> bool {
        self.powers.contains(power) || (power.ends_with(".read") && self.powers.contains("everything.read"))
    }

    /// Signed in as far as the roles ask.
    pub const fn is_complete(&self) -> bool {
        !self.decides || self.row.factor_at.is_some()
    }

    /// The second factor was shown lately, or is not needed.
    pub fn is_fresh(&self, wall: DateTime<Utc>) -> bool {
        !self.decides || self.row.factor_at.is_some_and(|at| wall - at.utc() <= rules::FRESH)
    }
}

/// Signs somebody in; gives the cookie.
///
/// # Errors
/// They take part in no alliance, or the database fails.
pub fn begin(app: &App, person: &str, browser: &str, factor: bool) -> Result<String, Fault> {
    let (worker, person, browser) = (app.clone(), person.to_owned(), browser.to_owned());
    app.store.write(move |db| {
        let mut desk = worker.desk(db, "");
        let Some(alliance) = post::home(&mut desk, &person)? else {
            return Err(Fault::NotFound("alliance that this person takes part in"));
        };
        let (now, cookie) = (desk.wall(), secret::token(&worker.rng));
        let row = SessionRow {
            id: desk.id(),
            token: secret::hash(&cookie),
            person_id: person,
            alliance_id: alliance,
            acting_for: None,
            browser,
            begun_at: now.into(),
            seen_at: now.into(),
            ends_at: (now + rules::SESSION).into(),
            factor_at: factor.then(|| now.into()),
            ended_at: None,
        };
        sessions::begin(desk.db, &row)?;
        Ok(cookie)
    })
}

/// What a cookie is worth now. Notes, once a minute at most, that it was used.
///
/// # Errors
/// The database fails.
pub fn find(app: &App, cookie: &str) -> Result<Found, Fault> {
    let token = secret::hash(cookie);
    let (wall, now) = (app.wall.now(), app.clock.now());
    let session = app.store.read(|db| {
        let found = sessions::by_token(db, &token)?;
        // A cookie of another alliance is worth nothing here, wherever it comes from.
        let Some(row) = found.filter(|row| row.ended_at.is_none() && app.serves(&row.alliance_id)) else {
            return Ok::<_, Fault>(None);
        };
        whole(db, app, row, now.into())
    })?;
    let Some(session) = session else {
        return Ok(Found::Nobody);
    };
    let idle = if session.decides {
        rules::IDLE_DECIDING
    } else {
        rules::IDLE
    };
    let rested = wall - session.row.seen_at.utc();
    if rested > idle || wall >= session.row.ends_at.utc() {
        return Ok(Found::Expired(Box::new(session)));
    }
    if rested > rules::TOUCH {
        let id = session.row.id.clone();
        app.store
            .write(move |db| Ok::<_, Fault>(sessions::touch(db, &id, wall.into())?))?;
    }
    Ok(Found::Open(Box::new(session)))
}

pub(super) fn whole(db: &mut Db, app: &App, row: SessionRow, now: Stamp) -> Result<Option<Session>, Fault> {
    let Some(person) = people::load(db, &row.person_id)? else {
        return Ok(None);
    };
    let delegated = match &row.acting_for {
        Some(other) => appointments::delegation(db, &row.alliance_id, other, &person.id, now)?,
        None => None,
    };
    let principal = match delegated {
        Some(one) => people::load(db, &one.principal_id)?,
        None => None,
    };
    let holder = principal.as_ref().map_or(person.id.as_str(), |other| other.id.as_str());
    let mut held = appointments::of_person(db, &row.alliance_id, holder, now)?;
    let roles: BTreeSet<String> = held.drain(..).map(|one| one.role).collect();
    let app = app.of(&row.alliance_id);
    let known = roles.iter().filter_map(|role| app.library.roles.roles.get(role));
    let powers = known.clone().flat_map(|role| role.powers.iter().cloned()).collect();
    let decides = known.clone().any(|role| role.second_factor);
    let row = SessionRow {
        // A delegation that has ended leaves people themselves.
        acting_for: principal.as_ref().map(|other| other.id.clone()),
        ..row
    };
    Ok(Some(Session {
        decides,
        powers,
        roles,
        principal,
        person,
        row,
    }))
}

/// Whether a role that somebody holds asks for a second factor.
///
/// # Errors
/// The database fails.
pub fn must_show(app: &App, person: &str) -> Result<bool, Fault> {
    let now = app.clock.now().into();
    app.store.read(|db| {
        let Some(alliance) = post::home(&mut app.desk(db, ""), person)? else {
            return Ok(false);
        };
        let held = appointments::of_person(db, &alliance, person, now)?;
        let app = app.of(&alliance);
        let known = held.iter().filter_map(|one| app.library.roles.roles.get(&one.role));
        Ok(known.into_iter().any(|role| role.second_factor))
    })
}

/// Notes that a second factor was shown; gives the new cookie.
///
/// # Errors
/// The database fails.
pub fn raise(app: &App, session: &Session) -> Result<String, Fault> {
    let (cookie, id, now) = (secret::token(&app.rng), session.row.id.clone(), app.wall.now());
    let token = secret::hash(&cookie);
    app.store
        .write(move |db| Ok::<_, Fault>(sessions::raise(db, &id, &token, now.into())?))?;
    Ok(cookie)
}

/// Signs out of one session of one's own; false if it had ended.
///
/// # Errors
/// The database fails.
pub fn end(app: &App, person: &str, id: &str) -> Result<bool, Fault> {
    let (person, id, now) = (person.to_owned(), id.to_owned(), app.wall.now());
    app.store
        .write(move |db| Ok(sessions::end(db, &person, &id, now.into())?))
}

/// Signs out everywhere else.
///
/// # Errors
/// The database fails.
pub fn end_others(app: &App, person: &str, keep: &str) -> Result<usize, Fault> {
    let (person, keep, now) = (person.to_owned(), keep.to_owned(), app.wall.now());
    app.store
        .write(move |db| Ok(sessions::end_others(db, &person, Some(&keep), now.into())?))
}

/// Where a person is signed in.
///
/// # Errors
/// The database fails.
pub fn list(app: &App, person: &str) -> Result<Vec<SessionRow>, Fault> {
    let now = app.wall.now();
    Ok(app.store.read(|db| sessions::open_of_person(db, person, now.into()))?)
}

/// The people for whom somebody may act today, each with the end.
///
/// # Errors
/// The database fails.
pub fn principals(app: &App, session: &Session) -> Result<Vec<(PersonRow, DateTime<Utc>)>, Fault> {
    let (alliance, now) = (&session.row.alliance_id, app.clock.now().into());
    app.store.read(|db| {
        let mut out = Vec::new();
        for one in appointments::delegations_to(db, alliance, &session.person.id, now)? {
            if let Some(person) = people::load(db, &one.principal_id)? {
                out.push((person, one.until.utc()));
            }
        }
        Ok(out)
    })
}

/// From now on acts for somebody, by a delegation that holds today; for oneself with `None`.
///
/// # Errors
/// There is no such delegation, or the database fails.
pub fn act_for(app: &App, session: &Session, principal: Option<&str>) -> Result<(), Fault> {
    let (worker, row, principal) = (app.clone(), session.row.clone(), principal.map(str::to_owned));
    app.store.write(move |db| {
        if let Some(other) = &principal {
            let now = worker.clock.now().into();
            let allowed = appointments::delegation(db, &row.alliance_id, other, &row.person_id, now)?;
            if allowed.is_none() {
                return Err(Fault::NotFound("delegation"));
            }
        }
        Ok(sessions::act_for(db, &row.id, principal.as_deref())?)
    })
}

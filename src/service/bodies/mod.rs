//! The bodies of the alliance: seats filled and vacant, terms, what they decide, and when their terms of reference are
//! looked at again. Who sits is read from the appointments, what is decided from the workflows; the file has the rest.

pub mod reminding;
pub mod reviews;

use std::collections::BTreeSet;

use accord_store::{
    appointments::{self, Scope},
    people,
};
use chrono::{Days, Months, NaiveDate};

use crate::{
    domain::words,
    service::{
        app::Desk,
        authority::{Caller, powers},
        fault::Fault,
        founding,
        library::{
            bodies::{Body, Channel},
            find_state, states,
        },
        readers,
        subjects::round,
    },
};

/// The power to read who sits where: that somebody has lived experience is theirs to say.
const NAMES: &str = "register.read";

/// A body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its word in the file.
    pub word: String,
    /// What the file says of it.
    pub body: Body,
    /// Its seats, sort by sort.
    pub seats: Vec<Sort>,
    /// What it decides, with others or alone: the workflow's name and title, the question.
    pub decides: Vec<(String, String, String)>,
    /// The review is due within the days of the file, or overdue.
    pub review: Near,
}

/// Seats of one sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The title of the role.
    pub title: String,
    /// How many there are.
    pub seats: usize,
    /// How many are filled.
    pub filled: usize,
    /// Terms that end within the days of the file, or have ended.
    pub ending: usize,
    /// Who sits, the first to leave first; nothing for whoever may not know.
    pub members: Option<Vec<Member>>,
}

/// Somebody who sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Their id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// The appointment.
    pub appointment: String,
    /// Since when.
    pub since: NaiveDate,
    /// When the term ends.
    pub until: NaiveDate,
    /// How near that is.
    pub near: Near,
}

/// How near a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// Not within the days of its file.
    Far,
    /// Within them.
    Soon,
    /// It has passed.
    Past,
}

impl Near {
    /// How near a day is, where so many days ahead count as soon.
    pub fn of(desk: &Desk<'_>, day: NaiveDate, ahead: u32) -> Self {
        let today = desk.today();
        match today.checked_add_days(Days::new(u64::from(ahead))) {
            _ if day < today => Self::Past,
            Some(last) if day <= last => Self::Soon,
            Some(_) | None => Self::Far,
        }
    }
}

/// Every body, in the order of the file.
///
/// # Errors
/// The database fails.
pub fn all(desk: &mut Desk<'_>, caller: Option<&Caller>) -> Result<Vec<Shown>, Fault> {
    let knows = match caller {
        Some(caller) => powers::has(desk, caller, NAMES)?,
        None => false,
    };
    let mut out = read(desk)?;
    for sort in out.iter_mut().flat_map(|one| &mut one.seats).filter(|_| !knows) {
        sort.members = None;
    }
    Ok(out)
}

/// Every body with everybody who sits.
fn read(desk: &mut Desk<'_>) -> Result<Vec<Shown>, Fault> {
    let file = desk.app.library.bodies.clone();
    let mut said = founding::said(desk)?.bodies;
    let mut out = Vec::new();
    for (word, mut body) in file.bodies {
        if let Some(title) = said.swap_remove(&word) {
            body.title = title;
        }
        let mut seats = Vec::new();
        for one in &body.seats {
            let members = members(desk, &one.role, body.term)?;
            seats.push(Sort {
                title: readers::titles(desk, std::slice::from_ref(&one.role)).concat(),
                seats: one.seats,
                filled: members.len(),
                ending: members.iter().filter(|one| one.near > Near::Far).count(),
                members: Some(members),
            });
        }
        out.push(Shown {
            decides: decides(desk, &body),
            review: near(desk, body.review_on),
            word,
            seats,
            body,
        });
    }
    Ok(out)
}

/// A way in which people take part, and how near its review is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What the file says of it.
    pub channel: Channel,
    /// How near its day is.
    pub review: Near,
}

/// Every way in which people take part, in the order of the file.
pub fn ways(desk: &Desk<'_>) -> Vec<Way> {
    let all = desk.app.library.bodies.channels.values();
    all.map(|channel| Way {
        channel: channel.clone(),
        review: near(desk, channel.review_on),
    })
    .collect()
}

/// As whose a person's words are read, without their name: the house that they sit in, or else the body.
///
/// # Errors
/// The database fails.
pub fn speaks_for(desk: &mut Desk<'_>, person: &str) -> Result<String, Fault> {
    let house = round::house_of(desk, person)?;
    if !house.is_empty() {
        return Ok(house);
    }
    let held = powers::roles_of(desk, person)?;
    let library = desk.app.library.clone();
    let sits = |body: &Body| body.seats.iter().any(|one| held.contains(&one.role));
    let Some((word, body)) = library.bodies.bodies.iter().find(|(_, body)| sits(body)) else {
        return Ok(String::new());
    };
    let mut said = founding::said(desk)?.bodies;
    Ok(said.swap_remove(word).unwrap_or_else(|| body.title.clone()))
}

/// Who holds a role in the whole alliance; whoever leaves first stands first.
fn members(desk: &mut Desk<'_>, role: &str, term: u32) -> Result<Vec<Member>, Fault> {
    let running = appointments::running(desk.db, &desk.alliance, &[role.to_owned()], desk.now.into())?;
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for row in running.into_iter().filter(|row| row.scope_kind == Scope::Alliance) {
        if !seen.insert(row.person_id.clone()) {
            continue;
        }
        let since = words::local_day(row.since.utc());
        let until = match row.until {
            Some(at) => words::local_day(at.utc()),
            None => since.checked_add_months(Months::new(term)).unwrap_or(NaiveDate::MAX),
        };
        out.push(Member {
            name: people::load(desk.db, &row.person_id)?
                .map(|one| one.name)
                .unwrap_or_default(),
            near: near(desk, until),
            person: row.person_id,
            appointment: row.id,
            since,
            until,
        });
    }
    out.sort_by(|a, b| (a.until, &a.name).cmp(&(b.until, &b.name)));
    Ok(out)
}

fn near(desk: &Desk<'_>, day: NaiveDate) -> Near {
    Near::of(desk, day, desk.app.library.bodies.remind.days)
}

/// What those who sit decide, in every workflow that may run.
fn decides(desk: &Desk<'_>, body: &Body) -> Vec<(String, String, String)> {
    let mut out = Vec::new();
    let files = desk.app.library.files.values().filter(|file| file.is_proved());
    for definition in files.filter_map(|file| file.definition.as_ref()) {
        for state in states(definition)
            .into_iter()
            .filter_map(|name| find_state(definition, name))
        {
            let Some(rules) = &state.decision else { continue };
            if body.seats.iter().any(|one| rules.who.contains(&one.role)) {
                let title = || state.title.clone().unwrap_or_default();
                let question = rules.ask.clone().unwrap_or_else(title);
                out.push((
                    definition.workflow.clone(),
                    definition.title.clone(),
                    question.trim().to_owned(),
                ));
            }
        }
    }
    out
}

//! One person, as whoever manages the alliance may know them.

use accord_store::{
    appointments::{self, AppointmentRow, Interest, Scope},
    codes::{self, InvitationRow},
    organisations,
    people::{self, PersonRow},
    rounds,
};
use chrono::{DateTime, Utc};

use super::{alliance_name, organisation_name, seen};
use crate::service::{app::Desk, authority::Caller, fault::Fault, support::breaks};

/// One person.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Who.
    pub person: PersonRow,
    /// Where they belong: organisation and position.
    pub organisations: Vec<(String, String)>,
    /// The houses that they sit in today, in words.
    pub houses: Vec<String>,
    /// What they were appointed to, the newest first.
    pub appointments: Vec<Held>,
    /// Who acts for whom, the newest first.
    pub delegations: Vec<Acting>,
    /// What they declared an interest in, and when. What they said about it is read where it was asked.
    pub interests: Vec<(String, DateTime<Utc>)>,
    /// Invitations, the newest first.
    pub invitations: Vec<(InvitationRow, String)>,
    /// They take a break: until when, in words; not why.
    pub away: Option<String>,
    /// It is whoever reads.
    pub is_reader: bool,
}

/// How something with dates stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Standing {
    Ahead,
    Running,
    Over,
}

impl Standing {
    /// How it stands at an instant.
    pub fn at(now: DateTime<Utc>, since: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Self {
        if until.is_some_and(|until| until <= now || until <= since) {
            Self::Over
        } else if since > now {
            Self::Ahead
        } else {
            Self::Running
        }
    }
}

/// An appointment in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// As it is stored.
    pub row: AppointmentRow,
    /// The role's title.
    pub title: String,
    /// Where it is held.
    pub place: String,
    /// The record's kind, where it is held at one.
    pub kind: Option<String>,
    /// By whom, if a person did it here.
    pub by: Option<String>,
    /// How it stands.
    pub standing: Standing,
}

/// A delegation in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    /// Its id.
    pub id: String,
    /// Who acts.
    pub delegate: String,
    /// For whom.
    pub principal: String,
    /// From when.
    pub since: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// How it stands.
    pub standing: Standing,
}

/// A person of this alliance.
///
/// # Errors
/// There is nobody of this id here, or the reader may not manage the alliance.
pub fn show(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Shown, Fault> {
    super::may(desk, caller)?;
    let person = super::of_alliance(desk, id)?;
    let now = desk.now;
    let mut held = Vec::new();
    for row in appointments::ever_of_person(desk.db, &desk.alliance, id)? {
        held.extend(in_words(desk, caller, row)?);
    }
    let known = &desk.app.library.roles;
    let mut houses: Vec<String> = held
        .iter()
        .filter(|one| one.standing == Standing::Running)
        .filter_map(|one| {
            known
                .houses
                .get(known.roles.get(&one.row.role)?.house.as_ref()?)
                .cloned()
        })
        .collect();
    houses.dedup();
    let mut belongs = Vec::new();
    for one in organisations::of_person(desk.db, &desk.alliance, id, now.into())? {
        if let Some(name) = organisation_name(desk, &one.organisation_id)? {
            belongs.push((name, one.position));
        }
    }
    let mut invitations = Vec::new();
    for row in codes::invitations_of(desk.db, &desk.alliance, id)? {
        // At the founding nobody was there yet: whoever ran the server invited them.
        let by = match row.invited_by == id {
            true => "Whoever founded the alliance".to_owned(),
            false => people::load(desk.db, &row.invited_by)?.map_or_else(String::new, |one| one.name),
        };
        invitations.push((row, by));
    }
    Ok(Shown {
        away: breaks::away(desk, std::slice::from_ref(&person.id))?.remove(id),
        is_reader: caller.person == id || caller.acting_for.as_deref() == Some(id),
        organisations: belongs,
        houses,
        appointments: held,
        delegations: acting(desk, id)?,
        interests: interests(desk, caller, id)?,
        invitations,
        person,
    })
}

/// An appointment in words; nothing where it is about a record that the reader does not see.
///
/// # Errors
/// The database fails.
pub fn in_words(desk: &mut Desk<'_>, caller: &Caller, row: AppointmentRow) -> Result<Option<Held>, Fault> {
    let (place, kind) = match row.scope_kind {
        Scope::Alliance => (alliance_name(desk)?, None),
        Scope::Organisation => match organisation_name(desk, &row.scope_id)? {
            Some(name) => (name, None),
            None => return Ok(None),
        },
        Scope::Subject => match seen(desk, caller, &row.scope_id)? {
            Some(record) => (record.title, Some(record.kind)),
            None => return Ok(None),
        },
    };
    let by = match (&row.appointed_by, row.scope_kind) {
        (None, Scope::Subject) => named_by(desk, &row)?,
        (by, _) => by.clone(),
    };
    let by = match &by {
        Some(person) => people::load(desk.db, person)?.map(|one| one.name),
        None => None,
    };
    let known = desk.app.library.roles.roles.get(&row.role);
    Ok(Some(Held {
        title: known.map_or_else(|| row.role.replace('_', " "), |one| one.title.clone()),
        standing: Standing::at(desk.now, row.since.utc(), row.until.map(accord_store::Stamp::utc)),
        place,
        kind,
        by,
        row,
    }))
}

/// Who named somebody for the seat that an appointment belongs to, if it belongs to one.
fn named_by(desk: &mut Desk<'_>, row: &AppointmentRow) -> Result<Option<String>, Fault> {
    let seats = rounds::seats(desk.db, &row.scope_id)?;
    let seat = seats.into_iter().find(|seat| seat.appointment_id == row.id);
    Ok(seat.map(|seat| seat.named_by))
}

/// Who acts for this person, and for whom they act.
///
/// # Errors
/// The database fails.
pub fn acting(desk: &mut Desk<'_>, id: &str) -> Result<Vec<Acting>, Fault> {
    let mut out = Vec::new();
    for row in appointments::delegations_of(desk.db, &desk.alliance, id)? {
        let mut name = |id: &str| -> Result<String, Fault> {
            Ok(people::load(desk.db, id)?.map_or_else(String::new, |one| one.name))
        };
        let (delegate, principal) = (name(&row.delegate_id)?, name(&row.principal_id)?);
        let (since, until) = (row.since.utc(), row.until.utc());
        out.push(Acting {
            standing: Standing::at(desk.now, since, Some(until)),
            id: row.id,
            delegate,
            principal,
            since,
            until,
            reason: row.reason,
        });
    }
    Ok(out)
}

fn interests(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Vec<(String, DateTime<Utc>)>, Fault> {
    let mut out = Vec::new();
    for one in appointments::interests(desk.db, &desk.alliance, desk.now.into())? {
        if one.person_id != id {
            continue;
        }
        let about = match one.about_kind {
            Interest::Organisation => organisation_name(desk, &one.about_id)?,
            Interest::Subject => seen(desk, caller, &one.about_id)?.map(|record| record.title),
        };
        out.extend(about.map(|about| (about, one.declared_at.utc())));
    }
    Ok(out)
}

//! Appointing people, and ending it: what stands beside what, who is told, who is left.

use accord_engine::{
    definition::model::Mend,
    refusal::{Reason, Refusal},
};
use accord_store::{
    appointments::{self, AppointmentRow, Scope},
    organisations, people, subjects as subject_rows, tasks,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{begins, ends, last_day, named, note, reason, tell};
use crate::{
    domain::words,
    service::{
        app::{App, Desk},
        authority::{Caller, powers},
        fault::Fault,
        readers, signals,
    },
};

/// What somebody is to be appointed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The role.
    pub role: String,
    /// Where it is to be held.
    pub place: Place,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; nothing while it is open.
    pub until: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

/// Where a role is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// In the whole alliance.
    Alliance,
    /// In whatever belongs to an organisation, by id.
    Organisation(String),
    /// At a record and what is below it, by its reference.
    Record(String),
}

impl Place {
    const fn name(&self) -> &'static str {
        match self {
            Self::Alliance => "alliance",
            Self::Organisation(_) => "organisation",
            Self::Record(_) => "record",
        }
    }
}

/// Appoints somebody; gives the appointment's id.
///
/// # Errors
/// The caller may not, nobody appoints themselves, the role cannot stand beside what the person holds,
/// or an answer does not fit.
pub(super) fn put(desk: &mut Desk<'_>, caller: &Caller, id: &str, wish: &Wish) -> Result<String, Fault> {
    super::may(desk, caller)?;
    let person = super::of_alliance(desk, id)?;
    not_oneself(desk, caller, id, "Nobody appoints themselves.")?;
    let (scope, place) = scope(desk, caller, &wish.place)?;
    let because = reason(&wish.reason)?;
    let today = desk.today();
    if wish.from < today {
        return Err(Fault::field(
            "from",
            "Enter today or a later day. What was done before stays as it was.",
        ));
    }
    if wish.until.is_some_and(|until| until < wish.from) {
        return Err(Fault::field("until", "Enter a last day that is not before the first."));
    }
    let since = begins(wish.from).max(desk.now);
    let until = wish.until.map(ends);
    let row = AppointmentRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        person_id: id.to_owned(),
        role: wish.role.clone(),
        scope_kind: scope.0,
        scope_id: scope.1,
        since: since.into(),
        until: until.map(Into::into),
        reason: because,
        appointed_by: Some(caller.acting_for.clone().unwrap_or_else(|| caller.person.clone())),
    };
    beside(desk, &row)?;
    appointments::appoint(desk.db, &row)?;
    let what = json!({
        "person": id, "appointment": row.id, "role": row.role, "scope": wish.place.name(), "at": row.scope_id,
        "from": wish.from, "until": wish.until, "reason": row.reason,
    });
    note(desk, caller, "appointed", &what)?;
    let by = named(desk, caller)?;
    let title = title(desk, &row.role);
    let days = match wish.until {
        Some(until) => format!("from {} to {}", words::day(wish.from), words::day(until)),
        None => format!("from {}", words::day(wish.from)),
    };
    tell(
        desk,
        &person,
        &by,
        "/",
        format!("You were appointed as {title} ({place}), {days}."),
    )?;
    if row.scope_kind == Scope::Organisation {
        let says = format!("{} was appointed as {title} for {place}, {days}.", person.name);
        tell_contacts(desk, &row, &by, &says)?;
    }
    Ok(row.id)
}

/// Ends an appointment now. Whoever waits for this person in a vote looks again.
///
/// # Errors
/// The caller may not, it is over already, or nobody would be left who may manage the alliance.
pub fn end(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (id, appointment): (&str, &str),
    why: &str,
) -> Result<(), Fault> {
    let (caller, id, appointment, why) = (caller.clone(), id.to_owned(), appointment.to_owned(), why.to_owned());
    app.writing(alliance, move |desk| {
        super::may(desk, &caller)?;
        let person = super::of_alliance(desk, &id)?;
        let row = appointments::load(desk.db, &desk.alliance, &appointment)?;
        let held = super::person::in_words(desk, &caller, row)?.filter(|held| held.row.person_id == id);
        let held = held.ok_or(Fault::NotFound("page"))?;
        let because = reason(&why)?;
        somebody_is_left(desk, &held.row)?;
        let at = desk.now.into();
        if !appointments::end(desk.db, &appointment, at)? {
            return Err(Fault::conflict("This appointment is over already.", 0));
        }
        let what = json!({ "person": id, "appointment": appointment, "role": held.row.role, "reason": because });
        note(desk, &caller, "ended", &what)?;
        for task in tasks::open_of_person(desk.db, &desk.alliance, &id)? {
            signals::nudge(desk, &task.instance_id)?;
        }
        let by = named(desk, &caller)?;
        let says = format!(
            "Your appointment as {} ({}) ends today. The reason given: {because}",
            held.title, held.place
        );
        tell(desk, &person, &by, "/", says)
    })
}

/// Whether a role can stand beside everything that a person holds at the same time.
fn beside(desk: &mut Desk<'_>, new: &AppointmentRow) -> Result<(), Fault> {
    let known = desk.app.library.roles.clone();
    let Some(role) = known.roles.get(&new.role).filter(|role| role.own.is_empty()) else {
        return Err(Fault::field("role", "Choose a role from the list."));
    };
    let at_the_same_time = |one: &AppointmentRow| {
        let begins_before = new.until.is_none_or(|until| one.since < until);
        let ends_after = one.until.is_none_or(|until| until > new.since && until > one.since);
        begins_before && ends_after
    };
    let all = appointments::ever_of_person(desk.db, &desk.alliance, &new.person_id)?;
    for one in all.iter().filter(|one| at_the_same_time(one)) {
        if one.role == new.role && one.scope_kind == new.scope_kind && one.scope_id == new.scope_id {
            let until = one
                .until
                .map_or_else(String::new, |at| format!(", until {}", words::day(last_day(at.utc()))));
            return Err(Fault::field(
                "role",
                format!("They hold this role there already{until}. Choose other dates, or end that one first."),
            ));
        }
        let other = known.roles.get(&one.role);
        let house = |name: &str| {
            known
                .houses
                .get(name)
                .cloned()
                .unwrap_or_else(|| name.replace('_', " "))
        };
        if let (Some(own), Some(theirs)) = (&role.house, other.and_then(|other| other.house.as_ref()))
            && own != theirs
        {
            return Err(cannot(
                desk,
                "house",
                format!(
                    "{} sits in the house “{}”. They are {} at that time, which sits in “{}”; nobody sits in two.",
                    role.title,
                    house(own),
                    other.map_or("", |other| &other.title),
                    house(theirs),
                ),
                "End that appointment first, or choose days after it.",
            ));
        }
    }
    Ok(())
}

/// Nobody may end the last appointment by which somebody manages the alliance.
fn somebody_is_left(desk: &mut Desk<'_>, ending: &AppointmentRow) -> Result<(), Fault> {
    let roles = powers::holders(&desk.app.library.roles, super::POWER);
    if ending.scope_kind != Scope::Alliance || !roles.contains(&ending.role) {
        return Ok(());
    }
    let running = appointments::running(desk.db, &desk.alliance, &roles, desk.now.into())?;
    let lasting = running.iter().any(|one| {
        one.id != ending.id
            && one.person_id != ending.person_id
            && one.scope_kind == Scope::Alliance
            && one.until.is_none()
    });
    if lasting {
        return Ok(());
    }
    Err(cannot(
        desk,
        "last",
        "Nobody else would be left who can appoint people.".to_owned(),
        "Appoint somebody else to this role first, without a last day.",
    ))
}

pub(in crate::service) fn not_oneself(
    desk: &Desk<'_>,
    caller: &Caller,
    person: &str,
    because: &str,
) -> Result<(), Fault> {
    if caller.person == person || caller.acting_for.as_deref() == Some(person) {
        return Err(cannot(
            desk,
            "oneself",
            because.to_owned(),
            "Somebody else with this role can do it.",
        ));
    }
    Ok(())
}

/// A refusal that whoever manages the alliance can mend.
pub(in crate::service) fn cannot(desk: &Desk<'_>, id: &str, because: String, how: &str) -> Fault {
    let who = powers::holders(&desk.app.library.roles, super::POWER)
        .into_iter()
        .next();
    Fault::Refused(Refusal {
        code: "blocked".to_owned(),
        reasons: vec![Reason {
            id: id.to_owned(),
            because,
            mend: who.map(|who| Mend {
                who,
                how: how.to_owned(),
            }),
            found: None,
        }],
    })
}

fn scope(desk: &mut Desk<'_>, caller: &Caller, place: &Place) -> Result<((Scope, String), String), Fault> {
    match place {
        Place::Alliance => Ok(((Scope::Alliance, desk.alliance.clone()), super::alliance_name(desk)?)),
        Place::Organisation(id) => match super::organisation_name(desk, id)? {
            Some(name) => Ok(((Scope::Organisation, id.clone()), name)),
            None => Err(Fault::field("organisation", "Choose the organisation.")),
        },
        Place::Record(reference) => {
            let found = subject_rows::by_reference(desk.db, &desk.alliance, reference.trim())?;
            let seen = match found {
                Some(row) => super::seen(desk, caller, &row.id)?,
                None => None,
            };
            // One that is not for this person looks like one that is not there.
            let says = "Enter a reference as it stands on the page of the record, such as SYN-PSF-2026-001.";
            let record = seen.ok_or_else(|| Fault::field("reference", says))?;
            Ok(((Scope::Subject, record.id), record.title))
        }
    }
}

/// The lead contacts of an organisation hear who may act for it.
fn tell_contacts(desk: &mut Desk<'_>, row: &AppointmentRow, by: &str, says: &str) -> Result<(), Fault> {
    for one in organisations::members(desk.db, &row.scope_id, desk.now.into())? {
        if one.lead_contact
            && one.person_id != row.person_id
            && let Some(to) = people::load(desk.db, &one.person_id)?
        {
            tell(desk, &to, by, "/", says.to_owned())?;
        }
    }
    Ok(())
}

fn title(desk: &Desk<'_>, role: &str) -> String {
    readers::titles(desk, &[role.to_owned()]).concat()
}

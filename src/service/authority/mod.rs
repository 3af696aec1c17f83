//! Who may do what, here and now.
//!
//! A person holds a role by appointment, in a scope, for a time. Here the appointments that cover
//! a record become the engine's `Actor` and `Member`; [`may`] is the one rule that judges.

pub mod manage;
pub mod powers;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{
    definition::vocabulary::Roles,
    event::{Actor, Member},
    refusal::{Reason, Refusal},
};
use accord_store::{
    appointments::{self, AppointmentRow, Interest, InterestRow, Scope},
    instances,
    subjects::{self as subject_rows, SubjectRow},
};

pub use self::standing::Standing;
use crate::service::{
    app::Desk,
    fault::Fault,
    subjects::{self, About},
};

/// Barred by an interest that was declared; a word of the catalogue.
const CONFLICTED: &str = "conflicted";

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Caller {
    /// The person.
    pub person: String,
    /// The person they act for, by delegation.
    pub acting_for: Option<String>,
    /// They have shown nothing but a code from an email.
    #[serde(skip)]
    pub code_alone: bool,
}

impl Caller {
    /// Somebody who acts for themselves.
    pub fn own(person: impl Into<String>) -> Self {
        Self {
            person: person.into(),
            acting_for: None,
            code_alone: false,
        }
    }
}

/// Where a role must be held to count for a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// The record and everything above it, itself first.
    pub records: Vec<SubjectRow>,
    /// The organisation that it belongs to, its own or the nearest above.
    pub organisation: Option<String>,
    /// The person whom it concerns.
    pub person: Option<String>,
    /// Other organisations whose people count here as well, for one piece of work.
    pub beside: Vec<String>,
}

impl Circle {
    /// The circle of a record.
    ///
    /// # Errors
    /// The database fails.
    pub fn of(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Self, Fault> {
        let mut records = vec![row.clone()];
        let mut above = row.parent_id.clone();
        while let Some(id) = above.take() {
            let parent = subject_rows::load(desk.db, &desk.alliance, &id)?;
            above.clone_from(&parent.parent_id);
            records.push(parent);
        }
        Ok(Self {
            organisation: records.iter().find_map(|r| r.organisation_id.clone()),
            person: row.person_id.clone(),
            beside: Vec::new(),
            records,
        })
    }

    /// Whether an appointment counts here.
    pub fn covers(&self, appointment: &AppointmentRow) -> bool {
        match appointment.scope_kind {
            Scope::Alliance => true,
            Scope::Subject => self.records.iter().any(|r| r.id == appointment.scope_id),
            // A record of no organisation is open to all of them: that is how a first bid starts.
            Scope::Organisation => self
                .organisation
                .as_ref()
                .is_none_or(|own| *own == appointment.scope_id || self.beside.contains(&appointment.scope_id)),
        }
    }

    fn touches(&self, interest: &InterestRow) -> bool {
        match interest.about_kind {
            Interest::Subject => self.records.iter().any(|r| r.id == interest.about_id),
            Interest::Organisation => self.organisation.as_ref() == Some(&interest.about_id),
        }
    }
}

/// The one rule: a role that is asked for, and no exclusion that is named.
///
/// # Errors
/// Every reason why not.
pub fn may(known: &Roles, actor: &Actor, roles: &[String], except: &[String]) -> Result<(), Refusal> {
    let title = |role: &String| {
        known
            .roles
            .get(role)
            .map_or_else(|| role.clone(), |one| one.title.clone())
    };
    let mut reasons = Vec::new();
    if !roles.iter().any(|role| actor.roles.contains(role)) {
        reasons.push(Reason {
            id: "role".to_owned(),
            because: format!(
                "This is not yours to do. It is for: {}.",
                roles.iter().map(title).collect::<Vec<_>>().join(", ")
            ),
            mend: None,
            found: None,
        });
    }
    for name in except {
        if let Some(why) = actor.exclusions.get(name) {
            reasons.push(Reason {
                id: name.clone(),
                because: why.clone(),
                mend: None,
                found: None,
            });
        }
    }
    if reasons.is_empty() {
        return Ok(());
    }
    Err(Refusal {
        code: "not_yours".to_owned(),
        reasons,
    })
}

/// Whether somebody with these exclusions is kept out of what a role is told and may read. Nobody is
/// where the record concerns them.
pub fn kept_out<'a>(
    desk: &Desk<'_>,
    about: About<'_>,
    role: &str,
    person: &str,
    mut exclusions: impl Iterator<Item = &'a String>,
) -> bool {
    let known = desk.app.library.roles.roles.get(role);
    about.row.person_id.as_deref() != Some(person)
        && known.is_some_and(|role| exclusions.any(|name| role.kept_out_by.contains(name)))
}

/// Everybody who may do a piece of work at a record now: whoever holds a role that a running process permits it.
///
/// # Errors
/// The database fails.
pub fn permitted(desk: &mut Desk<'_>, about: About<'_>, permit: &str) -> Result<BTreeSet<String>, Fault> {
    let mut roles: Vec<String> = Vec::new();
    for row in instances::of_subject(desk.db, &desk.alliance, &about.row.id)? {
        let workflow = desk.app.library.pinned(desk.db, &row.definition)?;
        let snapshot = serde_json::from_str(&row.snapshot)?;
        roles.extend(workflow.permitted(&snapshot, permit).into_iter().map(str::to_owned));
    }
    let members = members(desk, about, &roles)?;
    Ok(members.into_iter().map(|one| one.person.to_string()).collect())
}

/// Everyone who holds one of the roles at a record, with house and exclusions.
///
/// # Errors
/// The database fails.
pub fn members(desk: &mut Desk<'_>, about: About<'_>, roles: &[String]) -> Result<Vec<Member>, Fault> {
    let circle = Circle::of(desk, about.row)?;
    let running = appointments::running(desk.db, &desk.alliance, roles, desk.now.into())?;
    let interests = appointments::interests(desk.db, &desk.alliance, desk.now.into())?;
    let mut holders = held(&desk.app.library.roles, &circle, &running);
    // What somebody holds by being that person counts only where it is asked for.
    holders
        .values_mut()
        .for_each(|held| held.retain(|role| roles.contains(role)));
    holders.retain(|_, held| !held.is_empty());
    let people: Vec<String> = holders.keys().cloned().collect();
    let mut excluded = subjects::of(&about.row.kind)?.excluded_each(desk, about, &people)?;
    let mut out = Vec::new();
    for (person, held) in holders {
        let own = excluded.remove(&person).unwrap_or_default();
        let exclusions = with_interests(desk, &circle, &interests, &person, own);
        out.push(Member {
            house: house(desk, &held),
            roles: held.into_iter().collect(),
            exclusions: exclusions.into_keys().collect(),
            person,
        });
    }
    Ok(out)
}

/// A person at the moment of acting on a record.
///
/// # Errors
/// No delegation allows them to act for the other, or the database fails.
pub fn actor(desk: &mut Desk<'_>, about: About<'_>, caller: &Caller) -> Result<Actor, Fault> {
    actor_beside(desk, about, caller, Vec::new())
}

/// The same for a piece of work that the people of other organisations may do here as well.
///
/// # Errors
/// As [`actor`].
pub fn actor_beside(
    desk: &mut Desk<'_>,
    about: About<'_>,
    caller: &Caller,
    beside: Vec<String>,
) -> Result<Actor, Fault> {
    let standing = Standing::of(desk, caller)?;
    let circle = Circle {
        beside,
        ..Circle::of(desk, about.row)?
    };
    actor_of(desk, about, &standing, &circle)
}

/// A person at the moment of acting on a record, of which and of whom the rest is known.
///
/// # Errors
/// The database fails.
pub fn actor_of(desk: &mut Desk<'_>, about: About<'_>, standing: &Standing, circle: &Circle) -> Result<Actor, Fault> {
    let caller = &standing.caller;
    let principal = standing.principal();
    let mut exclusions_of_both = exclusions(desk, about, circle, &standing.interests, principal)?;
    if principal != &caller.person {
        exclusions_of_both.extend(exclusions(desk, about, circle, &standing.interests, &caller.person)?);
    }
    Ok(Actor {
        person: caller.person.clone(),
        acting_for: caller.acting_for.clone(),
        organisation: standing.organisation(circle),
        roles: standing.roles(&desk.app.library.roles, circle).into_iter().collect(),
        exclusions: exclusions_of_both,
    })
}

/// Person to roles. What concerns one person is that person's: others hold, at that record, only the
/// roles whose holders look at one another's work (`over_colleagues`); that person also holds what is theirs by being
/// that person (`own`).
fn held(known: &Roles, circle: &Circle, running: &[AppointmentRow]) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in running.iter().filter(|one| circle.covers(one)) {
        out.entry(one.person_id.clone()).or_default().insert(one.role.clone());
    }
    if let Some(own) = &circle.person {
        let kind = circle.records.first().map(|row| &row.kind);
        let theirs = known
            .roles
            .iter()
            .filter(|(_, role)| kind.is_some_and(|kind| role.own.contains(kind)));
        for (role, _) in theirs {
            out.entry(own.clone()).or_default().insert(role.clone());
        }
        for (_, roles) in out.iter_mut().filter(|(person, _)| *person != own) {
            roles.retain(|role| known.roles.get(role).is_some_and(|one| one.over_colleagues));
        }
        out.retain(|_, roles| !roles.is_empty());
    }
    out
}

fn house(desk: &Desk<'_>, held: &BTreeSet<String>) -> Option<String> {
    held.iter()
        .find_map(|role| desk.app.library.roles.roles.get(role)?.house.clone())
}

fn exclusions(
    desk: &mut Desk<'_>,
    about: About<'_>,
    circle: &Circle,
    interests: &[InterestRow],
    person: &str,
) -> Result<BTreeMap<String, String>, Fault> {
    let own = subjects::of(&about.row.kind)?.excluded(desk, about, person)?;
    Ok(with_interests(desk, circle, interests, person, own))
}

/// What a kind says of a person, and what their declared interests say.
fn with_interests(
    desk: &Desk<'_>,
    circle: &Circle,
    interests: &[InterestRow],
    person: &str,
    mut out: BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let declared = interests
        .iter()
        .any(|one| one.person_id == person && circle.touches(one));
    if declared && let Some(why) = desk.app.library.catalogue.exclusions.get(CONFLICTED) {
        out.insert(CONFLICTED.to_owned(), why.clone());
    }
    out
}

fn refused(id: &str, because: &str) -> Fault {
    Fault::Refused(Refusal {
        code: "not_yours".to_owned(),
        reasons: vec![Reason {
            id: id.to_owned(),
            because: because.to_owned(),
            mend: None,
            found: None,
        }],
    })
}

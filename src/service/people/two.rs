//! Changes of who speaks for an organisation, while bids are open or sealed: one person asks, a second
//! with the same power confirms, and the organisation's people hear of both.
//!
//! Whether an organisation has bid is nobody's business here: the rule is the same for all that somebody
//! speaks for, so that being asked for a second person tells nothing.

use std::collections::BTreeSet;

use accord_store::{
    StoreError,
    appointments::{self, Scope},
    changes::{self, ChangeRow, Outcome as Settled},
    organisations, people,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    POWER,
    appointing::{self, Place, cannot},
    change::{self, Details, Newcomer},
    delegations, may, named, note,
    saying::{gains, in_words},
    tell,
};
use crate::service::{
    app::{App, Desk},
    authority::{Caller, powers},
    fault::Fault,
    subjects::round,
};

/// Something to be done about people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Somebody gets a role.
    #[expect(missing_docs, reason = "said above")]
    Appoint { person: String, wish: appointing::Wish },
    /// What is known of somebody is corrected.
    #[expect(missing_docs, reason = "said above")]
    Correct { person: String, details: Details },
    /// Somebody is added.
    Add(Newcomer),
    /// Somebody acts for another.
    #[expect(missing_docs, reason = "said above")]
    Delegate { principal: String, wish: delegations::Wish },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done; the id of what was made, where something was.
    Done(String),
    /// It waits for a second person.
    Waits,
}

/// A change that waits, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// As it is stored.
    pub row: ChangeRow,
    /// What is to be done.
    pub says: String,
    /// Who asked.
    pub by: String,
    /// Whoever reads asked it themselves, and cannot confirm it.
    pub own: bool,
}

/// Why a transaction that was tried is not kept.
enum Tried {
    Fault(Fault),
    Held,
}

impl From<StoreError> for Tried {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<Fault> for Tried {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Does it, or lets it wait for a second person. What does not fit is told at once, either way.
///
/// # Errors
/// As doing it.
pub fn ask(app: &App, alliance: &str, caller: &Caller, change: Change) -> Result<Outcome, Fault> {
    let (by, wanted) = (caller.clone(), change.clone());
    let tried = app.writing(alliance, move |desk| {
        let held = !touched(desk, &by, &wanted)?.is_empty() && round::any_unopened(desk)?;
        let done = apply(desk, &by, &wanted)?;
        // Tried, to see that it fits; and taken back.
        if held { Err(Tried::Held) } else { Ok(done) }
    });
    match tried {
        Ok(done) => return Ok(Outcome::Done(done)),
        Err(Tried::Fault(fault)) => return Err(fault),
        Err(Tried::Held) => {}
    }
    let by = caller.clone();
    app.writing(alliance, move |desk| wait(desk, &by, &change))?;
    Ok(Outcome::Waits)
}

fn apply(desk: &mut Desk<'_>, caller: &Caller, change: &Change) -> Result<String, Fault> {
    match change {
        Change::Appoint { person, wish } => appointing::put(desk, caller, person, wish),
        Change::Correct { person, details } => change::put(desk, caller, person, details).map(|()| person.clone()),
        Change::Add(newcomer) => change::put_new(desk, caller, newcomer),
        Change::Delegate { principal, wish } => {
            delegations::put(desk, caller, principal, wish).map(|()| principal.clone())
        }
    }
}

/// The organisations for which it changes who speaks.
fn touched(desk: &mut Desk<'_>, caller: &Caller, change: &Change) -> Result<BTreeSet<String>, Fault> {
    let mut out = BTreeSet::new();
    let person = match change {
        Change::Appoint { person, wish } => {
            if let Place::Organisation(id) = &wish.place {
                out.insert(id.clone());
            }
            Some(person)
        }
        Change::Correct { person, details } => {
            let old = super::of_alliance(desk, person)?.email.unwrap_or_default();
            Some(person).filter(|_| old.to_lowercase() != details.email.trim().to_lowercase())
        }
        Change::Add(newcomer) => {
            out.extend(spoken_for(desk)?.into_iter().filter(|id| *id == newcomer.organisation));
            None
        }
        // What somebody asks for themselves is theirs to ask.
        Change::Delegate { principal, .. } => Some(principal).filter(|id| **id != caller.person),
    };
    if let Some(person) = person {
        let now = desk.now.into();
        let mut own: BTreeSet<String> = organisations::of_person(desk.db, &desk.alliance, person, now)?
            .into_iter()
            .map(|one| one.organisation_id)
            .collect();
        let held = appointments::of_person(desk.db, &desk.alliance, person, now)?;
        own.extend(
            held.into_iter()
                .filter(|one| one.scope_kind == Scope::Organisation)
                .map(|one| one.scope_id),
        );
        out.extend(spoken_for(desk)?.intersection(&own).cloned());
    }
    Ok(out)
}

/// Organisations that somebody speaks for: whoever can bid.
fn spoken_for(desk: &mut Desk<'_>) -> Result<BTreeSet<String>, Fault> {
    let running = appointments::running(desk.db, &desk.alliance, &[], desk.now.into())?;
    let here = running.into_iter().filter(|one| one.scope_kind == Scope::Organisation);
    Ok(here.map(|one| one.scope_id).collect())
}

/// Lets it wait: journal, a letter to whoever can confirm it, a letter to the organisation's people.
fn wait(desk: &mut Desk<'_>, caller: &Caller, change: &Change) -> Result<(), Fault> {
    let row = ChangeRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        body: serde_json::to_string(change)?,
        asked_by: caller.acting_for.clone().unwrap_or_else(|| caller.person.clone()),
        asked_at: desk.now.into(),
        settled_by: None,
        settled_at: None,
        outcome: None,
    };
    changes::put(desk.db, &row)?;
    note(desk, caller, "asked for a second person", &json!({ "change": row.id }))?;
    let by = named(desk, caller)?;
    let says = in_words(desk, change)?;
    for person in others_with_the_power(desk, caller)? {
        if let Some(to) = people::load(desk.db, &person)? {
            let text = format!("{says} Bids are open or sealed, so a second person confirms or declines it.");
            tell(desk, &to, &by, "/people/waiting", text)?;
        }
    }
    let text = format!(
        "This is asked for: {says} It happens only if a second person at the alliance confirms it. If you know nothing \
         of it, call us."
    );
    tell_organisations(desk, caller, change, &by, &text)
}

fn others_with_the_power(desk: &mut Desk<'_>, caller: &Caller) -> Result<BTreeSet<String>, Fault> {
    let roles = powers::holders(&desk.app.library.roles, POWER);
    let running = appointments::running(desk.db, &desk.alliance, &roles, desk.now.into())?;
    Ok(running
        .into_iter()
        .filter(|one| one.scope_kind == Scope::Alliance)
        .map(|one| one.person_id)
        .filter(|id| *id != caller.person && caller.acting_for.as_ref() != Some(id))
        .collect())
}

/// Tells whoever belongs to an organisation that it is about, but for the person themselves.
fn tell_organisations(
    desk: &mut Desk<'_>,
    caller: &Caller,
    change: &Change,
    by: &str,
    says: &str,
) -> Result<(), Fault> {
    let mut readers = BTreeSet::new();
    for id in touched(desk, caller, change)? {
        let members = organisations::members(desk.db, &id, desk.now.into())?;
        readers.extend(members.into_iter().map(|one| one.person_id));
    }
    for person in readers {
        if let Some(to) = people::load(desk.db, &person)? {
            tell(desk, &to, by, "/help", says.to_owned())?;
        }
    }
    Ok(())
}

/// What waits, oldest first.
///
/// # Errors
/// The reader may not manage the alliance, or the database fails.
pub fn waiting(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Waiting>, Fault> {
    may(desk, caller)?;
    let mut out = Vec::new();
    for row in changes::waiting(desk.db, &desk.alliance)? {
        let change: Change = serde_json::from_str(&row.body)?;
        out.push(Waiting {
            says: in_words(desk, &change)?,
            by: people::load(desk.db, &row.asked_by)?.map_or_else(String::new, |one| one.name),
            own: row.asked_by == caller.person || caller.acting_for.as_ref() == Some(&row.asked_by),
            row,
        });
    }
    Ok(out)
}

/// Confirms a change, which is then done as whoever asked for it, or declines it.
///
/// # Errors
/// It waits no more, whoever answers asked for it or gains by it, or it cannot be done any more.
pub fn answer(app: &App, alliance: &str, caller: &Caller, id: &str, yes: bool) -> Result<(), Fault> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.writing(alliance, move |desk| {
        let found = waiting(desk, &caller)?.into_iter().find(|one| one.row.id == id);
        let found = found.ok_or_else(|| Fault::field("change", "This waits no more. Look at the list again."))?;
        if found.own {
            let because = "You asked for this yourself.".to_owned();
            return Err(cannot(
                desk,
                "same_person",
                because,
                "Somebody else with this role answers.",
            ));
        }
        let change: Change = serde_json::from_str(&found.row.body)?;
        if yes && gains(&change, &caller) {
            let because = "This gives you something yourself.".to_owned();
            return Err(cannot(
                desk,
                "oneself",
                because,
                "Somebody else with this role answers.",
            ));
        }
        let by = named(desk, &caller)?;
        let outcome = if yes { Settled::Done } else { Settled::Declined };
        let text = match yes {
            true => format!("{} {by} has confirmed it, and it is done.", found.says),
            false => format!("{} {by} has declined it, and it does not happen.", found.says),
        };
        let first = Caller::own(found.row.asked_by.clone());
        tell_organisations(desk, &first, &change, &by, &text)?;
        if yes {
            apply(desk, &first, &change)?;
        }
        let now = desk.now.into();
        if !changes::settle(desk.db, &desk.alliance, &id, &caller.person, outcome, now)? {
            return Err(Fault::conflict("Somebody else has answered this.", 0));
        }
        note(desk, &caller, outcome.word(), &json!({ "change": id }))?;
        if let Some(to) = people::load(desk.db, &found.row.asked_by)? {
            tell(desk, &to, &by, "/people", text)?;
        }
        Ok(())
    })
}

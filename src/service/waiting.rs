//! What people may do, what they are asked to do, and who everything is waiting for.

use accord_engine::{
    refusal::{Offer, Standing},
    step,
};
use accord_store::{people, tasks, timers};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::service::{
    app::{App, Desk},
    authority::{self, Caller},
    facts,
    fault::Fault,
    library::{find_state, transitions},
    mending::{self, ToMend},
    record::Below,
    transition::{self, Loaded},
};

/// One thing that somebody is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    /// What is asked, as the button says it.
    pub what: String,
    /// The state that asks.
    pub state: String,
    /// The event, or the decision's state; empty for something that was given up and is to be mended.
    pub event: String,
    /// Names of the people who can do it.
    pub people: Vec<String>,
    /// Their handles.
    pub handles: Vec<String>,
    /// Titles of the roles that can.
    pub roles: Vec<String>,
    /// Until when.
    pub due_at: Option<DateTime<Utc>>,
}

/// An instance as somebody sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The instance.
    pub instance: String,
    /// The version to post with an act.
    pub seq: u64,
    /// Active states.
    pub states: Vec<String>,
    /// How it ended, if it has.
    pub outcome: Option<String>,
    /// What this person may do, and what not, and why.
    pub offers: Vec<Offer>,
    /// The next instant at which a clock runs out.
    pub next_clock: Option<DateTime<Utc>>,
}

/// What a person sees of an instance: the same judgement as when they act (S6).
///
/// # Errors
/// There is no such instance, or the store fails.
pub fn view(app: &App, alliance: &str, instance: &str, caller: &Caller) -> Result<View, Fault> {
    app.reading(alliance, |desk| {
        let loaded = transition::look(desk.db, app, alliance, instance)?;
        let actor = authority::actor(desk, loaded.about(), caller)?;
        let now = desk.now;
        let (offers, _) = facts::judge(desk, loaded.facts(), |known| {
            step::offers_as_known(&loaded.workflow, &loaded.snapshot, &actor, known, now)
        })?;
        let clocks = timers::of_instance(desk.db, alliance, instance)?;
        Ok(View {
            instance: instance.to_owned(),
            seq: loaded.snapshot.seq,
            states: loaded.snapshot.states.iter().map(Into::into).collect(),
            outcome: loaded.snapshot.outcome.clone(),
            offers,
            next_clock: clocks.into_iter().find_map(|one| one.due_at).map(Into::into),
        })
    })
}

/// Who an instance is waiting for.
///
/// # Errors
/// There is no such instance, or the store fails.
pub fn awaited(app: &App, alliance: &str, instance: &str) -> Result<Vec<Awaited>, Fault> {
    app.reading(alliance, |desk| {
        let loaded = transition::look(desk.db, app, alliance, instance)?;
        of_loaded(desk, &loaded)
    })
}

/// The same of an instance that is at hand.
///
/// # Errors
/// The store fails.
pub fn of_loaded(desk: &mut Desk<'_>, loaded: &Loaded) -> Result<Vec<Awaited>, Fault> {
    let mut out = Vec::new();
    for task in tasks::of_instance(desk.db, &desk.alliance, &loaded.row.id)? {
        if task.closed_at.is_none() {
            out.push(one(desk, loaded, &task)?);
        }
    }
    for broken in mending::of_instance(desk, &loaded.row.id)? {
        out.push(to_mend(desk, broken)?);
    }
    Ok(out)
}

/// The records that a state waits for, as it does for the scores of each evaluator; those that this person sees.
///
/// # Errors
/// The store fails.
pub(super) fn of_children(desk: &mut Desk<'_>, loaded: &Loaded, below: &[Below]) -> Result<Vec<Awaited>, Fault> {
    let mut out = Vec::new();
    for state in &loaded.snapshot.states {
        let found = find_state(&loaded.workflow.definition, state);
        let Some(each) = found.and_then(|state| state.for_each.as_ref()) else {
            continue;
        };
        let children = desk.children(&loaded.row.id, Some(&each.name))?;
        let awaited = below.iter().filter(|one| !one.over).filter_map(|one| {
            let (instance, due_at) = one.waits.as_ref()?;
            children.iter().any(|child| child.id == *instance).then(|| Awaited {
                what: one.now.clone(),
                state: state.to_string(),
                event: String::new(),
                people: vec![one.record.title.clone()],
                handles: Vec::new(),
                roles: Vec::new(),
                due_at: *due_at,
            })
        });
        out.extend(awaited);
    }
    Ok(out)
}

fn one(desk: &mut Desk<'_>, loaded: &Loaded, task: &tasks::Task) -> Result<Awaited, Fault> {
    let ids: Vec<String> = match &task.person_id {
        Some(person) => vec![person.clone()],
        None => authority::members(desk, loaded.about(), &task.roles)?
            .into_iter()
            // Whoever is barred is not waited for.
            .filter(|member| !loaded.workflow.is_barred(&task.state, &task.event, &member.exclusions))
            .map(|member| member.person)
            .collect(),
    };
    let rows = people::several(desk.db, &ids)?;
    let definition = &loaded.workflow.definition;
    let asked = find_state(definition, &task.state).and_then(|state| state.decision.as_ref()?.ask.clone());
    let button = transitions(definition, &task.state, &task.event)
        .first()
        .and_then(|transition| transition.title.clone());
    let roles = &desk.app.library.roles.roles;
    Ok(Awaited {
        what: button.or(asked).unwrap_or_else(|| task.event.replace('_', " ")),
        state: task.state.clone(),
        event: task.event.clone(),
        people: rows.iter().map(|row| row.name.clone()).collect(),
        handles: rows.into_iter().map(|row| row.handle).collect(),
        roles: task
            .roles
            .iter()
            .map(|role| {
                roles
                    .get(role)
                    .map_or_else(|| role.clone(), |known| known.title.clone())
            })
            .collect(),
        due_at: task.due_at.map(Into::into),
    })
}

/// A letter, document or notice that was given up: the instance waits for whoever mends it.
fn to_mend(desk: &mut Desk<'_>, broken: ToMend) -> Result<Awaited, Fault> {
    let rows = people::several(desk.db, &broken.ids)?;
    Ok(Awaited {
        what: broken.what,
        state: String::new(),
        event: String::new(),
        people: broken.people,
        handles: rows.into_iter().map(|row| row.handle).collect(),
        roles: broken.roles,
        due_at: None,
    })
}

/// Whether somebody can do this now.
pub const fn is_ready(offer: &Offer) -> bool {
    matches!(offer.standing, Standing::Ready)
}

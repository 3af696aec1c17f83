//! A line of Home: what is asked, of whom, and where it is done.

use accord_engine::snapshot::TaskKind;
use accord_store::{subjects::SubjectRow, tasks::Task};
use chrono::{DateTime, Utc};

use super::loaded;
use crate::service::{
    app::Desk,
    authority, deciding,
    fault::Fault,
    library::{find_state, transitions},
    own::needs,
    places::{Place, Verb},
    sight::Seen,
    support::breaks,
};

/// One line of Home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The record it is about.
    pub record: SubjectRow,
    /// The instance.
    pub instance: String,
    /// What is asked, or happened.
    pub what: String,
    /// Where it is done, if this person can do it.
    pub place: Option<Place>,
    /// The permit of a piece of work that stands on the record's own page, not at a place of the workflow; and
    /// which part of the record it is about, if it is about one.
    pub work: Option<(String, Option<String>)>,
    /// The decision that it is an answer in: its state.
    pub decision: Option<String>,
    /// The state from which it leads on: others that do so too are the same line, and a choice.
    pub way: Option<String>,
    /// Until when, or when.
    pub at: Option<DateTime<Utc>>,
    /// Whom it waits for, in words.
    pub whom: String,
    /// Something has been typed already.
    pub begun: bool,
    /// Why it cannot be done yet: a sentence; nothing if it can.
    pub not_yet: Option<String>,
    /// So many others are just like it, and are not listed; [`super::ALIKE`] stands for that and more.
    pub more: usize,
}

impl Item {
    /// Something that is coming, or was done.
    pub(super) fn of(record: &SubjectRow, instance: &str, what: String, at: Option<DateTime<Utc>>) -> Self {
        Self {
            record: record.clone(),
            instance: instance.to_owned(),
            what,
            place: None,
            work: None,
            decision: None,
            way: None,
            at,
            whom: String::new(),
            begun: false,
            not_yet: None,
            more: 0,
        }
    }

    /// The state whose ways on are to be chosen from, where there are several.
    pub fn choice(&self) -> Option<&str> {
        self.way.as_deref().filter(|_| self.place.is_none())
    }
}

/// A task as a line.
///
/// # Errors
/// The instance is gone; it is not.
pub(super) fn of_task(seen: &Seen, task: &Task) -> Result<Item, Fault> {
    let definition = &loaded(seen, &task.instance_id)?.workflow.definition;
    let asked = find_state(definition, &task.state).and_then(|state| state.decision.as_ref()?.ask.clone());
    let button = transitions(definition, &task.state, &task.event)
        .first()
        .and_then(|found| found.task.clone().or_else(|| found.title.clone()));
    let verb = match task.kind.as_str() {
        "vote" => None,
        "second" => Some(Verb::Confirm),
        _ => Some(Verb::Act),
    };
    let what = match verb {
        None => asked.or(button),
        Some(Verb::Confirm) => button.map(|title| format!("Confirm: {title}")),
        Some(_) => button,
    };
    let what = what.unwrap_or_else(|| task.event.replace('_', " "));
    let leads_on = verb == Some(Verb::Act) && deciding::leads_on(definition, &task.state, &task.event);
    Ok(Item {
        place: verb.map(|verb| Place {
            verb,
            state: task.state.clone(),
            event: task.event.clone(),
        }),
        decision: verb.is_none().then(|| task.state.clone()),
        way: leads_on.then(|| task.state.clone()),
        ..Item::of(&seen.record, &task.instance_id, what, task.due_at.map(Into::into))
    })
}

/// Several ways on from one state are one line, which asks what the state asks. Whether it was one of these.
///
/// # Errors
/// The instance is gone; it is not.
pub(super) fn joined(out: &mut [Item], seen: &Seen, item: &Item) -> Result<bool, Fault> {
    let Some(state) = &item.way else { return Ok(false) };
    let same = |one: &&mut Item| one.instance == item.instance && one.way == item.way && one.at == item.at;
    let Some(first) = out.iter_mut().find(same) else {
        return Ok(false);
    };
    first.what = deciding::question(&loaded(seen, &item.instance)?.workflow.definition, state);
    first.place = None;
    first.not_yet = None;
    first.begun |= item.begun;
    Ok(true)
}

/// What the state asks from which a line leads on, where there are several ways.
///
/// # Errors
/// The instance is gone; it is not.
pub(super) fn choice(seen: &Seen, item: &Item) -> Result<Option<String>, Fault> {
    let Some(state) = &item.way else { return Ok(None) };
    let one = loaded(seen, &item.instance)?;
    let definition = &one.workflow.definition;
    let open = one.snapshot.tasks.values();
    let ways = open.filter(|task| {
        let here = task.state.as_str() == state && task.kind == TaskKind::Act;
        here && deciding::leads_on(definition, state, &task.event)
    });
    Ok((ways.count() > 1).then(|| deciding::question(definition, state)))
}

/// Whom a task waits for, in words.
///
/// # Errors
/// The store fails.
pub(super) fn whom(desk: &mut Desk<'_>, seen: &Seen, task: &Task) -> Result<String, Fault> {
    let named = match (&task.person_id, &seen.record.person_id) {
        (Some(id), _) => Some(id),
        // What concerns one person waits for that person, or for whoever decides about it.
        (None, Some(id)) if theirs(desk, seen, task, id)? => Some(id),
        (None, _) => None,
    };
    if let Some(id) = named {
        let name = accord_store::people::load(desk.db, id)?
            .map(|one| one.name)
            .unwrap_or_default();
        // Whoever would remind them sees that they are away: not why.
        let away = match needs::arranges(desk, &seen.actor) {
            true => breaks::away(desk, std::slice::from_ref(id))?.remove(id),
            false => None,
        };
        return Ok(match away {
            Some(away) => format!("{name}, {away}"),
            None => name,
        });
    }
    Ok(crate::service::readers::titles(desk, &task.roles).join(", "))
}

/// Whether a person is among those who may do what a task asks.
fn theirs(desk: &mut Desk<'_>, seen: &Seen, task: &Task, person: &str) -> Result<bool, Fault> {
    let about = loaded(seen, &task.instance_id)?.about();
    let members = authority::members(desk, about, &task.roles)?;
    Ok(members.iter().any(|one| one.person == person))
}

/// Adds a line; one that says the same as a line that is there is counted beside it.
pub(super) fn add(out: &mut Vec<Item>, item: Item) {
    let same = |one: &&mut Item| one.what == item.what && one.record.title == item.record.title;
    match out.iter_mut().find(same) {
        Some(first) => first.more += 1,
        None => out.push(item),
    }
}

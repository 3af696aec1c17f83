//! A small office to run workflows in: a definition as JSON, a calendar, people, and a clock.

use std::collections::BTreeMap;

use accord_engine::{
    calendar::Calendar,
    definition::{model::Definition, vocabulary::Roles},
    event::{Act, Actor, Event, Facts, LookedUp, Member, Second, Wanted},
    journal::JournalEntry,
    refusal::{Offer, Refusal},
    snapshot::Snapshot,
    step::{self, Step},
    value::Value,
    workflow::Workflow,
};
use chrono::{DateTime, TimeDelta, Utc};
use indexmap::IndexMap;
use serde_json::json;

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub(crate) fn workflow(definition: serde_json::Value) -> Workflow {
    let definition: Definition = serde_json::from_value(definition).expect("a definition");
    let calendar: Calendar = serde_json::from_value(json!({
        "calendar": "england-and-wales",
        "title": "England and Wales",
        "zone": "Europe/London",
        "source": "a test",
        "weekend": ["sat", "sun"],
        "years": {
            "2026": { "2026-01-01": "New Year's Day", "2026-04-03": "Good Friday", "2026-04-06": "Easter Monday" },
            "2027": { "2027-01-01": "New Year's Day" },
            "2028": {},
        },
    }))
    .expect("a calendar");
    let roles: Roles = serde_json::from_value(json!({
        "roles": {
            "manager": { "title": "Manager" },
            "checker": { "title": "Checker" },
            "expert": { "title": "Expert", "house": "experts" },
            "partner": { "title": "Partner", "house": "partners" },
        },
    }))
    .expect("roles");
    Workflow::compile(definition, calendar, roles, &IndexMap::new()).expect("the definition compiles")
}

pub(crate) fn person(name: &str, roles: &[&str]) -> Actor {
    Actor {
        person: name.to_owned(),
        acting_for: None,
        organisation: Some(format!("org-{name}")),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        exclusions: BTreeMap::new(),
    }
}

pub(crate) fn member(name: &str, role: &str, house: &str) -> Member {
    Member {
        person: name.to_owned(),
        roles: vec![role.to_owned()],
        house: Some(house.to_owned()),
        exclusions: Vec::new(),
    }
}

/// One instance, its life so far, and the facts as they are now.
pub(crate) struct Office {
    pub(crate) workflow: Workflow,
    pub(crate) snapshot: Snapshot,
    pub(crate) journal: Vec<JournalEntry>,
    pub(crate) facts: Facts,
    pub(crate) now: DateTime<Utc>,
    pub(crate) last: Option<Step>,
}

impl Office {
    pub(crate) fn open(definition: serde_json::Value, facts: Facts) -> Self {
        Self::open_with(workflow(definition), facts)
    }

    pub(crate) fn open_with(workflow: Workflow, facts: Facts) -> Self {
        let now = at("2026-03-02T10:00:00Z");
        let settings = IndexMap::new();
        let first = step::start(&workflow, "i-1", &settings, &facts, now).expect("it starts");
        let asked = as_asked_for(&facts, |known| {
            step::start_as_known(&workflow, "i-1", &settings, known, now)
        });
        assert_eq!(asked.as_ref(), Ok(&first), "facts that are looked up give the same");
        Self {
            workflow,
            snapshot: first.snapshot.clone(),
            journal: vec![first.entry.clone()],
            facts,
            now,
            last: Some(first),
        }
    }

    pub(crate) fn give(&mut self, event: &Event) -> Result<&Step, Refusal> {
        let step = step::step(&self.workflow, &self.snapshot, event, &self.facts, self.now);
        let asked = as_asked_for(&self.facts, |known| {
            step::step_as_known(&self.workflow, &self.snapshot, event, known, self.now)
        });
        assert_eq!(asked, step, "facts that are looked up give the same");
        let step = step?;
        self.snapshot = step.snapshot.clone();
        self.journal.push(step.entry.clone());
        Ok(self.last.insert(step))
    }

    pub(crate) fn act(&mut self, who: &Actor, event: &str) -> Result<&Step, Refusal> {
        let act = self.doing(who, event);
        self.give(&Event::Act(act))
    }

    pub(crate) fn doing(&self, who: &Actor, event: &str) -> Act {
        Act {
            event: event.to_owned(),
            state: None,
            actor: who.clone(),
            received_at: self.now,
            seen: None,
            answers: IndexMap::new(),
            submission: None,
            kept: BTreeMap::new(),
            has_reason: true,
        }
    }

    pub(crate) fn vote(&mut self, who: &str, option: &str) -> Result<&Step, Refusal> {
        let act = self.doing(&person(who, &[]), option);
        self.give(&Event::Vote(act))
    }

    pub(crate) fn second(&mut self, who: &Actor, state: &str, event: &str, confirm: bool) -> Result<&Step, Refusal> {
        let second = Second {
            state: state.to_owned(),
            event: event.to_owned(),
            actor: who.clone(),
            confirm,
            received_at: self.now,
        };
        self.give(&Event::Second(second))
    }

    /// Moves the clock, firing what is due on the way, in order.
    pub(crate) fn wait(&mut self, how_long: TimeDelta) {
        let until = self.now + how_long;
        self.now = until;
        while let Some(event) = step::due(&self.snapshot, until).into_iter().next() {
            self.give(&event).expect("a clock is never refused");
        }
    }

    pub(crate) fn offers(&self, who: &Actor) -> Vec<Offer> {
        let offers = step::offers(&self.workflow, &self.snapshot, who, &self.facts, self.now);
        let asked = as_asked_for(&self.facts, |known| {
            step::offers_as_known(&self.workflow, &self.snapshot, who, known, self.now)
        });
        assert_eq!(asked, offers, "facts that are looked up give the same");
        offers
    }

    pub(crate) fn fact(&mut self, name: &str, value: Value) {
        self.facts.values.insert(name.to_owned(), value);
    }

    pub(crate) fn is_in(&self, states: &[&str]) -> bool {
        self.snapshot.states == states
    }

    #[track_caller]
    pub(crate) fn replays(&self) {
        let replayed = step::replay(&self.workflow, &self.journal).expect("the journal replays");
        assert_eq!(replayed, self.snapshot);
        let stored: Vec<JournalEntry> =
            serde_json::from_value(serde_json::to_value(&self.journal).unwrap()).expect("journals are JSON");
        let replayed = step::replay(&self.workflow, &stored).expect("the stored journal replays");
        assert_eq!(replayed, self.snapshot);
    }
}

/// Judges on nothing first, then on whatever is asked for; nothing is asked for twice.
#[track_caller]
fn as_asked_for<T>(facts: &Facts, judge: impl Fn(&LookedUp) -> Result<T, Wanted>) -> T {
    let mut known = LookedUp::default();
    loop {
        let wanted = match judge(&known) {
            Ok(judged) => return judged,
            Err(wanted) => wanted,
        };
        let done = &mut known.done;
        assert!(
            done.values.is_disjoint(&wanted.values)
                && done.collections.is_disjoint(&wanted.collections)
                && done.hashes.is_disjoint(&wanted.hashes)
                && !(done.members && wanted.members),
            "asked for twice: {wanted:?}"
        );
        for name in &wanted.values {
            let found = facts.values.get(name).map(|value| (name.clone(), value.clone()));
            known.facts.values.extend(found);
        }
        for name in &wanted.collections {
            let found = facts.collections.get(name).map(|all| (name.clone(), all.clone()));
            known.facts.collections.extend(found);
        }
        for name in &wanted.hashes {
            let found = facts.hashes.get(name).map(|hash| (name.clone(), hash.clone()));
            known.facts.hashes.extend(found);
            let same = facts.same.iter().filter(|one| one.content == *name);
            known.facts.same.extend(same.cloned());
        }
        if wanted.members {
            known.facts.members.clone_from(&facts.members);
        }
        done.values.extend(wanted.values);
        done.collections.extend(wanted.collections);
        done.hashes.extend(wanted.hashes);
        done.members |= wanted.members;
    }
}

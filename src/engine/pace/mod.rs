//! Steps to measure: an instance brought to where a step is about to be taken, and that step taken
//! over and over. Whoever measures brings the clock.

use std::{collections::BTreeMap, hint::black_box};

use chrono::{DateTime, TimeDelta, Utc};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::{
    definition::parse,
    diagnostic::Diagnostic,
    event::{Act, Actor, Event, Facts, Member},
    refusal::Refusal,
    snapshot::Snapshot,
    step::{self, Step},
    value::Value,
    workflow::Workflow,
};

/// How many people vote, in two houses of the same size.
const VOTERS: usize = 14;

/// One step of one instance.
#[derive(Debug)]
pub struct Course {
    /// A word for it, for a table.
    pub name: &'static str,
    /// What it has to do.
    pub about: &'static str,
    from: Snapshot,
    event: Event,
    now: DateTime<Utc>,
}

/// A workflow, and steps to measure in it.
#[derive(Debug)]
pub struct Pace {
    workflow: Workflow,
    facts: Facts,
}

impl Pace {
    /// Reads the workflow.
    ///
    /// # Errors
    /// What is wrong with it; it is part of the program, so that would be the program's fault.
    pub fn new() -> Result<Self, String> {
        let roles = read(include_str!("people.yaml"))?;
        let calendar = read(include_str!("plain.yaml"))?;
        let definition = read(include_str!("paper.yaml"))?;
        let workflow = Workflow::compile(definition, calendar, roles, &IndexMap::new()).map_err(|all| words(&all))?;
        let facts = Facts {
            values: BTreeMap::from([("pages".to_owned(), Value::Integer(3))]),
            members: (0..VOTERS).map(member).collect(),
            ..Facts::default()
        };
        Ok(Self { workflow, facts })
    }

    /// The steps, each at the point where it begins. The first is the typical one.
    ///
    /// # Errors
    /// The workflow refuses one of them.
    pub fn courses(&self) -> Result<Vec<Course>, Refusal> {
        let morning = DateTime::UNIX_EPOCH + TimeDelta::days(20_514) + TimeDelta::hours(10);
        let draft = step::start(&self.workflow, &id(0), &IndexMap::new(), &self.facts, morning)?.snapshot;
        let act = Course {
            name: "act",
            about: "a condition, a task, an email",
            event: Event::Act(doing("send", "manager", 0, morning)),
            from: draft.clone(),
            now: morning,
        };
        let back = Course {
            name: "return",
            about: "one task for another",
            event: Event::Act(doing("back", "manager", 0, morning)),
            from: self.step(&act)?.snapshot,
            now: morning,
        };
        let circulate = Course {
            name: "circulate",
            about: "two conditions, a clock in working days, two reminders, an email",
            event: Event::Act(doing("circulate", "manager", 0, morning)),
            from: draft,
            now: morning,
        };
        let closing = self.ends(self.step(&circulate)?.snapshot)?;
        let mut voting = self.step(&closing)?.snapshot;
        for voter in 0..VOTERS / 2 {
            voting = self.step(&vote(voter, voting, closing.now))?.snapshot;
        }
        let vote = vote(VOTERS / 2, voting, closing.now);
        Ok(vec![act, back, circulate, vote, closing])
    }

    /// The last clock of an instance runs out: two reminders before it have been sent.
    fn ends(&self, mut from: Snapshot) -> Result<Course, Refusal> {
        let far = from.started_at + TimeDelta::days(365);
        loop {
            let due = step::due(&from, far);
            let (first, last) = (due.first(), due.len() == 1);
            let Some(Event::Timer { timer, due_at }) = first.cloned() else {
                return Err(Refusal::because("pace", "No clock runs."));
            };
            let course = Course {
                name: "closing",
                about: "a clock runs out, a vote of fourteen opens with its clock and reminders",
                event: Event::Timer { timer, due_at },
                from,
                now: due_at,
            };
            if last {
                return Ok(course);
            }
            from = self.step(&course)?.snapshot;
        }
    }

    /// Takes a step so many times, each time from where it begins.
    ///
    /// # Errors
    /// The workflow refuses it.
    pub fn run(&self, course: &Course, times: u32) -> Result<(), Refusal> {
        for _ in 0..times {
            black_box(self.step(black_box(course))?);
        }
        Ok(())
    }

    fn step(&self, course: &Course) -> Result<Step, Refusal> {
        step::step(&self.workflow, &course.from, &course.event, &self.facts, course.now)
    }
}

fn vote(voter: usize, from: Snapshot, now: DateTime<Utc>) -> Course {
    Course {
        name: "vote",
        about: "the eighth of fourteen, in two houses",
        event: Event::Vote(doing("yes", "expert", voter, now)),
        from,
        now,
    }
}

fn doing(event: &str, role: &str, person: usize, received_at: DateTime<Utc>) -> Act {
    Act {
        event: event.to_owned(),
        state: None,
        actor: Actor {
            person: id(person),
            acting_for: None,
            organisation: None,
            roles: vec![role.to_owned()],
            exclusions: BTreeMap::new(),
        },
        received_at,
        seen: None,
        answers: IndexMap::new(),
        submission: None,
        kept: BTreeMap::new(),
        has_reason: true,
    }
}

fn id(number: usize) -> String {
    format!("0197a0b2-7c00-7000-8000-{number:012}")
}

/// Every other one sits in the other house.
fn member(person: usize) -> Member {
    let (role, house) = if person.is_multiple_of(2) {
        ("expert", "experts")
    } else {
        ("partner", "partners")
    };
    Member {
        person: id(person),
        roles: vec![role.to_owned()],
        house: Some(house.to_owned()),
        exclusions: Vec::new(),
    }
}

fn read<T: DeserializeOwned + JsonSchema>(text: &str) -> Result<T, String> {
    let parsed = parse::read(text);
    parsed.value.ok_or_else(|| words(&parsed.found))
}

fn words(found: &[Diagnostic]) -> String {
    let all: Vec<String> = found.iter().map(|one| format!("{}: {}", one.path, one.what)).collect();
    all.join("; ")
}

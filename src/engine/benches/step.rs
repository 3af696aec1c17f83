//! In-memory steps a second: one typical action, with a condition, a task and an email.

use std::{collections::BTreeMap, hint::black_box};

use accord_engine::{
    event::{Act, Actor, Event, Facts},
    snapshot::Snapshot,
    step,
    value::Value,
    workflow::Workflow,
};
use chrono::{DateTime, Utc};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use indexmap::IndexMap;
use serde_json::json;

type Fault = Box<dyn std::error::Error>;

struct Desk {
    workflow: Workflow,
    facts: Facts,
    now: DateTime<Utc>,
    drafting: Snapshot,
    reading: Snapshot,
}

fn desk() -> Result<Desk, Fault> {
    let definition = serde_json::from_value(json!({
        "workflow": "paper", "title": "A paper", "about": "paper", "calendar": "plain", "roles": ["manager"],
        "facts": { "pages": "integer" }, "initial": "draft",
        "states": {
            "draft": { "on": { "send": {
                "by": ["manager"], "to": "reading",
                "when": [ { "id": "has_pages", "if": "pages > 0", "because": "There are no pages." } ],
                "do": [ { "email": { "template": "sent", "to": ["manager"] } } ],
            } } },
            "reading": { "on": { "back": { "by": ["manager"], "to": "draft" } } },
            "end": { "final": "done" },
        },
    }))?;
    let calendar = serde_json::from_value(json!({
        "calendar": "plain", "title": "Plain", "zone": "Europe/London", "source": "a bench",
        "weekend": ["sat", "sun"], "years": { "2026": {} },
    }))?;
    let roles = serde_json::from_value(json!({ "roles": { "manager": { "title": "Manager" } } }))?;
    let workflow =
        Workflow::compile(definition, calendar, roles, &IndexMap::new()).map_err(|found| format!("{found:?}"))?;
    let now = "2026-03-02T10:00:00Z".parse()?;
    let mut facts = Facts::default();
    facts.values.insert("pages".to_owned(), Value::Integer(3));
    let drafting = step::start(&workflow, "i-1", &IndexMap::new(), &facts, now)?.snapshot;
    let reading = step::step(&workflow, &drafting, &act("send", now), &facts, now)?.snapshot;
    Ok(Desk {
        workflow,
        facts,
        now,
        drafting,
        reading,
    })
}

fn act(event: &str, now: DateTime<Utc>) -> Event {
    Event::Act(Act {
        event: event.to_owned(),
        state: None,
        actor: Actor {
            person: "m".to_owned(),
            acting_for: None,
            organisation: None,
            roles: vec!["manager".to_owned()],
            exclusions: BTreeMap::new(),
        },
        received_at: now,
        seen: None,
        answers: IndexMap::new(),
        submission: None,
        kept: BTreeMap::new(),
        has_reason: true,
    })
}

fn steps(criterion: &mut Criterion) {
    let Ok(desk) = desk() else { return };
    let mut group = criterion.benchmark_group("step");
    group.throughput(Throughput::Elements(1));
    for (name, from, event) in [("send", &desk.drafting, "send"), ("back", &desk.reading, "back")] {
        let event = act(event, desk.now);
        group.bench_function(name, |bencher| {
            bencher.iter(|| step::step(&desk.workflow, black_box(from), &event, &desk.facts, desk.now));
        });
    }
    group.finish();
}

criterion_group!(benches, steps);
criterion_main!(benches);

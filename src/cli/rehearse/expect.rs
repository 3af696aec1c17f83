//! Whether things are as the play says they should be.

use std::collections::BTreeMap;

use accord_engine::{
    deadline::TimerRole,
    event::{LookedUp, Wanted},
    refusal::{Refusal, Standing},
    value::Value,
};
use accord_store::instances;
use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};

use super::{
    post::Left,
    scenario::{Expect, Step},
    stage::Stage,
};
use crate::{
    clock::Clock as _,
    service::{
        facts,
        transition::{self, Loaded},
        waiting::{self, is_ready},
    },
};

pub(super) fn check(stage: &mut Stage, step: &Step, wanted: &Expect) -> anyhow::Result<()> {
    stage.settle()?;
    let mut wrong = Vec::new();
    if let Some(on) = &step.on {
        about(stage, on, step, wanted, &mut wrong)?;
    }
    if let Some(day) = &wanted.today {
        let now = stage.local(stage.clock.now());
        if !now.starts_with(day.as_str()) {
            wrong.push(format!("today is {now}, not {day}"));
        }
    }
    let looks_at_post = !wanted.letters.is_empty()
        || !wanted.count.is_empty()
        || !wanted.documents.is_empty()
        || !wanted.notices.is_empty();
    if looks_at_post {
        let news = stage.post.news();
        post(&news, wanted, &mut wrong);
    }
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}", wrong.join("; "))
}

fn about(stage: &Stage, on: &str, step: &Step, wanted: &Expect, wrong: &mut Vec<String>) -> anyhow::Result<()> {
    let loaded = load(stage, on)?;
    let states = &loaded.snapshot.states;
    if let Some(state) = &wanted.state
        && !states.iter().any(|one| one == state)
    {
        wrong.push(format!("`{on}` is in {}, not in {state}", states.join(", ")));
    }
    if let Some(outcome) = &wanted.outcome
        && loaded.row.outcome.as_ref() != Some(outcome)
    {
        let is = loaded.row.outcome.as_deref().unwrap_or("not over");
        wrong.push(format!("`{on}` is {is} ({}), not {outcome}", states.join(", ")));
    }
    for (brood, count) in &wanted.children {
        let rows = stage
            .app
            .store
            .read(|db| instances::children(db, &stage.alliance, &loaded.row.id, Some(brood)))?;
        if rows.len() != *count {
            wrong.push(format!("`{on}` has {} of `{brood}`, not {count}", rows.len()));
        }
    }
    waiting_for(stage, &loaded, wanted, wrong)?;
    for (name, at) in &wanted.clocks {
        let due = clock(stage, on, name)?;
        if due != stage.moment(at)? {
            wrong.push(format!("`{name}` of `{on}` runs out at {}, not {at}", stage.local(due)));
        }
    }
    read(stage, &loaded, wanted, wrong)?;
    offered(stage, &loaded, step, wanted, wrong)
}

fn waiting_for(stage: &Stage, loaded: &Loaded, wanted: &Expect, wrong: &mut Vec<String>) -> anyhow::Result<()> {
    if wanted.waiting_for.is_empty() && !wanted.waiting_for_nobody {
        return Ok(());
    }
    let awaited = waiting::awaited(&stage.app, &stage.alliance, &loaded.row.id)?;
    let handles: Vec<&String> = awaited.iter().flat_map(|one| &one.handles).collect();
    for named in &wanted.waiting_for {
        let person = &stage.handle(named)?;
        if !handles.contains(&person) {
            wrong.push(format!(
                "nobody waits for {person}; waited for: {}",
                handles.iter().map(|h| h.as_str()).collect::<Vec<_>>().join(", ")
            ));
        }
    }
    if wanted.waiting_for_nobody && !handles.is_empty() {
        wrong.push(format!("{} people are waited for", handles.len()));
    }
    Ok(())
}

fn read(stage: &Stage, loaded: &Loaded, wanted: &Expect, wrong: &mut Vec<String>) -> anyhow::Result<()> {
    if wanted.facts.is_empty() {
        return Ok(());
    }
    let mut known = LookedUp::default();
    stage.app.reading(&stage.alliance, |desk| {
        let wanted = Wanted {
            values: wanted.facts.keys().cloned().collect(),
            ..Wanted::default()
        };
        facts::look_up(desk, loaded.facts(), wanted, &mut known)
    })?;
    for (name, json) in &wanted.facts {
        let Some(kind) = loaded.workflow.definition.facts.get(name) else {
            wrong.push(format!("there is no fact `{name}`"));
            continue;
        };
        let value = Value::typed(*kind, json).map_err(anyhow::Error::msg)?;
        let found = known.facts.values.get(name);
        if found != Some(&value) {
            wrong.push(format!("`{name}` is {found:?}, not {json}"));
        }
    }
    Ok(())
}

fn offered(
    stage: &Stage,
    loaded: &Loaded,
    step: &Step,
    wanted: &Expect,
    wrong: &mut Vec<String>,
) -> anyhow::Result<()> {
    if wanted.may.is_empty() && wanted.may_not.is_empty() {
        return Ok(());
    }
    let who = step
        .by
        .as_ref()
        .and_then(|by| by.each().first())
        .context("say for whom: `by: …`")?;
    let caller = stage.caller(who, step.principal.as_deref())?;
    let view = waiting::view(&stage.app, &stage.alliance, &loaded.row.id, &caller)?;
    let ready: Vec<&str> = view
        .offers
        .iter()
        .filter(|offer| is_ready(offer))
        .map(|offer| offer.event.as_str())
        .collect();
    for event in &wanted.may {
        if !ready.contains(&event.as_str()) {
            wrong.push(format!("{who} may not {event}; may: {}", ready.join(", ")));
        }
    }
    for event in &wanted.may_not {
        if ready.contains(&event.as_str()) {
            wrong.push(format!("{who} may {event}"));
        }
        for offer in view.offers.iter().filter(|offer| offer.event == *event) {
            if let Standing::Blocked(reasons) = &offer.standing {
                let refusal = Refusal {
                    code: "blocked".to_owned(),
                    reasons: reasons.clone(),
                };
                stage.shown.told(&loaded.workflow.definition.workflow, &refusal);
            }
        }
    }
    Ok(())
}

fn post(news: &[Left], wanted: &Expect, wrong: &mut Vec<String>) {
    let mut letters: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in news.iter().filter(|one| one.kind == "email") {
        letters.entry(&one.template).or_default().push(&one.to);
    }
    for (template, people) in &wanted.letters {
        let got = letters.get(template.as_str()).cloned().unwrap_or_default();
        for person in people {
            if !got.contains(&person.as_str()) {
                let others: Vec<&str> = letters.keys().copied().collect();
                wrong.push(format!(
                    "{person} got no `{template}` (it went to: {}; letters: {})",
                    got.join(", "),
                    others.join(", ")
                ));
            }
        }
    }
    for (template, count) in &wanted.count {
        let got = letters.get(template.as_str()).map_or(0, Vec::len);
        if got != *count {
            wrong.push(format!("`{template}` went to {got} people, not {count}"));
        }
    }
    for (kind, names) in [("document", &wanted.documents), ("notice", &wanted.notices)] {
        for name in names {
            if !news.iter().any(|one| one.kind == kind && one.template == *name) {
                let got: Vec<&str> = news
                    .iter()
                    .filter(|one| one.kind == kind)
                    .map(|one| one.template.as_str())
                    .collect();
                wrong.push(format!("no {kind} `{name}` (there were: {})", got.join(", ")));
            }
        }
    }
}

fn load(stage: &Stage, on: &str) -> anyhow::Result<Loaded> {
    let instance = stage.find(on)?.instance.context("only a process has a state")?;
    Ok(stage
        .app
        .store
        .read(|db| transition::look(db, &stage.app, &stage.alliance, &instance))?)
}

/// When a clock of a process runs out.
pub(super) fn clock(stage: &Stage, on: &str, name: &str) -> anyhow::Result<DateTime<Utc>> {
    let loaded = load(stage, on)?;
    let id = timer(&loaded, name)?;
    loaded
        .snapshot
        .timers
        .get(id.as_str())
        .and_then(|one| one.due_at)
        .with_context(|| format!("the clock `{name}` stands still"))
}

/// The timer behind a clock of the present state.
pub(super) fn timer(loaded: &Loaded, name: &str) -> anyhow::Result<String> {
    loaded
        .snapshot
        .timers
        .iter()
        .filter(|(_, one)| one.clock == name && matches!(one.role, TimerRole::End(_)))
        .min_by_key(|(_, one)| one.due_at)
        .map(|(id, _)| id.to_string())
        .with_context(|| {
            let clocks: Vec<&str> = loaded.snapshot.timers.values().map(|one| one.clock.as_str()).collect();
            format!("no clock `{name}` is running; running: {}", clocks.join(", "))
        })
}

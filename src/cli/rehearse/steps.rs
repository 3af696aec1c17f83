//! Playing one step.

use anyhow::{Context as _, bail};
use serde_json::Value as Json;

use super::{
    company::Deed,
    expect, offices, recorded,
    scenario::{Card, People, Step},
    stage::{Named, Stage},
    starts,
};
use crate::{
    clock::Clock as _,
    service::{
        authority::Caller,
        fault::Fault,
        transition::{self, Answer, Ask, Command},
        work::Task,
    },
};

/// The verbs, for the message when a step has none or two.
const VERBS: &str = "say, start, act, vote, do, second, undo, extend, wait, until, interest, account, card, run, appoint, delegate, outage, expect";

/// Plays one step, and lets everything happen that follows from it at once.
pub(super) fn play(stage: &mut Stage, step: &Step) -> anyhow::Result<()> {
    one_verb(step)?;
    stage.played += 1;
    if let Some(words) = &step.say {
        stage
            .told
            .push(format!("\n## {}: {words}\n", stage.local(stage.clock.now())));
    } else if let Some(wanted) = &step.expect {
        return expect::check(stage, step, wanted);
    } else if let Some(words) = &step.wait {
        let target = stage.later(words)?;
        return stage.pass_until(target);
    } else if let Some(words) = &step.until {
        return until(stage, step, words);
    } else if let Some(outage) = &step.outage {
        let until = stage.moment(&outage.until)?;
        stage.outage(outage.of, until)?;
    } else {
        for one in each(stage, step)? {
            let outcome = done(stage, &one);
            judge(step, outcome)?;
        }
        tell(stage, step);
    }
    stage.settle()
}

/// The step, or one for each member of `each`.
fn each(stage: &Stage, step: &Step) -> anyhow::Result<Vec<Step>> {
    if step.each.is_null() {
        return Ok(vec![step.clone()]);
    }
    let list = stage.meant(&step.each)?;
    let rows = list.as_array().context("`each` is a list, or a table")?;
    let mut out = Vec::new();
    for row in rows {
        let row = row.as_object().context("each member of `each` has fields")?;
        let mut one = step.clone();
        one.with.extend(row.clone());
        out.push(one);
    }
    Ok(out)
}

fn one_verb(step: &Step) -> anyhow::Result<()> {
    let verbs = [
        step.say.is_some(),
        step.start.is_some(),
        step.act.is_some(),
        step.vote.is_some(),
        step.work.is_some(),
        step.second.is_some(),
        step.undo.is_some(),
        step.extend.is_some(),
        step.wait.is_some(),
        step.until.is_some(),
        step.interest.is_some(),
        step.account.is_some(),
        step.card.is_some(),
        step.run.is_some(),
        step.appoint.is_some(),
        step.delegate.is_some(),
        step.outage.is_some(),
        step.expect.is_some(),
    ];
    match verbs.iter().filter(|one| **one).count() {
        1 => Ok(()),
        0 => bail!("this step does nothing; say one of: {VERBS}"),
        _ => bail!("this step does two things; make two steps of it ({VERBS})"),
    }
}

fn until(stage: &mut Stage, step: &Step, words: &str) -> anyhow::Result<()> {
    let Some(on) = &step.on else {
        let target = stage.moment(words)?;
        return stage.pass_until(target);
    };
    let due = expect::clock(stage, on, words)?;
    stage.pass_until(due)
}

fn done(stage: &mut Stage, step: &Step) -> Result<(), Fault> {
    if let Some(workflow) = &step.start {
        return starts::start(stage, step, workflow);
    }
    if let Some(role) = &step.appoint {
        return offices::appoint(stage, step, role);
    }
    if step.delegate.is_some() {
        return offices::delegate(stage, step);
    }
    for person in step.by.as_ref().map(People::each).unwrap_or_default() {
        let caller = Caller {
            code_alone: step.code_alone,
            ..stage.caller(person, step.principal.as_deref())?
        };
        if let Some(interest) = &step.interest {
            offices::declare(stage, &caller, interest)?;
        } else if let Some(account) = &step.account {
            offices::account(stage, &caller, account)?;
        } else if let Some(card) = step.card {
            offices::card(stage, step, &caller, card)?;
        } else if let Some(run) = &step.run {
            offices::run(stage, step, &caller, run)?;
        } else if let Some(by) = &step.recorded {
            recorded::record(stage, step, &caller, by)?;
        } else if stage
            .hands
            .as_ref()
            .filter(|_| step.extend.is_none() && step.undo.is_none())
            .is_some_and(|hands| hands.can(named(step), on(step)))
        {
            by_hand(stage, step, caller)?;
        } else if step.work.is_some() {
            work(stage, step, caller)?;
        } else {
            ask(stage, step, caller)?;
        }
    }
    if step.by.is_none() {
        return Err(anyhow::anyhow!("say who does it: `by: …`").into());
    }
    Ok(())
}

/// Gives what an act started, or the process itself, the name that the step has for it.
pub(super) fn remember(stage: &mut Stage, step: &Step, answer: &Answer) -> Result<(), Fault> {
    let Some(name) = &step.name else {
        return Ok(());
    };
    // An act that starts something names that; else the process itself is named.
    let id = match (step.start.is_some(), answer.started.first()) {
        (false, Some(child)) => child,
        _ => &answer.instance,
    };
    let (alliance, id) = (stage.alliance.clone(), id.clone());
    let row = stage
        .app
        .store
        .read(|db| accord_store::instances::load(db, &alliance, &id))?;
    let named = Named {
        instance: Some(row.id),
        id: row.subject_id,
    };
    stage.names.insert(name.clone(), named);
    Ok(())
}

fn ask(stage: &mut Stage, step: &Step, caller: Caller) -> Result<(), Fault> {
    let named = stage.find(step.on.as_deref().context("say of which process: `on: …`")?)?;
    let instance = named.instance.context("only a process can be acted on")?;
    let (app, alliance) = (stage.app.clone(), stage.alliance.clone());
    let loaded = app.store.read(|db| transition::look(db, &app, &alliance, &instance))?;
    let answers = stage.filled_in(&step.with)?;
    let reason = step.reason.clone();
    let ask = if let Some(event) = &step.act {
        Ask::Act {
            event: event.clone(),
            state: step.state.clone(),
            answers,
            reason,
        }
    } else if let Some(option) = &step.vote {
        let open = step.state.clone().or_else(|| open_decision(&loaded));
        Ask::Vote {
            state: open.context("no decision is open there")?,
            option: option.clone(),
            answers,
            reason,
        }
    } else if let Some(event) = &step.second {
        let half = loaded.snapshot.awaiting_second.iter().find(|one| one.event == *event);
        Ask::Second {
            state: half.context("this waits for nobody's second word")?.state.clone(),
            event: event.clone(),
            confirm: !step.decline,
        }
    } else if let Some(by) = &step.extend {
        Ask::Extend {
            timer: expect::timer(&loaded, step.state.as_deref().unwrap_or("deadline"))?,
            by: by.clone(),
            reason: reason.unwrap_or_default(),
        }
    } else {
        Ask::Undo {
            seq: loaded.snapshot.held.last().map_or(0, |held| held.seq),
            reason: reason.unwrap_or_default(),
        }
    };
    if let Some(name) = &step.seen_as {
        stage.seen.insert(name.clone(), loaded.snapshot.seq);
    }
    let seen = match &step.seen {
        Some(name) => *stage
            .seen
            .get(name)
            .with_context(|| format!("nobody has looked under the name `{name}`"))?,
        None => loaded.snapshot.seq,
    };
    let answer = stage.app.ask(Command {
        alliance: stage.alliance.clone(),
        instance,
        caller,
        key: Some(stage.app.rng.id(stage.clock.now())),
        seen: Some(seen),
        ask,
    })?;
    remember(stage, step, &answer)
}

fn named(step: &Step) -> &str {
    step.work.as_deref().or(step.act.as_deref()).unwrap_or_default()
}

fn on(step: &Step) -> &str {
    step.on.as_deref().unwrap_or_default()
}

/// The same by somebody who does it in another way than by asking the service: in a browser.
fn by_hand(stage: &mut Stage, step: &Step, caller: Caller) -> Result<(), Fault> {
    let named = stage.find(step.on.as_deref().context("say on what: `on: …`")?)?;
    let alliance = stage.alliance.clone();
    let row = stage
        .app
        .store
        .read(|db| accord_store::subjects::load(db, &alliance, &named.id))?;
    let (verb, what) = [
        ("act", &step.act),
        ("vote", &step.vote),
        ("confirm", &step.second),
        ("work", &step.work),
    ]
    .into_iter()
    .find_map(|(verb, what)| Some((verb, what.clone()?)))
    .context("only acts, votes, second words and work are done by hand")?;
    let deed = Deed {
        caller,
        record: (row.kind, row.id),
        instance: named.instance,
        verb,
        what,
        state: step.state.clone(),
        with: stage.filled_in(&step.with)?,
        reason: step.reason.clone(),
        decline: step.decline,
    };
    let answer = stage
        .hands
        .as_mut()
        .map(|hands| hands.do_it(&deed))
        .transpose()?
        .unwrap_or_default();
    if step.name.is_none() {
        return Ok(());
    }
    match serde_json::from_value::<Answer>(answer.clone()) {
        Ok(answer) => remember(stage, step, &answer),
        Err(_of_work) => remember_made(stage, step, &answer),
    }
}

fn open_decision(loaded: &transition::Loaded) -> Option<String> {
    loaded
        .snapshot
        .states
        .iter()
        .rev()
        .find(|state| {
            loaded
                .snapshot
                .ballots
                .get(*state)
                .is_some_and(|ballot| ballot.outcome.is_none())
        })
        .map(Into::into)
}

fn work(stage: &mut Stage, step: &Step, caller: Caller) -> Result<(), Fault> {
    let named = stage.find(step.on.as_deref().context("say on what: `on: …`")?)?;
    let answer = stage.app.work(Task {
        alliance: stage.alliance.clone(),
        subject: named.id,
        permit: step.work.clone().unwrap_or_default(),
        caller,
        key: None,
        body: stage.filled_in(&step.with)?,
    })?;
    remember_made(stage, step, &answer)
}

/// Gives what work has made the name that the step says.
fn remember_made(stage: &mut Stage, step: &Step, answer: &Json) -> Result<(), Fault> {
    if let Some(name) = &step.name {
        let made = answer
            .as_object()
            .and_then(|map| map.values().find_map(Json::as_str))
            .context("this made nothing that could be given a name")?;
        let named = Named {
            instance: None,
            id: made.to_owned(),
        };
        stage.names.insert(name.clone(), named);
    }
    Ok(())
}

/// Whether it went as the play says.
fn judge(step: &Step, outcome: Result<(), Fault>) -> anyhow::Result<()> {
    match (&step.refused, outcome) {
        (None, Ok(())) => Ok(()),
        (None, Err(fault)) => Err(anyhow::Error::new(fault)),
        (Some(_), Ok(())) => bail!("it was allowed, and should have been refused"),
        (Some(_), Err(Fault::Internal(error))) => Err(error),
        (Some(wanted), Err(fault)) => {
            let said = fault.to_string();
            match wanted.iter().find(|one| !said.contains(one.as_str())) {
                None => Ok(()),
                Some(one) => bail!("it was refused, but nothing said `{one}`; it said: {said}"),
            }
        }
    }
}

/// A sentence for the summary.
fn tell(stage: &mut Stage, step: &Step) {
    let who = step.by.as_ref().map(|by| by.each().join(", ")).unwrap_or_default();
    let what = [
        ("starts", &step.start),
        ("does", &step.act),
        ("votes", &step.vote),
        ("works:", &step.work),
        ("confirms", &step.second),
        ("takes back", &step.undo),
        ("gives more time:", &step.extend),
        ("appoints", &step.appoint),
        ("lets somebody act until", &step.delegate),
    ]
    .into_iter()
    .find_map(|(verb, word)| Some(format!("{verb} *{}*", word.as_ref()?.replace('_', " "))))
    .unwrap_or_else(|| {
        let said = match (&step.account, step.card) {
            (Some(_), _) => "says which account to pay into",
            (None, Some(Card::Make)) => "makes an opening card",
            (None, Some(Card::Check)) => "checks an opening card",
            (None, Some(Card::Show)) => "shows an opening card",
            (None, Some(Card::Copy)) => "sends their own copy",
            (None, None) => "declares an interest",
        };
        said.to_owned()
    });
    let on = step.on.as_ref().map(|on| format!(" ({on})")).unwrap_or_default();
    let refused = if step.refused.is_some() { " and is refused" } else { "" };
    let at = stage.local(stage.clock.now());
    stage.told.push(format!("- {at} {who} {what}{on}{refused}"));
}

//! The step that two people record for somebody who said it on paper, by phone or in a meeting: as the pages do
//! it, by the same path.

use anyhow::Context as _;
use chrono::Days;

use super::{
    scenario::{Recorded, Step},
    stage::Stage,
    steps,
};
use crate::{
    clock::Clock as _,
    domain::words,
    service::{
        authority::Caller,
        drafts::{self, Stamp, WHY},
        fault::Fault,
        places::{Place, Verb},
        putting_right::{
            proposing::{self, How},
            settling::{self, Word},
        },
        transition::{self, Answer},
        typed,
    },
};

/// One writes it down, another confirms it, or does not.
pub(super) fn record(stage: &mut Stage, step: &Step, whose: &Caller, by: &Recorded) -> Result<(), Fault> {
    let named = stage.find(step.on.as_deref().context("say of which process: `on: …`")?)?;
    let instance = named.instance.context("only a process can be acted on")?;
    let place = place(stage, step, &instance)?;
    let (first, second) = (stage.caller(&by.by, None)?, stage.caller(&by.confirmed_by, None)?);
    let (app, alliance) = (stage.app.clone(), stage.alliance.clone());
    let whom = (instance.as_str(), whose.person.as_str());
    let sheet = proposing::sheet(&app, &alliance, &first, whom, &place)?;
    let form = sheet.form.as_ref().map(|(_, form)| form);
    let mut answers = typed::kept(form, stage.filled_in(&step.with)?);
    if let Some(reason) = &step.reason {
        answers.insert(WHY.to_owned(), reason.clone().into());
    }
    let stamp = Stamp {
        key: app.rng.id(stage.clock.now()),
        ..Stamp::default()
    };
    let kept = proposing::kept(&whose.person, &place);
    let draft = drafts::keep(&app, &alliance, &first, &instance, &kept, stamp, answers)?;
    let said_on = match &by.said_on {
        Some(day) => day.parse().context("`said_on` is a day, such as 2026-03-01")?,
        None => words::local_day(stage.clock.now()) - Days::new(1),
    };
    let how = How {
        way: by.way.clone(),
        said_on: Some(said_on),
        read_back: true,
        reason: by.reason.clone(),
    };
    let id = proposing::propose(&app, &alliance, &first, whom, &place, how, &draft)?;
    if let Some(words) = &by.after {
        let target = stage.later(words)?;
        stage.pass_until(target)?;
    }
    let word = match step.decline {
        true => Word::Refuse(by.reason.clone()),
        false => Word::Confirm,
    };
    let row = settling::settle(&app, &alliance, &second, &id, word)?;
    match row.outcome {
        Some(outcome) => steps::remember(stage, step, &serde_json::from_str::<Answer>(&outcome)?),
        None => Ok(()),
    }
}

/// Where the step acts, as addresses say it.
fn place(stage: &Stage, step: &Step, instance: &str) -> Result<Place, Fault> {
    let (app, alliance) = (stage.app.clone(), stage.alliance.clone());
    let loaded = app.store.read(|db| transition::look(db, &app, &alliance, instance))?;
    let (verb, event) = match (&step.act, &step.vote, &step.second) {
        (Some(event), ..) => (Verb::Act, event),
        (_, Some(option), _) => (Verb::Vote, option),
        (.., Some(event)) => (Verb::Confirm, event),
        _ => return Err(anyhow::anyhow!("only acts and votes are recorded for somebody").into()),
    };
    let definition = &loaded.workflow.definition;
    let offers = |state: &str| match verb {
        Verb::Vote => crate::service::library::find_state(definition, state)
            .and_then(|found| found.decision.as_ref())
            .is_some_and(|all| all.options.contains_key(event)),
        Verb::Act | Verb::Confirm => {
            let own = crate::service::library::find_state(definition, state);
            own.is_some_and(|found| found.on.contains_key(event))
        }
    };
    let mut states = loaded.snapshot.states.iter().rev().map(ToString::to_string);
    let state = step.state.clone().or_else(|| states.find(|state| offers(state)));
    Ok(Place {
        verb,
        state: state.unwrap_or_default(),
        event: event.clone(),
    })
}

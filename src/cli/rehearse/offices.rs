//! Steps that are no act in a process: interests, accounts, roles, and who acts for whom.

use accord_store::appointments::{Interest as InterestIn, Scope};
use anyhow::Context as _;

use super::{
    scenario::{Card, Interest, PaidInto, Run, Step},
    stage::{Named, Stage},
};
use crate::{
    clock::Clock as _,
    domain::words,
    service::{
        app::Desk,
        authority::{Caller, manage},
        fault::Fault,
        opening,
        payments::{self, account, making, runs},
        uploads::secret::Slips,
    },
};

/// Somebody says that they have an interest.
pub(super) fn declare(stage: &Stage, caller: &Caller, interest: &Interest) -> Result<(), Fault> {
    let (kind, id) = match (&interest.organisation, &interest.record) {
        (Some(handle), _) => (InterestIn::Organisation, stage.organisation(handle)?),
        (None, Some(name)) => (InterestIn::Subject, stage.find(name)?.id),
        (None, None) => return Err(Fault::field("interest", "Say in what: `organisation` or `record`.")),
    };
    let (person, what) = (caller.person.clone(), interest.what.clone());
    writing(stage, move |desk| {
        manage::declare_interest(desk, &person, (kind, &id), &what)
    })
}

/// Somebody says which account they are paid into.
pub(super) fn account(stage: &Stage, caller: &Caller, typed: &PaidInto) -> Result<(), Fault> {
    let parts = (typed.name.as_str(), typed.sort_code.as_str(), typed.number.as_str());
    account::give(&stage.app, &stage.alliance, &caller.person, parts)
}

/// An opening card is made and tested, checked, or shown. The stage keeps the words, as people have them on paper.
pub(super) fn card(stage: &mut Stage, step: &Step, caller: &Caller, card: Card) -> Result<(), Fault> {
    let round = stage
        .find(step.on.as_deref().context("say for which round: `on: …`")?)?
        .id;
    let (app, alliance) = (stage.app.clone(), stage.alliance.clone());
    let own = (round.clone(), caller.person.clone());
    let words = |stage: &Stage| {
        let found = stage.cards.get(&own).cloned();
        found.context("this person has made no card in this play")
    };
    match card {
        Card::Make => {
            let words = opening::making::make(&app, &alliance, caller, &round)?.words.join(" ");
            stage.cards.insert(own, words.clone());
            opening::making::check(&app, &alliance, caller, &round, &words)
        }
        Card::Check => opening::making::check(&app, &alliance, caller, &round, &words(stage)?),
        Card::Copy => {
            // No play sends files: they are lines of text.
            let copy = stage.filled_in(&step.with)?;
            opening::supply::send(&app, &alliance, caller, &round, (&copy, Slips::new()))
        }
        Card::Show => opening::ceremony::show(&app, &alliance, caller, &round, &words(stage)?).map(|_| ()),
    }
}

/// Claims are put into a run of payments, or a run is recorded as paid.
pub(super) fn run(stage: &mut Stage, step: &Step, caller: &Caller, run: &Run) -> Result<(), Fault> {
    let (app, alliance) = (stage.app.clone(), stage.alliance.clone());
    let Some(paid) = &run.paid else {
        let claims = run.of.iter().map(|name| Ok(stage.find(name)?.id));
        let claims = claims.collect::<anyhow::Result<Vec<String>>>()?;
        let id = making::make(&app, &alliance, caller, &claims)?;
        if let Some(name) = &step.name {
            stage.names.insert(name.clone(), Named { instance: None, id });
        }
        return Ok(());
    };
    let id = stage.find(paid)?.id;
    let day = match &run.on {
        Some(day) => day.parse().context("`on` is a day, such as 2026-03-01")?,
        None => words::local_day(stage.clock.now()),
    };
    let shown = app.reading(&alliance, |desk| runs::one(desk, &id))?;
    payments::settle(&app, &alliance, caller, (&id, shown.claims.len()), day)
}

/// Somebody gets a role.
pub(super) fn appoint(stage: &Stage, step: &Step, role: &str) -> Result<(), Fault> {
    let person = stage.person(step.principal.as_deref().context("say who gets the role: `for: …`")?)?;
    let scope = match &step.on {
        Some(name) => (Scope::Subject, stage.find(name)?.id),
        None => (Scope::Alliance, stage.alliance.clone()),
    };
    let (role, reason) = (role.to_owned(), step.reason.clone().unwrap_or_default());
    writing(stage, move |desk| {
        manage::appoint(desk, &person, &role, (scope.0, &scope.1), &reason).map(|_| ())
    })
}

/// Somebody lets another act for them.
pub(super) fn delegate(stage: &Stage, step: &Step) -> Result<(), Fault> {
    let until = stage.moment(step.delegate.as_deref().unwrap_or_default())?;
    let principal = step
        .by
        .as_ref()
        .and_then(|by| by.each().first())
        .context("say who delegates: `by: …`")?;
    let principal = stage.person(principal)?;
    let other = stage.person(step.principal.as_deref().context("say to whom: `for: …`")?)?;
    let reason = step.reason.clone().unwrap_or_default();
    writing(stage, move |desk| {
        manage::delegate(desk, &principal, &other, until, &reason)
    })
}

fn writing(stage: &Stage, f: impl FnOnce(&mut Desk<'_>) -> Result<(), Fault> + Send + 'static) -> Result<(), Fault> {
    stage.app.writing(&stage.alliance, f)
}

//! What somebody is told before they answer a question that many are asked: what there is to read, what
//! each answer leads to, that they are paid, and that they may have more time.

use accord_engine::definition::model::{Answer, Do, State};
use indexmap::IndexMap;

use crate::{
    domain::involvement::rates,
    service::{
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        library::find_state,
        more_time::{self, Extendable},
        sight,
        subjects::{self, ToRead},
    },
};

/// What is told before.
#[derive(Debug)]
pub struct Before {
    /// The answers of the file, in order.
    pub options: IndexMap<String, Answer>,
    /// What there is to read.
    pub to_read: Vec<ToRead>,
    /// What this person is paid for answering, if anything.
    pub pay: Option<Pay>,
    /// More time that this person may take.
    pub more_time: Vec<Extendable>,
    /// The option that they chose last, if it still counts.
    pub chosen: Option<String>,
}

/// A payment, as the rate card has it today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pay {
    /// Pence.
    pub pence: i64,
    /// Minutes that it is meant to take, reading included.
    pub minutes: i64,
}

/// What somebody is told before they answer.
///
/// # Errors
/// No such question is open there, or it is not for this person to see.
pub fn before(app: &App, alliance: &str, caller: &Caller, instance: &str, state: &str) -> Result<Before, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::of_instance(desk, caller, instance)?;
        let loaded = seen.running.iter().find(|one| one.row.id == instance);
        let loaded = loaded.ok_or(Fault::NotFound("page"))?;
        let place = find_state(&loaded.workflow.definition, state).ok_or(Fault::NotFound("page"))?;
        let decision = place.decision.as_ref().ok_or(Fault::NotFound("page"))?;
        let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person);
        let ballot = loaded.snapshot.ballots.get(state);
        let mut votes = ballot.into_iter().flat_map(|ballot| ballot.votes.iter()).rev();
        let last = votes.find(|vote| vote.person == *person && !vote.void);
        let kind = subjects::of(&seen.record.kind)?;
        Ok(Before {
            options: decision.options.clone(),
            to_read: kind.before_vote(desk, loaded.about(), person)?,
            pay: pay(desk, place, &seen.actor.roles),
            more_time: more_time::extendable(&seen, loaded),
            chosen: last.map(|vote| vote.option.to_string()),
        })
    })
}

/// What the ways out of a state pay to somebody with these roles; the first that does.
fn pay(desk: &Desk<'_>, state: &State, roles: &[String]) -> Option<Pay> {
    let ways = state.on.values().flat_map(|all| all.0.iter());
    let claims = ways.flat_map(|way| &way.effects).filter_map(|one| match one {
        Do::Claim(claim) => Some(claim),
        _ => None,
    });
    let theirs = |people: &[String]| people.iter().any(|role| roles.contains(role));
    let claim = claims.into_iter().find(|claim| theirs(&claim.people))?;
    let card = desk.app.library.rate_card(desk.today())?;
    let offer = rates::offer(card, &claim.activity, 1)?;
    let minutes = card.activities.get(&claim.activity)?.minutes;
    Some(Pay {
        pence: offer.pence,
        minutes,
    })
}

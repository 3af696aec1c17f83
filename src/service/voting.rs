//! What somebody is told before they answer a question that many are asked: what there is to read, what
//! each answer leads to, that they are paid, and that they may have more time.

use accord_engine::{
    decision,
    definition::model::{Answer, Do, State},
};
use indexmap::IndexMap;

use crate::{
    domain::{involvement::rates, words},
    service::{
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        library::find_state,
        more_time::{self, Extendable},
        sight,
        subjects::{self, ToRead},
        transition::Loaded,
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
        let mut to_read = kind.before_vote(desk, loaded.about(), person)?;
        to_read.extend(thin(loaded, state)?.map(ToRead::says));
        Ok(Before {
            options: decision.options.clone(),
            to_read,
            pay: pay(desk, place, &seen.actor.roles),
            more_time: more_time::extendable(&seen, loaded),
            chosen: last.map(|vote| vote.option.to_string()),
        })
    })
}

/// That one more person who steps aside would leave too few, if it is so.
///
/// # Errors
/// The decision speaks of something that is not there.
pub fn thin(loaded: &Loaded, state: &str) -> Result<Option<String>, Fault> {
    let place = find_state(&loaded.workflow.definition, state);
    let rules = place.and_then(|place| place.decision.as_ref());
    let open = loaded.snapshot.states.iter().any(|one| one == state);
    let ballot = loaded
        .snapshot
        .ballots
        .get(state)
        .filter(|one| open && one.outcome.is_none());
    let (Some(rules), Some(ballot)) = (rules, ballot) else {
        return Ok(None);
    };
    let lost = decision::lost_with_one_more(rules, ballot, &loaded.snapshot.settings);
    let lost = lost.map_err(|fault| anyhow::anyhow!("{fault}"))?;
    let named: Vec<String> = lost
        .iter()
        .map(|name| format!("“{}”", name.replace('_', " ")))
        .collect();
    Ok((!named.is_empty()).then(|| {
        format!(
            "Just enough people are asked: if one more steps aside or leaves, this can no longer end as {}.",
            words::list_or(&named)
        )
    }))
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

//! What keeps others from acting, told to those who can put it right: whoever may open bids reads why they
//! cannot, and so does whoever makes the call that is missing.

use accord_engine::{
    event::Actor,
    refusal::{Offer, Reason, Standing},
    step,
};

use crate::service::{app::Desk, facts, fault::Fault, library::transitions, sight::Seen, transition::Loaded};

/// An act of others, and what of its reasons this person can put right.
#[derive(Debug, Clone, PartialEq)]
pub struct InTheWay {
    /// The act, as its button says it.
    pub act: String,
    /// Reasons; at least one.
    pub reasons: Vec<Reason>,
}

/// What stands in the way of acts that are not this person's and that they can mend.
///
/// # Errors
/// The database fails.
pub fn of(desk: &mut Desk<'_>, seen: &Seen, loaded: &Loaded, offers: &[Offer]) -> Result<Vec<InTheWay>, Fault> {
    let held = &seen.actor.roles;
    let definition = &loaded.workflow.definition;
    let mends = |role: &String| held.contains(role);
    let theirs: Vec<(&Offer, &Vec<String>)> = offers
        .iter()
        .filter(|offer| !offer.vote && !offer.second)
        .filter_map(|offer| match &offer.standing {
            Standing::NotYours(roles) => Some((offer, roles)),
            Standing::Ready | Standing::Blocked(_) | Standing::Closed(_) | Standing::Waiting { .. } => None,
        })
        .filter(|(offer, _)| {
            let ways = transitions(definition, &offer.state, &offer.event);
            let mut tests = ways.iter().flat_map(|way| &way.when);
            tests.any(|test| test.mend.as_ref().is_some_and(|mend| mends(&mend.who)))
        })
        .collect();
    if theirs.is_empty() {
        return Ok(Vec::new());
    }
    // The same question as whoever may act would ask it.
    let somebody = Actor {
        roles: held
            .iter()
            .chain(theirs.iter().flat_map(|(_, roles)| *roles))
            .cloned()
            .collect(),
        exclusions: std::collections::BTreeMap::new(),
        ..seen.actor.clone()
    };
    let now = desk.now;
    let (judged, _) = facts::judge(desk, loaded.facts(), |known| {
        step::offers_as_known(&loaded.workflow, &loaded.snapshot, &somebody, known, now)
    })?;
    let same = |a: &Offer, b: &Offer| a.state == b.state && a.event == b.event;
    let mut out = Vec::new();
    for offer in judged
        .into_iter()
        .filter(|one| theirs.iter().any(|(offer, _)| same(offer, one)))
    {
        let Standing::Blocked(mut reasons) = offer.standing else {
            continue;
        };
        reasons.retain(|reason| reason.mend.as_ref().is_some_and(|mend| mends(&mend.who)));
        if !reasons.is_empty() {
            out.push(InTheWay {
                act: offer.title,
                reasons,
            });
        }
    }
    Ok(out)
}

//! Whether what a line asks can be done now: what still stands in the way of an act is said on Home, not only after
//! somebody has opened it.

use accord_engine::{refusal::Standing, step};

use super::{Item, loaded};
use crate::service::{app::Desk, facts, fault::Fault, library::transitions, places::Verb, sight::Seen};

/// Why an act cannot be done yet, as a sentence; nothing if it can, or if it has no conditions.
///
/// # Errors
/// The store fails.
pub(super) fn why_not(desk: &mut Desk<'_>, seen: &Seen, item: &Item) -> Result<Option<String>, Fault> {
    let Some(place) = &item.place else { return Ok(None) };
    let loaded = loaded(seen, &item.instance)?;
    let found = transitions(&loaded.workflow.definition, &place.state, &place.event);
    // Most acts have no conditions: their facts need not be looked up.
    if found.is_empty() || found.iter().any(|one| one.when.is_empty()) {
        return Ok(None);
    }
    let now = desk.now;
    let (workflow, snapshot) = (&loaded.workflow, &loaded.snapshot);
    let (offers, _) = facts::judge(desk, loaded.facts(), |known| match place.verb {
        Verb::Act => step::offers_of_event(workflow, snapshot, &seen.actor, &place.event, known, now),
        Verb::Vote | Verb::Confirm => step::offers_as_known(workflow, snapshot, &seen.actor, known, now),
    })?;
    let offer = offers.into_iter().find(|offer| place.fits(offer));
    Ok(match offer.map(|offer| offer.standing) {
        Some(Standing::Blocked(reasons)) => reasons.into_iter().next().map(|one| one.because),
        Some(_) | None => None,
    })
}

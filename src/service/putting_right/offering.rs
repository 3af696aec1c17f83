//! For whom something can be recorded, what that person could do now, and what is recorded for nobody.

use accord_engine::{
    refusal::{Offer, Standing},
    step,
};
use indexmap::IndexMap;

use super::{apart, as_person, because, ground, loaded, name, readable::tells, refused};
use crate::service::{
    app::{App, Desk},
    authority::{self, Caller},
    drafts, facts,
    fault::Fault,
    library::find_state,
    places::Place,
    sight::{Seen, Sight},
};

/// Whom something can be recorded for in an instance.
#[derive(Debug)]
pub struct Whom {
    /// The record.
    pub seen: Seen,
    /// People who take part, by id, in the order of their names.
    pub people: IndexMap<String, String>,
}

/// Everybody who takes part in an instance, but oneself.
///
/// # Errors
/// It is not theirs to put right, or not for them to see.
pub fn whom(app: &App, alliance: &str, caller: &Caller, instance: &str) -> Result<Whom, Fault> {
    app.reading(alliance, |desk| {
        let seen = ground(desk, caller, instance)?;
        whose_is_known(&seen)?;
        let one = loaded(&seen, instance)?;
        let roles = &one.workflow.definition.roles;
        let mut found: Vec<(String, String)> = Vec::new();
        for member in authority::members(desk, one.about(), roles)? {
            if member.person != caller.person {
                found.push((name(desk, &member.person)?, member.person));
            }
        }
        found.sort();
        Ok(Whom {
            people: found.into_iter().map(|(name, id)| (id, name)).collect(),
            seen,
        })
    })
}

/// Whose a record is may be just what somebody who sees a part of it is not told: who asked a question.
fn whose_is_known(seen: &Seen) -> Result<(), Fault> {
    let is_somebodys = seen.record.organisation_id.is_some() || seen.record.person_id.is_some();
    if seen.sight == Sight::Part && is_somebodys {
        let why = "You see a part of this, and not whose it is. Somebody who sees all of it writes down what was said.";
        return refused(vec![because("part", why)]);
    }
    Ok(())
}

/// Something that a person could do now, and why it is not recorded for them, if it is not.
#[derive(Debug)]
pub struct Could {
    /// What.
    pub offer: Offer,
    /// What the decision asks, for an answer.
    pub ask: Option<String>,
    /// Why not; empty if it can be recorded.
    pub because: Vec<String>,
}

/// What a person could do now in an instance.
#[derive(Debug)]
pub struct Theirs {
    /// The record, with that person as who acts.
    pub seen: Seen,
    /// Their name.
    pub name: String,
    /// What they could do.
    pub could: Vec<Could>,
}

/// What a person could do now, and whether it can be recorded for them.
///
/// # Errors
/// It is not theirs to put right, or the person takes no part there.
pub fn theirs(app: &App, alliance: &str, caller: &Caller, instance: &str, person: &str) -> Result<Theirs, Fault> {
    app.reading(alliance, |desk| {
        let seen = for_person(desk, caller, instance, person, None)?;
        let one = loaded(&seen, instance)?;
        let now = desk.now;
        let (offers, _) = facts::judge(desk, one.facts(), |known| {
            step::offers_as_known(&one.workflow, &one.snapshot, &seen.actor, known, now)
        })?;
        let mut could = Vec::new();
        for offer in offers {
            if matches!(offer.standing, Standing::NotYours(_) | Standing::Waiting { .. }) {
                continue;
            }
            // Whether somebody can do it would tell of a record that is nobody else's to know of: the list is the
            // same for everybody.
            if tells(desk, one, &Place::of(&offer))? {
                continue;
            }
            let state = find_state(&one.workflow.definition, &offer.state);
            let ask = state
                .and_then(|state| state.decision.as_ref()?.ask.clone())
                .filter(|_| offer.vote);
            could.push(Could {
                because: never(desk, &seen, instance, &offer)?,
                ask,
                offer,
            });
        }
        Ok(Theirs {
            name: name(desk, person)?,
            could,
            seen,
        })
    })
}

/// The record with a person as who acts, for somebody who may record for them.
pub(super) fn for_person(
    desk: &mut Desk<'_>,
    caller: &Caller,
    instance: &str,
    person: &str,
    place: Option<&Place>,
) -> Result<Seen, Fault> {
    let seen = ground(desk, caller, instance)?;
    whose_is_known(&seen)?;
    if person == caller.person {
        refused(vec![because(
            "yourself",
            "You can do this yourself: nobody records for themselves.",
        )])?;
    }
    if let Some(place) = place {
        apart(&seen, instance, place)?;
    }
    as_person(desk, seen, instance, person)
}

/// Why something is not recorded for somebody else, whoever asks; empty if it can be.
pub(super) fn never(desk: &mut Desk<'_>, seen: &Seen, instance: &str, offer: &Offer) -> Result<Vec<String>, Fault> {
    let one = loaded(seen, instance)?;
    if tells(desk, one, &Place::of(offer))? {
        // The same for everybody, whatever else would stand in the way.
        let why = "Who does this is nobody else's to know before its day. Help them to do it here themselves.";
        return Ok(vec![why.to_owned()]);
    }
    let mut out = Vec::new();
    if offer.second {
        out.push(
            "A second person's word is given by that person: it is worth something because nobody else gives it."
                .to_owned(),
        );
    }
    let listed = desk.app.library.put_right.never.get(&one.row.workflow);
    out.extend(listed.and_then(|events| events.get(&offer.event)).cloned());
    let form = offer
        .form
        .as_ref()
        .and_then(|form| one.workflow.definition.forms.get(form));
    let sealed = form.is_some_and(|form| form.sealed_until.is_some())
        || offer
            .form
            .as_ref()
            .is_some_and(|form| one.snapshot.sealed.contains(form.as_str()));
    if sealed {
        out.push("This is sealed until its day: nobody but whoever sends it may know what it says.".to_owned());
    }
    if drafts::final_act(desk, one, seen, offer) {
        out.push("It cannot be taken back, and is done with that person's own second factor.".to_owned());
    }
    Ok(out)
}

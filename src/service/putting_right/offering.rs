//! For whom something can be recorded, what that person could do now, what is recorded for nobody, and what somebody
//! else writes down for them in a place of its own.

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
    readers,
    sight::{Seen, Sight},
    transition::Loaded,
};

/// Whom something can be recorded for in an instance.
#[derive(Debug)]
pub struct Whom {
    /// The record.
    pub seen: Seen,
    /// People for whom something can be recorded, by id, in the order of their names.
    pub people: IndexMap<String, String>,
    /// What is written down for others in a place of its own.
    pub instead: Vec<Instead>,
}

/// Work by which one person writes something down for another.
#[derive(Debug)]
pub struct Instead {
    /// The permit.
    pub permit: String,
    /// What is done, in the words of the catalogue.
    pub says: String,
    /// Who may, by the titles of their roles.
    pub who: Vec<String>,
    /// Whether whoever asks may.
    pub is_mine: bool,
}

/// Everybody in an instance for whom something can be recorded now, but oneself.
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
            if member.person == caller.person {
                continue;
            }
            let theirs = for_person(desk, caller, instance, &member.person, None)?;
            if could(desk, &theirs, instance)?.iter().any(Could::can_be_recorded) {
                found.push((name(desk, &member.person)?, member.person));
            }
        }
        found.sort();
        Ok(Whom {
            people: found.into_iter().map(|(name, id)| (id, name)).collect(),
            instead: instead(desk, &seen, one),
            seen,
        })
    })
}

/// What may be written down for others in this instance now.
fn instead(desk: &mut Desk<'_>, seen: &Seen, one: &Loaded) -> Vec<Instead> {
    let library = desk.app.library.clone();
    let open = library.put_right.instead.iter().filter_map(|permit| {
        let roles: Vec<String> = one.permitted(permit).into_iter().map(str::to_owned).collect();
        (!roles.is_empty() && !one.is_over()).then_some((permit, roles))
    });
    open.map(|(permit, roles)| Instead {
        permit: permit.clone(),
        says: library.catalogue.permits.get(permit).cloned().unwrap_or_default(),
        who: readers::role_titles(&library, &roles),
        is_mine: seen.may_work(one, permit),
    })
    .collect()
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

impl Could {
    /// Whether it can be recorded for them now.
    pub fn can_be_recorded(&self) -> bool {
        self.because.is_empty() && matches!(self.offer.standing, Standing::Ready)
    }
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
    /// Work that they could do themselves, which two people do not record: a sentence each.
    pub work: Vec<String>,
    /// What is written down for others in a place of its own.
    pub instead: Vec<Instead>,
}

/// What a person could do now, and whether it can be recorded for them.
///
/// # Errors
/// It is not theirs to put right, or the person takes no part there.
pub fn theirs(app: &App, alliance: &str, caller: &Caller, instance: &str, person: &str) -> Result<Theirs, Fault> {
    app.reading(alliance, |desk| {
        let seen = for_person(desk, caller, instance, person, None)?;
        let mine = ground(desk, caller, instance)?;
        let one = loaded(&seen, instance)?;
        let permits = desk.app.library.catalogue.permits.iter();
        let work = permits.filter(|(permit, _)| seen.may_work(one, permit));
        Ok(Theirs {
            work: work.map(|(_, says)| says.clone()).collect(),
            instead: instead(desk, &mine, one),
            name: name(desk, person)?,
            could: could(desk, &seen, instance)?,
            seen,
        })
    })
}

/// What whoever acts could do now, and whether it can be recorded for them.
fn could(desk: &mut Desk<'_>, seen: &Seen, instance: &str) -> Result<Vec<Could>, Fault> {
    let one = loaded(seen, instance)?;
    let now = desk.now;
    let (offers, _) = facts::judge(desk, one.facts(), |known| {
        step::offers_as_known(&one.workflow, &one.snapshot, &seen.actor, known, now)
    })?;
    let mut out = Vec::new();
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
        out.push(Could {
            because: never(desk, seen, instance, &offer)?,
            ask,
            offer,
        });
    }
    Ok(out)
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

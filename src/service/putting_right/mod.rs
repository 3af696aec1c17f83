//! Put right: what was said on paper, by phone or in a meeting is written down by one person, confirmed by a
//! second, and then done as if the person had done it here and now; what was filled in is corrected likewise.
//! Nothing is dated back, and nothing that the workflow would refuse is done. How and by whom stands in
//! `workflows/vocabulary/put_right.yaml` and in the power [`POWER`]. The two have to be two people
//! (`people::second`), and neither sees here what they do not see elsewhere (`readable`).

mod bound;
mod corrected;
pub mod correcting;
pub mod listing;
pub mod offering;
pub mod proposing;
mod readable;
pub mod settling;

use accord_engine::{
    definition::model::Definition,
    refusal::{Reason, Refusal},
};
use accord_store::{
    people::{self, PersonRow},
    recordings::RecordingRow,
};
use serde_json::{Value as Json, json};

pub(in crate::service) use self::readable::{readable_by, sent_readable_by, tells};
use crate::service::{
    access::post,
    app::Desk,
    authority::{self, Caller, powers},
    fault::Fault,
    history,
    library::{find_state, transitions},
    places::{Place, Verb},
    sight::{self, Seen},
    transition::Loaded,
};

/// The power of those who record and confirm; a word of the roles file.
pub const POWER: &str = "records.put_right";

/// The beginning of the place of a correction; what follows is the submission.
pub(crate) const CORRECT: &str = "correct/";

/// The instance that something is recorded in, as the caller sees the record; judged that they may.
///
/// # Errors
/// It is not for them to see, or not theirs to put right: every reason.
fn ground(desk: &mut Desk<'_>, caller: &Caller, instance: &str) -> Result<Seen, Fault> {
    powers::judge(desk, caller, POWER)?;
    let seen = sight::of_instance(desk, caller, instance)?;
    let mut reasons = Vec::new();
    if caller.acting_for.is_some() {
        reasons.push(because(
            "own_name",
            "Recording is done in one's own name, and not for somebody else.",
        ));
    }
    for name in &desk.app.library.put_right.except {
        if let Some(why) = seen.actor.exclusions.get(name) {
            reasons.push(because(name, why));
        }
    }
    refused(reasons)?;
    Ok(seen)
}

fn because(id: &str, words: &str) -> Reason {
    Reason {
        id: id.to_owned(),
        because: words.to_owned(),
        mend: None,
        found: None,
    }
}

fn refused(reasons: Vec<Reason>) -> Result<(), Fault> {
    if reasons.is_empty() {
        return Ok(());
    }
    Err(Fault::Refused(Refusal {
        code: "not_yours".to_owned(),
        reasons,
    }))
}

/// The instance among those of a record.
fn loaded<'a>(seen: &'a Seen, instance: &str) -> Result<&'a Loaded, Fault> {
    let found = seen.running.iter().find(|one| one.row.id == instance);
    found.ok_or(Fault::NotFound("page"))
}

/// The exclusions that keep somebody from an act or a decision.
fn barred<'a>(definition: &'a Definition, place: &Place) -> Vec<&'a String> {
    let decision = find_state(definition, &place.state).and_then(|state| state.decision.as_ref());
    match place.verb {
        Verb::Vote => decision.into_iter().flat_map(|all| &all.except).collect(),
        Verb::Act | Verb::Confirm => {
            let ways = transitions(definition, &place.state, &place.event);
            ways.into_iter().flat_map(|way| &way.except).collect()
        }
    }
}

/// Whoever is kept from an act or a decision does not record it for anybody else, nor confirm it.
fn apart(seen: &Seen, instance: &str, place: &Place) -> Result<(), Fault> {
    let definition = &loaded(seen, instance)?.workflow.definition;
    let why = barred(definition, place)
        .into_iter()
        .filter_map(|name| Some(because(name, seen.actor.exclusions.get(name)?)));
    let mut reasons: Vec<Reason> = why.collect();
    reasons.dedup();
    refused(reasons)
}

/// The record with another person as who acts: what they could do now.
fn as_person(desk: &mut Desk<'_>, mut seen: Seen, instance: &str, person: &str) -> Result<Seen, Fault> {
    let one = loaded(&seen, instance)?;
    let actor = authority::actor(desk, one.about(), &Caller::own(person))?;
    // Only people who take part there, not names at large.
    let known = &one.workflow.definition.roles;
    if !actor.roles.iter().any(|role| known.contains(role)) {
        return Err(Fault::NotFound("page"));
    }
    seen.actor = actor;
    Ok(seen)
}

/// The name of somebody; empty for nobody.
fn name(desk: &mut Desk<'_>, id: &str) -> Result<String, Fault> {
    Ok(people::load(desk.db, id)?.map(|one| one.name).unwrap_or_default())
}

/// Writes down in the journal what was recorded, and what became of it: people and days, never answers.
fn note(desk: &mut Desk<'_>, row: &RecordingRow, answers: &str) -> Result<(), Fault> {
    let body = json!({
        "format": 1,
        "instance": row.instance_id,
        "recording": {
            "id": row.id,
            "status": row.status.word(),
            "for": row.person_id,
            "what": row.title,
            "way": row.way,
            "said_on": row.said_on,
            "read_back": row.read_back,
            "by": row.recorded_by,
            "settled_by": row.settled_by,
            "answers": answers,
        },
    });
    history::note(desk, Some(&row.instance_id), &body)
}

/// What stands in the journal beside the act itself.
fn beside(row: &RecordingRow, confirmed_by: &str) -> Json {
    json!({
        "id": row.id,
        "way": row.way,
        "said_on": row.said_on,
        "read_back": row.read_back,
        "by": row.recorded_by,
        "recorded_at": row.recorded_at.utc().to_rfc3339(),
        "confirmed_by": confirmed_by,
    })
}

/// Writes to somebody about a recording; gives whether they could be written to.
fn tell(
    desk: &mut Desk<'_>,
    to: &PersonRow,
    (template, path, says): (&str, &str, String),
    by: &str,
) -> Result<bool, Fault> {
    if to.email.is_none() {
        return Ok(false);
    }
    let access = crate::views::contexts::access::Access {
        link: format!("{}{path}", desk.app.origin),
        by: by.to_owned(),
        says,
        ..Default::default()
    };
    let key = format!("{template}/{}", desk.id());
    post::put(
        desk,
        &key,
        (template, "this is about something that was recorded here"),
        to,
        access,
    )?;
    Ok(true)
}

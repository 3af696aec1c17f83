//! What was recorded: for who confirms, for who sees the record, and for the person for whom it was.

use accord_store::recordings::{self as rows, RecordingRow, Status};
use serde_json::{Map, Value as Json};

use super::{CORRECT, POWER, corrected::Both, correcting, loaded, name, proposing, readable::reads, settling};
use crate::service::{
    app::{App, Desk},
    authority::{Caller, powers},
    fault::Fault,
    library::transitions,
    places::{Place, Verb},
    record,
    sight::{self, Seen, Sight},
    transition::Loaded,
};

/// How many are listed.
const MOST: i64 = 200;

/// A recording with the names of the people in it.
#[derive(Debug)]
pub struct Shown {
    /// The recording.
    pub row: RecordingRow,
    /// The record that it is about.
    pub record: accord_store::subjects::SubjectRow,
    /// For whom.
    pub whose: String,
    /// Who wrote it down.
    pub first: String,
    /// Who confirmed it or did not.
    pub second: String,
    /// How it came, in words.
    pub way: String,
    /// What was said, in words; nothing for whoever is not to know.
    pub says: Vec<(String, String)>,
    /// What stood there before, for a correction.
    pub before: Vec<(String, String)>,
    /// Why this person cannot confirm it; empty if they can.
    pub because: Vec<String>,
    /// The person can be written to.
    pub reached: bool,
    /// Nobody in the alliance can be the second person for it; looked up where it is shown alone.
    pub nobody: bool,
}

/// Everything that waits for a second person, and what was settled lately, as far as this person may see it.
///
/// # Errors
/// They have not the power, or the database fails.
pub fn all(app: &App, alliance: &str, caller: &Caller, waiting: bool) -> Result<Vec<Shown>, Fault> {
    app.reading(alliance, |desk| {
        powers::judge(desk, caller, POWER)?;
        let mut out = Vec::new();
        for row in rows::of_alliance(desk.db, alliance, waiting, MOST)? {
            if let Some(seen) = sight::if_seen(sight::of_instance(desk, caller, &row.instance_id))?
                && reads(desk, &seen, caller, &row)?
            {
                out.push(shown(desk, caller, &seen, row)?);
            }
        }
        Ok(out)
    })
}

/// One of them, for somebody with the power.
///
/// # Errors
/// It is not there, or about something that they do not see.
pub fn one(app: &App, alliance: &str, caller: &Caller, id: &str) -> Result<Shown, Fault> {
    app.reading(alliance, |desk| {
        powers::judge(desk, caller, POWER)?;
        let row = rows::load(desk.db, &desk.alliance, id)?.ok_or(Fault::NotFound("page"))?;
        let seen = sight::of_instance(desk, caller, &row.instance_id)?;
        if !reads(desk, &seen, caller, &row)? {
            return Err(Fault::NotFound("page"));
        }
        let mut out = shown(desk, caller, &seen, row)?;
        if out.row.status == Status::Waiting {
            out.nobody = true;
            for person in powers::people(desk, POWER)? {
                if proposing::can_confirm(desk, &person, &out.row)? {
                    out.nobody = false;
                    break;
                }
            }
        }
        Ok(out)
    })
}

/// What was recorded for this person.
///
/// # Errors
/// It is not theirs, or has not been confirmed.
pub fn own(app: &App, alliance: &str, caller: &Caller, id: &str) -> Result<Shown, Fault> {
    app.reading(alliance, |desk| {
        let row = rows::load(desk.db, &desk.alliance, id)?.ok_or(Fault::NotFound("page"))?;
        if row.person_id != caller.person || row.status != Status::Confirmed {
            return Err(Fault::NotFound("page"));
        }
        let instance = row.instance_id.clone();
        let loaded = crate::service::transition::look(desk.db, desk.app, &desk.alliance, &instance)?;
        whole(desk, &loaded, row)
    })
}

/// What was recorded about a record, for whoever sees all of it.
///
/// # Errors
/// They do not see it, or only a part.
pub fn of_record(
    app: &App,
    alliance: &str,
    caller: &Caller,
    record: (&str, &str),
) -> Result<(Seen, Vec<Shown>, bool), Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, record.0, record.1)?;
        if seen.sight != Sight::Whole {
            return Err(Fault::NotFound("page"));
        }
        let may = powers::has(desk, caller, POWER)?;
        let mut out = Vec::new();
        for one in &seen.running {
            for row in rows::of_instance(desk.db, &desk.alliance, &one.row.id)? {
                // Whoever cannot confirm it sees what was done, not what waits or was not confirmed.
                let settled = may || row.status == Status::Confirmed;
                if settled && reads(desk, &seen, caller, &row)? {
                    out.push(shown(desk, caller, &seen, row)?);
                }
            }
        }
        out.reverse();
        Ok((seen, out, may))
    })
}

/// As one person may know it: what was said stays with those who typed or confirmed it, where it is an answer in
/// a decision.
fn shown(desk: &mut Desk<'_>, caller: &Caller, seen: &Seen, row: RecordingRow) -> Result<Shown, Fault> {
    let instance = row.instance_id.clone();
    let because = match settling::may(desk, caller, &row) {
        Ok(_) => Vec::new(),
        Err(Fault::Refused(refusal)) => refusal.reasons.into_iter().map(|one| one.because).collect(),
        Err(other) => return Err(other),
    };
    let took_part =
        [Some(&row.recorded_by), row.settled_by.as_ref(), Some(&row.person_id)].contains(&Some(&caller.person));
    let vote = Place::parse(&row.place).is_some_and(|place| place.verb == Verb::Vote);
    let waits = row.status == Status::Waiting && because.is_empty();
    let mut out = whole(desk, loaded(seen, &instance)?, row)?;
    if vote && !took_part && !waits {
        out.says.clear();
    }
    out.because = because;
    Ok(out)
}

fn whole(desk: &mut Desk<'_>, loaded: &Loaded, row: RecordingRow) -> Result<Shown, Fault> {
    let settled = row.settled_by.clone();
    let mut out = Shown {
        record: loaded.record.clone(),
        whose: name(desk, &row.person_id)?,
        first: name(desk, &row.recorded_by)?,
        second: settled.map(|id| name(desk, &id)).transpose()?.unwrap_or_default(),
        way: match desk.app.library.put_right.ways.get(&row.way) {
            Some(way) => way.title.clone(),
            None => "A correction".to_owned(),
        },
        reached: accord_store::people::load(desk.db, &row.person_id)?.is_some_and(|one| one.email.is_some()),
        says: Vec::new(),
        before: Vec::new(),
        because: Vec::new(),
        nobody: false,
        row,
    };
    let submission = out.row.place.strip_prefix(CORRECT).map(str::to_owned);
    if let Some(submission) = &submission {
        correction(desk, loaded, submission, &mut out)?;
        return Ok(out);
    }
    let Some(place) = Place::parse(&out.row.place) else {
        return Ok(out);
    };
    let given: Map<String, Json> = serde_json::from_str(&out.row.answers)?;
    out.says.extend(answer(loaded, &place));
    let form = form_of(loaded, &place);
    let told = crate::service::typed::told(given);
    for (id, value) in told {
        let field = form.and_then(|form| form.fields.iter().find(|field| field.id == id));
        let label = match field {
            Some(field) => field.label.clone(),
            None if id == crate::service::drafts::WHY => "Why?".to_owned(),
            None => id.clone(),
        };
        out.says.push((label, said(desk, field, &value)?));
    }
    Ok(out)
}

/// What somebody answers in a decision.
fn answer(loaded: &Loaded, place: &Place) -> Option<(String, String)> {
    let state = crate::service::library::find_state(&loaded.workflow.definition, &place.state)?;
    let decision = state.decision.as_ref().filter(|_| place.verb == Verb::Vote)?;
    let option = decision.options.get(&place.event)?;
    let says = option.title.clone().unwrap_or_else(|| place.event.replace('_', " "));
    Some((decision.ask.clone().unwrap_or_else(|| "The answer".to_owned()), says))
}

/// The form that is filled in at a place.
pub(super) fn form_name(loaded: &Loaded, place: &Place) -> Option<String> {
    let definition = &loaded.workflow.definition;
    match place.verb {
        Verb::Vote => {
            let state = crate::service::library::find_state(definition, &place.state)?;
            state.decision.as_ref()?.options.get(&place.event)?.collect.clone()
        }
        Verb::Act | Verb::Confirm => {
            let ways = transitions(definition, &place.state, &place.event);
            ways.into_iter().find_map(|way| way.collect.clone())
        }
    }
}

fn form_of<'a>(loaded: &'a Loaded, place: &Place) -> Option<&'a accord_engine::definition::model::Form> {
    loaded.workflow.definition.forms.get(&form_name(loaded, place)?)
}

/// One answer as people say it.
fn said(
    desk: &mut Desk<'_>,
    field: Option<&accord_engine::definition::model::Field>,
    value: &Json,
) -> Result<String, Fault> {
    use accord_engine::definition::model::FieldType;
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Array(all) => {
            let mut lines = Vec::new();
            for one in all {
                lines.push(said(desk, None, one)?);
            }
            return Ok(lines.join("; "));
        }
        Json::Object(cells) => {
            let cells = cells.values().filter_map(Json::as_str).filter(|text| !text.is_empty());
            return Ok(cells.collect::<Vec<_>>().join(", "));
        }
        other => other.to_string(),
    };
    let Some(field) = field else { return Ok(text) };
    if let Some(label) = field.options.get(&text) {
        return Ok(label.clone());
    }
    Ok(match field.kind {
        FieldType::Person => name(desk, &text)?,
        FieldType::YesNo | FieldType::Declaration if text == "yes" => "Yes".to_owned(),
        FieldType::YesNo if text == "no" => "No".to_owned(),
        FieldType::Money => format!("£{}", text.trim_start_matches('£')),
        _ => text,
    })
}

fn correction(desk: &mut Desk<'_>, loaded: &Loaded, submission: &str, out: &mut Shown) -> Result<(), Fault> {
    let definition = &loaded.workflow.definition;
    if let Some(both) = out.row.outcome.as_deref() {
        let both: Both = serde_json::from_str(both)?;
        if let Some(form) = definition.forms.get(&both.form) {
            out.before = correcting::in_words(form, Some(&both.before))?;
            out.says = correcting::in_words(form, Some(&both.after))?;
        }
        return Ok(());
    }
    let row = accord_store::submissions::load(desk.db, &desk.alliance, submission)?;
    let Some(form) = definition.forms.get(&row.form) else {
        return Ok(());
    };
    out.before = correcting::in_words(form, row.answers.as_deref())?;
    let given: Map<String, Json> = serde_json::from_str(&out.row.answers)?;
    for (id, value) in crate::service::typed::told(given) {
        let field = form.fields.iter().find(|field| field.id == id);
        let label = field.map_or_else(|| id.clone(), |field| field.label.clone());
        let says = said(desk, field, &value)?;
        out.says.push((label, says));
    }
    Ok(())
}

/// Where a recorded act has led, for the page that says so.
pub fn now(loaded: &Loaded) -> String {
    record::now(loaded, Sight::Whole)
}

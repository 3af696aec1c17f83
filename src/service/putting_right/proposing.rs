//! The first of two people: what somebody said, and how it came.

use accord_engine::refusal::Standing;
use accord_store::{
    drafts::{self as draft_rows, DraftRow},
    people,
    recordings::{self as rows, RecordingRow, Status},
};
use chrono::NaiveDate;

use super::{
    POWER, because, name, note,
    offering::{for_person, never},
    readable::reads_form,
    refused, settling, tell,
};
use crate::service::{
    app::{App, Desk},
    authority::{Caller, powers},
    drafts::{self, Sheet},
    fault::{Fault, FieldError},
    places::{Place, Verb},
};

/// The most characters of a reason.
const LONGEST: usize = 500;

/// Where what is typed for somebody is kept.
pub fn kept(person: &str, place: &Place) -> String {
    format!("for/{person}/{}", place.path())
}

/// What is filled in for somebody, as far as it has been.
///
/// # Errors
/// It is not offered to them, or is not recorded for anybody: every reason.
pub fn sheet(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (instance, person): (&str, &str),
    place: &Place,
) -> Result<Sheet, Fault> {
    app.reading(alliance, |desk| {
        let seen = for_person(desk, caller, instance, person, Some(place))?;
        let own = crate::service::sight::of_instance(desk, caller, instance)?;
        let mut sheet = drafts::sheet(desk, caller, seen, instance, (place, &kept(person, place)))?;
        // What the person sent before stands here only for somebody who reads it anyway.
        if let Some((form, _)) = &sheet.form
            && !reads_form(desk, &own, sheet.loaded()?, form)
        {
            sheet.copied.clear();
            sheet.prefilled.clear();
            sheet.filled.clear();
        }
        let never = never(desk, &sheet.seen, instance, &sheet.offer)?;
        refused(never.iter().map(|why| because("never", why)).collect())?;
        Ok(sheet)
    })
}

/// How something came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct How {
    /// A word of the file.
    pub way: String,
    /// The day on which it was said.
    pub said_on: Option<NaiveDate>,
    /// It was read back to whoever said it.
    pub read_back: bool,
    /// Why it is recorded.
    pub reason: String,
}

impl How {
    /// What does not fit.
    pub(super) fn faults(&self, desk: &Desk<'_>) -> Vec<FieldError> {
        let mut out = Vec::new();
        let mut say = |field: &str, says: &str| {
            out.push(FieldError {
                field: field.to_owned(),
                says: says.to_owned(),
            });
        };
        match desk.app.library.put_right.ways.get(&self.way) {
            None => say("way", "Select how it came."),
            Some(way) if way.read_back && !self.read_back => {
                say("read_back", "Read it back to them first, and confirm that you did.");
            }
            Some(_) => {}
        }
        match self.said_on {
            None => say("said_on", "Enter the day on which it was said, such as 1 April 2026."),
            Some(day) if day > desk.today() => say("said_on", "The day on which it was said cannot be ahead."),
            Some(_) => {}
        }
        match self.reason.trim().chars().count() {
            0 => say("reason", "Say why it is recorded here; it is kept."),
            1..=LONGEST => {}
            _ => say("reason", "Say why in 500 characters or fewer."),
        }
        out
    }
}

/// Writes down what somebody said; a second person has to confirm it. Gives the recording.
///
/// # Errors
/// It is not offered to them now, an answer does not fit, or it is not recorded for anybody.
pub fn propose(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (instance, person): (&str, &str),
    place: &Place,
    how: How,
    draft: &DraftRow,
) -> Result<String, Fault> {
    if let Some(answer) = draft.answer.as_ref().filter(|_| draft.sent_at.is_some()) {
        return Ok(answer.trim_matches('"').to_owned());
    }
    let (caller, place, draft) = (caller.clone(), place.clone(), draft.clone());
    let (instance, person) = (instance.to_owned(), person.to_owned());
    app.writing(alliance, move |desk| {
        let seen = for_person(desk, &caller, &instance, &person, Some(&place))?;
        let sheet = drafts::sheet(desk, &caller, seen, &instance, (&place, &draft.place))?;
        // Before anything else is told: what is recorded for nobody is refused in the same words for everybody.
        let never = never(desk, &sheet.seen, &instance, &sheet.offer)?;
        refused(never.iter().map(|why| because("never", why)).collect())?;
        let mut reasons = Vec::new();
        match &sheet.offer.standing {
            Standing::Ready => {}
            Standing::Blocked(held) => reasons.extend(held.iter().cloned()),
            Standing::Closed(_) => reasons.push(because("late", "The time for this has ended. Nothing is dated back; if it came in time, say so to whoever decides about late ones.")),
            Standing::NotYours(_) | Standing::Waiting { .. } => return Err(Fault::NotFound("page")),
        }
        refused(reasons)?;
        let mut errors = how.faults(desk);
        let answers = sheet.answers()?;
        for one in sheet.judged(&answers)?.values().filter(|one| one.asked) {
            errors.extend(one.errors.iter().map(|says| FieldError {
                field: String::new(),
                says: says.clone(),
            }));
        }
        if !errors.is_empty() {
            return Err(Fault::Invalid(errors));
        }
        let said_on = how.said_on.map(|day| day.to_string()).unwrap_or_default();
        let row = RecordingRow {
            id: draft.id.clone(),
            alliance_id: desk.alliance.clone(),
            instance_id: instance.clone(),
            person_id: person.clone(),
            place: place.path(),
            // What somebody answers in a decision is not told before it is told by the decision.
            title: match (&sheet.ask, place.verb) {
                (Some(ask), Verb::Vote) => ask.clone(),
                _ => sheet.offer.title.clone(),
            },
            answers: serde_json::to_string(&answers)?,
            way: how.way,
            said_on,
            read_back: how.read_back,
            reason: how.reason.trim().to_owned(),
            recorded_by: caller.person.clone(),
            recorded_at: desk.now.into(),
            status: Status::Waiting,
            settled_by: None,
            settled_at: None,
            because: None,
            outcome: None,
        };
        add(desk, &row, &sheet.seen.record.title)?;
        Ok(row.id)
    })
}

/// Keeps a recording, journals it, writes to those who can confirm it, and closes the draft that it was.
pub(super) fn add(desk: &mut Desk<'_>, row: &RecordingRow, about: &str) -> Result<(), Fault> {
    rows::add(desk.db, row)?;
    note(
        desk,
        row,
        &crate::domain::hex(&<sha2::Sha256 as sha2::Digest>::digest(&row.answers)),
    )?;
    let (by, whose) = (name(desk, &row.recorded_by)?, name(desk, &row.person_id)?);
    let says = format!("Something that {whose} said about “{about}” waits for a second person to confirm it.");
    for person in powers::people(desk, POWER)? {
        if !can_confirm(desk, &person, row)? {
            continue;
        }
        if let Some(to) = people::load(desk.db, &person)? {
            tell(
                desk,
                &to,
                ("to_confirm", &format!("/put-right/{}", row.id), says.clone()),
                &by,
            )?;
        }
    }
    // What was typed has become the recording, under the same id.
    let now = desk.now.into();
    draft_rows::sent(desk.db, &row.id, &serde_json::to_string(&row.id)?, now)?;
    Ok(())
}

/// Whether somebody could be the second person: they see the record, read what was said, and count as one.
pub(super) fn can_confirm(desk: &mut Desk<'_>, person: &str, row: &RecordingRow) -> Result<bool, Fault> {
    match settling::may(desk, &Caller::own(person), row) {
        Ok(_) => Ok(true),
        Err(Fault::Refused(_) | Fault::NotFound(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

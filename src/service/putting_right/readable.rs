//! Who may know what others sent or said, when it is put right. Whoever puts things right sees no more here than
//! where it was sent: what they see only in part, what the file keeps for other readers, and what would tell of
//! a record that nobody may know of yet, is not shown to them and not theirs to confirm or correct. They ask the
//! person.

use accord_engine::definition::model::Do;
use accord_store::{
    recordings::RecordingRow,
    submissions::{self, SubmissionRow},
};

use super::{CORRECT, barred, listing::form_name, loaded};
use crate::service::{
    app::Desk,
    authority::Caller,
    fault::Fault,
    library::transitions,
    places::{Place, Verb},
    sight::{self, Seen, Sight},
    subjects,
    transition::Loaded,
};

/// Whether somebody reads what people send in a form here: they see the whole record, and the file keeps the form
/// for no other readers.
pub(super) fn reads_form(desk: &Desk<'_>, seen: &Seen, one: &Loaded, form: &str) -> bool {
    let kept = desk.app.library.put_right.readers.get(&one.row.workflow);
    let readers = kept.and_then(|forms| forms.get(form));
    seen.sight == Sight::Whole && readers.is_none_or(|roles| roles.iter().any(|role| seen.actor.roles.contains(role)))
}

/// Whether somebody reads what was sent: they did it themselves, or read what is sent in its form.
pub(super) fn reads_sent(desk: &Desk<'_>, seen: &Seen, one: &Loaded, row: &SubmissionRow) -> bool {
    row.person_id == seen.actor.person || reads_form(desk, seen, one, &row.form)
}

/// Whether somebody may know what was recorded: they wrote it down, settled it, it is about them, or they read such
/// things here.
pub(super) fn reads(desk: &mut Desk<'_>, seen: &Seen, caller: &Caller, row: &RecordingRow) -> Result<bool, Fault> {
    let took_part = [Some(&row.recorded_by), row.settled_by.as_ref(), Some(&row.person_id)];
    if took_part.contains(&Some(&caller.person)) {
        return Ok(true);
    }
    let one = loaded(seen, &row.instance_id)?;
    if let Some(submission) = row.place.strip_prefix(CORRECT) {
        let sent = submissions::load(desk.db, &desk.alliance, submission)?;
        return Ok(reads_form(desk, seen, one, &sent.form));
    }
    let Some(place) = Place::parse(&row.place) else {
        return Ok(false);
    };
    if tells(desk, one, &place)? {
        return Ok(false);
    }
    Ok(match form_name(one, &place) {
        Some(form) => reads_form(desk, seen, one, &form),
        // A button that asks nothing tells no more than the record's own page.
        None => seen.sight == Sight::Whole || (place.verb != Verb::Vote && row.answers == "{}"),
    })
}

/// The same for somebody who reads a journal, by what they see of the record.
pub(in crate::service) fn readable_by(desk: &mut Desk<'_>, person: &str, row: &RecordingRow) -> Result<bool, Fault> {
    let caller = Caller::own(person);
    match sight::if_seen(sight::of_instance(desk, &caller, &row.instance_id))? {
        Some(seen) => reads(desk, &seen, &caller, row),
        None => Ok(false),
    }
}

/// The same of something that was sent, and corrected.
pub(in crate::service) fn sent_readable_by(
    desk: &mut Desk<'_>,
    person: &str,
    row: &SubmissionRow,
) -> Result<bool, Fault> {
    match sight::if_seen(sight::of_instance(desk, &Caller::own(person), &row.instance_id))? {
        Some(seen) => Ok(reads_sent(desk, &seen, loaded(&seen, &row.instance_id)?, row)),
        None => Ok(false),
    }
}

/// Whether an act tells, now, of a record that nobody may know of: it begins one, or whoever has one is kept from it.
pub(in crate::service) fn tells(desk: &mut Desk<'_>, one: &Loaded, place: &Place) -> Result<bool, Fault> {
    let definition = &one.workflow.definition;
    let begins = |done: &Do| match done {
        Do::Start(start) => desk
            .app
            .library
            .files
            .get(&start.workflow)
            .and_then(|file| file.definition.as_ref())
            .and_then(|begun| subjects::of(&begun.about).ok())
            .is_some_and(subjects::Subject::is_secret),
        _ => false,
    };
    let ways = transitions(definition, &place.state, &place.event);
    if place.verb != Verb::Vote && ways.iter().any(|way| way.effects.iter().any(begins)) {
        return Ok(true);
    }
    let telling = subjects::of(&one.record.kind)?.telling(desk, one.about())?;
    Ok(barred(definition, place)
        .into_iter()
        .any(|name| telling.contains(&name.as_str())))
}

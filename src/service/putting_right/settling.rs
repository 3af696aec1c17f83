//! The second of two people: confirms what the first has written down, which is then done as if the person did
//! it now; or does not, with a reason.

use accord_store::{
    people,
    recordings::{self as rows, RecordingRow, Status},
};
use serde_json::{Map, Value as Json};

use super::{
    CORRECT, POWER, apart, because, beside, corrected, ground, loaded, name, note, readable::reads, refused, tell,
};
use crate::{
    domain::words,
    service::{
        app::{App, Desk},
        authority::Caller,
        drafts,
        fault::{Conflict, Fault},
        people::second,
        places::{Place, Verb},
        sight::Seen,
        signals,
        transition::{self, Command},
    },
};

/// What the second person says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// It was said so.
    Confirm,
    /// It was not, and why.
    Refuse(String),
}

/// Whether somebody may be the second person.
///
/// # Errors
/// Every reason why not.
pub(super) fn may(desk: &mut Desk<'_>, caller: &Caller, row: &RecordingRow) -> Result<Seen, Fault> {
    let seen = ground(desk, caller, &row.instance_id)?;
    let mut reasons = Vec::new();
    if caller.person == row.recorded_by {
        reasons.push(because(
            "first",
            "You have written this down yourself. Somebody else confirms it.",
        ));
    }
    if caller.person == row.person_id {
        reasons.push(because(
            "themselves",
            "This was recorded for you. Two others confirm it; if it is not right, say so to them.",
        ));
    }
    let (first, own) = (row.recorded_by.clone(), caller.person.clone());
    if first != own
        && let Some(why) = second::why_not(desk, &[first], &[own], POWER)?
    {
        reasons.push(because("not_two", &why));
    }
    if !reads(desk, &seen, caller, row)? {
        let unread = "You do not see here what they said, so you cannot confirm it. Somebody who reads it here confirms \
                      it, or they do it themselves.";
        reasons.push(because("unread", unread));
    }
    refused(reasons)?;
    if let Some(place) = Place::parse(&row.place) {
        apart(&seen, &row.instance_id, &place)?;
    }
    Ok(seen)
}

/// Confirms it, or does not. Confirmed, it is judged as of now: a time that has ended stays ended.
///
/// # Errors
/// They may not be the second person, somebody was quicker, or the workflow refuses it now.
pub fn settle(app: &App, alliance: &str, caller: &Caller, id: &str, word: Word) -> Result<RecordingRow, Fault> {
    let (caller, id) = (caller.clone(), id.to_owned());
    let (row, words) = app.writing(alliance, move |desk| decide(desk, &caller, &id, word))?;
    signals::deliver(app, words);
    Ok(row)
}

type Words = Vec<(String, crate::service::outgoing::Signal)>;

fn decide(desk: &mut Desk<'_>, caller: &Caller, id: &str, word: Word) -> Result<(RecordingRow, Words), Fault> {
    let mut row = rows::load(desk.db, &desk.alliance, id)?.ok_or(Fault::NotFound("page"))?;
    let seen = may(desk, caller, &row)?;
    if row.status != Status::Waiting {
        let own = row.settled_by.as_ref() == Some(&caller.person);
        // A second press of the same person finds it done; another word of theirs changes nothing.
        if own && (row.status == Status::Confirmed) == (word == Word::Confirm) {
            return Ok((row, Words::new()));
        }
        let says = match own {
            true => "You have answered this before, and differently. What was answered stays.",
            false => "Somebody else has settled this in the meantime.",
        };
        return Err(Fault::Conflict(Conflict {
            changes: vec![says.to_owned()],
            now: loaded(&seen, &row.instance_id)?.snapshot.seq,
        }));
    }
    row.settled_by = Some(caller.person.clone());
    row.settled_at = Some(desk.now.into());
    let mut words = Words::new();
    match word {
        Word::Refuse(why) => {
            let why = why.trim();
            if why.is_empty() {
                return Err(Fault::field(
                    "because",
                    "Say why you do not confirm it; whoever wrote it down reads it.",
                ));
            }
            row.status = Status::Refused;
            row.because = Some(why.to_owned());
        }
        Word::Confirm => {
            row.status = Status::Confirmed;
            row.outcome = Some(match row.place.strip_prefix(CORRECT) {
                Some(submission) => corrected::apply(desk, &row, submission)?,
                None => {
                    let turned = done(desk, &row, &caller.person)?;
                    words = turned.signals;
                    serde_json::to_string(&turned.answer)?
                }
            });
        }
    }
    if !rows::settle(desk.db, &row)? {
        return Err(Fault::conflict("Somebody else has settled this in the meantime.", 0));
    }
    note(desk, &row, "")?;
    told(desk, &row, &seen.record.title)?;
    Ok((row, words))
}

/// Does what the person said, as if they had asked now.
fn done(desk: &mut Desk<'_>, row: &RecordingRow, confirmed_by: &str) -> Result<transition::Turned, Fault> {
    let place = Place::parse(&row.place).ok_or(Fault::NotFound("page"))?;
    // What is not recorded for anybody is not confirmed either, whatever the file said when it was written down.
    let seen = crate::service::sight::of_instance(desk, &Caller::own(confirmed_by), &row.instance_id)?;
    let seen = super::as_person(desk, seen, &row.instance_id, &row.person_id)?;
    let sheet = match drafts::sheet(desk, &Caller::own(confirmed_by), seen, &row.instance_id, (&place, "-")) {
        Err(Fault::NotFound(_)) => {
            let gone = "What they said belonged to a step that is over. Nothing is dated back: do not confirm it, and ask \
                        whoever decides about late ones.";
            return Err(refused(vec![because("over", gone)])
                .err()
                .unwrap_or(Fault::NotFound("page")));
        }
        other => other?,
    };
    let never = super::offering::never(desk, &sheet.seen, &row.instance_id, &sheet.offer)?;
    refused(never.iter().map(|why| because("never", why)).collect())?;
    let answers: Map<String, Json> = serde_json::from_str(&row.answers)?;
    let command = Command {
        alliance: desk.alliance.clone(),
        instance: row.instance_id.clone(),
        caller: Caller::own(&row.person_id),
        key: Some(row.id.clone()),
        seen: None,
        ask: drafts::asked(&place, &answers),
    };
    debug_assert!(place.verb != Verb::Confirm, "nobody records a second person's word");
    transition::recorded(desk, &command, beside(row, confirmed_by))
}

/// Tells the person what was recorded for them and how to object; and whoever wrote it down if it was not
/// confirmed.
fn told(desk: &mut Desk<'_>, row: &RecordingRow, about: &str) -> Result<(), Fault> {
    let first = name(desk, &row.recorded_by)?;
    let second = match &row.settled_by {
        Some(id) => name(desk, id)?,
        None => String::new(),
    };
    if row.status == Status::Refused {
        if let Some(to) = people::load(desk.db, &row.recorded_by)? {
            let says = format!(
                "What you wrote down about “{about}” was not confirmed: {}",
                row.because.clone().unwrap_or_default()
            );
            tell(
                desk,
                &to,
                ("recorded", &format!("/put-right/{}", row.id), says),
                &second,
            )?;
        }
        return Ok(());
    }
    let way = desk
        .app
        .library
        .put_right
        .ways
        .get(&row.way)
        .map(|way| way.title.to_lowercase());
    let day = row.said_on.parse().map(words::day).unwrap_or_default();
    let says = match way {
        Some(way) => format!(
            "{first} wrote down what you said {way} on {day} about “{about}”, and {second} confirmed it. It counts as \
             if you had done it here."
        ),
        None => format!("{first} and {second} have corrected what you filled in about “{about}”."),
    };
    if let Some(to) = people::load(desk.db, &row.person_id)? {
        tell(desk, &to, ("recorded", &format!("/recorded/{}", row.id), says), &first)?;
    }
    Ok(())
}

//! What happens beside the work itself: whoever wrote is told what was taken; what cannot be taken is kept, sealed,
//! and somebody who supports them rings.

use accord_store::{
    alliances,
    incidents::{self, IncidentRow},
    people::PersonRow,
    replies::{self as rows, AddressRow, MessageRow},
    subjects as records,
};

use super::{
    Arrived, Became,
    waiting::{Kept, PLACE, place},
};
use crate::service::{access::post, app::App, fault::Fault, support::calls};

/// The most letters that are kept of a message that waits.
const LONGEST: usize = 100_000;
/// So many messages of strangers wait for somebody; more stay in the folder.
const STRANGERS: usize = 200;

/// Whose a message is: the address in the letter, its reader, and the mark of the message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whose<'a> {
    pub(super) row: &'a AddressRow,
    pub(super) person: &'a PersonRow,
    pub(super) mark: &'a str,
}

/// Whoever wrote reads what was taken, and what was not.
pub(super) fn thank(app: &App, whose: Whose<'_>, words: &str, files: &[String]) -> Result<(), Fault> {
    let mut says = format!("We have your answer, and it stands with the text: “{words}”");
    if !files.is_empty() {
        says.push_str(&format!(
            " We take no files by email, so this was left out: {}. Tell us if you want it to be read, and how.",
            files.join(", ")
        ));
    }
    letter(app, whose, says)
}

/// Keeps what somebody answered and what could not be taken, tells them so at the address that we know, and puts a
/// call on the list of whoever supports them.
pub(super) fn theirs(app: &App, whose: Whose<'_>, arrived: &Arrived, why: &str) -> Result<Became, Fault> {
    let Whose { row, person, mark } = whose;
    letter(
        app,
        whose,
        format!(
            "An answer to our letter came, and it is kept. It does not stand with the text, because of this: {why}. \
             Somebody who supports people reads it and rings you. You can also write it on the page. If you did not \
             write to us, tell us."
        ),
    )?;
    calls::could_not_be_taken(app, &row.alliance_id, &person.id, why)?;
    // Last, because a message that is kept is known, and nothing is done when it comes again.
    keep(
        app,
        &row.alliance_id,
        Some((&person.id, &row.subject_id)),
        arrived,
        (why, mark),
    )?;
    Ok(Became::Waits(why.to_owned()))
}

/// Keeps what came to no address of ours: a slip in copying, or a stranger. Nobody is written to.
pub(super) fn stranger(app: &App, arrived: &Arrived, mark: &str) -> Result<Became, Fault> {
    let why = "It is for no address that stands in a letter of ours";
    let all = app.store.read(alliances::all)?;
    let alliance = all.into_iter().next().ok_or(Fault::NotFound("alliance"))?.id;
    let waiting = app.store.read(|db| rows::waiting(db, &alliance))?;
    if waiting.iter().filter(|one| one.person_id.is_none()).count() >= STRANGERS {
        return Ok(Became::Left);
    }
    tell(
        app,
        &alliance,
        "An email came to an address that stands in no letter of ours.",
        format!(
            "Somebody may have mistyped it. Such emails wait at {PLACE}, where whoever writes things down for others \
             reads and closes them; close this line when none is left."
        ),
    )?;
    keep(app, &alliance, None, arrived, (why, mark))?;
    Ok(Became::Waits(why.to_owned()))
}

/// An answer on which the program itself fails: it stays where it is, and is tried again.
///
/// # Errors
/// The database fails.
pub fn failed(app: &App) -> Result<(), Fault> {
    let all = app.store.read(alliances::all)?;
    let alliance = all.into_iter().next().ok_or(Fault::NotFound("alliance"))?.id;
    tell(
        app,
        &alliance,
        "An answer to a letter cannot be taken: the program fails on it.",
        "It stays in the folder of ACCORD_REPLIES_FOLDER and is tried again; the log says what fails.".to_owned(),
    )
}

/// One line for whoever mends, however often it happens.
fn tell(app: &App, alliance: &str, what: &str, mend: String) -> Result<(), Fault> {
    let what = what.to_owned();
    app.writing(alliance, move |desk| {
        let incident = IncidentRow {
            id: desk.id(),
            alliance_id: desk.alliance.clone(),
            instance_id: None,
            what: what.clone(),
            detail: String::new(),
            at: desk.wall().into(),
            closed_at: None,
            closed_by: None,
            outbox_key: None,
            mend: Some(mend.clone()),
        };
        incidents::open_once(desk.db, &incident)?;
        Ok::<_, Fault>(())
    })
}

fn letter(app: &App, whose: Whose<'_>, says: String) -> Result<(), Fault> {
    let (row, person) = (whose.row.clone(), whose.person.id.clone());
    let key = format!("reply-came/{}", whose.mark);
    app.writing(&whose.row.alliance_id, move |desk| {
        let record = records::load(desk.db, &row.alliance_id, &row.subject_id)?;
        let words = ("reply_came", "you answered a letter of ours");
        post::about(desk, (&record, "comments"), &key, words, &person, says.clone())?;
        Ok::<_, Fault>(())
    })
}

/// Keeps a message, sealed, once.
fn keep(
    app: &App,
    alliance: &str,
    of: Option<(&str, &str)>,
    arrived: &Arrived,
    (why, mark): (&str, &str),
) -> Result<(), Fault> {
    let kept = serde_json::to_string(&Kept {
        from: arrived.from.clone(),
        subject: arrived.subject.clone(),
        text: arrived.text.chars().take(LONGEST).collect(),
        files: arrived.files.clone(),
    })?;
    let (person, subject) = of
        .map(|(person, subject)| (person.to_owned(), subject.to_owned()))
        .unzip();
    let (because, mark) = (why.to_owned(), mark.to_owned());
    app.writing(alliance, move |desk| {
        let id = desk.id();
        let row = MessageRow {
            sealed: desk.app.seals.seal(&place(&id), &kept)?,
            alliance_id: desk.alliance.clone(),
            person_id: person.clone(),
            subject_id: subject.clone(),
            because: because.clone(),
            came_at: desk.wall().into(),
            mark: mark.clone(),
            closed_at: None,
            id,
        };
        rows::keep(desk.db, &row)?;
        Ok::<_, Fault>(())
    })
}

//! What has a day that no clock of a workflow keeps: answers to proposals, and promises. Whoever does it is reminded
//! before the day; when it has passed they, whoever asked and whoever oversees it are told. Each letter goes once.

use std::collections::BTreeSet;

use accord_store::{alliances, instances, links, subjects as rows, subjects::SubjectRow};
use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use crate::{
    domain::words,
    service::{
        access::post,
        app::{App, Desk},
        authority,
        bodies::Near,
        fault::Fault,
        history,
        proposals::ANSWER,
        subjects::{
            About, data,
            promises::{following, later},
            specification::proposals,
        },
    },
};

/// The kind of record for which proposals are made.
const TEXT: &str = "specification";

/// Writes the letters that are due in every alliance; gives how many.
///
/// # Errors
/// The store fails.
pub fn send_due(app: &App) -> Result<usize, Fault> {
    let mut sent = 0;
    for alliance in app.store.read(alliances::all)? {
        sent += app.writing(&alliance.id, of_promises)?;
        sent += app.writing(&alliance.id, of_what_was_kept)?;
        sent += app.writing(&alliance.id, of_proposals)?;
    }
    Ok(sent)
}

fn near(desk: &Desk<'_>, on: NaiveDate) -> Near {
    Near::of(desk, on, desk.app.library.catalogue.days.near)
}

/// Something with a day.
struct Due<'a> {
    /// What it is about, and the page where it is followed.
    place: (&'a SubjectRow, &'a str),
    /// Its name in keys: `promise/01900000`.
    key: String,
    /// What is due, as a sentence that ends in its words.
    what: String,
    on: NaiveDate,
    /// Who does it.
    whose: BTreeSet<String>,
    /// Who asked for it.
    asker: Option<String>,
}

fn of_promises(desk: &mut Desk<'_>) -> Result<usize, Fault> {
    let mut sent = 0;
    for promise in links::due(desk.db, &desk.alliance)? {
        let Some(on) = following::day(&promise) else { continue };
        let record = rows::load(desk.db, &desk.alliance, &promise.subject_id)?;
        let due = Due {
            place: (&record, following::PAGE),
            key: format!("promise/{}/{on}", promise.id),
            what: format!("A promise about “{}”: “{}”", record.title, promise.what.trim()),
            on,
            whose: promise.owner_id.into_iter().collect(),
            asker: promise.person_id,
        };
        sent += tell(desk, &due)?;
    }
    Ok(sent)
}

/// Whoever asked for what was kept long ago is asked whether it is still so, once.
fn of_what_was_kept(desk: &mut Desk<'_>) -> Result<usize, Fault> {
    let mut sent = 0;
    let now = desk.now.into();
    for promise in links::kept_before(desk.db, &desk.alliance, now)? {
        let Some(asker) = promise.person_id.clone().filter(|_| promise.later_at.is_none()) else {
            continue;
        };
        if !later::to_judge(desk, &promise)? {
            continue;
        }
        let record = rows::load(desk.db, &desk.alliance, &promise.subject_id)?;
        let about = About {
            row: &record,
            snapshot: None,
        };
        // Nobody is asked who cannot answer any more.
        if !authority::permitted(desk, about, later::JUDGE_LATER)?.contains(&asker) {
            continue;
        }
        let met = promise.met_at.map(|at| words::local_day(at.utc()).to_string());
        let key = format!("promise/{}/later/{}", promise.id, met.unwrap_or_default());
        let letter = ("promise_later", "you asked for this");
        let says = later::question(&promise);
        sent += usize::from(post::about(desk, (&record, later::PAGE), &key, letter, &asker, says)?);
    }
    Ok(sent)
}

fn of_proposals(desk: &mut Desk<'_>) -> Result<usize, Fault> {
    let mut sent = 0;
    let mut seen = BTreeSet::new();
    for (record, instance) in instances::open_of_kind(desk.db, &desk.alliance, TEXT)? {
        if !seen.insert(record.id.clone()) {
            continue;
        }
        let own = data(&record)?;
        let open = proposals::all(&own).into_iter().filter(|one| one.answer.is_none());
        let dated = open.filter_map(|one| Some((one.due_on()?, one)));
        let waiting: Vec<_> = dated.filter(|(on, _)| near(desk, *on) != Near::Far).collect();
        if waiting.is_empty() {
            continue;
        }
        let snapshot = serde_json::from_str(&instance.snapshot)?;
        let about = About {
            row: &record,
            snapshot: Some(&snapshot),
        };
        // Where nobody may answer yet, the idea itself has its clock.
        let whose = authority::permitted(desk, about, ANSWER)?;
        if whose.is_empty() {
            continue;
        }
        for (on, one) in waiting {
            let said = |name: &str| one.made.get(name).and_then(Json::as_str).unwrap_or_default();
            let due = Due {
                place: (&record, proposals::PAGE),
                key: format!("proposal/{}/{}", record.id, one.number),
                what: format!(
                    "An answer to a proposal for “{}”: “{}”",
                    record.title,
                    said("text").trim()
                ),
                on,
                whose: whose.clone(),
                asker: Some(said("by").to_owned()).filter(|id| !id.is_empty()),
            };
            sent += tell(desk, &due)?;
        }
    }
    Ok(sent)
}

/// Tells whoever is to be told today, and writes that down where somebody was.
fn tell(desk: &mut Desk<'_>, due: &Due<'_>) -> Result<usize, Fault> {
    let on = words::day(due.on);
    let (letter, says, whom) = match near(desk, due.on) {
        Near::Far => return Ok(0),
        Near::Soon => (
            "day_near",
            format!("{} It is due by {on}.", due.what),
            due.whose.clone(),
        ),
        Near::Past => {
            let mut whom = due.whose.clone();
            whom.extend(due.asker.clone());
            whom.extend(following::overseers(desk)?);
            let says = format!("{} It was due by {on}, and is not done.", due.what);
            ("day_passed", says, whom)
        }
    };
    let mut sent = 0;
    for person in &whom {
        let why = if due.asker.as_ref() == Some(person) {
            "you asked for this"
        } else if due.whose.contains(person) {
            "this is yours to do"
        } else {
            "you look after what was promised"
        };
        let key = format!("{letter}/{}/{person}", due.key);
        sent += usize::from(post::about(desk, due.place, &key, (letter, why), person, says.clone())?);
    }
    if sent > 0 {
        let note = json!({
            "format": 1,
            "body": { "done": "told_of_a_day", "about": due.key, "on": due.on, "letter": letter, "told": whom },
        });
        history::note(desk, None, &note)?;
    }
    Ok(sent)
}

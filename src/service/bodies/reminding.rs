//! A letter when a term or a review comes near: once for each, to whoever looks after it, and for a term to the person.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::alliances;
use chrono::NaiveDate;
use serde_json::json;

use super::{Member, Near, Shown, read};
use crate::{
    domain::words,
    service::{
        access::post,
        app::{App, Desk},
        authority::powers,
        fault::Fault,
        history,
    },
};

/// Writes the letters that are due in every alliance; gives how many.
///
/// # Errors
/// The store fails.
pub fn send_due(app: &App) -> Result<usize, Fault> {
    let mut sent = 0;
    for alliance in app.store.read(alliances::all)? {
        sent += app.writing(&alliance.id, of_alliance)?;
    }
    Ok(sent)
}

fn of_alliance(desk: &mut Desk<'_>) -> Result<usize, Fault> {
    let to = desk.app.library.bodies.remind.to.clone();
    let office = powers::in_the_whole(desk, &to)?;
    let mut sent = 0;
    for body in read(desk)? {
        if body.review == Near::Soon {
            let says = format!(
                "The terms of reference of the {} are to be looked at again by {}. When that is done, the next day \
                 stands in the file of bodies.",
                body.body.title,
                words::day(body.body.review_on)
            );
            let about = (
                format!("review/{}/{}", body.word, body.body.review_on),
                body.body.review_on,
            );
            sent += tell(desk, &body, about, &office, &says)?;
        }
        let mut ending: BTreeMap<NaiveDate, Vec<&Member>> = BTreeMap::new();
        let members = body.seats.iter().filter_map(|sort| sort.members.as_ref()).flatten();
        for member in members.filter(|one| one.near == Near::Soon) {
            ending.entry(member.until).or_default().push(member);
        }
        for (day, members) in &ending {
            sent += terms(desk, &body, &office, (*day, members))?;
        }
    }
    Ok(sent)
}

/// Terms of one body that end on one day: one letter for whoever looks after it, and one for each who leaves.
fn terms(
    desk: &mut Desk<'_>,
    body: &Shown,
    office: &BTreeSet<String>,
    (day, members): (NaiveDate, &[&Member]),
) -> Result<usize, Fault> {
    let (title, on) = (&body.body.title, words::day(day));
    let names: Vec<String> = members.iter().map(|one| one.name.clone()).collect();
    let term = if names.len() == 1 { "term" } else { "terms" };
    let ends = if names.len() == 1 { "ends" } else { "end" };
    let says = format!(
        "The {term} of {} on the {title} {ends} on {on}. You can appoint them anew, or somebody else, on their pages.",
        words::list(&names)
    );
    let mut sent = tell(desk, body, (format!("terms/{}/{day}", body.word), day), office, &says)?;
    for member in members {
        let says =
            format!("Your term on the {title} ends on {on}. If you would like to go on, or to stop before, tell us.");
        let whom = [member.person.clone()].into();
        sent += tell(
            desk,
            body,
            (format!("term/{}/{day}", member.appointment), day),
            &whom,
            &says,
        )?;
    }
    Ok(sent)
}

/// Tells them, if nobody has been told of it yet, and writes that down once.
fn tell(
    desk: &mut Desk<'_>,
    body: &Shown,
    (about, on): (String, NaiveDate),
    whom: &BTreeSet<String>,
    says: &str,
) -> Result<usize, Fault> {
    let mut sent = 0;
    for person in whom {
        let (key, path) = (format!("{about}/{person}"), format!("/bodies#{}", body.word));
        let letter = ("comes_near", "you sit there, or look after who does");
        sent += usize::from(post::once(desk, &path, &key, letter, person, says.to_owned())?);
    }
    if sent > 0 {
        let note = json!({
            "format": 1,
            "body": { "done": "reminded", "body": body.word, "about": about, "on": on, "told": whom },
        });
        history::note(desk, None, &note)?;
    }
    Ok(sent)
}

//! A letter when a term or a review comes near: once for each, to whoever looks after it, and for a term to the person.

use std::collections::BTreeSet;

use accord_store::{alliances, outbox, people};
use chrono::NaiveDate;
use serde_json::json;

use super::{Near, Shown, read};
use crate::{
    domain::words,
    service::{
        access::post,
        app::{App, Desk},
        authority::powers,
        fault::Fault,
        history, sight,
    },
    views::contexts::access::Access,
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
        for member in body.seats.iter().filter_map(|sort| sort.members.as_ref()).flatten() {
            if member.near != Near::Soon {
                continue;
            }
            let says = format!(
                "The term of {} on the {} ends on {}. Whoever looks after people can appoint them anew, or somebody else.",
                member.name,
                body.body.title,
                words::day(member.until)
            );
            let mut whom = office.clone();
            whom.insert(member.person.clone());
            let about = (format!("term/{}/{}", member.appointment, member.until), member.until);
            sent += tell(desk, &body, about, &whom, &says)?;
        }
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
        let Some(to) = people::load(desk.db, person)?.filter(|one| one.email.is_some()) else {
            continue;
        };
        let key = format!("{about}/{person}");
        let told = outbox::load(desk.db, &desk.alliance, &format!("access/{key}"));
        if sight::if_seen(told.map_err(Fault::from))?.is_some() {
            continue;
        }
        let access = Access {
            link: format!("{}/bodies#{}", desk.app.origin, body.word),
            says: says.to_owned(),
            ..Access::default()
        };
        let why = "you sit there, or look after who does";
        post::put(desk, &key, ("comes_near", why), &to, access)?;
        sent += 1;
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

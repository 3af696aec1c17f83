//! What was raised and is seen to by nobody: whoever reads it is reminded each working day. And roles that something
//! reaches and nobody holds, which whoever mends is told of.

use accord_store::{alliances, concerns, incidents, incidents::IncidentRow};
use chrono::{Datelike as _, Weekday};

use super::{holders, readers, tell};
use crate::{
    domain::words,
    service::{
        access::post,
        app::{App, Desk},
        fault::Fault,
        readers::role_titles,
    },
};

/// Reminds, in every alliance; gives how many letters were written.
///
/// # Errors
/// The store fails.
pub fn remind(app: &App) -> Result<usize, Fault> {
    let mut sent = 0;
    for alliance in app.store.read(alliances::all)? {
        sent += app.writing(&alliance.id, of_alliance)?;
    }
    Ok(sent)
}

fn of_alliance(desk: &mut Desk<'_>) -> Result<usize, Fault> {
    vacant(desk)?;
    let today = desk.today();
    if matches!(today.weekday(), Weekday::Sat | Weekday::Sun) {
        return Ok(0);
    }
    let library = desk.app.library.clone();
    let mut sent = 0;
    for row in concerns::waiting(desk.db, &desk.alliance)? {
        // On the day itself whoever reads it has had a letter.
        if words::local_day(row.raised_at.utc()) >= today {
            continue;
        }
        let Some(way) = library.support.ways.get(&row.way) else {
            continue;
        };
        let Some(reading) = readers::of(desk, way, &row.role, Some(&row.person_id))? else {
            continue;
        };
        if let Some(by) = &row.taken_by
            && reading.people.iter().any(|one| one.id == *by)
        {
            continue;
        }
        for to in reading.people {
            let key = format!("concern/{}/{today}/{}", row.id, to.id);
            if !post::was_put(desk, &key)? {
                tell(desk, &to, (&key, "concern"), &format!("/concerns/{}", row.id))?;
                sent += 1;
            }
        }
    }
    Ok(sent)
}

/// Opens one incident for each role that something reaches and nobody holds. It says nothing of whether anything was
/// raised.
fn vacant(desk: &mut Desk<'_>) -> Result<(), Fault> {
    let library = desk.app.library.clone();
    for way in library.support.ways.values() {
        for role in &way.reaches {
            if !holders(desk, role)?.is_empty() {
                continue;
            }
            let title = role_titles(&library, std::slice::from_ref(role)).concat();
            let row = IncidentRow {
                id: desk.id(),
                alliance_id: desk.alliance.clone(),
                instance_id: None,
                what: format!("Nobody holds the role “{title}” today."),
                detail: format!(
                    "“{}” reaches it. While nobody holds it, others read what is raised.",
                    way.title
                ),
                at: desk.now.into(),
                closed_at: None,
                closed_by: None,
                outbox_key: None,
                mend: Some("Appoint somebody on their page under “People”; then close this.".to_owned()),
            };
            incidents::open_once(desk.db, &row)?;
        }
    }
    Ok(())
}

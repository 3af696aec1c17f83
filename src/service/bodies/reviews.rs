//! A review that comes near becomes somebody's task, once: of the terms of reference of a body, of a way in which people
//! take part.

use accord_store::{alliances, instances};
use chrono::NaiveDate;
use serde_json::Value as Json;

use super::{Near, near};
use crate::service::{
    app::{App, Desk},
    authority::powers,
    fault::Fault,
    subjects::{
        data,
        hosting::follow_up::{DUE_ON, KIND, of_the_alliance},
    },
    transition::Start,
};

/// Which review it is, in the record: by this it is started once.
const REVIEW: &str = "review";
/// What whoever looks again is told.
const BECAUSE: &str = "Its day comes near: see whether it still does what it is for, with those who use it, and set the \
    next day in the file of bodies.";

/// Starts what is due in every alliance; gives how much.
///
/// # Errors
/// The store fails, or the workflow cannot be started.
pub fn start_due(app: &App) -> Result<usize, Fault> {
    let mut begun = 0;
    for alliance in app.store.read(alliances::all)? {
        let due = app.reading(&alliance.id, due)?;
        begun += due.len();
        for start in due {
            app.start(start)?;
        }
    }
    Ok(begun)
}

fn due(desk: &mut Desk<'_>) -> Result<Vec<Start>, Fault> {
    let file = desk.app.library.bodies.clone();
    let bodies = file
        .bodies
        .iter()
        .map(|(word, one)| (format!("body/{word}"), &one.title, one.review_on));
    let ways = file
        .channels
        .iter()
        .map(|(word, one)| (format!("channel/{word}"), &one.title, one.review_on));
    let coming: Vec<(String, String, NaiveDate)> = bodies
        .chain(ways)
        .filter(|(_, _, on)| near(desk, *on) > Near::Far)
        .map(|(word, title, on)| (format!("{word}/{on}"), title.clone(), on))
        .collect();
    if coming.is_empty() {
        return Ok(Vec::new());
    }
    let mut begun = Vec::new();
    for (row, _) in instances::first_of_kind(desk.db, &desk.alliance, KIND)? {
        begun.extend(data(&row)?.get(REVIEW).and_then(Json::as_str).map(str::to_owned));
    }
    let by = powers::in_the_whole(desk, &file.review.by)?.into_iter().next();
    let mut out = Vec::new();
    for (which, title, on) in coming.into_iter().filter(|(which, ..)| !begun.contains(which)) {
        let details = [
            (REVIEW, which),
            (DUE_ON, on.to_string()),
            ("because", BECAUSE.to_owned()),
        ];
        let title = format!("Look again at: {title}");
        out.push(Start {
            subject: of_the_alliance(desk, title, by.clone(), details)?,
            ..Start::of(&desk.alliance, &file.review.workflow, "")
        });
    }
    Ok(out)
}

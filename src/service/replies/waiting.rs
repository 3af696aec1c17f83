//! Messages that could not be taken: read and closed by whoever writes things down for others.

use accord_store::{
    people,
    replies::{self as rows, MessageRow},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::service::{
    app::{App, Desk},
    authority::{Caller, Standing, powers},
    fault::Fault,
    history,
    putting_right::POWER,
    sight,
};

/// Where they stand.
pub const PLACE: &str = "/put-right/emails";

/// What is kept of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Who sent it.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Its words, as they came.
    pub text: String,
    /// Names of files that came with it; the files themselves are not kept.
    pub files: Vec<String>,
}

/// One that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub id: String,
    /// Whose the address was that it came to, if it was anybody's.
    pub whose: Option<String>,
    /// The record that it answers a letter about, then: kind, id and title.
    pub about: Option<(String, String, String)>,
    /// Why it waits.
    pub because: String,
    /// When it came.
    pub at: DateTime<Utc>,
}

/// What it is sealed with beside the key.
pub(super) fn place(id: &str) -> String {
    format!("message/{id}")
}

/// Those that nobody has seen to, the oldest first.
///
/// # Errors
/// The caller writes nothing down for others, or the database fails.
pub fn all(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Waiting>, Fault> {
    powers::judge(desk, caller, POWER)?;
    let standing = Standing::of(desk, caller)?;
    let mut out = Vec::new();
    for row in rows::waiting(desk.db, &desk.alliance)? {
        out.extend(sight::if_seen(shown(desk, &standing, row))?);
    }
    Ok(out)
}

/// One of them, with what it says.
///
/// # Errors
/// There is none that waits, it is not the caller's to read, it was sealed under another key, or the database fails.
pub fn one(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<(Waiting, Kept), Fault> {
    powers::judge(desk, caller, POWER)?;
    let row = load(desk, id)?;
    let standing = Standing::of(desk, caller)?;
    let kept = serde_json::from_str(&desk.app.seals.open(&place(id), &row.sealed)?)?;
    Ok((shown(desk, &standing, row)?, kept))
}

/// Somebody has seen to one: what it said is forgotten, and that it came stays.
///
/// # Errors
/// As [`one`].
pub fn done(app: &App, alliance: &str, caller: &Caller, id: &str) -> Result<(), Fault> {
    let (id, caller) = (id.to_owned(), caller.clone());
    app.writing(alliance, move |desk| {
        powers::judge(desk, &caller, POWER)?;
        let (row, standing) = (load(desk, &id)?, Standing::of(desk, &caller)?);
        shown(desk, &standing, row)?;
        rows::close(desk.db, &id, desk.wall().into())?;
        let body = json!({ "format": 1, "email": { "closed": id, "by": caller.person } });
        history::note(desk, None, &body)
    })
}

fn load(desk: &mut Desk<'_>, id: &str) -> Result<MessageRow, Fault> {
    let row = rows::load(desk.db, &desk.alliance, id)?;
    row.filter(|row| row.closed_at.is_none()).ok_or(Fault::NotFound("page"))
}

/// What answers a letter about a record is read by whoever sees the record.
fn shown(desk: &mut Desk<'_>, standing: &Standing, row: MessageRow) -> Result<Waiting, Fault> {
    let whose = match &row.person_id {
        Some(id) => people::load(desk.db, id)?.map(|one| one.name),
        None => None,
    };
    let about = match &row.subject_id {
        Some(id) => {
            let record = sight::by_id(desk, standing, id)?.record;
            Some((record.kind, record.id, record.title))
        }
        None => None,
    };
    Ok(Waiting {
        id: row.id,
        whose,
        about,
        because: row.because,
        at: row.came_at.utc(),
    })
}

//! Worries and concerns. Whoever is in distress, is worried about somebody or has something to say past the
//! lead body finds a way here; what they write is sealed, and read by the holders of one role and nobody else.
//! No journal, letter or list of anybody else's says that it was written. The ways stand in
//! `workflows/vocabulary/support.yaml`.
//!
//! Beside that: whom somebody has chosen to be at their side, breaks, and calls to whom letters do not reach.
//!
//! Programs have no part in it: a token that leaks must not open these.

pub mod beside;
pub mod breaks;
pub mod calls;
pub mod raising;
mod readers;
pub mod reading;
pub mod waiting;

use accord_store::{
    concerns::ConcernRow,
    people::{self, PersonRow},
};
use chrono::{DateTime, Utc};

use crate::{
    service::{
        access::post,
        app::Desk,
        authority::{Caller, powers},
        fault::Fault,
        library::support::Way,
    },
    views::contexts::access::Access,
};

/// The longest that somebody can write, in letters.
pub const LONGEST: usize = 5_000;

/// How one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has read it yet.
    Waits,
    /// Somebody sees to it, since then.
    Taken(DateTime<Utc>),
    /// It was answered, then.
    Answered(DateTime<Utc>),
}

impl Standing {
    fn of(row: &ConcernRow) -> Self {
        match (row.answered_at, row.taken_at) {
            (Some(at), _) => Self::Answered(at.utc()),
            (None, Some(at)) => Self::Taken(at.utc()),
            (None, None) => Self::Waits,
        }
    }
}

/// What a row is called: the title of its way, or of none that is offered today.
fn title(desk: &Desk<'_>, way: &str) -> String {
    let found = desk.app.library.support.ways.get(way);
    found.map_or_else(|| "Something that was raised".to_owned(), |way| way.title.clone())
}

fn way<'a>(ways: &'a indexmap::IndexMap<String, Way>, word: &str) -> Result<&'a Way, Fault> {
    ways.get(word).ok_or(Fault::NotFound("page"))
}

/// Who holds a role in the whole alliance now.
fn holders(desk: &mut Desk<'_>, role: &str) -> Result<Vec<PersonRow>, Fault> {
    let ids: Vec<String> = powers::in_the_whole(desk, &[role.to_owned()])?.into_iter().collect();
    let mut out = people::several(desk.db, &ids)?;
    out.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(out)
}

/// The roles that somebody holds in the whole alliance, in their own name: who acts for another reads nothing
/// here.
fn own_roles(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<String>, Fault> {
    if caller.acting_for.is_some() {
        return Ok(Vec::new());
    }
    powers::roles_of(desk, &caller.person)
}

/// A letter that says that there is something to read here, and nothing of what it is.
fn tell(desk: &mut Desk<'_>, to: &PersonRow, (key, template): (&str, &str), path: &str) -> Result<(), Fault> {
    if to.email.is_none() {
        return Ok(());
    }
    let access = Access {
        link: format!("{}{path}", desk.app.origin),
        ..Access::default()
    };
    post::put(
        desk,
        key,
        (template, "this is about something that was raised"),
        to,
        access,
    )
}

//! What went wrong, one by one, and mending it from a page.
//!
//! A page offers no other address for a letter: whoever reads a mailbox is whom the service knows, so
//! an address is corrected where the person is, and they are told.

use std::collections::BTreeMap;

use accord_store::{incidents, people};
use chrono::{DateTime, Utc};

use super::record;
use crate::service::{
    app::{App, Desk},
    authority::{Caller, Standing},
    fault::Fault,
    mending::{self, Again, By, ToMend},
};

/// How many that were seen to are shown.
const LATELY: u32 = 50;

/// What somebody does about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// Sends it again; with the words of today if so.
    SendAgain {
        /// Not with the words that were published then.
        todays_words: bool,
    },
    /// Drops it, for a reason.
    Drop(String),
    /// Has seen to it, in a way that is said.
    Close(String),
}

/// Something that somebody has seen to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What it was.
    pub what: String,
    /// When it was.
    pub at: DateTime<Utc>,
    /// When it was seen to.
    pub closed_at: Option<DateTime<Utc>>,
    /// By whom, in words; empty if a machine did it.
    pub by: String,
    /// What they said of it; empty if nothing.
    pub because: String,
}

/// What waits, oldest first.
///
/// # Errors
/// It is not for this person, or the store fails.
pub fn waiting(app: &App, alliance: &str, caller: &Caller) -> Result<Vec<ToMend>, Fault> {
    app.reading(alliance, |desk| super::may(desk, caller))?;
    let mut open = mending::open(app, alliance)?;
    app.reading(alliance, |desk| {
        let standing = Standing::of(desk, caller)?;
        for one in &mut open {
            let is_seen = match &one.instance {
                Some(instance) => record(desk, &standing, instance)?.is_some(),
                None => true,
            };
            if !is_seen {
                veil(one);
            }
        }
        Ok(open)
    })
}

/// What was seen to lately.
///
/// # Errors
/// As [`waiting`].
pub fn seen_to(app: &App, alliance: &str, caller: &Caller) -> Result<Vec<Seen>, Fault> {
    app.reading(alliance, |desk| {
        super::may(desk, caller)?;
        closed(desk, caller)
    })
}

/// What was seen to lately, with why; without what would say whose record it was.
fn closed(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Seen>, Fault> {
    let rows = incidents::closed(desk.db, &desk.alliance, LATELY)?;
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut reasons: BTreeMap<String, String> = incidents::reasons(desk.db, &ids)?.into_iter().collect();
    let standing = Standing::of(desk, caller)?;
    let mut out = Vec::new();
    for row in rows {
        let is_seen = match &row.instance_id {
            Some(instance) => record(desk, &standing, instance)?.is_some(),
            None => true,
        };
        let by = match &row.closed_by {
            // An operator gives a name; a person is known by id.
            Some(by) => people::load(desk.db, by)?.map_or_else(|| by.clone(), |one| one.name),
            None => String::new(),
        };
        out.push(Seen {
            what: row.what,
            at: row.at.utc(),
            closed_at: row.closed_at.map(accord_store::Stamp::utc),
            by,
            because: reasons.remove(&row.id).filter(|_| is_seen).unwrap_or_default(),
        });
    }
    Ok(out)
}

/// One that waits.
///
/// # Errors
/// There is none of this id that waits, or it is not for this person.
pub fn one(app: &App, alliance: &str, caller: &Caller, incident: &str) -> Result<ToMend, Fault> {
    waiting(app, alliance, caller)?
        .into_iter()
        .find(|one| one.incident == incident)
        .ok_or(Fault::NotFound("page"))
}

/// Mends it.
///
/// # Errors
/// It waits no more, it is not this person's to mend, or there is no reason.
pub fn mend(app: &App, alliance: &str, caller: &Caller, incident: &str, repair: &Repair) -> Result<(), Fault> {
    let one = one(app, alliance, caller, incident)?;
    let by = By::Person(caller.clone());
    match (repair, &one.letter) {
        (Repair::SendAgain { todays_words }, Some(letter)) => {
            let how = Again {
                to: None,
                todays_words: *todays_words,
            };
            mending::send_again(app, alliance, &letter.key, &by, how)
        }
        (Repair::Drop(why), Some(letter)) => mending::drop_letter(app, alliance, &letter.key, &by, why),
        (Repair::Close(why), None) => mending::close(app, alliance, incident, &by, why),
        (Repair::SendAgain { .. } | Repair::Drop(_), None) | (Repair::Close(_), Some(_)) => {
            Err(Fault::field("done", "Choose one of the ways that are offered."))
        }
    }
}

/// Leaves out what would say whose record it is.
fn veil(one: &mut ToMend) {
    "A record that you do not see yet".clone_into(&mut one.about);
    one.reason.clear();
    if let Some(letter) = &mut one.letter {
        letter.to.clear();
        letter.template.clear();
    }
}

//! What went wrong, one by one, and mending it from a page.
//!
//! A page offers no other address for a letter: whoever reads a mailbox is whom the service knows, so
//! an address is corrected where the person is, and they are told.

use accord_store::incidents;
use chrono::{DateTime, Utc};

use super::record;
use crate::service::{
    app::App,
    authority::Caller,
    fault::Fault,
    mending::{self, Again, By, ToMend},
};

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
}

/// What waits, oldest first, and what was seen to lately.
///
/// # Errors
/// It is not for this person, or the store fails.
pub fn all(app: &App, alliance: &str, caller: &Caller) -> Result<(Vec<ToMend>, Vec<Seen>), Fault> {
    app.reading(alliance, |desk| super::may(desk, caller))?;
    let mut open = mending::open(app, alliance)?;
    app.reading(alliance, |desk| {
        for one in &mut open {
            let is_seen = match &one.instance {
                Some(instance) => record(desk, caller, instance)?.is_some(),
                None => true,
            };
            if !is_seen {
                veil(one);
            }
        }
        let closed = incidents::closed(desk.db, alliance, 50)?.into_iter();
        let closed = closed.map(|row| Seen {
            what: row.what,
            at: row.at.utc(),
            closed_at: row.closed_at.map(accord_store::Stamp::utc),
        });
        Ok((open, closed.collect()))
    })
}

/// One that waits.
///
/// # Errors
/// There is none of this id that waits, or it is not for this person.
pub fn one(app: &App, alliance: &str, caller: &Caller, incident: &str) -> Result<ToMend, Fault> {
    let (open, _) = all(app, alliance, caller)?;
    open.into_iter()
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

//! What one has just done and can still take back: its effects are held for a while.

use chrono::{DateTime, Utc};

use crate::service::{
    app::App,
    authority::Caller,
    fault::Fault,
    sight::{self, Seen},
    transition::{Answer, Ask, Command, Loaded},
};

/// An act whose effects are held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The step.
    pub seq: u64,
    /// They are released then.
    pub until: DateTime<Utc>,
}

/// What this person can take back in an instance now.
pub fn of(seen: &Seen, loaded: &Loaded, now: DateTime<Utc>) -> Vec<Held> {
    let held = loaded.snapshot.held.iter();
    held.filter(|one| one.person == seen.actor.person && one.until > now)
        .map(|one| Held {
            seq: one.seq,
            until: one.until,
        })
        .collect()
}

/// One of them.
///
/// # Errors
/// There is none of this step, or it is somebody else's.
pub fn open(app: &App, alliance: &str, caller: &Caller, instance: &str, seq: u64) -> Result<(Seen, Held), Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::of_instance(desk, caller, instance)?;
        let loaded = seen.running.iter().find(|one| one.row.id == instance);
        let held = loaded.and_then(|loaded| of(&seen, loaded, desk.now).into_iter().find(|one| one.seq == seq));
        let held = held.ok_or(Fault::NotFound("page"))?;
        Ok((seen, held))
    })
}

/// Takes it back.
///
/// # Errors
/// Its effects have gone out meanwhile.
pub fn take_back(
    app: &App,
    alliance: &str,
    caller: &Caller,
    instance: &str,
    (seq, reason): (u64, &str),
    key: Option<String>,
) -> Result<Answer, Fault> {
    app.ask(Command {
        alliance: alliance.to_owned(),
        instance: instance.to_owned(),
        caller: caller.clone(),
        key,
        seen: None,
        ask: Ask::Undo {
            seq,
            reason: reason.to_owned(),
        },
    })
}

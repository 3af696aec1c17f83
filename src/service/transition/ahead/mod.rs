//! What comes by itself if nobody does anything: the instances of a record, forked and played on.
//!
//! The fork lives in memory and is judged by the same engine, on the same facts, as what really
//! happens: clocks run out at their own time, children and parents are told, notices that are
//! published say so. What people do stays as it is. Nothing is written and nothing is sent. What
//! cannot be known is not guessed: it is a [`Doubt`], and what hangs on it stands still.

mod begin;
mod walk;
mod world;

use accord_engine::{deadline::Timer, snapshot::Snapshot, step::Step};
use chrono::{DateTime, Days, Utc};

use self::walk::Walk;
use super::Loaded;
use crate::service::{app::Desk, fault::Fault, fork::Fork};

/// The most clocks that are followed on what is looked at: more than are shown, because some are not for
/// every reader.
const MOST: usize = 300;
/// How far ahead is looked.
const DAYS: u64 = 400;
/// The most steps of everything that is played on with it.
const STEPS: usize = 1_500;

/// What comes.
#[derive(Debug)]
pub struct Ahead {
    /// In the order in which it would happen.
    pub happenings: Vec<Happening>,
    /// Why it stops there.
    pub ends: Ends,
}

/// Why a look ahead stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// No clock runs any more: nothing happens until somebody acts.
    Quiet,
    /// There is more than is shown.
    Many,
    /// What comes after this is too far away.
    Far(DateTime<Utc>),
}

/// One step of one instance, as it would be.
#[derive(Debug)]
pub struct Happening {
    /// When; of a clock that has run out, the time at which it does.
    pub at: DateTime<Utc>,
    /// The instance after it.
    pub after: Loaded,
    /// The instance before it; nothing where it begins.
    pub before: Option<Snapshot>,
    /// What happens.
    pub what: What,
    /// It is on what is looked at, or below; not above or beside it.
    pub is_within: bool,
    /// It would begin by then, and is no record yet.
    pub is_new: bool,
    /// What it depends on, and nobody knows.
    pub doubts: Vec<Doubt>,
}

impl Happening {
    /// The clock that runs out, if one does.
    pub fn timer(&self) -> Option<&Timer> {
        match &self.what {
            What::Step(step) => match &step.entry.event {
                Some(accord_engine::event::Event::Timer { timer, .. }) => {
                    self.before.as_ref()?.timers.get(timer.as_str()).map(|one| &**one)
                }
                Some(_) | None => None,
            },
            What::Hidden(timer) | What::Stuck(timer) => Some(timer),
        }
    }
}

/// What happens.
#[derive(Debug)]
pub enum What {
    /// What the engine says.
    Step(Box<Step>),
    /// Answers are counted that nobody may know before.
    Hidden(Box<Timer>),
    /// A clock runs out, and what comes of it cannot be known.
    Stuck(Box<Timer>),
}

/// What cannot be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// What a rule of the catalogue would find.
    Rule(String),
    /// What becomes of something that would begin: the title of its workflow.
    Begun(String),
}

/// Plays on what runs on a record, and what hangs on it.
///
/// # Errors
/// The store fails, or something stored is damaged.
pub fn ahead(desk: &mut Desk<'_>, running: &[Loaded]) -> Result<Ahead, Fault> {
    let fork = Fork::default();
    let app = desk.app.forked(fork.clone());
    let now = desk.now;
    let inner = app.desk_at(desk.db, &desk.alliance, now);
    let until = now.checked_add_days(Days::new(DAYS)).unwrap_or(now);
    let mut walk = Walk::new(inner, fork, running)?;
    let ends = walk.run(until)?;
    Ok(Ahead {
        happenings: walk.found,
        ends,
    })
}

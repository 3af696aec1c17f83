//! The one path by which anything moves: one event, one transaction.
//!
//! Load the instance and what it may read, let the engine judge, and put down everything that
//! follows: snapshot, journal, tasks, timers, ops, outbox. Nobody else calls `engine::step`.

pub mod ahead;
mod ask;
mod ops;
mod posting;
mod rows;
mod start;
mod turn;

use accord_engine::event::Event;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

pub use self::{
    start::Start,
    turn::{Loaded, load, look, read},
};
use crate::service::{
    app::{App, Desk},
    authority::Caller,
    clocks,
    fault::Fault,
    outgoing::{Signal, Word},
    signals,
};

/// What a person asks of an instance.
#[derive(Debug, Clone, Serialize)]
pub struct Command {
    /// The alliance.
    pub alliance: String,
    /// The instance.
    pub instance: String,
    /// Who asks.
    pub caller: Caller,
    /// The same key gets the same answer (S16).
    #[serde(skip)]
    pub key: Option<String>,
    /// The version that the person saw (S18).
    pub seen: Option<u64>,
    /// What.
    pub ask: Ask,
}

/// The things that people do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of `engine::event::Event`")]
pub enum Ask {
    Act {
        event: String,
        state: Option<String>,
        answers: Map<String, Json>,
        reason: Option<String>,
    },
    Vote {
        state: String,
        option: String,
        answers: Map<String, Json>,
        reason: Option<String>,
    },
    Second {
        state: String,
        event: String,
        confirm: bool,
    },
    Undo {
        seq: u64,
        reason: String,
    },
    Extend {
        timer: String,
        by: String,
        reason: String,
    },
    Claim {
        task: String,
        claim: bool,
    },
}

/// What a person gets back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The instance.
    pub instance: String,
    /// Its version now.
    pub seq: u64,
    /// Where it is now.
    pub states: Vec<String>,
    /// What they filled in, if they did.
    pub submission: Option<String>,
    /// How it ended, if it has.
    pub outcome: Option<String>,
    /// Instances that this started.
    #[serde(default)]
    pub started: Vec<String>,
}

/// An answer, and the words to other instances that are to be given right after commit.
#[derive(Debug)]
pub struct Turned {
    /// For the person.
    pub answer: Answer,
    /// Outbox key and signal.
    pub signals: Vec<(String, Signal)>,
}

/// Puts an instance under other rules: `loaded` holds the version that it is to run by.
///
/// # Errors
/// It cannot stand there, or the store fails.
pub fn change_rules(desk: &mut Desk<'_>, loaded: Loaded, event: &Event) -> Result<Turned, Fault> {
    turn::turn(desk, loaded, event, turn::Request::default())
}

impl App {
    /// Does what a person asks, or says why not.
    ///
    /// # Errors
    /// A refusal with every reason, a conflict, or a fault of the store.
    pub fn ask(&self, command: Command) -> Result<Answer, Fault> {
        let app = self.clone();
        let now = self.clock.now();
        let turned = self
            .store
            .write(move |db| ask::ask(db, &app, now, &command))
            .inspect_err(|fault| shout(self, fault))?;
        signals::deliver(self, turned.signals);
        Ok(turned.answer)
    }

    /// Starts a workflow about a new record.
    ///
    /// # Errors
    /// The workflow is not known or not proved, a setting is out of bounds, or the store fails.
    pub fn start(&self, start: Start) -> Result<Answer, Fault> {
        let app = self.clone();
        let now = self.clock.now();
        let turned = self
            .store
            .write(move |db| start::start(db, &app, now, &start))
            .inspect_err(|fault| shout(self, fault))?;
        signals::deliver(self, turned.signals);
        Ok(turned.answer)
    }
}

/// What was refused because the clock is behind becomes an incident: the refusal itself left nothing.
fn shout(app: &App, fault: &Fault) {
    if matches!(fault, Fault::Unavailable(_))
        && let Err(error) = clocks::shout(app)
    {
        tracing::error!(%error, "the clock could not be looked at");
    }
}

/// Does what a person asks who did not ask here, inside a transaction: others have recorded it for them, which
/// is written into the journal beside the act. It is judged as if the person had asked now.
///
/// # Errors
/// As [`App::ask`].
pub fn recorded(desk: &mut Desk<'_>, command: &Command, by: Json) -> Result<Turned, Fault> {
    ask::at_desk(desk, command, Some(by))
}

/// Does what a person asks, inside a transaction: for use cases in which one press does several things.
///
/// # Errors
/// As [`App::ask`].
pub fn asked(desk: &mut Desk<'_>, command: &Command) -> Result<Turned, Fault> {
    ask::at_desk(desk, command, None)
}

/// Starts a workflow inside a transaction: for use cases that judge who may.
///
/// # Errors
/// As [`App::start`].
pub fn begun(desk: &mut Desk<'_>, new: &Start) -> Result<Turned, Fault> {
    start::begin(desk, new, None)
}

/// Where an instance is, as whoever did something there hears it.
///
/// # Errors
/// There is none, or something stored is damaged.
pub fn answer_of(desk: &mut Desk<'_>, instance: &str) -> Result<Answer, Fault> {
    let loaded = look(desk.db, desk.app, &desk.alliance, instance)?;
    Ok(turn::answer(instance, &loaded.snapshot, None, Vec::new()))
}

/// Gives an instance one word from another, inside a transaction.
///
/// # Errors
/// The store fails. A word that nothing can take is not an error: it is noted and forgotten.
pub fn told(desk: &mut Desk<'_>, signal: &Signal) -> Result<Vec<(String, Signal)>, Fault> {
    use accord_engine::event::Event;
    let event = match signal.word.clone() {
        Word::Told { event, from } => Event::Told { event, from },
        Word::ChildEnded { child, brood, outcome } => Event::ChildEnded { child, brood, outcome },
        Word::Fed { event, effect } => Event::Fed { event, effect },
        Word::FactsChanged => Event::FactsChanged,
    };
    let loaded = load(desk, &signal.to)?;
    if loaded.is_over() {
        return Ok(Vec::new());
    }
    match turn::turn(desk, loaded, &event, turn::Request::default()) {
        Ok(turned) => Ok(turned.signals),
        Err(Fault::Refused(refusal)) => {
            tracing::info!(instance = signal.to, %refusal, "a signal found nobody to take it");
            Ok(Vec::new())
        }
        Err(other) => Err(other),
    }
}

/// Lets one clock of an instance run out, at its logical time (S13), inside a transaction.
///
/// # Errors
/// The store fails.
pub fn fire(desk: &mut Desk<'_>, instance: &str, timer: &str) -> Result<Vec<(String, Signal)>, Fault> {
    use accord_engine::event::Event;
    let loaded = load(desk, instance)?;
    let due = loaded.snapshot.timers.get(timer).and_then(|one| one.due_at);
    let Some(due_at) = due.filter(|at| *at <= desk.now) else {
        // Disarmed or moved since the list was read: nothing is due.
        return Ok(Vec::new());
    };
    desk.now = due_at.max(loaded.row.changed_at.utc());
    let event = Event::Timer {
        timer: timer.to_owned(),
        due_at,
    };
    Ok(turn::turn(desk, loaded, &event, turn::Request::default())?.signals)
}

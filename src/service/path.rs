//! The way that the processes on a record have gone so far, as pictures and in words.
//!
//! Only for somebody who sees the whole record: the picture says no more than the journal, and no less.

use accord_engine::{
    definition::model::{Definition, Transition},
    draw::{self, Walk},
    effect::Move,
    journal::JournalEntry,
};
use accord_store::journal;
use chrono::{DateTime, Utc};

use crate::service::{
    app::{App, Desk},
    authority::Caller,
    fault::Fault,
    library::{find_state, transitions},
    sight::{self, Sight},
    transition::Loaded,
};

/// The way of one process.
#[derive(Debug)]
pub struct Path {
    /// The workflow's title.
    pub title: String,
    /// The picture, as SVG.
    pub drawing: String,
    /// Where it has been and is, the first first.
    pub stops: Vec<Stop>,
    /// It has ended.
    pub over: bool,
}

/// A state that a process has been in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Its title.
    pub title: String,
    /// When it was entered last.
    pub at: DateTime<Utc>,
    /// How often it was entered.
    pub times: u32,
    /// It is there now.
    pub now: bool,
}

/// The ways of all processes on a record, in the order of its page; nothing for somebody who sees a part.
///
/// # Errors
/// The record is not there, or not for them; the journal cannot be read.
pub fn open(app: &App, alliance: &str, caller: &Caller, kind: &str, id: &str) -> Result<Vec<Path>, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        match seen.sight {
            Sight::Whole => seen.running.iter().map(|loaded| path(desk, loaded)).collect(),
            Sight::Part => Ok(Vec::new()),
        }
    })
}

fn path(desk: &mut Desk<'_>, loaded: &Loaded) -> Result<Path, Fault> {
    let (definition, snapshot) = (&loaded.workflow.definition, &loaded.snapshot);
    let mut walk = Walk {
        been: snapshot.entered.keys().map(ToString::to_string).collect(),
        now: snapshot.states.iter().map(ToString::to_string).collect(),
        ..Walk::default()
    };
    for row in journal::of_instance(desk.db, &desk.alliance, &loaded.row.id)? {
        // Work that a permit allowed stands in the journal in its own form, and moves nothing.
        let Ok(entry) = serde_json::from_str::<JournalEntry>(&row.body) else {
            continue;
        };
        walk.taken
            .extend(entry.trace.moves.iter().filter_map(|one| taken(definition, one)));
    }
    let mut stops: Vec<Stop> = snapshot
        .entered
        .iter()
        .filter_map(|(name, entry)| {
            Some(Stop {
                title: find_state(definition, name)?.title.clone()?,
                at: entry.at,
                times: entry.occurrence,
                now: walk.now.contains(name.as_str()),
            })
        })
        .collect();
    stops.sort_by_key(|one| (one.at, one.now));
    Ok(Path {
        title: definition.title.clone(),
        drawing: draw::draw_walked(definition, &walk),
        stops,
        over: loaded.is_over(),
    })
}

/// From where to where; nothing for what led nowhere.
fn taken(definition: &Definition, one: &Move) -> Option<(String, String)> {
    let Move::Took { state, event, index } = one else {
        return None;
    };
    let named = transitions(definition, state, event).get(*index).copied();
    let by_itself = || find_state(definition, state)?.always.get(*index);
    let way: &Transition = named.or_else(by_itself)?;
    Some((state.to_string(), way.to.clone()?.to_string()))
}

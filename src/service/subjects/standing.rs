//! Where the instances about a record stand, in the catalogue's words (`bid.sealed`), never by the
//! names of states.

use accord_engine::{deadline::TimerRole, snapshot::Snapshot};
use accord_store::{
    instances::InstanceRow,
    subjects::{self as subject_rows, SubjectRow},
};
use chrono::{DateTime, Utc};

use crate::service::{app::Desk, fault::Fault, library::find_state};

/// The clock of a state that its file writes as `deadline`; others have names of their own.
pub const DEADLINE: &str = "deadline";

/// One instance, read.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Its row.
    pub row: InstanceRow,
    /// Its snapshot.
    pub snapshot: Snapshot,
    /// What the states that it is in mean.
    pub means: Vec<String>,
    /// What the states that it was ever in mean, with when it entered them last.
    pub meant: Vec<(String, DateTime<Utc>)>,
}

impl Standing {
    /// Whether a state that it is in has one of these meanings.
    pub fn is(&self, meanings: &[&str]) -> bool {
        self.means.iter().any(|one| meanings.contains(&one.as_str()))
    }

    /// When it last entered a state with this meaning.
    pub fn since(&self, meaning: &str) -> Option<DateTime<Utc>> {
        self.meant
            .iter()
            .filter(|(one, _)| one == meaning)
            .map(|(_, at)| *at)
            .max()
    }

    /// When this clock of the state with this meaning runs out, if it runs. A state may have others, which say nothing of
    /// when it ends: whoever asks names the one that they mean.
    pub fn due(&self, desk: &mut Desk<'_>, (meaning, clock): (&str, &str)) -> Result<Option<DateTime<Utc>>, Fault> {
        let workflow = desk.app.library.pinned(desk.db, &self.row.definition)?;
        Ok(self
            .snapshot
            .timers
            .values()
            .filter(|timer| timer.clock == clock && matches!(timer.role, TimerRole::End(_)))
            .filter(|timer| {
                find_state(&workflow.definition, &timer.state).and_then(|state| state.means.as_deref()) == Some(meaning)
            })
            .find_map(|timer| timer.due_at))
    }
}

/// Reads one instance.
///
/// # Errors
/// Something stored is damaged.
pub fn read(desk: &mut Desk<'_>, row: InstanceRow) -> Result<Standing, Fault> {
    let snapshot: Snapshot = serde_json::from_str(&row.snapshot)?;
    at(desk, row, snapshot)
}

/// One instance, in the place of a snapshot.
fn at(desk: &mut Desk<'_>, row: InstanceRow, snapshot: Snapshot) -> Result<Standing, Fault> {
    let workflow = desk.app.library.pinned(desk.db, &row.definition)?;
    let meaning = |state: &str| find_state(&workflow.definition, state).and_then(|found| found.means.clone());
    Ok(Standing {
        means: snapshot.states.iter().filter_map(|state| meaning(state)).collect(),
        meant: snapshot
            .entered
            .iter()
            .filter_map(|(state, entry)| Some((meaning(state)?, entry.at)))
            .collect(),
        snapshot,
        row,
    })
}

/// The instance that a record was made for; `None` while it is being made. Others about the same
/// record (reports on it) have started later.
///
/// # Errors
/// The store fails.
pub fn of(desk: &mut Desk<'_>, subject: &str) -> Result<Option<Standing>, Fault> {
    match desk.instances_about(subject)?.into_iter().next() {
        Some(row) => Ok(Some(read(desk, row)?)),
        None => Ok(None),
    }
}

/// The same while the instance is being stepped: as the step has it, not as it is stored.
///
/// # Errors
/// The store fails.
pub fn now(desk: &mut Desk<'_>, subject: &str, snapshot: Option<&Snapshot>) -> Result<Option<Standing>, Fault> {
    let Some(row) = desk.instances_about(subject)?.into_iter().next() else {
        return Ok(None);
    };
    match snapshot.filter(|one| one.instance == row.id) {
        Some(snapshot) => Ok(Some(at(desk, row, snapshot.clone())?)),
        None => Ok(Some(read(desk, row)?)),
    }
}

/// The records of a kind under another, each with its instance, oldest first.
///
/// # Errors
/// The store fails.
pub fn below(desk: &mut Desk<'_>, parent: &str, kind: &str) -> Result<Vec<(SubjectRow, Standing)>, Fault> {
    let rows = desk.first_below(parent, kind)?;
    rows.into_iter()
        .map(|(record, row)| Ok((record, read(desk, row)?)))
        .collect()
}

/// The record itself or the nearest above it that is of a kind.
///
/// # Errors
/// The store fails.
pub fn above(desk: &mut Desk<'_>, record: &SubjectRow, kind: &str) -> Result<Option<SubjectRow>, Fault> {
    let mut next = Some(record.clone());
    while let Some(row) = next.take() {
        if row.kind == kind {
            return Ok(Some(row));
        }
        if let Some(id) = &row.parent_id {
            next = Some(subject_rows::load(desk.db, &desk.alliance, id)?);
        }
    }
    Ok(None)
}

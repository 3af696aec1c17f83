//! A life read again from its journal.

use super::{events, run::Mode, view::Source};
use crate::{
    effect::Op,
    journal::{JOURNAL_FORMAT, JournalEntry},
    snapshot::Snapshot,
    workflow::Workflow,
};

pub(super) fn replay<'w>(
    version: impl Fn(&str) -> Option<&'w Workflow>,
    entries: &[JournalEntry],
) -> Result<Snapshot, String> {
    let mut reached: Option<Snapshot> = None;
    for entry in entries {
        let fault = |what: String| format!("Entry {} of {}: {what}", entry.seq, entry.instance);
        if entry.format != JOURNAL_FORMAT {
            return Err(fault(format!(
                "its form is {}, and {JOURNAL_FORMAT} is known.",
                entry.format
            )));
        }
        let workflow = version(&entry.definition).ok_or_else(|| {
            fault(format!(
                "the version {} of its workflow is not known.",
                entry.definition
            ))
        })?;
        let step = match (&reached, &entry.event) {
            (None, None) => super::start(workflow, &entry.instance, &entry.settings, &entry.facts, entry.at),
            (Some(snapshot), Some(event)) => {
                let observed = entry.observed_at.unwrap_or(entry.at);
                let facts = Source::whole(&entry.facts);
                events::step(workflow, snapshot, event, &facts, observed, Mode::Replay)
            }
            (None, Some(_)) => return Err(fault("the journal does not begin with a start.".to_owned())),
            (Some(_), None) => return Err(fault("it starts what has started already.".to_owned())),
        };
        let mut step = step.map_err(|refusal| fault(format!("it is refused now: {refusal}")))?;
        // A form was checked against more facts when it was sent; only what it kept is there to be read again.
        step.entry.facts.clone_from(&entry.facts);
        if same_ops(&step.entry.ops, &entry.ops) {
            step.entry.ops.clone_from(&entry.ops);
        }
        if step.entry.seq != entry.seq {
            return Err(fault(format!("it follows as number {}.", step.entry.seq)));
        }
        if step.entry != *entry {
            return Err(fault(format!(
                "it does not follow from the one before: {}.",
                difference(&step.entry, entry)
            )));
        }
        reached = Some(step.snapshot);
    }
    reached.ok_or_else(|| "The journal is empty.".to_owned())
}

/// Whether both ask for the same, children in whatever order: a stored journal keeps the members of a collection by
/// key, and not in the order in which they were read.
fn same_ops(is: &[Op], was: &[Op]) -> bool {
    let other = |ops: &[Op]| -> Vec<Op> {
        let rest = ops.iter().filter(|op| !matches!(op, Op::StartChild(_)));
        rest.cloned().collect()
    };
    is.len() == was.len() && other(is) == other(was) && is.iter().all(|op| was.contains(op))
}

/// The first part in which two entries differ.
fn difference(is: &JournalEntry, was: &JournalEntry) -> &'static str {
    if is.trace.moves != was.trace.moves {
        "it moves elsewhere"
    } else if is.trace != was.trace {
        "it judges otherwise"
    } else if is.effects != was.effects {
        "its effects differ"
    } else if is.ops != was.ops {
        "its ops differ"
    } else {
        "its event, time or definition differs"
    }
}

//! What is written down about one step, enough to replay it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    effect::{Effect, Op, Trace},
    event::{Event, Facts},
    shared::{Shared, Word},
};

/// The version of the journal's own form (S21).
pub const JOURNAL_FORMAT: u32 = 1;

/// One step, as journalled. No personal values: ids, hashes and answers marked `keep`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// [`JOURNAL_FORMAT`] when it was written.
    pub format: u32,
    /// The instance.
    pub instance: Word,
    /// The pinned definition.
    pub definition: Word,
    /// The snapshot's `seq` after this step; 1 is the start.
    pub seq: u64,
    /// Business time of the step. For a clock that has run out, the time at which it did (S13).
    pub at: DateTime<Utc>,
    /// When that was noticed, if later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_at: Option<DateTime<Utc>>,
    /// What happened; `None` for the start.
    pub event: Option<Event>,
    /// The facts that the step was given, as far as it read them.
    pub facts: Facts,
    /// Settings given at the start.
    #[serde(default, skip_serializing_if = "indexmap::IndexMap::is_empty")]
    pub settings: Shared<indexmap::IndexMap<String, crate::value::Value>>,
    /// What was said about it.
    pub trace: Trace,
    /// What left the transaction.
    pub effects: Vec<Effect>,
    /// What was done inside it.
    pub ops: Vec<Op>,
}

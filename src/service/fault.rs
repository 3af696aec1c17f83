//! Why a use case did not do what was asked.

use accord_engine::refusal::Refusal;
use accord_store::StoreError;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Everything that can come back instead of an answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The workflow says no, with every reason.
    #[error("{0}")]
    Refused(Refusal),
    /// There is no such thing, or the person may not know that there is (the same answer).
    #[error("There is no such {0}.")]
    NotFound(&'static str),
    /// Somebody was quicker, or the same key came with another body.
    #[error("{0}")]
    Conflict(Conflict),
    /// What was filled in does not fit.
    #[error("{}", .0.iter().map(|f| format!("{}: {}", f.field, f.says)).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldError>),
    /// Asked too often; with how many seconds to wait.
    #[error("You have tried this too often. Wait {} and try again.", wait(*.0))]
    TooMany(u64),
    /// Something that is needed cannot be reached now; trying again may help.
    #[error("{0}")]
    Unavailable(String),
    /// A fault of ours.
    #[error("{0:#}")]
    Internal(anyhow::Error),
}

/// What happened since the person looked (S18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Sentences: what changed, and by whom.
    pub changes: Vec<String>,
    /// The version that is stored now.
    pub now: u64,
}

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's id.
    pub field: String,
    /// A sentence for the person.
    pub says: String,
}

impl std::fmt::Display for Conflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.changes.join(" "))
    }
}

/// `15 minutes`, `30 seconds`.
pub fn wait(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} seconds"),
        more => format!("{} minutes", more.div_ceil(60)),
    }
}

impl Fault {
    /// One answer that does not fit.
    pub fn field(field: impl Into<String>, says: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.into(),
            says: says.into(),
        }])
    }

    /// Asked too often: wait for so long.
    pub fn too_many(wait: TimeDelta) -> Self {
        Self::TooMany(u64::try_from(wait.num_seconds()).unwrap_or(1))
    }

    /// A conflict with one sentence.
    pub fn conflict(says: impl Into<String>, now: u64) -> Self {
        Self::Conflict(Conflict {
            changes: vec![says.into()],
            now,
        })
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { what, .. } => Self::NotFound(what),
            StoreError::Conflict { now, .. } => Self::conflict(
                "Somebody else changed this at the same moment. Look at it again.",
                u64::try_from(now).unwrap_or(0),
            ),
            StoreError::KeyReused(_) => Self::conflict(
                "This request was used before, for something else. Go back and begin again.",
                0,
            ),
            StoreError::Busy(_) | StoreError::Ambiguous(_) => Self::Unavailable(error.to_string()),
            StoreError::Duplicate(_)
            | StoreError::Open(_)
            | StoreError::Damaged(_)
            | StoreError::Nested
            | StoreError::Panicked(_)
            | StoreError::Database(_) => Self::Internal(error.into()),
        }
    }
}

impl From<anyhow::Error> for Fault {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

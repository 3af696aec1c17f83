//! What can go wrong between us and the database, in words that a person can act on.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// A fault of the store, or a refusal that only the database can know.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the row first (S18).
    #[error("{what} has changed since you saw it (you saw {seen}, it is now {now})")]
    #[expect(missing_docs, reason = "said above")]
    Conflict { what: String, seen: i64, now: i64 },
    /// No such row.
    #[error("there is no {what} `{id}`")]
    #[expect(missing_docs, reason = "said above")]
    NotFound { what: &'static str, id: String },
    /// A row with this key is there already.
    #[error("{0} is there already")]
    Duplicate(String),
    /// The same idempotency key was used for another command (S16).
    #[error("the key `{0}` was used before, for something else")]
    KeyReused(String),
    /// The commit may or may not have happened: ask again with the same idempotency key.
    #[error("the database did not say whether it kept this; ask again with the same key ({0})")]
    Ambiguous(String),
    /// Not now; another try may work.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The address, the file or the server is not usable; says why and what to do.
    #[error("{0}")]
    Open(String),
    /// Something stored is not what we wrote.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// A write inside a write.
    #[error("a write was begun inside another write")]
    Nested,
    /// The job panicked; its changes are undone.
    #[error("the action failed inside: {0}")]
    Panicked(String),
    /// Anything else that the database says.
    #[error("the database says: {0}")]
    Database(Diesel),
}

impl From<Diesel> for StoreError {
    fn from(error: Diesel) -> Self {
        match error {
            Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                Self::Duplicate(info.message().to_owned())
            }
            Diesel::DatabaseError(DatabaseErrorKind::SerializationFailure, info) => {
                Self::Busy(info.message().to_owned())
            }
            // SQLite's "database is locked" and PostgreSQL's deadlock and lock timeout have no
            // kind of their own.
            Diesel::DatabaseError(DatabaseErrorKind::Unknown, info)
                if ["database is locked", "deadlock detected", "lock timeout"]
                    .iter()
                    .any(|word| info.message().contains(word)) =>
            {
                Self::Busy(info.message().to_owned())
            }
            other => Self::Database(other),
        }
    }
}

impl StoreError {
    /// A row that must be there and is not.
    pub fn not_found(what: &'static str, id: impl Into<String>) -> Self {
        Self::NotFound { what, id: id.into() }
    }

    /// The same fault for one more waiter: a group of jobs shares one commit.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Ambiguous(why) => Self::Ambiguous(why.clone()),
            Self::Busy(why) => Self::Busy(why.clone()),
            other => Self::Busy(other.to_string()),
        }
    }
}

//! One connection, of either kind.

use diesel::{
    RunQueryDsl as _,
    connection::{AnsiTransactionManager, Connection, SimpleConnection, TransactionManager},
    pg::PgConnection,
    sqlite::SqliteConnection,
};

use crate::{error::StoreError, prepared::prepared};

/// A connection inside a transaction. Plain statements run on it as it is; `on!` reaches the
/// concrete connection for what the common subset lacks (batches, upserts, `as_returning`, locks).
#[expect(missing_docs, reason = "the names say it")]
#[derive(diesel::MultiConnection)]
pub enum Db {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// Runs one diesel body on whichever backend this connection is.
macro_rules! on {
    ($db:expr, $c:ident => $body:expr) => {
        match $db {
            $crate::db::Db::Pg($c) => $body,
            $crate::db::Db::Sqlite($c) => $body,
        }
    };
}
pub(crate) use on;

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pg(_) => "Db::Pg",
            Self::Sqlite(_) => "Db::Sqlite",
        })
    }
}

prepared! {
    /// A place to go back to.
    Mark ["SAVEPOINT job"]
}

prepared! {
    /// Forgets it.
    Keep ["RELEASE SAVEPOINT job"]
}

prepared! {
    /// Goes back to it.
    Back ["ROLLBACK TO SAVEPOINT job"]
}

/// The kind of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intent {
    Read,
    Write,
}

impl Db {
    /// Begins the outermost transaction. A write takes SQLite's write lock at once: a deferred
    /// transaction that reads first fails when somebody else committed in between.
    pub(crate) fn begin(&mut self, intent: Intent) -> Result<(), StoreError> {
        match (self, intent) {
            (Self::Sqlite(c), Intent::Write) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
            (Self::Sqlite(c), Intent::Read) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
            (Self::Pg(c), Intent::Write) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
            (Self::Pg(c), Intent::Read) => {
                AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            }
        }
        .map_err(StoreError::from)
    }

    /// Commits the outermost transaction, or releases the innermost savepoint.
    pub(crate) fn commit(&mut self) -> Result<(), StoreError> {
        <Self as Connection>::TransactionManager::commit_transaction(self).map_err(StoreError::from)
    }

    /// Rolls back the same.
    pub(crate) fn rollback(&mut self) -> Result<(), StoreError> {
        <Self as Connection>::TransactionManager::rollback_transaction(self).map_err(StoreError::from)
    }

    /// Marks the place in the transaction that [`Db::back_to_mark`] goes back to. One at a time, and
    /// with no savepoint of diesel's open: its own are prepared anew each time.
    pub(crate) fn mark(&mut self) -> Result<(), StoreError> {
        on!(self, c => Mark.execute(c))?;
        Ok(())
    }

    /// Keeps what was done since the mark, and forgets the mark.
    pub(crate) fn keep(&mut self) -> Result<(), StoreError> {
        on!(self, c => Keep.execute(c))?;
        Ok(())
    }

    /// Undoes what was done since the mark, and forgets it.
    pub(crate) fn back_to_mark(&mut self) -> Result<(), StoreError> {
        on!(self, c => Back.execute(c))?;
        self.keep()
    }

    /// Runs `f` in a savepoint: an error undoes what it did and nothing else. For a statement that
    /// may break a rule of the schema when the transaction is to go on.
    ///
    /// # Errors
    /// What `f` says, or the database.
    pub fn nested<T, E: From<StoreError>>(&mut self, f: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        <Self as Connection>::TransactionManager::begin_transaction(self).map_err(StoreError::from)?;
        match f(self) {
            Ok(value) => {
                self.commit()?;
                Ok(value)
            }
            Err(error) => {
                self.rollback()?;
                Err(error)
            }
        }
    }

    /// Runs SQL that gives nothing back.
    pub(crate) fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        on!(self, c => c.batch_execute(sql)).map_err(StoreError::from)
    }
}

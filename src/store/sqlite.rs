//! Opening an SQLite file the one way that keeps what was acknowledged.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};

use diesel::{prelude::*, sql_types::Text, sqlite::SqliteConnection};

use crate::{db::Db, error::StoreError};

/// How SQLite syncs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// Every commit is on the disk before it is answered.
    #[default]
    Full,
    /// Nothing is synced: for a file that is thrown away, such as a rehearsal's. When power fails
    /// there is nothing in it that anybody has been told of, and the rehearsal is played again.
    Never,
    /// Loses acknowledged commits when power fails. It exists so that the reliability suite can
    /// show that its power cuts bite; nothing else may use it.
    NormalForControl,
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Write(Synchronous),
    Read,
    /// To copy from with `VACUUM INTO`, which counts as a write.
    Copy,
}

/// The oldest release without the WAL-reset race, in which two connections could lose commits.
const OLDEST: (u32, u32, u32) = (3, 51, 3);

/// Opens one connection.
pub(crate) fn open(path: &str, purpose: Purpose) -> Result<Db, StoreError> {
    let trouble = |error: &dyn std::fmt::Display| StoreError::Open(format!("the database file `{path}`: {error}"));
    // SQLite would make an empty file, and a reader would find nothing in it.
    if matches!(purpose, Purpose::Read | Purpose::Copy) && !Path::new(path).exists() {
        return Err(trouble(&"there is no such file"));
    }
    let connection = SqliteConnection::establish(&plain(path)).map_err(|error| trouble(&error))?;
    let mut db = Db::Sqlite(connection);
    // The order matters: switching to WAL while another process opens the file needs the timeout.
    let setup: &[&str] = match purpose {
        Purpose::Write(Synchronous::Full) => &[
            "PRAGMA busy_timeout = 5000",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA foreign_keys = ON",
            "PRAGMA secure_delete = ON",
            "PRAGMA cache_size = -16000",
            // The undo of each job in a group is kept here, and would be a file in /var/tmp.
            "PRAGMA temp_store = MEMORY",
            // About 40 MB of log: moving it into the file delays one action in a thousand, not one
            // in a hundred. The writer also does it whenever it has nothing else to do.
            "PRAGMA wal_autocheckpoint = 10000",
        ],
        Purpose::Write(Synchronous::Never) => &[
            "PRAGMA busy_timeout = 5000",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = OFF",
            "PRAGMA foreign_keys = ON",
            "PRAGMA cache_size = -16000",
            "PRAGMA wal_autocheckpoint = 10000",
        ],
        Purpose::Write(Synchronous::NormalForControl) => &[
            "PRAGMA busy_timeout = 5000",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = NORMAL",
            "PRAGMA foreign_keys = ON",
            "PRAGMA secure_delete = ON",
        ],
        // Only the writer moves the log into the file: two that do have lost commits before.
        Purpose::Read => &[
            "PRAGMA busy_timeout = 5000",
            // The machine keeps the file's pages for all of them; each with its own two megabytes, as SQLite has it,
            // made a server grow for as long as people used it.
            "PRAGMA cache_size = -512",
            "PRAGMA wal_autocheckpoint = 0",
            "PRAGMA query_only = ON",
        ],
        Purpose::Copy => &["PRAGMA busy_timeout = 5000", "PRAGMA wal_autocheckpoint = 0"],
    };
    for pragma in setup {
        db.run(pragma).map_err(|error| trouble(&error))?;
    }
    check_version(&mut db)?;
    Ok(db)
}

/// A path that SQLite cannot take for a URI or for options.
fn plain(path: &str) -> String {
    if Path::new(path).is_absolute() || path.starts_with("./") {
        path.to_owned()
    } else {
        format!("./{path}")
    }
}

fn check_version(db: &mut Db) -> Result<(), StoreError> {
    let version: String = diesel::select(diesel::dsl::sql::<Text>("sqlite_version()")).get_result(db)?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < OLDEST {
        return Err(StoreError::Open(format!(
            "SQLite {version} is linked into this program; 3.51.3 or later is needed, because older ones can lose commits"
        )));
    }
    Ok(())
}

/// Takes the file for this process: two that write would not know of one another's groups.
pub(crate) fn lock(path: &str) -> Result<File, StoreError> {
    let mut name = PathBuf::from(path).into_os_string();
    name.push(".lock");
    let shown = name.display().to_string();
    // A separate file: closing a second handle of the database itself would drop SQLite's locks.
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(|error| StoreError::Open(format!("the lock file `{shown}` cannot be opened: {error}")))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Open(format!(
            "`{path}` is in use by another accord process; stop that one first, or give this one its own file \
             (several processes can share a PostgreSQL database)"
        ))),
        Err(TryLockError::Error(error)) => Err(StoreError::Open(format!("`{shown}` cannot be locked: {error}"))),
    }
}

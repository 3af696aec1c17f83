//! Opening an SQLite file the one way that keeps what was acknowledged.

use std::{
    fs::{File, OpenOptions, TryLockError},
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

/// What SQLite says of a file that is none of its own.
const NOT_ONE: &str = "not a database";

/// Opens one connection.
pub(crate) fn open(path: &str, purpose: Purpose) -> Result<Db, StoreError> {
    let trouble = |error: &dyn std::fmt::Display| trouble(path, error);
    // SQLite would make an empty file, and a reader would find nothing in it.
    if matches!(purpose, Purpose::Read | Purpose::Copy) && !Path::new(path).exists() {
        return Err(trouble(&"there is no such file"));
    }
    expect_place(path)?;
    if matches!(purpose, Purpose::Write(_)) {
        for_us_alone(path).map_err(|error| trouble(&error))?;
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

/// Opens one connection to a file that must be a database, and sees that it is one: opening alone does not read it.
pub(crate) fn look(path: &str) -> Result<Db, StoreError> {
    let mut db = open(path, Purpose::Read)?;
    db.run("SELECT 1 FROM sqlite_schema")
        .map_err(|error| trouble(path, &error))?;
    Ok(db)
}

fn trouble(path: &str, error: &dyn std::fmt::Display) -> StoreError {
    let says = error.to_string();
    StoreError::Open(match says.contains(NOT_ONE) {
        true => format!("`{path}` is a file of another kind, and no database; name another"),
        false => format!("the database file `{path}`: {says}"),
    })
}

/// A new file is nobody else's to read; SQLite gives what it makes beside it the same rights.
fn for_us_alone(path: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_new) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
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

/// Looks at where a database is to be, before anything is made there. The file itself is not opened: closing it again
/// would drop the locks of every other connection of this process.
fn expect_place(path: &str) -> Result<(), StoreError> {
    let place = Path::new(path);
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(StoreError::Open(format!(
            "there is no folder `{}`; make it, or name another place for the database",
            folder.display()
        )));
    }
    if place.is_dir() {
        return Err(StoreError::Open(format!(
            "`{path}` is a folder; write the name of a file in it, such as `{}/accord.db`",
            path.trim_end_matches('/')
        )));
    }
    Ok(())
}

/// Takes the lock file away again, where the file that it was made for is no database.
pub(crate) fn take_back(path: &str) {
    if let Err(error) = std::fs::remove_file(lock_of(path)) {
        tracing::warn!(path, %error, "the lock file could not be taken away");
    }
}

fn lock_of(path: &str) -> PathBuf {
    let mut name = PathBuf::from(path).into_os_string();
    name.push(".lock");
    name.into()
}

/// Takes the file for this process: two that write would not know of one another's groups.
///
/// Says also whether the lock file is new.
pub(crate) fn lock(path: &str) -> Result<(File, bool), StoreError> {
    expect_place(path)?;
    let name = lock_of(path);
    let shown = name.display();
    let is_new = !name.exists();
    // A separate file: closing a second handle of the database itself would drop SQLite's locks.
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(|error| StoreError::Open(format!("the lock file `{shown}` cannot be opened: {error}")))?;
    match file.try_lock() {
        Ok(()) => Ok((file, is_new)),
        Err(TryLockError::WouldBlock) => Err(StoreError::Open(format!(
            "`{path}` is in use by another accord process; stop that one first, or give this one its own file \
             (several processes can share a PostgreSQL database)"
        ))),
        Err(TryLockError::Error(error)) => Err(StoreError::Open(format!("`{shown}` cannot be locked: {error}"))),
    }
}

//! The way in: open, write, read.

use std::{fs::File, path::Path, sync::Arc};

use accord_log::PublicKey;

use crate::{
    address::Address,
    audit::AuditError,
    backup::{self, Backup},
    db::{Db, Intent},
    error::StoreError,
    migrate,
    pool::{Origin, Pool, Use},
    postgres,
    sqlite::{self, Purpose},
    writer::{self, Inside, Writer},
};

pub use crate::{address::PlainRemote, sqlite::Synchronous};

/// How to open a store.
#[derive(Debug, Clone, Copy)]
pub struct StoreOptions {
    /// Whether a PostgreSQL server on another machine may be reached without TLS.
    pub plain_remote: PlainRemote,
    /// How SQLite syncs.
    pub synchronous: Synchronous,
    /// Most connections: readers of SQLite, or all of PostgreSQL.
    pub connections: usize,
    /// Whether to bring the schema up to date.
    pub migrate: Migrate,
}

/// What to do about a schema that is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Migrate {
    /// Bring it up to date.
    AtStart,
    /// Leave it as it is.
    Never,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            plain_remote: PlainRemote::Refuse,
            synchronous: Synchronous::Full,
            connections: 8,
            migrate: Migrate::AtStart,
        }
    }
}

/// A database that is open. Cheap to clone; clones share it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

enum Inner {
    // Fields are dropped in order: readers first, so that the writer is the last to close the
    // file and moves the log into it; the lock at the very end.
    Sqlite {
        path: String,
        readers: Pool,
        writer: Writer,
        _lock: File,
    },
    Postgres(Pool),
    /// Somebody else's file (its path), or a copy: no lock, no writer.
    Looking(Pool, Option<String>),
}

/// What somebody is told who wants a backup of PostgreSQL.
const POSTGRES: &str = "a PostgreSQL database is backed up with its own tools. Once: `pg_dump --format=custom \
    --file=accord.dump URL`, then encrypt the file (`age -r age1… -o accord.dump.age accord.dump`). Back: `createdb \
    NAME`, `pg_restore --no-owner --exit-on-error --dbname=URL accord.dump`, then `accord verify URL`. For every \
    minute: WAL archiving, see the PostgreSQL manual, \"Continuous Archiving\"";

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match *self.0 {
            Inner::Sqlite { .. } => "Store(SQLite)",
            Inner::Postgres(_) => "Store(PostgreSQL)",
            Inner::Looking(..) => "Store(reading only)",
        })
    }
}

impl Store {
    /// Opens `sqlite:path` or `postgres://…`, and brings the schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Open`] with a sentence about what to do: an unknown kind of address, a file
    /// that another process has, a server that would lose commits, a newer schema.
    pub fn open(url: &str, options: StoreOptions) -> Result<Self, StoreError> {
        match Address::parse(url, options.plain_remote)? {
            Address::Sqlite(path) => Self::open_sqlite(path, options),
            Address::Postgres(url) => Self::open_postgres(url, options),
        }
    }

    fn open_sqlite(path: String, options: StoreOptions) -> Result<Self, StoreError> {
        let (lock, is_new) = sqlite::lock(&path)?;
        let purpose = Purpose::Write(options.synchronous);
        let mut db = sqlite::open(&path, purpose).inspect_err(|_| {
            if is_new {
                sqlite::take_back(&path);
            }
        })?;
        if options.migrate == Migrate::AtStart {
            migrate::up(&mut db)?;
        }
        let of_writer = path.clone();
        let writer = Writer::start(db, move || sqlite::open(&of_writer, purpose))?;
        let of_readers = path.clone();
        let open = Box::new(move || sqlite::open(&of_readers, Purpose::Read));
        let readers = Pool::new(options.connections, open);
        Ok(Self(Arc::new(Inner::Sqlite {
            path,
            readers,
            writer,
            _lock: lock,
        })))
    }

    fn open_postgres(url: String, options: StoreOptions) -> Result<Self, StoreError> {
        let mut db = postgres::open(&url)?;
        postgres::check_durable(&mut db)?;
        if options.migrate == Migrate::AtStart {
            migrate::up(&mut db)?;
        }
        drop(db);
        let pool = Pool::new(options.connections, Box::new(move || postgres::open(&url)));
        Ok(Self(Arc::new(Inner::Postgres(pool))))
    }

    /// Opens a database to look at it and no more: a copy, a backup, or a file that a running accord
    /// has. Nothing is migrated.
    ///
    /// # Errors
    /// [`StoreError::Open`].
    pub fn look(url: &str, options: StoreOptions) -> Result<Self, StoreError> {
        let inner = match Address::parse(url, options.plain_remote)? {
            Address::Sqlite(path) => {
                drop(sqlite::look(&path)?);
                let file = path.clone();
                let pool = Pool::new(1, Box::new(move || sqlite::open(&path, Purpose::Read)));
                Inner::Looking(pool, Some(file))
            }
            Address::Postgres(url) => Inner::Looking(Pool::new(1, Box::new(move || postgres::open(&url))), None),
        };
        Ok(Self(Arc::new(inner)))
    }

    /// Copies an SQLite database to a new file while it is in use, and verifies the copy. With a
    /// `key` the signatures of its checkpoints too.
    ///
    /// # Errors
    /// What is wrong with the copy; or that this is PostgreSQL, which has tools of its own for it.
    pub fn backup(&self, to: &Path, key: Option<&PublicKey>) -> Result<Backup, AuditError> {
        match &*self.0 {
            Inner::Sqlite { path, .. } | Inner::Looking(_, Some(path)) => backup::make(path, to, key),
            Inner::Postgres(_) | Inner::Looking(_, None) => Err(StoreError::Open(POSTGRES.to_owned()).into()),
        }
    }

    /// Moves what SQLite has in its log into the file, as far as readers let it.
    ///
    /// # Errors
    /// The database's.
    pub fn settle(&self) -> Result<(), StoreError> {
        match &*self.0 {
            Inner::Sqlite { writer, .. } => writer.checkpoint(),
            Inner::Postgres(_) | Inner::Looking(..) => Ok(()),
        }
    }

    /// The same, and leaves SQLite's log empty, so that what was written over stands nowhere any more. PostgreSQL
    /// writes over its pages and its log in its own time.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while somebody reads; or the database's.
    pub fn settle_whole(&self) -> Result<(), StoreError> {
        match &*self.0 {
            Inner::Sqlite { writer, .. } => writer.empty_log(),
            Inner::Postgres(_) | Inner::Looking(..) => Ok(()),
        }
    }

    /// Runs `f` in one write transaction, and answers when it is on the disk. An error undoes all
    /// of it; a panic becomes [`StoreError::Panicked`]. Other jobs may share the commit.
    ///
    /// # Errors
    /// What `f` says, or the store. [`StoreError::Ambiguous`] means that it may have been kept:
    /// look for the idempotency key before doing it again.
    pub fn write<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: FnOnce(&mut Db) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &*self.0 {
            Inner::Sqlite { writer, .. } => writer.write(f),
            Inner::Postgres(pool) => {
                let _inside = Inside::enter()?;
                lend(pool, Intent::Write, f)
            }
            Inner::Looking(..) => Err(StoreError::Open("the database was opened for reading only".to_owned()).into()),
        }
    }

    /// Runs `f` on one consistent picture of the data. What it tries to write is refused.
    ///
    /// # Errors
    /// What `f` says, or the store.
    pub fn read<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: FnOnce(&mut Db) -> Result<T, E>,
        E: From<StoreError>,
    {
        match &*self.0 {
            Inner::Sqlite { readers: pool, .. } | Inner::Postgres(pool) | Inner::Looking(pool, _) => {
                lend(pool, Intent::Read, f)
            }
        }
    }
}

fn lend<T, E, F>(pool: &Pool, intent: Intent, f: F) -> Result<T, E>
where
    F: FnOnce(&mut Db) -> Result<T, E>,
    E: From<StoreError>,
{
    let mut todo = Some(f);
    pool.lend(|db, origin| {
        if let Err(error) = db.begin(intent) {
            // A server that was restarted leaves dead connections in the pool.
            return match origin {
                Origin::Idle => Use::Stale,
                Origin::Fresh => Use::Drop(Err(error.into())),
            };
        }
        let Some(f) = todo.take() else {
            return Use::Drop(Err(StoreError::Panicked("the job was run twice".to_owned()).into()));
        };
        let result = writer::guarded(db, f);
        match (result, intent) {
            (Ok(value), Intent::Write) => match db.commit() {
                Ok(()) => Use::Keep(Ok(value)),
                Err(error) => Use::Drop(Err(fate(error).into())),
            },
            (result, _) => match writer::undo(db, 0) {
                Ok(()) => Use::Keep(result),
                Err(_) => Use::Drop(result),
            },
        }
    })?
}

/// A rule that the commit broke is a plain no; anything else leaves it open whether it was kept.
fn fate(error: StoreError) -> StoreError {
    match error {
        StoreError::Duplicate(_) | StoreError::Busy(_) => error,
        other => StoreError::Ambiguous(other.to_string()),
    }
}

//! The schema's history: two folders, the same names.

use std::cmp::Ordering;

use diesel::{RunQueryDsl as _, dsl::sql, migration::MigrationSource, pg::Pg, sql_types::BigInt, sqlite::Sqlite};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::{
    db::{Db, on},
    error::StoreError,
};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRESQL: EmbeddedMigrations = embed_migrations!("../../migrations/postgresql");

/// Serialises processes that start at the same time on one PostgreSQL database.
const LOCK: i64 = 0x6163_636f_7264;

/// Brings the schema up to what this program knows.
///
/// # Errors
/// [`StoreError::Open`]: the schema is newer than this program, or a migration failed.
pub fn up(db: &mut Db) -> Result<(), StoreError> {
    locked(db, |db| {
        refuse_newer(db)?;
        let done = match db {
            Db::Pg(c) => c.run_pending_migrations(POSTGRESQL),
            Db::Sqlite(c) => c.run_pending_migrations(SQLITE),
        };
        done.map(drop).map_err(|error| failed(&*error))
    })
}

/// Takes every migration back: everything is gone. For the parity tests.
///
/// # Errors
/// [`StoreError::Open`] if a migration cannot be taken back.
pub fn down(db: &mut Db) -> Result<(), StoreError> {
    locked(db, |db| {
        let done = match db {
            Db::Pg(c) => c.revert_all_migrations(POSTGRESQL),
            Db::Sqlite(c) => c.revert_all_migrations(SQLITE),
        };
        done.map(drop).map_err(|error| failed(&*error))
    })
}

fn locked(db: &mut Db, f: impl FnOnce(&mut Db) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let Db::Pg(_) = db else { return f(db) };
    db.run(&format!("SET lock_timeout = '5min'; SELECT pg_advisory_lock({LOCK})"))?;
    let done = f(db);
    db.run(&format!("SELECT pg_advisory_unlock({LOCK}); SET lock_timeout = '10s'"))?;
    done
}

/// An older program must not write into a newer schema.
fn refuse_newer(db: &mut Db) -> Result<(), StoreError> {
    let known = versions()?;
    let applied = on!(db, c => c.applied_migrations()).map_err(|error| failed(&*error))?;
    for version in applied.iter().map(ToString::to_string) {
        if !known.contains(&version) {
            return Err(StoreError::Open(format!(
                "the database has the migration {version}, which this program does not know; use a newer accord"
            )));
        }
    }
    Ok(())
}

/// Whether a database that is only looked at has the form that this program knows.
///
/// # Errors
/// [`StoreError::Open`]: it has an older form, or a newer one.
pub fn expect_current(db: &mut Db) -> Result<(), StoreError> {
    let applied = expect_ours(db)?;
    let known = i64::try_from(versions()?.len()).unwrap_or(i64::MAX);
    match applied.cmp(&known) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err(StoreError::Open(
            "the database has the form of an older accord; `accord work --once` brings it up to date".to_owned(),
        )),
        Ordering::Greater => Err(StoreError::Open(
            "the database has the form of a newer accord; use that one".to_owned(),
        )),
    }
}

/// Whether a database that is there is one of ours; gives how many migrations it has.
///
/// # Errors
/// [`StoreError::Open`]: it is not, or nobody has ever worked on it.
pub fn expect_ours(db: &mut Db) -> Result<i64, StoreError> {
    let count = sql::<BigInt>("(SELECT count(*) FROM __diesel_schema_migrations)");
    diesel::select(count).get_result(db).map_err(|error| {
        match error.to_string().contains("__diesel_schema_migrations") {
            true => StoreError::Open(
                "there is nothing of accord in it: name the database that `accord serve` uses".to_owned(),
            ),
            false => error.into(),
        }
    })
}

fn versions() -> Result<Vec<String>, StoreError> {
    let of_sqlite = MigrationSource::<Sqlite>::migrations(&SQLITE).map_err(|error| failed(&*error))?;
    Ok(of_sqlite.iter().map(|one| one.name().version().to_string()).collect())
}

/// Names of the migrations for SQLite and for PostgreSQL, which the parity tests compare.
///
/// # Errors
/// [`StoreError::Open`] if a folder is not a migration.
pub fn names() -> Result<(Vec<String>, Vec<String>), StoreError> {
    let of_sqlite = MigrationSource::<Sqlite>::migrations(&SQLITE).map_err(|error| failed(&*error))?;
    let of_postgresql = MigrationSource::<Pg>::migrations(&POSTGRESQL).map_err(|error| failed(&*error))?;
    Ok((
        of_sqlite.iter().map(|one| one.name().to_string()).collect(),
        of_postgresql.iter().map(|one| one.name().to_string()).collect(),
    ))
}

fn failed(error: &dyn std::error::Error) -> StoreError {
    StoreError::Open(format!("the database schema could not be brought up to date: {error}"))
}

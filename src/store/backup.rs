//! A copy of an SQLite database that is known to be good, and the way back.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use accord_log::{PublicKey, Verdict};
use diesel::{dsl::sql, prelude::*, sql_types::Text};

use crate::{
    audit::{self, AuditError},
    db::{Db, Intent},
    error::StoreError,
    sqlite::{self, Purpose},
};

/// A backup that was made and read back.
#[derive(Debug, Clone)]
pub struct Backup {
    /// Its size.
    pub bytes: u64,
    /// What its journals say.
    pub journals: Vec<Verdict>,
}

/// Copies the database at `path` to `to`, while others write, and verifies the copy: SQLite's own
/// checks, foreign keys, every journal. What fails is not left behind.
pub(crate) fn make(path: &str, to: &Path, key: Option<&PublicKey>) -> Result<Backup, AuditError> {
    refuse_existing(to)?;
    let part = beside(to, ".part");
    remove(&part)?;
    let made = copy(path, &part).and_then(|()| check(&part, key));
    let journals = match made {
        Ok(journals) => journals,
        Err(error) => {
            remove(&part)?;
            return Err(error);
        }
    };
    settle(&part, to)?;
    let bytes = fs::metadata(to)?.len();
    Ok(Backup { bytes, journals })
}

/// Puts a backup in the place of a database that is not there (move the old one away first), and
/// verifies it before.
///
/// # Errors
/// What is wrong with the backup, or the file that is in the way.
pub fn restore(backup: &Path, to: &Path, key: Option<&PublicKey>) -> Result<Backup, AuditError> {
    refuse_existing(to)?;
    for left in ["-wal", "-shm"] {
        // A log of the old database would be replayed into the new one.
        refuse_existing(&beside(to, left))?;
    }
    let part = beside(to, ".part");
    remove(&part)?;
    fs::copy(backup, &part)?;
    let journals = check(&part, key).inspect_err(|_| {
        let _ = fs::remove_file(&part);
    })?;
    settle(&part, to)?;
    let bytes = fs::metadata(to)?.len();
    Ok(Backup { bytes, journals })
}

fn copy(path: &str, to: &Path) -> Result<(), AuditError> {
    let to = utf8(to)?;
    let mut db = sqlite::open(path, Purpose::Copy)?;
    db.run(&format!("VACUUM INTO '{}'", to.replace('\'', "''")))?;
    Ok(())
}

/// Opens a copy and looks at everything in it.
fn check(copy: &Path, key: Option<&PublicKey>) -> Result<Vec<Verdict>, AuditError> {
    let mut db = sqlite::open(utf8(copy)?, Purpose::Read)?;
    db.begin(Intent::Read)?;
    let word = integrity(&mut db)?;
    if word != "ok" {
        return Err(StoreError::Damaged(word).into());
    }
    let strays: i64 = diesel::select(sql::<diesel::sql_types::BigInt>(
        "(SELECT count(*) FROM pragma_foreign_key_check)",
    ))
    .get_result(&mut db)
    .map_err(StoreError::from)?;
    if strays > 0 {
        return Err(StoreError::Damaged(format!("{strays} rows point at rows that are not there")).into());
    }
    audit::verify_all(&mut db, key)
}

fn integrity(db: &mut Db) -> Result<String, StoreError> {
    Ok(diesel::select(sql::<Text>(
        "(SELECT group_concat(integrity_check, '; ') FROM pragma_integrity_check)",
    ))
    .get_result(db)?)
}

/// Makes a finished file durable under its name.
fn settle(part: &Path, to: &Path) -> Result<(), AuditError> {
    File::open(part)?.sync_all()?;
    fs::rename(part, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or_else(|| Path::new(".")))?.sync_all()?;
    Ok(())
}

fn refuse_existing(path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Err(StoreError::Open(format!(
            "`{}` is there already; move it away first",
            path.display()
        )));
    }
    Ok(())
}

fn remove(path: &Path) -> Result<(), AuditError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn utf8(path: &Path) -> Result<&str, StoreError> {
    path.to_str()
        .ok_or_else(|| StoreError::Open(format!("`{}` is not a path in UTF-8", path.display())))
}

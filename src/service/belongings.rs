//! What belongs to the database and is kept outside it: the key to sealed bids, the key that signs, the place of files.
//!
//! The database knows each by a mark since the first start. A setting that names another one, or nothing, would make a
//! new one quietly, and what was sealed, signed or filed before would be lost to whoever comes later; so it is held
//! against the mark before anything is made.

use std::path::Path;

use accord_store::{
    Store, StoreError, alliances,
    belongings::{self as stored, BelongingRow},
};
use anyhow::bail;
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::service::{app::App, checkpoints::Signer, fault::Fault, history, sealing::Seals};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Belonging {
    /// The key to sealed bids.
    Seals,
    /// The key that signs checkpoints of the journal.
    SigningKey,
    /// The place of documents and of what people send.
    Files,
}

impl Belonging {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Seals, Self::SigningKey, Self::Files];

    /// As the database has it.
    const fn name(self) -> &'static str {
        match self {
            Self::Seals => "seals",
            Self::SigningKey => "signing_key",
            Self::Files => "files",
        }
    }

    /// As the command line has it.
    const fn word(self) -> &'static str {
        match self {
            Self::SigningKey => "signing-key",
            Self::Seals | Self::Files => self.name(),
        }
    }

    /// The setting that says where it is.
    pub const fn setting(self) -> &'static str {
        match self {
            Self::Seals => "ACCORD_SEALS",
            Self::SigningKey => "ACCORD_SIGNING_KEY",
            Self::Files => "ACCORD_FILES",
        }
    }

    /// What it is.
    pub const fn is(self) -> &'static str {
        match self {
            Self::Seals => "the key to sealed bids",
            Self::SigningKey => "the key that signs the journal",
            Self::Files => "documents and what people sent",
        }
    }

    /// What is lost without it.
    const fn without(self) -> &'static str {
        match self {
            Self::Seals => {
                "what is sealed (bids, second factors, accounts) opens with that key alone; if it is lost for good, all \
                 of that stays shut"
            }
            Self::SigningKey => {
                "checkpoints are verified with that key alone; if it is lost for good, the journal is not signed any \
                 more"
            }
            Self::Files => {
                "what was made and sent before is there alone; if it is lost for good, its links lead nowhere"
            }
        }
    }
}

/// How what a setting names stands to what the database knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is the one.
    Same,
    /// The database knows none, and nothing was done with one.
    First,
    /// There is none where the setting says; the database knows this one (`None`: one from before it kept marks).
    Missing(Option<String>),
    /// There is another one (its mark) than the database knows.
    Other(Option<String>, String),
}

impl Standing {
    /// What one with a mark is to a database, and what one from before marks says (`older`: whether what was done with
    /// it fits).
    fn of(known: Option<String>, found: Option<String>, older: Option<bool>) -> Self {
        match (known, found, older) {
            (Some(known), Some(found), _) if known == found => Self::Same,
            (Some(known), Some(found), _) => Self::Other(Some(known), found),
            (Some(known), None, _) => Self::Missing(Some(known)),
            (None, Some(_), None | Some(true)) | (None, None, None) => Self::First,
            (None, Some(found), Some(false)) => Self::Other(None, found),
            (None, None, Some(_)) => Self::Missing(None),
        }
    }

    /// Goes on only with the right one, or the first.
    ///
    /// # Errors
    /// It is missing or another: what is lost without it, and what to do.
    pub fn expect(self, what: Belonging, place: &str) -> anyhow::Result<()> {
        let found = match &self {
            Self::Same | Self::First => return Ok(()),
            Self::Missing(_) => "where there is none".to_owned(),
            Self::Other(_, found) => format!("which is another one ({found})"),
        };
        let known = match self {
            Self::Missing(Some(known)) | Self::Other(Some(known), _) => format!(" ({known})"),
            _ => String::new(),
        };
        let (setting, is, word) = (what.setting(), what.is(), what.word());
        bail!(
            "{setting} names `{place}` for {is}, {found}; the database was begun with one of its own{known}. Nothing was \
             made. Let {setting} say where that one is, or put it back from its copy: {}, and \
             `accord belongings --accept {word} --because …` goes on with what {setting} names",
            what.without()
        )
    }
}

/// What the database knows of one, with since when.
///
/// # Errors
/// The store fails.
pub fn known(store: &Store, what: Belonging) -> Result<Option<BelongingRow>, StoreError> {
    store.read(|db| stored::load(db, what.name()))
}

/// The key to sealed forms in a file, beside what the database knows.
///
/// # Errors
/// The store fails, or the file holds something else.
pub fn seals(store: &Store, path: &Path) -> anyhow::Result<(Standing, Option<Seals>)> {
    let known = known(store, Belonging::Seals)?.map(|row| row.mark);
    let found = Seals::found_in(path)?;
    // Only a database from before marks is tried by what was done with it.
    let sealed = match known {
        Some(_) => None,
        None => store.read(stored::sealed)?,
    };
    let older = sealed.map(|(id, envelope)| found.as_ref().is_some_and(|key| key.open(&id, &envelope).is_ok()));
    Ok((Standing::of(known, found.as_ref().map(Seals::mark), older), found))
}

/// The key that signs in a file, beside what the database knows.
///
/// # Errors
/// The store fails, or the file holds something else.
pub fn signer(store: &Store, path: &Path) -> anyhow::Result<(Standing, Option<Signer>)> {
    let known = known(store, Belonging::SigningKey)?.map(|row| row.mark);
    let found = Signer::found_in(path)?;
    let signed = match known {
        Some(_) => None,
        None => store.read(stored::signed)?,
    };
    let older = signed.map(|note| found.as_ref().is_some_and(|key| key.has_signed(&note)));
    let mark = found.as_ref().map(|key| key.public().to_string());
    Ok((Standing::of(known, mark, older), found))
}

/// A place of files with this mark, beside what the database knows. `has` says whether a file is there.
///
/// # Errors
/// The store fails.
pub fn files(store: &Store, mark: Option<String>, has: impl Fn(&str) -> bool) -> Result<Standing, StoreError> {
    let known = known(store, Belonging::Files)?.map(|row| row.mark);
    if known.is_some() && mark.is_some() {
        // Two marks say it; nothing need be fetched.
        return Ok(Standing::of(known, mark, None));
    }
    let filed = store.read(stored::filed)?;
    let is_there = match filed.as_slice() {
        [] => None,
        // One file may be gone; all of them are not.
        some => Some(some.iter().any(|key| has(key))),
    };
    Ok(match (known, mark, is_there) {
        // Nothing is kept there yet, or all is there and only the mark is gone.
        (Some(_), None, None | Some(true)) => Standing::First,
        (known, mark, is_there) => Standing::of(known, mark, is_there),
    })
}

/// Puts down the mark of one that is the first. Another process may have been quicker, with another one.
///
/// # Errors
/// That; or the store fails.
pub fn remember(
    store: &Store,
    what: Belonging,
    (mark, place): (&str, &str),
    now: DateTime<Utc>,
) -> anyhow::Result<BelongingRow> {
    if let Some(row) = known(store, what)? {
        return Ok(row);
    }
    let row = row(what, mark, now);
    let there = store.write(move |db| stored::first(db, &row))?;
    Standing::of(Some(there.mark.clone()), Some(mark.to_owned()), None).expect(what, place)?;
    Ok(there)
}

/// Takes what a setting names for the right one from now on, because a person says so; each alliance's journal says so.
///
/// # Errors
/// No reason; or the store fails.
pub fn accept(app: &App, what: Belonging, mark: &str, by: &str, because: &str) -> anyhow::Result<()> {
    let because = because.trim().to_owned();
    if because.is_empty() {
        bail!("say why, after --because: it stays in the journal");
    }
    let before = known(&app.store, what)?.map(|row| row.mark);
    let (worker, by, now) = (app.clone(), by.to_owned(), app.wall.now());
    let row = row(what, mark, now);
    app.store.write(move |db| {
        stored::replace(db, &row)?;
        let body = json!({
            "format": 1,
            "belonging": { "accepted": row.name, "mark": row.mark, "before": before, "by": by, "because": because },
        });
        for alliance in alliances::all(db)? {
            let mut desk = worker.desk_at(db, &alliance.id, now);
            history::note(&mut desk, None, &body)?;
        }
        Ok::<_, Fault>(())
    })?;
    Ok(())
}

fn row(what: Belonging, mark: &str, now: DateTime<Utc>) -> BelongingRow {
    BelongingRow {
        name: what.name().to_owned(),
        mark: mark.to_owned(),
        since: now.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_one_or_none_is_refused_where_one_is_known() {
        let some = |text: &str| Some(text.to_owned());
        let check = |known: Option<&str>, found: Option<&str>, older: Option<bool>, goes_on: bool| {
            let standing = Standing::of(known.and_then(some), found.and_then(some), older);
            let done = standing.clone().expect(Belonging::Seals, "keys/seals");
            assert_eq!(done.is_ok(), goes_on, "{standing:?}");
            if let Err(refused) = done {
                let says = refused.to_string();
                assert!(says.contains("ACCORD_SEALS names `keys/seals`"), "{says}");
                assert!(says.contains("accord belongings --accept seals --because"), "{says}");
            }
        };
        check(None, None, None, true);
        check(None, Some("a"), None, true);
        check(None, Some("a"), Some(true), true);
        check(Some("a"), Some("a"), None, true);
        check(Some("a"), Some("b"), None, false);
        check(Some("a"), Some("b"), Some(true), false);
        check(Some("a"), None, None, false);
        check(None, Some("b"), Some(false), false);
        check(None, None, Some(false), false);
    }
}

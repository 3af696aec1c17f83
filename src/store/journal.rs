//! The journal: one hash-chained log for each alliance, appended under the row of its head.

use std::fmt::Write as _;

use accord_log::{Entry, Frontier, Hash, canonical::canonical};
use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamp},
};

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    prepared::prepared,
    schema::{journal, log_head},
    stamp::Stamp,
};

/// An entry to append.
#[derive(Debug, Clone)]
pub struct NewEntry<'a> {
    /// Whose log.
    pub alliance_id: &'a str,
    /// The instance; `None` for what is about no instance.
    pub instance_id: Option<&'a str>,
    /// The instance's version after it.
    pub seq: Option<i64>,
    /// Business time.
    pub at: DateTime<Utc>,
    /// What happened: ids, hashes and kept answers, nothing personal, no fractions.
    pub body: &'a serde_json::Value,
    /// The idempotency key, if somebody may ask again.
    pub request: Option<Request<'a>>,
}

/// An idempotency key and what came with it (S16).
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Chosen by the caller; unique within the instance.
    pub key: &'a str,
    /// Hash of the command: the same key with another command is refused.
    pub hash: &'a str,
    /// What was answered, to be given again.
    pub answer: &'a str,
}

/// Where an entry went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogEntry {
    /// Its place, from 0.
    pub index: u64,
    /// Its leaf.
    pub leaf: Hash,
}

/// The end of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The last leaf.
    pub leaf: Hash,
    /// Size and peaks.
    pub frontier: Frontier,
}

/// One stored entry.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = journal)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct JournalRow {
    pub alliance_id: String,
    pub position: i64,
    pub scope: String,
    pub seq: Option<i64>,
    pub at: Stamp,
    pub body: String,
    pub request_key: Option<String>,
    pub request_hash: Option<String>,
    pub answer: Option<String>,
    pub leaf: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = log_head)]
struct HeadRow {
    alliance_id: String,
    size: i64,
    leaf: String,
    frontier: String,
}

prepared! {
    /// One more entry.
    Insert<'a> {
        ["INSERT INTO journal (alliance_id, position, scope, seq, at, body, request_key, request_hash, answer, leaf) \
          VALUES ("] alliance_id: &'a str as Text,
        [", "] position: i64 as BigInt,
        [", "] scope: &'a str as Text,
        [", "] seq: Option<i64> as Nullable<BigInt>,
        [", "] at: Stamp as Timestamp,
        [", "] body: &'a str as Text,
        [", "] request_key: Option<&'a str> as Nullable<Text>,
        [", "] request_hash: Option<&'a str> as Nullable<Text>,
        [", "] answer: Option<&'a str> as Nullable<Text>,
        [", "] leaf: &'a str as Text,
    } [")"]
}

prepared! {
    /// The log has one more entry.
    MoveHead<'a> {
        ["UPDATE log_head SET size = "] size: i64 as BigInt,
        [", leaf = "] leaf: &'a str as Text,
        [", frontier = "] frontier: &'a str as Text,
        [" WHERE alliance_id = "] alliance_id: &'a str as Text,
    } [""]
}

/// Makes the empty log of a new alliance.
pub(crate) fn begin(db: &mut Db, alliance_id: &str) -> Result<(), StoreError> {
    let row = HeadRow {
        alliance_id: alliance_id.to_owned(),
        size: 0,
        leaf: Hash::empty().to_string(),
        frontier: String::new(),
    };
    on!(db, c => diesel::insert_into(log_head::table).values(&row).execute(c))?;
    Ok(())
}

/// Appends. Do it last: it takes the row that every other action of the alliance waits for, and
/// keeps it until the commit.
///
/// # Errors
/// [`StoreError::Duplicate`] if the version or the key is there already; [`StoreError::Damaged`] if
/// the body holds a fraction.
pub fn append(db: &mut Db, new: &NewEntry<'_>) -> Result<LogEntry, StoreError> {
    let body = canonical(new.body).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let mut head = lock_head(db, new.alliance_id)?;
    let index = head.frontier.size();
    let position = signed(index)?;
    let mut row = JournalRow {
        alliance_id: new.alliance_id.to_owned(),
        position,
        scope: new.instance_id.unwrap_or(new.alliance_id).to_owned(),
        seq: new.seq,
        at: new.at.into(),
        body,
        request_key: new.request.map(|request| request.key.to_owned()),
        request_hash: new.request.map(|request| request.hash.to_owned()),
        answer: new.request.map(|request| request.answer.to_owned()),
        leaf: String::new(),
    };
    let leaf = row.with_entry(head.leaf, |entry| entry.leaf())?;
    row.leaf = leaf.to_string();
    head.frontier.push(leaf);
    let peaks = peaks_text(&head.frontier);
    let move_head = MoveHead {
        size: position + 1,
        leaf: &row.leaf,
        frontier: &peaks,
        alliance_id: new.alliance_id,
    };
    let insert = Insert {
        alliance_id: &row.alliance_id,
        position,
        scope: &row.scope,
        seq: row.seq,
        at: row.at,
        body: &row.body,
        request_key: row.request_key.as_deref(),
        request_hash: row.request_hash.as_deref(),
        answer: row.answer.as_deref(),
        leaf: &row.leaf,
    };
    on!(db, c => {
        insert.execute(c)?;
        move_head.execute(c)
    })?;
    Ok(LogEntry { index, leaf })
}

fn lock_head(db: &mut Db, alliance_id: &str) -> Result<Head, StoreError> {
    let row: Option<HeadRow> = match db {
        Db::Pg(c) => log_head::table
            .find(alliance_id)
            .for_update()
            .get_result(c)
            .optional()?,
        Db::Sqlite(c) => log_head::table.find(alliance_id).get_result(c).optional()?,
    };
    row.ok_or_else(|| StoreError::not_found("journal of the alliance", alliance_id))?
        .head()
}

/// The end of a log as it is now.
///
/// # Errors
/// [`StoreError::NotFound`] if there is no such alliance.
pub fn head(db: &mut Db, alliance_id: &str) -> Result<Head, StoreError> {
    let row: Option<HeadRow> = log_head::table.find(alliance_id).get_result(db).optional()?;
    row.ok_or_else(|| StoreError::not_found("journal of the alliance", alliance_id))?
        .head()
}

impl HeadRow {
    fn head(&self) -> Result<Head, StoreError> {
        let damaged = || StoreError::Damaged(format!("the head of the journal of {}", self.alliance_id));
        let peaks = self
            .frontier
            .as_bytes()
            .chunks(64)
            .map(|peak| str::from_utf8(peak).ok()?.parse().ok())
            .collect::<Option<Vec<Hash>>>()
            .ok_or_else(damaged)?;
        let size = u64::try_from(self.size).map_err(|_error| damaged())?;
        Ok(Head {
            leaf: self.leaf.parse().map_err(|_error| damaged())?,
            frontier: Frontier::stored(size, peaks).ok_or_else(damaged)?,
        })
    }
}

fn peaks_text(frontier: &Frontier) -> String {
    let mut text = String::with_capacity(frontier.peaks().len() * 64);
    for peak in frontier.peaks() {
        let _infallible = write!(text, "{peak}");
    }
    text
}

fn signed(index: u64) -> Result<i64, StoreError> {
    i64::try_from(index).map_err(|_error| StoreError::Damaged(format!("the journal has {index} entries")))
}

impl JournalRow {
    /// The entry that is hashed, given the leaf before it.
    pub(crate) fn with_entry<T>(&self, previous: Hash, f: impl FnOnce(Entry<'_>) -> T) -> Result<T, StoreError> {
        let at = self.at.of_journal();
        let answer = self
            .answer
            .as_ref()
            .map(|text| Hash::of(&[text.as_bytes()]).to_string());
        let index = u64::try_from(self.position)
            .map_err(|_error| StoreError::Damaged(format!("the journal has the position {}", self.position)))?;
        Ok(f(Entry {
            alliance: &self.alliance_id,
            index,
            previous,
            scope: &self.scope,
            seq: self.seq,
            at: &at,
            body: &self.body,
            request: self.request_key.as_deref().zip(self.request_hash.as_deref()),
            answer: answer.as_deref(),
        }))
    }
}

/// What was answered to a key before, if it was used: first thing in an action, and the way to
/// find out what became of a commit that the database did not confirm.
///
/// # Errors
/// [`StoreError::KeyReused`] if it was used for another command.
pub fn answered(db: &mut Db, scope: &str, key: &str, hash: &str) -> Result<Option<String>, StoreError> {
    let found: Option<(Option<String>, Option<String>)> = on!(db, c => journal::table
        .filter(journal::scope.eq(scope))
        .filter(journal::request_key.eq(key))
        .select((journal::request_hash, journal::answer))
        .get_result(c)
        .optional())?;
    match found {
        None => Ok(None),
        Some((Some(before), answer)) if before == hash => Ok(Some(answer.unwrap_or_default())),
        Some(_) => Err(StoreError::KeyReused(key.to_owned())),
    }
}

/// The entries of one instance (or, with the alliance's id, those about no instance), in order.
///
/// # Errors
/// The database's.
pub fn of_instance(db: &mut Db, alliance_id: &str, scope: &str) -> Result<Vec<JournalRow>, StoreError> {
    Ok(on!(db, c => journal::table
        .filter(journal::scope.eq(scope))
        .filter(journal::alliance_id.eq(alliance_id))
        .order(journal::position)
        .load(c))?)
}

/// The entries of several instances in which a text stands, oldest first.
///
/// # Errors
/// The database's.
pub fn of_instances_saying(
    db: &mut Db,
    alliance_id: &str,
    scopes: &[String],
    text: &str,
) -> Result<Vec<JournalRow>, StoreError> {
    Ok(on!(db, c => journal::table
        .filter(among(journal::scope, scopes))
        .filter(journal::alliance_id.eq(alliance_id))
        .filter(journal::body.like(format!("%{text}%")))
        .order(journal::position)
        .load(c))?)
}

/// The entries of one instance from one instant to another, both included, in order.
///
/// # Errors
/// The database's.
pub fn of_instance_between(
    db: &mut Db,
    alliance_id: &str,
    scope: &str,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<JournalRow>, StoreError> {
    Ok(on!(db, c => journal::table
        .filter(journal::scope.eq(scope))
        .filter(journal::alliance_id.eq(alliance_id))
        .filter(journal::at.between(Stamp::from(from), Stamp::from(until)))
        .order(journal::position)
        .load(c))?)
}

/// Entries from a position on, in order.
///
/// # Errors
/// The database's.
pub fn page(db: &mut Db, alliance_id: &str, from: u64, limit: u32) -> Result<Vec<JournalRow>, StoreError> {
    let from = signed(from)?;
    let rows = on!(db, c => journal::table
        .filter(journal::alliance_id.eq(alliance_id))
        .filter(journal::position.ge(from))
        .order(journal::position)
        .limit(i64::from(limit))
        .load(c))?;
    Ok(rows)
}

/// An entry as it was hashed: canonical JSON.
///
/// # Errors
/// [`StoreError::NotFound`] if there are not so many.
pub fn hashed(db: &mut Db, alliance_id: &str, row: &JournalRow) -> Result<String, StoreError> {
    let before = match row.position {
        0 => None,
        position => {
            let found: Option<String> = journal::table
                .filter(journal::alliance_id.eq(alliance_id))
                .filter(journal::position.eq(position - 1))
                .select(journal::leaf)
                .first(db)
                .optional()?;
            Some(found.ok_or_else(|| StoreError::not_found("entry", position.to_string()))?)
        }
    };
    let before = match before {
        Some(text) => text
            .parse()
            .map_err(|_error| StoreError::Damaged(format!("the leaf before entry {}", row.position)))?,
        None => Hash::empty(),
    };
    row.with_entry(before, |entry| entry.canonical())
}

/// The leaves of the first so many entries, in order.
///
/// # Errors
/// The database's.
pub fn leaves(db: &mut Db, alliance_id: &str, size: i64) -> Result<Vec<Hash>, StoreError> {
    let all: Vec<String> = journal::table
        .filter(journal::alliance_id.eq(alliance_id))
        .filter(journal::position.lt(size))
        .order(journal::position)
        .select(journal::leaf)
        .load(db)?;
    all.iter()
        .map(|text| {
            text.parse()
                .map_err(|_error| StoreError::Damaged("a leaf of the journal".to_owned()))
        })
        .collect()
}

/// The last entries of an alliance, the newest first.
///
/// # Errors
/// The database's.
pub fn latest(db: &mut Db, alliance_id: &str, limit: u32) -> Result<Vec<JournalRow>, StoreError> {
    Ok(journal::table
        .filter(journal::alliance_id.eq(alliance_id))
        .order(journal::position.desc())
        .limit(i64::from(limit))
        .load(db)?)
}

/// Those of the latest entries of an alliance that name something (a person's id), the newest first.
/// `among` is how many entries are looked through.
///
/// # Errors
/// The database's.
pub fn latest_naming(db: &mut Db, alliance_id: &str, word: &str, among: u32) -> Result<Vec<JournalRow>, StoreError> {
    let last: Option<i64> = journal::table
        .filter(journal::alliance_id.eq(alliance_id))
        .select(diesel::dsl::max(journal::position))
        .get_result(db)?;
    Ok(journal::table
        .filter(journal::alliance_id.eq(alliance_id))
        .filter(journal::position.gt(last.unwrap_or_default() - i64::from(among)))
        .filter(journal::body.like(format!("%{word}%")))
        .order(journal::position.desc())
        .load(db)?)
}

/// Entries that name something (a person's id), oldest first. Looks at everything: for somebody's own
/// data, which is asked for now and then.
///
/// # Errors
/// The database's.
pub fn naming(db: &mut Db, alliance_id: &str, word: &str) -> Result<Vec<JournalRow>, StoreError> {
    Ok(journal::table
        .filter(journal::alliance_id.eq(alliance_id))
        .filter(journal::body.like(format!("%{word}%")))
        .order(journal::position)
        .load(db)?)
}

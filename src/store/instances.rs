//! Instances of workflows: the snapshot, and the version that everybody races for.

use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamp},
};

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    prepared::prepared,
    schema::{instance, subject},
    stamp::Stamp,
    subjects::SubjectRow,
    text_enum::text_enum,
};

text_enum! {
    /// Whether anything can still happen.
    InstanceStatus {
        /// It goes on.
        Open = "open",
        /// A final state was reached.
        Ended = "ended",
    }
}

prepared! {
    /// Compare and set.
    Advance<'a> {
        ["UPDATE instance SET seq = "] seq: i64 as BigInt,
        [", status = "] status: InstanceStatus as Text,
        [", outcome = "] outcome: Option<&'a str> as Nullable<Text>,
        [", snapshot = "] snapshot: &'a str as Text,
        [", changed_at = "] changed_at: Stamp as Timestamp,
        [" WHERE id = "] id: &'a str as Text,
        [" AND seq = "] expected: i64 as BigInt,
    } [""]
}

/// One instance. `snapshot` is the engine's JSON and carries its own format version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = instance, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct InstanceRow {
    pub id: String,
    pub alliance_id: String,
    pub subject_id: String,
    pub workflow: String,
    /// SHA-256 of the definition that it is pinned to (S19); the text is in `blobs`.
    pub definition: String,
    pub parent_id: Option<String>,
    pub brood: Option<String>,
    pub child_key: Option<String>,
    pub seq: i64,
    pub status: InstanceStatus,
    pub outcome: Option<String>,
    pub snapshot: String,
    pub started_at: Stamp,
    pub changed_at: Stamp,
}

/// Adds one.
///
/// # Errors
/// [`StoreError::Duplicate`] if the id is taken, or the parent has a child with this key.
pub fn insert(db: &mut Db, row: &InstanceRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(instance::table).values(row).execute(c))?;
    Ok(())
}

/// One by id.
///
/// # Errors
/// [`StoreError::NotFound`], also for another alliance's.
pub fn load(db: &mut Db, alliance_id: &str, id: &str) -> Result<InstanceRow, StoreError> {
    let found = on!(db, c => instance::table
        .find(id)
        .filter(instance::alliance_id.eq(alliance_id))
        .get_result(c)
        .optional())?;
    found.ok_or_else(|| StoreError::not_found("instance", id))
}

/// One by id, kept from others until the transaction ends. The first thing that an action does:
/// whoever has the row goes on, and the rest find it changed.
///
/// # Errors
/// As [`load`].
pub fn load_for_update(db: &mut Db, alliance_id: &str, id: &str) -> Result<InstanceRow, StoreError> {
    let Db::Pg(c) = db else {
        // The one writer has the whole file.
        return load(db, alliance_id, id);
    };
    instance::table
        .find(id)
        .filter(instance::alliance_id.eq(alliance_id))
        .for_update()
        .get_result(c)
        .optional()?
        .ok_or_else(|| StoreError::not_found("instance", id))
}

/// Moves an instance on, if it still has the version `expected`.
///
/// # Errors
/// [`StoreError::Conflict`] if it has another.
pub fn advance(db: &mut Db, row: &InstanceRow, expected: i64) -> Result<(), StoreError> {
    let advance = Advance {
        seq: row.seq,
        status: row.status,
        outcome: row.outcome.as_deref(),
        snapshot: &row.snapshot,
        changed_at: row.changed_at,
        id: &row.id,
        expected,
    };
    let changed = on!(db, c => advance.execute(c))?;
    if changed == 1 {
        return Ok(());
    }
    let now: Option<i64> = instance::table
        .find(&row.id)
        .select(instance::seq)
        .get_result(db)
        .optional()?;
    Err(now.map_or_else(
        || StoreError::not_found("instance", &row.id),
        |now| StoreError::Conflict {
            what: format!("instance {}", row.id),
            seen: expected,
            now,
        },
    ))
}

/// The version that each instance of a workflow is pinned to, and how it stands; in no order.
///
/// # Errors
/// The database's.
pub fn pinned(db: &mut Db, alliance_id: &str, workflow: &str) -> Result<Vec<(String, InstanceStatus)>, StoreError> {
    Ok(on!(db, c => instance::table
        .filter(instance::alliance_id.eq(alliance_id))
        .filter(instance::workflow.eq(workflow))
        .select((instance::definition, instance::status))
        .load(c))?)
}

/// Pins an instance to another version of its workflow.
///
/// # Errors
/// The database's.
pub fn pin(db: &mut Db, id: &str, definition: &str) -> Result<(), StoreError> {
    diesel::update(instance::table.find(id))
        .set(instance::definition.eq(definition))
        .execute(db)?;
    Ok(())
}

/// Those of a workflow that have not ended, oldest first.
///
/// # Errors
/// The database's.
pub fn running(db: &mut Db, alliance_id: &str, workflow: &str) -> Result<Vec<InstanceRow>, StoreError> {
    Ok(on!(db, c => instance::table
        .filter(instance::alliance_id.eq(alliance_id))
        .filter(instance::workflow.eq(workflow))
        .filter(instance::status.eq(InstanceStatus::Open))
        .order((instance::started_at, instance::id))
        .load(c))?)
}

/// Those about one subject, oldest first.
///
/// # Errors
/// The database's.
pub fn of_subject(db: &mut Db, alliance_id: &str, subject_id: &str) -> Result<Vec<InstanceRow>, StoreError> {
    Ok(on!(db, c => instance::table
        .filter(instance::subject_id.eq(subject_id))
        .filter(instance::alliance_id.eq(alliance_id))
        .order((instance::started_at, instance::id))
        .load(c))?)
}

/// The record of each of these instances, by the id of the instance.
///
/// # Errors
/// The database's.
pub fn records_of(db: &mut Db, alliance_id: &str, instances: &[&str]) -> Result<Vec<(String, SubjectRow)>, StoreError> {
    // Asked for by ids alone: SQLite would rather go through all that the alliance has.
    let mut rows: Vec<(String, SubjectRow)> = on!(db, c => instance::table
        .inner_join(subject::table.on(subject::id.eq(instance::subject_id)))
        .filter(among(instance::id, instances.iter().copied()))
        .select((instance::id, SubjectRow::as_select()))
        .load(c))?;
    rows.retain(|(_, record)| record.alliance_id == alliance_id);
    Ok(rows)
}

/// What each of these records follows, as pairs of record and definition: all that is worth knowing of
/// instances before one is read in full.
///
/// # Errors
/// The database's.
pub fn followed_by(db: &mut Db, alliance_id: &str, subjects: &[&str]) -> Result<Vec<(String, String)>, StoreError> {
    // As above.
    let rows: Vec<(String, String, String)> = on!(db, c => instance::table
        .filter(among(instance::subject_id, subjects.iter().copied()))
        .select((instance::alliance_id, instance::subject_id, instance::definition))
        .order((instance::started_at, instance::id))
        .load(c))?;
    let own = rows.into_iter().filter(|(of, _, _)| of == alliance_id);
    Ok(own.map(|(_, record, definition)| (record, definition)).collect())
}

/// The first about each record of a kind under a parent, with the record, in the order of the records.
///
/// # Errors
/// The database's.
pub fn first_below(
    db: &mut Db,
    alliance_id: &str,
    parent_id: &str,
    kind: &str,
) -> Result<Vec<(SubjectRow, InstanceRow)>, StoreError> {
    let mut rows: Vec<(SubjectRow, InstanceRow)> = on!(db, c => subject::table
        .inner_join(instance::table.on(instance::subject_id.eq(subject::id)))
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::parent_id.eq(parent_id))
        .filter(subject::kind.eq(kind))
        .order((subject::created_at, subject::id, instance::started_at, instance::id))
        .load(c))?;
    rows.dedup_by(|later, first| later.0.id == first.0.id);
    Ok(rows)
}

/// The first about each record of a kind, with the record, in the order of the records.
///
/// # Errors
/// The database's.
pub fn first_of_kind(db: &mut Db, alliance_id: &str, kind: &str) -> Result<Vec<(SubjectRow, InstanceRow)>, StoreError> {
    let mut rows: Vec<(SubjectRow, InstanceRow)> = on!(db, c => subject::table
        .inner_join(instance::table.on(instance::subject_id.eq(subject::id)))
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::kind.eq(kind))
        .order((subject::created_at, subject::id, instance::started_at, instance::id))
        .load(c))?;
    rows.dedup_by(|later, first| later.0.id == first.0.id);
    Ok(rows)
}

/// Those of a kind that still run, with their records, in the order of the records.
///
/// # Errors
/// The database's.
pub fn open_of_kind(db: &mut Db, alliance_id: &str, kind: &str) -> Result<Vec<(SubjectRow, InstanceRow)>, StoreError> {
    Ok(on!(db, c => subject::table
        .inner_join(instance::table.on(instance::subject_id.eq(subject::id)))
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::kind.eq(kind))
        .filter(instance::status.eq(InstanceStatus::Open))
        .order((subject::created_at, subject::id, instance::started_at, instance::id))
        .load(c))?)
}

/// The first about each record of a kind that is one person's, with the record, in the order of the records.
///
/// # Errors
/// The database's.
pub fn first_of_person(
    db: &mut Db,
    alliance_id: &str,
    kind: &str,
    person_id: &str,
) -> Result<Vec<(SubjectRow, InstanceRow)>, StoreError> {
    let mut rows: Vec<(SubjectRow, InstanceRow)> = on!(db, c => subject::table
        .inner_join(instance::table.on(instance::subject_id.eq(subject::id)))
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::kind.eq(kind))
        .filter(subject::person_id.eq(person_id))
        .order((subject::created_at, subject::id, instance::started_at, instance::id))
        .load(c))?;
    rows.dedup_by(|later, first| later.0.id == first.0.id);
    Ok(rows)
}

/// The definition that the first instance about a record is pinned to.
///
/// # Errors
/// The database's.
pub fn first_definition(db: &mut Db, alliance_id: &str, subject_id: &str) -> Result<Option<String>, StoreError> {
    Ok(instance::table
        .filter(instance::subject_id.eq(subject_id))
        .filter(instance::alliance_id.eq(alliance_id))
        .order((instance::started_at, instance::id))
        .select(instance::definition)
        .first(db)
        .optional()?)
}

/// Those of one workflow, oldest first.
///
/// # Errors
/// The database's.
pub fn of_workflow(db: &mut Db, alliance_id: &str, workflow: &str) -> Result<Vec<InstanceRow>, StoreError> {
    Ok(on!(db, c => instance::table
        .filter(instance::alliance_id.eq(alliance_id))
        .filter(instance::workflow.eq(workflow))
        .order((instance::started_at, instance::id))
        .load(c))?)
}

/// Children of one instance; of one brood if it is named.
///
/// # Errors
/// The database's.
pub fn children(
    db: &mut Db,
    alliance_id: &str,
    parent_id: &str,
    brood: Option<&str>,
) -> Result<Vec<InstanceRow>, StoreError> {
    // Two statements rather than one that is put together: diesel keeps those whose shape is fixed.
    let below = || {
        instance::table
            .filter(instance::parent_id.eq(parent_id))
            .filter(instance::alliance_id.eq(alliance_id))
            .order((instance::started_at, instance::id))
    };
    Ok(match brood {
        Some(brood) => on!(db, c => below().filter(instance::brood.eq(brood)).load(c))?,
        None => on!(db, c => below().load(c))?,
    })
}

/// The parent of one instance.
///
/// # Errors
/// [`StoreError::NotFound`] if there is no such instance.
pub fn parent(db: &mut Db, alliance_id: &str, id: &str) -> Result<Option<InstanceRow>, StoreError> {
    match load(db, alliance_id, id)?.parent_id {
        Some(parent) => load(db, alliance_id, &parent).map(Some),
        None => Ok(None),
    }
}

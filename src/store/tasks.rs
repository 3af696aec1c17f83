//! What people are asked to do. The rows are a projection of the snapshots, for finding.

use diesel::{
    prelude::*,
    sql_types::{Nullable, Text, Timestamp},
};

use crate::{
    db::{Db, on},
    error::StoreError,
    prepared::prepared,
    schema::task,
    stamp::Stamp,
    task_lists,
    text_enum::text_enum,
};

text_enum! {
    /// The task states of engine.md S7.
    #[expect(missing_docs, reason = "the names are those of engine.md S7")]
    TaskStatus {
        Created = "created",
        Open = "open",
        Claimed = "claimed",
        Suspended = "suspended",
        Completed = "completed",
        Expired = "expired",
        Withdrawn = "withdrawn",
        Superseded = "superseded",
    }
}

/// One task. `id` is unique within the instance; `closed_at` is set exactly when it is over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct Task {
    pub instance_id: String,
    pub id: String,
    pub alliance_id: String,
    pub state: String,
    pub event: String,
    pub kind: String,
    pub roles: Vec<String>,
    pub person_id: Option<String>,
    pub status: TaskStatus,
    pub result: Option<String>,
    pub opened_at: Stamp,
    pub due_at: Option<Stamp>,
    pub closed_at: Option<Stamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = task)]
pub(crate) struct TaskRow {
    instance_id: String,
    id: String,
    alliance_id: String,
    state: String,
    event: String,
    kind: String,
    roles: String,
    person_id: Option<String>,
    status: TaskStatus,
    result: Option<String>,
    opened_at: Stamp,
    due_at: Option<Stamp>,
    closed_at: Option<Stamp>,
}

prepared! {
    /// The task as it now is.
    Put<'a> {
        ["INSERT INTO task (instance_id, id, alliance_id, state, event, kind, roles, person_id, status, result, \
          opened_at, due_at, closed_at) VALUES ("] instance_id: &'a str as Text,
        [", "] id: &'a str as Text,
        [", "] alliance_id: &'a str as Text,
        [", "] state: &'a str as Text,
        [", "] event: &'a str as Text,
        [", "] kind: &'a str as Text,
        [", "] roles: &'a str as Text,
        [", "] person_id: Option<&'a str> as Nullable<Text>,
        [", "] status: TaskStatus as Text,
        [", "] result: Option<&'a str> as Nullable<Text>,
        [", "] opened_at: Stamp as Timestamp,
        [", "] due_at: Option<Stamp> as Nullable<Timestamp>,
        [", "] closed_at: Option<Stamp> as Nullable<Timestamp>,
    } [") ON CONFLICT (instance_id, id) DO UPDATE SET alliance_id = excluded.alliance_id, state = excluded.state, \
        event = excluded.event, kind = excluded.kind, roles = excluded.roles, person_id = excluded.person_id, \
        status = excluded.status, result = excluded.result, opened_at = excluded.opened_at, \
        due_at = excluded.due_at, closed_at = excluded.closed_at"]
}

impl From<TaskRow> for Task {
    fn from(row: TaskRow) -> Self {
        Self {
            roles: row.roles.split_whitespace().map(str::to_owned).collect(),
            instance_id: row.instance_id,
            id: row.id,
            alliance_id: row.alliance_id,
            state: row.state,
            event: row.event,
            kind: row.kind,
            person_id: row.person_id,
            status: row.status,
            result: row.result,
            opened_at: row.opened_at,
            due_at: row.due_at,
            closed_at: row.closed_at,
        }
    }
}

/// Writes tasks as they now are. Roles are words without spaces.
///
/// # Errors
/// The database's.
pub fn apply(db: &mut Db, tasks: &[Task]) -> Result<(), StoreError> {
    for one in tasks {
        let roles = one.roles.join(" ");
        let put = Put {
            instance_id: &one.instance_id,
            id: &one.id,
            alliance_id: &one.alliance_id,
            state: &one.state,
            event: &one.event,
            kind: &one.kind,
            roles: &roles,
            person_id: one.person_id.as_deref(),
            status: one.status,
            result: one.result.as_deref(),
            opened_at: one.opened_at,
            due_at: one.due_at,
            closed_at: one.closed_at,
        };
        on!(db, c => put.execute(c))?;
        for role in &one.roles {
            task_lists::keep(db, one, role)?;
        }
    }
    Ok(())
}

/// Open tasks that wait for one person by name, those due first.
///
/// # Errors
/// The database's.
pub fn open_of_person(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Vec<Task>, StoreError> {
    // Put in order here: asked for in order, SQLite goes through all that is open in the alliance, which is in
    // this order already, instead of the few that wait for the person.
    let rows: Vec<TaskRow> = on!(db, c => task::table
        .filter(task::person_id.eq(person_id))
        .filter(task::closed_at.is_null())
        .filter(task::alliance_id.eq(alliance_id))
        .load(c))?;
    let mut out: Vec<Task> = rows.into_iter().map(Task::from).collect();
    out.sort_by(|a, b| task_lists::order(a).cmp(&task_lists::order(b)));
    Ok(out)
}

/// Open tasks of an alliance, those due first, at most so many.
///
/// # Errors
/// The database's.
pub fn next_of_alliance(db: &mut Db, alliance_id: &str, limit: u32) -> Result<Vec<Task>, StoreError> {
    let rows: Vec<TaskRow> = task::table
        .filter(task::alliance_id.eq(alliance_id))
        .filter(task::closed_at.is_null())
        .order((task::due_at.is_null(), task::due_at, task::opened_at, task::id))
        .limit(i64::from(limit))
        .load(db)?;
    Ok(rows.into_iter().map(Task::from).collect())
}

/// All open tasks of an alliance, those due first: who is everything waiting for?
///
/// # Errors
/// The database's.
pub fn open_of_alliance(db: &mut Db, alliance_id: &str) -> Result<Vec<Task>, StoreError> {
    let rows: Vec<TaskRow> = on!(db, c => task::table
        .filter(task::alliance_id.eq(alliance_id))
        .filter(task::closed_at.is_null())
        .order((task::due_at.is_null(), task::due_at, task::opened_at, task::id))
        .load(c))?;
    Ok(rows.into_iter().map(Task::from).collect())
}

/// Every task that an instance has had, oldest first.
///
/// # Errors
/// The database's.
pub fn of_instance(db: &mut Db, alliance_id: &str, instance_id: &str) -> Result<Vec<Task>, StoreError> {
    let rows: Vec<TaskRow> = on!(db, c => task::table
        .filter(task::instance_id.eq(instance_id))
        .filter(task::alliance_id.eq(alliance_id))
        .order((task::opened_at, task::id))
        .load(c))?;
    Ok(rows.into_iter().map(Task::from).collect())
}

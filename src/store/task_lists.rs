//! Open tasks that wait for anybody with a role, each role's in the order in which Home lists them, so that
//! a list costs what it shows and not what is open.

use diesel::{
    prelude::*,
    sql_types::{Bool, Nullable, Text, Timestamp},
};

use crate::{
    db::{Db, on},
    error::StoreError,
    prepared::prepared,
    schema::{instance, subject, task, task_role},
    stamp::Stamp,
    tasks::{Task, TaskRow},
};

/// Stands for "of no organisation": a column that may be empty cannot be looked up by index as one value.
const NONE: &str = "";

prepared! {
    /// The task on the list of a role, as it now is.
    List<'a> {
        ["INSERT INTO task_role (alliance_id, role, instance_id, task_id, undated, due_at, opened_at, organisation_id) \
          VALUES ("] alliance_id: &'a str as Text,
        [", "] role: &'a str as Text,
        [", "] instance_id: &'a str as Text,
        [", "] task_id: &'a str as Text,
        [", "] undated: bool as Bool,
        [", "] due_at: Option<Stamp> as Nullable<Timestamp>,
        [", "] opened_at: Stamp as Timestamp,
        [", COALESCE((SELECT s.organisation_id FROM instance i JOIN subject s ON s.id = i.subject_id \
          WHERE i.id = "] of: &'a str as Text,
    } ["), '')) ON CONFLICT (alliance_id, role, instance_id, task_id) DO UPDATE SET undated = excluded.undated, \
        due_at = excluded.due_at, opened_at = excluded.opened_at"]
}

/// Lists a task under a role while it is open and nobody's by name; else takes it off the list.
pub(crate) fn keep(db: &mut Db, task: &Task, role: &str) -> Result<(), StoreError> {
    if task.closed_at.is_none() && task.person_id.is_none() {
        let list = List {
            alliance_id: &task.alliance_id,
            role,
            instance_id: &task.instance_id,
            task_id: &task.id,
            undated: task.due_at.is_none(),
            due_at: task.due_at,
            opened_at: task.opened_at,
            of: &task.instance_id,
        };
        on!(db, c => list.execute(c))?;
    } else {
        let row = (
            task.alliance_id.as_str(),
            role,
            task.instance_id.as_str(),
            task.id.as_str(),
        );
        on!(db, c => diesel::delete(task_role::table.find(row)).execute(c))?;
    }
    Ok(())
}

/// Open tasks that anybody with one of these roles may take, those due first, at most so many; with
/// `organisations`, only those about records of one of these, or of none.
///
/// # Errors
/// The database's.
pub fn of_roles(
    db: &mut Db,
    alliance_id: &str,
    roles: &[String],
    organisations: Option<&[String]>,
    limit: u32,
) -> Result<Vec<Task>, StoreError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut out = Vec::new();
    for role in roles {
        match organisations {
            None => out.extend(of_role(db, alliance_id, role, None, limit)?),
            // One look for each: rows in the order of the index, and no more of them than are wanted.
            Some(some) => {
                for one in some.iter().map(String::as_str).chain([NONE]) {
                    out.extend(of_role(db, alliance_id, role, Some(one), limit)?);
                }
            }
        }
    }
    out.sort_by(|a, b| order(a).cmp(&order(b)));
    out.dedup_by(|a, b| (&a.instance_id, &a.id) == (&b.instance_id, &b.id));
    out.truncate(limit);
    Ok(out)
}

/// Those due first, then the oldest.
pub(crate) fn order(task: &Task) -> (bool, Option<Stamp>, Stamp, &str, &str) {
    (
        task.due_at.is_none(),
        task.due_at,
        task.opened_at,
        &task.id,
        &task.instance_id,
    )
}

/// Open tasks of a role about records of one kind that concern this person alone, those due first, at most so many.
///
/// # Errors
/// The database's.
pub fn of_own(
    db: &mut Db,
    (alliance_id, person): (&str, &str),
    role: &str,
    kind: &str,
    limit: u32,
) -> Result<Vec<Task>, StoreError> {
    let rows: Vec<TaskRow> = on!(db, c => subject::table
        .inner_join(instance::table.on(instance::subject_id.eq(subject::id)))
        .inner_join(task_role::table.on(task_role::instance_id.eq(instance::id)))
        .inner_join(
            task::table.on(task::instance_id
                .eq(task_role::instance_id)
                .and(task::id.eq(task_role::task_id))),
        )
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::kind.eq(kind))
        .filter(subject::person_id.eq(person))
        .filter(task_role::alliance_id.eq(alliance_id))
        .filter(task_role::role.eq(role))
        .select(TaskRow::as_select())
        .order((task_role::undated, task_role::due_at, task_role::opened_at, task_role::task_id))
        .limit(i64::from(limit))
        .load(c))?;
    Ok(rows.into_iter().map(Task::from).collect())
}

fn of_role(
    db: &mut Db,
    alliance_id: &str,
    role: &str,
    organisation: Option<&str>,
    limit: usize,
) -> Result<Vec<Task>, StoreError> {
    let mut listed = task_role::table
        .inner_join(
            task::table.on(task::instance_id
                .eq(task_role::instance_id)
                .and(task::id.eq(task_role::task_id))),
        )
        .filter(task_role::alliance_id.eq(alliance_id))
        .filter(task_role::role.eq(role))
        .select(TaskRow::as_select())
        .order((
            task_role::undated,
            task_role::due_at,
            task_role::opened_at,
            task_role::task_id,
        ))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .into_boxed();
    if let Some(organisation) = organisation {
        listed = listed.filter(task_role::organisation_id.eq(organisation));
    }
    let rows: Vec<TaskRow> = listed.load(db)?;
    Ok(rows.into_iter().map(Task::from).collect())
}

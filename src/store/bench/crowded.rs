//! Many records with open tasks, made of few: for measuring what people see when a house is full.

use diesel::{QueryableByName, prelude::*, sql_query, sql_types::Text};

use crate::{db::Db, error::StoreError, schema::task};

/// Tables that a record with a running process has rows in, and the columns that hold their ids.
const TABLES: &[(&str, &[&str])] = &[
    ("subject", &["id"]),
    ("instance", &["id", "subject_id"]),
    ("task", &["instance_id"]),
    ("task_role", &["instance_id"]),
    ("timer", &["instance_id"]),
];

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Copies every record with its process, tasks and clocks until at least so many tasks are open; gives
/// how many are. On SQLite; copies keep the snapshots of what they were made of.
///
/// # Errors
/// There is no open task to begin with, or the database's.
pub fn crowd(db: &mut Db, tasks: u32) -> Result<i64, StoreError> {
    let there: i64 = task::table.filter(task::closed_at.is_null()).count().get_result(db)?;
    if there == 0 {
        return Err(StoreError::not_found("task", "open"));
    }
    let copies = i64::from(tasks).saturating_sub(there).max(0).div_euclid(there) + 1;
    for (table, ids) in TABLES {
        let columns: Vec<Column> = sql_query(format!("SELECT name FROM pragma_table_info('{table}')")).load(db)?;
        let named: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let copied: Vec<String> = named
            .iter()
            .map(|name| match *name {
                name if ids.contains(&name) => format!("{name} || '-' || copy.n"),
                // What must be unique is left out.
                "reference" | "parent_id" | "child_key" | "brood" => "NULL".to_owned(),
                name => name.to_owned(),
            })
            .collect();
        let (named, copied) = (named.join(", "), copied.join(", "));
        sql_query(format!(
            "WITH RECURSIVE copy (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM copy WHERE n < {copies}) INSERT INTO \
             {table} ({named}) SELECT {copied} FROM {table} CROSS JOIN copy"
        ))
        .execute(db)?;
    }
    Ok(task::table.filter(task::closed_at.is_null()).count().get_result(db)?)
}

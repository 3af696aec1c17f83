//! Two folders of migrations drift unless somebody looks.

use std::collections::BTreeMap;

use accord_store::{Db, StoreError, migrate};
use diesel::{RunQueryDsl as _, sql_query, sql_types::Text};

use crate::support::{Bed, alliance};

#[derive(diesel::QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    thing: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    empty: String,
}

const OF_SQLITE: &str = "SELECT m.name AS thing, c.name AS name, c.type AS kind, \
     CASE c.\"notnull\" WHEN 1 THEN 'no' ELSE 'yes' END AS empty \
     FROM sqlite_master m JOIN pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> '__diesel_schema_migrations' ORDER BY c.cid";
const OF_POSTGRES: &str = "SELECT table_name::text AS thing, column_name::text AS name, data_type::text AS kind, \
     lower(is_nullable::text) AS empty FROM information_schema.columns \
     WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' ORDER BY ordinal_position";

/// Table to its columns in order, each with whether it may be empty and the kinds that it may be
/// in `schema.rs`.
type Shape = BTreeMap<String, Vec<(String, bool, Vec<&'static str>)>>;

fn shape(bed: &Bed) -> Shape {
    let query = if bed.is_postgres() { OF_POSTGRES } else { OF_SQLITE };
    let columns: Vec<Column> = bed
        .store
        .read(|db| Ok::<_, StoreError>(sql_query(query).load(db)?))
        .unwrap();
    let mut shape = Shape::new();
    for column in columns {
        let kinds = match column.kind.as_str() {
            "TEXT" => vec!["Text", "Timestamp", "Date"],
            "INTEGER" => vec!["BigInt", "Integer", "Bool"],
            "BLOB" | "bytea" => vec!["Binary"],
            "text" => vec!["Text"],
            "bigint" => vec!["BigInt"],
            "integer" => vec!["Integer"],
            "boolean" => vec!["Bool"],
            "date" => vec!["Date"],
            "timestamp without time zone" => vec!["Timestamp"],
            other => panic!(
                "{}.{} has the type {other}, which the house does not use",
                column.thing, column.name
            ),
        };
        shape
            .entry(column.thing)
            .or_default()
            .push((column.name, column.empty == "yes", kinds));
    }
    shape
}

/// What `schema.rs` says, read from its text.
fn declared() -> Shape {
    let text = include_str!("../../schema.rs");
    let mut shape = Shape::new();
    let mut table = String::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("diesel::joinable"))
    {
        if let Some((name, rest)) = line.split_once(" (")
            && rest.ends_with(") {")
        {
            name.clone_into(&mut table);
            shape.insert(table.clone(), Vec::new());
        } else if let Some((name, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let (empty, kind) = match kind.strip_prefix("Nullable<") {
                Some(kind) => (true, kind.trim_end_matches('>')),
                None => (false, kind),
            };
            let known = ["Text", "BigInt", "Integer", "Bool", "Timestamp", "Date", "Binary"];
            let kind = known.into_iter().find(|&known| known == kind);
            let kind = kind.unwrap_or_else(|| panic!("{table}.{name} is of a kind that one database lacks"));
            shape
                .get_mut(&table)
                .unwrap()
                .push((name.to_owned(), empty, vec![kind]));
        }
    }
    shape
}

#[track_caller]
fn fits(real: &Shape, declared: &Shape, on: &str) {
    assert_eq!(
        real.keys().collect::<Vec<_>>(),
        declared.keys().collect::<Vec<_>>(),
        "tables on {on} (left) and in schema.rs (right)"
    );
    for (table, columns) in declared {
        let found = &real[table];
        assert_eq!(
            found.iter().map(|c| (&c.0, c.1)).collect::<Vec<_>>(),
            columns.iter().map(|c| (&c.0, c.1)).collect::<Vec<_>>(),
            "{table}: columns and whether they may be empty, on {on} (left) and in schema.rs (right)"
        );
        for ((name, _, may), (_, _, is)) in found.iter().zip(columns) {
            assert!(
                may.contains(&is[0]),
                "{table}.{name} is {may:?} on {on} and {is:?} in schema.rs"
            );
        }
    }
}

#[test]
fn both_folders_have_the_same_migrations() {
    let (of_sqlite, of_postgresql) = migrate::names().unwrap();
    assert_eq!(of_sqlite, of_postgresql);
}

#[test]
fn schema_rs_says_what_both_databases_have() {
    fits(&shape(&Bed::sqlite()), &declared(), "SQLite");
    if let Some(bed) = Bed::postgres() {
        fits(&shape(&bed), &declared(), "PostgreSQL");
    }
}

#[test]
fn every_migration_can_be_taken_back_and_made_again() {
    for bed in [Some(Bed::sqlite()), Bed::postgres()].into_iter().flatten() {
        let before = shape(&bed);
        bed.write(migrate::down).unwrap();
        assert_eq!(shape(&bed), Shape::new());
        bed.write(migrate::up).unwrap();
        assert_eq!(shape(&bed), before);
        bed.write(|db| accord_store::alliances::insert(db, &alliance("sheffield")))
            .unwrap();
    }
}

#[test]
fn an_older_program_refuses_a_newer_schema() {
    for bed in [Some(Bed::sqlite()), Bed::postgres()].into_iter().flatten() {
        bed.write(|db: &mut Db| {
            sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')").execute(db)?;
            Ok(())
        })
        .unwrap();
        let Bed { url, store, _folder } = bed;
        drop(store);
        let refused = accord_store::Store::open(&url, accord_store::StoreOptions::default());
        let said = refused.unwrap_err().to_string();
        assert!(said.contains("9999") && said.contains("newer accord"), "{said}");
    }
}

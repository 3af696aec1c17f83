//! The committed JSON Schemas are those of the structs.

#![expect(clippy::expect_used, reason = "these are tests")]

use std::{fs, path::Path};

use accord_engine::{
    calendar::Calendar,
    definition::{schema, vocabulary::Roles},
};
use serde_json::Value;

#[track_caller]
fn check(name: &str, schema: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../workflows/schema")
        .join(name);
    let committed: Value = serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON");
    let again = "cargo run -p accord-engine --example schema";
    assert!(
        committed == *schema,
        "{name} is not the schema of the structs; run `{again}` and commit it"
    );
}

#[test]
fn the_committed_schemas_are_those_of_the_structs() {
    check("workflow.v1.json", &accord_engine::definition::schema());
    check("roles.v1.json", &schema::of::<Roles>());
    check("calendar.v1.json", &schema::of::<Calendar>());
}

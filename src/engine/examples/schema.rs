//! Writes the JSON Schemas: `cargo run -p accord-engine --example schema`, from the project's folder.

use std::{fs, io};

use accord_engine::{
    calendar::Calendar,
    definition::{schema, vocabulary::Roles},
};

fn main() -> io::Result<()> {
    let all = [
        ("workflow.v1.json", accord_engine::definition::schema()),
        ("roles.v1.json", schema::of::<Roles>()),
        ("calendar.v1.json", schema::of::<Calendar>()),
    ];
    for (name, schema) in all {
        fs::write(format!("workflows/schema/{name}"), format!("{schema:#}\n"))?;
    }
    Ok(())
}

//! Files that go with answers: kept when they are sent, read by whoever may.

use accord_engine::definition::model::{self, FieldType};
use serde_json::{Map, Value as Json};

use crate::{
    service::{
        authority::Caller,
        fault::Fault,
        forms::Choices,
        uploads::{self, Sent},
    },
    web::{
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

/// Keeps the files that came for these questions; gives the answers that they are.
///
/// # Errors
/// A file may not be sent: beside its question.
pub fn keep(
    site: &Site,
    alliance: &str,
    caller: &Caller,
    instance: &str,
    fields: &[&model::Field],
    sent: &[Sent],
) -> Result<Map<String, Json>, Fault> {
    let mut out = Map::new();
    for field in fields.iter().filter(|field| field.kind == FieldType::File) {
        if let Some(file) = sent.iter().find(|one| one.field == field.id) {
            let sealed = uploads::seal(&site.app, alliance, caller, instance, file)?;
            site.files.put(&sealed.row.stored, sealed.bytes)?;
            out.insert(field.id.clone(), uploads::add(&site.app, sealed.row)?.into());
        }
    }
    Ok(out)
}

/// Fills in what this person's files are called.
///
/// # Errors
/// The database fails.
pub fn name(site: &Site, person: &str, instance: &str, choices: &mut Choices) -> Result<(), Fault> {
    for row in uploads::of_person(&site.app, person, instance)? {
        let size = match row.size {
            0..1_000_000 => format!("{}KB", (row.size + 999) / 1000),
            more => format!("{}.{}MB", more / 1_000_000, more % 1_000_000 / 100_000),
        };
        choices.files.insert(row.id, (row.name, size));
    }
    Ok(())
}

/// A file, to keep.
///
/// # Errors
/// It cannot be read.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let row = uploads::find(&site.app, request.alliance()?, &request.caller()?, request.param("id"))?;
    let bytes = uploads::open(&site.app, &row, &site.files.get(&row.stored)?)?;
    Ok(Reply::of(
        200,
        Body::File(File {
            kind: row.kind,
            name: Some(row.name),
            bytes,
            lasting: false,
        }),
    ))
}

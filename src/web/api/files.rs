//! Files that go with answers.

use accord_engine::definition::model::FieldType;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    endpoint::{Endpoint, Gives, Takes, json, schema},
    problem::Answer,
};
use crate::{
    domain::papers,
    service::{
        fault::Fault,
        uploads::{self, Sent},
    },
    web::{html, request::Request, site::Site},
};

const PART: &str = "Files";

/// Send one.
pub const UPLOAD: Endpoint = Endpoint {
    takes: Takes::File,
    gives: Gives::Created(schema::<Sending>),
    says: "For a question that asks for a file: its answer is the `id` that comes back, or a list of them where it takes several. It is kept sealed.",
    ..Endpoint::new(PART, "Send a file", upload)
};
/// Read one.
pub const ONE: Endpoint = Endpoint {
    gives: Gives::File(papers::MEDIA),
    ..Endpoint::new(PART, "A file", one)
};

/// The part that names the question.
const QUESTION: &str = "question";

/// A file that was kept.
#[derive(Debug, Serialize, JsonSchema)]
struct Sending {
    /// The answer to its question.
    id: String,
    name: String,
    /// Its kind of content.
    kind: String,
    /// Bytes.
    size: i64,
    /// SHA-256, hex.
    hash: String,
    /// `checking` until a scanner has answered, then `clean` or `found`; `unscanned` where there is none.
    checked: &'static str,
}

fn upload(site: &Site, request: &Request) -> Answer {
    let (sheet, _) = html::task::sheet(site, request)?;
    let question = request.typed(QUESTION).unwrap_or_default();
    let fields = sheet.form.iter().flat_map(|(_, form)| &form.fields);
    let mut asks = fields.filter(|field| field.kind == FieldType::File);
    if !asks.any(|field| field.id == question) {
        let says = "Name a question of this form that asks for a file.";
        return Err(Fault::field(QUESTION, says).into());
    }
    let Some(file) = request.files.first() else {
        return Err(Fault::field("file", "Send a file, as a part of its own.").into());
    };
    let sent = Sent {
        field: "file".to_owned(),
        ..file.clone()
    };
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let sealed = uploads::seal(&site.app, alliance, &caller, request.param("id"), &sent)?;
    site.files.put(&sealed.row.stored, sealed.bytes)?;
    let row = sealed.row;
    let reply = json(&Sending {
        id: row.id.clone(),
        name: sealed.name,
        kind: row.kind.clone(),
        size: row.size,
        hash: sealed.hash,
        checked: row.checked.word(),
    })?;
    let id = uploads::add(&site.app, row)?;
    let mut reply = reply.with_status(201);
    reply.headers.push(("location", format!("/api/v1/files/{id}")));
    Ok(reply)
}

fn one(site: &Site, request: &Request) -> Answer {
    Ok(html::files::show(site, request)?)
}

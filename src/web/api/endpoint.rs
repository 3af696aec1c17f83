//! What a route for programs takes and gives, beside its line in the table.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};

use super::problem::{Answer, Problem};
use crate::web::{
    reply::{Body, Reply},
    request::Request,
    site::Site,
};

/// How a type is described.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// The description of a type, by reference.
pub fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// What a route for programs does, takes and gives.
#[derive(Debug)]
pub struct Endpoint {
    /// The handler.
    pub run: fn(&Site, &Request) -> Answer,
    /// What it belongs to, for readers of the document.
    pub part: &'static str,
    /// What it does, in a few words.
    pub title: &'static str,
    /// What there is to know beside.
    pub says: &'static str,
    /// What may stand in the query.
    pub query: &'static [Parameter],
    /// What is sent.
    pub takes: Takes,
    /// What comes back.
    pub gives: Gives,
    /// What it has to do with versions.
    pub version: Version,
}

impl Endpoint {
    /// One that takes and gives nothing; the rest is said over it.
    pub const fn new(part: &'static str, title: &'static str, run: fn(&Site, &Request) -> Answer) -> Self {
        Self {
            run,
            part,
            title,
            says: "",
            query: &[],
            takes: Takes::Nothing,
            gives: Gives::Nothing,
            version: Version::None,
        }
    }
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// JSON of this type.
    Json(SchemaOf),
    /// A file, as a form with the question it answers.
    File,
}

/// What comes back.
#[derive(Debug, Clone, Copy)]
pub enum Gives {
    /// Nothing but that it was done.
    Nothing,
    /// JSON of this type.
    Json(SchemaOf),
    /// JSON of this type, about something new.
    Created(SchemaOf),
    /// A file of one of these kinds.
    File(&'static [&'static str]),
}

/// What a route has to do with versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Nothing.
    None,
    /// It gives an `ETag`, and answers `If-None-Match`.
    Tagged,
    /// It goes by `If-Match` where that is sent.
    Wanted,
    /// It asks for `If-Match`.
    Needed,
}

/// Something that may stand in a query.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub says: &'static str,
    /// What it may be.
    pub kind: Kind,
}

/// What a parameter may be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number from 1 to this.
    Whole(u32),
    /// One of these words.
    Word(&'static [&'static str]),
}

/// An answer in JSON.
///
/// # Errors
/// A fault of ours.
pub fn json<T: Serialize>(value: &T) -> Answer {
    let text = serde_json::to_string(value)?;
    Ok(Reply::of(200, Body::Json("application/json", text)))
}

/// What was sent, as a type.
///
/// # Errors
/// It is no JSON (400), or of another form (422).
pub fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Box<Problem>> {
    serde_json::from_slice(&request.body).map_err(|error| {
        let says = format!("What was sent cannot be read: {error}.");
        if error.is_data() {
            Problem::new(422, "bad_form", says)
        } else {
            Problem::new(400, "bad_json", says)
        }
    })
}

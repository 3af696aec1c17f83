//! The OpenAPI document (3.1), made from the table of routes: it cannot say anything that is not so.

use std::sync::LazyLock;

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value as Json, json};

use super::{
    endpoint::{Endpoint, Gives, Kind, Parameter, SchemaOf, Takes, Version},
    problem::{self, Answer, Problem},
};
use crate::web::{
    reply::{Body, Reply},
    request::Request,
    routes::{Method, ROUTES, Route, Who},
    site::Site,
};

/// The document itself.
pub const DOCUMENT: Endpoint = Endpoint {
    gives: Gives::Json(anything),
    version: Version::Tagged,
    ..Endpoint::new("About", "This document", show)
};

static TEXT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", document()));

/// As it is served.
pub fn text() -> &'static str {
    &TEXT
}

fn show(_site: &Site, _request: &Request) -> Answer {
    let reply = Reply::of(200, Body::Json("application/json", text().to_owned()));
    Ok(super::tags::tagged(reply, ""))
}

fn anything(_: &mut SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "object" })
}

fn generator(settings: SchemaSettings) -> SchemaGenerator {
    let settings = settings.with(|one| one.definitions_path = "/components/schemas".into());
    settings.into_generator()
}

/// What is sent may leave out what has a usual value; what is given has everything. So each side has
/// a generator of its own.
struct Schemas {
    sent: SchemaGenerator,
    given: SchemaGenerator,
}

impl Schemas {
    fn sent(&mut self, of: SchemaOf) -> Json {
        of(&mut self.sent).to_value()
    }

    fn given(&mut self, of: SchemaOf) -> Json {
        of(&mut self.given).to_value()
    }
}

fn document() -> Json {
    let mut schemas = Schemas {
        sent: generator(SchemaSettings::draft2020_12().for_deserialize()),
        given: generator(SchemaSettings::draft2020_12().for_serialize()),
    };
    let mut paths: Map<String, Json> = Map::new();
    for route in ROUTES {
        let Some(endpoint) = route.api else { continue };
        let operation = operation(route, endpoint, &mut schemas);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Json::Object(methods) = path {
            methods.insert(method(route.method).to_owned(), operation);
        }
    }
    schemas.given.subschema_for::<Problem>();
    let mut all = schemas.given.take_definitions(true);
    all.extend(schemas.sent.take_definitions(true));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Accord",
            "version": "1",
            "description": "Everything that the pages can do, for programs that act for a person. How to get a token and \
                            what the codes of problems mean stands at /api.",
            "license": { "name": "MIT or Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": all,
            "responses": problems(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of the person for whom the program acts; they make it at /account/tokens.",
                },
            },
        },
    })
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Delete => "delete",
    }
}

fn operation(route: &Route, endpoint: &Endpoint, schemas: &mut Schemas) -> Json {
    let mut out = json!({
        "operationId": route.action,
        "summary": endpoint.title,
        "tags": [endpoint.part],
        "parameters": parameters(route, endpoint),
        "responses": responses(route, endpoint, schemas),
        "security": match route.who {
            Who::Token(_) => json!([{ "token": [] }]),
            Who::Anyone | Who::HalfIn | Who::SignedIn | Who::Power(_) | Who::Demonstration => json!([{}, { "token": [] }]),
        },
    });
    let mut put = |name: &str, value: Json| {
        if let Json::Object(out) = &mut out {
            out.insert(name.to_owned(), value);
        }
    };
    let mut says = endpoint.says.to_owned();
    if let Who::Token(reach) = route.who {
        if !says.is_empty() {
            says.push(' ');
        }
        says.push_str(&format!("Needs a token that may `{}`.", reach.word()));
    }
    if !says.is_empty() {
        put("description", says.into());
    }
    match endpoint.takes {
        Takes::Nothing => {}
        Takes::Json(of) => {
            let schema = schemas.sent(of);
            let content = json!({ "application/json": { "schema": schema } });
            put("requestBody", json!({ "required": true, "content": content }));
        }
        Takes::File => {
            let schema = json!({
                "type": "object",
                "required": ["question", "file"],
                "properties": {
                    "question": { "type": "string", "description": "The question that it answers." },
                    "file": { "type": "string", "contentMediaType": "application/octet-stream" },
                },
            });
            let content = json!({ "multipart/form-data": { "schema": schema } });
            put("requestBody", json!({ "required": true, "content": content }));
        }
    }
    out
}

/// What the parts of addresses are.
const PARTS: &[(&str, &str)] = &[
    ("id", "The id."),
    ("kind", "The kind of record: `round`, `contract`."),
    ("verb", "What sort of thing is done."),
    ("state", "The state that offers it; `-` for the whole process."),
    ("event", "The event; of a decision, the answer."),
    ("clock", "Which of the state's clocks."),
    ("seq", "The step."),
    ("permit", "The work, as the record's list of work names it."),
    ("number", "The number, from 1."),
];

fn parameters(route: &Route, endpoint: &Endpoint) -> Vec<Json> {
    let names = route.path.split('/').filter_map(|part| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?;
        Some(name)
    });
    let mut out: Vec<Json> = names
        .map(|name| {
            let says = PARTS.iter().find(|(known, _)| *known == name);
            let schema = match name {
                "verb" => json!({ "type": "string", "enum": ["act", "vote", "confirm"] }),
                "seq" | "number" => json!({ "type": "integer", "minimum": 1 }),
                _ => json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
            };
            json!({
                "name": name,
                "in": "path",
                "required": true,
                "description": says.map_or("", |(_, says)| says),
                "schema": schema,
            })
        })
        .collect();
    out.extend(endpoint.query.iter().map(asked));
    let header = |name: &str, required: bool, says: &str| {
        json!({
            "name": name,
            "in": "header",
            "required": required,
            "description": says,
            "schema": { "type": "string" },
        })
    };
    match endpoint.version {
        Version::None => {}
        Version::Tagged => out.push(header("If-None-Match", false, "The `ETag` of what is known already.")),
        Version::Wanted => out.push(header("If-Match", false, "The `ETag` of what was seen.")),
        Version::Needed => out.push(header(
            "If-Match",
            route.method == Method::Post,
            "The `ETag` of what was seen.",
        )),
    }
    if route.method == Method::Post {
        let says =
            "Any text of yours: the same request with the same key is done once, and answered the same for a day.";
        out.push(header("Idempotency-Key", false, says));
    }
    out
}

fn asked(parameter: &Parameter) -> Json {
    let schema = match parameter.kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Whole(most) => json!({ "type": "integer", "minimum": 1, "maximum": most }),
        Kind::Word(words) => json!({ "type": "string", "enum": words }),
    };
    json!({
        "name": parameter.name,
        "in": "query",
        "required": false,
        "description": parameter.says,
        "schema": schema,
    })
}

fn responses(route: &Route, endpoint: &Endpoint, schemas: &mut Schemas) -> Json {
    let mut out = Map::new();
    let headers = match endpoint.version {
        Version::Tagged => json!({ "ETag": { "schema": { "type": "string" } } }),
        Version::None | Version::Wanted | Version::Needed => json!({}),
    };
    let json_of = |schema: Json| json!({ "application/json": { "schema": schema } });
    let (status, content) = match endpoint.gives {
        Gives::Nothing => ("204", json!({})),
        Gives::Json(of) => ("200", json_of(schemas.given(of))),
        Gives::Created(of) => ("201", json_of(schemas.given(of))),
        Gives::File(kinds) => {
            let all = kinds.iter().map(|kind| ((*kind).to_owned(), json!({})));
            ("200", all.collect::<Map<String, Json>>().into())
        }
    };
    let mut done = json!({ "description": "Done.", "headers": headers });
    if let Json::Object(done) = &mut done
        && !matches!(endpoint.gives, Gives::Nothing)
    {
        done.insert("content".to_owned(), content);
    }
    out.insert(status.to_owned(), done);
    if endpoint.version == Version::Tagged {
        out.insert(
            "304".to_owned(),
            json!({ "description": "It is what is known already." }),
        );
    }
    for status in problems_of(route, endpoint) {
        let reference = format!("#/components/responses/Problem{status}");
        out.insert(status.to_string(), json!({ "$ref": reference }));
    }
    out.into()
}

/// The statuses of problems that a route may answer with.
fn problems_of(route: &Route, endpoint: &Endpoint) -> Vec<u16> {
    let mut out = vec![401, 404, 406, 429, 500, 503];
    if matches!(route.who, Who::Token(_)) {
        out.push(403);
    }
    if !endpoint.query.is_empty() {
        out.push(400);
    }
    if !matches!(endpoint.takes, Takes::Nothing) {
        out.extend([400, 408, 413, 415, 422]);
    }
    if route.method == Method::Post {
        out.extend([400, 409, 422]);
    }
    match endpoint.version {
        Version::None | Version::Tagged => {}
        Version::Wanted => out.push(412),
        Version::Needed => out.extend([412, 428]),
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Every status that a problem may have, and what it means.
const STATUSES: &[(u16, &str)] = &[
    (400, "What was sent cannot be read."),
    (401, "No token, or one that is worth nothing."),
    (403, "Not for this token or this person, or not now: with every reason."),
    (404, "There is no such thing, or it is for other people."),
    (406, "Nothing that is accepted is given here."),
    (408, "It took too long to arrive."),
    (409, "Somebody was quicker, or the same request is being worked on."),
    (412, "The version that was named has gone."),
    (413, "It is too large."),
    (415, "It is of a kind that is not taken here."),
    (
        422,
        "Answers do not fit, each with its place; or the key came with another request before.",
    ),
    (428, "A version has to be named."),
    (429, "Too often; `Retry-After` says how long to wait."),
    (500, "A fault of ours."),
    (503, "Something that is needed cannot be reached now."),
];

fn problems() -> Json {
    let all = STATUSES.iter().map(|(status, says)| {
        let content = json!({ problem::KIND: { "schema": { "$ref": "#/components/schemas/Problem" } } });
        let mut one = json!({ "description": says, "content": content });
        if let (429 | 503, Json::Object(one)) = (status, &mut one) {
            let headers = json!({ "Retry-After": { "schema": { "type": "integer" } } });
            one.insert("headers".to_owned(), headers);
        }
        (format!("Problem{status}"), one)
    });
    all.collect::<Map<String, Json>>().into()
}

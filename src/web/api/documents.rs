//! Documents: what there are, and their pages, PDFs and data.

use accord_store::documents::{self, DocumentRow};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    endpoint::{Endpoint, Gives, Version, json, schema},
    paging::{self, CURSOR, LIMIT, Page},
    problem::{Answer, Problem},
    tags,
};
use crate::{
    service::{fault::Fault, record, register},
    web::{
        html,
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

const PART: &str = "Documents";

/// What everyone may read.
pub const NOTICES: Endpoint = Endpoint {
    query: &[LIMIT, CURSOR],
    gives: Gives::Json(schema::<Page<Document>>),
    says: "Notices and every other document that everyone may read, the newest first. No token is needed.",
    ..Endpoint::new(PART, "Notices and public documents", notices)
};
/// Those of a record.
pub const OF_RECORD: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Page<Document>>),
    ..Endpoint::new(PART, "Documents of a record", of_record)
};
/// One.
pub const ONE: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Document>),
    version: Version::Tagged,
    says: "No token is needed for what everyone may read.",
    ..Endpoint::new(PART, "A document", one)
};
/// Its page.
pub const HTML: Endpoint = Endpoint {
    gives: Gives::File(&["text/html"]),
    ..Endpoint::new(PART, "A document as a page", page)
};
/// Its PDF.
pub const PDF: Endpoint = Endpoint {
    gives: Gives::File(&["application/pdf"]),
    says: "One that a person has yet to look at is held back; its page is not.",
    ..Endpoint::new(PART, "A document as a PDF", pdf)
};
/// Its data.
pub const DATA: Endpoint = Endpoint {
    gives: Gives::File(&["application/json"]),
    says: "Open data of a notice, in OCDS.",
    ..Endpoint::new(PART, "The data of a document", data)
};

/// A document.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Document {
    id: String,
    /// `document` or `notice`.
    kind: String,
    reference: String,
    version: i32,
    title: String,
    /// SHA-256 of its page, hex.
    hash: String,
    created_at: DateTime<Utc>,
    /// The record that it belongs to.
    record: Option<String>,
    /// The address of its page.
    html: String,
    /// The address of its PDF, if there is one to be given.
    pdf: Option<String>,
    /// The address of its data, if it has any.
    data: Option<String>,
}

impl Document {
    /// What there is to know of it.
    pub fn of(row: &DocumentRow) -> Self {
        let here = format!("/api/v1/documents/{}", row.id);
        Self {
            id: row.id.clone(),
            kind: row.kind.clone(),
            reference: row.reference.clone(),
            version: row.version,
            title: row.title.clone(),
            hash: row.hash.clone(),
            created_at: row.created_at.utc(),
            record: row.subject_id.clone(),
            html: format!("{here}/html"),
            pdf: (row.pdf_key.is_some() && row.flagged.is_none()).then(|| format!("{here}/pdf")),
            data: row.data_key.is_some().then(|| format!("{here}/data")),
        }
    }
}

fn notices(site: &Site, request: &Request) -> Answer {
    let alliance = alliance(site, request)?;
    let (after, most) = (paging::after(request, "notices")?, paging::limit(request)?);
    let (rows, next) = register::public_documents(&site.app, &alliance, after, most)?;
    let items: Vec<Document> = rows.iter().map(Document::of).collect();
    paging::page(request, "notices", items, next.as_deref())
}

fn of_record(site: &Site, request: &Request) -> Answer {
    let (kind, id) = (request.param("kind"), request.param("id"));
    let record = record::open(&site.app, request.alliance()?, &request.caller()?, kind, id)?;
    json(&Page {
        items: record.documents.iter().map(Document::of).collect(),
        next: None,
    })
}

/// The alliance of the token's owner, or the first.
fn alliance(site: &Site, request: &Request) -> Result<String, Fault> {
    match &request.session {
        Some(session) => Ok(session.row.alliance_id.clone()),
        None => site.app.store.read(|db| site.app.first(db)),
    }
}

/// It may be read by whoever asks: that was judged before.
fn row(site: &Site, request: &Request) -> Result<DocumentRow, Fault> {
    let (alliance, id) = (alliance(site, request)?, request.param("id"));
    Ok(site.app.store.read(|db| documents::load(db, &alliance, id))?)
}

fn one(site: &Site, request: &Request) -> Answer {
    let reply = json(&Document::of(&row(site, request)?))?;
    Ok(tags::tagged(reply, ""))
}

fn page(site: &Site, request: &Request) -> Answer {
    Ok(html::documents::page(site, request)?)
}

fn pdf(site: &Site, request: &Request) -> Answer {
    Ok(html::documents::pdf(site, request)?)
}

fn data(site: &Site, request: &Request) -> Answer {
    let row = row(site, request)?;
    let key = row.data_key.as_ref().ok_or_else(Problem::not_found)?;
    let bytes = site.files.get(key)?;
    Ok(Reply::of(
        200,
        Body::File(File {
            kind: "application/json".to_owned(),
            name: Some(format!("{}-v{}.json", row.reference, row.version)),
            bytes,
            lasting: false,
        }),
    ))
}

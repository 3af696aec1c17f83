//! Pages for everybody, with or without an account: register, notices, feeds, processes. What is
//! public is decided by `service::public`; here it is put into words and tables.

pub mod assured;
pub mod bidding;
pub mod can_we_bid;
pub mod fair;
pub mod feeds;
pub mod grants;
pub mod heard;
pub mod notices;
pub mod process;
pub mod procurement;
pub mod register;
pub mod subscriptions;
pub mod verify;
pub mod wording;
pub mod yearly;

use accord_store::documents::DocumentRow;
use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use crate::{
    domain::words,
    service::{fault::Fault, public::Published},
    views::components::files::{Document, Form},
    web::{
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

/// How many releases of one procurement are looked at: the newest say what holds.
const RELEASES: usize = 6;

/// Whose pages these are: of the alliance that is served here.
///
/// # Errors
/// There is none, or the database fails.
pub(super) fn alliance(site: &Site, request: &Request) -> Result<String, Fault> {
    match &request.session {
        Some(session) => Ok(session.row.alliance_id.clone()),
        None => site.app.store.read(|db| site.app.first(db)),
    }
}

/// Open data that went out with a notice; nothing if it had none, or the file cannot be read now.
fn package(site: &Site, row: &DocumentRow) -> Option<Json> {
    let key = row.data_key.as_ref()?;
    let read = site
        .files
        .get(key)
        .and_then(|bytes| Ok(serde_json::from_slice(&bytes)?));
    match read {
        Ok(package) => Some(package),
        Err(error) => {
            tracing::warn!(
                document.id = row.id,
                error = format!("{error:#}"),
                "open data cannot be read"
            );
            None
        }
    }
}

/// What was last published of a procurement as open data, the newest first.
fn packages(site: &Site, published: &Published) -> Vec<(DateTime<Utc>, Json)> {
    let notices = published.notices().filter(|row| row.data_key.is_some());
    notices
        .take(RELEASES)
        .filter_map(|row| Some((row.created_at.utc(), package(site, row)?)))
        .collect()
}

/// A day in words.
fn day(at: DateTime<Utc>) -> String {
    words::day(words::local_day(at))
}

/// A public document or notice in a list: its page, and what else there is of it.
fn listed(row: &DocumentRow, href: String) -> Document {
    let mut forms = Vec::new();
    if row.pdf_key.is_some() && row.flagged.is_none() {
        forms.push(Form {
            text: "PDF".to_owned(),
            href: format!("/documents/{}/pdf", row.id),
        });
    }
    if row.data_key.is_some() {
        forms.push(Form {
            text: "Open data (JSON)".to_owned(),
            href: format!("/notices/{}.json", row.id),
        });
    }
    Document {
        title: row.title.clone(),
        href,
        about: Some(format!(
            "{}, version {}, {}",
            row.reference,
            row.version,
            day(row.created_at.utc())
        )),
        forms,
        making: false,
    }
}

/// A file for programs elsewhere: public, so any page may fetch it.
fn open_data(kind: &str, text: String) -> Reply {
    let mut reply = Reply::of(
        200,
        Body::File(File {
            kind: kind.to_owned(),
            name: None,
            bytes: text.into_bytes(),
            lasting: false,
        }),
    );
    reply.headers.push(("access-control-allow-origin", "*".to_owned()));
    reply
        .headers
        .push(("cross-origin-resource-policy", "cross-origin".to_owned()));
    reply
}

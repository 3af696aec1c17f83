//! Pages that are words alone: the accessibility statement, privacy, help. The words are files of the
//! library, so that an alliance may have its own.

use super::alliance;
use crate::{
    service::{
        context,
        fault::Fault,
        library::{Shelf, words},
    },
    views::{
        components::text::Prose,
        pages::sheet::{Part, Sheet},
        wording::{self, KEEP},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

/// The accessibility statement.
///
/// # Errors
/// The words cannot be read.
pub fn accessibility(site: &Site, request: &Request) -> Result<Reply, Fault> {
    page(site, request, "accessibility")
}

/// What is held on people, and why.
///
/// # Errors
/// The words cannot be read.
pub fn privacy(site: &Site, request: &Request) -> Result<Reply, Fault> {
    page(site, request, "privacy")
}

/// Whom to ask.
///
/// # Errors
/// The words cannot be read.
pub fn help(site: &Site, request: &Request) -> Result<Reply, Fault> {
    page(site, request, "help")
}

fn page(site: &Site, request: &Request, name: &str) -> Result<Reply, Fault> {
    let path = words::path(name);
    let alliance = alliance(site, request)?;
    let known = site.app.reading(&alliance, context::alliance)?;
    // A library of an alliance's own need not have them all.
    let built_in = Shelf::built_in();
    let text = site.app.library.shelf.get(&path).or_else(|| built_in.get(&path));
    let text = text.ok_or(Fault::NotFound("page"))?;
    let keep = site.app.library.retention.in_words();
    let words = wording::read(text, &serde_json::json!({ "alliance": known, KEEP: keep }))
        .map_err(|why| anyhow::anyhow!("{path}: {why}"))?;
    let sheet = Sheet {
        parts: vec![Part {
            prose: Some(Prose { html: words.html }),
            ..Part::bare("words")
        }],
        ..Sheet::new(shell::page(site, request, &words.title)?, &words.title)
    };
    shell::draw(&sheet)
}

//! The page about the API, for people who write programs.

use super::shell;
use crate::{
    service::{access::tokens, fault::Fault},
    views::{
        components::link::Link,
        pages::programs::{Code, Line, Part, Programs},
    },
    web::{
        api::problem::CODES,
        reply::Reply,
        request::Request,
        routes::{Method, ROUTES},
        site::Site,
    },
};

const HERE: &str = "/api/settings";

/// How programs use it.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = match &request.session {
        Some(session) => session.row.alliance_id.clone(),
        None => site.app.store.read(|db| site.app.first(db))?,
    };
    let is_on = tokens::is_on(&site.app, &alliance)?;
    let session = request.known();
    let mut links = Vec::new();
    if is_on && session.is_some() {
        links.push(Link::new("Make a token", "/account/tokens"));
    }
    if session.is_some_and(|one| one.has_power("alliance.manage")) {
        links.push(Link::new("Whether programs are let in, and who is told what", HERE));
    }
    shell::draw(&Programs {
        page: shell::page(site, request, "For programs")?,
        is_on,
        origin: site.origin.text(),
        parts: parts(),
        codes: CODES
            .iter()
            .map(|(code, says)| Code {
                code: (*code).to_owned(),
                says: (*says).to_owned(),
            })
            .collect(),
        links,
    })
}

fn parts() -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for (route, endpoint) in ROUTES.iter().filter_map(|route| Some((route, route.api?))) {
        let line = Line {
            method: match route.method {
                Method::Get => "GET",
                Method::Post => "POST",
                Method::Put => "PUT",
                Method::Delete => "DELETE",
            }
            .to_owned(),
            path: route.path.to_owned(),
            title: endpoint.title.to_owned(),
        };
        match out.iter_mut().find(|part| part.title == endpoint.part) {
            Some(part) => part.lines.push(line),
            None => out.push(Part {
                title: endpoint.part.to_owned(),
                lines: vec![line],
            }),
        }
    }
    out
}

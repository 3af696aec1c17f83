//! Pages about the API: how programs use it, and whether they are let in.

use super::shell;
use crate::{
    service::{access::tokens, fault::Fault},
    views::{
        components::{
            form::Form,
            link::{Button, Link, Weight},
        },
        pages::{
            listing::{Listing, Part as Lines},
            programs::{Code, Line, Part, Programs},
        },
    },
    web::{
        api::problem::CODES,
        caller,
        reply::Reply,
        request::Request,
        routes::{Method, ROUTES},
        site::Site,
    },
};

const ON: &str = "on";
const HERE: &str = "/api/settings";

/// How programs use it.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = match &request.session {
        Some(session) => session.row.alliance_id.clone(),
        None => site.app.store.read(caller::first_alliance)?,
    };
    let is_on = tokens::is_on(&site.app, &alliance)?;
    let session = request.session.as_ref().filter(|one| one.is_complete());
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

/// Whether programs are let in.
///
/// # Errors
/// The database fails.
pub fn settings(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let is_on = tokens::is_on(&site.app, request.alliance()?)?;
    let (says, word, button) = match is_on {
        true => (
            "Programs are let in: people can make tokens, and programs that show one act for them.",
            "no",
            Button::primary("Let no programs in").weighing(Weight::Warning),
        ),
        false => (
            "Programs are not let in. Nobody can make a token, and those that there are are worth nothing.",
            "yes",
            Button::primary("Let programs in"),
        ),
    };
    let button = Button {
        name: Some(ON.to_owned()),
        value: Some(word.to_owned()),
        ..button
    };
    let title = "Programs";
    let mut page = shell::page(site, request, title)?;
    page.trail = vec![Link::new("For programs", "/api")];
    shell::draw(&Listing {
        page,
        heading: title.to_owned(),
        says: vec![
            says.to_owned(),
            "What you change here is written into the journal.".to_owned(),
        ],
        parts: Vec::<Lines>::new(),
        forms: vec![Form::new(HERE, shell::key(site), Vec::new(), button)],
    })
}

/// Lets programs in, or no more.
///
/// # Errors
/// The database fails.
pub fn switch(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    if let Some(word @ ("yes" | "no")) = request.typed(ON) {
        tokens::switch(&site.app, request.alliance()?, &session.person.id, word == "yes")?;
    }
    Ok(Reply::go(HERE))
}

//! Everything that somebody takes part in; and kinds of record that have a list of their own.

use super::{
    lists::{self, List},
    record::below,
    shell, starting,
};
use crate::{
    service::{
        fault::Fault,
        listed::{self, Own},
        money,
        record::Below,
    },
    views::{
        components::{link::Link, page::Width, text::Empty},
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Where it stands.
const PATH: &str = "/procurements";
const TITLE: &str = "Procurements";

/// The page, or the file.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let all = listed::all(&site.app, alliance, &caller)?;
    let list: List<'_, &Below> = List {
        words: ("procurement", "procurements"),
        empty: Empty {
            title: "You take part in nothing at the moment".to_owned(),
            text: "We write to you when you are asked.".to_owned(),
            link: None,
        },
        ..below::list(site, PATH.to_owned(), &all, "procurements")
    };
    if lists::wants_file(request) {
        return list.file(request, all.iter().collect());
    }
    let mut links: Vec<Link> = starting::anything(site, request)?.into_iter().collect();
    let lists = listed::own(&site.app, alliance, &caller)?;
    links.extend(
        lists
            .into_iter()
            .map(|Own { kind, called }| Link::new(called.title, href(&kind))),
    );
    if request.session()?.has_power(money::READ) {
        links.push(Link::new("Money, and contracts that end", money::PATH));
    }
    let start = Part {
        links,
        ..Part::bare("start")
    };
    let mut page = shell::page(site, request, TITLE)?;
    page.width = Width::Wide;
    shell::draw(&Sheet {
        parts: vec![start, list.part(request, all.iter().collect())],
        ..Sheet::new(page, TITLE)
    })
}

/// Every record of one kind, or the file of them.
///
/// # Errors
/// The kind has no list of its own, or the database fails.
pub fn own(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let kind = request.param("list");
    let (called, all) = listed::of_kind(&site.app, request.alliance()?, &request.caller()?, kind)?;
    let list: List<'_, &Below> = List {
        words: ("record", "records"),
        empty: Empty {
            title: "There is nothing here that you take part in".to_owned(),
            text: called.says.clone(),
            link: None,
        },
        ..below::list(site, href(kind), &all, "records")
    };
    if lists::wants_file(request) {
        return list.file(request, all.iter().collect());
    }
    let mut page = shell::page(site, request, &called.title)?;
    page.width = Width::Wide;
    page.trail.push(Link::new(TITLE, PATH));
    shell::draw(&Sheet {
        says: vec![called.says],
        parts: vec![list.part(request, all.iter().collect())],
        ..Sheet::new(page, &called.title)
    })
}

fn href(kind: &str) -> String {
    format!("{PATH}/{kind}")
}

//! Everything that somebody takes part in.

use super::{
    lists::{self, List},
    record::below,
    shell, starting,
};
use crate::{
    service::{
        fault::Fault,
        money,
        record::{self, Below},
    },
    views::{
        components::{link::Link, page::Width, text::Empty},
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// The page, or the file.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let all = record::all(&site.app, request.alliance()?, &request.caller()?)?;
    let list: List<'_, &Below> = List {
        words: ("procurement", "procurements"),
        empty: Empty {
            title: "You take part in nothing at the moment".to_owned(),
            text: "We write to you when you are asked.".to_owned(),
            link: None,
        },
        ..below::list(site, "/procurements".to_owned(), &all, "procurements")
    };
    if lists::wants_file(request) {
        return list.file(request, all.iter().collect());
    }
    let mut links: Vec<Link> = starting::anything(site, request)?.into_iter().collect();
    if request.session()?.has_power(money::READ) {
        links.push(Link::new("Money, and contracts that end", money::PATH));
    }
    let start = Part {
        links,
        ..Part::bare("start")
    };
    let mut page = shell::page(site, request, "Procurements")?;
    page.width = Width::Wide;
    shell::draw(&Sheet {
        parts: vec![start, list.part(request, all.iter().collect())],
        ..Sheet::new(page, "Procurements")
    })
}

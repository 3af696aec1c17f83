//! Everything that somebody takes part in.

use super::{home::record_href, shell, starting};
use crate::{
    service::{fault::Fault, record},
    views::{
        components::link::Link,
        pages::listing::{Line, Listing, Part},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let all = record::all(&site.app, request.alliance()?, &request.caller()?)?;
    let line = |one: &record::Below| Line {
        link: Some(Link::new(
            &one.record.title,
            record_href(&one.record.kind, &one.record.id),
        )),
        text: match &one.record.reference {
            Some(reference) => format!("{reference}. {}", one.now),
            None => one.now.clone(),
        },
        form: None,
    };
    let part = |title: &str, empty: &str, over: bool| Part {
        title: Some(title.to_owned()),
        empty: empty.to_owned(),
        lines: all.iter().filter(|one| one.over == over).map(line).collect(),
    };
    shell::draw(&Listing {
        page: shell::page(site, request, "Procurements")?,
        heading: "Procurements".to_owned(),
        says: Vec::new(),
        links: starting::anything(site, request)?.into_iter().collect(),
        parts: vec![
            part(
                "Now",
                "You take part in nothing at the moment. We write to you when you are asked.",
                false,
            ),
            part("Over", "Nothing is over yet.", true),
        ],
        forms: Vec::new(),
    })
}

//! "Start something new": what somebody may start, by itself or below a record, and what came of it.

pub mod sheet;

use super::{home::record_href, shell, sign_in::encoded};
use crate::{
    service::{
        fault::Fault,
        record,
        sight::{self, Seen},
        starting::{self, Offer, begun},
    },
    views::{
        components::{answers::Confirmation, link::Link},
        pages::{
            done::Done,
            listing::{Line, Listing, Part},
        },
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Kind and id of the record that a query names.
fn above(request: &Request) -> Option<(String, String)> {
    let (kind, id) = request.asked("on")?.split_once('/')?;
    Some((kind.to_owned(), id.to_owned()))
}

/// `?on=round/0190…`, or nothing.
fn query(above: Option<&(String, String)>) -> String {
    above.map_or_else(String::new, |(kind, id)| {
        format!("?on={}", encoded(&format!("{kind}/{id}")))
    })
}

/// A link to what this person may start by itself, if there is anything.
///
/// # Errors
/// The database fails.
pub fn anything(site: &Site, request: &Request) -> Result<Option<Link>, Fault> {
    let any = starting::anything(&site.app, request.alliance()?, &request.caller()?)?;
    Ok(any.then(|| Link::new("Start something new", "/start")))
}

/// A link to what this person may start below a record, likewise.
pub fn anything_below(site: &Site, seen: &Seen) -> Option<Link> {
    let above = (seen.record.kind.clone(), seen.record.id.clone());
    let any = starting::anything_below(&site.app, seen);
    any.then(|| {
        Link::new(
            "Start something that belongs to this",
            format!("/start{}", query(Some(&above))),
        )
    })
}

/// What can be started here.
///
/// # Errors
/// The record is not for this person to see.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let above = above(request);
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let offers = starting::offers(&site.app, alliance, &caller, above.as_ref())?;
    let title = "Start something new";
    let mut page = shell::page(site, request, title)?;
    let mut says = Vec::new();
    if let Some((kind, id)) = &above {
        let seen = site
            .app
            .reading(alliance, |desk| sight::record(desk, &caller, kind, id))?;
        page.back = Some(Link::new("Back", record_href(kind, id)));
        says.push(format!("It belongs to: {}.", seen.record.title));
    } else {
        page.back = Some(Link::new("Back", "/"));
    }
    let (can, cannot): (Vec<&Offer>, Vec<&Offer>) = offers.iter().partition(|one| one.because.is_empty());
    let line = |one: &&Offer| Line {
        link: Some(Link::new(
            &one.title,
            format!("/start/{}{}", one.workflow, query(above.as_ref())),
        )),
        text: match one.begun {
            true => format!("{} You have begun this; what you typed is kept.", one.says),
            false => one.says.clone(),
        },
        form: None,
    };
    let held = |one: &&Offer| Line {
        link: None,
        text: format!("{}: {}", one.title, reasons(one).join(" ")),
        form: None,
    };
    let mut parts = vec![Part {
        title: None,
        empty: "There is nothing that you can start here. If something is missing, write to us or call: whoever \
                manages the alliance can start it, or say who does."
            .to_owned(),
        lines: can.iter().map(line).collect(),
    }];
    if !cannot.is_empty() {
        parts.push(Part {
            title: Some("What cannot be started now, and why".to_owned()),
            empty: String::new(),
            lines: cannot.iter().map(held).collect(),
        });
    }
    shell::draw(&Listing {
        page,
        heading: title.to_owned(),
        says,
        links: Vec::new(),
        parts,
        forms: Vec::new(),
    })
}

fn reasons(one: &Offer) -> Vec<String> {
    let said = one.because.iter();
    said.flat_map(|reason| std::iter::once(reason.because.clone()).chain(reason.found.clone()))
        .collect()
}

/// What it became; can be opened again later.
///
/// # Errors
/// It is not theirs, or was not sent.
pub fn begun(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let instance = begun::instance(&site.app, &caller.person, request.param("draft"))?;
    let seen = site
        .app
        .reading(alliance, |desk| sight::of_instance(desk, &caller, &instance))?;
    let record = &seen.record;
    let loaded = seen
        .running
        .iter()
        .find(|one| one.row.id == instance)
        .ok_or(Fault::NotFound("page"))?;
    let mut next = vec![record::says_now(loaded, seen.sight)];
    let states = loaded.snapshot.states.iter().rev();
    let mut found = states.filter_map(|id| crate::service::library::find_state(&loaded.workflow.definition, id));
    next.extend(found.find_map(|state| state.next.clone()));
    next.push("Whoever is asked for something has been written to. You can come back to this page.".to_owned());
    let page = shell::page(site, request, "It has begun")?;
    let contact = format!("If you have a question, email {}.", page.site.email);
    shell::draw(&Done {
        confirmation: Confirmation {
            title: "It has begun".to_owned(),
            label: "Its reference".to_owned(),
            reference: record.reference.clone(),
            level: 1,
            next,
            keep: Vec::new(),
            contact,
        },
        links: vec![
            Link::new(
                format!("Go on with {}", record.title),
                record_href(&record.kind, &record.id),
            ),
            Link::new("Home", "/"),
        ],
        page,
    })
}

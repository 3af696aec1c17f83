//! Where people turn: who helps now, what can be raised, and what became of it.

pub mod raising;
pub mod reading;

use super::shell;
use crate::{
    domain::words,
    service::{
        fault::Fault,
        library::support::Support,
        support::{Standing, beside::PATH as PATH_BREAK, breaks, raising as service},
    },
    views::{
        components::{
            link::Link,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            text::Inset,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Where it is.
pub const PATH: &str = "/support";
const TITLE: &str = "Support, and raising a concern";

/// Who helps now, and what can be raised.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let support = &site.app.library.support;
    let known = request.known().is_some();
    let mut parts = vec![at_once(support)];
    for (word, way) in &support.ways {
        let mut part = Part {
            says: vec![way.says.clone()],
            ..Part::new(format!("way-{word}"), &way.title)
        };
        if known {
            part.links = vec![Link::new(&way.asks, format!("{PATH}/{word}"))];
        } else {
            part.says
                .push("Sign in to write it here; or call or write to us, and say only that it is urgent.".to_owned());
            part.links = vec![
                Link::new("Sign in", format!("/sign-in?next={PATH}/{word}")),
                Link::new("Contact and help", "/help"),
            ];
        }
        parts.push(part);
    }
    if known {
        let caller = request.caller()?;
        let mine = site
            .app
            .reading(request.alliance()?, |desk| service::mine(desk, &caller))?;
        parts.push(raised(&mine));
    }
    shell::draw(&Sheet {
        parts,
        ..Sheet::new(shell::page(site, request, TITLE)?, TITLE)
    })
}

/// Who helps now, without us.
fn at_once(support: &Support) -> Part {
    let rows = support.at_once.iter().map(|one| SummaryRow {
        values: vec![one.how.clone(), one.when.clone()],
        ..SummaryRow::new(&one.who, "")
    });
    Part {
        inset: Some(Inset {
            warning: true,
            paragraphs: vec![support.watched.clone()],
            link: None,
        }),
        summary: Some(SummaryList { rows: rows.collect() }),
        ..Part::new("now", "Who helps now")
    }
}

fn raised(mine: &[service::Mine]) -> Part {
    let rows = mine.iter().map(|one| {
        vec![
            Cell {
                href: Some(format!("{PATH}/raised/{}", one.id)),
                ..Cell::new(&one.title)
            },
            Cell::new(words::stamp_in(one.raised_at, words::ZONE)),
            Cell::new(stands(one.standing)),
        ]
    });
    let mut part = Part {
        says: vec!["Nobody but you and those whom it reaches sees that anything stands here.".to_owned()],
        ..Part::new("raised", "What you have raised")
    };
    part.table = Some(Table {
        id: "raised-table".to_owned(),
        caption: "Each, and how it stands".to_owned(),
        columns: ["What", "When", "How it stands"].map(Column::new).into(),
        rows: rows.collect(),
        empty: "You have raised nothing. What you raise stands here, with what became of it.".to_owned(),
        csv: None,
        paging: None,
    });
    part
}

/// How something stands, in words.
fn stands(standing: Standing) -> String {
    match standing {
        Standing::Waits => "Not read yet".to_owned(),
        Standing::Taken(at) => format!("Somebody has seen to it since {}", words::stamp_in(at, words::ZONE)),
        Standing::Answered(at) => format!("Answered on {}", words::stamp_in(at, words::ZONE)),
    }
}

/// For whoever the file says: that nobody watches, and where help is.
pub fn reminder(site: &Site, request: &Request) -> Result<Option<Inset>, Fault> {
    let support = &site.app.library.support;
    let session = request.session()?;
    let shown = session.roles.iter().any(|role| support.shown_to.contains(role));
    Ok(shown.then(|| Inset {
        warning: false,
        paragraphs: vec![support.watched.clone()],
        link: Some(Link::new("Who helps now, and how to say that you are worried", PATH)),
    }))
}

/// For whoever takes a break: until when, and how it ends.
///
/// # Errors
/// The database fails.
pub fn on_break(site: &Site, request: &Request) -> Result<Option<Inset>, Fault> {
    let person = request.session()?.person.id.clone();
    let found = site
        .app
        .reading(request.alliance()?, |desk| breaks::of(desk, &person))?;
    Ok(found.map(|row| Inset {
        warning: false,
        paragraphs: vec![
            format!("You are taking a break {}.", breaks::says(&row)),
            "What stands below can wait: nothing reminds you, and nobody is told why. You can do any of it all the same."
                .to_owned(),
        ],
        link: Some(Link::new("I am back, or change the day", PATH_BREAK)),
    }))
}

//! Answers to letters that could not be taken as they were: read, written down for whoever wrote, and closed.

use crate::{
    domain::words,
    service::{
        fault::Fault,
        replies::waiting::{self, PLACE, Waiting},
    },
    views::{
        components::{
            banner::Banner,
            form::Form,
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
            text::Empty,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{
        html::{home::record_href, shell},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// What they are called.
pub(super) const TITLE: &str = "Emails that could not be taken";

/// Those that wait.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let all = site
        .app
        .reading(request.alliance()?, |desk| waiting::all(desk, &caller))?;
    let mut page = shell::page(site, request, TITLE)?;
    page.trail = vec![Link::new("Put right", "/put-right")];
    page.banner = request
        .asked("closed")
        .map(|_| Banner::success("It is closed, and what it said is forgotten"));
    shell::draw(&Sheet {
        says: vec![
            "Letters about a text can be answered by email, and what somebody writes becomes their comment. What could \
             not be taken, because it came too late, from another address or without words of its own, waits here. \
             Whoever wrote was told at the address that we know."
                .to_owned(),
        ],
        parts: vec![Part {
            points: all.iter().map(line).collect(),
            empty: all.is_empty().then(|| Empty {
                title: "Nothing waits".to_owned(),
                text: "Every answer that came by email was taken, or somebody has seen to it.".to_owned(),
                link: None,
            }),
            ..Part::new("waiting", "Waiting for somebody")
        }],
        ..Sheet::new(page, TITLE)
    })
}

fn line(one: &Waiting) -> Point {
    Point {
        link: Some(Link::new(title(one), href(&one.id))),
        text: format!("{}. {}", words::stamp_in(one.at, words::ZONE), one.because),
    }
}

fn title(one: &Waiting) -> String {
    match &one.whose {
        Some(name) => format!("To the address in a letter to {name}"),
        None => "To an address that stands in no letter".to_owned(),
    }
}

fn href(id: &str) -> String {
    format!("{PLACE}/{id}")
}

/// One that waits.
///
/// # Errors
/// It waits no more, or answers a letter about what this person does not see.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("message"));
    let (one, kept) = site
        .app
        .reading(request.alliance()?, |desk| waiting::one(desk, &caller, id))?;
    let title = title(&one);
    let mut page = shell::page(site, request, &title)?;
    page.trail = vec![Link::new("Put right", "/put-right"), Link::new(TITLE, PLACE)];
    let text = |label: &str, text: &str| SummaryRow {
        values: text.lines().map(str::to_owned).collect(),
        ..SummaryRow::new(label, "")
    };
    let or = |text: &str, otherwise: &str| match text.trim().is_empty() {
        true => otherwise.to_owned(),
        false => text.to_owned(),
    };
    let mut rows = vec![
        SummaryRow::new("Why it waits", &one.because),
        SummaryRow::new("It came", words::stamp_in(one.at, words::ZONE)),
        SummaryRow::new("From", or(&kept.from, "It does not say")),
        SummaryRow::new("Subject", or(&kept.subject, "None")),
        text("What it says", &or(&kept.text, "Nothing")),
    ];
    if !kept.files.is_empty() {
        rows.push(text("Files that were left out", &kept.files.join("\n")));
    }
    let mut links = Vec::new();
    if let Some((kind, id, title)) = &one.about {
        rows.push(SummaryRow::new("The letter was about", title));
        links.push(Link::new(
            format!("Write it down for them: {title}"),
            record_href(kind, id),
        ));
    }
    shell::draw(&Sheet {
        parts: vec![
            Part {
                summary: Some(SummaryList { rows }),
                ..Part::bare("what")
            },
            Part {
                says: vec![
                    "Anybody can write another person's address into an email. Ring whoever the letter was to, on a number \
                     that you know, and ask whether they wrote this. If they did, write it down for them and read it back."
                        .to_owned(),
                ],
                links,
                ..Part::new("do", "What to do")
            },
            Part {
                says: vec![
                    "Close it when it is written down, or when there is nothing in it for us. What it says is then \
                     forgotten; the journal says who closed it."
                        .to_owned(),
                ],
                forms: vec![Form::new(
                    href(id),
                    shell::key(site),
                    Vec::new(),
                    Button::primary("I have seen to it: close it"),
                )],
                ..Part::new("close", "When it is seen to")
            },
        ],
        ..Sheet::new(page, title)
    })
}

/// Somebody has seen to it.
///
/// # Errors
/// It waits no more, or answers a letter about what this person does not see.
pub fn close(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let id = request.param("message");
    if let Some(reply) = shell::stale(site, request.session()?, &href(id)) {
        return Ok(reply);
    }
    waiting::done(&site.app, request.alliance()?, &request.caller()?, id)?;
    Ok(Reply::go(format!("{PLACE}?closed=yes")))
}

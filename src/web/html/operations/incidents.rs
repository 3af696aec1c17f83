//! What went wrong: what waits for somebody, one of them with the ways to mend it, and what was seen to.

use super::{PATH, shell};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        mending::ToMend,
        operations::repairs::{self, Repair},
    },
    views::{
        components::{
            control::{Choice, Options},
            field::{Field, When},
            form::Form,
            link::{Button, Link},
            page::Width,
            table::{Cell, Column, Table},
            text::Empty,
        },
        pages::{
            asking::Asking,
            sheet::{Part, Point, Sheet},
        },
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// The list.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (open, closed) = repairs::all(&site.app, request.alliance()?, &request.caller()?)?;
    let title = "What went wrong";
    let mut shell = shell::page(site, request, title)?;
    shell.width = Width::Wide;
    shell.trail = vec![Link::new("Operations", PATH)];
    let rows = open.iter().map(|one| {
        vec![
            Cell {
                note: Some(one.reason.clone()).filter(|reason| !reason.is_empty()),
                ..Cell::link(Link::new(&one.what, format!("{PATH}/incidents/{}", one.incident)))
            },
            Cell::new(&one.about),
            Cell::new(words::stamp_in(one.since, words::ZONE)),
            Cell::new(one.people.join(", ")),
        ]
    });
    let waits = Part {
        table: (!open.is_empty()).then(|| Table {
            id: "open-rows".to_owned(),
            caption: "Waits for somebody, the oldest first".to_owned(),
            columns: ["What happened", "About", "Since", "Who can mend it"]
                .map(Column::new)
                .into(),
            rows: rows.collect(),
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        empty: open.is_empty().then(|| Empty {
            title: "Nothing waits for anybody".to_owned(),
            text: "What cannot be sent, or goes wrong otherwise, stands here until somebody has seen to it.".to_owned(),
            link: None,
        }),
        ..Part::new("open", "Waiting")
    };
    let points = closed.iter().map(|one| {
        let at = |at| words::stamp_in(at, words::ZONE);
        let closed = one
            .closed_at
            .map_or_else(String::new, |closed| format!(", seen to on {}", at(closed)));
        let by = if one.by.is_empty() {
            String::new()
        } else {
            format!(" by {}", one.by)
        };
        let why = if one.because.is_empty() {
            String::new()
        } else {
            format!(" {}", one.because)
        };
        Point::new(format!("{} On {}{closed}{by}.{why}", one.what, at(one.at)))
    });
    let seen_to = Part {
        points: points.collect(),
        says: match closed.is_empty() {
            true => vec!["Nothing yet.".to_owned()],
            false => Vec::new(),
        },
        ..Part::new("closed", "Seen to lately")
    };
    shell::draw(&Sheet {
        parts: vec![waits, seen_to],
        ..Sheet::new(shell, title)
    })
}

/// One of them.
///
/// # Errors
/// It waits no more.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[])
}

/// Mends it.
///
/// # Errors
/// It waits no more, or is not this person's to mend.
pub fn mend(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = |name: &str| request.typed(name).unwrap_or_default();
    let because = typed("because").to_owned();
    let repair = match typed("done") {
        "again" => Some(Repair::SendAgain { todays_words: false }),
        "words" => Some(Repair::SendAgain { todays_words: true }),
        "drop" => Some(Repair::Drop(because)),
        "close" => Some(Repair::Close(because)),
        _ => None,
    };
    let done = match repair {
        Some(repair) => repairs::mend(
            &site.app,
            request.alliance()?,
            &request.caller()?,
            request.param("incident"),
            &repair,
        ),
        None => Err(Fault::field("done", "Choose what is to be done.")),
    };
    match done {
        Ok(()) => Ok(Reply::go(format!("{PATH}/incidents"))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let one = repairs::one(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        request.param("incident"),
    )?;
    let mut fields = questions(request, &one);
    for error in errors {
        // What is said of something that is not asked here stands with the first question.
        let at = fields.iter().position(|field| field.name == error.field).unwrap_or(0);
        if let Some(field) = fields.get_mut(at) {
            field.errors.push(error.says.clone());
        }
    }
    let mut page = shell::with_errors(shell::page(site, request, &one.what)?, &fields);
    page.back = Some(Link::new("Back", format!("{PATH}/incidents")));
    let mut says: Vec<String> = [&one.reason, &one.how]
        .into_iter()
        .filter(|text| !text.is_empty())
        .cloned()
        .collect();
    if let Some(letter) = one.letter.as_ref().filter(|letter| !letter.to.is_empty()) {
        says.push(format!(
            "It was for {}, and was tried {}. If the address is wrong, correct it on the person's page first: it then \
             goes to the new one.",
            letter.to,
            words::count(u64::try_from(letter.tries).unwrap_or(0), "time", "times")
        ));
    }
    shell::draw(&Asking {
        page,
        caption: Some(one.about.clone()),
        heading: Some(one.what.clone()),
        says,
        form: Form::new(request.path.clone(), shell::key(site), fields, Button::primary("Do it")),
        links: Vec::new(),
    })
}

fn questions(request: &Request, one: &ToMend) -> Vec<Field> {
    let chosen = request.typed("done").unwrap_or_default();
    let ways: &[(&str, &str)] = match one.letter {
        Some(_) => &[
            ("again", "Send it again, as it was"),
            ("words", "Send it again, with the words of today"),
            ("drop", "Do not send it"),
        ],
        None => &[("close", "Somebody has seen to it")],
    };
    let reasoned = if one.letter.is_some() { "drop" } else { "close" };
    let choices = ways
        .iter()
        .map(|(value, label)| Choice::new(*value, *label, *value == chosen));
    let when = When {
        name: "done".to_owned(),
        values: vec![reasoned.to_owned()],
        says: "Answer this if it is not to be sent, or was seen to.".to_owned(),
    };
    vec![
        Field::options("done", "What is to be done?", Options::one(choices.collect())),
        Field::text(
            "because",
            "What was done, or why not?",
            request.typed("because").unwrap_or_default(),
        )
        .hint("It stays in the journal.")
        .asked_when(when),
    ]
}

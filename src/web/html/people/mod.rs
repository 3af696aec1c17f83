//! The people of an alliance, for whoever manages it: the list, a person, and what can be done there.

pub mod appoint;
pub mod delegation;
pub mod details;
pub mod one;
pub mod waiting;

use accord_engine::forms::read_date;
use chrono::{Datelike as _, NaiveDate};

use super::shell;
use crate::{
    domain::{sheets, words},
    service::{
        access::invitations,
        fault::{Fault, FieldError},
        people::{
            self,
            listing::{self, COLUMNS, Line, Wanted, cells},
        },
    },
    views::{
        components::{
            control::{Choice, Control, Day, Options},
            field::Field,
            link::Link,
            page::Width,
            paging::{Filter, Paging},
            table::{Cell, Column, Table},
            text::Empty,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{
        reply::{Body, File, Reply, attachment},
        request::Request,
        site::Site,
    },
};

const PATH: &str = "/people";
/// Lines on a page.
const SIZE: usize = 25;

/// Everybody, with their roles.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let wanted = wanted(request);
    let lines = found(site, request, &wanted)?;
    let mut shell = shell::page(site, request, "People")?;
    shell.width = Width::Wide;
    let total = lines.len();
    let here: usize = request.asked("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let here = here.clamp(1, total.div_ceil(SIZE).max(1));
    let none = total == 0 && wanted == Wanted::default();
    let shown = lines.iter().skip((here - 1) * SIZE).take(SIZE);
    let add = Part {
        links: vec![
            Link::new("Add a person", "/people/new"),
            Link::new("Changes that wait for a second person", waiting::PATH),
        ],
        ..Part::bare("add")
    };
    let list = Part {
        filter: (!none).then(|| filter(site, &wanted)),
        table: (!none).then(|| Table {
            id: "people-rows".to_owned(),
            caption: words::count(whole(total), "person", "people"),
            columns: ["Name", "Roles today", "Organisation", "Reached by"]
                .map(Column::new)
                .into(),
            rows: shown.map(line).collect(),
            empty: "Nobody fits. Ask for less, or show all.".to_owned(),
            csv: Some(address("/people.csv", &wanted, 1)),
            paging: Paging::new("People", whole(total), whole(SIZE), whole(here), |page| {
                address(PATH, &wanted, page)
            }),
        }),
        empty: none.then(|| Empty {
            title: "There is nobody yet".to_owned(),
            text: "Add the first person, then invite them.".to_owned(),
            link: None,
        }),
        ..Part::bare("list")
    };
    shell::draw(&Sheet {
        parts: vec![add, list],
        ..Sheet::new(shell, "People")
    })
}

/// The same lines as a file.
///
/// # Errors
/// The database fails.
pub fn csv(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let rows: Vec<Vec<String>> = found(site, request, &wanted(request))?.iter().map(cells).collect();
    let text = sheets::write(&COLUMNS, &rows).map_err(|error| anyhow::anyhow!("{error}"))?;
    let file = File {
        kind: "text/csv; charset=utf-8; header=present".to_owned(),
        name: None,
        bytes: text.into_bytes(),
        lasting: false,
    };
    let mut reply = Reply::of(200, Body::File(file));
    reply.headers.push(("content-disposition", attachment("people.csv")));
    Ok(reply)
}

/// Invites somebody.
///
/// # Errors
/// They are not of this alliance, or have no address.
pub fn invite(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let id = request.param("id");
    site.app.reading(alliance, |desk| {
        people::may(desk, &caller)?;
        people::of_alliance(desk, id)
    })?;
    invitations::send(&site.app, alliance, &caller.person, id)?;
    Ok(Reply::go(href(id)))
}

fn found(site: &Site, request: &Request, wanted: &Wanted) -> Result<Vec<Line>, Fault> {
    let caller = request.caller()?;
    let lines = site
        .app
        .reading(request.alliance()?, |desk| listing::lines(desk, &caller))?;
    Ok(listing::select(lines, wanted))
}

fn line(line: &Line) -> Vec<Cell> {
    vec![
        Cell {
            note: line.person.email.clone(),
            ..Cell::link(Link::new(&line.person.name, href(&line.person.id)))
        },
        Cell::new(line.titles.join(", ")),
        Cell::new(line.organisations.join(", ")),
        Cell::new(channel(&line.person.channel)),
    ]
}

fn filter(site: &Site, wanted: &Wanted) -> Filter {
    let any = Choice::new("", "Any role", wanted.role.is_empty());
    let known = site.app.library.roles.roles.iter();
    let roles = known.map(|(name, role)| Choice::new(name, &role.title, *name == wanted.role));
    let mut chosen = Vec::new();
    if let Some(role) = site.app.library.roles.roles.get(&wanted.role) {
        let rest = Wanted {
            role: String::new(),
            ..wanted.clone()
        };
        chosen.push(Link::new(&role.title, address(PATH, &rest, 1)));
    }
    if !wanted.words.is_empty() {
        let rest = Wanted {
            words: String::new(),
            ..wanted.clone()
        };
        chosen.push(Link::new(format!("“{}”", wanted.words), address(PATH, &rest, 1)));
    }
    Filter {
        title: "Find somebody".to_owned(),
        action: PATH.to_owned(),
        fields: vec![
            Field::text("q", "Words: a name, an organisation, an address", &wanted.words),
            Field::new(
                "role",
                "Role",
                Control::Select(Options::one(std::iter::once(any).chain(roles).collect())),
            ),
        ],
        chosen,
        clear: PATH.to_owned(),
    }
}

fn wanted(request: &Request) -> Wanted {
    let said = |name: &str| {
        let text = request.asked(name).unwrap_or_default();
        let text: String = text.chars().filter(|c| !c.is_control()).take(100).collect();
        text.trim().to_owned()
    };
    Wanted {
        words: said("q"),
        role: said("role"),
    }
}

/// The address of a view, without what is usual.
fn address(path: &str, wanted: &Wanted, page: u64) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("q", &wanted.words), ("role", &wanted.role)] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    if page > 1 {
        query.append_pair("page", &page.to_string());
    }
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// The page of a person.
pub fn href(id: &str) -> String {
    format!("{PATH}/{id}")
}

/// How somebody is reached, in words.
fn channel(name: &str) -> String {
    match name {
        "supporter" => "Their supporter".to_owned(),
        other => words::upper_first(other),
    }
}

/// One line that was typed; empty if there is none.
fn typed(request: &Request, name: &str) -> String {
    request.typed(name).unwrap_or_default().trim().to_owned()
}

/// A day as it was typed.
fn day_typed(request: &Request, name: &str) -> Day {
    let part = |part: &str| typed(request, &format!("{name}-{part}"));
    Day {
        day: part("day"),
        month: part("month"),
        year: part("year"),
    }
}

/// A day as boxes show it.
fn day_of(date: NaiveDate) -> Day {
    Day {
        day: date.day().to_string(),
        month: date.month().to_string(),
        year: date.year().to_string(),
    }
}

/// What a day that was typed says; nothing was typed, or it cannot be read.
fn date(day: &Day) -> Result<Option<NaiveDate>, ()> {
    if day == &Day::default() {
        return Ok(None);
    }
    let text = match day.month.parse::<u32>() {
        Ok(month) => format!("{}-{month:0>2}-{:0>2}", day.year, day.day),
        Err(_) => format!("{} {} {}", day.day, day.month, day.year),
    };
    read_date(&text).map(Some).ok_or(())
}

/// The questions with what is wrong with each.
fn with_errors(fields: Vec<Field>, errors: &[FieldError]) -> Vec<Field> {
    let one = |field: Field| {
        let own = errors.iter().filter(|error| error.field == field.name);
        own.fold(field.clone(), |field, error| field.error(&error.says))
    };
    fields.into_iter().map(one).collect()
}

fn whole(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

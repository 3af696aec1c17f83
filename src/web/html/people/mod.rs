//! The people of an alliance, for whoever manages it: the list, a person, and what can be done there.

pub mod appoint;
pub mod delegation;
pub mod details;
pub mod erasing;
pub mod one;
pub mod waiting;

use accord_engine::forms::read_date;
use chrono::{Datelike as _, NaiveDate};

use super::{
    lists::{self, Choose, Column, List},
    shell,
};
use crate::{
    domain::words,
    service::{
        access::invitations,
        fault::{Fault, FieldError},
        people::{
            self,
            listing::{self, Line},
        },
    },
    views::{
        components::{control::Day, field::Field, link::Link, page::Width, table::Cell, text::Empty},
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const PATH: &str = "/people";

/// Everybody, with their roles.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let lines = found(site, request)?;
    let mut shell = shell::page(site, request, "People")?;
    shell.width = Width::Wide;
    let add = Part {
        links: vec![
            Link::new("Add a person", "/people/new"),
            Link::new("Changes that wait for a second person", waiting::PATH),
        ],
        ..Part::bare("add")
    };
    if lists::wants_file(request) {
        return list(site).file(request, lines.iter().collect());
    }
    shell::draw(&Sheet {
        parts: vec![add, list(site).part(request, lines.iter().collect())],
        ..Sheet::new(shell, "People")
    })
}

/// The same lines as a file, at the address that it has had from the beginning.
///
/// # Errors
/// The database fails.
pub fn csv(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let lines = found(site, request)?;
    list(site).file(request, lines.iter().collect())
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

fn found(site: &Site, request: &Request) -> Result<Vec<Line>, Fault> {
    let caller = request.caller()?;
    site.app
        .reading(request.alliance()?, |desk| listing::lines(desk, &caller))
}

fn list<'a>(site: &Site) -> List<'a, &'a Line> {
    let known = site
        .app
        .library
        .roles
        .roles
        .iter()
        .filter(|(_, role)| role.own.is_empty());
    List {
        id: "people",
        name: "people",
        path: PATH.to_owned(),
        words: ("person", "people"),
        columns: vec![
            Column::text("name", "Name", |line: &&Line| line.person.name.clone()).shown(|line| Cell {
                note: line.person.email.clone(),
                ..Cell::link(Link::new(&line.person.name, href(&line.person.id)))
            }),
            Column::text("roles", "Roles", |line: &&Line| line.titles.join(", ")),
            Column::text("organisations", "Organisations", |line: &&Line| {
                line.organisations.join(", ")
            }),
            Column::text("channel", "Reached by", |line: &&Line| line.person.channel.clone())
                .shown(|line| Cell::new(channel(&line.person.channel))),
            Column::text("email", "Email address", |line: &&Line| {
                line.person.email.clone().unwrap_or_default()
            }),
        ],
        choices: vec![Choose {
            name: "role",
            label: "Role",
            any: "Any role",
            options: known.map(|(name, role)| (name.clone(), role.title.clone())).collect(),
            fits: Box::new(|line, role| line.roles.iter().any(|held| held == role)),
        }],
        usual: "name",
        empty: Empty {
            title: "There is nobody yet".to_owned(),
            text: "Add the first person, then invite them.".to_owned(),
            link: None,
        },
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
pub(in crate::web::html) fn typed(request: &Request, name: &str) -> String {
    request.typed(name).unwrap_or_default().trim().to_owned()
}

/// A day as it was typed.
pub(in crate::web::html) fn day_typed(request: &Request, name: &str) -> Day {
    let part = |part: &str| typed(request, &format!("{name}-{part}"));
    Day {
        day: part("day"),
        month: part("month"),
        year: part("year"),
    }
}

/// A day as boxes show it.
pub(in crate::web::html) fn day_of(date: NaiveDate) -> Day {
    Day {
        day: date.day().to_string(),
        month: date.month().to_string(),
        year: date.year().to_string(),
    }
}

/// What a day that was typed says; nothing was typed, or it cannot be read.
pub(in crate::web::html) fn date(day: &Day) -> Result<Option<NaiveDate>, ()> {
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
pub(in crate::web::html) fn with_errors(fields: Vec<Field>, errors: &[FieldError]) -> Vec<Field> {
    let one = |field: Field| {
        let own = errors.iter().filter(|error| error.field == field.name);
        own.fold(field.clone(), |field, error| field.error(&error.says))
    };
    fields.into_iter().map(one).collect()
}

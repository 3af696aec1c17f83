//! All that waits on somebody and on others, what comes and what they did lately: one list, to sort, to
//! choose from and to download. Home shows the first of it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    home::{href, more_like_it, record_href},
    lists::{self, Choose, Column, List},
    shell,
};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        inbox::{self, Item},
        register,
    },
    views::{
        components::{link::Link, page::Width, table::Cell, tag::Tag, text::Empty},
        pages::sheet::Sheet,
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// What somebody did; the other lists are told apart in the same way.
const DONE: &str = "done";
/// So many days ahead is soon.
const SOON: i64 = 7;
/// Where it is.
pub const PATH: &str = "/waiting";
/// The name of the choice of a procurement in addresses.
pub const OF: &str = "of";

/// By record, the id and title of the procurement that it belongs to.
pub type Tops = BTreeMap<String, (String, String)>;

/// How pressing something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Press {
    /// The time is over.
    Overdue,
    /// It is near.
    Soon,
    /// It is not near, or not known.
    Later,
}

impl Press {
    /// The most pressing first.
    pub const ALL: [Self; 3] = [Self::Overdue, Self::Soon, Self::Later];

    /// Of something that is due then, or has no date.
    pub fn of(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        match at {
            Some(at) if at < now => Self::Overdue,
            Some(at) if at < now + TimeDelta::days(SOON) => Self::Soon,
            Some(_) | None => Self::Later,
        }
    }

    /// In words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::Soon => "Due in the next seven days",
            Self::Later => "Later, or without a date",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Soon => "soon",
            Self::Later => "later",
        }
    }
}

/// Every procurement once, by title.
pub fn procurements(tops: &Tops) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = tops.values().cloned().collect();
    all.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    all.dedup();
    all
}

/// The procurements of what stands on somebody's Home.
///
/// # Errors
/// The database fails.
pub fn tops(site: &Site, request: &Request, home: &inbox::Home) -> Result<Tops, Fault> {
    let items = home
        .on_you
        .iter()
        .chain(&home.on_others)
        .chain(&home.coming)
        .chain(&home.lately);
    register::tops(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        items.map(|item| &item.record),
    )
}

/// A row of the whole list: whose it is, and what.
type Row<'a> = (&'static str, &'a Item);

/// All that waits, comes and was done, as a list, or as a file.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let home = inbox::home(&site.app, request.alliance()?, &request.caller()?)?;
    let tops = tops(site, request, &home)?;
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (whose, items) in [
        ("you", &home.on_you),
        ("others", &home.on_others),
        ("coming", &home.coming),
        ("done", &home.lately),
    ] {
        rows.extend(items.iter().map(|item| (whose, item)));
    }
    let now = site.app.clock.now();
    let list = whole(&tops, now);
    if lists::wants_file(request) {
        return list.file(request, rows);
    }
    let mut page = shell::page(site, request, "Everything that waits")?;
    page.width = Width::Wide;
    page.trail = vec![Link::new("Home", "/")];
    let mut says = vec!["What waits on you and on others, what comes, and what you did lately.".to_owned()];
    if home.more {
        says.push("There is more that waits on you. The most pressing is listed.".to_owned());
    }
    shell::draw(&Sheet {
        says,
        parts: vec![list.part(request, rows)],
        ..Sheet::new(page, "Everything that waits")
    })
}

fn whole<'a>(tops: &'a Tops, now: DateTime<Utc>) -> List<'a, Row<'a>> {
    let top = move |item: &Item| {
        tops.get(&item.record.id)
            .map(|(_, title)| title.clone())
            .unwrap_or_default()
    };
    List {
        id: "waiting",
        name: "waiting",
        path: PATH.to_owned(),
        words: ("line", "lines"),
        columns: vec![
            Column::text("what", "What", |(_, item): &Row<'a>| more_like_it(item))
                .shown(|(_, item)| Cell::link(Link::new(more_like_it(item), href(item)))),
            Column::text("record", "About", |(_, item): &Row<'a>| item.record.title.clone()).shown(|(_, item)| {
                Cell::link(Link::new(
                    &item.record.title,
                    record_href(&item.record.kind, &item.record.id),
                ))
            }),
            Column::text("of", "Procurement", move |(_, item): &Row<'a>| top(item)),
            Column::text("whose", "Whose", |(whose, _): &Row<'a>| called(whose).to_owned()),
            Column::text("whom", "Who", |(_, item): &Row<'a>| item.whom.clone()),
            Column::when("when", ("Until", "Until (UK time)"), due)
                .shown(move |row: &Row<'a>| until(due(row), row.0 == "coming", now)),
            Column::when("done", ("Done", "Done (UK time)"), |(whose, item): &Row<'a>| {
                item.at.filter(|_| *whose == DONE)
            }),
        ],
        choices: vec![
            Choose {
                name: "whose",
                label: "Whose",
                any: "Everything",
                options: ["you", "others", "coming", "done"]
                    .map(|word| (word.to_owned(), called(word).to_owned()))
                    .into(),
                fits: Box::new(|(whose, _), wanted| *whose == wanted),
            },
            Choose {
                name: "due",
                label: "How pressing",
                any: "Whenever it is due",
                options: Press::ALL
                    .map(|press| (press.word().to_owned(), press.title().to_owned()))
                    .into(),
                fits: Box::new(move |(whose, item), wanted| *whose != DONE && Press::of(item.at, now).word() == wanted),
            },
            Choose {
                name: OF,
                label: "Procurement",
                any: "Every procurement",
                options: procurements(tops),
                fits: Box::new(move |(_, item), wanted| tops.get(&item.record.id).is_some_and(|(id, _)| id == wanted)),
            },
        ],
        usual: "when",
        empty: Empty {
            title: "Nothing waits".to_owned(),
            text: "We write to you when something does.".to_owned(),
            link: None,
        },
    }
}

/// Until when a line can be done, or when it comes; nothing of what is done.
fn due((whose, item): &Row<'_>) -> Option<DateTime<Utc>> {
    item.at.filter(|_| *whose != DONE)
}

/// The same in words; what is late is marked.
fn until(at: Option<DateTime<Utc>>, is_coming: bool, now: DateTime<Utc>) -> Cell {
    let cell = Cell::new(at.map_or_else(String::new, words::until));
    match at {
        Some(at) if at < now && !is_coming => Cell {
            tag: Some(Tag::attention("Overdue")),
            ..cell
        },
        Some(_) | None => cell,
    }
}

/// Whose a line is, in words.
fn called(whose: &str) -> &'static str {
    match whose {
        "you" => "Waits on you",
        "others" => "Waits on others",
        "coming" => "Comes up",
        _ => "You did it",
    }
}

//! Lists for those who pay: all runs, and what is worth a look; as pages and as files.

use super::{PATH, TITLE, run};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        payments::{
            anomalies::{self, Anomaly, Sort},
            runs::{self, Line},
        },
    },
    views::{
        components::{
            link::Link,
            table::{Cell, Column as Heading, Table},
            text::Empty,
        },
        pages::sheet::Part,
    },
    web::{
        html::{
            home::record_href,
            lists::{Choose, Column, List},
        },
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// Things on the page of payments; all of them have one of their own.
const FIRST: usize = 5;

/// All runs, or the file of them.
///
/// # Errors
/// The database fails.
pub fn runs(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let all = site.app.reading(request.alliance()?, runs::all)?;
    let list = List {
        id: "runs",
        name: "payment-runs",
        path: format!("{PATH}/runs"),
        words: ("run", "runs"),
        columns: vec![
            Column::text("run", "Run", |one: &Line| one.reference.clone())
                .shown(|one| Cell::link(Link::new(&one.reference, run::href(&one.id)))),
            Column::when("made", ("Made", "Made (UK time)"), |one: &Line| Some(one.made_at)),
            Column::text("by", "Made by", |one: &Line| one.made_by.clone()),
            Column::number("payments", "Payments", |one: &Line| i64::try_from(one.claims).ok()),
            Column::money("sum", ("Sum", "Sum (pounds)"), |one: &Line| one.sum),
            Column::day("paid", "Paid on", |one: &Line| one.paid_on).shown(run::stands),
        ],
        choices: Vec::new(),
        usual: "-made",
        empty: Empty {
            title: "No run was made yet".to_owned(),
            text: "Runs are made on the page of payments, from what was approved.".to_owned(),
            link: Some(Link::new(TITLE, PATH)),
        },
    };
    list.page(
        site,
        request,
        ("Runs of payments", Vec::new(), Some(Link::new(TITLE, PATH))),
        all,
    )
}

/// What is worth a look, or the file of it.
///
/// # Errors
/// What is stored is damaged.
pub fn anomalies(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let all = site
        .app
        .reading(request.alliance()?, |desk| anomalies::all_of(desk, &caller))?;
    let list = List {
        id: "look-at",
        name: "payments-to-look-at",
        path: format!("{PATH}/look-at"),
        words: ("thing to look at", "things to look at"),
        columns: vec![
            Column::text("who", "Who", |one: &Anomaly| one.who.clone()),
            Column::text("what", "What", |one: &Anomaly| one.what.clone()).shown(what),
            Column::text("sort", "What is odd", |one: &Anomaly| one.sort.title().to_owned()),
            Column::text("says", "What to do", |one: &Anomaly| one.says.clone()),
            Column::day("on", "Done on", |one: &Anomaly| one.on),
        ],
        choices: vec![Choose {
            name: "only",
            label: "What is odd",
            any: "Anything",
            options: Sort::ALL
                .iter()
                .map(|sort| (word(*sort).to_owned(), sort.title().to_owned()))
                .collect(),
            fits: Box::new(|one: &Anomaly, chosen| word(one.sort) == chosen),
        }],
        usual: "",
        empty: nothing(),
    };
    let says = vec![SAYS.to_owned()];
    list.page(
        site,
        request,
        ("Payments to look at", says, Some(Link::new(TITLE, PATH))),
        all,
    )
}

const SAYS: &str = "Nothing here is wrong for certain. Where an exception is right, two people say so with a reason on the \
                    page of the payment, and everybody who did the same can be told why.";

const fn word(sort: Sort) -> &'static str {
    match sort {
        Sort::Floor => "floor",
        Sort::Otherwise => "otherwise",
        Sort::NoOffer => "no-offer",
    }
}

fn nothing() -> Empty {
    Empty {
        title: "Nothing stands out".to_owned(),
        text: "Everybody who did the same is paid the same, above the hourly floor.".to_owned(),
        link: None,
    }
}

fn what(one: &Anomaly) -> Cell {
    Cell {
        href: one.record.as_ref().map(|(kind, id)| record_href(kind, id)),
        ..Cell::new(&one.what)
    }
}

/// The first of them, on the page of payments.
pub(super) fn worth_a_look(all: &[Anomaly]) -> Part {
    let mut part = Part::new("look-at", "Worth a look");
    if all.is_empty() {
        part.empty = Some(nothing());
        return part;
    }
    part.says = vec![SAYS.to_owned()];
    let more = all.len() > FIRST;
    let rows = all.iter().take(FIRST).map(|one| {
        vec![
            Cell::new(&one.who),
            Cell {
                note: one.on.map(words::day),
                ..what(one)
            },
            Cell {
                note: Some(one.says.clone()),
                ..Cell::new(one.sort.title())
            },
        ]
    });
    part.table = Some(Table {
        id: "look-at-rows".to_owned(),
        caption: words::count_of(all.len(), "thing to look at", "things to look at"),
        columns: ["Who", "What", "What is odd"].map(Heading::new).to_vec(),
        rows: rows.collect(),
        empty: String::new(),
        csv: None,
        paging: None,
    });
    if more {
        part.links = vec![Link::new(
            "All of them, to sort and to download",
            format!("{PATH}/look-at"),
        )];
    }
    part
}

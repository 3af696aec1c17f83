//! The register of interests: what keeps whom from what, now and before, and what was declared.

use super::{
    decisions,
    lists::{self, Choose, Column, List},
    shell::{self, Did},
};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        interests::{self, Held, Line},
        registers,
    },
    views::{
        components::{
            form::Form,
            link::{Button, Link, Weight},
            page::Width,
            table::Cell,
            text::Empty,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Where it stands.
pub const PATH: &str = "/interests";
/// Where what was declared stands.
const DECLARED: &str = "/interests/declared";
/// Where the paper of both registers is asked for.
const PAPER: &str = "/interests/paper";
const TITLE: &str = "Interests";

/// What keeps whom from what.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let all = site
        .app
        .reading(request.alliance()?, |desk| interests::register(desk, &caller))?;
    let now = site.app.clock.now();
    let list = held(now);
    if lists::wants_file(request) {
        return list.file(request, all.held.iter().collect());
    }
    let whose = match all.is_whole {
        true => {
            "Whoever has an interest has no part in what it concerns. This says who that is, in what, and since when; \
             what has ended stays here."
        }
        false => {
            "Whoever has an interest has no part in what it concerns. Here stand your own; the board and whoever \
             manages the alliance read everybody's."
        }
    };
    let mut page = shell::page(site, request, TITLE)?;
    page.width = Width::Wide;
    shell::draw(&Sheet {
        says: vec![whose.to_owned()],
        parts: vec![
            Part {
                links: vec![
                    Link::new("What was declared, and what followed", DECLARED),
                    Link::new("What was decided", decisions::PATH),
                ],
                ..Part::bare("ways")
            },
            list.part(request, all.held.iter().collect()),
            paper(site, request)?,
        ],
        ..Sheet::new(page, TITLE)
    })
}

/// The reader's own paper of both registers: the one that there is, and how to have it made.
fn paper(site: &Site, request: &Request) -> Result<Part, Fault> {
    let caller = request.caller()?;
    let made = site
        .app
        .reading(request.alliance()?, |desk| registers::newest(desk, &caller))?;
    let links = made.iter().flat_map(|id| {
        [
            Link::new("Your paper, as a page", format!("/documents/{id}")),
            Link::new("Your paper, as a PDF", format!("/documents/{id}/pdf")),
        ]
    });
    let button = Button::primary("Make a paper of this").weighing(Weight::Secondary);
    Ok(Part {
        says: vec![
            "Interests, and what was decided, as far as you may read both today: to keep, or to take to a meeting. \
             Nobody else can open it."
                .to_owned(),
        ],
        links: links.collect(),
        forms: vec![Form::new(PAPER, shell::key(site), Vec::new(), button)],
        ..Part::new("paper", "As a paper")
    })
}

/// Has the paper made; it is there in a moment.
///
/// # Errors
/// The database fails.
pub fn make(site: &Site, request: &Request) -> Result<Reply, Fault> {
    registers::order(&site.app, request.alliance()?, &request.caller()?, decisions::on_paper)?;
    Ok(Reply::go(Did::Ordered.at(&format!("{PATH}#paper"))))
}

fn held<'a>(now: chrono::DateTime<chrono::Utc>) -> List<'a, &'a Held> {
    let is_over = move |one: &Held| one.until.is_some_and(|at| at <= now);
    List {
        id: "held",
        name: "interests",
        path: PATH.to_owned(),
        words: ("interest", "interests"),
        columns: vec![
            Column::text("person", "Who", |one: &&Held| one.person.clone()),
            Column::text("about", "In what", |one: &&Held| one.about.clone()).shown(|one| match &one.href {
                Some(href) => Cell::link(Link::new(&one.about, href)),
                None => Cell::new(&one.about),
            }),
            Column::when("since", ("Since", "Since (UK time)"), |one: &&Held| Some(one.since))
                .shown(|one| Cell::new(words::day(words::local_day(one.since)))),
            Column::when("until", ("Until", "Until (UK time)"), |one: &&Held| one.until).shown(|one| {
                Cell::new(
                    one.until
                        .map_or_else(|| "It holds".to_owned(), |at| words::day(words::local_day(at))),
                )
            }),
        ],
        choices: vec![Choose {
            name: "holds",
            label: "Which",
            any: "Now and before",
            options: vec![("now", "Those that hold now"), ("before", "Those that have ended")]
                .into_iter()
                .map(|(word, title)| (word.to_owned(), title.to_owned()))
                .collect(),
            fits: Box::new(move |one, wanted| is_over(one) == (wanted == "before")),
        }],
        usual: "-since",
        empty: Empty {
            title: "No interest keeps anybody from anything".to_owned(),
            text: "One stands here as soon as it was declared and somebody has decided what follows from it."
                .to_owned(),
            link: None,
        },
    }
}

/// What was declared.
///
/// # Errors
/// The database fails.
pub fn declared(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let all = site
        .app
        .reading(request.alliance()?, |desk| interests::register(desk, &caller))?;
    let says = "What people declared before they scored, opened or decided, and what followed. You see your own, and \
                those of work that you look after: a declaration may name who bids.";
    lines().page(
        site,
        request,
        ("What was declared", vec![says.to_owned()], Some(Link::new(TITLE, PATH))),
        all.declared.iter().collect(),
    )
}

fn lines<'a>() -> List<'a, &'a Line> {
    List {
        id: "declared",
        name: "declarations",
        path: DECLARED.to_owned(),
        words: ("declaration", "declarations"),
        columns: vec![
            Column::text("person", "Who", |one: &&Line| one.person.clone()),
            Column::text("about", "For what", |one: &&Line| one.about.clone())
                .shown(|one| Cell::link(Link::new(&one.about, &one.href))),
            Column::text("what", "What was declared", |one: &&Line| what(one)),
            Column::day("on", "Declared on", |one: &&Line| one.says.on),
            Column::text("follows", "What followed", |one: &&Line| {
                words::upper_first(one.says.handling)
            })
            .shown(|one| Cell {
                note: Some(one.says.because.clone()).filter(|text| !text.is_empty()),
                ..Cell::new(words::upper_first(one.says.handling))
            }),
        ],
        choices: vec![Choose {
            name: "made",
            label: "Which",
            any: "All of them",
            options: vec![("yes", "Declared"), ("no", "Still awaited")]
                .into_iter()
                .map(|(word, title)| (word.to_owned(), title.to_owned()))
                .collect(),
            fits: Box::new(|one, wanted| one.says.on.is_some() == (wanted == "yes")),
        }],
        usual: "-on",
        empty: Empty {
            title: "Nothing was declared that you can read".to_owned(),
            text: "Declarations are asked for when people are named to score, to open or to decide.".to_owned(),
            link: None,
        },
    }
}

fn what(one: &Line) -> String {
    let parts = [one.says.what.as_str(), &one.says.with_whom];
    let parts: Vec<&str> = parts.into_iter().filter(|text| !text.is_empty()).collect();
    match (one.says.on.is_some(), parts.is_empty()) {
        (false, _) => "Not declared yet".to_owned(),
        (true, _) => parts.join(": "),
    }
}

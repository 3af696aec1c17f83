//! The register of decisions: who decided what, when, by which rule, with which votes as far as the reader may see.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use super::{
    lists::{self, Choose, Column, List},
    public::alliance,
};
use crate::{
    domain::words,
    service::{
        access::sessions::Session,
        decisions::{self, Decision, Votes},
        fault::Fault,
    },
    views::{
        components::{
            link::Link,
            table::Cell,
            tag::{Tag, Tone},
            text::Empty,
        },
        contexts::registers::Decided,
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Where it stands.
pub const PATH: &str = "/decisions";

/// The columns of the file.
const COLUMNS: [&str; 13] = [
    "Counted at (UK time)",
    "Question",
    "About",
    "Reference",
    "Who decided",
    "Outcome",
    "Reached",
    "By which rule",
    "Process",
    "Version",
    "Votes",
    "Papers",
    "Published",
];

/// The register, or the file of it.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.known().map(Session::caller);
    let alliance = alliance(site, request)?;
    let all = site
        .app
        .reading(&alliance, |desk| decisions::all(desk, caller.as_ref()))?;
    let says = match caller {
        Some(_) => {
            "What was decided together, by whom, and by which rule, read off the journal. You see what was decided in \
             what you take part in, with the votes where you see all of it, and what was published of \
             the rest."
        }
        None => {
            "What was decided together, by whom, and by which rule, read off the journal. Here stands what was \
             published; each line leads to the paper that says so, where the votes of each house stand."
        }
    };
    if lists::wants_file(request) {
        let rows: Vec<Vec<String>> = list(&all)
            .selected(request, all.iter().collect())
            .into_iter()
            .map(cells)
            .collect();
        return lists::file("decisions", &COLUMNS, &rows);
    }
    list(&all).page(
        site,
        request,
        ("Decisions", vec![says.to_owned()], None),
        all.iter().collect(),
    )
}

fn list(all: &[Decision]) -> List<'_, &Decision> {
    let bodies: BTreeSet<String> = all.iter().map(body).collect();
    let years: BTreeSet<i32> = all.iter().map(year).collect();
    let same = |text: String| (text.clone(), text);
    List {
        id: "decisions",
        name: "decisions",
        path: PATH.to_owned(),
        words: ("decision", "decisions"),
        columns: vec![
            Column::text("what", "What was decided", |one: &&Decision| {
                [one.question.as_str(), &one.about.title, &one.about.reference].join(" ")
            })
            .shown(|one| Cell {
                note: Some([one.about.title.as_str(), &one.about.reference].join(" · ")),
                ..Cell::link(Link::new(&one.question, &one.about.href))
            }),
            Column::when("when", ("When", "When"), |one: &&Decision| Some(one.at))
                .shown(|one| Cell::new(words::day(words::local_day(one.at)))),
            Column::text("outcome", "Where it led", |one: &&Decision| {
                [one.outcome.clone(), titles(one).join(" ")].join(" ")
            })
            .shown(led),
            Column::text("body", "Who decided, and how", |one: &&Decision| {
                [body(one), votes(one)].join(" ")
            })
            .shown(|one| Cell {
                note: Some(votes(one)).filter(|text| !text.is_empty()),
                ..Cell::new(body(one))
            }),
            Column::text("rule", "By which rule", |one: &&Decision| rule(one)).shown(|one| Cell {
                note: Some(rule(one)).filter(|text| !text.is_empty()),
                ..Cell::link(Link::new(
                    format!("{}, version {}", one.workflow.1, words::short_hash(&one.version)),
                    format!("/process/{}", one.workflow.0),
                ))
            }),
        ],
        choices: vec![
            Choose {
                name: "body",
                label: "Who decided",
                any: "Anybody",
                options: bodies.into_iter().map(same).collect(),
                fits: Box::new(|one, wanted| body(one) == wanted),
            },
            Choose {
                name: "year",
                label: "Year",
                any: "Every year",
                options: years.into_iter().rev().map(|year| same(year.to_string())).collect(),
                fits: Box::new(|one, wanted| year(one).to_string() == wanted),
            },
        ],
        usual: "-when",
        empty: Empty {
            title: "Nothing has been decided yet that you can read".to_owned(),
            text: "The first line comes when a house or the board has answered a question together.".to_owned(),
            link: Some(Link::new("Who decides what, and when", "/process")),
        },
    }
}

/// One line of the file.
fn cells(one: &Decision) -> Vec<String> {
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    vec![
        one.at
            .with_timezone(&words::ZONE)
            .format("%Y-%m-%d %H:%M:%S")
            .to_string(),
        one.question.clone(),
        one.about.title.clone(),
        one.about.reference.clone(),
        body(one),
        one.outcome.clone(),
        yes_no(one.is_reached),
        rule(one),
        one.workflow.1.clone(),
        one.version.clone(),
        votes(one),
        titles(one).join("; "),
        yes_no(one.is_published),
    ]
}

fn titles(one: &Decision) -> Vec<String> {
    one.documents.iter().map(|(title, _)| title.clone()).collect()
}

fn body(one: &Decision) -> String {
    words::list(&one.body)
}

fn year(one: &Decision) -> i32 {
    words::local_day(one.at).year()
}

/// Where it led, and to the first paper that says so; the record has the rest.
fn led(one: &&Decision) -> Cell {
    let tag = (!one.is_reached).then(|| Tag::new("No outcome was reached", Tone::Attention));
    let Some((title, id)) = one.documents.first() else {
        return Cell {
            tag,
            ..Cell::new(&one.outcome)
        };
    };
    let more = match one.documents.len().saturating_sub(1) {
        0 => String::new(),
        more => format!(", and {}", words::count_of(more, "other paper", "other papers")),
    };
    Cell {
        tag,
        note: Some(format!("{title}{more}")),
        ..Cell::link(Link::new(&one.outcome, format!("/documents/{id}")))
    }
}

/// What the outcome needed.
fn rule(one: &Decision) -> String {
    match (one.is_reached, one.rule.is_empty()) {
        (true, false) => format!("It needed that {}.", words::list(&one.rule)),
        (true, true) => String::new(),
        (false, _) => "No rule of it held when the time was up.".to_owned(),
    }
}

/// The votes in words, house by house.
fn votes(one: &Decision) -> String {
    let Some(votes) = &one.votes else {
        return match one.is_published {
            true => "On the paper that was published".to_owned(),
            false => String::new(),
        };
    };
    let mut out: Vec<String> = votes.houses.iter().map(house).collect();
    out.extend(recused(votes));
    out.join(" ")
}

fn house(one: &decisions::House) -> String {
    let answers: Vec<String> = one
        .answers
        .iter()
        .map(|(title, count)| format!("{count} “{title}”"))
        .collect();
    let answers = match answers.is_empty() {
        true => "no answer".to_owned(),
        false => words::list(&answers),
    };
    match one.counted {
        Some((answered, all)) => format!("{}: {answers}; {answered} of {all} answered.", one.title),
        None => format!("{}: {answers}.", one.title),
    }
}

fn recused(votes: &Votes) -> Option<String> {
    let number = votes.recused.filter(|number| *number > 0)?;
    let who = words::count_of(number, "person had", "people had");
    Some(format!("{who} no part in it."))
}

/// A decision as it stands on a paper.
pub fn on_paper(one: &Decision) -> Decided {
    let about = [one.about.title.as_str(), &one.about.reference];
    let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
    Decided {
        on: Some(words::local_day(one.at)),
        question: one.question.clone(),
        about: about.join(", "),
        by: body(one),
        rule: rule(one),
        outcome: one.outcome.clone(),
        votes: votes(one),
    }
}

//! The parts of the page, one for each thing that somebody asks: what, for whom, how long, how much, until when, and
//! how to ask.

use accord_engine::definition::model;

use super::super::listed;
use crate::{
    domain::{award::proportion, words},
    service::public::bidding as opportunity,
    views::{
        components::{
            files::FileList,
            link::Link,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            text::Details,
        },
        contexts::{
            parts::{Criterion, Lot},
            round::Round,
        },
        pages::sheet::{Part, Point},
    },
    web::request::Request,
};

/// Five lines for whoever reads nothing else.
pub(super) fn in_short(round: &Round) -> Part {
    let networks = words::count_of(round.lots.len(), "network", "networks");
    let mut who = vec![
        "Voluntary, community and social enterprise organisations of any size, alone or with partners.".to_owned(),
    ];
    who.extend(
        round
            .eligibility
            .iter()
            .flat_map(|section| &section.paragraphs)
            .cloned(),
    );
    let year = yearly(round);
    let rows = [
        SummaryRow {
            values: who,
            ..SummaryRow::new("Who can bid", "")
        },
        SummaryRow::new("For what", format!("{networks}. You bid for one or for several.")),
        SummaryRow::new("Money", year),
        SummaryRow::new(
            "What it takes",
            match round.hours.is_empty() {
                true => String::new(),
                false => format!("About {} of work, if you bid alone. It is added up below.", round.hours),
            },
        ),
        SummaryRow::new("Bids until", closing(round)),
    ];
    Part {
        summary: Some(SummaryList {
            rows: rows.into_iter().filter(|row| !row.values.is_empty()).collect(),
        }),
        ..Part::new("short", "In short")
    }
}

/// What has changed since it was published, for whoever was here before.
pub(super) fn changed(round: &Round) -> Option<Part> {
    let rows = round.amendments.iter().map(|one| SummaryRow {
        values: [&one.description, &one.reason]
            .into_iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect(),
        ..SummaryRow::new(one.on.map(words::day).unwrap_or_default(), "")
    });
    let rows: Vec<SummaryRow> = rows.collect();
    (!rows.is_empty()).then(|| Part {
        summary: Some(SummaryList { rows }),
        ..Part::new("changed", "What has changed since it was published")
    })
}

fn closing(round: &Round) -> String {
    let row = round
        .timetable
        .iter()
        .find(|row| row.at == round.dates.bids_close_at && row.at.is_some());
    row.map(|row| row.words.clone()).unwrap_or_default()
}

/// Pence for one network for a year.
fn of_a_year(round: &Round, lot: &Lot) -> Option<i64> {
    lot.value?.checked_div(i64::from(round.years.max(1)))
}

/// What one network pays for a year, from the least to the most.
fn yearly(round: &Round) -> String {
    let mut all: Vec<i64> = round.lots.iter().filter_map(|lot| of_a_year(round, lot)).collect();
    all.sort_unstable();
    match (all.first(), all.last()) {
        (Some(least), Some(most)) if least == most => format!("{} for a network for a year", words::money(*least)),
        (Some(least), Some(most)) => format!(
            "From {} to {} for a network for a year",
            words::money(*least),
            words::money(*most)
        ),
        _ => "As in the specification".to_owned(),
    }
}

pub(super) fn keeps_out(round: &Round) -> Option<Part> {
    let all = &round.before_bidding.disqualifies;
    (!all.is_empty()).then(|| Part {
        says: vec!["An organisation cannot be chosen, whatever it writes, where:".to_owned()],
        points: all.iter().map(Point::new).collect(),
        ..Part::new("out", "What keeps an organisation out")
    })
}

/// How long it takes, line by line.
pub(super) fn takes(round: &Round) -> Option<Part> {
    if round.hours.is_empty() {
        return None;
    }
    let time = |minutes: u64| Cell::new(format!("About {}", proportion::hours(minutes)));
    let mut rows: Vec<Vec<Cell>> = round
        .criteria
        .iter()
        .map(|one| {
            let most = one.words.unwrap_or(0);
            let each = if one.for_each_lot { " for each network" } else { "" };
            let limit = format!("{} at most{each}", words::count(most.into(), "word", "words"));
            vec![
                Cell {
                    note: Some(limit),
                    ..Cell::new(&one.title)
                },
                time(one.minutes.into()),
            ]
        })
        .collect();
    rows.extend(round.before_bidding.needs.iter().map(|need| {
        vec![
            Cell {
                note: Some(need.says.clone()).filter(|says| !says.is_empty()),
                ..Cell::new(&need.what)
            },
            time(need.minutes.into()),
        ]
    }));
    let mut says = vec![format!(
        "About {} in all, if you use every word that there is. Fewer words are welcome.",
        round.hours
    )];
    if round.words_for_each_lot > 0 {
        let each = round.criteria.iter().filter(|one| one.for_each_lot);
        says.push(format!(
            "That is for one network. Each further one that you bid for adds about {}, because something is asked about \
             each.",
            proportion::hours(each.map(|one| u64::from(one.minutes)).sum())
        ));
    }
    Some(Part {
        says,
        table: Some(Table {
            id: "takes-rows".to_owned(),
            caption: "What a bid takes".to_owned(),
            columns: vec![Column::new("What"), Column::new("How long")],
            rows,
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        ..Part::new("takes", "How long it takes")
    })
}

/// What is asked: the questions with what makes a good answer, and what stands in the form beside them.
pub(super) fn asked(round: &Round, form: Option<&model::Form>) -> Part {
    let details = round.criteria.iter().map(|one| Details {
        summary: match one.weight {
            0 => one.title.clone(),
            weight => format!("{}: {weight} of 100 points", one.title),
        },
        paragraphs: [
            one.question.clone(),
            each_network(one),
            by_speaking(one),
            good(&one.guidance),
        ]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect(),
        open: false,
    });
    let fields = form.into_iter().flat_map(|form| &form.fields);
    // Questions with a row for each of something are the questions above.
    let beside = fields.filter(|field| field.each.is_none()).map(|field| {
        Point::new(match field.required {
            true => field.label.clone(),
            false => format!("{} (optional)", field.label),
        })
    });
    let beside: Vec<Point> = beside.collect();
    let mut says = vec![match beside.is_empty() {
        true => "Your answers to the questions below. Plain words count as much as polished ones.".to_owned(),
        false => "Your answers to the questions below, and these few things. Plain words count as much as polished \
                  ones."
            .to_owned(),
    }];
    let papers = |field: &model::Field| field.kind == model::FieldType::File && field.required;
    if let Some(form) = form
        && !form.fields.iter().any(papers)
        && round.brought.is_empty()
    {
        says.push("No papers are asked for with a bid.".to_owned());
    }
    if !round.brought.is_empty() {
        says.push(format!("Beside that it asks for: {}", round.brought.join(" ")));
    }
    says.extend(
        round
            .exceptions
            .iter()
            .map(|one| format!("{} Why that is asked all the same: {}", one.name, one.value)),
    );
    Part {
        says,
        points: beside,
        details: details.collect(),
        ..Part::new("asked", "What you will need")
    }
}

fn each_network(one: &Criterion) -> String {
    match one.for_each_lot {
        true => "You answer it for each network that you bid for, and each answer is marked by itself.".to_owned(),
        false => String::new(),
    }
}

fn by_speaking(one: &Criterion) -> String {
    match one.spoken {
        true => "You can speak the answer, and write down what you said: the words are counted and scored.".to_owned(),
        false => String::new(),
    }
}

fn good(guidance: &str) -> String {
    match guidance.trim_end_matches('.') {
        "" => String::new(),
        guidance => format!("What makes a good answer: {guidance}."),
    }
}

pub(super) fn money(round: &Round) -> Part {
    let shown =
        |pence: Option<i64>| Cell::new(pence.map_or_else(|| "As in the specification".to_owned(), words::money));
    let rows = round.lots.iter().map(|lot| {
        vec![
            Cell {
                note: Some(lot.area.clone()).filter(|area| !area.is_empty()),
                ..Cell::new(&lot.name)
            },
            shown(of_a_year(round, lot)),
            shown(lot.value),
        ]
    });
    let years = match round.years {
        0 | 1 => Vec::new(),
        years => vec![format!(
            "Contracts run for {}.",
            words::count(years.into(), "year", "years")
        )],
    };
    Part {
        says: years,
        table: Some(Table {
            id: "money-rows".to_owned(),
            caption: "Networks, and what each pays".to_owned(),
            columns: vec![
                Column::new("Network"),
                Column::new("For a year").number(),
                Column::new("For the whole term").number(),
            ],
            rows: rows.collect(),
            empty: "Networks are not settled yet.".to_owned(),
            csv: None,
            paging: None,
        }),
        ..Part::new("money", "What it pays")
    }
}

pub(super) fn dates(round: &Round) -> Part {
    let rows = round
        .timetable
        .iter()
        .map(|row| SummaryRow::new(&row.title, &row.words));
    Part {
        summary: Some(SummaryList { rows: rows.collect() }),
        ..Part::new("dates", "When")
    }
}

pub(super) fn help(round: &Round, contact: &str) -> Part {
    let mut rows: Vec<SummaryRow> = round
        .before_bidding
        .offers
        .iter()
        .map(|offer| SummaryRow::new(&offer.name, &offer.value))
        .collect();
    rows.push(SummaryRow::new(
        "Asking a question",
        format!("With an account: on the page of the round. Without: {contact}, or send a voice note. Every answer goes to everyone, without your name."),
    ));
    Part {
        says: vec![format!(
            "It is on offer to everyone alike, and taking it changes nothing about how a bid is scored. To get any of it, \
             {contact}."
        )],
        summary: Some(SummaryList { rows }),
        ..Part::new("help", "Help, and how to ask")
    }
}

/// The same in other words, and what everybody may read of it.
pub(super) fn papers(found: &opportunity::Opportunity, here: &str) -> Part {
    let files = found.papers.iter().map(|(called, row)| {
        let mut file = listed(row, format!("/documents/{}", row.id));
        file.title = format!("{called}: {}", found.round.title);
        file
    });
    Part {
        files: Some(FileList {
            files: files.collect(),
            empty: String::new(),
        })
        .filter(|list| !list.files.is_empty()),
        links: vec![
            Link::new(
                "The questions as a document that you can write into (ODT)",
                format!("{here}/questions.odt"),
            ),
            Link::new("The invitation and all documents", format!("{here}#documents")),
        ],
        ..Part::new("papers", "To read with others")
    }
}

pub(super) fn go_on(request: &Request, found: &opportunity::Opportunity, here: &str) -> Part {
    let record = format!("/{}/{}", found.published.record.kind, found.published.record.id);
    let (says, links) = match request.session.is_some() {
        true => (
            "Start a bid on the page of the round. It commits you to nothing until you send it.",
            vec![Link::new("Go to the page of the round", record)],
        ),
        false => (
            "A bid is written here, with an account of your organisation. It costs nothing, and commits you to nothing.",
            vec![
                Link::new("Ask for an account", format!("{here}/account")),
                Link::new("Sign in and start a bid", format!("/sign-in?next={record}")),
            ],
        ),
    };
    Part {
        says: vec![says.to_owned()],
        links,
        ..Part::new("go-on", "If you wish to bid")
    }
}

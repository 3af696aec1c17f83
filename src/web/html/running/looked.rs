//! What files would do: what is wrong, what is new; and, once it is confirmed, what they did.

use super::{FILE, HERE, Link, Part, Reply, Request, SEEN, Sheet, Site, running, shell, words};
use crate::{
    service::{
        fault::Fault,
        running::{Looked, Plan, Wrong},
    },
    views::components::{
        form::{Form, Hidden},
        link::{Button, ButtonGroup},
        page::Width,
        table::{Cell, Column, Table},
        text::{Empty, Inset},
    },
    web::html::lists,
};

/// So many lines of each sort are shown before they are confirmed.
const FIRST: usize = 10;
/// So many wrong cells stand on the page; the file has all of them.
const MOST: usize = 200;
const WRONG: [&str; 5] = [
    "File",
    "Row",
    "Column",
    "What stands there",
    "What is wrong, and how to mend it",
];

/// The page; with what stood in the way, if something did.
pub(super) fn show(site: &Site, request: &Request, stood: Vec<String>) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param(FILE));
    let looked = site
        .app
        .reading(request.alliance()?, |desk| running::look(desk, &caller, id))?;
    let Some(plan) = &looked.plan else {
        return done(site, request, &looked);
    };
    if lists::wants_file(request) {
        let rows: Vec<Vec<String>> = plan.wrong.iter().map(cells).collect();
        return lists::file("what-is-wrong", &WRONG, &rows);
    }
    let title = "What these files would do";
    let mut page = shell::page(site, request, title)?;
    page.width = Width::Wide;
    page.trail = vec![Link::new(super::TITLE, HERE)];
    let mut parts = Vec::new();
    if !stood.is_empty() {
        parts.push(Part {
            inset: Some(Inset {
                warning: true,
                paragraphs: stood,
                link: None,
            }),
            ..Part::bare("stood")
        });
    }
    parts.extend(wrong(plan, &looked.row.id));
    parts.extend(new(plan));
    parts.push(ask(site, plan, &looked));
    let mut says = vec![sums(plan)];
    says.extend(plan.notes.clone());
    shell::draw(&Sheet {
        caption: Some(looked.row.name.clone()),
        says,
        parts,
        ..Sheet::new(page, title)
    })
}

fn sums(plan: &Plan) -> String {
    let mut out = format!(
        "{}, {} and {} would be brought in.",
        words::upper_first(&words::count_of(plan.contracts.len(), "contract", "contracts")),
        words::count_of(plan.posts.len(), "post", "posts"),
        words::count_of(plan.returns.len(), "past return", "past returns"),
    );
    if plan.same > 0 {
        let says = words::count_of(plan.same, "line says", "lines say");
        out.push_str(&format!(" {} what stands here already.", words::upper_first(&says)));
    }
    if !plan.wrong.is_empty() {
        let says = words::count_of(plan.wrong.len(), "cell is wrong", "cells are wrong");
        out.push_str(&format!(
            " {}, so nothing is brought in yet.",
            words::upper_first(&says)
        ));
    }
    out.push_str(" Nothing is written yet.");
    out
}

fn cells(one: &Wrong) -> Vec<String> {
    let row = match one.row {
        0 => "the whole file".to_owned(),
        row => row.to_string(),
    };
    vec![
        one.file.clone(),
        row,
        one.column.clone(),
        one.read.clone(),
        one.says.clone(),
    ]
}

/// Everything that is wrong, each cell with how to mend it.
fn wrong(plan: &Plan, id: &str) -> Option<Part> {
    let rows: Vec<Vec<Cell>> = plan
        .wrong
        .iter()
        .take(MOST)
        .map(|one| cells(one).into_iter().map(Cell::new).collect())
        .collect();
    let more = plan.wrong.len().saturating_sub(rows.len());
    let mut says = vec!["Mend these in your files and send them again. Nothing is brought in before.".to_owned()];
    if more > 0 {
        says.push(format!(
            "The first {MOST} stand here; the file below has the other {more} too."
        ));
    }
    (!rows.is_empty()).then(|| Part {
        says,
        table: Some(Table {
            id: "wrong-cells".to_owned(),
            caption: "What is wrong, and how to mend it".to_owned(),
            columns: WRONG.map(Column::new).to_vec(),
            rows,
            empty: String::new(),
            csv: Some(format!("{HERE}/{id}?as=csv")),
            paging: None,
        }),
        ..Part::new("wrong", "What has to be mended first")
    })
}

fn table(id: &str, caption: String, columns: &[&str], rows: Vec<Vec<String>>) -> Option<Table> {
    let rows: Vec<Vec<Cell>> = rows
        .into_iter()
        .map(|row| row.into_iter().map(Cell::new).collect())
        .collect();
    (!rows.is_empty()).then(|| Table {
        id: id.to_owned(),
        caption,
        columns: columns.iter().map(|one| Column::new(*one)).collect(),
        rows,
        empty: String::new(),
        csv: None,
        paging: None,
    })
}

/// The first lines of each sort.
fn new(plan: &Plan) -> Vec<Part> {
    let text = |map: &serde_json::Map<String, serde_json::Value>, name: &str| {
        map.get(name)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let day = |text: String| text.parse().map(words::day).unwrap_or(text);
    let caption = |all: usize, what: &str| match all > FIRST {
        true => format!("The first {FIRST} of {all} {what}"),
        false => format!("All {what}"),
    };
    let contracts = plan.contracts.iter().take(FIRST).map(|one| {
        let lots = one
            .answers
            .get("networks")
            .and_then(serde_json::Value::as_array)
            .map_or(0, Vec::len);
        let others = text(&one.answers, "other_lots").replace('\n', "; ");
        vec![
            one.reference.clone(),
            one.host.clone(),
            words::count_of(lots, "network", "networks"),
            others,
            day(text(&one.answers, "starts_on")),
            day(text(&one.answers, "ends_on")),
            text(&one.answers, "yearly_value"),
        ]
    });
    let posts = plan.posts.iter().take(FIRST).map(|one| {
        let now = text(&one.body, "now");
        vec![
            one.reference.clone(),
            text(&one.body, "post"),
            now,
            day(text(&one.body, "since")),
        ]
    });
    let returns = plan.returns.iter().take(FIRST).map(|one| {
        vec![
            one.reference.clone(),
            words::quarter(one.quarter),
            words::count_of(one.figures.len(), "number", "numbers"),
        ]
    });
    let tables = [
        (
            "contracts",
            "Contracts",
            table(
                "new-contracts",
                caption(plan.contracts.len(), "contracts"),
                &[
                    "Contract number",
                    "Host",
                    "Networks",
                    "Other services",
                    "First day",
                    "Last day",
                    "A year",
                ],
                contracts.collect(),
            ),
        ),
        (
            "posts",
            "Posts",
            table(
                "new-posts",
                caption(plan.posts.len(), "posts"),
                &["Contract number", "Post", "How it is now", "Since"],
                posts.collect(),
            ),
        ),
        (
            "returns",
            "Past returns",
            table(
                "new-returns",
                caption(plan.returns.len(), "past returns"),
                &["Contract number", "Quarter", "What was counted"],
                returns.collect(),
            ),
        ),
    ];
    let part = |(id, title, table): (&str, &str, Option<Table>)| {
        table.map(|table| Part {
            table: Some(table),
            ..Part::new(id, title)
        })
    };
    tables.into_iter().filter_map(part).collect()
}

/// The button that does it; or why there is none.
fn ask(site: &Site, plan: &Plan, looked: &Looked) -> Part {
    let again = || Link::new("Send other files", HERE);
    if plan.is_empty() || !plan.wrong.is_empty() {
        let text = match plan.wrong.is_empty() {
            true => "Every line says what stands here already.",
            false => "Something in the files has to be mended first.",
        };
        return Part {
            empty: Some(Empty {
                title: "There is nothing to confirm".to_owned(),
                text: text.to_owned(),
                link: Some(again()),
            }),
            ..Part::bare("confirm")
        };
    }
    let does = "Bring all of this in";
    let form = Form {
        hidden: vec![Hidden {
            name: SEEN.to_owned(),
            value: looked.mark.clone(),
        }],
        buttons: ButtonGroup {
            buttons: vec![Button::primary(does)],
            links: vec![again()],
        },
        ..Form::new(
            format!("{HERE}/{}", looked.row.id),
            shell::key(site),
            Vec::new(),
            Button::primary(does),
        )
    };
    Part {
        says: vec![
            "Each host gets a letter that its contract is looked after here now, and is asked for a return when a quarter \
             has ended. Nobody has to sign anything again."
                .to_owned(),
        ],
        forms: vec![form],
        ..Part::bare("confirm")
    }
}

fn done(site: &Site, request: &Request, looked: &Looked) -> Result<Reply, Fault> {
    let title = "The files were brought in";
    let mut page = shell::page(site, request, title)?;
    page.trail = vec![Link::new(super::TITLE, HERE)];
    let row = &looked.row;
    let number =
        |number: i64, one: &str, many: &str| words::count(u64::try_from(number).unwrap_or_default(), one, many);
    let when = row.done_at.map(|at| words::stamp(at.utc())).unwrap_or_default();
    shell::draw(&Sheet {
        caption: Some(row.name.clone()),
        says: vec![
            format!(
                "On {when}, {}, {} and {} were brought in.",
                number(row.contracts, "contract", "contracts"),
                number(row.posts, "post", "posts"),
                number(row.returns, "past return", "past returns"),
            ),
            "It stands in the journal, line by line, with the fingerprint of each file. The files themselves are not kept."
                .to_owned(),
        ],
        parts: vec![Part {
            links: vec![
                Link::new("Contracts", "/procurements/contract"),
                Link::new("Money, and contracts that end", "/money"),
                Link::new("Send other files", HERE),
            ],
            ..Part::bare("next")
        }],
        ..Sheet::new(page, title)
    })
}

//! What a file of organisations would do: refused, changed, new; and, once it is confirmed, what it did.

use super::{
    BECAUSE, FILE, HERE, Inset, Link, PATH, Part, Reply, Request, SEEN, Sheet, Site, href, import, lists, shell, words,
};
use crate::{
    service::{
        fault::{Fault, FieldError},
        organisations::import::{Entry, Fate, Judged, Looked},
    },
    views::components::{
        field::Field,
        form::{Form, Hidden},
        link::{Button, ButtonGroup},
        page::Width,
        table::{Cell, Column, Table},
        text::Empty,
    },
    web::html::people::with_errors,
};

/// The page; with what stood in the way, if something did.
pub(super) fn show(
    site: &Site,
    request: &Request,
    stood: Option<String>,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param(FILE));
    let looked = site
        .app
        .reading(request.alliance()?, |desk| import::look(desk, &caller, id))?;
    let Some(judged) = &looked.judged else {
        return done(site, request, &looked);
    };
    if lists::wants_file(request) {
        return refusals(judged);
    }
    let title = "What this file would do";
    let fields = with_errors(vec![why(request)], errors);
    let mut page = shell::with_errors(shell::page(site, request, title)?, &fields);
    page.width = Width::Wide;
    page.trail = vec![Link::new("Organisations", PATH), Link::new(super::TITLE, HERE)];
    let mut parts = vec![Part {
        inset: stood.map(|says| Inset {
            warning: true,
            paragraphs: vec![says],
            link: None,
        }),
        ..Part::bare("stood")
    }];
    parts.extend(refused(judged, &looked.row.id));
    parts.extend(changed(judged));
    parts.extend(new(judged));
    parts.push(ask(site, judged, &looked, fields));
    shell::draw(&Sheet {
        caption: Some(looked.row.name.clone()),
        says: says(judged),
        parts,
        ..Sheet::new(page, title)
    })
}

fn says(judged: &Judged) -> Vec<String> {
    let count = |fate| judged.of(fate).count();
    let (new, changed, same, refused) = (
        count(Fate::New),
        count(Fate::Changed),
        count(Fate::Same),
        count(Fate::Refused),
    );
    let organisations = |number| words::count_of(number, "organisation", "organisations");
    let mut first = format!(
        "{} would be added and {} changed.",
        words::upper_first(&organisations(new)),
        organisations(changed)
    );
    if same > 0 {
        let says = words::count_of(same, "row says", "rows say");
        first.push_str(&format!(" {says} what stands here already."));
    }
    if refused > 0 {
        first.push_str(&format!(
            " {} be taken.",
            words::count_of(refused, "row cannot", "rows cannot")
        ));
    }
    first.push_str(" Nothing is written yet.");
    let mut out = vec![first];
    if !judged.passed_over.is_empty() {
        let all: Vec<String> = judged.passed_over.iter().map(|one| format!("“{one}”")).collect();
        out.push(format!(
            "Nothing is read from columns of other names: {}.",
            words::list(&all)
        ));
    }
    out
}

/// Rows that cannot be taken, each cell with how to mend it.
fn refused(judged: &Judged, id: &str) -> Option<Part> {
    let rows: Vec<Vec<Cell>> = wrong(judged)
        .map(|row| row.into_iter().map(Cell::new).collect())
        .collect();
    (!rows.is_empty()).then(|| Part {
        says: vec![
            "These rows are left out. Mend them in your file and send it again: what was taken before changes nothing \
             the second time."
                .to_owned(),
        ],
        table: Some(Table {
            id: "refused-rows".to_owned(),
            caption: "What is wrong, and how to mend it".to_owned(),
            columns: vec![
                Column::new("Row"),
                Column::new("Organisation"),
                Column::new("Column"),
                Column::new("What is wrong, and how to mend it"),
            ],
            rows,
            empty: String::new(),
            csv: Some(format!("{HERE}/{id}?as=csv")),
            paging: None,
        }),
        ..Part::new("refused", "What cannot be taken")
    })
}

/// Row, organisation, column, and what is wrong.
fn wrong(judged: &Judged) -> impl Iterator<Item = Vec<String>> {
    judged.of(Fate::Refused).flat_map(|entry| {
        let row = |(column, says): &(String, String)| {
            vec![entry.line.to_string(), entry.name.clone(), column.clone(), says.clone()]
        };
        entry.wrong.iter().map(row).collect::<Vec<_>>()
    })
}

fn refusals(judged: &Judged) -> Result<Reply, Fault> {
    let rows: Vec<Vec<String>> = wrong(judged).collect();
    let columns = ["Row", "Organisation", "Column", "What is wrong, and how to mend it"];
    lists::file("organisations-refused", &columns, &rows)
}

fn changed(judged: &Judged) -> Option<Part> {
    let one = |entry: &Entry| {
        let cells = entry.changes.iter().map(|change| {
            let named = match &entry.id {
                Some(id) => Cell::link(Link::new(&entry.name, href(id))),
                None => Cell::new(&entry.name),
            };
            let before = if change.before.is_empty() {
                "nothing"
            } else {
                &change.before
            };
            let after = if change.after.is_empty() {
                "nothing"
            } else {
                &change.after
            };
            vec![
                named,
                Cell::new(entry.line.to_string()),
                Cell::new(&change.column),
                Cell::new(before),
                Cell::new(after),
            ]
        });
        cells.collect::<Vec<_>>()
    };
    let rows: Vec<Vec<Cell>> = judged.of(Fate::Changed).flat_map(one).collect();
    (!rows.is_empty()).then(|| Part {
        says: vec!["The people whom each has named as its contact get a letter.".to_owned()],
        table: Some(Table {
            id: "changed-rows".to_owned(),
            caption: "Cells that would change".to_owned(),
            columns: vec![
                Column::new("Organisation"),
                Column::new("Row").number(),
                Column::new("Column"),
                Column::new("Stands here"),
                Column::new("Would stand here"),
            ],
            rows,
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        ..Part::new("changed", "What would change")
    })
}

fn new(judged: &Judged) -> Option<Part> {
    let rows = judged.of(Fate::New).map(|entry| {
        let beside = entry.changes.iter().skip(1).filter(|change| !change.after.is_empty());
        let beside: Vec<String> = beside
            .map(|change| format!("{}: {}", change.column, change.after))
            .collect();
        vec![
            Cell::new(&entry.name),
            Cell::new(entry.line.to_string()),
            Cell::new(beside.join(". ")),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    (!rows.is_empty()).then(|| Part {
        table: Some(Table {
            id: "new-rows".to_owned(),
            caption: "Organisations that would be added".to_owned(),
            columns: vec![
                Column::new("Organisation"),
                Column::new("Row").number(),
                Column::new("What the file says of it"),
            ],
            rows,
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        ..Part::new("new", "What would be new")
    })
}

fn why(request: &Request) -> Field {
    let typed = request.typed(BECAUSE).unwrap_or_default();
    Field::long_text(BECAUSE, "Why do you change this?", typed, None)
        .hint("Each organisation that is changed reads this in its letter, such as From the survey in March.")
}

/// The button that does it; or why there is none.
fn ask(site: &Site, judged: &Judged, looked: &Looked, fields: Vec<Field>) -> Part {
    let (new, changed) = (judged.of(Fate::New).count(), judged.of(Fate::Changed).count());
    let refused = judged.of(Fate::Refused).count();
    let one_or_more = |number: usize| words::count_of(number, "organisation", "organisations");
    let does = match (new, changed) {
        (0, 0) => None,
        (new, 0) => Some(format!("Add {}", one_or_more(new))),
        (0, changed) => Some(format!("Change {}", one_or_more(changed))),
        (new, changed) => Some(format!("Add {} and change {changed}", one_or_more(new))),
    };
    let Some(does) = does else {
        return Part {
            empty: Some(Empty {
                title: "There is nothing to confirm".to_owned(),
                text: match refused {
                    0 => "Every row says what stands here already.".to_owned(),
                    _ => "No row can be taken as it is. Mend the file and send it again.".to_owned(),
                },
                link: Some(Link::new("Send another file", HERE)),
            }),
            ..Part::bare("confirm")
        };
    };
    let does = match refused {
        0 => does,
        refused => format!("{does}, and leave {} out", words::count_of(refused, "row", "rows")),
    };
    let form = Form {
        hidden: vec![Hidden {
            name: SEEN.to_owned(),
            value: looked.mark.clone(),
        }],
        buttons: ButtonGroup {
            buttons: vec![Button::primary(does.clone())],
            links: vec![Link::new("Send another file instead", HERE)],
        },
        ..Form::new(
            format!("{HERE}/{}", looked.row.id),
            shell::key(site),
            fields,
            Button::primary(does),
        )
    };
    Part {
        forms: vec![form],
        ..Part::bare("confirm")
    }
}

fn done(site: &Site, request: &Request, looked: &Looked) -> Result<Reply, Fault> {
    let title = "The file was taken";
    let mut page = shell::page(site, request, title)?;
    page.trail = vec![Link::new("Organisations", PATH), Link::new(super::TITLE, HERE)];
    let row = &looked.row;
    let number =
        |number: i64, one: &str, many: &str| words::count(u64::try_from(number).unwrap_or_default(), one, many);
    let when = row.done_at.map(|at| words::stamp(at.utc())).unwrap_or_default();
    let mut says = format!(
        "On {when}, {} added and {} changed.",
        number(row.added, "organisation was", "organisations were"),
        number(row.changed, "was", "were"),
    );
    if row.left_out > 0 {
        says.push_str(&format!(
            " {} left out.",
            number(
                row.left_out,
                "row that could not be taken was",
                "rows that could not be taken were"
            )
        ));
    }
    shell::draw(&Sheet {
        caption: Some(row.name.clone()),
        says: vec![
            says,
            "It stands in the journal, and the file itself is not kept.".to_owned(),
        ],
        parts: vec![Part {
            links: vec![
                Link::new("The register of organisations", PATH),
                Link::new("Where there is what, and where nobody is", "/landscape"),
                Link::new("Send another file", HERE),
            ],
            ..Part::bare("next")
        }],
        ..Sheet::new(page, title)
    })
}

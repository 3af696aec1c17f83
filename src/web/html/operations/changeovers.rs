//! Records under way that go over to another version of their rules: what would come of it, and the doing of it.

use super::{PATH, shell};
use crate::{
    domain::words,
    service::{
        changeovers::{self, Done, Trial},
        fault::{Fault, FieldError},
        mending::By,
        operations,
    },
    views::{
        components::{
            control::{Choice, Options},
            field::Field,
            form::{Form, Hidden},
            link::{Button, Link},
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            text::{Empty, Inset},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// What can be done.
const WAYS: [(&str, &str); 2] = [("over", "Put them under the new rules"), ("back", "Put them back")];

/// Where one is shown and done.
pub fn href(workflow: &str, name: &str) -> String {
    format!("{PATH}/workflows/{workflow}/changeovers/{name}")
}

/// What would come of one.
///
/// # Errors
/// There is none of this name, or it is not for this person.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[], None)
}

/// Does it.
///
/// # Errors
/// As [`one`].
pub fn act(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let words = changeovers::named(&site.app.library, request.param("changeover"))?;
    let because = request.typed("because").unwrap_or_default().to_owned();
    site.app.reading(alliance, |desk| operations::may(desk, &caller))?;
    let by = By::Person(caller);
    let done = match request.typed("way") {
        Some("over") => changeovers::go_over(&site.app, alliance, &words, (&by, &because)),
        Some("back") => changeovers::go_back(&site.app, alliance, &words, (&by, &because)),
        _ => Err(Fault::field("because", "Press one of the buttons.")),
    };
    match done {
        Ok(done) => show(site, request, &[], Some(&done)),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &errors, None)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, errors: &[FieldError], done: Option<&Done>) -> Result<Reply, Fault> {
    let (caller, workflow) = (request.caller()?, request.param("name"));
    let words = changeovers::named(&site.app.library, request.param("changeover"))?;
    if words.workflow != workflow {
        return Err(Fault::NotFound("page"));
    }
    let tried = site.app.reading(request.alliance()?, |desk| {
        operations::may(desk, &caller)?;
        match changeovers::trial(desk, &words) {
            // What is wrong with the file is for whoever wrote it, and no reason not to show the page.
            Err(Fault::Invalid(wrong)) => Ok(Err(wrong)),
            other => other.map(Ok),
        }
    })?;
    let heading = "Records under way, under new rules";
    let typed = request.typed("because").unwrap_or_default();
    let mut field = Field::text("because", "Why are they put under other rules?", typed)
        .hint("It stands in the journal of each record, and whoever may read the record may read it.");
    field.errors = errors.iter().map(|error| error.says.clone()).collect();
    let mut page = shell::with_errors(shell::page(site, request, heading)?, std::slice::from_ref(&field));
    page.width = Width::Wide;
    page.trail = vec![
        Link::new("Operations", PATH),
        Link::new("Workflow library", format!("{PATH}/workflows")),
        Link::new(
            workflow.replace(['_', '-'], " "),
            format!("{PATH}/workflows/{workflow}"),
        ),
    ];
    let mut parts = Vec::new();
    parts.extend(done.map(what_came));
    match &tried {
        Err(wrong) => parts.push(Part {
            says: vec!["This file cannot be used as it is:".to_owned()],
            points: wrong.iter().map(|one| Point::new(&one.says)).collect(),
            ..Part::new("wrong", "What is wrong with it")
        }),
        Ok(tried) => {
            parts.push(about(tried));
            parts.push(verdicts(tried));
            parts.extend(ways(site, request, tried, &field));
        }
    }
    shell::draw(&Sheet {
        caption: Some(format!("workflows/changeovers/{}.yaml", words.changeover)),
        says: vec![words.because.trim().to_owned()],
        parts,
        ..Sheet::new(page, heading)
    })
}

fn what_came(done: &Done) -> Part {
    let mut says = vec![format!("{} went.", records(done.went))];
    if !done.stayed.is_empty() {
        says.push(format!(
            "{} stayed as they were; the table says why.",
            records(done.stayed.len())
        ));
    }
    Part {
        inset: Some(Inset {
            warning: false,
            paragraphs: says,
            link: None,
        }),
        ..Part::bare("done")
    }
}

fn about(tried: &Trial) -> Part {
    let from: Vec<String> = tried.words.from.iter().map(|hash| words::short_hash(hash)).collect();
    let renamed = |pairs: &indexmap::IndexMap<String, String>| {
        let all: Vec<String> = pairs.iter().map(|(old, new)| format!("{old} becomes {new}")).collect();
        all.join(", ")
    };
    let rows = vec![
        SummaryRow::new("From the versions", from.join(", ")),
        SummaryRow::new("To the version", words::short_hash(&tried.to.hash)),
        SummaryRow::new("Stages with another name", renamed(&tried.words.states)),
        SummaryRow::new("Forms with another name", renamed(&tried.words.forms)),
        SummaryRow::new(
            "Clocks",
            match tried.words.clocks.is_empty() {
                true => "All that run end when they would have ended",
                false => "Some are counted by the new rules: the file says which",
            },
        ),
    ];
    let links = tried.words.from.iter().filter_map(|from| {
        let from = tried.verdicts.iter().find(|one| one.from.starts_with(from.as_str()))?;
        let href = format!(
            "{PATH}/workflows/{}/compare?from={}&to={}",
            tried.words.workflow, from.from, tried.to.hash
        );
        Some(Link::new(
            format!("What changes for people, from {}", words::short_hash(&from.from)),
            href,
        ))
    });
    Part {
        summary: Some(SummaryList {
            rows: rows.into_iter().filter(|row| !row.values.is_empty()).collect(),
        }),
        links: links.collect(),
        ..Part::new("about", "From which rules to which")
    }
}

fn verdicts(tried: &Trial) -> Part {
    let rows: Vec<Vec<Cell>> = tried
        .counted()
        .into_iter()
        .map(|(stands, reasons, many)| {
            vec![
                Cell::new(stands),
                Cell::new(many.to_string()),
                Cell::new(match reasons.is_empty() {
                    true => "Can go over".to_owned(),
                    false => format!("Stays. {}", reasons.join(" ")),
                }),
            ]
        })
        .collect();
    Part {
        empty: rows.is_empty().then(|| Empty {
            title: "Nothing runs by these versions".to_owned(),
            text: "Everything has gone over already, or has ended.".to_owned(),
            link: None,
        }),
        table: (!rows.is_empty()).then(|| Table {
            id: "verdict-rows".to_owned(),
            caption: format!("{} of {}", tried.ready().count(), records(tried.verdicts.len())),
            columns: vec![
                Column::new("Where they stand"),
                Column::new("Records").number(),
                Column::new("What would come of it"),
            ],
            rows,
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        ..Part::new("verdicts", "What would come of it")
    }
}

/// The form, where there is anything to do.
fn ways(site: &Site, request: &Request, tried: &Trial, field: &Field) -> Option<Part> {
    let many = [tried.ready().count(), tried.may_go_back.len()];
    let open: Vec<(&str, String)> = WAYS
        .into_iter()
        .zip(many)
        .filter(|(_, many)| *many > 0)
        .map(|((way, title), many)| (way, format!("{title}: {}", records(many))))
        .collect();
    let (way, title) = open.first()?.clone();
    let mut form = Form::new(
        request.path.clone(),
        shell::key(site),
        vec![field.clone()],
        Button::primary(if open.len() == 1 { &*title } else { "Do it" }),
    );
    if open.len() == 1 {
        form.hidden.push(Hidden {
            name: "way".to_owned(),
            value: way.to_owned(),
        });
    } else {
        let chosen = request.typed("way").unwrap_or_default();
        let choices = open.iter().map(|(way, title)| Choice::new(*way, title, *way == chosen));
        form.fields.insert(
            0,
            Field::options("way", "What is to be done?", Options::one(choices.collect())),
        );
    }
    Some(Part {
        says: vec![
            "Those that cannot go over stay with the rules that they have. Nothing that people have sent or voted is \
             lost. A record may go back as long as nothing has happened to it by the new rules."
                .to_owned(),
        ],
        forms: vec![form],
        ..Part::new("do", "Do it")
    })
}

fn records(many: usize) -> String {
    words::count_of(many, "record", "records")
}

//! What was raised, for those whom it reaches.

use super::{shell, stands};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        support::{
            Standing,
            reading::{self, Deed, Raised},
        },
    },
    views::{
        components::{
            field::Field,
            form::Form,
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
            table::Cell,
            text::{Empty, Inset},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{
        html::{
            lists::{Column, List},
            own,
        },
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// Where they are.
pub const PATH: &str = "/concerns";
const TITLE: &str = "Concerns that reach you";

/// The list, or the file.
///
/// # Errors
/// Nothing ever reaches this person, or the database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let all = site
        .app
        .reading(request.alliance()?, |desk| reading::all(desk, &caller))?;
    let says =
        vec!["They stand in no journal and in no letter. Those who hold the same role see them, too.".to_owned()];
    list().page(site, request, (TITLE, says, None), all)
}

fn list() -> List<'static, Raised> {
    List {
        id: "concerns",
        name: "concerns",
        path: PATH.to_owned(),
        words: ("concern", "concerns"),
        columns: vec![
            Column::text("what", "What", |row: &Raised| row.title.clone()).shown(|row| Cell {
                href: Some(format!("{PATH}/{}", row.id)),
                ..Cell::new(&row.title)
            }),
            Column::when("raised", ("Raised", "Raised (UK time)"), |row: &Raised| {
                Some(row.raised_at)
            }),
            Column::text("by", "By", by),
            Column::text("stands", "How it stands", |row: &Raised| stands(row.standing)),
            Column::text("who", "Who sees to it", |row: &Raised| {
                row.taken_by.clone().unwrap_or_default()
            }),
        ],
        choices: Vec::new(),
        usual: "",
        empty: Empty {
            title: "Nothing was raised".to_owned(),
            text: "You get a letter at once when something is; it says no more than that.".to_owned(),
            link: None,
        },
    }
}

fn by(row: &Raised) -> String {
    row.by.clone().unwrap_or_else(|| "Asked not to be named".to_owned())
}

/// One of them.
///
/// # Errors
/// It is not there, or does not reach this person.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, "", &[])
}

/// Takes it on, or answers it.
///
/// # Errors
/// It does not reach this person, or somebody was quicker.
pub fn see_to(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let id = request.param("concern");
    let answer = request.typed("answer").unwrap_or_default();
    let deed = match request.typed("deed") {
        Some("take") => Deed::Take,
        _ => Deed::Answer(answer.to_owned()),
    };
    match reading::see_to(&site.app, request.alliance()?, &request.caller()?, id, deed) {
        Ok(()) => Ok(Reply::go(format!("{PATH}/{id}"))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, answer, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, typed: &str, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("concern"));
    let one = site
        .app
        .reading(request.alliance()?, |desk| reading::one(desk, &caller, id))?;
    let mut page = shell::page(site, request, &one.title)?;
    page.trail = vec![Link::new(TITLE, PATH)];
    let mut rows = vec![
        SummaryRow::new("Raised", words::stamp_in(one.raised_at, words::ZONE)),
        SummaryRow::new("By", by(&one)),
        SummaryRow {
            values: one.text.lines().map(str::to_owned).collect(),
            ..SummaryRow::new("What they wrote", "")
        },
        SummaryRow::new("How it stands", stands(one.standing)),
    ];
    if let Some(name) = &one.taken_by {
        rows.push(SummaryRow::new("Who sees to it", name));
    }
    if let Some(answer) = &one.answer {
        rows.push(SummaryRow {
            values: answer.lines().map(str::to_owned).collect(),
            ..SummaryRow::new("What they were told", "")
        });
    }
    let mut fields = Vec::new();
    let mut part = Part {
        summary: Some(SummaryList { rows }),
        ..Part::bare("what")
    };
    match one.standing {
        Standing::Waits | Standing::Taken(_) if !one.is_theirs && (one.is_left || one.standing == Standing::Waits) => {
            let wrong: Vec<String> = errors.iter().map(|one| one.says.clone()).collect();
            part.inset = (!wrong.is_empty()).then_some(Inset {
                warning: true,
                paragraphs: wrong,
                link: None,
            });
            let mut button = Button::primary("I see to it");
            button.name = Some("deed".to_owned());
            button.value = Some("take".to_owned());
            part.forms = vec![Form::new(format!("{PATH}/{id}"), shell::key(site), Vec::new(), button)];
        }
        Standing::Taken(_) if one.is_theirs => {
            fields = vec![
                Field::long_text("answer", "What do you tell whoever raised it?", typed, None)
                    .hint("It stands on their page, sealed like what they wrote. Say what was done, and what was not."),
            ];
            own::with(&mut fields, errors);
            let button = Button::primary("Answer, and close it");
            part.forms = vec![Form::new(
                format!("{PATH}/{id}"),
                shell::key(site),
                fields.clone(),
                button,
            )];
        }
        Standing::Waits | Standing::Taken(_) | Standing::Answered(_) => {}
    }
    shell::draw(&Sheet {
        parts: vec![part],
        ..Sheet::new(shell::with_errors(page, &fields), &one.title)
    })
}

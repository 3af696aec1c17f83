//! Raising something: the form, what happens then, and what became of it.

use super::{PATH, shell, stands};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        library::support::Way,
        support::raising::{self, Reader, Wish},
    },
    views::{
        components::{
            banner::Banner,
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
            text::Inset,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{html::own, reply::Reply, request::Request, site::Site},
};

/// The form of a way.
///
/// # Errors
/// There is no such way.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    draw(site, request, &Wish::default(), &[])
}

/// Raises it.
///
/// # Errors
/// There is no such way, or the database fails.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let wish = Wish {
        way: request.param("way").to_owned(),
        role: request.typed("role").unwrap_or_default().to_owned(),
        text: request.typed("text").unwrap_or_default().to_owned(),
        named: request.typed("named").map(|answer| answer == "yes"),
    };
    match raising::raise(&site.app, request.alliance()?, &request.caller()?, &wish) {
        Ok(id) => Ok(Reply::go(format!("{PATH}/raised/{id}?new=yes"))),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, &wish, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn draw(site: &Site, request: &Request, wish: &Wish, errors: &[FieldError]) -> Result<Reply, Fault> {
    let word = request.param("way");
    let support = &site.app.library.support;
    let way = support.ways.get(word).ok_or(Fault::NotFound("page"))?;
    let caller = request.caller()?;
    let readers = site
        .app
        .reading(request.alliance()?, |desk| raising::readers_of(desk, &caller, word))?;
    let mut fields = fields(way, &readers, wish);
    own::with(&mut fields, errors);
    let mut page = shell::page(site, request, &way.title)?;
    page.back = Some(Link::new("Back", PATH));
    let page = shell::with_errors(page, &fields);
    shell::draw(&Sheet {
        says: vec![way.says.clone(), way.next.clone()],
        parts: vec![Part {
            inset: Some(Inset {
                warning: true,
                paragraphs: vec![support.watched.clone()],
                link: Some(Link::new("Who helps now", format!("{PATH}#now"))),
            }),
            forms: vec![Form::new(
                format!("{PATH}/{word}"),
                shell::key(site),
                fields,
                Button::primary("Send it"),
            )],
            ..Part::bare("raise")
        }],
        ..Sheet::new(page, &way.title)
    })
}

fn fields(way: &Way, readers: &[Reader], wish: &Wish) -> Vec<Field> {
    let names = |one: &Reader| match (&one.instead, one.names.is_empty()) {
        (_, true) => way.if_nobody.clone(),
        (Some(instead), false) => format!(
            "Nobody is there in this role today. Until somebody is, it is read by {} ({instead}) and nobody else.",
            one.names.join(", ")
        ),
        (None, false) => format!("Read by {} and nobody else.", one.names.join(", ")),
    };
    let mut text = Field::long_text("text", &way.asks, &wish.text, None);
    if !way.hint.is_empty() {
        text = text.hint(&way.hint);
    }
    let shown = [
        Choice::new(
            "yes",
            "Yes, they may see my name and ask me more",
            wish.named == Some(true),
        ),
        Choice::new("no", "No, do not show my name", wish.named == Some(false))
            .hint("The installation keeps it, so that you can see here what became of it; they do not see it."),
    ];
    let whom = readers
        .iter()
        .map(|one| Choice::new(&one.role, &one.title, one.role == wish.role || readers.len() == 1).hint(names(one)));
    vec![
        text,
        Field::options("role", "Who is to read it?", Options::one(whom.collect())),
        Field::options(
            "named",
            "Is your name shown to whoever reads it?",
            Options::one(shown.into()),
        ),
    ]
}

/// What somebody raised, and what became of it.
///
/// # Errors
/// It is not there, or another's.
pub fn raised(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("concern"));
    let one = site
        .app
        .reading(request.alliance()?, |desk| raising::one(desk, &caller, id))?;
    let mut page = shell::page(site, request, &one.title)?;
    page.trail = vec![Link::new(super::TITLE, PATH)];
    if request.asked("new").is_some() {
        page.banner = Some(Banner::success("It is sent, and whoever reads it has been called"));
    }
    let mut rows = vec![
        SummaryRow::new("Sent", words::stamp_in(one.raised_at, words::ZONE)),
        SummaryRow::new("How it stands", stands(one.standing)),
        SummaryRow {
            values: one.text.lines().map(str::to_owned).collect(),
            ..SummaryRow::new("What you wrote", "")
        },
    ];
    if let Some(answer) = &one.answer {
        rows.push(SummaryRow {
            values: answer.lines().map(str::to_owned).collect(),
            ..SummaryRow::new("What you are told", "")
        });
    }
    shell::draw(&Sheet {
        parts: vec![
            Part {
                summary: Some(SummaryList { rows }),
                ..Part::bare("what")
            },
            super::at_once(&site.app.library.support),
        ],
        ..Sheet::new(page, &one.title)
    })
}

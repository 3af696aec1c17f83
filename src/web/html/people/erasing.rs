//! Erasing what is held on somebody: what would go, what has to stay, and the question; a second person confirms it.

use super::{href, shell, waiting, with_errors};
use crate::{
    service::{
        erasure::{
            Why,
            look::{self, Look},
        },
        fault::{Fault, FieldError},
        people::two::{self, Change},
    },
    views::{
        components::{
            control::{Choice, Options},
            errors::ErrorSummary,
            field::Field,
            form::Form,
            link::{Button, Link, Weight},
            text::Inset,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const WHY: &str = "why";

/// What it would do, and the question.
///
/// # Errors
/// There is nobody of this id here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    draw(site, request, &[])
}

/// Asks for it; a second person confirms it.
///
/// # Errors
/// There is nobody of this id here, or something has to be ended before.
pub fn ask(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let id = request.param("id");
    let Some(why) = request.typed(WHY).and_then(Why::of) else {
        let error = FieldError {
            field: WHY.to_owned(),
            says: "Select why it is to be erased.".to_owned(),
        };
        return Ok(draw(site, request, &[error])?.with_status(422));
    };
    let change = Change::Erase {
        person: id.to_owned(),
        why,
    };
    match two::ask(&site.app, request.alliance()?, &request.caller()?, change) {
        Ok(_) => Ok(Reply::go(waiting::PATH)),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn draw(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("id"));
    let look = site
        .app
        .reading(request.alliance()?, |desk| look::at(desk, &caller, id))?;
    let title = "Erase what is held on them";
    let mut page = shell::page(site, request, title)?;
    page.trail = vec![Link::new("People", super::PATH), Link::new(&look.person.name, href(id))];
    let mut parts = vec![goes(&look), stays(&look)];
    if look.done {
        parts = vec![told(
            "This is done",
            vec!["They were erased before. Nothing is left to do here.".to_owned()],
        )];
    } else if look.in_the_way.is_empty() {
        let form = question(site, request, errors);
        page.errors = ErrorSummary::of(&form.fields);
        parts.push(Part {
            says: vec![
                "A second person confirms it before anything happens. They get a letter when it is asked for, and when \
                 it is done."
                    .to_owned(),
            ],
            forms: vec![form],
            ..Part::new("ask", "Ask for it")
        });
    } else {
        parts.insert(0, told("You cannot ask for it yet", look.in_the_way.clone()));
    }
    shell::draw(&Sheet {
        says: vec![format!("This is about {}.", look.person.name)],
        parts,
        ..Sheet::new(page, title)
    })
}

fn told(title: &str, paragraphs: Vec<String>) -> Part {
    Part {
        inset: Some(Inset {
            warning: true,
            paragraphs,
            link: None,
        }),
        ..Part::new("told", title)
    }
}

fn question(site: &Site, request: &Request, errors: &[FieldError]) -> Form {
    let chosen = request.typed(WHY).and_then(Why::of);
    let options = Why::ALL
        .into_iter()
        .map(|(why, word)| Choice::new(word, why.says(), chosen == Some(why)))
        .collect();
    let field = Field::options(WHY, "Why is it to be erased?", Options::one(options));
    Form::new(
        request.path.clone(),
        shell::key(site),
        with_errors(vec![field], errors),
        Button::primary("Ask for it to be erased").weighing(Weight::Warning),
    )
}

fn goes(look: &Look) -> Part {
    let mut says = vec![
        "Name, address for email, telephone, needs, wishes, the account they are paid into, second factors, sessions, \
         drafts, files that nothing speaks of, what they said in comments, and every letter to them."
            .to_owned(),
        "Their name and address in letters to others, and in what was noted about them. In the journal they are a \
         number; reasons that it gives about them are sealed under a key of their own, which is destroyed."
            .to_owned(),
        "Looked for are the full name in any case and spacing, surname first, the initial with the surname where only \
         they can be meant, the address, and the telephone number with any spaces. A first name alone, a nickname, a \
         misspelling, a picture and a recording are not found: if you know of one, put it right where it stands."
            .to_owned(),
    ];
    if !look.own_papers.is_empty() {
        says.push(format!("Papers about them alone: {}.", look.own_papers.join(", ")));
    }
    Part {
        says,
        ..Part::new("goes", "What goes at once")
    }
}

fn stays(look: &Look) -> Part {
    let mut points: Vec<Point> = look.says_kept().into_iter().map(Point::new).collect();
    if !look.papers.is_empty() {
        points.push(Point::new(format!(
            "Papers that are the record of what was decided name them, and stay as they are: {}.",
            look.papers.join(", ")
        )));
    }
    let says = match points.is_empty() {
        true => vec!["Nothing has to be kept: the key is destroyed at once.".to_owned()],
        false => vec![
            "Who they were is kept sealed until the last of these days, for whoever has to answer for it; then the key \
             is destroyed. Nobody reads it on these pages."
                .to_owned(),
        ],
    };
    Part {
        says,
        points,
        ..Part::new("stays", "What has to be kept")
    }
}

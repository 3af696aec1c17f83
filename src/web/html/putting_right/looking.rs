//! The second of two people: all of it, and whether they confirm it. And the person for whom it was recorded.

use accord_store::recordings::Status;

use super::{cannot, hidden, said, summary};
use crate::{
    service::{
        fault::{Fault, FieldError},
        putting_right::{
            listing::{self, Shown},
            settling::{self, Word},
        },
    },
    views::{
        components::{
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::{Button, Link},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{
        html::{home::record_href, shell},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

const WORD: &str = "word";
const BECAUSE: &str = "because";

fn found(site: &Site, request: &Request) -> Result<Shown, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    listing::one(&site.app, alliance, &caller, request.param("recording")).map_err(hidden)
}

/// A recording, with the question whether one confirms it.
///
/// # Errors
/// It is not there, or not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let one = found(site, request)?;
    show(site, request, &one, &[])
}

fn show(site: &Site, request: &Request, one: &Shown, errors: &[FieldError]) -> Result<Reply, Fault> {
    let title = match one.row.status {
        Status::Waiting => format!("{}, for {}", one.row.title, one.whose),
        Status::Confirmed => format!("Recorded: {}, for {}", one.row.title, one.whose),
        Status::Refused => format!("Not confirmed: {}, for {}", one.row.title, one.whose),
    };
    let mut parts = vec![Part {
        summary: Some(summary(one)),
        ..Part::new("recorded", "What was recorded")
    }];
    parts.extend(said(one));
    let questions = questions(errors);
    if one.row.status == Status::Waiting {
        parts.push(decision(site, request, one, questions.clone()));
    }
    if one.row.status == Status::Confirmed && !one.reached {
        parts.push(Part {
            says: vec![format!(
                "{} gets no email. Tell them in the way that suits them what was recorded, and that they can say if it is \
                 not right.",
                one.whose
            )],
            ..Part::new("reach", "They have to hear of it")
        });
    }
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &questions);
    page.back = Some(Link::new("Back", "/put-right"));
    shell::draw(&Sheet {
        page,
        tabs: None,
        caption: Some(one.record.title.clone()),
        heading: title,
        says: Vec::new(),
        parts,
    })
}

fn questions(errors: &[FieldError]) -> Vec<Field> {
    let options = vec![
        Choice::new("yes", "Yes, I know that it was said so", false),
        Choice::new("no", "No", false),
    ];
    let mut fields = vec![
        Field::options(WORD, "Do you confirm it?", Options::one(options)),
        Field::text(BECAUSE, "If not: why?", "").optional(),
    ];
    for field in &mut fields {
        field.errors = errors
            .iter()
            .filter(|one| one.field == field.name)
            .map(|one| one.says.clone())
            .collect();
    }
    fields
}

fn decision(site: &Site, request: &Request, one: &Shown, questions: Vec<Field>) -> Part {
    let part = Part::new("confirm", "What you can do");
    if one.nobody {
        return Part {
            says: vec![
                "It waits for a second person, and nobody here counts as one for it: they see the record, read what was \
                 said, and were not added, appointed or given another address by whoever wrote it down."
                    .to_owned(),
                "Two people can appoint somebody else who confirms it, under “People”. Where there are no two, whoever \
                 runs the server can, with “accord people appoint”."
                    .to_owned(),
            ],
            ..part
        };
    }
    if !one.because.is_empty() {
        return Part {
            says: std::iter::once("It waits for a second person.".to_owned())
                .chain(one.because.clone())
                .collect(),
            ..part
        };
    }
    Part {
        says: vec![
            "If you confirm it, it is done now, as if they had done it here: by the same rules, and as of today. Hear it \
             from them, or see the paper, first."
                .to_owned(),
        ],
        forms: vec![Form::new(
            request.path.split('?').next().unwrap_or_default(),
            shell::key(site),
            questions,
            Button::primary("Send"),
        )],
        ..part
    }
}

/// Confirms it, or does not.
///
/// # Errors
/// They may not be the second person.
pub fn settle(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let one = found(site, request)?;
    let because = request.typed(BECAUSE).unwrap_or_default().to_owned();
    let word = match request.typed(WORD) {
        Some("yes") => {
            // It is done at once and cannot be taken back.
            if let Some(reply) = shell::stale(site, request.session()?, &format!("/put-right/{}", one.row.id)) {
                return Ok(reply);
            }
            Word::Confirm
        }
        Some("no") => Word::Refuse(because),
        _ => {
            let error = FieldError {
                field: WORD.to_owned(),
                says: "Select whether you confirm it.".to_owned(),
            };
            return Ok(show(site, request, &one, &[error])?.with_status(422));
        }
    };
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let here = format!("/put-right/{}", one.row.id);
    match settling::settle(&site.app, alliance, &caller, &one.row.id, word) {
        Ok(_) => Ok(Reply::go(here)),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &one, &errors)?.with_status(422)),
        Err(refused @ Fault::Refused(_)) => cannot(site, request, refused, Link::new("Back", here)),
        Err(other) => Err(other),
    }
}

/// What was recorded for oneself, and how to object.
///
/// # Errors
/// It is not theirs.
pub fn own(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let one = listing::own(&site.app, alliance, &caller, request.param("recording"))?;
    let title = "What was recorded for you";
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Home", "/"));
    let mut says = vec![format!(
        "If this is not what you said, write to {}{}. It is put right, and what you say is written down.",
        page.site.email,
        page.site
            .telephone
            .as_ref()
            .map_or_else(String::new, |number| format!(" or call {number}"))
    )];
    if one.row.place.starts_with("vote/") {
        says.push("An answer in a decision can be changed until answers are counted: give it again on the page of the decision.".to_owned());
    }
    let mut parts = vec![Part {
        summary: Some(summary(&one)),
        links: vec![Link::new(
            format!("Look at {}", one.record.title),
            record_href(&one.record.kind, &one.record.id),
        )],
        ..Part::new("recorded", "Who recorded it, and how it came")
    }];
    parts.splice(0..0, said(&one));
    shell::draw(&Sheet {
        page,
        tabs: None,
        caption: Some(one.record.title.clone()),
        heading: title.to_owned(),
        says,
        parts,
    })
}

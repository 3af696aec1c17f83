//! Who of an organisation's people writes for it, and who sends: its own people decide.

use super::{PATH, href, shell};
use crate::{
    service::{
        fault::{Fault, FieldError},
        people::of_organisation::{self, OwnPeople, OwnPerson},
    },
    views::{
        components::{
            control::{Choice, Options},
            field::Field,
            form::{Form, Hidden},
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
            text::Inset,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{html::public::bidding::contact, reply::Reply, request::Request, site::Site},
};

const TITLE: &str = "Who writes, and who sends";
const PERSON: &str = "person";
const ROLE: &str = "role";
/// The answer of whoever does neither.
const NEITHER: &str = "neither";

/// The people, each with what they do.
///
/// # Errors
/// The reader does not speak for the organisation.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[])
}

/// Decides what one of them does.
///
/// # Errors
/// As [`page`]; the reader does not decide it.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("id").to_owned());
    let person = request.typed(PERSON).unwrap_or_default().to_owned();
    let role = request.typed(role_of(&person).as_str()).map(str::to_owned);
    let Some(role) = role else {
        let wrong = FieldError {
            field: role_of(&person),
            says: "Choose what they do.".to_owned(),
        };
        return Ok(show(site, request, &[wrong])?.with_status(422));
    };
    let place = href(&id);
    let done = site.app.writing(request.alliance()?, move |desk| {
        let role = (role != NEITHER).then_some(role.as_str());
        of_organisation::set(desk, &caller, &id, (&person, role))
    });
    match done {
        Ok(()) => Ok(Reply::go(shell::Did::Saved.at(&format!("{place}/people")))),
        Err(Fault::Invalid(errors)) => {
            let person = request.typed(PERSON).unwrap_or_default();
            let errors: Vec<FieldError> = errors
                .into_iter()
                .map(|one| FieldError {
                    field: role_of(person),
                    ..one
                })
                .collect();
            Ok(show(site, request, &errors)?.with_status(422))
        }
        Err(other) => Err(other),
    }
}

fn role_of(person: &str) -> String {
    format!("{ROLE}-{person}")
}

fn show(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("id"));
    let shown = site
        .app
        .reading(request.alliance()?, |desk| of_organisation::show(desk, &caller, id))?;
    let mut page = shell::page(site, request, TITLE)?;
    page.trail = vec![
        Link::new("Organisations", PATH),
        Link::new(&shown.organisation.name, href(id)),
    ];
    let contact = contact(&page);
    let mut all = Vec::new();
    let mut parts = vec![Part {
        inset: Some(Inset {
            warning: false,
            paragraphs: vec![
                "Several people can write a bid. What is sent in your organisation's name is sent by somebody whom you \
                 let send it: they read it as a whole first. If you are only one or two, one of you does both."
                    .to_owned(),
            ],
            link: None,
        }),
        ..Part::bare("about")
    }];
    for one in &shown.people {
        let (part, fields) = person(site, &shown, one, errors);
        parts.push(part);
        all.extend(fields);
    }
    parts.push(Part {
        says: vec![format!(
            "To add somebody, {contact} with their name and email address: they are invited, and stand here then."
        )],
        ..Part::new("missing", "Somebody is missing")
    });
    shell::draw(&Sheet {
        caption: Some(shown.organisation.name.clone()),
        parts,
        ..Sheet::new(shell::with_errors(page, &all), TITLE)
    })
}

/// One of them: what they do, and a form for whoever decides it.
fn person(site: &Site, shown: &OwnPeople, one: &OwnPerson, errors: &[FieldError]) -> (Part, Vec<Field>) {
    let means = shown.roles.iter().find(|(role, _)| one.role.as_ref() == Some(role));
    let does = means.map_or_else(|| "Does neither".to_owned(), |(_, means)| means.clone());
    let part = Part::new(format!("person-{}", one.id), &one.name);
    let mut rows = Vec::new();
    if !one.position.is_empty() {
        rows.push(SummaryRow::new("Position", &one.position));
    }
    if one.oneself || !shown.decides {
        rows.push(SummaryRow::new("Bids", does));
        let part = Part {
            summary: Some(SummaryList { rows }),
            ..part
        };
        return (part, Vec::new());
    }
    let options = shown
        .roles
        .iter()
        .map(|(role, means)| Choice::new(role, means, one.role.as_ref() == Some(role)))
        .chain([Choice::new(NEITHER, "Does neither", one.role.is_none())]);
    let id = role_of(&one.id);
    let mut field = Field::options(
        id.clone(),
        format!("What does {} do for bids?", one.name),
        Options::one(options.collect()),
    );
    let mine = errors.iter().filter(|error| error.field == id);
    field.errors = mine.map(|error| error.says.clone()).collect();
    let fields = vec![field];
    let form = Form {
        hidden: vec![Hidden {
            name: PERSON.to_owned(),
            value: one.id.clone(),
        }],
        ..Form::new(
            format!("{}/people", href(&shown.organisation.id)),
            shell::key(site),
            fields.clone(),
            Button::primary(format!("Save it for {}", one.name)),
        )
    };
    let part = Part {
        summary: (!rows.is_empty()).then_some(SummaryList { rows }),
        forms: vec![form],
        ..part
    };
    (part, fields)
}

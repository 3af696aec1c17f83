//! Correcting what was filled in: which, the answers again, and why. A second person confirms it.

use serde_json::{Map, Value as Json};

use super::cannot;
use crate::{
    service::{
        drafts,
        fault::{Fault, FieldError},
        putting_right::correcting::{self, REASON, Sent, Sheet},
    },
    views::{
        components::{
            field::Field,
            form::Form,
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
            text::Empty,
        },
        pages::{
            asking::Asking,
            sheet::{Part, Sheet as Parts},
        },
    },
    web::{
        html::{fields, shell, task},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

fn hub(kind: &str, id: &str) -> String {
    format!("/{kind}/{id}/put-right")
}

/// What was filled in, and which of it can be corrected.
///
/// # Errors
/// It is not theirs to put right.
pub fn list(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let instance = request.param("id");
    let (seen, all) = match correcting::all(&site.app, request.alliance()?, &request.caller()?, instance) {
        Ok(found) => found,
        Err(refused @ Fault::Refused(_)) => return cannot(site, request, refused, Link::new("Home", "/")),
        Err(other) => return Err(other),
    };
    let title = "What has to be corrected?";
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back", hub(&seen.record.kind, &seen.record.id)));
    let part = |(one, number): (&Sent, usize)| Part {
        summary: Some(SummaryList {
            rows: one
                .answers
                .iter()
                .map(|(label, words)| SummaryRow::new(label, words))
                .collect(),
        }),
        says: match one.because.is_empty() {
            true => Vec::new(),
            false => std::iter::once("It cannot be corrected any more:".to_owned())
                .chain(one.because.clone())
                .collect(),
        },
        links: match one.because.is_empty() {
            true => vec![Link::new(
                "Correct this",
                format!("/task/{instance}/correct/{}", one.id),
            )],
            false => Vec::new(),
        },
        ..Part::new(format!("sent-{number}"), format!("{}: {}", one.by, one.title))
    };
    let mut parts: Vec<Part> = all.iter().zip(1..).map(part).collect();
    if parts.is_empty() {
        parts.push(Part {
            empty: Some(Empty {
                title: "Nothing was filled in here that can be shown".to_owned(),
                text: "What is sealed, and what people say in a decision, is not corrected by others.".to_owned(),
                link: None,
            }),
            ..Part::default()
        });
    }
    shell::draw(&Parts {
        page,
        tabs: None,
        caption: Some(seen.record.title.clone()),
        heading: title.to_owned(),
        says: vec![
            "What stands there is kept, and both are shown. A correction never goes past a decision, a document or a \
             condition that rests on it."
                .to_owned(),
        ],
        parts,
    })
}

fn sheet(site: &Site, request: &Request) -> Result<Sheet, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    correcting::open(
        &site.app,
        alliance,
        &caller,
        request.param("id"),
        request.param("submission"),
    )
}

/// The answers again.
///
/// # Errors
/// It is not theirs to put right, or something rests on it.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    match sheet(site, request) {
        Ok(sheet) => show(site, request, &sheet, "", &[]),
        Err(refused @ Fault::Refused(_)) => cannot(
            site,
            request,
            refused,
            Link::new("Back", format!("/task/{}/correct", request.param("id"))),
        ),
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, sheet: &Sheet, reason: &str, errors: &[FieldError]) -> Result<Reply, Fault> {
    let of = |id: &str| -> Vec<String> {
        let own = errors.iter().filter(|one| one.field.rsplit('.').next() == Some(id));
        own.map(|one| one.says.clone()).collect()
    };
    let mut questions: Vec<Field> = Vec::new();
    for field in &sheet.form.fields {
        questions.push(fields::question(
            field,
            sheet.typed.get(&field.id),
            &sheet.choices,
            &of(&field.id),
        ));
    }
    let mut why = Field::text(REASON, "Why is it corrected?", reason).hint("Whoever relied on it reads this.");
    why.errors = of(REASON);
    questions.push(why);
    let title = format!("Correct what {} filled in", sheet.by.1);
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &questions);
    page.back = Some(Link::new("Back", format!("/task/{}/correct", sheet.instance)));
    let key = sheet
        .draft
        .as_ref()
        .map_or_else(|| shell::key(site), |one| one.id.clone());
    let action = request.path.split('?').next().unwrap_or_default();
    shell::draw(&Asking {
        page,
        caption: Some(sheet.seen.record.title.clone()),
        heading: Some(title),
        says: vec![
            "What stands there now is filled in. What the process itself keeps is not asked. A second person confirms it.".to_owned(),
        ],
        form: Form::new(action, key, questions, Button::primary("Write the correction down")),
        links: Vec::new(),
    })
}

/// Writes the correction down.
///
/// # Errors
/// It is not theirs to put right, or something rests on it.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let stamp = task::stamp(request);
    if let Ok(row) = drafts::of(&site.app, &caller.person, &stamp.key)
        && row.sent_at.is_some()
    {
        return Ok(Reply::go(format!("/put-right/{}", row.id)));
    }
    let first = sheet(site, request)?;
    let all: Vec<_> = first.form.fields.iter().collect();
    let typed: Map<String, Json> = fields::typed(&all, &request.form);
    let draft = drafts::keep(
        &site.app,
        alliance,
        &caller,
        &first.instance,
        &first.place(),
        stamp,
        typed,
    )?;
    let sheet = sheet(site, request)?;
    if [fields::ADD, fields::TAKE]
        .iter()
        .any(|button| request.typed(button).is_some())
    {
        return Ok(Reply::go(request.path.clone()));
    }
    let reason = request.typed(REASON).unwrap_or_default();
    match correcting::propose(&site.app, alliance, &caller, &sheet, reason, &draft) {
        Ok(id) => Ok(Reply::go(format!("/put-right/{id}"))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &sheet, reason, &errors)?.with_status(422)),
        Err(refused @ Fault::Refused(_)) => cannot(
            site,
            request,
            refused,
            Link::new("Back", format!("/task/{}/correct", sheet.instance)),
        ),
        Err(other) => Err(other),
    }
}

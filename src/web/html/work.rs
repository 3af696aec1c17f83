//! A piece of work that a permit allows: one form, kept while it is typed.

use serde_json::{Map, Value as Json};

use super::{fields, home::record_href, shell, task};
use crate::{
    service::spoken,
    service::{
        access::sessions::Session,
        authority::Caller,
        fault::{Fault, FieldError},
        working::{self, Bench},
    },
    views::{
        components::{
            field::Field,
            form::Form,
            link::{Button, ButtonGroup, Link},
        },
        pages::asking::Asking,
    },
    web::{
        reply::{Body, Reply},
        request::Request,
        site::Site,
    },
};

fn bench(site: &Site, request: &Request, alliance: &str, caller: &Caller) -> Result<Bench, Fault> {
    let record = (request.kind(), request.param("id"));
    working::open(
        &site.app,
        alliance,
        caller,
        record,
        request.param("permit"),
        &request.query,
    )
}

/// The form.
///
/// # Errors
/// It is not allowed now, or not to this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let bench = bench(site, request, request.alliance()?, &request.caller()?)?;
    show(site, request, &bench, &bench.typed, &[])
}

/// Where one goes on: the text, where a record has one.
fn back(bench: &Bench) -> String {
    let record = &bench.seen.record;
    let href = record_href(&record.kind, &record.id);
    if bench.form.about.is_empty() {
        href
    } else {
        format!("{href}/text")
    }
}

fn address(request: &Request, end: &str) -> String {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let path = path.trim_end_matches("/save");
    if query.is_empty() {
        format!("{path}{end}")
    } else {
        format!("{path}{end}?{query}")
    }
}

fn show(
    site: &Site,
    request: &Request,
    bench: &Bench,
    typed: &Map<String, Json>,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let form = &bench.form.form;
    let mut known: Vec<&str> = Vec::new();
    let mut questions: Vec<Field> = Vec::new();
    for field in &form.fields {
        known.push(&field.id);
        let own: Vec<String> = errors
            .iter()
            .filter(|one| one.field == field.id)
            .map(|one| one.says.clone())
            .collect();
        questions.push(fields::question(field, typed.get(&field.id), &bench.choices, &own));
    }
    // What belongs to no question stands beside the first.
    if let Some(first) = questions.first_mut() {
        let others = errors.iter().filter(|one| !known.contains(&one.field.as_str()));
        first.errors.extend(others.map(|one| one.says.clone()));
    }
    let title = form.title.clone().unwrap_or_else(|| bench.permit.clone());
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &questions);
    page.back = Some(Link::new("Back", back(bench)));
    let key = bench
        .draft
        .as_ref()
        .map_or_else(|| shell::key(site), |one| one.id.clone());
    let form = Form {
        autosave: Some(address(request, "/save")),
        buttons: ButtonGroup {
            buttons: vec![Button::primary("Send")],
            links: vec![Link::new("Come back later", back(bench))],
        },
        ..Form::new(address(request, ""), key, questions, Button::primary("Send"))
    };
    shell::draw(&Asking {
        page,
        caption: Some(bench.seen.record.title.clone()),
        heading: Some(title),
        says: bench.says.clone(),
        form,
        links: Vec::new(),
    })
}

fn typed(bench: &Bench, request: &Request) -> Map<String, Json> {
    let all: Vec<_> = bench.form.form.fields.iter().collect();
    fields::typed(&all, &request.form)
}

/// Does it.
///
/// # Errors
/// It is not allowed any more.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let bench = bench(site, request, request.alliance()?, &caller)?;
    let typed = typed(&bench, request);
    // A row more, or less: nothing is sent yet.
    if [fields::ADD, fields::TAKE]
        .iter()
        .any(|button| request.typed(button).is_some())
    {
        working::keep(&site.app, &caller, &bench, task::stamp(request), typed)?;
        return Ok(Reply::go(address(request, "")));
    }
    match working::send(&site.app, &caller, &bench, task::stamp(request), &typed) {
        Ok(()) => Ok(Reply::go(back(&bench))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &bench, &typed, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// Keeps what is being typed, for the script of the page.
///
/// # Errors
/// It is not allowed any more.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let bench = bench(site, request, request.alliance()?, &caller)?;
    let draft = working::keep(&site.app, &caller, &bench, task::stamp(request), typed(&bench, request))?;
    let answer = serde_json::json!({ "says": format!("Saved at {}.", spoken::clock_time(draft.saved_at.utc())) });
    Ok(Reply::of(200, Body::Json("application/json", answer.to_string())))
}

/// Keeps what was typed by somebody whose session has run out.
///
/// # Errors
/// The database fails.
pub fn rescue(site: &Site, session: &Session, request: &Request) -> Result<(), Fault> {
    let caller = session.caller();
    let bench = match bench(site, request, &session.row.alliance_id, &caller) {
        Ok(bench) => bench,
        Err(Fault::NotFound(_)) => return Ok(()),
        Err(other) => return Err(other),
    };
    working::keep(&site.app, &caller, &bench, task::stamp(request), typed(&bench, request)).map(drop)
}

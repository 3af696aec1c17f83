//! One promise: how it stands, and the files that show how it was kept.

use serde_json::{Map, json};

use super::{home::record_href, own, shell};
use crate::{
    domain::{papers, words},
    service::{
        fault::{Fault, FieldError},
        subjects::promises::showing::SHOW,
        traces::{self, Promise, Traces},
        uploads,
        work::Task,
    },
    views::{
        components::{
            field::Field,
            files::Upload,
            form::Form,
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
            text::Empty,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const FILE: &str = "file";
const TITLE: &str = "title";
const OUT: &str = "take_out";

/// Its address below a record's.
pub(super) fn href(record: &str, promise: &str) -> String {
    format!("{record}/promises/{promise}")
}

/// The page.
///
/// # Errors
/// The record or the promise is not there, or not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &open(site, request)?, &[])
}

fn open(site: &Site, request: &Request) -> Result<(Traces, Promise), Fault> {
    let place = (request.kind(), request.param("id"));
    let traces = traces::open(&site.app, request.alliance()?, &request.caller()?, place)?;
    let found = traces.promises.iter().find(|one| one.id == request.param("promise"));
    let promise = found.cloned().ok_or(Fault::NotFound("page"))?;
    Ok((traces, promise))
}

/// Adds a file, or takes one out.
///
/// # Errors
/// It is not allowed now, or not to this person.
pub fn add(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let found = open(site, request)?;
    let (traces, promise) = &found;
    if !promise.may_show {
        return Err(Fault::NotFound("page"));
    }
    let here = href(
        &record_href(&traces.seen.record.kind, &traces.seen.record.id),
        &promise.id,
    );
    match change(site, request, traces, promise) {
        Ok(()) => Ok(Reply::go(here)),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &found, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn change(site: &Site, request: &Request, traces: &Traces, promise: &Promise) -> Result<(), Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let mut body = Map::new();
    body.insert("promise".to_owned(), json!(promise.id));
    match request.typed(OUT).filter(|id| !id.is_empty()) {
        Some(id) => {
            body.insert(OUT.to_owned(), json!(id));
        }
        None => {
            let title = request.typed(TITLE).unwrap_or_default().trim();
            if title.is_empty() {
                return Err(Fault::field(TITLE, "Say what the file is, in a few words."));
            }
            let mut sent = request
                .files
                .iter()
                .filter(|file| file.field == FILE && !file.bytes.is_empty());
            let Some(sent) = sent.next() else {
                return Err(Fault::field(FILE, "Select a file."));
            };
            let mut allowing = traces.seen.running.iter().filter(|one| traces.seen.may_work(one, SHOW));
            let instance = allowing.next().ok_or(Fault::NotFound("page"))?.row.id.clone();
            let sealed = uploads::seal(&site.app, alliance, &caller, &instance, sent)?;
            site.files.put(&sealed.row.stored, sealed.bytes)?;
            body.insert(FILE.to_owned(), json!(uploads::add(&site.app, sealed.row)?));
            body.insert(TITLE.to_owned(), json!(title));
        }
    }
    site.app.work(Task {
        alliance: alliance.to_owned(),
        subject: traces.seen.record.id.clone(),
        permit: SHOW.to_owned(),
        caller,
        key: None,
        body,
    })?;
    Ok(())
}

fn show(
    site: &Site,
    request: &Request,
    (traces, promise): &(Traces, Promise),
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let record = &traces.seen.record;
    let above = record_href(&record.kind, &record.id);
    let here = href(&above, &promise.id);
    let heading = "A promise, and what shows that it is kept";
    let mut fields = vec![
        Field::text(TITLE, "What does it show?", request.typed(TITLE).unwrap_or_default())
            .hint("Such as: the new opening times. Everybody who takes part reads it: name nobody who asked."),
        Field::files(
            FILE,
            "The file",
            Upload {
                accept: papers::endings(false),
                limits: papers::LIMITS.to_owned(),
                ..Upload::default()
            },
        ),
    ];
    own::with(&mut fields, errors);
    let mut page = shell::page(site, request, heading)?;
    if promise.may_show {
        page = shell::with_errors(page, &fields);
    }
    page.trail = shell::below(record);
    page.trail
        .push(Link::new("Where is what you asked for?", format!("{above}/asked")));
    let mut parts = vec![
        Part {
            summary: Some(facts(promise)),
            ..Part::bare("what")
        },
        files(site, promise, &here),
    ];
    if promise.may_show {
        parts.push(Part {
            forms: vec![Form {
                files: true,
                ..Form::new(here, shell::key(site), fields, Button::primary("Add it"))
            }],
            ..Part::new("add", "Add a file")
        });
    }
    shell::draw(&Sheet {
        caption: Some(record.title.clone()),
        parts,
        ..Sheet::new(page, heading)
    })
}

fn facts(promise: &Promise) -> SummaryList {
    let mut rows = vec![
        SummaryRow::new("What was promised", &promise.what),
        SummaryRow::new("By when", promise.gate.trim_end_matches('.')),
    ];
    if !promise.house.is_empty() {
        rows.push(SummaryRow::new("Asked for by", &promise.house));
    }
    rows.extend(
        promise
            .keeper
            .as_ref()
            .map(|name| SummaryRow::new("Who sees to it", name)),
    );
    rows.extend(promise.due_on.map(|on| SummaryRow::new("By the day", words::day(on))));
    match promise.met_at {
        Some(at) => {
            rows.push(SummaryRow::new("It has happened", words::day(words::local_day(at))));
            rows.push(SummaryRow::new("How we know", &promise.evidence));
        }
        None => rows.push(SummaryRow::new("How it stands", "It has not happened yet")),
    }
    SummaryList { rows }
}

fn files(site: &Site, promise: &Promise, here: &str) -> Part {
    let point = |(id, title): &(String, String)| Point::leading(Link::new(title, format!("/files/{id}")));
    let forms = promise.files.iter().filter(|_| promise.may_show).map(|(id, title)| {
        let button = Button::secondary(format!("Take out {title}"), OUT, id);
        Form::new(here, shell::key(site), Vec::new(), button)
    });
    Part {
        points: promise.files.iter().map(point).collect(),
        forms: forms.collect(),
        empty: promise.files.is_empty().then(|| Empty {
            title: "No file shows it yet".to_owned(),
            text: "Whoever sees to it can add one: a photograph, a page, a list. Whoever asked is told.".to_owned(),
            link: None,
        }),
        ..Part::new("files", "Files that show it")
    }
}

//! Files that belong to a text: to read, to add, to take out.

use accord_store::uploads::Checked;
use serde_json::{Map, json};

use super::{home::record_href, shell, sign_in::encoded};
use crate::{
    domain::{papers, words},
    service::{
        attachments::{self, ADD, Attachments, TAKE_OUT},
        fault::{Fault, FieldError},
        uploads,
        work::Task,
    },
    views::{
        components::{
            field::Field,
            files::Upload,
            form::Form,
            link::{Button, Link},
            table::{Cell, Column, Table},
            tag::{Tag, Tone},
            text::Empty,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// What a link here says.
pub const WAY: &str = "Files that belong to the text";
const FILE: &str = "file";
const TITLE: &str = "title";

/// The page.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &open(site, request)?, "", &[])
}

fn open(site: &Site, request: &Request) -> Result<Attachments, Fault> {
    let place = (request.kind(), request.param("id"));
    attachments::open(&site.app, request.alliance()?, &request.caller()?, place)
}

/// Keeps a file, and adds it to the text.
///
/// # Errors
/// It is not allowed now, or not to this person.
pub fn add(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let found = open(site, request)?;
    let title = request.typed(TITLE).unwrap_or_default().trim();
    let here = record_href(&found.seen.record.kind, &found.seen.record.id);
    let Some(instance) = &found.add_to else {
        return Err(Fault::NotFound("page"));
    };
    let mut errors = Vec::new();
    if title.is_empty() {
        errors.push(wrong(TITLE, "Say what the file is, in a few words."));
    }
    let sent = request
        .files
        .iter()
        .find(|file| file.field == FILE && !file.bytes.is_empty());
    let Some(sent) = sent else {
        errors.push(wrong(FILE, "Select a file."));
        return Ok(show(site, request, &found, title, &errors)?.with_status(422));
    };
    if !errors.is_empty() {
        return Ok(show(site, request, &found, title, &errors)?.with_status(422));
    }
    match keep(site, request, &found, (instance, title), sent) {
        Ok(()) => Ok(Reply::go(format!("{here}/attachments"))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &found, title, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn wrong(field: &str, says: &str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        says: says.to_owned(),
    }
}

fn keep(
    site: &Site,
    request: &Request,
    found: &Attachments,
    (instance, title): (&str, &str),
    sent: &uploads::Sent,
) -> Result<(), Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let sealed = uploads::seal(&site.app, alliance, &caller, instance, sent)?;
    // A second press sends the same file: it belongs to the text already.
    if found
        .all
        .iter()
        .any(|one| one.file.hash == sealed.row.hash && one.title == title)
    {
        return Ok(());
    }
    site.files.put(&sealed.row.stored, sealed.bytes)?;
    let file = uploads::add(&site.app, sealed.row)?;
    let body = [(FILE.to_owned(), json!(file)), (TITLE.to_owned(), json!(title))];
    site.app.work(Task {
        alliance: alliance.to_owned(),
        subject: found.seen.record.id.clone(),
        permit: ADD.to_owned(),
        caller,
        key: None,
        body: body.into_iter().collect::<Map<_, _>>(),
    })?;
    Ok(())
}

fn show(
    site: &Site,
    request: &Request,
    found: &Attachments,
    title: &str,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let record = &found.seen.record;
    let here = record_href(&record.kind, &record.id);
    let heading = format!("Files that belong to {}", record.title);
    let mut fields = vec![
        Field::text(TITLE, "What is it?", title).hint("Such as: a map of the networks."),
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
    for field in &mut fields {
        let mine = errors.iter().filter(|one| one.field == field.id);
        field.errors = mine.map(|one| one.says.clone()).collect();
    }
    let mut page = shell::page(site, request, &heading)?;
    if found.add_to.is_some() {
        page = shell::with_errors(page, &fields);
    }
    page.trail = shell::below(record);
    page.trail.push(Link::new("The text", format!("{here}/text")));
    let mut parts = vec![list(found, &here)];
    if found.add_to.is_some() {
        let form = Form {
            files: true,
            ..Form::new(
                format!("{here}/attachments"),
                shell::key(site),
                fields,
                Button::primary("Add it"),
            )
        };
        parts.push(Part {
            forms: vec![form],
            ..Part::new("add", "Add a file")
        });
    }
    shell::draw(&Sheet {
        caption: record.reference.clone(),
        says: says(found),
        parts,
        ..Sheet::new(page, heading)
    })
}

fn says(found: &Attachments) -> Vec<String> {
    let mut out = vec![
        "These files are signed with the text: another file, or one less, and everybody who has signed is asked again. \
         Whoever reads the text can keep them."
            .to_owned(),
    ];
    if !found.print.is_empty() {
        out.push(format!("The fingerprint of all of them: {}.", found.print));
    }
    if found.add_to.is_none() {
        out.push("Files cannot be added now, or not by you.".to_owned());
    }
    out
}

fn list(found: &Attachments, here: &str) -> Part {
    let mut columns = vec![
        Column::new("File"),
        Column::new("Added by"),
        Column::new("Fingerprint (SHA-256)"),
    ];
    if found.may_take_out {
        columns.push(Column::new("Take out"));
    }
    let rows = found.all.iter().map(|one| {
        let size = u64::try_from(one.file.size).unwrap_or_default().div_ceil(1000);
        let when = one.at.map(|at| words::day(words::local_day(at))).unwrap_or_default();
        let checking = (one.file.checked == Checked::Checking).then(|| Tag::new("Being checked", Tone::Active));
        let mut row = vec![
            Cell {
                note: Some(format!(
                    "{}, {}KB",
                    one.file.name,
                    words::whole(i64::try_from(size).unwrap_or(i64::MAX))
                )),
                tag: checking,
                ..Cell::link(Link::new(&one.title, format!("/files/{}", one.file.id)))
            },
            Cell {
                note: Some(when),
                ..Cell::new(&one.house)
            },
            Cell::new(&one.file.hash),
        ];
        if found.may_take_out {
            let href = format!("{here}/work/{TAKE_OUT}?file={}", encoded(&one.file.id));
            row.push(Cell::link(Link::new(format!("Take out {}", one.title), href)));
        }
        row
    });
    Part {
        table: (!found.all.is_empty()).then(|| Table {
            id: "attachments-rows".to_owned(),
            caption: "Files, in the order in which they were added".to_owned(),
            columns,
            rows: rows.collect(),
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        empty: found.all.is_empty().then(|| Empty {
            title: "No file belongs to this text".to_owned(),
            text: "Maps, tables or drawings can be added while it is written.".to_owned(),
            link: None,
        }),
        ..Part::bare("attachments")
    }
}

//! One's own copy of what will be locked once it is sent: saved before, and begun from afterwards.

use accord_engine::definition::model::FieldType;
use serde_json::{Map, Value as Json};

use super::{check, shell, task};
use crate::{
    domain::{copy, words},
    service::{
        drafts::{self, Sheet, Stamp},
        fault::{Fault, FieldError},
        subjects,
        uploads::{
            self,
            secret::{self, Slips},
        },
    },
    views::{
        components::{
            field::Field,
            files::Upload,
            form::Form,
            link::{Button, Link},
        },
        pages::asking::Asking,
    },
    web::{
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

/// The question.
const FILE: &str = "file";
/// A copy is no longer.
const LONGEST: usize = 4 * 1024 * 1024;

/// Whether what is sent here is locked, so that nobody can be shown it again.
///
/// # Errors
/// The database fails.
pub(super) fn is_locked(site: &Site, request: &Request, sheet: &Sheet) -> Result<bool, Fault> {
    let sealed = sheet.form.as_ref().is_some_and(|(_, form)| form.sealed_until.is_some());
    if !sealed {
        return Ok(false);
    }
    let loaded = sheet.loaded()?;
    site.app.reading(request.alliance()?, |desk| {
        let kind = subjects::of(&loaded.record.kind)?;
        Ok(kind.locked_by(desk, loaded.about())?.is_some())
    })
}

/// The copy, as a file.
///
/// # Errors
/// It is not offered here.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (sheet, place) = task::sheet(site, request)?;
    if !is_locked(site, request, &sheet)? {
        return Err(Fault::NotFound("page"));
    }
    let mut answers = sheet.answers()?;
    let (rows, _) = check::answered(&sheet, &answers, &task::here(request, &place))?;
    // With what opens their files: once it is sent, nobody else has that.
    let instance = request.param("id");
    site.app
        .reading(request.alliance()?, |desk| secret::copy(desk, instance, &mut answers))?;
    let asked: Vec<(String, Vec<String>)> = rows.into_iter().map(|row| (row.key, row.values)).collect();
    let record = &sheet.seen.record;
    let reference = record.reference.clone().unwrap_or_default();
    let head = [
        format!("{}: {}", sheet.offer.title, record.title),
        reference.clone(),
        format!("Your own copy, saved at {}", words::full(sheet.now)),
    ];
    Ok(Reply::of(
        200,
        Body::File(File {
            kind: "text/plain; charset=utf-8".to_owned(),
            name: Some(format!("copy-{reference}.txt")),
            bytes: copy::write(&head, &asked, &answers).into_bytes(),
            lasting: false,
        }),
    ))
}

/// The page on which one begins from a copy.
///
/// # Errors
/// It is not offered here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[])
}

fn show(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (sheet, place) = task::sheet(site, request)?;
    if !is_locked(site, request, &sheet)? {
        return Err(Fault::NotFound("page"));
    }
    let here = task::here(request, &place);
    let mut field =
        Field::files(FILE, "Your copy", Upload::default()).hint("The file that you saved before you sent it.");
    field.errors.extend(errors.iter().map(|one| one.says.clone()));
    let fields = vec![field];
    let title = "Begin from your copy";
    let mut page = shell::page(site, request, title)?;
    if !errors.is_empty() {
        page = shell::with_errors(page, &fields);
    }
    page.back = Some(Link::new("Back", here.clone()));
    let reply = shell::draw(&Asking {
        page,
        caption: Some(sheet.seen.record.title.clone()),
        heading: Some(title.to_owned()),
        says: vec![
            "What you sent is locked by opening cards, and we cannot show it to you either. The copy that you saved fills \
             the form in again, its files with it. Nothing is sent: you look at it first, change what you like, and send \
             it. What you sent before counts until then."
                .to_owned(),
        ],
        form: Form::new(format!("{here}/copy"), shell::key(site), fields, Button::primary("Begin from it")),
        links: Vec::new(),
    })?;
    Ok(reply.with_status(if errors.is_empty() { 200 } else { 422 }))
}

/// Fills the form in from a copy.
///
/// # Errors
/// It is not offered here.
pub fn begin(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (sheet, place) = task::sheet(site, request)?;
    if !is_locked(site, request, &sheet)? {
        return Err(Fault::NotFound("page"));
    }
    let sent = request.files.iter().find(|file| file.field == FILE);
    let text = sent
        .filter(|file| file.bytes.len() <= LONGEST)
        .and_then(|file| str::from_utf8(&file.bytes).ok());
    let Some(mut answers) = text.and_then(copy::read) else {
        let wrong = FieldError {
            field: FILE.to_owned(),
            says: "Select the copy that you saved, as it was saved: its last lines are for the program.".to_owned(),
        };
        return show(site, request, &[wrong]);
    };
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let instance = request.param("id");
    let slips = fitting_files(site, instance, secret::copied(&mut answers))?;
    site.app
        .writing(alliance, move |desk| secret::give_back(desk, &slips))?;
    let typed = fitting(site, request, &sheet, answers)?;
    let stamp = Stamp {
        key: shell::key(site),
        ..Stamp::default()
    };
    drafts::keep(&site.app, alliance, &caller, instance, &place.path(), stamp, typed)?;
    Ok(Reply::go(format!("{}/check", task::here(request, &place))))
}

/// Of the slips in a copy those that open a file which was sent here.
///
/// # Errors
/// The store of files fails.
pub(super) fn fitting_files(site: &Site, instance: &str, slips: Slips) -> Result<Slips, Fault> {
    let mut out = Slips::new();
    for (id, slip) in slips {
        let Some(row) = secret::shut(&site.app, instance, &id)? else {
            continue;
        };
        let fits = secret::open(&id, &slip, &site.files.get(&row.stored)?).is_ok();
        if fits {
            out.insert(id, slip);
        }
    }
    Ok(out)
}

/// Of the answers in a copy those that this form asks; of files those that were sent here.
fn fitting(
    site: &Site,
    request: &Request,
    sheet: &Sheet,
    answers: Map<String, Json>,
) -> Result<Map<String, Json>, Fault> {
    let own = uploads::of_instance(&site.app, request.param("id"))?;
    let mine = |value: &Json| value.as_str().is_some_and(|id| own.iter().any(|one| one.id == id));
    let mut out = answers;
    let form = sheet.form.as_ref().map(|(_, form)| form);
    out.retain(|id, value| {
        let field = form.and_then(|form| form.fields.iter().find(|field| field.id == *id));
        match (field.map(|field| field.kind), &value) {
            (None, _) => false,
            (Some(FieldType::File), Json::Array(all)) => all.iter().all(mine),
            (Some(FieldType::File), one) => mine(one),
            (Some(_), _) => true,
        }
    });
    Ok(out)
}

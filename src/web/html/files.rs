//! Files that go with answers: kept when they are sent, read by whoever may.

use accord_engine::definition::model::{Field, FieldType};
use accord_store::uploads::Checked;
use serde_json::{Map, Value as Json};

use super::fields::TAKE;

use crate::{
    domain::{papers, words},
    service::{
        authority::Caller,
        fault::{Fault, FieldError},
        forms::Choices,
        uploads,
    },
    web::{
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

/// What became of the files that came with a form.
#[derive(Debug, Default)]
pub struct Kept {
    /// The answers that they are.
    pub answers: Map<String, Json>,
    /// Files that may not be sent: beside their questions.
    pub wrong: Vec<FieldError>,
}

/// Keeps the files that came for these questions. One that cannot be taken takes no other with it.
///
/// # Errors
/// The database or the store of files fails.
pub fn keep(
    site: &Site,
    request: &Request,
    (alliance, caller): (&str, &Caller),
    fields: &[&Field],
    before: &Map<String, Json>,
) -> Result<Kept, Fault> {
    let mut out = Kept::default();
    for field in fields.iter().filter(|field| field.kind == FieldType::File) {
        let mut ids = match field.takes_several() {
            true => ids(before.get(&field.id)),
            false => Vec::new(),
        };
        let most = usize::try_from(field.most_files()).unwrap_or(usize::MAX);
        let mut sent = request.files.iter().filter(|one| one.field == field.id).peekable();
        if sent.peek().is_none() {
            continue;
        }
        for file in sent {
            if ids.len() >= most {
                out.wrong.push(FieldError {
                    field: field.id.clone(),
                    says: format!(
                        "‘{}’ was not kept: {} is the most. Take one away first.",
                        file.name,
                        words::count(u64::from(field.most_files()), "file", "files")
                    ),
                });
                break;
            }
            match uploads::seal(&site.app, alliance, caller, request.param("id"), file) {
                Ok(sealed) if field.spoken && !papers::is_spoken(&sealed.row.kind) => out.wrong.push(FieldError {
                    field: field.id.clone(),
                    says: format!("‘{}’ is no recording. {}", sealed.name, papers::LIMITS_SPOKEN),
                }),
                Ok(sealed) => {
                    site.files.put(&sealed.row.stored, sealed.bytes)?;
                    ids.push(uploads::add(&site.app, sealed.row)?);
                }
                Err(Fault::Invalid(errors)) => out.wrong.extend(errors),
                Err(other) => return Err(other),
            }
        }
        if !ids.is_empty() {
            out.answers.insert(field.id.clone(), answer(field, ids));
        }
    }
    Ok(out)
}

/// The answers without the files that the page takes away.
pub fn taken(fields: &[&Field], before: &Map<String, Json>, request: &Request) -> Map<String, Json> {
    let Some(pressed) = request.typed(TAKE) else {
        return Map::new();
    };
    let mut out = Map::new();
    for field in fields.iter().filter(|field| field.kind == FieldType::File) {
        let rest = pressed.strip_prefix(field.id.as_str());
        let Some(which) = rest.filter(|rest| rest.is_empty() || rest.starts_with('.')) else {
            continue;
        };
        let which = which.trim_start_matches('.');
        let mut ids = ids(before.get(&field.id));
        ids.retain(|id| !which.is_empty() && id != which);
        out.insert(field.id.clone(), answer(field, ids));
    }
    out
}

/// The files of an answer.
pub fn ids(answer: Option<&Json>) -> Vec<String> {
    match answer {
        Some(Json::String(id)) if !id.is_empty() => vec![id.clone()],
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        Some(_) | None => Vec::new(),
    }
}

fn answer(field: &Field, ids: Vec<String>) -> Json {
    match field.takes_several() {
        true => ids.into(),
        false => ids.into_iter().next().unwrap_or_default().into(),
    }
}

/// Fills in what this person's files are called.
///
/// # Errors
/// The database fails.
pub fn name(site: &Site, person: &str, instance: &str, choices: &mut Choices) -> Result<(), Fault> {
    for row in uploads::of_person(&site.app, person, instance)? {
        let size = match row.size {
            0..1_000_000 => format!("{}KB", (row.size + 999) / 1000),
            more => format!("{}.{}MB", more / 1_000_000, more % 1_000_000 / 100_000),
        };
        let stands = match row.checked {
            Checked::Unscanned | Checked::Clean => "",
            Checked::Checking => ", being checked",
            Checked::Found => ", refused: take it away",
        };
        choices.files.insert(row.id, (row.name, format!("{size}{stands}")));
    }
    Ok(())
}

/// A file, to keep.
///
/// # Errors
/// It cannot be read.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let row = uploads::find(&site.app, request.alliance()?, &request.caller()?, request.param("id"))?;
    let bytes = uploads::open(&site.app, &row, &site.files.get(&row.stored)?)?;
    Ok(Reply::of(
        200,
        Body::File(File {
            kind: row.kind,
            name: Some(row.name),
            bytes,
            lasting: false,
        }),
    ))
}

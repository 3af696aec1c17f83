//! Files that belong to a text: signed with it, so that another file, or one less, takes the answers away as an edit
//! does. What a scanner refused is none of them.

use accord_store::uploads::{self, Checked, UploadRow};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use super::{
    aims::{house_title, noted},
    at, log, word,
};
use crate::{
    domain::specification::text,
    service::{
        app::Desk,
        attachments::{ADD, TAKE_OUT},
        fault::Fault,
        subjects::{About, Work, data},
    },
};

/// In an entry: the file.
const FILE: &str = "file";

/// A file that belongs to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The file itself.
    pub file: UploadRow,
    /// What it is, in the words of whoever added it.
    pub title: String,
    /// The house that added it; nobody's name.
    pub house: String,
    /// When.
    pub at: Option<DateTime<Utc>>,
}

/// Every file that belongs to a text now, in the order in which they were added.
pub(in crate::service) fn all(desk: &mut Desk<'_>, own: &Map<String, Json>) -> Result<Vec<Attached>, Fault> {
    let gone: Vec<&str> = log(own, TAKE_OUT).filter_map(|entry| word(entry, FILE)).collect();
    let mut out = Vec::new();
    for entry in log(own, ADD) {
        let Some(id) = word(entry, FILE).filter(|id| !gone.contains(id)) else {
            continue;
        };
        let found = uploads::by_id(desk.db, id)?;
        let Some(file) = found.filter(|file| file.checked != Checked::Found) else {
            continue;
        };
        out.push(Attached {
            title: word(entry, "title").unwrap_or(&file.name).trim().to_owned(),
            house: house_title(desk, entry),
            at: at(entry),
            file,
        });
    }
    Ok(out)
}

/// The fingerprint of all of them; empty if there are none.
pub(in crate::service) fn print(desk: &mut Desk<'_>, own: &Map<String, Json>) -> Result<String, Fault> {
    let all = all(desk, own)?;
    let list = all.iter().map(|one| (one.title.as_str(), one.file.hash.as_str()));
    Ok(text::hash_of_files(list))
}

/// Adds one that was kept: whoever adds it has sent it here.
pub(super) fn add(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let named = |name: &str| work.body.get(name).and_then(Json::as_str).unwrap_or_default().trim();
    let found = uploads::by_id(desk.db, named(FILE))?;
    let is_own = |file: &UploadRow| file.alliance_id == desk.alliance && file.person_id == work.actor.person;
    let Some(file) = found.filter(is_own) else {
        return Err(Fault::field(
            FILE,
            "Choose a file from your device, and send it from the page of the text's files.",
        ));
    };
    if named("title").is_empty() {
        return Err(Fault::field("title", "Say what the file is, in a few words."));
    }
    let there = all(desk, &data(about.row)?)?;
    let most = desk.app.library.writing.attachments.most;
    if there.len() >= most {
        return Err(Fault::field(
            FILE,
            format!("{most} files are the most that belong to a text. Take one out first."),
        ));
    }
    if let Some(same) = there.iter().find(|one| one.file.hash == file.hash) {
        return Err(Fault::field(
            FILE,
            format!("This file belongs to the text already, as “{}”.", same.title),
        ));
    }
    let body = [
        (FILE, file.id.as_str()),
        ("title", named("title")),
        ("hash", &file.hash),
    ];
    let body = body.map(|(name, value)| (name.to_owned(), value.into()));
    noted(desk, about, work, body.into_iter().collect())
}

/// Takes one out; it is kept, and signed no more.
pub(super) fn take_out(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let there = all(desk, &data(about.row)?)?;
    let id = work.body.get(FILE).and_then(Json::as_str).unwrap_or_default();
    if !there.iter().any(|one| one.file.id == id) {
        return Err(Fault::NotFound("file"));
    }
    noted(desk, about, work, work.body.clone())
}

/// What whoever takes one out reads first.
pub(super) fn to_read(desk: &mut Desk<'_>, about: About<'_>, given: &Map<String, Json>) -> Result<Vec<String>, Fault> {
    let id = given.get(FILE).and_then(Json::as_str).unwrap_or_default();
    let all = all(desk, &data(about.row)?)?;
    let one = all
        .into_iter()
        .find(|one| one.file.id == id)
        .ok_or(Fault::NotFound("file"))?;
    Ok(vec![format!(
        "{} (‘{}’) belongs to the text no more. Whoever has signed is asked again.",
        one.title, one.file.name
    )])
}

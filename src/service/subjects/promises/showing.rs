//! Files that show how a promise was kept: added by whoever keeps it or looks after it, read by whoever reads the
//! record, told to whoever asked.

use accord_store::{
    links::{self, ObligationRow},
    promise_files::{self, PromiseFileRow},
    subjects::SubjectRow,
    uploads::{self, Checked, UploadRow},
};

use super::{
    MEET,
    following::{principal, tell},
    word,
};
use crate::service::{
    app::Desk,
    authority,
    fault::Fault,
    subjects::{About, Work},
};

/// The permit of whoever adds one.
pub const SHOW: &str = "obligation.show";
/// So many files belong to one promise.
const MOST: usize = 10;

/// A file that shows how a promise was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The file itself.
    pub file: UploadRow,
    /// What it is.
    pub title: String,
}

/// The files of a promise; what a scanner refused is none of them.
///
/// # Errors
/// The store fails.
pub fn files(desk: &mut Desk<'_>, promise: &str) -> Result<Vec<Shown>, Fault> {
    let mut out = Vec::new();
    for row in promise_files::of_promise(desk.db, promise)? {
        let found = uploads::by_id(desk.db, &row.upload_id)?;
        out.extend(
            found
                .filter(|file| file.checked != Checked::Found)
                .map(|file| Shown { file, title: row.title }),
        );
    }
    Ok(out)
}

/// Whether somebody adds files to a promise: whoever keeps it, and whoever may record that it is met.
///
/// # Errors
/// The store fails.
pub fn may(desk: &mut Desk<'_>, row: &SubjectRow, promise: &ObligationRow, person: &str) -> Result<bool, Fault> {
    if promise.owner_id.as_deref() == Some(person) {
        return Ok(true);
    }
    Ok(authority::permitted(desk, About { row, snapshot: None }, MEET)?.contains(person))
}

/// Adds a file that was kept, or takes one out.
pub(super) fn work(desk: &mut Desk<'_>, row: &SubjectRow, work: Work<'_>) -> Result<(), Fault> {
    let named = word(work.body, "promise");
    let found = links::promises(desk.db, &row.id)?
        .into_iter()
        .find(|one| one.id == named);
    let promise = found.ok_or_else(|| Fault::field("promise", "Choose a promise that was made here."))?;
    if !may(desk, row, &promise, principal(work))? {
        let says = "Files are added by whoever sees to this promise, and by whoever looks after all of them.";
        return Err(Fault::field("promise", says));
    }
    let there = files(desk, &promise.id)?;
    let out = word(work.body, "take_out");
    if !out.is_empty() {
        if !there.iter().any(|one| one.file.id == out) {
            return Err(Fault::NotFound("file"));
        }
        return Ok(promise_files::take_out(desk.db, out)?);
    }
    let found = uploads::by_id(desk.db, word(work.body, "file"))?;
    let is_own = |file: &UploadRow| file.alliance_id == desk.alliance && file.person_id == work.actor.person;
    let Some(file) = found.filter(is_own) else {
        return Err(Fault::field(
            "file",
            "Choose a file from your device, and send it from the page of the promise.",
        ));
    };
    let title = word(work.body, "title").trim().to_owned();
    if title.is_empty() {
        return Err(Fault::field("title", "Say what the file is, in a few words."));
    }
    if there.len() >= MOST {
        return Err(Fault::field(
            "file",
            format!("{MOST} files are the most that belong to a promise. Take one out first."),
        ));
    }
    if there.iter().any(|one| one.file.hash == file.hash) {
        return Err(Fault::field("file", "This file is there already."));
    }
    let row = PromiseFileRow {
        upload_id: file.id,
        promise_id: promise.id.clone(),
        title: title.clone(),
        added_at: desk.now.into(),
    };
    promise_files::add(desk.db, &row)?;
    let Some(asker) = promise.person_id.clone().filter(|asker| asker != principal(work)) else {
        return Ok(());
    };
    let says = format!(
        "You asked for this: “{}” A file that shows how it is done can be read now: “{title}”",
        promise.what.trim()
    );
    tell(desk, &promise, ("promise_shown", "you asked for this"), &asker, says)
}

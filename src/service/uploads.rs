//! Files that go with answers: judged, sealed, kept; read by whoever may read the answers.

pub mod secret;

use accord_store::uploads::{self, Checked, UploadRow};
use sha2::{Digest as _, Sha256};

use crate::{
    domain::{hex, monitoring::nhs_number, papers, written},
    service::{
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        scanned,
        sight::{self, Sight},
        subjects,
    },
};

/// A file as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The question.
    pub field: String,
    /// As the person calls it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file that is to be kept: where, and its bytes, sealed.
#[derive(Debug)]
pub struct Sealed {
    /// The row to write when the bytes are kept.
    pub row: UploadRow,
    /// What it is called, which the row of a secret file does not say.
    pub name: String,
    /// Its hash, likewise.
    pub hash: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Judges and seals a file. Nothing of it is kept in the clear, not even for a moment.
///
/// # Errors
/// It is of no kind that may be sent, or not what its name says, or they have sent too much for this:
/// beside its question.
pub fn seal(app: &App, alliance: &str, caller: &Caller, instance: &str, sent: &Sent) -> Result<Sealed, Fault> {
    let name = papers::tidy(&sent.name);
    let kind = papers::judge(&name, &sent.bytes).map_err(|says| Fault::field(sent.field.as_str(), says))?;
    let place = written::person_number(&name, &sent.bytes).map_err(|why| {
        let says = format!("‘{name}’ cannot be looked through: {why}. Save it again as a smaller file, or as PDF.");
        Fault::field(sent.field.as_str(), says)
    })?;
    if let Some(place) = place {
        let says = format!("‘{name}’, {place}: {}", nhs_number::SAYS);
        return Err(Fault::field(sent.field.as_str(), says));
    }
    room(app, caller, instance, sent)?;
    let now = app.wall.now();
    let id = app.rng.id(now);
    let mut row = UploadRow {
        stored: format!("uploads/{id}"),
        id,
        alliance_id: alliance.to_owned(),
        person_id: caller.person.clone(),
        instance_id: instance.to_owned(),
        name,
        kind: kind.to_owned(),
        size: i64::try_from(sent.bytes.len()).unwrap_or(i64::MAX),
        hash: hex(&Sha256::digest(&sent.bytes)),
        sent_at: now.into(),
        checked: match app.scans {
            true => Checked::Checking,
            false => Checked::Unscanned,
        },
        found: None,
        slip: None,
        locked_in: None,
    };
    let (name, hash) = (row.name.clone(), row.hash.clone());
    let bytes = match is_secret(app, alliance, instance)? {
        true => secret::seal(&app.seals, &mut row, &sent.bytes)?,
        false => app.seals.seal_bytes(&self::place(&row.id), &sent.bytes)?,
    };
    Ok(Sealed { row, name, hash, bytes })
}

/// Whether what a file is sent for is secret.
fn is_secret(app: &App, alliance: &str, instance: &str) -> Result<bool, Fault> {
    app.reading(alliance, |desk| {
        let of = accord_store::instances::load(desk.db, alliance, instance)?;
        let record = accord_store::subjects::load(desk.db, alliance, &of.subject_id)?;
        Ok(subjects::of(&record.kind)?.is_secret())
    })
}

/// Whether somebody may send one more file for an instance.
fn room(app: &App, caller: &Caller, instance: &str, sent: &Sent) -> Result<(), Fault> {
    let before = of_person(app, &caller.person, instance)?;
    let size = i64::try_from(sent.bytes.len()).unwrap_or(i64::MAX);
    let all = before.iter().map(|row| row.size).fold(size, i64::saturating_add);
    if before.len() < papers::MOST_FILES && all <= papers::MOST_IN_ALL {
        return Ok(());
    }
    Err(Fault::field(
        sent.field.as_str(),
        format!(
            "You have sent as much for this as can be kept: {} files or {} MB, those counted that you sent anew. Call us,              and we find another way.",
            papers::MOST_FILES,
            papers::MOST_IN_ALL / (1024 * 1024)
        ),
    ))
}

/// Writes down a file whose bytes are kept; gives its id, which is the answer.
///
/// # Errors
/// The database fails.
pub fn add(app: &App, row: UploadRow) -> Result<String, Fault> {
    let alliance = row.alliance_id.clone();
    app.writing(&alliance, move |desk| {
        uploads::add(desk.db, &row)?;
        if row.checked == Checked::Checking {
            scanned::ask(desk, &row)?;
        }
        Ok(row.id)
    })
}

/// Sentences about the files of an answer that were refused.
///
/// # Errors
/// The database fails.
pub fn refused(desk: &mut Desk<'_>, ids: &[String]) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    for id in ids {
        let found = by_id(desk, id)?.filter(|row| row.checked == Checked::Found);
        out.extend(found.map(|row| scanned::refused(&row.name)));
    }
    Ok(out)
}

/// A file, with what it is called.
///
/// # Errors
/// The database fails.
pub fn by_id(desk: &mut Desk<'_>, id: &str) -> Result<Option<UploadRow>, Fault> {
    let row = uploads::by_id(desk.db, id)?;
    Ok(row.map(|row| secret::named(&desk.app.seals, row)).transpose()?)
}

/// What one person sent for one instance.
///
/// # Errors
/// The database fails.
pub fn of_person(app: &App, person: &str, instance: &str) -> Result<Vec<UploadRow>, Fault> {
    named(app, app.store.read(|db| uploads::of_person(db, person, instance))?)
}

/// What anybody sent for one instance.
///
/// # Errors
/// The database fails.
pub fn of_instance(app: &App, instance: &str) -> Result<Vec<UploadRow>, Fault> {
    named(app, app.store.read(|db| uploads::of_instance(db, instance))?)
}

fn named(app: &App, rows: Vec<UploadRow>) -> Result<Vec<UploadRow>, Fault> {
    let each = rows.into_iter().map(|row| secret::named(&app.seals, row));
    Ok(each.collect::<anyhow::Result<_>>()?)
}

/// Everything that one person sent, oldest first.
///
/// # Errors
/// The database fails.
pub fn all_of_person(app: &App, alliance: &str, person: &str) -> Result<Vec<UploadRow>, Fault> {
    named(app, app.store.read(|db| uploads::all_of_person(db, alliance, person))?)
}

/// A file, if this person sent it or sees everything of what it belongs to.
///
/// # Errors
/// It is not there, or not for them: the same answer.
pub fn find(app: &App, alliance: &str, caller: &Caller, id: &str) -> Result<UploadRow, Fault> {
    app.reading(alliance, |desk| {
        let Ok(row) = uploads::load(desk.db, alliance, id) else {
            return Err(Fault::NotFound("page"));
        };
        let row = secret::named(&desk.app.seals, row)?;
        if row.person_id == caller.person {
            return Ok(row);
        }
        let seen = sight::of_instance(desk, caller, &row.instance_id)?;
        // What belongs to a sealed form is sealed with it.
        let sealed = seen
            .running
            .iter()
            .any(|one| one.row.id == row.instance_id && !one.snapshot.sealed.is_empty());
        if seen.sight == Sight::Whole && !sealed {
            Ok(row)
        } else {
            Err(Fault::NotFound("page"))
        }
    })
}

/// The bytes of a file, from what was kept.
///
/// # Errors
/// It is being checked or was refused; they were changed, or sealed under another key.
pub fn open(app: &App, row: &UploadRow, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
    if secret::is_shut(row) {
        return Err(scanned::unreadable("file_locked", locked(row)));
    }
    scanned::readable(row)?;
    plain(app, row, sealed)
}

fn plain(app: &App, row: &UploadRow, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
    match secret::slip(&app.seals, row)? {
        Some(slip) => Ok(secret::open(&row.id, &slip, sealed)?),
        None => Ok(app.seals.open_bytes(&place(&row.id), sealed)?),
    }
}

fn locked(row: &UploadRow) -> String {
    match &row.locked_in {
        Some(_) => {
            "This file is locked with what it was sent with, and nobody can open it before the opening: not you, not us. \
             The file that you have yourself is the same."
        }
        None => {
            "This file was thrown away when what you wrote was sent without it. Add it again if it is to be sent."
        }
    }
    .to_owned()
}

/// The bytes of a file for the scanner, whatever is known of it; nothing while opening cards lock it: the scanner is asked
/// again when they have opened it.
///
/// # Errors
/// They were changed, or sealed under another key.
pub fn for_scanner(app: &App, id: &str, sealed: &[u8]) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(row) = app.store.read(|db| uploads::by_id(db, id))? else {
        return Ok(None);
    };
    match secret::is_shut(&row) {
        true => Ok(None),
        false => Ok(Some(plain(app, &row, sealed)?)),
    }
}

fn place(id: &str) -> String {
    format!("upload/{id}")
}

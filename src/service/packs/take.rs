//! A pack is taken in: all of it that is wanted, or nothing. What runs goes on by the rules that it began with; what is
//! started from then on has the new ones.

use std::collections::BTreeSet;

use accord_store::{
    blobs,
    library_files::{self as rows, LibraryFileRow, LibraryPackRow},
    people as people_rows,
};
use serde_json::json;

use super::{
    Pack,
    compare::{Fate, Line, Own, compare},
    judge::judge,
};
use crate::service::{
    app::{App, Desk},
    authority::powers,
    fault::Fault,
    history, homes, people,
};

/// What somebody decided where both have a file of their own.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Theirs counts, for these paths.
    pub take: BTreeSet<String>,
    /// Ours stays, for these paths.
    pub keep: BTreeSet<String>,
}

/// Who takes it in, and why.
#[derive(Debug, Clone)]
pub struct Said {
    /// A person's id, or whoever runs the server.
    pub by: String,
    /// What they are called.
    pub name: String,
    /// Why; it stays in the journal.
    pub because: String,
    /// The row of one that somebody else has asked for on a page.
    pub asked: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Paths that are the alliance's own now.
    pub files: Vec<String>,
    /// Paths that stay as they were, though the pack has others.
    pub kept: Vec<String>,
}

/// A pack beside what an alliance has.
///
/// # Errors
/// The pack would not be right there: every problem with its place; or the store fails.
pub fn beside(app: &App, alliance: &str, pack: &Pack) -> Result<Vec<Line>, Fault> {
    let ours = app.of(alliance).library.clone();
    let theirs = judge(pack.over(&ours.shelf, |_| false)).map_err(|lines| wrong(&lines))?;
    Ok(compare(&ours, &own(app, alliance)?, pack, &theirs))
}

/// The packs that an alliance has taken in, or that wait for a second person, the newest first.
///
/// # Errors
/// The store fails.
pub fn all(app: &App, alliance: &str) -> Result<Vec<LibraryPackRow>, Fault> {
    Ok(app.store.read(|db| rows::packs(db, alliance))?)
}

fn own(app: &App, alliance: &str) -> Result<Own, Fault> {
    app.store.read(|db| {
        let packs = rows::packs(db, alliance)?;
        let name = |id: &str| packs.iter().find(|one| one.id == id).map(|one| one.name.clone());
        let files = rows::of_alliance(db, alliance)?;
        Ok(files
            .into_iter()
            .filter_map(|row| Some((row.path, name(&row.pack_id)?)))
            .collect())
    })
}

fn wrong(lines: &[String]) -> Fault {
    Fault::Internal(anyhow::anyhow!("{}", lines.join("\n")))
}

/// Takes a pack in.
///
/// # Errors
/// Something is undecided, or would not be right; somebody has changed the library meanwhile; or the store fails.
/// Nothing was written then.
pub fn take(app: &App, alliance: &str, pack: &Pack, choice: &Choice, said: &Said) -> Result<Taken, Fault> {
    if said.because.trim().is_empty() {
        return Err(Fault::field("because", "Say why. It stays in the journal."));
    }
    homes::look(app)?;
    let before = app.store.read(|db| rows::of_alliance(db, alliance))?;
    let lines = beside(app, alliance, pack)?;
    let (taken, kept) = chosen(&lines, choice)?;
    if taken.is_empty() && said.asked.is_none() {
        return Ok(Taken { files: taken, kept });
    }
    let shelf = pack.over(&app.of(alliance).library.shelf, |path| {
        !taken.iter().any(|one| one == path)
    });
    judge(shelf).map_err(|lines| wrong(&lines))?;
    let out = Taken { files: taken, kept };
    let (pack, said, done) = (pack.clone(), said.clone(), out.clone());
    app.writing(alliance, move |desk| {
        if rows::of_alliance(desk.db, &desk.alliance)? != before {
            let says = "Somebody has changed the library meanwhile. Look at it again; nothing was written.";
            return Err(Fault::Internal(anyhow::anyhow!(says)));
        }
        write(desk, &pack, &done, &said)
    })?;
    homes::look(app)?;
    Ok(out)
}

/// Paths to take, and those that stay.
fn chosen(lines: &[Line], choice: &Choice) -> Result<(Vec<String>, Vec<String>), Fault> {
    let (mut taken, mut kept, mut open) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        let path = line.path.clone();
        match line.fate {
            Fate::Same => {}
            _ if choice.keep.contains(&path) => kept.push(path),
            Fate::New | Fate::Changed => taken.push(path),
            Fate::Kept | Fate::Conflict if choice.take.contains(&path) => taken.push(path),
            Fate::Kept => kept.push(path),
            Fate::Conflict => open.push(path),
        }
    }
    let unknown: Vec<&String> = choice
        .take
        .iter()
        .chain(&choice.keep)
        .filter(|path| !lines.iter().any(|line| line.path == **path))
        .collect();
    if let [first, ..] = unknown.as_slice() {
        return Err(Fault::Internal(anyhow::anyhow!(
            "there is no file `{first}` in the pack"
        )));
    }
    if open.is_empty() {
        return Ok((taken, kept));
    }
    Err(Fault::Internal(anyhow::anyhow!(
        "you and the pack both have a file of your own at:\n{}\nSay for each whether theirs counts (--take PATH) or yours \
         (--keep PATH)",
        open.join("\n")
    )))
}

/// The row of a pack that is to be taken in.
pub(super) fn row(desk: &mut Desk<'_>, pack: &Pack, by: &str, because: &str) -> Result<LibraryPackRow, Fault> {
    Ok(LibraryPackRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        name: pack.manifest.name.clone(),
        version: pack.manifest.version.clone(),
        origin: pack.manifest.origin.clone(),
        licence: pack.manifest.licence.clone(),
        hash: pack.hash(),
        body: blobs::put(desk.db, "pack", &pack.write()?, desk.now)?,
        asked_by: by.to_owned(),
        because: because.trim().to_owned(),
        asked_at: desk.now.into(),
        taken_by: None,
        taken_at: None,
    })
}

fn write(desk: &mut Desk<'_>, pack: &Pack, done: &Taken, said: &Said) -> Result<(), Fault> {
    let now = desk.now.into();
    let row = match &said.asked {
        Some(id) => rows::load(desk.db, &desk.alliance, id)?,
        None => {
            let row = row(desk, pack, &said.by, &said.because)?;
            rows::add(desk.db, &row)?;
            row
        }
    };
    if !rows::taken(desk.db, &desk.alliance, &row.id, &said.by, now)? {
        let says = "Somebody has taken it in already.";
        return Err(Fault::Internal(anyhow::anyhow!(says)));
    }
    for path in &done.files {
        let Some(text) = pack.files.get(path) else { continue };
        let file = LibraryFileRow {
            alliance_id: desk.alliance.clone(),
            path: path.clone(),
            hash: blobs::put(desk.db, "library", text.as_bytes(), desk.now)?,
            pack_id: row.id.clone(),
        };
        rows::put(desk.db, &file)?;
    }
    let body = json!({ "format": 1, "library": {
        "pack": row.name, "version": row.version, "hash": row.hash, "files": done.files, "kept": done.kept,
        "asked_by": row.asked_by, "by": said.by, "because": row.because,
    } });
    history::note(desk, None, &body)?;
    let says = format!(
        "The pack “{}”, version {}, of {} was taken into the library: {} files are yours now. What runs goes on by the \
         rules that it began with; what is started from now on has the new ones. Why: {}",
        row.name,
        row.version,
        row.origin,
        done.files.len(),
        row.because
    );
    for id in powers::people(desk, people::POWER)? {
        if let Some(to) = people_rows::load(desk.db, &id)? {
            people::tell(desk, &to, &said.name, "/operations/workflows", says.clone())?;
        }
    }
    Ok(())
}

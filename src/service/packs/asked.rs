//! A pack that somebody who manages the alliance has sent on a page: it waits, with what it would change, until a second
//! person takes it in. It may hold roles and their powers: nobody gives those to themselves.

use accord_store::{
    blobs,
    library_files::{self as rows, LibraryPackRow},
    people as people_rows,
};
use serde_json::json;

use super::{
    Pack,
    compare::Line,
    digest, read,
    take::{self, Choice, Said, Taken},
};
use crate::service::{
    app::{App, Desk},
    authority::{Caller, powers},
    fault::{Conflict, Fault},
    history,
    people::{self, second},
};

/// The field of the file.
pub const FILE: &str = "file";

/// One that was sent, as a person sees it.
#[derive(Debug, Clone)]
pub struct Looked {
    /// The row.
    pub row: LibraryPackRow,
    /// Who asked for it.
    pub asked_by: String,
    /// The pack.
    pub pack: Pack,
    /// What it would change; nothing once it was taken in.
    pub lines: Vec<Line>,
    /// A mark of what was shown.
    pub mark: String,
    /// Why this person cannot take it in; nothing if they can.
    pub why_not: Option<String>,
}

/// The people behind an act.
fn both(caller: &Caller) -> Vec<String> {
    let mut out = vec![caller.person.clone()];
    out.extend(caller.acting_for.clone());
    out
}

/// Keeps a pack until a second person has looked at it, who gets a letter; gives its id.
///
/// # Errors
/// It is none, would not be right here (every problem with its place), has no reason, or is not for this person to send.
pub fn ask(app: &App, alliance: &str, caller: &Caller, sent: (&str, &[u8]), because: &str) -> Result<String, Fault> {
    app.reading(alliance, |desk| powers::judge(desk, caller, people::POWER))?;
    let (name, bytes) = sent;
    if bytes.is_empty() {
        return Err(Fault::field(
            FILE,
            "Choose a file that the command “accord pack export” has made.",
        ));
    }
    let wrong = |error: String| Fault::field(FILE, error);
    let pack = read(name, bytes).map_err(|error| wrong(format!("{error:#}")))?;
    take::beside(app, alliance, &pack).map_err(|fault| match fault {
        Fault::Internal(error) => wrong(format!("{error:#}")),
        other => other,
    })?;
    if because.trim().is_empty() {
        return Err(Fault::field("because", "Say why. It stays in the journal."));
    }
    let (caller, because) = (caller.clone(), because.to_owned());
    app.writing(alliance, move |desk| {
        powers::judge(desk, &caller, people::POWER)?;
        let row = take::row(desk, &pack, &caller.person, &because)?;
        rows::add(desk.db, &row)?;
        note(desk, &caller, &row, "asked")?;
        let by = people::named(desk, &caller)?;
        let says = format!(
            "{by} asks you to look at the pack “{}”, version {}, of {}, and to take it into the library if it is right. \
             Why: {}",
            row.name, row.version, row.origin, row.because
        );
        for id in second::others(desk, &both(&caller), people::POWER)? {
            if let Some(to) = people_rows::load(desk.db, &id)? {
                people::tell(desk, &to, &by, &format!("/operations/packs/{}", row.id), says.clone())?;
            }
        }
        Ok(row.id)
    })
}

fn note(desk: &mut Desk<'_>, caller: &Caller, row: &LibraryPackRow, done: &str) -> Result<(), Fault> {
    let body = json!({ "format": 1, "library": {
        done: row.name, "version": row.version, "hash": row.hash, "because": row.because,
        "by": caller.acting_for.as_ref().unwrap_or(&caller.person), "hand": caller.person,
    } });
    history::note(desk, None, &body)
}

/// One that was sent.
///
/// # Errors
/// There is none, or it is not for this person.
pub fn look(app: &App, alliance: &str, caller: &Caller, id: &str) -> Result<Looked, Fault> {
    let (row, asked_by, bytes, why_not) = app.reading(alliance, |desk| {
        powers::judge(desk, caller, people::POWER)?;
        let row = rows::load(desk.db, &desk.alliance, id).map_err(|error| match Fault::from(error) {
            Fault::NotFound(_) => Fault::NotFound("page"),
            other => other,
        })?;
        let first = vec![row.asked_by.clone()];
        let why_not = match both(caller).contains(&row.asked_by) {
            true => Some("You have sent it: a second person looks at it, and takes it in.".to_owned()),
            false => second::why_not(desk, &first, &both(caller), people::POWER)?,
        };
        let asked_by = people_rows::load(desk.db, &row.asked_by)?.map_or_else(|| row.asked_by.clone(), |one| one.name);
        let bytes = blobs::get(desk.db, &row.body)?;
        Ok::<_, Fault>((row, asked_by, bytes, why_not))
    })?;
    let pack = read(&row.name, &bytes)?;
    let lines = match row.taken_at {
        None => take::beside(app, alliance, &pack)?,
        Some(_) => Vec::new(),
    };
    Ok(Looked {
        mark: digest(&format!("{} {lines:?}", row.hash)),
        row,
        asked_by,
        pack,
        lines,
        why_not,
    })
}

/// Takes one in that somebody else has sent, as it was shown (`seen`).
///
/// # Errors
/// It is not for this person, something else would change by now, something is undecided, or the store fails.
pub fn confirm(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (id, seen): (&str, &str),
    choice: &Choice,
) -> Result<Taken, Fault> {
    let looked = look(app, alliance, caller, id)?;
    if let Some(says) = looked.why_not {
        return Err(Fault::field("take", says));
    }
    if looked.row.taken_at.is_some() || looked.mark != seen {
        let says = "The library has changed since this page was shown. Look at it again.".to_owned();
        return Err(Fault::Conflict(Conflict {
            changes: vec![says],
            now: 0,
        }));
    }
    let said = Said {
        by: caller.person.clone(),
        name: app.reading(alliance, |desk| people::named(desk, caller))?,
        because: looked.row.because.clone(),
        asked: Some(looked.row.id.clone()),
    };
    take::take(app, alliance, &looked.pack, choice, &said)
}

/// Throws one away that waits.
///
/// # Errors
/// There is none that waits, or it is not for this person.
pub fn put_away(app: &App, alliance: &str, caller: &Caller, id: &str) -> Result<(), Fault> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.writing(alliance, move |desk| {
        powers::judge(desk, &caller, people::POWER)?;
        let row = rows::load(desk.db, &desk.alliance, &id).map_err(|_none| Fault::NotFound("page"))?;
        if !rows::put_away(desk.db, &desk.alliance, &id)? {
            return Err(Fault::NotFound("page"));
        }
        note(desk, &caller, &row, "put_away")
    })
}

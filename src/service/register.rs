//! Records and public documents in pieces, for whoever reads them all.

use std::collections::BTreeMap;

use accord_store::{
    documents::{self, DocumentRow},
    subjects as subject_rows,
};

use crate::service::{
    app::{App, Desk},
    authority::Caller,
    fault::Fault,
    readers,
    record::Below,
    sight,
};

/// How many rows are looked through for one piece: most of what there is may be for others.
const LOOKED: usize = 2_000;
/// How many rows are read at once.
const BATCH: u32 = 100;

/// A piece of a list, and where it goes on: after this id.
pub type Piece<T> = (Vec<T>, Option<String>);

/// What records are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this kind.
    pub kind: Option<String>,
    /// Those that have ended, or those that have not.
    pub over: Option<bool>,
    /// Older than this one.
    pub after: Option<String>,
    /// So many at most.
    pub most: usize,
}

/// Records that somebody sees, the newest first. `also` narrows further.
///
/// # Errors
/// The database fails.
pub fn records(
    app: &App,
    alliance: &str,
    caller: &Caller,
    wanted: &Wanted,
    also: impl Fn(&mut Desk<'_>, &subject_rows::SubjectRow) -> Result<bool, Fault>,
) -> Result<Piece<Below>, Fault> {
    app.reading(alliance, |desk| {
        let read = |desk: &mut Desk<'_>, after: Option<&str>| {
            let kind = wanted.kind.as_deref();
            Ok(subject_rows::page(desk.db, &desk.alliance, kind, after, BATCH)?)
        };
        let take = |desk: &mut Desk<'_>, row: subject_rows::SubjectRow| {
            if !also(desk, &row)? {
                return Ok(None);
            }
            let Some(seen) = sight::if_seen(sight::record(desk, caller, &row.kind, &row.id))? else {
                return Ok(None);
            };
            let found = Below::of(row, &seen);
            let fits = wanted.over.is_none_or(|wanted| wanted == found.over);
            Ok(fits.then_some(found))
        };
        piece(desk, wanted.after.clone(), wanted.most, read, take, |row| {
            row.id.clone()
        })
    })
}

/// By record, the outermost record above it that somebody sees (itself, if nothing is above it): its id and
/// title. The records given are ones that they see.
///
/// # Errors
/// The database fails.
pub fn tops<'a>(
    app: &App,
    alliance: &str,
    caller: &Caller,
    rows: impl Iterator<Item = &'a subject_rows::SubjectRow>,
) -> Result<BTreeMap<String, (String, String)>, Fault> {
    app.reading(alliance, |desk| {
        let (mut out, mut known) = (BTreeMap::new(), BTreeMap::new());
        for row in rows {
            let own = (row.id.clone(), row.title.clone());
            // What stands in a procurement that they do not see, or concerns one person, is none itself.
            let above = match row.parent_id.as_ref().filter(|parent| **parent != desk.alliance) {
                Some(parent) => top(desk, caller, parent, &mut known)?,
                None => Some(own).filter(|_| row.person_id.is_none()),
            };
            out.extend(above.map(|above| (row.id.clone(), above)));
        }
        Ok(out)
    })
}

fn top(
    desk: &mut Desk<'_>,
    caller: &Caller,
    id: &str,
    known: &mut BTreeMap<String, Option<(String, String)>>,
) -> Result<Option<(String, String)>, Fault> {
    if let Some(found) = known.get(id) {
        return Ok(found.clone());
    }
    let row = subject_rows::load(desk.db, &desk.alliance, id)?;
    let above = match &row.parent_id {
        Some(parent) => top(desk, caller, parent, known)?,
        None => None,
    };
    let found = match above {
        Some(above) => Some(above),
        None => sight::if_seen(sight::record(desk, caller, &row.kind, &row.id))?.map(|_| (row.id, row.title)),
    };
    known.insert(id.to_owned(), found.clone());
    Ok(found)
}

/// Documents that everyone may read, the newest first.
///
/// # Errors
/// The database fails.
pub fn public_documents(
    app: &App,
    alliance: &str,
    after: Option<String>,
    most: usize,
) -> Result<Piece<DocumentRow>, Fault> {
    app.reading(alliance, |desk| {
        let read =
            |desk: &mut Desk<'_>, after: Option<&str>| Ok(documents::page(desk.db, &desk.alliance, after, BATCH)?);
        let take = |_: &mut Desk<'_>, row: DocumentRow| Ok(Some(row).filter(readers::is_public));
        piece(desk, after, most, read, take, |row| row.id.clone())
    })
}

/// Reads on until there are enough, or enough has been looked through.
fn piece<R, T>(
    desk: &mut Desk<'_>,
    mut after: Option<String>,
    most: usize,
    read: impl Fn(&mut Desk<'_>, Option<&str>) -> Result<Vec<R>, Fault>,
    take: impl Fn(&mut Desk<'_>, R) -> Result<Option<T>, Fault>,
    id: impl Fn(&R) -> String,
) -> Result<Piece<T>, Fault> {
    let (mut out, mut looked) = (Vec::new(), 0);
    loop {
        let rows = read(desk, after.as_deref())?;
        if rows.is_empty() {
            return Ok((out, None));
        }
        for row in rows {
            if out.len() == most || looked == LOOKED {
                return Ok((out, after));
            }
            looked += 1;
            after = Some(id(&row));
            out.extend(take(desk, row)?);
        }
    }
}

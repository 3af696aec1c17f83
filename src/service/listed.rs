//! Records in lists, as somebody sees them: what stands at the top, and kinds that have a list of their own
//! (`workflows/vocabulary/lists.yaml`).

use accord_store::subjects::{self as rows, SubjectRow};

use super::{
    app::{App, Desk},
    authority::Caller,
    fault::Fault,
    library::lists::Called,
    record::Below,
    sight,
};

/// How many records of one list are looked at, the newest first.
const MOST: usize = 1_000;
/// How many of a kind are looked at to say that somebody sees one.
const TRIED: u32 = 50;

/// A kind's own list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The kind.
    pub kind: String,
    /// What its list is called, and what stands there.
    pub called: Called,
}

/// What somebody may see at the top, the newest first, without what has a list of its own.
///
/// # Errors
/// The store fails.
pub fn all(app: &App, alliance: &str, caller: &Caller) -> Result<Vec<Below>, Fault> {
    app.reading(alliance, |desk| {
        let apart = &desk.app.library.clone().lists.lists;
        let mut top = rows::at_the_top(desk.db, alliance, MOST)?;
        top.retain(|row| !apart.contains_key(&row.kind));
        visible(desk, caller, top)
    })
}

/// The lists in which this person finds anything.
///
/// # Errors
/// The store fails.
pub fn own(app: &App, alliance: &str, caller: &Caller) -> Result<Vec<Own>, Fault> {
    app.reading(alliance, |desk| {
        let library = desk.app.library.clone();
        let mut out = Vec::new();
        for (kind, called) in &library.lists.lists {
            let newest = rows::page(desk.db, alliance, Some(kind), None, TRIED)?;
            if sees_one(desk, caller, &newest)? {
                out.push(Own {
                    kind: kind.clone(),
                    called: called.clone(),
                });
            }
        }
        Ok(out)
    })
}

/// Every record of a kind that somebody may see, wherever it stands, the newest first.
///
/// # Errors
/// The kind has no list of its own, or the store fails.
pub fn of_kind(app: &App, alliance: &str, caller: &Caller, kind: &str) -> Result<(Called, Vec<Below>), Fault> {
    app.reading(alliance, |desk| {
        let library = desk.app.library.clone();
        let called = library.lists.lists.get(kind).ok_or(Fault::NotFound("page"))?;
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let found = rows::page(desk.db, alliance, Some(kind), None, most)?;
        Ok((called.clone(), visible(desk, caller, found)?))
    })
}

fn sees_one(desk: &mut Desk<'_>, caller: &Caller, found: &[SubjectRow]) -> Result<bool, Fault> {
    for row in found {
        if sight::if_seen(sight::record(desk, caller, &row.kind, &row.id))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Those of these records that somebody sees, with where each is now.
///
/// # Errors
/// The database fails.
pub(super) fn visible(desk: &mut Desk<'_>, caller: &Caller, found: Vec<SubjectRow>) -> Result<Vec<Below>, Fault> {
    let mut out = Vec::new();
    for row in found {
        let Some(seen) = sight::if_seen(sight::record(desk, caller, &row.kind, &row.id))? else {
            continue;
        };
        out.push(Below::of(row, &seen));
    }
    Ok(out)
}

//! What everybody may see, with or without an account: what the workflows have published, and what
//! they say of it for everyone (`public_title`). Nothing here looks at anything else, but for `bidding`, which says what an
//! open round asks of whoever bids.

pub mod assured;
pub mod bidding;
pub mod compiled;
pub mod fair;
pub mod giving;
pub mod heard;
pub mod process;
pub mod procurement;
pub mod register;
pub mod verify;
pub mod yearly;

use std::collections::HashMap;

use accord_store::{
    documents::{self, DocumentRow},
    subjects::{self as subject_rows, SubjectRow},
};

use crate::service::{app::Desk, fault::Fault, readers};

/// The reader that stands for everyone.
const PUBLIC: &str = "public";
/// What a row of a notice says that it is.
const NOTICE: &str = "notice";

/// A procurement (a record that nothing stands above) of which something is public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The record.
    pub record: SubjectRow,
    /// What was published of it and of what belongs to it, the newest first.
    pub rows: Vec<DocumentRow>,
}

impl Published {
    /// What people quote, and the last part of its address.
    pub fn reference(&self) -> &str {
        self.record.reference.as_deref().unwrap_or(&self.record.id)
    }

    /// Its notices, the newest first.
    pub fn notices(&self) -> impl Iterator<Item = &DocumentRow> {
        self.rows.iter().filter(|row| is_notice(row))
    }

    /// The newest version of each of its documents.
    pub fn documents(&self) -> Vec<&DocumentRow> {
        let mut out: Vec<&DocumentRow> = Vec::new();
        for row in self.rows.iter().filter(|row| !is_notice(row)) {
            if !out.iter().any(|known| known.reference == row.reference) {
                out.push(row);
            }
        }
        out
    }
}

/// Whether it is a notice.
pub fn is_notice(row: &DocumentRow) -> bool {
    row.kind == NOTICE
}

/// Everything that is public, by procurement; what was published last stands first.
///
/// # Errors
/// The database fails.
pub fn all(desk: &mut Desk<'_>) -> Result<Vec<Published>, Fault> {
    let mut tops: HashMap<String, SubjectRow> = HashMap::new();
    let mut out: Vec<Published> = Vec::new();
    for row in public_rows(desk)? {
        let Some(subject) = row.subject_id.clone() else {
            continue;
        };
        let record = match tops.get(&subject) {
            Some(known) => known.clone(),
            None => {
                let found = top(desk, &subject)?;
                tops.insert(subject, found.clone());
                found
            }
        };
        match out.iter_mut().find(|one| one.record.id == record.id) {
            Some(one) => one.rows.push(row),
            None => out.push(Published {
                record,
                rows: vec![row],
            }),
        }
    }
    Ok(out)
}

/// One of them, by its reference (or its id, without one).
///
/// # Errors
/// There is none, or nothing of it is public: the same answer.
pub fn one(desk: &mut Desk<'_>, reference: &str) -> Result<Published, Fault> {
    let found = all(desk)?.into_iter().find(|one| one.reference() == reference);
    found.ok_or(Fault::NotFound("page"))
}

/// Every notice, the newest first.
///
/// # Errors
/// The database fails.
pub fn notices(desk: &mut Desk<'_>) -> Result<Vec<DocumentRow>, Fault> {
    let rows = public_rows(desk)?;
    Ok(rows.into_iter().filter(is_notice).collect())
}

/// A notice by its id.
///
/// # Errors
/// There is none.
pub fn notice(desk: &mut Desk<'_>, id: &str) -> Result<DocumentRow, Fault> {
    let row = readers::document(desk, None, id)?;
    if is_notice(&row) {
        Ok(row)
    } else {
        Err(Fault::NotFound("page"))
    }
}

/// The procurement that a record belongs to.
///
/// # Errors
/// The database fails.
pub fn top(desk: &mut Desk<'_>, subject: &str) -> Result<SubjectRow, Fault> {
    let mut row = subject_rows::load(desk.db, &desk.alliance, subject)?;
    while let Some(above) = row.parent_id.clone().filter(|above| *above != desk.alliance) {
        row = subject_rows::load(desk.db, &desk.alliance, &above)?;
    }
    Ok(row)
}

fn public_rows(desk: &mut Desk<'_>) -> Result<Vec<DocumentRow>, Fault> {
    let rows = documents::named_to(desk.db, &desk.alliance, PUBLIC)?;
    Ok(rows.into_iter().filter(readers::is_public).collect())
}

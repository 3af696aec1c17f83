//! Drafts as they lie in the database: what somebody has typed is sealed, so that neither a page of the database, its
//! log nor a copy of it says what a bid will say.

use accord_store::drafts::DraftRow;

use crate::service::{app::App, fault::Fault};

/// Before what is sealed. Drafts from before lie there as they were typed, which begins otherwise.
const SEALED: &str = "sealed:";

fn place(id: &str) -> String {
    format!("draft/{id}")
}

/// What was typed, as it is stored under the draft's id.
///
/// # Errors
/// The cipher fails; it does not.
pub(in crate::service) fn sealed(app: &App, id: &str, answers: &str) -> Result<String, Fault> {
    Ok(format!("{SEALED}{}", app.seals.seal(&place(id), answers)?))
}

/// A row as it is stored.
///
/// # Errors
/// The cipher fails; it does not.
pub(in crate::service) fn put_away(app: &App, row: &DraftRow) -> Result<DraftRow, Fault> {
    Ok(DraftRow {
        answers: sealed(app, &row.id, &row.answers)?,
        ..row.clone()
    })
}

/// A stored row with what was typed.
///
/// # Errors
/// The key to seals is another.
pub fn opened(app: &App, row: DraftRow) -> Result<DraftRow, Fault> {
    let answers = match row.answers.strip_prefix(SEALED) {
        Some(sealed) => app.seals.open(&place(&row.id), sealed)?,
        None => return Ok(row),
    };
    Ok(DraftRow { answers, ..row })
}

/// The same of what may be there.
///
/// # Errors
/// The key to seals is another.
pub fn found(app: &App, row: Option<DraftRow>) -> Result<Option<DraftRow>, Fault> {
    row.map(|row| opened(app, row)).transpose()
}

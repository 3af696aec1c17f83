//! Who took part in what the journal of a round has somebody else's name for, so that they are paid for it.

use accord_store::subjects::SubjectRow;
use chrono::{DateTime, Utc};

use super::book::Book;
use crate::service::{
    app::Desk,
    fault::Fault,
    subjects::{About, standing},
};

/// While the panel agrees its scores.
const AGREEING: &str = "round.moderation";

/// What the panel agrees is written down by whoever moderates: everybody whose scores are locked has talked about it.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn took_part(
    desk: &mut Desk<'_>,
    about: About<'_>,
    since: Option<DateTime<Utc>>,
) -> Result<Vec<String>, Fault> {
    let row: &SubjectRow = about.row;
    let agreed = standing::now(desk, &row.id, about.snapshot)?.and_then(|now| now.since(AGREEING));
    if since.is_none() || agreed != since {
        return Ok(Vec::new());
    }
    let book = Book::open(desk, row, about.snapshot)?;
    let locked = book.locked(desk)?;
    Ok(locked
        .into_iter()
        .filter_map(|(one, _)| one.person_id.clone())
        .collect())
}

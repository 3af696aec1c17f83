//! How fair a round was, for everybody, once its award is confirmed.

use crate::service::{
    app::Desk,
    fairness::{self, Fairness},
    fault::Fault,
    subjects::standing,
};

use super::Published;

/// What has to have been reached before anybody is shown it: bidders know their results, and nobody can ask for them to
/// be looked at again.
const AWARDED: &str = "round.awarded";

/// Whether there is something to show.
///
/// # Errors
/// The database fails.
pub fn is_there(desk: &mut Desk<'_>, published: &Published) -> Result<bool, Fault> {
    let at = standing::of(desk, &published.record.id)?;
    Ok(at.is_some_and(|at| at.since(AWARDED).is_some()))
}

/// How fair a procurement was.
///
/// # Errors
/// There is none of this reference, nothing of it is public, or its award is not confirmed: the same answer.
pub fn open(desk: &mut Desk<'_>, reference: &str) -> Result<(Published, Fairness), Fault> {
    let published = super::one(desk, reference)?;
    if !is_there(desk, &published)? {
        return Err(Fault::NotFound("page"));
    }
    let found = fairness::of(desk, &published.record)?;
    Ok((published, found))
}

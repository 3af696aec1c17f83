//! How fair a round was, for everybody, once its award is confirmed.

use accord_store::rounds;

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
/// Where nobody was invited to bid, nobody fell away on the way; and grants, which have no lots, have a report of
/// their own.
const OPEN: &str = "round.open";

/// Whether there is something to show.
///
/// # Errors
/// The database fails.
pub fn is_there(desk: &mut Desk<'_>, published: &Published) -> Result<bool, Fault> {
    let at = standing::of(desk, &published.record.id)?;
    let invited = at.is_some_and(|at| at.since(OPEN).is_some() && at.since(AWARDED).is_some());
    Ok(invited && !rounds::lots(desk.db, &published.record.id)?.is_empty())
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

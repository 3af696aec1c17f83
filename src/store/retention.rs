//! Forgetting what has been kept long enough.

use diesel::prelude::*;

use crate::{
    db::Db,
    error::StoreError,
    schema::{invitation, session, sign_in_code},
    stamp::Stamp,
};

/// Instants: what is older is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Of codes, when they were asked for.
    pub codes: Stamp,
    /// Of sessions, when they ended.
    pub sessions: Stamp,
    /// Of invitations, when they ran out.
    pub invitations: Stamp,
}

/// How many rows of each were forgotten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Forgotten {
    pub codes: usize,
    pub sessions: usize,
    pub invitations: usize,
}

/// Forgets what is due.
///
/// # Errors
/// The database's.
pub fn forget(db: &mut Db, due: Due) -> Result<Forgotten, StoreError> {
    let codes = sign_in_code::table.filter(sign_in_code::asked_at.lt(due.codes));
    let sessions = session::table.filter(session::ends_at.lt(due.sessions));
    let invitations = invitation::table.filter(invitation::expires_at.lt(due.invitations));
    Ok(Forgotten {
        codes: diesel::delete(codes).execute(db)?,
        sessions: diesel::delete(sessions).execute(db)?,
        invitations: diesel::delete(invitations).execute(db)?,
    })
}

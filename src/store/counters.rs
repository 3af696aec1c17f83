//! Numbers that people say aloud: PSF-2026-003.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::counter,
};

/// The next number of a series, from 1. It is given out for good only if the transaction commits.
///
/// # Errors
/// The database's.
pub fn next(db: &mut Db, alliance_id: &str, name: &str) -> Result<i64, StoreError> {
    let value = on!(db, c => diesel::insert_into(counter::table)
        .values((
            counter::alliance_id.eq(alliance_id),
            counter::name.eq(name),
            counter::value.eq(1_i64),
        ))
        .on_conflict((counter::alliance_id, counter::name))
        .do_update()
        .set(counter::value.eq(counter::value + 1))
        .returning(counter::value)
        .get_result(c))?;
    Ok(value)
}

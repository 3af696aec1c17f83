//! What arrived from a browser that nobody was signed in at any more: kept, sealed, until the person to whom
//! the page was shown signs in there again. Wall time throughout.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::left_form,
    stamp::Stamp,
};

/// They are thrown away after so long.
pub const KEPT: TimeDelta = TimeDelta::hours(1);
/// So many are kept of one browser, and of all.
const MOST: (i64, i64) = (10, 500);

/// One form.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = left_form)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct LeftFormRow {
    pub id: String,
    /// A hash of what the browser's cookie holds.
    pub browser: String,
    /// A mark of the person to whom the page was shown.
    pub mark: String,
    /// Where it was sent to and what was typed, sealed.
    pub sealed: String,
    pub kept_at: Stamp,
}

/// Keeps one, and throws away what is old; says whether there was room for it.
///
/// # Errors
/// The database's.
pub fn keep(db: &mut Db, row: &LeftFormRow, now: DateTime<Utc>) -> Result<bool, StoreError> {
    forget_old(db, now)?;
    let own = left_form::table.filter(left_form::browser.eq(&row.browser));
    let own: i64 = own.count().get_result(db)?;
    let all: i64 = left_form::table.count().get_result(db)?;
    if own >= MOST.0 || all >= MOST.1 {
        return Ok(false);
    }
    on!(db, c => diesel::insert_into(left_form::table).values(row).execute(c))?;
    Ok(true)
}

/// Throws away what nobody came back for.
///
/// # Errors
/// The database's.
pub fn forget_old(db: &mut Db, now: DateTime<Utc>) -> Result<(), StoreError> {
    let old = left_form::table.filter(left_form::kept_at.lt(Stamp::from(now - KEPT)));
    diesel::delete(old).execute(db)?;
    Ok(())
}

/// Takes out what a browser holds for one person, oldest first; what is another's stays.
///
/// # Errors
/// The database's.
pub fn take(db: &mut Db, browser: &str, mark: &str, now: DateTime<Utc>) -> Result<Vec<LeftFormRow>, StoreError> {
    forget_old(db, now)?;
    let own = || {
        left_form::table
            .filter(left_form::browser.eq(browser))
            .filter(left_form::mark.eq(mark))
    };
    let rows = own().order(left_form::kept_at.asc()).load(db)?;
    diesel::delete(own()).execute(db)?;
    Ok(rows)
}

//! What programs show instead of signing in, and whether an alliance lets programs in at all. Wall
//! time throughout.

use diesel::prelude::*;

use crate::{
    db::{Db, on},
    error::StoreError,
    schema::{api_switch, api_token},
    stamp::Stamp,
    text_enum::text_enum,
};

text_enum! {
    /// How far a token reaches; each further word includes those before.
    Reach {
        /// Look.
        Read = "read",
        /// Also begin to fill in.
        Draft = "draft",
        /// Also do.
        Act = "act",
    }
}

impl Reach {
    /// Whether it reaches as far as another.
    pub fn includes(self, other: Self) -> bool {
        let far = |one| match one {
            Self::Read => 0,
            Self::Draft => 1,
            Self::Act => 2,
        };
        far(self) >= far(other)
    }
}

/// One token. Ended ones stay, so that people can see what they had made.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_token, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct TokenRow {
    pub id: String,
    /// SHA-256 of what the program shows, hex.
    pub token: String,
    pub alliance_id: String,
    pub person_id: String,
    /// What its owner calls it.
    pub name: String,
    pub reach: Reach,
    /// Only records of this kind.
    pub kind: Option<String>,
    /// Only this record, and what stands below it.
    pub subject_id: Option<String>,
    /// A second factor was shown when it was made.
    pub with_factor: bool,
    pub made_at: Stamp,
    pub ends_at: Stamp,
    pub used_at: Option<Stamp>,
    pub ended_at: Option<Stamp>,
}

/// Adds one.
///
/// # Errors
/// The database's.
pub fn make(db: &mut Db, row: &TokenRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(api_token::table).values(row).execute(c))?;
    Ok(())
}

/// The one that this is the hash of, ended or not.
///
/// # Errors
/// The database's.
pub fn by_hash(db: &mut Db, token: &str) -> Result<Option<TokenRow>, StoreError> {
    Ok(on!(db, c => api_token::table
        .filter(api_token::token.eq(token))
        .get_result(c)
        .optional())?)
}

/// A person's, the newest first, ended ones too.
///
/// # Errors
/// The database's.
pub fn of_person(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Vec<TokenRow>, StoreError> {
    Ok(api_token::table
        .filter(api_token::person_id.eq(person_id))
        .filter(api_token::alliance_id.eq(alliance_id))
        .order((api_token::made_at.desc(), api_token::id))
        .load(db)?)
}

/// Notes that it was used.
///
/// # Errors
/// The database's.
pub fn touch(db: &mut Db, id: &str, now: Stamp) -> Result<(), StoreError> {
    diesel::update(api_token::table.find(id))
        .set(api_token::used_at.eq(now))
        .execute(db)?;
    Ok(())
}

/// Ends one of a person's; true if it had not ended.
///
/// # Errors
/// The database's.
pub fn end(db: &mut Db, person_id: &str, id: &str, now: Stamp) -> Result<bool, StoreError> {
    let own = api_token::table
        .find(id)
        .filter(api_token::person_id.eq(person_id))
        .filter(api_token::ended_at.is_null());
    Ok(diesel::update(own).set(api_token::ended_at.eq(now)).execute(db)? == 1)
}

/// Whether an alliance lets programs in.
///
/// # Errors
/// The database's.
pub fn is_on(db: &mut Db, alliance_id: &str) -> Result<bool, StoreError> {
    let found: Option<bool> = on!(db, c => api_switch::table
        .find(alliance_id)
        .select(api_switch::is_on)
        .get_result(c)
        .optional())?;
    Ok(found.unwrap_or(false))
}

/// Lets programs in, or no more.
///
/// # Errors
/// The database's.
pub fn switch(db: &mut Db, alliance_id: &str, is_on: bool, by: &str, now: Stamp) -> Result<(), StoreError> {
    let set = (
        api_switch::is_on.eq(is_on),
        api_switch::changed_by.eq(by),
        api_switch::changed_at.eq(now),
    );
    on!(db, c => diesel::insert_into(api_switch::table)
        .values((api_switch::alliance_id.eq(alliance_id), set))
        .on_conflict(api_switch::alliance_id)
        .do_update()
        .set(set)
        .execute(c))?;
    Ok(())
}

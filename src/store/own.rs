//! What is held on one person, and what they ask to become of it.

use diesel::prelude::*;

use crate::{
    appointments::{AppointmentRow, DelegationRow, InterestRow},
    beginnings::BeginningRow,
    db::{Db, on},
    drafts::DraftRow,
    error::StoreError,
    organisations::MembershipRow,
    recordings::RecordingRow,
    schema::{
        address_change, appointment, beginning, comment, data_request, delegation, draft, incident, interest,
        kept_form, membership, recording, score, session, subject, submission, upload,
    },
    scores::ScoreRow,
    sections::CommentRow,
    sessions::SessionRow,
    stamp::Stamp,
    subjects::SubjectRow,
    submissions::SubmissionRow,
    threads::{self, ReplyRow},
    uploads::UploadRow,
};

/// A new address that waits for its code.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = address_change, primary_key(person_id))]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct AddressChangeRow {
    pub person_id: String,
    pub address: String,
    /// SHA-256 of person and code, hex.
    pub code: String,
    pub asked_at: Stamp,
    pub expires_at: Stamp,
    pub tries: i32,
    /// Codes sent since `asked_at`.
    pub codes: i32,
}

/// Somebody asks for what is held on them to be erased.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Insertable)]
#[diesel(table_name = data_request)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct DataRequestRow {
    pub id: String,
    pub alliance_id: String,
    pub person_id: String,
    pub says: String,
    /// Where somebody is asked to look at it.
    pub incident_id: String,
    pub asked_at: Stamp,
}

/// Everything that rows hold on one person in one alliance, but for letters and the journal.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Everything {
    pub appointments: Vec<AppointmentRow>,
    pub memberships: Vec<MembershipRow>,
    pub delegations: Vec<DelegationRow>,
    pub interests: Vec<InterestRow>,
    pub submissions: Vec<SubmissionRow>,
    pub comments: Vec<CommentRow>,
    pub replies: Vec<ReplyRow>,
    pub scores: Vec<ScoreRow>,
    pub drafts: Vec<DraftRow>,
    pub beginnings: Vec<BeginningRow>,
    /// What others recorded for them, or corrected.
    pub recordings: Vec<RecordingRow>,
    pub uploads: Vec<UploadRow>,
    pub records: Vec<SubjectRow>,
    pub sessions: Vec<SessionRow>,
}

/// Everything, oldest first in each list.
///
/// # Errors
/// The database's.
pub fn everything(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<Everything, StoreError> {
    let mine = delegation::principal_id
        .eq(person_id)
        .or(delegation::delegate_id.eq(person_id));
    Ok(Everything {
        appointments: AppointmentRow::query()
            .filter(appointment::alliance_id.eq(alliance_id))
            .filter(appointment::person_id.eq(person_id))
            .order((appointment::since, appointment::id))
            .load(db)?,
        memberships: MembershipRow::query()
            .filter(membership::alliance_id.eq(alliance_id))
            .filter(membership::person_id.eq(person_id))
            .order((membership::since, membership::id))
            .load(db)?,
        delegations: DelegationRow::query()
            .filter(delegation::alliance_id.eq(alliance_id))
            .filter(mine)
            .order((delegation::since, delegation::id))
            .load(db)?,
        interests: InterestRow::query()
            .filter(interest::alliance_id.eq(alliance_id))
            .filter(interest::person_id.eq(person_id))
            .order((interest::declared_at, interest::id))
            .load(db)?,
        submissions: submission::table
            .filter(submission::alliance_id.eq(alliance_id))
            .filter(submission::person_id.eq(person_id))
            .order((submission::at, submission::id))
            .load(db)?,
        comments: CommentRow::query()
            .filter(comment::alliance_id.eq(alliance_id))
            .filter(comment::person_id.eq(person_id))
            .order((comment::made_at, comment::id))
            .load(db)?,
        replies: threads::of_person(db, alliance_id, person_id)?,
        scores: ScoreRow::query()
            .filter(score::alliance_id.eq(alliance_id))
            .filter(score::person_id.eq(person_id))
            .order((score::at, score::place))
            .load(db)?,
        drafts: draft::table
            .filter(draft::alliance_id.eq(alliance_id))
            .filter(draft::person_id.eq(person_id))
            .filter(draft::sent_at.is_null())
            .order((draft::begun_at, draft::id))
            .load(db)?,
        beginnings: beginning::table
            .filter(beginning::alliance_id.eq(alliance_id))
            .filter(beginning::person_id.eq(person_id))
            .filter(beginning::sent_at.is_null())
            .order((beginning::begun_at, beginning::id))
            .load(db)?,
        recordings: recording::table
            .filter(recording::alliance_id.eq(alliance_id))
            .filter(recording::person_id.eq(person_id))
            .order((recording::recorded_at, recording::id))
            .load(db)?,
        uploads: upload::table
            .filter(upload::alliance_id.eq(alliance_id))
            .filter(upload::person_id.eq(person_id))
            .order((upload::sent_at, upload::id))
            .load(db)?,
        records: subject::table
            .filter(subject::alliance_id.eq(alliance_id))
            .filter(subject::person_id.eq(person_id))
            .order((subject::created_at, subject::id))
            .load(db)?,
        sessions: session::table
            .filter(session::alliance_id.eq(alliance_id))
            .filter(session::person_id.eq(person_id))
            .order((session::begun_at, session::id))
            .load(db)?,
    })
}

/// Puts a new address down that waits, in place of another.
///
/// # Errors
/// The database's.
pub fn change_address(db: &mut Db, row: &AddressChangeRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(address_change::table)
        .values(row)
        .on_conflict(address_change::person_id)
        .do_update()
        .set(row)
        .execute(c))?;
    Ok(())
}

/// The new address that waits, if there is one.
///
/// # Errors
/// The database's.
pub fn address_change(db: &mut Db, person_id: &str) -> Result<Option<AddressChangeRow>, StoreError> {
    Ok(on!(db, c => AddressChangeRow::query().find(person_id).get_result(c).optional())?)
}

/// Forgets a new address that waits.
///
/// # Errors
/// The database's.
pub fn forget_address_change(db: &mut Db, person_id: &str) -> Result<(), StoreError> {
    diesel::delete(address_change::table.find(person_id)).execute(db)?;
    Ok(())
}

/// Discards everything that somebody typed and has not sent; how much it was.
///
/// # Errors
/// The database's.
pub fn forget_drafts(db: &mut Db, alliance_id: &str, person_id: &str) -> Result<usize, StoreError> {
    let open = draft::table
        .filter(draft::alliance_id.eq(alliance_id))
        .filter(draft::person_id.eq(person_id))
        .filter(draft::sent_at.is_null());
    diesel::delete(kept_form::table.filter(kept_form::person_id.eq(person_id))).execute(db)?;
    let begun = beginning::table
        .filter(beginning::alliance_id.eq(alliance_id))
        .filter(beginning::person_id.eq(person_id))
        .filter(beginning::sent_at.is_null());
    Ok(diesel::delete(open).execute(db)? + diesel::delete(begun).execute(db)?)
}

/// Notes that somebody asks.
///
/// # Errors
/// The database's.
pub fn ask(db: &mut Db, row: &DataRequestRow) -> Result<(), StoreError> {
    on!(db, c => diesel::insert_into(data_request::table).values(row).execute(c))?;
    Ok(())
}

/// What somebody asked, the newest first, each with when it was settled.
///
/// # Errors
/// The database's.
pub fn requests(
    db: &mut Db,
    alliance_id: &str,
    person_id: &str,
) -> Result<Vec<(DataRequestRow, Option<Stamp>)>, StoreError> {
    let rows: Vec<DataRequestRow> = DataRequestRow::query()
        .filter(data_request::alliance_id.eq(alliance_id))
        .filter(data_request::person_id.eq(person_id))
        .order((data_request::asked_at.desc(), data_request::id))
        .load(db)?;
    let mut out = Vec::new();
    for row in rows {
        let closed: Option<Option<Stamp>> = incident::table
            .find(&row.incident_id)
            .select(incident::closed_at)
            .get_result(db)
            .optional()?;
        out.push((row, closed.flatten()));
    }
    Ok(out)
}

//! Erasing what rows hold on one person. Rows that others need stay, without what tells who it was.

use diesel::{
    dsl::{exists, not},
    prelude::*,
};

use crate::{
    among::among,
    db::{Db, on},
    error::StoreError,
    instances::InstanceStatus,
    schema::{
        access_need, account_written, address_change, api_answer, api_token, appointment, beginning, comment,
        comment_reply, data_request, delegation, document, draft, factor, held_letter, hidden_words, hiding_asked,
        instance, interest, invitation, kept_form, membership, named_supporter, organisation_file, outbox, pay_detail,
        person, person_break, public_name, recording, running_file, session, sign_in_code, spare_code, subject,
        submission, upload, webhook, weekly_cap, wish,
    },
    stamp::Stamp,
};

/// What stands in the place of a person's name.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct Instead<'a> {
    pub handle: &'a str,
    pub name: &'a str,
    pub first_name: &'a str,
    /// In place of what they said or why something was done.
    pub text: &'a str,
}

/// A record about somebody, and what runs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the columns")]
pub struct About {
    pub kind: String,
    pub reference: Option<String>,
    pub title: String,
    pub open: bool,
    pub changed_at: Stamp,
}

/// What only serves their signing in, being reached, paid and helped, and what they typed and did not send: gone.
///
/// # Errors
/// The database's.
pub fn forget_own(db: &mut Db, id: &str) -> Result<(), StoreError> {
    let own: Vec<String> = factor::table
        .filter(factor::person_id.eq(id))
        .select(factor::id)
        .load(db)?;
    on!(db, c => diesel::delete(spare_code::table.filter(spare_code::factor_id.eq_any(&own))).execute(c))?;
    diesel::delete(factor::table.filter(factor::person_id.eq(id))).execute(db)?;
    let theirs = session::person_id.eq(id).or(session::acting_for.eq(id));
    diesel::delete(session::table.filter(theirs)).execute(db)?;
    diesel::delete(sign_in_code::table.filter(sign_in_code::person_id.eq(id))).execute(db)?;
    diesel::delete(invitation::table.filter(invitation::person_id.eq(id))).execute(db)?;
    diesel::delete(draft::table.filter(draft::person_id.eq(id))).execute(db)?;
    crate::replies::forget(db, id)?;
    diesel::delete(beginning::table.filter(beginning::person_id.eq(id))).execute(db)?;
    diesel::delete(kept_form::table.filter(kept_form::person_id.eq(id))).execute(db)?;
    diesel::delete(wish::table.filter(wish::person_id.eq(id))).execute(db)?;
    diesel::delete(held_letter::table.filter(held_letter::person_id.eq(id))).execute(db)?;
    diesel::delete(access_need::table.filter(access_need::person_id.eq(id))).execute(db)?;
    diesel::delete(address_change::table.filter(address_change::person_id.eq(id))).execute(db)?;
    let chosen = named_supporter::person_id
        .eq(id)
        .or(named_supporter::supporter_id.eq(id));
    diesel::delete(named_supporter::table.filter(chosen)).execute(db)?;
    diesel::delete(person_break::table.filter(person_break::person_id.eq(id))).execute(db)?;
    diesel::delete(account_written::table.filter(account_written::person_id.eq(id))).execute(db)?;
    diesel::delete(public_name::table.filter(public_name::person_id.eq(id))).execute(db)?;
    diesel::delete(weekly_cap::table.filter(weekly_cap::person_id.eq(id))).execute(db)?;
    diesel::delete(pay_detail::table.filter(pay_detail::person_id.eq(id))).execute(db)?;
    diesel::delete(api_token::table.filter(api_token::person_id.eq(id))).execute(db)?;
    diesel::delete(api_answer::table.filter(api_answer::person_id.eq(id))).execute(db)?;
    Ok(())
}

/// Ends what still runs, and writes over what says who they were.
///
/// # Errors
/// The database's.
pub fn write_over(db: &mut Db, id: &str, instead: Instead<'_>, now: Stamp) -> Result<(), StoreError> {
    let Instead {
        handle,
        name,
        first_name,
        text,
    } = instead;
    diesel::update(person::table.find(id))
        .set((
            person::handle.eq(handle),
            person::name.eq(name),
            person::first_name.eq(first_name),
            person::email.eq(None::<String>),
            person::channel.eq("post"),
        ))
        .execute(db)?;
    let running = membership::until.is_null().or(membership::until.gt(now));
    let member = membership::table.filter(membership::person_id.eq(id));
    diesel::update(member.filter(running))
        .set(membership::until.eq(now))
        .execute(db)?;
    diesel::update(membership::table.filter(membership::person_id.eq(id)))
        .set(membership::position.eq(""))
        .execute(db)?;
    diesel::update(appointment::table.filter(appointment::person_id.eq(id)))
        .set(appointment::reason.eq(text))
        .execute(db)?;
    let acting = delegation::principal_id.eq(id).or(delegation::delegate_id.eq(id));
    diesel::update(delegation::table.filter(acting).filter(delegation::until.gt(now)))
        .set(delegation::until.eq(now))
        .execute(db)?;
    diesel::update(delegation::table.filter(acting))
        .set(delegation::reason.eq(text))
        .execute(db)?;
    diesel::update(interest::table.filter(interest::person_id.eq(id)))
        .set(interest::what.eq(text))
        .execute(db)?;
    diesel::update(data_request::table.filter(data_request::person_id.eq(id)))
        .set(data_request::says.eq(""))
        .execute(db)?;
    diesel::update(comment::table.filter(comment::person_id.eq(id)))
        .set((comment::text.eq(text), comment::unhappy_because.eq(None::<String>)))
        .execute(db)?;
    // Why their words were hidden is about them, and may say what the words said.
    let said = comment::table.filter(comment::person_id.eq(id)).select(comment::id);
    let mut theirs: Vec<String> = said.load(db)?;
    let below = comment_reply::table.filter(comment_reply::person_id.eq(id));
    theirs.extend(below.select(comment_reply::id).load::<String>(db)?);
    on!(db, c => diesel::delete(hiding_asked::table.filter(among(hiding_asked::what_id, theirs.clone())))
        .execute(c))?;
    on!(db, c => diesel::update(hidden_words::table.filter(among(hidden_words::what_id, theirs)))
        .set(hidden_words::because.eq(text))
        .execute(c))?;
    diesel::update(comment_reply::table.filter(comment_reply::person_id.eq(id)))
        .set(comment_reply::text.eq(text))
        .execute(db)?;
    diesel::update(organisation_file::table.filter(organisation_file::person_id.eq(id)))
        .set((
            organisation_file::sealed.eq(None::<String>),
            organisation_file::name.eq(""),
        ))
        .execute(db)?;
    diesel::update(running_file::table.filter(running_file::person_id.eq(id)))
        .set((running_file::sealed.eq(None::<String>), running_file::name.eq("")))
        .execute(db)?;
    diesel::update(webhook::table.filter(webhook::person_id.eq(id)))
        .set((
            webhook::url.eq(""),
            webhook::secret.eq(""),
            webhook::old_secret.eq(None::<String>),
            webhook::ended_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Records in whose own data somebody's id stands: id, title and data.
///
/// # Errors
/// The database's.
pub fn records_with(db: &mut Db, alliance_id: &str, id: &str) -> Result<Vec<(String, String, String)>, StoreError> {
    Ok(subject::table
        .filter(subject::alliance_id.eq(alliance_id))
        .filter(subject::data.like(format!("%{id}%")))
        .select((subject::id, subject::title, subject::data))
        .order(subject::id)
        .load(db)?)
}

/// What was written down of somebody's words by others, on paper or by telephone: the words go, that it was done stays.
///
/// # Errors
/// The database's.
pub fn forget_recorded(db: &mut Db, id: &str) -> Result<usize, StoreError> {
    Ok(diesel::update(recording::table.filter(recording::person_id.eq(id)))
        .set(recording::answers.eq("{}"))
        .execute(db)?)
}

/// The answers of forms that somebody filled in at records of these kinds that are about themselves: gone, with what
/// their hash was salted with. How many.
///
/// # Errors
/// The database's.
pub fn forget_answers(db: &mut Db, id: &str, kinds: &[String]) -> Result<usize, StoreError> {
    let records = subject::table
        .filter(subject::person_id.eq(id))
        .filter(subject::kind.eq_any(kinds));
    let at = instance::table
        .filter(instance::subject_id.eq_any(records.select(subject::id)))
        .select(instance::id);
    Ok(
        on!(db, c => diesel::update(submission::table.filter(submission::instance_id.eq_any(at)))
        .set((
            submission::answers.eq(None::<String>),
            submission::reason.eq(None::<String>),
            submission::envelope.eq(None::<String>),
            submission::salt.eq(""),
        ))
        .execute(c))?,
    )
}

/// Files that somebody sent and that no form speaks of: their rows go; gives where the bytes are.
///
/// # Errors
/// The database's.
pub fn forget_unused_files(db: &mut Db, id: &str) -> Result<Vec<String>, StoreError> {
    let own: Vec<(String, String, String)> = upload::table
        .filter(upload::person_id.eq(id))
        .select((upload::id, upload::stored, upload::instance_id))
        .load(db)?;
    let mut gone = Vec::new();
    for (file, stored, at) in own {
        // Nobody can read what a sealed form speaks of, so files beside one stay.
        let says = submission::answers.like(format!("%{file}%"));
        let spoken_of = submission::table
            .filter(submission::instance_id.eq(at))
            .filter(says.or(submission::sealed.eq(true).nullable()));
        let used: bool = on!(db, c => diesel::select(exists(spoken_of)).get_result(c))?;
        // What belongs to a text was signed with it.
        let belongs = subject::table.filter(subject::data.like(format!("%{file}%")));
        let belongs: bool = on!(db, c => diesel::select(exists(belongs)).get_result(c))?;
        if !used && !belongs {
            crate::promise_files::take_out(db, &file)?;
            diesel::delete(upload::table.find(&file)).execute(db)?;
            gone.push(stored);
        }
    }
    Ok(gone)
}

/// The files of a document: the page, the PDF, the data.
pub type Papers = (String, Option<String>, Option<String>);

/// Documents about somebody alone lose their PDF and their data; gives where the files are. The rows stay, with their
/// hashes, and so does the address of the page.
///
/// # Errors
/// The database's.
pub fn forget_own_documents(db: &mut Db, id: &str) -> Result<Vec<Papers>, StoreError> {
    let records = || {
        subject::table
            .filter(subject::person_id.eq(id))
            .select(subject::id.nullable())
    };
    let theirs = || document::readers.like(only_for(id));
    let files = on!(db, c => document::table
        .filter(document::subject_id.eq_any(records()).or(theirs()))
        .select((document::html_key, document::pdf_key, document::data_key))
        .load(c))?;
    on!(db, c => diesel::update(document::table.filter(document::subject_id.eq_any(records()).or(theirs())))
        .set((document::pdf_key.eq(None::<String>), document::data_key.eq(None::<String>)))
        .execute(c))?;
    Ok(files)
}

/// The readers of a paper that one person alone opens.
fn only_for(id: &str) -> String {
    format!("%\"person:{id}\"%")
}

/// References of documents about somebody alone.
///
/// # Errors
/// The database's.
pub fn documents_about(db: &mut Db, id: &str) -> Result<Vec<String>, StoreError> {
    let records = subject::table
        .filter(subject::person_id.eq(id))
        .select(subject::id.nullable());
    Ok(on!(db, c => document::table
        .filter(document::subject_id.eq_any(records).or(document::readers.like(only_for(id))))
        .select(document::reference)
        .distinct()
        .order(document::reference)
        .load(c))?)
}

/// Records about somebody, each with its instances: kind, reference, title, whether one is open, when it changed last.
///
/// # Errors
/// The database's.
pub fn records_about(db: &mut Db, alliance_id: &str, id: &str) -> Result<Vec<About>, StoreError> {
    let rows: Vec<(String, Option<String>, String, InstanceStatus, Stamp)> = on!(db, c => instance::table
        .inner_join(subject::table.on(instance::subject_id.eq(subject::id)))
        .filter(subject::person_id.eq(id))
        .filter(subject::alliance_id.eq(alliance_id))
        .order((subject::created_at, subject::id))
        .select((subject::kind, subject::reference, subject::title, instance::status, instance::changed_at))
        .load(c))?;
    Ok(rows
        .into_iter()
        .map(|(kind, reference, title, status, changed_at)| About {
            kind,
            reference,
            title,
            open: status == InstanceStatus::Open,
            changed_at,
        })
        .collect())
}

/// References of documents that were made of something in which a text stands, and that are about no one person.
///
/// # Errors
/// The database's.
pub fn documents_naming(db: &mut Db, alliance_id: &str, id: &str, text: &str) -> Result<Vec<String>, StoreError> {
    let own = subject::table
        .filter(subject::person_id.eq(id))
        .filter(subject::id.nullable().eq(document::subject_id));
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let made_of = outbox::table
        .filter(outbox::payload.like(format!("%{escaped}%")).escape('\\'))
        .select(outbox::key.nullable());
    Ok(on!(db, c => document::table
        .filter(document::alliance_id.eq(alliance_id))
        .filter(document::outbox_key.eq_any(made_of))
        .filter(not(exists(own)))
        .select(document::reference)
        .distinct()
        .order(document::reference)
        .load(c))?)
}

//! What one's own organisation answered before, in records of the same kind, beside the question that it answers now:
//! to copy from. It is shown to whoever speaks for that organisation and may read all of the earlier record, and to
//! nobody else: not to whoever writes something down for them.

use std::collections::BTreeMap;

use accord_store::{organisations, subjects as rows};

use crate::{
    domain::award::asking,
    service::{
        app::Desk,
        authority::Caller,
        fault::Fault,
        sight::{self, Seen, Sight},
        subjects,
    },
};

/// How many earlier records of an organisation are looked at, the newest first.
const MOST: usize = 5;
/// How many rows of an organisation are passed over to find these.
const AMONG: usize = 200;

/// An answer that was given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The short name of the question, without the lot.
    pub question: String,
    /// What people called it.
    pub title: String,
    /// Where it was given.
    pub at: String,
    /// The answer.
    pub text: String,
}

/// Earlier answers by the short name of their question, the newest first.
pub type Earlier = BTreeMap<String, Vec<Said>>;

/// What is offered beside the questions of a record to whoever fills it in.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub(super) fn of(desk: &mut Desk<'_>, caller: &Caller, seen: &Seen) -> Result<Earlier, Fault> {
    let mut out = Earlier::new();
    let Some(organisation) = seen.record.organisation_id.as_deref() else {
        return Ok(out);
    };
    let person = caller.acting_for.as_ref().unwrap_or(&caller.person);
    let own = organisations::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    if !own.iter().any(|one| one.organisation_id == organisation) {
        return Ok(out);
    }
    let kind = subjects::of(&seen.record.kind)?;
    let theirs = rows::of_organisation(desk.db, &desk.alliance, organisation, AMONG)?;
    let same = theirs
        .into_iter()
        .filter(|row| row.kind == seen.record.kind && row.id != seen.record.id);
    for row in same.take(MOST) {
        let found = sight::if_seen(sight::record(desk, caller, &row.kind, &row.id))?;
        if found.is_none_or(|one| one.sight != Sight::Whole) {
            continue;
        }
        for said in kind.said_before(desk, &row)? {
            out.entry(said.question.clone()).or_default().push(said);
        }
    }
    Ok(out)
}

/// Those that belong to a row of a form: to the same question, or to one of the same name.
pub fn beside<'a>(earlier: &'a Earlier, option: &str, label: &str) -> Vec<&'a Said> {
    let question = asking::question_of(option);
    let all = earlier.values().flatten();
    all.filter(|said| said.question == question || said.title == label)
        .collect()
}

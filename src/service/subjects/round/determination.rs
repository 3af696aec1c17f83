//! Which rules apply to a round, and why (domain.md 2.0): taken over from the form that asks for it, and kept in the
//! round's own record, because contracts and notices go by it long after.

use accord_store::{people, subjects as subject_rows, submissions::SubmissionRow};
use serde_json::{Map, Value as Json};

use super::{book::Book, showing};
use crate::{
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{About, data, keeping},
    },
    views::contexts::regime::Determination,
};

/// Where the record keeps it.
pub(super) const KEPT: &str = "determination";
/// The question that says who signs contracts; a word between files and rules.
pub(super) const PURCHASER: &str = "purchaser";

/// Keeps what was determined; a later one takes the place of an earlier.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn record(desk: &mut Desk<'_>, about: About<'_>, form: &SubmissionRow) -> Result<(), Fault> {
    let mut kept = answers::of(form)?;
    kept.insert("by".to_owned(), form.person_id.clone().into());
    kept.insert("on".to_owned(), showing::local(form.at.utc()).to_string().into());
    keeping::keep(desk, about.row, &[(KEPT, kept)])
}

/// The organisation that was determined to sign the contracts, by the record's own JSON; empty before.
pub(in crate::service::subjects) fn purchaser(own: &Map<String, Json>) -> String {
    let kept = own.get(KEPT).and_then(Json::as_object);
    kept.map(|kept| answers::text(kept, PURCHASER)).unwrap_or_default()
}

/// The record's own JSON as it stands by now: a paper that is made in the very step of the rule was given the row of
/// before. Nothing while the round is being made.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn now(desk: &mut Desk<'_>, book: &Book) -> Result<Map<String, Json>, Fault> {
    match &book.standing {
        Some(_) => data(&subject_rows::load(desk.db, &desk.alliance, &book.record.id)?),
        None => Ok(Map::new()),
    }
}

/// What was determined, as papers say it; empty before it was.
///
/// # Errors
/// The store fails.
pub(super) fn shown(desk: &mut Desk<'_>, book: &Book) -> Result<Determination, Fault> {
    let own = now(desk, book)?;
    let (Some(standing), Some(kept)) = (&book.standing, own.get(KEPT).and_then(Json::as_object)) else {
        return Ok(Determination::default());
    };
    let said = |id: &str| answers::text(kept, id);
    let yes = |id: &str| kept.get(id).and_then(Json::as_bool).unwrap_or(false);
    Ok(Determination {
        buyer: showing::organisation(desk, &said(PURCHASER))?.name,
        buyer_is: said("buyer_is"),
        relevant_authority: yes("relevant_authority"),
        contracting_authority: yes("contracting_authority"),
        health_care: yes("health_care"),
        cpv: said("cpv"),
        lifetime_value: kept.get("lifetime_value").and_then(Json::as_i64),
        head_contract: said("head_contract"),
        rationale: said("rationale"),
        decided_by: name(desk, &said("decided_by"))?,
        checked_by: name(desk, &said("checked_by"))?,
        on: said("on").parse().ok(),
        workflow: desk.app.library.title(&standing.row.workflow).unwrap_or_default(),
        version: standing.row.definition.clone(),
    })
}

/// What a person is called; a name that was typed stays as it is.
fn name(desk: &mut Desk<'_>, id: &str) -> Result<String, Fault> {
    Ok(match people::load(desk.db, id)? {
        Some(person) => person.name,
        None => id.to_owned(),
    })
}

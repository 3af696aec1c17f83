//! What somebody said outside comments: proposals, what they raised at "Support", and what was written down of their
//! words. What people wrote together (the aims of a text, the titles of the files that are signed with it) is nobody's
//! own, and stays: it may be signed.

use accord_store::{concerns, erasures, subjects};
use serde_json::Value as Json;

use super::TEXT;
use crate::service::{app::Desk, fault::Fault, proposals::ADD};

/// Writes it over. What they raised and has no answer yet stays with whom it reached, and goes with the answer: nobody
/// else may learn here that there is anything.
///
/// # Errors
/// What is stored is damaged, or the database fails.
pub(super) fn write_over(desk: &mut Desk<'_>, id: &str) -> Result<(), Fault> {
    for (record, title, data) in erasures::records_with(desk.db, &desk.alliance, id)? {
        let mut own: Json = serde_json::from_str(&data)?;
        if proposals_over(&mut own, id) {
            subjects::update(desk.db, &desk.alliance, &record, &title, &own.to_string())?;
        }
    }
    erasures::forget_recorded(desk.db, id)?;
    for row in concerns::of_person(desk.db, &desk.alliance, id)? {
        if row.answered_at.is_some() {
            raised(desk, &row.id)?;
        }
    }
    Ok(())
}

/// Writes over what somebody raised, and what they were answered.
///
/// # Errors
/// The database fails.
pub(in crate::service) fn raised(desk: &mut Desk<'_>, concern: &str) -> Result<(), Fault> {
    let sealed = desk.app.seals.seal(concern, TEXT)?;
    Ok(concerns::write_over(desk.db, concern, &sealed)?)
}

/// Writes over what somebody proposed in a record's log; gives whether there was anything.
fn proposals_over(own: &mut Json, id: &str) -> bool {
    let all = own.pointer_mut(&format!("/log/{ADD}")).and_then(Json::as_array_mut);
    let mut any = false;
    for one in all.into_iter().flatten().filter_map(Json::as_object_mut) {
        if one.get("by").and_then(Json::as_str) == Some(id) {
            one.insert("text".to_owned(), TEXT.into());
            any = true;
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn their_proposals_go_and_what_is_others_or_everybodys_stays() {
        let theirs = json!({ "by": "they", "at": "2026-01-05T09:00:00Z", "text": "More evenings", "number": 1 });
        let others = json!({ "by": "other", "at": "2026-01-05T09:00:00Z", "text": "Fewer forms" });
        let aims = json!([{ "by": "they", "need": "Somebody to talk to at night" }]);
        let mut record = json!({ "log": { ADD: [theirs, others], "aim": aims }, "title": "A text of ours" });
        let mut after = record.clone();
        *after.pointer_mut(&format!("/log/{ADD}/0/text")).unwrap() = TEXT.into();
        assert!(proposals_over(&mut record, "they"));
        assert_eq!(record, after);
        assert!(!proposals_over(&mut record, "nobody"));
        assert!(!proposals_over(&mut json!({}), "they"));
    }
}

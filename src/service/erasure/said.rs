//! What somebody said outside comments: proposals and other notes in a record, what they raised at "Support", and
//! what was written down of their words.

use accord_store::{concerns, erasures, subjects};
use serde_json::{Map, Value as Json};

use super::TEXT;
use crate::service::{app::Desk, fault::Fault};

/// Keys of a note that are not words of whoever made it.
const NOT_WORDS: [&str; 2] = ["by", "at"];

/// Writes it over. What they raised and has no answer yet stays with whom it reached, and goes with the answer: nobody
/// else may learn here that there is anything.
///
/// # Errors
/// What is stored is damaged, or the database fails.
pub(super) fn write_over(desk: &mut Desk<'_>, id: &str) -> Result<(), Fault> {
    for (record, title, data) in erasures::records_with(desk.db, &desk.alliance, id)? {
        let mut own: Json = serde_json::from_str(&data)?;
        if over(&mut own, id) {
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

/// Writes over the words of every note that somebody made, however deep it stands; gives whether there were any. What
/// has no space in it is a word of ours: a choice, a day, an id.
fn over(value: &mut Json, id: &str) -> bool {
    let mut any = false;
    match value {
        Json::Array(list) => {
            for one in list {
                any |= over(one, id);
            }
        }
        Json::Object(map) if map.get("by").and_then(Json::as_str) == Some(id) => any = words_over(map),
        Json::Object(map) => {
            for one in map.values_mut() {
                any |= over(one, id);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
    any
}

fn words_over(map: &mut Map<String, Json>) -> bool {
    let mut any = false;
    for (key, value) in map.iter_mut() {
        let said = value.as_str().is_some_and(|text| text.contains(char::is_whitespace));
        if said && !NOT_WORDS.contains(&key.as_str()) {
            *value = TEXT.into();
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
    fn their_words_go_and_those_of_others_stay() {
        let mut record = json!({ "log": { "proposal": [
            { "by": "they", "at": "2026-01-05T09:00:00Z", "text": "More evenings", "number": 1 },
            { "by": "other", "at": "2026-01-05T09:00:00Z", "text": "Fewer forms" },
        ] }, "title": "A text of ours" });
        assert!(over(&mut record, "they"));
        let first = record.pointer("/log/proposal/0").unwrap();
        assert_eq!(
            first,
            &json!({ "by": "they", "at": "2026-01-05T09:00:00Z", "text": TEXT, "number": 1 })
        );
        assert_eq!(record.pointer("/log/proposal/1/text").unwrap(), "Fewer forms");
        assert_eq!(record.pointer("/title").unwrap(), "A text of ours");
        assert!(!over(&mut record, "nobody"));
    }
}

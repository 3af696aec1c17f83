//! Whether what a page was filled in with is still what is kept: the same person may have it open
//! twice, and somebody else may have written to the same place.
//!
//! A page carries a mark of what it showed. What arrives from it is compared with what is kept by
//! then; nothing that was typed in either place is lost, because whoever sends sees both.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use crate::domain::hex;

/// Bytes of the hash that a mark has: it tells apart, it guards nothing.
const ENOUGH: usize = 8;

/// What is kept for some questions, in a few digits. Nothing and an empty answer are the same.
pub fn mark<'a>(kept: &Map<String, Json>, questions: impl IntoIterator<Item = &'a str>) -> String {
    let answers: BTreeMap<&str, &Json> = questions
        .into_iter()
        .filter_map(|id| Some((id, kept.get(id)?)))
        .filter(|(_, answer)| !is_blank(answer))
        .collect();
    let text = serde_json::to_string(&answers).unwrap_or_default();
    let hash = Sha256::digest(text);
    hex(hash.get(..ENOUGH).unwrap_or_default())
}

/// The questions that were answered otherwise, elsewhere, since the page was shown; none if what it
/// showed is what is kept, or if both say the same.
pub fn changed(kept: &Map<String, Json>, shown: Option<&str>, typed: &Map<String, Json>) -> Vec<String> {
    let Some(shown) = shown else { return Vec::new() };
    if mark(kept, typed.keys().map(String::as_str)) == shown {
        return Vec::new();
    }
    let differs = |id: &str, answer: &Json| {
        let before = kept.get(id).unwrap_or(&Json::Null);
        before != answer && !(is_blank(before) && is_blank(answer))
    };
    let found = typed.iter().filter(|(id, answer)| differs(id, answer));
    found.map(|(id, _)| id.clone()).collect()
}

/// Nothing is said by it.
pub fn is_blank(answer: &Json) -> bool {
    match answer {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(all) => all.iter().all(is_blank),
        Json::Object(all) => all.values().all(is_blank),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Json) -> Map<String, Json> {
        match value {
            Json::Object(map) => map,
            _ => Map::new(),
        }
    }

    #[track_caller]
    fn check(shown: Json, kept: Json, typed: Json, questions: &[&str]) {
        let typed = object(typed);
        let shown = mark(&object(shown), typed.keys().map(String::as_str));
        assert_eq!(changed(&object(kept), Some(&shown), &typed), questions);
    }

    #[test]
    fn what_another_tab_wrote_is_noticed() {
        check(json!({}), json!({}), json!({ "why": "one" }), &[]);
        check(json!({}), json!({ "why": "two" }), json!({ "why": "one" }), &["why"]);
        check(
            json!({ "why": "one" }),
            json!({ "why": "one" }),
            json!({ "why": "two" }),
            &[],
        );
    }

    #[test]
    fn who_says_the_same_twice_is_not_asked() {
        check(json!({}), json!({ "why": "one" }), json!({ "why": "one" }), &[]);
        check(
            json!({ "on": { "day": "" } }),
            json!({}),
            json!({ "on": { "day": "3" } }),
            &[],
        );
    }

    #[test]
    fn another_question_is_another_thing() {
        check(json!({}), json!({ "who": "Tom" }), json!({ "why": "one" }), &[]);
    }
}

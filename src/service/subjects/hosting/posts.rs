//! Posts of peer workers under a contract: the last word on each counts.

use std::collections::BTreeMap;

use accord_store::subjects::SubjectRow;
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::answers::{log, word};
use crate::service::fault::Fault;

/// Under which word they are written down.
const RECORDED: &str = "post.update";
/// Somebody is in post.
const FILLED: &str = "filled";

/// The last word on each post, by its name.
fn last(row: &SubjectRow) -> Result<BTreeMap<String, Map<String, Json>>, Fault> {
    let all = log(row, RECORDED)?.into_iter();
    Ok(all.map(|entry| (word(&entry, "post").to_owned(), entry)).collect())
}

/// Posts with somebody in them now.
pub(super) fn filled(row: &SubjectRow) -> Result<usize, Fault> {
    let all = last(row)?;
    Ok(all.values().filter(|entry| word(entry, "now") == FILLED).count())
}

/// Whether a post stands just so already.
pub(in crate::service) fn stands(row: &SubjectRow, post: &str, now: &str, since: NaiveDate) -> Result<bool, Fault> {
    let all = last(row)?;
    let since = since.to_string();
    Ok(all
        .get(post)
        .is_some_and(|entry| word(entry, "now") == now && word(entry, "since") == since))
}

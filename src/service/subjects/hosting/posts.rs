//! Posts of peer workers under a contract: the last word on each counts. Hosts, workers and networks are many to many: a
//! post names the networks that it serves, and a short name that its host chose for whoever fills it, so that one worker
//! in two networks is one, and nobody outside the host needs to know who it is.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::subjects::SubjectRow;
use chrono::NaiveDate;
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{
    answers::{log, word},
    mobilising,
};
use crate::{
    domain::{identifiers, words},
    service::{app::Desk, fault::Fault},
    views::contexts::contract_lines::PostRow,
};

/// Under which word they are written down.
const RECORDED: &str = "post.update";
/// How far a post is where a contract has no plan, or was brought in: somebody is in it, or nobody.
pub(super) const SIMPLE: [(&str, &str); 2] = [("filled", "Somebody is in post"), ("vacant", "It is vacant")];
/// Somebody is in post.
const FILLED: &str = "filled";

/// The last word on each post, by its name.
fn last(row: &SubjectRow) -> Result<BTreeMap<String, Map<String, Json>>, Fault> {
    let all = log(row, RECORDED)?.into_iter();
    Ok(all.map(|entry| (word(&entry, "post").to_owned(), entry)).collect())
}

/// The stages in which somebody is in post.
fn in_post(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<BTreeSet<String>, Fault> {
    Ok(match mobilising::plan(desk, row)? {
        Some(plan) => plan
            .posts
            .into_iter()
            .filter(|one| one.in_post)
            .map(|one| one.id)
            .collect(),
        None => [FILLED.to_owned()].into(),
    })
}

/// Posts with somebody in them now.
///
/// # Errors
/// The store fails.
pub(super) fn filled(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<usize, Fault> {
    let counts = in_post(desk, row)?;
    let all = last(row)?;
    Ok(all.values().filter(|entry| counts.contains(word(entry, "now"))).count())
}

/// Whether a post may be recorded so: no number of a certificate, and no more of a person than a short name.
///
/// # Errors
/// What to take out.
pub(super) fn judge(body: &Map<String, Json>) -> Result<(), Fault> {
    for field in ["post", "worker"] {
        if identifiers::holds_certificate(word(body, field)) {
            return Err(Fault::field(
                field,
                "This looks like the number of a disclosure certificate. Take it out: we keep that a check was made, and \
                 on which day.",
            ));
        }
    }
    if word(body, "worker").contains('@') {
        return Err(Fault::field(
            "worker",
            "Use a short name that you choose, such as Worker A; we need nobody's address here.",
        ));
    }
    Ok(())
}

/// Each post as pages and papers show it.
///
/// # Errors
/// The store fails.
pub(super) fn rows(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    lots: &IndexMap<String, String>,
) -> Result<Vec<PostRow>, Fault> {
    let stages = mobilising::lists(desk, row)?.remove("post_stages").unwrap_or_default();
    let counts = in_post(desk, row)?;
    let line = |(post, entry): (String, Map<String, Json>)| {
        let now = word(&entry, "now").to_owned();
        let networks = entry
            .get("networks")
            .and_then(Json::as_array)
            .cloned()
            .unwrap_or_default();
        let named = |code: &Json| {
            let code = code.as_str().unwrap_or_default();
            lots.get(code).cloned().unwrap_or_else(|| code.to_owned())
        };
        PostRow {
            post,
            worker: word(&entry, "worker").to_owned(),
            networks: networks.iter().map(named).collect(),
            now: stages.get(&now).cloned().unwrap_or_else(|| words::upper_first(&now)),
            since: word(&entry, "since").parse().ok(),
            in_post: counts.contains(&now),
        }
    };
    Ok(last(row)?.into_iter().map(line).collect())
}

/// Whether a post stands just so already.
pub(in crate::service) fn stands(row: &SubjectRow, post: &str, now: &str, since: NaiveDate) -> Result<bool, Fault> {
    let all = last(row)?;
    let since = since.to_string();
    Ok(all
        .get(post)
        .is_some_and(|entry| word(entry, "now") == now && word(entry, "since") == since))
}

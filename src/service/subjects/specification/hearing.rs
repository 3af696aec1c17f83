//! Whom a text still waits for: those who have not commented, and those who have not said what they think of an
//! answer.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::{
    links,
    sections::{self, CommentRow},
};
use indexmap::IndexMap;

use super::{aims, order, proposals, spelling};
use crate::{
    domain::specification::aims::Aim,
    service::{
        app::Desk,
        fault::Fault,
        subjects::{
            About, data,
            promises::{following, later},
            standing,
        },
    },
};

/// The state in which a text is open for comment, by what it means.
const OPEN: &str = "specification.commenting";
const SECTIONS: &str = "sections";
const PROPOSALS: &str = "proposals";
const SPELLINGS: &str = "spellings";
const UNWRITTEN: &str = "unwritten";
/// Asked for by name alone: it costs a look at every organisation.
const GAPS: &str = "gaps";
const HEARD: &str = "heard";
const TO_RATE: &str = "to_rate";
const UNPLANNED: &str = "unplanned";
const KEEPERS: &str = "keepers";
const TO_JUDGE: &str = "to_judge";
const TO_JUDGE_LATER: &str = "to_judge_later";

/// Those of the collections that are asked for; people under their ids.
pub(super) fn collections(
    desk: &mut Desk<'_>,
    about: About<'_>,
    names: &BTreeSet<String>,
) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
    let mut out = BTreeMap::new();
    if names.contains(SECTIONS) {
        let rows = sections::of_subject(desk.db, &about.row.id)?;
        let all = rows.into_iter().map(|row| (row.id, row.heading)).collect();
        out.insert(SECTIONS.to_owned(), all);
    }
    for name in names {
        if let Some(part) = order::part_of(name) {
            out.insert(name.clone(), order::collection(desk, &about.row.id, part)?);
        }
    }
    if names.contains(PROPOSALS) {
        out.insert(PROPOSALS.to_owned(), proposals::open(&data(about.row)?));
    }
    if names.contains(SPELLINGS) {
        out.insert(SPELLINGS.to_owned(), spelling::open(desk, &data(about.row)?)?);
    }
    if names.contains(UNWRITTEN) {
        let own = data(about.row)?;
        let open = Aim::ALL.into_iter().filter(|aim| aims::now(&own, *aim).is_empty());
        let all = open.map(|aim| (aim.word().to_owned(), aim.title().to_owned()));
        out.insert(UNWRITTEN.to_owned(), all.collect());
    }
    if names.contains(GAPS) {
        out.insert(GAPS.to_owned(), aims::to_link(desk, &data(about.row)?)?);
    }
    if [UNPLANNED, KEEPERS, TO_JUDGE].iter().any(|name| names.contains(*name)) {
        let all = links::promises(desk.db, &about.row.id)?;
        let open = || all.iter().filter(|one| one.met_at.is_none());
        let unplanned = open().filter(|one| one.due_on.is_none());
        let keepers = open().filter(|one| one.due_on.is_some());
        let heard = all.iter().filter(|one| following::to_judge(one));
        let person = |id: &Option<String>| id.clone().map(|id| (id, String::new()));
        out.insert(
            UNPLANNED.to_owned(),
            unplanned.map(|one| (one.id.clone(), one.what.clone())).collect(),
        );
        out.insert(
            KEEPERS.to_owned(),
            keepers.filter_map(|one| person(&one.owner_id)).collect(),
        );
        out.insert(
            TO_JUDGE.to_owned(),
            heard.filter_map(|one| person(&one.person_id)).collect(),
        );
    }
    if names.contains(TO_JUDGE_LATER) {
        let mut people = IndexMap::new();
        for one in links::promises(desk.db, &about.row.id)? {
            if later::to_judge(desk, &one)? {
                people.extend(one.person_id.map(|id| (id, String::new())));
            }
        }
        out.insert(TO_JUDGE_LATER.to_owned(), people);
    }
    if names.contains(HEARD) || names.contains(TO_RATE) {
        let comments = sections::comments(desk.db, &about.row.id)?;
        let opened = standing::of(desk, &about.row.id)?.and_then(|one| one.since(OPEN));
        let since = |one: &&CommentRow| opened.is_none_or(|opened| one.made_at.utc() >= opened);
        out.insert(HEARD.to_owned(), people(comments.iter().filter(since)));
        let waits = |one: &&CommentRow| one.answered_at.is_some() && one.content_with_answer.is_none();
        out.insert(TO_RATE.to_owned(), people(comments.iter().filter(waits)));
    }
    Ok(out)
}

/// All of them that cost little.
pub(super) fn all() -> BTreeSet<String> {
    [
        SECTIONS,
        PROPOSALS,
        SPELLINGS,
        UNWRITTEN,
        HEARD,
        TO_RATE,
        UNPLANNED,
        KEEPERS,
        TO_JUDGE,
        TO_JUDGE_LATER,
    ]
    .map(str::to_owned)
    .into()
}

fn people<'a>(comments: impl Iterator<Item = &'a CommentRow>) -> IndexMap<String, String> {
    comments.map(|one| (one.person_id.clone(), String::new())).collect()
}

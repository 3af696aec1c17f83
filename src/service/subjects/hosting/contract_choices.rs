//! What the forms of a contract choose from: its clauses, the host's comments that wait, what can be left out of its
//! public copy, networks and the hosts that could take them, stories.

use std::collections::BTreeSet;

use accord_store::subjects::{self as rows, SubjectRow};
use indexmap::IndexMap;

use super::{
    answers::{above, log, newest, part, text, word},
    comments, contract_text, public_text, quarter_shown, risks,
};
use crate::service::{
    app::Desk,
    fault::Fault,
    subjects::{About, round},
};

/// The permit of whoever takes a story back.
const WITHDRAW: &str = "story.withdraw";
/// The question of a story; a word that forms and this kind share.
const STORY: &str = "story";
/// How much of a text stands in a list.
const WORDS: usize = 12;

/// Members of one list; nothing for a list that a contract does not have.
///
/// # Errors
/// The store fails.
pub(super) fn of(desk: &mut Desk<'_>, about: About<'_>, list: &str) -> Result<Option<IndexMap<String, String>>, Fault> {
    Ok(Some(match list {
        "clauses" => clauses(desk, about.row)?,
        "comments" => comments::open(desk, about.row)?.into_iter().collect(),
        "incidents" => risks::open(desk, about.row)?,
        "redactable" => public_text::parts_of(&contract_text::shown(desk, about)?),
        "lots" | "hosts" => {
            let Some(round) = above(desk, about.row, "round")? else {
                return Ok(Some(IndexMap::new()));
            };
            let own = about.row.organisation_id.clone().unwrap_or_default();
            let (lots, hosts) = round::could_take(desk, &round, &own)?;
            if list == "lots" { lots } else { hosts }
        }
        "stories" => stories(desk, about.row)?,
        "indicators" => {
            let texts = desk.texts_of(&about.row.id)?;
            let inputs = texts.indicator_set().into_iter().flat_map(|set| &set.inputs);
            inputs.map(|(id, input)| (id.clone(), input.label.clone())).collect()
        }
        _ => return Ok(None),
    }))
}

fn clauses(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<IndexMap<String, String>, Fault> {
    let texts = desk.texts_of(&row.id)?;
    let parts = texts.clauses.values().next().into_iter().flat_map(|all| &all.parts);
    let numbered = parts.zip(1..);
    Ok(numbered
        .map(|(one, number)| (number.to_string(), format!("{number}. {}", one.title)))
        .collect())
}

/// Stories in the contract's returns that nobody has taken back: return to first words.
fn stories(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<IndexMap<String, String>, Fault> {
    let gone = withdrawn(row)?;
    let mut out = IndexMap::new();
    for one in rows::children(desk.db, &desk.alliance, &row.id, "return")? {
        let told = newest(desk, &one, STORY)?
            .map(|(_, filled)| text(&filled, STORY))
            .unwrap_or_default();
        if told.is_empty() || gone.contains(&one.id) {
            continue;
        }
        let from = part::<String>(&one, "period_from")?.and_then(|on| on.parse().ok());
        let quarter = from.map(quarter_shown::quarter_in_words).unwrap_or_default();
        let first: Vec<&str> = told.split_whitespace().take(WORDS).collect();
        out.insert(one.id, format!("{quarter}: {}…", first.join(" ")));
    }
    Ok(out)
}

/// Returns whose story was taken back.
///
/// # Errors
/// The record is damaged.
pub(super) fn withdrawn(row: &SubjectRow) -> Result<BTreeSet<String>, Fault> {
    let all = log(row, WITHDRAW)?;
    Ok(all.iter().map(|one| word(one, STORY).to_owned()).collect())
}

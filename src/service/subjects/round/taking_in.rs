//! What a contract that ran before brings with it: its networks, and what belongs to none. Nothing was awarded here, so
//! no bid and no offer is made up for it; a lot names its host itself.

use std::collections::BTreeSet;

use accord_engine::value::Value;
use accord_store::{
    organisations::{self, OrganisationRow},
    rounds::{self, LotRow},
    subjects::{self as rows, SubjectRow},
};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::book::Book;
use crate::service::{
    answers,
    app::Desk,
    fault::Fault,
    subjects::hosting::brought_in::{self, HOST, NETWORKS, OTHER_LOTS, REFERENCE},
};

/// Who hosts a lot that came with a contract which was brought in.
pub(super) fn host(lot: &LotRow) -> Option<String> {
    let data: Map<String, Json> = serde_json::from_str(&lot.data).unwrap_or_default();
    data.get(HOST).and_then(Json::as_str).map(str::to_owned)
}

/// Those hosts, each once.
pub(super) fn hosts(desk: &mut Desk<'_>, lots: &[LotRow]) -> Result<Vec<OrganisationRow>, Fault> {
    let ids: BTreeSet<String> = lots.iter().filter_map(host).collect();
    let mut out = Vec::new();
    for id in ids {
        out.extend(organisations::load(desk.db, &id)?);
    }
    Ok(out)
}

/// Gives such a lot to another host.
pub(super) fn give(desk: &mut Desk<'_>, lot: &LotRow, to: &str) -> Result<(), Fault> {
    let mut data: Map<String, Json> = serde_json::from_str(&lot.data).unwrap_or_default();
    data.insert(HOST.to_owned(), to.into());
    let row = LotRow {
        data: Json::Object(data).to_string(),
        ..lot.clone()
    };
    Ok(rounds::put_lot(desk.db, &row)?)
}

/// Puts down the lots of one contract. Two hosts may serve one network; each then has a lot of its own.
pub(super) fn take_in(desk: &mut Desk<'_>, book: &Book, given: &Map<String, Json>) -> Result<(), Fault> {
    let handle = answers::text(given, HOST);
    let host = organisations::by_handle(desk.db, &desk.alliance, &handle)?.ok_or(Fault::NotFound("organisation"))?;
    let areas = crate::service::organisations::areas(desk)?;
    let networks = answers::texts(given, NETWORKS).into_iter().filter_map(|id| {
        let name = areas.get(&id)?.clone();
        Some((id, name))
    });
    let others = answers::text(given, OTHER_LOTS);
    let others = others.lines().map(str::trim).filter(|line| !line.is_empty());
    let others = others.map(|line| (slug(line), line.to_owned()));
    let mut taken: BTreeSet<String> = book.lots.iter().map(|lot| lot.code.clone()).collect();
    let first = i32::try_from(book.lots.len()).unwrap_or(i32::MAX);
    for ((code, name), place) in networks.chain(others).zip(1..) {
        let code = free(&code, &taken);
        taken.insert(code.clone());
        let row = LotRow {
            id: desk.id(),
            alliance_id: desk.alliance.clone(),
            round_id: book.record.id.clone(),
            position: first.saturating_add(place),
            code,
            name,
            yearly_value: None,
            cover_plan: None,
            data: json!({ HOST: host.id, REFERENCE: answers::text(given, REFERENCE) }).to_string(),
        };
        rounds::put_lot(desk.db, &row)?;
    }
    Ok(())
}

/// What only this kind can know of a contract that is brought in: that it is here already, or brings nothing.
pub(super) fn judge(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    answers: &IndexMap<String, Value>,
) -> Result<Vec<(String, String)>, Fault> {
    let (Some(Value::Text(reference)), true) = (answers.get(REFERENCE), answers.contains_key(HOST)) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for contract in rows::children(desk.db, &desk.alliance, &round.id, "contract")? {
        if brought_in::reference(&contract)?.is_some_and(|one| brought_in::same(&one, reference)) {
            let here = contract.reference.unwrap_or_default();
            let says = format!("The contract {reference} was brought in already. It is {here} here.");
            out.push((REFERENCE.to_owned(), says));
        }
    }
    out.extend(brought_in::judge_terms(answers));
    Ok(out)
}

fn free(code: &str, taken: &BTreeSet<String>) -> String {
    let mut numbers = 2..;
    let mut out = code.to_owned();
    while taken.contains(&out) {
        let number: u32 = numbers.next().unwrap_or(u32::MAX);
        out = format!("{code}-{number}");
    }
    out
}

/// A short word out of a name.
fn slug(name: &str) -> String {
    let letters: String = name
        .to_lowercase()
        .chars()
        .map(|one| if one.is_ascii_alphanumeric() { one } else { ' ' })
        .collect();
    let words: Vec<&str> = letters.split_whitespace().take(5).collect();
    match words.is_empty() {
        true => "lot".to_owned(),
        false => words.join("-"),
    }
}

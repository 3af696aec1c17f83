//! What conditions may read, gathered inside the write transaction.

use std::collections::BTreeMap;

use accord_engine::{
    definition::model::{Definition, FactType},
    event::Facts,
    snapshot::Snapshot,
    value::Value,
};
use accord_store::{instances, links, subjects as subject_rows};
use anyhow::anyhow;

use crate::service::{
    app::Desk,
    authority,
    fault::Fault,
    subjects::{self, About, Values},
};

/// Everything that a step of this workflow about this record may ask for.
///
/// # Errors
/// The database fails, or a fact is not of its type.
pub fn gather(desk: &mut Desk<'_>, definition: &Definition, about: About<'_>, instance: &str) -> Result<Facts, Fault> {
    let kind = subjects::of(&about.row.kind)?;
    let mut values = kind.facts(desk, about)?;
    fill_in(&mut values, definition, &subjects::data(about.row)?)?;
    linked(desk, instance, &mut values)?;
    Ok(Facts {
        values,
        members: authority::members(desk, about, &definition.roles)?,
        collections: kind.collections(desk, about)?,
        hashes: kind.hashes(desk, about)?,
    })
}

/// Declared facts that the kind does not compute: from the record's own JSON, else nothing yet.
fn fill_in(
    values: &mut Values,
    definition: &Definition,
    data: &serde_json::Map<String, serde_json::Value>,
) -> Result<(), Fault> {
    for (name, kind) in &definition.facts {
        if values.contains_key(name) {
            continue;
        }
        let value = match data.get("facts").and_then(|all| all.get(name)) {
            Some(json) => Value::typed(*kind, json).map_err(|e| anyhow!("the fact `{name}`: {e}"))?,
            None => nothing_yet(*kind),
        };
        values.insert(name.clone(), value);
    }
    Ok(())
}

const fn nothing_yet(kind: FactType) -> Value {
    match kind {
        FactType::Boolean => Value::Bool(false),
        FactType::Integer => Value::Integer(0),
        FactType::Money => Value::Money(0),
        FactType::Text | FactType::Date | FactType::Instant => Value::Nothing,
        FactType::Texts => Value::Texts(Vec::new()),
    }
}

/// `link.reached.<state>`, `link.signed_hash`, `link.current_hash` of each linked instance.
fn linked(desk: &mut Desk<'_>, instance: &str, values: &mut Values) -> Result<(), Fault> {
    for link in links::of_instance(desk.db, instance)? {
        let row = instances::load(desk.db, &desk.alliance, &link.target_id)?;
        let snapshot: Snapshot = serde_json::from_str(&row.snapshot)?;
        let workflow = desk.app.library.pinned(desk.db, &row.definition)?;
        for state in crate::service::library::states(&workflow.definition) {
            let reached = snapshot.entered.contains_key(state);
            values.insert(format!("{}.reached.{state}", link.link), Value::Bool(reached));
        }
        let record = subject_rows::load(desk.db, &desk.alliance, &row.subject_id)?;
        let about = About {
            row: &record,
            snapshot: Some(&snapshot),
        };
        let hashes = subjects::of(&record.kind)?.hashes(desk, about)?;
        let (signed, current) = signed(&workflow.definition, &snapshot, &hashes);
        values.insert(format!("{}.signed_hash", link.link), signed);
        values.insert(format!("{}.current_hash", link.link), current);
    }
    Ok(())
}

/// What the last counted ballot that binds was bound to, and what that content is now.
fn signed(definition: &Definition, snapshot: &Snapshot, hashes: &BTreeMap<String, String>) -> (Value, Value) {
    let last = snapshot
        .ballots
        .iter()
        .filter(|(_, ballot)| ballot.outcome.is_some() && ballot.bound_to.is_some())
        .max_by_key(|(_, ballot)| ballot.opened_at);
    let Some((state, ballot)) = last else {
        return (Value::Nothing, Value::Nothing);
    };
    let content = crate::service::library::find_state(definition, state)
        .and_then(|found| found.decision.as_ref())
        .and_then(|decision| decision.binds.as_ref());
    let text = |hash: Option<&String>| hash.map_or(Value::Nothing, |h| Value::Text(h.clone()));
    (
        text(ballot.bound_to.as_ref()),
        text(content.and_then(|name| hashes.get(name))),
    )
}

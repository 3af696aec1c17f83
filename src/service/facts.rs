//! What conditions may read, looked up inside the write transaction, and only as far as the engine
//! asks for it: most events read two or three facts, and some facts cost as much as a whole step.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{
    definition::model::{Definition, FactType},
    event::{Facts, LookedUp, Wanted},
    snapshot::Snapshot,
    value::Value,
};
use accord_store::subjects as subject_rows;
use anyhow::anyhow;
use indexmap::IndexMap;

use crate::service::{
    app::Desk,
    authority,
    fault::Fault,
    subjects::{self, About, Values},
};

/// Whose facts.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    /// What the instance is pinned to.
    pub definition: &'a Definition,
    /// The record, and the instance as it is before the step.
    pub about: About<'a>,
    /// The instance.
    pub instance: &'a str,
}

/// Lets the engine judge; looks up what it asks for, and lets it judge again, until it asks for
/// nothing more. Everything is read in one transaction, so all of it is of one moment.
///
/// # Errors
/// The database fails, or a fact is not of its type.
pub fn judge<T>(
    desk: &mut Desk<'_>,
    of: Of<'_>,
    judge: impl Fn(&LookedUp) -> Result<T, Wanted>,
) -> Result<(T, LookedUp), Fault> {
    judge_knowing(desk, of, BTreeMap::new(), judge)
}

/// The same where some collections were looked up before, in the same transaction.
///
/// # Errors
/// The database fails, or a fact is not of its type.
pub fn judge_knowing<T>(
    desk: &mut Desk<'_>,
    of: Of<'_>,
    collections: BTreeMap<String, IndexMap<String, String>>,
    judge: impl Fn(&LookedUp) -> Result<T, Wanted>,
) -> Result<(T, LookedUp), Fault> {
    let mut known = LookedUp::default();
    known.done.collections.extend(collections.keys().cloned());
    known.facts.collections.extend(collections);
    loop {
        match judge(&known) {
            Ok(judged) => return Ok((judged, known)),
            Err(wanted) => look_up(desk, of, wanted, &mut known)?,
        }
    }
}

/// Looks up what is wanted and is not known yet.
///
/// # Errors
/// The database fails, or a fact is not of its type.
pub fn look_up(desk: &mut Desk<'_>, of: Of<'_>, wanted: Wanted, known: &mut LookedUp) -> Result<(), Fault> {
    let kind = subjects::of(&of.about.row.kind)?;
    let Facts {
        values,
        members,
        collections,
        hashes,
        same,
    } = &mut known.facts;
    let (own, linked): (BTreeSet<String>, BTreeSet<String>) = wanted
        .values
        .iter()
        .cloned()
        .partition(|name| of.definition.facts.contains_key(name));
    if !own.is_empty() {
        let mut found = kind.some_facts(desk, of.about, &own)?;
        found.retain(|name, _| of.definition.facts.contains_key(name));
        fill_in(&mut found, &own, of.definition, &subjects::data(of.about.row)?)?;
        values.extend(found);
    }
    if !linked.is_empty() {
        values.extend(self::linked(desk, of.instance, &linked)?);
    }
    if wanted.members && !known.done.members {
        *members = authority::members(desk, of.about, &of.definition.roles)?;
    }
    if !wanted.collections.is_empty() {
        collections.extend(kind.some_collections(desk, of.about, &wanted.collections)?);
    }
    if !wanted.hashes.is_empty() {
        hashes.extend(kind.hashes(desk, of.about)?);
        *same = kind.same(desk, of.about)?;
    }
    // A kind that gave more than it was asked for has saved a second look.
    let done = &mut known.done;
    done.values.extend(wanted.values);
    done.values.extend(values.keys().cloned());
    done.collections.extend(wanted.collections);
    done.collections.extend(collections.keys().cloned());
    done.hashes.extend(wanted.hashes);
    done.hashes.extend(hashes.keys().cloned());
    done.members |= wanted.members;
    Ok(())
}

/// Declared facts that the kind does not compute: from the record's own JSON, else nothing yet.
fn fill_in(
    values: &mut Values,
    names: &BTreeSet<String>,
    definition: &Definition,
    data: &serde_json::Map<String, serde_json::Value>,
) -> Result<(), Fault> {
    for (name, kind) in &definition.facts {
        if values.contains_key(name) || !names.contains(name) {
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

/// `link.reached.<state>`, `link.signed_hash`, `link.current_hash` of linked instances.
fn linked(desk: &mut Desk<'_>, instance: &str, wanted: &BTreeSet<String>) -> Result<Values, Fault> {
    let mut values = Values::new();
    for link in desk.links_of(instance)? {
        let asked: Vec<(&String, &str)> = wanted
            .iter()
            .filter_map(|name| Some((name, name.strip_prefix(&link.link)?.strip_prefix('.')?)))
            .collect();
        if asked.is_empty() {
            continue;
        }
        let row = desk.instance(&link.target_id)?;
        let snapshot: Snapshot = serde_json::from_str(&row.snapshot)?;
        let workflow = desk.app.library.pinned(desk.db, &row.definition)?;
        for (name, word) in asked {
            let value = match (word, word.strip_prefix("reached.")) {
                ("signed_hash", _) => text(signed(&snapshot).and_then(|(_, bound)| bound)),
                ("current_hash", _) => text(current(desk, &workflow.definition, &row.subject_id, &snapshot)?),
                (_, Some(state)) if crate::service::library::find_state(&workflow.definition, state).is_some() => {
                    Value::Bool(snapshot.entered.contains_key(state))
                }
                _ => continue,
            };
            values.insert(name.clone(), value);
        }
    }
    Ok(values)
}

fn text(hash: Option<String>) -> Value {
    hash.map_or(Value::Nothing, Value::Text)
}

/// The state of the last counted ballot that binds, and what it was bound to.
pub(super) fn signed(snapshot: &Snapshot) -> Option<(&str, Option<String>)> {
    let counted = snapshot.ballots.iter();
    counted
        .filter(|(_, ballot)| ballot.outcome.is_some() && ballot.bound_to.is_some())
        .max_by_key(|(_, ballot)| ballot.opened_at)
        .map(|(state, ballot)| (state.as_str(), ballot.bound_to.clone()))
}

/// What the content of that ballot is now.
fn current(
    desk: &mut Desk<'_>,
    definition: &Definition,
    subject: &str,
    snapshot: &Snapshot,
) -> Result<Option<String>, Fault> {
    let content = signed(snapshot)
        .and_then(|(state, _)| crate::service::library::find_state(definition, state))
        .and_then(|found| found.decision.as_ref()?.binds.as_ref());
    let Some(content) = content else { return Ok(None) };
    let record = subject_rows::load(desk.db, &desk.alliance, subject)?;
    let about = About {
        row: &record,
        snapshot: Some(snapshot),
    };
    let mut hashes: BTreeMap<String, String> = subjects::of(&record.kind)?.hashes(desk, about)?;
    Ok(hashes.remove(content))
}

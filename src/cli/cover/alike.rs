//! What one kind of procurement shares with another: a way, a condition or a clock that stands in both files alike is
//! shown for both when a play shows it in one. Packs begin as copies, and nobody plays the same thing four times.

use std::collections::BTreeMap;

use accord_engine::{
    coverage::{Coverage, Part},
    definition::model::{Condition, Deadline, Definition, Transition},
};

use crate::service::library::{Library, find_state, states, transitions};

/// Counts as shown, in every workflow, what a play has shown of the same in another about the same kind of record.
pub(super) fn count(library: &Library, shown: &mut BTreeMap<String, Coverage>) {
    let seen = shown.clone();
    for (name, coverage) in shown.iter_mut() {
        let missing: Vec<Part> = coverage.missing().cloned().collect();
        for part in missing {
            let vouched = others(library, name).any(|(own, (other, theirs))| {
                seen.get(other).is_some_and(|coverage| coverage.has_shown(&part)) && is_alike(&part, own, theirs)
            });
            if vouched {
                coverage.vouch(&part);
            }
        }
    }
}

/// Files about the same kind of record, each with the file itself.
pub(super) fn others<'a>(
    library: &'a Library,
    name: &'a str,
) -> impl Iterator<Item = (&'a Definition, (&'a String, &'a Definition))> {
    let definition = |name: &str| library.files.get(name).and_then(|file| file.definition.as_ref());
    let own = definition(name);
    library.files.keys().filter_map(move |other| {
        let (own, theirs) = (own?, definition(other)?);
        (other != name && own.about == theirs.about).then_some((own, (other, theirs)))
    })
}

/// Whether a part stands in both files alike: under the same conditions, to the same place, in the same time. Whom it
/// is told and who may do it can differ.
fn is_alike(part: &Part, own: &Definition, theirs: &Definition) -> bool {
    match part {
        Part::Took { state, event, index } => {
            let way = |definition| way(definition, state, event, *index);
            match (way(own), way(theirs)) {
                (Some(one), Some(other)) => is_same_way(one, other),
                _ => false,
            }
        }
        Part::Held(id) | Part::Failed(id) => match (condition(own, id), condition(theirs, id)) {
            (Some(one), Some(other)) => one.test == other.test,
            _ => false,
        },
        Part::RanOut { state, clock } | Part::Reminded { state, clock, .. } => {
            match (deadline(own, state, clock), deadline(theirs, state, clock)) {
                (Some(one), Some(other)) => is_same_clock(one, other),
                _ => false,
            }
        }
    }
}

fn way<'a>(definition: &'a Definition, state: &str, event: &str, index: usize) -> Option<&'a Transition> {
    let by_event = transitions(definition, state, event).get(index).copied();
    by_event.or_else(|| find_state(definition, state)?.always.get(index))
}

fn is_same_way(one: &Transition, other: &Transition) -> bool {
    let tests = |way: &Transition| -> Vec<(String, String)> {
        let all = way.when.iter();
        all.map(|one| (one.id.clone(), one.test.clone())).collect()
    };
    one.to == other.to
        && one.otherwise == other.otherwise
        && one.requires_reason == other.requires_reason
        && one.needs_second.is_some() == other.needs_second.is_some()
        && tests(one) == tests(other)
}

fn is_same_clock(one: &Deadline, other: &Deadline) -> bool {
    one.within == other.within
        && one.at == other.at
        && one.rule == other.rule
        && one.ends == other.ends
        && one.then == other.then
        && one.remind_with_left == other.remind_with_left
}

/// The condition with this id; asked in two places it is one.
fn condition<'a>(definition: &'a Definition, id: &str) -> Option<&'a Condition> {
    let inner = states(definition)
        .into_iter()
        .filter_map(|name| find_state(definition, name));
    let all = inner.flat_map(|state| state.on.values().flat_map(|all| &all.0).chain(&state.always));
    let whole = definition.on.values().flat_map(|all| &all.0);
    all.chain(whole).flat_map(|way| &way.when).find(|one| one.id == id)
}

fn deadline<'a>(definition: &'a Definition, state: &str, clock: &str) -> Option<&'a Deadline> {
    let state = find_state(definition, state)?;
    match clock {
        "deadline" => state.deadline.as_ref(),
        named => state.clocks.get(named),
    }
}

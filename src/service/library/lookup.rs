//! Finding things in a definition.

use std::collections::BTreeSet;

use accord_engine::definition::model::{Definition, Do, State, Transition};

/// A state by its name, however deep.
pub fn find_state<'a>(definition: &'a Definition, name: &str) -> Option<&'a State> {
    fn within<'a>(states: &'a indexmap::IndexMap<String, State>, name: &str) -> Option<&'a State> {
        states
            .get(name)
            .or_else(|| states.values().find_map(|state| within(&state.states, name)))
    }
    within(&definition.states, name)
}

/// What one of the further clocks of a state is called; nothing for the state's own.
pub fn clock_title(state: &State, clock: &str) -> Option<String> {
    let found = match clock {
        "deadline" => state.deadline.as_ref(),
        named => state.clocks.get(named),
    };
    let titled = found.and_then(|found| found.title.clone());
    let named = (clock != "deadline").then(|| clock.replace('_', " "));
    titled.or(named)
}

/// The names of all states, in document order.
pub fn states(definition: &Definition) -> Vec<&str> {
    fn within<'a>(states: &'a indexmap::IndexMap<String, State>, out: &mut Vec<&'a str>) {
        for (name, state) in states {
            out.push(name);
            within(&state.states, out);
        }
    }
    let mut out = Vec::new();
    within(&definition.states, &mut out);
    out
}

/// The transitions of a state on an event, in order; those of the whole workflow if the state has
/// none (or is named by an empty text).
pub fn transitions<'a>(definition: &'a Definition, state: &str, event: &str) -> Vec<&'a Transition> {
    find_state(definition, state)
        .and_then(|found| found.on.get(event))
        .or_else(|| definition.on.get(event))
        .map(|all| all.0.iter().collect())
        .unwrap_or_default()
}

/// The words on the button of an event: where it is offered in a state, else wherever in the file it
/// is. What waits for a second person has taken no way yet, and is called by them too.
pub fn act_title(definition: &Definition, state: &str, event: &str) -> Option<String> {
    let titled = |all: Vec<&Transition>| all.into_iter().find_map(|one| one.title.clone());
    titled(transitions(definition, state, event)).or_else(|| {
        let mut places = states(definition).into_iter();
        places.find_map(|name| titled(find_state(definition, name)?.on.get(event)?.0.iter().collect()))
    })
}

/// The names of all acts: events that somebody with a role may bring about.
pub fn acts_of(definition: &Definition) -> Vec<String> {
    let found = states(definition)
        .into_iter()
        .filter_map(|name| find_state(definition, name));
    let within = found.flat_map(|state| &state.on);
    let acts = definition.on.iter().chain(within);
    acts.filter(|(_, all)| all.0.iter().any(|one| !one.by.is_empty()))
        .map(|(event, _)| event.clone())
        .collect()
}

/// The templates that a definition names, as `kind/name`.
pub(super) fn templates(definition: &Definition) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for all in definition.on.values() {
        of_transitions(&all.0, &mut out);
    }
    for state in definition.states.values() {
        of_state(state, &mut out);
    }
    out
}

fn of_state(state: &State, out: &mut BTreeSet<String>) {
    let mut mail = |name: &Option<String>| out.extend(name.iter().map(|n| format!("mail/{n}")));
    for clock in state.deadline.iter().chain(state.clocks.values()) {
        mail(&clock.remind);
        mail(&clock.extend.as_ref().and_then(|extend| extend.tell.clone()));
    }
    mail(
        &state
            .decision
            .as_ref()
            .and_then(|decision| decision.tell_voided.clone()),
    );
    for all in state.on.values() {
        of_transitions(&all.0, out);
    }
    of_transitions(&state.always, out);
    of_deeds(&state.on_entry, out);
    of_deeds(&state.on_exit, out);
    for child in state.states.values() {
        of_state(child, out);
    }
}

fn of_transitions(all: &[Transition], out: &mut BTreeSet<String>) {
    for transition in all {
        of_deeds(&transition.effects, out);
    }
}

fn of_deeds(deeds: &[Do], out: &mut BTreeSet<String>) {
    for deed in deeds {
        match deed {
            Do::Email(email) => _ = out.insert(format!("mail/{}", email.template)),
            Do::Document(document) => _ = out.insert(format!("documents/{}", document.template)),
            Do::Notice(notice) => _ = out.insert(format!("notices/{}", notice.template)),
            Do::Tell(_)
            | Do::Set(_)
            | Do::Start(_)
            | Do::Seal(_)
            | Do::Unseal(_)
            | Do::Claim(_)
            | Do::Obligation(_)
            | Do::Raise(_)
            | Do::MoreTime(_)
            | Do::Run(_)
            | Do::RunWith(_) => {}
        }
    }
}

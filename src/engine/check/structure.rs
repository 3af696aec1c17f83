//! The shape that a schema cannot say: where a state begins, what may stand together.

use std::collections::BTreeMap;

use super::{
    codes, naming,
    tour::{Place, Tour, Way},
};
use crate::{
    definition::{
        model::{Decision, Do, Guarantee, Transition},
        near,
    },
    diagnostic::Diagnostic,
};

/// Everything of that kind.
pub fn check(tour: &Tour<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    naming::names(tour, &mut found);
    begins(tour, &mut found);
    for place in &tour.states {
        state(tour, place, &mut found);
    }
    for way in &tour.ways {
        transition(way, &mut found);
    }
    alternatives(tour, &mut found);
    naming::ids(tour, &mut found);
    for (index, guarantee) in tour.definition.guarantees.iter().enumerate() {
        promise(&format!("guarantees[{index}]"), guarantee, &mut found);
    }
    found
}

fn begins(tour: &Tour<'_>, found: &mut Vec<Diagnostic>) {
    let definition = tour.definition;
    if definition.states.is_empty() {
        found.push(Diagnostic::error(
            codes::NO_STATES,
            "states",
            "This workflow has no states.",
        ));
        return;
    }
    if !definition.states.contains_key(&definition.initial) {
        let known: Vec<&str> = definition.states.keys().map(String::as_str).collect();
        let what = format!("There is no outermost state `{}` to begin in.", definition.initial);
        let told = Diagnostic::error(codes::BAD_INITIAL, "initial", what);
        found.push(told.mend(near::suggest(&definition.initial, known)));
    }
}

fn state(tour: &Tour<'_>, place: &Place<'_>, found: &mut Vec<Diagnostic>) {
    let (state, path) = (place.state, &place.path);
    let children = state.states.values().filter(|child| child.history.is_none()).count();
    let title = tour.title(place.id);
    if state.parallel && children < 2 {
        let what = format!("`{}` is parallel and has {children} region(s).", place.id);
        let told = Diagnostic::error(codes::FEW_REGIONS, path, what);
        found.push(told.mend("Give it two states at least, or take `parallel` away."));
    }
    match &state.initial {
        Some(initial) if state.states.is_empty() || state.parallel => {
            let what = format!("`{initial}` cannot be the beginning of `{}`.", place.id);
            let why = if state.parallel {
                "All regions begin at once."
            } else {
                "It has no children."
            };
            let told = Diagnostic::error(codes::NEEDLESS_INITIAL, format!("{path}.initial"), what);
            found.push(told.why(why).mend("Take `initial` away."));
        }
        Some(initial) if state.states.get(initial).is_none_or(|child| child.history.is_some()) => {
            let known: Vec<&str> = state.states.keys().map(String::as_str).collect();
            let what = format!("`{}` has no child `{initial}` to begin in.", place.id);
            let told = Diagnostic::error(codes::BAD_INITIAL, format!("{path}.initial"), what);
            found.push(told.mend(near::suggest(initial, known)));
        }
        None if children > 0 && !state.parallel => {
            let what = format!("`{}` has children and does not say which is first.", place.id);
            found.push(Diagnostic::error(codes::NO_INITIAL, path, what).mend("Add `initial: <child>`."));
        }
        Some(_) | None => {}
    }
    if state.history.is_some() {
        mark(tour, place, found);
    } else if state.final_outcome.is_some() {
        ended(place, &title, found);
    }
    if let Some(decision) = &state.decision {
        decides(place, decision, found);
    }
}

fn ended(place: &Place<'_>, title: &str, found: &mut Vec<Diagnostic>) {
    let state = place.state;
    let lives = [
        ("on", !state.on.is_empty()),
        ("always", !state.always.is_empty()),
        ("deadline", state.deadline.is_some()),
        ("clocks", !state.clocks.is_empty()),
        ("decision", state.decision.is_some()),
        ("for_each", state.for_each.is_some()),
        ("every", state.every.is_some()),
        ("states", !state.states.is_empty()),
        ("no_deadline", state.no_deadline.is_some()),
    ];
    for (key, _) in lives.iter().filter(|(_, there)| *there) {
        let what = format!("\"{title}\" is a final state and has `{key}`.");
        let told = Diagnostic::error(codes::FINAL_LIVES_ON, format!("{}.{key}#key", place.path), what);
        found.push(
            told.why("Nothing happens after a final state.")
                .mend(format!("Take `{key}` away, or `final`.")),
        );
    }
}

fn mark(tour: &Tour<'_>, place: &Place<'_>, found: &mut Vec<Diagnostic>) {
    let state = place.state;
    let bare = crate::definition::model::State {
        history: state.history,
        title: state.title.clone(),
        ..Default::default()
    };
    if *state != bare {
        let what = format!("The history mark `{}` has more than `history`.", place.id);
        let told = Diagnostic::error(codes::BAD_HISTORY, &place.path, what);
        found.push(told.mend("A mark only leads back; put the rest into a state."));
    }
    let parent = place.parent.and_then(|number| tour.states.get(number));
    if parent.is_none_or(|parent| parent.state.parallel) {
        let what = format!("The history mark `{}` has nothing to remember here.", place.id);
        let told = Diagnostic::error(codes::BAD_HISTORY, &place.path, what);
        found.push(told.mend("Put it beside the states, one of which it leads back to."));
    }
}

fn decides(place: &Place<'_>, decision: &Decision, found: &mut Vec<Diagnostic>) {
    let path = format!("{}.decision", place.path);
    if !place.state.states.is_empty() {
        let what = format!("`{}` has a decision and children.", place.id);
        let told = Diagnostic::error(codes::DECISION_WITH_CHILDREN, &path, what);
        found.push(told.mend("Put the decision into a state of its own."));
    }
    let mut complain = |path: String, what: String, mend: &str| {
        found.push(Diagnostic::error(codes::DECISION_ANSWER, path, what).mend(mend));
    };
    if decision.options.is_empty() {
        complain(
            format!("{path}.options"),
            "Nobody can answer: there are no options.".to_owned(),
            "Add two at least.",
        );
    }
    if decision.who.is_empty() {
        complain(
            format!("{path}.who"),
            "Nobody is asked: `who` is empty.".to_owned(),
            "Name the roles that decide.",
        );
    }
    if decision.outcomes.is_empty() {
        let what = "There are no outcomes, so the decision can never decide.".to_owned();
        complain(format!("{path}.outcomes"), what, "Say what counts as which outcome.");
    }
    for (group, options) in &decision.groups {
        if options.is_empty() {
            complain(
                format!("{path}.groups.{group}"),
                format!("The group `{group}` is empty."),
                "Name its options.",
            );
        }
        if decision.options.contains_key(group) {
            let what = format!("`{group}` is an option and a group.");
            complain(
                format!("{path}.groups.{group}#key"),
                what,
                "Give the group another name.",
            );
        }
    }
    let lapses = [
        ("otherwise", Some(&decision.otherwise)),
        ("too_few", decision.too_few.as_ref()),
    ];
    for (key, event) in lapses {
        let Some(event) = event.filter(|event| decision.outcomes.contains_key(*event)) else {
            continue;
        };
        complain(
            format!("{path}.{key}"),
            format!("`{event}` is an outcome and what happens without one."),
            "A lapse must not look like a decision: give it another name.",
        );
    }
    for (outcome, rule) in &decision.outcomes {
        if *rule == Default::default() || (rule.house.is_some() && *rule == only_house(rule)) {
            let what = format!("The outcome `{outcome}` asks for nothing, so it would always hold.");
            complain(
                format!("{path}.outcomes.{outcome}"),
                what,
                "Add `any`, `all`, `share`, `quorum` or `each_house`.",
            );
        }
    }
}

fn only_house(rule: &crate::definition::model::OutcomeRule) -> crate::definition::model::OutcomeRule {
    crate::definition::model::OutcomeRule {
        house: rule.house.clone(),
        ..Default::default()
    }
}

/// Whether it is an op, done inside the transaction; an effect can be held back.
pub fn is_op(deed: &Do) -> bool {
    match deed {
        Do::Email(_) | Do::Document(_) | Do::Notice(_) | Do::Tell(_) => false,
        Do::Set(_)
        | Do::Start(_)
        | Do::Seal(_)
        | Do::Unseal(_)
        | Do::Claim(_)
        | Do::Obligation(_)
        | Do::Raise(_)
        | Do::MoreTime(_)
        | Do::Run(_)
        | Do::RunWith(_) => true,
    }
}

fn transition(way: &Way<'_>, found: &mut Vec<Diagnostic>) {
    let (path, transition) = (&way.path, way.transition);
    if transition.by.is_empty() {
        for key in personal(transition) {
            let what = format!("Nobody takes this transition, and it has `{key}`.");
            let told = Diagnostic::error(codes::NOT_FOR_ENGINE, format!("{path}.{key}"), what);
            found.push(told.mend(format!("Say `by` whom, or take `{key}` away.")));
        }
    } else if way.event.is_none() {
        let what = "`always` is taken by the engine, and this has `by`.";
        let told = Diagnostic::error(codes::NOT_FOR_ENGINE, format!("{path}.by"), what);
        found.push(told.mend("Put it under `on`, with a name, or take `by` away."));
    }
    if way.event.is_none() && transition.to.is_none() {
        let what = "A transition under `always` leads nowhere, so it would be taken for ever.";
        let told = Diagnostic::error(codes::EVENTLESS_CYCLE, path, what);
        found.push(told.mend("Add `to`."));
    }
    if transition.undo_within.is_some() {
        for (index, _) in transition.effects.iter().enumerate().filter(|(_, deed)| is_op(deed)) {
            let what = "This is done at once and cannot be held back, and the act has `undo_within`.";
            let told = Diagnostic::error(codes::UNDO_WITH_OPS, format!("{path}.do[{index}]"), what);
            found.push(told.mend("Take one of the two away."));
        }
    }
}

fn personal(transition: &Transition) -> Vec<&'static str> {
    let there = [
        ("task", transition.task.is_some()),
        ("says", transition.says.is_some()),
        ("collect", transition.collect.is_some()),
        ("requires_reason", transition.requires_reason),
        ("needs_second", transition.needs_second.is_some()),
        ("except", !transition.except.is_empty()),
        ("undo_within", transition.undo_within.is_some()),
    ];
    there.iter().filter(|(_, there)| *there).map(|(key, _)| *key).collect()
}

fn alternatives(tour: &Tour<'_>, found: &mut Vec<Diagnostic>) {
    let mut lists: BTreeMap<&str, Vec<&Way<'_>>> = BTreeMap::new();
    for way in &tour.ways {
        let list = way.path.rsplit_once('[').map_or(way.path.as_str(), |(list, _)| list);
        lists.entry(list).or_default().push(way);
    }
    for ways in lists.values() {
        for (index, way) in ways.iter().enumerate().filter(|(_, way)| way.transition.otherwise) {
            if index + 1 < ways.len() || ways.len() == 1 || !way.transition.when.is_empty() {
                let told = Diagnostic::error(
                    codes::BAD_ELSE,
                    format!("{}.else", way.path),
                    "`else` cannot stand here.",
                );
                let mend = "Only the last of several alternatives is `else`, and it has no `when`.";
                found.push(told.mend(mend));
            }
        }
    }
    let definition = tour.definition;
    let all = definition.on.iter().map(|(event, all)| (format!("on.{event}"), all));
    let own = tour.states.iter().flat_map(|place| {
        place
            .state
            .on
            .iter()
            .map(|(event, all)| (format!("{}.on.{event}", place.path), all))
    });
    for (path, _) in all.chain(own).filter(|(_, all)| all.0.is_empty()) {
        let told = Diagnostic::error(codes::NO_ALTERNATIVES, path, "The list of transitions is empty.");
        found.push(told.mend("Add one, or take the event away."));
    }
}

fn promise(path: &str, guarantee: &Guarantee, found: &mut Vec<Diagnostic>) {
    let said = [
        guarantee.before.is_some(),
        guarantee.before_action.is_some(),
        guarantee.never.is_some(),
    ];
    let mut complain = |what: &str, mend: &str| {
        found.push(Diagnostic::error(codes::BAD_GUARANTEE, path, format!("`{}` {what}", guarantee.id)).mend(mend));
    };
    if said.iter().filter(|one| **one).count() != 1 {
        complain(
            "does not say one thing.",
            "Write exactly one of `before`, `before_action` and `never`.",
        );
    }
    let needs = !guarantee.needs_any.is_empty() || !guarantee.needs_all.is_empty();
    if guarantee.never.is_some() && (needs || guarantee.since.is_some()) {
        complain("says `never` and asks for more.", "A `never` stands alone.");
    }
    if guarantee.never.is_none() && !needs {
        complain("asks for nothing.", "Add `needs_any` or `needs_all`.");
    }
}

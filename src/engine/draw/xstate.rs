//! JSON for XState 5. Conditions are guards by id, effects are actions by name.

use serde_json::{Map, Value, json};

use super::deed;
use crate::{
    check::{
        explore::ground::{self, DONE},
        tour::{Place, Tour, Way},
    },
    definition::model::Do,
};

/// The machine.
pub(super) fn draw(tour: &Tour<'_>) -> String {
    let definition = tour.definition;
    let mut machine = Map::new();
    machine.insert("id".to_owned(), json!(definition.workflow));
    machine.insert("description".to_owned(), json!(definition.title));
    machine.insert("initial".to_owned(), json!(definition.initial));
    events(tour, None, &mut machine);
    machine.insert("states".to_owned(), level(tour, None));
    format!("{:#}\n", Value::Object(machine))
}

fn level(tour: &Tour<'_>, parent: Option<usize>) -> Value {
    let children = tour
        .states
        .iter()
        .enumerate()
        .filter(|(_, place)| place.parent == parent);
    Value::Object(
        children
            .map(|(number, place)| (place.id.to_owned(), state(tour, number, place)))
            .collect(),
    )
}

fn state(tour: &Tour<'_>, number: usize, place: &Place<'_>) -> Value {
    let words = place.state;
    let mut out = Map::new();
    out.insert("id".to_owned(), json!(place.id));
    out.insert("description".to_owned(), json!(tour.title(place.id)));
    let kind = match (&words.final_outcome, words.history, words.parallel) {
        (Some(_), _, _) => Some("final"),
        (None, Some(_), _) => Some("history"),
        (None, None, true) => Some("parallel"),
        (None, None, false) => None,
    };
    if let Some(kind) = kind {
        out.insert("type".to_owned(), json!(kind));
    }
    if let Some(outcome) = &words.final_outcome {
        out.insert("output".to_owned(), json!({ "outcome": outcome }));
    }
    if let Some(first) = &words.initial {
        out.insert("initial".to_owned(), json!(first));
    }
    if let Some(means) = &words.means {
        out.insert("tags".to_owned(), json!([means]));
    }
    for (key, deeds) in [("entry", &words.on_entry), ("exit", &words.on_exit)] {
        if !deeds.is_empty() {
            out.insert(key.to_owned(), actions(deeds));
        }
    }
    let clocks = tour.clocks.iter().filter(|clock| clock.of == number);
    let clocks: Map<String, Value> = clocks
        .map(|clock| (clock.name.to_owned(), json!(clock.clock)))
        .collect();
    if !clocks.is_empty() {
        out.insert("meta".to_owned(), json!({ "clocks": clocks }));
    }
    events(tour, Some(number), &mut out);
    if !words.states.is_empty() {
        out.insert("states".to_owned(), level(tour, Some(number)));
    }
    Value::Object(out)
}

fn events(tour: &Tour<'_>, from: Option<usize>, out: &mut Map<String, Value>) {
    let mut on: Map<String, Value> = Map::new();
    for way in tour.ways.iter().filter(|way| way.from == from) {
        let one = transition(tour, way);
        let list = match way.event {
            None => out.entry("always"),
            Some(DONE) => out.entry("onDone"),
            Some(event) => on.entry(event),
        };
        if let Value::Array(all) = list.or_insert_with(|| json!([])) {
            all.push(one);
        }
    }
    if !on.is_empty() {
        out.insert("on".to_owned(), Value::Object(on));
    }
}

fn transition(tour: &Tour<'_>, way: &Way<'_>) -> Value {
    let words = way.transition;
    let mut out = Map::new();
    if let Some(to) = &words.to {
        out.insert("target".to_owned(), json!(format!("#{to}")));
        // A transition here leaves its state, as in SCXML.
        out.insert("reenter".to_owned(), json!(true));
    }
    match words.when.as_slice() {
        [] => {}
        [one] => {
            out.insert(
                "guard".to_owned(),
                json!({ "type": one.id, "params": { "if": one.test } }),
            );
        }
        many => {
            let tests: Vec<&str> = many.iter().map(|one| one.test.as_str()).collect();
            let names: Vec<&str> = many.iter().map(|one| one.id.as_str()).collect();
            out.insert(
                "guard".to_owned(),
                json!({ "type": names.join("_and_"), "params": { "if": tests.join(" && ") } }),
            );
        }
    }
    if !words.effects.is_empty() {
        out.insert("actions".to_owned(), actions(&words.effects));
    }
    let by = ground::by(tour, way);
    if !by.is_empty() {
        out.insert("meta".to_owned(), json!({ "by": by }));
    }
    if let Some(title) = &words.title {
        out.insert("description".to_owned(), json!(title));
    }
    Value::Object(out)
}

fn actions(deeds: &[Do]) -> Value {
    let all = deeds.iter().map(|one| {
        let words = deed(one);
        let (kind, about) = words.split_once(' ').unwrap_or((&words, ""));
        json!({ "type": kind, "params": { "about": about } })
    });
    Value::Array(all.collect())
}

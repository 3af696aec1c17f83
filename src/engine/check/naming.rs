//! Names that may be used, and that no two things share one.

use std::collections::BTreeMap;

use super::{codes, tour::Tour};
use crate::diagnostic::Diagnostic;

/// Names of states, settings, forms, links, questions and events, and of the file itself.
pub(super) fn names(tour: &Tour<'_>, found: &mut Vec<Diagnostic>) {
    let definition = tour.definition;
    let mut all: Vec<(String, &str)> = Vec::new();
    all.extend(
        tour.states
            .iter()
            .map(|place| (format!("{}#key", place.path), place.id)),
    );
    all.extend(
        definition
            .settings
            .keys()
            .map(|name| (format!("settings.{name}#key"), name.as_str())),
    );
    all.extend(
        definition
            .forms
            .keys()
            .map(|name| (format!("forms.{name}#key"), name.as_str())),
    );
    all.extend(
        definition
            .links
            .keys()
            .map(|name| (format!("links.{name}#key"), name.as_str())),
    );
    let fields = definition.forms.iter().flat_map(|(form, one)| {
        let path = move |(index, field)| (format!("forms.{form}.fields[{index}].id"), field);
        one.fields.iter().map(|field| field.id.as_str()).enumerate().map(path)
    });
    all.extend(fields);
    let first = tour.ways.iter().filter(|way| way.index == 0);
    all.extend(first.filter_map(|way| Some((format!("{}#key", way.path.strip_suffix("[0]")?), way.event?))));
    let words: Vec<(String, &str)> = all.into_iter().filter(|(_, name)| !is_name(name)).collect();
    for (path, name) in words {
        // `done.state.x` is the event that x has come to its end.
        if path.contains(".on.") && name.starts_with("done.state.") {
            continue;
        }
        let what = format!("`{name}` is not a name that may be used here.");
        let told = Diagnostic::error(codes::BAD_NAME, path, what);
        found.push(told.mend("Use small letters, digits and underscores, and begin with a letter."));
    }
    let file = definition.workflow.replace('-', "_");
    if !is_name(&file) {
        let what = format!("`{}` is not a name for a workflow.", definition.workflow);
        let told = Diagnostic::error(codes::BAD_NAME, "workflow", what);
        found.push(told.mend("Use small letters, digits and hyphens, as in the name of its file."));
    }
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for place in &tour.states {
        if let Some(first) = seen.insert(place.id, &place.path) {
            let what = format!("There are two states named `{}`; the first is `{first}`.", place.id);
            let told = Diagnostic::error(codes::DUPLICATE_STATE, format!("{}#key", place.path), what);
            found.push(told.mend("Give each state in the file a name of its own, however deep it stands."));
        }
    }
}

/// Ids of conditions, guarantees and questions.
pub(super) fn ids(tour: &Tour<'_>, found: &mut Vec<Diagnostic>) {
    let mut conditions: BTreeMap<&str, (&str, String)> = BTreeMap::new();
    for way in &tour.ways {
        for (index, condition) in way.transition.when.iter().enumerate() {
            let path = format!("{}.when[{index}].id", way.path);
            let test = condition.test.as_str();
            match conditions.get(condition.id.as_str()) {
                // The same condition asked in two places is one condition.
                Some((other, _)) if *other == test => {}
                Some((_, first)) => {
                    let what = format!(
                        "Two different conditions have the id `{}`; the first is `{first}`.",
                        condition.id
                    );
                    let told = Diagnostic::error(codes::DUPLICATE_ID, path, what);
                    found.push(told.mend("Give each an id of its own."));
                }
                None => {
                    conditions.insert(&condition.id, (test, path));
                }
            }
        }
    }
    let mut twice = |paths: Vec<(String, &str)>, what: &str| {
        let mut seen = std::collections::BTreeSet::new();
        for (path, id) in paths {
            if !seen.insert(id) {
                let what = format!("Two {what} have the id `{id}`.");
                found.push(Diagnostic::error(codes::DUPLICATE_ID, path, what).mend("Give each an id of its own."));
            }
        }
    };
    let promises = tour.definition.guarantees.iter().enumerate();
    twice(
        promises
            .map(|(index, one)| (format!("guarantees[{index}].id"), one.id.as_str()))
            .collect(),
        "guarantees",
    );
    for (name, form) in &tour.definition.forms {
        let fields = form.fields.iter().enumerate();
        let paths = fields.map(|(index, field)| (format!("forms.{name}.fields[{index}].id"), field.id.as_str()));
        twice(paths.collect(), "questions of this form");
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

//! No name of a shipped workflow is known to the program: a new kind of procurement is files.
//!
//! Names of one word (`sent`, `host`) are English and stand in sentences, columns and statuses as
//! well; the test looks for names of several words, which nothing but a workflow would say.

use std::{collections::BTreeSet, fs};

use serde_json::Value;

use super::source::{files, literals, shipped, top};

fn yaml(path: &str) -> Value {
    let text = fs::read_to_string(top().join(path)).unwrap();
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn keys(value: &Value, out: &mut BTreeSet<String>) {
    if let Value::Object(map) = value {
        out.extend(map.keys().cloned());
    }
}

/// Forms and clocks of a definition, by name.
fn forms_and_clocks(value: &Value, out: &mut BTreeSet<String>) {
    let Value::Object(map) = value else { return };
    for key in ["forms", "clocks"] {
        if let Some(named) = map.get(key) {
            keys(named, out);
        }
    }
    for state in map
        .get("states")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|all| all.values())
    {
        forms_and_clocks(state, out);
    }
}

/// States and events of a definition, at every depth.
fn states_and_events(value: &Value, out: &mut BTreeSet<String>) {
    let Value::Object(map) = value else { return };
    if let Some(on) = map.get("on") {
        keys(on, out);
    }
    if let Some(states) = map.get("states") {
        keys(states, out);
        for state in states.as_object().into_iter().flat_map(|all| all.values()) {
            states_and_events(state, out);
        }
    }
}

fn names() -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for file in files("workflows", "yaml")
        .iter()
        .filter(|file| file.path.matches('/').count() == 1)
    {
        let definition = yaml(&file.path);
        states_and_events(&definition, &mut out);
        forms_and_clocks(&definition, &mut out);
    }
    keys(&yaml("workflows/vocabulary/roles.yaml")["roles"], &mut out);
    for kind in ["documents", "notices", "mail"] {
        for entry in fs::read_dir(top().join("templates").join(kind)).into_iter().flatten() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            out.insert(name.split('.').next().unwrap_or_default().to_owned());
        }
    }
    out
}

/// Words of the catalogue: what files say to Rust and Rust to files.
fn catalogue() -> BTreeSet<String> {
    fn collect(value: &Value, out: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                out.extend(map.keys().cloned());
                map.values().for_each(|one| collect(one, out));
            }
            Value::Array(all) => all.iter().for_each(|one| collect(one, out)),
            Value::String(text) => _ = out.insert(text.clone()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut out = BTreeSet::new();
    collect(&yaml("workflows/vocabulary/catalogue.yaml"), &mut out);
    out
}

/// Forms with a name of one word: the test above cannot tell them from English, so it looks at where
/// a form is asked for.
#[test]
fn no_form_is_asked_for_by_name() {
    let mut forms = BTreeSet::new();
    for file in files("workflows", "yaml")
        .iter()
        .filter(|file| file.path.matches('/').count() == 1)
    {
        forms_and_clocks(&yaml(&file.path), &mut forms);
    }
    let mut known = Vec::new();
    for file in shipped() {
        // Calls may go over several lines; a semicolon ends them.
        for call in file.text.split("of_form(").skip(1) {
            let call = call.split(';').next().unwrap_or_default();
            for text in call.lines().flat_map(literals).filter(|text| forms.contains(*text)) {
                known.push(format!("{} asks for the form \"{text}\"", file.path));
            }
        }
        for line in file.text.lines().filter(|line| line.contains("FORM: &str")) {
            known.extend(
                literals(line)
                    .first()
                    .map(|text| format!("{} knows the form \"{text}\"", file.path)),
            );
        }
    }
    assert!(
        known.is_empty(),
        "let the workflow name the form (`run_with`), or look for its questions:\n{}",
        known.join("\n")
    );
}

/// Events that the engine itself gives, whatever the file is about.
const ENGINE_EVENTS: &[&str] = &["children_done"];

#[test]
fn no_name_of_a_workflow_occurs_in_the_program() {
    let (names, catalogue) = (names(), catalogue());
    assert!(names.len() > 100, "the workflows were not found");
    let mut known = Vec::new();
    for file in shipped() {
        // The engine raises a few events of its own accord; files only name what then happens.
        let own = if file.path.starts_with("src/engine/") {
            ENGINE_EVENTS
        } else {
            &[]
        };
        for (number, line) in file.text.lines().enumerate() {
            for text in literals(line).into_iter().filter(|text| !own.contains(text)) {
                if text.contains('_') && names.contains(text) && !catalogue.contains(text) {
                    known.push(format!("{}:{} says \"{text}\"", file.path, number + 1));
                }
            }
        }
    }
    assert!(
        known.is_empty(),
        "move these into files, or into the catalogue:\n{}",
        known.join("\n")
    );
}

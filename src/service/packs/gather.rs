//! What workflows need, followed from their names: what they start, their templates, the texts that bind their records,
//! their calendar, what people start and fill in, and the plays that show them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::{FORMAT, Listed, Manifest, Pack, digest, is_word};
use crate::service::{
    changeovers,
    library::{File, Library, Shelf},
};

/// What whoever makes a pack says of it.
#[derive(Debug, Clone)]
pub struct Label {
    /// A short word.
    pub name: String,
    /// What they call this state of it.
    pub version: String,
    /// Whose it is.
    pub origin: String,
    /// What others may do with it.
    pub licence: String,
    /// Today.
    pub made_on: NaiveDate,
}

/// Puts a pack together from a library, for workflows by name.
///
/// # Errors
/// There is no such workflow, or one of those that are needed may not run.
pub fn gather(library: &Library, workflows: &[String], label: Label) -> anyhow::Result<Pack> {
    anyhow::ensure!(
        is_word(&label.name),
        "`{}` is no name for a pack: write small letters, digits and hyphens",
        label.name
    );
    let needed = started(library, workflows)?;
    let mut paths: BTreeSet<String> = BTreeSet::new();
    for file in &needed {
        anyhow::ensure!(file.is_proved(), "{} may not run: `accord check` says why", file.path);
        of_one(library, file, &mut paths);
    }
    for folder in ["workflows/vocabulary", "workflows/rate-cards"] {
        paths.extend(
            library
                .shelf
                .list(folder, ".yaml")
                .map(|(name, _)| format!("{folder}/{name}.yaml")),
        );
    }
    let folder = "workflows/words";
    paths.extend(
        library
            .shelf
            .list(folder, ".md")
            .map(|(name, _)| format!("{folder}/{name}.md")),
    );
    plays(library, workflows, &mut paths);
    let shipped = Shelf::built_in();
    let mut files = BTreeMap::new();
    let mut listed = Vec::new();
    for path in paths {
        // What is compiled in beside the shelf is everybody's.
        let Some(text) = library.shelf.get(&path) else { continue };
        listed.push(Listed {
            hash: digest(text),
            shipped: shipped.get(&path) == Some(text),
            path: path.clone(),
        });
        files.insert(path, text.to_owned());
    }
    Ok(Pack {
        manifest: Manifest {
            format: FORMAT,
            name: label.name,
            version: label.version,
            origin: label.origin,
            licence: label.licence,
            made_on: label.made_on,
            workflows: workflows.to_vec(),
            files: listed,
        },
        files,
    })
}

/// The workflows, those that they start, and so on; and those that they speak of and that nobody ships.
fn started<'a>(library: &'a Library, workflows: &[String]) -> anyhow::Result<Vec<&'a File>> {
    let shipped = Shelf::built_in();
    let mut names: Vec<String> = workflows.to_vec();
    let mut out: Vec<&File> = Vec::new();
    while let Some(name) = names.pop() {
        if out.iter().any(|file| file.path == path_of(&name)) {
            continue;
        }
        let known: Vec<&str> = library.files.keys().map(String::as_str).collect();
        let file = library.files.get(&name).ok_or_else(|| {
            let near = accord_engine::definition::near::suggest(&name, known.iter().copied());
            anyhow::anyhow!("there is no workflow `{name}`. {near}")
        })?;
        out.push(file);
        let Some(definition) = &file.definition else { continue };
        let json = serde_json::to_value(definition)?;
        let mut found = Vec::new();
        named(&json, &["start", "workflow"], &mut found);
        let mut spoken = Vec::new();
        named(&json, &["links"], &mut spoken);
        found.extend(spoken.into_iter().filter(|name| shipped.get(&path_of(name)).is_none()));
        names.extend(found.into_iter().filter(|name| library.files.contains_key(name)));
    }
    Ok(out)
}

fn path_of(workflow: &str) -> String {
    format!("workflows/{workflow}.yaml")
}

/// The words under these keys, however deep.
fn named(json: &Json, keys: &[&str], out: &mut Vec<String>) {
    match json {
        Json::Object(fields) => {
            for (key, value) in fields {
                if keys.contains(&key.as_str()) {
                    words(value, out);
                }
                named(value, keys, out);
            }
        }
        Json::Array(all) => all.iter().for_each(|one| named(one, keys, out)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn words(json: &Json, out: &mut Vec<String>) {
    match json {
        Json::String(word) => out.push(word.clone()),
        Json::Array(all) => all.iter().for_each(|one| words(one, out)),
        Json::Object(fields) => fields.values().for_each(|one| words(one, out)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

fn of_one(library: &Library, file: &File, paths: &mut BTreeSet<String>) {
    paths.insert(file.path.clone());
    for name in file.set.templates.keys() {
        match library.templates.get(name) {
            Some(parts) => paths.extend(parts.0.keys().map(|path| format!("templates/{path}"))),
            // A text that binds its records.
            None => drop(paths.insert(name.clone())),
        }
    }
    let Some(definition) = &file.definition else { return };
    paths.insert(format!("workflows/calendars/{}.yaml", definition.calendar));
    let name = &definition.workflow;
    paths.insert(format!("workflows/starts/{name}.yaml"));
    paths.extend(changeovers::about(library, name).map(|one| format!("workflows/changeovers/{}.yaml", one.changeover)));
}

/// Plays that start one of the workflows, with what they go on from and whom they are played by.
fn plays(library: &Library, workflows: &[String], paths: &mut BTreeSet<String>) {
    let folder = "workflows/scenarios";
    let all: BTreeMap<&str, Json> = library
        .shelf
        .list(folder, ".yaml")
        .filter_map(|(name, text)| Some((name, serde_saphyr::from_str(text).ok()?)))
        .collect();
    for (name, json) in &all {
        let mut chain = vec![(*name, json)];
        let follows = |json: &Json| Some(json.pointer("/follows/scenario")?.as_str()?.to_owned());
        while let Some((name, json)) = chain
            .last()
            .and_then(|(_, json)| all.get_key_value(follows(json)?.as_str()))
        {
            if chain.iter().any(|(known, _)| known == name) {
                break;
            }
            chain.push((*name, json));
        }
        let starts = chain.iter().any(|(_, json)| {
            let steps = json.get("steps").and_then(Json::as_array).into_iter().flatten();
            let mut started = steps.filter_map(|step| step.get("start")?.as_str());
            started.any(|one| workflows.iter().any(|workflow| workflow == one))
        });
        if !starts {
            continue;
        }
        for (name, json) in chain {
            paths.insert(format!("{folder}/{name}.yaml"));
            if let Some(seed) = json.get("seed").and_then(Json::as_str) {
                paths.insert(format!("workflows/seed/{seed}.yaml"));
            }
        }
    }
}

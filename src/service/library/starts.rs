//! `workflows/starts/*.yaml`: which workflows people start by themselves, who may, where, and what they
//! are asked.

use std::collections::BTreeMap;

use accord_engine::definition::{
    model::{Definition, FieldType, Form},
    vocabulary::{Catalogue, Roles},
};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::File;

/// Where it lies.
pub(super) const FOLDER: &str = "workflows/starts";

/// The question whose answer people call the record.
pub const TITLE: &str = "title";
/// The question whom the record concerns alone.
pub const PERSON: &str = "person";
/// The question whom the record belongs to.
pub const ORGANISATION: &str = "organisation";
/// Lists that any form of a start may choose from: organisations by handle, people by name, and the
/// activities of the rate card in force.
pub const LISTS: [&str; 3] = ["organisations", "names", "activities"];

/// How people start a workflow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Startable {
    /// The workflow's name, which is also the file's without the ending.
    pub start: String,
    /// The words of the link and of the button.
    pub title: String,
    /// When one does this, and what it leads to.
    pub says: String,
    /// The roles that may.
    pub by: Vec<String>,
    /// Exclusions that keep somebody from it.
    #[serde(default)]
    pub except: Vec<String>,
    /// It may stand by itself.
    #[serde(default)]
    pub alone: bool,
    /// It may belong to a record of this kind, at these meanings; none is any.
    #[serde(default)]
    pub below: IndexMap<String, Vec<String>>,
    /// Link to the meanings at which something may be chosen for it; none is any.
    #[serde(default)]
    pub links: IndexMap<String, Vec<String>>,
    /// Not while another is under way at the same place.
    #[serde(default)]
    pub once: bool,
    /// What is asked.
    pub form: Form,
}

/// What is wrong with the file, given the workflows and the vocabulary; nothing if it fits.
pub(super) fn faults(
    all: &BTreeMap<String, Startable>,
    files: &BTreeMap<String, File>,
    roles: &Roles,
    catalogue: &Catalogue,
) -> Vec<String> {
    let mut out = Vec::new();
    for (name, start) in all {
        let mut say = |what: String| out.push(format!("{FOLDER}/{name}.yaml: {what}"));
        let Some(definition) = files.get(name).and_then(|file| file.definition.as_ref()) else {
            // What is wrong with a workflow is said of it; one that is not there is not.
            if !files.contains_key(name) {
                say("there is no workflow of this name.".to_owned());
            }
            continue;
        };
        if start.start != *name {
            say(format!(
                "it says `start: {}`; a file is called after its workflow.",
                start.start
            ));
        }
        if start.by.is_empty() {
            say("nobody may start it; name roles in `by`.".to_owned());
        }
        if !start.alone && start.below.is_empty() {
            say("it can stand nowhere; say `alone: true`, or name a kind of record in `below`.".to_owned());
        }
        for role in start.by.iter().filter(|role| !roles.roles.contains_key(*role)) {
            say(format!("there is no role `{role}`."));
        }
        for one in start
            .except
            .iter()
            .filter(|one| !catalogue.exclusions.contains_key(*one))
        {
            say(format!("there is no exclusion `{one}`."));
        }
        for kind in start
            .below
            .keys()
            .filter(|kind| !catalogue.subjects.contains_key(*kind))
        {
            say(format!("there is no kind of record `{kind}`."));
        }
        let meanings = start.below.values().chain(start.links.values()).flatten();
        for one in meanings.filter(|one| !catalogue.meanings.contains_key(*one)) {
            say(format!("there is no meaning `{one}`."));
        }
        for what in questions(start, definition) {
            say(what);
        }
    }
    out
}

fn questions(start: &Startable, definition: &Definition) -> Vec<String> {
    let mut out = Vec::new();
    let question = |id: &str| start.form.fields.iter().find(|field| field.id == id);
    for link in start.links.keys() {
        if !definition.links.contains_key(link) {
            out.push(format!("the workflow has no link `{link}`."));
        }
        if question(link).and_then(|field| field.options_from.as_ref()) != Some(link) {
            out.push(format!("`{link}` needs a question with `options_from: {link}`."));
        }
    }
    let kinds = [(PERSON, FieldType::Person), (ORGANISATION, FieldType::Organisation)];
    for (id, kind) in kinds {
        if question(id).is_some_and(|field| field.kind != kind) {
            out.push(format!(
                "the question `{id}` says whom it is about; give it the type `{id}`."
            ));
        }
    }
    for list in start.form.chooses_from() {
        if !start.links.contains_key(list) && !LISTS.contains(&list) {
            let known = LISTS.join(", ");
            out.push(format!("there is no list `{list}`; there are: {known}, and its links."));
        }
    }
    out
}

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

use super::{File, judge::Faults};

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

/// What is wrong with one file, given the workflows and the vocabulary.
pub(super) fn judge(
    (name, start): (&String, &Startable),
    files: &BTreeMap<String, File>,
    roles: &Roles,
    catalogue: &Catalogue,
    out: &mut Faults,
) {
    out.known("start", "workflow", name, files.keys());
    let Some(definition) = files.get(name).and_then(|file| file.definition.as_ref()) else {
        return;
    };
    if start.start != *name {
        let says = format!(
            "`start` is `{}`. A file is called after its workflow: write `start: {name}`.",
            start.start
        );
        out.say("start", says);
    }
    out.some("by", &start.by, "Nobody may start it. Name roles in `by`.");
    if !start.alone && start.below.is_empty() {
        out.say(
            "alone",
            "It can stand nowhere. Say `alone: true`, or name a kind of record in `below`.",
        );
    }
    out.all_known("by", "role", &start.by, roles.roles.keys());
    out.all_known("except", "exclusion", &start.except, catalogue.exclusions.keys());
    for (word, places) in [("below", &start.below), ("links", &start.links)] {
        for (kind, meanings) in places {
            let at = format!("{word}.{kind}");
            if word == "below" {
                out.known(&format!("{at}#key"), "kind of record", kind, catalogue.subjects.keys());
            }
            out.all_known(&at, "meaning", meanings, catalogue.meanings.keys());
        }
    }
    out.form("form", &start.form);
    questions(start, definition, out);
}

fn questions(start: &Startable, definition: &Definition, out: &mut Faults) {
    let question = |id: &str| start.form.fields.iter().position(|field| field.id == id);
    let field = |id: &str| question(id).and_then(|index| start.form.fields.get(index));
    for link in start.links.keys() {
        let at = format!("links.{link}#key");
        out.known(&at, "link of the workflow called", link, definition.links.keys());
        if field(link).and_then(|field| field.options_from.as_ref()) != Some(link) {
            out.say(
                &at,
                format_args!("`{link}` needs a question with `options_from: {link}`."),
            );
        }
    }
    let kinds = [(PERSON, FieldType::Person), (ORGANISATION, FieldType::Organisation)];
    for (id, kind) in kinds {
        if let Some(index) = question(id)
            && field(id).is_some_and(|field| field.kind != kind)
        {
            out.say(
                &format!("form.fields[{index}].type"),
                format_args!("The question `{id}` says whom it is about. Give it the type `{id}`."),
            );
        }
    }
    let lists: Vec<String> = LISTS.iter().map(|one| (*one).to_owned()).collect();
    for (index, field) in start.form.fields.iter().enumerate() {
        let columns = field.columns.iter().filter_map(|one| one.options_from.as_ref());
        for list in field.options_from.iter().chain(columns) {
            let known: Vec<String> = lists.iter().chain(start.links.keys()).cloned().collect();
            out.known(&format!("form.fields[{index}].options_from"), "list", list, &known);
        }
    }
}

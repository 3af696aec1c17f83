//! The step that starts a workflow: as a person does it on the page, by the same path.

use accord_engine::{
    definition::{model::Definition, scalar::Scalar},
    value::Value,
};
use anyhow::Context as _;
use serde_json::Value as Json;

use super::{scenario::Step, stage::Stage, steps};
use crate::service::{
    fault::Fault,
    library::starts::{ORGANISATION, PERSON, Startable, TITLE},
    starting::Wanted,
};

/// Starts a workflow about a new record. What the step says beside `with` answers the questions that
/// are meant by it.
pub(super) fn start(stage: &mut Stage, step: &Step, workflow: &str) -> Result<(), Fault> {
    let library = stage.app.library.clone();
    let definition = library.files.get(workflow).and_then(|file| file.definition.as_ref());
    let definition = definition.ok_or(Fault::NotFound("workflow"))?;
    let form = library
        .starts
        .get(workflow)
        .ok_or(Fault::NotFound("workflow that people start"))?;
    let who = step.by.as_ref().and_then(|by| by.each().first());
    let who = who.context("say who starts it: `by: …`")?;
    let mut answers = stage.filled_in(&step.with)?;
    if let Some(title) = &step.title {
        answers.insert(TITLE.to_owned(), title.clone().into());
    }
    if let Some(name) = &step.principal {
        let (question, id) = if asks(form, PERSON) {
            (PERSON, stage.person(name)?)
        } else {
            (ORGANISATION, stage.organisation(name)?)
        };
        answers.insert(question.to_owned(), id.into());
    }
    for (link, name) in &step.links {
        let target = stage.find(name)?.instance.context("a link leads to a process")?;
        answers.insert(link.clone(), target.into());
    }
    let mut wanted = Wanted {
        alliance: stage.alliance.clone(),
        workflow: workflow.to_owned(),
        above: above(stage, step)?,
        caller: stage.caller(who, None)?,
        key: None,
        answers,
        settings: indexmap::IndexMap::new(),
    };
    for (name, json) in &step.settings {
        wanted.settings.insert(name.clone(), setting(definition, name, json)?);
    }
    let answer = stage.app.begin(wanted)?;
    steps::remember(stage, step, &answer)
}

fn asks(form: &Startable, question: &str) -> bool {
    form.form.fields.iter().any(|field| field.id == question)
}

/// Kind and id of the record that it is to belong to.
fn above(stage: &Stage, step: &Step) -> Result<Option<(String, String)>, Fault> {
    let Some(on) = &step.on else { return Ok(None) };
    let (named, alliance) = (stage.find(on)?, stage.alliance.clone());
    let row = stage
        .app
        .store
        .read(|db| accord_store::subjects::load(db, &alliance, &named.id))?;
    Ok(Some((row.kind, row.id)))
}

/// A setting as it would be written in the workflow file.
fn setting(definition: &Definition, name: &str, json: &Json) -> Result<Value, Fault> {
    if !definition.settings.contains_key(name) {
        return Err(Fault::field(name, format!("There is no setting `{name}`.")));
    }
    let scalar: Scalar = serde_json::from_value(json.clone())?;
    Ok(Value::from(&scalar))
}

//! The step that starts a workflow.

use accord_engine::{
    definition::{model::Definition, scalar::Scalar},
    value::Value,
};
use anyhow::Context as _;
use serde_json::Value as Json;

use super::{scenario::Step, stage::Stage, steps};
use crate::service::{fault::Fault, subjects::NewSubject, transition::Start};

/// Starts a workflow about a new record.
pub(super) fn start(stage: &mut Stage, step: &Step, workflow: &str) -> Result<(), Fault> {
    let mut start = Start {
        alliance: stage.alliance.clone(),
        workflow: workflow.to_owned(),
        subject: NewSubject {
            title: step.title.clone().unwrap_or_else(|| workflow.replace('-', " ")),
            details: stage.filled_in(&step.with)?,
            ..NewSubject::default()
        },
        ..Start::default()
    };
    if let Some(on) = &step.on {
        let above = stage.find(on)?;
        let alliance = stage.alliance.clone();
        let row = stage
            .app
            .store
            .read(|db| accord_store::subjects::load(db, &alliance, &above.id))?;
        start.subject.parent = Some(row);
    }
    if let Some(person) = step.by.as_ref().and_then(|by| by.each().first()) {
        start.subject.started_by = Some(stage.person(person)?);
    }
    if let Some(name) = &step.principal {
        match stage.organisation(name) {
            Ok(organisation) => start.subject.organisation = Some(organisation),
            Err(_) => start.subject.person = Some(stage.person(name)?),
        }
    }
    let definition = stage
        .app
        .library
        .files
        .get(workflow)
        .and_then(|file| file.definition.as_ref())
        .ok_or(Fault::NotFound("workflow"))?;
    for (name, json) in &step.settings {
        start.settings.insert(name.clone(), setting(definition, name, json)?);
    }
    for (link, name) in &step.links {
        let target = stage.find(name)?.instance.context("a link leads to a process")?;
        start.links.insert(link.clone(), target);
    }
    let answer = stage.app.start(start)?;
    steps::remember(stage, step, &answer)
}

/// A setting as it would be written in the workflow file.
fn setting(definition: &Definition, name: &str, json: &Json) -> Result<Value, Fault> {
    if !definition.settings.contains_key(name) {
        return Err(Fault::field(name, format!("There is no setting `{name}`.")));
    }
    let scalar: Scalar = serde_json::from_value(json.clone())?;
    Ok(Value::from(&scalar))
}

//! Definitions as they were when an instance was pinned to them: content-addressed, in the store.

use std::sync::{Arc, PoisonError};

use accord_engine::{
    calendar::Calendar,
    definition::{model::Definition, vocabulary::Roles},
    workflow::Workflow,
};
use accord_store::{
    Db, blobs,
    certificates::{self, CertificateRow},
};
use anyhow::anyhow;
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Library;
use crate::service::fault::Fault;

/// Everything that the hash of a workflow stands for.
#[derive(Serialize, Deserialize)]
struct Bundle {
    definition: Definition,
    calendar: Calendar,
    roles: Roles,
    templates: IndexMap<String, String>,
}

impl Library {
    /// The workflow that new instances are pinned to, published if it has not been.
    ///
    /// # Errors
    /// There is none, or `check` has found something: then the answer says what.
    pub fn proved(&self, db: &mut Db, name: &str, now: DateTime<Utc>) -> Result<Arc<Workflow>, Fault> {
        let file = self.files.get(name).ok_or(Fault::NotFound("workflow"))?;
        let Some(workflow) = file.workflow.as_ref().filter(|_| file.is_proved()) else {
            let lines: Vec<String> = file.found.iter().map(|one| super::one_line(&file.path, one)).collect();
            return Err(Fault::Internal(anyhow!(
                "{} may not run:\n{}",
                file.path,
                lines.join("\n")
            )));
        };
        if certificates::of_definition(db, &workflow.hash)?.is_none() {
            self.publish(db, workflow, file, now)?;
        }
        Ok(workflow.clone())
    }

    /// The workflow with this hash: of this library, or as published when it was another.
    ///
    /// # Errors
    /// Nobody has published it.
    pub fn pinned(&self, db: &mut Db, hash: &str) -> Result<Arc<Workflow>, Fault> {
        let current = self.files.values().filter_map(|file| file.workflow.as_ref());
        if let Some(found) = current.into_iter().find(|one| one.hash == hash) {
            return Ok(found.clone());
        }
        if let Some(found) = self.older.read().unwrap_or_else(PoisonError::into_inner).get(hash) {
            return Ok(found.clone());
        }
        let bundle: Bundle = serde_json::from_slice(&blobs::get(db, hash)?)?;
        let workflow = Workflow::compile(bundle.definition, bundle.calendar, bundle.roles, &bundle.templates)
            .map_err(|found| anyhow!("the published workflow {hash} does not compile any more: {found:?}"))?;
        let workflow = Arc::new(workflow);
        self.older
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(hash.to_owned(), workflow.clone());
        Ok(workflow)
    }

    fn publish(&self, db: &mut Db, workflow: &Workflow, file: &super::File, now: DateTime<Utc>) -> Result<(), Fault> {
        let templates = self.named_templates(&workflow.definition);
        for name in templates.keys() {
            if let Some(text) = self.template(name) {
                blobs::put(db, "template", text.as_bytes(), now)?;
            }
        }
        let bundle = Bundle {
            definition: workflow.definition.clone(),
            calendar: workflow.calendar.clone(),
            roles: workflow.roles.clone(),
            templates,
        };
        blobs::put_named(db, &workflow.hash, "definition", &serde_json::to_vec(&bundle)?, now)?;
        let certificate = CertificateRow {
            definition: workflow.hash.to_string(),
            workflow: workflow.definition.workflow.clone(),
            body: json!({ "format": 1, "definition": workflow.hash, "warnings": file.found }).to_string(),
            created_at: now.into(),
        };
        Ok(certificates::put(db, &certificate)?)
    }

    /// A template's source by kind and name (`mail/comments_open`).
    pub fn template(&self, name: &str) -> Option<&str> {
        let ending = if name.starts_with("mail/") { "md.hbs" } else { "xml.hbs" };
        self.shelf.get(&format!("templates/{name}.{ending}"))
    }
}

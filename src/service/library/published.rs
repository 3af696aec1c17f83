//! What an instance is pinned to: its workflow, and every template and text that it was published
//! with. Content-addressed, in the store, so that it outlives the files.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use accord_engine::{
    calendar::Calendar,
    definition::{model::Definition, vocabulary::Roles},
    workflow::Workflow,
};
use accord_store::{
    Db, blobs,
    certificates::{self, CertificateRow},
};
use anyhow::{Context as _, anyhow};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{File, Library, texts::Texts};
use crate::{service::fault::Fault, views::parts::Parts};

/// The form of [`Bundle`]. The first did not hold the pieces of templates, nor texts.
const FORMAT: u32 = 2;

/// Everything that the hash of a workflow stands for.
#[derive(Serialize, Deserialize)]
struct Bundle {
    #[serde(default)]
    format: u32,
    definition: Definition,
    calendar: Calendar,
    roles: Roles,
    /// Templates by kind and name, texts by path; each with the hash that it is kept under.
    templates: IndexMap<String, String>,
    /// [`Published::contexts`].
    #[serde(default)]
    contexts: IndexMap<String, String>,
}

/// What a workflow was published with.
#[derive(Debug, Clone)]
pub struct Published {
    /// Hashes of its templates, by kind and name (`mail/comments_open`): [`Parts::hash`].
    pub templates: IndexMap<String, String>,
    /// The kind of record that each of them speaks of, as its head says.
    pub contexts: IndexMap<String, String>,
    /// Clauses, checks, indicators, question sets.
    pub texts: Arc<Texts>,
}

/// What was read from the store so far, by the hash of the workflow.
#[derive(Debug, Default)]
pub(super) struct Older {
    workflows: RwLock<BTreeMap<String, Arc<Workflow>>>,
    sets: RwLock<BTreeMap<String, Arc<Published>>>,
}

impl Older {
    fn workflow(&self, hash: &str) -> Option<Arc<Workflow>> {
        let known = self.workflows.read().unwrap_or_else(PoisonError::into_inner);
        known.get(hash).cloned()
    }

    fn set(&self, hash: &str) -> Option<Arc<Published>> {
        let known = self.sets.read().unwrap_or_else(PoisonError::into_inner);
        known.get(hash).cloned()
    }

    fn keep_workflow(&self, hash: &str, workflow: Workflow) -> Arc<Workflow> {
        let kept = Arc::new(workflow);
        let mut known = self.workflows.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(hash.to_owned(), kept.clone());
        kept
    }

    fn keep_set(&self, hash: &str, set: Published) -> Arc<Published> {
        let kept = Arc::new(set);
        let mut known = self.sets.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(hash.to_owned(), kept.clone());
        kept
    }
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
        if let Some((workflow, _)) = self.current(hash) {
            return Ok(workflow.clone());
        }
        self.older(db, hash)
    }

    /// What the workflow with this hash was published with.
    ///
    /// # Errors
    /// Nobody has published it.
    pub fn set(&self, db: &mut Db, hash: &str) -> Result<Arc<Published>, Fault> {
        if let Some((_, file)) = self.current(hash) {
            return Ok(file.set.clone());
        }
        self.older_set(db, hash)
    }

    /// The hash of a template for the instances of one workflow, by kind and name.
    ///
    /// # Errors
    /// Nobody has published the workflow, and there is no such template today either.
    pub fn template(&self, db: &mut Db, hash: &str, name: &str, now: DateTime<Utc>) -> Result<String, Fault> {
        if let Some(found) = self.set(db, hash)?.templates.get(name) {
            return Ok(found.clone());
        }
        // Published before templates were kept with their pieces: today's words are all there is.
        self.todays_template(db, name, now)
    }

    /// The hash of a template as it is today, by kind and name; kept in the store from now on.
    ///
    /// # Errors
    /// There is no such template.
    pub fn todays_template(&self, db: &mut Db, name: &str, now: DateTime<Utc>) -> Result<String, Fault> {
        let parts = self
            .templates
            .get(name)
            .with_context(|| format!("there is no template `{name}`"))?;
        self.keep_template(db, parts, now)
    }

    fn current(&self, hash: &str) -> Option<(&Arc<Workflow>, &File)> {
        self.files
            .values()
            .filter_map(|file| Some((file.workflow.as_ref()?, file)))
            .find(|(workflow, _)| workflow.hash == hash)
    }

    fn older(&self, db: &mut Db, hash: &str) -> Result<Arc<Workflow>, Fault> {
        if let Some(found) = self.older.workflow(hash) {
            return Ok(found);
        }
        let bundle: Bundle = serde_json::from_slice(&blobs::get(db, hash)?)?;
        let workflow = Workflow::compile(bundle.definition, bundle.calendar, bundle.roles, &bundle.templates)
            .map_err(|found| anyhow!("the published workflow {hash} does not compile any more: {found:?}"))?;
        Ok(self.older.keep_workflow(hash, workflow))
    }

    /// By itself: a process goes on when a text of its day cannot be read any more, and only what needs
    /// the text says so.
    fn older_set(&self, db: &mut Db, hash: &str) -> Result<Arc<Published>, Fault> {
        if let Some(found) = self.older.set(hash) {
            return Ok(found);
        }
        let bundle: Bundle = serde_json::from_slice(&blobs::get(db, hash)?)?;
        let set = self.unpack(db, &bundle)?;
        Ok(self.older.keep_set(hash, set))
    }

    fn unpack(&self, db: &mut Db, bundle: &Bundle) -> Result<Published, Fault> {
        if bundle.format < FORMAT {
            return Ok(Published {
                templates: IndexMap::new(),
                contexts: IndexMap::new(),
                texts: self.texts.clone(),
            });
        }
        let mut files = Vec::new();
        for (path, hash) in &bundle.templates {
            if super::texts::place(path).is_some() {
                let text = String::from_utf8(blobs::get(db, hash)?).context("a published text is damaged")?;
                files.push((path.as_str(), text));
            }
        }
        let texts = Texts::read(files.iter().map(|(path, text)| (*path, text.as_str())))
            .context("a text that was published cannot be read any more")?;
        Ok(Published {
            templates: bundle.templates.clone(),
            contexts: bundle.contexts.clone(),
            texts: Arc::new(texts),
        })
    }

    fn publish(&self, db: &mut Db, workflow: &Workflow, file: &File, now: DateTime<Utc>) -> Result<(), Fault> {
        for name in file.set.templates.keys() {
            if let Some(parts) = self.templates.get(name) {
                self.keep_template(db, parts, now)?;
            } else if let Some(text) = self.shelf.get(name) {
                blobs::put(db, "text", text.as_bytes(), now)?;
            }
        }
        let bundle = Bundle {
            format: FORMAT,
            definition: workflow.definition.clone(),
            calendar: workflow.calendar.clone(),
            roles: workflow.roles.clone(),
            templates: file.set.templates.clone(),
            contexts: file.set.contexts.clone(),
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

    /// Keeps a template's files, each under its own hash, and the list of them under the template's.
    fn keep_template(&self, db: &mut Db, parts: &Parts, now: DateTime<Utc>) -> Result<String, Fault> {
        for path in parts.0.keys() {
            if let Some(source) = self.sources.iter().find(|one| one.path == *path) {
                blobs::put(db, "template", source.text.as_bytes(), now)?;
            }
        }
        Ok(blobs::put(db, "template-parts", parts.body().as_bytes(), now)?)
    }
}

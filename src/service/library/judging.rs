//! Workflow files, judged by a library's vocabulary: what is wrong with each, what is proved of it, and
//! the templates and texts that its instances are pinned to.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use accord_engine::{
    check,
    definition::{model::Definition, near, parse},
    diagnostic::Diagnostic,
    workflow::Workflow,
};
use indexmap::IndexMap;
use sha2::{Digest as _, Sha256};

use super::{File, Library, Published, lookup, permits, texts, vocabulary::context_of};
use crate::{domain::hex, service::subjects};

impl Library {
    /// Reads and judges one more file by this library's vocabulary: for files that are not on the
    /// shelf.
    pub fn judge(&self, path: &str, text: &str) -> File {
        let others: Vec<&Definition> = self
            .files
            .values()
            .filter_map(|file| file.definition.as_ref())
            .collect();
        self.judge_among(path, text, &others)
    }

    pub(super) fn read_workflows(&self) -> BTreeMap<String, File> {
        let sources: Vec<(String, String)> = self
            .shelf
            .list("workflows", ".yaml")
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect();
        let parsed: Vec<Definition> = sources
            .iter()
            .filter_map(|(_, text)| parse::read::<Definition>(text).value)
            .collect();
        sources
            .into_iter()
            .map(|(name, text)| {
                let others: Vec<&Definition> = parsed.iter().filter(|one| one.workflow != name).collect();
                let file = self.judge_among(&format!("workflows/{name}.yaml"), &text, &others);
                (name, file)
            })
            .collect()
    }

    fn judge_among(&self, path: &str, text: &str, others: &[&Definition]) -> File {
        let parsed = parse::read::<Definition>(text);
        let mut file = File {
            path: path.to_owned(),
            text: text.to_owned(),
            definition: parsed.value,
            workflow: None,
            found: parsed.found,
            certificate: None,
            set: Arc::new(Published {
                templates: IndexMap::new(),
                contexts: IndexMap::new(),
                texts: self.texts.clone(),
            }),
        };
        let Some(definition) = &file.definition else {
            return file;
        };
        file.found.extend(misnamed(path, definition));
        let Some(calendar) = self.calendars.get(&definition.calendar) else {
            let what = format!("There is no calendar `{}`.", definition.calendar);
            let known: Vec<&str> = self.calendars.keys().map(String::as_str).collect();
            let told = Diagnostic::error(check::codes::UNKNOWN_CALENDAR, "calendar", what);
            file.found.push(told.mend(near::suggest(&definition.calendar, known)));
            parsed.source.place(&mut file.found);
            return file;
        };
        let (judged, certificate) = check::check(definition, &self.catalogue, &self.roles, calendar, others);
        file.found.extend(permits::unusable(self, definition));
        file.certificate = certificate.filter(|_| !file.found.iter().any(Diagnostic::is_error));
        file.found.extend(judged);
        file.set = Arc::new(self.set_for(definition));
        let compiled = Workflow::compile(
            definition.clone(),
            calendar.clone(),
            self.roles.clone(),
            &file.set.templates,
        );
        match compiled {
            Ok(workflow) => file.workflow = Some(Arc::new(workflow)),
            // `check` says the same, mostly in better words.
            Err(found) if file.found.is_empty() => file.found = found,
            Err(_) => {}
        }
        parsed.source.place(&mut file.found);
        file
    }

    /// The templates that a definition names and the texts that records of its kind are bound by: a
    /// changed letter is a changed workflow, and so is a changed clause.
    fn set_for(&self, definition: &Definition) -> Published {
        let named = lookup::templates(definition);
        let folders = subjects::of(&definition.about).map_or(&[][..], |kind| kind.texts());
        let templates = self.templates.iter().filter(|(name, _)| named.contains(*name));
        let contexts = self.sources.iter().filter_map(|one| {
            let name = format!("{}{}", one.shelf.folder(), one.name);
            named.contains(&name).then(|| (name, context_of(one)))
        });
        let texts = self
            .shelf
            .all()
            .filter(|(path, _)| texts::place(path).is_some_and(|(folder, _)| folders.contains(&folder)));
        Published {
            templates: templates
                .map(|(name, parts)| (name.clone(), parts.hash()))
                .chain(texts.map(|(path, text)| (path.to_owned(), hex(&Sha256::digest(text.as_bytes())))))
                .collect(),
            contexts: contexts.collect(),
            texts: self.texts.clone(),
        }
    }
}

/// Others name a workflow, and find its file by that name: two names would be two things.
fn misnamed(path: &str, definition: &Definition) -> Option<Diagnostic> {
    let called = Path::new(path).file_stem()?.to_string_lossy();
    let own = &definition.workflow;
    (called != own.as_str()).then(|| {
        let what = format!("The file is called `{called}`, and its workflow `{own}`.");
        let why = "A workflow is found by the name of its file; two files with one name would hide one another.";
        Diagnostic::error(check::codes::BAD_NAME, "workflow", what)
            .why(why)
            .mend(format!("Write `workflow: {called}`, or call the file `{own}.yaml`."))
    })
}

//! Texts that are not workflows and that people are bound by: clauses, checks, indicators, question
//! sets. A record keeps those that its workflow was published with.

use std::collections::BTreeMap;

use accord_store::instances;
use anyhow::bail;

use crate::{
    domain::{
        contracts::{clauses::ClauseLibrary, mobilisation::Plan},
        monitoring::{indicators::IndicatorSet, judging},
        onboarding::pack::CheckPack,
    },
    service::{app::Desk, fault::Fault},
};

/// Where they lie.
const FOLDERS: [&str; 5] = ["checks", "clauses", "indicators", "mobilisation", "question-sets"];

/// Texts by name.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// What hosts are asked for, by name of the pack.
    pub checks: BTreeMap<String, CheckPack>,
    /// Clause libraries.
    pub clauses: BTreeMap<String, ClauseLibrary>,
    /// Sets of indicators.
    pub indicators: BTreeMap<String, IndicatorSet>,
    /// Plans by which services are got ready.
    pub mobilisation: BTreeMap<String, Plan>,
    /// Question sets, as they are written.
    pub question_sets: BTreeMap<String, String>,
}

impl Texts {
    /// Reads those of some files (`workflows/clauses/host-agreement.yaml` and text); others are
    /// passed over.
    ///
    /// # Errors
    /// Every problem of a file that cannot be read, with its place.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> anyhow::Result<Self> {
        let mut out = Self::default();
        for (path, text) in files {
            let Some((folder, name)) = place(path) else { continue };
            let name = name.to_owned();
            match folder {
                "checks" => _ = out.checks.insert(name, super::read(path, text)?),
                "clauses" => _ = out.clauses.insert(name, super::read(path, text)?),
                "indicators" => {
                    let set = super::read(path, text)?;
                    let faults = judging::faults(&set);
                    if !faults.is_empty() {
                        bail!("{path}: {}", faults.join("; "));
                    }
                    out.indicators.insert(name, set);
                }
                "mobilisation" => _ = out.mobilisation.insert(name, super::read(path, text)?),
                _ => _ = out.question_sets.insert(name, text.to_owned()),
            }
        }
        Ok(out)
    }

    /// The set of indicators that hosts report by.
    pub fn indicator_set(&self) -> Option<&IndicatorSet> {
        self.indicators.values().next()
    }
}

/// Folder and name of a text; nothing for any other file.
pub(super) fn place(path: &str) -> Option<(&str, &str)> {
    let (folder, name) = path
        .strip_prefix("workflows/")?
        .strip_suffix(".yaml")?
        .split_once('/')?;
    (FOLDERS.contains(&folder) && !name.contains('/')).then_some((folder, name))
}

impl Desk<'_> {
    /// The texts that bind a record: those that the first workflow about it was published with. A
    /// record that is only being made gets today's, which are those that its workflow is pinned to.
    ///
    /// # Errors
    /// The store fails, or what was published is damaged.
    pub fn texts_of(&mut self, record: &str) -> Result<std::sync::Arc<Texts>, Fault> {
        let library = self.app.library.clone();
        match instances::first_definition(self.db, &self.alliance, record)? {
            Some(hash) => Ok(library.set(self.db, &hash)?.texts.clone()),
            None => Ok(library.texts.clone()),
        }
    }
}

//! Everything that is decided by files: workflows, roles, the catalogue, calendars, rate cards, and
//! the names of the templates. Read once, at the start; an instance is pinned to what was read.

mod lookup;
mod published;
mod shelf;

use std::{
    collections::BTreeMap,
    sync::{Arc, RwLock},
};

use accord_engine::{
    calendar::Calendar,
    check,
    definition::{
        model::{Definition, Form},
        parse,
        vocabulary::{Catalogue, Roles},
    },
    diagnostic::{Diagnostic, Severity},
    workflow::Workflow,
};
use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};

pub use self::{
    lookup::{find_state, states, transitions},
    shelf::Shelf,
};
use crate::domain::{
    contracts::clauses::ClauseLibrary, hex, involvement::rates::RateCard, monitoring::indicators::IndicatorSet,
    onboarding::checks::CheckPack,
};

/// One workflow file, with what is to be said of it.
#[derive(Debug, Clone)]
pub struct File {
    /// `workflows/bid.yaml`.
    pub path: String,
    /// As it was read.
    pub text: String,
    /// What could be read of it.
    pub definition: Option<Definition>,
    /// Ready to run, if nothing stands in the way.
    pub workflow: Option<Arc<Workflow>>,
    /// Every problem, in the order of the text.
    pub found: Vec<Diagnostic>,
    /// What has been proved, if nothing was found.
    pub certificate: Option<check::certificate::Certificate>,
}

impl File {
    /// Whether nothing stands in the way of running it.
    pub fn is_proved(&self) -> bool {
        self.workflow.is_some() && !self.found.iter().any(|one| one.severity == Severity::Error)
    }
}

/// `workflows/vocabulary/work.yaml`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WorkForms {
    /// Permit to what is filled in.
    work: IndexMap<String, WorkForm>,
}

/// What is filled in for a piece of work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkForm {
    /// Values that come with the link that leads there, and are not asked.
    #[serde(default)]
    pub about: Vec<String>,
    /// What is asked.
    pub form: Form,
}

/// The files, read and judged.
#[derive(Debug)]
pub struct Library {
    /// What roles there are.
    pub roles: Roles,
    /// What files may speak of.
    pub catalogue: Catalogue,
    /// What people fill in for a piece of work, by permit.
    pub work: IndexMap<String, WorkForm>,
    /// By name.
    pub calendars: BTreeMap<String, Calendar>,
    /// By name.
    pub rate_cards: BTreeMap<String, RateCard>,
    /// What hosts are asked for, by name of the pack.
    pub checks: BTreeMap<String, CheckPack>,
    /// Sets of indicators, by name.
    pub indicators: BTreeMap<String, IndicatorSet>,
    /// Clause libraries, by name.
    pub clauses: BTreeMap<String, ClauseLibrary>,
    /// Workflow files by name.
    pub files: BTreeMap<String, File>,
    /// SHA-256 of each template, by kind and name (`mail/comments_open`).
    pub templates: IndexMap<String, String>,
    /// Where all of it came from.
    pub shelf: Shelf,
    /// Workflows of older files, that instances are pinned to, by hash.
    older: RwLock<BTreeMap<String, Arc<Workflow>>>,
}

impl Library {
    /// Reads a shelf. A workflow with problems is kept, with its problems, and cannot be started.
    ///
    /// # Errors
    /// A vocabulary, calendar or rate card that cannot be read: nothing could be judged by it.
    pub fn read(shelf: Shelf) -> anyhow::Result<Self> {
        let roles: Roles = must(&shelf, "workflows/vocabulary/roles.yaml")?;
        let mut catalogue: Catalogue = must(&shelf, "workflows/vocabulary/catalogue.yaml")?;
        let templates = templates(&shelf, &mut catalogue);
        let work: WorkForms = must(&shelf, "workflows/vocabulary/work.yaml")?;
        let calendars = all(&shelf, "workflows/calendars")?;
        let rate_cards = all(&shelf, "workflows/rate-cards")?;
        let checks = all(&shelf, "workflows/checks")?;
        let indicators = all(&shelf, "workflows/indicators")?;
        let clauses = all(&shelf, "workflows/clauses")?;
        let mut out = Self {
            roles,
            catalogue,
            work: work.work,
            calendars,
            rate_cards,
            checks,
            indicators,
            clauses,
            files: BTreeMap::new(),
            templates,
            shelf,
            older: RwLock::default(),
        };
        out.files = out.read_workflows();
        Ok(out)
    }

    /// The rate card in force on a day.
    pub fn rate_card(&self, on: NaiveDate) -> Option<&RateCard> {
        self.rate_cards
            .values()
            .filter(|card| card.effective_from <= on)
            .max_by_key(|card| card.effective_from)
    }

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

    fn read_workflows(&self) -> BTreeMap<String, File> {
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
        };
        let Some(definition) = &file.definition else {
            return file;
        };
        let Some(calendar) = self.calendars.get(&definition.calendar) else {
            let what = format!("There is no calendar `{}`.", definition.calendar);
            file.found
                .push(Diagnostic::error(check::codes::UNKNOWN_CALENDAR, "calendar", what));
            parsed.source.place(&mut file.found);
            return file;
        };
        let (judged, certificate) = check::check(definition, &self.catalogue, &self.roles, calendar, others);
        file.certificate = certificate.filter(|_| !file.found.iter().any(Diagnostic::is_error));
        file.found.extend(judged);
        let compiled = Workflow::compile(
            definition.clone(),
            calendar.clone(),
            self.roles.clone(),
            &self.named_templates(definition),
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

    /// The hashes of the templates that a definition names: a changed letter is a changed workflow.
    fn named_templates(&self, definition: &Definition) -> IndexMap<String, String> {
        let named = lookup::templates(definition);
        self.templates
            .iter()
            .filter(|(name, _)| named.contains(*name))
            .map(|(name, hash)| (name.clone(), hash.clone()))
            .collect()
    }
}

/// Every template: its hash, and (into the catalogue) the kind of record that it speaks of.
fn templates(shelf: &Shelf, catalogue: &mut Catalogue) -> IndexMap<String, String> {
    let mut out = IndexMap::new();
    let kinds = [
        ("mail", ".md.hbs", &mut catalogue.mail),
        ("documents", ".xml.hbs", &mut catalogue.documents),
        ("notices", ".xml.hbs", &mut catalogue.notices),
    ];
    for (kind, ending, known) in kinds {
        for (name, text) in shelf.list(&format!("templates/{kind}"), ending) {
            known.insert(name.to_owned(), context_of(text));
            out.insert(format!("{kind}/{name}"), hex(&Sha256::digest(text.as_bytes())));
        }
    }
    out
}

/// The `context:` of a template's front matter.
fn context_of(text: &str) -> String {
    text.lines()
        .skip(1)
        .take_while(|line| line.trim_end() != "---")
        .find_map(|line| line.strip_prefix("context:"))
        .map_or_else(|| "any".to_owned(), |word| word.trim().to_owned())
}

fn must<T: DeserializeOwned + JsonSchema>(shelf: &Shelf, path: &str) -> anyhow::Result<T> {
    let text = shelf.get(path).with_context(|| format!("{path} is missing"))?;
    read(path, text)
}

fn all<T: DeserializeOwned + JsonSchema>(shelf: &Shelf, folder: &str) -> anyhow::Result<BTreeMap<String, T>> {
    shelf
        .list(folder, ".yaml")
        .map(|(name, text)| Ok((name.to_owned(), read(&format!("{folder}/{name}.yaml"), text)?)))
        .collect()
}

/// Reads a file that must be right, or says every problem with its place.
///
/// # Errors
/// All problems, one on a line.
pub fn read<T: DeserializeOwned + JsonSchema>(path: &str, text: &str) -> anyhow::Result<T> {
    let parsed = parse::read::<T>(text);
    match parsed.value {
        Some(value) if parsed.found.is_empty() => Ok(value),
        _ => {
            let lines: Vec<String> = parsed.found.iter().map(|one| one_line(path, one)).collect();
            bail!("{}", lines.join("\n"))
        }
    }
}

/// `workflows/bid.yaml:12:3: WF0203 There is no role …`
pub fn one_line(path: &str, found: &Diagnostic) -> String {
    let place = found
        .span
        .map_or_else(String::new, |span| format!(":{}:{}", span.line, span.column));
    let mend = found.mend.as_ref().map_or_else(String::new, |mend| format!(" {mend}"));
    format!("{path}{place}: {} {}{mend}", found.code, found.what)
}

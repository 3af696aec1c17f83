//! Everything that is decided by files: workflows, roles, the catalogue, calendars, rate cards, and
//! the names of the templates. Read once, at the start; an instance is pinned to what was read.

mod lookup;
mod permits;
mod published;
pub mod put_right;
mod shelf;
pub mod starts;
mod texts;

use std::{collections::BTreeMap, sync::Arc};

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
use anyhow::{Context as _, anyhow, bail};
use chrono::NaiveDate;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};

pub use self::{
    lookup::{find_state, states, transitions},
    published::Published,
    shelf::Shelf,
    texts::Texts,
};
use crate::{
    domain::{hex, involvement::rates::RateCard, subscriptions::Terms},
    service::{retention::Retention, subjects},
    views::{
        parts::Parts,
        source::{self, Source},
    },
};

const ROLES: &str = "workflows/vocabulary/roles.yaml";
const PROFILE: &str = "workflows/vocabulary/profile.yaml";
const SUBSCRIPTIONS: &str = "workflows/vocabulary/subscriptions.yaml";

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
    /// The templates and texts that its instances are pinned to.
    pub set: Arc<Published>,
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
    /// Permit to what is filled in; `permit@kind` where records of one kind ask something of their own.
    work: IndexMap<String, WorkForm>,
    /// Permits that need no form: what somebody may read, and what the form of an act does; with where.
    elsewhere: IndexMap<String, String>,
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

/// `workflows/vocabulary/profile.yaml`: what an organisation says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileForm {
    /// Questions whose answers everybody may read.
    pub open: Vec<String>,
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
    /// What people fill in for a piece of work, by permit, or by permit and kind (`permit@kind`).
    work: IndexMap<String, WorkForm>,
    /// Permits that are used elsewhere than in a form of work, with where.
    pub elsewhere: IndexMap<String, String>,
    /// What is recorded for somebody else, and how.
    pub put_right: put_right::PutRight,
    /// What people start by themselves, by workflow.
    pub starts: BTreeMap<String, starts::Startable>,
    /// What an organisation says of itself.
    pub profile: ProfileForm,
    /// How long what only serves signing in is kept.
    pub retention: Retention,
    /// By name.
    pub calendars: BTreeMap<String, Calendar>,
    /// By name.
    pub rate_cards: BTreeMap<String, RateCard>,
    /// Clauses, checks, indicators and question sets as they are today; a record's own are
    /// [`crate::service::app::Desk::texts_of`].
    pub texts: Arc<Texts>,
    /// What anybody may ask to be told of.
    pub subscriptions: Terms,
    /// Mail templates that are news: what people call the sort.
    pub news: BTreeMap<String, String>,
    /// Workflow files by name.
    pub files: BTreeMap<String, File>,
    /// What each template is made of, by kind and name (`mail/comments_open`).
    pub templates: IndexMap<String, Parts>,
    /// The template files: the shelf's, and those that were compiled in beside them.
    pub sources: Vec<Source>,
    /// Where all of it came from.
    pub shelf: Shelf,
    /// What instances of older files are pinned to, by hash.
    older: published::Older,
}

impl Library {
    /// Reads a shelf. A workflow with problems is kept, with its problems, and cannot be started.
    ///
    /// # Errors
    /// A vocabulary, calendar or rate card that cannot be read: nothing could be judged by it.
    pub fn read(shelf: Shelf) -> anyhow::Result<Self> {
        let roles: Roles = must(&shelf, ROLES)?;
        let mut catalogue: Catalogue = must(&shelf, "workflows/vocabulary/catalogue.yaml")?;
        let sources = source::over(shelf.below("templates/")).map_err(|faults| {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            anyhow!("the templates cannot be used:\n{}", lines.join("\n"))
        })?;
        keeps_out(&roles, &catalogue)?;
        let templates = templates(&sources, &mut catalogue);
        let subscriptions = subscriptions(&shelf, &catalogue)?;
        let work: WorkForms = must(&shelf, "workflows/vocabulary/work.yaml")?;
        let starts = all(&shelf, starts::FOLDER)?;
        let put_right = must(&shelf, put_right::PATH)?;
        let profile: ProfileForm = must(&shelf, PROFILE)?;
        filled_in(&profile, &work, &catalogue)?;
        let calendars = all(&shelf, "workflows/calendars")?;
        let rate_cards = all(&shelf, "workflows/rate-cards")?;
        let texts = Arc::new(Texts::read(shelf.all())?);
        let mut out = Self {
            roles,
            catalogue,
            work: work.work,
            elsewhere: work.elsewhere,
            starts,
            put_right,
            profile,
            retention: must(&shelf, "workflows/vocabulary/retention.yaml")?,
            calendars,
            rate_cards,
            texts,
            subscriptions,
            news: news(&sources),
            files: BTreeMap::new(),
            templates,
            sources,
            shelf,
            older: published::Older::default(),
        };
        out.files = out.read_workflows();
        let mut faults = starts::faults(&out.starts, &out.files, &out.roles, &out.catalogue);
        faults.extend(put_right::faults(&out.put_right, &out.files, &out.catalogue));
        if !faults.is_empty() {
            bail!("{}", faults.join("\n"));
        }
        Ok(out)
    }

    /// The rate card in force on a day.
    pub fn rate_card(&self, on: NaiveDate) -> Option<&RateCard> {
        self.rate_cards
            .values()
            .filter(|card| card.effective_from <= on)
            .max_by_key(|card| card.effective_from)
    }

    /// What people fill in for a piece of work on a record of a kind.
    pub fn work_form(&self, kind: &str, permit: &str) -> Option<&WorkForm> {
        self.work
            .get(&format!("{permit}@{kind}"))
            .or_else(|| self.work.get(permit))
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
            set: Arc::new(Published {
                templates: IndexMap::new(),
                contexts: IndexMap::new(),
                texts: self.texts.clone(),
            }),
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

/// Every template: what it is made of, and (into the catalogue) the kind of record that it speaks of.
fn templates(sources: &[Source], catalogue: &mut Catalogue) -> IndexMap<String, Parts> {
    let mut out = IndexMap::new();
    for one in sources {
        let known = match one.shelf {
            source::Shelf::Mail => {
                let topic = in_head(&one.text, "topic").map(|topic| (one.name.clone(), topic));
                catalogue.mail_topics.extend(topic);
                &mut catalogue.mail
            }
            source::Shelf::Document => &mut catalogue.documents,
            source::Shelf::Notice => &mut catalogue.notices,
            source::Shelf::Partial | source::Shelf::Layout | source::Shelf::Brief => continue,
        };
        known.insert(one.name.clone(), context_of(one));
        out.insert(format!("{}{}", one.shelf.folder(), one.name), Parts::of(one, sources));
    }
    out
}

/// That what keeps a role out is an exclusion that there is.
fn keeps_out(roles: &Roles, catalogue: &Catalogue) -> anyhow::Result<()> {
    for (name, role) in &roles.roles {
        for exclusion in &role.kept_out_by {
            if !catalogue.exclusions.contains_key(exclusion) {
                let known: Vec<&str> = catalogue.exclusions.keys().map(String::as_str).collect();
                bail!(
                    "{ROLES}: `{name}` is kept out by `{exclusion}`, which is no exclusion of the catalogue; there are: {}",
                    known.join(", ")
                );
            }
        }
    }
    Ok(())
}

/// That the profile asks what is relied on, and that what questions are filled in from is there.
fn filled_in(profile: &ProfileForm, work: &WorkForms, catalogue: &Catalogue) -> anyhow::Result<()> {
    let asked = |id: &str| profile.form.fields.iter().find(|field| field.id == id);
    if let Some(missing) = catalogue
        .profile
        .iter()
        .chain(&profile.open)
        .find(|id| asked(id).is_none())
    {
        bail!("{PROFILE}: there is no question `{missing}`, which is relied on");
    }
    for (name, source) in &catalogue.prefill {
        let Some(id) = name.strip_prefix("profile.") else {
            continue;
        };
        let found = asked(id).map(|field| field.kind);
        if found.is_none() || found != source.kind {
            bail!(
                "{PROFILE}: the catalogue fills in `{name}` as {:?}, and the question is {found:?}",
                source.kind
            );
        }
    }
    let forms = work.work.iter().map(|(name, one)| (name.as_str(), &one.form));
    for (name, form) in forms.chain([("profile", &profile.form)]) {
        if let Some(field) = form.fields.iter().find(|field| field.prefill.is_some()) {
            bail!(
                "`prefill` of `{}` in the form `{name}`: only forms of workflows are filled in",
                field.id
            );
        }
    }
    Ok(())
}

/// Letters that tell of something and ask nothing.
fn news(sources: &[Source]) -> BTreeMap<String, String> {
    let mail = sources.iter().filter(|one| one.shelf == source::Shelf::Mail);
    mail.filter_map(|one| Some((one.name.clone(), in_head(&one.text, "news")?)))
        .collect()
}

/// What anybody may ask to be told of; that it fits the templates.
fn subscriptions(shelf: &Shelf, catalogue: &Catalogue) -> anyhow::Result<Terms> {
    let terms: Terms = must(shelf, SUBSCRIPTIONS)?;
    if let Some(fault) = terms.fault() {
        bail!("{SUBSCRIPTIONS}: {fault}");
    }
    if !catalogue.mail.contains_key(&terms.letter) {
        bail!("{SUBSCRIPTIONS}: there is no mail template `{}`", terms.letter);
    }
    for (mail, topic) in &catalogue.mail_topics {
        if !terms.topics.contains_key(topic) {
            bail!("templates/mail/{mail}.md.hbs: {SUBSCRIPTIONS} has no topic `{topic}`");
        }
    }
    Ok(terms)
}

/// The kind of record that a template says it speaks of.
fn context_of(source: &Source) -> String {
    in_head(&source.text, "context").unwrap_or_else(|| "any".to_owned())
}

/// A word of a template's front matter.
fn in_head(text: &str, key: &str) -> Option<String> {
    text.lines()
        .skip(1)
        .take_while(|line| line.trim_end() != "---")
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))
        .map(|word| word.trim().to_owned())
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

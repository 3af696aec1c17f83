//! Everything that is decided by files: workflows, roles, the catalogue, calendars, rate cards, and
//! the names of the templates. Read once, at the start; an instance is pinned to what was read.

pub mod bodies;
mod changeovers;
pub mod city;
mod headings;
mod hosts;
mod judge;
mod judging;
pub mod landscape;
pub mod lists;
mod lookup;
pub mod payments;
mod permits;
pub mod proportion;
mod published;
pub mod put_right;
mod question_sets;
mod reading;
pub mod regimes;
pub mod running;
mod shelf;
pub mod starts;
pub mod support;
mod texts;
mod uses;
mod vocabulary;
pub mod words;
pub mod writing;

use std::{collections::BTreeMap, sync::Arc};

use accord_engine::{
    calendar::Calendar,
    changeover::Changeover,
    check,
    definition::{
        model::{Definition, Form},
        vocabulary::{Catalogue, Roles},
    },
    diagnostic::{Diagnostic, Severity},
    workflow::Workflow,
};
use anyhow::{anyhow, bail};
use chrono::NaiveDate;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::{
    judge::Faults,
    reading::{all, must},
    vocabulary::{news, replies, templates},
};
pub use self::{
    lookup::{act_title, acts_of, clock_title, find_state, states, transitions},
    published::Published,
    reading::{one_line, placed, read},
    shelf::Shelf,
    texts::Texts,
};
use crate::{
    domain::{award::proportion::Proportion, involvement::rates::RateCard, subscriptions::Terms},
    service::retention::Retention,
    views::{
        parts::Parts,
        source::{self, Source},
    },
};

/// Where they lie.
const VOCABULARY: &str = "workflows/vocabulary";
/// Every file there that is read.
const FILES: [&str; 17] = [
    ROLES,
    CATALOGUE,
    WORK,
    PROFILE,
    RETENTION,
    SUBSCRIPTIONS,
    put_right::PATH,
    support::PATH,
    bodies::PATH,
    city::PATH,
    landscape::PATH,
    payments::PATH,
    writing::PATH,
    lists::PATH,
    regimes::PATH,
    running::PATH,
    proportion::PATH,
];
const RATE_CARDS: &str = "workflows/rate-cards";
const ROLES: &str = "workflows/vocabulary/roles.yaml";
const PROFILE: &str = "workflows/vocabulary/profile.yaml";
/// What files may speak of.
const CATALOGUE: &str = "workflows/vocabulary/catalogue.yaml";
const WORK: &str = "workflows/vocabulary/work.yaml";
const RETENTION: &str = "workflows/vocabulary/retention.yaml";
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
    /// What its button says, where “Send” would say too much.
    #[serde(default)]
    pub button: Option<String>,
    /// What is typed there is kept nowhere before it is sent, and is put back into no page.
    #[serde(default)]
    pub secret: bool,
    /// What is asked.
    pub form: Form,
}

/// `workflows/vocabulary/profile.yaml`: what an organisation says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileForm {
    /// Questions whose answers everybody may read.
    pub open: Vec<String>,
    /// Questions that only the organisation's own people answer; the rest may be corrected by who manages the
    /// alliance.
    #[serde(default)]
    pub own: Vec<String>,
    /// What an organisation's own people decide of one another: role to what it means, the one who decides first.
    #[serde(default)]
    pub people: IndexMap<String, String>,
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
    /// The bodies of the alliance.
    pub bodies: bodies::Bodies,
    /// Who lives here, beside whom who takes part is compared.
    pub city: city::City,
    /// What the landscape counts, and what is a gap in it.
    pub landscape: landscape::Landscape,
    /// Where people turn who are in distress or worried.
    pub support: support::Support,
    /// How people are paid for their involvement.
    pub payments: payments::Payments,
    /// Texts that are written together.
    pub writing: writing::Writing,
    /// Kinds of record that have a list of their own.
    pub lists: lists::Lists,
    /// By which rules a round runs.
    pub regimes: regimes::Regimes,
    /// By which acts what ran before is brought in.
    pub running: running::Running,
    /// What may be asked of bidders for how much money.
    pub proportion: Proportion,
    /// What people start by themselves, by workflow.
    pub starts: BTreeMap<String, starts::Startable>,
    /// How records under way go over to another version of their workflow, by name.
    pub changeovers: BTreeMap<String, Changeover>,
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
    /// Mail templates that can be answered by email: the permit that an answer needs.
    pub replies: BTreeMap<String, String>,
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
    /// What templates speak of.
    uses: uses::Known,
}

impl Library {
    /// Reads a shelf. A workflow with problems is kept, with its problems, and cannot be started.
    ///
    /// # Errors
    /// A vocabulary, calendar or rate card that cannot be read: nothing could be judged by it.
    pub fn read(shelf: Shelf) -> anyhow::Result<Self> {
        let roles: Roles = must(&shelf, ROLES)?;
        let mut catalogue: Catalogue = must(&shelf, CATALOGUE)?;
        let sources = source::over(shelf.below("templates/")).map_err(|faults| {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            anyhow!("the templates cannot be used:\n{}", lines.join("\n"))
        })?;
        let templates = templates(&sources, &mut catalogue);
        let subscriptions = must(&shelf, SUBSCRIPTIONS)?;
        let work: WorkForms = must(&shelf, WORK)?;
        for (template, permit) in replies(&sources) {
            anyhow::ensure!(
                catalogue.permits.contains_key(&permit),
                "templates/mail/{template}.md.hbs: `replies` names the permit `{permit}`, which {CATALOGUE} does not have"
            );
        }
        let starts = all(&shelf, starts::FOLDER)?;
        let changeovers = all(&shelf, changeovers::FOLDER)?;
        let put_right = must(&shelf, put_right::PATH)?;
        let support = must(&shelf, support::PATH)?;
        let landscape = must(&shelf, landscape::PATH)?;
        let bodies = must(&shelf, bodies::PATH)?;
        let city = must(&shelf, city::PATH)?;
        let payments = must(&shelf, payments::PATH)?;
        let writing = must(&shelf, writing::PATH)?;
        let lists = must(&shelf, lists::PATH)?;
        let regimes = must(&shelf, regimes::PATH)?;
        let running = must(&shelf, running::PATH)?;
        let proportion = must(&shelf, proportion::PATH)?;
        let profile: ProfileForm = must(&shelf, PROFILE)?;
        let calendars = all(&shelf, "workflows/calendars")?;
        let rate_cards = all(&shelf, RATE_CARDS)?;
        let texts = Arc::new(Texts::read(shelf.all())?);
        let mut out = Self {
            roles,
            catalogue,
            work: work.work.clone(),
            elsewhere: work.elsewhere.clone(),
            starts,
            changeovers,
            put_right,
            bodies,
            city,
            landscape,
            support,
            payments,
            writing,
            lists,
            regimes,
            running,
            proportion,
            profile,
            retention: must(&shelf, RETENTION)?,
            calendars,
            rate_cards,
            texts,
            subscriptions,
            news: news(&sources),
            replies: replies(&sources),
            files: BTreeMap::new(),
            templates,
            sources,
            shelf,
            older: published::Older::default(),
            uses: uses::Known::default(),
        };
        out.files = out.read_workflows();
        let faults = out.faults(&work);
        if !faults.is_empty() {
            bail!("{}", faults.join("\n"));
        }
        Ok(out)
    }

    /// Everything that does not fit together in the vocabulary, file by file.
    fn faults(&self, work: &WorkForms) -> Vec<String> {
        let (files, catalogue, roles) = (&self.files, &self.catalogue, &self.roles);
        let mut lines = Vec::new();
        let mut judge = |path: &str, f: &dyn Fn(&mut Faults)| {
            let mut faults = Faults::of(&self.shelf, path);
            f(&mut faults);
            lines.extend(faults.lines());
        };
        let known = FILES.map(str::to_owned);
        for (name, _) in self.shelf.list(VOCABULARY, ".yaml") {
            let path = format!("{VOCABULARY}/{name}.yaml");
            judge(&path, &|out| {
                out.known("", "file that is read here and called", &path, &known);
            });
        }
        judge(ROLES, &|out| vocabulary::judge_roles(roles, catalogue, out));
        judge(CATALOGUE, &|out| vocabulary::judge_catalogue(catalogue, out));
        judge(WORK, &|out| vocabulary::judge_work(work, catalogue, out));
        judge(PROFILE, &|out| {
            vocabulary::judge_profile(&self.profile, (catalogue, roles), out);
        });
        judge(RETENTION, &|out| {
            vocabulary::judge_retention(&self.retention, catalogue, out);
        });
        judge(SUBSCRIPTIONS, &|out| {
            vocabulary::judge_subscriptions(&self.subscriptions, catalogue, out);
        });
        judge(put_right::PATH, &|out| {
            put_right::judge(&self.put_right, files, catalogue, out);
        });
        let workflows: Vec<String> = files.keys().cloned().collect();
        judge(support::PATH, &|out| {
            support::judge(&self.support, roles, &workflows, out);
        });
        judge(bodies::PATH, &|out| bodies::judge(&self.bodies, roles, &workflows, out));
        judge(city::PATH, &|out| city::judge(&self.city, out));
        judge(landscape::PATH, &|out| {
            landscape::judge(&self.landscape, &self.profile, catalogue, out);
        });
        judge(writing::PATH, &|out| writing::judge(&self.writing, out));
        judge(lists::PATH, &|out| {
            lists::judge(&self.lists, catalogue, &workflows, out);
        });
        judge(regimes::PATH, &|out| regimes::judge(&self.regimes, files, out));
        judge(running::PATH, &|out| {
            running::judge(&self.running, files, catalogue, out);
        });
        judge(proportion::PATH, &|out| proportion::judge(&self.proportion, roles, out));
        judge(payments::PATH, &|out| {
            payments::judge(&self.payments, catalogue, &self.calendars, files, out);
        });
        for (name, card) in &self.rate_cards {
            judge(&format!("{RATE_CARDS}/{name}.yaml"), &|out| {
                payments::judge_card(card, roles, &workflows, out);
            });
        }
        for one in &self.changeovers {
            let path = format!("{}/{}.yaml", changeovers::FOLDER, one.0);
            judge(&path, &|out| changeovers::judge(one, files, self, out));
        }
        for one in &self.starts {
            let path = format!("{}/{}.yaml", starts::FOLDER, one.0);
            judge(&path, &|out| starts::judge(one, files, roles, catalogue, out));
        }
        lines.extend(question_sets::faults(&self.shelf, &self.regimes.criteria()));
        lines.extend(hosts::faults(&self.shelf));
        lines.extend(words::faults(&self.shelf, &self.retention));
        lines
    }

    /// The rate card in force on a day.
    pub fn rate_card(&self, on: NaiveDate) -> Option<&RateCard> {
        self.rate_cards
            .values()
            .filter(|card| card.effective_from <= on)
            .max_by_key(|card| card.effective_from)
    }

    /// What a workflow is called.
    pub fn title(&self, workflow: &str) -> Option<String> {
        let found = self.files.get(workflow)?.definition.as_ref()?;
        Some(found.title.clone())
    }

    /// What people fill in for a piece of work on a record of a kind.
    pub fn work_form(&self, kind: &str, permit: &str) -> Option<&WorkForm> {
        self.work
            .get(&format!("{permit}@{kind}"))
            .or_else(|| self.work.get(permit))
    }
}

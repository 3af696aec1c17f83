//! The register of decisions: who decided what, when, by which rule, with which votes. It is read off the journal and
//! the ballots each time that somebody looks; nothing is kept beside them that could say something else.
//!
//! Whoever sees a record reads its decisions, and the votes if they see all of it and had no interest in it; everybody
//! reads those whose act published something, and of these no more than what was published.

mod counted;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use accord_engine::{
    definition::model::{Decision as Rules, Definition},
    effect::Move,
    event::Event,
    journal::JournalEntry,
};
use accord_store::{
    documents::{self, DocumentRow},
    instances, journal,
    subjects::{self as subject_rows, SubjectRow},
};
use chrono::{DateTime, Utc};
use serde_json::Value as Json;

pub use self::counted::{House, Votes};
use crate::service::{
    app::Desk,
    authority::{Caller, Standing},
    fault::Fault,
    library::{find_state, states, transitions},
    public::{self, process},
    readers,
    sight::{self, Seen, Sight},
    transition::{self, Loaded},
};

/// How the journal writes that somebody votes.
const VOTE: &str = "\"vote\":{";
/// What every step of the journal has, and no note.
const STEP: &str = "trace";

/// A decision that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// When the count was taken.
    pub at: DateTime<Utc>,
    /// What it is about, as the reader may know it.
    pub about: About,
    /// Who decided, by the titles of their roles.
    pub body: Vec<String>,
    /// The question.
    pub question: String,
    /// Where it led.
    pub outcome: String,
    /// Whether an outcome was reached; if not, the time ended without one.
    pub is_reached: bool,
    /// What the outcome needed.
    pub rule: Vec<String>,
    /// The workflow: its name in addresses, and its title.
    pub workflow: (String, String),
    /// The fingerprint of the version that it ran by.
    pub version: String,
    /// How it was answered; nothing for whoever may not know.
    pub votes: Option<Votes>,
    /// What the act issued and the reader may read: title, id.
    pub documents: Vec<(String, String)>,
    /// Whether everybody reads that it was taken.
    pub is_published: bool,
}

/// What a decision is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What people call it.
    pub title: String,
    /// What people quote.
    pub reference: String,
    /// Where it stands: a record, or the register.
    pub href: String,
}

/// Every decision that somebody may know of, the newest first.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn all(desk: &mut Desk<'_>, caller: Option<&Caller>) -> Result<Vec<Decision>, Fault> {
    let published = tops(desk)?;
    let rights = caller.map(|caller| Standing::of(desk, caller)).transpose()?;
    let mut out = Vec::new();
    for workflow in deciding(desk) {
        let mut found: Vec<(Loaded, Option<Seen>, Option<&About>)> = Vec::new();
        for row in instances::of_workflow(desk.db, &desk.alliance, &workflow)? {
            let record = subject_rows::load(desk.db, &desk.alliance, &row.subject_id)?;
            let seen = match &rights {
                Some(rights) => sight::if_seen(sight::by_id(desk, rights, &record.id))?,
                None => None,
            };
            let top = published.get(&record.id);
            if seen.is_none() && top.is_none() {
                continue;
            }
            let loaded = transition::read(desk.db, desk.app, row, record)?;
            if !loaded.snapshot.ballots.is_empty() {
                found.push((loaded, seen, top));
            }
        }
        let mut entries = counted_in(desk, found.iter().map(|(loaded, ..)| loaded))?;
        for (loaded, seen, top) in &found {
            let own = entries.remove(&loaded.row.id).unwrap_or_default();
            of_instance(desk, (loaded, &own), seen.as_ref(), *top, &mut out)?;
        }
    }
    out.sort_by_key(|one| Reverse(one.at));
    Ok(out)
}

/// Workflows in which somebody decides together.
fn deciding(desk: &Desk<'_>) -> Vec<String> {
    let files = desk.app.library.files.iter();
    let decides = |definition: &Definition| {
        let mut all = states(definition).into_iter();
        all.any(|name| find_state(definition, name).is_some_and(|state| state.decision.is_some()))
    };
    files
        .filter(|(_, file)| file.definition.as_ref().is_some_and(decides))
        .map(|(name, _)| name.clone())
        .collect()
}

/// By record of which something is public: the procurement that it belongs to, as the register has it.
fn tops(desk: &mut Desk<'_>) -> Result<BTreeMap<String, About>, Fault> {
    let mut out = BTreeMap::new();
    for one in public::all(desk)? {
        let about = About {
            title: one.record.title.clone(),
            reference: one.reference().to_owned(),
            href: format!("/register/{}", one.reference()),
        };
        for row in &one.rows {
            if let Some(subject) = &row.subject_id {
                out.insert(subject.clone(), about.clone());
            }
        }
    }
    Ok(out)
}

/// Of instances of one workflow, the steps in which somebody votes or a count is taken, by instance: the database looks
/// for them, once for each word, and the rest of their journals is not read.
fn counted_in<'a>(
    desk: &mut Desk<'_>,
    all: impl Iterator<Item = &'a Loaded> + Clone,
) -> Result<BTreeMap<String, Vec<JournalEntry>>, Fault> {
    let scopes: Vec<String> = all.clone().map(|one| one.row.id.clone()).collect();
    if scopes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut signs: BTreeSet<String> = BTreeSet::from([VOTE.to_owned()]);
    for one in all {
        let definition = &one.workflow.definition;
        let rules = states(definition)
            .into_iter()
            .filter_map(|name| find_state(definition, name)?.decision.as_ref());
        let events = rules.flat_map(|rules| rules.outcomes.keys().chain([&rules.otherwise]).chain(&rules.too_few));
        signs.extend(events.map(|event| format!("\"event\":\"{event}\"")));
    }
    let mut rows = BTreeMap::new();
    for sign in &signs {
        for row in journal::of_instances_saying(desk.db, &desk.alliance, &scopes, sign)? {
            rows.insert(row.position, (row.scope, row.body));
        }
    }
    let mut out: BTreeMap<String, Vec<JournalEntry>> = BTreeMap::new();
    for (scope, body) in rows.into_values() {
        out.entry(scope).or_default().extend(step(&body)?);
    }
    Ok(out)
}

/// What was decided in one instance, as far as the reader may know.
fn of_instance(
    desk: &mut Desk<'_>,
    (loaded, entries): (&Loaded, &[JournalEntry]),
    seen: Option<&Seen>,
    top: Option<&About>,
    out: &mut Vec<Decision>,
) -> Result<(), Fault> {
    let issued = documents::of_subject(desk.db, &desk.alliance, &loaded.record.id)?;
    let definition = &loaded.workflow.definition;
    let last = last(definition, entries);
    let mut votes = counted::Cast::default();
    for entry in entries {
        if let Some(Event::Vote(act)) = &entry.event {
            votes.add(desk, act);
        }
        for one in &entry.trace.moves {
            let Move::Took { state, event, index } = one else {
                continue;
            };
            let Some(rules) = decided(definition, state, event) else {
                continue;
            };
            let cast = votes.take(state);
            let step = format!("{}/{}/", entry.instance, entry.seq);
            let mut own: Vec<&DocumentRow> = issued.iter().filter(|one| is_of(one, &step)).collect();
            // In the order in which the workflow names them: the paper that says so comes first.
            own.sort_by_key(|one| place(one));
            let is_published = own.iter().any(|one| readers::is_public(one));
            let about = match (seen, top) {
                (Some(_), _) => about(&loaded.record),
                (None, Some(top)) if is_published => top.clone(),
                (None, _) => continue,
            };
            let to = transitions(definition, state, event)
                .get(*index)
                .and_then(|way| way.to.clone());
            let settings = &loaded.snapshot.settings;
            // The ballot is that of the last count there; how it was before, the journal has.
            let ballot = loaded.snapshot.ballots.get(state.as_str()).filter(|ballot| {
                last.get(state.as_str()) == Some(&entry.seq) && ballot.outcome.as_deref() == Some(event.as_str())
            });
            out.push(Decision {
                at: entry.at,
                about,
                body: readers::role_titles(&desk.app.library, &rules.who),
                question: question(definition, state, rules),
                outcome: outcome(definition, state, to.as_deref(), event),
                is_reached: rules.outcomes.contains_key(event.as_str()),
                rule: process::needed(&desk.app.library, definition, settings, (rules, event)),
                workflow: (definition.workflow.clone(), definition.title.clone()),
                version: loaded.snapshot.definition.to_string(),
                votes: match seen {
                    Some(seen) if seen.sight == Sight::Whole && !is_barred(rules, seen) => {
                        let ballot = ballot.map(|one| &**one);
                        let reader = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person);
                        counted::votes(desk, rules, ballot, (settings, &cast), reader)?
                    }
                    Some(_) | None => None,
                },
                documents: papers(desk, seen, &own)?,
                is_published,
            });
        }
    }
    Ok(())
}

/// A step of the journal; nothing for a note, which stands beside the steps: nobody decides by one.
fn step(body: &str) -> Result<Option<JournalEntry>, Fault> {
    let body: Json = serde_json::from_str(body)?;
    match body.get(STEP) {
        Some(_) => Ok(Some(serde_json::from_value(body)?)),
        None => Ok(None),
    }
}

/// What the reader may read of what was issued: title, id.
fn papers(desk: &mut Desk<'_>, seen: Option<&Seen>, issued: &[&DocumentRow]) -> Result<Vec<(String, String)>, Fault> {
    let mut out = Vec::new();
    for one in issued {
        let may = match seen {
            Some(seen) => readers::is_public(one) || readers::may_read(desk, seen, one)?,
            None => readers::is_public(one),
        };
        if may {
            out.push((one.title.clone(), one.id.clone()));
        }
    }
    Ok(out)
}

/// Whether an exclusion keeps the reader from this very decision: in a house of two, its count says who said what.
fn is_barred(rules: &Rules, seen: &Seen) -> bool {
    let mut except = rules.except.iter();
    except.any(|name| seen.actor.exclusions.contains_key(name))
}

/// The rules by which an event was decided; nothing if it is no outcome of a count.
fn decided<'a>(definition: &'a Definition, state: &str, event: &str) -> Option<&'a Rules> {
    let rules = find_state(definition, state)?.decision.as_ref()?;
    (rules.outcomes.contains_key(event) || rules.otherwise == event || rules.too_few.as_deref() == Some(event))
        .then_some(rules)
}

/// By state, the step in which it was last counted there.
fn last(definition: &Definition, entries: &[JournalEntry]) -> BTreeMap<String, u64> {
    let mut out = BTreeMap::new();
    for entry in entries {
        for one in &entry.trace.moves {
            if let Move::Took { state, event, .. } = one
                && decided(definition, state, event).is_some()
            {
                out.insert(state.to_string(), entry.seq);
            }
        }
    }
    out
}

/// Whether a document was issued by a step.
fn is_of(row: &DocumentRow, step: &str) -> bool {
    row.outbox_key.as_deref().is_some_and(|key| key.starts_with(step))
}

/// The place of a document among what its step issued.
fn place(row: &DocumentRow) -> u32 {
    let key = row.outbox_key.as_deref().unwrap_or_default();
    let place = key.split('/').nth(2).and_then(|place| place.parse().ok());
    place.unwrap_or(u32::MAX)
}

fn about(record: &SubjectRow) -> About {
    About {
        title: record.title.clone(),
        reference: record.reference.clone().unwrap_or_default(),
        href: format!("/{}/{}", record.kind, record.id),
    }
}

fn question(definition: &Definition, state: &str, rules: &Rules) -> String {
    let title = || find_state(definition, state).and_then(|state| state.title.clone());
    rules.ask.clone().or_else(title).unwrap_or_default()
}

/// What it came to: the title of the state that it led to, in its words for everyone where it has some.
fn outcome(definition: &Definition, state: &str, to: Option<&str>, event: &str) -> String {
    let found = find_state(definition, to.unwrap_or(state));
    let title = found.and_then(|state| state.title.clone().or_else(|| state.public_title.clone()));
    title.unwrap_or_else(|| event.replace('_', " "))
}

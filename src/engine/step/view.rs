//! What conditions read: facts, settings, forms, what was kept, and what has happened here before.

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use crate::{
    calendar::Calendar,
    definition::model::Form,
    event::{Facts, LookedUp, Member, Same, Wanted},
    guard::Env,
    snapshot::{Brood, Snapshot},
    value::Value,
    workflow::Workflow,
};

/// The answers of the form that is being sent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Answers<'a> {
    /// As sent.
    pub(super) sent: Option<&'a IndexMap<String, Value>>,
    /// As kept in the journal.
    pub(super) kept: Option<&'a BTreeMap<String, Value>>,
}

impl<'a> Answers<'a> {
    /// The answer to a question.
    pub(super) fn get(self, field: &str) -> Option<&'a Value> {
        let sent = self.sent.and_then(|sent| sent.get(field));
        sent.or_else(|| self.kept.and_then(|kept| kept.get(field)))
    }
}

/// What was read, for the journal.
#[derive(Debug, Default)]
pub(super) struct Reads {
    pub(super) values: BTreeMap<String, Value>,
    pub(super) form: BTreeMap<String, Value>,
    pub(super) members: bool,
    pub(super) collections: BTreeSet<String>,
    pub(super) hashes: BTreeSet<String>,
}

/// Facts as the host gives them: all at once, or as far as it has looked them up.
#[derive(Debug)]
pub(super) struct Source<'a> {
    facts: &'a Facts,
    /// What has been looked up; `None` where what is not among the facts does not exist.
    done: Option<&'a Wanted>,
    missing: RefCell<Wanted>,
}

impl<'a> Source<'a> {
    pub(super) fn whole(facts: &'a Facts) -> Self {
        Self {
            facts,
            done: None,
            missing: RefCell::default(),
        }
    }

    pub(super) fn so_far(known: &'a LookedUp) -> Self {
        Self {
            facts: &known.facts,
            done: Some(&known.done),
            missing: RefCell::default(),
        }
    }

    /// What was judged, if nothing was missing; a judgement without a fact that it asked for is none.
    pub(super) fn unless_missing<T>(self, judged: T) -> Result<T, Wanted> {
        let missing = self.missing.into_inner();
        if missing.is_empty() { Ok(judged) } else { Err(missing) }
    }

    fn want_collection(&self, name: &str) {
        self.want(
            |done| done.collections.contains(name),
            |missing| _ = missing.collections.insert(name.to_owned()),
        );
    }

    /// Notes one that has not been looked up.
    fn want(&self, is_done: impl FnOnce(&Wanted) -> bool, note: impl FnOnce(&mut Wanted)) {
        if self.done.is_some_and(|done| !is_done(done)) {
            note(&mut self.missing.borrow_mut());
        }
    }
}

/// The facts, and a record of what was read of them.
#[derive(Debug)]
pub(super) struct Known<'a> {
    source: &'a Source<'a>,
    reads: RefCell<Reads>,
}

/// An instance as conditions see it.
pub(super) struct View<'a> {
    pub(super) workflow: &'a Workflow,
    pub(super) snapshot: &'a Snapshot,
    pub(super) known: &'a Known<'a>,
    pub(super) answers: Option<Answers<'a>>,
    pub(super) now: DateTime<Utc>,
}

impl<'a> Known<'a> {
    pub(super) fn new(source: &'a Source<'a>) -> Self {
        Self {
            source,
            reads: RefCell::default(),
        }
    }

    pub(super) fn members(&self) -> &'a [Member] {
        self.reads.borrow_mut().members = true;
        self.source.want(|done| done.members, |missing| missing.members = true);
        &self.source.facts.members
    }

    pub(super) fn collection(&self, name: &str) -> Option<&'a IndexMap<String, String>> {
        self.reads.borrow_mut().collections.insert(name.to_owned());
        self.source.want_collection(name);
        self.source.facts.collections.get(name)
    }

    pub(super) fn hash(&self, name: &str) -> Option<&'a String> {
        self.reads.borrow_mut().hashes.insert(name.to_owned());
        self.source.want(
            |done| done.hashes.contains(name),
            |missing| _ = missing.hashes.insert(name.to_owned()),
        );
        self.source.facts.hashes.get(name)
    }

    /// What was confirmed, under a permit, of a content whose hash is known.
    pub(super) fn same(&self, name: &str, permit: Option<&str>) -> Vec<&'a Same> {
        let all = self.source.facts.same.iter();
        let named = |one: &&Same| one.content == name && permit == Some(one.permit.as_str());
        all.filter(named).collect()
    }

    fn fact(&self, workflow: &Workflow, name: &str) -> Option<&'a Value> {
        // Other names (how many children there are) are nobody's to look up.
        if workflow.definition.has_fact(name) {
            self.source.want(
                |done| done.values.contains(name),
                |missing| _ = missing.values.insert(name.to_owned()),
            );
        }
        let value = self.source.facts.values.get(name)?;
        let mut reads = self.reads.borrow_mut();
        if !reads.values.contains_key(name) {
            reads.values.insert(name.to_owned(), value.clone());
        }
        Some(value)
    }

    /// Answers that conditions read.
    pub(super) fn read_answers(&self) -> BTreeMap<String, Value> {
        self.reads.borrow().form.clone()
    }

    /// The part of the facts that was read.
    pub(super) fn into_read(self) -> Facts {
        let reads = self.reads.into_inner();
        let members = if reads.members {
            self.source.facts.members.clone()
        } else {
            Vec::new()
        };
        let collections = reads
            .collections
            .into_iter()
            .filter_map(|name| Some((name.clone(), self.source.facts.collections.get(&name)?.clone())))
            .collect();
        let hashes = reads
            .hashes
            .iter()
            .cloned()
            .filter_map(|name| Some((name.clone(), self.source.facts.hashes.get(&name)?.clone())))
            .collect();
        let same = self.source.facts.same.iter();
        let same = same
            .filter(|one| reads.hashes.contains(&one.content))
            .cloned()
            .collect();
        Facts {
            values: reads.values,
            members,
            collections,
            hashes,
            same,
        }
    }
}

impl View<'_> {
    fn answer(&self, field: &str) -> Option<&Value> {
        let value = self.answers?.get(field)?;
        let mut reads = self.known.reads.borrow_mut();
        if !reads.form.contains_key(field) {
            reads.form.insert(field.to_owned(), value.clone());
        }
        Some(value)
    }

    fn of_brood(&self, name: &str) -> Option<Value> {
        let (brood, word) = name.split_once('.')?;
        let none = Brood::default();
        let brood = match self.snapshot.children.get(brood) {
            Some(brood) => brood,
            None if self.workflow.has_brood(brood) => &none,
            None => return None,
        };
        let count = match word {
            "count" => brood.members.len(),
            "ended" => brood.members.values().flatten().count(),
            outcome => brood.members.values().flatten().filter(|one| *one == outcome).count(),
        };
        i64::try_from(count).ok().map(Value::Integer)
    }
}

impl Env for View<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        let (head, rest) = name.split_once('.').unwrap_or((name, ""));
        match head {
            "form" => self.answer(rest).map(Cow::Borrowed),
            "settings" => self.snapshot.settings.get(rest).map(Cow::Borrowed),
            "kept" => self.snapshot.kept.get(rest).map(Cow::Borrowed),
            "entered" => {
                let times = self.snapshot.entered.get(rest).map_or(0, |entry| entry.occurrence);
                Some(Cow::Owned(Value::Integer(i64::from(times))))
            }
            _ => match self.known.fact(self.workflow, name) {
                Some(value) => Some(Cow::Borrowed(value)),
                None => self.of_brood(name).map(Cow::Owned),
            },
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn calendar(&self) -> &Calendar {
        &self.workflow.calendar
    }
}

impl<'a> View<'a> {
    /// The collections that a form chooses from. Those of its questions count as read; forms are not
    /// judged again on replay, so the journal has no need of what the cells of a table chose from.
    pub(super) fn collections(&self, form: &Form) -> &'a BTreeMap<String, IndexMap<String, String>> {
        for name in form.fields.iter().filter_map(|field| field.options_from.as_ref()) {
            self.known.collection(name);
        }
        for name in form.chooses_from() {
            self.known.source.want_collection(name);
        }
        &self.known.source.facts.collections
    }
}

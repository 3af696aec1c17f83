//! What a play shows of the workflows that it runs, judgement by judgement.
//!
//! If asked, it also keeps the lives that were played, so that they can be lived again by an altered
//! workflow ([`accord_engine::mutation`]).

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use accord_engine::{
    coverage::Coverage,
    mutation::life::{self, Attempt, Came},
    refusal::Refusal,
};

use crate::service::witness::{Judgement, Witness};

/// What to keep of a play.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keep {
    /// What was shown.
    #[default]
    Coverage,
    /// The lives of its instances as well; they take memory.
    Lives,
}

/// What has been shown.
#[derive(Debug, Clone, Default)]
pub struct Sight {
    /// For each workflow that ran, by its name: what was taken, judged and ran out.
    pub coverage: BTreeMap<String, Coverage>,
    /// The lives of its instances, if they are kept.
    pub lives: BTreeMap<String, Life>,
}

/// What happened to one instance, refused attempts included.
#[derive(Debug, Clone, Default)]
pub struct Life {
    /// The workflow that it ran.
    pub workflow: String,
    /// In order.
    pub attempts: Vec<Arc<Attempt>>,
}

/// A witness of a play. Clones share what it has seen.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    keep: Keep,
    seen: Arc<Mutex<Sight>>,
}

impl Shown {
    /// A witness that has seen nothing.
    pub fn keeping(keep: Keep) -> Self {
        Self {
            keep,
            seen: Arc::default(),
        }
    }

    /// What has been shown so far.
    pub fn so_far(&self) -> Sight {
        self.sight().clone()
    }

    /// Begins with what another play, from which this one goes on, has shown.
    pub(super) fn begin_with(&self, other: &Sight) {
        self.sight().clone_from(other);
    }

    fn sight(&self) -> MutexGuard<'_, Sight> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A person sees what stands in the way of an act, without trying it.
    pub(super) fn told(&self, workflow: &str, refusal: &Refusal) {
        if let Some(shown) = self.sight().coverage.get_mut(workflow) {
            shown.refusal(refusal);
        }
    }
}

impl Witness for Shown {
    fn saw(&self, one: &Judgement<'_>) {
        let mut sight = self.sight();
        let name = &one.workflow.definition.workflow;
        let shown = sight
            .coverage
            .entry(name.clone())
            .or_insert_with(|| Coverage::of(one.workflow));
        match one.outcome {
            Ok(step) => shown.entry(&step.entry),
            Err(refusal) => shown.refusal(refusal),
        }
        let instance = match (one.before, one.outcome) {
            (Some(before), _) => &before.instance,
            (None, Ok(step)) => &step.snapshot.instance,
            (None, Err(_)) => return,
        };
        if self.keep == Keep::Lives {
            let life = sight.lives.entry(instance.to_string()).or_default();
            life.workflow.clone_from(name);
            life.attempts.push(Arc::new(Attempt {
                event: one.event.cloned(),
                settings: one.settings.clone(),
                facts: one.facts.clone(),
                now: one.now,
                came: one.outcome.map(Came::of).map_err(life::reasons),
            }));
        }
    }
}

//! Which records a step's letters, documents and notices may speak of: no others are looked up.

use std::collections::BTreeSet;

use accord_engine::{
    effect::{Effect, EffectKind},
    step::Step,
};

use crate::{service::library::Published, views::contexts};

/// Which records' objects a text may speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaks {
    /// Of every record here: open data is made of what there is, whatever its notice says.
    OfAll,
    /// Of these kinds: what the template's head names as its `context`, and what that grows out of.
    Of(BTreeSet<&'static str>),
}

impl Speaks {
    /// For all texts of a step together.
    pub fn of_step(published: &Published, step: &Step) -> Self {
        let mut all = BTreeSet::new();
        for effect in &step.entry.effects {
            match Self::of_effect(published, effect) {
                Self::OfAll => return Self::OfAll,
                Self::Of(kinds) => all.extend(kinds),
            }
        }
        Self::Of(all)
    }

    pub(super) fn of_effect(published: &Published, effect: &Effect) -> Self {
        if let EffectKind::Tell(_) | EffectKind::Incident { .. } = &effect.kind {
            return Self::Of(BTreeSet::new());
        }
        let context = template(effect).and_then(|name| published.contexts.get(&name));
        match context.and_then(|name| contexts::kind(name)) {
            Some(kind) => Self::Of(kind.objects().map(|one| one.name).collect()),
            None => Self::OfAll,
        }
    }

    pub(super) fn speaks_of(&self, kind: &str) -> bool {
        match self {
            Self::OfAll => true,
            Self::Of(kinds) => kinds.contains(kind),
        }
    }
}

/// The template of a letter or a document, by kind and name. A notice has all that there is: open data is made of it.
pub(super) fn template(effect: &Effect) -> Option<String> {
    match &effect.kind {
        EffectKind::Email(email) => Some(format!("mail/{}", email.template)),
        EffectKind::EmailPeople { template, .. } => Some(format!("mail/{template}")),
        EffectKind::Document(document) => Some(format!("documents/{}", document.template)),
        EffectKind::Notice(_) | EffectKind::Tell(_) | EffectKind::Incident { .. } => None,
    }
}

//! `workflows/vocabulary/payments.yaml`: how people are paid for their involvement.

use std::collections::BTreeMap;

use accord_engine::{
    calendar::Calendar,
    definition::{
        model::{Definition, State},
        vocabulary::Catalogue,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{File, lookup};
use crate::domain::monitoring::suppression::Rule;

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/payments.yaml";

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payments {
    /// What the state means in which a claim waits to be put into a run.
    pub waits: String,
    /// What the state means in which it is once it was paid.
    pub paid: String,
    /// What the state means in which it waits because its person asked for it.
    pub deferred: String,
    /// What the states mean in which the money is owed: its person has said yes, and has it not.
    pub owed: Vec<String>,
    /// Answers to the question `way` for which an account has to be known.
    pub account: Vec<String>,
    /// Working days that details rest which replace others.
    pub rests: u32,
    /// Working days from the activity after which a payment is late.
    pub longest: u32,
    /// The calendar that says what a working day is.
    pub calendar: String,
    /// How many months back the figures look.
    pub months: u32,
    /// What the most in one week is for, before somebody chooses it: paragraphs.
    pub weekly: Vec<String>,
    /// Which numbers are too small to be shown to everybody.
    pub figures: Rule,
}

/// The state and the event by which a claim goes from waiting to paid, where it is.
pub fn way_on(definition: &Definition, payments: &Payments, states: &[&str]) -> Option<(String, String)> {
    let means = |state: &State| state.means.as_deref() == Some(payments.waits.as_str());
    let paid = |name: &str| {
        let found = lookup::find_state(definition, name);
        found.is_some_and(|state| state.means.as_deref() == Some(payments.paid.as_str()))
    };
    for name in states {
        let Some(state) = lookup::find_state(definition, name).filter(|state| means(state)) else {
            continue;
        };
        for (event, ways) in &state.on {
            let mut ways = ways.0.iter().filter(|one| !one.by.is_empty());
            if ways.any(|one| one.to.as_deref().is_some_and(paid)) {
                return Some(((*name).to_owned(), event.clone()));
            }
        }
    }
    None
}

/// What is wrong with the file; nothing if it fits.
pub(super) fn faults(
    payments: &Payments,
    catalogue: &Catalogue,
    calendars: &BTreeMap<String, Calendar>,
    files: &BTreeMap<String, File>,
) -> Vec<String> {
    let mut out = Vec::new();
    let owed = payments.owed.iter().map(|meaning| ("owed", meaning));
    let named = [
        ("waits", &payments.waits),
        ("paid", &payments.paid),
        ("deferred", &payments.deferred),
    ];
    for (word, meaning) in named.into_iter().chain(owed) {
        if !catalogue.meanings.contains_key(meaning) {
            out.push(format!(
                "{PATH}: `{word}` is `{meaning}`, which is no meaning of the catalogue."
            ));
        }
    }
    if !calendars.contains_key(&payments.calendar) {
        out.push(format!(
            "{PATH}: there is no calendar `{}` in workflows/calendars.",
            payments.calendar
        ));
    }
    out.extend(
        payments
            .figures
            .fault()
            .map(|fault| format!("{PATH}: `figures`: {fault}.")),
    );
    for file in files.values() {
        let Some(definition) = &file.definition else { continue };
        let states = lookup::states(definition);
        let waits = states.iter().any(|name| {
            let found = lookup::find_state(definition, name);
            found.is_some_and(|state| state.means.as_deref() == Some(payments.waits.as_str()))
        });
        if waits && way_on(definition, payments, &states).is_none() {
            out.push(format!(
                "{}: nobody's act leads from the state that means `{}` to one that means `{}`, so no run could be \
                 recorded as paid; add one, or name other meanings in {PATH}.",
                file.path, payments.waits, payments.paid
            ));
        }
    }
    out
}

//! `workflows/vocabulary/payments.yaml`: how people are paid for their involvement.

use std::collections::BTreeMap;

use accord_engine::{
    calendar::Calendar,
    definition::{
        model::{Definition, State},
        vocabulary::{Catalogue, Roles},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{File, judge::Faults, lookup};
use crate::domain::{involvement::rates::RateCard, monitoring::suppression::Rule};

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
    /// The paper that is kept of a run that was paid: a document of the templates folder.
    pub paper: String,
    /// What the most in one week is for, before somebody chooses it: paragraphs.
    pub weekly: Vec<String>,
    /// Which numbers are too small to be shown to everybody.
    pub figures: Rule,
}

/// What is wrong with a rate card.
pub(super) fn judge_card(card: &RateCard, roles: &Roles, workflows: &[String], out: &mut Faults) {
    out.known("workflow", "workflow", &card.workflow, workflows);
    out.all_known("for", "role", &card.people, roles.roles.keys());
    out.some(
        "for",
        &card.people,
        "Nobody is offered these payments. Name at least one role.",
    );
    for (name, rate) in &card.activities {
        if rate.minutes < 0 || rate.preparation < 0 || rate.preparation > rate.minutes {
            out.say(
                &format!("activities.{name}.preparation"),
                format_args!(
                    "`{name}` takes {} minutes with {} minutes of preparation in them. Write a number from 0 to {}.",
                    rate.minutes,
                    rate.preparation,
                    rate.minutes.max(0)
                ),
            );
        }
    }
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

/// The question whose answers say how somebody wishes to be paid.
const WAY: &str = "way";

/// What is wrong with the file.
pub(super) fn judge(
    payments: &Payments,
    catalogue: &Catalogue,
    calendars: &BTreeMap<String, Calendar>,
    files: &BTreeMap<String, File>,
    out: &mut Faults,
) {
    let meanings = catalogue.meanings.keys();
    for (word, meaning) in [
        ("waits", &payments.waits),
        ("paid", &payments.paid),
        ("deferred", &payments.deferred),
    ] {
        out.known(word, "meaning in the catalogue called", meaning, meanings.clone());
    }
    out.known("paper", "document called", &payments.paper, catalogue.documents.keys());
    out.all_known("owed", "meaning in the catalogue called", &payments.owed, meanings);
    if payments.waits == payments.paid {
        out.say(
            "paid",
            "A claim that waits would be one that was paid. Name two meanings.",
        );
    }
    out.known(
        "calendar",
        "calendar in workflows/calendars called",
        &payments.calendar,
        calendars.keys(),
    );
    if let Some(fault) = payments.figures.fault() {
        out.say("figures", format_args!("{fault}."));
    }
    let forms = claims(files, payments).flat_map(|(_, one)| one.forms.values());
    let asked = forms.flat_map(|form| &form.fields).filter(|field| field.id == WAY);
    let ways: Vec<String> = asked.flat_map(|field| field.options.keys().cloned()).collect();
    if !ways.is_empty() {
        let is = format!("answer to the question `{WAY}` called");
        out.all_known("account", &is, &payments.account, &ways);
    }
    out.between("rests", payments.rests, 0, 60);
    out.between("longest", payments.longest, 1, 260);
    out.between("months", payments.months, 1, 120);
    for (file, definition) in claims(files, payments) {
        if way_on(definition, payments, &lookup::states(definition)).is_none() {
            out.say(
                "paid",
                format_args!(
                    "In {} nobody's act leads from the state that means `{}` to one that means `{}`, so no run could be \
                     recorded as paid. Add one, or name other meanings here.",
                    file.path, payments.waits, payments.paid
                ),
            );
        }
    }
}

/// Workflows of claims: those with a state in which one waits for a run.
fn claims<'a>(
    files: &'a BTreeMap<String, File>,
    payments: &'a Payments,
) -> impl Iterator<Item = (&'a File, &'a Definition)> {
    let waits = |definition: &Definition| {
        let states = lookup::states(definition);
        let mut found = states.iter().filter_map(|name| lookup::find_state(definition, name));
        found.any(|state| state.means.as_deref() == Some(payments.waits.as_str()))
    };
    let read = files
        .values()
        .filter_map(|file| Some((file, file.definition.as_ref()?)));
    read.filter(move |(_, definition)| waits(definition))
}

//! `workflows/vocabulary/bodies.yaml`: the bodies of the alliance, with seats, terms, quorum and review dates.

use accord_engine::definition::vocabulary::Roles;
use chrono::NaiveDate;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/bodies.yaml";

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bodies {
    /// When somebody is told before a term ends or a review is due.
    pub remind: Remind,
    /// By a word.
    pub bodies: IndexMap<String, Body>,
}

/// When somebody is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remind {
    /// Days before.
    pub days: u32,
    /// Roles in the whole alliance.
    pub to: Vec<String>,
}

/// A body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// What people call it.
    pub title: String,
    /// What it is for.
    pub says: String,
    /// Its seats, by role.
    pub seats: Vec<Seats>,
    /// Months that somebody sits, unless their appointment says until when.
    pub term: u32,
    /// How many must take part in what it agrees at a meeting.
    pub quorum: usize,
    /// When it meets.
    #[serde(default)]
    pub meets: String,
    /// When its terms of reference are looked at again.
    pub review_on: NaiveDate,
}

/// Seats of one sort.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seats {
    /// The role that whoever sits there holds.
    pub role: String,
    /// How many there are.
    pub seats: usize,
}

/// What is wrong with the file; nothing if it fits.
pub(super) fn faults(file: &Bodies, roles: &Roles) -> Vec<String> {
    let mut out = Vec::new();
    let mut known = |role: &String, place: &str| {
        if !roles.roles.contains_key(role) {
            out.push(format!(
                "{PATH}: {place} names the role `{role}`, which is not in the roles file."
            ));
        }
    };
    for role in &file.remind.to {
        known(role, "`remind`");
    }
    for (word, body) in &file.bodies {
        for seats in &body.seats {
            known(&seats.role, &format!("`{word}`"));
        }
    }
    for (word, body) in &file.bodies {
        let seats: usize = body.seats.iter().map(|one| one.seats).sum();
        if body.quorum == 0 || body.quorum > seats {
            out.push(format!(
                "{PATH}: `{word}` has {seats} seats and a quorum of {}; write a number from 1 to {seats}.",
                body.quorum
            ));
        }
        if body.term == 0 {
            out.push(format!(
                "{PATH}: `{word}` has a term of 0 months; write how long somebody sits."
            ));
        }
    }
    if file.remind.to.is_empty() {
        out.push(format!("{PATH}: `remind` tells nobody; name at least one role."));
    }
    out
}

//! `workflows/vocabulary/bodies.yaml`: the bodies of the alliance, with seats, terms, quorum and review dates, and the
//! ways in which people take part.

use accord_engine::definition::vocabulary::Roles;
use chrono::NaiveDate;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::judge::Faults;

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
    /// How a review becomes somebody's task.
    pub review: Review,
    /// Ways in which people take part or are heard, by a word: each is looked at again, too.
    #[serde(default)]
    pub channels: IndexMap<String, Channel>,
}

/// How a review becomes somebody's task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The workflow that is started.
    pub workflow: String,
    /// Whose task it is: holders of these roles in the whole alliance, one of them by name.
    pub by: Vec<String>,
}

/// A way in which people take part or are heard.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// What people call it.
    pub title: String,
    /// What it is for, and for whom.
    pub says: String,
    /// The day by which somebody looks whether it still works.
    pub review_on: NaiveDate,
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

/// Days: the earliest that somebody may be told.
const TEN_YEARS: u64 = 3660;
/// Months: the longest that somebody sits.
const A_LIFE: u64 = 600;

/// What is wrong with the file.
pub(super) fn judge(file: &Bodies, roles: &Roles, workflows: &[String], out: &mut Faults) {
    out.known("review.workflow", "workflow", &file.review.workflow, workflows);
    out.all_known("review.by", "role", &file.review.by, roles.roles.keys());
    out.some(
        "review.by",
        &file.review.by,
        "Nobody looks again. Name at least one role.",
    );
    out.all_known("remind.to", "role", &file.remind.to, roles.roles.keys());
    out.some(
        "remind.to",
        &file.remind.to,
        "`remind` tells nobody. Name at least one role.",
    );
    out.between("remind.days", file.remind.days, 1, TEN_YEARS);
    for (word, body) in &file.bodies {
        let at = format!("bodies.{word}");
        let names: Vec<String> = body.seats.iter().map(|one| one.role.clone()).collect();
        for (index, one) in body.seats.iter().enumerate() {
            let at = format!("{at}.seats[{index}]");
            out.known(&format!("{at}.role"), "role", &one.role, roles.roles.keys());
            out.between(&format!("{at}.seats"), one.seats, 1, 1000);
        }
        out.some(
            &format!("{at}.seats"),
            &names,
            "Nobody sits here. Name a role and how many seats it has.",
        );
        out.once(&format!("{at}.seats"), &names);
        let seats: usize = body.seats.iter().map(|one| one.seats).sum();
        if body.quorum == 0 || body.quorum > seats.max(1) {
            out.say(
                &format!("{at}.quorum"),
                format_args!(
                    "`{word}` has {seats} seats and a quorum of {}. Write a number from 1 to {}.",
                    body.quorum,
                    seats.max(1)
                ),
            );
        }
        out.between(&format!("{at}.term"), body.term, 1, A_LIFE);
    }
}

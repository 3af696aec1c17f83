//! What files would bring in.

use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::Wrong;
use crate::domain::monitoring::indicators::Answers;

/// Where something came from, for the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct From {
    /// The file's name.
    pub file: String,
    /// Its SHA-256.
    pub hash: String,
    /// The line.
    pub row: u64,
}

/// A contract that would be brought in.
#[derive(Debug, Clone, PartialEq)]
pub struct NewContract {
    /// Its number before.
    pub reference: String,
    /// Who hosts, by name.
    pub host: String,
    /// What is answered to the form of the act.
    pub answers: Map<String, Json>,
    /// Where it came from.
    pub from: From,
}

/// A post that would be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPost {
    /// The number of its contract.
    pub reference: String,
    /// What is sent.
    pub body: Map<String, Json>,
    /// Where it came from.
    pub from: From,
}

/// A return that would be brought in.
#[derive(Debug, Clone, PartialEq)]
pub struct NewReturn {
    /// The number of its contract.
    pub reference: String,
    /// The first day of its quarter.
    pub quarter: NaiveDate,
    /// Its numbers.
    pub figures: Answers,
    /// Where it came from.
    pub from: From,
}

/// What the files would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Contracts.
    pub contracts: Vec<NewContract>,
    /// Posts.
    pub posts: Vec<NewPost>,
    /// Returns.
    pub returns: Vec<NewReturn>,
    /// Lines that say what stands here already.
    pub same: usize,
    /// What is wrong; with anything here nothing is brought in.
    pub wrong: Vec<Wrong>,
    /// What else whoever sends them ought to know.
    pub notes: Vec<String>,
}

impl Plan {
    /// Whether there is anything to bring in.
    pub const fn is_empty(&self) -> bool {
        self.contracts.is_empty() && self.posts.is_empty() && self.returns.is_empty()
    }
}

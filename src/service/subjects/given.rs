//! What a kind of record is given: what a new one is made of, and work that somebody does.

use accord_engine::event::Actor;
use accord_store::subjects::SubjectRow;
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

/// A record to be made.
#[derive(Debug, Clone, Default)]
pub struct NewSubject {
    /// What people call it.
    pub title: String,
    /// The record of the workflow that starts it.
    pub parent: Option<SubjectRow>,
    /// The key within its brood: a member of a collection, a period, an organisation, a person.
    pub key: String,
    /// The person whom it concerns alone: a claimant, a declarer, an evaluator.
    pub person: Option<String>,
    /// The organisation that it belongs to.
    pub organisation: Option<String>,
    /// The person whose act started it, if one did.
    pub started_by: Option<String>,
    /// What they filled in, or what a face gives.
    pub details: Map<String, Json>,
    /// For a schedule: first and last day.
    pub period: Option<(NaiveDate, NaiveDate)>,
}

/// Work that a permit allows.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// The permit; a word of the catalogue.
    pub permit: &'a str,
    /// Who does it.
    pub actor: &'a Actor,
    /// What they send.
    pub body: &'a Map<String, Json>,
}

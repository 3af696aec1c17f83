//! What is kept for a time and then forgotten, without anybody asking: what only serves signing in. How long
//! is said in `workflows/vocabulary/retention.yaml`. Everything else is evidence, and people look after it.

use accord_store::retention::{self as rows, Forgotten};
use chrono::TimeDelta;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::{
    domain::words,
    service::{app::App, fault::Fault},
};

/// Days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Codes for signing in, after they were asked for.
    pub codes: u16,
    /// Where somebody was signed in, after it ended.
    pub sessions: u16,
    /// Invitations, after they were taken up or ran out.
    pub invitations: u16,
    /// Files of organisations that nobody confirmed, after they were sent.
    pub organisation_files: u16,
    /// Years that a bid which was not chosen is kept after the award; people look after it.
    pub bids_not_chosen: u16,
    /// What is kept of somebody who is erased.
    pub erasure: Erasure,
}

impl Retention {
    /// How long what is kept, in words: what pages of words call `keep`.
    pub fn in_words(&self) -> Json {
        let days = |days: u16| words::count(days.into(), "day", "days");
        let years = |years: u16| words::count(years.into(), "year", "years");
        let term = |term: &Term| json!({ "years": years(term.years), "because": term.because });
        let records: Map<String, Json> = self
            .erasure
            .records
            .iter()
            .map(|(kind, one)| (kind.clone(), term(one)))
            .collect();
        json!({
            "codes": days(self.codes),
            "sessions": days(self.sessions),
            "invitations": days(self.invitations),
            "organisation_files": days(self.organisation_files),
            "bids_not_chosen": years(self.bids_not_chosen),
            "decisions": term(&self.erasure.decisions),
            "records": records,
        })
    }
}

/// For what it is kept who somebody was who is erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// That they decided something, counted from the last time.
    pub decisions: Term,
    /// That a record of a kind is about them, counted from its last change.
    #[serde(default)]
    pub records: IndexMap<String, Term>,
}

/// How long, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Years.
    pub years: u16,
    /// A sentence.
    pub because: String,
    /// What was filled in there goes all the same.
    #[serde(default)]
    pub answers_go: bool,
}

/// Forgets what is due; gives how many of each.
///
/// # Errors
/// The store fails.
pub fn forget(app: &App) -> Result<Forgotten, Fault> {
    let now = app.wall.now();
    let before = |days: u16| (now - TimeDelta::days(i64::from(days))).into();
    let keep = &app.library.retention;
    let due = rows::Due {
        codes: before(keep.codes),
        sessions: before(keep.sessions),
        invitations: before(keep.invitations),
    };
    app.store.write(move |db| Ok(rows::forget(db, due)?))
}

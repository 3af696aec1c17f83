//! A "no", with everything that a person needs to understand and mend it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::definition::model::Mend;

/// Why an event was refused. All the reasons, never the first only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{}", .reasons.iter().map(|r| r.because.as_str()).collect::<Vec<_>>().join(" "))]
pub struct Refusal {
    /// Stable code for faces (`not_offered`, `not_yours`, `blocked`, `late`, `form`, `closed`,
    /// `over`, `stale`, `undo_too_late`, `setting`, `pinned`, `restless`).
    pub code: String,
    /// Each unmet condition.
    pub reasons: Vec<Reason>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The condition's id, the form field (`form.field`), or a code.
    pub id: String,
    /// A sentence for the person.
    pub because: String,
    /// Who can put it right, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mend: Option<Mend>,
    /// What the condition found (`comments.unanswered is 3; it must be 0`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

/// One structurally possible action, as one person sees it now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// The state that offers it.
    pub state: String,
    /// The event; for a vote, the decision's state is `state` and this is the option.
    pub event: String,
    /// The words on the button.
    pub title: String,
    /// The form to fill in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The person must say why.
    pub requires_reason: bool,
    /// A second person must confirm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs_second: Option<String>,
    /// True for an option of a decision.
    pub vote: bool,
    /// True where this confirms what another person has done.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second: bool,
    /// May this person do it now?
    pub standing: Standing,
    /// Where it would lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<String>,
}

/// May this person do it now?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Yes: the submit will be accepted.
    Ready,
    /// The person may, but conditions are not met.
    Blocked(Vec<Reason>),
    /// Others may.
    NotYours(Vec<String>),
    /// Time has ended.
    Closed(DateTime<Utc>),
    /// Waiting for others.
    #[expect(missing_docs, reason = "said above")]
    Waiting { have: u32, of: u32, missing: Vec<String> },
}

impl Refusal {
    /// A refusal for one reason, whose id is the code.
    pub fn because(code: &str, because: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            reasons: vec![Reason::new(code, because)],
        }
    }
}

impl Reason {
    /// A reason that nobody in particular can put right.
    pub fn new(id: impl Into<String>, because: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            because: because.into(),
            mend: None,
            found: None,
        }
    }
}

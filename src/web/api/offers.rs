//! What somebody can do, and what stands in the way, as programs get it.

use accord_engine::refusal::{self, Offer as Judged};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::problem::{self, Reason};
use crate::service::places::Place;

/// Something that is offered here.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Offer {
    /// `act`, `vote` or `confirm`.
    pub verb: String,
    /// The state that offers it; `-` for the whole process.
    pub state: String,
    /// The event; of a decision, the answer.
    pub event: String,
    /// The words on the button.
    pub title: String,
    /// The form that goes with it.
    pub form: Option<String>,
    /// It wants a reason.
    pub wants_reason: bool,
    /// The role of the person who has to confirm it.
    pub second: Option<String>,
    /// Where it would lead.
    pub leads_to: Option<String>,
    /// Whether it can be done now, and if not, why.
    pub standing: Standing,
    /// Where it is done: read it for its form, post to it to do it.
    pub address: String,
}

/// Whether something can be done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Standing {
    /// Yes.
    Ready,
    /// Not yet: every reason.
    Blocked {
        /// All of them.
        reasons: Vec<Reason>,
    },
    /// Others may.
    NotYours {
        /// Who.
        roles: Vec<String>,
    },
    /// The time for it has ended.
    Closed {
        /// When.
        at: DateTime<Utc>,
    },
    /// It waits for others.
    Waiting {
        /// So many have.
        have: u32,
        /// Of so many.
        of: u32,
        /// These are missing.
        missing: Vec<String>,
    },
}

impl Standing {
    /// As the engine judged it.
    pub fn of(standing: &refusal::Standing) -> Self {
        match standing {
            refusal::Standing::Ready => Self::Ready,
            refusal::Standing::Blocked(reasons) => Self::Blocked {
                reasons: reasons.iter().cloned().map(problem::reason).collect(),
            },
            refusal::Standing::NotYours(roles) => Self::NotYours { roles: roles.clone() },
            refusal::Standing::Closed(at) => Self::Closed { at: *at },
            refusal::Standing::Waiting { have, of, missing } => Self::Waiting {
                have: *have,
                of: *of,
                missing: missing.clone(),
            },
        }
    }
}

impl Offer {
    /// An offer of an instance.
    pub fn of(instance: &str, offer: &Judged) -> Self {
        let place = Place::of(offer);
        Self {
            verb: place.verb.word().to_owned(),
            state: match offer.state.as_str() {
                "" => "-".to_owned(),
                state => state.to_owned(),
            },
            event: offer.event.clone(),
            title: offer.title.clone(),
            form: offer.form.clone(),
            wants_reason: offer.requires_reason,
            second: offer.needs_second.clone(),
            leads_to: offer.leads_to.clone(),
            standing: Standing::of(&offer.standing),
            address: format!("/api/v1/instances/{instance}/{}", place.path()),
        }
    }
}

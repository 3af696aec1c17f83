//! From the award to the last return: onboarding, contract, returns, and what goes with them.

mod answers;
mod arranging;
pub(in crate::service) mod bank;
mod bank_shown;
pub(in crate::service) mod brought_in;
pub(in crate::service) mod checking;
pub(in crate::service) mod claims;
pub(in crate::service) mod comments;
pub(in crate::service) mod committed;
mod contract;
mod contract_choices;
mod contract_text;
pub(in crate::service) mod follow_up;
pub(in crate::service) mod funding;
mod giving;
mod involvement_claim;
mod leaving;
mod meeting;
mod mobilising;
mod onboarding;
mod plan;
pub(in crate::service) mod posts;
mod public_text;
mod quarter;
mod quarter_sheet;
mod quarter_shown;
mod risks;
mod signature;
mod signed;
mod variation;

pub use contract::Contract;
pub use follow_up::FollowUp;
pub(in crate::service) use funding::{FUNDED, FUNDING};
pub use involvement_claim::InvolvementClaim;
pub use meeting::Meeting;
pub use onboarding::Onboarding;
pub use plan::ImprovementPlan;
pub use quarter::Return;
pub use signature::Signature;
pub use variation::Variation;

pub(super) use self::{
    contract::terms,
    quarter::sent,
    quarter_shown::{due, quarter_in_words, where_it_stands},
};

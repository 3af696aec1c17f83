//! What a quarterly return says, and what of it may be shown to whom.

pub mod indicators;
pub mod nhs_number;
pub mod rating;
pub mod suppression;

//! What a quarterly return says, and what of it may be shown to whom.

pub mod indicators;
pub mod judging;
pub mod rating;
pub mod sheet;

pub mod city;
pub mod disclosure;
pub mod suppression;

pub mod coverage;
pub mod nhs_number;

mod values;

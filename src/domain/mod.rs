//! Pure rules of the trade: arithmetic and judgement that a state machine cannot hold. No I/O.

pub mod award;
pub mod identifiers;
pub mod involvement;
pub mod monitoring;

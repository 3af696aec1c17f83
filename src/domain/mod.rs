//! Pure rules of the trade: arithmetic and judgement that a state machine cannot hold. No I/O.

pub mod addresses;
pub mod award;
pub mod bundle;
pub mod cells;
pub mod contracts;
pub mod copy;
pub mod editable;
pub mod host;
pub mod identifiers;
pub mod involvement;
pub mod landscape;
pub mod monitoring;
pub mod needs;
pub mod onboarding;
pub mod packed;
pub mod papers;
pub mod replies;
pub mod shares;
pub mod sheets;
pub mod specification;
pub mod spellings;
pub mod subscriptions;
pub mod tables;
pub mod whole;
pub mod words;
pub mod written;
pub mod yearly;

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

//! Letters about signing in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Context;

/// What a letter about signing in may say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Access {
    /// `1234 5678`; empty in an invitation.
    pub code: String,
    /// The code is good for so many minutes.
    pub minutes: u32,
    /// Where it is typed, in full; the field is filled in there already.
    pub link: String,
    /// The browser that asked: `Firefox on Windows`.
    pub browser: String,
    /// Who invites.
    pub by: String,
    /// The invitation is good for so many days.
    pub days: u32,
    /// What was changed about who does what, in a sentence; empty elsewhere.
    pub says: String,
}

impl Context for Access {
    const KIND: &'static str = "access";

    fn sample() -> Self {
        Self {
            code: "1234 5678".into(),
            minutes: 10,
            link: "https://synergy.example/sign-in/code?code=12345678".into(),
            browser: "Firefox on Windows".into(),
            by: "Rachel Okafor".into(),
            days: 14,
            says: "Tom Hadfield may act for you from 6 January 2026 to 20 January 2026, for this reason: leave.".into(),
        }
    }
}

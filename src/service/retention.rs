//! What is kept for a time and then forgotten, without anybody asking: what only serves signing in. How long
//! is said in `workflows/vocabulary/retention.yaml`. Everything else is evidence, and people look after it.

use accord_store::retention::{self as rows, Forgotten};
use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::service::{app::App, fault::Fault};

/// Days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
}

/// Forgets what is due; gives how many of each.
///
/// # Errors
/// The store fails.
pub fn forget(app: &App) -> Result<Forgotten, Fault> {
    let now = app.wall.now();
    let before = |days: u16| (now - TimeDelta::days(i64::from(days))).into();
    let keep = app.library.retention;
    let due = rows::Due {
        codes: before(keep.codes),
        sessions: before(keep.sessions),
        invitations: before(keep.invitations),
    };
    app.store.write(move |db| Ok(rows::forget(db, due)?))
}

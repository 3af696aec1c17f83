//! What an alliance calls its own things where the library has a word for every alliance: its bodies, and the
//! communities that it wants to reach.

use accord_store::alliances;
use indexmap::IndexMap;
use serde::Deserialize;

use crate::service::{app::Desk, fault::Fault};

/// As its founding file has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Said {
    /// Body to its name.
    pub bodies: IndexMap<String, String>,
    /// Communities that it wants to reach.
    pub communities: Vec<String>,
}

/// What the desk's alliance says.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn said(desk: &mut Desk<'_>) -> Result<Said, Fault> {
    let row = alliances::load(desk.db, &desk.alliance)?;
    Ok(serde_json::from_str(&row.data)?)
}

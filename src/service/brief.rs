//! What a record is, for those who see all of it: what a text about it could say now.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::service::{app::App, context::Frozen, fault::Fault, sight::Seen, speaks::Speaks};

/// The objects of these kinds, of the record and those above it, as letters would have them; nothing
/// for somebody who sees a part, or where nothing runs.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn of(app: &App, alliance: &str, seen: &Seen, kinds: BTreeSet<&'static str>) -> Result<Option<Json>, Fault> {
    let (true, Some(loaded), false) = (seen.told, seen.running.first(), kinds.is_empty()) else {
        return Ok(None);
    };
    app.reading(alliance, |desk| {
        let (workflow, snapshot) = (&loaded.workflow, &loaded.snapshot);
        let frozen = Frozen::read(desk, workflow, snapshot, loaded.about(), Vec::new(), &Speaks::Of(kinds))?;
        Ok(Some(frozen.to_reader()?))
    })
}

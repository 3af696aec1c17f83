//! What a record is, for those who see all of it: what a text about it could say now.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::{
    service::{
        app::{App, Desk},
        context::{Frozen, Speaks},
        fault::Fault,
        sight::{Seen, Sight},
    },
    views::contexts,
};

/// The object of a record's kind with those above it, as letters would have them; nothing for
/// somebody who sees a part, or where nothing runs.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn of(app: &App, alliance: &str, seen: &Seen) -> Result<Option<Json>, Fault> {
    let kind = contexts::kind(&seen.record.kind);
    let (Sight::Whole, Some(loaded), Some(kind)) = (seen.sight, seen.running.first(), kind) else {
        return Ok(None);
    };
    let kinds: BTreeSet<&str> = kind.objects().map(|one| one.name).collect();
    app.reading(alliance, |desk: &mut Desk<'_>| {
        let (workflow, snapshot) = (&loaded.workflow, &loaded.snapshot);
        let frozen = Frozen::read(desk, workflow, snapshot, loaded.about(), Vec::new(), &Speaks::Of(kinds))?;
        Ok(Some(frozen.to_reader()?))
    })
}

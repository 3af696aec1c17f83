//! Changing what a founding file said of the alliance itself: its details, and the areas that it works in.
//! Organisations and people are kept on the pages; what the file says of them counts at the founding only.

use std::collections::BTreeSet;

use accord_store::{
    alliances::{self, AllianceRow},
    organisations, people, subjects as subject_rows,
};
use serde_json::{Value as Json, json};

use super::{Founding, Network, put};
use crate::service::{
    app::{App, Desk},
    fault::Fault,
    history, homes,
    subjects::hosting::{FUNDED, FUNDING},
};

/// What a file changes in the alliance that there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Again {
    /// What changes: `phone`, `network East End`.
    pub changed: Vec<String>,
    /// Organisations and people of the file that are not in the database. They are not added: that is done on the
    /// pages, where those who manage the alliance see it.
    pub not_added: Vec<String>,
}

/// Takes over the alliance's details and networks from a file; says what changed. A network that is there
/// stays: rounds and contracts speak of it by its word. Without a reason (`why`) nothing is written: it says what
/// would change.
///
/// # Errors
/// There is no alliance of this short name, a network is missing in the file, or the database fails.
pub fn again(app: &App, file: Founding, why: Option<&str>, by: &str) -> Result<Again, Fault> {
    let short = file.alliance.short_name.clone();
    let known = app.store.read(|db| alliances::by_short_name(db, &short))?;
    let Some(row) = known else {
        let all = app.store.read(alliances::all)?;
        let names: Vec<String> = all.into_iter().map(|one| format!("“{}”", one.short_name)).collect();
        return Err(refused(format!(
            "there is no alliance “{short}” in this database; there {}. The short name stays as it was founded",
            match names.as_slice() {
                [] => "is none: leave `--again` out".to_owned(),
                _ => format!("is {}", names.join(", ")),
            }
        )));
    };
    if !file.alliance.site.is_empty()
        && let Some(says) = homes::taken(app, &short, &file.alliance.site)?
    {
        return Err(refused(format!(
            "{says}. Each alliance has an address of its own (`alliance.site`)"
        )));
    }
    let not_added = app.reading(&row.id, |desk| not_added(desk, &file))?;
    let changed = match why.map(str::trim) {
        None => plan(&row, &file)?.1,
        Some("") => return Err(refused("say why with `--because`; it stays in the journal".to_owned())),
        Some(why) => {
            let (why, by) = (why.to_owned(), by.to_owned());
            app.writing(&row.id.clone(), move |desk| change(desk, &row, &file, (&why, &by)))?
        }
    };
    Ok(Again { changed, not_added })
}

/// Whom the file names and the database does not know, by their short word, address or name.
fn not_added(desk: &mut Desk<'_>, file: &Founding) -> Result<Vec<String>, Fault> {
    let bare = |text: &str| text.trim().to_lowercase();
    let organisations = organisations::all(desk.db, &desk.alliance)?;
    let there = |id: &str, name: &str| {
        organisations
            .iter()
            .any(|row| row.handle == id || bare(&row.name) == bare(name))
    };
    let mut out = Vec::new();
    for one in &file.organisations {
        if !there(&one.id, &one.name) {
            out.push(one.name.clone());
        }
    }
    let people = people::of_alliance(desk.db, &desk.alliance)?;
    for one in file.organisations.iter().flat_map(|one| &one.people) {
        let address = one.email.as_deref().map(bare);
        let is_here = people.iter().any(|row| {
            let same_address = address.is_some() && row.email.as_deref().map(bare) == address;
            row.handle == one.id || same_address || bare(&row.name) == bare(&one.name)
        });
        if !is_here {
            out.push(one.name.clone());
        }
    }
    Ok(out)
}

fn refused(says: String) -> Fault {
    Fault::Internal(anyhow::anyhow!(says))
}

/// The alliance's row as it would be, and what changes.
fn plan(row: &AllianceRow, file: &Founding) -> Result<(AllianceRow, Vec<String>), Fault> {
    let old: Json = serde_json::from_str(&row.data)?;
    let there: Vec<Network> = match old.get("networks") {
        Some(list) => serde_json::from_value(list.clone())?,
        None => Vec::new(),
    };
    let named: BTreeSet<&str> = file.networks.iter().map(|one| one.id.as_str()).collect();
    let gone: Vec<&str> = there
        .iter()
        .map(|one| one.id.as_str())
        .filter(|id| !named.contains(id))
        .collect();
    if !gone.is_empty() {
        return Err(refused(format!(
            "the file has no network `{}` any more; records speak of it, so it stays. Put it back into the file, with \
             another name if it has one",
            gone.join("`, `")
        )));
    }
    let mut new = put::data(file, old.get("demonstration").and_then(Json::as_str))?;
    keep_what_pages_wrote(&mut new, &old);
    let mut changed = Vec::new();
    for (key, value) in new
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, _)| *key != "networks")
    {
        if old.get(key) != Some(value) {
            changed.push(key.replace('_', " "));
        }
    }
    for one in &file.networks {
        match there.iter().find(|other| other.id == one.id) {
            None => changed.push(format!("network {} (new)", one.name)),
            Some(other) if other != one => changed.push(format!("network {}", one.name)),
            Some(_) => {}
        }
    }
    let next = AllianceRow {
        name: file.alliance.name.clone(),
        data: new.to_string(),
        ..row.clone()
    };
    Ok((next, changed))
}

/// What no file says stays: the money that commissioners agreed to.
fn keep_what_pages_wrote(new: &mut Json, old: &Json) {
    let Json::Object(new) = new else { return };
    for name in [FUNDED, FUNDING] {
        if let Some(known) = old.get(name) {
            new.insert(name.to_owned(), known.clone());
        }
    }
}

fn change(
    desk: &mut Desk<'_>,
    row: &AllianceRow,
    file: &Founding,
    (why, by): (&str, &str),
) -> Result<Vec<String>, Fault> {
    let (next, changed) = plan(row, file)?;
    if changed.is_empty() {
        return Ok(changed);
    }
    alliances::update(desk.db, &next)?;
    let record = subject_rows::load(desk.db, &desk.alliance, &row.id)?;
    let mut data: Json = serde_json::from_str(&record.data)?;
    if let Json::Object(data) = &mut data {
        data.insert("networks".to_owned(), serde_json::to_value(&file.networks)?);
    }
    subject_rows::update(desk.db, &desk.alliance, &row.id, &next.name, &data.to_string())?;
    let what = json!({ "changed": changed, "reason": why });
    let body = json!({ "format": 1, "people": { "done": "alliance_changed", "operator": by, "what": what } });
    history::note(desk, None, &body)?;
    Ok(changed)
}

//! What the questions of a start choose from: organisations, people by name, activities that are paid,
//! and what a link may mean.

use std::collections::BTreeMap;

use accord_engine::definition::model::Definition;
use accord_store::{
    instances::{self, InstanceStatus},
    organisations, people, subjects as subject_rows,
};
use indexmap::IndexMap;

use crate::{
    domain::words,
    service::{
        app::Desk,
        authority::Caller,
        fault::Fault,
        forms::Choices,
        library::starts::Startable,
        record,
        sight::{self, Sight},
        subjects::standing,
    },
};

/// Kinds of organisations that could bid.
const DELIVER: [&str; 2] = ["member", "partner"];

/// The kind of organisations that host a service.
const HOST: &str = "member";

/// What a form of a start chooses from.
///
/// # Errors
/// The database fails.
pub(super) fn choices(
    desk: &mut Desk<'_>,
    caller: &Caller,
    definition: &Definition,
    start: &Startable,
) -> Result<Choices, Fault> {
    let mut collections = BTreeMap::new();
    let wanted: Vec<String> = start.form.chooses_from().map(str::to_owned).collect();
    for list in wanted {
        let options = match (start.links.get(&list), definition.links.get(&list)) {
            (Some(meanings), Some(meant)) => {
                let mut out = IndexMap::new();
                for workflow in meant.names() {
                    out.extend(linked(desk, caller, workflow, meanings)?);
                }
                out
            }
            _ => of_list(desk, &list)?,
        };
        collections.insert(list, options);
    }
    let mut out = Choices::of(desk, &start.form, collections)?;
    if !out.organisations.is_empty() {
        // What is started with an organisation is a service: whoever pays for it, checks it or leads delivers none.
        let all = organisations::all(desk.db, &desk.alliance)?;
        let hosts = |id: &String| all.iter().any(|one| one.id == *id && one.kind == HOST);
        out.organisations.retain(|id, _| hosts(id));
    }
    Ok(out)
}

fn of_list(desk: &mut Desk<'_>, list: &str) -> Result<IndexMap<String, String>, Fault> {
    Ok(match list {
        "organisations" => {
            let mut all = organisations::all(desk.db, &desk.alliance)?;
            // Those that could deliver something: commissioners and the lead body do not bid.
            all.retain(|one| DELIVER.contains(&one.kind.as_str()));
            all.into_iter().map(|one| (one.handle, one.name)).collect()
        }
        "names" => {
            let all = people::of_alliance(desk.db, &desk.alliance)?;
            all.into_iter().map(|one| (one.name.clone(), one.name)).collect()
        }
        _ => {
            let library = desk.app.library.clone();
            let card = library.rate_card(desk.today());
            let rates = card.into_iter().flat_map(|card| &card.activities);
            let line = |rate: &crate::domain::involvement::rates::Rate| {
                format!("{}: {} for {}", rate.title, words::money(rate.pence), rate.unit)
            };
            rates.map(|(code, rate)| (code.clone(), line(rate))).collect()
        }
    })
}

/// Instances of a workflow that this person sees, where they stand as is asked: id to title.
fn linked(
    desk: &mut Desk<'_>,
    caller: &Caller,
    workflow: &str,
    meanings: &[String],
) -> Result<IndexMap<String, String>, Fault> {
    let library = desk.app.library.clone();
    let file = library.files.get(workflow).and_then(|file| file.definition.as_ref());
    let kind = file.map(|definition| definition.about.clone()).unwrap_or_default();
    let mut out = IndexMap::new();
    for row in subject_rows::of_kind(desk.db, &desk.alliance, &kind)? {
        for instance in instances::of_subject(desk.db, &desk.alliance, &row.id)? {
            if instance.workflow != workflow {
                continue;
            }
            let stands = standing::read(desk, instance.clone())?;
            if !meanings.is_empty() && !stands.means.iter().any(|one| meanings.contains(one)) {
                continue;
            }
            let Some(seen) = sight::if_seen(sight::record(desk, caller, &kind, &row.id))? else {
                continue;
            };
            let now = seen.running.iter().find(|one| one.row.id == instance.id);
            let now = now.map(|one| record::now(one, Sight::Whole)).unwrap_or_default();
            out.insert(instance.id, format!("{} ({now})", row.title));
        }
    }
    Ok(out)
}

/// Whether a workflow is under way at a record, or at one right below it.
///
/// # Errors
/// The database fails.
pub(super) fn under_way(desk: &mut Desk<'_>, above: &str, workflow: &str) -> Result<bool, Fault> {
    let library = desk.app.library.clone();
    let about = library.files.get(workflow).and_then(|file| file.definition.as_ref());
    let kind = about.map(|definition| definition.about.clone()).unwrap_or_default();
    let mut records = vec![above.to_owned()];
    records.extend(
        subject_rows::children(desk.db, &desk.alliance, above, &kind)?
            .into_iter()
            .map(|one| one.id),
    );
    for record in records {
        let rows = instances::of_subject(desk.db, &desk.alliance, &record)?;
        if rows
            .iter()
            .any(|one| one.workflow == workflow && one.status == InstanceStatus::Open)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

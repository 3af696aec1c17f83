//! Work that a permit allows and somebody waits for: no task of the workflow stands for it, and it would
//! otherwise be in nobody's list.

use std::collections::BTreeSet;

use accord_engine::{deadline::TimerRole, definition::vocabulary::Waits};

use super::{Sights, item::Item};
use crate::{
    domain::words,
    service::{app::Desk, fault::Fault, sight::Sight, subjects},
};

/// Lines for the work that this person may do now, in whatever of these instances waits for them.
///
/// # Errors
/// The store fails.
pub(super) fn waiting(
    desk: &mut Desk<'_>,
    sights: &mut Sights,
    instances: &BTreeSet<String>,
) -> Result<Vec<Item>, Fault> {
    let library = desk.app.library.clone();
    let person = sights.standing.principal().clone();
    let mut out = Vec::new();
    // Most records are of a kind that has no such work: they need not be looked at.
    let is_for = |kind: &str| {
        let mut permits = library.catalogue.waits.keys();
        permits.any(|permit| library.work_form(kind, permit).is_some())
    };
    for instance in instances {
        if sights
            .glimpsed
            .get(instance)
            .is_some_and(|one| !is_for(&one.record.kind))
        {
            continue;
        }
        let Some(seen) = sights.at(desk, instance)?.filter(|seen| seen.sight == Sight::Whole) else {
            continue;
        };
        let Some(loaded) = seen.running.iter().find(|one| one.row.id == *instance) else {
            continue;
        };
        for (permit, waits) in &library.catalogue.waits {
            let kind = &seen.record.kind;
            let Some(form) = library
                .work_form(kind, permit)
                .filter(|_| seen.may_work(loaded, permit))
            else {
                continue;
            };
            let names = [waits.collection().to_owned()].into();
            let mut found = subjects::of(kind)?.some_collections(desk, loaded.about(), &names)?;
            let members = found.remove(waits.collection()).unwrap_or_default();
            let is_done = match waits {
                Waits::While(_) => members.is_empty(),
                Waits::EachOf(_) => !members.contains_key(&person),
                Waits::ButNot(_) => members.contains_key(&person),
            };
            if is_done {
                continue;
            }
            let ends = loaded.snapshot.timers.values();
            let at = ends
                .filter(|timer| matches!(timer.role, TimerRole::End(_)))
                .filter_map(|timer| timer.due_at)
                .min();
            let own = subjects::of(kind)?.work_due(desk, loaded.about(), permit)?;
            let at = own.and_then(words::close_of).or(at);
            let what = form.form.title.clone().unwrap_or_else(|| permit.clone());
            out.push(Item {
                work: Some((permit.clone(), form.about.first().cloned())),
                ..Item::of(&seen.record, instance, what, at)
            });
        }
    }
    Ok(out)
}

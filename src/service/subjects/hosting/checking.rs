//! One check of a host: what is sent, on which condition it is accepted, what holds from before, and when it runs out.

use std::collections::BTreeMap;

use accord_store::subjects::SubjectRow;
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::{answers::word, onboarding::of};
use crate::{
    domain::{
        onboarding::checks::{CheckPack, Evidence, Progress, Standing},
        words,
    },
    service::{app::Desk, fault::Fault, subjects::standing},
};

/// The kind of record.
const KIND: &str = "onboarding";
/// What a state means in which a host could not be made ready.
const NOT_READY: &str = "onboarding.not_ready";

/// Writes down what a host sends for a check.
pub(super) fn send(one: &mut Standing, body: &Map<String, Json>, today: NaiveDate) -> Result<(), Fault> {
    if let Some(how) = body.get("shown").filter(|how| !how.is_null()) {
        let how: Evidence = serde_json::from_value(how.clone())
            .map_err(|_unknown| Fault::field("shown", "Say file, declaration, reference or register."))?;
        if !one.shown_by.is_empty() && !one.shown_by.contains(&how) {
            let may: Vec<String> = one.shown_by.iter().map(|one| one.words().to_owned()).collect();
            let says = format!(
                "{} is shown by {}, not by {}.",
                one.title,
                words::list_or(&may),
                how.words()
            );
            return Err(Fault::field("shown", says));
        }
        one.shown = Some(how);
    }
    let mut evidence = word(body, "evidence").trim().to_owned();
    let number = word(body, "number").trim();
    if !number.is_empty() {
        let Some(kind) = one.number else {
            let says = format!("No number belongs to “{}”. Leave this empty.", one.title);
            return Err(Fault::field("number", says));
        };
        let tidy = kind.tidy(number).map_err(|says| Fault::field("number", says))?;
        // Nobody has asked the register whether it is theirs.
        evidence = format!("{evidence} (number {tidy}, format valid)");
    }
    let expires = word(body, "expires_on").parse::<NaiveDate>().ok();
    if let Some(on) = expires.filter(|on| *on < today) {
        let says = format!("It ran out on {}. Send what holds today.", words::day(on));
        return Err(Fault::field("expires_on", says));
    }
    one.progress = Progress::Sent;
    one.evidence = evidence;
    one.expires_on = expires;
    one.condition_by = None;
    Ok(())
}

/// Until when a condition is to be met; one without words or without a day is none that anybody could meet.
pub(super) fn condition(
    progress: Progress,
    body: &Map<String, Json>,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, Fault> {
    if progress != Progress::AcceptedWithCondition {
        return Ok(None);
    }
    if word(body, "note").trim().is_empty() {
        return Err(Fault::field("note", "Write what has to follow; the host reads it."));
    }
    match word(body, "condition_by").parse::<NaiveDate>() {
        Ok(by) if by >= today => Ok(Some(by)),
        Ok(by) => {
            let says = format!("{} has passed. Write a day that is to come.", words::day(by));
            Err(Fault::field("condition_by", says))
        }
        Err(_) => Err(Fault::field("condition_by", "Write until when it has to follow.")),
    }
}

/// What the same host showed before, and what still holds, is laid out to be looked at again: it is not asked for twice.
/// Bank details are, every time.
pub(super) fn given_before(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    pack: &CheckPack,
    asked: &mut [Standing],
) -> Result<(), Fault> {
    let today = desk.today();
    let all = accord_store::subjects::of_kind(desk.db, &desk.alliance, &row.kind)?;
    let same = |one: &SubjectRow| one.organisation_id.is_some() && one.organisation_id == row.organisation_id;
    for before in all.into_iter().filter(|one| one.id != row.id && same(one)) {
        for held in of(&before)? {
            let holds = held.progress == Progress::Accepted && held.due().is_none_or(|on| on >= today);
            if !holds || held.code == pack.bank {
                continue;
            }
            let Some(one) = asked.iter_mut().find(|one| one.code == held.code) else {
                continue;
            };
            one.progress = Progress::Sent;
            one.shown = held.shown;
            one.expires_on = held.expires_on;
            one.evidence = format!(
                "As shown before ({}): {}",
                before.reference.clone().unwrap_or_default(),
                held.evidence
            );
        }
    }
    Ok(())
}

/// A check of a host that runs out, or rests on a condition, on a day.
#[derive(Debug, Clone)]
pub(in crate::service) struct RunsOut {
    /// The record.
    pub(in crate::service) row: SubjectRow,
    /// The check.
    pub(in crate::service) code: String,
    /// What is due, as the beginning of a sentence.
    pub(in crate::service) what: String,
    /// When.
    pub(in crate::service) on: NaiveDate,
    /// So many days before it is told, the most first.
    pub(in crate::service) remind_days: Vec<u32>,
}

/// What runs out of the newest checks of each host.
pub(in crate::service) fn running_out(desk: &mut Desk<'_>) -> Result<Vec<RunsOut>, Fault> {
    let mut newest: BTreeMap<String, SubjectRow> = BTreeMap::new();
    for row in accord_store::subjects::of_kind(desk.db, &desk.alliance, KIND)? {
        let at = standing::of(desk, &row.id)?;
        if let Some(host) = row
            .organisation_id
            .clone()
            .filter(|_| at.is_some_and(|at| !at.is(&[NOT_READY])))
        {
            newest.insert(host, row);
        }
    }
    let mut out = Vec::new();
    for row in newest.into_values() {
        let texts = desk.texts_of(&row.id)?;
        let remind_days = texts
            .checks
            .values()
            .next()
            .map(|pack| pack.remind_days.clone())
            .unwrap_or_default();
        for one in of(&row)? {
            let Some(on) = one.due() else { continue };
            let what = match one.condition_by {
                Some(by) if by == on => format!("“{}” was accepted on a condition: {}", one.title, one.note.trim()),
                _ => format!("“{}” runs out", one.title),
            };
            out.push(RunsOut {
                row: row.clone(),
                code: one.code,
                what,
                on,
                remind_days: remind_days.clone(),
            });
        }
    }
    Ok(out)
}

//! One check of a host: what is sent, on which condition it is accepted, what holds from before, and when it runs out.

use std::collections::BTreeMap;

use accord_store::subjects::SubjectRow;
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::{answers::word, onboarding::of};
use crate::{
    domain::{
        identifiers,
        onboarding::{
            checks::{Progress, Standing},
            pack::{CheckPack, Enough, Evidence},
        },
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
    no_certificate("evidence", &evidence)?;
    let status = status(one, word(body, "status"))?;
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
    one.status = status;
    one.expires_on = expires;
    one.condition_by = None;
    Ok(())
}

/// What the register of a check says, where it has one.
fn status(one: &Standing, said: &str) -> Result<Option<String>, Fault> {
    let titles = || {
        let all: Vec<String> = one.statuses.values().map(|one| one.title.clone()).collect();
        words::list_or(&all)
    };
    match (one.statuses.is_empty(), said.is_empty()) {
        (true, true) => Ok(None),
        (true, false) => {
            let says = format!("No status belongs to “{}”. Leave this empty.", one.title);
            Err(Fault::field("status", says))
        }
        (false, _) if one.statuses.contains_key(said) => Ok(Some(said.to_owned())),
        (false, _) => Err(Fault::field(
            "status",
            format!("Say what the register says: {}.", titles()),
        )),
    }
}

/// The number of a certificate about somebody is not kept anywhere: that it was seen, and when, is enough (domain.md 6).
fn no_certificate(field: &str, text: &str) -> Result<(), Fault> {
    match identifiers::holds_certificate(text) {
        true => Err(Fault::field(
            field,
            "This looks like the number of a disclosure certificate. Take it out: we keep that a check was made and on \
             which day, and nothing else of it.",
        )),
        false => Ok(()),
    }
}

/// Whether a reviewer may say this of a check.
///
/// # Errors
/// What else to say.
pub(super) fn may_be(one: &Standing, result: Progress, body: &Map<String, Json>) -> Result<(), Fault> {
    no_certificate("note", word(body, "note"))?;
    let no = |says: String| Err(Fault::field("result", says));
    match result {
        Progress::DoesNotApply if one.applies_if.is_none() => no(format!(
            "“{}” is asked of everybody. Somebody named, with a second, can do without it instead.",
            one.title
        )),
        Progress::DoesNotApply if word(body, "note").trim().is_empty() => {
            Err(Fault::field("note", "Write why it does not apply; the host reads it."))
        }
        Progress::Accepted if one.enough() != Enough::Yes => no(format!(
            "What the register says of “{}” is not enough by itself. Accept it with a condition and a day, or ask for more.",
            one.title
        )),
        Progress::AcceptedWithCondition if one.enough() == Enough::No => no(format!(
            "What the register says of “{}” is not enough, with a condition either. Ask for more; or somebody named, with a \
             second, does without it.",
            one.title
        )),
        Progress::Accepted | Progress::AcceptedWithCondition | Progress::ChangesRequested | Progress::DoesNotApply => {
            Ok(())
        }
        Progress::NotStarted | Progress::Sent | Progress::Waived | Progress::Expired => {
            no("Say accepted, accepted_with_condition, changes_requested or does_not_apply.".to_owned())
        }
    }
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
            one.status = held.status.clone().filter(|status| one.statuses.contains_key(status));
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

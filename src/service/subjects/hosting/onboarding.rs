//! Getting a host ready: its checks, and whether something is missing.

use accord_engine::value::Value;
use accord_store::subjects::SubjectRow;
use chrono::NaiveDate;
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

use super::answers::{above, kept, log, organisation, part, shown, word};
use crate::{
    domain::{
        onboarding::checks::{self, CheckPack, Evidence, NeededBy, Progress, Standing},
        words,
    },
    service::{
        app::Desk,
        fault::Fault,
        subjects::{
            About, NewSubject, Subject, Values, Work, count, keeping::keep, naming, plain, standing, values,
        },
    },
    views::contexts::{
        hosting::{Check, CheckCounts, Onboarding as Shown},
        parts,
        round::Round,
    },
};

/// What a state means in which a host could not be made ready.
const NOT_READY: &str = "onboarding.not_ready";
/// Working days that a change of bank details cools off (domain.md 6).
const COOL_OFF: u32 = 2;

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Onboarding;

impl Subject for Onboarding {
    fn kind(&self) -> &'static str {
        "onboarding"
    }

    fn texts(&self) -> &'static [&'static str] {
        &["checks"]
    }

    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        plain::keep_period(new, row)?;
        let organisation = organisation(desk, row)?;
        let texts = desk.texts_of(&row.id)?;
        let Some(pack) = texts.checks.values().next() else {
            return Ok(());
        };
        let band = organisation.and_then(|one| one.income_band).unwrap_or_default();
        let mut asked = checks::for_host(pack, pack.small_bands.contains(&band));
        given_before(desk, row, pack, &mut asked)?;
        let mut own = super::super::data(row)?;
        own.insert("checks".to_owned(), serde_json::to_value(asked)?);
        row.data = Json::Object(own).to_string();
        Ok(())
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let all = of(about.row)?;
        let today = desk.today();
        let with = |progress| all.iter().filter(|one| one.progress == progress).count();
        Ok(values([
            (
                "checks.missing_for_signature",
                count(checks::missing(&all, NeededBy::Signature, today)),
            ),
            ("checks.to_review", count(with(Progress::Sent))),
            ("checks.conditional", count(with(Progress::AcceptedWithCondition))),
            ("bank.confirmed", Value::Bool(bank_confirmed(desk, about.row, &all)?)),
        ]))
    }

    fn collections(
        &self,
        _desk: &mut Desk<'_>,
        about: About<'_>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        let all = of(about.row)?.into_iter().map(|one| (one.code, one.title)).collect();
        Ok([("checks".to_owned(), all)].into())
    }

    fn whose(&self, desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
        naming::organisation(desk, row)
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        let all = of(about.row)?;
        let mut out = Shown {
            reference: about.row.reference.clone().unwrap_or_default(),
            ..Shown::default()
        };
        if let Some(row) = organisation(desk, about.row)? {
            out.organisation = host(&row);
            if let Some(round) = above(desk, about.row, "round")? {
                let round: Round = shown(desk, &round)?;
                let won = round.awards.iter().filter(|one| one.supplier.name == row.name);
                for award in won {
                    out.award.clone_from(&award.reference);
                    out.lot_names.extend(award.lot_names.iter().cloned());
                    out.start_on = award.starts_on;
                }
            }
        }
        let settled = all.iter().filter(|one| one.progress.is_settled()).count();
        out.counts = CheckCounts {
            total: u32::try_from(all.len()).unwrap_or(u32::MAX),
            done: u32::try_from(settled).unwrap_or(u32::MAX),
            open: u32::try_from(all.len() - settled).unwrap_or(u32::MAX),
        };
        out.conditions = all
            .iter()
            .filter(|one| one.progress == Progress::AcceptedWithCondition)
            .map(|one| parts::Condition {
                text: one.note.clone(),
                set_by: "assurance".to_owned(),
                due: one
                    .condition_by
                    .map_or_else(|| format!("before {}", one.needed_by.words()), |on| format!("by {}", words::day(on))),
                status: "open".to_owned(),
            })
            .collect();
        out.checks = all.into_iter().map(line).collect();
        Ok(serde_json::to_value(out)?)
    }

    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        let mut all = of(about.row)?;
        let code = word(work.body, "check");
        let today = desk.today();
        if matches!(work.permit, "check.submit" | "check.review") {
            let Some(one) = all.iter_mut().find(|one| one.code == code) else {
                return Err(Fault::field("check", "Choose one of the checks that the page lists."));
            };
            if work.permit == "check.submit" {
                send(one, work.body, today)?;
            } else {
                one.progress = serde_json::from_value(work.body.get("result").cloned().unwrap_or_default()).map_err(
                    |_unknown| Fault::field("result", "Say accepted, accepted_with_condition or changes_requested."),
                )?;
                word(work.body, "note").clone_into(&mut one.note);
                one.condition_by = condition(one.progress, work.body, today)?;
                one.reviewed_by = Some(work.actor.person.clone());
                one.reviewed_on = Some(today);
            }
            keep(desk, about.row, &[("checks", &all)])?;
            let row = accord_store::subjects::load(desk.db, &desk.alliance, &about.row.id)?;
            return plain::log(desk, About { row: &row, ..about }, work);
        }
        plain::log(desk, about, work)
    }

    fn run(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
        if rule != "waive_check" {
            return Err(Fault::Internal(anyhow::anyhow!("onboarding has no rule `{rule}`")));
        }
        let snapshot = super::answers::snapshot(desk, about)?;
        let Some(Value::Text(code)) = kept(snapshot.as_ref(), "check") else {
            return Ok(());
        };
        let mut all = of(about.row)?;
        for one in all.iter_mut().filter(|one| one.code == *code) {
            one.progress = Progress::Waived;
            one.reviewed_on = Some(desk.today());
        }
        keep(desk, about.row, &[("checks", &all)])
    }
}

/// Writes down what a host sends for a check.
fn send(one: &mut Standing, body: &Map<String, Json>, today: NaiveDate) -> Result<(), Fault> {
    if let Some(how) = body.get("shown").filter(|how| !how.is_null()) {
        let how: Evidence = serde_json::from_value(how.clone())
            .map_err(|_unknown| Fault::field("shown", "Say file, declaration, reference or register."))?;
        if !one.shown_by.is_empty() && !one.shown_by.contains(&how) {
            let may: Vec<String> = one.shown_by.iter().map(|one| one.words().to_owned()).collect();
            let says = format!("{} is shown by {}, not by {}.", one.title, words::list_or(&may), how.words());
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
fn condition(progress: Progress, body: &Map<String, Json>, today: NaiveDate) -> Result<Option<NaiveDate>, Fault> {
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
fn given_before(desk: &mut Desk<'_>, row: &SubjectRow, pack: &CheckPack, asked: &mut [Standing]) -> Result<(), Fault> {
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
    for row in accord_store::subjects::of_kind(desk.db, &desk.alliance, Onboarding.kind())? {
        let at = standing::of(desk, &row.id)?;
        if let Some(host) = row.organisation_id.clone().filter(|_| at.is_some_and(|at| !at.is(&[NOT_READY]))) {
            newest.insert(host, row);
        }
    }
    let mut out = Vec::new();
    for row in newest.into_values() {
        let texts = desk.texts_of(&row.id)?;
        let remind_days = texts.checks.values().next().map(|pack| pack.remind_days.clone()).unwrap_or_default();
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

/// The checks of a host, as they stand.
pub(super) fn of(row: &SubjectRow) -> Result<Vec<Standing>, Fault> {
    Ok(part(row, "checks")?.unwrap_or_default())
}

/// Accepted after a call to a number on file, and not changed since that has not cooled off.
fn bank_confirmed(desk: &mut Desk<'_>, row: &SubjectRow, all: &[Standing]) -> Result<bool, Fault> {
    let library = desk.app.library.clone();
    let texts = desk.texts_of(&row.id)?;
    let Some(code) = texts.checks.values().next().map(|pack| pack.bank.clone()) else {
        return Ok(true);
    };
    let settled = all.iter().any(|one| one.code == code && one.progress.is_settled());
    let today = desk.today();
    let called = log(row, "check.review")?
        .iter()
        .any(|entry| word(entry, "check") == code && entry.get("called_back") == Some(&json!(true)));
    let sent: Vec<_> = log(row, "check.submit")?
        .into_iter()
        .filter(|entry| word(entry, "check") == code)
        .collect();
    let cooling = match sent.as_slice() {
        // The first details are new, not a change.
        [] | [_] => false,
        [.., last] => {
            let changed = word(last, "at").parse::<chrono::DateTime<chrono::Utc>>().ok();
            let calendar = library.calendars.values().next();
            changed.zip(calendar).is_some_and(|(at, calendar)| {
                calendar
                    .add_working_days(words::local_day(at), COOL_OFF)
                    .is_ok_and(|until| today < until)
            })
        }
    };
    Ok(settled && called && !cooling)
}

/// An organisation as letters show it.
pub(super) fn host(row: &accord_store::organisations::OrganisationRow) -> parts::Organisation {
    let profile: serde_json::Map<String, Json> = serde_json::from_str(&row.profile).unwrap_or_default();
    parts::Organisation {
        id: row.id.clone(),
        name: row.name.clone(),
        kind: row.kind.clone(),
        charity_number: word(&profile, "charity_number").to_owned(),
        company_number: word(&profile, "company_number").to_owned(),
        address: word(&profile, "address").to_owned(),
        email: row.email.clone().unwrap_or_default(),
        income_band: words::income_band(row.income_band.as_deref().unwrap_or_default()),
        ..parts::Organisation::default()
    }
}

fn line(one: Standing) -> Check {
    Check {
        code: one.code,
        title: one.title,
        needed_by: one.needed_by.words().to_owned(),
        status: one.progress.words().to_owned(),
        evidence: one.evidence,
        reviewed_by: one.reviewed_by.map(|_| "assurance".to_owned()).unwrap_or_default(),
        reviewed_on: one.reviewed_on,
        expires_on: one.expires_on,
        note: one.note,
    }
}

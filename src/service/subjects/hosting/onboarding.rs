//! Getting a host ready: its checks, and whether something is missing.

use accord_engine::value::Value;
use accord_store::subjects::SubjectRow;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

use super::{
    answers::{above, kept, log, newest, organisation, part, shown, text, word},
    bank, bank_shown, checking,
};
use crate::{
    domain::{
        onboarding::{
            checks::{self, Progress, Standing},
            pack::{CheckPack, NeededBy},
        },
        words,
    },
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, NewSubject, Subject, Values, Work, count, keeping::keep, naming, plain, values},
    },
    views::contexts::{
        hosting::{Check, CheckCounts, Onboarding as Shown},
        parts,
        round::Round,
    },
};

/// Working days that a change of bank details cools off, by a pack that does not say (domain.md 6).
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
        checking::given_before(desk, row, pack, &mut asked)?;
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
        lists(about.row)
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
                due: one.condition_by.map_or_else(
                    || format!("before {}", one.needed_by.words()),
                    |on| format!("by {}", words::day(on)),
                ),
                status: "open".to_owned(),
            })
            .collect();
        let today = desk.today();
        let approvers = pack(desk, about.row)?.map_or(0, |pack| pack.bank_approvers);
        out.bank = bank_shown::lines(desk, about.row, approvers)?;
        out.checks = all.into_iter().map(|one| line(one, today)).collect();
        Ok(serde_json::to_value(out)?)
    }

    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        match work.permit {
            bank::GIVE | bank::CALL | bank::APPROVE => {
                let pack = pack(desk, about.row)?;
                bank::work(desk, about.row, &pack.unwrap_or_default(), work)?;
                return Ok(json!({}));
            }
            "check.submit" | "check.review" => checked(desk, about.row, work)?,
            _ => {}
        }
        let row = accord_store::subjects::load(desk.db, &desk.alliance, &about.row.id)?;
        plain::log(desk, About { row: &row, ..about }, work)
    }

    fn run(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
        if rule != "waive_check" {
            return Err(Fault::Internal(anyhow::anyhow!("onboarding has no rule `{rule}`")));
        }
        let snapshot = super::answers::snapshot(desk, about)?;
        let Some(Value::Text(code)) = kept(snapshot.as_ref(), "check") else {
            return Ok(());
        };
        let why = newest(desk, about.row, "check")?.map(|(_, filled)| text(&filled, "reason"));
        let mut all = of(about.row)?;
        for one in all.iter_mut().filter(|one| one.code == *code) {
            one.progress = Progress::Waived;
            one.reviewed_on = Some(desk.today());
            one.waived = why
                .clone()
                .map(|why| format!("Done without, as two people agreed: {why}"));
        }
        keep(desk, about.row, &[("checks", &all)])
    }
}

/// The checks of a host, as they stand.
pub(super) fn of(row: &SubjectRow) -> Result<Vec<Standing>, Fault> {
    Ok(part(row, "checks")?.unwrap_or_default())
}

/// The pack that a host is asked by.
pub(super) fn pack(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<CheckPack>, Fault> {
    Ok(desk.texts_of(&row.id)?.checks.values().next().cloned())
}

/// What is sent for a check, or said of it.
fn checked(desk: &mut Desk<'_>, row: &SubjectRow, work: Work<'_>) -> Result<(), Fault> {
    let (mut all, today) = (of(row)?, desk.today());
    let code = word(work.body, "check");
    if pack(desk, row)?.is_some_and(|pack| pack.bank_approvers > 0 && pack.bank == code) {
        return Err(Fault::field(
            "check",
            "Bank details are given, confirmed by a call and approved by themselves: choose “Give your bank details”, \
             or what follows it.",
        ));
    }
    let Some(one) = all.iter_mut().find(|one| one.code == code) else {
        return Err(Fault::field("check", "Choose one of the checks that the page lists."));
    };
    if work.permit == "check.submit" {
        checking::send(one, work.body, today)?;
    } else {
        let result = serde_json::from_value(work.body.get("result").cloned().unwrap_or_default());
        let result = result.map_err(|_unknown| {
            Fault::field(
                "result",
                "Say accepted, accepted_with_condition, changes_requested or does_not_apply.",
            )
        })?;
        checking::may_be(one, result, work.body)?;
        one.progress = result;
        word(work.body, "note").clone_into(&mut one.note);
        one.condition_by = checking::condition(one.progress, work.body, today)?;
        one.reviewed_by = Some(work.actor.person.clone());
        one.reviewed_on = Some(today);
    }
    keep(desk, row, &[("checks", &all)])
}

/// What the forms of a host's checks choose from.
pub(super) fn lists(row: &SubjectRow) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
    let numbered = |all: Vec<String>| {
        (1..)
            .zip(all)
            .map(|(place, one): (u32, String)| (place.to_string(), one))
            .collect()
    };
    let checks = of(row)?.into_iter().map(|one| (one.code, one.title)).collect();
    Ok([
        ("checks".to_owned(), checks),
        ("numbers_to_call".to_owned(), numbered(bank_shown::to_call(row)?)),
        (
            "accounts_to_approve".to_owned(),
            numbered(bank_shown::to_approve(row)?.into_iter().collect()),
        ),
    ]
    .into())
}

/// Whether its bank details may be used. By a pack from before they had a page of their own: accepted after a call to a
/// number on file, and not changed since that has not cooled off.
fn bank_confirmed(desk: &mut Desk<'_>, row: &SubjectRow, all: &[Standing]) -> Result<bool, Fault> {
    let Some(pack) = pack(desk, row)? else {
        return Ok(true);
    };
    let today = desk.today();
    if pack.bank_approvers > 0 {
        return Ok(bank_shown::why_not(&bank::of(row)?, today).is_none());
    }
    let library = desk.app.library.clone();
    let code = pack.bank;
    let settled = all.iter().any(|one| one.code == code && one.progress.is_settled());
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

fn line(one: Standing, today: chrono::NaiveDate) -> Check {
    let status = one.status.as_ref().and_then(|status| one.statuses.get(status));
    let says = status.map(|status| format!("The register says: {}.", status.title));
    let seen = (!one.evidence.is_empty()).then(|| one.evidence.clone());
    let seen: Vec<String> = says.into_iter().chain(seen).collect();
    Check {
        status: one.progress_on(today).words().to_owned(),
        code: one.code,
        title: one.title,
        asked: one.asked,
        needed_by: one.needed_by.words().to_owned(),
        evidence: seen.join(" "),
        reviewed_by: one.reviewed_by.map(|_| "assurance".to_owned()).unwrap_or_default(),
        reviewed_on: one.reviewed_on,
        expires_on: one.expires_on,
        note: one.waived.unwrap_or(one.note),
        applies_if: one.applies_if.unwrap_or_default(),
        risk: one.risk.unwrap_or_default(),
        template: one.template.unwrap_or_default(),
    }
}

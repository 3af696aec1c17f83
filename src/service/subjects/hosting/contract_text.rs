//! The words of a contract, and what templates show of it.

use std::collections::BTreeMap;

use accord_store::{
    instances::InstanceStatus,
    subjects::{self as rows, SubjectRow},
};
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::{
    answers::{above, organisation, shown as other, text as answer},
    bank_shown, comments,
    contract::{self, Terms},
    giving, leaving, mobilising, onboarding, posts, public_text, risks,
};
use crate::{
    domain::{
        contracts::{clauses, money},
        hex,
        monitoring::indicators::IndicatorSet,
        specification::text,
        words,
    },
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, promises, round, specification, standing},
    },
    views::contexts::{
        hosting::{Contract as Shown, Schedule, SignatureLine},
        parts::{Block, Condition, Lot, Measure, Pair, Payment, Section},
        specification::Specification,
    },
};

/// What a state means in which the service is got ready.
const MOBILISING: &str = "contract.mobilising";
/// Notice that either side gives, in words; the clause on ending says the same.
const NOTICE: &str = "three months";

/// What is signed, as one hash: parties, terms, clauses.
pub(super) fn hash(desk: &mut Desk<'_>, about: About<'_>) -> Result<String, Fault> {
    Ok(fingerprint(&shown_without_hash(desk, about)?))
}

fn fingerprint(text: &Shown) -> String {
    let mut signed = json!({
        "clauses": text.clauses, "schedules": text.schedules, "value": text.value, "host": text.host.name,
        "from": text.starts_on, "until": text.ends_on,
    });
    forget_layout(&mut signed);
    hex(&Sha256::digest(signed.to_string()))
}

/// Words are signed, as paragraphs and points; how they are laid out stands beside, and is not, so that what was signed
/// before it stood there keeps its fingerprint.
fn forget_layout(signed: &mut Json) {
    match signed {
        Json::Object(map) => {
            map.remove("blocks");
            map.values_mut().for_each(forget_layout);
        }
        Json::Array(all) => all.iter_mut().for_each(forget_layout),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// The whole object for templates.
pub(super) fn shown(desk: &mut Desk<'_>, about: About<'_>) -> Result<Shown, Fault> {
    let mut out = shown_without_hash(desk, about)?;
    out.content_hash = fingerprint(&out);
    out.signatures = signatures(desk, about.row)?;
    out.signed_on = out
        .signatures
        .iter()
        .filter_map(|one| one.signed_at)
        .max()
        .map(words::local_day);
    out.variations = variations(desk, about.row)?;
    out.ending = contract::ending(desk, about.row)?;
    out.last_day = contract::last_day(desk, about.row)?;
    out.handed_on = giving::gave(about.row)?;
    out.taken_over = giving::took(about.row)?;
    out.comments = comments::said(desk, about.row)?;
    out.public = public_text::of(about.row, &out)?;
    let ready = contract::readiness(desk, about.row)?;
    out.plan = mobilising::rows(desk, about.row, out.starts_on, ready.as_ref())?;
    // Once the service runs, the plan is history.
    let at = standing::now(desk, &about.row.id, about.snapshot)?;
    let is_starting = at.is_some_and(|at| at.is(&[MOBILISING]));
    out.late_tasks = out
        .plan
        .iter()
        .filter(|_| is_starting)
        .filter(|one| one.is_red)
        .map(|one| one.title.clone())
        .collect();
    out.networks = mobilising::networks(about.row, &out.lots)?;
    let lots = out
        .lots
        .iter()
        .map(|one| (one.code.clone(), one.name.clone()))
        .collect();
    out.posts = posts::rows(desk, about.row, &lots)?;
    out.before_start = mobilising::checklist(desk, about.row, ready.as_ref(), (&out.plan, &out.networks))?;
    let approvers = match &ready {
        Some(ready) => onboarding::pack(desk, ready)?.map_or(0, |pack| pack.bank_approvers),
        None => 0,
    };
    let holder = ready.as_ref().unwrap_or(about.row);
    out.bank = bank_shown::lines(desk, holder, approvers)?;
    out.not_paid = bank_shown::not_paid(holder, approvers, desk.today())?.unwrap_or_default();
    out.handover = leaving::handovers(about.row, &out.lots, &out.handed_on)?;
    out.performance = leaving::performance(desk, about.row)?;
    out.risks = risks::risks(about.row)?;
    out.incidents = risks::incidents(desk, about.row)?;
    Ok(out)
}

fn shown_without_hash(desk: &mut Desk<'_>, about: About<'_>) -> Result<Shown, Fault> {
    let terms = contract::terms(desk, about)?;
    let host = organisation(desk, about.row)?
        .as_ref()
        .map(onboarding::host)
        .unwrap_or_default();
    let mut out = Shown {
        reference: about.row.reference.clone().unwrap_or_default(),
        title: about.row.title.clone(),
        version: 1,
        value: terms.value(),
        starts_on: terms.starts_on,
        ends_on: terms.ends_on,
        notice_period: NOTICE.to_owned(),
        host,
        ..Shown::default()
    };
    if let Some(round) = above(desk, about.row, "round")? {
        let awarded = round::awarded(desk, &round, about.row.organisation_id.as_deref())?;
        out.buyer = awarded.buyer;
        out.buys_as = awarded.buys_as;
        out.decider = awarded.decider;
        out.award = awarded.reference;
        out.lots = awarded.lots;
    }
    if out.buyer.name.is_empty() {
        out.buyer = round::lead_body(desk)?;
    }
    if out.buys_as.is_empty() {
        let alliance = accord_store::alliances::load(desk.db, &desk.alliance)?.name;
        out.buys_as = format!("{}, as lead accountable body of {alliance}", out.buyer.name);
        out.decider = format!("the partnership board of {alliance}");
    }
    out.clauses = filled_clauses(desk, about.row, &out, terms)?;
    for (number, words) in contract::amended(about.row)? {
        if let Some(clause) = out.clauses.iter_mut().find(|one| one.number == number) {
            out.amended.push(Pair {
                name: format!("Clause {number}, in other words"),
                value: words.clone(),
            });
            clause.paragraphs = vec![words];
            clause.blocks = Vec::new();
        }
    }
    out.payments = payments(terms);
    out.schedules = schedules(desk, about.row, &out, terms)?;
    out.conditions = conditions(desk, about.row)?;
    let texts = desk.texts_of(&about.row.id)?;
    out.measures = texts.indicator_set().map(measures).unwrap_or_default();
    Ok(out)
}

/// What each clause says now: number to paragraphs.
///
/// # Errors
/// The store fails.
pub(super) fn clauses(desk: &mut Desk<'_>, about: About<'_>) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let shown = shown_without_hash(desk, about)?;
    Ok(shown
        .clauses
        .into_iter()
        .map(|one| (one.number, one.paragraphs))
        .collect())
}

/// The clauses that it was published with, with this contract's words in them. What is not agreed yet is said
/// to be so: a draft may be read before every date stands.
fn filled_clauses(desk: &mut Desk<'_>, row: &SubjectRow, out: &Shown, terms: Terms) -> Result<Vec<Section>, Fault> {
    let texts = desk.texts_of(&row.id)?;
    let value = names(desk, out, terms)?;
    let mut signed = match resting_on(desk, row)? {
        Some(record) => specification::clauses_of(desk, &record.id)?,
        None => Vec::new(),
    };
    for (_, words) in &mut signed {
        *words = clauses::named(words);
    }
    // A contract below no specification, or below one that was signed without clauses, has those of the library.
    if signed.is_empty() {
        let library = texts.clauses.values().next().into_iter();
        let parts = library.flat_map(|one| &one.parts);
        signed = parts
            .map(|one| (one.title.clone(), one.body.replace('*', "")))
            .collect();
    }
    let mut sections = Vec::new();
    for ((title, body), number) in signed.into_iter().zip(1..) {
        let (mut paragraphs, mut blocks) = (Vec::new(), Vec::new());
        for paragraph in text::paragraphs(&body) {
            let words = fill(&title, &paragraph, &value)?;
            blocks.push(Block::of(&words));
            paragraphs.push(words.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        sections.push(Section {
            number: number.to_string(),
            title,
            paragraphs,
            points: Vec::new(),
            blocks,
        });
    }
    Ok(sections)
}

/// What differs from contract to contract, by name. What is not agreed yet is said to be so.
fn names(desk: &mut Desk<'_>, out: &Shown, terms: Terms) -> Result<BTreeMap<&'static str, String>, Fault> {
    let date = |on: Option<chrono::NaiveDate>| on.map_or_else(|| "a date to be agreed".to_owned(), words::day);
    let lots: Vec<&str> = out.lots.iter().map(|lot: &Lot| lot.name.as_str()).collect();
    let lots = match lots.is_empty() {
        true => "the networks of schedule 2".to_owned(),
        false => lots.join(", "),
    };
    Ok([
        ("contract.buyer", out.buyer.name.clone()),
        ("contract.buyer_in_full", out.buys_as.clone()),
        ("contract.decider", out.decider.clone()),
        ("contract.host", out.host.name.clone()),
        ("contract.lots_text", lots),
        ("contract.starts_on", date(terms.starts_on)),
        ("contract.ends_on", date(terms.ends_on)),
        ("contract.value_text", words::money(out.value)),
        (
            "alliance.name",
            accord_store::alliances::load(desk.db, &desk.alliance)?.name,
        ),
    ]
    .into())
}

fn fill(title: &str, text: &str, names: &BTreeMap<&'static str, String>) -> Result<String, Fault> {
    clauses::fill(text, |name| names.get(name).cloned()).map_err(|gaps| {
        let gaps = gaps.join(", ");
        Fault::Internal(anyhow::anyhow!("`{title}` asks for {gaps}, which no contract has"))
    })
}

fn payments(terms: Terms) -> Vec<Payment> {
    let Some((from, until)) = terms.starts_on.zip(terms.ends_on) else {
        return Vec::new();
    };
    money::instalments(terms.value(), from, until)
        .into_iter()
        .map(|(due_on, amount)| Payment {
            title: format!("In advance, {}", words::quarter(due_on)),
            amount,
            due_on: Some(due_on),
            paid_on: None,
            status: "due".to_owned(),
        })
        .collect()
}

/// The specification as it was signed, and the indicators; the rest stands in the contract itself.
fn schedules(desk: &mut Desk<'_>, row: &SubjectRow, out: &Shown, terms: Terms) -> Result<Vec<Schedule>, Fault> {
    let texts = desk.texts_of(&row.id)?;
    let value = names(desk, out, terms)?;
    let mut all = Vec::new();
    let attached = texts
        .clauses
        .values()
        .next()
        .map(|one| one.schedules.clone())
        .unwrap_or_default();
    for (one, number) in attached.iter().zip(1..) {
        let sections = match one.id.as_str() {
            "specification" => match written(desk, row)? {
                Some(found) => found.sections,
                None => Vec::new(),
            },
            "indicators" => texts.indicator_set().map(indicator_sections).unwrap_or_default(),
            "price" => vec![Section {
                title: "Price".to_owned(),
                paragraphs: vec![format!(
                    "{} for the whole term, paid as the list of payments says.",
                    words::money(out.value)
                )],
                ..Section::default()
            }],
            // One without words of its own stands in the contract itself.
            _ if one.body.is_empty() => continue,
            _ => {
                let mut section = Section {
                    title: "What is agreed".to_owned(),
                    ..Section::default()
                };
                for paragraph in text::paragraphs(&one.body) {
                    let words = fill(&one.title, &paragraph, &value)?;
                    section.blocks.push(Block::of(&words));
                    section
                        .paragraphs
                        .push(words.split_whitespace().collect::<Vec<_>>().join(" "));
                }
                if one.id == "conditions" {
                    section.points = contract::asked_before_start(desk, row)?;
                    section.blocks.push(Block {
                        points: section.points.clone(),
                        ..Block::default()
                    });
                }
                vec![section]
            }
        };
        all.push(Schedule {
            number: number.to_string(),
            title: one.title.clone(),
            sections,
        });
    }
    Ok(all)
}

/// The specification that the round above rests on.
fn written(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<Specification>, Fault> {
    resting_on(desk, row)?.map(|record| other(desk, &record)).transpose()
}

fn resting_on(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<SubjectRow>, Fault> {
    let Some(round) = above(desk, row, "round")? else {
        return Ok(None);
    };
    for instance in accord_store::instances::of_subject(desk.db, &desk.alliance, &round.id)? {
        for link in accord_store::links::of_instance(desk.db, &instance.id)? {
            let target = accord_store::instances::load(desk.db, &desk.alliance, &link.target_id)?;
            let record = rows::load(desk.db, &desk.alliance, &target.subject_id)?;
            if record.kind == "specification" {
                return Ok(Some(record));
            }
        }
    }
    Ok(None)
}

fn indicator_sections(set: &IndicatorSet) -> Vec<Section> {
    vec![Section {
        title: set.title.clone(),
        points: set.figures.values().map(|one| one.title.clone()).collect(),
        ..Section::default()
    }]
}

fn measures(set: &IndicatorSet) -> Vec<Measure> {
    set.figures
        .iter()
        .map(|(code, one)| Measure {
            code: code.clone(),
            title: one.title.clone(),
            target: one.target_in_words(),
            ..Measure::default()
        })
        .collect()
}

/// Promises that come back before this contract or its start, and conditions of the checks.
fn conditions(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<Condition>, Fault> {
    let mut out = Vec::new();
    for promise in promises::made(desk, row)? {
        let shown = promises::shown(desk, &promise)?;
        out.push(Condition {
            status: if shown.met_on.is_some() { "met" } else { "open" }.to_owned(),
            set_by: shown.asked_by,
            text: shown.text,
            due: shown.due,
        });
    }
    Ok(out)
}

/// Somebody who has signed the text that is out to be signed now; nothing where nobody has.
pub(super) fn signed_now(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<SignatureLine>, Fault> {
    let out = rows::children(desk.db, &desk.alliance, &row.id, "signature")?;
    let Some(newest) = out.last() else { return Ok(None) };
    let runs = desk.instances_about(&newest.id)?;
    match runs.iter().any(|one| one.status == InstanceStatus::Open) {
        true => Ok(super::signed::lines(desk, newest)?.pop()),
        false => Ok(None),
    }
}

/// Who has signed, from the signatures that belong to a record.
pub(super) fn signatures(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<SignatureLine>, Fault> {
    let mut out = Vec::new();
    for record in rows::children(desk.db, &desk.alliance, &row.id, "signature")? {
        out.extend(super::signed::lines(desk, &record)?);
    }
    Ok(out)
}

fn variations(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<Pair>, Fault> {
    let mut out = Vec::new();
    for record in rows::children(desk.db, &desk.alliance, &row.id, "variation")? {
        if super::answers::part::<bool>(&record, "applied")? == Some(true) {
            let what = super::answers::newest(desk, &record, "reason_class")?.map(|(_, one)| answer(&one, "what"));
            out.push(Pair {
                name: record.reference.clone().unwrap_or_default(),
                value: what.unwrap_or_default(),
            });
        }
    }
    Ok(out)
}

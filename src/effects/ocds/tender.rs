//! What is asked for: the section that every release has.

use serde_json::{Value, json};

use super::{Edition, Stage, day, instant, parties, period, sum};
use crate::views::contexts::{
    parts::{Criterion, Lot},
    round::Round,
};

/// The tender section.
pub(super) fn tender(round: &Round, edition: &Edition<'_>, stage: Stage) -> Value {
    let dates = &round.dates;
    let opened = dates.opened_at.is_some();
    json!({
        "id": round.reference,
        "title": round.title,
        "description": format!("{}\n\n{}", round.regime.sentence, round.description).trim(),
        "status": status(edition.tag, stage),
        "procuringEntity": parties::reference(&round.buyer),
        "value": sum(round.value),
        "aboveThreshold": round.regime.above_threshold,
        "procurementMethod": round.regime.method,
        "procurementMethodDetails": round.regime.name,
        "procurementMethodRationale": round.regime.legal_basis,
        "items": bought(round),
        "mainProcurementCategory": "services",
        "awardCriteria": if round.criteria.is_empty() { "" } else { "ratedCriteria" },
        "awardCriteriaDetails": criteria(&round.criteria),
        "submissionMethod": ["electronicSubmission"],
        "submissionMethodDetails": round.effort,
        "tenderPeriod": period(dates.published_on.and_then(day), dates.bids_close_at.map(instant)),
        "enquiryPeriod": period(dates.published_on.and_then(day), dates.questions_close_at.map(instant)),
        "contractPeriod": period(dates.contracts_start_on.and_then(day), dates.contracts_end_on.and_then(day)),
        "hasEnquiries": if opened { json!(!round.questions.is_empty()) } else { Value::Null },
        "eligibilityCriteria": eligibility(round),
        "numberOfTenderers": if opened { json!(round.counts.bids) } else { Value::Null },
        "lots": round.lots.iter().map(|one| lot(round, one, stage)).collect::<Vec<_>>(),
        "documents": [notice(edition, stage)],
        "amendments": amendments(round),
        "milestones": if stage >= Stage::Contract { all_hosts(round) } else { Value::Null },
    })
}

/// What is bought, by its number in the Common Procurement Vocabulary, where that is on record.
fn bought(round: &Round) -> Value {
    let cpv: String = round
        .determination
        .cpv
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    if cpv.is_empty() {
        return Value::Null;
    }
    json!([{ "id": "1", "description": round.title, "classification": { "scheme": "CPV", "id": cpv } }])
}

/// What all hosts together reported of the last quarter, as the alliance publishes it.
fn all_hosts(round: &Round) -> Value {
    if round.measures.is_empty() {
        return Value::Null;
    }
    let said: Vec<String> = round
        .measures
        .iter()
        .map(|one| format!("{}: {}", one.title, one.value))
        .collect();
    json!([{
        "id": "all-hosts",
        "title": format!("All hosts together, {}", round.reporting.quarter),
        "type": "reporting",
        "description": format!("{}. {}", said.join("; "), round.reporting.rounding),
        "status": "met",
        "dateMet": round.reporting.to.and_then(day),
    }])
}

fn status(tag: &str, stage: Stage) -> &'static str {
    match stage {
        _ if tag == "tenderCancellation" || tag == "awardCancellation" => "cancelled",
        Stage::Planning => "planned",
        Stage::Tender => "active",
        Stage::Award | Stage::Contract => "complete",
    }
}

fn criteria(all: &[Criterion]) -> String {
    let said: Vec<String> = all
        .iter()
        .map(|one| match one.weight {
            0 => format!("{}: {}", one.title, one.kind),
            weight => format!("{}: {weight}%", one.title),
        })
        .collect();
    said.join("; ")
}

fn eligibility(round: &Round) -> String {
    let said: Vec<String> = round
        .eligibility
        .iter()
        .flat_map(|section| {
            std::iter::once(&section.title)
                .chain(&section.paragraphs)
                .chain(&section.points)
        })
        .cloned()
        .collect();
    said.join("\n")
}

fn lot(round: &Round, lot: &Lot, stage: Stage) -> Value {
    let status = match (stage, lot.covered) {
        (Stage::Planning, _) => "planned",
        (Stage::Tender, _) if round.abandoned.is_some() => "cancelled",
        (Stage::Tender, _) => "active",
        (Stage::Award | Stage::Contract, true) => "complete",
        (Stage::Award | Stage::Contract, false) => "unsuccessful",
    };
    json!({
        "id": lot.code,
        "title": lot.name,
        "description": format!("{}. {}", lot.area, lot.description).trim_matches([' ', '.']),
        "status": status,
        "value": sum(lot.value),
        // Members and partners of an alliance are voluntary, community and social enterprises, and nobody else bids.
        "suitability": { "vcse": true },
    })
}

/// The page that people read.
fn notice(edition: &Edition<'_>, stage: Stage) -> Value {
    let kind = match stage {
        _ if status(edition.tag, stage) == "cancelled" => "tenderCancellationNotice",
        _ if edition.tag == "contractTermination" => "contractTerminationNotice",
        _ if edition.tag.starts_with("implementation") => "implementationNotice",
        Stage::Planning => "plannedProcurementNotice",
        Stage::Tender => "tenderNotice",
        Stage::Award => "awardNotice",
        Stage::Contract => "contractNotice",
    };
    json!({
        "id": format!("notice-{}", edition.seq),
        "title": edition.title,
        "documentType": kind,
        "url": edition.url,
        "datePublished": instant(edition.at),
        "format": "text/html",
        "language": "en",
    })
}

fn amendments(round: &Round) -> Vec<Value> {
    let numbered = round.amendments.iter().enumerate();
    numbered
        .map(|(place, change)| {
            json!({
                "id": format!("{}", place + 1),
                "date": change.on.and_then(day),
                "description": change.description,
                "rationale": change.reason,
            })
        })
        .collect()
}

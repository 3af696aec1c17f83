//! Who was chosen, and what was signed.

use serde_json::{Value, json};

use super::{Edition, day, instant, parties, period, sum};
use crate::{
    domain::words::local_day,
    views::contexts::{parts::Pair, round::Round, round_end::QuarterLine},
};

/// Awards; in the standstill they are pending.
pub(super) fn awards(round: &Round, edition: &Edition<'_>) -> Value {
    let standstill = standstill(round, edition);
    round
        .awards
        .iter()
        .map(|award| {
            let status = match award.status.as_str() {
                "confirmed" => "active",
                "withdrawn" => "cancelled",
                _ => "pending",
            };
            json!({
                "id": award.reference,
                "title": award.lot_names.join(", "),
                "description": award.reason,
                "status": status,
                "date": award.decided_on.and_then(day),
                "value": sum(award.value),
                "suppliers": [parties::reference(&award.supplier)],
                "contractPeriod": period(award.starts_on.and_then(day), award.ends_on.and_then(day)),
                "relatedLots": award.lots,
                "standstillPeriod": standstill,
            })
        })
        .collect()
}

/// When nothing is signed: as it runs or ran; before it has begun, as it will run once this notice is out.
fn standstill(round: &Round, edition: &Edition<'_>) -> Value {
    let known = &round.standstill;
    let starts = known.starts_on.or_else(|| local_day(edition.at).succ_opt());
    let ends = known.ends_at.or(known.would_end_at).or(round.dates.standstill_ends_at);
    match ends {
        Some(ends) => period(starts.and_then(day), Some(instant(ends))),
        None => Value::Null,
    }
}

/// Contracts, with their quarters as milestones.
pub(super) fn contracts(round: &Round) -> Value {
    round
        .contracts
        .iter()
        .map(|contract| {
            let status = match contract.status.as_str() {
                "active" | "live" | "signed" => "active",
                "ended" => "terminated",
                "cancelled" => "cancelled",
                _ => "pending",
            };
            json!({
                "id": contract.reference,
                "awardID": contract.award,
                "title": contract.lot_names.join(", "),
                "status": status,
                "value": sum(contract.value),
                "period": period(contract.starts_on.and_then(day), contract.ends_on.and_then(day)),
                "dateSigned": contract.signed_on.and_then(day),
                "implementation": { "milestones": quarters(&contract.quarters) },
            })
        })
        .collect()
}

/// Figures as the alliance publishes them: masked where they are small.
fn in_words(figures: &[Pair]) -> String {
    let said: Vec<String> = figures
        .iter()
        .map(|one| format!("{}: {}", one.name, one.value))
        .collect();
    said.join("; ")
}

fn quarters(all: &[QuarterLine]) -> Vec<Value> {
    all.iter()
        .enumerate()
        .map(|(place, quarter)| {
            let status = match quarter.status.as_str() {
                "accepted" => "met",
                "overdue" => "notMet",
                _ => "scheduled",
            };
            json!({
                "id": format!("{}", place + 1),
                "title": format!("Return for {}", quarter.title),
                "description": in_words(&quarter.figures),
                "type": "reporting",
                "status": status,
                "dueDate": quarter.due_on.and_then(day),
                "dateMet": quarter.accepted_on.and_then(day),
            })
        })
        .collect()
}

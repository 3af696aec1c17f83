//! A notice about grants as open data: what is asked for while applications are open, and grants as 360Giving 1.4 has
//! them, made from the frozen context alone. A grant is nobody's purchase, so none of it is an OCDS release.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::ocds::{instant, pruned, sum};
use crate::views::contexts::{
    everywhere::Alliance, grants::Grant, parts::Organisation, round::Round, round_bids::BidLine,
};

/// The version of the standard that the grants are written in.
pub const STANDARD: &str = "1.4";
/// In the place of a prefix, for whoever has not asked for one yet.
pub const UNREGISTERED: &str = "360G-unregistered";
/// The register of charities, and that of companies, in org-id.guide.
const CHARITIES: &str = "GB-CHC";
const COMPANIES: &str = "GB-COH";

/// Why no data can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoData {
    /// The notice is not about a round of grants.
    #[error("open data about grants is made of a round of grants, and the context has none: {0}")]
    NoRound(String),
}

/// The data of one notice: `call`, and `grants` as far as they are accepted.
///
/// # Errors
/// The context has no round of grants.
pub fn data(context: &Value, at: DateTime<Utc>, url: &str) -> Result<Value, NoData> {
    let read = |name: &str| context.get(name).cloned().unwrap_or_default();
    let round: Round = serde_json::from_value(read("round")).map_err(|e| NoData::NoRound(e.to_string()))?;
    let alliance: Alliance = serde_json::from_value(read("alliance")).map_err(|e| NoData::NoRound(e.to_string()))?;
    let Some(money) = &round.grants else {
        return Err(NoData::NoRound(round.reference));
    };
    let prefix = prefix(&alliance);
    let grants: Vec<Value> = round
        .bids
        .iter()
        .filter_map(|line| Some((line, line.grant.as_ref()?)))
        .filter(|(_, grant)| grant.accepted_on.is_some())
        .map(|(line, one)| grant((&round, &alliance), (line, one), &prefix, (at, url)))
        .collect();
    let call = json!({
        "reference": round.reference,
        "title": round.title,
        "description": round.description,
        "closes": round.dates.bids_close_at.map(instant),
        "who": round.eligibility.iter().flat_map(|one| one.paragraphs.clone()).collect::<Vec<_>>().join("\n"),
        "effort": round.effort,
        "budget": sum(Some(money.budget)),
        "smallest": sum(Some(money.smallest)),
        "largest": sum(Some(money.largest)),
    });
    let mut out = Map::new();
    out.insert("version".to_owned(), STANDARD.into());
    out.insert("call".to_owned(), pruned(call));
    out.insert("grants".to_owned(), grants.into());
    Ok(Value::Object(out))
}

/// The prefix of the alliance's identifiers.
fn prefix(alliance: &Alliance) -> String {
    match alliance.grants_prefix.is_empty() {
        true => UNREGISTERED.to_owned(),
        false => alliance.grants_prefix.clone(),
    }
}

fn grant(
    (round, alliance): (&Round, &Alliance),
    (line, grant): (&BidLine, &Grant),
    prefix: &str,
    (at, url): (DateTime<Utc>, &str),
) -> Value {
    let pounds = |pence: i64| sum(Some(pence)).get("amount").cloned();
    let given = grant.amount.unwrap_or(0);
    pruned(json!({
        "id": format!("{prefix}-{}", line.reference),
        "title": grant.purpose,
        "description": format!("{}. {}", grant.purpose.trim_end_matches('.'), round.description).trim(),
        "currency": "GBP",
        "amountAppliedFor": grant.asked.and_then(pounds),
        "amountAwarded": pounds(given),
        "amountDisbursed": (grant.paid > 0).then(|| pounds(grant.paid)),
        "awardDate": grant.accepted_on,
        "plannedDates": [{ "startDate": grant.starts_on, "endDate": grant.ends_on }],
        "fundingOrganization": [organisation(&funder(round, alliance), prefix)],
        "recipientOrganization": [organisation(&line.organisation, prefix)],
        "beneficiaryLocation": [{ "name": alliance.city, "countryCode": "GB" }],
        "grantProgramme": [{ "code": round.reference, "title": round.title }],
        "fromOpenCall": "Yes",
        "dataSource": url,
        "dateModified": instant(at),
    }))
}

/// Who gives the money: as the round says it, else the organisation that answers for it.
fn funder(round: &Round, alliance: &Alliance) -> Organisation {
    match round.buyer.name.is_empty() {
        false => round.buyer.clone(),
        true => Organisation {
            name: alliance.lead_body.clone(),
            ..Organisation::default()
        },
    }
}

fn organisation(one: &Organisation, prefix: &str) -> Value {
    json!({
        "id": org_id(one, prefix),
        "name": one.name,
        "charityNumber": one.charity_number,
        "companyNumber": one.company_number,
        "postalCode": one.postcode,
    })
}

/// The number of a register where the organisation has said one, charity before company; else a word of our own.
fn org_id(one: &Organisation, prefix: &str) -> String {
    let plain = |number: &str| number.split_whitespace().collect::<String>().to_uppercase();
    let registers = [(CHARITIES, &one.charity_number), (COMPANIES, &one.company_number)];
    let registered = registers
        .into_iter()
        .map(|(register, number)| (register, plain(number)))
        .find(|(_, number)| !number.is_empty());
    match registered {
        Some((register, number)) => format!("{register}-{number}"),
        None => format!(
            "{prefix}-org:{}",
            one.name
                .to_lowercase()
                .replace(|c: char| !c.is_ascii_alphanumeric(), "-")
        ),
    }
}

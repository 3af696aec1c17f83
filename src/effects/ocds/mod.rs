//! A notice as open data: an OCDS 1.1 release package, made from the frozen context alone.
//!
//! Core fields and the extensions for lots, for statistics about bids, for whom lots suit, and for the United Kingdom
//! (those of its fields that are known of a round). What the alliance does in its own way goes into words, not into
//! fields of our own: a reader of the standard understands all of it.

mod awards;
mod parties;
mod tender;

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, TimeZone, Utc};
use serde_json::{Map, Number, Value, json};

use crate::{domain::words::ZONE, views::contexts::round::Round};

/// The prefix of the standard's own documentation: for everyone who has none yet.
pub const UNREGISTERED: &str = "ocds-213czf";

/// What an installation says about itself as a publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// `ocds-` and six characters, given by the standard's helpdesk.
    pub prefix: String,
    /// Where our pages are: `https://synergy.example`.
    pub site: String,
    /// Where the schema of lots is.
    pub lots: String,
    /// Where the schema of statistics about bids is.
    pub bids: String,
    /// Where the schema of whom lots suit is.
    pub suitability: String,
    /// Where the schema of what only the United Kingdom says is (domain.md 3.2).
    pub uk: String,
    /// The licence's address, if the data has one.
    pub licence: Option<String>,
}

impl Publisher {
    /// The same for the alliance of a notice, where it has an address of its own.
    pub fn of(&self, context: &Value) -> Self {
        let own = context.pointer("/alliance/site").and_then(Value::as_str);
        Self {
            site: own.filter(|site| !site.is_empty()).unwrap_or(&self.site).to_owned(),
            ..self.clone()
        }
    }

    /// One without a prefix of its own.
    pub fn unregistered(site: &str) -> Self {
        Self {
            prefix: UNREGISTERED.to_owned(),
            site: site.to_owned(),
            lots: "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
                .to_owned(),
            bids: "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"
                .to_owned(),
            suitability: "https://raw.githubusercontent.com/open-contracting-extensions/ocds_suitability_extension/master/extension.json"
                .to_owned(),
            uk: "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/main/extension.json".to_owned(),
            licence: None,
        }
    }
}

/// What the release is about, beside the context.
#[derive(Debug, Clone)]
pub struct Edition<'a> {
    /// `tender`, `award`, …: the notice's own word for what has happened.
    pub tag: &'a str,
    /// Tells releases of one process apart: the step.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Title of the notice.
    pub title: &'a str,
    /// Where the notice's page is.
    pub url: &'a str,
}

/// Why no release can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRelease {
    /// The standard's list of tags is closed.
    #[error("`ocds: {0}` is no tag of a release")]
    Tag(String),
    /// The notice is not about a round.
    #[error("open data is about rounds, and the context has none: {0}")]
    NoRound(String),
}

const TAGS: &[&str] = &[
    "planning",
    "planningUpdate",
    "tender",
    "tenderAmendment",
    "tenderUpdate",
    "tenderCancellation",
    "award",
    "awardUpdate",
    "awardCancellation",
    "contract",
    "contractUpdate",
    "contractAmendment",
    "implementation",
    "implementationUpdate",
    "contractTermination",
];

/// The package with one release.
///
/// # Errors
/// An unknown tag, or a context without a round.
pub fn package(context: &Value, edition: &Edition<'_>, publisher: &Publisher) -> Result<Value, NoRelease> {
    if !TAGS.contains(&edition.tag) {
        return Err(NoRelease::Tag(edition.tag.to_owned()));
    }
    let of_round = context.get("round").cloned().unwrap_or_default();
    let round: Round = serde_json::from_value(of_round).map_err(|e| NoRelease::NoRound(e.to_string()))?;
    if round.reference.is_empty() {
        return Err(NoRelease::NoRound("it has no reference".to_owned()));
    }
    let name = context
        .pointer("/alliance/name")
        .and_then(Value::as_str)
        .unwrap_or("The alliance");
    let name = if publisher.prefix == UNREGISTERED {
        format!("{name} (the prefix of its identifiers is not registered yet)")
    } else {
        name.to_owned()
    };
    let release = release(&round, edition, publisher);
    let id = release.get("id").and_then(Value::as_str).unwrap_or_default();
    Ok(pruned(json!({
        "uri": format!("{}/notices/{id}.json", publisher.site),
        "version": "1.1",
        "publishedDate": instant(edition.at),
        "publisher": { "name": name, "uri": publisher.site },
        "license": publisher.licence,
        "extensions": [publisher.lots, publisher.bids, publisher.suitability, publisher.uk],
        "releases": [release],
    })))
}

/// How far a process has come, by its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Planning,
    Tender,
    Award,
    Contract,
}

fn stage(tag: &str) -> Stage {
    if tag.starts_with("planning") {
        Stage::Planning
    } else if tag.starts_with("tender") {
        Stage::Tender
    } else if tag.starts_with("award") {
        Stage::Award
    } else {
        Stage::Contract
    }
}

fn release(round: &Round, edition: &Edition<'_>, publisher: &Publisher) -> Value {
    let ocid = format!("{}-{}", publisher.prefix, round.reference);
    let stage = stage(edition.tag);
    json!({
        "ocid": ocid,
        "id": format!("{ocid}-{}-{}", edition.seq, edition.tag),
        "date": instant(edition.at),
        "tag": [edition.tag],
        "initiationType": "tender",
        "language": "en",
        "parties": parties::parties(round, stage),
        "buyer": parties::reference(&round.buyer),
        "planning": planning(round),
        "tender": tender::tender(round, edition, stage),
        "bids": if stage >= Stage::Award { statistics(round, edition) } else { Value::Null },
        "awards": if stage >= Stage::Award { awards::awards(round, edition) } else { Value::Null },
        "contracts": if stage >= Stage::Contract { awards::contracts(round) } else { Value::Null },
    })
}

/// How many bid, and how many of them could be scored: numbers, and nobody's name.
fn statistics(round: &Round, edition: &Edition<'_>) -> Value {
    let counts = &round.counts;
    let scored = counts.bids.saturating_sub(counts.ineligible);
    let measures = [
        ("bids", counts.bids),
        ("validBids", scored),
        ("disqualifiedBids", counts.ineligible),
        // Every bid that can be scored is scored to the end, and only voluntary organisations bid here.
        ("finalStageBids", scored),
        ("vcseFinalStageBids", scored),
    ];
    let said = measures.iter().map(
        |(measure, value)| json!({ "id": measure, "measure": measure, "value": value, "date": instant(edition.at) }),
    );
    json!({ "statistics": said.collect::<Vec<_>>() })
}

/// That people signed the text off is part of the story, before anything is bought.
fn planning(round: &Round) -> Value {
    let text = &round.specification;
    let signed = text.signed_off_on.map(|on| {
        json!([{
            "id": "sign-off",
            "title": format!("{} signed off by both houses", text.title),
            "type": "engagement",
            "status": "met",
            "dateMet": day(on),
        }])
    });
    let document = (!text.url.is_empty()).then(|| {
        json!([{
            "id": text.reference,
            "title": text.title,
            "documentType": "technicalSpecifications",
            "url": text.url,
            "format": "text/html",
            "language": "en",
        }])
    });
    json!({ "milestones": signed, "documents": document })
}

pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A day as the instant when it begins, where people live.
fn day(on: NaiveDate) -> Option<String> {
    let start = ZONE.from_local_datetime(&on.and_time(NaiveTime::MIN)).earliest()?;
    Some(start.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// Pence as a sum. Written out and read back, so that no arithmetic can change it.
pub(super) fn sum(pence: Option<i64>) -> Value {
    let amount = pence.and_then(|pence| {
        let sign = if pence < 0 { "-" } else { "" };
        let (pounds, rest) = (pence.unsigned_abs() / 100, pence.unsigned_abs() % 100);
        serde_json::from_str::<Number>(&format!("{sign}{pounds}.{rest:02}")).ok()
    });
    amount.map_or(Value::Null, |amount| json!({ "amount": amount, "currency": "GBP" }))
}

#[expect(clippy::needless_pass_by_value, reason = "both are made for this")]
fn period(from: Option<String>, to: Option<String>) -> Value {
    json!({ "startDate": from, "endDate": to })
}

/// Without what is empty: the standard wants it left out.
pub(super) fn pruned(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept: Map<String, Value> = fields
                .into_iter()
                .map(|(name, field)| (name, pruned(field)))
                .filter(|(_, field)| !empty(field))
                .collect();
            Value::Object(kept)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(pruned).filter(|item| !empty(item)).collect()),
        other => other,
    }
}

fn empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

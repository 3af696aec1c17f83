//! The register of opportunities, awards and contracts, read from the open data that was published
//! with notices, and from nothing else: what no notice has said does not stand in it.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;

use super::Published;
use crate::domain::words;

/// What sort of line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Something is being prepared; nobody is asked to bid yet.
    Planned,
    /// Bids are, or were, invited.
    Opportunity,
    /// Somebody was, or is to be, chosen.
    Award,
    /// A contract.
    Contract,
    /// A grant that was given.
    Grant,
}

impl Sort {
    /// Every sort, in the order of a procurement.
    pub const ALL: [Self; 5] = [
        Self::Planned,
        Self::Opportunity,
        Self::Award,
        Self::Contract,
        Self::Grant,
    ];

    /// Its word in addresses and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Opportunity => "opportunity",
            Self::Award => "award",
            Self::Contract => "contract",
            Self::Grant => "grant",
        }
    }

    /// What people read.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Opportunity => "Opportunity",
            Self::Award => "Award",
            Self::Contract => "Contract",
            Self::Grant => "Grant",
        }
    }
}

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What sort.
    pub sort: Sort,
    /// Of the procurement.
    pub procurement: String,
    /// Of the line itself.
    pub reference: String,
    /// What it is.
    pub title: String,
    /// Who was chosen; empty before.
    pub organisation: String,
    /// Networks or lots.
    pub places: String,
    /// Pence for the whole term.
    pub value: Option<i64>,
    /// From when.
    pub starts: Option<NaiveDate>,
    /// Until when; of an opportunity, the day on which bids close.
    pub ends: Option<NaiveDate>,
    /// How it stands.
    pub status: String,
    /// When it was first published.
    pub published: DateTime<Utc>,
}

/// The lines of one procurement. `now` is where it is, in the words for everyone; `packages` is what
/// was published as open data, the newest first.
pub fn rows(published: &Published, now: &str, packages: &[(DateTime<Utc>, Json)]) -> Vec<Row> {
    let newest = published
        .rows
        .first()
        .map(|row| row.created_at.utc())
        .unwrap_or_default();
    let plain = Row {
        sort: Sort::Planned,
        procurement: published.reference().to_owned(),
        reference: published.reference().to_owned(),
        title: published.record.title.clone(),
        organisation: String::new(),
        places: String::new(),
        value: None,
        starts: None,
        ends: None,
        status: now.to_owned(),
        published: newest,
    };
    if packages.iter().any(|(_, package)| package.get("call").is_some()) {
        return giving(&plain, packages);
    }
    let release = |(at, package): &(DateTime<Utc>, Json)| Some((*at, package.pointer("/releases/0")?.clone()));
    let releases: Vec<(DateTime<Utc>, Json)> = packages.iter().filter_map(release).collect();
    let Some((at, first)) = releases.first() else {
        return vec![plain];
    };
    let plain = Row {
        published: *at,
        ..plain
    };
    let mut out = vec![Row {
        published: releases.last().map_or(*at, |(at, _)| *at),
        ..opportunity(&plain, first, now)
    }];
    // An older release may have what a newer one leaves out: the newest that has awards counts, and
    // the newest that has contracts.
    for (sort, part) in [(Sort::Award, "/awards"), (Sort::Contract, "/contracts")] {
        let found = releases
            .iter()
            .find_map(|(at, one)| Some((at, one, one.pointer(part)?.as_array()?)));
        if let Some((at, release, lines)) = found {
            let plain = Row {
                sort,
                published: *at,
                ..plain.clone()
            };
            out.extend(lines.iter().map(|line| Row {
                published: since(&releases, part, text(line, "/id")).unwrap_or(*at),
                ..chosen(&plain, release, line)
            }));
        }
    }
    out
}

/// A round of grants: what was asked for, and what was given, as the newest notice says it.
fn giving(plain: &Row, packages: &[(DateTime<Utc>, Json)]) -> Vec<Row> {
    let first = packages.last().map_or(plain.published, |(at, _)| *at);
    let call = packages.iter().find_map(|(_, package)| package.get("call")).cloned();
    let call = call.unwrap_or_default();
    let mut out = vec![Row {
        sort: Sort::Opportunity,
        title: text(&call, "/title").to_owned(),
        value: pence(&call, "/budget/amount"),
        ends: day(&call, "/closes"),
        published: first,
        ..plain.clone()
    }];
    let given = packages
        .iter()
        .find_map(|(at, one)| Some((at, one.get("grants")?.as_array().filter(|all| !all.is_empty())?)));
    if let Some((at, grants)) = given {
        out.extend(grants.iter().map(|one| Row {
            sort: Sort::Grant,
            reference: text(one, "/id").to_owned(),
            title: plain.title.clone(),
            organisation: text(one, "/recipientOrganization/0/name").to_owned(),
            places: text(one, "/title").to_owned(),
            value: pence(one, "/amountAwarded"),
            starts: text(one, "/plannedDates/0/startDate").parse().ok(),
            ends: text(one, "/plannedDates/0/endDate").parse().ok(),
            status: "Given".to_owned(),
            published: *at,
            ..plain.clone()
        }));
    }
    out
}

/// When a line was published first: later notices repeat it.
fn since(releases: &[(DateTime<Utc>, Json)], part: &str, id: &str) -> Option<DateTime<Utc>> {
    let has = |one: &Json| {
        let lines = one.pointer(part).and_then(Json::as_array);
        lines.into_iter().flatten().any(|line| text(line, "/id") == id)
    };
    releases.iter().rev().find(|(_, one)| has(one)).map(|(at, _)| *at)
}

fn opportunity(plain: &Row, release: &Json, now: &str) -> Row {
    let tender = release.get("tender").cloned().unwrap_or_default();
    let lots = tender.pointer("/lots").and_then(Json::as_array);
    let names: Vec<&str> = lots.into_iter().flatten().map(|lot| text(lot, "/title")).collect();
    let cancelled = text(&tender, "/status") == "cancelled";
    Row {
        sort: Sort::Opportunity,
        title: Some(text(&tender, "/title"))
            .filter(|title| !title.is_empty())
            .map_or_else(|| plain.title.clone(), str::to_owned),
        places: names.join(", "),
        value: pence(&tender, "/value/amount").or_else(|| of_lots(&tender)),
        starts: day(&tender, "/contractPeriod/startDate"),
        ends: day(&tender, "/tenderPeriod/endDate"),
        status: match (cancelled, now.is_empty()) {
            (true, _) => "Ended without an award".to_owned(),
            (false, false) => now.to_owned(),
            (false, true) => "Published".to_owned(),
        },
        ..plain.clone()
    }
}

/// What all lots are worth together, where the whole says nothing.
fn of_lots(tender: &Json) -> Option<i64> {
    let lots = tender.pointer("/lots").and_then(Json::as_array)?;
    let all: Option<Vec<i64>> = lots.iter().map(|lot| pence(lot, "/value/amount")).collect();
    all.filter(|all| !all.is_empty()).map(|all| all.iter().sum())
}

fn chosen(plain: &Row, release: &Json, line: &Json) -> Row {
    let award = text(line, "/awardID");
    let awards = release.pointer("/awards").and_then(Json::as_array);
    let mut of_award = awards.into_iter().flatten().filter(|one| text(one, "/id") == award);
    let suppliers = line
        .pointer("/suppliers")
        .or_else(|| of_award.next().and_then(|one| one.pointer("/suppliers")));
    let names: Vec<&str> = suppliers
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .map(|one| text(one, "/name"))
        .collect();
    let (from, to) = match plain.sort {
        Sort::Contract => ("/period/startDate", "/period/endDate"),
        Sort::Planned | Sort::Opportunity | Sort::Award | Sort::Grant => {
            ("/contractPeriod/startDate", "/contractPeriod/endDate")
        }
    };
    Row {
        reference: text(line, "/id").to_owned(),
        organisation: names.join(", "),
        places: text(line, "/title").to_owned(),
        value: pence(line, "/value/amount"),
        starts: day(line, from),
        ends: day(line, to),
        status: status(plain.sort, text(line, "/status")).to_owned(),
        ..plain.clone()
    }
}

/// The standard's word in ours.
fn status(sort: Sort, word: &str) -> &'static str {
    match (sort, word) {
        (Sort::Award, "active") => "Confirmed",
        (Sort::Award, "pending") => "Intended; it can still be looked at again",
        (Sort::Contract, "active") => "In force",
        (Sort::Contract, "pending") => "Not signed yet",
        (_, "terminated") => "Ended",
        (_, "cancelled") => "Withdrawn",
        _ => "Published",
    }
}

/// The columns of the register as a file.
pub const COLUMNS: [&str; 11] = [
    "sort",
    "procurement",
    "reference",
    "title",
    "organisation",
    "places",
    "value_gbp",
    "starts",
    "ends",
    "status",
    "published",
];

/// A line as a file has it.
pub fn cells(row: &Row) -> Vec<String> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        row.sort.word().to_owned(),
        row.procurement.clone(),
        row.reference.clone(),
        row.title.clone(),
        row.organisation.clone(),
        row.places.clone(),
        row.value.map(pounds).unwrap_or_default(),
        day(row.starts),
        day(row.ends),
        row.status.clone(),
        words::local_day(row.published).to_string(),
    ]
}

/// `38500.50`, for programs.
fn pounds(pence: i64) -> String {
    format!("{}.{:02}", pence / 100, (pence % 100).abs())
}

fn text<'a>(value: &'a Json, path: &str) -> &'a str {
    value.pointer(path).and_then(Json::as_str).unwrap_or_default()
}

fn day(value: &Json, path: &str) -> Option<NaiveDate> {
    let at: DateTime<Utc> = text(value, path).parse().ok()?;
    Some(words::local_day(at))
}

/// A sum, digit by digit: `38500.5` is 3,850,050 pence.
pub fn pence(value: &Json, path: &str) -> Option<i64> {
    let number = value.pointer(path)?.as_number()?.to_string();
    let (pounds, rest) = number.split_once('.').unwrap_or((&number, ""));
    let rest = format!("{rest:0<2}");
    format!("{pounds}{}", rest.get(..2)?).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn sums_are_read_digit_by_digit() {
        for (said, expected) in [
            ("38500", 3_850_000),
            ("38500.0", 3_850_000),
            ("0.1", 10),
            ("12.34", 1_234),
        ] {
            let value: Json = serde_json::from_str(&format!("{{\"amount\":{said}}}")).unwrap();
            assert_eq!(pence(&value, "/amount"), Some(expected), "{said}");
        }
        assert_eq!(pence(&json!({ "amount": "12" }), "/amount"), None);
    }
}

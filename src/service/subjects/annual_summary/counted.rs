//! What is on record of one financial year of one authority.

use std::collections::BTreeSet;

use accord_store::{
    instances::InstanceStatus,
    organisations,
    subjects::{self as rows, SubjectRow},
};

use crate::{
    domain::yearly::{self, FinancialYear, Held},
    service::{
        app::Desk,
        fault::Fault,
        subjects::{
            About, data, hosting, round,
            standing::{self, Standing},
        },
    },
    views::contexts::annual::{Figure, Year},
};

const ROUND: &str = "round";

/// Everything that counts, of every year.
#[derive(Debug, Default)]
struct OnRecord {
    contracts: Vec<Held>,
    /// Days on which a change to a contract came into force.
    changes: Vec<chrono::NaiveDate>,
    /// Days on which a process was abandoned.
    abandoned: Vec<chrono::NaiveDate>,
    /// Representations: the day on which each was answered for good, and how, in words.
    answered: Vec<(chrono::NaiveDate, &'static str)>,
}

/// The numbers of one year, with nothing that people say of it.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn year(desk: &mut Desk<'_>, authority: &str, year: FinancialYear) -> Result<Year, Fault> {
    let found = on_record(desk, authority)?;
    let routes = desk.app.library.regimes.yearly.routes.clone();
    let codes: Vec<&str> = routes.keys().map(String::as_str).collect();
    let counts = yearly::count(year, &codes, &found.contracts);
    let within = |days: &[chrono::NaiveDate]| days.iter().filter(|day| year.has(**day)).count();
    let answered: Vec<&str> = found
        .answered
        .iter()
        .filter(|(day, _)| year.has(*day))
        .map(|(_, how)| *how)
        .collect();
    let by_route = routes.iter().zip(&counts.by_route);
    let mut figures: Vec<Figure> = by_route
        .map(|((code, title), number)| Figure::new(code, title, *number))
        .collect();
    figures.extend([
        Figure::new(
            "new_providers",
            "Providers that were awarded a contract and held none the year before",
            counts.new_providers,
        ),
        Figure::new(
            "providers_gone",
            "Providers that held a contract the year before and hold none now",
            counts.gone_providers,
        ),
        Figure::new("modifications", "Contracts modified", within(&found.changes)),
        Figure::new(
            "ended_before_last_day",
            "Contracts that ended before their last day",
            counts.ended_early,
        ),
        Figure::new("abandoned", "Processes that were abandoned", within(&found.abandoned)),
        Figure::new(
            "representations",
            "Representations received in a standstill and answered in the year",
            answered.len(),
        ),
    ]);
    let how: BTreeSet<&str> = answered.iter().copied().collect();
    let of = |one: &&str| answered.iter().filter(|other| *other == one).count();
    let outcomes = how.iter().map(|one| {
        Figure::new(
            one.replace(' ', "_"),
            format!("Representations after which {one}"),
            of(one),
        )
    });
    Ok(Year {
        name: year.name(),
        begins: year.begins(),
        from: Some(year.from()),
        until: Some(year.until()),
        due_on: Some(year.due()),
        outcomes: outcomes.collect(),
        figures,
        value: counts.value,
        ..Year::default()
    })
}

/// Names of organisations that have made representations to this authority.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn complained(desk: &mut Desk<'_>, authority: &str) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    for (record, _, _) in rounds(desk, authority)? {
        for (asked, _) in standing::below(desk, &record.id, "representation")? {
            if let Some(id) = &asked.organisation_id {
                out.extend(organisations::load(desk.db, id)?.map(|one| one.name));
            }
        }
    }
    Ok(out)
}

/// Rounds that this authority buys in by a regime that is counted, each with its route.
fn rounds(desk: &mut Desk<'_>, authority: &str) -> Result<Vec<(SubjectRow, Standing, String)>, Fault> {
    let mut out = Vec::new();
    for record in rows::of_kind(desk.db, &desk.alliance, ROUND)? {
        let Some(at) = standing::of(desk, &record.id)? else {
            continue;
        };
        let regimes = &desk.app.library.regimes.regimes;
        let route = regimes.get(&at.row.workflow).map(|one| one.route.clone());
        let own = round::purchaser(&data(&record)?);
        if let Some(route) = route.filter(|route| !route.is_empty() && !own.is_empty() && own == authority) {
            out.push((record, at, route));
        }
    }
    Ok(out)
}

fn on_record(desk: &mut Desk<'_>, authority: &str) -> Result<OnRecord, Fault> {
    let mut out = OnRecord::default();
    for (record, at, route) in rounds(desk, authority)? {
        out.abandoned.extend(at.since("round.abandoned").map(round::day));
        for (contract, at) in standing::below(desk, &record.id, "contract")? {
            // One that was not signed in the end is no contract.
            if !at.is(&["contract.never_signed"]) {
                let held = held(desk, &route, &contract, &at)?;
                out.contracts.push(held);
            }
            for (_, change) in standing::below(desk, &contract.id, "variation")? {
                out.changes.extend(change.since("variation.in_force").map(round::day));
            }
        }
        for (_, at) in standing::below(desk, &record.id, "representation")? {
            if at.row.status == InstanceStatus::Ended {
                let on = round::day(at.row.changed_at.utc());
                out.answered.push((on, round::outcome_words(&at)));
            }
        }
    }
    Ok(out)
}

/// A contract's record is made when the notice of its award is out.
fn held(desk: &mut Desk<'_>, route: &str, contract: &SubjectRow, at: &Standing) -> Result<Held, Fault> {
    let terms = hosting::terms(
        desk,
        About {
            row: contract,
            snapshot: Some(&at.snapshot),
        },
    )?;
    let ended = at.since("contract.ended").map(round::day);
    let early = ended.zip(terms.ends_on).is_some_and(|(on, last)| on < last);
    Ok(Held {
        route: route.to_owned(),
        provider: contract.organisation_id.clone().unwrap_or_default(),
        awarded_on: round::day(contract.created_at.utc()),
        until: match early {
            true => ended,
            false => terms.ends_on.or(ended),
        },
        value: terms.value(),
        ended_early: early,
    })
}

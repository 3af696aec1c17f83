//! After the award: which organisation has which contract, and which lots have none.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::value::Value;
use accord_store::{organisations::OrganisationRow, rounds::LotRow, subjects::SubjectRow};
use chrono::{Datelike as _, Days, Months, NaiveDate};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{
    book::{BidOnFile, Book},
    facts::put,
    results, taking_in, timetable,
};
use crate::{
    domain::monitoring::coverage::Stage,
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{
            Values,
            standing::{self, Standing},
        },
    },
};

const ON_ITS_WAY: &[&str] = &["contract.preparing", "contract.checking", "contract.signing"];
const IN_FORCE: &[&str] = &[
    "contract.mobilising",
    "contract.live",
    "contract.paused",
    "contract.handing_over",
];
/// In force, and not about to end.
const GOES_ON: &[&str] = &["contract.mobilising", "contract.live", "contract.paused"];
const OVER: &[&str] = &["contract.ended"];
const NOT_READY: &[&str] = &["onboarding.not_ready"];
const PAPERS: &[&str] = &["onboarding.collecting", "onboarding.reviewing", "onboarding.ready"];

/// Organisation to where its contracts and papers stand.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    pub(super) contracts: Vec<(String, Standing)>,
    papers: Vec<(String, Standing)>,
}

impl Hosts {
    pub(super) fn of(desk: &mut Desk<'_>, book: &Book) -> Result<Self, Fault> {
        let mut out = Self::default();
        for (kind, list) in [("contract", &mut out.contracts), ("onboarding", &mut out.papers)] {
            for (record, at) in standing::below(desk, &book.record.id, kind)? {
                list.extend(record.organisation_id.map(|id| (id, at)));
            }
        }
        Ok(out)
    }

    /// How far an organisation has come: the best of its contracts.
    pub(super) fn stage(&self, organisation: &str) -> Stage {
        let own = self.contracts.iter().filter(|(id, _)| id == organisation);
        own.map(|(_, at)| stage(at)).max().unwrap_or(Stage::None)
    }

    fn contract_goes_on(&self, organisation: &str) -> bool {
        self.contracts
            .iter()
            .any(|(id, at)| id == organisation && (at.is(ON_ITS_WAY) || at.is(IN_FORCE)))
    }

    /// Papers in hand, or papers that could not be completed: neither begins again by itself.
    fn has_papers(&self, organisation: &str) -> bool {
        let mut own = self.papers.iter().filter(|(id, _)| id == organisation);
        own.any(|(_, at)| at.is(PAPERS) || at.is(NOT_READY))
    }
}

fn stage(at: &Standing) -> Stage {
    let stages = [
        ("contract.live", Stage::Live),
        ("contract.paused", Stage::Paused),
        ("contract.handing_over", Stage::HandingOver),
        ("contract.mobilising", Stage::Starting),
    ];
    match stages.into_iter().find(|(meaning, _)| at.is(&[meaning])) {
        Some((_, stage)) => stage,
        None if at.is(ON_ITS_WAY) => Stage::Preparing,
        None => Stage::None,
    }
}

/// The bid whose organisation hosts a lot, or is to: the one that it was given to since, or that it
/// was awarded to.
pub(super) fn hosted_by<'a>(book: &'a Book, lot: &LotRow) -> Option<&'a BidOnFile> {
    book.bid(&results::given_to(book.offer(lot)?)?)
}

/// The organisation that hosts a lot, or is to: by the award, or because its contract was brought in.
pub(super) fn host_of(book: &Book, lot: &LotRow) -> Option<String> {
    hosted_by(book, lot)
        .map(|bid| bid.row.organisation_id.clone())
        .or_else(|| taking_in::host(lot))
}

/// Lots that an organisation hosts, or is to.
pub(super) fn lots_of<'a>(book: &'a Book, organisation: &str) -> Vec<&'a LotRow> {
    let own = |lot: &&LotRow| host_of(book, lot).is_some_and(|id| id == organisation);
    book.lots.iter().filter(own).collect()
}

/// Gives a lot of one host to another whose contract goes on; gives the other's name. The award, and
/// with it the text of both contracts, stays what it was: what the change costs is a matter of a
/// change to the other's contract.
///
/// # Errors
/// It is no lot of this host, the other is no host of the round, or the store fails.
pub(in crate::service::subjects) fn reassign(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    from: &str,
    (lot, to): (&str, &str),
    on: Option<NaiveDate>,
) -> Result<Handed, Fault> {
    let book = Book::open(desk, round, None)?;
    let hosts = Hosts::of(desk, &book)?;
    let own = lots_of(&book, from).into_iter().find(|one| one.code == lot);
    if let Some(own) = own.filter(|lot| book.offer(lot).is_none()) {
        return hand_on(desk, (&book, &hosts), own, (from, to));
    }
    let Some(offer) = own.and_then(|lot| book.offer(lot)) else {
        return Err(Fault::field("lot", "Choose a network that this host has."));
    };
    let other = book.bids.iter().find(|bid| {
        let organisation = &bid.row.organisation_id;
        let named = organisation == to || book.handle(bid) == to;
        let running = |(id, at): &(String, Standing)| id == organisation && at.is(GOES_ON);
        named && organisation != from && hosts.contracts.iter().any(running)
    });
    let Some(other) = other else {
        return Err(Fault::field(
            "to",
            "Choose another host of this round whose contract goes on.",
        ));
    };
    let on = on.unwrap_or_else(|| desk.today());
    results::give(desk, &book, offer, (other, on))?;
    Ok(Handed {
        network: own.map(|lot| lot.name.clone()).unwrap_or_default(),
        from: book.name(from).to_owned(),
        to: other.row.organisation_id.clone(),
        host: book.name(&other.row.organisation_id).to_owned(),
    })
}

/// A network that went to another host.
#[derive(Debug, Clone)]
pub(in crate::service::subjects) struct Handed {
    /// Its name.
    pub(in crate::service::subjects) network: String,
    /// The name of the host that had it.
    pub(in crate::service::subjects) from: String,
    /// The organisation that has it now.
    pub(in crate::service::subjects) to: String,
    /// Its name.
    pub(in crate::service::subjects) host: String,
}

/// A short word to a name.
type Named = IndexMap<String, String>;

/// The lots that a host has, and the other hosts of the round whose contract goes on: code to name, and
/// short word to name.
///
/// # Errors
/// The store fails.
pub(in crate::service::subjects) fn could_take(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    from: &str,
) -> Result<(Named, Named), Fault> {
    let book = Book::open(desk, round, None)?;
    let hosts = Hosts::of(desk, &book)?;
    let lots = lots_of(&book, from)
        .into_iter()
        .map(|one| (one.code.clone(), one.name.clone()));
    let goes_on = |bid: &&BidOnFile| {
        let organisation = &bid.row.organisation_id;
        let running = |(id, at): &(String, Standing)| id == organisation && at.is(GOES_ON);
        organisation != from && hosts.contracts.iter().any(running)
    };
    let others = book.bids.iter().filter(goes_on);
    let named = others.map(|bid| {
        (
            book.handle(bid).to_owned(),
            book.name(&bid.row.organisation_id).to_owned(),
        )
    });
    let mut named: Named = named.collect();
    if book.offers.is_empty() {
        let running = others_running(&book, &hosts, from);
        named.extend(running.map(|one| (one.handle.clone(), one.name.clone())));
    }
    Ok((lots.collect(), named))
}

/// Hosts whose contract goes on, whether or not anything was ever awarded here.
fn others_running<'a>(book: &'a Book, hosts: &'a Hosts, from: &'a str) -> impl Iterator<Item = &'a OrganisationRow> {
    let running = |id: &str| hosts.contracts.iter().any(|(one, at)| one == id && at.is(GOES_ON));
    let all = book.organisations.values();
    all.filter(move |one| one.id != from && running(&one.id))
}

/// Gives a lot that came with a contract which was brought in to another such host.
fn hand_on(
    desk: &mut Desk<'_>,
    (book, hosts): (&Book, &Hosts),
    lot: &LotRow,
    (from, to): (&str, &str),
) -> Result<Handed, Fault> {
    let other = others_running(book, hosts, from).find(|one| one.id == to || one.handle == to);
    let Some(other) = other else {
        return Err(Fault::field("to", "Choose another host here whose contract goes on."));
    };
    taking_in::give(desk, lot, &other.id)?;
    Ok(Handed {
        network: lot.name.clone(),
        from: book.name(from).to_owned(),
        to: other.id.clone(),
        host: other.name.clone(),
    })
}

pub(super) fn facts(desk: &mut Desk<'_>, book: &Book, out: &mut Values) -> Result<(), Fault> {
    let hosts = Hosts::of(desk, book)?;
    let count = |meanings: &[&[&str]]| {
        let any = |at: &Standing| meanings.iter().any(|list| at.is(list));
        hosts.contracts.iter().filter(|(_, at)| any(at)).count()
    };
    put(out, "hosts.signed", count(&[IN_FORCE, OVER]));
    put(out, "hosts.awaited", count(&[ON_ITS_WAY]));
    put(out, "contracts.running", count(&[IN_FORCE]));
    put(out, "hosts.to_start", to_start(book, &hosts).len());
    put(out, "awards.without_address", without_address(book)?);
    let without = book
        .lots
        .iter()
        .filter(|lot| lot.cover_plan.is_none() && !has_host(book, &hosts, lot));
    put(out, "lots.without_host", without.count());
    let next = next_report(desk, book)?;
    out.insert("report.next_day".to_owned(), Value::Date(next));
    Ok(())
}

/// Lots whose host has no contract that is signed or on its way, and that no plan covers.
pub(super) fn lots_without_host<'a>(desk: &mut Desk<'_>, book: &'a Book) -> Result<Vec<&'a LotRow>, Fault> {
    let hosts = Hosts::of(desk, book)?;
    let open = |lot: &&LotRow| lot.cover_plan.is_none() && !has_host(book, &hosts, lot);
    Ok(book.lots.iter().filter(open).collect())
}

fn has_host(book: &Book, hosts: &Hosts, lot: &LotRow) -> bool {
    host_of(book, lot).is_some_and(|id| hosts.contract_goes_on(&id))
}

/// Organisations with a lot, and a bid that they have not taken back, that have neither papers, in hand or given up, nor a contract that
/// goes on.
pub(super) fn winners(desk: &mut Desk<'_>, book: &Book) -> Result<IndexMap<String, String>, Fault> {
    let hosts = Hosts::of(desk, book)?;
    Ok(to_start(book, &hosts)
        .into_iter()
        .map(|bid| {
            let id = bid.row.organisation_id.clone();
            let name = book.name(&id).to_owned();
            (id, name)
        })
        .collect())
}

fn to_start<'a>(book: &'a Book, hosts: &Hosts) -> Vec<&'a BidOnFile> {
    let offered: BTreeSet<&str> = book.offers.iter().filter_map(|one| one.bid_id.as_deref()).collect();
    book.bids
        .iter()
        .filter(|bid| offered.contains(bid.row.id.as_str()) && !bid.withdrawn())
        .filter(|bid| {
            let organisation = &bid.row.organisation_id;
            !hosts.contract_goes_on(organisation) && !hosts.has_papers(organisation)
        })
        .collect()
}

/// Organisations with a lot whose address nobody has on record: notices of an award name it.
fn without_address(book: &Book) -> Result<usize, Fault> {
    let mut without = 0;
    for bid in book
        .bids
        .iter()
        .filter(|bid| !book.won(&bid.row.id).is_empty() && !bid.withdrawn())
    {
        let Some(row) = book.organisations.get(&bid.row.organisation_id) else {
            continue;
        };
        let profile: Map<String, Json> = serde_json::from_str(&row.profile)?;
        without += usize::from(answers::text(&profile, "address").is_empty());
    }
    Ok(without)
}

/// The day after the last open returns are due; without any, the day after they would be due for
/// the quarter that runs.
fn next_report(desk: &mut Desk<'_>, book: &Book) -> Result<NaiveDate, Fault> {
    let mut due = BTreeMap::new();
    for (contract, _) in standing::below(desk, &book.record.id, "contract")? {
        for (record, at) in standing::below(desk, &contract.id, "return")? {
            if at.is(&["return.open", "return.overdue", "return.certifying"]) {
                let clock = at.snapshot.timers.values().filter_map(|timer| timer.due_at).max();
                due.extend(clock.map(|at| (at, record.id)));
            }
        }
    }
    let today = timetable::day(desk.now);
    let last = due.into_keys().next_back().map(timetable::day);
    Ok(last
        .filter(|day| *day >= today)
        .and_then(|day| day.checked_add_days(Days::new(1)))
        .unwrap_or_else(|| after_quarter(today)))
}

/// Three weeks and a day after the end of the quarter that a day is in: 15 working days and the
/// next one, holidays aside.
fn after_quarter(today: NaiveDate) -> NaiveDate {
    let first = today.with_day(1).unwrap_or(today);
    let months = 3 - first.month0() % 3;
    first
        .checked_add_months(Months::new(months))
        .and_then(|day| day.checked_add_days(Days::new(22)))
        .unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_follows_the_quarter() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(after_quarter(day("2026-11-23")), day("2027-01-23"));
        assert_eq!(after_quarter(day("2026-04-01")), day("2026-07-23"));
    }
}

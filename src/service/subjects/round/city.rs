//! What the hosts of a round report together, and which networks have an offer today.
//!
//! Everything here may leave the alliance: small numbers have gone through `domain::monitoring::city`.

use std::{collections::BTreeMap, sync::Arc};

use accord_store::{instances::InstanceStatus, subjects::SubjectRow};
use chrono::NaiveDate;

use super::{book::Book, hosts};
use crate::{
    domain::{
        monitoring::{
            city::{self, Figure, Published},
            coverage::{Cover, Stage},
            indicators::{Answers, IndicatorSet},
        },
        words,
    },
    service::{
        answers,
        app::Desk,
        fault::Fault,
        library::Texts,
        subjects::{
            data, hosting,
            standing::{self, Standing},
        },
    },
    views::contexts::{
        city::{CoverLine, Reporting},
        monitoring::{Trend, TrendPoint},
        parts::{Measure, Pair, Table},
        round::Round,
        round_end::QuarterLine,
    },
};

/// A contract with its returns by quarter.
struct Reporter {
    reference: String,
    name: String,
    lots: usize,
    returns: BTreeMap<String, Return>,
}

struct Return {
    row: SubjectRow,
    at: Standing,
}

impl Return {
    fn accepted(&self) -> bool {
        self.at.is(&["return.accepted"])
    }

    /// Whether numbers are to come, or have come.
    fn due(&self) -> bool {
        !self.at.is(&["return.waived"])
    }
}

/// A quarter that somebody has reported: its key, each reporter's accepted numbers in the order of
/// reporters, and what may be published of them.
struct Quarter {
    key: String,
    /// The texts that the newest of its returns was published with.
    texts: Arc<Texts>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    given: Vec<Option<Answers>>,
    published: Published,
}

/// Fills in what a round's own papers say of its services.
pub(super) fn show(desk: &mut Desk<'_>, book: &Book, out: &mut Round) -> Result<(), Fault> {
    out.coverage = coverage(desk, book)?;
    let open = out.coverage.iter().filter(|one| one.cover != "none").count();
    out.reporting.open = u32::try_from(open).unwrap_or(u32::MAX);
    let reporters = reporters(desk, book)?;
    let quarters = quarters(desk, &reporters)?;
    contract_quarters(&reporters, &quarters, out)?;
    let Some((last, before)) = quarters.split_last() else {
        let library = desk.app.library.clone();
        let set = library.texts.indicator_set();
        out.reporting.rounding = set.map(|one| one.small_numbers.words()).unwrap_or_default();
        return Ok(());
    };
    if let Some(set) = last.texts.indicator_set() {
        out.reporting = reporting(set, &reporters, last, &out.reporting);
        out.measures = measures(set, last, before.last());
        out.trends = trends(set, &quarters);
    }
    Ok(())
}

/// Contracts with returns, the larger first: that is public, and it says whose number gives way if
/// one must.
fn reporters(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<Reporter>, Fault> {
    let mut out = Vec::new();
    for (contract, _) in standing::below(desk, &book.record.id, "contract")? {
        let organisation = contract.organisation_id.clone().unwrap_or_default();
        let mut returns = BTreeMap::new();
        for (row, at) in standing::below(desk, &contract.id, "return")? {
            returns.insert(answers::text(&data(&row)?, "key"), Return { row, at });
        }
        out.push(Reporter {
            reference: contract.reference.unwrap_or_default(),
            name: book.name(&organisation).to_owned(),
            lots: hosts::lots_of(book, &organisation).len(),
            returns,
        });
    }
    out.sort_by(|one, two| two.lots.cmp(&one.lots).then_with(|| one.name.cmp(&two.name)));
    Ok(out)
}

/// Quarters with an accepted return, oldest first.
fn quarters(desk: &mut Desk<'_>, reporters: &[Reporter]) -> Result<Vec<Quarter>, Fault> {
    let mut keys: Vec<&String> = reporters.iter().flat_map(|one| one.returns.keys()).collect();
    keys.sort();
    keys.dedup();
    let mut out: Vec<Quarter> = Vec::new();
    for key in keys {
        let mut given = Vec::new();
        let (mut from, mut to, mut newest) = (None, None, None);
        for reporter in reporters {
            let found = reporter.returns.get(key).filter(|one| one.accepted());
            given.push(match found {
                Some(one) => Some(hosting::sent(desk, &one.row)?),
                None => None,
            });
            if let Some(one) = found {
                from = day(&one.row, "period_from")?.into_iter().chain(from).min();
                to = day(&one.row, "period_to")?.into_iter().chain(to).max();
                newest = newest.max(Some((one.at.row.started_at.utc(), one.row.id.clone())));
            }
        }
        let Some((_, newest)) = newest else { continue };
        let numbers: Vec<Answers> = given.iter().flatten().cloned().collect();
        let texts = desk.texts_of(&newest)?;
        let published = texts
            .indicator_set()
            .map(|set| city::publish(set, &numbers, out.is_empty()));
        out.push(Quarter {
            key: key.clone(),
            from,
            to,
            given,
            published: published.unwrap_or_default(),
            texts,
        });
    }
    Ok(out)
}

fn day(row: &SubjectRow, name: &str) -> Result<Option<NaiveDate>, Fault> {
    Ok(answers::text(&data(row)?, name).parse().ok())
}

fn in_words(quarter: &Quarter) -> String {
    quarter.from.map(hosting::quarter_in_words).unwrap_or_default()
}

/// Which returns are in, and the figures host by host.
fn reporting(set: &IndicatorSet, reporters: &[Reporter], last: &Quarter, before: &Reporting) -> Reporting {
    let due: Vec<(&Reporter, &Return)> = reporters
        .iter()
        .filter_map(|one| Some((one, one.returns.get(&last.key).filter(|found| found.due())?)))
        .collect();
    let missing = due.iter().filter(|(_, found)| !found.accepted());
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Reporting {
        quarter: in_words(last),
        to: last.to,
        hosts: count(due.len()),
        received: count(due.iter().filter(|(_, found)| found.accepted()).count()),
        missing: missing
            .map(|(reporter, found)| Pair {
                name: reporter.name.clone(),
                value: hosting::where_it_stands(&found.at).to_owned(),
            })
            .collect(),
        by_host: by_host(set, reporters, last),
        rounding: set.small_numbers.words(),
        ..before.clone()
    }
}

/// A line for each reporter with an accepted return, and one for all of them.
fn by_host(set: &IndicatorSet, reporters: &[Reporter], quarter: &Quarter) -> Table {
    let figures: Vec<_> = set.figures.values().collect();
    let shown = &quarter.published.by_host;
    let title = |place: &usize| figures.get(*place).map(|one| one.title.clone()).unwrap_or_default();
    let mut columns = vec!["Host".to_owned()];
    columns.extend(shown.iter().map(|(place, _)| title(place)));
    let reported = reporters
        .iter()
        .zip(&quarter.given)
        .filter(|(_, given)| given.is_some());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, (reporter, _)) in reported.enumerate() {
        let mut row = vec![reporter.name.clone()];
        for (place, line) in shown {
            let cell = line.get(at).copied().flatten();
            let said = cell.map(|one| match (one.number(), figures.get(*place)) {
                (Some(number), Some(figure)) => figure.say(number),
                _ => one.to_string(),
            });
            row.push(said.unwrap_or_else(|| NOT_REPORTED.to_owned()));
        }
        rows.push(row);
    }
    let mut all = vec!["All of these together".to_owned()];
    all.extend(
        shown
            .iter()
            .map(|(place, _)| said(quarter.published.figures.get(*place))),
    );
    rows.push(all);
    Table {
        title: format!("Host by host, {}", in_words(quarter)),
        columns,
        rows,
    }
}

const NOT_REPORTED: &str = "not reported";

/// A figure in words; what nobody reported and what has no cases are said, too.
fn said(figure: Option<&Figure>) -> String {
    match figure {
        Some(one) if !one.words.is_empty() => one.words.clone(),
        Some(one) if one.hosts > 0 => "no cases".to_owned(),
        Some(_) | None => NOT_REPORTED.to_owned(),
    }
}

impl Quarter {
    /// A figure by its name: another quarter may have been published with another set.
    fn figure(&self, id: &str) -> Option<&Figure> {
        let place = self.texts.indicator_set()?.figures.get_index_of(id)?;
        self.published.figures.get(place)
    }
}

fn measures(set: &IndicatorSet, last: &Quarter, before: Option<&Quarter>) -> Vec<Measure> {
    let reported = last.given.iter().flatten().count();
    set.figures
        .iter()
        .zip(&last.published.figures)
        .map(|((id, indicator), figure)| Measure {
            code: id.clone(),
            title: indicator.title.clone(),
            definition: String::new(),
            value: said(Some(figure)),
            target: indicator.target_in_words(),
            before: before.map(|quarter| said(quarter.figure(id))).unwrap_or_default(),
            rating: figure.rating.words().to_lowercase(),
            comment: if (1..reported).contains(&figure.hosts) {
                format!("{} of {reported} hosts", figure.hosts)
            } else {
                String::new()
            },
        })
        .collect()
}

/// Figures that the set draws, where there are two quarters or more to draw.
fn trends(set: &IndicatorSet, quarters: &[Quarter]) -> Vec<Trend> {
    let drawn = set.figures.iter().filter(|(_, one)| one.trend);
    drawn
        .map(|(id, indicator)| Trend {
            title: indicator.title.clone(),
            unit: indicator.unit().to_owned(),
            points: quarters
                .iter()
                .map(|quarter| TrendPoint {
                    label: quarter.to.map(words::quarter).unwrap_or_default(),
                    value: quarter.figure(id).and_then(|one| one.number),
                })
                .collect(),
        })
        .filter(|trend| trend.points.iter().filter(|point| point.value.is_some()).count() > 1)
        .collect()
}

/// The quarters of each contract: where its return stands, and what may be published of it.
fn contract_quarters(reporters: &[Reporter], quarters: &[Quarter], out: &mut Round) -> Result<(), Fault> {
    for (place, reporter) in reporters.iter().enumerate() {
        let Some(line) = out.contracts.iter_mut().find(|one| one.reference == reporter.reference) else {
            continue;
        };
        for (key, one) in &reporter.returns {
            let quarter = quarters.iter().find(|quarter| quarter.key == *key);
            let day = day(&one.row, "period_from")?;
            line.quarters.push(QuarterLine {
                title: day.map(hosting::quarter_in_words).unwrap_or_default(),
                due_on: hosting::due(&one.at),
                accepted_on: one
                    .at
                    .since("return.accepted")
                    .filter(|_| one.at.row.status == InstanceStatus::Ended)
                    .map(words::local_day),
                status: hosting::where_it_stands(&one.at).to_owned(),
                figures: quarter.map(|quarter| figures_of(quarter, place)).unwrap_or_default(),
            });
        }
    }
    Ok(())
}

/// What may be published of one reporter's quarter.
fn figures_of(quarter: &Quarter, reporter: usize) -> Vec<Pair> {
    let reported = quarter.given.get(reporter).is_some_and(Option::is_some);
    let Some(set) = quarter.texts.indicator_set().filter(|_| reported) else {
        return Vec::new();
    };
    let at = quarter.given.iter().take(reporter).flatten().count();
    let figures: Vec<_> = set.figures.values().collect();
    let shown = quarter.published.by_host.iter().filter_map(|(place, line)| {
        let (figure, one) = (figures.get(*place)?, line.get(at).copied().flatten()?);
        let said = one
            .number()
            .map_or_else(|| one.to_string(), |number| figure.say(number));
        Some(Pair {
            name: figure.title.clone(),
            value: said,
        })
    });
    shown.collect()
}

/// Whether people can use the offer of each network today.
fn coverage(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<CoverLine>, Fault> {
    let all = hosts::Hosts::of(desk, book)?;
    let mut out = Vec::new();
    for lot in &book.lots {
        let organisation = hosts::host_of(book, lot);
        let stage = organisation.as_ref().map_or(Stage::None, |id| all.stage(id));
        let plan: Option<serde_json::Value> = match &lot.cover_plan {
            Some(text) => Some(serde_json::from_str(text)?),
            None => None,
        };
        let cover = Cover::of(stage, plan.is_some());
        let words = plan
            .as_ref()
            .and_then(|plan| plan.get("plan"))
            .and_then(serde_json::Value::as_str);
        out.push(CoverLine {
            name: lot.name.clone(),
            host: match (&organisation, stage) {
                (Some(id), Stage::Preparing | Stage::Starting | Stage::HandingOver | Stage::Paused | Stage::Live) => {
                    book.name(id).to_owned()
                }
                _ => String::new(),
            },
            status: cover.words().to_owned(),
            cover: cover.on_a_map().to_owned(),
            plan: words.filter(|_| !cover.is_open()).unwrap_or_default().to_owned(),
        });
    }
    Ok(out)
}

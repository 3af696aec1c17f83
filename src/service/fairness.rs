//! Whether a round was fair to small organisations: how many could have bid, began, sent, were scored and were offered
//! something, by income and by who leads them (product.md M17; domain.md 4.4). Small numbers are not shown, and cannot
//! be worked out from the rest.

use std::collections::BTreeSet;

use accord_store::{
    organisations::{self, OrganisationRow},
    subjects::SubjectRow,
};
use serde_json::{Map, Value as Json};

use crate::{
    domain::{
        award::proportion,
        monitoring::{
            disclosure::{self, Cell, Equation},
            suppression::{Rule, Shown},
        },
        words,
    },
    service::{
        app::Desk,
        fault::Fault,
        subjects::{
            data,
            round::{asked::for_each_lot, book::Book, changed_by_cap},
        },
    },
};

/// How far an organisation can come, in order; each is counted among those of the step before.
pub const STEPS: [&str; 5] = [
    "Could have bid",
    "Began a bid",
    "Sent it",
    "Were scored",
    "Were offered a network",
];
const EVERYBODY: &str = "All together";
const UNKNOWN: &str = "Not known";

/// One way of looking at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// By what.
    pub title: String,
    /// Each group with a number for each of [`STEPS`]; the last row is everybody.
    pub rows: Vec<(String, Vec<Shown>)>,
}

/// What can be said of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fairness {
    /// By income, and by who leads them.
    pub splits: Vec<Split>,
    /// What a bid took: what was asked, and what bidders said afterwards; each a sentence.
    pub burden: Vec<String>,
    /// What the limit of networks for one organisation changed, each a sentence.
    pub cap: Vec<String>,
    /// What readers are told about small numbers.
    pub rule: String,
}

/// How far one organisation came, as a number of [`STEPS`].
struct Came {
    organisation: OrganisationRow,
    steps: usize,
}

/// What a round that was opened shows.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn of(desk: &mut Desk<'_>, round: &SubjectRow) -> Result<Fairness, Fault> {
    let book = Book::open(desk, round, None)?;
    let came = came(desk, &book)?;
    let rule = desk.app.library.payments.figures;
    let library = desk.app.library.clone();
    let profile = &library.profile.form.fields;
    let bands = profile.iter().find(|field| field.id == "income_band");
    let mut by_income: Vec<(String, String)> = bands
        .map(|field| {
            field
                .options
                .iter()
                .map(|(band, title)| (band.clone(), title.clone()))
                .collect()
        })
        .unwrap_or_default();
    by_income.push((String::new(), UNKNOWN.to_owned()));
    let led = [("true", "Led by their community"), ("false", "Others")];
    let led: Vec<(String, String)> = led.map(|(key, title)| (key.to_owned(), title.to_owned())).into();
    let steps: Vec<usize> = came.iter().map(|one| one.steps).collect();
    let known: BTreeSet<&str> = by_income.iter().map(|(key, _)| key.as_str()).collect();
    let band = |one: &Came| {
        let band = one.organisation.income_band.clone().unwrap_or_default();
        if known.contains(band.as_str()) {
            band
        } else {
            String::new()
        }
    };
    let ways = [
        Way {
            title: "By income in a year",
            groups: &by_income,
            of: came.iter().map(band).collect(),
        },
        Way {
            title: "By who leads them",
            groups: &led,
            of: came
                .iter()
                .map(|one| one.organisation.community_led.to_string())
                .collect(),
        },
    ];
    Ok(Fairness {
        splits: splits(rule, &steps, &ways),
        burden: burden(rule, &book, desk.app.library.proportion.pace)?,
        cap: changed_by_cap(&book)?,
        rule: format!(
            "Numbers from 1 to {} are not shown, and cannot be reckoned from others, so that no organisation can be \
             recognised that was not chosen.",
            rule.least - 1
        ),
    })
}

fn came(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<Came>, Fault> {
    let kinds = desk.app.library.landscape.counts.clone();
    let mut out = Vec::new();
    for organisation in organisations::all(desk.db, &desk.alliance)? {
        let bid = book.bids.iter().find(|bid| bid.row.organisation_id == organisation.id);
        let steps = match bid {
            None if kinds.contains(&organisation.kind) => 1,
            None => continue,
            Some(bid) if bid.sent.is_empty() => 2,
            Some(bid) if !bid.competes() => 3,
            Some(bid) if book.won(&bid.row.id).is_empty() => 4,
            Some(_) => STEPS.len(),
        };
        out.push(Came { organisation, steps });
    }
    Ok(out)
}

/// One way of looking at them: a title, the key and title of each group, and the key of each organisation's group.
struct Way<'a> {
    title: &'a str,
    groups: &'a [(String, String)],
    of: Vec<String>,
}

/// The tables. All ways have their totals in common, so a column is published over all of them at once: what one of them
/// withholds cannot be reckoned from another. How many bid in all is said in notices; where that is small, no group is
/// shown.
fn splits(rule: Rule, steps: &[usize], ways: &[Way<'_>]) -> Vec<Split> {
    let mut out: Vec<Split> = ways
        .iter()
        .map(|way| {
            let titles = way.groups.iter().map(|(_, title)| title.as_str()).chain([EVERYBODY]);
            Split {
                title: way.title.to_owned(),
                rows: titles.map(|title| (title.to_owned(), Vec::new())).collect(),
            }
        })
        .collect();
    for step in 1..=STEPS.len() {
        let cell = |count: usize| Cell {
            raw: i64::try_from(count).unwrap_or(i64::MAX),
            published: true,
        };
        let all = cell(steps.iter().filter(|one| **one >= step).count());
        let mut cells = vec![all];
        let mut sums = Vec::new();
        for way in ways {
            let first = cells.len();
            cells.extend(way.groups.iter().map(|(key, _)| {
                let here = way.of.iter().zip(steps);
                cell(here.filter(|(of, one)| *of == key && **one >= step).count())
            }));
            sums.push(Equation {
                left: (first..cells.len()).collect(),
                right: vec![0],
            });
        }
        let is_small = (1..rule.least).contains(&all.raw);
        let mut shown = disclosure::publish(rule, &cells, &sums).into_iter();
        let total = shown.next().flatten().unwrap_or(Shown::Withheld);
        for split in &mut out {
            let groups = split.rows.len().saturating_sub(1);
            for (place, (_, row)) in split.rows.iter_mut().enumerate() {
                row.push(match place < groups {
                    true => shown.next().flatten().filter(|_| !is_small).unwrap_or(Shown::Withheld),
                    false => total,
                });
            }
        }
    }
    out
}

/// What a bid took to write, as it was asked and as bidders said.
fn burden(rule: Rule, book: &Book, pace: proportion::Pace) -> Result<Vec<String>, Fault> {
    let words = |only_each: bool| {
        let counted = book.questions.iter().filter(|one| !only_each || for_each_lot(one));
        let words: i64 = counted.map(|one| i64::from(one.max_words)).sum();
        u32::try_from(words).unwrap_or(u32::MAX)
    };
    let asked = proportion::Asked {
        questions: book.questions.len(),
        words: words(false),
        for_each_lot: words(true),
    };
    let effort = proportion::effort(asked, pace);
    let mut out = Vec::new();
    if !effort.is_empty() {
        out.push(format!("What was asked of each bid: {effort}."));
    }
    let mut said: Vec<i64> = Vec::new();
    for bid in book.bids.iter().filter(|bid| bid.competes()) {
        let given: Map<String, Json> = bid.answers()?;
        said.extend(given.get(HOURS).and_then(Json::as_i64));
    }
    let enough = i64::try_from(said.len()).is_ok_and(|count| count >= rule.least_base);
    said.sort_unstable();
    if let Some(median) = said.get(said.len() / 2).filter(|_| enough) {
        let hours = words::count(u64::try_from(*median).unwrap_or(0), "hour", "hours");
        out.push(format!("What bidders said it took them: {hours} at the median."));
    }
    let logged = data(&book.record)?;
    let logged = logged
        .get("log")
        .and_then(|log| log.get(SUPPORT))
        .and_then(Json::as_array);
    let logged = logged.map_or(0, Vec::len);
    if logged > 0 {
        let times = words::count_of(logged, "time", "times");
        out.push(format!(
            "Help with how to bid was given {times}, by people who score nothing; the same was offered to everybody."
        ));
    }
    Ok(out)
}

/// The question of a bid that asks how many hours it took; it is not scored, and nobody has to answer.
const HOURS: &str = "hours";
/// The permit under which help with bidding is written down.
const SUPPORT: &str = "bid.support";

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(keys: &[&str]) -> Vec<(String, String)> {
        keys.iter().map(|key| ((*key).to_owned(), (*key).to_owned())).collect()
    }

    /// As the alliance shows numbers of people: exact, from five on.
    const EXACT: Rule = Rule {
        least: 5,
        step: 1,
        least_base: 5,
        keep_possible: 2,
    };

    /// Every organisation is led or not, and of one band; each came so far.
    fn tables(each: &[(&str, &str, usize)]) -> Vec<Split> {
        let (bands, led) = (groups(&["small", "large"]), groups(&["led", "others"]));
        let steps: Vec<usize> = each.iter().map(|one| one.2).collect();
        let of = |pick: fn(&(&str, &str, usize)) -> String| each.iter().map(pick).collect();
        let ways = [
            Way {
                title: "income",
                groups: &bands,
                of: of(|one| one.0.to_owned()),
            },
            Way {
                title: "leads",
                groups: &led,
                of: of(|one| one.1.to_owned()),
            },
        ];
        splits(EXACT, &steps, &ways)
    }

    /// In no column are all groups of a table but one known, with their total, while the one left is small.
    #[track_caller]
    fn check(each: &[(&str, &str, usize)]) {
        for split in tables(each) {
            for step in 0..STEPS.len() {
                let column: Vec<Shown> = split.rows.iter().map(|(_, row)| row[step]).collect();
                let hidden = column.iter().filter(|one| !matches!(one, Shown::Number(_))).count();
                assert_ne!(hidden, 1, "{}: {column:?}", split.title);
            }
        }
    }

    #[test]
    fn what_one_table_withholds_cannot_be_reckoned_from_another() {
        // Ten began: eight of them led by others, two by their communities; five small, five large.
        let mut each = vec![("small", "led", 2); 2];
        each.extend(vec![("small", "others", 2); 3]);
        each.extend(vec![("large", "others", 2); 5]);
        each.extend(vec![("large", "led", 1); 9]);
        check(&each);
        check(&[("small", "led", 5); 6]);
    }

    #[test]
    fn where_few_bid_no_group_is_shown() {
        let mut each = vec![("small", "led", 3), ("large", "others", 3), ("large", "others", 3)];
        each.extend(vec![("small", "others", 1); 8]);
        for split in tables(&each) {
            let sent: Vec<Shown> = split.rows.iter().map(|(_, row)| row[2]).collect();
            assert!(sent.iter().all(|one| !matches!(one, Shown::Number(_))), "{sent:?}");
        }
    }
}

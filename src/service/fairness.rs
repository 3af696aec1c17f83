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
            round::{book::Book, changed_by_cap},
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
    Ok(Fairness {
        splits: vec![
            split(rule, "By income in a year", &by_income, &came, |one| {
                one.income_band.clone().unwrap_or_default()
            }),
            split(rule, "By who leads them", &led, &came, |one| {
                one.community_led.to_string()
            }),
        ],
        burden: burden(rule, &book)?,
        cap: changed_by_cap(&book)?,
        rule: rule.words(),
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

/// A table by groups: each column adds up to its total, and nobody can reckon a small number from that.
fn split(
    rule: Rule,
    title: &str,
    groups: &[(String, String)],
    came: &[Came],
    group: impl Fn(&OrganisationRow) -> String,
) -> Split {
    let known: BTreeSet<&str> = groups.iter().map(|(key, _)| key.as_str()).collect();
    let of = |one: &Came| {
        let key = group(&one.organisation);
        if known.contains(key.as_str()) {
            key
        } else {
            String::new()
        }
    };
    let mut rows: Vec<(String, Vec<Shown>)> = groups.iter().map(|(_, title)| (title.clone(), Vec::new())).collect();
    rows.push((EVERYBODY.to_owned(), Vec::new()));
    for step in 1..=STEPS.len() {
        let reached = |key: &str| {
            let here = came.iter().filter(|one| one.steps >= step && of(one) == key);
            i64::try_from(here.count()).unwrap_or(i64::MAX)
        };
        let cell = |raw| Cell { raw, published: true };
        let mut cells: Vec<Cell> = groups.iter().map(|(key, _)| cell(reached(key))).collect();
        let sum = Equation {
            left: (0..cells.len()).collect(),
            right: vec![cells.len()],
        };
        cells.push(cell(cells.iter().map(|one| one.raw).sum()));
        let shown = disclosure::publish(rule, &cells, &[sum]);
        for ((_, row), shown) in rows.iter_mut().zip(shown) {
            row.push(shown.unwrap_or(Shown::Withheld));
        }
    }
    Split {
        title: title.to_owned(),
        rows,
    }
}

/// What a bid took to write, as it was asked and as bidders said.
fn burden(rule: Rule, book: &Book) -> Result<Vec<String>, Fault> {
    let asked: i64 = book.questions.iter().map(|one| i64::from(one.max_words)).sum();
    let effort = proportion::effort(book.questions.len(), u32::try_from(asked).unwrap_or(u32::MAX));
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

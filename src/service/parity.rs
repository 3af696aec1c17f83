//! Whose words count: who spoke about a text, who was answered, whose words changed it and whose proposals were taken, by
//! house and body. Small numbers are not shown, and cannot be worked out from the rest.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::sections;
use serde_json::Value as Json;

use crate::{
    domain::{
        monitoring::{
            disclosure::{self, Cell, Equation},
            suppression::{Rule, Shown},
        },
        specification::comments::Disposition,
    },
    service::{
        app::{App, Desk},
        authority::{Caller, powers},
        bodies,
        compared::{self, Compared},
        fault::Fault,
        sight::{self, Seen},
        subjects::{data, specification::proposals},
    },
};

/// Who may read it.
const POWER: &str = "parity.read";
/// Of whoever sits in no house and no body.
const OTHERS: &str = "Others who take part";
/// What is counted, in order.
pub const COUNTED: [&str; 7] = [
    "People who said something",
    "Comments",
    "Answered",
    "Changed the text",
    "Not happy with the answer",
    "Proposals",
    "Proposals taken",
];

/// The table.
#[derive(Debug)]
pub struct Parity {
    /// The record, and who reads.
    pub seen: Seen,
    /// House or body, and a number for each of [`COUNTED`]; the last row is everybody.
    pub rows: Vec<(String, Vec<Shown>)>,
    /// What readers are told about small numbers.
    pub rule: String,
    /// Who was asked and who spoke, beside who lives in the city.
    pub compared: Compared,
}

/// Whether somebody may read such tables.
///
/// # Errors
/// The database fails.
pub fn may(desk: &mut Desk<'_>, caller: &Caller) -> Result<bool, Fault> {
    powers::has(desk, caller, POWER)
}

/// The table for one text.
///
/// # Errors
/// The record is not there, or this is not for this person: the same answer.
pub fn open(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<Parity, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        if !may(desk, caller)? {
            return Err(Fault::NotFound("page"));
        }
        let counts = counts(desk, &seen)?;
        let said = counts.values().flat_map(|one| one.people.iter().cloned()).collect();
        let rule = desk.app.library.payments.figures;
        Ok(Parity {
            compared: compared::with_the_city(desk, &seen, &said)?,
            rows: shown(rule, counts),
            rule: rule.words(),
            seen,
        })
    })
}

/// What one house did.
#[derive(Debug, Default)]
struct Counts {
    people: BTreeSet<String>,
    numbers: [i64; COUNTED.len()],
}

impl Counts {
    fn add(&mut self, what: usize, holds: bool) {
        if let Some(number) = self.numbers.get_mut(what).filter(|_| holds) {
            *number += 1;
        }
    }
}

/// By house or body, each with what its people did; those that there are in the vocabulary stand there with nothing, too.
fn counts(desk: &mut Desk<'_>, seen: &Seen) -> Result<BTreeMap<String, Counts>, Fault> {
    let mut out: BTreeMap<String, Counts> = BTreeMap::new();
    for title in desk.app.library.roles.houses.values() {
        out.entry(title.clone()).or_default();
    }
    let house = |desk: &mut Desk<'_>, person: &str| -> Result<String, Fault> {
        let found = bodies::speaks_for(desk, person)?;
        Ok(if found.is_empty() { OTHERS.to_owned() } else { found })
    };
    for row in sections::comments(desk.db, &seen.record.id)? {
        let one = out.entry(house(desk, &row.person_id)?).or_default();
        one.people.insert(row.person_id);
        let became = row.disposition.as_deref().and_then(Disposition::parse);
        one.add(1, true);
        one.add(2, row.answered_at.is_some());
        one.add(3, became.is_some_and(Disposition::changes_text));
        one.add(4, row.content_with_answer == Some(false));
    }
    let own = data(&seen.record)?;
    for proposal in proposals::all(&own) {
        let by = proposal
            .made
            .get("by")
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned();
        let one = out.entry(house(desk, &by)?).or_default();
        one.people.insert(by);
        one.add(5, true);
        one.add(6, proposal.verdict() == proposals::TAKEN);
    }
    for one in out.values_mut() {
        one.numbers[0] = i64::try_from(one.people.len()).unwrap_or(i64::MAX);
    }
    Ok(out)
}

/// What of it may be shown: each column adds up to its total, and nobody can reckon a small number from that.
fn shown(rule: Rule, counts: BTreeMap<String, Counts>) -> Vec<(String, Vec<Shown>)> {
    let (titles, all): (Vec<String>, Vec<Counts>) = counts.into_iter().unzip();
    let mut out: Vec<(String, Vec<Shown>)> = titles.into_iter().map(|title| (title, Vec::new())).collect();
    out.push(("Everybody".to_owned(), Vec::new()));
    for column in 0..COUNTED.len() {
        let numbers = all.iter().map(|one| one.numbers.get(column).copied().unwrap_or(0));
        let mut cells: Vec<Cell> = numbers.map(|raw| Cell { raw, published: true }).collect();
        let total = cells.iter().map(|cell| cell.raw).sum();
        let places = (0..cells.len()).collect();
        cells.push(Cell {
            raw: total,
            published: true,
        });
        let sum = Equation {
            left: places,
            right: vec![cells.len() - 1],
        };
        let published = disclosure::publish(rule, &cells, &[sum]);
        for ((_, row), cell) in out.iter_mut().zip(published) {
            row.push(cell.unwrap_or(Shown::Withheld));
        }
    }
    out
}

//! Whether an award hangs by a thread: who would have been offered which lot without one scorer, or with a weight that
//! is a tenth heavier or lighter (domain.md 5.13). It decides nothing; whoever decides reads it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    asking,
    outcome::{self, Entrant, Rules},
    scoring::{Criterion, ScoringError},
};

/// What one scorer gave before the panel met: bid and answer ([`asking::key`]) to the mark.
pub type Given = BTreeMap<(String, String), u32>;

/// A weight is tried with this many tenths; all others keep ten.
const HEAVIER: u32 = 11;
const LIGHTER: u32 = 9;
const TENTHS: u32 = 10;

/// What is tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trial {
    /// The mean of what everybody gave alone, in place of what the panel agreed.
    EveryonesOwn,
    /// The same without the scorer of this place, from 0.
    Without(usize),
    /// This question weighs a tenth more.
    Heavier(String),
    /// This question weighs a tenth less.
    Lighter(String),
}

/// What would be different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was tried.
    pub trial: Trial,
    /// Lots that another bid, or nobody, would be offered.
    pub others: Vec<(String, Option<String>)>,
}

/// Tries everything out against the offers of an outcome. A trial in which an answer would have no mark at all is left
/// out.
///
/// # Errors
/// A mark is missing or off its scale, or the weights are not a whole.
pub fn tried(
    lots: &[String],
    entrants: &[Entrant],
    rules: &Rules,
    scorers: &[Given],
) -> Result<Vec<Finding>, ScoringError> {
    let offers = |entrants: &[Entrant], rules: &Rules| {
        let outcome = outcome::work_out(lots, entrants, rules)?;
        let offered = outcome.lots.into_iter().map(|(lot, one)| (lot, one.offered));
        Ok::<BTreeMap<String, Option<String>>, ScoringError>(offered.collect())
    };
    let agreed = offers(entrants, rules)?;
    let mut out = Vec::new();
    let mut note = |trial: Trial, found: &BTreeMap<String, Option<String>>| {
        let other = |lot: &&String| found.get(*lot) != agreed.get(*lot);
        let others = lots.iter().filter(other);
        let others = others.map(|lot| (lot.clone(), found.get(lot).cloned().flatten()));
        out.push(Finding {
            trial,
            others: others.collect(),
        });
    };
    let everybody: Vec<&Given> = scorers.iter().collect();
    let mut panels = vec![(Trial::EveryonesOwn, everybody)];
    for left_out in 0..scorers.len() {
        let rest = scorers.iter().enumerate().filter(|(place, _)| *place != left_out);
        panels.push((Trial::Without(left_out), rest.map(|(_, given)| given).collect()));
    }
    for (trial, panel) in panels {
        if let Some((entrants, rules)) = averaged(entrants, rules, &panel) {
            note(trial, &offers(&entrants, &rules)?);
        }
    }
    for criterion in &rules.criteria {
        let id = &criterion.id;
        note(
            Trial::Heavier(id.clone()),
            &offers(entrants, &weighed(rules, id, HEAVIER))?,
        );
        note(
            Trial::Lighter(id.clone()),
            &offers(entrants, &weighed(rules, id, LIGHTER))?,
        );
    }
    Ok(out)
}

/// Means of what these gave, as whole marks on a longer scale; nothing if nobody of them marked an answer.
fn averaged(entrants: &[Entrant], rules: &Rules, panel: &[&Given]) -> Option<(Vec<Entrant>, Rules)> {
    let mut sums: BTreeMap<(&str, &str, &str), (u32, u32)> = BTreeMap::new();
    for entrant in entrants {
        let once = entrant.marks.keys().map(|question| (question, None));
        let each = entrant.by_lot.iter();
        let each = each.flat_map(|(lot, marks)| marks.keys().map(move |question| (question, Some(lot.as_str()))));
        for (question, lot) in once.chain(each) {
            let pair = (entrant.bid.clone(), asking::key(question, lot));
            let given: Vec<u32> = panel.iter().filter_map(|given| given.get(&pair).copied()).collect();
            let count = u32::try_from(given.len()).ok().filter(|count| *count > 0)?;
            let place = (entrant.bid.as_str(), question.as_str(), lot.unwrap_or_default());
            sums.insert(place, (given.iter().sum(), count));
        }
    }
    let longer = sums.values().fold(1, |all, (_, count)| least_common(all, *count));
    let mean = |bid: &str, lot: &str, marks: &BTreeMap<String, u32>| -> BTreeMap<String, u32> {
        let mean = |question: &String| {
            let (sum, count) = sums.get(&(bid, question.as_str(), lot))?;
            Some((question.clone(), sum * (longer / count)))
        };
        marks.keys().filter_map(mean).collect()
    };
    let entrants = entrants.iter().map(|entrant| Entrant {
        marks: mean(&entrant.bid, "", &entrant.marks),
        by_lot: entrant
            .by_lot
            .iter()
            .map(|(lot, marks)| (lot.clone(), mean(&entrant.bid, lot, marks)))
            .collect(),
        ..entrant.clone()
    });
    let criteria = rules.criteria.iter().map(|one| Criterion {
        max: one.max * longer,
        minimum: one.minimum.map(|minimum| minimum * longer),
        ..one.clone()
    });
    let rules = Rules {
        criteria: criteria.collect(),
        ..rules.clone()
    };
    Some((entrants.collect(), rules))
}

/// The rules with one weight of so many tenths.
fn weighed(rules: &Rules, id: &str, tenths: u32) -> Rules {
    let criteria = rules.criteria.iter().map(|one| Criterion {
        weight: one.weight * if one.id == id { tenths } else { TENTHS },
        ..one.clone()
    });
    let criteria: Vec<Criterion> = criteria.collect();
    Rules {
        whole: criteria.iter().map(|one| one.weight).sum(),
        criteria,
        ..rules.clone()
    }
}

fn least_common(a: u32, b: u32) -> u32 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    a / x.max(1) * b
}

#[cfg(test)]
mod tests;

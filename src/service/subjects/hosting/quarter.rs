//! A quarterly return: what is missing, what does not fit, what needs a conversation.

use std::collections::BTreeMap;

use accord_engine::value::Value;
use accord_store::subjects::{self as rows, SubjectRow};
use serde_json::Value as Json;

use super::{
    answers::{Filled, below_contract, count, keep, newest, parent, part, table, text},
    quarter_shown,
};
use crate::{
    domain::monitoring::{
        indicators::{self, Answers},
        nhs_number,
        rating::{self, Rating},
    },
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, NewSubject, Subject, Values, Work, plain, promises},
    },
};

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Return;

impl Subject for Return {
    fn kind(&self) -> &'static str {
        "return"
    }

    fn texts(&self) -> &'static [&'static str] {
        &["indicators"]
    }

    fn create(&self, _desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        below_contract(new, row)
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let texts = desk.texts_of(&about.row.id)?;
        let filled = newest(desk, about.row, "figures")?.map(|(_, filled)| filled);
        let given = filled.as_ref().map(numbers).unwrap_or_default();
        let (missing, problems) = match texts.indicators.values().next() {
            Some(set) => {
                let open = set
                    .inputs
                    .iter()
                    .filter(|(id, one)| !one.optional && !given.contains_key(*id))
                    .count();
                let (hard, _) = indicators::problems(set, &given);
                (open, hard.len().saturating_sub(open))
            }
            None => (0, 0),
        };
        let named = filled.as_ref().map_or(0, person_numbers);
        let place = place(desk, about.row)?;
        let promises = if place >= 2 {
            promises::open_at(desk, about.row, "second_return")?
        } else {
            0
        };
        let support = needs_support(desk, about.row, place)?;
        Ok([
            ("return.missing", count(missing)),
            ("return.problems", count(problems)),
            ("return.person_numbers", count(named)),
            ("return.needs_support", Value::Bool(support)),
            ("promises.due", count(promises)),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect())
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        Ok(serde_json::to_value(quarter_shown::shown(desk, about)?)?)
    }

    /// Whoever filled the numbers in does not certify them.
    fn excluded(&self, desk: &mut Desk<'_>, about: About<'_>, person: &str) -> Result<BTreeMap<String, String>, Fault> {
        let author = newest(desk, about.row, "figures")?.map(|(author, _)| author);
        Ok(if author.as_deref() == Some(person) {
            [("author".to_owned(), "You filled these numbers in yourself.".to_owned())].into()
        } else {
            BTreeMap::new()
        })
    }

    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        plain::log(desk, about, work)
    }

    fn run(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
        if rule == "release_payment" {
            let on = desk.now.date_naive();
            return keep(desk, about.row, &[("payment_released_on", on)]);
        }
        Err(Fault::Internal(anyhow::anyhow!("a return has no rule `{rule}`")))
    }
}

/// The numbers of a return, by input. The last row for an input counts.
pub(super) fn numbers(filled: &Filled) -> Answers {
    table(filled, "figures")
        .iter()
        .filter_map(|row| match (row.get("indicator"), row.get("value")) {
            (Some(Value::Text(input)), Some(Value::Integer(number))) => Some((input.clone(), *number)),
            _ => None,
        })
        .collect()
}

/// Answers in words that hold an NHS number.
fn person_numbers(filled: &Filled) -> usize {
    filled
        .keys()
        .filter(|question| nhs_number::occurs_in(&text(filled, question)))
        .count()
}

/// The returns of the same contract, oldest first.
pub(super) fn all_of_contract(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<SubjectRow>, Fault> {
    let Some(above) = parent(desk, row)? else {
        return Ok(vec![row.clone()]);
    };
    let mut all = rows::children(desk.db, &desk.alliance, &above.id, &row.kind)?;
    all.sort_by_key(|one| part::<String>(one, "period_from").ok().flatten());
    Ok(all)
}

/// Which return of its contract this is, from 1.
fn place(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<usize, Fault> {
    let all = all_of_contract(desk, row)?;
    Ok(all.iter().position(|one| one.id == row.id).map_or(1, |at| at + 1))
}

/// Every figure of a return with how it stands; those exempt in the first quarter are not judged.
pub(super) fn rated(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    first: bool,
) -> Result<Vec<(String, Option<i64>, Rating)>, Fault> {
    let texts = desk.texts_of(&row.id)?;
    let given = newest(desk, row, "figures")?
        .map(|(_, filled)| numbers(&filled))
        .unwrap_or_default();
    let Some(set) = texts.indicators.values().next() else {
        return Ok(Vec::new());
    };
    let judge = |one: &indicators::Indicator, value| {
        if first && one.first_quarter_exempt {
            Rating::Other
        } else {
            rating::rate(one.direction, value, one.target, one.tolerance)
        }
    };
    Ok(set
        .figures
        .iter()
        .map(|(id, one)| {
            let value = indicators::figure(&one.made, &given);
            (id.clone(), value, judge(one, value))
        })
        .collect())
}

/// A figure is inadequate, or requires improvement for the second quarter running.
fn needs_support(desk: &mut Desk<'_>, row: &SubjectRow, place: usize) -> Result<bool, Fault> {
    let now = rated(desk, row, place == 1)?;
    if now.iter().any(|(_, _, rating)| *rating == Rating::Inadequate) {
        return Ok(true);
    }
    let all = all_of_contract(desk, row)?;
    let Some(before) = place.checked_sub(2).and_then(|at| all.get(at)).cloned() else {
        return Ok(false);
    };
    let before = rated(desk, &before, place == 2)?;
    let again = |id: &str| before.iter().any(|one| one.0 == id && one.2.needs_support());
    Ok(now.iter().any(|one| one.2.needs_support() && again(&one.0)))
}

//! A quarterly return: what is missing, what does not fit, what needs a conversation.

use std::collections::BTreeMap;

use accord_engine::{definition::model::Form, value::Value};
use accord_store::subjects::{self as rows, SubjectRow};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::{
    answers::{Filled, below_contract, newest, parent, part, table},
    brought_in, quarter_sheet, quarter_shown,
};
use crate::{
    domain::monitoring::{
        indicators::{self, Answers},
        judging::{self, Problem},
        rating::Rating,
    },
    service::{
        app::Desk,
        fault::Fault,
        subjects::{
            About, Beside, Explained, NewSubject, Subject, Values, Work, count, keeping::keep, naming, plain, promises,
            values,
        },
    },
};

/// The question whose rows are the numbers; a word that forms and this kind share.
pub(super) const FIGURES: &str = "figures";
/// The question that is asked for a reason, likewise.
const EXPLANATION: &str = "explanation";

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
        below_contract(new, row)?;
        brought_in::settle_return(row)
    }

    fn imagine(&self, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        below_contract(new, row)
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let texts = desk.texts_of(&about.row.id)?;
        let filled = newest(desk, about.row, FIGURES)?.map(|(_, filled)| filled);
        let given = filled.as_ref().map(numbers).unwrap_or_default();
        let problems = texts
            .indicator_set()
            .map(|set| judging::problems(set, &given))
            .unwrap_or_default();
        let place = place(desk, about.row)?;
        let support = needs_support(desk, about.row, place)?;
        let mut out = promises::facts(desk, about.row)?;
        out.extend(values([
            ("return.number", count(place)),
            ("return.missing", count(problems.missing.len())),
            (
                "return.problems",
                count(problems.impossible.len() + problems.unequal.len()),
            ),
            ("return.needs_support", Value::Bool(support)),
            ("return.brought_in", Value::Bool(brought_in::is_past_return(about.row)?)),
        ]));
        Ok(out)
    }

    fn collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        let texts = desk.texts_of(&about.row.id)?;
        let inputs = texts.indicator_set().into_iter().flat_map(|set| &set.inputs);
        let labels = inputs.map(|(id, input)| (id.clone(), input.label.clone()));
        Ok([("indicators".to_owned(), labels.collect())].into())
    }

    /// Beside each number stands what it counts; and, until it is confirmed, that it was carried over.
    fn explained(&self, desk: &mut Desk<'_>, about: About<'_>, typed: &Map<String, Json>) -> Result<Explained, Fault> {
        let texts = desk.texts_of(&about.row.id)?;
        let inputs = texts.indicator_set().into_iter().flat_map(|set| &set.inputs);
        let filled = beforehand(desk, about)?;
        let rows = typed.get(FIGURES).and_then(Json::as_array);
        let confirmed: Vec<&str> = rows
            .into_iter()
            .flatten()
            .filter_map(|row| row.get("indicator").and_then(Json::as_str))
            .collect();
        let beside =
            |id: &str, definition: &str| {
                let mut says = vec![definition.to_owned()];
                let found = filled.get(id).filter(|_| !confirmed.contains(&id));
                says.extend(found.map(|(number, from)| {
                    format!("{number} stands here {from}. Check it: it counts when you continue.")
                }));
                Beside { says, most_words: None }
            };
        let definitions = inputs.map(|(id, input)| (id.clone(), beside(id, &input.definition)));
        Ok([("indicators".to_owned(), definitions.collect())].into())
    }

    /// Numbers of a spreadsheet that was taken, and those that the last return ended with.
    fn prefilled(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        form: &Form,
        _typed: &Map<String, Json>,
    ) -> Result<Map<String, Json>, Fault> {
        if !form.fields.iter().any(|field| field.id == FIGURES) {
            return Ok(Map::new());
        }
        let row = |(id, (number, _)): (String, (i64, &str))| json!({ "indicator": id, "value": number });
        let rows: Vec<Json> = beforehand(desk, about)?.into_iter().map(row).collect();
        Ok([(FIGURES.to_owned(), rows.into())].into_iter().collect())
    }

    fn whose(&self, desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
        naming::organisation(desk, row)
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        Ok(serde_json::to_value(quarter_shown::shown(desk, about)?)?)
    }

    /// Whoever filled the numbers in does not certify them.
    fn excluded(&self, desk: &mut Desk<'_>, about: About<'_>, person: &str) -> Result<BTreeMap<String, String>, Fault> {
        let author = newest(desk, about.row, FIGURES)?.map(|(author, _)| author);
        Ok(if author.as_deref() == Some(person) {
            [("author".to_owned(), "You filled these numbers in yourself.".to_owned())].into()
        } else {
            BTreeMap::new()
        })
    }

    /// Numbers that cannot be, that are missing or do not add up are sent back at once: nobody else can mend
    /// them. What may be so, but wants a reason, is asked for one.
    fn judge(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        answers: &IndexMap<String, Value>,
    ) -> Result<Vec<(String, String)>, Fault> {
        let texts = desk.texts_of(&about.row.id)?;
        let (Some(set), true) = (texts.indicator_set(), answers.contains_key(FIGURES)) else {
            return Ok(Vec::new());
        };
        let at = |one: Problem| (format!("{FIGURES}.{}", one.input), one.says);
        let given = match judging::collect(set, rows_of(answers)) {
            Ok(given) => given,
            Err(wrong) => return Ok(wrong.into_iter().map(at).collect()),
        };
        let found = judging::problems(set, &given);
        let wrong: Vec<Problem> = [found.impossible, found.missing, found.unequal].concat();
        let unexplained = answers.get(EXPLANATION).is_some_and(|said| match said {
            Value::Text(text) => text.trim().is_empty(),
            said => *said == Value::Nothing,
        });
        if !wrong.is_empty() || !unexplained {
            return Ok(wrong.into_iter().map(at).collect());
        }
        let known = judging::Known {
            before: last_sent(desk, about.row)?,
            payment: quarter_shown::payment(desk, about.row)?.map(|one| one.amount),
        };
        let asked = judging::unusual(set, &given, &known);
        let asked = asked
            .into_iter()
            .map(|one| format!("Say what is behind this: {}", one.says));
        Ok(asked.map(|says| (EXPLANATION.to_owned(), says)).collect())
    }

    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        let texts = desk.texts_of(&about.row.id)?;
        match (texts.indicator_set(), work.body.get("csv").and_then(Json::as_str)) {
            (Some(set), Some(csv)) => {
                let mut body = work.body.clone();
                body.remove("csv");
                body.insert(
                    "draft".to_owned(),
                    serde_json::to_value(quarter_sheet::numbers(set, csv)?)?,
                );
                plain::log(desk, about, Work { body: &body, ..work })
            }
            _ => plain::log(desk, about, work),
        }
    }

    fn run(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
        if rule == "release_payment" {
            let on = desk.today();
            return keep(desk, about.row, &[("payment_released_on", on)]);
        }
        Err(Fault::Internal(anyhow::anyhow!("a return has no rule `{rule}`")))
    }
}

/// Rows of the numbers: question and number.
pub(super) fn rows_of(filled: &Filled) -> Vec<(String, i64)> {
    table(filled, FIGURES)
        .iter()
        .filter_map(|row| match (row.get("indicator"), row.get("value")) {
            (Some(Value::Text(input)), Some(Value::Integer(number))) => Some((input.clone(), *number)),
            _ => None,
        })
        .collect()
}

/// The numbers of a return, by input. The last row for an input counts.
pub(super) fn numbers(filled: &Filled) -> Answers {
    rows_of(filled).into_iter().collect()
}

/// The numbers that a return was sent with last; empty before.
///
/// # Errors
/// The store fails.
pub(in crate::service::subjects) fn sent(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Answers, Fault> {
    match newest(desk, row, FIGURES)? {
        Some((_, filled)) => Ok(numbers(&filled)),
        None => brought_in::figures(row),
    }
}

/// Numbers that are written and not sent.
pub(super) fn draft(row: &SubjectRow) -> Result<Answers, Fault> {
    let draft: Option<Map<String, Json>> = part(row, "draft")?;
    Ok(draft
        .into_iter()
        .flatten()
        .filter_map(|(input, number)| Some((input, number.as_i64()?)))
        .collect())
}

/// Numbers that are known before the host fills anything in, each with where it comes from: a spreadsheet
/// that was taken, else the last return, where the set says that a number is carried over.
fn beforehand(desk: &mut Desk<'_>, about: About<'_>) -> Result<BTreeMap<String, (i64, &'static str)>, Fault> {
    let texts = desk.texts_of(&about.row.id)?;
    let Some(set) = texts.indicator_set() else {
        return Ok(BTreeMap::new());
    };
    let before = last_sent(desk, about.row)?;
    let mut out = BTreeMap::new();
    for (id, input) in &set.inputs {
        let carried = input.carried_from.as_ref().and_then(|from| before.get(from));
        out.extend(carried.map(|number| (id.clone(), (*number, "carried over from your last return"))));
    }
    for (id, number) in draft(about.row)? {
        out.insert(id, (number, "from your spreadsheet"));
    }
    Ok(out)
}

/// The numbers of the return before this one; empty if there is none.
///
/// # Errors
/// The store fails.
pub(super) fn last_sent(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Answers, Fault> {
    let all = all_of_contract(desk, row)?;
    let place = all.iter().position(|one| one.id == row.id).unwrap_or(0);
    match place.checked_sub(1).and_then(|at| all.get(at)) {
        Some(before) => sent(desk, before),
        None => Ok(Answers::new()),
    }
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
    let given = sent(desk, row)?;
    let Some(set) = texts.indicator_set() else {
        return Ok(Vec::new());
    };
    Ok(set
        .figures
        .iter()
        .map(|(id, one)| {
            let value = indicators::figure(&one.made, &given);
            (id.clone(), value, one.rate(value, first))
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
    // By name: another quarter may have been published with another set.
    let again = |id: &str| before.iter().any(|one| one.0 == id && one.2.needs_support());
    Ok(now.iter().any(|one| one.2.needs_support() && again(&one.0)))
}

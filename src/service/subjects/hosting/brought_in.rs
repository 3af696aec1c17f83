//! Contracts and returns that were there before they were known here. They are brought in by a named person, through
//! the workflow's own act; what was filled in then is kept in the record, and nobody is said to have signed, checked or
//! certified it here.

use accord_engine::value::Value;
use accord_store::{
    organisations,
    subjects::{self as rows, SubjectRow},
};
use chrono::{Datelike as _, Months, NaiveDate};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{
    answers::{organisation, part},
    contract::Terms,
    quarter::{self, FIGURES},
    quarter_shown,
};
use crate::{
    domain::{
        monitoring::{indicators::Answers, judging},
        words,
    },
    service::{
        app::Desk,
        fault::Fault,
        subjects::{data, standing},
    },
};

/// Whether a contract was brought in.
pub(super) const FACT: &str = "contract.brought_in";
/// Questions of the form by which a contract is brought in; words that forms and this kind share.
pub(in crate::service) const REFERENCE: &str = "reference";
/// Likewise: the short word of the organisation that hosts.
pub(in crate::service) const HOST: &str = "host";
/// Likewise: ids of networks.
pub(in crate::service) const NETWORKS: &str = "networks";
/// Likewise: what belongs to no network, one on each line.
pub(in crate::service) const OTHER_LOTS: &str = "other_lots";
/// Likewise, of a return: the first day of its quarter.
pub(in crate::service) const QUARTER_FROM: &str = "quarter_from";
/// The day on which it was brought in.
const SINCE: &str = "brought_in_on";

/// The number of a contract where it was kept before; nothing for one that was made here.
pub(in crate::service) fn reference(row: &SubjectRow) -> Result<Option<String>, Fault> {
    match is_brought_in(row)? {
        true => part(row, REFERENCE),
        false => Ok(None),
    }
}

/// Whether two such numbers are one, however they are written.
pub(in crate::service) fn same(one: &str, other: &str) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    bare(one) == bare(other)
}

/// Whether a contract was brought in.
pub(super) fn is_brought_in(row: &SubjectRow) -> Result<bool, Fault> {
    Ok(part::<String>(row, SINCE)?.is_some())
}

/// Whether a return was.
pub(super) fn is_past_return(row: &SubjectRow) -> Result<bool, Fault> {
    Ok(part::<String>(row, QUARTER_FROM)?.is_some())
}

/// A new contract that is brought in belongs to its host, not to whoever brings it in, and is called by its name.
pub(super) fn settle(desk: &mut Desk<'_>, row: &mut SubjectRow) -> Result<(), Fault> {
    let mut own = data(row)?;
    let (Some(Json::String(handle)), true) = (own.get(HOST), own.contains_key(REFERENCE)) else {
        return Ok(());
    };
    let host = organisations::by_handle(desk.db, &desk.alliance, handle)?.ok_or(Fault::NotFound("organisation"))?;
    row.title = host.name;
    row.organisation_id = Some(host.id);
    own.insert(SINCE.to_owned(), desk.today().to_string().into());
    row.data = Json::Object(own).to_string();
    Ok(())
}

/// The terms that it was brought in with.
pub(super) fn terms(row: &SubjectRow) -> Result<Option<Terms>, Fault> {
    if !is_brought_in(row)? {
        return Ok(None);
    }
    Ok(Some(Terms {
        starts_on: part(row, "starts_on")?,
        ends_on: part(row, "ends_on")?,
        yearly: part(row, "yearly_value")?.unwrap_or_default(),
        may_extend: part(row, "may_extend")?.unwrap_or_default(),
        changed_by: 0,
    }))
}

/// When both sides had signed a contract that was brought in.
pub(in crate::service) fn signed_on(row: &SubjectRow) -> Result<Option<NaiveDate>, Fault> {
    match is_brought_in(row)? {
        true => part(row, "signed_on"),
        false => Ok(None),
    }
}

/// The first day of the first quarter whose return is given here; nothing for a contract that was made here. Without
/// another word it is the quarter in which the contract was brought in.
pub(in crate::service) fn returns_from(row: &SubjectRow) -> Result<Option<NaiveDate>, Fault> {
    let since: Option<NaiveDate> = part(row, SINCE)?;
    let Some(since) = since else { return Ok(None) };
    let said: Option<NaiveDate> = part(row, "returns_from")?;
    let starts: Option<NaiveDate> = part(row, "starts_on")?;
    Ok(said.or(Some(quarter_of(since))).max(starts))
}

/// The first day of the quarter that a day is in.
pub(in crate::service) fn quarter_of(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first
        .checked_sub_months(Months::new(first.month0() % 3))
        .unwrap_or(first)
}

/// The last day of the quarter that begins on a day.
fn quarter_ends(first: NaiveDate) -> NaiveDate {
    let next = first.checked_add_months(Months::new(3));
    next.and_then(|day| day.pred_opt()).unwrap_or(first)
}

/// A quarter as schedules call it: `2026-Q1` is April to June 2026.
fn key(first: NaiveDate) -> String {
    let year = if first.month() < 4 {
        first.year() - 1
    } else {
        first.year()
    };
    format!("{year}-Q{}", (first.month0() + 9) % 12 / 3 + 1)
}

/// A new return that was given before has its quarter, as one that a schedule opens.
pub(super) fn settle_return(row: &mut SubjectRow) -> Result<(), Fault> {
    let from: Option<NaiveDate> = part(row, QUARTER_FROM)?;
    let Some(first) = from.map(quarter_of) else {
        return Ok(());
    };
    let mut own = data(row)?;
    own.insert("key".to_owned(), key(first).into());
    own.insert("period_from".to_owned(), first.to_string().into());
    own.insert("period_to".to_owned(), quarter_ends(first).to_string().into());
    row.title = quarter_shown::quarter_in_words(first);
    row.data = Json::Object(own).to_string();
    Ok(())
}

/// The numbers that it was brought in with.
pub(super) fn figures(row: &SubjectRow) -> Result<Answers, Fault> {
    let rows: Vec<Map<String, Json>> = part(row, FIGURES)?.unwrap_or_default();
    Ok(rows
        .into_iter()
        .filter_map(|one| {
            let input = one.get("indicator").and_then(Json::as_str)?.to_owned();
            Some((input, one.get("value").and_then(Json::as_i64)?))
        })
        .collect())
}

/// What is wrong with the terms of a contract that is brought in.
pub(in crate::service::subjects) fn judge_terms(answers: &IndexMap<String, Value>) -> Vec<(String, String)> {
    let date = |question: &str| match answers.get(question) {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    };
    let mut out = Vec::new();
    if let Some((starts, ends)) = date("starts_on").zip(date("ends_on"))
        && ends < starts
    {
        let says = format!(
            "It ends on {}, before it begins on {}. Look at both days.",
            words::day(ends),
            words::day(starts)
        );
        out.push(("ends_on".to_owned(), says));
    }
    let is_empty = |question: &str| match answers.get(question) {
        Some(Value::Texts(all)) => all.is_empty(),
        Some(Value::Text(text)) => text.trim().is_empty(),
        _ => true,
    };
    if is_empty(NETWORKS) && is_empty(OTHER_LOTS) {
        let says = "Say which networks it is for, or what else, such as a post for the whole city.";
        out.push((NETWORKS.to_owned(), says.to_owned()));
    }
    if let Some(first) = date("returns_from")
        && quarter_of(first) != first
    {
        let says = format!(
            "{} is not the first day of a quarter. Write 1 January, 1 April, 1 July or 1 October of a year.",
            words::day(first)
        );
        out.push(("returns_from".to_owned(), says));
    }
    out
}

/// What is wrong with a return that is brought in.
pub(super) fn judge_return(
    desk: &mut Desk<'_>,
    contract: &SubjectRow,
    answers: &IndexMap<String, Value>,
) -> Result<Vec<(String, String)>, Fault> {
    let (Some(Value::Date(from)), true) = (answers.get(QUARTER_FROM), answers.contains_key(FIGURES)) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    let says = |says: String| (QUARTER_FROM.to_owned(), says);
    let first = quarter_of(*from);
    out.extend(quarter_problem(desk, contract, *from)?.map(says));
    if has_return(desk, contract, first)? {
        let host = organisation(desk, contract)?.map(|one| one.name).unwrap_or_default();
        out.push(says(format!(
            "A return of {host} for {} stands here already.",
            quarter_shown::quarter_in_words(first)
        )));
    }
    let texts = desk.texts_of(&contract.id)?;
    let at = |one: judging::Problem| (format!("{FIGURES}.{}", one.input), one.says);
    if let Some(set) = texts.indicator_set() {
        match judging::collect(set, quarter::rows_of(answers)) {
            Ok(given) => out.extend(judging::problems(set, &given).impossible.into_iter().map(at)),
            Err(wrong) => out.extend(wrong.into_iter().map(at)),
        }
    }
    Ok(out)
}

/// Why a past return of a contract cannot be of the quarter that begins on a day; nothing if it can.
pub(in crate::service) fn quarter_problem(
    desk: &mut Desk<'_>,
    contract: &SubjectRow,
    from: NaiveDate,
) -> Result<Option<String>, Fault> {
    let about = crate::service::subjects::About {
        row: contract,
        snapshot: None,
    };
    let terms = super::contract::terms(desk, about)?;
    Ok(outside(from, (terms.starts_on, returns_from(contract)?)))
}

/// Why a return that was given before cannot be of a quarter: it has to lie between the beginning of the contract and
/// the first quarter whose return is given here.
pub(in crate::service) fn outside(
    from: NaiveDate,
    (starts, here_from): (Option<NaiveDate>, Option<NaiveDate>),
) -> Option<String> {
    let first = quarter_of(from);
    if first != from {
        return Some(format!(
            "{} is not the first day of a quarter. Write 1 January, 1 April, 1 July or 1 October of a year.",
            words::day(from)
        ));
    }
    if let Some(starts) = starts.filter(|starts| quarter_ends(first) < *starts) {
        return Some(format!("The contract began on {} only.", words::day(starts)));
    }
    let here = here_from.filter(|here| quarter_of(*here) <= first)?;
    Some(format!(
        "Returns from {} on are given here, by the host. Bring in those of earlier quarters.",
        words::day(here)
    ))
}

/// Whether a contract has a return of the quarter that begins on a day.
pub(in crate::service) fn has_return(
    desk: &mut Desk<'_>,
    contract: &SubjectRow,
    first: NaiveDate,
) -> Result<bool, Fault> {
    for (row, _) in standing::below(desk, &contract.id, "return")? {
        if part::<String>(&row, "key")?.is_some_and(|one| one == key(first)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The numbers of a past return that is here, if one is.
pub(in crate::service) fn figures_of(
    desk: &mut Desk<'_>,
    contract: &SubjectRow,
    first: NaiveDate,
) -> Result<Option<Answers>, Fault> {
    for row in rows::children(desk.db, &desk.alliance, &contract.id, "return")? {
        if part::<String>(&row, "key")?.is_some_and(|one| one == key(first)) {
            return Ok(Some(quarter::sent(desk, &row)?));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn quarters_are_called_as_schedules_call_them() {
        for (on, first, called) in [
            ("2026-04-01", "2026-04-01", "2026-Q1"),
            ("2026-11-30", "2026-10-01", "2026-Q3"),
            ("2027-03-31", "2027-01-01", "2026-Q4"),
        ] {
            assert_eq!(quarter_of(day(on)), day(first));
            assert_eq!(key(day(first)), called);
        }
        assert_eq!(quarter_ends(day("2027-01-01")), day("2027-03-31"));
    }

    #[test]
    fn a_past_return_lies_between_the_beginning_and_what_is_given_here() {
        let spans = (Some(day("2025-05-10")), Some(day("2026-10-01")));
        for (from, says) in [
            ("2025-04-01", None),
            ("2026-07-01", None),
            ("2026-07-02", Some("is not the first day of a quarter")),
            ("2025-01-01", Some("began on 10 May 2025 only")),
            ("2026-10-01", Some("are given here, by the host")),
        ] {
            let found = outside(day(from), spans);
            assert_eq!(found.is_some(), says.is_some(), "{from}: {found:?}");
            assert!(
                says.is_none_or(|says| found.unwrap_or_default().contains(says)),
                "{from}"
            );
        }
    }
}

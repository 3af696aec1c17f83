//! What a relevant authority publishes of each financial year about the contracts that it awarded under a statutory
//! regime (regulation 25 of the Provider Selection Regime; domain.md 2.1): one record for an authority, year after year.
//!
//! Numbers come from rounds, contracts and requests to look again that are on record here. Once a year is published its
//! numbers are kept as they were, because they are what everybody has read.

mod counted;

use accord_engine::{definition::model::Form, value::Value};
use accord_store::{counters, organisations, subjects as rows, subjects::SubjectRow};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::{
    domain::{words, yearly::FinancialYear},
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{About, NewSubject, Subject, Values, data, keeping, round, values},
    },
    views::contexts::{
        annual::{AnnualSummary as Shown, Year},
        parts::Pair,
    },
};

/// The word of the catalogue.
pub const KIND: &str = "annual_summary";
/// The question that says whose it is.
const AUTHORITY: &str = "authority";
/// The question that says with which year it begins.
const FIRST: &str = "first_year";
/// Where the record keeps the years that are published.
const YEARS: &str = "years";
/// A question that only the form for a year asks.
const ABOUT_A_YEAR: &str = "nature";

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct AnnualSummary;

impl Subject for AnnualSummary {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let next = next(desk, about.row)?;
        Ok(values([
            ("summary.year_ends", Value::Date(next.until())),
            ("summary.due_day", Value::Date(next.due())),
        ]))
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        Ok(serde_json::to_value(shown(desk, about.row)?)?)
    }

    fn create(&self, desk: &mut Desk<'_>, _new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        let number = counters::next(desk.db, &desk.alliance, "PSR")?;
        row.reference = Some(format!("PSR-{number:02}"));
        Ok(())
    }

    /// Whoever writes it sees what is counted, before they say what it means.
    fn before_form(&self, desk: &mut Desk<'_>, about: About<'_>, form: &Form) -> Result<Vec<String>, Fault> {
        if !form.fields.iter().any(|field| field.id == ABOUT_A_YEAR) {
            return Ok(Vec::new());
        }
        let year = next(desk, about.row)?;
        let year = counted::year(desk, &authority(about.row)?, year)?;
        let figures = year.figures.iter().chain(&year.outcomes);
        let mut out = vec![format!(
            "What is on record here of the financial year {}, by now:",
            year.name
        )];
        out.extend(figures.map(|one| format!("{}: {}", one.title, one.number)));
        out.push(format!("Worth over their whole terms: {}", words::money(year.value)));
        Ok(out)
    }

    fn judge(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        answers: &IndexMap<String, Value>,
    ) -> Result<Vec<(String, String)>, Fault> {
        // Numbers are the law's to give away, words are not: no provider is to be known again by what it complained of.
        let mut out = Vec::new();
        let names = counted::complained(desk, &authority(about.row)?)?;
        for question in [ABOUT_A_YEAR, "impact"] {
            let Some(Value::Text(said)) = answers.get(question) else {
                continue;
            };
            for name in names
                .iter()
                .filter(|name| said.to_lowercase().contains(&name.to_lowercase()))
            {
                out.push((
                    question.to_owned(),
                    format!("Take “{name}” out: who made representations is not published."),
                ));
            }
        }
        Ok(out)
    }

    fn run_with(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str, form: &str) -> Result<(), Fault> {
        let forms = round::forms_of(desk, about, form)?;
        let Some(said) = forms.last() else { return Ok(()) };
        let said = answers::of(said)?;
        let mut years = published(&rows::load(desk.db, &desk.alliance, &about.row.id)?)?;
        let year = match rule {
            "record_year" => next(desk, about.row)?,
            "record_year_again" => match years.pop() {
                Some(last) => FinancialYear::beginning(last.begins),
                None => return Ok(()),
            },
            _ => {
                return Err(Fault::Internal(anyhow::anyhow!(
                    "`{KIND}` has no rule `{rule}` that reads a form"
                )));
            }
        };
        let mut kept = counted::year(desk, &authority(about.row)?, year)?;
        kept.published_on = Some(desk.today());
        kept.nature = answers::text(&said, ABOUT_A_YEAR);
        kept.impact = answers::text(&said, "impact");
        kept.monitoring = answers::text(&said, "monitoring");
        kept.improvements = answers::text(&said, "improvements");
        years.push(kept);
        keeping::keep(desk, about.row, &[(YEARS, years)])
    }
}

/// The organisation whose it is; empty where nobody said.
fn authority(row: &SubjectRow) -> Result<String, Fault> {
    Ok(answers::text(&data(row)?, AUTHORITY))
}

/// The years that are published, the oldest first.
///
/// # Errors
/// What is stored is damaged.
pub(in crate::service) fn published(row: &SubjectRow) -> Result<Vec<Year>, Fault> {
    match data(row)?.remove(YEARS) {
        Some(all) => Ok(serde_json::from_value(all)?),
        None => Ok(Vec::new()),
    }
}

/// The next that is to be published: after the newest; before the first, the one that the record was to begin with.
fn next(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<FinancialYear, Fault> {
    // Read again: a rule before this in the same step may have published one. A new record is not stored yet.
    let row = rows::load(desk.db, &desk.alliance, &row.id).unwrap_or_else(|_| row.clone());
    if let Some(last) = published(&row)?.last() {
        return Ok(FinancialYear::beginning(last.begins).next());
    }
    let own: Map<String, Json> = data(&row)?;
    let first = own
        .get(FIRST)
        .and_then(Json::as_i64)
        .and_then(|year| i32::try_from(year).ok());
    Ok(first.map_or_else(|| FinancialYear::of(desk.today()), FinancialYear::beginning))
}

/// What it is called where everybody reads it, with the years that are published.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(in crate::service) fn shown(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Shown, Fault> {
    let row = rows::load(desk.db, &desk.alliance, &row.id).unwrap_or_else(|_| row.clone());
    let of = authority(&row)?;
    let next = next(desk, &row)?;
    let last = published(&row)?.pop().unwrap_or_default();
    let reference = row.reference.clone().unwrap_or_default();
    let named = organisations::load(desk.db, &of)?
        .map(|one| one.name)
        .unwrap_or_default();
    let records = &desk.app.library.regimes.yearly.records;
    let records = records.iter().map(|one| Pair {
        name: one.what.clone(),
        value: one.kept.replace("{authority}", &named),
    });
    Ok(Shown {
        public_url: format!("{}/annual-summaries/{reference}/{}", desk.app.origin, last.begins),
        reference,
        authority: named.clone(),
        records: records.collect(),
        next: counted::year(desk, &of, next)?,
        last,
    })
}

//! Annual summaries of authorities, as they were published.

use accord_store::subjects::{self as rows, SubjectRow};

use crate::{
    service::{
        app::Desk,
        fault::Fault,
        subjects::annual_summary::{self, KIND},
    },
    views::contexts::annual::{AnnualSummary, Year},
};

/// Whether a record of this kind has its own place for everybody, beside the register.
pub fn is_one(record: &SubjectRow) -> bool {
    record.kind == KIND
}

/// Every authority of which a year is published, each with its years, the newest first.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn all(desk: &mut Desk<'_>) -> Result<Vec<(AnnualSummary, Vec<Year>)>, Fault> {
    let mut out = Vec::new();
    for record in rows::of_kind(desk.db, &desk.alliance, KIND)? {
        let mut years = annual_summary::published(&record)?;
        if !years.is_empty() {
            years.reverse();
            out.push((annual_summary::shown(desk, &record)?, years));
        }
    }
    Ok(out)
}

/// One year of one authority, by the reference of the record and the year in which it begins.
///
/// # Errors
/// There is none that is published.
pub fn one(desk: &mut Desk<'_>, reference: &str, begins: &str) -> Result<(AnnualSummary, Year), Fault> {
    let all = all(desk)?.into_iter().filter(|(of, _)| of.reference == reference);
    let mut years = all.flat_map(|(of, years)| years.into_iter().map(move |year| (of.clone(), year)));
    let found = years.find(|(_, year)| year.begins.to_string() == begins);
    found.ok_or(Fault::NotFound("page"))
}

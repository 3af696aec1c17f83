//! A change of people in words, for whoever confirms it and whoever is told; and who would gain by it.

use accord_store::people;

use super::{appointing::Place, names::or_somebody, organisation_name, second, two::Change};
use crate::{
    domain::words,
    service::{app::Desk, authority::Caller, erasure::look, fault::Fault, readers},
};

/// Whether whoever confirms would get a role, or act for somebody, by it.
pub(super) fn gains(change: &Change, caller: &Caller) -> bool {
    let gets = match change {
        Change::Appoint { person, .. } | Change::Correct { person, .. } | Change::Erase { person, .. } => person,
        Change::Delegate { wish, .. } => &wish.delegate,
        Change::Add(_) => return false,
    };
    *gets == caller.person || caller.acting_for.as_ref() == Some(gets)
}

/// What is to be done, in a sentence or two.
///
/// # Errors
/// The database fails.
pub(super) fn in_words(desk: &mut Desk<'_>, change: &Change) -> Result<String, Fault> {
    let mut name = |id: &str| or_somebody(desk, id);
    Ok(match change {
        Change::Appoint { person, wish } => {
            let person = name(person)?;
            let title = readers::titles(desk, std::slice::from_ref(&wish.role)).concat();
            let place = match &wish.place {
                Place::Organisation(id) => organisation_name(desk, id)?.unwrap_or_default(),
                Place::Alliance => "the whole alliance".to_owned(),
                Place::Record(reference) => reference.clone(),
            };
            let from = words::day(wish.from);
            format!(
                "{person} is to be {title} for {place}, from {from}. The reason given: {}.",
                wish.reason.trim_end_matches('.')
            )
        }
        Change::Correct { person, .. } => {
            format!(
                "The email address by which {} signs in is to be changed.",
                name(person)?
            )
        }
        Change::Add(newcomer) => {
            let place = organisation_name(desk, &newcomer.organisation)?.unwrap_or_default();
            format!(
                "{} is to be added to the people of {place}.",
                newcomer.details.name.trim()
            )
        }
        Change::Delegate { principal, wish } => format!(
            "{} is to act for {}, from {} to {}. The reason given: {}.",
            name(&wish.delegate)?,
            name(principal)?,
            words::day(wish.from),
            words::day(wish.until),
            wish.reason.trim_end_matches('.')
        ),
        Change::Erase { person, why } => format!(
            "What is held on {} is to be erased, for good. The reason given: {}.",
            name(person)?,
            words::lower_first(why.says())
        ),
    })
}

/// What whoever confirms a change has to know beside: where whoever gains by it signs in, and who put them there.
///
/// # Errors
/// The database fails.
pub(super) fn beside(desk: &mut Desk<'_>, change: &Change) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    let person = match change {
        Change::Appoint { person, .. } => person,
        Change::Delegate { wish, .. } => &wish.delegate,
        Change::Correct { person, details } => {
            out.push(match details.email.trim() {
                "" => "They would have no email address.".to_owned(),
                address => format!("The new address is {address}."),
            });
            person
        }
        Change::Erase { person, .. } => {
            let row = super::of_alliance(desk, person)?;
            let look = look::of(desk, row)?;
            out.push("It cannot be undone. They get a letter that says what was done.".to_owned());
            out.extend(look.says_kept());
            if !look.papers.is_empty() {
                out.push(format!("Their name stays in these papers: {}.", look.papers.join(", ")));
            }
            return Ok(out);
        }
        Change::Add(newcomer) => {
            out.push(format!("Their address is {}.", newcomer.details.email.trim()));
            return Ok(out);
        }
    };
    if let Some(row) = people::load(desk.db, person)? {
        out.push(match row.email {
            Some(address) => format!("{} signs in with {address}.", row.name),
            None => format!("{} has no email address.", row.name),
        });
    }
    out.extend(second::unconfirmed(desk, person)?);
    Ok(out)
}

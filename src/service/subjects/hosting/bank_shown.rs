//! How far the bank details of a host are: in lines, as what waits, and why nothing is paid yet.

use accord_store::subjects::SubjectRow;
use chrono::NaiveDate;

use super::bank::{Given, of};
use crate::{
    domain::words,
    service::{app::Desk, fault::Fault, people::names::or_somebody},
};

/// Why a host cannot be paid now; nothing if it can.
pub(super) fn why_not(all: &[Given], today: NaiveDate) -> Option<String> {
    let last = all.iter().rfind(|one| one.refused.is_none());
    match last {
        None => Some("The host has given no bank details.".to_owned()),
        Some(one) => match one.used_from {
            None => Some(format!("{} has not been approved yet.", one.masked)),
            Some(from) if today < from => Some(format!(
                "{} is used from {} on, so that there is time to say if it was not the host.",
                one.masked,
                words::day(from)
            )),
            Some(_) => None,
        },
    }
}

/// The same for a contract: nothing, too, where nobody asks for bank details. What was brought in, or began by a pack that
/// had no page for them, is paid as before until details are given.
///
/// # Errors
/// The record is damaged.
pub(super) fn not_paid(row: &SubjectRow, approvers: usize, today: NaiveDate) -> Result<Option<String>, Fault> {
    let all = of(row)?;
    Ok(match all.is_empty() && approvers == 0 {
        true => None,
        false => why_not(&all, today),
    })
}

/// Numbers that may be called about what waits.
///
/// # Errors
/// The record is damaged.
pub(super) fn to_call(row: &SubjectRow) -> Result<Vec<String>, Fault> {
    let all = of(row)?;
    let waits = all.last().filter(|one| one.is_open() && one.call.is_none());
    Ok(waits.map(|one| one.on_file.clone()).unwrap_or_default())
}

/// What waits for somebody who approves it.
///
/// # Errors
/// The record is damaged.
pub(super) fn to_approve(row: &SubjectRow) -> Result<Option<String>, Fault> {
    let all = of(row)?;
    Ok(all.last().filter(|one| one.is_open()).map(|one| one.masked.clone()))
}

/// Lines about it, for whoever sees the whole record: how it ends, and how far it is.
///
/// # Errors
/// The record is damaged, or the store fails.
pub(super) fn lines(desk: &mut Desk<'_>, row: &SubjectRow, approvers: usize) -> Result<Vec<String>, Fault> {
    let today = desk.today();
    let mut out = Vec::new();
    for one in of(row)? {
        let by = or_somebody(desk, &one.by)?;
        let mut line = format!(
            "{}, given by {by} on {}",
            one.masked,
            words::day(words::local_day(one.at))
        );
        if let Some(call) = &one.call {
            line.push_str(&format!(
                ". Confirmed by a call to {}, with {}, on {}",
                call.number,
                call.spoken_to,
                words::day(words::local_day(call.at))
            ));
        }
        let approved: Vec<String> = one
            .approved
            .iter()
            .map(|id| or_somebody(desk, id))
            .collect::<Result<_, _>>()?;
        match (&one.refused, one.used_from) {
            (Some((who, why)), _) => line.push_str(&format!(". Refused by {}: {why}", or_somebody(desk, who)?)),
            (None, Some(from)) if today < from => {
                line.push_str(&format!(
                    ". Approved by {}; rests until {}, and nothing is paid to it before",
                    words::list(&approved),
                    words::day(from)
                ));
            }
            (None, Some(from)) => {
                line.push_str(&format!(
                    ". Approved by {}; used from {}",
                    words::list(&approved),
                    words::day(from)
                ));
            }
            (None, None) if one.call.is_none() => {
                line.push_str(". Waits for a call to a number that was on file before");
            }
            (None, None) => line.push_str(&format!(". Approved by {} of {approvers} people", approved.len())),
        }
        out.push(line);
    }
    Ok(out)
}

//! What stands in cells that name something of the alliance: a host, networks, how a post is.

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::columns::bare;
use crate::{
    domain::{cells, words},
    service::subjects::hosting::brought_in,
};

/// How a post can be.
const NOW: [(&str, &str); 2] = [("filled", "somebody is in post"), ("vacant", "it is vacant")];

/// The organisation of a name or short word.
pub(super) fn host_of(hosts: &[(String, String)], cell: &str) -> Result<(String, String), String> {
    let is = |one: &&(String, String)| bare(&one.0) == bare(cell) || bare(&one.1) == bare(cell);
    hosts.iter().find(is).cloned().ok_or_else(|| {
        format!(
            "No organisation here is called “{cell}”. Write its name as the register of organisations has it, or add it \
             there first."
        )
    })
}

/// Networks by name or id, parted by commas; `all` is every one.
pub(super) fn several(areas: &IndexMap<String, String>, cell: &str) -> Result<Vec<String>, String> {
    if bare(cell) == "all" {
        return Ok(areas.keys().cloned().collect());
    }
    let (mut out, mut wrong) = (Vec::new(), Vec::new());
    for part in cell
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        match areas
            .iter()
            .find(|(id, name)| bare(id) == bare(part) || bare(name) == bare(part))
        {
            Some((id, _)) if out.contains(id) => {}
            Some((id, _)) => out.push(id.clone()),
            None => wrong.push(format!("“{part}”")),
        }
    }
    if wrong.is_empty() {
        return Ok(out);
    }
    let names: Vec<String> = areas.values().cloned().collect();
    let is = if wrong.len() == 1 { "is" } else { "are" };
    Err(format!(
        "{} {is} no network here. Write one or more of: {}; or what belongs to none under “Other services”.",
        words::list(&wrong),
        names.join("; ")
    ))
}

pub(super) fn priced(cell: &str) -> Result<i64, String> {
    match cells::money(cell)? {
        0..100 => Err(format!(
            "“{cell}” is less than a pound for a year. Write what is paid in a year."
        )),
        pence => Ok(pence),
    }
}

pub(super) fn past(cell: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let day = cells::day(cell)?;
    match day <= today {
        true => Ok(day),
        false => Err(format!("{} has not come yet. Look at the year.", words::day(day))),
    }
}

pub(super) fn quarter_begins(cell: &str) -> Result<NaiveDate, String> {
    let day = cells::quarter(cell)?;
    match brought_in::quarter_of(day) == day {
        true => Ok(day),
        false => Err(format!(
            "{} is not the first day of a quarter. Write 1 January, 1 April, 1 July or 1 October of a year.",
            words::day(day)
        )),
    }
}

pub(super) fn post_is(cell: &str) -> Result<&'static str, String> {
    let is = |one: &&(&str, &str)| bare(cell) == one.0 || bare(cell) == one.1;
    let found = NOW.iter().find(is).map(|one| one.0);
    found.ok_or_else(|| format!("“{cell}” is neither filled nor vacant. Write filled, or vacant."))
}

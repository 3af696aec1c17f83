//! Organisations from a file: sent, looked at, confirmed. What it would do is judged when it is looked at and once
//! more when it is confirmed; what is confirmed is what was shown, all of it in one transaction.

pub mod alone;
mod columns;
mod judging;

use std::collections::BTreeSet;

use accord_store::{
    organisation_files::{self as rows, OrganisationFileRow},
    organisations,
};
use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

pub use self::judging::{Change, Entry, Fate, Judged};
use super::{listing, profile, saving};
use crate::{
    domain::{
        hex, sheets,
        tables::{self, Table},
        words,
    },
    service::{
        app::{App, Desk},
        authority::{
            Caller,
            manage::{self, NewOrganisation},
            powers,
        },
        fault::Fault,
        history,
    },
};

/// The power to add and to correct organisations.
pub const POWER: &str = super::OFFICE;
/// The question of the form that it is sent with.
pub const FILE: &str = "file";

/// A file, and what it would do.
#[derive(Debug, Clone)]
pub struct Looked {
    /// As it is kept.
    pub row: OrganisationFileRow,
    /// What it would do; nothing once it is confirmed.
    pub judged: Option<Judged>,
    /// A mark of what it would do: whoever confirms it sends the mark that they saw.
    pub mark: String,
}

/// The file to begin with: the headings, and nothing below them.
///
/// # Errors
/// None that can happen in memory; the library says it may.
pub fn template() -> Result<String, Fault> {
    let headings: Vec<&str> = columns::all().map(|column| column.heading).collect();
    Ok(sheets::write(&headings, &[]).map_err(|error| anyhow::anyhow!("{error}"))?)
}

/// Keeps a file until it is confirmed; gives its id.
///
/// # Errors
/// It is not theirs to do, or the file cannot be read as a table of organisations.
pub fn keep(app: &App, alliance: &str, caller: &Caller, name: &str, bytes: &[u8]) -> Result<String, Fault> {
    let most = app.library.landscape.import.bytes;
    if bytes.len() > most {
        let says = format!(
            "The file is larger than {} bytes. Send it in parts.",
            words::thousands(most.try_into().unwrap_or(u64::MAX))
        );
        return Err(Fault::field(FILE, says));
    }
    let table = read(app, bytes)?;
    let knows = |heading: &String| columns::named(heading).is_some_and(|one| one.place == 0);
    if !table.headings.iter().any(knows) {
        let says = format!(
            "The first line has no heading “{}”. Download the template, or the register, and keep its headings.",
            listing::COLUMNS[0]
        );
        return Err(Fault::field(FILE, says));
    }
    let mut known = BTreeSet::new();
    for place in table
        .headings
        .iter()
        .filter_map(|heading| columns::named(heading))
        .map(|one| one.place)
    {
        if !known.insert(place) {
            let heading = listing::COLUMNS.get(place).copied().unwrap_or_default();
            let says =
                format!("Two columns are called “{heading}”. Leave one of them, so that it is clear which counts.");
            return Err(Fault::field(FILE, says));
        }
    }
    if table.rows.is_empty() {
        return Err(Fault::field(
            FILE,
            "The file has headings and no rows. Write an organisation on each row.",
        ));
    }
    let (now, caller) = (app.wall.now(), caller.clone());
    let id = app.rng.id(now);
    let text = String::from_utf8_lossy(bytes);
    let row = OrganisationFileRow {
        id: id.clone(),
        alliance_id: alliance.to_owned(),
        person_id: caller.person.clone(),
        name: manage::tidy(name).chars().take(100).collect(),
        sealed: Some(app.seals.seal(&place(&id), &text)?),
        sent_at: now.into(),
        done_at: None,
        added: 0,
        changed: 0,
        left_out: 0,
    };
    let old = now - TimeDelta::days(i64::from(app.library.retention.organisation_files));
    app.writing(alliance, move |desk| {
        powers::judge(desk, &caller, POWER)?;
        Ok::<_, Fault>(rows::keep(desk.db, &row, old.into())?)
    })?;
    Ok(id)
}

/// What a file would do, for whoever sent it.
///
/// # Errors
/// It is not there, or not theirs.
pub fn look(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Looked, Fault> {
    powers::judge(desk, caller, POWER)?;
    let row = rows::load(desk.db, &desk.alliance, &caller.person, id).map_err(|error| match Fault::from(error) {
        Fault::NotFound(_) => Fault::NotFound("page"),
        other => other,
    })?;
    let Some(sealed) = &row.sealed else {
        return Ok(Looked {
            row,
            judged: None,
            mark: String::new(),
        });
    };
    let text = desk.app.seals.open(&place(id), sealed)?;
    let judged = judging::judge(desk, caller, &read(desk.app, text.as_bytes())?)?;
    let mark = hex(&Sha256::digest(format!("{judged:?}").as_bytes()));
    Ok(Looked {
        row,
        judged: Some(judged),
        mark,
    })
}

/// Adds and changes what a file says, as it was shown, for a reason that those read who are changed; rows that are
/// refused are left out.
///
/// # Errors
/// It is not there, was confirmed already, or would do something else by now; or no reason is given.
pub fn confirm(
    app: &App,
    alliance: &str,
    caller: &Caller,
    id: &str,
    (seen, because): (&str, &str),
) -> Result<(), Fault> {
    let (caller, id, seen) = (caller.clone(), id.to_owned(), seen.to_owned());
    let because = because.to_owned();
    app.writing(alliance, move |desk| {
        let looked = look(desk, &caller, &id)?;
        let Some(judged) = &looked.judged else {
            return Err(Fault::conflict("This file was confirmed already.", 0));
        };
        if looked.mark != seen {
            return Err(Fault::conflict(
                "Something about these organisations has changed since you looked. Look at it once more.",
                0,
            ));
        }
        let because = saving::reason(&because)?;
        let mut added = Vec::new();
        for entry in judged.of(Fate::New) {
            added.push(add(desk, entry)?);
        }
        let mut changed: Vec<Json> = Vec::new();
        for entry in judged.of(Fate::Changed) {
            changed.push(change(desk, &caller, entry, &because)?);
        }
        let left_out = judged.of(Fate::Refused).count();
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let numbers = (number(added.len()), number(changed.len()), number(left_out));
        if !rows::done(desk.db, &id, numbers, desk.now.into())? {
            return Err(Fault::conflict("This file was confirmed at the same moment.", 0));
        }
        if added.is_empty() && changed.is_empty() {
            return Ok(());
        }
        let person = caller.acting_for.as_ref().unwrap_or(&caller.person);
        history::note(
            desk,
            None,
            &json!({
                "format": 1,
                "organisation": {
                    "done": "import", "file": id, "name": looked.row.name, "added": added, "changed": changed,
                    "left_out": left_out, "by": person, "hand": caller.person, "because": because,
                },
            }),
        )
    })
}

/// Adds an organisation; gives its id.
fn add(desk: &mut Desk<'_>, entry: &Entry) -> Result<String, Fault> {
    let handle = handle(desk, &entry.name)?;
    let mut profile = entry.said.clone();
    let name = profile.remove("name");
    let income = profile.remove("income_band");
    let led = profile.remove("community_led");
    profile.retain(|_, value| !value.is_null());
    manage::add_organisation(
        desk,
        NewOrganisation {
            handle,
            name: name.as_ref().and_then(Json::as_str).unwrap_or(&entry.name).to_owned(),
            kind: entry.kind.clone(),
            income_band: income
                .as_ref()
                .and_then(Json::as_str)
                .filter(|band| !band.is_empty())
                .map(str::to_owned),
            community_led: led.as_ref().and_then(Json::as_bool).unwrap_or_default(),
            email: entry.email.clone(),
            profile,
        },
    )
}

/// Changes an organisation, and tells its lead contacts; gives what the journal says of it.
fn change(desk: &mut Desk<'_>, caller: &Caller, entry: &Entry, because: &str) -> Result<Json, Fault> {
    let id = entry.id.as_deref().unwrap_or_default();
    let old = super::of_alliance(desk, id)?;
    let mut row = saving::as_row(&old, &entry.said)?;
    row.email = entry.email.clone().or(row.email);
    organisations::change(desk.db, &row)?;
    let person = caller.acting_for.as_ref().unwrap_or(&caller.person);
    let version = profile::put_version(desk, &row, Some(person))?;
    let columns: Vec<String> = entry.changes.iter().map(|one| one.column.clone()).collect();
    let says = format!(
        "What stands about {} was changed from a file: {}. The reason: {because}",
        row.name,
        words::list(&columns)
    );
    saving::tell(desk, caller, &row, &says)?;
    Ok(json!({ "organisation": id, "version": version, "changed": columns }))
}

/// A short word that nobody has yet, out of a name.
fn handle(desk: &mut Desk<'_>, name: &str) -> Result<String, Fault> {
    let letters: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = letters.split_whitespace().take(6).collect();
    let base = match words.join("-") {
        base if base.is_empty() => "organisation".to_owned(),
        base => base,
    };
    let mut number = 1;
    loop {
        let handle = if number == 1 {
            base.clone()
        } else {
            format!("{base}-{number}")
        };
        if organisations::by_handle(desk.db, &desk.alliance, &handle)?.is_none() {
            return Ok(handle);
        }
        number += 1;
    }
}

fn read(app: &App, bytes: &[u8]) -> Result<Table, Fault> {
    tables::read(bytes, app.library.landscape.import.rows).map_err(|(line, says)| {
        let says = match line {
            0 => says,
            line => format!("Row {line}: {says}"),
        };
        Fault::field(FILE, says)
    })
}

fn place(id: &str) -> String {
    format!("organisations/{id}")
}

//! The workflow library, for whoever looks after the installation: what each file proves, every version
//! that was published, what still runs by which, and what changed between two.
//!
//! What runs is counted and never named: nobody learns here who has bid.

use std::collections::BTreeMap;

use accord_engine::{
    check::certificate::Certificate,
    diff::{self, Difference},
    draw::{self, Format},
};
use accord_store::{
    certificates,
    instances::{self, InstanceStatus},
};
use chrono::{DateTime, Utc};

use super::may;
use crate::service::{app::Desk, authority::Caller, fault::Fault, library};

/// A workflow in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Nothing stands in the way of running it.
    pub is_proved: bool,
    /// How many versions were published.
    pub versions: usize,
    /// How many instances run, by whatever version.
    pub running: usize,
    /// How many of them run by another version than today's.
    pub older: usize,
}

/// One workflow.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it is for.
    pub says: String,
    /// What was proved of the file as it is today; nothing if it may not run.
    pub certificate: Option<Certificate>,
    /// What `check` says of it, one line each.
    pub found: Vec<String>,
    /// What is promised on every path, in words.
    pub promises: Vec<String>,
    /// The newest first; the file of today stands first, also where nothing was started by it yet.
    pub versions: Vec<Version>,
    /// As SVG.
    pub drawing: Option<String>,
}

/// A version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The hash that instances are pinned to: of the definition, its calendar, its roles and its texts.
    pub hash: String,
    /// When it was published: the first time that something was started by it.
    pub since: Option<DateTime<Utc>>,
    /// It is the one of today's files.
    pub is_todays: bool,
    /// Instances that run by it.
    pub running: usize,
    /// Instances that have ended.
    pub ended: usize,
}

/// Every workflow, by name.
///
/// # Errors
/// It is not for this person, or the store fails.
pub fn all(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Line>, Fault> {
    may(desk, caller)?;
    let library = desk.app.library.clone();
    let mut out = Vec::new();
    for (name, file) in &library.files {
        let versions = versions(desk, name)?;
        let running = |which: &dyn Fn(&Version) -> bool| {
            versions
                .iter()
                .filter(|one| which(one))
                .map(|one| one.running)
                .sum::<usize>()
        };
        out.push(Line {
            title: file
                .definition
                .as_ref()
                .map_or_else(|| name.clone(), |one| one.title.clone()),
            is_proved: file.is_proved(),
            running: running(&|_| true),
            older: running(&|one| !one.is_todays),
            versions: versions.iter().filter(|one| one.since.is_some()).count(),
            name: name.clone(),
        });
    }
    Ok(out)
}

/// One workflow.
///
/// # Errors
/// There is none of this name, it is not for this person, or the store fails.
pub fn one(desk: &mut Desk<'_>, caller: &Caller, name: &str) -> Result<Shown, Fault> {
    may(desk, caller)?;
    let library = desk.app.library.clone();
    let file = library.files.get(name).ok_or(Fault::NotFound("page"))?;
    let definition = file.definition.as_ref();
    Ok(Shown {
        name: name.to_owned(),
        title: definition.map_or_else(|| name.to_owned(), |one| one.title.clone()),
        says: definition.and_then(|one| one.says.clone()).unwrap_or_default(),
        certificate: file.certificate.clone().filter(|_| file.is_proved()),
        found: file
            .found
            .iter()
            .map(|one| library::one_line(&file.path, one))
            .collect(),
        promises: definition
            .map(|one| one.guarantees.iter().map(|one| one.says.clone()).collect())
            .unwrap_or_default(),
        versions: versions(desk, name)?,
        drawing: definition.map(|one| draw::draw(one, Format::Svg)),
    })
}

/// What changes for people between two versions.
///
/// # Errors
/// One of them is not of this workflow, it is not for this person, or the store fails.
pub fn compare(
    desk: &mut Desk<'_>,
    caller: &Caller,
    name: &str,
    (old, new): (&str, &str),
) -> Result<Difference, Fault> {
    may(desk, caller)?;
    let known = versions(desk, name)?;
    if [old, new]
        .iter()
        .any(|hash| !known.iter().any(|one| one.hash == **hash))
    {
        return Err(Fault::NotFound("page"));
    }
    let library = desk.app.library.clone();
    let (old, new) = (library.pinned(desk.db, old)?, library.pinned(desk.db, new)?);
    Ok(diff::diff(&old.definition, &new.definition))
}

/// Its versions, the newest first, with what runs by each.
///
/// # Errors
/// The store fails.
pub fn versions(desk: &mut Desk<'_>, name: &str) -> Result<Vec<Version>, Fault> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (definition, status) in instances::pinned(desk.db, &desk.alliance, name)? {
        let (running, ended) = counts.entry(definition).or_default();
        if status == InstanceStatus::Ended {
            *ended += 1;
        } else {
            *running += 1;
        }
    }
    let library = desk.app.library.clone();
    let today = library
        .files
        .get(name)
        .and_then(|file| file.workflow.as_ref())
        .map(|one| one.hash.to_string());
    let mut out: Vec<Version> = Vec::new();
    for row in certificates::of_workflow(desk.db, name)? {
        let (running, ended) = counts.get(&row.definition).copied().unwrap_or_default();
        out.push(Version {
            is_todays: today.as_ref() == Some(&row.definition),
            hash: row.definition,
            since: Some(row.created_at.utc()),
            running,
            ended,
        });
    }
    if let Some(hash) = today.filter(|hash| !out.iter().any(|one| one.hash == *hash)) {
        let new = Version {
            hash,
            since: None,
            is_todays: true,
            running: 0,
            ended: 0,
        };
        out.insert(0, new);
    }
    Ok(out)
}

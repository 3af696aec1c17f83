//! Beginning where one is: contracts that run, posts and returns that were given before, from the files in which an
//! alliance kept them. What they would do is judged when they are looked at and once more when it is confirmed; with
//! anything wrong nothing is brought in, and the same files a second time change nothing.

mod columns;
mod doing;
mod files;
mod judging;
mod plan;
mod typed;

use accord_store::running_files::{self as rows, RunningFileRow};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

pub use self::{
    columns::{KINDS, Kind},
    files::Sent,
    plan::{From, NewContract, NewPost, NewReturn, Plan},
};
use crate::{
    domain::{hex, sheets},
    service::{
        app::{App, Desk},
        authority::{Caller, manage, powers},
        fault::Fault,
        history, signals,
    },
};

/// The power to bring them in.
pub const POWER: &str = "contracts.manage";
/// The question of the form that files are sent with.
pub const FILE: &str = "file";
/// The kind of record that a contract is.
const CONTRACT: &str = "contract";

/// One thing that is wrong: where it stands, what was read, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// The file.
    pub file: String,
    /// The line; 0 for the file as a whole.
    pub row: u64,
    /// The heading of the column; empty for the whole line.
    pub column: String,
    /// What stands there; nothing where it may identify somebody.
    pub read: String,
    /// What is wrong with it, and how to mend it.
    pub says: String,
}

/// Files that were sent, and what they would do.
#[derive(Debug, Clone)]
pub struct Looked {
    /// As they are kept.
    pub row: RunningFileRow,
    /// What they would do; nothing once it is confirmed.
    pub plan: Option<Plan>,
    /// A mark of it: whoever confirms sends the mark that they saw.
    pub mark: String,
}

/// How many contracts, posts and returns were brought in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// Contracts.
    pub contracts: usize,
    /// Posts.
    pub posts: usize,
    /// Returns.
    pub returns: usize,
}

/// The file to begin with for one sort: its headings, and nothing below them.
///
/// # Errors
/// None that can happen in memory; the library says it may.
pub fn template(app: &App, kind: Kind) -> Result<String, Fault> {
    let headings = kind.headings(app.library.texts.indicator_set());
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    Ok(sheets::write(&headings, &[]).map_err(|error| anyhow::anyhow!("{error}"))?)
}

/// Says what is too much, before anything is read.
fn bounds(app: &App, sent: &[Sent]) -> Result<(), Fault> {
    let limits = &app.library.running;
    let bytes: usize = sent.iter().map(|file| file.bytes.len()).sum();
    if sent.is_empty() {
        return Err(Fault::field(FILE, "Select one file or more."));
    }
    if sent.len() > limits.files {
        return Err(Fault::field(
            FILE,
            format!("Send {} files at most at once.", limits.files),
        ));
    }
    if bytes > limits.bytes {
        let says = format!(
            "The files have more than {} MB. Send them in parts.",
            limits.bytes / 1_000_000
        );
        return Err(Fault::field(FILE, says));
    }
    Ok(())
}

/// What files would do, for whoever may bring them in.
///
/// # Errors
/// It is not theirs to do, or the database fails. What is wrong with the files is in the plan.
pub fn plan(desk: &mut Desk<'_>, caller: &Caller, sent: &[Sent]) -> Result<Plan, Fault> {
    powers::judge(desk, caller, POWER)?;
    bounds(desk.app, sent)?;
    let library = desk.app.library.clone();
    let set = library.texts.indicator_set();
    let (sheets, wrong, notes) = files::read(sent, set, library.running.rows);
    let mut plan = judging::judge(desk, set, &sheets)?;
    plan.wrong.extend(wrong);
    plan.wrong.sort_by(|a, b| (&a.file, a.row).cmp(&(&b.file, b.row)));
    // A cell that may not be there is not told of a second time for what it is not.
    plan.wrong
        .dedup_by(|b, a| (&a.file, a.row, &a.column) == (&b.file, b.row, &b.column) && a.read.is_empty());
    plan.notes = notes;
    Ok(plan)
}

/// Keeps files until it is confirmed what they do; gives their id.
///
/// # Errors
/// It is not theirs to do, or they are too many.
pub fn keep(app: &App, alliance: &str, caller: &Caller, sent: &[Sent]) -> Result<String, Fault> {
    bounds(app, sent)?;
    let now = app.wall.now();
    let id = app.rng.id(now);
    let names: Vec<String> = sent.iter().map(|file| manage::tidy(&file.name)).collect();
    let row = RunningFileRow {
        id: id.clone(),
        alliance_id: alliance.to_owned(),
        person_id: caller.person.clone(),
        name: names.join(", ").chars().take(200).collect(),
        sealed: Some(app.seals.seal(&place(&id), &serde_json::to_string(sent)?)?),
        sent_at: now.into(),
        done_at: None,
        contracts: 0,
        posts: 0,
        returns: 0,
    };
    let old = now - TimeDelta::days(i64::from(app.library.retention.organisation_files));
    let caller = caller.clone();
    app.writing(alliance, move |desk| {
        powers::judge(desk, &caller, POWER)?;
        Ok::<_, Fault>(rows::keep(desk.db, &row, old.into())?)
    })?;
    Ok(id)
}

/// What kept files would do, for whoever sent them.
///
/// # Errors
/// They are not there, or not theirs.
pub fn look(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Looked, Fault> {
    Ok(opened(desk, caller, id)?.0)
}

fn opened(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<(Looked, Vec<Sent>), Fault> {
    powers::judge(desk, caller, POWER)?;
    let row = rows::load(desk.db, &desk.alliance, &caller.person, id).map_err(|error| match Fault::from(error) {
        Fault::NotFound(_) => Fault::NotFound("page"),
        other => other,
    })?;
    let Some(sealed) = &row.sealed else {
        let looked = Looked {
            row,
            plan: None,
            mark: String::new(),
        };
        return Ok((looked, Vec::new()));
    };
    let sent: Vec<Sent> = serde_json::from_str(&desk.app.seals.open(&place(id), sealed)?)?;
    let plan = plan(desk, caller, &sent)?;
    let mark = hex(&Sha256::digest(format!("{plan:?}").as_bytes()));
    let looked = Looked {
        row,
        plan: Some(plan),
        mark,
    };
    Ok((looked, sent))
}

/// Brings in what kept files say, as it was shown.
///
/// # Errors
/// They are not there, were confirmed already, would do something else by now, or something in them is wrong.
pub fn confirm(app: &App, alliance: &str, caller: &Caller, id: &str, seen: &str) -> Result<(), Fault> {
    let (caller, id, seen) = (caller.clone(), id.to_owned(), seen.to_owned());
    let words = app.writing(alliance, move |desk| {
        let (looked, sent) = opened(desk, &caller, &id)?;
        let Some(plan) = &looked.plan else {
            return Err(Fault::conflict("These files were confirmed already.", 0));
        };
        if looked.mark != seen {
            return Err(Fault::conflict(
                "Something here has changed since you looked. Look at what the files would do once more.",
                0,
            ));
        }
        let (done, words) = write(desk, &caller, plan, &sent)?;
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let numbers = (number(done.contracts), number(done.posts), number(done.returns));
        if !rows::done(desk.db, &id, numbers, desk.now.into())? {
            return Err(Fault::conflict("These files were confirmed at the same moment.", 0));
        }
        Ok(words)
    })?;
    signals::deliver(app, words);
    Ok(())
}

/// Judges files and brings in what they say, at once: for the command line.
///
/// # Errors
/// It is not theirs to do, something in the files is wrong, or the store fails; then nothing is written.
pub fn at_once(app: &App, alliance: &str, caller: &Caller, sent: Vec<Sent>) -> Result<Done, Fault> {
    let caller = caller.clone();
    let (done, words) = app.writing(alliance, move |desk| {
        let plan = plan(desk, &caller, &sent)?;
        write(desk, &caller, &plan, &sent)
    })?;
    signals::deliver(app, words);
    Ok(done)
}

fn write(
    desk: &mut Desk<'_>,
    caller: &Caller,
    plan: &Plan,
    sent: &[Sent],
) -> Result<(Done, crate::service::starting::Words), Fault> {
    if !plan.wrong.is_empty() {
        return Err(Fault::field(
            FILE,
            "Something in the files is wrong, so nothing is brought in. Mend it and send them again.",
        ));
    }
    let words = doing::bring_in(desk, caller, plan)?;
    let done = Done {
        contracts: plan.contracts.len(),
        posts: plan.posts.len(),
        returns: plan.returns.len(),
    };
    if !plan.is_empty() {
        let files: Vec<_> = sent
            .iter()
            .map(|file| json!({ "name": manage::tidy(&file.name), "sha256": file.hash() }))
            .collect();
        let body = json!({
            "format": 1,
            "ran_before": {
                "files": files, "contracts": done.contracts, "posts": done.posts, "returns": done.returns,
                "same": plan.same, "by": caller.acting_for.as_ref().unwrap_or(&caller.person), "hand": caller.person,
            },
        });
        history::note(desk, None, &body)?;
    }
    Ok((done, words))
}

fn place(id: &str) -> String {
    format!("running/{id}")
}

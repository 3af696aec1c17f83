//! How the installation is, for whoever mends: what waits to go out, what went wrong, which clocks are
//! late, whether the journal is whole.
//!
//! Looking after the machine gives no right to what it keeps: what is about a record that the reader
//! does not see is counted and not shown, so that nobody learns here who has bid.

pub mod letters;
pub mod repairs;
pub mod workflows;

use std::collections::BTreeMap;

use accord_engine::deadline::TimerRole;
use accord_store::{audit, checkpoints, incidents, instances, jobs, journal, outages, outbox, timers};
use chrono::{DateTime, Utc};

use crate::service::{
    app::{App, Desk},
    authority::{Caller, Standing, powers},
    clocks,
    fault::Fault,
    library::{find_state, transitions},
    mending, sight, transition,
};

/// Outages that are shown.
const AWAY: i64 = 10;
/// Clocks that are looked at.
const CLOCKS: u32 = 200;
/// The longest journal that is verified while somebody waits for the page.
pub const ENTRIES_AT_ONCE: u64 = 50_000;

/// How everything is.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Letters, documents and notices that are still to go out.
    pub waiting: i64,
    /// Those that were given up.
    pub dead: usize,
    /// Incidents that nobody has seen to.
    pub incidents: usize,
    /// Clocks, the next first, of records that the reader sees.
    pub clocks: Vec<Clock>,
    /// How many more there are of the next ones, which the reader does not see.
    pub clocks_unseen: usize,
    /// Regular work.
    pub jobs: Vec<jobs::JobRow>,
    /// What the clock says.
    pub clock: clocks::Reading,
    /// The journal.
    pub journal: Journal,
    /// Stretches in which no process served pages, as the service noticed them itself; the newest first.
    pub away: Vec<outages::OutageRow>,
}

/// A clock that will run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// The record: kind, id, title.
    pub record: (String, String, String),
    /// What it does then, in the words of the workflow.
    pub what: String,
    /// When.
    pub due_at: DateTime<Utc>,
    /// It should have run out before now.
    pub is_late: bool,
    /// Why it could not, the last time that it was tried.
    pub error: Option<String>,
}

/// The journal, as it is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    /// Entries.
    pub size: u64,
    /// The root over them, hex.
    pub root: String,
    /// The last signed checkpoint: how many entries it covers, and when it was signed.
    pub signed: Option<(i64, DateTime<Utc>)>,
}

/// What verifying said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// Nothing was changed: entries, signed checkpoints that fit, entries that none covers yet.
    #[expect(missing_docs, reason = "said above")]
    Whole {
        size: u64,
        checkpoints: u64,
        uncovered: u64,
    },
    /// Something is wrong, in a sentence.
    Broken(String),
    /// It is too long to be done while somebody waits.
    TooLong(u64),
}

/// Whether somebody may look after the installation.
///
/// # Errors
/// Why not.
pub fn may(desk: &mut Desk<'_>, caller: &Caller) -> Result<(), Fault> {
    powers::judge(desk, caller, mending::POWER)
}

/// How everything is.
///
/// # Errors
/// It is not for this person, or the store fails.
pub fn overview(app: &App, alliance: &str, caller: &Caller) -> Result<Overview, Fault> {
    let clock = clocks::reading(app)?;
    app.reading(alliance, |desk| {
        may(desk, caller)?;
        let (clocks, clocks_unseen) = coming(desk, caller)?;
        Ok(Overview {
            waiting: outbox::waiting(desk.db, &desk.alliance)?,
            dead: outbox::dead_letters(desk.db, &desk.alliance)?.len(),
            incidents: incidents::unresolved(desk.db, &desk.alliance)?.len(),
            clocks,
            clocks_unseen,
            jobs: jobs::all(desk.db)?,
            clock,
            journal: journal_of(desk)?,
            away: outages::newest(desk.db, AWAY)?,
        })
    })
}

fn journal_of(desk: &mut Desk<'_>) -> Result<Journal, Fault> {
    let head = journal::head(desk.db, &desk.alliance)?;
    let signed = checkpoints::latest(desk.db, &desk.alliance)?;
    Ok(Journal {
        size: head.frontier.size(),
        root: head.frontier.root().to_string(),
        signed: signed.map(|row| (row.size, row.at.utc())),
    })
}

/// Walks the journal and compares every entry with its hashes and signed checkpoints.
///
/// # Errors
/// It is not for this person, or the store fails.
pub fn verify(app: &App, alliance: &str, caller: &Caller) -> Result<Verified, Fault> {
    let key = app.signer.public();
    app.reading(alliance, |desk| {
        may(desk, caller)?;
        let size = journal::head(desk.db, &desk.alliance)?.frontier.size();
        if size > ENTRIES_AT_ONCE {
            return Ok(Verified::TooLong(size));
        }
        Ok(match audit::verify_journal(desk.db, &desk.alliance, Some(&key)) {
            Ok(verdict) => Verified::Whole {
                size: verdict.size,
                checkpoints: verdict.checkpoints,
                uncovered: verdict.uncovered,
            },
            Err(audit::AuditError::Store(error)) => return Err(error.into()),
            Err(broken) => Verified::Broken(broken.to_string()),
        })
    })
}

/// The clocks that run out next, and how many of them the reader does not see.
fn coming(desk: &mut Desk<'_>, caller: &Caller) -> Result<(Vec<Clock>, usize), Fault> {
    let standing = Standing::of(desk, caller)?;
    let mut seen: BTreeMap<String, Option<(String, String, String)>> = BTreeMap::new();
    let (mut out, mut unseen) = (Vec::new(), 0);
    for row in timers::coming(desk.db, &desk.alliance, CLOCKS)? {
        let Some(due_at) = row.due_at.map(accord_store::Stamp::utc) else {
            continue;
        };
        if !seen.contains_key(&row.instance_id) {
            let record = record(desk, &standing, &row.instance_id)?;
            seen.insert(row.instance_id.clone(), record);
        }
        let Some(Some(record)) = seen.get(&row.instance_id).cloned() else {
            unseen += 1;
            continue;
        };
        out.push(Clock {
            what: what(desk, &row)?,
            record,
            due_at,
            is_late: due_at < desk.now,
            error: row.last_error,
        });
    }
    Ok((out, unseen))
}

/// What a clock does when it runs out, in the words of the workflow.
fn what(desk: &mut Desk<'_>, row: &timers::TimerRow) -> Result<String, Fault> {
    let loaded = transition::look(desk.db, desk.app, &desk.alliance, &row.instance_id)?;
    let definition = &loaded.workflow.definition;
    let Some(timer) = loaded.snapshot.timers.get(row.id.as_str()) else {
        return Ok("Nothing any more".to_owned());
    };
    let state = find_state(definition, &timer.state).and_then(|state| state.title.clone());
    let state = state.unwrap_or_else(|| timer.state.replace('_', " "));
    // What people call it; else where it leads. Names of events are words of files.
    let follows = |event: &str| {
        let ways = transitions(definition, &timer.state, event);
        let first = ways.first()?;
        let leads = || {
            first
                .to
                .as_ref()
                .and_then(|to| find_state(definition, to)?.title.clone())
        };
        first.title.clone().or_else(leads).filter(|title| *title != state)
    };
    Ok(match &timer.role {
        TimerRole::End(word) => match word.as_ref().and_then(|word| follows(word)) {
            Some(then) => format!("Ends “{state}”: then “{then}”"),
            None => format!("Ends the time for “{state}”, and says so to whom it concerns"),
        },
        TimerRole::Remind => format!("Sends a reminder of “{state}”"),
        TimerRole::Period(_) => format!("Begins the next period of “{state}”"),
        TimerRole::Release(_) => "Lets go out what could be taken back until then".to_owned(),
        TimerRole::Send(word) => match follows(word) {
            Some(then) => format!("In “{state}”: “{then}”"),
            None => format!("Writes to whom “{state}” concerns"),
        },
    })
}

/// The record of an instance (kind, id, title), if the reader sees it.
fn record(desk: &mut Desk<'_>, standing: &Standing, instance: &str) -> Result<Option<(String, String, String)>, Fault> {
    instances::load(desk.db, &desk.alliance, instance)?;
    let seen = sight::if_seen(sight::of_instance_for(desk, standing, instance))?;
    Ok(seen.map(|seen| {
        let record = seen.record;
        let title = match record.reference {
            Some(reference) => format!("{reference}: {}", record.title),
            None => record.title,
        };
        (record.kind, record.id, title)
    }))
}

//! One record as one person sees it: where it is, what they can do, what comes next, what has been.

use accord_engine::{
    deadline::TimerRole,
    definition::model::State,
    refusal::{Offer, Reason},
    shared::Word,
    step,
};
use accord_store::{
    documents::{self, DocumentRow},
    subjects::{self as subject_rows, SubjectRow},
};
use chrono::{DateTime, Utc};

use crate::service::{
    app::{App, Desk},
    authority::Caller,
    facts,
    fault::Fault,
    held::{self, Held},
    library::{Library, clock_title, find_state, transitions},
    listed,
    mendable::{self, InTheWay},
    more_time::{self, Extendable},
    nothing, readers,
    sight::{self, Seen, Sight},
    stages,
    story::{self, Line},
    transition::Loaded,
    voting,
    waiting::{self, Awaited},
};

/// How many stages are shown before and after the one that is now.
const STAGES: usize = 3;
/// How many things of one kind are listed.
const MOST: usize = 1_000;

/// Everything that the page of a record says.
#[derive(Debug)]
pub struct Record {
    /// The record, and who looks.
    pub seen: Seen,
    /// What runs on it, in the order of `seen.running`.
    pub runs: Vec<Run>,
    /// Documents that this person may open, the newest first.
    pub documents: Vec<DocumentRow>,
    /// Role to names; nothing for somebody who sees a part.
    pub people: Vec<(String, Vec<String>)>,
    /// Records above, outermost first.
    pub above: Vec<SubjectRow>,
    /// Records below that this person may see.
    pub below: Vec<Below>,
}

/// One process on a record.
#[derive(Debug)]
pub struct Run {
    /// The instance.
    pub instance: String,
    /// The version that forms post.
    pub seq: u64,
    /// The workflow's title.
    pub title: String,
    /// What it is for.
    pub says: String,
    /// Stages at the top level, in the order of the file: title, and how each stands.
    pub stages: Vec<(String, Stage)>,
    /// Where it is, innermost, in the words for this person.
    pub now: String,
    /// What happens next.
    pub next: String,
    /// It has ended.
    pub over: bool,
    /// What this person can do, and what not, and why.
    pub offers: Vec<Offer>,
    /// What keeps others from acting and this person can put right.
    pub in_the_way: Vec<InTheWay>,
    /// What decisions ask, by state.
    pub asks: Vec<(String, String)>,
    /// What offers are called as something to do, where that is not their button: state and event, and the words.
    pub tasks: Vec<((String, String), String)>,
    /// Dates ahead, the next first.
    pub dates: Vec<Date>,
    /// Who it is waiting for.
    pub awaited: Vec<Awaited>,
    /// What has happened, the newest first; nothing for somebody who sees a part.
    pub story: Vec<Line>,
    /// What this person has just done and can take back.
    pub held: Vec<Held>,
    /// Clocks that this person may give more time.
    pub more_time: Vec<Extendable>,
    /// Work that this person may do now: permit and its sentence.
    pub permits: Vec<(String, String)>,
    /// Of that, work whose form has nothing to choose from now: permit, and why.
    pub empty: Vec<(String, Reason)>,
}

/// How a stage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It has been, and may come again.
    Done,
    /// It is now.
    Now,
    /// It has not been.
    Ahead,
}

/// A date ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// What ends, or comes.
    pub what: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How it was counted, in sentences.
    pub derivation: Vec<String>,
}

/// A record below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Below {
    /// The record.
    pub record: SubjectRow,
    /// Where it is.
    pub now: String,
    /// It has ended.
    pub over: bool,
    /// The process on it, and until when it waits for somebody.
    pub waits: Option<(String, Option<DateTime<Utc>>)>,
    /// The workflow that it runs by; empty where nothing runs.
    pub workflow: String,
}

impl Below {
    /// A record as somebody sees it in a list.
    pub(super) fn of(record: SubjectRow, seen: &Seen) -> Self {
        let first = seen.running.first();
        Self {
            now: first.map(|one| now(one, seen.sight)).unwrap_or_default(),
            over: first.is_some_and(Loaded::is_over),
            workflow: first
                .map(|one| one.workflow.definition.workflow.clone())
                .unwrap_or_default(),
            waits: first.map(|one| {
                let tasks = one.snapshot.tasks.values();
                (one.row.id.clone(), tasks.filter_map(|task| task.due_at).min())
            }),
            record,
        }
    }
}

/// A record as somebody sees it.
///
/// # Errors
/// It is not there, or not for them.
pub fn open(app: &App, alliance: &str, caller: &Caller, kind: &str, id: &str) -> Result<Record, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        whole(desk, caller, seen)
    })
}

/// The record that an instance is about, as somebody sees it.
///
/// # Errors
/// It is not there, or not for them.
pub fn of_instance(app: &App, alliance: &str, caller: &Caller, instance: &str) -> Result<Record, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::of_instance(desk, caller, instance)?;
        whole(desk, caller, seen)
    })
}

fn whole(desk: &mut Desk<'_>, caller: &Caller, seen: Seen) -> Result<Record, Fault> {
    let below = below(desk, caller, &seen.record)?;
    let mut runs = Vec::new();
    for loaded in &seen.running {
        let mut run = run(desk, caller, &seen, loaded)?;
        if seen.sight == Sight::Whole && !run.over {
            run.awaited.extend(waiting::of_children(desk, loaded, &below)?);
        }
        runs.push(run);
    }
    let mut documents = Vec::new();
    for row in documents::of_subject(desk.db, &desk.alliance, &seen.record.id)?
        .into_iter()
        .rev()
    {
        if documents.len() < MOST && readers::may_read(desk, &seen, &row)? {
            documents.push(row);
        }
    }
    Ok(Record {
        people: match seen.sight {
            Sight::Whole => readers::people(desk, &seen)?,
            Sight::Part => Vec::new(),
        },
        above: above(desk, caller, &seen.record)?,
        below,
        documents,
        runs,
        seen,
    })
}

fn run(desk: &mut Desk<'_>, caller: &Caller, seen: &Seen, loaded: &Loaded) -> Result<Run, Fault> {
    let definition = &loaded.workflow.definition;
    let at = desk.now;
    let (mut offers, _) = facts::judge(desk, loaded.facts(), |known| {
        step::offers_as_known(&loaded.workflow, &loaded.snapshot, &seen.actor, known, at)
    })?;
    nothing::block(desk, seen, loaded, &mut offers)?;
    let permits = permits(desk, seen, loaded);
    let whole = seen.sight == Sight::Whole;
    let ask = |state: &Word| {
        let ask = find_state(definition, state)?.decision.as_ref()?.ask.clone()?;
        Some((state.to_string(), ask))
    };
    Ok(Run {
        instance: loaded.row.id.clone(),
        seq: loaded.snapshot.seq,
        title: definition.title.clone(),
        says: definition.says.clone().unwrap_or_default(),
        stages: stages::track(loaded, (STAGES, STAGES), |state| titled(state, seen.sight)),
        now: now(loaded, seen.sight),
        next: next(loaded, whole)?,
        over: loaded.is_over(),
        asks: loaded.snapshot.states.iter().filter_map(ask).collect(),
        tasks: offers
            .iter()
            .filter_map(|offer| {
                let ways = transitions(definition, &offer.state, &offer.event);
                let called = ways.first()?.task.clone()?;
                Some(((offer.state.to_string(), offer.event.to_string()), called))
            })
            .collect(),
        dates: dates(&desk.app.library, loaded),
        awaited: match whole && !loaded.is_over() {
            true => waiting::of_loaded(desk, loaded)?,
            false => Vec::new(),
        },
        story: match whole {
            true => story::of_instance(desk, loaded, caller)?,
            false => Vec::new(),
        },
        held: held::of(seen, loaded, desk.now),
        more_time: more_time::extendable(seen, loaded),
        empty: empty(desk, seen, loaded, &permits)?,
        permits,
        in_the_way: match whole && !loaded.is_over() {
            true => mendable::of(desk, seen, loaded, &offers)?,
            false => Vec::new(),
        },
        offers,
    })
}

/// What happens next, and for whoever sees the whole record that a decision has just enough people.
fn next(loaded: &Loaded, whole: bool) -> Result<String, Fault> {
    let mut says: Vec<String> = innermost(loaded)
        .and_then(|state| state.next.clone())
        .into_iter()
        .collect();
    for state in loaded.snapshot.states.iter().filter(|_| whole) {
        says.extend(voting::thin(loaded, state)?);
    }
    Ok(says.join(" "))
}

fn innermost(loaded: &Loaded) -> Option<&State> {
    let states = loaded.snapshot.states.iter().rev();
    states
        .filter_map(|id| find_state(&loaded.workflow.definition, id))
        .find(|state| state.title.is_some())
}

/// Where an instance is, in the words for this sight.
pub fn now(loaded: &Loaded, sight: Sight) -> String {
    let Some(state) = innermost(loaded) else {
        return loaded.workflow.definition.title.clone();
    };
    titled(state, sight).unwrap_or_default()
}

/// Where a record is now, as a sentence.
pub fn says_now(loaded: &Loaded, sight: Sight) -> String {
    format!("{} is now at: {}.", loaded.record.title, now(loaded, sight))
}

/// A state's title, in the words for this sight.
fn titled(state: &State, sight: Sight) -> Option<String> {
    let public = state.public_title.clone().filter(|_| sight == Sight::Part);
    public.or_else(|| state.title.clone())
}

fn dates(library: &Library, loaded: &Loaded) -> Vec<Date> {
    let definition = &loaded.workflow.definition;
    let mut out: Vec<Date> = loaded
        .snapshot
        .timers
        .values()
        .filter(|timer| matches!(timer.role, TimerRole::End(_) | TimerRole::Period(_)))
        .filter_map(|timer| {
            let state = find_state(definition, &timer.state)?;
            let title = state.title.clone()?;
            let derived = timer.derive(&loaded.workflow.calendar).ok().flatten();
            let next = state.every.as_ref().and_then(|every| library.title(&every.start));
            let what = match (&timer.role, clock_title(state, &timer.clock)) {
                (TimerRole::Period(_), _) => format!("The next is due: {}", next.unwrap_or(title)),
                (_, None) => title,
                (_, Some(clock)) => clock,
            };
            Some(Date {
                what,
                at: timer.due_at?,
                derivation: derived.map(|one| one.derivation).unwrap_or_default(),
            })
        })
        .collect();
    out.sort_by_key(|date| date.at);
    out
}

fn permits(desk: &Desk<'_>, seen: &Seen, loaded: &Loaded) -> Vec<(String, String)> {
    if loaded.is_over() {
        return Vec::new();
    }
    let known = desk.app.library.catalogue.permits.iter();
    known
        .filter(|(permit, _)| seen.may_work(loaded, permit))
        .map(|(permit, says)| (permit.clone(), says.clone()))
        .collect()
}

/// Work that could only end in an empty list.
fn empty(
    desk: &mut Desk<'_>,
    seen: &Seen,
    loaded: &Loaded,
    permits: &[(String, String)],
) -> Result<Vec<(String, Reason)>, Fault> {
    let library = desk.app.library.clone();
    let mut out = Vec::new();
    for (permit, _) in permits {
        if let Some(work) = library.work_form(&seen.record.kind, permit)
            && let Some(reason) = nothing::to_choose(desk, seen, loaded, &work.form)?
        {
            out.push((permit.clone(), reason));
        }
    }
    Ok(out)
}

fn above(desk: &mut Desk<'_>, caller: &Caller, record: &SubjectRow) -> Result<Vec<SubjectRow>, Fault> {
    let mut out = Vec::new();
    let mut next = record.parent_id.clone();
    while let Some(id) = next.take() {
        let row = subject_rows::load(desk.db, &desk.alliance, &id)?;
        next.clone_from(&row.parent_id);
        let seen = sight::if_seen(sight::record(desk, caller, &row.kind, &row.id))?;
        out.extend(seen.map(|_| row));
    }
    out.reverse();
    Ok(out)
}

fn below(desk: &mut Desk<'_>, caller: &Caller, record: &SubjectRow) -> Result<Vec<Below>, Fault> {
    let rows = subject_rows::below(desk.db, &desk.alliance, &record.id, MOST)?;
    listed::visible(desk, caller, rows)
}

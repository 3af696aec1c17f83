//! One step of one instance, and everything that it leaves behind.

use std::sync::Arc;

use accord_engine::{
    effect::Op,
    event::{Event, Member},
    snapshot::Snapshot,
    step::{self, Step},
    workflow::Workflow,
};
use accord_store::{
    Db,
    instances::{self, InstanceRow, InstanceStatus},
    journal::{self, NewEntry},
    subjects::{self as subject_rows, SubjectRow},
    tasks, timers,
};
use indexmap::IndexMap;

use super::{Answer, Turned, ops, posting, rows};
use crate::service::{
    app::{App, Desk},
    checkpoints, clocks, facts,
    fault::Fault,
    forms::Collections,
    outgoing::{Signal, Word},
    sealing,
    subjects::About,
    witness::Judgement,
};

/// An instance with everything that it belongs to.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Its row.
    pub row: InstanceRow,
    /// Where it is.
    pub snapshot: Snapshot,
    /// What it is pinned to.
    pub workflow: Arc<Workflow>,
    /// The record.
    pub record: SubjectRow,
}

impl Loaded {
    /// The record and the snapshot, as the kinds want them.
    pub const fn about(&self) -> About<'_> {
        About {
            row: &self.record,
            snapshot: Some(&self.snapshot),
        }
    }

    /// Whose facts a step of it reads.
    pub fn facts(&self) -> facts::Of<'_> {
        facts::Of {
            definition: &self.workflow.definition,
            about: self.about(),
            instance: &self.row.id,
        }
    }

    /// The roles that may do a piece of work now.
    pub fn permitted(&self, permit: &str) -> Vec<&str> {
        self.workflow.permitted(&self.snapshot, permit)
    }

    /// Whether it has ended, by itself or with its parent.
    pub fn is_over(&self) -> bool {
        self.row.status == InstanceStatus::Ended
    }
}

/// What a request brings for the journal.
#[derive(Debug, Default)]
pub(super) struct Request {
    /// Idempotency key and hash of the command.
    pub(super) key: Option<(String, String)>,
    /// What was filled in.
    pub(super) submission: Option<String>,
    /// What could be chosen when that was read, in this transaction: not looked up a second time.
    pub(super) choices: Collections,
    /// Who recorded it for the person, who confirmed that, how it came, and when.
    pub(super) recorded: Option<serde_json::Value>,
}

/// Loads an instance to change it; locked until the transaction ends.
///
/// # Errors
/// There is none, or something stored is damaged.
pub fn load(desk: &mut Desk<'_>, id: &str) -> Result<Loaded, Fault> {
    let row = instances::load_for_update(desk.db, &desk.alliance, id)?;
    whole(desk.db, desk.app, row)
}

/// Loads an instance to look at it.
///
/// # Errors
/// There is none, or something stored is damaged.
pub fn look(db: &mut Db, app: &App, alliance: &str, id: &str) -> Result<Loaded, Fault> {
    let row = instances::load(db, alliance, id)?;
    whole(db, app, row)
}

fn whole(db: &mut Db, app: &App, row: InstanceRow) -> Result<Loaded, Fault> {
    let record = subject_rows::load(db, &row.alliance_id, &row.subject_id)?;
    read(db, app, row, record)
}

/// An instance whose rows are at hand, to look at.
///
/// # Errors
/// What is stored is damaged.
pub fn read(db: &mut Db, app: &App, row: InstanceRow, record: SubjectRow) -> Result<Loaded, Fault> {
    Ok(Loaded {
        snapshot: serde_json::from_str(&row.snapshot)?,
        workflow: app.library.pinned(db, &row.definition)?,
        record,
        row,
    })
}

/// Gives an event to the engine and settles what it says.
pub(super) fn turn(desk: &mut Desk<'_>, loaded: Loaded, event: &Event, mut request: Request) -> Result<Turned, Fault> {
    let (workflow, now) = (&loaded.workflow, desk.now);
    let at_hand = std::mem::take(&mut request.choices);
    let (judged, known) = facts::judge_knowing(desk, loaded.facts(), at_hand, |known| {
        step::step_as_known(workflow, &loaded.snapshot, event, known, now)
    })?;
    desk.app.show(&Judgement {
        workflow,
        before: Some(&loaded.snapshot),
        event: Some(event),
        settings: &IndexMap::new(),
        facts: &known.facts,
        now,
        outcome: judged.as_ref(),
    });
    let step = judged?;
    if matches!(event, Event::FactsChanged) && changes_nothing(&loaded.snapshot, &step) {
        return Ok(Turned {
            answer: answer(&loaded.row.id, &loaded.snapshot, None, Vec::new()),
            signals: Vec::new(),
        });
    }
    // A clock that runs out has been judged before, and is done at its own time.
    if !matches!(event, Event::Timer { .. }) && reads_a_deadline(&loaded.snapshot, &step) {
        clocks::steady(desk.db, desk.now)?;
    }
    let members = posting::readers(desk, loaded.facts(), &step, known)?;
    let mut row = loaded.row.clone();
    row.seq = signed(step.snapshot.seq)?;
    row.snapshot = serde_json::to_string(&step.snapshot)?;
    row.outcome.clone_from(&step.snapshot.outcome);
    row.changed_at = desk.now.into();
    if step.snapshot.outcome.is_some() {
        row.status = InstanceStatus::Ended;
    }
    instances::advance(desk.db, &row, loaded.row.seq)?;
    if row.definition != *step.snapshot.definition {
        row.definition = step.snapshot.definition.to_string();
        instances::pin(desk.db, &row.id, &row.definition)?;
    }
    let moved = loaded.snapshot.states != step.snapshot.states;
    let after = Loaded {
        row,
        snapshot: step.snapshot.clone(),
        ..loaded
    };
    settle(desk, &after, &step, &members, request, moved)
}

/// Writes down everything but the instance row itself, which is there already.
pub(super) fn settle(
    desk: &mut Desk<'_>,
    after: &Loaded,
    step: &Step,
    members: &[Member],
    request: Request,
    moved: bool,
) -> Result<Turned, Fault> {
    let id = &after.row.id;
    tasks::apply(desk.db, &rows::tasks(desk, id, &step.task_ops))?;
    timers::apply(desk.db, &rows::timers(desk, id, &step.timer_ops)?)?;
    let mut done = ops::execute(desk, after, step)?;
    // Written before what leaves is made: a document may speak of the act that makes it.
    let answer = answer(
        id,
        &after.snapshot,
        request.submission,
        std::mem::take(&mut done.started),
    );
    let (mut body, said) = (serde_json::to_value(&step.entry)?, serde_json::to_string(&answer)?);
    if let (Some(recorded), Some(body)) = (request.recorded, body.as_object_mut()) {
        body.insert("recorded".to_owned(), recorded);
    }
    let form = body
        .pointer("/event/act/submission/form")
        .and_then(serde_json::Value::as_str);
    let forms = &after.workflow.definition.forms;
    if form
        .and_then(|name| forms.get(name))
        .is_some_and(|form| form.sealed_until.is_some())
    {
        sealing::veil(&mut body);
    }
    let entry = NewEntry {
        alliance_id: &desk.alliance,
        instance_id: Some(id),
        seq: Some(after.row.seq),
        at: desk.now,
        body: &body,
        request: request.key.as_ref().map(|(key, hash)| journal::Request {
            key,
            hash,
            answer: &said,
        }),
    };
    journal::append(desk.db, &entry)?;
    posting::post(desk, after, step, members, &mut done.signals)?;
    if step.entry.ops.iter().any(Op::moves_facts) && !after.is_over() {
        // A rule, a child or a promise changes what conditions read: what happens by itself is looked
        // at now, not on what was read before.
        posting::signal(desk, after, id, Word::FactsChanged, &mut done.signals)?;
    }
    words(desk, after, moved, &mut done.signals)?;
    if done.sign {
        checkpoints::sign(desk)?;
    }
    Ok(Turned {
        answer,
        signals: done.signals,
    })
}

/// Tells the parent of an end, and whoever links here, or stands above, of a move.
fn words(desk: &mut Desk<'_>, after: &Loaded, moved: bool, signals: &mut Vec<(String, Signal)>) -> Result<(), Fault> {
    for (to, word) in follow(desk, after, moved)? {
        posting::signal(desk, after, &to, word, signals)?;
    }
    Ok(())
}

/// Whom a step leaves something to say to, and what.
pub(super) fn follow(desk: &mut Desk<'_>, after: &Loaded, moved: bool) -> Result<Vec<(String, Word)>, Fault> {
    let (mut out, mut nudged) = (Vec::new(), Vec::new());
    if let (Some(parent), Some(brood), Some(child)) = (&after.row.parent_id, &after.row.brood, &after.row.child_key) {
        match &after.snapshot.outcome {
            Some(outcome) => {
                let word = Word::ChildEnded {
                    child: child.clone(),
                    brood: brood.clone(),
                    outcome: outcome.clone(),
                };
                out.push((parent.clone(), word));
            }
            None => nudged.push(parent.clone()),
        }
    }
    if moved {
        let linked = desk.links_towards(&after.row.id)?;
        nudged.extend(linked.into_iter().map(|one| one.instance_id));
        out.extend(nudged.into_iter().map(|to| (to, Word::FactsChanged)));
    }
    Ok(out)
}

pub(super) fn answer(id: &str, snapshot: &Snapshot, submission: Option<String>, started: Vec<String>) -> Answer {
    Answer {
        instance: id.to_owned(),
        seq: snapshot.seq,
        states: snapshot.states.iter().map(Into::into).collect(),
        submission,
        outcome: snapshot.outcome.clone(),
        started,
    }
}

/// Whether what happens depends on a deadline that runs, or sets one.
fn reads_a_deadline(before: &Snapshot, step: &Step) -> bool {
    !step.timer_ops.is_empty() || before.timers.values().any(|timer| timer.due_at.is_some())
}

pub(super) fn changes_nothing(before: &Snapshot, step: &Step) -> bool {
    let mut after = step.snapshot.clone();
    after.seq = before.seq;
    // What happens to nobody is not what ends the time to go back to other rules.
    after.changed_over.clone_from(&before.changed_over);
    after == *before && step.entry.effects.is_empty() && step.entry.ops.is_empty()
}

pub(super) fn signed(seq: u64) -> Result<i64, Fault> {
    i64::try_from(seq).map_err(|e| Fault::Internal(e.into()))
}

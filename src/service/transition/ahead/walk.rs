//! From one clock to the next: what runs out is given to the engine, and what it says is followed.

use std::collections::{BTreeMap, VecDeque};

use accord_engine::{
    deadline::TimerRole,
    effect::{EffectKind, Op},
    event::Event,
    snapshot::Snapshot,
    step::{self, Step},
};
use accord_store::instances::{InstanceRow, InstanceStatus};
use chrono::{DateTime, Utc};

use super::{
    super::{Loaded, posting, turn},
    Doubt, Ends, Happening, MOST, STEPS, What,
    world::{Due, World},
};
use crate::service::{app::Desk, checkpoints, facts, fault::Fault, fork::Fork, library::find_state, outgoing::Word};

/// A fork under way.
pub(super) struct Walk<'a> {
    pub(super) desk: Desk<'a>,
    pub(super) fork: Fork,
    pub(super) world: World,
    /// What would have happened.
    pub(super) found: Vec<Happening>,
    /// What nobody knows, by the instance that it bears on.
    pub(super) doubts: BTreeMap<String, Vec<Doubt>>,
    /// How many instances would have begun.
    pub(super) begun: usize,
    /// The time that it is in the fork.
    clock: DateTime<Utc>,
    /// Words to instances, first come first told.
    waiting: VecDeque<(String, Word)>,
    /// Papers that are out: the instance, and what it is told then.
    made: VecDeque<(String, Word)>,
    steps: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(mut desk: Desk<'a>, fork: Fork, running: &[Loaded]) -> Result<Self, Fault> {
        Ok(Self {
            world: World::around(&mut desk, running)?,
            clock: desk.now,
            desk,
            fork,
            found: Vec::new(),
            doubts: BTreeMap::new(),
            begun: 0,
            waiting: VecDeque::new(),
            made: VecDeque::new(),
            steps: 0,
        })
    }

    /// Plays on until nothing is due, or it is enough.
    pub(super) fn run(&mut self, until: DateTime<Utc>) -> Result<Ends, Fault> {
        loop {
            while let Some((to, word)) = self.waiting.pop_front() {
                self.give(&to, word)?;
            }
            let due = self.world.due(self.clock);
            // Papers are made after the clocks of a moment, before those of the next.
            if due.as_ref().is_none_or(|due| due.at > self.clock)
                && let Some(out) = self.made.pop_front()
            {
                self.waiting.push_back(out);
                continue;
            }
            let Some(due) = due else {
                return Ok(Ends::Quiet);
            };
            if due.at > until {
                return Ok(Ends::Far(until));
            }
            let shown = self.found.iter().filter(|one| one.is_within && one.timer().is_some());
            if shown.count() >= MOST || self.steps >= STEPS {
                return Ok(Ends::Many);
            }
            self.run_out(due)?;
        }
    }

    /// A clock runs out, at its own time.
    fn run_out(&mut self, due: Due) -> Result<(), Fault> {
        self.clock = self.clock.max(due.at);
        let Some(loaded) = self.world.known(&mut self.desk, &due.instance)? else {
            return Ok(());
        };
        if is_hidden(&loaded, &due) {
            self.note(due.at, loaded, What::Hidden(Box::new(due.timer)));
            self.world.hold(&due.instance);
            return Ok(());
        }
        let at = due.at.max(loaded.row.changed_at.utc());
        let event = Event::Timer {
            timer: due.id,
            due_at: due.at,
        };
        if !self.take(loaded.clone(), &event, at)? {
            self.note(due.at, loaded, What::Stuck(Box::new(due.timer)));
            self.world.hold(&due.instance);
        }
        Ok(())
    }

    /// An instance is told something.
    fn give(&mut self, to: &str, word: Word) -> Result<(), Fault> {
        let Some(loaded) = self.world.known(&mut self.desk, to)?.filter(|one| !one.is_over()) else {
            return Ok(());
        };
        let event = match word {
            Word::Told { event, from } => Event::Told { event, from },
            Word::ChildEnded { child, brood, outcome } => Event::ChildEnded { child, brood, outcome },
            Word::Fed { event, effect } => Event::Fed { event, effect },
            Word::FactsChanged => Event::FactsChanged,
        };
        // A word that nothing can take is forgotten, as it really is.
        self.take(loaded, &event, self.clock).map(|_taken| ())
    }

    /// Gives an event to the engine and follows what it says; false if nothing comes of it.
    fn take(&mut self, loaded: Loaded, event: &Event, at: DateTime<Utc>) -> Result<bool, Fault> {
        self.steps += 1;
        self.desk.now = at;
        let judged = facts::judge(&mut self.desk, loaded.facts(), |known| {
            step::step_as_known(&loaded.workflow, &loaded.snapshot, event, known, at)
        });
        let step = match judged {
            Ok((Ok(step), _)) => step,
            Ok((Err(_refused), _)) => return Ok(false),
            Err(fault) if self.is_new(&loaded.row.id) => {
                tracing::info!(instance.id = loaded.row.id, %fault, "what would begin cannot be followed");
                return Ok(false);
            }
            Err(fault) => return Err(fault),
        };
        if matches!(event, Event::FactsChanged) && turn::changes_nothing(&loaded.snapshot, &step) {
            return Ok(true);
        }
        let moved = loaded.snapshot.states != step.snapshot.states;
        let before = loaded.snapshot.clone();
        let after = Loaded {
            row: moved_on(loaded.row, &step.snapshot, at)?,
            snapshot: step.snapshot.clone(),
            ..loaded
        };
        self.settle(Some(before), &after, step, moved)?;
        Ok(true)
    }

    /// Keeps what happened, and follows it, in the order in which it really goes.
    pub(super) fn settle(
        &mut self,
        before: Option<Snapshot>,
        after: &Loaded,
        step: Step,
        moved: bool,
    ) -> Result<(), Fault> {
        self.fork.put(after.row.clone());
        self.world.put(after.clone());
        let place = self.found.len();
        let (ops, effects) = (step.entry.ops.clone(), step.entry.effects.clone());
        let id = after.row.id.clone();
        self.found.push(Happening {
            at: step.entry.at,
            is_within: self.world.is_within(&id),
            is_new: self.is_new(&id),
            doubts: self.doubts.get(&id).cloned().unwrap_or_default(),
            before,
            after: after.clone(),
            what: What::Step(Box::new(step)),
        });
        for op in &ops {
            match op {
                Op::StartChild(child) => {
                    if let Some(doubt) = self.begin(after, child)?
                        && let Some(one) = self.found.get_mut(place)
                    {
                        one.doubts.push(doubt);
                    }
                }
                Op::EndChildren { brood, keys } => self.end(&id, brood, keys)?,
                Op::Run { rule, .. } if rule != checkpoints::RULE => {
                    self.doubts
                        .entry(id.clone())
                        .or_default()
                        .push(Doubt::Rule(rule.clone()));
                }
                // What is signed, sealed, promised or offered is no fact that a clock waits for.
                Op::Run { .. } | Op::Seal { .. } | Op::Unseal { .. } | Op::Claim { .. } | Op::Obligation { .. } => {}
            }
        }
        for effect in &effects {
            self.follow(after, &effect.kind, &effect.id)?;
        }
        if ops.iter().any(Op::moves_facts) && !after.is_over() {
            self.waiting.push_back((id, Word::FactsChanged));
        }
        let said = turn::follow(&mut self.desk, after, moved)?;
        self.waiting.extend(said);
        Ok(())
    }

    /// Who hears of an effect.
    fn follow(&mut self, after: &Loaded, kind: &EffectKind, id: &str) -> Result<(), Fault> {
        let then = match kind {
            EffectKind::Tell(tell) => {
                for to in posting::told(&mut self.desk, after, tell)? {
                    let word = Word::Told {
                        event: tell.event.clone(),
                        from: after.row.id.clone(),
                    };
                    self.waiting.push_back((to, word));
                }
                None
            }
            EffectKind::Document(document) => document.then.clone(),
            EffectKind::Notice(notice) => notice.then.clone(),
            EffectKind::Email(_) | EffectKind::EmailPeople { .. } | EffectKind::Incident { .. } => None,
        };
        if let Some(event) = then {
            let effect = id.to_owned();
            self.made.push_back((after.row.id.clone(), Word::Fed { event, effect }));
        }
        Ok(())
    }

    fn note(&mut self, at: DateTime<Utc>, loaded: Loaded, what: What) {
        let id = loaded.row.id.clone();
        self.found.push(Happening {
            at,
            before: Some(loaded.snapshot.clone()),
            is_within: self.world.is_within(&id),
            is_new: self.is_new(&id),
            doubts: self.doubts.get(&id).cloned().unwrap_or_default(),
            after: loaded,
            what,
        });
    }
}

/// The row of an instance after a step.
pub(super) fn moved_on(row: InstanceRow, after: &Snapshot, at: DateTime<Utc>) -> Result<InstanceRow, Fault> {
    Ok(InstanceRow {
        seq: turn::signed(after.seq)?,
        snapshot: serde_json::to_string(after)?,
        outcome: after.outcome.clone(),
        status: match &after.outcome {
            Some(_) => InstanceStatus::Ended,
            None => InstanceStatus::Open,
        },
        changed_at: at.into(),
        ..row
    })
}

/// Whether answers are counted that nobody sees before: what comes of it would tell them.
fn is_hidden(loaded: &Loaded, due: &Due) -> bool {
    let found = find_state(&loaded.workflow.definition, &due.timer.state);
    let is_blind = found
        .and_then(|state| state.decision.as_ref())
        .is_some_and(|one| one.blind);
    let ballot = loaded.snapshot.ballots.get(due.timer.state.as_str());
    let has_votes = ballot.is_some_and(|ballot| !ballot.votes.is_empty());
    matches!(due.timer.role, TimerRole::End(_)) && is_blind && has_votes
}

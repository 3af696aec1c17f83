//! One try at one row.

use std::panic::{AssertUnwindSafe, catch_unwind};

use accord_store::{
    Stamp, StoreError,
    deliveries::{self, DeliveryRow},
    documents::{self, DocumentRow},
    incidents::{self, IncidentRow},
    outbox::{self, Mark, OutboxRow},
};
use chrono::{DateTime, Utc};

use super::{Watch, Worker, WorkerFault, backoff, mend};
use crate::{effects::mail::ledger::says_no_such_address, service::outgoing::Outgoing};

/// How a try ended, for the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Done,
    Later,
    Dead,
    /// The lease had gone to another worker.
    NotOurs,
}

/// What a try leaves to be recorded, in one transaction.
#[derive(Debug, Default)]
pub(in crate::effects) struct Record {
    /// A document that was made.
    pub(in crate::effects) document: Option<DocumentRow>,
    /// A line of the delivery ledger.
    pub(in crate::effects) delivery: Option<DeliveryRow>,
    /// What somebody must look at, though it succeeded.
    pub(in crate::effects) incident: Option<String>,
    /// The row was marked on the way: before a message that must not repeat, or by the service.
    pub(in crate::effects) marked: bool,
}

impl Record {
    /// Of a try that failed: the ledger's line, if it came so far.
    fn tried(delivery: Option<Box<DeliveryRow>>) -> Self {
        Self {
            delivery: delivery.map(|line| *line),
            ..Self::default()
        }
    }
}

/// Why a try failed.
#[derive(Debug)]
pub(in crate::effects) enum Failed {
    /// Another try may work.
    Later(String, Option<Box<DeliveryRow>>),
    /// None will.
    Dead(String, Option<Box<DeliveryRow>>),
    /// Another worker has it.
    NotOurs,
}

impl Failed {
    /// Another try may work.
    #[expect(clippy::needless_pass_by_value, reason = "`map_err` gives it away")]
    pub(in crate::effects) fn later(why: impl ToString) -> Self {
        Self::Later(why.to_string(), None)
    }

    /// No try will work.
    #[expect(clippy::needless_pass_by_value, reason = "`map_err` gives it away")]
    pub(in crate::effects) fn dead(why: impl ToString) -> Self {
        Self::Dead(why.to_string(), None)
    }
}

impl Worker {
    pub(super) fn attempt(
        &self,
        owner: &str,
        row: OutboxRow,
        clock: &dyn Fn() -> DateTime<Utc>,
        watch: &mut Watch<'_>,
    ) -> Result<Ended, WorkerFault> {
        let tried = catch_unwind(AssertUnwindSafe(|| self.carry_out(owner, &row, clock(), watch)))
            .unwrap_or_else(|_| Err(Failed::dead("the program gave up on this row; its log says where")));
        let now = clock();
        match tried {
            Ok(record) => self.record(owner, row, now, Verdict::Done, record),
            Err(Failed::Later(why, delivery)) => {
                let verdict = match backoff::next(&row, now, &self.rng) {
                    Some(at) => Verdict::Later(at, why),
                    None => Verdict::Dead(format!("given up after {} tries: {why}", backoff::tries(&row))),
                };
                self.record(owner, row, now, verdict, Record::tried(delivery))
            }
            Err(Failed::Dead(why, delivery)) => {
                self.record(owner, row, now, Verdict::Dead(why), Record::tried(delivery))
            }
            Err(Failed::NotOurs) => Ok(Ended::NotOurs),
        }
    }

    fn carry_out(
        &self,
        owner: &str,
        row: &OutboxRow,
        now: DateTime<Utc>,
        watch: &mut Watch<'_>,
    ) -> Result<Record, Failed> {
        let payload: Outgoing =
            serde_json::from_str(&row.payload).map_err(|e| Failed::dead(format!("the row cannot be read: {e}")))?;
        watch(row, &payload);
        match payload {
            Outgoing::Email(letter) => self.deliver(owner, row, &letter, now),
            Outgoing::Document(order) => self.make_document(row, &order, now),
            Outgoing::Notice(order) => self.publish(row, &order, now),
            Outgoing::Signal(_) => {
                self.feedback.give(&row.key, &row.payload).map_err(Failed::later)?;
                Ok(Record {
                    marked: true,
                    ..Record::default()
                })
            }
            Outgoing::Hook(hook) => self.tell(row, &hook, now),
            Outgoing::Scan(scan) => self.scan(&scan),
            Outgoing::Erase(erase) => self.erase(row, &erase),
            Outgoing::Incident(incident) => Ok(Record {
                incident: Some(incident.what),
                ..Record::default()
            }),
        }
    }

    /// Marks the row and writes what came of it, all or nothing, if the row is still ours.
    fn record(
        &self,
        owner: &str,
        row: OutboxRow,
        now: DateTime<Utc>,
        verdict: Verdict,
        record: Record,
    ) -> Result<Ended, WorkerFault> {
        let ended = verdict.ended();
        log(&row, &verdict);
        let (owner, incident_id) = (owner.to_owned(), self.rng.id(now));
        let again = row.clone();
        let unreached = matches!(&verdict, Verdict::Dead(why) if row.kind == "email" && says_no_such_address(why));
        let written = self.store.write(move |db| {
            let mark = match &verdict {
                _ if record.marked => Mark::Made,
                Verdict::Done => outbox::done(db, &row.key, &owner, now)?,
                Verdict::Later(at, why) => outbox::retry(db, &row.key, &owner, *at, why)?,
                Verdict::Dead(why) => outbox::dead(db, &row.key, &owner, now, why)?,
            };
            if mark == Mark::LeaseLost {
                return Ok(mark);
            }
            if let Some(document) = &record.document {
                documents::put(db, document)?;
            }
            if let Some(delivery) = &record.delivery {
                deliveries::record(db, delivery)?;
            }
            let what = match verdict {
                Verdict::Dead(why) => Some(given_up(&row, incident_id, &why, now)),
                Verdict::Done | Verdict::Later(..) => record
                    .incident
                    .map(|what| incident(&row, incident_id, what, row.key.clone(), now)),
            };
            if let Some(incident) = what {
                incidents::open(db, &incident)?;
            }
            Ok(mark)
        });
        match written {
            Ok(Mark::Made) => {
                if unreached && let Err(error) = self.feedback.unreached(&again.alliance_id, &again.recipient) {
                    let error = format!("{error:#}");
                    tracing::error!(
                        outbox.key = again.key,
                        error,
                        "nobody was asked to ring whom a letter did not reach"
                    );
                }
                Ok(ended)
            }
            Ok(Mark::LeaseLost) => Ok(Ended::NotOurs),
            // Another document took the version in between, or a row that it belongs to is gone. The
            // row goes back; one row that cannot be recorded must not hold up the others.
            Err(error @ (StoreError::Duplicate(_) | StoreError::Database(_))) => self.not_recorded(again, now, &error),
            Err(other) => Err(other.into()),
        }
    }

    fn not_recorded(&self, row: OutboxRow, now: DateTime<Utc>, error: &StoreError) -> Result<Ended, WorkerFault> {
        let why = format!("what came of it could not be recorded: {error}");
        let verdict = match backoff::next(&row, now, &self.rng) {
            Some(at) => Verdict::Later(at, why),
            None => Verdict::Dead(why),
        };
        log(&row, &verdict);
        let (ended, id) = (verdict.ended(), self.rng.id(now));
        self.store.write(move |db| {
            let owner = row.lease_owner.clone().unwrap_or_default();
            match verdict {
                Verdict::Done => {}
                Verdict::Later(at, why) => drop(outbox::retry(db, &row.key, &owner, at, &why)?),
                Verdict::Dead(why) => {
                    outbox::dead(db, &row.key, &owner, now, &why)?;
                    incidents::open(db, &given_up(&row, id, &why, now))?;
                }
            }
            Ok::<_, StoreError>(())
        })?;
        Ok(ended)
    }
}

/// What is to be marked.
#[derive(Debug)]
enum Verdict {
    Done,
    Later(DateTime<Utc>, String),
    Dead(String),
}

impl Verdict {
    fn ended(&self) -> Ended {
        match self {
            Self::Done => Ended::Done,
            Self::Later(..) => Ended::Later,
            Self::Dead(_) => Ended::Dead,
        }
    }
}

fn log(row: &OutboxRow, verdict: &Verdict) {
    let (key, kind, attempt) = (&row.key, &row.kind, row.attempts);
    match verdict {
        Verdict::Done => tracing::debug!(outbox.key = key, kind, attempt, "done"),
        Verdict::Later(at, why) => {
            tracing::warn!(outbox.key = key, kind, attempt, next = %at, why, "to be tried again");
        }
        Verdict::Dead(why) => tracing::error!(outbox.key = key, kind, attempt, why, "given up; somebody must look"),
    }
}

fn incident(row: &OutboxRow, id: String, what: String, detail: String, now: DateTime<Utc>) -> IncidentRow {
    IncidentRow {
        id,
        alliance_id: row.alliance_id.clone(),
        instance_id: row.instance_id.clone(),
        what,
        detail,
        at: Stamp::from(now),
        closed_at: None,
        closed_by: None,
        outbox_key: None,
        mend: None,
    }
}

/// Something that was given up waits for a person.
fn given_up(row: &OutboxRow, id: String, why: &str, now: DateTime<Utc>) -> IncidentRow {
    let (what, mend) = mend::words(&row.kind, why);
    IncidentRow {
        outbox_key: Some(row.key.clone()),
        mend: Some(mend.to_owned()),
        ..incident(row, id, what.to_owned(), why.to_owned(), now)
    }
}

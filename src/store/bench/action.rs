//! The write of one step, as the service makes it.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::{
    alliances::{self, AllianceRow},
    db::Db,
    error::StoreError,
    instances::{self, InstanceRow, InstanceStatus},
    journal::{self, NewEntry, Request},
    outbox::{self, NewOutbox},
    stamp::Stamp,
    subjects::{self, SubjectRow},
    tasks::{self, Task, TaskStatus},
    timers::{self, TimerChange, TimerRow},
};

/// As large as a snapshot of a round: states, entries, timers, tasks, settings.
const SNAPSHOT: usize = 1500;

/// Which instances one client works on: its own share, so that clients do not race.
#[derive(Debug, Clone)]
pub struct Work {
    alliance: &'static str,
    instances: u64,
    client: u64,
    clients: u64,
    round: usize,
    done: u64,
    state: u64,
}

impl Work {
    /// For client `client` of `clients`; `round` gives another order.
    pub fn new(alliance: &'static str, instances: u64, client: usize, clients: usize, round: usize) -> Self {
        let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Self {
            alliance,
            instances,
            client: wide(client),
            clients: wide(clients),
            round,
            done: 0,
            state: wide(round) << 32 | wide(client) << 8 | 1,
        }
    }

    /// The next instance, at random within the share, and the key of the next action.
    pub fn next_action(&mut self) -> (String, String) {
        // Knuth's multiplier: good enough to scatter, the same in every run.
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let share = (self.instances / self.clients).max(1);
        let number = (self.state >> 33) % share * self.clients + self.client;
        self.done += 1;
        let key = format!("{}-{}-{}", self.round, self.client, self.done);
        (instance_id(self.alliance, number), key)
    }

    /// Whose instances.
    pub fn alliance(&self) -> &'static str {
        self.alliance
    }
}

/// The id of an instance that [`prepare`] makes.
pub fn instance_id(alliance: &str, number: u64) -> String {
    format!("{number:08x}-0000-7000-8000-{alliance}")
}

fn instant(seq: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seq)
}

fn snapshot(seq: i64) -> String {
    let filler = "x".repeat(SNAPSHOT);
    format!("{{\"seq\":{seq},\"filler\":\"{filler}\"}}")
}

/// One action on one instance, inside a write transaction; with a key that was used before, the
/// version that it led to then.
///
/// # Errors
/// The database's.
pub fn act(db: &mut Db, alliance: &str, instance: &str, key: &str) -> Result<i64, StoreError> {
    let mut row = instances::load_for_update(db, alliance, instance)?;
    let seen = row.seq;
    row.seq += 1;
    let at = instant(row.seq);
    if let Some(before) = journal::answered(db, instance, key, "hash")? {
        return before.parse().map_err(|_other| StoreError::Damaged(before));
    }
    row.snapshot = snapshot(row.seq);
    row.changed_at = at.into();
    instances::advance(db, &row, seen)?;
    tasks::apply(db, &[task(alliance, instance, at)])?;
    let timer = TimerRow::new(
        alliance,
        instance,
        "drafting#1/deadline",
        Some(at + TimeDelta::days(10)),
        row.seq,
    );
    timers::apply(db, &[TimerChange::Arm(timer)])?;
    outbox::put(db, &[email(alliance, instance, row.seq)], at)?;
    let body = json!({
        "definition": row.definition, "event": {"act": {"actor": "a person", "event": "submit"}},
        "facts": {"sections.count": 12, "comments.unanswered": 0}, "format": 1,
        "moves": [{"left": "drafting"}, {"entered": "commenting"}], "seq": row.seq,
    });
    let entry = NewEntry {
        alliance_id: alliance,
        instance_id: Some(instance),
        seq: Some(row.seq),
        at,
        body: &body,
        request: Some(Request {
            key,
            hash: "hash",
            answer: &row.seq.to_string(),
        }),
    };
    journal::append(db, &entry)?;
    Ok(row.seq)
}

fn task(alliance: &str, instance: &str, at: DateTime<Utc>) -> Task {
    Task {
        instance_id: instance.to_owned(),
        id: "drafting#1/submit".to_owned(),
        alliance_id: alliance.to_owned(),
        state: "drafting".to_owned(),
        event: "submit".to_owned(),
        kind: "act".to_owned(),
        roles: vec!["somebody".to_owned()],
        person_id: None,
        status: TaskStatus::Open,
        result: None,
        opened_at: at.into(),
        due_at: Some((at + TimeDelta::days(10)).into()),
        closed_at: None,
    }
}

fn email(alliance: &str, instance: &str, seq: i64) -> NewOutbox {
    NewOutbox {
        key: format!("{instance}/{seq}/0/a-person"),
        alliance_id: alliance.to_owned(),
        instance_id: Some(instance.to_owned()),
        kind: "email".to_owned(),
        recipient: "a-person".to_owned(),
        payload: format!("{{\"filler\":\"{}\"}}", "y".repeat(400)),
        template: Some("ab".repeat(32)),
        then_event: None,
        place: 0,
    }
}

/// An alliance with so many instances at their first version.
///
/// # Errors
/// The database's.
pub fn prepare(db: &mut Db, alliance: &'static str, instances: u64) -> Result<(), StoreError> {
    let stamp = Stamp::from(instant(0));
    alliances::insert(
        db,
        &AllianceRow {
            id: alliance.to_owned(),
            short_name: alliance.to_owned(),
            name: alliance.to_owned(),
            data: "{}".to_owned(),
            created_at: stamp,
        },
    )?;
    subjects::insert(
        db,
        &SubjectRow {
            id: alliance.to_owned(),
            alliance_id: alliance.to_owned(),
            kind: "bench".to_owned(),
            reference: None,
            title: "A bench".to_owned(),
            parent_id: None,
            organisation_id: None,
            person_id: None,
            data: "{}".to_owned(),
            created_at: stamp,
        },
    )?;
    fill(db, alliance, 0, instances)
}

/// Instances `from` to `to`, each with its first entry, a task and a timer.
///
/// # Errors
/// The database's.
pub(super) fn fill(db: &mut Db, alliance: &str, from: u64, to: u64) -> Result<(), StoreError> {
    let at = instant(1);
    for number in from..to {
        let id = instance_id(alliance, number);
        let row = InstanceRow {
            id: id.clone(),
            alliance_id: alliance.to_owned(),
            subject_id: alliance.to_owned(),
            workflow: "bench".to_owned(),
            definition: "ab".repeat(32),
            parent_id: None,
            brood: None,
            child_key: None,
            seq: 1,
            status: InstanceStatus::Open,
            outcome: None,
            snapshot: snapshot(1),
            started_at: at.into(),
            changed_at: at.into(),
        };
        instances::insert(db, &row)?;
        tasks::apply(db, &[task(alliance, &id, at)])?;
        let timer = TimerRow::new(alliance, &id, "drafting#1/deadline", Some(at + TimeDelta::days(10)), 1);
        timers::apply(db, &[TimerChange::Arm(timer)])?;
        let body = json!({"seq": 1});
        let entry = NewEntry {
            alliance_id: alliance,
            instance_id: Some(&id),
            seq: Some(1),
            at,
            body: &body,
            request: None,
        };
        journal::append(db, &entry)?;
    }
    Ok(())
}

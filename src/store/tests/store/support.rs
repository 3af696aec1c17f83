//! Databases to test on.

#[path = "../support/postgres.rs"]
pub mod postgres;

use accord_store::{
    Db, Stamp, Store, StoreError, StoreOptions,
    alliances::{self, AllianceRow},
    instances::{self, InstanceRow, InstanceStatus},
    subjects::{self, SubjectRow},
};
use chrono::{DateTime, TimeDelta, Utc};

/// A database, and what keeps it alive.
pub struct Bed {
    pub url: String,
    pub store: Store,
    pub _folder: Option<tempfile::TempDir>,
}

impl Bed {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/accord.db", folder.path().display());
        Self {
            store: Store::open(&url, StoreOptions::default()).unwrap(),
            url,
            _folder: Some(folder),
        }
    }

    /// `None` where there is no PostgreSQL; the support says so, and fails if one is required.
    pub fn postgres() -> Option<Self> {
        let url = postgres::fresh_database()?;
        Some(Self {
            store: Store::open(&url, StoreOptions::default()).unwrap(),
            url,
            _folder: None,
        })
    }

    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    pub fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Db) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.store.write(f)
    }
}

/// Runs one body on each kind of database, each with the alliance `sheffield` in it.
pub fn on_each(body: impl Fn(&Bed)) {
    for bed in [Some(Bed::sqlite()), Bed::postgres()].into_iter().flatten() {
        bed.write(|db| alliances::insert(db, &alliance("sheffield"))).unwrap();
        body(&bed);
    }
}

/// A fixed instant, and so many seconds after it.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_775_000_000, 0).unwrap() + TimeDelta::seconds(seconds)
}

pub fn stamp(seconds: i64) -> Stamp {
    at(seconds).into()
}

pub fn alliance(id: &str) -> AllianceRow {
    AllianceRow {
        id: id.to_owned(),
        short_name: format!("{id} short"),
        name: format!("The {id} alliance"),
        data: "{}".to_owned(),
        created_at: stamp(0),
    }
}

pub fn subject(id: &str) -> SubjectRow {
    SubjectRow {
        id: id.to_owned(),
        alliance_id: "sheffield".to_owned(),
        kind: "round".to_owned(),
        reference: None,
        title: "A round".to_owned(),
        parent_id: None,
        organisation_id: None,
        person_id: None,
        data: "{}".to_owned(),
        created_at: stamp(0),
    }
}

pub fn instance(id: &str, subject_id: &str) -> InstanceRow {
    InstanceRow {
        id: id.to_owned(),
        alliance_id: "sheffield".to_owned(),
        subject_id: subject_id.to_owned(),
        workflow: "a-workflow".to_owned(),
        definition: "ab".repeat(32),
        parent_id: None,
        brood: None,
        child_key: None,
        seq: 1,
        status: InstanceStatus::Open,
        outcome: None,
        snapshot: "{}".to_owned(),
        started_at: stamp(0),
        changed_at: stamp(0),
    }
}

/// An instance `i` about a subject `s`.
pub fn with_instance(db: &mut Db, id: &str) -> Result<(), StoreError> {
    let about = format!("about {id}");
    subjects::insert(db, &subject(&about))?;
    instances::insert(db, &instance(id, &about))
}

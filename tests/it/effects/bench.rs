//! A worker with everything round it: a store in a folder of its own, and a service that listens.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use accord::{
    effects::{
        files::{FileSettings, Files},
        hooks::{Hooks, Reach},
        mail::{compose::Sender, transport::Transport},
        ocds::Publisher,
        worker::{Feedback, Worker},
    },
    rng::Rng,
    service::{
        hooks::sign::Signed,
        outgoing::{Erase, Letter, Outgoing},
    },
    views::{library::Templates, source::Source},
};
use accord_store::{
    Stamp, Store, StoreOptions,
    alliances::{self, AllianceRow},
    deliveries::{self, DeliveryRow},
    incidents::{self, IncidentRow},
    outbox::{self, NewOutbox, OutboxRow},
    subjects::{self, SubjectRow},
};
use chrono::{DateTime, Utc};

pub(crate) fn start() -> DateTime<Utc> {
    "2026-05-05T13:30:00Z".parse().unwrap()
}

/// What the service was asked.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    pub(crate) given: Mutex<Vec<String>>,
    pub(crate) fired: AtomicUsize,
}

impl Feedback for Heard {
    fn give(&self, key: &str, _: &str) -> anyhow::Result<()> {
        self.given.lock().unwrap().push(key.to_owned());
        Ok(())
    }

    fn feed(&self) -> anyhow::Result<usize> {
        Ok(0)
    }

    fn fire(&self) -> anyhow::Result<usize> {
        self.fired.fetch_add(1, Ordering::SeqCst);
        Ok(0)
    }

    fn sign(&self, _: &str, _: &str, _: i64, _: &str) -> anyhow::Result<Option<Signed>> {
        Ok(None)
    }

    fn unseal(&self, _: &str, sealed: &[u8]) -> anyhow::Result<Option<Vec<u8>>> {
        Ok(Some(sealed.to_vec()))
    }

    fn erased(&self, _: &str, key: &str, _: &Erase) -> anyhow::Result<bool> {
        self.given.lock().unwrap().push(key.to_owned());
        Ok(true)
    }

    fn unreached(&self, _: &str, person: &str) -> anyhow::Result<()> {
        self.given.lock().unwrap().push(format!("call {person}"));
        Ok(())
    }

    fn scanned(&self, upload: &str, _: Option<String>) -> anyhow::Result<()> {
        self.given.lock().unwrap().push(upload.to_owned());
        Ok(())
    }
}

pub(crate) struct Bench {
    pub(crate) worker: Worker,
    pub(crate) heard: Arc<Heard>,
    folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new(transport: Arc<dyn Transport>) -> Self {
        Self::with(transport, &[])
    }

    /// With templates beside those that ship.
    pub(crate) fn with(transport: Arc<dyn Transport>, more: &[Source]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("accord.db").display());
        let store = Store::open(&url, StoreOptions::default()).unwrap();
        store
            .write(|db| {
                let row = AllianceRow {
                    id: "a1".to_owned(),
                    short_name: "SYN".to_owned(),
                    name: "Synergy".to_owned(),
                    data: "{}".to_owned(),
                    created_at: Stamp::from(start()),
                };
                alliances::insert(db, &row)?;
                let subject = SubjectRow {
                    id: "s1".to_owned(),
                    alliance_id: "a1".to_owned(),
                    kind: "specification".to_owned(),
                    reference: None,
                    title: "Peer support".to_owned(),
                    parent_id: None,
                    organisation_id: None,
                    person_id: None,
                    data: "{}".to_owned(),
                    created_at: Stamp::from(start()),
                };
                subjects::insert(db, &subject)
            })
            .unwrap();
        let mut sources = accord::views::source::discover(None).unwrap();
        sources.extend_from_slice(more);
        let heard = Arc::new(Heard::default());
        let files = FileSettings::Folder(folder.path().join("files"));
        let worker = Worker {
            store,
            words: Arc::new(Templates::compile(&sources).unwrap()).into(),
            files: Arc::new(Files::open(&files).unwrap()),
            transport,
            sender: Sender {
                address: "notices@synergy.example".to_owned(),
                origin: "synergy.example".to_owned(),
            },
            publisher: Publisher::unregistered("https://synergy.example"),
            hooks: Hooks::new(Reach::Here),
            scanner: None,
            feedback: heard.clone(),
            rng: Rng::seeded(1),
        };
        Self { worker, heard, folder }
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn put(&self, key: &str, outgoing: &Outgoing) {
        let (kind, recipient) = match outgoing {
            Outgoing::Email(letter) => ("email", letter.to.email.clone()),
            Outgoing::Document(_) => ("document", String::new()),
            Outgoing::Notice(_) => ("notice", String::new()),
            Outgoing::Signal(signal) => ("signal", signal.to.clone()),
            Outgoing::Incident(_) => ("incident", String::new()),
            Outgoing::Hook(hook) => ("webhook", hook.webhook.clone()),
            Outgoing::Scan(scan) => ("scan", scan.upload.clone()),
            Outgoing::Erase(erase) => ("erase", erase.person.clone()),
        };
        let row = NewOutbox {
            key: key.to_owned(),
            alliance_id: "a1".to_owned(),
            instance_id: None,
            kind: kind.to_owned(),
            recipient,
            payload: serde_json::to_string(outgoing).unwrap(),
            template: None,
            then_event: None,
            place: 0,
        };
        self.worker
            .store
            .write(move |db| outbox::put(db, &[row], start()))
            .unwrap();
    }

    pub(crate) fn post(&self, key: &str, letter: Letter) {
        self.put(key, &Outgoing::Email(Box::new(letter)));
    }

    pub(crate) fn row(&self, key: &str) -> OutboxRow {
        self.worker.store.read(|db| outbox::load(db, "a1", key)).unwrap()
    }

    pub(crate) fn ledger(&self, key: &str) -> Vec<DeliveryRow> {
        self.worker
            .store
            .read(|db| deliveries::of_outbox(db, "a1", key))
            .unwrap()
    }

    pub(crate) fn incidents(&self) -> Vec<IncidentRow> {
        self.worker.store.read(|db| incidents::unresolved(db, "a1")).unwrap()
    }

    /// Drains again and again, at the times that the rows ask for, until nothing is left.
    pub(crate) fn drain_all(&self) {
        let mut now = start();
        for _ in 0..200 {
            self.worker.drain(now).unwrap();
            match self.worker.store.read(outbox::next).unwrap() {
                Some(next) => now = now.max(next),
                None => return,
            }
        }
        panic!("the queue is never empty");
    }
}

//! A worker for the running product, with mail in memory (or wherever a test wants it) and files in
//! the test's folder.

use std::sync::Arc;

use accord::{
    effects::{
        files::{FileSettings, Files},
        hooks::{Hooks, Reach},
        mail::{
            compose::Sender,
            transport::{Memory, Transport},
        },
        ocds::Publisher,
        worker::{Feedback, Worker},
    },
    service::{
        app::App,
        clocks,
        hooks::{
            self,
            sign::{self, Signed},
        },
        signals,
    },
    views::library::Templates,
};

use super::app::TestApp;

/// What the worker asks of the service.
struct Service(App);

impl Feedback for Service {
    fn give(&self, key: &str, payload: &str) -> anyhow::Result<()> {
        Ok(signals::give_row(&self.0, key, payload)?)
    }

    fn feed(&self) -> anyhow::Result<usize> {
        Ok(signals::feed(&self.0)? + hooks::tell::feed(&self.0)?)
    }

    fn fire(&self) -> anyhow::Result<usize> {
        Ok(clocks::fire_due(&self.0)?)
    }

    fn sign(&self, webhook: &str, id: &str, timestamp: i64, body: &str) -> anyhow::Result<Option<Signed>> {
        Ok(sign::signed(&self.0, webhook, id, timestamp, body)?)
    }
}

/// A worker whose letters are kept.
pub(crate) fn with_mail(t: &TestApp) -> (Worker, Memory) {
    let memory = Memory::default();
    (through(t, Arc::new(memory.clone())), memory)
}

/// A worker whose letters go a given way.
pub(crate) fn through(t: &TestApp, transport: Arc<dyn Transport>) -> Worker {
    let templates = Templates::compile(&t.app.library.sources).unwrap();
    let files = FileSettings::Folder(t.folder.path().join("files"));
    Worker {
        store: t.app.store.clone(),
        words: Arc::new(templates).into(),
        files: Arc::new(Files::open(&files).unwrap()),
        transport,
        sender: Sender {
            address: "notices@synergy.example".to_owned(),
            origin: "synergy.example".to_owned(),
        },
        publisher: Publisher::unregistered("https://synergy.example"),
        hooks: Hooks::new(Reach::Here),
        feedback: Arc::new(Service(t.app.clone())),
        rng: t.app.rng.clone(),
    }
}

/// The words of a message, as a program that shows text would.
pub(crate) fn text(bytes: &[u8]) -> String {
    let whole = String::from_utf8_lossy(bytes).replace("=\r\n", "");
    let mut out = Vec::new();
    let raw = whole.as_bytes();
    let mut at = 0;
    while at < raw.len() {
        let coded = raw
            .get(at + 1..at + 3)
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (raw[at], coded) {
            (b'=', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

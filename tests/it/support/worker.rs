//! A worker for the running product, with mail in memory (or wherever a test wants it) and files in
//! the test's folder.

use std::sync::Arc;

use accord::{
    cli::bridge,
    effects::{
        files::{FileSettings, Files},
        hooks::Reach,
        mail::{
            compose::Sender,
            transport::{Memory, Transport},
        },
        worker::Worker,
    },
};

use super::app::TestApp;

/// A worker whose letters are kept.
pub(crate) fn with_mail(t: &TestApp) -> (Worker, Memory) {
    let memory = Memory::default();
    (through(t, Arc::new(memory.clone())), memory)
}

/// A worker whose letters go a given way.
pub(crate) fn through(t: &TestApp, transport: Arc<dyn Transport>) -> Worker {
    let words = bridge::words(&t.app).unwrap();
    let files = FileSettings::Folder(t.folder.path().join("files"));
    let files = Arc::new(Files::open(&files).unwrap());
    let sender = Sender {
        address: "notices@synergy.example".to_owned(),
        origin: "synergy.example".to_owned(),
    };
    bridge::worker(&t.app, words, files, transport, sender, Reach::Here)
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

//! The worker and the service, put together: neither knows the other.

use std::sync::Arc;

use anyhow::anyhow;

use crate::{
    effects::{
        files::Files,
        hooks::{Hooks, Reach},
        mail::{compose::Sender, transport::Transport},
        ocds::Publisher,
        worker::{Feedback, Words, Worker},
    },
    service::{
        app::App,
        clocks, erasure,
        fault::Fault,
        hooks::{
            self,
            sign::{self, Signed},
        },
        outgoing::Erase,
        scanned, signals,
        support::calls,
        uploads,
    },
    views::library::Templates,
};

/// What the worker asks of the service.
struct Bridge(App);

impl Feedback for Bridge {
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

    fn unseal(&self, upload: &str, sealed: &[u8]) -> anyhow::Result<Option<Vec<u8>>> {
        uploads::for_scanner(&self.0, upload, sealed)
    }

    fn erased(&self, alliance: &str, key: &str, erase: &Erase) -> anyhow::Result<bool> {
        Ok(erasure::after::finish(&self.0, alliance, key, erase)?)
    }

    fn unreached(&self, alliance: &str, person: &str) -> anyhow::Result<()> {
        calls::unreached(&self.0, alliance, person)?;
        Ok(())
    }

    fn scanned(&self, upload: &str, found: Option<String>) -> anyhow::Result<()> {
        match scanned::answer(&self.0, upload, found) {
            // Erased meanwhile: nobody waits for the answer.
            Ok(()) | Err(Fault::NotFound(_)) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }
}

/// The templates of the library, ready to be filled in.
///
/// # Errors
/// Templates that cannot be used: every problem with its place.
pub fn words(app: &App) -> anyhow::Result<Words> {
    let templates = Templates::compile(&app.library.sources).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow!("the templates cannot be used:\n{}", lines.join("\n"))
    })?;
    Ok(Arc::new(templates).into())
}

/// A worker for a product, with somewhere to keep files and a way out for mail.
pub fn worker(
    app: &App,
    words: Words,
    files: Arc<Files>,
    transport: Arc<dyn Transport>,
    sender: Sender,
    reach: Reach,
) -> Worker {
    Worker {
        store: app.store.clone(),
        words,
        files,
        transport,
        sender,
        hooks: Hooks::new(reach),
        scanner: None,
        publisher: Publisher::unregistered(&app.origin),
        feedback: Arc::new(Bridge(app.clone())),
        rng: app.rng.clone(),
    }
}

//! What leaves the house during the rehearsal: the real worker, with a folder for a mail server.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use accord_store::{outbox, people};
use anyhow::anyhow;
use chrono::{DateTime, Utc};

use crate::{
    cli::bridge,
    effects::{
        files::{FileSettings, Files},
        mail::{
            compose::Sender,
            transport::{Folder, Memory, Transport},
        },
        worker::Worker,
    },
    service::{app::App, outgoing::Outgoing},
    views::library::Templates,
};

/// One thing that left.
#[derive(Debug, Clone)]
pub(super) struct Left {
    /// `email`, `document`, `notice`.
    pub(super) kind: String,
    /// Its template.
    pub(super) template: String,
    /// The handle of the person who got it; empty for documents and notices.
    pub(super) to: String,
}

/// How far the outbox has been read: rows before the instant, and these of the instant itself.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    since: DateTime<Utc>,
    known: BTreeSet<String>,
}

/// The worker, what left, and how far the play has looked.
#[derive(Debug)]
pub(super) struct Post {
    worker: Worker,
    left: Vec<Left>,
    looked: usize,
    /// Rows are read from this instant on; those of the instant itself are known by key.
    since: DateTime<Utc>,
    known: BTreeSet<String>,
}

impl Post {
    /// Mail goes into a folder if everything is to be left somewhere, else it is forgotten.
    pub(super) fn open(app: &App, folder: &Path, out: Option<&Path>, since: DateTime<Utc>) -> anyhow::Result<Self> {
        let own = app.library.shelf.root.as_ref().map(|root| root.join("templates"));
        let templates = Templates::load(own.as_deref()).map_err(|faults| {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            anyhow!("the templates cannot be used:\n{}", lines.join("\n"))
        })?;
        let transport: Arc<dyn Transport> = match out {
            Some(out) => Arc::new(Folder::open(out.join("emails"))?),
            None => Arc::new(Memory::default()),
        };
        let sender = Sender {
            address: "hello@synergy.example".to_owned(),
            origin: "synergy.example".to_owned(),
        };
        let files = Files::open(&FileSettings::Folder(folder.to_owned()))?;
        Ok(Self {
            worker: bridge::worker(app, Arc::new(templates), Arc::new(files), transport, sender),
            left: Vec::new(),
            looked: 0,
            since,
            known: BTreeSet::new(),
        })
    }

    /// Does what the outbox holds, and notes what it was; gives how much there was to do.
    pub(super) fn collect(&mut self, app: &App, alliance: &str) -> anyhow::Result<usize> {
        let now = app.wall.now();
        let drained = self.worker.drain(now)?;
        let rows = app.store.read(|db| outbox::since(db, alliance, self.since))?;
        for row in rows {
            if self.known.contains(&row.key) {
                continue;
            }
            self.note(app, &row)?;
            if row.created_at.utc() > self.since {
                self.since = row.created_at.utc();
                self.known.clear();
            }
            self.known.insert(row.key);
        }
        Ok(drained.done + drained.fed + drained.dead)
    }

    fn note(&mut self, app: &App, row: &outbox::OutboxRow) -> anyhow::Result<()> {
        let (template, person) = match serde_json::from_str(&row.payload)? {
            Outgoing::Email(letter) => (letter.template, letter.to.person),
            Outgoing::Document(order) => (order.template, None),
            Outgoing::Notice(order) => (order.template, None),
            Outgoing::Signal(_) | Outgoing::Incident(_) => return Ok(()),
        };
        let to = match person {
            Some(id) => app
                .store
                .read(|db| people::load(db, &id))?
                .map(|row| row.handle)
                .unwrap_or_default(),
            None => String::new(),
        };
        self.left.push(Left {
            kind: row.kind.clone(),
            template,
            to,
        });
        Ok(())
    }

    /// How far the outbox has been read.
    pub(super) fn sent(&self) -> Sent {
        Sent {
            since: self.since,
            known: self.known.clone(),
        }
    }

    /// Goes on from where another play left off: what left before is not news.
    pub(super) fn go_on(&mut self, sent: Sent) {
        self.since = sent.since;
        self.known = sent.known;
    }

    pub(super) fn count(&self, kind: &str) -> usize {
        self.left.iter().filter(|one| one.kind == kind).count()
    }

    /// What left since the play last looked.
    pub(super) fn news(&mut self) -> Vec<Left> {
        let news = self.left.get(self.looked..).unwrap_or_default().to_vec();
        self.looked = self.left.len();
        news
    }
}

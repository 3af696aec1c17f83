//! What leaves the house during the rehearsal: the real worker, with a folder for a mail server.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use accord_store::people;

use crate::{
    cli::{bridge, regular},
    effects::{
        files::{FileSettings, Files},
        hooks::Reach,
        mail::{
            compose::Sender,
            transport::{Folder, Memory, Transport},
        },
        worker::{Job, Worker},
    },
    service::{app::App, outgoing::Outgoing},
};

/// One thing that left.
#[derive(Debug, Clone)]
pub(super) struct Left {
    /// `email`, `document`, `notice`.
    pub(super) kind: String,
    /// Its template.
    pub(super) template: String,
    /// The handle of the person who got it, or the address of somebody who takes no part; empty for
    /// documents and notices.
    pub(super) to: String,
}

/// The worker, what left, and how far the play has looked.
#[derive(Debug)]
pub(super) struct Post {
    worker: Worker,
    jobs: Vec<Job>,
    left: Vec<Left>,
    looked: usize,
    /// Rows that have been tried: one that is tried again has not left twice.
    known: BTreeSet<String>,
    /// Handles by id; nobody changes theirs during a play.
    handles: BTreeMap<String, String>,
}

impl Post {
    /// Mail goes into a folder if everything is to be left somewhere, else it is forgotten.
    pub(super) fn open(app: &App, folder: &Path, out: Option<&Path>) -> anyhow::Result<Self> {
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
            worker: bridge::worker(
                app,
                bridge::words(app)?,
                Arc::new(files),
                transport,
                sender,
                Reach::Here,
            ),
            jobs: regular::jobs(app)?,
            left: Vec::new(),
            looked: 0,
            known: BTreeSet::new(),
            handles: BTreeMap::new(),
        })
    }

    /// Does what the outbox holds, and notes what it was; gives how much there was to do.
    pub(super) fn collect(&mut self, app: &App) -> anyhow::Result<usize> {
        let mut tried = Vec::new();
        self.worker.run_due(&self.jobs, "rehearsal", app.wall.now());
        let drained = self.worker.drain_watched(app.wall.now(), &mut |row, what| {
            let (template, reader) = match what {
                Outgoing::Email(letter) => (&letter.template, Some(letter.to.clone())),
                Outgoing::Document(order) => (&order.template, None),
                Outgoing::Notice(order) => (&order.template, None),
                Outgoing::Signal(_)
                | Outgoing::Incident(_)
                | Outgoing::Hook(_)
                | Outgoing::Scan(_)
                | Outgoing::Erase(_) => {
                    return;
                }
            };
            if self.known.insert(row.key.clone()) {
                tried.push((row.kind.clone(), template.clone(), reader));
            }
        })?;
        for (kind, template, reader) in tried {
            let to = match reader.as_ref().map(|one| (&one.person, &one.email)) {
                Some((Some(id), _)) => self.handle(app, id)?,
                Some((None, address)) => address.clone(),
                None => String::new(),
            };
            self.left.push(Left { kind, template, to });
        }
        Ok(drained.done + drained.fed + drained.dead)
    }

    fn handle(&mut self, app: &App, person: &str) -> anyhow::Result<String> {
        if let Some(known) = self.handles.get(person) {
            return Ok(known.clone());
        }
        let found = app.store.read(|db| people::load(db, person))?;
        let handle = found.map(|row| row.handle).unwrap_or_default();
        self.handles.insert(person.to_owned(), handle.clone());
        Ok(handle)
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

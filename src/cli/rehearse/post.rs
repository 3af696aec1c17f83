//! What left the house during the rehearsal, as far as the play may speak of it.

use accord_store::{outbox, people};
use chrono::TimeDelta;

use crate::service::{app::App, outgoing::Outgoing};

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

/// What left, and how far the play has looked.
#[derive(Debug, Default)]
pub(super) struct Post {
    pub(super) left: Vec<Left>,
    pub(super) looked: usize,
}

impl Post {
    /// Does what the outbox holds; gives how many rows.
    pub(super) fn collect(&mut self, app: &App) -> anyhow::Result<usize> {
        let now = app.wall.now();
        let rows = app
            .store
            .write(move |db| outbox::lease(db, "rehearsal", now, now + TimeDelta::minutes(1), 100))?;
        let count = rows.len();
        for row in rows {
            self.note(app, &row)?;
            let key = row.key;
            app.store.write(move |db| outbox::done(db, &key, "rehearsal", now))?;
        }
        Ok(count)
    }

    fn note(&mut self, app: &App, row: &outbox::OutboxRow) -> anyhow::Result<()> {
        let (template, person) = match serde_json::from_str(&row.payload)? {
            Outgoing::Email(letter) => (letter.template, letter.to.person),
            Outgoing::Document(order) => (order.template, None),
            Outgoing::Notice(order) => (order.template, None),
            Outgoing::Signal(_) => {
                crate::service::signals::give_row(app, &row.key, &row.payload)?;
                return Ok(());
            }
            Outgoing::Incident(_) => return Ok(()),
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

//! From an outbox row to a message on its way.

use accord_store::{
    Db, Stamp, StoreError,
    deliveries::DeliveryRow,
    documents::{self, DocumentRow},
    outbox::{self, Mark, OutboxRow, OutboxStatus},
};
use chrono::{DateTime, Utc};

use super::{
    compose::{self, Enclosed},
    ledger::Delivery,
    transport::{Posted, SendFault},
};
use crate::{
    effects::worker::{Failed, Record, Worker},
    service::outgoing::{Letter, Outgoing},
    views::{front::Class, library::Templates, source::Shelf},
};

impl Worker {
    /// One try. The bytes are made once and kept, so that every later try sends the same.
    pub(in crate::effects) fn deliver(
        &self,
        owner: &str,
        row: &OutboxRow,
        letter: &Letter,
        now: DateTime<Utc>,
    ) -> Result<Record, Failed> {
        let words = self.words.of(&self.store, row, Shelf::Mail, &letter.template)?;
        let bytes = self.bytes(owner, row, letter, &words, now)?;
        let front = words.front(Shelf::Mail, &letter.template);
        let once = front.is_some_and(|front| front.class == Class::MustNotRepeat);
        let post = Posted {
            from: self.sender.address.clone(),
            to: letter.to.email.trim().to_owned(),
            message_id: compose::message_id(&row.key, &self.sender.origin),
            bytes,
        };
        if once {
            self.mark_first(owner, row, now)?;
        }
        let (delivery, detail) = match self.transport.send(&post) {
            Ok(taken) => (Delivery::Delivered, taken.0),
            // What may have arrived does not go again; the ledger says what happened.
            Err(fault @ (SendFault::Unknown(_) | SendFault::Refused(_))) if once => {
                (Delivery::of(&fault), fault.to_string())
            }
            Err(fault) => {
                if once {
                    self.not_begun(owner, row)?;
                }
                let line = self.line(row, Delivery::of(&fault), &fault.to_string(), now);
                let tried = Some(Box::new(line));
                return Err(match fault {
                    SendFault::Refused(why) => Failed::Dead(why, tried),
                    SendFault::NotNow(why) | SendFault::Unknown(why) => Failed::Later(why, tried),
                });
            }
        };
        if once {
            self.forget(row, letter);
        }
        Ok(Record {
            delivery: Some(self.line(row, delivery, &detail, now)),
            marked: once,
            ..Record::default()
        })
    }

    fn bytes(
        &self,
        owner: &str,
        row: &OutboxRow,
        letter: &Letter,
        words: &Templates,
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>, Failed> {
        if let Some(kept) = &row.rendered {
            return Ok(kept.clone());
        }
        let mail = words
            .render_mail(&letter.template, &letter.context)
            .map_err(Failed::dead)?;
        let enclosed = letter
            .attach
            .iter()
            .map(|key| self.enclosed(row, key))
            .collect::<Result<Vec<_>, _>>()?;
        let bytes = compose::compose(&row.key, letter, &mail, &enclosed, &self.sender).map_err(|unsendable| {
            let why = unsendable.to_string();
            let word = Delivery::of(&SendFault::Refused(why.clone()));
            let line = self.line(row, word, &why, now);
            Failed::Dead(why, Some(Box::new(line)))
        })?;
        let (key, owner, kept) = (row.key.clone(), owner.to_owned(), bytes.clone());
        let mark = self
            .store
            .write(move |db| outbox::keep_rendered(db, &key, &owner, &kept))
            .map_err(|e: StoreError| Failed::later(e))?;
        ours(mark).map(|()| bytes)
    }

    fn mark_first(&self, owner: &str, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), Failed> {
        let (key, owner) = (row.key.clone(), owner.to_owned());
        let mark = self
            .store
            .write(move |db| outbox::done(db, &key, &owner, now))
            .map_err(|e: StoreError| Failed::later(e))?;
        ours(mark)
    }

    fn not_begun(&self, owner: &str, row: &OutboxRow) -> Result<(), Failed> {
        let (key, owner) = (row.key.clone(), owner.to_owned());
        let mark = self
            .store
            .write(move |db| outbox::not_begun(db, &key, &owner))
            .map_err(|e: StoreError| Failed::later(e))?;
        ours(mark)
    }

    /// What must not repeat is a secret as a rule: once it is on its way, it is kept nowhere.
    fn forget(&self, row: &OutboxRow, letter: &Letter) {
        let bare = Letter {
            context: serde_json::Value::Null,
            ..letter.clone()
        };
        let done = serde_json::to_string(&Outgoing::Email(Box::new(bare))).map(|payload| {
            let key = row.key.clone();
            self.store.write(move |db| outbox::forget(db, &key, &payload))
        });
        if !matches!(done, Ok(Ok(()))) {
            tracing::warn!(outbox.key = row.key, "what a letter said could not be forgotten");
        }
    }

    /// A line of the ledger.
    fn line(&self, row: &OutboxRow, delivery: Delivery, detail: &str, now: DateTime<Utc>) -> DeliveryRow {
        DeliveryRow {
            outbox_key: row.key.clone(),
            attempt: row.attempts,
            alliance_id: row.alliance_id.clone(),
            recipient: row.recipient.clone(),
            message_id: Some(compose::message_id(&row.key, &self.sender.origin)),
            result: delivery.words().to_owned(),
            detail: Some(detail.to_owned()),
            at: Stamp::from(now),
        }
    }

    /// A document that the same step made.
    fn enclosed(&self, row: &OutboxRow, key: &str) -> Result<Enclosed, Failed> {
        let (alliance, wanted) = (row.alliance_id.clone(), key.to_owned());
        let found = self.store.read(move |db| {
            let order = outbox::load(db, &alliance, &wanted)?;
            let made = documents::of_outbox(db, &wanted)?;
            let document = match (made, order.status) {
                (None, OutboxStatus::Sent) => before(db, &order)?,
                (made, _) => made,
            };
            Ok::<_, StoreError>((document, order.status))
        });
        match found {
            Ok((Some(document), _)) => self.file(&document),
            Ok((None, OutboxStatus::Dead)) => Err(Failed::dead(format!(
                "the document that goes with it could not be made ({key}): mend that, then send both again"
            ))),
            Ok((None, _)) => Err(Failed::later(format!(
                "the document that goes with it is not made yet ({key})"
            ))),
            Err(none @ StoreError::NotFound { .. }) => Err(Failed::dead(none)),
            Err(other) => Err(Failed::later(other)),
        }
    }

    /// A PDF that a person has yet to look at stays behind; its page goes out.
    fn file(&self, document: &DocumentRow) -> Result<Enclosed, Failed> {
        let (stored, ending, kind) = match (&document.pdf_key, &document.flagged) {
            (Some(pdf), None) => (pdf, "pdf", "application/pdf"),
            _ => (&document.html_key, "html", "text/html; charset=utf-8"),
        };
        let bytes = self.files.get(stored).map_err(Failed::later)?;
        Ok(Enclosed {
            name: format!("{}-v{}.{ending}", document.reference, document.version),
            kind: kind.to_owned(),
            bytes,
        })
    }
}

/// What stands in for a document that would have said nothing new: the version before.
fn before(db: &mut Db, order: &OutboxRow) -> Result<Option<DocumentRow>, StoreError> {
    match serde_json::from_str(&order.payload) {
        Ok(Outgoing::Document(wanted)) => {
            let about = &wanted.about;
            let which = (about.subject.as_str(), wanted.template.as_str());
            documents::newest(db, &about.alliance, which, about.at.into())
        }
        Ok(_) => Ok(None),
        Err(error) => Err(StoreError::Damaged(format!("what {} orders: {error}", order.key))),
    }
}

fn ours(mark: Mark) -> Result<(), Failed> {
    match mark {
        Mark::Made => Ok(()),
        Mark::LeaseLost => Err(Failed::NotOurs),
    }
}

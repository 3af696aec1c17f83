//! Effects become outbox rows: recipients resolved, contexts frozen, keys that make doing it twice
//! harmless.

use accord_engine::{
    deadline::TimerRole,
    definition::model::{Email, Tell},
    effect::{Effect, EffectKind},
    event::Facts,
    step::Step,
};
use accord_store::{
    documents,
    incidents::{self, IncidentRow},
    instances::{self, InstanceStatus},
    links,
    outbox::{self, NewOutbox},
};

use super::Loaded;
use crate::{
    service::{
        app::Desk,
        context::Frozen,
        fault::Fault,
        outgoing::{About, CalendarDate, DocumentOrder, Letter, NoticeOrder, Outgoing, Recipient, Signal, Word},
        recipients,
    },
    views::contexts::everywhere::Link,
};

/// Puts every effect of a step in the outbox; signals are also handed back, to be given at once.
pub(super) fn post(
    desk: &mut Desk<'_>,
    after: &Loaded,
    step: &Step,
    facts: &Facts,
    signals: &mut Vec<(String, Signal)>,
) -> Result<(), Fault> {
    if step.entry.effects.is_empty() {
        return Ok(());
    }
    let mut post = Post {
        after,
        step,
        facts,
        frozen: None,
        rows: Vec::new(),
    };
    for effect in &step.entry.effects {
        post.effect(desk, effect, signals)?;
    }
    outbox::put(desk.db, &post.rows, desk.wall())?;
    Ok(())
}

/// One signal: an outbox row, and a word to be given right after commit.
pub(super) fn signal(
    desk: &mut Desk<'_>,
    after: &Loaded,
    to: &str,
    word: Word,
    signals: &mut Vec<(String, Signal)>,
) -> Result<(), Fault> {
    let key = format!("{}/{}/signal/{}", after.row.id, after.row.seq, signals.len());
    let signal = Signal {
        alliance: desk.alliance.clone(),
        to: to.to_owned(),
        word,
    };
    let row = NewOutbox {
        key: key.clone(),
        alliance_id: desk.alliance.clone(),
        instance_id: Some(after.row.id.clone()),
        kind: "signal".to_owned(),
        recipient: to.to_owned(),
        payload: serde_json::to_string(&Outgoing::Signal(signal.clone()))?,
        template: None,
        then_event: None,
        place: i32::try_from(signals.len()).unwrap_or(i32::MAX),
    };
    outbox::put(desk.db, &[row], desk.wall())?;
    signals.push((key, signal));
    Ok(())
}

struct Post<'a> {
    after: &'a Loaded,
    step: &'a Step,
    facts: &'a Facts,
    /// Read once, when the first letter or document needs it.
    frozen: Option<Frozen>,
    rows: Vec<NewOutbox>,
}

impl Post<'_> {
    fn effect(
        &mut self,
        desk: &mut Desk<'_>,
        effect: &Effect,
        signals: &mut Vec<(String, Signal)>,
    ) -> Result<(), Fault> {
        match &effect.kind {
            EffectKind::Email(email) => {
                let about = self.after.about();
                let actor = effect.cause.person.as_deref();
                let to = recipients::resolve(desk, about, &email.to, &self.facts.members, actor)?;
                self.letters(desk, effect, email, to)
            }
            EffectKind::EmailPeople { template, people } => {
                let email = Email {
                    template: template.clone(),
                    to: Vec::new(),
                    attach: Vec::new(),
                    calendar: None,
                };
                let mut to = recipients::of_people(desk, people)?;
                for one in &mut to {
                    "you are asked to do this".clone_into(&mut one.why);
                }
                self.letters(desk, effect, &email, to)
            }
            EffectKind::Document(document) => {
                let order = DocumentOrder {
                    template: document.template.clone(),
                    readers: document.readers.clone(),
                    then: document.then.clone(),
                    about: self.about(desk),
                    context: self.context(desk, effect, None)?,
                };
                let then = document.then.clone();
                self.row(
                    desk,
                    effect.id.clone(),
                    "document",
                    "",
                    &Outgoing::Document(Box::new(order)),
                    then,
                )
            }
            EffectKind::Notice(notice) => {
                let order = NoticeOrder {
                    template: notice.template.clone(),
                    then: notice.then.clone(),
                    about: self.about(desk),
                    context: self.context(desk, effect, None)?,
                };
                let then = notice.then.clone();
                self.row(
                    desk,
                    effect.id.clone(),
                    "notice",
                    "",
                    &Outgoing::Notice(Box::new(order)),
                    then,
                )
            }
            EffectKind::Tell(tell) => {
                for to in told(desk, self.after, tell)? {
                    let word = Word::Told {
                        event: tell.event.clone(),
                        from: self.after.row.id.clone(),
                    };
                    signal(desk, self.after, &to, word, signals)?;
                }
                Ok(())
            }
            EffectKind::Incident { what } => {
                let row = IncidentRow {
                    id: desk.id(),
                    alliance_id: desk.alliance.clone(),
                    instance_id: Some(self.after.row.id.clone()),
                    what: what.clone(),
                    detail: format!("{} in {}", effect.cause.event, effect.cause.state),
                    at: desk.now.into(),
                    closed_at: None,
                    closed_by: None,
                };
                Ok(incidents::open(desk.db, &row)?)
            }
        }
    }

    fn letters(
        &mut self,
        desk: &mut Desk<'_>,
        effect: &Effect,
        email: &Email,
        to: Vec<Recipient>,
    ) -> Result<(), Fault> {
        let attach = self.attachments(desk, &email.attach)?;
        let calendar = email.calendar.as_ref().and_then(|clock| self.calendar(clock));
        for reader in to {
            let letter = Letter {
                template: email.template.clone(),
                attach: attach.clone(),
                calendar: calendar.clone(),
                about: self.about(desk),
                context: self.context(desk, effect, Some(&reader))?,
                to: reader,
            };
            let who = letter.to.person.clone().unwrap_or_else(|| letter.to.email.clone());
            let key = format!("{}/{who}", effect.id);
            self.row(desk, key, "email", &who, &Outgoing::Email(Box::new(letter)), None)?;
        }
        Ok(())
    }

    /// Outbox keys of the documents that go with a letter: made by this step, or the newest.
    fn attachments(&self, desk: &mut Desk<'_>, templates: &[String]) -> Result<Vec<String>, Fault> {
        let mut out = Vec::new();
        for wanted in templates {
            let here = self
                .step
                .entry
                .effects
                .iter()
                .rev()
                .find_map(|effect| match &effect.kind {
                    EffectKind::Document(document) if document.template == *wanted => Some(effect.id.clone()),
                    _ => None,
                });
            let found = match here {
                Some(key) => Some(key),
                None => documents::of_subject(desk.db, &desk.alliance, &self.after.record.id)?
                    .into_iter()
                    .rev()
                    .find(|row| row.template == *wanted)
                    .and_then(|row| row.outbox_key),
            };
            out.extend(found);
        }
        Ok(out)
    }

    fn calendar(&self, clock: &str) -> Option<CalendarDate> {
        let timer = self
            .after
            .snapshot
            .timers
            .values()
            .find(|timer| timer.clock == clock && matches!(timer.role, TimerRole::End(_)))?;
        Some(CalendarDate {
            uid: format!("{}/{}#{}/{clock}", self.after.row.id, timer.state, timer.occurrence),
            sequence: u64::try_from(timer.extensions.len()).unwrap_or(0),
            title: self.after.record.title.clone(),
            at: timer.due_at?,
            until: None,
            place: None,
        })
    }

    fn context(
        &mut self,
        desk: &mut Desk<'_>,
        effect: &Effect,
        reader: Option<&Recipient>,
    ) -> Result<serde_json::Value, Fault> {
        let workflow = &self.after.workflow;
        if self.frozen.is_none() {
            let links = links_to(desk, self.after)?;
            let frozen = Frozen::read(desk, workflow, &self.after.snapshot, self.after.about(), links)?;
            self.frozen = Some(frozen);
        }
        match &self.frozen {
            Some(frozen) => frozen.of_effect(desk, workflow, &effect.cause, reader),
            None => Ok(serde_json::Value::Null),
        }
    }

    fn about(&self, desk: &Desk<'_>) -> About {
        About {
            alliance: desk.alliance.clone(),
            instance: self.after.row.id.clone(),
            seq: self.after.snapshot.seq,
            subject_kind: self.after.record.kind.clone(),
            subject: self.after.record.id.clone(),
            at: desk.now,
            definition: self.after.row.definition.clone(),
        }
    }

    fn row(
        &mut self,
        desk: &Desk<'_>,
        key: String,
        kind: &str,
        recipient: &str,
        payload: &Outgoing,
        then_event: Option<String>,
    ) -> Result<(), Fault> {
        self.rows.push(NewOutbox {
            key,
            alliance_id: desk.alliance.clone(),
            instance_id: Some(self.after.row.id.clone()),
            kind: kind.to_owned(),
            recipient: recipient.to_owned(),
            payload: serde_json::to_string(payload)?,
            template: None,
            then_event,
            place: i32::try_from(self.rows.len()).unwrap_or(i32::MAX),
        });
        Ok(())
    }
}

/// The documents of the record that there are already.
fn links_to(desk: &mut Desk<'_>, after: &Loaded) -> Result<Vec<Link>, Fault> {
    let rows = documents::of_subject(desk.db, &desk.alliance, &after.record.id)?;
    Ok(rows
        .into_iter()
        .map(|row| Link {
            title: row.title,
            url: format!("{}/documents/{}", desk.app.origin, row.id),
        })
        .collect())
}

/// The instances that `tell` means.
fn told(desk: &mut Desk<'_>, after: &Loaded, tell: &Tell) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    if let Some(brood) = &tell.children {
        let children = instances::children(desk.db, &desk.alliance, &after.row.id, Some(brood))?;
        out.extend(
            children
                .into_iter()
                .filter(|child| child.status == InstanceStatus::Open)
                .map(|child| child.id),
        );
    }
    if tell.parent {
        out.extend(after.row.parent_id.clone());
    }
    if let Some(link) = &tell.link {
        let tied = links::of_instance(desk.db, &after.row.id)?;
        out.extend(
            tied.into_iter()
                .filter(|one| one.link == *link)
                .map(|one| one.target_id),
        );
    }
    Ok(out)
}

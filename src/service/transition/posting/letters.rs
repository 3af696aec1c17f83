//! One letter for each reader, with what goes with it.

use std::collections::BTreeMap;

use accord_engine::{
    deadline::TimerRole,
    definition::model::Email,
    effect::{Effect, EffectKind},
};
use accord_store::documents;

use super::{Post, Row};
use crate::service::{
    app::Desk,
    fault::Fault,
    outgoing::{CalendarDate, Letter, Outgoing, Recipient},
    own::wishes::{self, Hold},
    recipients::ACTOR,
    replies,
};

impl Post<'_> {
    pub(super) fn letters(
        &mut self,
        desk: &mut Desk<'_>,
        effect: &Effect,
        email: &Email,
        to: Vec<Recipient>,
    ) -> Result<(), Fault> {
        if to.is_empty() {
            return Ok(());
        }
        let attach = self.attachments(desk, &email.attach)?;
        let calendar = email.calendar.as_ref().and_then(|clock| self.calendar(clock));
        let words = self.words(desk, effect)?;
        let template = self.published(desk, "mail", &email.template)?;
        let holds = self.holds(desk, email, &to)?;
        // What is said to whoever acts, about what they have started, belongs to that.
        let of = match email.to.iter().all(|name| name == ACTOR) {
            true => super::started(desk, self.after, self.step)?.map(|(instance, _)| instance),
            false => None,
        };
        for mut reader in to {
            let held = reader.person.as_ref().and_then(|id| holds.get(id)).copied();
            if held == Some(Hold::Unwanted) {
                continue;
            }
            // Whoever has no account has no work here.
            if let (Some(permit), Some(person)) = (desk.app.library.replies.get(&email.template), &reader.person) {
                let whose = (person.as_str(), self.after.record.id.as_str());
                reader.reply = replies::address(desk, whose, &permit.clone(), &serde_json::json!({}))?;
            }
            let letter = Letter {
                template: email.template.clone(),
                attach: attach.clone(),
                calendar: calendar.clone(),
                about: self.about(desk),
                context: words.to(&reader)?,
                to: reader,
            };
            let who = letter.to.person.clone().unwrap_or_else(|| letter.to.email.clone());
            let key = format!("{}/{who}", effect.id);
            if let (Some(hold), Some(person)) = (held, &letter.to.person) {
                self.held.push((key.clone(), person.clone(), hold));
            }
            let row = Row {
                key,
                recipient: &who,
                template: template.clone(),
                then: None,
                of: of.clone(),
            };
            self.row(desk, row, &Outgoing::Email(Box::new(letter)))?;
        }
        Ok(())
    }

    /// What people wish to become of such a letter.
    fn holds(&self, desk: &mut Desk<'_>, email: &Email, to: &[Recipient]) -> Result<BTreeMap<String, Hold>, Fault> {
        let library = desk.app.library.clone();
        let sort = wishes::Sort {
            news: library.news.get(&email.template).map(String::as_str),
            urgent: wishes::is_urgent(
                &self.after.workflow.definition,
                &self.after.snapshot,
                &email.template,
                desk.now,
            ),
            enclosed: !email.attach.is_empty() || email.calendar.is_some(),
        };
        wishes::holds(desk, to, sort)
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
}

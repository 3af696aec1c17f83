//! Effects become outbox rows: recipients resolved, contexts frozen, keys that make doing it twice
//! harmless.

mod letters;

use accord_engine::{
    definition::model::{Email, Tell},
    effect::{Effect, EffectKind, Op},
    event::{LookedUp, Member, Wanted},
    step::Step,
};
use accord_store::{
    documents,
    incidents::{self, IncidentRow},
    instances::{self, InstanceStatus},
    outbox::{self, NewOutbox},
    subjects::{self as subject_rows, SubjectRow},
};

use super::Loaded;
use crate::{
    service::{
        app::Desk,
        context::{Frozen, Words},
        facts,
        fault::Fault,
        outgoing::{About, DocumentOrder, NoticeOrder, Outgoing, Signal, Word},
        own::wishes::{self, Hold},
        recipients,
        speaks::Speaks,
    },
    views::contexts::everywhere::Link,
};

/// Everyone who holds a role here as it was before the step, if one of its letters goes to a role:
/// what the step itself does to roles is no reason to write to somebody else.
pub(super) fn readers(
    desk: &mut Desk<'_>,
    of: facts::Of<'_>,
    step: &Step,
    mut known: LookedUp,
) -> Result<Vec<Member>, Fault> {
    let roles = &desk.app.library.roles.roles;
    let to_roles = |effect: &Effect| match &effect.kind {
        EffectKind::Email(email) => email.to.iter().any(|name| roles.contains_key(name)),
        EffectKind::EmailPeople { .. }
        | EffectKind::Document(_)
        | EffectKind::Notice(_)
        | EffectKind::Tell(_)
        | EffectKind::Incident { .. } => false,
    };
    if step.entry.effects.iter().any(to_roles) {
        let wanted = Wanted {
            members: true,
            ..Wanted::default()
        };
        facts::look_up(desk, of, wanted, &mut known)?;
    }
    Ok(known.facts.members)
}

/// Puts every effect of a step in the outbox; signals are also handed back, to be given at once.
pub(super) fn post(
    desk: &mut Desk<'_>,
    after: &Loaded,
    step: &Step,
    members: &[Member],
    signals: &mut Vec<(String, Signal)>,
) -> Result<(), Fault> {
    if step.entry.effects.is_empty() {
        return Ok(());
    }
    let mut post = Post {
        after,
        step,
        members,
        frozen: None,
        rows: Vec::new(),
        held: Vec::new(),
    };
    for effect in &step.entry.effects {
        post.effect(desk, effect, signals)?;
    }
    outbox::put(desk.db, &post.rows, desk.wall())?;
    for (key, person, hold) in &post.held {
        wishes::hold(desk, key, person, *hold)?;
    }
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
    members: &'a [Member],
    /// Read once, when the first letter or document needs it.
    frozen: Option<Frozen>,
    rows: Vec<NewOutbox>,
    /// Letters that somebody wishes to have later: outbox key, person, how long.
    held: Vec<(String, String, Hold)>,
}

/// What an outbox row is found and fed by.
struct Row<'a> {
    key: String,
    recipient: &'a str,
    /// The hash of the words.
    template: String,
    then: Option<String>,
    /// The instance that it is about, if not the one that is stepped: whoever may not see that one learns nothing
    /// of the letter either.
    of: Option<String>,
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
                let library = desk.app.library.clone();
                let topic = library.catalogue.mail_topics.get(&email.template).map(String::as_str);
                let to = recipients::resolve(desk, about, &email.to, topic, self.members, actor)?;
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
                    context: self.words(desk, effect)?.to_everyone(),
                };
                let row = Row {
                    key: effect.id.clone(),
                    recipient: "",
                    template: self.published(desk, "documents", &document.template)?,
                    then: document.then.clone(),
                    of: None,
                };
                self.row(desk, row, &Outgoing::Document(Box::new(order)))
            }
            EffectKind::Notice(notice) => {
                let order = NoticeOrder {
                    template: notice.template.clone(),
                    then: notice.then.clone(),
                    about: self.about(desk),
                    context: self.words(desk, effect)?.to_everyone(),
                };
                let row = Row {
                    key: effect.id.clone(),
                    recipient: "",
                    template: self.published(desk, "notices", &notice.template)?,
                    then: notice.then.clone(),
                    of: None,
                };
                self.row(desk, row, &Outgoing::Notice(Box::new(order)))
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
                    outbox_key: None,
                    mend: None,
                };
                Ok(incidents::open(desk.db, &row)?)
            }
        }
    }

    /// What the text of an effect may say.
    fn words(&mut self, desk: &mut Desk<'_>, effect: &Effect) -> Result<Words, Fault> {
        let workflow = &self.after.workflow;
        let frozen = match self.frozen.take() {
            Some(frozen) => frozen,
            None => {
                let links = links_to(desk, self.after)?;
                let library = desk.app.library.clone();
                let published = library.set(desk.db, &workflow.hash)?;
                let speaks = Speaks::of_step(&published, self.step);
                let frozen = Frozen::read(desk, workflow, &self.after.snapshot, self.after.about(), links, &speaks)?;
                match started(desk, self.after, self.step)? {
                    Some((_, record)) => frozen.having_started(desk, &record),
                    None => frozen,
                }
            }
        };
        let words = frozen.of_effect(desk, workflow, effect);
        self.frozen = Some(frozen);
        words
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

    /// The hash of a template as the instance was published with it.
    fn published(&self, desk: &mut Desk<'_>, folder: &str, name: &str) -> Result<String, Fault> {
        let library = desk.app.library.clone();
        library.template(
            desk.db,
            &self.after.workflow.hash,
            &format!("{folder}/{name}"),
            desk.now,
        )
    }

    fn row(&mut self, desk: &Desk<'_>, row: Row<'_>, payload: &Outgoing) -> Result<(), Fault> {
        self.rows.push(NewOutbox {
            key: row.key,
            alliance_id: desk.alliance.clone(),
            instance_id: row.of.or_else(|| Some(self.after.row.id.clone())),
            kind: payload.kind().to_owned(),
            recipient: row.recipient.to_owned(),
            payload: serde_json::to_string(payload)?,
            template: Some(row.template),
            then_event: row.then,
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
pub(super) fn told(desk: &mut Desk<'_>, after: &Loaded, tell: &Tell) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    if let Some(brood) = &tell.children {
        let children = desk.children(&after.row.id, Some(brood))?;
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
        let tied = desk.links_of(&after.row.id)?;
        out.extend(
            tied.into_iter()
                .filter(|one| one.link == *link)
                .map(|one| one.target_id),
        );
    }
    Ok(out)
}

/// The instance that somebody's act has started, if it started one, and its record.
fn started(desk: &mut Desk<'_>, after: &Loaded, step: &Step) -> Result<Option<(String, SubjectRow)>, Fault> {
    let child = step.entry.ops.iter().find_map(|op| match op {
        Op::StartChild(child) if child.person.is_some() => Some(child),
        _ => None,
    });
    let Some(child) = child else { return Ok(None) };
    let rows = instances::children(desk.db, &desk.alliance, &after.row.id, Some(&child.brood))?;
    match rows.iter().find(|row| row.child_key.as_ref() == Some(&child.key)) {
        Some(row) => {
            let record = subject_rows::load(desk.db, &desk.alliance, &row.subject_id)?;
            Ok(Some((row.id.clone(), record)))
        }
        None => Ok(None),
    }
}

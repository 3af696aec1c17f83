//! What a template may say, frozen as JSON at commit.

use std::collections::BTreeMap;

use accord_engine::{
    definition::model::Form,
    effect::{Cause, Effect},
    snapshot::Snapshot,
    value::Value,
    workflow::Workflow,
};
use accord_store::{alliances, organisations, people, subjects as subject_rows, submissions};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::{
    domain::words,
    service::{
        app::Desk,
        authority::Circle,
        checkpoints,
        fault::Fault,
        library::{find_state, transitions},
        outgoing::Recipient,
        speaks::{self, Speaks},
        spoken,
        subjects::{self, About},
    },
    views::contexts::{
        Context as Shown,
        access::Access,
        everywhere::{Act, Alliance, Clock, Common, Instance, Link, Recipient as Reader},
        payments::PaymentRun,
        registers::Registers,
    },
};

/// What one step's letters, documents and notices have in common.
#[derive(Debug, Clone)]
pub struct Frozen {
    common: Common,
    objects: Map<String, Json>,
}

impl Frozen {
    /// Reads, for the state after a step, all that its texts may speak of.
    ///
    /// # Errors
    /// The database fails, or something stored is damaged.
    pub fn read(
        desk: &mut Desk<'_>,
        workflow: &Workflow,
        snapshot: &Snapshot,
        about: About<'_>,
        documents: Vec<Link>,
        speaks: &Speaks,
    ) -> Result<Self, Fault> {
        let mut objects = Map::new();
        for record in Circle::of(desk, about.row)?.records {
            if objects.contains_key(&record.kind) || !speaks.speaks_of(&record.kind) {
                continue;
            }
            let own = About {
                row: &record,
                snapshot: (record.id == about.row.id).then_some(snapshot),
            };
            let object = subjects::of(&record.kind)?.context(desk, own)?;
            objects.insert(record.kind.clone(), object);
        }
        subjects::of(&about.row.kind)?.narrow(desk, about, &mut objects)?;
        let zone = words::zone(&workflow.calendar.zone);
        let local = desk.now.with_timezone(&zone);
        let common = Common {
            alliance: alliance(desk)?,
            recipient: Reader::default(),
            today: words::day(local.date_naive()),
            now: words::stamp_in(desk.now, zone),
            today_on: Some(local.date_naive()),
            url: page(desk, about.row),
            started_url: page(desk, about.row),
            instance: standing(workflow, snapshot, about.row),
            act: Act::default(),
            dates: dates(snapshot, zone, desk.now),
            settings: snapshot
                .settings
                .iter()
                .map(|(name, value)| (name.clone(), spoken::value(value)))
                .collect(),
            documents,
            checkpoint: checkpoints::shown(desk)?,
            definition_hash: workflow.hash.to_string(),
        };
        Ok(Self { common, objects })
    }

    /// The same where the step has started something: letters may lead there.
    pub fn having_started(mut self, desk: &Desk<'_>, record: &subject_rows::SubjectRow) -> Self {
        self.common.started_url = page(desk, record);
        self
    }

    /// The context of one effect, for everyone who reads it: of the records, what its words speak of.
    ///
    /// # Errors
    /// The database fails.
    pub fn of_effect(&self, desk: &mut Desk<'_>, workflow: &Workflow, effect: &Effect) -> Result<Words, Fault> {
        let mut common = self.common.clone();
        common.act = act(desk, workflow, &effect.cause)?;
        let mut whole = match serde_json::to_value(common)? {
            Json::Object(map) => map,
            _ => Map::new(),
        };
        let library = desk.app.library.clone();
        let published = library.set(desk.db, &workflow.hash)?;
        let speaks = Speaks::of_effect(&published, effect);
        let uses = speaks::template(effect).and_then(|name| library.uses(&name, published.templates.get(&name)?));
        let objects = self.objects.iter().filter(|(kind, _)| speaks.speaks_of(kind));
        whole.extend(objects.map(|(kind, object)| {
            let kept = uses.as_ref().map(|uses| uses.kept(kind, object));
            (kind.clone(), kept.unwrap_or_else(|| object.clone()))
        }));
        Ok(Words(whole))
    }
}

impl Frozen {
    /// For somebody who looks, after no act in particular.
    ///
    /// # Errors
    /// None that can happen: it is plain text.
    pub fn to_reader(self) -> Result<Json, Fault> {
        let mut whole = serde_json::to_value(self.common)?;
        if let Json::Object(map) = &mut whole {
            map.extend(self.objects);
        }
        Ok(whole)
    }
}

/// The whole context of one effect.
#[derive(Debug, Clone)]
pub struct Words(Map<String, Json>);

impl Words {
    /// For a document or a notice, which has no one reader.
    pub fn to_everyone(self) -> Json {
        Json::Object(self.0)
    }

    /// For the reader of one letter.
    ///
    /// # Errors
    /// None that can happen: a reader is plain text.
    pub fn to(&self, reader: &Recipient) -> Result<Json, Fault> {
        let mut whole = self.0.clone();
        whole.insert("recipient".to_owned(), serde_json::to_value(as_read(reader))?);
        Ok(Json::Object(whole))
    }
}

/// The context of a letter that belongs to no record: from the alliance to one reader.
///
/// # Errors
/// The database fails.
pub fn of_alliance(desk: &mut Desk<'_>, url: String, act: Act, reader: &Recipient) -> Result<Json, Fault> {
    Ok(serde_json::to_value(outside_records(desk, url, act, reader)?)?)
}

/// The whole context of a letter about signing in, which belongs to no instance.
///
/// # Errors
/// The database fails.
pub fn of_access(desk: &mut Desk<'_>, reader: &Recipient, access: Access) -> Result<Json, Fault> {
    let common = outside_records(desk, access.link.clone(), Act::default(), reader)?;
    let mut whole = serde_json::to_value(common)?;
    if let Json::Object(map) = &mut whole {
        map.insert(Access::KIND.to_owned(), serde_json::to_value(access)?);
    }
    Ok(whole)
}

/// What the paper of a run of payments may say.
///
/// # Errors
/// The database fails.
pub fn of_run(desk: &mut Desk<'_>, run: PaymentRun) -> Result<Json, Fault> {
    to_nobody(desk, run)
}

/// What somebody's paper of the registers may say.
///
/// # Errors
/// The database fails.
pub fn of_registers(desk: &mut Desk<'_>, registers: Registers) -> Result<Json, Fault> {
    to_nobody(desk, registers)
}

/// The context of a paper that belongs to no record and speaks to nobody by name.
fn to_nobody<C: Shown>(desk: &mut Desk<'_>, own: C) -> Result<Json, Fault> {
    let nobody = Recipient::default();
    let common = outside_records(desk, String::new(), Act::default(), &nobody)?;
    let mut whole = serde_json::to_value(common)?;
    if let Json::Object(map) = &mut whole {
        map.insert(C::KIND.to_owned(), serde_json::to_value(own)?);
    }
    Ok(whole)
}

/// The page of a record, in full.
fn page(desk: &Desk<'_>, row: &subject_rows::SubjectRow) -> String {
    format!("{}/{}/{}", desk.app.origin, row.kind, row.id)
}

fn outside_records(desk: &mut Desk<'_>, url: String, act: Act, reader: &Recipient) -> Result<Common, Fault> {
    let now = desk.wall();
    Ok(Common {
        alliance: alliance(desk)?,
        recipient: as_read(reader),
        today: words::day(words::local_day(now)),
        now: words::stamp(now),
        today_on: Some(words::local_day(now)),
        url,
        act,
        ..Common::default()
    })
}

fn as_read(reader: &Recipient) -> Reader {
    Reader {
        name: reader.name.clone(),
        first_name: reader.first_name.clone(),
        organisation: reader.organisation.clone(),
        why: reader.why.clone(),
        stop: reader.stop.clone().unwrap_or_default(),
        can_answer: reader.reply.is_some(),
    }
}

/// The alliance as letters and pages show it.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn alliance(desk: &mut Desk<'_>) -> Result<Alliance, Fault> {
    let row = alliances::load(desk.db, &desk.alliance)?;
    let mut out: Alliance = serde_json::from_str(&row.data)?;
    out.name = row.name;
    out.short_name = row.short_name;
    Ok(out)
}

fn standing(workflow: &Workflow, snapshot: &Snapshot, row: &subject_rows::SubjectRow) -> Instance {
    let innermost = snapshot
        .states
        .iter()
        .rev()
        .filter_map(|id| find_state(&workflow.definition, id))
        .find(|state| state.title.is_some());
    let title = innermost.and_then(|state| state.title.clone()).unwrap_or_default();
    Instance {
        title: row.title.clone(),
        public_title: innermost
            .and_then(|state| state.public_title.clone())
            .unwrap_or_else(|| title.clone()),
        next: innermost.and_then(|state| state.next.clone()).unwrap_or_default(),
        state_title: title,
        reference: row.reference.clone().unwrap_or_default(),
    }
}

fn dates(snapshot: &Snapshot, zone: chrono_tz::Tz, now: DateTime<Utc>) -> BTreeMap<String, Clock> {
    use accord_engine::deadline::TimerRole;
    let mut out = BTreeMap::new();
    for timer in snapshot.timers.values() {
        if !matches!(timer.role, TimerRole::End(_)) {
            continue;
        }
        if let Some(at) = timer.due_at {
            out.insert(timer.clock.to_string(), spoken::clock(at, zone, now));
        }
    }
    out
}

fn act(desk: &mut Desk<'_>, workflow: &Workflow, cause: &Cause) -> Result<Act, Fault> {
    let Some(id) = &cause.person else {
        return Ok(Act::default());
    };
    let person = people::load(desk.db, id)?;
    let submission = match &cause.submission {
        Some(id) => Some(submissions::load(desk.db, &desk.alliance, id)?),
        None => None,
    };
    let found = transitions(&workflow.definition, &cause.state, &cause.event);
    let first = found.first();
    let zone = words::zone(&workflow.calendar.zone);
    let form = match submission.as_ref().and_then(|row| Some((row, row.answers.as_ref()?))) {
        Some((row, answers)) => in_words(answers, workflow.definition.forms.get(&row.form))?,
        None => BTreeMap::new(),
    };
    let by_role = first
        .and_then(|t| t.by.first())
        .and_then(|role| desk.app.library.roles.roles.get(role))
        .map(|role| role.title.to_lowercase())
        .unwrap_or_default();
    Ok(Act {
        title: first.and_then(|t| t.title.clone()).unwrap_or_default(),
        by: person.map(|p| p.name).unwrap_or_default(),
        by_role,
        on: words::stamp_in(desk.now, zone),
        reason: submission.and_then(|row| row.reason).unwrap_or_default(),
        form,
    })
}

/// Answers as people read them: of a choice, the words that were chosen from.
fn in_words(answers: &str, form: Option<&Form>) -> Result<BTreeMap<String, String>, Fault> {
    let typed: BTreeMap<String, Value> = serde_json::from_str(answers)?;
    let said = |id: &str, value: &Value| {
        let field = form.and_then(|form| form.fields.iter().find(|field| field.id == id));
        let chosen = match value {
            Value::Text(code) => field.and_then(|field| field.options.get(code)).cloned(),
            _ => None,
        };
        chosen.unwrap_or_else(|| spoken::value(value))
    };
    Ok(typed
        .into_iter()
        .map(|(id, value)| (id.clone(), said(&id, &value)))
        .collect())
}

/// The organisation's name, empty if there is none.
///
/// # Errors
/// The database fails.
pub fn organisation_name(desk: &mut Desk<'_>, id: Option<&String>) -> Result<String, Fault> {
    let found = match id {
        Some(id) => organisations::load(desk.db, id)?,
        None => None,
    };
    Ok(found.map(|one| one.name).unwrap_or_default())
}

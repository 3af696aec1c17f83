//! What a template may say, frozen as JSON at commit.

use std::collections::BTreeMap;

use accord_engine::{effect::Cause, snapshot::Snapshot, value::Value, workflow::Workflow};
use accord_store::{alliances, organisations, people, subjects as subject_rows, submissions};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::{
    service::{
        app::Desk,
        authority::Circle,
        fault::Fault,
        library::{find_state, transitions},
        outgoing::Recipient,
        subjects::{self, About},
        words,
    },
    views::contexts::everywhere::{Act, Alliance, Clock, Common, Instance, Link, Recipient as Reader},
};

/// What one step's letters, documents and notices have in common.
#[derive(Debug, Clone)]
pub struct Frozen {
    common: Common,
    objects: Map<String, Json>,
}

impl Frozen {
    /// Reads everything for the state after a step.
    ///
    /// # Errors
    /// The database fails, or something stored is damaged.
    pub fn read(
        desk: &mut Desk<'_>,
        workflow: &Workflow,
        snapshot: &Snapshot,
        about: About<'_>,
        documents: Vec<Link>,
    ) -> Result<Self, Fault> {
        let mut objects = Map::new();
        for record in Circle::of(desk, about.row)?.records {
            let own = About {
                row: &record,
                snapshot: (record.id == about.row.id).then_some(snapshot),
            };
            let object = subjects::of(&record.kind)?.context(desk, own)?;
            objects.entry(record.kind.clone()).or_insert(object);
        }
        subjects::of(&about.row.kind)?.narrow(desk, about, &mut objects)?;
        let zone = words::zone(&workflow.calendar.zone);
        let local = desk.now.with_timezone(&zone);
        let common = Common {
            alliance: alliance(desk)?,
            recipient: Reader::default(),
            today: words::day(local.date_naive()),
            now: words::moment(desk.now, zone),
            today_on: Some(local.date_naive()),
            url: format!("{}/{}/{}", desk.app.origin, about.row.kind, about.row.id),
            instance: standing(workflow, snapshot, about.row),
            act: Act::default(),
            dates: dates(snapshot, zone, desk.now),
            settings: snapshot
                .settings
                .iter()
                .map(|(name, value)| (name.clone(), words::value(value)))
                .collect(),
            documents,
            checkpoint: String::new(),
            definition_hash: workflow.hash.to_string(),
        };
        Ok(Self { common, objects })
    }

    /// The whole context of one effect, for one reader (of a letter) or for everyone.
    ///
    /// # Errors
    /// The database fails.
    pub fn of_effect(
        &self,
        desk: &mut Desk<'_>,
        workflow: &Workflow,
        cause: &Cause,
        reader: Option<&Recipient>,
    ) -> Result<Json, Fault> {
        let mut common = self.common.clone();
        common.act = act(desk, workflow, cause)?;
        if let Some(reader) = reader {
            common.recipient = Reader {
                name: reader.name.clone(),
                first_name: reader.first_name.clone(),
                organisation: reader.organisation.clone(),
                why: reader.why.clone(),
            };
        }
        let mut whole = match serde_json::to_value(common)? {
            Json::Object(map) => map,
            _ => Map::new(),
        };
        whole.extend(self.objects.clone());
        Ok(Json::Object(whole))
    }
}

fn alliance(desk: &mut Desk<'_>) -> Result<Alliance, Fault> {
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
            out.insert(timer.clock.to_string(), words::clock(at, zone, now));
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
    let form = match submission.as_ref().and_then(|row| row.answers.as_ref()) {
        Some(answers) => in_words(answers)?,
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
        on: words::moment(desk.now, zone),
        reason: submission.and_then(|row| row.reason).unwrap_or_default(),
        form,
    })
}

fn in_words(answers: &str) -> Result<BTreeMap<String, String>, Fault> {
    let typed: BTreeMap<String, Value> = serde_json::from_str(answers)?;
    Ok(typed
        .into_iter()
        .map(|(id, value)| (id, words::value(&value)))
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

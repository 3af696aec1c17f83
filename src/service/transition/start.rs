//! Starting instances: the first of a tree, and children inside their parent's transaction.

use std::sync::Arc;

use accord_engine::{definition::meant::Meant, step, value::Value, workflow::Workflow};
use accord_store::{
    Db, counters,
    instances::{self, InstanceRow, InstanceStatus},
    links::{self, LinkRow},
    subjects::{self as subject_rows, SubjectRow},
};
use chrono::{DateTime, Datelike as _, Utc};
use indexmap::IndexMap;
use serde_json::Value as Json;

use super::{Loaded, Turned, posting, turn};
use crate::service::{
    app::{App, Desk},
    clocks, facts,
    fault::Fault,
    subjects::{self, About, NewSubject},
    witness::Judgement,
};

/// A workflow to start.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The alliance.
    pub alliance: String,
    /// Its name.
    pub workflow: String,
    /// The record it is about.
    pub subject: NewSubject,
    /// Settings that differ from the defaults, as plain JSON.
    pub settings: IndexMap<String, Value>,
    /// What it means by its links; a link that is left out is looked for above the record.
    pub links: IndexMap<String, String>,
}

/// Where a child stands below its parent.
#[derive(Debug, Clone)]
pub(super) struct Below {
    pub(super) parent: String,
    pub(super) brood: String,
    pub(super) key: String,
}

pub(super) fn start(db: &mut Db, app: &App, now: DateTime<Utc>, start: &Start) -> Result<Turned, Fault> {
    let mut desk = app.desk_at(db, &start.alliance, now);
    begin(&mut desk, start, None)
}

/// Makes the record, starts the instance, and settles its first step.
pub(super) fn begin(desk: &mut Desk<'_>, start: &Start, below: Option<Below>) -> Result<Turned, Fault> {
    let workflow = desk.app.library.proved(desk.db, &start.workflow, desk.now)?;
    let record = match &start.subject.parent {
        // What is about the same kind of record as what it belongs to is about the very same record.
        Some(above) if above.kind == workflow.definition.about => above.clone(),
        Some(_) | None => record(desk, &workflow, &start.subject)?,
    };
    begin_about(desk, start, below, workflow, record)
}

fn begin_about(
    desk: &mut Desk<'_>,
    start: &Start,
    below: Option<Below>,
    workflow: Arc<Workflow>,
    record: SubjectRow,
) -> Result<Turned, Fault> {
    let id = desk.id();
    let parent = below.as_ref().map(|one| one.parent.clone());
    for link in tie(desk, &workflow, &record, parent.as_deref(), &id, &start.links)? {
        links::fix(desk.db, &link)?;
    }
    if let Some(parent) = &parent {
        tie_beside(desk, &workflow, &record, parent, &id)?;
    }
    let about = About {
        row: &record,
        snapshot: None,
    };
    let of = facts::Of {
        definition: &workflow.definition,
        about,
        instance: &id,
    };
    let now = desk.now;
    let (judged, known) = facts::judge(desk, of, |known| {
        step::start_as_known(&workflow, &id, &start.settings, known, now)
    })?;
    desk.app.show(&Judgement {
        workflow: &workflow,
        before: None,
        event: None,
        settings: &start.settings,
        facts: &known.facts,
        now,
        outcome: judged.as_ref(),
    });
    let step = judged?;
    if !step.timer_ops.is_empty() {
        clocks::steady(desk.db, desk.now)?;
    }
    let members = posting::readers(desk, of, &step, known)?;
    let row = InstanceRow {
        id,
        alliance_id: desk.alliance.clone(),
        subject_id: record.id.clone(),
        workflow: workflow.definition.workflow.clone(),
        definition: workflow.hash.to_string(),
        parent_id: parent,
        brood: below.as_ref().map(|one| one.brood.clone()),
        child_key: below.map(|one| one.key),
        seq: turn::signed(step.snapshot.seq)?,
        status: match &step.snapshot.outcome {
            Some(_) => InstanceStatus::Ended,
            None => InstanceStatus::Open,
        },
        outcome: step.snapshot.outcome.clone(),
        snapshot: serde_json::to_string(&step.snapshot)?,
        started_at: desk.now.into(),
        changed_at: desk.now.into(),
    };
    instances::insert(desk.db, &row)?;
    let loaded = Loaded {
        row,
        snapshot: step.snapshot.clone(),
        workflow,
        record,
    };
    turn::settle(desk, &loaded, &step, &members, turn::Request::default(), true)
}

fn record(desk: &mut Desk<'_>, workflow: &Workflow, new: &NewSubject) -> Result<SubjectRow, Fault> {
    let kind = subjects::of(&workflow.definition.about)?;
    let mut row = SubjectRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        kind: kind.kind().to_owned(),
        reference: Some(reference(desk, &workflow.definition.workflow)?),
        title: new.title.clone(),
        parent_id: new.parent.as_ref().map(|one| one.id.clone()),
        organisation_id: new.organisation.clone(),
        person_id: new.person.clone(),
        data: Json::Object(new.details.clone()).to_string(),
        created_at: desk.now.into(),
    };
    kind.create(desk, new, &mut row)?;
    subject_rows::insert(desk.db, &row)?;
    Ok(row)
}

/// A number that people say aloud: the initials of the workflow, the year, and a count.
fn reference(desk: &mut Desk<'_>, workflow: &str) -> Result<String, Fault> {
    let initials: String = workflow
        .split('-')
        .filter_map(|word| word.chars().next())
        .collect::<String>()
        .to_uppercase();
    let letters = if initials.chars().count() > 1 {
        initials
    } else {
        workflow.chars().take(4).collect::<String>().to_uppercase()
    };
    let series = format!("{letters}-{}", desk.now.year());
    let number = counters::next(desk.db, &desk.alliance, &series)?;
    Ok(format!("{series}-{number:03}"))
}

/// What a new instance means by its links: what was said, else the nearest instance above that
/// runs a workflow that the link may mean, else what those above mean by a link to it.
pub(super) fn tie(
    desk: &mut Desk<'_>,
    workflow: &Workflow,
    record: &SubjectRow,
    parent: Option<&str>,
    instance: &str,
    said: &IndexMap<String, String>,
) -> Result<Vec<LinkRow>, Fault> {
    let mut out = Vec::new();
    for (link, wanted) in &workflow.definition.links {
        let target = match said.get(link) {
            Some(target) => Some(target.clone()),
            None => above(desk, record, parent, wanted)?,
        };
        if let Some(target_id) = target {
            out.push(LinkRow {
                instance_id: instance.to_owned(),
                link: link.clone(),
                target_id,
            });
        }
    }
    Ok(out)
}

/// Children of one parent that belong to the same organisation mean each other: whichever of a
/// contract and the checks of its host starts first is told of the other when that starts.
fn tie_beside(
    desk: &mut Desk<'_>,
    workflow: &Workflow,
    record: &SubjectRow,
    parent: &str,
    instance: &str,
) -> Result<(), Fault> {
    if record.organisation_id.is_none() {
        return Ok(());
    }
    let own = &workflow.definition.workflow;
    for other in instances::children(desk.db, &desk.alliance, parent, None)? {
        let about = subject_rows::load(desk.db, &desk.alliance, &other.subject_id)?;
        if about.organisation_id != record.organisation_id || other.status == InstanceStatus::Ended {
            continue;
        }
        let theirs = desk.app.library.pinned(desk.db, &other.definition)?;
        tie_one(desk, (instance, workflow), (&other.id, &other.workflow))?;
        tie_one(desk, (&other.id, &theirs), (instance, own))?;
    }
    Ok(())
}

/// Fixes the links of one instance that mean another's workflow and are open still.
fn tie_one(desk: &mut Desk<'_>, from: (&str, &Workflow), target: (&str, &str)) -> Result<(), Fault> {
    let fixed = links::of_instance(desk.db, from.0)?;
    for (link, wanted) in &from.1.definition.links {
        if wanted.means(target.1) && !fixed.iter().any(|one| one.link == *link) {
            let row = LinkRow {
                instance_id: from.0.to_owned(),
                link: link.clone(),
                target_id: target.0.to_owned(),
            };
            links::fix(desk.db, &row)?;
        }
    }
    Ok(())
}

fn above(
    desk: &mut Desk<'_>,
    record: &SubjectRow,
    parent: Option<&str>,
    wanted: &Meant,
) -> Result<Option<String>, Fault> {
    let mut next = parent.map(str::to_owned);
    while let Some(id) = next.take() {
        let row = desk.instance(&id)?;
        if wanted.means(&row.workflow) {
            return Ok(Some(row.id));
        }
        for link in desk.links_of(&id)? {
            if wanted.means(&desk.instance(&link.target_id)?.workflow) {
                return Ok(Some(link.target_id));
            }
        }
        next = row.parent_id;
    }
    // An instance about the record that this one's record belongs to.
    if let Some(parent) = &record.parent_id {
        let beside = desk.instances_about(parent)?;
        return Ok(beside
            .into_iter()
            .find(|row| wanted.means(&row.workflow))
            .map(|row| row.id));
    }
    Ok(None)
}

impl Start {
    /// A start with defaults.
    pub fn of(alliance: &str, workflow: &str, title: &str) -> Self {
        Self {
            alliance: alliance.to_owned(),
            workflow: workflow.to_owned(),
            subject: NewSubject {
                title: title.to_owned(),
                ..NewSubject::default()
            },
            ..Self::default()
        }
    }
}

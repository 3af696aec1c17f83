//! Instances that would begin, and those that would end with their parent.

use accord_engine::{effect::StartChild, step};
use accord_store::{
    instances::{InstanceRow, InstanceStatus},
    subjects::SubjectRow,
};
use indexmap::IndexMap;
use serde_json::Map;

use super::{
    super::{Loaded, ops, start},
    Doubt,
    walk::{Walk, moved_on},
};
use crate::service::{
    facts,
    fault::Fault,
    subjects::{self, About, NewSubject},
};

/// What an id begins with that nothing stored has.
const NEW: &str = "ahead-";

impl Walk<'_> {
    /// Whether it would only begin by then.
    pub(super) fn is_new(&self, instance: &str) -> bool {
        instance.starts_with(NEW)
    }

    /// A child would begin. Gives what nobody knows of it, if it cannot be followed.
    pub(super) fn begin(&mut self, parent: &Loaded, child: &StartChild) -> Result<Option<Doubt>, Fault> {
        let library = self.desk.app.library.clone();
        let file = library.files.get(&child.workflow).filter(|file| file.is_proved());
        let Some(workflow) = file.and_then(|file| file.workflow.clone()) else {
            return Ok(Some(Doubt::Begun(child.workflow.clone())));
        };
        let (is_same, record) = match parent.record.kind == workflow.definition.about {
            true => (true, parent.record.clone()),
            false => (false, self.imagine(parent, child, &workflow.definition.about)?),
        };
        let id = self.new_id();
        let said = IndexMap::new();
        let links = start::tie(&mut self.desk, &workflow, &record, Some(&parent.row.id), &id, &said)?;
        self.fork.begin((!is_same).then(|| record.clone()), links);
        let of = facts::Of {
            definition: &workflow.definition,
            about: About {
                row: &record,
                snapshot: None,
            },
            instance: &id,
        };
        let now = self.desk.now;
        let judged = facts::judge(&mut self.desk, of, |known| {
            step::start_as_known(&workflow, &id, &IndexMap::new(), known, now)
        });
        let step = match judged {
            Ok((Ok(step), _)) => step,
            Ok((Err(_), _)) => return Ok(Some(Doubt::Begun(workflow.definition.title.clone()))),
            Err(fault) => {
                tracing::info!(workflow = child.workflow, %fault, "what would begin cannot be followed");
                return Ok(Some(Doubt::Begun(workflow.definition.title.clone())));
            }
        };
        let row = InstanceRow {
            id,
            alliance_id: self.desk.alliance.clone(),
            subject_id: record.id.clone(),
            workflow: workflow.definition.workflow.clone(),
            definition: workflow.hash.to_string(),
            parent_id: Some(parent.row.id.clone()),
            brood: Some(child.brood.clone()),
            child_key: Some(child.key.clone()),
            seq: 0,
            status: InstanceStatus::Open,
            outcome: None,
            snapshot: String::new(),
            started_at: now.into(),
            changed_at: now.into(),
        };
        let loaded = Loaded {
            row: moved_on(row, &step.snapshot, now)?,
            snapshot: step.snapshot.clone(),
            workflow,
            record,
        };
        self.world.begin(&parent.row.id, loaded.clone());
        self.settle(None, &loaded, step, true)?;
        Ok(None)
    }

    /// The record that would be made for a child.
    fn imagine(&mut self, parent: &Loaded, child: &StartChild, kind: &str) -> Result<SubjectRow, Fault> {
        let (organisation, person) = ops::whose(&mut self.desk, &child.key, child.person.as_deref())?;
        let new = NewSubject {
            title: ops::title(&self.desk, parent, child),
            parent: Some(parent.record.clone()),
            key: child.key.clone(),
            person: person.clone(),
            organisation: organisation.clone(),
            started_by: child.person.clone(),
            details: Map::new(),
            period: child.period,
        };
        let mut row = SubjectRow {
            id: self.new_id(),
            alliance_id: self.desk.alliance.clone(),
            kind: kind.to_owned(),
            reference: None,
            title: new.title.clone(),
            parent_id: Some(parent.record.id.clone()),
            organisation_id: organisation,
            person_id: person,
            data: "{}".to_owned(),
            created_at: self.desk.now.into(),
        };
        subjects::of(kind)?.imagine(&new, &mut row)?;
        Ok(row)
    }

    fn new_id(&mut self) -> String {
        self.begun += 1;
        format!("{NEW}{}", self.begun)
    }

    /// Children whose state is left end, and theirs.
    pub(super) fn end(&mut self, parent: &str, brood: &str, keys: &[String]) -> Result<(), Fault> {
        for child in self.desk.children(parent, Some(brood))? {
            let is_named = child.child_key.as_ref().is_some_and(|key| keys.contains(key));
            if is_named && child.status == InstanceStatus::Open {
                self.end_tree(child)?;
            }
        }
        Ok(())
    }

    fn end_tree(&mut self, mut row: InstanceRow) -> Result<(), Fault> {
        for child in self.desk.children(&row.id, None)? {
            if child.status == InstanceStatus::Open {
                self.end_tree(child)?;
            }
        }
        row.status = InstanceStatus::Ended;
        row.changed_at = self.desk.now.into();
        self.fork.put(row.clone());
        if let Some(loaded) = self.world.known(&mut self.desk, &row.id)? {
            self.world.put(Loaded { row, ..loaded });
        }
        Ok(())
    }
}

//! "You said, we did" for everybody: what was published, at which stage, of what became of what people said. The catalogue
//! lists the documents.

use accord_engine::{definition::model::Do, workflow::Workflow};
use accord_store::{
    documents::DocumentRow,
    instances,
    subjects::{self as rows, SubjectRow},
};
use chrono::{DateTime, Months, Utc};

use super::public_rows;
use crate::{
    domain::words,
    service::{
        app::Desk,
        fault::Fault,
        library::{Library, find_state, states},
        transition::{self, Loaded},
    },
};

/// A record of which it was published what became of what people said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The record.
    pub record: SubjectRow,
    /// Each time that something was published, the newest first.
    pub times: Vec<Time>,
}

impl Heard {
    /// What people quote, and the last part of its address.
    pub fn reference(&self) -> &str {
        self.record.reference.as_deref().unwrap_or(&self.record.id)
    }
}

/// What was published at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// When.
    pub at: DateTime<Utc>,
    /// At which stage, in the words for everyone: `Comments answered`, `Agreed, 6 months later`; may be empty.
    pub occasion: String,
    /// Each document with what it is called.
    pub papers: Vec<(String, DocumentRow)>,
}

/// Every record of which there is something, the newest first.
///
/// # Errors
/// The database fails.
pub fn all(desk: &mut Desk<'_>) -> Result<Vec<Heard>, Fault> {
    let known = desk.app.library.catalogue.told_back.clone();
    let mut out: Vec<Heard> = Vec::new();
    for row in public_rows(desk)? {
        let (Some(called), Some(subject)) = (known.get(&row.template), row.subject_id.clone()) else {
            continue;
        };
        let at = row.created_at.utc();
        let place = match out.iter().position(|one| one.record.id == subject) {
            Some(place) => place,
            None => {
                out.push(Heard {
                    record: rows::load(desk.db, &desk.alliance, &subject)?,
                    times: Vec::new(),
                });
                out.len() - 1
            }
        };
        let Some(heard) = out.get_mut(place) else { continue };
        let paper = (called.clone(), row);
        match heard.times.iter_mut().find(|one| one.at == at) {
            Some(time) => time.papers.push(paper),
            None => heard.times.push(Time {
                at,
                occasion: String::new(),
                papers: vec![paper],
            }),
        }
    }
    let place = |called: &str| known.values().position(|one| one == called);
    for time in out.iter_mut().flat_map(|one| &mut one.times) {
        time.papers.sort_by_key(|(called, _)| place(called));
    }
    Ok(out)
}

/// One of them, by its reference (or its id, without one), with the stage of each time.
///
/// # Errors
/// There is none, or nothing of it is public: the same answer.
pub fn one(desk: &mut Desk<'_>, reference: &str) -> Result<Heard, Fault> {
    let found = all(desk)?.into_iter().find(|one| one.reference() == reference);
    let mut found = found.ok_or(Fault::NotFound("page"))?;
    let instances = instances::of_subject(desk.db, &desk.alliance, &found.record.id)?;
    if let Some(first) = instances.first() {
        let loaded = transition::look(desk.db, desk.app, &desk.alliance, &first.id)?;
        for time in &mut found.times {
            time.occasion = occasion(&loaded, time.at);
        }
    }
    Ok(found)
}

/// The stage that began then, or in which it has been since, in the words for everyone, and how long it had been; empty
/// where it has been there again later, so that nobody can say.
fn occasion(loaded: &Loaded, at: DateTime<Utc>) -> String {
    let titled = loaded.snapshot.entered.iter().filter(|(_, entry)| entry.at <= at);
    let title = |workflow: &Workflow, state: &str| find_state(&workflow.definition, state)?.public_title.clone();
    let last = titled.max_by_key(|(_, entry)| entry.at);
    let Some((state, entry)) = last else {
        return String::new();
    };
    let Some(title) =
        title(&loaded.workflow, state).filter(|_| entry.at == at || loaded.snapshot.states.contains(state))
    else {
        return String::new();
    };
    let (from, to) = (words::local_day(entry.at), words::local_day(at));
    let months = to.years_since(from).map_or(0, |years| years * 12);
    let months = (months..months + 12).rev().find(|count| {
        from.checked_add_months(Months::new(*count))
            .is_some_and(|then| then <= to)
    });
    match months.unwrap_or(0) {
        0 => title,
        count => format!("{title}, {} later", words::count(u64::from(count), "month", "months")),
    }
}

/// Whether a process makes such documents.
pub fn is_told_back(library: &Library, name: &str) -> bool {
    let Some(definition) = library.files.get(name).and_then(|file| file.definition.as_ref()) else {
        return false;
    };
    let all = states(definition)
        .into_iter()
        .filter_map(|state| find_state(definition, state));
    let mut acts = all.flat_map(|state| state.on.values().flat_map(|on| &on.0));
    let known = &library.catalogue.told_back;
    acts.any(|act| {
        let mut does = act.effects.iter();
        does.any(|one| matches!(one, Do::Document(paper) if known.contains_key(&paper.template)))
    })
}

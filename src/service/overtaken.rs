//! What somebody typed where nothing is asked any more: somebody else moved things on meanwhile. The
//! words are found again, with what changed and by whom.

use accord_engine::definition::model::{Definition, Form};
use accord_store::drafts::{self as rows, DraftRow};
use serde_json::{Map, Value as Json};

use crate::service::{
    app::{App, Desk},
    authority::Caller,
    drafts::{self, Stamp},
    fault::Fault,
    forms::Choices,
    history,
    library::{find_state, transitions},
    places::{Place, Verb},
    record,
    sight::{self, Seen, Sight},
    subjects,
};

/// A place that was left, as one person finds it.
#[derive(Debug)]
pub struct Overtaken {
    /// The record.
    pub seen: Seen,
    /// The instance that what was typed belongs to.
    pub instance: String,
    /// Where what is typed there is kept.
    pub place: String,
    /// What was done there.
    pub title: String,
    /// What was asked there, if anything.
    pub form: Option<Form>,
    /// What its questions choose from.
    pub choices: Choices,
    /// What this person had typed there and not sent.
    pub draft: Option<DraftRow>,
    /// What they sent from there last.
    pub sent: Option<DraftRow>,
    /// Sentences: what changed and by whom, as far as they may know, and where it is now.
    pub changes: Vec<String>,
}

impl Overtaken {
    /// What was typed.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn answers(&self) -> Result<Map<String, Json>, Fault> {
        drafts::read(self.draft.as_ref())
    }

    /// Keeps what was typed there all the same.
    ///
    /// # Errors
    /// The database fails.
    pub fn keep(
        &mut self,
        app: &App,
        caller: &Caller,
        stamp: Stamp,
        typed: Map<String, Json>,
    ) -> Result<DraftRow, Fault> {
        let alliance = &self.seen.record.alliance_id;
        let row = drafts::keep(app, alliance, caller, &self.instance, &self.place, stamp, typed)?;
        if row.sent_at.is_none() {
            self.draft = Some(row.clone());
        }
        Ok(row)
    }
}

/// A place of an instance that is offered no more. `version` is what the page showed.
///
/// # Errors
/// The workflow knows no such place, or the instance is not for this person to see.
pub fn place(
    app: &App,
    alliance: &str,
    caller: &Caller,
    instance: &str,
    place: &Place,
    version: Option<u64>,
) -> Result<Overtaken, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::of_instance(desk, caller, instance)?;
        let loaded = seen.running.iter().find(|one| one.row.id == instance);
        let definition = &loaded.ok_or(Fault::NotFound("page"))?.workflow.definition;
        let (title, form) = asked(definition, place).ok_or(Fault::NotFound("page"))?;
        let mut out = Overtaken {
            form: form.and_then(|name| definition.forms.get(&name).cloned()),
            choices: Choices::default(),
            instance: instance.to_owned(),
            place: place.path(),
            draft: None,
            sent: None,
            changes: Vec::new(),
            title,
            seen,
        };
        look(desk, caller, &mut out, version)?;
        Ok(out)
    })
}

/// A piece of work on a record that is allowed no more.
///
/// # Errors
/// There is no such work, or the record is not for this person to see.
pub fn work(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (kind, id): (&str, &str),
    (permit, place): (&str, &str),
    version: Option<u64>,
) -> Result<Overtaken, Fault> {
    let form = app
        .library
        .work_form(kind, permit)
        .ok_or(Fault::NotFound("page"))?
        .form
        .clone();
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        let mut at = None;
        for one in &seen.running {
            if rows::open_at(desk.db, &caller.person, &one.row.id, place)?.is_some() {
                at = Some(one.row.id.clone());
            }
        }
        let newest = || seen.running.first().map(|one| one.row.id.clone());
        let mut out = Overtaken {
            instance: at.or_else(newest).ok_or(Fault::NotFound("page"))?,
            place: place.to_owned(),
            title: form.title.clone().unwrap_or_else(|| "Your work".to_owned()),
            form: Some(form.clone()),
            choices: Choices::default(),
            draft: None,
            sent: None,
            changes: Vec::new(),
            seen,
        };
        look(desk, caller, &mut out, version)?;
        Ok(out)
    })
}

/// The title and the form of a place, whether it is offered or not.
fn asked(definition: &Definition, place: &Place) -> Option<(String, Option<String>)> {
    if place.verb == Verb::Vote {
        let decision = find_state(definition, &place.state)?.decision.as_ref()?;
        let option = decision.options.get(&place.event)?;
        let title = option.title.clone().or_else(|| decision.ask.clone());
        return Some((title.unwrap_or_default(), option.collect.clone()));
    }
    let found = transitions(definition, &place.state, &place.event);
    let first = found.iter().find(|one| !one.by.is_empty())?;
    let form = found.iter().find_map(|one| one.collect.clone());
    let title = first.title.clone().unwrap_or_else(|| place.event.replace('_', " "));
    Some((title, form))
}

fn look(desk: &mut Desk<'_>, caller: &Caller, out: &mut Overtaken, version: Option<u64>) -> Result<(), Fault> {
    let person = &caller.person;
    let draft = rows::open_at(desk.db, person, &out.instance, &out.place)?;
    out.draft = drafts::shelf::found(desk.app, draft)?;
    out.sent = rows::sent_from(desk.db, person, &out.instance, &out.place)?;
    let loaded = out.seen.running.iter().find(|one| one.row.id == out.instance);
    let Some(loaded) = loaded else { return Ok(()) };
    if let Some(form) = &out.form {
        let collections = subjects::of(&out.seen.record.kind)?.collections(desk, loaded.about())?;
        out.choices = Choices::of(desk, form, collections)?;
    }
    let seen = out.draft.as_ref().and_then(|row| u64::try_from(row.seen).ok());
    // Who did what is for those who see the whole record.
    if let Some(since) = seen.or(version).filter(|_| out.seen.sight == Sight::Whole) {
        out.changes = history::since(desk, loaded, since)?;
    }
    out.changes.push(record::says_now(loaded, out.seen.sight));
    Ok(())
}

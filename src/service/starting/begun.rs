//! What somebody has typed of something that is to be started: kept until it is, and the key that makes
//! a second press harmless.

use accord_engine::definition::model::Form;
use accord_store::{
    beginnings::{self as rows, BeginningRow},
    subjects::SubjectRow,
};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{Ground, Wanted, choosing, judge};
use crate::service::{
    app::{App, Desk},
    authority::Caller,
    drafts::Stamp,
    fault::Fault,
    forms::{self, Choices, Judged},
    transition::Answer,
};

/// A start as one person may fill it in now.
#[derive(Debug)]
pub struct Sheet {
    /// The workflow.
    pub workflow: String,
    /// What the button says.
    pub title: String,
    /// When one does this.
    pub says: String,
    /// What is asked.
    pub form: Form,
    /// Kind and id of the record that it will belong to.
    pub above: Option<(String, String)>,
    /// That record; the alliance's own, where it stands by itself.
    pub ground: SubjectRow,
    /// Why it cannot be started now; empty if it can.
    pub because: Vec<accord_engine::refusal::Reason>,
    /// What questions choose from.
    pub choices: Choices,
    /// What was typed before.
    pub draft: Option<BeginningRow>,
    /// How every question stands, given that.
    pub judged: IndexMap<String, Judged>,
}

impl Sheet {
    /// What was typed.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn answers(&self) -> Result<Map<String, Json>, Fault> {
        read(self.draft.as_ref())
    }
}

fn read(draft: Option<&BeginningRow>) -> Result<Map<String, Json>, Fault> {
    match draft {
        Some(row) => Ok(serde_json::from_str(&row.answers)?),
        None => Ok(Map::new()),
    }
}

/// What somebody has begun of a workflow below a record.
pub(super) fn at(
    desk: &mut Desk<'_>,
    caller: &Caller,
    workflow: &str,
    above: &str,
) -> Result<Option<BeginningRow>, Fault> {
    Ok(rows::open_at(desk.db, &caller.person, workflow, above)?)
}

/// The form of a start, with what was typed before.
///
/// # Errors
/// It is nothing that this person may start there: the same answer as if it were not there.
pub fn open(
    app: &App,
    alliance: &str,
    caller: &Caller,
    workflow: &str,
    above: Option<(String, String)>,
) -> Result<Sheet, Fault> {
    app.reading(alliance, |desk| {
        let library = desk.app.library.clone();
        let found = library.starts.get(workflow).zip(library.files.get(workflow));
        let (start, file) = found.ok_or(Fault::NotFound("page"))?;
        let definition = file.definition.as_ref().ok_or(Fault::NotFound("page"))?;
        let ground = Ground::of(desk, caller, above.as_ref())?;
        if !super::holds(start, &ground.actor) || !ground.suits(start) {
            return Err(Fault::NotFound("page"));
        }
        let choices = choosing::choices(desk, caller, definition, start)?;
        let draft = at(desk, caller, workflow, &ground.row.id)?;
        let calendar = library
            .calendars
            .get(&definition.calendar)
            .ok_or(Fault::NotFound("page"))?;
        let typed = read(draft.as_ref())?;
        let judged = forms::judge_free((calendar, desk.now), &choices, (workflow, &start.form), &typed);
        Ok(Sheet {
            because: judge(desk, &ground, (workflow, start))?,
            workflow: workflow.to_owned(),
            title: start.title.clone(),
            says: start.says.clone(),
            form: start.form.clone(),
            ground: ground.row,
            judged,
            above,
            choices,
            draft,
        })
    })
}

/// Keeps what is being typed.
///
/// # Errors
/// The database fails.
pub fn keep(
    app: &App,
    alliance: &str,
    caller: &Caller,
    sheet: &Sheet,
    stamp: Stamp,
    typed: Map<String, Json>,
) -> Result<BeginningRow, Fault> {
    let (caller, workflow, above) = (caller.clone(), sheet.workflow.clone(), sheet.ground.id.clone());
    app.writing(alliance, move |desk| {
        let now = desk.now.into();
        if let Some(row) = rows::load(desk.db, &caller.person, &stamp.key)?.filter(|row| row.sent_at.is_some()) {
            return Ok(row);
        }
        if let Some(mut row) = at(desk, &caller, &workflow, &above)? {
            let mut answers = read(Some(&row))?;
            answers.extend(typed);
            row.answers = Json::Object(answers).to_string();
            row.saved_at = now;
            rows::save(desk.db, &row.id, &row.answers, now)?;
            return Ok(row);
        }
        let row = BeginningRow {
            id: if stamp.key.is_empty() { desk.id() } else { stamp.key },
            alliance_id: desk.alliance.clone(),
            person_id: caller.person,
            acting_for: caller.acting_for,
            workflow,
            above_id: above,
            answers: Json::Object(typed).to_string(),
            begun_at: now,
            saved_at: now,
            sent_at: None,
            instance_id: None,
        };
        rows::begin(desk.db, &row)?;
        Ok(row)
    })
}

/// Starts what was filled in. A second press gets the first answer.
///
/// # Errors
/// What does not fit, or a refusal with every reason.
pub fn send(app: &App, alliance: &str, caller: &Caller, sheet: &Sheet, draft: &BeginningRow) -> Result<Answer, Fault> {
    app.begin(Wanted {
        alliance: alliance.to_owned(),
        workflow: sheet.workflow.clone(),
        above: sheet.above.clone(),
        caller: caller.clone(),
        key: Some(draft.id.clone()),
        answers: read(Some(draft))?,
        settings: IndexMap::new(),
    })
}

/// The instance that something became which this person began.
///
/// # Errors
/// There is no such thing of theirs, or it was not sent.
pub fn instance(app: &App, person: &str, id: &str) -> Result<String, Fault> {
    let row = app.store.read(|db| rows::load(db, person, id))?;
    row.and_then(|row| row.instance_id).ok_or(Fault::NotFound("page"))
}

/// What was started with this key before.
pub(super) fn became(desk: &mut Desk<'_>, wanted: &Wanted) -> Result<Option<String>, Fault> {
    let Some(key) = &wanted.key else { return Ok(None) };
    let row = rows::load(desk.db, &wanted.caller.person, key)?;
    Ok(row.and_then(|row| row.instance_id))
}

/// Notes what it became, under its key.
pub(super) fn done(desk: &mut Desk<'_>, wanted: &Wanted, above: &str, instance: &str) -> Result<(), Fault> {
    let Some(key) = &wanted.key else { return Ok(()) };
    let now = desk.now.into();
    if rows::load(desk.db, &wanted.caller.person, key)?.is_some() {
        return Ok(rows::sent(desk.db, key, instance, now)?);
    }
    let row = BeginningRow {
        id: key.clone(),
        alliance_id: desk.alliance.clone(),
        person_id: wanted.caller.person.clone(),
        acting_for: wanted.caller.acting_for.clone(),
        workflow: wanted.workflow.clone(),
        above_id: above.to_owned(),
        answers: "{}".to_owned(),
        begun_at: now,
        saved_at: now,
        sent_at: Some(now),
        instance_id: Some(instance.to_owned()),
    };
    Ok(rows::begin(desk.db, &row)?)
}

//! Corrections of what was filled in: by two people, with a reason, and only where nothing rests on it that a
//! correction could go past. What stood there before is kept, and both are shown.
//!
//! What it takes is judged from the journal: no document or notice was made since, nobody has voted since, no
//! rule, child or promise was made from it, no condition let the act through, nothing is sealed, and what the
//! snapshot keeps of it stays as it is. So a corrected answer cannot change what any guarantee was judged by.

use accord_engine::{definition::model::Form, value::Value};
use accord_store::{
    drafts::{self as draft_rows, DraftRow},
    recordings::{RecordingRow, Status},
    submissions,
};
use serde_json::{Map, Value as Json};

use super::{
    CORRECT, because,
    bound::{binds, open_form},
    corrected::corrected,
    ground, loaded, name, proposing,
    readable::reads_sent,
    refused,
};
use crate::service::{
    answers,
    app::{App, Desk},
    authority::Caller,
    drafts,
    fault::Fault,
    forms::Choices,
    sight::Seen,
    spoken, subjects, typed,
};

/// The word of the way in which a correction comes.
pub const WAY: &str = "correction";
/// Where it is asked why: no form has a question of this name.
pub const REASON: &str = "correction-reason";

/// Something that was filled in, and why it cannot be corrected, if it cannot.
#[derive(Debug)]
pub struct Sent {
    /// The submission.
    pub id: String,
    /// The form's title.
    pub title: String,
    /// Who filled it in.
    pub by: String,
    /// Question and answer, in words.
    pub answers: Vec<(String, String)>,
    /// Why not; empty if it can be corrected.
    pub because: Vec<String>,
}

/// What was filled in in an instance and this person reads, the newest first.
///
/// # Errors
/// It is not theirs to put right, or not for them to see.
pub fn all(app: &App, alliance: &str, caller: &Caller, instance: &str) -> Result<(Seen, Vec<Sent>), Fault> {
    app.reading(alliance, |desk| {
        let seen = ground(desk, caller, instance)?;
        let one = loaded(&seen, instance)?;
        let mut out = Vec::new();
        for row in submissions::of_instance(desk.db, &desk.alliance, instance)? {
            // What is sealed, or what was said in a decision, is listed nowhere.
            let Some(form) = open_form(one, &row) else { continue };
            if !reads_sent(desk, &seen, one, &row) {
                continue;
            }
            let because = binds(desk, one, &row)?;
            out.push(Sent {
                title: form.title.clone().unwrap_or_else(|| row.form.replace('_', " ")),
                by: name(desk, &row.person_id)?,
                answers: in_words(form, row.answers.as_deref())?,
                because,
                id: row.id,
            });
        }
        out.reverse();
        Ok((seen, out))
    })
}

/// Stored answers to a form, in words.
///
/// # Errors
/// What is stored is damaged.
pub fn in_words(form: &Form, stored: Option<&str>) -> Result<Vec<(String, String)>, Fault> {
    let given = answers::typed(stored)?;
    let line = |(id, value): (String, Value)| {
        let field = form.fields.iter().find(|field| field.id == id);
        (field.map_or(id, |field| field.label.clone()), spoken::value(&value))
    };
    Ok(given.into_iter().map(line).collect())
}

/// Something to correct, as far as it has been typed.
#[derive(Debug)]
pub struct Sheet {
    /// The record.
    pub seen: Seen,
    /// The instance.
    pub instance: String,
    /// The submission.
    pub submission: String,
    /// Who filled it in: id and name.
    pub by: (String, String),
    /// What is asked again: the form without what the process keeps.
    pub form: Form,
    /// What stands there, or was typed since, as pages keep it.
    pub typed: Map<String, Json>,
    /// What questions choose from.
    pub choices: Choices,
    /// What was typed.
    pub draft: Option<DraftRow>,
}

impl Sheet {
    /// Where what is typed is kept.
    pub fn place(&self) -> String {
        format!("{CORRECT}{}", self.submission)
    }
}

/// What was filled in, to be corrected.
///
/// # Errors
/// It is not theirs to put right, or something rests on it: every reason.
pub fn open(app: &App, alliance: &str, caller: &Caller, instance: &str, submission: &str) -> Result<Sheet, Fault> {
    app.reading(alliance, |desk| sheet(desk, caller, instance, submission))
}

fn sheet(desk: &mut Desk<'_>, caller: &Caller, instance: &str, submission: &str) -> Result<Sheet, Fault> {
    let seen = ground(desk, caller, instance)?;
    let one = loaded(&seen, instance)?;
    let row = submissions::load(desk.db, &desk.alliance, submission)?;
    if row.instance_id != instance || !reads_sent(desk, &seen, one, &row) {
        return Err(Fault::NotFound("page"));
    }
    let bound = binds(desk, one, &row)?;
    refused(bound.iter().map(|why| because("bound", why)).collect())?;
    let form = open_form(one, &row).ok_or(Fault::NotFound("page"))?;
    let form = Form {
        fields: form.fields.iter().filter(|field| !field.keep).cloned().collect(),
        ..form.clone()
    };
    let stands = answers::plain(row.answers.as_deref())?;
    let mut shown = typed::stored(Some(&form), stands);
    shown.retain(|id, _| form.fields.iter().any(|field| field.id == *id));
    let draft = draft_rows::open_at(desk.db, &caller.person, instance, &format!("{CORRECT}{submission}"))?;
    let draft = drafts::shelf::found(desk.app, draft)?;
    shown.extend(drafts::read(draft.as_ref())?);
    let kind = subjects::of(&seen.record.kind)?;
    let collections = kind.collections(desk, one.about())?;
    Ok(Sheet {
        choices: Choices::of(desk, &form, collections)?,
        instance: instance.to_owned(),
        submission: submission.to_owned(),
        by: (row.person_id.clone(), name(desk, &row.person_id)?),
        typed: shown,
        draft,
        form,
        seen,
    })
}

/// Writes a correction down; a second person has to confirm it. Gives the recording.
///
/// # Errors
/// Something rests on it, an answer does not fit, nothing changes, or there is no reason.
pub fn propose(
    app: &App,
    alliance: &str,
    caller: &Caller,
    sheet: &Sheet,
    reason: &str,
    draft: &DraftRow,
) -> Result<String, Fault> {
    if let Some(answer) = draft.answer.as_ref().filter(|_| draft.sent_at.is_some()) {
        return Ok(answer.trim_matches('"').to_owned());
    }
    let (caller, reason, draft) = (caller.clone(), reason.trim().to_owned(), draft.clone());
    let (instance, submission, whose) = (sheet.instance.clone(), sheet.submission.clone(), sheet.by.0.clone());
    app.writing(alliance, move |desk| {
        let sheet = self::sheet(desk, &caller, &instance, &submission)?;
        if whose == caller.person {
            refused(vec![because(
                "yourself",
                "You filled this in yourself: two others correct it, as you tell them.",
            )])?;
        }
        if reason.is_empty() {
            return Err(Fault::field(
                REASON,
                "Say why it is corrected; everybody who relied on it is told.",
            ));
        }
        let row = submissions::load(desk.db, &desk.alliance, &submission)?;
        let one = loaded(&sheet.seen, &instance)?;
        let new = corrected(desk, one, &row, &sheet.typed)?;
        if answers::typed(row.answers.as_deref())? == new {
            return Err(Fault::field(
                REASON,
                "Nothing is different from what stands there. Change an answer first.",
            ));
        }
        let recording = RecordingRow {
            id: draft.id.clone(),
            alliance_id: desk.alliance.clone(),
            instance_id: instance.clone(),
            person_id: row.person_id.clone(),
            place: sheet.place(),
            title: sheet.form.title.clone().unwrap_or_else(|| row.form.replace('_', " ")),
            answers: Json::Object(sheet.typed.clone()).to_string(),
            way: WAY.to_owned(),
            said_on: desk.today().to_string(),
            read_back: false,
            reason: reason.clone(),
            recorded_by: caller.person.clone(),
            recorded_at: desk.now.into(),
            status: Status::Waiting,
            settled_by: None,
            settled_at: None,
            because: None,
            outcome: None,
        };
        proposing::add(desk, &recording, &sheet.seen.record.title)?;
        Ok(recording.id)
    })
}

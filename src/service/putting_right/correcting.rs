//! Corrections of what was filled in: by two people, with a reason, and only where nothing rests on it that a
//! correction could go past. What stood there before is kept, and both are shown.
//!
//! What it takes is judged from the journal: no document or notice was made since, nobody has voted since, no
//! rule, child or promise was made from it, no condition let the act through, nothing is sealed, and what the
//! snapshot keeps of it stays as it is. So a corrected answer cannot change what any guarantee was judged by.

use accord_engine::{
    definition::model::{Field, Form},
    effect::{EffectKind, Move, Op},
    event::Event,
    journal::JournalEntry,
    value::Value,
};
use accord_store::{
    drafts::{self as draft_rows, DraftRow},
    journal, people,
    recordings::{RecordingRow, Status},
    submissions::{self, SubmissionRow},
};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::{CORRECT, because, ground, loaded, name, proposing, refused, tell};
use crate::{
    domain::{hex, words},
    service::{
        answers,
        app::{App, Desk},
        authority::Caller,
        drafts,
        fault::{Fault, FieldError},
        forms::{self, Choices},
        history,
        library::transitions,
        sight::Seen,
        spoken, subjects,
        transition::Loaded,
        typed,
    },
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

/// What was filled in in an instance, the newest first.
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

/// The form of a submission, if it may be looked at here.
fn open_form<'a>(one: &'a Loaded, row: &SubmissionRow) -> Option<&'a Form> {
    let form = one.workflow.definition.forms.get(&row.form)?;
    let voted = crate::service::library::states(&one.workflow.definition)
        .into_iter()
        .any(|state| {
            let found = crate::service::library::find_state(&one.workflow.definition, state);
            let decision = found.and_then(|state| state.decision.as_ref());
            decision.is_some_and(|all| {
                all.options
                    .values()
                    .any(|option| option.collect.as_ref() == Some(&row.form))
            })
        });
    (form.sealed_until.is_none() && !row.sealed && row.answers.is_some() && !voted).then_some(form)
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

/// What rests on a submission, so that it cannot be corrected: every reason.
fn binds(desk: &mut Desk<'_>, one: &Loaded, row: &SubmissionRow) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    if open_form(one, row).is_none() {
        out.push("It is sealed, or was said in a decision.");
    }
    if one.is_over() {
        out.push("This has ended.");
    }
    if one
        .snapshot
        .awaiting_second
        .iter()
        .any(|half| half.submission.as_ref().is_some_and(|sent| sent.id == row.id))
    {
        out.push("It waits for a second person, who confirms just this.");
    }
    let mut since = false;
    for entry in journal::of_instance(desk.db, &desk.alliance, &one.row.id)? {
        let Ok(entry) = serde_json::from_str::<JournalEntry>(&entry.body) else {
            continue;
        };
        let own = sent_with(&entry).is_some_and(|id| *id == row.id);
        since |= own;
        if !since {
            continue;
        }
        if own && let Some(why) = goes_on(one, &entry) {
            out.push(why);
        }
        if entry
            .effects
            .iter()
            .any(|one| matches!(one.kind, EffectKind::Document(_) | EffectKind::Notice(_)))
        {
            out.push("A document or notice was made since; its words are bound by a hash.");
        }
        if matches!(entry.event, Some(Event::Vote(_))) {
            out.push("People have answered in a decision since.");
        }
        if entry
            .ops
            .iter()
            .any(|op| matches!(op, Op::Run { .. } | Op::Seal { .. }))
        {
            out.push("A rule has worked with what is recorded since.");
        }
    }
    if !since {
        out.push("The journal does not say by which act it came.");
    }
    out.dedup();
    Ok(out.into_iter().map(str::to_owned).collect())
}

/// The submission that came with an act.
fn sent_with(entry: &JournalEntry) -> Option<&String> {
    match &entry.event {
        Some(Event::Act(act) | Event::Vote(act)) => act.submission.as_ref().map(|one| &one.id),
        _ => None,
    }
}

/// Whether an act took what was filled in further than its own record, or was let through by a condition.
fn goes_on(one: &Loaded, entry: &JournalEntry) -> Option<&'static str> {
    let carried = entry
        .ops
        .iter()
        .any(|op| matches!(op, Op::StartChild(_) | Op::Obligation { .. } | Op::Claim { .. }));
    if carried {
        return Some("Something was begun or promised with it.");
    }
    let mut took = entry.trace.moves.iter().filter_map(|step| match step {
        Move::Took { state, event, .. } => Some(transitions(&one.workflow.definition, state, event)),
        Move::Left(_) | Move::Entered(_) => None,
    });
    let judged = took.any(|ways| ways.iter().any(|way| !way.when.is_empty()));
    judged.then_some("It was let through by conditions, which would have to be judged again.")
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
    if row.instance_id != instance {
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
    let stands = stands.into_iter().filter(|(_, value)| !value.is_null()).collect();
    let mut shown = typed::kept(Some(&form), money_as_typed(&form, stands));
    shown.retain(|id, _| form.fields.iter().any(|field| field.id == *id));
    let draft = draft_rows::open_at(desk.db, &caller.person, instance, &format!("{CORRECT}{submission}"))?;
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

/// Pence as people type them.
fn money_as_typed(form: &Form, mut answers: Map<String, Json>) -> Map<String, Json> {
    use accord_engine::definition::model::FieldType::Money;
    for field in form.fields.iter().filter(|field| field.kind == Money) {
        if let Some(value) = answers.get_mut(&field.id)
            && let Some(pence) = value.as_i64()
        {
            *value = words::money(pence).into();
        }
    }
    answers
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

/// All answers as they will stand: those that the process keeps as they are, the others as typed; judged by the
/// form and by the kind of record like any others.
fn corrected(
    desk: &mut Desk<'_>,
    one: &Loaded,
    row: &SubmissionRow,
    typed: &Map<String, Json>,
) -> Result<IndexMap<String, Value>, Fault> {
    let form = open_form(one, row).ok_or(Fault::NotFound("page"))?;
    let kept = |field: &Field| field.keep;
    let old = money_as_typed(form, answers::plain(row.answers.as_deref())?);
    let mut all = typed.clone();
    for field in form.fields.iter().filter(|field| kept(field)) {
        all.remove(&field.id);
        all.extend(
            old.get(&field.id)
                .filter(|value| !value.is_null())
                .map(|value| (field.id.clone(), value.clone())),
        );
    }
    let mut out = forms::read(desk, one, &row.form, form, &all)?;
    let before = answers::typed(row.answers.as_deref())?;
    for field in form.fields.iter().filter(|field| kept(field)) {
        if out.get(&field.id) != before.get(&field.id) {
            let says = format!("‘{}’ is kept by the process and cannot be corrected.", field.label);
            return Err(Fault::Invalid(vec![FieldError {
                field: field.id.clone(),
                says,
            }]));
        }
    }
    out.sort_by(|a, _, b, _| {
        let at = |id: &String| form.fields.iter().position(|field| field.id == *id);
        at(a).cmp(&at(b))
    });
    Ok(out)
}

/// What stood there, and what stands there since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    /// The form.
    pub form: String,
    /// JSON: the answers before.
    pub before: String,
    /// Their hash, which the journal names.
    pub hash: String,
    /// JSON: the answers since.
    pub after: String,
    /// Their hash.
    pub hash_after: String,
}

/// Puts the corrected answers in the place of the others, and tells whoever relied on them. Gives both.
pub(super) fn apply(desk: &mut Desk<'_>, recording: &RecordingRow, submission: &str) -> Result<String, Fault> {
    let one = crate::service::transition::load(desk, &recording.instance_id)?;
    let row = submissions::load(desk.db, &desk.alliance, submission)?;
    let bound = binds(desk, &one, &row)?;
    refused(bound.iter().map(|why| because("bound", why)).collect())?;
    let typed: Map<String, Json> = serde_json::from_str(&recording.answers)?;
    let stored = serde_json::to_string(&corrected(desk, &one, &row, &typed)?)?;
    let salt = hex(&desk.app.rng.bytes::<16>());
    let reason = row.reason.clone().unwrap_or_default();
    let hash = hex(&Sha256::digest(format!("{salt}\n{stored}\n{reason}")));
    submissions::correct(desk.db, submission, &stored, &salt, &hash)?;
    let settled = recording.settled_by.clone().unwrap_or_default();
    let body = serde_json::json!({
        "format": 1,
        "instance": one.row.id,
        "corrected": {
            "submission": submission, "form": row.form, "of": row.person_id, "hash": row.hash, "hash_after": hash,
            "by": recording.recorded_by, "confirmed_by": settled,
        },
    });
    history::note(desk, Some(&one.row.id), &body)?;
    let relied = history::people_since(desk, &one.row.id, Some(row.at.utc()))?;
    let (by, author) = (name(desk, &recording.recorded_by)?, name(desk, &row.person_id)?);
    for person in relied {
        if [&row.person_id, &recording.recorded_by, &settled].contains(&&person) {
            continue;
        }
        if let Some(to) = people::load(desk.db, &person)? {
            let says = format!(
                "What {author} filled in about “{}” has been corrected since you last did something there: {}",
                one.record.title, recording.reason
            );
            let path = format!("/{}/{}/put-right", one.record.kind, one.record.id);
            tell(desk, &to, ("recorded", &path, says), &by)?;
        }
    }
    Ok(serde_json::to_string(&Both {
        form: row.form,
        before: row.answers.unwrap_or_default(),
        hash: row.hash,
        after: stored,
        hash_after: hash,
    })?)
}

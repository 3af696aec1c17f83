//! Pages for whoever was typing while somebody else moved things on: what changed and by whom, and
//! every word that they had typed.

use accord_engine::definition::model::{Field, FieldType};
use accord_store::drafts::DraftRow;
use serde_json::{Map, Value as Json};

use super::{fields, files, home::record_href, rows, shell, task};
use crate::{
    service::{
        access::sessions::Session,
        authority::Caller,
        drafts::{self, Sheet, WHY},
        elsewhere,
        fault::Fault,
        forms::Choices,
        library::find_state,
        overtaken::{self, Overtaken},
        record, spoken, working,
    },
    views::{
        components::{
            form::Form,
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
        },
        pages::message::{Message, Words},
    },
    web::{
        reply::{Body, Reply},
        request::Request,
        site::Site,
    },
};

fn look(site: &Site, request: &Request, alliance: &str, caller: &Caller) -> Result<Overtaken, Fault> {
    if !request.param("person").is_empty() {
        // What is written down for somebody else is kept elsewhere.
        return Err(Fault::NotFound("page"));
    }
    let place = task::place(request)?;
    let version = task::stamp(request).version;
    overtaken::place(&site.app, alliance, caller, request.param("id"), &place, version)
}

/// What a page that was shown before has, in the questions that it asked.
fn typed(left: &Overtaken, request: &Request) -> Map<String, Json> {
    let questions = task::sent_questions(left.form.as_ref(), request);
    let mut out = fields::typed(&questions, &request.form);
    // A page of one row has no other rows: they are in the draft.
    out.retain(|id, _| questions.iter().any(|one| one.id == *id && !is_row_page(one, request)));
    let row = questions.iter().find(|one| is_row_page(one, request));
    if let Some(field) = row
        && let Some((_, option)) = request.asked("q").and_then(|page| page.split_once('.'))
        && let Ok(before) = left.answers()
    {
        let all = rows::with_row(field, option, before.get(&field.id), &request.form);
        out.insert(field.id.clone(), all);
    }
    if let Some(why) = request.typed(WHY) {
        out.insert(WHY.to_owned(), why.replace("\r\n", "\n").into());
    }
    out
}

fn is_row_page(field: &Field, request: &Request) -> bool {
    let page = request.asked("q").unwrap_or_default();
    page.split_once('.').is_some_and(|(id, _)| id == field.id) && field.row_of().is_some()
}

/// The place as it is found when its address is opened again.
///
/// # Errors
/// There never was such a place, or it is not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let left = look(site, request, request.alliance()?, &request.caller()?)?;
    match (&left.draft, &left.sent) {
        (None, Some(sent)) => Ok(Reply::go(format!("/sent/{}", sent.id))),
        (None, None) => Ok(show(site, request, &left)?.with_status(404)),
        (Some(_), _) => Ok(show(site, request, &left)?.with_status(409)),
    }
}

/// What arrives from a page that was shown before: it is kept, and shown again.
///
/// # Errors
/// There never was such a place, or it is not for this person.
pub fn answer(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let mut left = look(site, request, alliance, &caller)?;
    let mut typed = typed(&left, request);
    let questions = task::sent_questions(left.form.as_ref(), request);
    let kept = files::keep(site, request, (alliance, &caller), &questions, &left.answers()?)?;
    typed.extend(kept.answers);
    let row = left.keep(&site.app, &caller, task::stamp(request), typed.clone())?;
    match row.sent_at {
        Some(_) => already(
            site,
            request,
            &row,
            words(left.form.iter().flat_map(|form| &form.fields), &typed, &left.choices),
        ),
        None => Ok(show(site, request, &left)?.with_status(409)),
    }
}

/// The same for the script of a page, which is told to go on and look.
///
/// # Errors
/// There never was such a place, or it is not for this person.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let mut left = look(site, request, request.alliance()?, &caller)?;
    let typed = typed(&left, request);
    let row = left.keep(&site.app, &caller, task::stamp(request), typed)?;
    Ok(saved(&row))
}

pub(super) fn saved(row: &DraftRow) -> Reply {
    let at = spoken::clock_time(row.saved_at.utc());
    let says = format!("Saved at {at}. This moved on while you were writing: go on to see what changed.");
    let answer = serde_json::json!({ "says": says });
    Reply::of(200, Body::Json("application/json", answer.to_string()))
}

/// The same for somebody whose session has run out.
///
/// # Errors
/// The database fails.
pub fn rescue(site: &Site, session: &Session, request: &Request) -> Result<(), Fault> {
    let caller = session.caller();
    match look(site, request, &session.row.alliance_id, &caller) {
        Ok(mut left) => {
            let typed = typed(&left, request);
            left.keep(&site.app, &caller, task::stamp(request), typed).map(drop)
        }
        Err(Fault::NotFound(_)) => Ok(()),
        Err(other) => Err(other),
    }
}

fn look_at_work(site: &Site, request: &Request, alliance: &str, caller: &Caller) -> Result<Overtaken, Fault> {
    let record = (request.kind(), request.param("id"));
    let permit = request.param("permit");
    let place = working::place_of(&site.app, request.kind(), permit, &request.query)?;
    overtaken::work(&site.app, alliance, caller, record, (permit, &place), None)
}

/// A piece of work that is allowed no more: what was typed for it.
///
/// # Errors
/// There is nothing of this person's there.
pub(super) fn work(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let left = look_at_work(site, request, request.alliance()?, &request.caller()?)?;
    match (&left.draft, &left.sent) {
        (None, Some(_)) => Ok(Reply::go(record_href(&left.seen.record.kind, &left.seen.record.id))),
        (None, None) => Err(Fault::NotFound("page")),
        (Some(_), _) => Ok(show(site, request, &left)?.with_status(409)),
    }
}

/// What arrives for a piece of work that is allowed no more: it is kept, and shown again.
///
/// # Errors
/// There is no such work, or the record is not for this person.
pub(super) fn keep_work(
    site: &Site,
    request: &Request,
    alliance: &str,
    caller: &Caller,
) -> Result<(Overtaken, DraftRow), Fault> {
    let mut left = look_at_work(site, request, alliance, caller)?;
    let typed = typed(&left, request);
    let row = left.keep(&site.app, caller, task::stamp(request), typed)?;
    Ok((left, row))
}

/// The same, as a page.
///
/// # Errors
/// As [`keep_work`].
pub(super) fn send_work(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (left, row) = keep_work(site, request, request.alliance()?, &request.caller()?)?;
    match row.sent_at {
        // A second press: the first has done it.
        Some(_) => Ok(Reply::go(record_href(&left.seen.record.kind, &left.seen.record.id))),
        None => Ok(show(site, request, &left)?.with_status(409)),
    }
}

/// Throws away what was typed at a place.
///
/// # Errors
/// It is not theirs.
pub fn discard(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let seen = site.app.reading(request.alliance()?, |desk| {
        crate::service::sight::of_instance(desk, &caller, request.param("id"))
    })?;
    drafts::discard(&site.app, &caller.person, &task::stamp(request).key)?;
    Ok(Reply::go(record_href(&seen.record.kind, &seen.record.id)))
}

/// Everything that was typed, question by question.
pub(super) fn words<'a>(
    questions: impl Iterator<Item = &'a Field>,
    typed: &Map<String, Json>,
    choices: &Choices,
) -> Vec<SummaryRow> {
    let said = questions.filter(|field| {
        let answer = typed.get(&field.id);
        answer.is_some_and(|answer| !elsewhere::is_blank(answer)) && field.kind != FieldType::Declaration
    });
    let mut out: Vec<SummaryRow> = said
        .map(|field| SummaryRow {
            values: fields::words(field, typed.get(&field.id), choices),
            ..SummaryRow::new(&field.label, "")
        })
        .collect();
    let why = typed.get(WHY).and_then(Json::as_str).unwrap_or_default();
    if !why.trim().is_empty() {
        out.push(SummaryRow {
            values: why.lines().map(str::to_owned).collect(),
            ..SummaryRow::new("Why?", "")
        });
    }
    out
}

/// Where it stands now and what is next there, so that nobody is left with a page that leads nowhere.
fn stands(left: &Overtaken) -> Vec<String> {
    let Some(loaded) = left.seen.running.iter().find(|one| one.row.id == left.instance) else {
        return Vec::new();
    };
    let mut states = loaded.snapshot.states.iter().rev();
    let next = states.find_map(|id| find_state(&loaded.workflow.definition, id)?.next.clone());
    let now = format!("It is now at: {}.", record::now(loaded, left.seen.sight));
    std::iter::once(now).chain(next).collect()
}

fn titled(title: &str, rows: Vec<SummaryRow>) -> Vec<Words> {
    let list = SummaryList { rows };
    let title = title.to_owned();
    if list.rows.is_empty() {
        return Vec::new();
    }
    vec![Words { title, list }]
}

fn show(site: &Site, request: &Request, left: &Overtaken) -> Result<Reply, Fault> {
    let record = &left.seen.record;
    let fields = left.form.iter().flat_map(|form| &form.fields);
    let rows = words(fields, &left.answers()?, &left.choices);
    let title = match left.draft {
        Some(_) => "This moved on while you were writing",
        None => "This is not asked any more",
    };
    let mut says = left.changes.clone();
    says.extend(stands(left));
    if !rows.is_empty() {
        says.push("What you typed is kept, below. Copy what you still need.".to_owned());
    }
    let throw = left
        .draft
        .as_ref()
        .filter(|_| request.params.contains_key("event"))
        .map(|row| {
            let place = format!("/task/{}/{}", left.instance, left.place);
            let button = Button::secondary("Throw away what I typed", "ac-discard", "yes");
            Form::new(format!("{place}/discard"), row.id.clone(), Vec::new(), button)
        });
    let message = Message {
        caption: Some(format!("{}: {}", record.title, left.title)),
        words: titled("What you typed", rows),
        form: throw,
        links: vec![Link::new(
            format!("Look at {}", record.title),
            record_href(&record.kind, &record.id),
        )],
        ..Message::new(shell::page(site, request, title)?, title, says)
    };
    shell::draw(&message)
}

/// It was sent before; what arrived since is shown and not sent.
///
/// # Errors
/// The database fails.
pub(super) fn sent_before(
    site: &Site,
    request: &Request,
    sheet: &Sheet,
    sent: &DraftRow,
    typed: &Map<String, Json>,
) -> Result<Reply, Fault> {
    let fields = sheet.form.iter().flat_map(|(_, form)| &form.fields);
    already(site, request, sent, words(fields, typed, &sheet.choices))
}

fn already(site: &Site, request: &Request, sent: &DraftRow, rows: Vec<SummaryRow>) -> Result<Reply, Fault> {
    let outcome = format!("/sent/{}", sent.id);
    if rows.is_empty() {
        return Ok(Reply::go(outcome));
    }
    let at = sent.sent_at.map(|at| spoken::clock_time(at.utc())).unwrap_or_default();
    let title = "You have sent this already";
    let message = Message {
        words: titled("What this page had", rows),
        links: vec![Link::new("What came of it", outcome), Link::new("Go to Home", "/")],
        ..Message::new(
            shell::page(site, request, title)?,
            title,
            vec![
                format!(
                    "It was sent at {at}, once. What this page had when you went on is below; it was not sent again."
                ),
                "If it says something new, copy it from here.".to_owned(),
            ],
        )
    };
    Ok(shell::draw(&message)?.with_status(409))
}

//! Doing something: the questions of a form, one by one or (for staff, who do it often) together;
//! what is typed is kept on the way.

use accord_engine::definition::model;
use serde_json::{Map, Value as Json};

use super::{
    cannot, fields, files,
    home::{record_href, task_href},
    rows, shell, steps,
};
use crate::{
    service::spoken,
    service::{
        access::sessions::Session,
        drafts::{self, Sheet, Stamp, WHY},
        fault::Fault,
        places::{Place, Verb},
        putting_right::proposing,
    },
    views::{
        components::{
            field::Field,
            form::Form,
            link::{Button, ButtonGroup, Link},
        },
        pages::asking::Asking,
    },
    web::{
        reply::{Body, Reply},
        request::Request,
        site::Site,
    },
};

/// The button that saves and leaves.
const LEAVE: &str = "ac-leave";

/// What the path says.
///
/// # Errors
/// There is no such verb.
pub fn place(request: &Request) -> Result<Place, Fault> {
    let state = request.param("state");
    Ok(Place {
        verb: Verb::of(request.param("verb")).ok_or(Fault::NotFound("page"))?,
        state: if state == "-" { String::new() } else { state.to_owned() },
        event: request.param("event").to_owned(),
    })
}

/// The address of a sheet: one's own, or that of somebody for whom it is recorded.
pub(super) fn here(request: &Request, place: &Place) -> String {
    match request.param("person") {
        "" => task_href(request.param("id"), place),
        person => format!("/task/{}/for/{person}/{}", request.param("id"), place.path()),
    }
}

/// Where what is typed there is kept.
pub(super) fn kept(request: &Request, place: &Place) -> String {
    match request.param("person") {
        "" => place.path(),
        person => proposing::kept(person, place),
    }
}

/// The sheet that the path says, and where it is.
///
/// # Errors
/// It is not offered here.
pub fn sheet(site: &Site, request: &Request) -> Result<(Sheet, Place), Fault> {
    let place = place(request)?;
    let caller = request.caller()?;
    let instance = request.param("id");
    let alliance = request.alliance()?;
    let mut sheet = match request.param("person") {
        "" => drafts::open(&site.app, alliance, &caller, instance, &place)?,
        person => proposing::sheet(&site.app, alliance, &caller, (instance, person), &place)?,
    };
    if sheet.has_files() {
        files::name(site, &caller.person, instance, &mut sheet.choices)?;
    }
    Ok((sheet, place))
}

/// A page of questions; or why this cannot be done.
///
/// # Errors
/// It is not offered here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (sheet, place) = sheet(site, request)?;
    if let Some(reply) = cannot::not_ready(site, request, &sheet)? {
        return Ok(reply);
    }
    let answers = sheet.answers()?;
    let judged = sheet.judged(&answers)?;
    let pages = steps::of(&sheet, &judged);
    let wanted = steps::wanted(&pages, request.asked("q"));
    let Some(first) = wanted.or(pages.first()) else {
        // Nothing is asked: what remains is to say yes.
        return Ok(Reply::go(format!("{}/check", here(request, &place))));
    };
    let on_page = if together(site, &sheet) {
        pages.iter().map(String::as_str).collect()
    } else {
        vec![first.as_str()]
    };
    show(site, request, &sheet, &place, &on_page, &sheet.shown()?, &[])
}

/// Whether this person gets all questions on one page: whoever manages things does it often.
fn together(site: &Site, sheet: &Sheet) -> bool {
    let known = &site.app.library.roles.roles;
    let mut held = sheet.seen.actor.roles.iter().filter_map(|role| known.get(role));
    let manages = held.any(|role| role.powers.iter().any(|power| power.ends_with(".manage")));
    let tables = sheet.form.iter().flat_map(|(_, form)| &form.fields);
    manages && !tables.into_iter().any(|field| field.kind == model::FieldType::Table)
}

fn show(
    site: &Site,
    request: &Request,
    sheet: &Sheet,
    place: &Place,
    on_page: &[&str],
    answers: &Map<String, Json>,
    errors: &[(String, Vec<String>)],
) -> Result<Reply, Fault> {
    let record = &sheet.seen.record;
    let of = |id: &str| {
        errors
            .iter()
            .find(|(known, _)| known == id)
            .map_or(&[][..], |(_, all)| all.as_slice())
    };
    let mut questions: Vec<Field> = Vec::new();
    let mut says: Vec<String> = sheet.ask.clone().into_iter().collect();
    let mut row = None;
    for id in on_page {
        if *id == WHY {
            questions.push(fields::why(answers.get(WHY), of(WHY)));
        } else if let Some((field, option, label)) = steps::row(sheet, id) {
            row = Some(label.to_owned());
            says.extend(rows::beside(field, option, &sheet.choices).iter().cloned());
            says.extend(field.help.clone());
            questions.extend(rows::row(field, option, answers.get(&field.id), &sheet.choices, of(id)));
        } else if let Some(field) = steps::field(sheet, id) {
            let mut question = fields::question(field, answers.get(*id), &sheet.choices, of(id));
            question.prefilled = sheet.filled_from(id)?.map(str::to_owned);
            questions.push(question);
        }
    }
    let alone = questions.len() == 1 && row.is_none();
    if alone && let Some(only) = questions.first_mut() {
        only.heading = true;
    }
    let title = match questions.first() {
        Some(only) if alone => only.label.clone(),
        _ => row.unwrap_or_else(|| heading(sheet)),
    };
    if !request.param("person").is_empty() {
        says.insert(
            0,
            "You write down what somebody else says, in their words. A second person confirms it.".to_owned(),
        );
    }
    let here = here(request, place);
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &questions);
    page.back = Some(back(request, sheet, place, on_page)?);
    let from_check = if request.asked("from") == Some("check") {
        "&from=check"
    } else {
        ""
    };
    let first = on_page.first().copied().unwrap_or_default();
    let loaded = sheet.loaded()?;
    let version = sheet.seen_version().unwrap_or(loaded.snapshot.seq);
    let saved = sheet
        .draft
        .as_ref()
        .map(|one| format!("Saved at {}.", spoken::clock_time(one.saved_at.utc())));
    let key = sheet
        .draft
        .as_ref()
        .map_or_else(|| shell::key(site), |one| one.id.clone());
    let leave = Button::secondary("Save and come back later", LEAVE, "yes");
    let form = Form {
        version: Some(version.to_string()),
        autosave: Some(format!("{here}/save?q={first}")),
        saved,
        buttons: ButtonGroup {
            buttons: vec![Button::primary("Continue"), leave],
            links: Vec::new(),
        },
        ..Form::new(
            format!("{here}?q={first}{from_check}"),
            key,
            questions,
            Button::primary("Continue"),
        )
    };
    shell::draw(&Asking {
        page,
        caption: Some(record.title.clone()),
        heading: (!alone).then_some(title),
        says,
        form,
        links: vec![Link::new(
            format!("What this is about: {}", record.title),
            record_href(&record.kind, &record.id),
        )],
    })
}

/// What is done, as the heading of a page with several questions.
pub fn heading(sheet: &Sheet) -> String {
    let titled = sheet.form.as_ref().and_then(|(_, form)| form.title.clone());
    titled.unwrap_or_else(|| sheet.offer.title.clone())
}

/// One question back, or the record.
fn back(request: &Request, sheet: &Sheet, place: &Place, on_page: &[&str]) -> Result<Link, Fault> {
    let here = here(request, place);
    if request.asked("from") == Some("check") {
        return Ok(Link::new("Back", format!("{here}/check")));
    }
    let judged = sheet.judged(&sheet.answers()?)?;
    let asked = steps::of(sheet, &judged);
    let at = asked
        .iter()
        .position(|id| Some(id.as_str()) == on_page.first().copied());
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| asked.get(at));
    Ok(match before {
        Some(before) => Link::new("Back", format!("{here}?q={before}")),
        None => {
            let record = &sheet.seen.record;
            Link::new("Back", record_href(&record.kind, &record.id))
        }
    })
}

/// Which questions the page had that was sent: all that have a value, and the one that it says.
fn sent_questions<'a>(sheet: &'a Sheet, request: &Request) -> Vec<&'a model::Field> {
    let wanted = request.asked("q").unwrap_or_default();
    let named = |id: &str| {
        id == wanted
            || request.form.iter().any(|(name, _)| {
                let rest = name.strip_prefix(id);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-') || rest.starts_with('.'))
            })
    };
    let all = sheet.form.iter().flat_map(|(_, form)| &form.fields);
    all.filter(|field| named(&field.id)).collect()
}

fn typed(sheet: &Sheet, request: &Request) -> Result<Map<String, Json>, Fault> {
    let mut out = fields::typed(&sent_questions(sheet, request), &request.form);
    let page = request.asked("q").unwrap_or_default();
    if let Some((field, option, _)) = steps::row(sheet, page) {
        let before = sheet.answers()?;
        let all = rows::with_row(field, option, before.get(&field.id), &request.form);
        out.insert(field.id.clone(), all);
    }
    if let Some(why) = request.typed(WHY) {
        out.insert(WHY.to_owned(), why.replace("\r\n", "\n").into());
    }
    Ok(out)
}

/// The key and version that a form carries.
pub fn stamp(request: &Request) -> Stamp {
    Stamp::read(request.typed("ac-key"), request.typed("ac-version"))
}

/// Keeps what was sent and goes on: to what is wrong with it, the next question, or the check.
///
/// # Errors
/// The database fails.
pub fn answer(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (sheet, place) = sheet(site, request)?;
    let typed = typed(&sheet, request)?;
    let here = here(request, &place);
    let (alliance, caller, instance) = (request.alliance()?, request.caller()?, request.param("id"));
    let save = |stamp: Stamp, typed: Map<String, Json>| {
        drafts::keep(
            &site.app,
            alliance,
            &caller,
            instance,
            &kept(request, &place),
            stamp,
            typed,
        )
    };
    let mut draft = save(stamp(request), typed.clone())?;
    // Words are kept first: a file that cannot be taken takes nothing else with it.
    let questions = sent_questions(&sheet, request);
    let mut unfit = Vec::new();
    match files::keep(site, alliance, &caller, instance, &questions, &request.files) {
        Ok(more) if more.is_empty() || draft.sent_at.is_some() => {}
        Ok(more) => draft = save(stamp(request), more)?,
        Err(Fault::Invalid(errors)) => unfit = errors,
        Err(other) => return Err(other),
    }
    let mut on_form: Vec<String> = questions.iter().map(|field| field.id.clone()).collect();
    on_form.extend(typed.contains_key(WHY).then(|| WHY.to_owned()));
    if draft.sent_at.is_some() {
        let page = if request.param("person").is_empty() {
            "sent"
        } else {
            "put-right"
        };
        return Ok(Reply::go(format!("/{page}/{}", draft.id)));
    }
    let sheet = Sheet {
        draft: Some(draft),
        ..sheet
    };
    let first = request.asked("q").unwrap_or_default();
    if [fields::ADD, fields::TAKE]
        .iter()
        .any(|button| request.typed(button).is_some())
    {
        return Ok(Reply::go(format!("{here}?q={first}")));
    }
    if request.typed(LEAVE).is_some() {
        let record = &sheet.seen.record;
        return Ok(Reply::go(record_href(&record.kind, &record.id)));
    }
    let answers = sheet.answers()?;
    let judged = sheet.judged(&answers)?;
    let asked = steps::of(&sheet, &judged);
    let row = steps::row(&sheet, first);
    let on_page: Vec<&str> = asked
        .iter()
        .map(String::as_str)
        .filter(|id| match row {
            Some(_) => *id == first,
            None => on_form.iter().any(|known| known == id),
        })
        .collect();
    let mut wrong: Vec<(String, Vec<String>)> = judged
        .iter()
        .filter(|(id, one)| on_page.contains(&id.as_str()) && !one.errors.is_empty())
        .map(|(id, one)| (id.clone(), one.errors.clone()))
        .collect();
    if let Some((field, option, _)) = row {
        let errors = steps::wrong(&sheet, &answers, field, option)?;
        wrong.extend((!errors.is_empty()).then(|| (first.to_owned(), errors)));
    }
    for error in unfit {
        wrong.retain(|(id, _)| *id != error.field);
        wrong.push((error.field, vec![error.says]));
    }
    if !wrong.is_empty() {
        return Ok(show(site, request, &sheet, &place, &on_page, &answers, &wrong)?.with_status(422));
    }
    let last = on_page.last().and_then(|last| asked.iter().position(|id| id == last));
    let next = last.and_then(|last| asked.get(last + 1));
    Ok(match next {
        Some(next) if request.asked("from") != Some("check") => Reply::go(format!("{here}?q={next}")),
        _ => Reply::go(format!("{here}/check")),
    })
}

/// Keeps what is being typed, for the script of the page.
///
/// # Errors
/// The database fails.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (sheet, place) = sheet(site, request)?;
    let typed = typed(&sheet, request)?;
    let caller = request.caller()?;
    let draft = drafts::keep(
        &site.app,
        request.alliance()?,
        &caller,
        request.param("id"),
        &kept(request, &place),
        stamp(request),
        typed,
    )?;
    let at = spoken::clock_time(draft.saved_at.utc());
    let answer = serde_json::json!({ "says": format!("Saved at {at}."), "version": draft.seen });
    Ok(Reply::of(200, Body::Json("application/json", answer.to_string())))
}

/// Keeps what was typed by somebody whose session has run out, under their own name and nowhere else.
///
/// # Errors
/// The database fails.
pub fn rescue(site: &Site, session: &Session, request: &Request) -> Result<(), Fault> {
    let place = place(request)?;
    let caller = session.caller();
    let alliance = &session.row.alliance_id;
    let sheet = match drafts::open(&site.app, alliance, &caller, request.param("id"), &place) {
        Ok(sheet) => sheet,
        Err(Fault::NotFound(_)) => return Ok(()),
        Err(other) => return Err(other),
    };
    let typed = typed(&sheet, request)?;
    drafts::keep(
        &site.app,
        alliance,
        &caller,
        request.param("id"),
        &place.path(),
        stamp(request),
        typed,
    )
    .map(drop)
}

//! Doing something: the questions of a form, one by one or (for staff, who do it often) together;
//! what is typed is kept on the way.

use accord_engine::definition::model;
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{
    cannot, fields, files,
    home::{record_href, task_href},
    overtaken,
    question::{self, Showing},
    rows,
    shell::Did,
    steps,
};
use crate::{
    service::{
        drafts::{self, Sheet, Stamp, WHY},
        elsewhere,
        fault::Fault,
        forms::Judged,
        places::{Place, Verb},
        putting_right::proposing,
        subjects,
    },
    web::{reply::Reply, request::Request, site::Site},
};

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
    let (sheet, place) = match sheet(site, request) {
        Err(Fault::NotFound(_)) => return overtaken::page(site, request),
        found => found?,
    };
    if let Some(reply) = cannot::not_ready(site, request, &sheet)? {
        return Ok(reply);
    }
    let answers = sheet.answers()?;
    let judged = sheet.judged(&answers)?;
    let pages = steps::of(&sheet, &judged);
    let wanted = match request.asked("q") {
        Some(asked) => steps::wanted(&pages, asked),
        None => steps::open(&sheet, &pages, (&answers, &judged)),
    };
    // A new version is whole from the start: all of it is looked at, with a way to each question.
    let is_whole = request.asked("q").is_none() && !sheet.copied.is_empty();
    let Some(first) = wanted.or(pages.first()).filter(|_| !is_whole) else {
        // Nothing is asked, or everything is answered: what remains is to say yes.
        return Ok(Reply::go(format!("{}/check", here(request, &place))));
    };
    let on_page = if question::together(site, &sheet) {
        pages.iter().map(String::as_str).collect()
    } else {
        vec![first.as_str()]
    };
    let shown = sheet.shown()?;
    // Whoever comes back to mend something sees what, at its box.
    let errors = match request.asked("from") {
        Some("check") => misfits(site, request, &sheet, (&answers, &judged), &on_page)?,
        Some(_) | None => Vec::new(),
    };
    let showing = Showing {
        sheet: &sheet,
        place: &place,
        on_page: &on_page,
        answers: &shown,
        errors: &errors,
    };
    question::show(site, request, &showing)
}

/// What is wrong with the questions of a page, by question, or by question and row: what the form says, else what
/// only the kind of record can know.
fn misfits(
    site: &Site,
    request: &Request,
    sheet: &Sheet,
    (answers, judged): (&Map<String, Json>, &IndexMap<String, Judged>),
    on_page: &[&str],
) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let wrong = judged
        .iter()
        .filter(|(id, one)| on_page.contains(&id.as_str()) && !one.errors.is_empty());
    let wrong: Vec<_> = wrong.map(|(id, one)| (id.clone(), one.errors.clone())).collect();
    if !wrong.is_empty() {
        return steps::placed(sheet, answers, wrong);
    }
    let found = drafts::misfits(&site.app, request.alliance()?, sheet, answers)?;
    let here = found.into_iter().filter(|(place, _)| {
        let question = place.split('.').next().unwrap_or_default();
        // A row may have a page of its own.
        let at_row = |page: &&str| page.contains('.') && (place == page || place.starts_with(&format!("{page}.")));
        on_page.contains(&question) || on_page.iter().any(at_row)
    });
    Ok(here.map(|(place, says)| (place, vec![says])).collect())
}

/// Which questions the page had that was sent: those that it says, and all that have a value.
pub(super) fn sent_questions<'a>(form: Option<&'a model::Form>, request: &Request) -> Vec<&'a model::Field> {
    let wanted = request.asked("q").unwrap_or_default();
    let asked = request.typed(question::ASKED).unwrap_or_default();
    let named = |id: &str| {
        id == wanted
            || asked.split(' ').any(|one| one == id)
            || request.form.iter().any(|(name, _)| {
                let rest = name.strip_prefix(id);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-') || rest.starts_with('.'))
            })
    };
    let all = form.into_iter().flat_map(|form| &form.fields);
    all.filter(|field| named(&field.id)).collect()
}

/// The questions that this person answered otherwise in another window since the page was shown.
pub(super) fn differs(sheet: &Sheet, request: &Request, typed: &Map<String, Json>) -> Result<Vec<String>, Fault> {
    if sheet.draft.is_none() {
        return Ok(Vec::new());
    }
    // Files are not typed: each is there or taken away, whichever window it came from.
    let is_file = |id: &str| steps::field(sheet, id).is_some_and(|field| field.kind == model::FieldType::File);
    let mut words = typed.clone();
    words.retain(|id, _| !is_file(id));
    let shown = stamp(request).shown;
    Ok(elsewhere::changed(&sheet.answers()?, shown.as_deref(), &words))
}

pub(super) fn form(sheet: &Sheet) -> Option<&model::Form> {
    sheet.form.as_ref().map(|(_, form)| form)
}

pub(super) fn typed(sheet: &Sheet, request: &Request) -> Result<Map<String, Json>, Fault> {
    let questions = sent_questions(form(sheet), request);
    let mut out = fields::typed(&questions, &request.form);
    out.extend(files::taken(&questions, &sheet.answers()?, request));
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
    Stamp::read(
        request.typed("ac-key"),
        request.typed("ac-version"),
        request.typed("ac-base"),
    )
}

/// Keeps what was sent and goes on: to what is wrong with it, the next question, or the check.
///
/// # Errors
/// The database fails.
pub fn answer(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (sheet, place) = match sheet(site, request) {
        Err(Fault::NotFound(_)) => return overtaken::answer(site, request),
        found => found?,
    };
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
    let differs = differs(&sheet, request, &typed)?;
    if !differs.is_empty() {
        let asked: Vec<&str> = match request.asked("q").filter(|page| steps::row(&sheet, page).is_some()) {
            Some(page) => vec![page],
            None => typed.keys().map(String::as_str).collect(),
        };
        let mut answers = sheet.answers()?;
        answers.extend(typed.clone());
        let showing = Showing {
            sheet: &sheet,
            place: &place,
            on_page: &asked,
            answers: &answers,
            errors: &[],
        };
        return question::elsewhere(site, request, &showing, &differs);
    }
    if let Some((question, says)) = subjects::of(&sheet.seen.record.kind)?.holds_on(&sheet.answers()?, &typed) {
        let mut answers = sheet.shown()?;
        answers.extend(typed);
        let showing = Showing {
            sheet: &sheet,
            place: &place,
            on_page: &[question.as_str()],
            answers: &answers,
            errors: &[(question.clone(), vec![says])],
        };
        return Ok(question::show(site, request, &showing)?.with_status(422));
    }
    let mut draft = save(stamp(request), typed.clone())?;
    // Words are kept first: a file that cannot be taken takes nothing else with it.
    let questions = sent_questions(form(&sheet), request);
    let before = match &draft.sent_at {
        Some(_) => Map::new(),
        None => {
            let mut before = sheet.copied.clone();
            before.extend(serde_json::from_str::<Map<String, Json>>(&draft.answers)?);
            before
        }
    };
    let kept = files::keep(site, request, (alliance, &caller), &questions, &before)?;
    if !kept.answers.is_empty() && draft.sent_at.is_none() {
        draft = save(stamp(request), kept.answers)?;
    }
    let mut on_form: Vec<String> = questions.iter().map(|field| field.id.clone()).collect();
    on_form.extend(typed.contains_key(WHY).then(|| WHY.to_owned()));
    if draft.sent_at.is_some() {
        if !request.param("person").is_empty() {
            return Ok(Reply::go(format!("/put-right/{}", draft.id)));
        }
        return overtaken::sent_before(site, request, &sheet, &draft, &typed);
    }
    let mut sheet = Sheet {
        draft: Some(draft),
        ..sheet
    };
    if sheet.has_files() {
        files::name(site, &caller.person, instance, &mut sheet.choices)?;
    }
    let first = request.asked("q").unwrap_or_default();
    if [fields::ADD, fields::TAKE]
        .iter()
        .any(|button| request.typed(button).is_some())
    {
        if kept.wrong.is_empty() {
            let from_check = question::from_check(request);
            return Ok(Reply::go(format!("{here}?q={first}{from_check}")));
        }
    } else if request.typed(question::LEAVE).is_some() && kept.wrong.is_empty() {
        let record = &sheet.seen.record;
        return Ok(Reply::go(Did::Kept.at(&record_href(&record.kind, &record.id))));
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
    let mut wrong = misfits(site, request, &sheet, (&answers, &judged), &on_page)?;
    if let Some((field, option, _)) = row {
        let errors = steps::wrong(&sheet, &answers, field, option)?;
        wrong.extend((!errors.is_empty()).then(|| (first.to_owned(), errors)));
    }
    for error in kept.wrong {
        wrong.retain(|(id, _)| *id != error.field);
        wrong.push((error.field, vec![error.says]));
    }
    if !wrong.is_empty() {
        let showing = Showing {
            sheet: &sheet,
            place: &place,
            on_page: &on_page,
            answers: &answers,
            errors: &wrong,
        };
        return Ok(question::show(site, request, &showing)?.with_status(422));
    }
    let last = on_page.last().and_then(|last| asked.iter().position(|id| id == last));
    let next = last.and_then(|last| asked.get(last + 1));
    Ok(match next {
        Some(next) if request.asked("from") != Some("check") => Reply::go(format!("{here}?q={next}")),
        _ => Reply::go(format!("{here}/check")),
    })
}

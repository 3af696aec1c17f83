//! Check, and send.

use super::{
    cannot, consequence, copy, editable, fields,
    home::{record_href, task_href},
    overtaken, question, rows as table, shell,
    sign_in::encoded,
    steps, task,
};
use crate::{
    service::{
        drafts::{self, Sheet, WHY},
        fault::{Conflict, Fault, FieldError},
        places::{Place, Verb},
    },
    views::{
        components::{
            control::{Choice, Options},
            errors::ErrorSummary,
            field::Field,
            form::Form,
            link::{Button, ButtonGroup, Link, Weight},
            summary::{SummaryList, SummaryRow},
        },
        pages::{check::Check, message::Message},
    },
    web::{problem, reply::Reply, request::Request, site::Site},
};

/// The second person's answer.
const CONFIRM: &str = "confirm";

/// The answers, each with a link that changes it, and the button.
///
/// # Errors
/// It is not offered here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (sheet, place) = match task::sheet(site, request) {
        Err(Fault::NotFound(_)) => return overtaken::page(site, request),
        found => found?,
    };
    if let Some(reply) = cannot::not_ready(site, request, &sheet)? {
        return Ok(reply);
    }
    show(site, request, &sheet, &place, &[])
}

/// The page; `errors` is what was found when it was sent, each with the question that it is about.
fn show(
    site: &Site,
    request: &Request,
    sheet: &Sheet,
    place: &Place,
    errors: &[(String, String)],
) -> Result<Reply, Fault> {
    let here = task_href(request.param("id"), place);
    let answers = sheet.answers()?;
    let (rows, unfit) = answered(sheet, &answers, &here)?;
    let record = &sheet.seen.record;
    let title = match rows.is_empty() {
        true => sheet.offer.title.clone(),
        false => "Check your answers before you send them".to_owned(),
    };
    let mut page = shell::page(site, request, &title)?;
    page.back = Some(Link::new("Back", record_href(&record.kind, &record.id)));
    let mut says: Vec<String> = sheet.ask.clone().into_iter().collect();
    if !sheet.copied.is_empty() {
        let words = "This begins as a copy of what your organisation wrote or sent before: what you do not change stays as \
                     it is. What was sent before counts until you send this.";
        says.push(words.to_owned());
    }
    says.extend(question::until(sheet));
    let mut wrong: Vec<Link> = errors
        .iter()
        .map(|(question, says)| match question.as_str() {
            CONFIRM => Link::new(says, format!("#{CONFIRM}")),
            question => Link::new(says, format!("{here}?q={question}&from=check")),
        })
        .collect();
    match wrong.is_empty() {
        true => says.extend(unfit.into_iter().map(|(_, says)| says)),
        false => {
            let more = unfit
                .into_iter()
                .filter(|(_, says)| !errors.iter().any(|(_, said)| said == says))
                .map(|(id, says)| Link::new(says, format!("{here}?q={id}&from=check")));
            wrong.extend(more);
            page.errors = Some(ErrorSummary { items: wrong });
        }
    }
    let mut summary = rows;
    let mut questions = Vec::new();
    if let Some(first) = &sheet.first {
        says.push(format!(
            "{} has done this: {}. It happens when you confirm it.",
            first.name, sheet.offer.title
        ));
        summary.extend(first.answers.iter().map(|(key, value)| SummaryRow::new(key, value)));
        summary.extend(first.reason.iter().map(|reason| SummaryRow::new("Why?", reason)));
        let options = vec![
            Choice::new("yes", "Yes, I confirm it", false),
            Choice::new("no", "No, it does not happen", false),
        ];
        questions.push(Field::options(CONFIRM, "Do you confirm it?", Options::one(options)));
    }
    let mut links = Vec::new();
    if copy::is_locked(site, request, sheet)? {
        says.push(
            "When you send it, it is locked by opening cards: from then on nobody can be shown what it says, and neither \
             can you. Save a copy for yourself first. With it you can change your bid later, and prove what you sent."
                .to_owned(),
        );
        links.push(Link::new("Save my copy", format!("{here}/saved-copy")));
        links.push(Link::new("Begin from a copy that I saved", format!("{here}/copy")));
    }
    if editable::is_offered(sheet) {
        links.push(Link::new(
            "Take it away as a document (ODT)",
            format!("{here}/draft.odt"),
        ));
    }
    let loaded = sheet.loaded()?;
    let version = sheet.seen_version().unwrap_or(loaded.snapshot.seq);
    let key = sheet
        .draft
        .as_ref()
        .map_or_else(|| shell::key(site), |one| one.id.clone());
    let words = if sheet.first.is_some() {
        "Send"
    } else {
        sheet.offer.title.as_str()
    };
    let button = Button::primary(words).weighing(if sheet.final_act {
        Weight::Warning
    } else {
        Weight::Primary
    });
    shell::draw(&Check {
        page,
        caption: record.title.clone(),
        heading: title,
        says,
        about: question::about(site, request, sheet)?,
        answers: (!summary.is_empty()).then_some(SummaryList { rows: summary }),
        then: consequence::of(site, request, sheet)?,
        form: Form {
            version: Some(version.to_string()),
            buttons: ButtonGroup {
                buttons: vec![button.clone()],
                links,
            },
            ..Form::new(format!("{here}/check"), key, questions, button)
        },
    })
}

/// What does not fit: a question, and a sentence.
pub(super) type Missing = Vec<(String, String)>;

/// Each question with its answer and a link that changes it; and what does not fit: question and sentence.
pub(super) fn answered(
    sheet: &Sheet,
    answers: &serde_json::Map<String, serde_json::Value>,
    here: &str,
) -> Result<(Vec<SummaryRow>, Missing), Fault> {
    let judged = sheet.judged(answers)?;
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for (id, one) in judged.iter().filter(|(_, one)| one.asked) {
        missing.extend(one.errors.iter().map(|says| (id.clone(), says.clone())));
        let href = format!("{here}?q={id}&from=check");
        if let Some((field, options)) = steps::field(sheet, id).and_then(|f| Some((f, steps::alone(sheet, f)?))) {
            for (option, label) in options {
                let row = SummaryRow {
                    values: table::row_words(field, option, answers.get(id), &sheet.choices),
                    ..SummaryRow::new(label, "")
                };
                rows.push(row.change(label.to_lowercase(), format!("{here}?q={id}.{option}&from=check")));
            }
            continue;
        }
        let (label, values) = match sheet
            .form
            .as_ref()
            .and_then(|(_, form)| form.fields.iter().find(|f| f.id == *id))
        {
            Some(field) => (
                field.label.clone(),
                fields::words(field, answers.get(id), &sheet.choices),
            ),
            None if id == WHY => ("Why?".to_owned(), why(answers)),
            None => continue,
        };
        let about = label.trim_end_matches(['?', '.', ':']).to_lowercase();
        rows.push(
            SummaryRow {
                values,
                ..SummaryRow::new(label, "")
            }
            .change(about, href),
        );
    }
    Ok((rows, missing))
}

fn why(answers: &serde_json::Map<String, serde_json::Value>) -> Vec<String> {
    let text = answers.get(WHY).and_then(serde_json::Value::as_str).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// Sends it, once, however often the button is pressed.
///
/// # Errors
/// The database fails.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = task::place(request)?;
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    // A second press comes after the first has moved things on: the draft knows.
    if let Some(reply) = sent_before(site, request, &place)? {
        return Ok(reply);
    }
    let (sheet, place) = match task::sheet(site, request) {
        Err(Fault::NotFound(_)) => return overtaken::page(site, request),
        found => found?,
    };
    let here = task_href(request.param("id"), &place);
    let session = request.session()?;
    if sheet.final_act && !session.is_fresh(site.app.wall.now()) {
        return Ok(Reply::go(format!(
            "/sign-in/factor?next={}",
            encoded(&format!("{here}/check"))
        )));
    }
    let mut typed = serde_json::Map::new();
    if place.verb == Verb::Confirm {
        match request.typed(CONFIRM) {
            Some(word @ ("yes" | "no")) => drop(typed.insert(CONFIRM.to_owned(), word.into())),
            _ => {
                let errors = [(CONFIRM.to_owned(), "Select whether you confirm it.".to_owned())];
                return Ok(show(site, request, &sheet, &place, &errors)?.with_status(422));
            }
        }
    }
    let instance = request.param("id");
    let draft = drafts::keep(
        &site.app,
        alliance,
        &caller,
        instance,
        &place.path(),
        task::stamp(request),
        typed,
    )?;
    let sheet = Sheet {
        draft: Some(draft.clone()),
        ..sheet
    };
    let ask = drafts::asked(&place, &sheet.sent(sheet.answers()?));
    match drafts::send(&site.app, &caller, &place, &draft, ask) {
        Ok(_) => Ok(Reply::go(format!("/sent/{}", draft.id))),
        Err(Fault::Invalid(errors)) => {
            let at = |one: FieldError| (asked_at(&sheet, &one.field), one.says);
            let errors: Vec<(String, String)> = errors.into_iter().map(at).collect();
            Ok(show(site, request, &sheet, &place, &errors)?.with_status(422))
        }
        Err(Fault::Conflict(conflict)) => moved(site, request, &sheet, &here, &conflict),
        Err(Fault::Refused(refusal)) => {
            let reasons = refusal.reasons.into_iter().map(problem::reason).collect();
            cannot::page(site, request, &sheet, "This cannot be done now", Vec::new(), reasons)
        }
        Err(other) => Err(other),
    }
}

/// The question that an error is about: `form.question.row` names it second; and the row, where it has a page.
fn asked_at(sheet: &Sheet, field: &str) -> String {
    let form = sheet.form.as_ref();
    let inner = form
        .and_then(|(name, _)| field.strip_prefix(name.as_str())?.strip_prefix('.'))
        .unwrap_or(field);
    let mut parts = inner.split('.');
    let question = parts.next().unwrap_or_default();
    let row = parts.next().map(|row| format!("{question}.{row}"));
    row.filter(|page| steps::row(sheet, page).is_some())
        .unwrap_or_else(|| question.to_owned())
}

fn sent_before(site: &Site, request: &Request, place: &Place) -> Result<Option<Reply>, Fault> {
    let key = task::stamp(request).key;
    match drafts::of(&site.app, &request.caller()?.person, &key) {
        Ok(row) if row.sent_at.is_some() && row.place == place.path() => {
            Ok(Some(Reply::go(format!("/sent/{}", row.id))))
        }
        Ok(_) | Err(Fault::NotFound(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Somebody was quicker: what changed, and what was typed is still there.
fn moved(site: &Site, request: &Request, sheet: &Sheet, here: &str, conflict: &Conflict) -> Result<Reply, Fault> {
    let title = "This moved on while you were writing";
    let record = &sheet.seen.record;
    let mut says = conflict.changes.clone();
    says.push("What you typed is kept. Look at what is there now, and go on if it still fits.".to_owned());
    let key = sheet
        .draft
        .as_ref()
        .map_or_else(|| shell::key(site), |one| one.id.clone());
    let message = Message {
        form: Some(Form::new(
            format!("{here}/go-on"),
            key,
            Vec::new(),
            Button::primary("Go on with what I typed"),
        )),
        links: vec![Link::new(
            format!("Look at {}", record.title),
            record_href(&record.kind, &record.id),
        )],
        ..Message::new(shell::page(site, request, title)?, title, says)
    };
    Ok(shell::draw(&message)?.with_status(409))
}

/// Goes on from what is there now.
///
/// # Errors
/// It is not their draft.
pub fn go_on(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = task::place(request)?;
    let person = request.caller()?.person;
    drafts::go_on(&site.app, request.alliance()?, &person, &task::stamp(request).key)?;
    Ok(Reply::go(format!("{}/check", task_href(request.param("id"), &place))))
}

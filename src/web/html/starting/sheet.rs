//! The form of something that is to be started, its check page, and the button that starts it.

use serde_json::{Map, Value as Json};

use super::{above, query};
use crate::{
    service::{
        access::sessions::Session,
        authority::Caller,
        fault::Fault,
        spoken,
        starting::begun::{self, Sheet},
    },
    views::{
        components::{
            field::Field,
            form::Form,
            link::{Button, ButtonGroup, Link},
            summary::{SummaryList, SummaryRow},
        },
        pages::{asking::Asking, check::Check, message::Message},
    },
    web::{
        html::{fields, shell, task},
        problem,
        reply::{Body, Reply},
        request::Request,
        site::Site,
    },
};

fn opened(site: &Site, request: &Request, alliance: &str, caller: &Caller) -> Result<Sheet, Fault> {
    begun::open(&site.app, alliance, caller, request.param("workflow"), above(request))
}

fn sheet(site: &Site, request: &Request) -> Result<Sheet, Fault> {
    opened(site, request, request.alliance()?, &request.caller()?)
}

/// The address of this start, with something after it.
fn address(sheet: &Sheet, end: &str) -> String {
    format!("/start/{}{end}{}", sheet.workflow, query(sheet.above.as_ref()))
}

fn back(sheet: &Sheet) -> Link {
    Link::new("Back", format!("/start{}", query(sheet.above.as_ref())))
}

/// Asks what has to be known.
///
/// # Errors
/// It is nothing that this person may start here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let sheet = sheet(site, request)?;
    if let Some(reply) = not_now(site, request, &sheet)? {
        return Ok(reply);
    }
    if sheet.form.fields.is_empty() {
        return Ok(Reply::go(address(&sheet, "/check")));
    }
    show(site, request, &sheet, false)
}

/// Why it cannot be started now, and a way on.
fn not_now(site: &Site, request: &Request, sheet: &Sheet) -> Result<Option<Reply>, Fault> {
    if sheet.because.is_empty() {
        return Ok(None);
    }
    let title = "This cannot be started now";
    let message = Message {
        reasons: sheet.because.iter().cloned().map(problem::reason).collect(),
        links: vec![back(sheet)],
        ..Message::new(shell::page(site, request, title)?, title, vec![sheet.title.clone()])
    };
    Ok(Some(shell::draw(&message)?.with_status(403)))
}

fn show(site: &Site, request: &Request, sheet: &Sheet, judged: bool) -> Result<Reply, Fault> {
    let answers = sheet.answers()?;
    let mut questions: Vec<Field> = Vec::new();
    for field in sheet.form.fields.iter().filter(|field| asked(sheet, &field.id)) {
        let errors = match sheet.judged.get(&field.id).filter(|_| judged) {
            Some(one) => one.errors.clone(),
            None => Vec::new(),
        };
        questions.push(fields::question(field, answers.get(&field.id), &sheet.choices, &errors));
    }
    let mut page = shell::with_errors(shell::page(site, request, &sheet.title)?, &questions);
    page.back = Some(back(sheet));
    let saved = sheet
        .draft
        .as_ref()
        .map(|one| format!("Saved at {}.", spoken::clock_time(one.saved_at.utc())));
    let form = Form {
        autosave: Some(address(sheet, "/save")),
        saved,
        buttons: ButtonGroup {
            buttons: vec![Button::primary("Continue")],
            links: vec![Link::new("Come back later", back(sheet).href)],
        },
        ..Form::new(
            address(sheet, ""),
            key(site, sheet),
            questions,
            Button::primary("Continue"),
        )
    };
    shell::draw(&Asking {
        page,
        caption: sheet.above.as_ref().map(|_| sheet.ground.title.clone()),
        heading: Some(sheet.title.clone()),
        says: vec![sheet.says.clone()],
        form,
        links: Vec::new(),
    })
}

fn asked(sheet: &Sheet, id: &str) -> bool {
    sheet.judged.get(id).is_none_or(|one| one.asked)
}

fn key(site: &Site, sheet: &Sheet) -> String {
    sheet
        .draft
        .as_ref()
        .map_or_else(|| shell::key(site), |one| one.id.clone())
}

fn typed(sheet: &Sheet, request: &Request) -> Map<String, Json> {
    let all: Vec<_> = sheet.form.fields.iter().collect();
    fields::typed(&all, &request.form)
}

/// Keeps what was sent, and goes on to the check page or back to what does not fit.
///
/// # Errors
/// It is nothing that this person may start here any more.
pub fn answer(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let first = sheet(site, request)?;
    let draft = kept(site, request, &first)?;
    if draft.sent_at.is_some() {
        return Ok(Reply::go(format!("/start/begun/{}", draft.id)));
    }
    let rows = [fields::ADD, fields::TAKE]
        .iter()
        .any(|button| request.typed(button).is_some());
    if rows {
        return Ok(Reply::go(address(&first, "")));
    }
    let now = sheet(site, request)?;
    if now.judged.values().any(|one| one.asked && !one.errors.is_empty()) {
        return Ok(show(site, request, &now, true)?.with_status(422));
    }
    Ok(Reply::go(address(&now, "/check")))
}

fn kept(site: &Site, request: &Request, sheet: &Sheet) -> Result<accord_store::beginnings::BeginningRow, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    begun::keep(
        &site.app,
        alliance,
        &caller,
        sheet,
        task::stamp(request),
        typed(sheet, request),
    )
}

/// Keeps what is being typed, for the script of the page.
///
/// # Errors
/// It is nothing that this person may start here any more.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let draft = kept(site, request, &sheet(site, request)?)?;
    let answer = serde_json::json!({ "says": format!("Saved at {}.", spoken::clock_time(draft.saved_at.utc())) });
    Ok(Reply::of(200, Body::Json("application/json", answer.to_string())))
}

/// Keeps what was typed by somebody whose session has run out.
///
/// # Errors
/// The database fails.
pub fn rescue(site: &Site, session: &Session, request: &Request) -> Result<(), Fault> {
    let (alliance, caller) = (&session.row.alliance_id, session.caller());
    let sheet = match opened(site, request, alliance, &caller) {
        Ok(sheet) => sheet,
        Err(Fault::NotFound(_)) => return Ok(()),
        Err(other) => return Err(other),
    };
    begun::keep(
        &site.app,
        alliance,
        &caller,
        &sheet,
        task::stamp(request),
        typed(&sheet, request),
    )
    .map(drop)
}

/// The answers, each with a link that changes it, and the button.
///
/// # Errors
/// It is nothing that this person may start here.
pub fn check(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let sheet = sheet(site, request)?;
    if let Some(reply) = not_now(site, request, &sheet)? {
        return Ok(reply);
    }
    checked(site, request, &sheet, Vec::new())
}

fn checked(site: &Site, request: &Request, sheet: &Sheet, more: Vec<String>) -> Result<Reply, Fault> {
    let answers = sheet.answers()?;
    let mut rows = Vec::new();
    for field in sheet.form.fields.iter().filter(|field| asked(sheet, &field.id)) {
        let about = field.label.trim_end_matches(['?', '.', ':']).to_lowercase();
        let row = SummaryRow {
            values: fields::words(field, answers.get(&field.id), &sheet.choices),
            ..SummaryRow::new(&field.label, "")
        };
        rows.push(row.change(about, format!("{}#{}", address(sheet, ""), field.id)));
    }
    let wrong = sheet
        .judged
        .values()
        .filter(|one| one.asked)
        .flat_map(|one| one.errors.clone());
    let mut says: Vec<String> = wrong.collect();
    says.extend(more);
    let title = match rows.is_empty() {
        true => sheet.title.clone(),
        false => "Check your answers before it begins".to_owned(),
    };
    let mut page = shell::page(site, request, &title)?;
    page.back = Some(match rows.is_empty() {
        true => back(sheet),
        false => Link::new("Back", address(sheet, "")),
    });
    let caption = match &sheet.above {
        Some(_) => sheet.ground.title.clone(),
        None => sheet.title.clone(),
    };
    shell::draw(&Check {
        page,
        caption,
        heading: title,
        says,
        about: None,
        answers: (!rows.is_empty()).then_some(SummaryList { rows }),
        then: vec![sheet.says.clone()],
        form: Form::new(
            address(sheet, "/check"),
            key(site, sheet),
            Vec::new(),
            Button::primary(&sheet.title),
        ),
    })
}

/// Starts it, once, however often the button is pressed.
///
/// # Errors
/// The database fails.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let first = sheet(site, request)?;
    let stamp = task::stamp(request);
    let draft = begun::keep(&site.app, alliance, &caller, &first, stamp, Map::new())?;
    if draft.sent_at.is_none() {
        match begun::send(&site.app, alliance, &caller, &first, &draft) {
            Ok(_) => {}
            Err(Fault::Invalid(errors)) => {
                let known: Vec<&String> = first.judged.values().flat_map(|one| &one.errors).collect();
                let says = errors
                    .into_iter()
                    .map(|one| one.says)
                    .filter(|says| !known.contains(&says))
                    .collect();
                return Ok(checked(site, request, &first, says)?.with_status(422));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(Reply::go(format!("/start/begun/{}", draft.id)))
}

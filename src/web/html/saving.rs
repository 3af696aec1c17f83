//! Keeping what is being typed: as it goes, and when the session has run out.

use serde_json::{Map, Value as Json};

use super::{
    files, overtaken, question,
    task::{differs, form, kept, place, sent_questions, sheet, stamp, typed},
};
use crate::{
    service::{
        access::sessions::Session,
        drafts::{self, Sheet},
        fault::Fault,
        putting_right::proposing,
        spoken, subjects,
    },
    web::{
        problem,
        reply::{Body, Reply},
        request::Request,
        site::Site,
    },
};

/// Keeps what is being typed, for the script of the page.
///
/// # Errors
/// The database fails.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (sheet, place) = match sheet(site, request) {
        Err(Fault::NotFound(_)) => return overtaken::save(site, request),
        found => found?,
    };
    let mut typed = typed(&sheet, request)?;
    let caller = request.caller()?;
    if !differs(&sheet, request, &typed)?.is_empty() {
        return Ok(Reply::of(
            409,
            Body::Json("application/problem+json", problem::elsewhere()),
        ));
    }
    without_held(&sheet, &mut typed)?;
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
    let sheet = Sheet {
        draft: Some(draft),
        ..sheet
    };
    let asked: Vec<&str> = request.typed(question::ASKED).unwrap_or_default().split(' ').collect();
    let answer = serde_json::json!({
        "says": format!("Saved at {at}."),
        "version": sheet.seen_version(),
        "base": question::mark(&sheet, &asked)?,
    });
    Ok(Reply::of(200, Body::Json("application/json", answer.to_string())))
}

/// Leaves out an answer that others hold on to; it is said why when it is sent.
fn without_held(sheet: &Sheet, typed: &mut Map<String, Json>) -> Result<(), Fault> {
    let held = subjects::of(&sheet.seen.record.kind)?.holds_on(&sheet.answers()?, typed);
    if let Some((question, _)) = held {
        typed.remove(&question);
    }
    Ok(())
}

/// Keeps what was typed by somebody whose session has run out, under their own name and nowhere else.
///
/// # Errors
/// The database fails.
pub fn rescue(site: &Site, session: &Session, request: &Request) -> Result<(), Fault> {
    let place = place(request)?;
    let caller = session.caller();
    let alliance = &session.row.alliance_id;
    let instance = request.param("id");
    let found = match request.param("person") {
        "" => drafts::open(&site.app, alliance, &caller, instance, &place),
        person => proposing::sheet(&site.app, alliance, &caller, (instance, person), &place),
    };
    let sheet = match found {
        Ok(sheet) => sheet,
        Err(Fault::NotFound(_)) => return overtaken::rescue(site, session, request),
        Err(other) => return Err(other),
    };
    let mut typed = typed(&sheet, request)?;
    let questions = sent_questions(form(&sheet), request);
    // What cannot be taken is said when they send it again.
    let files = files::keep(site, request, (alliance, &caller), &questions, &sheet.answers()?)?;
    typed.extend(files.answers);
    without_held(&sheet, &mut typed)?;
    drafts::keep(
        &site.app,
        alliance,
        &caller,
        instance,
        &kept(request, &place),
        stamp(request),
        typed,
    )
    .map(drop)
}

//! Erasing somebody, in one transaction; what files and letters hold follows.

use accord_store::{
    erasures::{self as rows, Instead},
    incidents,
    outbox::{self, NewOutbox},
    own,
    people::{self as people_rows, PersonRow},
    person_keys::{self, PersonKeyRow},
    wishes,
};
use serde_json::{Value as Json, json};

use super::{
    FIRST_NAME, NAME, TEXT, Why, kept, keys,
    look::{self, Look},
    said,
};
use crate::{
    domain::{spellings, words},
    service::{
        access::post,
        app::Desk,
        authority::Caller,
        fault::Fault,
        outgoing::{Erase, Outgoing},
        own::described,
        people::{
            self,
            appointing::{cannot, not_oneself},
        },
    },
    views::contexts::access::Access,
};

/// Erases somebody of the alliance.
///
/// # Errors
/// The caller may not, it is themselves, it was done before, or something has to be ended first.
pub(in crate::service) fn put(desk: &mut Desk<'_>, caller: &Caller, id: &str, why: Why) -> Result<(), Fault> {
    let look = look::at(desk, caller, id)?;
    not_oneself(desk, caller, id, "Nobody erases what is held on themselves here.")?;
    if look.done {
        return Err(cannot(
            desk,
            "erased",
            "They were erased before.".to_owned(),
            "There is nothing left to do.",
        ));
    }
    if !look.in_the_way.is_empty() {
        return Err(cannot(
            desk,
            "still_here",
            look.in_the_way.join(" "),
            "Then ask for it again.",
        ));
    }
    tell(desk, &look)?;
    let by = json!({ "by": caller.acting_for.as_ref().unwrap_or(&caller.person), "hand": caller.person });
    carry_out(desk, &look, (why, &by))
}

/// Does it, whoever asked.
pub(super) fn carry_out(desk: &mut Desk<'_>, look: &Look, (why, by): (Why, &Json)) -> Result<(), Fault> {
    let id = look.person.id.as_str();
    let texts = texts(desk, &look.person)?;
    let key = key(desk, look)?;
    close_requests(desk, id)?;
    let handle = format!("left-{}", id.replace('-', ""));
    let instead = Instead {
        handle: &handle,
        name: NAME,
        first_name: FIRST_NAME,
        text: TEXT,
    };
    rows::forget_own(desk.db, id)?;
    described::forget(desk, id)?;
    rows::write_over(desk.db, id, instead, desk.now.into())?;
    said::write_over(desk, id)?;
    let terms = desk.app.library.retention.erasure.clone();
    let kinds: Vec<String> = terms
        .records
        .iter()
        .filter(|(_, term)| term.answers_go)
        .map(|(kind, _)| kind.clone())
        .collect();
    let answers = rows::forget_answers(desk.db, id, &kinds)?;
    let mut files = rows::forget_unused_files(desk.db, id)?;
    let mut pages = Vec::new();
    for (page, pdf, data) in rows::forget_own_documents(desk.db, id)? {
        files.extend(pdf.into_iter().chain(data));
        pages.push(page);
    }
    let until = key.kept_until.map(|at| words::local_day(at.utc()));
    person_keys::put(desk.db, &key)?;
    people::erased(
        desk,
        by,
        &json!({ "person": id, "why": why, "identity_until": until, "answers": answers, "papers": pages.len() }),
    )?;
    let erase = Erase {
        person: id.to_owned(),
        texts,
        files,
        pages,
    };
    let row = NewOutbox {
        key: format!("erase/{id}/{}", desk.id()),
        alliance_id: desk.alliance.clone(),
        instance_id: None,
        kind: "erase".to_owned(),
        recipient: id.to_owned(),
        payload: serde_json::to_string(&Outgoing::Erase(Box::new(erase)))?,
        template: None,
        then_event: None,
        place: 1,
    };
    Ok(outbox::put(desk.db, &[row], desk.wall())?)
}

/// What tells who they are, as it may stand in letters and notes, in the spellings that people use; also as JSON spells
/// it. The longest first: a short one inside a long one would leave the rest of it.
fn texts(desk: &mut Desk<'_>, person: &PersonRow) -> Result<Vec<String>, Fault> {
    let short = spellings::short(&person.name);
    let all = people_rows::of_alliance(desk.db, &desk.alliance)?;
    // Somebody else may be meant by the same initial and surname.
    let alone = !all
        .iter()
        .any(|one| one.id != person.id && spellings::short(&one.name) == short);
    let mut out = spellings::of_name(&person.name, alone);
    out.extend(person.email.iter().flat_map(|address| spellings::of_address(address)));
    let number = wishes::load(desk.db, &person.id)?.and_then(|wish| wish.telephone);
    out.extend(number.iter().flat_map(|number| spellings::of_number(number)));
    for text in out.clone() {
        let spelled = serde_json::to_string(&text)?;
        let spelled = spelled.trim_matches('"').to_owned();
        if spelled != text {
            out.push(spelled);
        }
    }
    // A name of one short word stands in other words too.
    out.retain(|text| text.contains([' ', '@']) || text.chars().count() > 5);
    out.sort_by_key(|text| std::cmp::Reverse(text.chars().count()));
    Ok(out)
}

/// The key as it is afterwards: destroyed, or with who they were under it.
fn key(desk: &mut Desk<'_>, look: &Look) -> Result<PersonKeyRow, Fault> {
    let own = keys::of(desk, &look.person.id)?;
    let row = person_keys::load(desk.db, &look.person.id)?.ok_or(Fault::NotFound("person"))?;
    let now = desk.now.into();
    Ok(match (look.kept_until(), own) {
        (Some(until), Some(own)) => PersonKeyRow {
            erased_at: Some(now),
            identity: Some(kept::sealed(&own, &look.person)?),
            kept_until: Some(until.into()),
            because: look.says_kept().join(" "),
            ..row
        },
        (Some(_) | None, _) => PersonKeyRow {
            sealed: String::new(),
            erased_at: Some(now),
            destroyed_at: Some(now),
            ..row
        },
    })
}

/// Whoever asked is told what was done, while there is an address.
fn tell(desk: &mut Desk<'_>, look: &Look) -> Result<(), Fault> {
    if look.person.email.is_none() {
        return Ok(());
    }
    let says = match look.kept.as_slice() {
        [] => "Nothing had to be kept. The key to what the journal says about you is destroyed.".to_owned(),
        _ => format!(
            "Who you were is kept sealed for a time, because the law asks for it, and is then destroyed. {}",
            look.says_kept().join(" ")
        ),
    };
    let papers = match look.papers.as_slice() {
        [] => String::new(),
        named => format!(
            " Your name stays in papers that are the record of what was decided: {}.",
            named.join(", ")
        ),
    };
    let access = Access {
        link: format!("{}/privacy", desk.app.origin),
        says: format!("{says}{papers}"),
        ..Access::default()
    };
    let key = format!("erased/{}", desk.id());
    post::put(
        desk,
        &key,
        ("erased", "you asked what becomes of what is held on you"),
        &look.person,
        access,
    )
}

/// What they asked for is settled, and says no more what it was.
fn close_requests(desk: &mut Desk<'_>, id: &str) -> Result<(), Fault> {
    for (request, settled) in own::requests(desk.db, &desk.alliance, id)? {
        let what = "Somebody asked for what was held on them to be erased.";
        incidents::write_over(desk.db, &desk.alliance, &request.incident_id, what, TEXT)?;
        if settled.is_none() {
            incidents::explain(desk.db, &desk.alliance, &request.incident_id, "It is erased.")?;
            incidents::close(desk.db, &desk.alliance, &request.incident_id, "erased", desk.now)?;
        }
    }
    Ok(())
}

//! Saying more below a comment, and hiding words from others: with a reason, never without its author
//! being told.

use accord_store::{
    sections::CommentRow,
    threads::{self, HiddenRow, ReplyRow},
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{
    comments::own_comment,
    text::{principal, read},
};
use crate::service::{
    access::post,
    app::Desk,
    authority,
    fault::Fault,
    replies,
    subjects::{About, Work},
    threads::{REPLY, SHOW},
};

/// Something below a comment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Below {
    comment: String,
    text: String,
}

/// Words that are hidden, or shown again: of a comment, or of what was said below it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hiding {
    comment: String,
    reply: Option<String>,
    reason: String,
}

/// Says something below a comment: its author, or somebody who answers.
pub(super) fn reply(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let new: Below = read(work.body)?;
    let comment = own_comment(desk, about, &new.comment)?;
    let by_author = work.permit == REPLY;
    if by_author && comment.person_id != principal(work) {
        let says = "Only the person who commented can say more here. You can make a comment of your own.";
        return Err(Fault::field("comment", says));
    }
    let row = ReplyRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        subject_id: about.row.id.clone(),
        comment_id: comment.id.clone(),
        person_id: principal(work).to_owned(),
        house: by_author.then(|| comment.house.clone().unwrap_or_default()),
        text: new.text,
        made_at: desk.now.into(),
    };
    // Whoever was last on the other side hears of it.
    let to = match by_author {
        false => Some((comment.person_id.clone(), "you commented on this text")),
        true => {
            let before = threads::of_subject(desk.db, &about.row.id)?;
            let last = before
                .into_iter()
                .rfind(|one| one.comment_id == comment.id && one.house.is_none());
            let last = last.map(|one| one.person_id).or_else(|| comment.answered_by.clone());
            last.map(|person| (person, "you answered this comment"))
        }
    };
    threads::reply(desk.db, &row)?;
    if let Some((person, why)) = to {
        let says = format!(
            "On “{}” it was said below a comment: “{}”",
            about.row.title,
            row.text.trim()
        );
        tell(desk, about, &comment, ("said_below", why), &person, says)?;
    }
    Ok(json!({ "reply": row.id }))
}

/// The words that are meant: their id, their author, and the comment.
fn meant(
    desk: &mut Desk<'_>,
    about: About<'_>,
    body: &Map<String, Json>,
) -> Result<(String, String, CommentRow, String), Fault> {
    let new: Hiding = read(body)?;
    let comment = own_comment(desk, about, &new.comment)?;
    let (what, author) = match &new.reply {
        None => (comment.id.clone(), comment.person_id.clone()),
        Some(id) => {
            let found = threads::load(desk.db, id)?.filter(|row| row.comment_id == comment.id);
            let row = found.ok_or(Fault::NotFound("reply"))?;
            (row.id, row.person_id)
        }
    };
    Ok((what, author, comment, new.reason))
}

/// Hides words from others. Their author is told, and so is everybody who may show them again.
pub(super) fn hide(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let (what, author, comment, because) = meant(desk, about, work.body)?;
    let hidden = threads::hidden(desk.db, &about.row.id)?;
    if hidden.iter().any(|row| row.what_id == what) {
        return Err(Fault::field("reason", "These words are hidden already."));
    }
    let row = HiddenRow {
        what_id: what,
        alliance_id: desk.alliance.clone(),
        subject_id: about.row.id.clone(),
        because,
        hidden_by: work.actor.person.clone(),
        hidden_at: desk.now.into(),
    };
    threads::hide(desk.db, &row)?;
    let says = format!(
        "On “{}”, others no longer read what was said. The reason: “{}”",
        about.row.title,
        row.because.trim()
    );
    tell(
        desk,
        about,
        &comment,
        ("words_hidden", "you said it"),
        &author,
        says.clone(),
    )?;
    for person in authority::permitted(desk, about, SHOW)? {
        if person != author && person != work.actor.person {
            tell(
                desk,
                about,
                &comment,
                ("words_to_check", "you may show these words again"),
                &person,
                says.clone(),
            )?;
        }
    }
    Ok(json!({ "hidden": row.what_id }))
}

/// Shows them again.
pub(super) fn show(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let (what, author, comment, because) = meant(desk, about, work.body)?;
    let actor = work.actor;
    if actor.person == author || actor.acting_for.as_ref() == Some(&author) {
        return Err(Fault::field(
            "reason",
            "Nobody shows their own words again. Somebody else who may can do it; say to them why.",
        ));
    }
    if !threads::show(desk.db, &what)? {
        return Err(Fault::field("reason", "These words are not hidden."));
    }
    let says = format!(
        "On “{}”, others read again what you said. The reason: “{}”",
        about.row.title,
        because.trim()
    );
    tell(desk, about, &comment, ("words_shown", "you said it"), &author, says)?;
    Ok(json!({ "shown": what }))
}

/// One letter about a comment.
pub(super) fn tell(
    desk: &mut Desk<'_>,
    about: About<'_>,
    comment: &CommentRow,
    letter: (&str, &str),
    person: &str,
    says: String,
) -> Result<(), Fault> {
    let page = format!("comments/{}", comment.id);
    // Its author says more by answering the letter.
    let answers = comment.person_id == person && authority::permitted(desk, about, REPLY)?.contains(person);
    let reply = match answers {
        true => replies::address(desk, (person, &about.row.id), REPLY, &json!({ "comment": comment.id }))?,
        false => None,
    };
    let says = match &reply {
        Some(_) => format!("{says} You can answer this letter: what you write stands below your comment."),
        None => says,
    };
    let key = format!("{page}/{}", desk.id());
    post::about_answered(desk, (about.row, &page), &key, letter, person, (says, reply))?;
    Ok(())
}

/// One letter that leads to a page of the record. Whom no email reaches is called, like everybody who is told by
/// telephone.
pub(super) fn write(
    desk: &mut Desk<'_>,
    about: About<'_>,
    page: &str,
    letter: (&str, &str),
    person: &str,
    says: String,
) -> Result<(), Fault> {
    let key = format!("{page}/{}", desk.id());
    post::about(desk, (about.row, page), &key, letter, person, says)?;
    Ok(())
}

//! Saying more below a comment; and the letters about one.

use accord_store::{
    sections::CommentRow,
    threads::{self, ReplyRow},
};
use serde::Deserialize;
use serde_json::{Value as Json, json};

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
    threads::REPLY,
};

/// Something below a comment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Below {
    comment: String,
    text: String,
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

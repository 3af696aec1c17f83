//! Hiding words from others: with a reason, never without their author being told, and by two people once the text is
//! signed.

use accord_store::{
    sections::CommentRow,
    threads::{self, AskedRow, HiddenRow},
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{comments::own_comment, text::read, threads::tell};
use crate::service::{
    app::Desk,
    authority::{self, powers},
    fault::Fault,
    people::second,
    subjects::{About, Work, standing},
    threads::{HIDE, SHOW},
};

/// What a signed text means in the catalogue's words.
const SIGNED: &str = "specification.signed";

/// Words that are hidden, or shown again: of a comment, or of what was said below it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hiding {
    comment: String,
    reply: Option<String>,
    reason: String,
}

/// The words that are meant: their id and their author, the comment, and why.
struct Meant {
    what: String,
    author: String,
    comment: CommentRow,
    because: String,
}

/// The words that are meant.
fn meant(desk: &mut Desk<'_>, about: About<'_>, body: &Map<String, Json>) -> Result<Meant, Fault> {
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
    Ok(Meant {
        what,
        author,
        comment,
        because: new.reason,
    })
}

/// Hides words from others. Of a text that is signed, it takes two people: the first asks, and the words stand until a
/// second agrees, because nobody looks at them any more who would miss them.
pub(super) fn hide(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let words = meant(desk, about, work.body)?;
    let hidden = threads::hidden(desk.db, &about.row.id)?;
    if hidden.iter().any(|row| row.what_id == words.what) {
        return Err(Fault::field("reason", "These words are hidden already."));
    }
    let signed = standing::of(desk, &about.row.id)?.and_then(|one| one.since(SIGNED));
    if signed.is_none() {
        return put(desk, about, work, &words, &words.because, &work.actor.person);
    }
    let asked = threads::asked(desk.db, &about.row.id)?;
    let Some(asked) = asked.into_iter().find(|row| row.what_id == words.what) else {
        return ask(desk, about, work, &words);
    };
    let first = [asked.asked_by.clone()];
    if asked.asked_by == work.actor.person {
        let says = "You have asked for this. The words stand until a second person agrees.";
        return Err(Fault::field("reason", says));
    }
    let second = [work.actor.person.clone()];
    if let Some(why) = second::why_not(desk, &first, &second, powers::MANAGES)? {
        return Err(Fault::field("reason", why));
    }
    threads::settle(desk.db, &words.what)?;
    put(desk, about, work, &words, &asked.because, &asked.asked_by)
}

/// Asks that words be hidden. Their author is told, and everybody who may agree or not.
fn ask(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>, words: &Meant) -> Result<Json, Fault> {
    let row = AskedRow {
        what_id: words.what.clone(),
        alliance_id: desk.alliance.clone(),
        subject_id: about.row.id.clone(),
        because: words.because.clone(),
        asked_by: work.actor.person.clone(),
        asked_at: desk.now.into(),
    };
    threads::ask(desk.db, &row)?;
    let says = format!(
        "On “{}”, which is signed, somebody asks that others no longer read what was said. The reason: “{}” The words \
         stand until a second person agrees.",
        about.row.title,
        row.because.trim()
    );
    let own = ("words_asked_to_hide", "you said it");
    tell(desk, about, &words.comment, own, &words.author, says.clone())?;
    let mut whom = authority::permitted(desk, about, HIDE)?;
    whom.extend(authority::permitted(desk, about, SHOW)?);
    for person in whom {
        if person != words.author && person != work.actor.person {
            let other = ("words_asked_to_hide", "you may agree, or not");
            tell(desk, about, &words.comment, other, &person, says.clone())?;
        }
    }
    Ok(json!({ "asked": row.what_id }))
}

/// Hides them. Their author is told, and so is everybody who may show them again.
fn put(
    desk: &mut Desk<'_>,
    about: About<'_>,
    work: Work<'_>,
    words: &Meant,
    because: &str,
    by: &str,
) -> Result<Json, Fault> {
    let row = HiddenRow {
        what_id: words.what.clone(),
        alliance_id: desk.alliance.clone(),
        subject_id: about.row.id.clone(),
        because: because.to_owned(),
        hidden_by: by.to_owned(),
        hidden_at: desk.now.into(),
    };
    threads::hide(desk.db, &row)?;
    let says = format!(
        "On “{}”, others no longer read what was said. The reason: “{}”",
        about.row.title,
        row.because.trim()
    );
    let own = ("words_hidden", "you said it");
    tell(desk, about, &words.comment, own, &words.author, says.clone())?;
    for person in authority::permitted(desk, about, SHOW)? {
        if person != words.author && person != work.actor.person {
            let other = ("words_to_check", "you may show these words again");
            tell(desk, about, &words.comment, other, &person, says.clone())?;
        }
    }
    Ok(json!({ "hidden": row.what_id }))
}

/// Shows them again.
pub(super) fn show(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let Meant {
        what,
        author,
        comment,
        because,
    } = meant(desk, about, work.body)?;
    let actor = work.actor;
    if actor.person == author || actor.acting_for.as_ref() == Some(&author) {
        return Err(Fault::field(
            "reason",
            "Nobody shows their own words again. Somebody else who may can do it; say to them why.",
        ));
    }
    // Somebody does not agree that they be hidden: whoever asked is told why.
    let asked = threads::asked(desk.db, &about.row.id)?;
    if let Some(asked) = asked.into_iter().find(|row| row.what_id == what) {
        threads::settle(desk.db, &what)?;
        let says = format!(
            "On “{}”, somebody does not agree that words be hidden: they stand. The reason: “{}”",
            about.row.title,
            because.trim()
        );
        for (person, why) in [(&author, "you said it"), (&asked.asked_by, "you asked for it")] {
            tell(desk, about, &comment, ("words_stand", why), person, says.clone())?;
        }
        return Ok(json!({ "stands": what }));
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

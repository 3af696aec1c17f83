//! Takes a message: finds whose address it came to, and does the piece of work that it is.

use accord_store::{
    people::{self, PersonRow},
    replies::{self as rows, AddressRow},
    sections, subjects as records,
};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::{
    Arrived, Became,
    aside::{self, Whose},
};
use crate::{
    domain::{hex, replies, specification::parts::Part},
    service::{access::secret, app::App, authority::Caller, fault::Fault, work::Task},
};

/// How it came, in a comment: a word that the form for what others wrote down knows, too.
const WAY: &str = "email";

/// Takes a message. `envelope` is whom the server says that it was for.
///
/// # Errors
/// Letters cannot be answered here, or the database fails: the server keeps the message and tries again.
pub fn take(app: &App, arrived: &Arrived, envelope: Option<&str>) -> Result<Became, Fault> {
    let Some(ours) = app.replies.clone() else {
        return Err(Fault::Internal(anyhow::anyhow!(
            "letters cannot be answered here: set ACCORD_REPLIES to the address at which answers arrive"
        )));
    };
    if arrived.is_automatic {
        return Ok(Became::Automatic);
    }
    let mut all = envelope.into_iter().chain(arrived.to.iter().map(String::as_str));
    let token = all.find_map(|to| replies::token(&ours, to)).unwrap_or_default();
    let mark = mark(arrived, &token);
    if app.store.read(|db| rows::is_known(db, &mark))? {
        return Ok(Became::Known);
    }
    let found = app.store.read(|db| rows::find(db, &secret::hash(&token)))?;
    let whose = match found {
        Some(row) => app
            .store
            .read(|db| people::load(db, &row.person_id))?
            .map(|person| (row, person)),
        None => None,
    };
    let Some((row, person)) = whose else {
        return aside::stranger(app, arrived, &mark);
    };
    let whose = Whose {
        row: &row,
        person: &person,
        mark: &mark,
    };
    match words(app, &row, &person, arrived)? {
        Err(why) => aside::theirs(app, whose, arrived, &why),
        Ok(words) => match work(app, &row, &words, &mark) {
            Ok(()) => {
                aside::thank(app, whose, &words, &arrived.files)?;
                Ok(Became::Taken)
            }
            Err(fault) => aside::theirs(app, whose, arrived, &said(fault)?),
        },
    }
}

/// The words that are taken, or why none are.
fn words(app: &App, row: &AddressRow, person: &PersonRow, arrived: &Arrived) -> Result<Result<String, String>, Fault> {
    // Whoever passes a letter on may pass the address on: only its reader speaks by it.
    let is_theirs = person
        .email
        .as_ref()
        .is_some_and(|email| email.trim().eq_ignore_ascii_case(arrived.from.trim()));
    if !is_theirs || arrived.is_doubted {
        return Ok(Err(match arrived.from.is_empty() {
            true => "It does not say who sent it".to_owned(),
            false if !is_theirs => "It came from another address than the one that the letter went to".to_owned(),
            false => "A mail server says that it may not come from the address that it names".to_owned(),
        }));
    }
    let words = replies::own_words(&arrived.text);
    if words.is_empty() {
        return Ok(Err("There were no words in it but those of our letter".to_owned()));
    }
    let number = words.split_whitespace().count();
    Ok(match most_words(app, row)?.filter(|most| number > *most) {
        Some(most) => Err(format!("It has {number} words, and {most} is the most")),
        None => Ok(words),
    })
}

/// The same message, however often a server hands it over: by its own id, or by its words if it has none.
fn mark(arrived: &Arrived, token: &str) -> String {
    let id = arrived.id.as_ref().unwrap_or(&arrived.text);
    hex(&Sha256::digest(format!("{token}\n{}\n{id}", arrived.from)))
}

fn most_words(app: &App, row: &AddressRow) -> Result<Option<usize>, Fault> {
    let record = app
        .store
        .read(|db| records::load(db, &row.alliance_id, &row.subject_id))?;
    let form = app.of(&row.alliance_id).library.work_form(&record.kind, &row.permit);
    let field = form.and_then(|form| form.form.fields.iter().find(|field| field.id == "text"));
    Ok(field
        .and_then(|field| field.max_words)
        .and_then(|most| usize::try_from(most).ok()))
}

/// Does the piece of work that it is, as whoever the letter went to; once, however often it comes.
fn work(app: &App, row: &AddressRow, words: &str, mark: &str) -> Result<(), Fault> {
    let mut body: Map<String, Json> = serde_json::from_str(&row.about)?;
    body.insert("text".to_owned(), words.into());
    if body.get("comment").is_none() {
        // A letter about the whole text is answered about the whole: it stands with its first section.
        let rows = app.store.read(|db| sections::of_subject(db, &row.subject_id))?;
        let first = rows.into_iter().find(|one| one.part == Part::Text.word());
        body.insert("section".to_owned(), first.ok_or(Fault::NotFound("section"))?.id.into());
        body.insert("way".to_owned(), WAY.into());
    }
    app.work(Task {
        alliance: row.alliance_id.clone(),
        subject: row.subject_id.clone(),
        permit: row.permit.clone(),
        caller: Caller::own(&row.person_id),
        key: Some(format!("reply/{mark}")),
        body,
    })
    .map(drop)
}

/// Why it was not done, in words for whoever wrote; anything else is a failure of ours.
fn said(fault: Fault) -> Result<String, Fault> {
    let join = |all: Vec<&str>| {
        let all: Vec<&str> = all.into_iter().map(|one| one.trim_end_matches('.')).collect();
        all.join("; ")
    };
    match fault {
        Fault::Refused(refusal) => Ok(join(refusal.reasons.iter().map(|one| one.because.as_str()).collect())),
        Fault::Invalid(errors) => Ok(join(errors.iter().map(|one| one.says.as_str()).collect())),
        Fault::NotFound(_) => Ok("What it answers is no longer there".to_owned()),
        other => Err(other),
    }
}

//! A code by email, typed into the browser that asked for it.
//!
//! The code is bound to that browser by a cookie: whoever reads somebody's mail, or the database,
//! can do nothing with it. What is answered never says whether the address is anybody's, and the
//! same rows are written for one that is nobody's.

use accord_store::{
    codes::{self, CodeRow},
    outbox,
    people::{self, PersonRow},
};
use chrono::{DateTime, Utc};

use super::{post, rules, secret};
use crate::{
    service::{
        app::{App, Desk},
        fault::Fault,
    },
    views::contexts::access::Access,
};

/// What the browser that asked is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// For the cookie: the code is worth nothing without it.
    pub cookie: String,
}

/// Sends a code to an address, if it is somebody's.
///
/// # Errors
/// It is no address, or has asked too often.
pub fn ask(app: &App, typed: &str, browser: &str) -> Result<Asked, Fault> {
    let address = address(typed)?;
    let (worker, browser) = (app.clone(), browser.to_owned());
    app.store.write(move |db| {
        let mut desk = worker.desk(db, "");
        ask_at(&mut desk, &address, &browser)
    })
}

fn ask_at(desk: &mut Desk<'_>, address: &str, browser: &str) -> Result<Asked, Fault> {
    let now = desk.wall();
    let folded = secret::hash(address);
    rested(desk, &folded, now)?;
    codes::forget(desk.db, (now - rules::CODES_KEPT).into())?;
    let rng = desk.app.rng.clone();
    let (cookie, code) = (secret::token(&rng), secret::digits(&rng, rules::CODE_DIGITS));
    let person = whose(desk, address)?;
    let row = CodeRow {
        id: secret::hash(&cookie),
        address: folded,
        person_id: person.as_ref().map(|one| one.id.clone()),
        code: secret::hash_with(&cookie, &code),
        asked_at: now.into(),
        expires_at: (now + rules::CODE).into(),
        tries: 0,
        used_at: None,
    };
    codes::ask(desk.db, &row)?;
    send(desk, &row.id, person, &code, browser)?;
    Ok(Asked { cookie })
}

/// Who has this address and takes part in what is served here. Somebody who takes part in two alliances is a person in
/// each: whoever manages one of them has no power over who they are in the other.
fn whose(desk: &mut Desk<'_>, address: &str) -> Result<Option<PersonRow>, Fault> {
    for one in people::by_email(desk.db, address)? {
        if post::home(desk, &one.id)?.is_some() {
            return Ok(Some(one));
        }
    }
    Ok(None)
}

fn send(desk: &mut Desk<'_>, id: &str, person: Option<PersonRow>, code: &str, browser: &str) -> Result<(), Fault> {
    let alliance = match &person {
        Some(person) => post::home(desk, &person.id)?,
        None => None,
    };
    let (Some(person), Some(alliance)) = (person, alliance) else {
        return pretend(desk, id, code);
    };
    desk.alliance = alliance;
    let access = Access {
        code: spaced(code),
        // It pre-fills the field; nothing happens until somebody presses the button.
        link: format!("{}/sign-in/code?code={code}", desk.app.origin),
        minutes: u32::try_from(rules::CODE.num_minutes()).unwrap_or(u32::MAX),
        browser: browser.to_owned(),
        ..Access::default()
    };
    post::put(
        desk,
        id,
        ("code", "somebody asked to sign in with your address"),
        &person,
        access,
    )
}

/// The same work for an address that is nobody's, so that it takes as long: a row is written, and
/// taken back in the same transaction.
fn pretend(desk: &mut Desk<'_>, id: &str, code: &str) -> Result<(), Fault> {
    let Ok(first) = desk.app.first(desk.db) else {
        return Ok(());
    };
    let nobody = PersonRow {
        id: id.to_owned(),
        handle: String::new(),
        name: String::new(),
        first_name: String::new(),
        email: Some(String::new()),
        channel: String::new(),
        created_at: desk.wall().into(),
    };
    post::home(desk, id)?;
    desk.alliance = first;
    let access = Access {
        code: spaced(code),
        ..Access::default()
    };
    post::put(desk, id, ("code", ""), &nobody, access)?;
    Ok(outbox::take_back(desk.db, &format!("access/{id}"))?)
}

/// Who it is, if this is the code.
///
/// # Errors
/// It is not, or no more tries are left: in both cases the same kind of answer.
pub fn answer(app: &App, cookie: &str, typed: &str) -> Result<PersonRow, Fault> {
    let code: String = typed.chars().filter(char::is_ascii_digit).collect();
    if code.len() != rules::CODE_DIGITS {
        let says = format!("Enter the {} digits of the code in the email.", rules::CODE_DIGITS);
        return Err(Fault::field("code", says));
    }
    let (worker, cookie) = (app.clone(), cookie.to_owned());
    // A wrong try is counted: the transaction that counts it must not be undone.
    let found = app.store.write(move |db| {
        let now = worker.wall.now();
        let id = secret::hash(&cookie);
        let Some(row) = codes::load(db, &id)? else {
            return Ok::<_, Fault>(None);
        };
        if !codes::try_once(db, &id, rules::CODE_TRIES, now.into())? {
            return Ok(None);
        }
        let right = secret::same(&row.code, &secret::hash_with(&cookie, &code));
        let Some(person) = row.person_id.filter(|_| right) else {
            return Ok(Some(None));
        };
        if !codes::used(db, &id, now.into())? {
            return Ok(None);
        }
        Ok(people::load(db, &person)?.map(Some))
    })?;
    match found {
        Some(Some(person)) => Ok(person),
        Some(None) => Err(Fault::field(
            "code",
            "This is not the code in the last email. Look at the newest email, or ask for another code.",
        )),
        None => Err(Fault::field(
            "code",
            "This code cannot be used any more. Ask for another one.",
        )),
    }
}

/// Refuses an address that has asked, or guessed, too often.
fn rested(desk: &mut Desk<'_>, folded: &str, now: DateTime<Utc>) -> Result<(), Fault> {
    let lately = codes::asked(desk.db, folded, (now - rules::CODES_IN).into())?;
    if lately.codes >= rules::CODES {
        return Err(Fault::too_many(rules::CODES_IN));
    }
    let wrong = codes::asked(desk.db, folded, (now - rules::WRONG_IN).into())?.wrong;
    if wrong >= rules::WRONG {
        return Err(Fault::too_many(rules::WRONG_IN));
    }
    Ok(())
}

/// What was typed, as an address; small letters.
fn address(typed: &str) -> Result<String, Fault> {
    let text: String = typed.trim().chars().filter(|c| !c.is_control()).collect();
    let parts = text.split_once('@');
    let fits = parts.is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !domain.starts_with('.') && !domain.contains('@')
    });
    if text.is_empty() {
        return Err(Fault::field("email", "Enter your email address."));
    }
    if !fits || text.len() > 254 || text.contains(char::is_whitespace) {
        let says = "Enter an email address in full, such as name@example.org.";
        return Err(Fault::field("email", says));
    }
    Ok(text.to_lowercase())
}

/// `1234 5678`: in two halves, as people read numbers.
fn spaced(code: &str) -> String {
    let (first, second) = code.split_at(code.len() / 2);
    format!("{first} {second}")
}

//! Correcting what is held on oneself: name, telephone, and the address that one signs in with. A new
//! address counts once the code that was sent there has been typed; the old one is told.

use accord_store::{
    codes,
    own::{self as rows, AddressChangeRow},
    people::{self, PersonRow},
    sessions as session_rows,
};
use serde_json::json;

use super::wishes;
use crate::{
    domain::subscriptions,
    service::{
        access::{post, rules, secret, sessions::Session},
        app::{App, Desk},
        authority::manage::one_line,
        fault::{Fault, FieldError},
        history,
    },
    views::contexts::access::Access,
};

/// The most letters of a name.
const LONGEST: usize = 120;

/// What somebody is called, and their telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Details {
    pub name: String,
    pub first_name: String,
    pub telephone: String,
}

/// Corrects name and telephone.
///
/// # Errors
/// One of them does not fit.
pub fn correct(app: &App, session: &Session, typed: &Details) -> Result<(), Fault> {
    let (name, first) = (one_line(&typed.name), one_line(&typed.first_name));
    let telephone = one_line(&typed.telephone);
    let mut wrong = Vec::new();
    let mut say = |field: &str, says: &str| {
        wrong.push(FieldError {
            field: field.to_owned(),
            says: says.to_owned(),
        });
    };
    for (field, value, what) in [("name", &name, "your name"), ("first_name", &first, "what we call you")] {
        if value.is_empty() {
            say(field, &format!("Enter {what}."));
        } else if value.chars().count() > LONGEST {
            say(field, &format!("Enter {what} in {LONGEST} letters or fewer."));
        }
    }
    let digits = telephone.chars().filter(char::is_ascii_digit).count();
    let strange = telephone.chars().any(|c| !(c.is_ascii_digit() || " +()-x".contains(c)));
    if !telephone.is_empty() && (strange || !(6..=20).contains(&digits)) {
        say("telephone", "Enter a telephone number, such as 0114 496 0000.");
    }
    if !wrong.is_empty() {
        return Err(Fault::Invalid(wrong));
    }
    let person = session.person.id.clone();
    let alliance = session.row.alliance_id.clone();
    let changed = name != session.person.name || first != session.person.first_name;
    if changed {
        let id = person.clone();
        app.writing(&alliance, move |desk| {
            people::rename(desk.db, &id, &name, &first)?;
            history::note(desk, None, &json!({ "own": { "changed": "name", "person": id } }))
        })?;
    }
    wishes::change(app, &alliance, &person, move |row| {
        row.telephone = Some(telephone).filter(|text| !text.is_empty());
    })
}

/// Sends a code to a new address.
///
/// # Errors
/// It is no address, is the one there is, or codes were asked for too often.
pub fn ask_address(app: &App, session: &Session, typed: &str) -> Result<(), Fault> {
    let address = subscriptions::address(typed).map_err(|says| Fault::field("email", says))?;
    let old = session.person.email.as_deref().unwrap_or_default();
    if address == old.to_lowercase() {
        return Err(Fault::field("email", "This is the address that we have already."));
    }
    let person = session.person.clone();
    app.writing(&session.row.alliance_id, move |desk| send(desk, &person, address))
}

fn send(desk: &mut Desk<'_>, person: &PersonRow, address: String) -> Result<(), Fault> {
    let now = desk.wall();
    let before = rows::address_change(desk.db, &person.id)?;
    let lately = before.filter(|row| now - row.asked_at.utc() <= rules::CODES_IN);
    let codes = lately.as_ref().map_or(0, |row| row.codes);
    if i64::from(codes) >= rules::CODES {
        return Err(Fault::too_many(rules::CODES_IN));
    }
    let code = secret::digits(&desk.app.rng, rules::CODE_DIGITS);
    let row = AddressChangeRow {
        person_id: person.id.clone(),
        address: address.clone(),
        code: hashed(&person.id, &address, &code),
        asked_at: lately.map_or_else(|| now.into(), |row| row.asked_at),
        expires_at: (now + rules::CODE).into(),
        tries: 0,
        codes: codes.saturating_add(1),
    };
    rows::change_address(desk.db, &row)?;
    let (first, second) = code.split_at(code.len() / 2);
    let access = Access {
        code: format!("{first} {second}"),
        minutes: u32::try_from(rules::CODE.num_minutes()).unwrap_or(u32::MAX),
        link: format!("{}/account/data/address?code={code}", desk.app.origin),
        ..Access::default()
    };
    let to = PersonRow {
        email: Some(address),
        ..person.clone()
    };
    let key = format!("address/{}", desk.id());
    post::put(desk, &key, ("address", "you asked to be written to here"), &to, access)
}

fn hashed(person: &str, address: &str, code: &str) -> String {
    secret::hash_with(&format!("{person}\n{address}"), code)
}

/// The new address that waits for its code, if there is one.
///
/// # Errors
/// The database fails.
pub fn awaited_address(app: &App, person: &str) -> Result<Option<String>, Fault> {
    let found = app.store.read(|db| rows::address_change(db, person))?;
    let wall = app.wall.now();
    Ok(found.filter(|row| row.expires_at.utc() > wall).map(|row| row.address))
}

/// Takes the code: from now on the new address counts, and other sessions have ended.
///
/// # Errors
/// It is not the code, has run out, or the address belongs to somebody else.
pub fn confirm_address(app: &App, session: &Session, typed: &str) -> Result<(), Fault> {
    let code: String = typed.chars().filter(char::is_ascii_digit).collect();
    let (person, keep) = (session.person.clone(), session.row.id.clone());
    // A wrong code is counted, and that must be kept: it is no error inside the transaction.
    let said = app.writing(&session.row.alliance_id, move |desk| {
        confirm(desk, &person, &keep, &code)
    })?;
    said.map_or(Ok(()), |says| Err(Fault::field("code", says)))
}

fn confirm(desk: &mut Desk<'_>, person: &PersonRow, keep: &str, code: &str) -> Result<Option<&'static str>, Fault> {
    let gone = Some("This code cannot be used any more. Ask for another one.");
    let Some(row) = rows::address_change(desk.db, &person.id)? else {
        return Ok(gone);
    };
    if row.expires_at.utc() <= desk.wall() || row.tries >= rules::CODE_TRIES {
        return Ok(gone);
    }
    if !secret::same(&row.code, &hashed(&person.id, &row.address, code)) {
        let row = AddressChangeRow {
            tries: row.tries.saturating_add(1),
            ..row
        };
        rows::change_address(desk.db, &row)?;
        return Ok(Some(
            "This is not the code in the last email. Look at the newest email.",
        ));
    }
    // Whoever has typed the code has the mailbox: they may know that it is somebody's already.
    let others = people::by_email_in(desk.db, &desk.alliance, &row.address)?;
    if others.iter().any(|other| other.id != person.id) {
        rows::forget_address_change(desk.db, &person.id)?;
        return Ok(Some(
            "Another account has this address already. Ask us, and we sort it out together.",
        ));
    }
    people::readdress(desk.db, &person.id, Some(&row.address))?;
    rows::forget_address_change(desk.db, &person.id)?;
    session_rows::end_others(desk.db, &person.id, Some(keep), desk.wall().into())?;
    let now = desk.wall().into();
    codes::end_invitations(desk.db, &person.id, now)?;
    if person.email.is_some() {
        let access = Access {
            link: format!("{}/help", desk.app.origin),
            ..Access::default()
        };
        let key = format!("readdressed/{}", desk.id());
        post::put(
            desk,
            &key,
            ("readdressed", "this was your address until now"),
            person,
            access,
        )?;
    }
    let body = json!({ "own": { "changed": "address", "person": person.id } });
    history::note(desk, None, &body)?;
    Ok(None)
}

//! Adding people, and correcting what is known of them.

use accord_store::{
    codes,
    people::{self, PersonRow},
    sessions,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{named, note, tell};
use crate::{
    domain::subscriptions,
    service::{
        app::Desk,
        authority::{
            Caller,
            manage::{self, NewPerson},
        },
        fault::{Fault, FieldError},
    },
};

/// How people can be reached, in the words of the store.
pub const CHANNELS: [&str; 4] = ["email", "phone", "post", "supporter"];

/// What is known of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Details {
    pub name: String,
    pub email: String,
    /// One of [`CHANNELS`].
    pub channel: String,
}

/// Somebody to be added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newcomer {
    /// Who.
    pub details: Details,
    /// The organisation that they belong to, by id.
    pub organisation: String,
    /// What they are there.
    pub position: String,
}

/// Adds somebody; gives their id.
///
/// # Errors
/// The caller may not manage the alliance, or every answer that does not fit.
pub(super) fn put_new(desk: &mut Desk<'_>, caller: &Caller, new: &Newcomer) -> Result<String, Fault> {
    super::may(desk, caller)?;
    let mut errors = Vec::new();
    let details = fitting(desk, &new.details, None, &mut errors)?;
    if super::organisation_name(desk, &new.organisation)?.is_none() {
        errors.push(error("organisation", "Choose the organisation that they belong to."));
    }
    if new.position.trim().is_empty() {
        errors.push(error(
            "position",
            "Enter what they are there, such as trustee or volunteer.",
        ));
    }
    if !errors.is_empty() {
        return Err(Fault::Invalid(errors));
    }
    let handle = handle(desk, &details.name)?;
    let email = Some(details.email).filter(|address| !address.is_empty());
    let person = NewPerson {
        handle,
        name: details.name,
        email,
        channel: details.channel,
    };
    let id = manage::add_person(desk, person)?;
    manage::join(desk, &id, &new.organisation, new.position.trim(), false)?;
    note(
        desk,
        caller,
        "added",
        &json!({ "person": id, "organisation": new.organisation }),
    )?;
    Ok(id)
}

/// Corrects what is known of somebody. A changed address is told to the old one as well, and signs
/// them out everywhere: whoever reads that mailbox is whom the service knows.
///
/// # Errors
/// The caller may not manage the alliance, the person takes part in another alliance too, or every
/// answer that does not fit.
pub(super) fn put(desk: &mut Desk<'_>, caller: &Caller, id: &str, new: &Details) -> Result<(), Fault> {
    super::may(desk, caller)?;
    let old = super::still_of_alliance(desk, id)?;
    let mut errors = Vec::new();
    let new = fitting(desk, new, Some(id), &mut errors)?;
    if !errors.is_empty() {
        return Err(Fault::Invalid(errors));
    }
    let email = Some(new.email).filter(|address| !address.is_empty());
    let row = PersonRow {
        first_name: manage::first_name(&new.name),
        name: new.name,
        email,
        channel: new.channel,
        ..old.clone()
    };
    let changed: Vec<&str> = [
        ("name", row.name != old.name),
        ("address", row.email != old.email),
        ("channel", row.channel != old.channel),
    ]
    .into_iter()
    .filter_map(|(what, is)| is.then_some(what))
    .collect();
    if changed.is_empty() {
        return Ok(());
    }
    people::correct(desk.db, &row)?;
    note(desk, caller, "corrected", &json!({ "person": id, "changed": changed }))?;
    if row.email != old.email {
        let wall = desk.wall().into();
        sessions::end_others(desk.db, id, None, wall)?;
        codes::end_invitations(desk.db, id, wall)?;
        let by = named(desk, caller)?;
        let says = "The email address by which you sign in was changed. Whatever we send you goes to the new \
                        address from now on.";
        for to in [&old, &row] {
            tell(desk, to, &by, "/account", says.to_owned())?;
        }
    }
    Ok(())
}

/// What was typed about somebody, as it is kept; what does not fit is added to `errors`.
fn fitting(
    desk: &mut Desk<'_>,
    typed: &Details,
    own: Option<&str>,
    errors: &mut Vec<FieldError>,
) -> Result<Details, Fault> {
    let name = manage::tidy(&typed.name);
    match name.chars().count() {
        _ if !name.chars().any(char::is_alphabetic) => errors.push(error("name", "Enter their name.")),
        1..=120 => {}
        _ => errors.push(error("name", "Enter their name in 120 characters or fewer.")),
    }
    if !CHANNELS.contains(&typed.channel.as_str()) {
        errors.push(error("channel", "Choose how they are reached."));
    }
    let mut email = String::new();
    if !typed.email.trim().is_empty() {
        match subscriptions::address(&typed.email) {
            Ok(address) => email = address,
            Err(says) => errors.push(error("email", &says)),
        }
    } else if typed.channel == "email" {
        errors.push(error(
            "email",
            "Enter their email address, or choose another way to reach them.",
        ));
    }
    if !email.is_empty() {
        let others = people::by_email_in(desk.db, &desk.alliance, &email)?;
        if others.iter().any(|one| Some(one.id.as_str()) != own) {
            errors.push(error(
                "email",
                "Somebody has this address already. Enter one of their own.",
            ));
        }
    }
    Ok(Details {
        name,
        email,
        channel: typed.channel.clone(),
    })
}

/// A short word for somebody, which nobody has.
fn handle(desk: &mut Desk<'_>, name: &str) -> Result<String, Fault> {
    let letters: String = manage::first_name(name)
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let stem = if letters.is_empty() {
        "person".to_owned()
    } else {
        letters
    };
    let mut handle = stem.clone();
    let mut number = 1_u32;
    while people::by_handle(desk.db, &handle)?.is_some() {
        number += 1;
        handle = format!("{stem}-{number}");
    }
    Ok(handle)
}

fn error(field: &str, says: &str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        says: says.to_owned(),
    }
}

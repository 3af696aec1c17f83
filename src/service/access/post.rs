//! Letters about signing in. They belong to no instance; the templates are `mail/access/*`.

use accord_store::{
    alliances, appointments, organisations,
    outbox::{self, NewOutbox},
    people::PersonRow,
};

use crate::{
    service::{
        app::Desk,
        context,
        fault::Fault,
        outgoing::{About, Letter, Outgoing, Recipient},
    },
    views::contexts::access::Access,
};

/// The alliance that somebody takes part in; the first by name if there are several.
///
/// # Errors
/// The database fails.
pub fn home(desk: &mut Desk<'_>, person: &str) -> Result<Option<String>, Fault> {
    for alliance in alliances::all(desk.db)? {
        let now = desk.now.into();
        let appointed = !appointments::of_person(desk.db, &alliance.id, person, now)?.is_empty();
        if appointed || !organisations::of_person(desk.db, &alliance.id, person, now)?.is_empty() {
            return Ok(Some(alliance.id));
        }
    }
    Ok(None)
}

/// Puts a letter in the outbox, in the name of the desk's alliance.
///
/// # Errors
/// The person has no address, or the database fails.
pub fn put(
    desk: &mut Desk<'_>,
    key: &str,
    (template, why): (&str, &str),
    to: &PersonRow,
    access: Access,
) -> Result<(), Fault> {
    let Some(email) = to.email.clone() else {
        return Err(Fault::field("email", "This person has no email address."));
    };
    let recipient = Recipient {
        person: Some(to.id.clone()),
        name: to.name.clone(),
        first_name: to.first_name.clone(),
        organisation: String::new(),
        email,
        why: why.to_owned(),
        stop: None,
    };
    let letter = Letter {
        template: format!("access/{template}"),
        attach: Vec::new(),
        calendar: None,
        about: About {
            alliance: desk.alliance.clone(),
            instance: String::new(),
            seq: 0,
            subject_kind: "access".to_owned(),
            subject: key.to_owned(),
            at: desk.now,
            definition: String::new(),
        },
        context: context::of_access(desk, &recipient, access)?,
        to: recipient,
    };
    let row = NewOutbox {
        key: format!("access/{key}"),
        alliance_id: desk.alliance.clone(),
        instance_id: None,
        kind: "email".to_owned(),
        recipient: to.id.clone(),
        payload: serde_json::to_string(&Outgoing::Email(Box::new(letter)))?,
        template: None,
        then_event: None,
        place: 0,
    };
    Ok(outbox::put(desk.db, &[row], desk.wall())?)
}

//! Letters about signing in. They belong to no instance; the templates are `mail/access/*`.

use accord_store::{
    alliances, appointments, organisations,
    outbox::{self, NewOutbox},
    people::{self, PersonRow},
    subjects::SubjectRow,
};

use crate::{
    service::{
        app::Desk,
        context,
        fault::Fault,
        outgoing::{About, Letter, Outgoing, Recipient},
        sight,
    },
    views::contexts::access::Access,
};

/// The alliance that somebody takes part in, of those that are served here; the first by name if there are several.
///
/// # Errors
/// The database fails.
pub fn home(desk: &mut Desk<'_>, person: &str) -> Result<Option<String>, Fault> {
    for alliance in alliances::all(desk.db)? {
        if !desk.app.serves(&alliance.id) {
            continue;
        }
        let now = desk.now.into();
        let appointed = !appointments::of_person(desk.db, &alliance.id, person, now)?.is_empty();
        if appointed || !organisations::of_person(desk.db, &alliance.id, person, now)?.is_empty() {
            return Ok(Some(alliance.id));
        }
    }
    Ok(None)
}

/// Whether a letter with this key is in the outbox already: whoever asks each day tells once.
///
/// # Errors
/// The database fails.
pub fn was_put(desk: &mut Desk<'_>, key: &str) -> Result<bool, Fault> {
    let found = outbox::load(desk.db, &desk.alliance, &format!("access/{key}"));
    Ok(sight::if_seen(found.map_err(Fault::from))?.is_some())
}

/// One letter, once for each key, that leads to a page by its path (`/money`); whether it was put. Whom no email
/// reaches gets none: they are told by telephone, as of everything.
///
/// # Errors
/// The database fails.
pub fn once(
    desk: &mut Desk<'_>,
    path: &str,
    key: &str,
    letter: (&str, &str),
    person: &str,
    says: String,
) -> Result<bool, Fault> {
    once_answered(desk, path, key, letter, person, (says, None))
}

/// The same that leads to a page of a record.
///
/// # Errors
/// The database fails.
pub fn about(
    desk: &mut Desk<'_>,
    (row, page): (&SubjectRow, &str),
    key: &str,
    letter: (&str, &str),
    person: &str,
    says: String,
) -> Result<bool, Fault> {
    about_answered(desk, (row, page), key, letter, person, (says, None))
}

/// The same, for a letter that can be answered at an address of its own.
///
/// # Errors
/// The database fails.
pub fn about_answered(
    desk: &mut Desk<'_>,
    (row, page): (&SubjectRow, &str),
    key: &str,
    letter: (&str, &str),
    person: &str,
    (says, reply): (String, Option<String>),
) -> Result<bool, Fault> {
    let path = format!("/{}/{}/{page}", row.kind, row.id);
    once_answered(desk, &path, key, letter, person, (says, reply))
}

fn once_answered(
    desk: &mut Desk<'_>,
    path: &str,
    key: &str,
    letter: (&str, &str),
    person: &str,
    (says, reply): (String, Option<String>),
) -> Result<bool, Fault> {
    let to = people::load(desk.db, person)?.filter(|person| person.email.is_some());
    let Some(to) = to else { return Ok(false) };
    if was_put(desk, key)? {
        return Ok(false);
    }
    let access = Access {
        link: format!("{}{path}", desk.app.origin),
        says,
        ..Access::default()
    };
    put_answered(desk, key, letter, &to, access, reply)?;
    Ok(true)
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
    put_answered(desk, key, (template, why), to, access, None)
}

fn put_answered(
    desk: &mut Desk<'_>,
    key: &str,
    (template, why): (&str, &str),
    to: &PersonRow,
    access: Access,
    reply: Option<String>,
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
        reply,
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

//! What whoever runs the server does about people, where an alliance has no two who could: the word of the command
//! line counts as a second person's. The journal says who said so, and the person gets a letter.

use accord_store::{
    appointments::Scope,
    people::{self, PersonRow},
    sessions,
};
use serde_json::{Value as Json, json};

use super::{reason, tell};
use crate::{
    domain::subscriptions,
    service::{
        app::{App, Desk},
        authority::manage,
        fault::Fault,
        history, readers,
    },
};

/// Appoints somebody in the whole alliance; says what was done.
///
/// # Errors
/// There is nobody of this name or no such role, there is no reason, or it cannot stand beside what they hold.
pub fn appoint(app: &App, alliance: &str, (who, role): (&str, &str), why: &str, by: &str) -> Result<String, Fault> {
    let (who, role, why, by) = (who.to_owned(), role.to_owned(), why.to_owned(), by.to_owned());
    app.writing(alliance, move |desk| {
        let because = reason(&why)?;
        let person = found(desk, &who)?;
        let place = desk.alliance.clone();
        let made = manage::appoint(desk, &person.id, &role, (Scope::Alliance, &place), &because)?;
        let what =
            json!({ "person": person.id, "appointment": made, "role": role, "scope": "alliance", "reason": because });
        note(desk, "appointed", &by, &what)?;
        let title = readers::titles(desk, &[role]).concat();
        let says = format!("You were appointed as {title} by whoever runs this service. The reason given: {because}");
        tell(desk, &person, "the operator", "/", says)?;
        Ok(format!("{} is {title} from now on.", person.name))
    })
}

/// Changes the address by which somebody signs in, signs them out, and tells both addresses; says what was done.
///
/// # Errors
/// There is nobody of this name, there is no reason, or the address does not fit or is somebody's.
pub fn readdress(
    app: &App,
    alliance: &str,
    (who, address): (&str, &str),
    why: &str,
    by: &str,
) -> Result<String, Fault> {
    let (who, address, why, by) = (who.to_owned(), address.to_owned(), why.to_owned(), by.to_owned());
    app.writing(alliance, move |desk| {
        let because = reason(&why)?;
        let old = found(desk, &who)?;
        let address = subscriptions::address(&address).map_err(|says| Fault::field("email", says))?;
        if people::by_email_in(desk.db, &desk.alliance, &address)?.iter().any(|one| one.id != old.id) {
            return Err(Fault::field("email", "Somebody has this address already. Give one of their own."));
        }
        let new = PersonRow {
            email: Some(address),
            ..old.clone()
        };
        people::correct(desk.db, &new)?;
        let wall = desk.wall().into();
        sessions::end_others(desk.db, &old.id, None, wall)?;
        note(desk, "corrected", &by, &json!({ "person": old.id, "changed": ["address"], "reason": because }))?;
        let says = format!(
            "The email address by which you sign in was changed by whoever runs this service. The reason given: {because}"
        );
        for to in [&old, &new] {
            tell(desk, to, "the operator", "/account", says.clone())?;
        }
        Ok(format!("{} signs in with the new address from now on.", old.name))
    })
}

/// Somebody of this alliance, by address or short word, as people type them on a command line.
///
/// # Errors
/// The database fails.
pub fn known_as(desk: &mut Desk<'_>, who: &str) -> Result<Option<PersonRow>, Fault> {
    let who = who.trim().to_lowercase();
    let all = people::of_alliance(desk.db, &desk.alliance)?;
    let is = |one: &PersonRow| one.handle == who || one.email.as_deref().map(str::to_lowercase) == Some(who.clone());
    Ok(all.into_iter().find(is))
}

fn found(desk: &mut Desk<'_>, who: &str) -> Result<PersonRow, Fault> {
    known_as(desk, who)?.ok_or_else(|| {
        Fault::field(
            "who",
            "Nobody here has this address or short word. Add them under “People” first.",
        )
    })
}

fn note(desk: &mut Desk<'_>, done: &str, by: &str, what: &Json) -> Result<(), Fault> {
    let what = super::veiled(desk, what)?;
    let body = json!({ "format": 1, "people": { "done": done, "operator": by, "what": what } });
    history::note(desk, None, &body)
}

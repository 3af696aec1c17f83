//! The people of an alliance, for whoever manages it: who they are, and inviting them.

use super::shell;
use crate::{
    service::{access::invitations, fault::Fault, readers},
    views::{
        components::{
            form::Form,
            link::{Button, Weight},
        },
        pages::listing::{Line, Listing, Part},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Everybody, with their roles.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = request.alliance()?;
    let now = site.app.clock.now().into();
    let (people, running) = site.app.store.read(|db| {
        let people = accord_store::people::of_alliance(db, alliance)?;
        let running = accord_store::appointments::running(db, alliance, &[], now)?;
        Ok::<_, Fault>((people, running))
    })?;
    let lines = people.into_iter().map(|person| {
        let mut roles: Vec<String> = running
            .iter()
            .filter(|one| one.person_id == person.id)
            .map(|one| one.role.clone())
            .collect();
        roles.dedup();
        let roles = readers::role_titles(&site.app.library, &roles).join(", ");
        let button = Button::primary(format!("Invite {}", person.name)).weighing(Weight::Secondary);
        let action = format!("/people/{}/invite", person.id);
        Line {
            link: None,
            text: match &person.email {
                Some(_) => format!("{}. {roles}", person.name),
                None => format!("{}. {roles} Reached by {}.", person.name, person.channel),
            },
            form: person
                .email
                .is_some()
                .then(|| Form::new(action, shell::key(site), Vec::new(), button)),
        }
    });
    let title = "People";
    shell::draw(&Listing {
        page: shell::page(site, request, title)?,
        heading: title.to_owned(),
        says: vec!["Whoever is invited gets a letter with a way in, which can be used once.".to_owned()],
        parts: vec![Part {
            title: None,
            empty: "There is nobody yet.".to_owned(),
            lines: lines.collect(),
        }],
        forms: Vec::new(),
    })
}

/// Invites somebody.
///
/// # Errors
/// They are not of this alliance, or have no address.
pub fn invite(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = request.alliance()?;
    let id = request.param("id");
    let people = site
        .app
        .store
        .read(|db| accord_store::people::of_alliance(db, alliance))?;
    if !people.iter().any(|one| one.id == id) {
        return Err(Fault::NotFound("page"));
    }
    invitations::send(&site.app, alliance, &request.caller()?.person, id)?;
    Ok(Reply::go("/people"))
}

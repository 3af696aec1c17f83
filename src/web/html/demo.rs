//! What only the demonstration has: be anybody, read every letter, move the clock.

use std::collections::BTreeSet;

use super::shell;
use crate::{
    domain::words,
    service::{access::sessions, fault::Fault, readers},
    views::{
        components::{
            control::{Choice, Control, Options},
            field::Field,
            form::Form,
            link::{Button, Link, Weight},
            page::Width,
            paging::{Filter, Paging},
        },
        pages::{
            demo::{Demo as Beginning, Group, Inbox, Sent, Somebody},
            gallery::Gallery,
            message::Message,
        },
    },
    web::{
        left,
        reply::{Jar, Reply},
        request::{Request, inside},
        site::{Demo, Site},
    },
};

const PERSON: &str = "person";
const DAYS: &str = "days";
/// Letters on a page.
const MOST: usize = 50;

/// What the demonstration can do.
///
/// # Errors
/// This is no demonstration.
pub fn demo(site: &Site) -> Result<&dyn Demo, Fault> {
    site.demo.as_deref().ok_or(Fault::NotFound("page"))
}

/// Everybody, the clock, the letters.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let demo = demo(site)?;
    let days = [
        ("1", "1 day"),
        ("7", "1 week"),
        ("14", "2 weeks"),
        ("28", "4 weeks"),
        ("91", "1 quarter"),
    ];
    let options = days
        .map(|(value, label)| Choice::new(value, label, value == "7"))
        .to_vec();
    let clock = Form::new(
        "/demo/clock",
        shell::key(site),
        vec![Field::options(DAYS, "How long?", Options::one(options))],
        Button::primary("Move the clock").weighing(Weight::Secondary),
    );
    let letters = words::thousands(u64::try_from(demo.letters(None, 0, 0).all).unwrap_or(0));
    let mut ways = vec![
        Link::new(format!("Read the {letters} letters that were sent"), "/demo/inbox"),
        Link::new("See what pages are made of", "/demo/gallery"),
    ];
    if !demo.tour().is_empty() {
        ways.insert(0, Link::new("Take the tour, in ten minutes", "/demo/tour"));
    }
    shell::draw(&Beginning {
        page: shell::page(site, request, "Demonstration")?,
        says: vec![
            "Everything here is invented and stays on this computer. Choose a person to see what they see.".to_owned(),
            format!(
                "It is {} here: this clock is the demonstration's own.",
                words::stamp_in(site.app.clock.now(), words::ZONE)
            ),
        ],
        ways,
        next: request.asked("next").map(|next| inside(Some(next)).to_owned()),
        groups: groups(site, demo)?,
        clock,
    })
}

/// Somebody, with their roles and their address.
struct Known {
    id: String,
    name: String,
    email: Option<String>,
    roles: Vec<String>,
    place: Option<String>,
}

/// Everybody who has a role.
fn people(site: &Site) -> Result<Vec<Known>, Fault> {
    site.app.store.read(|db| {
        let alliance = site.app.first(db)?;
        let now = site.app.clock.now().into();
        let running = accord_store::appointments::all_running(db, &alliance, now)?;
        let organisations = accord_store::organisations::all(db, &alliance)?;
        let memberships = accord_store::organisations::memberships(db, &alliance, now)?;
        let mut out = Vec::new();
        for row in accord_store::people::of_alliance(db, &alliance)? {
            let mut roles: Vec<String> = running
                .iter()
                .filter(|one| one.person_id == row.id)
                .map(|one| one.role.clone())
                .collect();
            roles.sort();
            roles.dedup();
            let member = memberships.iter().find(|one| one.person_id == row.id);
            let place = member.and_then(|member| organisations.iter().find(|one| one.id == member.organisation_id));
            out.push(Known {
                id: row.id,
                name: row.name,
                email: row.email,
                roles,
                place: place.map(|one| one.name.clone()),
            });
        }
        Ok(out)
    })
}

/// People under headings; who fits under none stands under the last.
fn groups(site: &Site, demo: &dyn Demo) -> Result<Vec<Group>, Fault> {
    let all = people(site)?;
    let mut headings = demo.groups();
    let known: BTreeSet<&String> = headings.iter().flat_map(|(_, roles)| roles).collect();
    let rest: BTreeSet<String> = all
        .iter()
        .flat_map(|one| &one.roles)
        .filter(|role| !known.contains(role))
        .cloned()
        .collect();
    headings.push(("Others".to_owned(), rest.into_iter().collect()));
    let mut placed = BTreeSet::new();
    let mut out = Vec::new();
    for ((title, roles), number) in headings.into_iter().zip(1..) {
        let fits = |one: &&Known| one.roles.iter().any(|role| roles.contains(role)) && !placed.contains(&one.id);
        let here: Vec<&Known> = all.iter().filter(fits).collect();
        let people = here.iter().map(|one| Somebody {
            id: one.id.clone(),
            name: one.name.clone(),
            about: about(site, one),
        });
        let group = Group {
            id: format!("group-{number}"),
            title,
            key: shell::key(site),
            people: people.collect(),
        };
        placed.extend(here.iter().map(|one| one.id.clone()));
        if !group.people.is_empty() {
            out.push(group);
        }
    }
    Ok(out)
}

fn about(site: &Site, one: &Known) -> String {
    let roles = readers::role_titles(&site.app.library, &one.roles).join(", ");
    match &one.place {
        Some(place) => format!("{place}. {roles}"),
        None => roles,
    }
}

/// Signs in as somebody: here only, and only with invented people.
///
/// # Errors
/// There is no such person.
pub fn sign_in_as(site: &Site, request: &Request) -> Result<Reply, Fault> {
    demo(site)?;
    let person = request.typed(PERSON).unwrap_or_default();
    if site
        .app
        .store
        .read(|db| accord_store::people::load(db, person))?
        .is_none()
    {
        return Err(Fault::NotFound("page"));
    }
    if let Some(old) = &request.session {
        sessions::end(&site.app, &old.person.id, &old.row.id)?;
    }
    let cookie = sessions::begin(&site.app, person, &request.browser, true)?;
    let back = left::give_back(site, request, person, &cookie)?;
    let next = back.as_deref().unwrap_or_else(|| inside(request.typed("next")));
    let reply = Reply::go(next).keeping(Jar::Session, cookie);
    Ok(left::done(back.is_some(), reply))
}

/// Lets time pass.
///
/// # Errors
/// A clock cannot run out.
pub fn clock(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let days: u32 = request.typed(DAYS).and_then(|text| text.parse().ok()).unwrap_or(0);
    if !(1..=92).contains(&days) {
        return Err(Fault::field(DAYS, "Select how much time passes."));
    }
    demo(site)?.pass(days)?;
    Ok(Reply::go(
        request.typed("next").map_or("/demo", |next| inside(Some(next))),
    ))
}

/// Letters, the newest first; everybody's, or one person's.
///
/// # Errors
/// This is no demonstration.
pub fn inbox(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let demo = demo(site)?;
    let to = request.asked("to").filter(|to| !to.is_empty());
    let here: usize = request
        .asked("page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1)
        .max(1);
    let found = demo.letters(to, (here - 1) * MOST, MOST);
    let letters = found.letters.into_iter().map(|one| Sent {
        about: format!("To {}, {}", one.to, words::stamp_in(one.at, words::ZONE)),
        link: Link::new(one.subject, format!("/demo/inbox/{}", one.number)),
    });
    let everybody = people(site)?;
    let whose = everybody
        .iter()
        .filter_map(|one| Some((one.email.as_deref()?, one.name.as_str())));
    let choices = std::iter::once(("", "Everybody"))
        .chain(whose)
        .map(|(value, label)| Choice::new(value, label, to.unwrap_or_default() == value));
    let mut page = shell::page(site, request, "Letters of the demonstration")?;
    page.back = Some(Link::new("Back to the demonstration", "/demo"));
    let address = |page: u64| match to {
        Some(to) => {
            let to: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
            format!("/demo/inbox?to={to}&page={page}")
        }
        None => format!("/demo/inbox?page={page}"),
    };
    let size = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    shell::draw(&Inbox {
        page,
        says: "Nothing leaves this computer: these would have been emails. The newest is first.".to_owned(),
        filter: Filter {
            title: "Whose letters".to_owned(),
            action: "/demo/inbox".to_owned(),
            fields: vec![Field::new("to", "To", Control::Select(Options::one(choices.collect())))],
            chosen: Vec::new(),
            clear: "/demo/inbox".to_owned(),
        },
        letters: letters.collect(),
        paging: Paging::new("Letters", size(found.all), size(MOST), size(here), address),
    })
}

/// Every piece that pages are made of, in every state.
///
/// # Errors
/// A piece cannot be drawn.
pub fn gallery(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let page = shell::page(site, request, "Gallery")?;
    let gallery = Gallery::drawn(page).map_err(|fault| anyhow::anyhow!("{fault}"))?;
    shell::draw(&gallery)
}

/// One letter.
///
/// # Errors
/// There is none with this number.
pub fn letter(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let number: usize = request.param("number").parse().unwrap_or(0);
    let one = demo(site)?.letter(number).ok_or(Fault::NotFound("page"))?;
    let mut page = shell::page(site, request, &one.subject)?;
    page.back = Some(Link::new("Back to the letters", "/demo/inbox"));
    page.width = Width::Reading;
    let mut says = vec![format!("To {}, {}", one.to, words::stamp_in(one.at, words::ZONE))];
    says.extend(
        one.text
            .split("\n\n")
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned),
    );
    let ours = one
        .text
        .split_whitespace()
        .filter_map(|word| word.strip_prefix(&*site.app.origin));
    let links = ours
        .filter(|path| path.starts_with('/'))
        .map(|path| {
            Link::new(
                "Open the page that this letter leads to",
                path.trim_end_matches(['.', ',', ')']),
            )
        })
        .take(1)
        .collect();
    shell::draw(&Message {
        links,
        ..Message::new(page, &one.subject, says)
    })
}

//! What only the demonstration has: be anybody, read every letter, move the clock.

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
        },
        pages::{
            gallery::Gallery,
            listing::{Line, Listing, Part},
            message::Message,
        },
    },
    web::{
        caller,
        reply::{Jar, Reply},
        request::Request,
        site::{Demo, Site},
    },
};

const PERSON: &str = "person";
const DAYS: &str = "days";

fn demo(site: &Site) -> Result<&dyn Demo, Fault> {
    site.demo.as_deref().ok_or(Fault::NotFound("page"))
}

/// Everybody, the clock, the letters.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let title = "Demonstration";
    let options = people(site)?
        .into_iter()
        .map(|(id, text)| Choice::new(id, text, false))
        .collect();
    let people = Field::new(PERSON, "Be somebody", Control::Select(Options::one(options)));
    let be = Form::new(
        "/demo/sign-in-as",
        shell::key(site),
        vec![people],
        Button::primary("Sign in"),
    );
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
        vec![Field::options(
            DAYS,
            "Let time pass",
            Options {
                inline: false,
                ..Options::one(options)
            },
        )],
        Button::primary("Move the clock").weighing(Weight::Secondary),
    );
    let mut page = shell::page(site, request, title)?;
    page.width = crate::views::components::page::Width::Reading;
    let letters = Part {
        title: Some("Letters".to_owned()),
        empty: String::new(),
        lines: vec![
            Line {
                link: Some(Link::new("Read every letter that was sent", "/demo/inbox")),
                text: format!("({} so far)", demo(site)?.letters().len()),
                form: None,
            },
            Line {
                link: Some(Link::new("See what pages are made of", "/demo/gallery")),
                text: String::new(),
                form: None,
            },
        ],
    };
    shell::draw(&Listing {
        page,
        heading: title.to_owned(),
        says: vec![
            "Everything here is invented and stays on this computer. Choose a person to see what they see.".to_owned(),
            format!("It is {} here.", words::stamp_in(site.app.clock.now(), words::ZONE)),
        ],
        parts: vec![letters],
        forms: vec![be, clock],
    })
}

/// Everybody who has a role: id, and name with organisation and roles.
fn people(site: &Site) -> Result<Vec<(String, String)>, Fault> {
    site.app.store.read(|db| {
        let alliance = caller::first_alliance(db)?;
        let now = site.app.clock.now().into();
        let running = accord_store::appointments::running(db, &alliance, &[], now)?;
        let organisations = accord_store::organisations::all(db, &alliance)?;
        let memberships = accord_store::organisations::memberships(db, &alliance, now)?;
        let mut out = Vec::new();
        for row in accord_store::people::of_alliance(db, &alliance)? {
            let mut roles: Vec<String> = running
                .iter()
                .filter(|one| one.person_id == row.id)
                .map(|one| one.role.clone())
                .collect();
            roles.dedup();
            let member = memberships.iter().find(|one| one.person_id == row.id);
            let place = member.and_then(|member| organisations.iter().find(|one| one.id == member.organisation_id));
            let place = place.map_or_else(String::new, |one| format!(", {}", one.name));
            let roles = readers::role_titles(&site.app.library, &roles).join(", ");
            out.push((row.id, format!("{}{place} ({roles})", row.name)));
        }
        Ok(out)
    })
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
    Ok(Reply::go("/").keeping(Jar::Session, cookie))
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
    Ok(Reply::go("/demo"))
}

/// Every letter, the newest first.
///
/// # Errors
/// This is no demonstration.
pub fn inbox(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let title = "Letters of the demonstration";
    let lines = demo(site)?
        .letters()
        .into_iter()
        .take(500)
        .map(|one| Line {
            link: Some(Link::new(&one.subject, format!("/demo/inbox/{}", one.number))),
            text: format!("to {}, {}", one.to, words::stamp_in(one.at, words::ZONE)),
            form: None,
        })
        .collect();
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back", "/demo"));
    shell::draw(&Listing {
        page,
        heading: title.to_owned(),
        says: vec!["Nothing leaves this computer: these would have been emails. The newest is first.".to_owned()],
        parts: vec![Part {
            title: None,
            empty: "Nothing has been sent yet.".to_owned(),
            lines,
        }],
        forms: Vec::new(),
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
    let letters = demo(site)?.letters();
    let one = letters
        .into_iter()
        .find(|one| one.number == number)
        .ok_or(Fault::NotFound("page"))?;
    let mut page = shell::page(site, request, &one.subject)?;
    page.back = Some(Link::new("Back to the letters", "/demo/inbox"));
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

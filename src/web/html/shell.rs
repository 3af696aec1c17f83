//! What stands round every page: whose site it is, where one can go, who is signed in.

use accord_store::subjects::SubjectRow;
use serde::Serialize;

use super::{home::record_href, sign_in::encoded};
use crate::{
    domain::words,
    service::{access::sessions::Session, context, fault::Fault, left_words},
    views::{
        components::{
            banner::Banner,
            errors::ErrorSummary,
            field::Field,
            link::Link,
            page::{Page, Person, Phase, Place, Site as Alliance},
        },
        pages::{self, Context},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// A page with this title, as this person sees it.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request, title: &str) -> Result<Page, Fault> {
    let session = request.session.as_ref();
    let complete = session.is_some_and(Session::is_complete);
    let mut navigation = Vec::new();
    if let Some(session) = session.filter(|_| complete) {
        navigation.push(place("Home", "/", &request.path));
        navigation.push(place("Procurements", "/procurements", &request.path));
        navigation.push(place("Organisations", "/organisations", &request.path));
        if session.has_power(crate::service::putting_right::POWER) {
            navigation.push(place("Put right", "/put-right", &request.path));
        }
        if session.roles.iter().any(|role| site.app.library.support.reaches(role)) {
            navigation.push(place("Concerns", "/concerns", &request.path));
        }
        if session.has_power(crate::service::payments::READ) {
            navigation.push(place("Payments", "/payments", &request.path));
        }
        if session.has_power("alliance.manage") {
            navigation.push(place("People", "/people", &request.path));
        }
        if session.has_power(crate::service::mending::POWER) {
            navigation.push(place("Operations", "/operations", &request.path));
        }
    } else {
        navigation.extend(public_places(&request.path));
    }
    Ok(Page {
        navigation,
        person: session.map(|one| Person {
            name: one.person.name.clone(),
            acting_for: one.principal.as_ref().map(|other| other.name.clone()),
            href: "/account".to_owned(),
            sign_out: "/sign-out".to_owned(),
            mark: left_words::mark(&one.person.id),
        }),
        phase: phase(site),
        banner: request.asked(DID).and_then(done),
        ..Page::new(title, alliance(site, request)?)
    })
}

/// The name in an address that says what was done on the way to a page.
const DID: &str = "did";

/// What was done just before, as a word in the address of the page that it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    /// Something was sent: a comment, an answer.
    Sent,
    /// What stands there was changed.
    Saved,
    /// What was typed is kept, and not sent.
    Kept,
    /// Somebody took more time.
    MoreTime,
    /// A paper is to be made.
    Ordered,
}

impl Did {
    const ALL: [Self; 5] = [Self::Sent, Self::Saved, Self::Kept, Self::MoreTime, Self::Ordered];

    const fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Saved => "saved",
            Self::Kept => "kept",
            Self::MoreTime => "more-time",
            Self::Ordered => "ordered",
        }
    }

    const fn says(self) -> &'static str {
        match self {
            Self::Sent => "Done. It is sent",
            Self::Saved => "Done. It is saved",
            Self::Kept => "What you typed is kept. Nothing is sent yet: go on when you like",
            Self::MoreTime => "Done. There is more time",
            Self::Ordered => "Your paper is being made. It stands here in a moment: load this page again",
        }
    }

    /// The address, saying so.
    pub fn at(self, href: &str) -> String {
        let (path, place) = href
            .split_once('#')
            .map_or((href, None), |(path, place)| (path, Some(place)));
        let and = if path.contains('?') { '&' } else { '?' };
        let place = place.map_or_else(String::new, |place| format!("#{place}"));
        format!("{path}{and}{DID}={}{place}", self.word())
    }
}

fn done(word: &str) -> Option<Banner> {
    let did = Did::ALL.into_iter().find(|did| did.word() == word)?;
    Some(Banner::success(did.says()))
}

/// Where everybody may go.
fn public_places(here: &str) -> [Place; 4] {
    [
        place("Register", "/register", here),
        place("Notices", "/notices", here),
        place("Check a document", "/verify", here),
        place("Sign in", "/sign-in", here),
    ]
}

/// At the foot of every page; where help is first.
fn footer() -> Vec<Link> {
    [
        ("Support now", "/support"),
        ("Accessibility statement", "/accessibility"),
        ("Privacy", "/privacy"),
        ("Contact and help", "/help"),
        ("Register", "/register"),
        ("Notices", "/notices"),
        ("Organisations", "/organisations"),
        ("Where there is what", "/landscape"),
        ("You said, we did", "/heard"),
        ("Who decides what, and when", "/process"),
        ("Decisions", "/decisions"),
        ("Who sits where", "/bodies"),
        ("Check a document", "/verify"),
    ]
    .map(|(text, href)| Link::new(text, href))
    .into()
}

fn place(name: &str, href: &str, here: &str) -> Place {
    let place = Place::new(name, href);
    let path = here.split('?').next().unwrap_or_default();
    if path == href { place.here() } else { place }
}

fn phase(site: &Site) -> Option<Phase> {
    site.demo.as_ref().map(|_| Phase {
        name: "Demonstration".to_owned(),
        says: format!(
            "People and most organisations are invented, and nothing leaves this computer. It is {} here: this clock \
             is the demonstration's own.",
            words::stamp_in(site.app.clock.now(), words::ZONE)
        ),
        link: Some(Link::new(
            "Be somebody else, take the tour, move the clock, read the letters",
            "/demo",
        )),
    })
}

fn alliance(site: &Site, request: &Request) -> Result<Alliance, Fault> {
    site.app.store.read(|db| {
        let id = match &request.session {
            Some(session) => Some(session.row.alliance_id.clone()),
            None => site.app.first(db).ok(),
        };
        let links = footer();
        let Some(alliance) = id else {
            return Ok(Alliance {
                alliance: "Accord".to_owned(),
                lead_body: String::new(),
                home: "/".to_owned(),
                email: String::new(),
                telephone: None,
                links,
            });
        };
        let known = context::alliance(&mut site.app.desk(db, &alliance))?;
        Ok(Alliance {
            alliance: known.name,
            lead_body: known.lead_body,
            // Home is for who is signed in; everybody else begins with what is public.
            home: if request.session.is_some() { "/" } else { "/register" }.to_owned(),
            email: known.email,
            telephone: Some(known.phone).filter(|phone| !phone.is_empty()),
            links,
        })
    })
}

/// To where the second factor is shown again, and back, if that was not done lately.
pub fn stale(site: &Site, session: &Session, back: &str) -> Option<Reply> {
    let fresh = session.is_fresh(site.app.wall.now());
    (!fresh).then(|| Reply::go(format!("/sign-in/factor?next={}", encoded(back))))
}

/// Where a page about a record stands: the procurements, and the record.
pub fn below(record: &SubjectRow) -> Vec<Link> {
    vec![
        Link::new("Procurements", "/procurements"),
        Link::new(&record.title, record_href(&record.kind, &record.id)),
    ]
}

/// A page with the errors of these questions at its top.
pub fn with_errors(page: Page, fields: &[Field]) -> Page {
    Page {
        errors: ErrorSummary::of(fields),
        ..page
    }
}

/// Draws a page.
///
/// # Errors
/// The template asks for something that is not there: a fault of ours.
pub fn draw<C: Context + Serialize>(context: &C) -> Result<Reply, Fault> {
    let html = pages::render(C::TEMPLATE, context).map_err(|fault| anyhow::anyhow!("{fault}"))?;
    Ok(Reply::page(html))
}

/// A key for a form: what is sent twice with it is done once.
pub fn key(site: &Site) -> String {
    site.app.rng.id(site.app.wall.now())
}

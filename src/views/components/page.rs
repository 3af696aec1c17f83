//! What stands round every page: header, navigation, ways back, what is wrong, footer.

use serde::Serialize;

use super::{banner::Banner, errors::ErrorSummary, link::Link};

/// Every page's context has one, as its field `page`; the layout `{{#> page}}` reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page {
    /// What the page is, as its `<title>` says it: the same words as its `h1`.
    pub title: String,
    /// The alliance and its footer.
    pub site: Site,
    /// The places of the service, for who is signed in. Empty where nobody is.
    pub navigation: Vec<Place>,
    /// Who is signed in.
    pub person: Option<Person>,
    /// "Demo", "Beta", and what that means.
    pub phase: Option<Phase>,
    /// Where the page stands, outermost first, the page itself left out. Not together with `back`.
    pub trail: Vec<Link>,
    /// At the top of question pages.
    pub back: Option<Link>,
    /// What is wrong with what was sent. While there is one, `banner` is not shown.
    pub errors: Option<ErrorSummary>,
    /// One thing that the person has to know before anything else.
    pub banner: Option<Banner>,
    /// How wide the text may be.
    pub width: Width,
}

impl Page {
    /// A page with its title; everything else is added with `..`.
    pub fn new(title: impl Into<String>, site: Site) -> Self {
        Self {
            title: title.into(),
            site,
            navigation: Vec::new(),
            person: None,
            phase: None,
            trail: Vec::new(),
            back: None,
            errors: None,
            banner: None,
            width: Width::Reading,
        }
    }

    /// A page of the demonstration alliance, as a contract manager sees it.
    pub fn sample(title: &str) -> Self {
        Self {
            navigation: vec![
                Place::new("Home", "/").waiting(3),
                Place::new("Procurements", "/procurements").here(),
                Place::new("Contracts", "/contracts"),
                Place::new("People", "/people"),
            ],
            person: Some(Person {
                name: "Rachel Okafor".into(),
                acting_for: Some("Tom Hadfield".into()),
                href: "/account".into(),
                sign_out: "/sign-out".into(),
                mark: "0123456789abcdef".into(),
            }),
            phase: Some(Phase {
                name: "Demo".into(),
                says: "People and most organisations are invented. Nothing leaves this computer.".into(),
                link: Some(Link::new("Tell us what does not work for you", "/feedback")),
            }),
            trail: vec![
                Link::new("Procurements", "/procurements"),
                Link::new("Peer Support Framework", "/procurements/psf"),
            ],
            ..Self::new(title, Site::sample())
        }
    }
}

/// The alliance whose service this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Site {
    /// In full: it stands in the header and at the end of every title.
    pub alliance: String,
    /// Who administers and contracts for it.
    pub lead_body: String,
    /// Where its name leads.
    pub home: String,
    /// To ask for help.
    pub email: String,
    /// To ask for help by voice.
    pub telephone: Option<String>,
    /// Accessibility statement first, then privacy, and what else there is.
    pub links: Vec<Link>,
}

impl Site {
    /// The demonstration alliance.
    pub fn sample() -> Self {
        Self {
            alliance: "Synergy VCSE Alliance for Mental Health".into(),
            lead_body: "Rethink Mental Illness".into(),
            home: "/".into(),
            email: "hello@synergy.example".into(),
            telephone: Some("0114 496 0000".into()),
            links: vec![
                Link::new("Accessibility statement", "/accessibility"),
                Link::new("Privacy", "/privacy"),
                Link::new("Check a document", "/verify"),
                Link::new("Who decides what, and when", "/process"),
            ],
        }
    }
}

/// One place of the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Its name.
    pub text: String,
    /// Where it is.
    pub href: String,
    /// The page belongs to it.
    pub here: bool,
    /// How many things wait there, if any.
    pub waiting: Option<u64>,
}

impl Place {
    /// A place that the page does not belong to.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
            here: false,
            waiting: None,
        }
    }

    /// The same place, with the page in it.
    pub fn here(self) -> Self {
        Self { here: true, ..self }
    }

    /// The same place, with things that wait there; none is not shown.
    pub fn waiting(self, things: u64) -> Self {
        Self {
            waiting: Some(things).filter(|things| *things > 0),
            ..self
        }
    }
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// For whom they act under a delegation: "B acting for A".
    pub acting_for: Option<String>,
    /// Their own page.
    pub href: String,
    /// Where signing out is posted to.
    pub sign_out: String,
    /// What forms say of whom the page was shown to.
    pub mark: String,
}

/// How far the service is, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phase {
    /// One word.
    pub name: String,
    /// What that means for the person.
    pub says: String,
    /// Where to say what one thinks, without losing one's place.
    pub link: Option<Link>,
}

/// How wide the text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Width {
    /// Two thirds: questions and everything that is read.
    Reading,
    /// The whole width: boards and tables of staff. Paragraphs stay narrow all the same.
    Wide,
}

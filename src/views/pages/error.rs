//! Pages for what cannot be shown or done: what happened, that nothing is lost, and a way on.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    link::Link,
    page::{Page, Site},
};

/// A page with a way on, for a status of HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorPage {
    /// The page; its title is the heading.
    pub page: Page,
    /// The status that it is sent with.
    pub status: u16,
    /// What happened, in the person's terms.
    pub heading: String,
    /// Why, and what became of what they did.
    pub paragraphs: Vec<String>,
    /// Every reason, where there are several.
    pub reasons: Vec<String>,
    /// Ways on.
    pub ways: Vec<Link>,
    /// What to quote: only where we have to look.
    pub reference: Option<String>,
}

impl ErrorPage {
    fn new(page: Page, status: u16, heading: &str, paragraphs: &[&str]) -> Self {
        let home = Link::new("Go to the start page", &page.site.home);
        Self {
            page: Page {
                title: heading.to_owned(),
                ..page
            },
            status,
            heading: heading.to_owned(),
            paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
            reasons: Vec::new(),
            ways: vec![home],
            reference: None,
        }
    }

    /// The same page with a way on before the others.
    pub fn way(mut self, link: Link) -> Self {
        self.ways.insert(0, link);
        self
    }

    /// 404: there is no such thing, or the person may not know of it; both look the same.
    pub fn not_found(page: Page) -> Self {
        let says = [
            "If you typed the address, check it. If you followed a link, the page may have moved.",
            "Some pages are only there for some people. If you think that you ought to see this one, sign in, or ask us.",
        ];
        Self::new(page, 404, "There is nothing at this address", &says)
    }

    /// 403: the person may not do this; every reason is said.
    pub fn not_yours(page: Page, reasons: Vec<String>) -> Self {
        let says = ["Nothing was changed. This is why:"];
        Self {
            reasons,
            ..Self::new(page, 403, "This is for other people to do", &says)
        }
    }

    /// 409: somebody else, or another tab, was first. `kept` says where what was typed is.
    pub fn changed_meanwhile(page: Page, who: &str, kept: &str) -> Self {
        let first = format!("{who} changed this while you had it open, so your change was not made.");
        Self::new(
            page,
            409,
            "This has changed since you opened it",
            &[first.as_str(), kept],
        )
    }

    /// 413: what was sent is too large; `most` is the limit in words, `10MB`.
    pub fn too_large(page: Page, most: &str) -> Self {
        let limit = format!("Files must be smaller than {most} each.");
        let rest = "Everything else that you typed was saved. A scan at 150 dots an inch, or a PDF instead of pictures, is usually small enough.";
        Self::new(page, 413, "The file is too large", &[limit.as_str(), rest])
    }

    /// 429: too many tries; `wait` says how long in words, `10 minutes`.
    pub fn too_many(page: Page, wait: &str) -> Self {
        let limit = format!("To keep accounts safe we stop after some tries. You can go on in {wait}.");
        let rest = "If a deadline is near, call us: a bid is never late because of this.";
        Self::new(page, 429, "You have tried this many times", &[limit.as_str(), rest])
    }

    /// 500: it is our fault; the reference finds it in our records.
    pub fn our_fault(page: Page, reference: &str) -> Self {
        let says = [
            "This is our fault, and we were told of it. What you did last may not have been saved: go back to see.",
            "If a deadline is near, call or email us now. We can see when it happened, and that counts.",
        ];
        Self {
            reference: Some(reference.to_owned()),
            ..Self::new(page, 500, "Something went wrong here", &says)
        }
    }
}

impl Context for ErrorPage {
    const TEMPLATE: &'static str = "error";

    fn samples() -> Vec<(&'static str, Self)> {
        let signed_in = || Page {
            trail: Vec::new(),
            ..Page::sample("")
        };
        let reasons = vec![
            "Only evaluators of this round see score sheets.".to_owned(),
            "You declared an interest in Heeley Kitchen Table.".to_owned(),
        ];
        let kept = "What you typed is kept beside the newer text, so that you can put them together.";
        vec![
            ("404", Self::not_found(Page::new("", Site::sample()))),
            ("403", Self::not_yours(signed_in(), reasons)),
            (
                "409",
                Self::changed_meanwhile(signed_in(), "Tom Hadfield", kept)
                    .way(Link::new("Compare the two", "/compare")),
            ),
            ("413", Self::too_large(signed_in(), "10MB")),
            ("429", Self::too_many(Page::new("", Site::sample()), "10 minutes")),
            ("500", Self::our_fault(signed_in(), "0197-5c3e-8d21")),
        ]
    }
}

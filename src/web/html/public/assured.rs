//! "Nothing goes round the experts": what every process promises, how it holds, and the certificate, for everybody.

use crate::{
    domain::words,
    service::{
        fault::Fault,
        public::assured::{self, Assured, Promise},
    },
    views::{
        components::{
            link::Link,
            summary::{SummaryList, SummaryRow},
            text::Details,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

const TITLE: &str = "Nothing goes round the experts";

/// Every process that promises something.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let all = assured::all(&site.app.library);
    let mut page = shell::page(site, request, TITLE)?;
    page.trail = vec![Link::new("Who decides what, and when", "/process")];
    let sheet = Sheet {
        says: vec![
            "People with lived experience and voluntary organisations decide here with everybody else, and nobody can \
             leave them out: not by a short cut, not by waiting, not by changing a text after it was signed."
                .to_owned(),
            "That is no intention. Before a process may run, the program goes through every situation that its rules can \
             lead to, and looks whether each promise holds on every way. If one does not, the process cannot be started. \
             Each promise stands below with what was proved, and with the fingerprint of the rules."
                .to_owned(),
        ],
        parts: all.iter().map(part).chain([check()]).collect(),
        ..Sheet::new(page, TITLE)
    };
    shell::draw(&sheet)
}

fn part(one: &Assured) -> Part {
    let situations = words::thousands(u64::try_from(one.situations).unwrap_or(u64::MAX));
    Part {
        points: one.promises.iter().map(point).collect(),
        details: vec![Details {
            summary: format!("The certificate of “{}”", one.title),
            paragraphs: vec![
                format!(
                    "{situations} situations were looked at, by version {} of the program.",
                    one.checked_by
                ),
                format!("The fingerprint of the rules is {}.", one.hash),
                "What runs already keeps the rules that it began with; its documents name their fingerprint."
                    .to_owned(),
            ],
            open: false,
        }],
        links: vec![Link::new(
            format!("Who decides what, and when: {}", one.title),
            format!("/process/{}", one.name),
        )],
        ..Part::new(format!("process-{}", one.name), &one.title)
    }
}

/// A promise with what was proved.
pub(super) fn point(one: &Promise) -> Point {
    Point::new(format!("{} {}", one.says, one.how))
}

/// How anybody can look for themselves.
fn check() -> Part {
    Part {
        says: vec!["You need not take our word for it.".to_owned()],
        summary: Some(SummaryList {
            rows: vec![
                SummaryRow::new(
                    "A document",
                    "Compare your copy with the one that was issued; it names the fingerprint of the rules by which it was made.",
                ),
                SummaryRow::new(
                    "A decision",
                    "The register of decisions says who decided what, when and by which rule.",
                ),
                SummaryRow::new(
                    "The rules",
                    "The program and its rules are open; “accord check” goes through all of them again on your own computer.",
                ),
            ],
        }),
        links: vec![
            Link::new("Check whether a document is the one that was issued", "/verify"),
            Link::new("Register of decisions", "/decisions"),
        ],
        ..Part::new("check", "How you can check this")
    }
}

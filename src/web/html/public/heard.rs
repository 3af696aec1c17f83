//! "You said, we did", for everybody and without an account: every text of which something was published, and each time
//! with what was published.

use super::{alliance, day, listed};
use crate::{
    service::{
        fault::Fault,
        public::heard::{self, Heard, Time},
    },
    views::{
        components::{
            files::{Document, FileList},
            link::Link,
            text::Empty,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

const TITLE: &str = "You said, we did";
const PATH: &str = "/heard";

/// Every text.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = alliance(site, request)?;
    let all = site.app.reading(&alliance, heard::all)?;
    let empty = all.is_empty().then(|| Empty {
        title: "Nothing has been published yet".to_owned(),
        text: "When the comments on a text are answered, it stands here what people said and what we did.".to_owned(),
        link: Some(Link::new("Get an email when something is published", "/subscriptions")),
    });
    let points = all.iter().map(|one| {
        let last = one.times.first().map(|time| day(time.at)).unwrap_or_default();
        Point {
            link: Some(Link::new(&one.record.title, format!("{PATH}/{}", one.reference()))),
            text: format!("Last told on {last}"),
        }
    });
    let sheet = Sheet {
        says: vec![
            "People with lived experience and voluntary organisations write with us what is bought. Here everybody can \
             read what they said, what we did, and what we have not done yet."
                .to_owned(),
        ],
        parts: vec![Part {
            points: points.collect(),
            empty,
            ..Part::bare("texts")
        }],
        ..Sheet::new(shell::page(site, request, TITLE)?, TITLE)
    };
    shell::draw(&sheet)
}

/// One text.
///
/// # Errors
/// There is none, or nothing of it is public.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = alliance(site, request)?;
    let reference = request.param("reference");
    let found = site.app.reading(&alliance, |desk| heard::one(desk, reference))?;
    let mut page = shell::page(site, request, &format!("{TITLE}: {}", found.record.title))?;
    page.trail = vec![Link::new(TITLE, PATH)];
    let mut parts: Vec<Part> = Vec::new();
    for (number, time) in found.times.iter().enumerate() {
        parts.push(told(number, time));
    }
    parts.push(Part {
        links: vec![
            Link::new(
                "Everything that was published about it",
                format!("/register/{}", found.reference()),
            ),
            Link::new("Who decides what, and when", "/process"),
            Link::new("Get an email when something is published", "/subscriptions"),
            Link::new("Say something about this, or ask for help", "/help"),
        ],
        ..Part::new("more", "More")
    });
    let sheet = Sheet {
        caption: found.record.reference.clone(),
        says: says(&found),
        parts,
        ..Sheet::new(page, format!("{TITLE}: {}", found.record.title))
    };
    shell::draw(&sheet)
}

fn says(found: &Heard) -> Vec<String> {
    let mut out = vec![
        "It is told when the comments are answered, when the text is signed, when bids are invited, and six and twelve \
         months after the signature. What has not been done yet is said."
            .to_owned(),
    ];
    if found.times.len() > 1 {
        out.push("The newest stands first.".to_owned());
    }
    out
}

/// What was published at one time: each paper as a page first, and as a PDF.
fn told(number: usize, time: &Time) -> Part {
    let files = time.papers.iter().map(|(called, row)| Document {
        title: called.clone(),
        ..listed(row, format!("/documents/{}", row.id))
    });
    let on = day(time.at);
    let title = match time.occasion.is_empty() {
        true => on,
        false => format!("{on}: {}", time.occasion),
    };
    Part {
        files: Some(FileList {
            files: files.collect(),
            empty: String::new(),
        }),
        ..Part::new(format!("told-{}", number + 1), title)
    }
}

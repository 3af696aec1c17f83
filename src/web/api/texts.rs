//! The text of a specification: as it is with what people said, and as it was.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    endpoint::{Endpoint, Gives, Version as Versions, json, schema},
    paging::{self, CURSOR, LIMIT, Page},
    problem::{Answer, Problem},
    tags,
};
use crate::{
    service::{reading, versions},
    web::{request::Request, site::Site},
};

const PART: &str = "Texts";

/// As it is.
pub const TEXT: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Text>),
    version: Versions::Tagged,
    says: "Sections in paragraphs, what people said about each, and what was answered. Who said something is told as \
           the house that they belong to.",
    ..Endpoint::new(PART, "The text of a record", text)
};
/// What changed.
pub const VERSIONS: Endpoint = Endpoint {
    query: &[LIMIT, CURSOR],
    gives: Gives::Json(schema::<Page<Version>>),
    says: "The newest first.",
    ..Endpoint::new(PART, "Changes of a text", all)
};
/// As it was.
pub const VERSION: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Past>),
    ..Endpoint::new(PART, "A text as it was after a change", past)
};

/// A text.
#[derive(Debug, Serialize, JsonSchema)]
struct Text {
    /// The number of changes that led to it.
    version: usize,
    sections: Vec<Section>,
}

/// A section.
#[derive(Debug, Serialize, JsonSchema)]
struct Section {
    id: String,
    heading: String,
    paragraphs: Vec<Paragraph>,
    /// What was said about the section as a whole, or about a paragraph that is no more.
    said: Vec<Said>,
}

/// A paragraph.
#[derive(Debug, Serialize, JsonSchema)]
struct Paragraph {
    /// Markdown.
    text: String,
    said: Vec<Said>,
}

/// What somebody said.
#[derive(Debug, Serialize, JsonSchema)]
struct Said {
    id: String,
    /// The house that said it.
    by: String,
    /// The reader said it.
    is_own: bool,
    text: String,
    /// The paragraph as it then was, if it is another now.
    then: Option<String>,
    /// What became of it.
    became: Option<String>,
    answer: Option<String>,
    /// Whether its author is happy with that, if they said.
    is_happy: Option<bool>,
    /// It waits for an answer.
    waits: bool,
    /// So many things were said below it.
    below: usize,
}

impl From<&reading::Said> for Said {
    fn from(one: &reading::Said) -> Self {
        Self {
            id: one.id.clone(),
            by: one.by.clone(),
            is_own: one.own,
            text: one.text.clone(),
            then: one.then.clone(),
            became: one.became.map(str::to_owned),
            answer: one.answer.clone(),
            is_happy: one.happy,
            waits: one.waits,
            below: one.below,
        }
    }
}

/// A change of a text.
#[derive(Debug, Serialize, JsonSchema)]
struct Version {
    number: usize,
    section: String,
    heading: String,
    /// The section was taken out.
    is_removed: bool,
    why: String,
    at: DateTime<Utc>,
}

/// A text as it was.
#[derive(Debug, Serialize, JsonSchema)]
struct Past {
    version: usize,
    sections: Vec<PastSection>,
}

/// A section as it was.
#[derive(Debug, Serialize, JsonSchema)]
struct PastSection {
    id: String,
    heading: String,
    /// Markdown.
    paragraphs: Vec<String>,
}

fn text(site: &Site, request: &Request) -> Answer {
    let record = (request.param("kind"), request.param("id"));
    let text = reading::open(&site.app, request.alliance()?, &request.caller()?, record, &[])?;
    let said = |all: &[reading::Said]| all.iter().map(Said::from).collect();
    let sections = text.sections.iter().map(|section| Section {
        id: section.id.clone(),
        heading: section.heading.clone(),
        said: said(&section.said),
        paragraphs: section
            .paragraphs
            .iter()
            .map(|one| Paragraph {
                text: one.text.clone(),
                said: said(&one.said),
            })
            .collect(),
    });
    let reply = json(&Text {
        version: text.version,
        sections: sections.collect(),
    })?;
    Ok(tags::tagged(reply, &text.version.to_string()))
}

fn all(site: &Site, request: &Request) -> Answer {
    let record = (request.param("kind"), request.param("id"));
    let all = versions::all(&site.app, request.alliance()?, &request.caller()?, record)?;
    let list = format!("versions-{}", record.1);
    let (before, most) = (paging::after(request, &list)?, paging::limit(request)?);
    let before = match before {
        Some(place) => place
            .parse::<usize>()
            .map_err(|_no_number| Problem::new(400, "bad_cursor", "This is no cursor of this list."))?,
        None => usize::MAX,
    };
    let older = all.into_iter().rev().filter(|one| one.number < before);
    let items: Vec<Version> = older
        .take(most)
        .map(|one| Version {
            number: one.number,
            section: one.section,
            heading: one.heading,
            is_removed: one.removed,
            why: one.why,
            at: one.at,
        })
        .collect();
    let last = items.last().map(|one| one.number).filter(|number| *number > 1);
    paging::page(request, &list, items, last.map(|number| number.to_string()).as_deref())
}

fn past(site: &Site, request: &Request) -> Answer {
    let record = (request.param("kind"), request.param("id"));
    let number = request
        .param("number")
        .parse::<usize>()
        .map_err(|_no_number| Problem::not_found())?;
    let sections = versions::at(&site.app, request.alliance()?, &request.caller()?, record, number)?;
    json(&Past {
        version: number,
        sections: sections
            .into_iter()
            .map(|one| PastSection {
                id: one.id,
                heading: one.heading,
                paragraphs: one.paragraphs,
            })
            .collect(),
    })
}

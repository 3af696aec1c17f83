//! A text to be read, paragraph by paragraph, with what people said.

use super::{aims, attachments, beside, home::record_href, sections, shell, sign_in::encoded};
use crate::{
    domain::specification::{
        parts::Part,
        text::{paragraphs, points},
    },
    service::{
        fault::Fault,
        reading::{self, Said, Text},
        record,
    },
    views::{
        components::{link::Link, text::Inset},
        pages::reading as page,
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// In an address: what was written was put together with what somebody else wrote meanwhile.
pub const TOGETHER: &str = "together";

/// In an address, and in the page: the place about which something was sent.
pub const SENT: &str = "sent";

const WRITE: &str = "section.edit";
const CORRECT: &str = "spelling.propose";
const COMMENT: &str = "comment.add";
const COMMENT_FOR: &str = "comment.add_for";
const ANSWER: &str = "comment.answer";
const RATE: &str = "comment.rate";

/// The text.
///
/// # Errors
/// It is not there, or not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let id = request.param("id");
    let text = reading::open(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        (request.kind(), id),
        &[WRITE, CORRECT, COMMENT, COMMENT_FOR, ANSWER, RATE],
    )?;
    let record = &text.seen.record;
    let heading = format!("The text of {}", record.title);
    let mut shell = shell::page(site, request, &heading)?;
    let here = record_href(&record.kind, &record.id);
    shell.trail = shell::below(record);
    let mut says = Vec::new();
    if request.asked(TOGETHER).is_some() {
        says.push("Somebody else changed other paragraphs while you wrote. Both changes stand.".to_owned());
    }
    if let Some(first) = text.seen.running.first() {
        says.push(format!(
            "{}. Changes so far: {}.",
            record::now(first, text.seen.sight),
            text.version
        ));
    }
    let work = Work {
        text: &text,
        here,
        sent: request.asked(SENT).unwrap_or_default(),
    };
    let mut links: Vec<Link> = work.link(WRITE, &[], "Write another section").into_iter().collect();
    if !text.sections.is_empty() {
        links.push(Link::new(attachments::WAY, format!("{}/attachments", work.here)));
        links.push(Link::new(sections::WAY, format!("{}/sections", work.here)));
        links.push(Link::new(
            "How the text has changed",
            format!("{}/text/changes", work.here),
        ));
        links.push(Link::new(
            "Comments and their answers",
            format!("{}/comments", work.here),
        ));
    }
    let parts = Part::SIGNED.into_iter().map(|part| work.part(part));
    let parts = parts.filter(|one| !one.sections.is_empty());
    shell::draw(&page::Reading {
        page: shell,
        caption: record.reference.clone().unwrap_or_default(),
        tabs: beside::ways(site, &record.kind, &record.id, None),
        heading,
        says,
        open: open(&text, &record_href(&record.kind, &record.id)),
        links,
        parts: parts.collect(),
        empty: "Nothing has been written yet.".to_owned(),
    })
}

/// What can still change, before the text itself.
fn open(text: &Text, record: &str) -> Option<Inset> {
    let mut paragraphs = paragraphs(&text.open);
    if paragraphs.is_empty() {
        return None;
    }
    paragraphs.insert(0, "What can still change:".to_owned());
    Some(Inset {
        warning: false,
        paragraphs,
        link: Some(Link::new(aims::WAY, format!("{record}/aims"))),
    })
}

/// What this person may do with the text, as links.
struct Work<'a> {
    text: &'a Text,
    here: String,
    /// Section and paragraph about which this person has just sent something.
    sent: &'a str,
}

impl Work<'_> {
    fn link(&self, permit: &str, about: &[(&str, &str)], words: &str) -> Option<Link> {
        let allowed = self.text.may.iter().any(|one| one == permit);
        let query: Vec<String> = about
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let href = format!("{}/work/{permit}{mark}{}", self.here, query.join("&"));
        allowed.then(|| Link::new(words, href))
    }

    /// One of the texts that are signed together.
    fn part(&self, part: Part) -> page::Part {
        let sections = self.text.sections.iter().filter(|one| one.part == part);
        let (says, another) = match part {
            Part::Text => (None, None),
            Part::Clauses => (
                Some(
                    "Both houses sign these with the text, and every contract then says them. Words in brackets are \
                     filled in for each contract.",
                ),
                self.link(WRITE, &[("part", part.word())], "Write another clause"),
            ),
            Part::Measures => (
                Some(
                    "Both houses sign this with the text. Bids cannot be invited before hosts are asked for just this.",
                ),
                None,
            ),
        };
        page::Part {
            id: format!("part-{}", part.word()),
            title: part.title().to_owned(),
            says: says.map(str::to_owned).into_iter().collect(),
            sections: (1..)
                .zip(sections)
                .map(|(number, one)| self.section(one, number))
                .collect(),
            links: another.into_iter().collect(),
        }
    }

    fn section(&self, one: &reading::Section, number: usize) -> page::Section {
        let paragraphs = one.paragraphs.iter().zip(1_usize..).map(|(paragraph, place)| {
            let about = [("section", one.id.as_str()), ("paragraph", &place.to_string())];
            let words = format!("Comment on paragraph {place} of {}", one.heading);
            let for_other = format!(
                "Write down what somebody says about paragraph {place} of {}",
                one.heading
            );
            let (text, points, numbered) = split(&paragraph.text);
            page::Paragraph {
                text,
                points,
                numbered,
                sent: (self.sent == format!("{}.{place}", one.id)).then(|| page::Sent {
                    id: SENT.to_owned(),
                    says: "Done. It is sent, and gets an answer before anybody is asked to sign.".to_owned(),
                    link: Link::new("Where is what you asked for?", format!("{}/asked", self.here)),
                }),
                said: paragraph.said.iter().map(|one| self.said(one)).collect(),
                link: self
                    .link(COMMENT, &about, &words)
                    .or_else(|| self.link(COMMENT_FOR, &about, &for_other)),
            }
        });
        let words = format!("Change section {number}, {}", one.heading);
        let correct = format!("Correct only the spelling of section {number}, {}", one.heading);
        page::Section {
            id: format!("s-{}", one.id),
            number,
            title: one.heading.clone(),
            by: sections::written_by(one),
            paragraphs: paragraphs.collect(),
            said: one.said.iter().map(|one| self.said(one)).collect(),
            links: self
                .link(WRITE, &[("section", &one.id)], &words)
                .into_iter()
                .chain(self.link(CORRECT, &[("section", &one.id)], &correct))
                .collect(),
        }
    }

    fn said(&self, one: &Said) -> page::Said {
        let about = [("comment", one.id.as_str())];
        let short: String = one.text.chars().take(40).collect();
        let mut links = Vec::new();
        if one.waits {
            links.extend(self.link(ANSWER, &about, &format!("Answer “{short}”")));
        } else if one.own && one.happy.is_none() {
            links.extend(self.link(
                RATE,
                &about,
                &format!("Say whether you are happy with the answer to “{short}”"),
            ));
        }
        let answer = one.became.map(|became| match &one.answer {
            Some(why) => format!("{became}. {why}"),
            None => format!("{became}."),
        });
        let words = if one.waits {
            "Say or read more"
        } else {
            "What came of it"
        };
        if !one.waits || one.below > 0 || one.own {
            links.push(Link::new(
                format!("{words}: “{short}”"),
                format!("{}/comments/{}", self.here, one.id),
            ));
        }
        page::Said {
            by: if one.own { "You".to_owned() } else { one.by.clone() },
            text: one.text.clone(),
            then: one.then.clone(),
            answer,
            links,
        }
    }
}

/// A paragraph, or the points of a list; and whether they are numbered.
fn split(text: &str) -> (String, Vec<String>, bool) {
    match points(text) {
        Some((numbered, all)) => (String::new(), all.into_iter().map(str::to_owned).collect(), numbered),
        None => (text.replace('\n', " "), Vec::new(), false),
    }
}

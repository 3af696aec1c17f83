//! What a text is for: what is needed, what should be different and what can still change, by which house it was
//! written, how it came about, and the gaps that it answers.

use super::{changes::grouped, home::record_href, landscape, shell};
use crate::{
    domain::{specification::changes::blocks, words},
    service::{
        aims::{self, Aims, Gap, LINK, Text, WRITE, WRITE_FOR, Writing},
        fault::Fault,
    },
    views::{
        components::{changes::Changes, link::Link, text::Empty},
        pages::sheet::{Part, Point, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// What a link here says.
pub const WAY: &str = "See what it is for, and what can still change";

/// The page.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = (request.kind(), request.param("id"));
    let found = aims::open(&site.app, request.alliance()?, &request.caller()?, place)?;
    let record = &found.seen.record;
    let here = record_href(&record.kind, &record.id);
    let heading = format!("What {} is for", record.title);
    let mut page = shell::page(site, request, &heading)?;
    page.trail = shell::below(record);
    let mut parts: Vec<Part> = found.texts.iter().map(text).collect();
    let write = found
        .may_write
        .then(|| Link::new("Write or change this", format!("{here}/work/{WRITE}")));
    let read = Link::new("Read the text itself", format!("{here}/text"));
    if let Some(last) = parts.last_mut() {
        let write_for = found.may_write_for.then(|| {
            let href = format!("{here}/work/{WRITE_FOR}");
            Link::new("Write it down for somebody whom you support", href)
        });
        last.links = write.into_iter().chain(write_for).chain([read]).collect();
    }
    parts.push(gaps(&found, &here, &record.id));
    parts.extend(found.writings.iter().map(writing));
    shell::draw(&Sheet {
        caption: record.reference.clone(),
        says: says(&found),
        parts,
        ..Sheet::new(page, heading)
    })
}

fn says(found: &Aims) -> Vec<String> {
    let mut out = vec![
        "This is agreed before anybody writes the text: experts by experience, VCSE partners, the working group and \
         the office write the same words, and all that was written stays below."
            .to_owned(),
    ];
    if !found.may_write {
        out.push("It cannot be changed now, or not by you. Propose something, or comment on the text.".to_owned());
    }
    out
}

fn text(one: &Text) -> Part {
    let mut says = Vec::new();
    if let Some(at) = one.at.filter(|_| !one.text.is_empty()) {
        says.push(format!(
            "Written by: {}. Last on {}.",
            one.houses.join("; "),
            words::day(words::local_day(at))
        ));
    }
    Part {
        says,
        // Words that are the same on both sides: paragraphs, and lists as lists.
        changes: (!one.text.is_empty()).then(|| Changes {
            groups: grouped(&blocks(&one.text, &one.text)),
        }),
        empty: one.text.is_empty().then(|| Empty {
            title: "Nobody has written this yet".to_owned(),
            text: "The text itself is not begun before it is there.".to_owned(),
            link: None,
        }),
        ..Part::new(one.aim.word(), one.aim.title())
    }
}

fn gaps(found: &Aims, here: &str, record: &str) -> Part {
    let choose = found
        .may_link
        .then(|| Link::new("Choose gaps", format!("{here}/work/{LINK}")));
    let look = Link::new("Look at the landscape", landscape::href_for(record));
    let point = |gap: &Gap| match gap.is_open {
        true => Point::new(&gap.says),
        false => Point::new(format!("{} The landscape no longer says so.", gap.says)),
    };
    Part {
        says: match found.gaps.is_empty() {
            true => Vec::new(),
            false => vec!["As the landscape said it when it was chosen.".to_owned()],
        },
        points: found.gaps.iter().map(point).collect(),
        empty: found.gaps.is_empty().then(|| Empty {
            title: "No gap has been chosen".to_owned(),
            text: "The landscape says, network by network and community by community, what is missing.".to_owned(),
            link: None,
        }),
        links: choose.into_iter().chain([look]).collect(),
        ..Part::new("gaps", "Which gaps it answers")
    }
}

fn writing(one: &Writing) -> Part {
    let when = one.at.map(words::stamp).unwrap_or_default();
    let mut says = vec![format!("{}, {when}.", one.house)];
    if !one.way.is_empty() {
        says.push(format!("Written down for them: {}.", words::lower_first(&one.way)));
    }
    if !one.why.is_empty() {
        says.push(format!("Why: {}.", one.why.trim_end_matches('.')));
    }
    let titles: Vec<String> = one
        .changed
        .iter()
        .map(|(aim, _)| words::lower_first(aim.title()))
        .collect();
    says.push(format!("Changed: {}.", titles.join("; ")));
    let groups = one.changed.iter().flat_map(|(_, blocks)| grouped(blocks));
    Part {
        says,
        changes: Some(Changes {
            groups: groups.collect(),
        }),
        ..Part::new(
            format!("writing-{}", one.number),
            format!("How it came about: writing {}", one.number),
        )
    }
}

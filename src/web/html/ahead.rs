//! What comes on a record if nobody does anything: as a page, to print, and as a file.

use super::{
    home::record_href,
    lists,
    record::tabs::{self, Tab},
    shell,
};
use crate::{
    domain::words,
    service::{
        ahead::{self, Ahead, Line, On},
        fault::Fault,
        spoken,
    },
    views::{
        components::{
            link::Link,
            text::{Empty, Inset},
            timeline::{Moment, Timeline},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// The heading.
const TITLE: &str = "If nobody does anything";
/// The head of the file.
const COLUMNS: [&str; 7] = [
    "When (UK time)",
    "Process",
    "On",
    "What happens",
    "What follows",
    "What it depends on",
    "How the date was worked out",
];

/// The page.
///
/// # Errors
/// The record is not there, or not for them; the database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (kind, id) = (request.param("kind"), request.param("id"));
    let (seen, found) = ahead::open(&site.app, request.alliance()?, &request.caller()?, kind, id)?;
    let here = record_href(kind, id);
    let mut shell = shell::page(site, request, TITLE)?;
    shell.trail = shell::below(&seen.record);
    let mut says = Vec::new();
    let part = match found {
        None => nothing(&here),
        Some(found) if found.lines.is_empty() => quiet(&here),
        Some(found) => {
            says.push(
                "This is what happens by itself from now on, as the rules stand today, until somebody acts: clocks \
                 that run out, reminders, letters, documents. Each act changes it. Nothing of it has happened, and \
                 looking at it sends nothing."
                    .to_owned(),
            );
            timeline(site, &found, &here)
        }
    };
    shell::draw(&Sheet {
        caption: Some(seen.record.title.clone()),
        tabs: Some(tabs::of(seen.sight, (kind, id), Tab::Ahead)),
        says,
        parts: vec![part],
        ..Sheet::new(shell, TITLE)
    })
}

fn nothing(here: &str) -> Part {
    Part {
        empty: Some(Empty {
            title: "You see a part of this".to_owned(),
            text: "What comes by itself is for those who work on it. What happens next is on its own page.".to_owned(),
            link: Some(Link::new("Back to its page", here)),
        }),
        ..Part::bare("nothing")
    }
}

fn quiet(here: &str) -> Part {
    Part {
        empty: Some(Empty {
            title: "Nothing happens by itself here".to_owned(),
            text: "No clock is running. Either it is over, or it waits for somebody to act, however long that takes."
                .to_owned(),
            link: Some(Link::new("Back to its page", here)),
        }),
        ..Part::bare("nothing")
    }
}

fn timeline(site: &Site, found: &Ahead, here: &str) -> Part {
    let moments = found.lines.iter().map(|line| moment(site, line));
    Part {
        timeline: Some(Timeline {
            moments: moments.collect(),
            all_ahead: true,
            empty: String::new(),
        }),
        inset: Some(Inset {
            warning: false,
            paragraphs: vec![ahead::ends(found.ends)],
            link: None,
        }),
        links: vec![
            Link::new("The same as a file for spreadsheets (CSV)", format!("{here}/ahead.csv")),
            Link::new("Back to its page", here),
        ],
        ..Part::new("ahead", "What comes, and when")
    }
}

fn moment(site: &Site, line: &Line) -> Moment {
    let clock = spoken::clock(line.at, words::ZONE, site.app.clock.now());
    let link = |on: &On| Some(Link::new(&on.title, record_href(&on.kind, on.id.as_ref()?)));
    let new: Vec<&str> = line
        .on
        .iter()
        .filter(|on| on.id.is_none())
        .map(|on| on.title.as_str())
        .collect();
    let links: Vec<Link> = line.on.iter().filter_map(link).collect();
    Moment {
        many: ahead::many(line, links.len()),
        words: clock.full,
        machine: clock.at,
        title: line.what.clone(),
        links,
        text: match new.as_slice() {
            [] => None,
            [one] => Some(format!("On: {one}, which begins before.")),
            [one, rest @ ..] if rest.iter().all(|other| other == one) => {
                Some(format!("On {} that begin before: {one}.", new.len()))
            }
            several => Some(format!("On what begins before: {}.", several.join(", "))),
        },
        follows: line.follows.clone(),
        unsure: line.unsure.clone(),
        because: line.because.clone(),
        ahead: true,
    }
}

fn titles(line: &Line) -> Vec<&str> {
    line.on.iter().map(|on| on.title.as_str()).collect()
}

/// The same lines as a file.
///
/// # Errors
/// The record is not there, or a part of it only is for them; the database fails.
pub fn csv(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (kind, id) = (request.param("kind"), request.param("id"));
    let (_, found) = ahead::open(&site.app, request.alliance()?, &request.caller()?, kind, id)?;
    let lines = found.map(|found| found.lines).unwrap_or_default();
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let local = line.at.with_timezone(&words::ZONE);
            vec![
                local.format("%Y-%m-%d %H:%M:%S").to_string(),
                line.process.clone(),
                titles(line).join(", "),
                line.what.clone(),
                line.follows.join(" "),
                line.unsure.join(" "),
                line.because.join(" "),
            ]
        })
        .collect();
    lists::file("ahead", &COLUMNS, &rows)
}

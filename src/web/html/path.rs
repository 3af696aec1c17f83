//! The way that a record has gone so far: the picture, and the same in words.

use super::{
    home::record_href,
    record::tabs::{self, Tab},
    shell,
};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        path::{self, Path, Stop},
        record, spoken,
    },
    views::{
        components::{
            diagram::Diagram,
            link::Link,
            text::{Empty, Markup},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// The heading.
const TITLE: &str = "The path so far";

/// The page: one process at a time, because a picture is large.
///
/// # Errors
/// The record is not there, or not for them; the database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (kind, id) = (request.param("kind"), request.param("id"));
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let seen = record::open(&site.app, alliance, &caller, kind, id)?.seen;
    let paths = path::open(&site.app, alliance, &caller, kind, id)?;
    let here = record_href(kind, id);
    let mut shell = shell::page(site, request, TITLE)?;
    // Room for the drawing.
    shell.width = crate::views::components::page::Width::Wide;
    shell.trail = shell::below(&seen.record);
    let wanted = request.asked("run").and_then(|text| text.parse::<usize>().ok());
    let wanted = wanted.filter(|number| (1..=paths.len()).contains(number)).unwrap_or(1);
    let mut parts = Vec::new();
    match paths.get(wanted - 1) {
        Some(one) => parts.extend(shown(site, one)),
        None => parts.push(nothing(&here)),
    }
    if paths.len() > 1 {
        let others = paths.iter().zip(1..).filter(|(_, number)| *number != wanted);
        parts.push(Part {
            points: others
                .map(|(one, number)| Point::leading(Link::new(&one.title, format!("{here}/path?run={number}"))))
                .collect(),
            ..Part::new("others", "Other processes on this")
        });
    }
    shell::draw(&Sheet {
        caption: Some(seen.record.title.clone()),
        tabs: Some(tabs::of(seen.sight, (kind, id), Tab::Path)),
        parts,
        ..Sheet::new(shell, TITLE)
    })
}

fn nothing(here: &str) -> Part {
    Part {
        empty: Some(Empty {
            title: "You see a part of this".to_owned(),
            text: "The path is for those who work on it. What happens next is on its own page, and who decides what \
                   is public."
                .to_owned(),
            link: Some(Link::new("Back to its page", here)),
        }),
        links: vec![Link::new("Who decides what, and when", "/process")],
        ..Part::bare("nothing")
    }
}

fn shown(site: &Site, one: &Path) -> [Part; 2] {
    let stops = one.stops.iter().map(|stop| Point::new(line(site, stop, one.over)));
    let words = Part {
        points: stops.collect(),
        ..Part::new("stops", format!("{}: in words", one.title))
    };
    let drawing = Part {
        says: vec![
            "A thick frame is where it is now. A tick is where it has been. A thick arrow is a way that it took."
                .to_owned(),
        ],
        diagram: Some(Diagram {
            caption: format!("{}: where it is, and how it came there", one.title),
            svg: Markup::of_our_own(&one.drawing),
            words: Vec::new(),
        }),
        ..Part::new("drawing", "The same as a drawing")
    };
    [words, drawing]
}

/// `Open for comment: since 5pm on Friday 8 May 2026, for the second time.`
fn line(site: &Site, stop: &Stop, over: bool) -> String {
    let at = spoken::clock(stop.at, words::ZONE, site.app.clock.now()).full;
    let when = match (stop.now, over) {
        (true, true) => format!("it ended there, {at}"),
        (true, false) => format!("it is there now, since {at}"),
        (false, _) => format!("entered {at}"),
    };
    match stop.times {
        0 | 1 => format!("{}: {when}.", stop.title),
        times => format!("{}: {when}. It has been there {times} times.", stop.title),
    }
}

//! "Where is what I asked for?": what the reader said and asked for about a text, step by step, and every
//! promise that came with the signatures.

use super::{
    comments::short,
    home::record_href,
    lists::{self, Column, List},
    shell,
};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        traces::{self, Promise, Step, Trace, Traces},
    },
    views::{
        components::{
            link::Link,
            page::Width,
            table::Cell,
            tag::{Tag, Tone},
            text::{Empty, Inset},
            timeline::{Moment, Timeline},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const MET: &str = "It has happened";
const OPEN: &str = "Not yet";

/// The page, or the promises as a file.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = (request.kind(), request.param("id"));
    let traces = traces::open(&site.app, request.alliance()?, &request.caller()?, place)?;
    let record = &traces.seen.record;
    let here = record_href(&record.kind, &record.id);
    let list = promises(format!("{here}/asked"));
    let rows: Vec<&Promise> = traces.promises.iter().collect();
    if lists::wants_file(request) {
        return list.file(request, rows);
    }
    let heading = "Where is what you asked for?";
    let mut page = shell::page(site, request, heading)?;
    page.width = Width::Wide;
    page.trail = shell::below(record);
    let mut parts: Vec<Part> = traces.own.iter().map(trace).collect();
    if parts.is_empty() {
        parts.push(nothing(&here));
    }
    let part = list.part(request, rows);
    parts.push(Part {
        id: "promises".to_owned(),
        title: Some("Everything that was promised".to_owned()),
        ..part
    });
    shell::draw(&Sheet {
        caption: Some(record.title.clone()),
        says: says(&traces),
        parts,
        ..Sheet::new(page, heading)
    })
}

fn says(traces: &Traces) -> Vec<String> {
    if traces.own.is_empty() {
        return Vec::new();
    }
    vec!["What you said and what you asked for stands here, the newest first, with what has become of each.".to_owned()]
}

fn nothing(here: &str) -> Part {
    Part {
        empty: Some(Empty {
            title: "You have not asked for anything here yet".to_owned(),
            text: "What you say about a paragraph, and what you make a condition when you sign, stands here with \
                   every step that follows."
                .to_owned(),
            link: Some(Link::new("Read the text", format!("{here}/text"))),
        }),
        ..Part::bare("own")
    }
}

fn trace(one: &Trace) -> Part {
    let title = match one.is_condition {
        true => format!("Your condition: “{}”", short(&one.words)),
        false => format!("Your comment: “{}”", short(&one.words)),
    };
    // Whoever wrote more than a heading holds finds all of it.
    let whole = (short(&one.words) != one.words.split_whitespace().collect::<Vec<_>>().join(" ")).then(|| Inset {
        warning: false,
        paragraphs: vec![one.words.clone()],
        link: None,
    });
    Part {
        inset: whole,
        timeline: Some(Timeline {
            moments: one.steps.iter().map(moment).collect(),
            all_ahead: true,
            empty: String::new(),
        }),
        ..Part::new(format!("own-{}", one.id), title)
    }
}

fn moment(step: &Step) -> Moment {
    Moment {
        words: step
            .at
            .map_or_else(|| OPEN.to_owned(), |at| words::day(words::local_day(at))),
        machine: step.at.map(|at| words::local_day(at).to_string()).unwrap_or_default(),
        title: step.what.clone(),
        text: Some(step.more.clone()).filter(|more| !more.trim().is_empty()),
        links: step.links.iter().map(|(text, href)| Link::new(text, href)).collect(),
        ahead: step.at.is_none(),
        ..Moment::default()
    }
}

fn promises<'a>(path: String) -> List<'a, &'a Promise> {
    let stands = |row: &&Promise| if row.met_at.is_some() { MET } else { OPEN };
    List {
        id: "promised",
        name: "promises",
        path,
        words: ("promise", "promises"),
        columns: vec![
            Column::text("what", "What was promised", |row: &&Promise| row.what.clone()).shown(|row| Cell {
                note: row.own.then(|| "You asked for this".to_owned()),
                ..Cell::new(&row.what)
            }),
            Column::text("house", "Asked for by", |row: &&Promise| row.house.clone()),
            Column::text("gate", "By when", |row: &&Promise| {
                row.gate.trim_end_matches('.').to_owned()
            }),
            Column::text("stands", "How it stands", move |row: &&Promise| stands(row).to_owned()).shown(move |row| {
                let tone = if row.met_at.is_some() { Tone::Good } else { Tone::Active };
                Cell::tag(Tag::new(stands(row), tone))
            }),
            Column::when("met", ("Since", "Since (UK time)"), |row: &&Promise| row.met_at),
            Column::text("evidence", "How we know", |row: &&Promise| row.evidence.clone()),
        ],
        choices: Vec::new(),
        usual: "gate",
        empty: Empty {
            title: "Nothing has been promised yet".to_owned(),
            text: "A condition that comes with a signature becomes a promise when the text is signed off. It comes \
                   back as a gate: the step that it names cannot be taken before it is met."
                .to_owned(),
            link: None,
        },
    }
}

//! "Where is what I asked for?": what the reader said and asked for about a text, step by step, and every
//! promise that came with the signatures.

use super::{
    comments::short,
    home::record_href,
    lists::{self, Column, List},
    promised,
    shell::{self, Did},
};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        subjects::promises::{
            MEET,
            following::{JUDGE, MEET_OWN, PLAN},
            later::JUDGE_LATER,
        },
        traces::{self, Asked, Promise, Step, Trace, Traces, papers},
    },
    views::{
        components::{
            form::Form,
            link::{Button, Link},
            page::Width,
            table::Cell,
            tag::{Tag, Tone},
            text::{Empty, Inset},
            timeline::{Moment, Timeline},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const MET: &str = "It has happened";
const OPEN: &str = "Not yet";
const LATE: &str = "Late";
const NOT_KEPT: &str = "Not kept, says who asked";

/// Where promises about a record are followed: on this page, if they are promises about a text; else at the record.
pub(super) fn href(kind: &str, id: &str) -> String {
    let here = record_href(kind, id);
    if kind == super::record::TEXT {
        format!("{here}/asked")
    } else {
        here
    }
}

/// The page, or the promises as a file.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = (request.kind(), request.param("id"));
    let traces = traces::open(&site.app, request.alliance()?, &request.caller()?, place)?;
    let record = &traces.seen.record;
    let here = record_href(&record.kind, &record.id);
    let list = promises(&traces, &here);
    let rows: Vec<&Promise> = traces.promises.iter().collect();
    if lists::wants_file(request) {
        return list.file(request, rows);
    }
    let heading = "Where is what you asked for?";
    let mut page = shell::page(site, request, heading)?;
    page.width = Width::Wide;
    page.trail = shell::below(record);
    let mut parts = to_do(&traces, &here);
    parts.extend(traces.own.iter().map(trace));
    if traces.own.is_empty() {
        parts.push(nothing(&here));
    } else {
        parts.push(paper(site, &traces, &here));
    }
    let part = list.part(request, rows);
    parts.push(Part {
        id: "promises".to_owned(),
        title: Some("Everything that was promised".to_owned()),
        links: traces
            .may_plan
            .then(|| Link::new("Say who keeps a promise, and by when", format!("{here}/work/{PLAN}")))
            .into_iter()
            .chain(
                traces
                    .may_meet
                    .then(|| Link::new("Record that a promise is met", format!("{here}/work/{MEET}"))),
            )
            .collect(),
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

/// What the reader is to keep, and what they are asked about: each with its way there.
fn to_do(traces: &Traces, here: &str) -> Vec<Part> {
    let about = |permit: &str, one: &Promise| format!("{here}/work/{permit}?promise={}", one.id);
    let theirs = traces.promises.iter().filter(|one| one.theirs && one.met_at.is_none());
    let keeps: Vec<Point> = theirs
        .map(|one| {
            let by = one.due_on.map(words::day).unwrap_or_default();
            let text = format!("{} (by {by})", one.what);
            match traces.may_meet_own {
                true => Point {
                    link: Some(Link::new("Say that it is done", about(MEET_OWN, one))),
                    text,
                },
                false => Point::new(text),
            }
        })
        .collect();
    let asked = traces.promises.iter().filter(|one| one.to_judge && traces.may_judge);
    let judges: Vec<Point> = asked
        .map(|one| Point {
            link: Some(Link::new("Say whether it was done", about(JUDGE, one))),
            text: format!("{} It counts as done, because: {}", one.what, one.evidence),
        })
        .collect();
    let long_ago = traces
        .promises
        .iter()
        .filter(|one| one.to_judge_later && traces.may_judge_later);
    let later: Vec<Point> = long_ago
        .map(|one| Point {
            link: Some(Link::new("Say whether it is still so", about(JUDGE_LATER, one))),
            text: format!(
                "{} It was done on {}.",
                one.what,
                one.met_at
                    .map(|at| words::day(words::local_day(at)))
                    .unwrap_or_default()
            ),
        })
        .collect();
    let part = |id: &str, title: &str, points: Vec<Point>| {
        (!points.is_empty()).then(|| Part {
            points,
            ..Part::new(id, title)
        })
    };
    let parts = [
        part("judge", "Was this done as you meant it?", judges),
        part("later", "Is this still so?", later),
        part("keep", "Yours to see to", keeps),
    ];
    parts.into_iter().flatten().collect()
}

/// The reader's own paper of all this: the one that there is, and how to have it made.
fn paper(site: &Site, traces: &Traces, here: &str) -> Part {
    let made = traces.paper.as_ref();
    let says = match made {
        None => "You can have all of this as a paper, to print or to keep. Nobody else can open it.",
        Some(_) => "Your paper shows how things stood on the day that it was made. You can have it made anew.",
    };
    let links = made.into_iter().flat_map(|id| {
        [
            Link::new("Your paper, as a page", format!("/documents/{id}")),
            Link::new("Your paper, as a PDF", format!("/documents/{id}/pdf")),
        ]
    });
    Part {
        says: vec![says.to_owned()],
        links: links.collect(),
        forms: vec![Form::new(
            format!("{here}/asked/paper"),
            shell::key(site),
            Vec::new(),
            Button::primary("Make a paper of this"),
        )],
        ..Part::new("paper", "As a paper")
    }
}

/// Has the paper made; it is there in a moment.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn make(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = (request.kind(), request.param("id"));
    papers::order(&site.app, request.alliance()?, &request.caller()?, place)?;
    let here = record_href(place.0, place.1);
    Ok(Reply::go(Did::Ordered.at(&format!("{here}/asked"))))
}

fn trace(one: &Trace) -> Part {
    let what = match one.asked {
        Asked::Comment => "Your comment",
        Asked::Condition => "Your condition",
        Asked::Proposal => "Your proposal",
    };
    let title = format!("{what}: “{}”", short(&one.words));
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

/// How a promise stands: a word, and how it looks.
fn stands(one: &Promise) -> (&'static str, Tone) {
    match (one.met_at, &one.word) {
        (_, Some((false, _))) => (NOT_KEPT, Tone::Attention),
        (Some(_), _) => (MET, Tone::Good),
        (None, _) if one.late => (LATE, Tone::Attention),
        (None, _) => (OPEN, Tone::Active),
    }
}

/// What whoever asked says of it: at once, and long after.
fn told(one: &Promise) -> Option<String> {
    let first = one.word.as_ref().map(|(kept, says)| match (kept, says.is_empty()) {
        (true, true) => "Whoever asked says that it was done".to_owned(),
        (_, _) => format!("Whoever asked says: {says}"),
    });
    let later = one.later.as_ref().map(|(still, says)| {
        let still = if *still { "still so" } else { "no longer so" };
        match says.trim().is_empty() {
            true => format!("Whoever asked says later that it is {still}"),
            false => format!("Whoever asked says later that it is {still}: {says}"),
        }
    });
    let all: Vec<String> = first.into_iter().chain(later).collect();
    (!all.is_empty()).then(|| all.join(". "))
}

/// The words, and how many files show it.
fn evidence(one: &Promise) -> String {
    match one.files.len() {
        0 => one.evidence.clone(),
        many => {
            let files = words::count_of(many, "file", "files");
            [one.evidence.as_str(), files.as_str()].join(" ").trim().to_owned()
        }
    }
}

fn promises<'a>(traces: &Traces, here: &str) -> List<'a, &'a Promise> {
    let place = here.to_owned();
    let planned = traces.promises.iter().any(|one| one.due_on.is_some());
    let mut columns = vec![
        Column::text("what", "What was promised", |row: &&Promise| row.what.clone()).shown(|row| Cell {
            note: row.own.then(|| "You asked for this".to_owned()),
            ..Cell::new(&row.what)
        }),
        Column::text("house", "Asked for by", |row: &&Promise| row.house.clone()),
        Column::text("gate", "By when", |row: &&Promise| {
            row.gate.trim_end_matches('.').to_owned()
        }),
        Column::text("stands", "How it stands", |row: &&Promise| stands(row).0.to_owned()).shown(|row| {
            let (word, tone) = stands(row);
            Cell {
                note: told(row),
                ..Cell::tag(Tag::new(word, tone))
            }
        }),
        Column::when("met", ("Since", "Since (UK time)"), |row: &&Promise| row.met_at),
        Column::text("evidence", "How we know", |row: &&Promise| evidence(row)).shown(move |row| Cell {
            href: Some(promised::href(&place, &row.id)).filter(|_| row.may_show || !row.files.is_empty()),
            ..Cell::new(match (evidence(row), row.may_show) {
                (words, true) if words.is_empty() => "Add a file that shows it".to_owned(),
                (words, _) => words,
            })
        }),
    ];
    if planned {
        columns.push(Column::text("keeper", "Who sees to it", |row: &&Promise| {
            row.keeper.clone().unwrap_or_default()
        }));
        columns.push(Column::day("due", "By the day", |row: &&Promise| row.due_on));
    }
    List {
        id: "promised",
        name: "promises",
        path: format!("{here}/asked"),
        words: ("promise", "promises"),
        columns,
        choices: Vec::new(),
        usual: "gate",
        empty: Empty {
            title: "Nothing has been promised yet".to_owned(),
            text: "A proposal that is taken becomes a promise, and so does a condition that comes with a signature, when \
                   the text is signed off. It comes back as a gate: the step that it names cannot be taken before it is \
                   met."
                .to_owned(),
            link: None,
        },
    }
}

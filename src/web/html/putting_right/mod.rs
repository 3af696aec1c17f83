//! Put right: for whom, what they could do, how it came; what waits for a second person; what was recorded.

pub mod accounts;
pub mod correcting;
pub mod emails;
pub mod looking;
pub mod recording;

use accord_engine::definition::model;
use accord_store::recordings::Status;
use serde_json::{Map, Value as Json, json};

use super::{home::record_href, shell};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        payments::written::PLACE,
        putting_right::{
            listing::{self, Shown},
            proposing,
        },
        replies::waiting::PLACE as EMAILS,
    },
    views::{
        components::{
            link::Link,
            summary::{SummaryList, SummaryRow},
            text::Empty,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{problem, reply::Reply, request::Request, site::Site},
};

/// The question how it came.
const WAY: &str = "way";

/// Everything that waits for a second person, and what became of the rest.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let title = "Put right";
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back", "/"));
    let waiting = listing::all(&site.app, alliance, &caller, true)?;
    let settled = listing::all(&site.app, alliance, &caller, false)?;
    let list = |id: &str, title: &str, empty: (&str, &str), all: &[Shown]| Part {
        points: all.iter().map(line).collect(),
        empty: all.is_empty().then(|| Empty {
            title: empty.0.to_owned(),
            text: empty.1.to_owned(),
            link: None,
        }),
        ..Part::new(id, title)
    };
    shell::draw(&Sheet {
        page,
        tabs: None,
        caption: None,
        heading: title.to_owned(),
        says: vec![
            "What was said on paper, by phone or in a meeting is written down by one person and confirmed by a second. \
             Then it is done as if the person had done it here, on that day: nothing is dated back."
                .to_owned(),
            "To write something down, open the record that it is about.".to_owned(),
        ],
        parts: vec![
            list(
                "waiting",
                "Waiting for a second person",
                (
                    "Nothing waits",
                    "What somebody writes down for somebody else waits here until a second person has looked at it.",
                ),
                &waiting,
            ),
            list(
                "settled",
                "Confirmed or not",
                ("Nothing yet", "What was confirmed, and what was not, stays here."),
                &settled,
            ),
            Part {
                says: vec![
                    "Where somebody is paid is written down apart, sealed, and typed twice: by one person and by a second."
                        .to_owned(),
                ],
                links: vec![Link::new(accounts::TITLE, PLACE)],
                ..Part::new("accounts", "Accounts")
            },
            Part {
                says: vec!["Answers to our letters by email that do not stand with a text, and why not.".to_owned()],
                links: vec![Link::new(emails::TITLE, EMAILS)],
                ..Part::new("emails", "Emails")
            },
        ],
    })
}

fn line(one: &Shown) -> Point {
    Point {
        link: Some(Link::new(
            format!("{}, for {}", one.row.title, one.whose),
            format!("/put-right/{}", one.row.id),
        )),
        text: format!("{}. Written down by {}{}", one.record.title, one.first, standing(one)),
    }
}

/// `, confirmed by Tom Hadfield.`
fn standing(one: &Shown) -> String {
    match one.row.status {
        Status::Waiting => ". It waits for a second person.".to_owned(),
        Status::Confirmed => format!(", confirmed by {}.", one.second),
        Status::Refused => format!("; {} did not confirm it.", one.second),
    }
}

/// What a recording says, as names and values.
fn summary(one: &Shown) -> SummaryList {
    let day = one.row.said_on.parse().map(words::day).unwrap_or_default();
    let stamp = |at: accord_store::Stamp| words::stamp_in(at.utc(), words::ZONE);
    let correction = !one.before.is_empty();
    let mut rows = vec![
        SummaryRow::new("For whom", &one.whose),
        SummaryRow::new("About", &one.record.title),
        SummaryRow::new("How it came", &one.way),
    ];
    if !correction {
        rows.push(SummaryRow::new("Said on", day));
        rows.push(SummaryRow::new(
            "Read back to them",
            if one.row.read_back { "Yes" } else { "No" },
        ));
    }
    rows.push(SummaryRow::new("Why it was recorded", &one.row.reason));
    rows.push(SummaryRow::new(
        "Written down by",
        format!("{}, {}", one.first, stamp(one.row.recorded_at)),
    ));
    if let Some(at) = one.row.settled_at {
        let key = match one.row.because {
            Some(_) => "Not confirmed by",
            None => "Confirmed by",
        };
        rows.push(SummaryRow::new(key, format!("{}, {}", one.second, stamp(at))));
    }
    rows.extend(one.row.because.iter().map(|why| SummaryRow::new("Why not", why)));
    SummaryList { rows }
}

/// What was said, and what stood there before a correction.
fn said(one: &Shown) -> Vec<Part> {
    let list = |all: &[(String, String)]| SummaryList {
        rows: all.iter().map(|(label, words)| SummaryRow::new(label, words)).collect(),
    };
    let mut out = Vec::new();
    if !one.before.is_empty() {
        out.push(Part {
            summary: Some(list(&one.before)),
            ..Part::new("before", "What stood there")
        });
    }
    let title = match (one.before.is_empty(), one.row.status) {
        (true, _) => "What they said",
        (false, Status::Confirmed) => "What stands there since",
        (false, Status::Waiting | Status::Refused) => "What it would become",
    };
    out.push(match one.says.is_empty() {
        true => Part {
            says: vec![match one.before.is_empty() {
                true => format!(
                    "{}. Nothing else was asked, or it is told with the outcome.",
                    one.row.title
                ),
                false => one.row.title.clone(),
            }],
            ..Part::new("said", title)
        },
        false => Part {
            summary: Some(list(&one.says)),
            ..Part::new("said", title)
        },
    });
    out
}

/// The questions about how something came.
///
/// # Errors
/// None that a form of our own can have.
fn how_form(site: &Site) -> Result<model::Form, Fault> {
    let ways = &site.app.library.put_right.ways;
    let aloud: Vec<String> = ways
        .values()
        .filter(|way| way.read_back)
        .map(|way| way.title.to_lowercase())
        .collect();
    let read_back = format!("If it came {}: have you read it back to them?", words::list_or(&aloud));
    let form = json!({ "fields": [
        { "id": WAY, "label": "How did it come?", "type": "choice", "required": true },
        { "id": "said_on", "label": "On which day was it said?", "type": "date", "required": true,
          "help": "It counts from the day on which it is confirmed, whatever day this is." },
        { "id": "read_back", "label": read_back, "type": "yes_no" },
        { "id": "reason", "label": "Why is it recorded here?", "type": "text", "required": true,
          "help": "Such as: she has no computer, and rang." },
    ] });
    let mut form: model::Form = serde_json::from_value(form)?;
    // In the order of the file.
    for field in form.fields.iter_mut().filter(|field| field.id == WAY) {
        let words = ways.iter().map(|(word, way)| (word.clone(), way.title.clone()));
        field.options = words.collect();
    }
    Ok(form)
}

/// How it came, as it was typed.
fn how(typed: &Map<String, Json>) -> proposing::How {
    let text = |name: &str| typed.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let day = typed
        .get("said_on")
        .and_then(Json::as_object)
        .map(accord_engine::forms::joined);
    proposing::How {
        way: text(WAY),
        said_on: day.and_then(|day| accord_engine::forms::read_date(&day)),
        read_back: text("read_back") == "yes",
        reason: text("reason"),
    }
}

/// What was recorded about a record, and what can be.
///
/// # Errors
/// The record is not for this person to see whole.
pub fn of_record(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let record = (request.kind(), request.param("id"));
    let (seen, all, may) = listing::of_record(&site.app, request.alliance()?, &request.caller()?, record)?;
    let title = "Put right";
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back", record_href(&seen.record.kind, &seen.record.id)));
    let mut parts = Vec::new();
    for (one, number) in seen.running.iter().zip(1..).filter(|(one, _)| may && !one.is_over()) {
        parts.push(Part {
            links: vec![
                Link::new(
                    "Write down what somebody said on paper, by phone or in a meeting",
                    format!("/task/{}/for", one.row.id),
                ),
                Link::new(
                    "Correct what somebody filled in",
                    format!("/task/{}/correct", one.row.id),
                ),
            ],
            ..Part::new(format!("run-{number}"), &one.workflow.definition.title)
        });
    }
    let linked = |one: &Shown| match may {
        true => line(one),
        false => Point::new(format!(
            "{}, for {}. Written down by {}{}",
            one.row.title,
            one.whose,
            one.first,
            standing(one)
        )),
    };
    parts.push(Part {
        points: all.iter().map(linked).collect(),
        empty: all.is_empty().then(|| Empty {
            title: "Nothing was recorded for anybody here".to_owned(),
            text: "What two people record for somebody else, and what they correct, stands here with their names."
                .to_owned(),
            link: None,
        }),
        ..Part::new("recorded", "What was recorded and corrected")
    });
    // A correction shows both: what stood there, and what stands there since.
    for (one, number) in all
        .iter()
        .filter(|one| !one.before.is_empty() && one.row.outcome.is_some())
        .zip(1..)
    {
        for mut part in said(one) {
            part.id = format!("{}-{number}", part.id);
            part.title = part
                .title
                .map(|title| format!("{}: {}", one.row.title, words::lower_first(&title)));
            parts.push(part);
        }
    }
    shell::draw(&Sheet {
        page,
        tabs: None,
        caption: Some(seen.record.title.clone()),
        heading: title.to_owned(),
        says: Vec::new(),
        parts,
    })
}

/// What somebody may not do looks as if it were not there, where they were only looking.
fn hidden(fault: Fault) -> Fault {
    match fault {
        Fault::Refused(_) => Fault::NotFound("page"),
        other => other,
    }
}

/// A page that says why not.
fn cannot(site: &Site, request: &Request, fault: Fault, back: Link) -> Result<Reply, Fault> {
    let Fault::Refused(refusal) = fault else {
        return Err(fault);
    };
    let title = "This cannot be recorded";
    let message = crate::views::pages::message::Message {
        reasons: refusal.reasons.into_iter().map(problem::reason).collect(),
        links: vec![back],
        ..crate::views::pages::message::Message::new(shell::page(site, request, title)?, title, Vec::new())
    };
    Ok(shell::draw(&message)?.with_status(403))
}

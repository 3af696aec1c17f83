//! What a host is asked for, why, by when, and how each of it stands; and its bank details, masked.

use super::{page, tabled, work};
use crate::{
    domain::words,
    service::{fault::Fault, hosting},
    views::{
        components::{
            table::Cell,
            tag::{Tag, Tone},
        },
        contexts::hosting::{Check, Onboarding},
        pages::sheet::{Part, Point, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

/// What leads here.
pub(super) const WAY: &str = "Every check: what is asked, why, and how it stands";

/// The page.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (seen, shown) = hosting::checks(&site.app, request.alliance()?, &request.caller()?, request.param("id"))?;
    let heading = format!("The checks of {}", shown.organisation.name);
    let done = format!(
        "{} of {} are done. What is asked is in proportion to the size of the organisation. A number whose format is right is \
         called format valid, and never verified.",
        shown.counts.done, shown.counts.total
    );
    let rows = shown.checks.iter().map(line).collect();
    let checks = Part {
        links: [
            work(&seen, "check.submit", "Send what is needed for a check"),
            work(&seen, "check.review", "Look at what the host sent"),
        ]
        .into_iter()
        .flatten()
        .collect(),
        ..tabled(
            "checks",
            ("Checks", "What is asked, and how it stands"),
            &["Check", "Needed by", "What was seen", "Runs out", "How it stands"],
            rows,
            "Nothing is asked.",
        )
    };
    let ways = [
        work(
            &seen,
            "bank.give",
            "Give the bank details of your organisation, or others in their place",
        ),
        work(&seen, "bank.call", "Record the call that confirms them"),
        work(&seen, "bank.approve", "Approve them, or refuse them"),
    ];
    let bank = Part {
        links: ways.into_iter().flatten().collect(),
        ..bank(&shown)
    };
    shell::draw(&Sheet {
        caption: seen.record.reference.clone(),
        says: vec![done],
        parts: vec![checks, bank],
        ..Sheet::new(page(site, request, &seen, &heading)?, heading)
    })
}

fn line(one: &Check) -> Vec<Cell> {
    let tone = match one.status.as_str() {
        "accepted" | "does not apply" => Tone::Good,
        "sent" => Tone::Active,
        "changes asked for" | "run out" => Tone::Problem,
        "not started" => Tone::Quiet,
        _ => Tone::Attention,
    };
    let more = [
        Some(one.asked.clone()),
        (!one.applies_if.is_empty()).then(|| format!("Asked if: {}", one.applies_if)),
        (!one.risk.is_empty()).then(|| format!("Without it: {}", one.risk)),
        (!one.template.is_empty()).then(|| format!("We offer a template: {}.", one.template)),
    ];
    let more: Vec<String> = more.into_iter().flatten().map(|said| ended(&said)).collect();
    vec![
        Cell {
            note: Some(more.join(" ")),
            ..Cell::new(&one.title)
        },
        Cell::new(words::upper_first(&one.needed_by)),
        Cell {
            note: Some(one.note.clone()).filter(|note| !note.is_empty()),
            ..Cell::new(&one.evidence)
        },
        Cell::new(one.expires_on.map(words::day).unwrap_or_default()),
        Cell::tag(Tag::new(words::upper_first(&one.status), tone)),
    ]
}

/// A sentence that ends.
fn ended(said: &str) -> String {
    match said.ends_with('.') {
        true => said.to_owned(),
        false => format!("{said}."),
    }
}

fn bank(shown: &Onboarding) -> Part {
    let says = match shown.bank.is_empty() {
        true => "No bank details have been given yet.",
        false => {
            "Nobody is shown an account whole. A change is confirmed by a call to a number that was on file before, \
                  approved by two people who did not give it, and rests before anything is paid to it."
        }
    };
    Part {
        says: vec![says.to_owned()],
        points: shown.bank.iter().map(Point::new).collect(),
        ..Part::new("bank", "Bank details")
    }
}

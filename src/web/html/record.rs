//! The page of one record.

use accord_engine::refusal::{Offer, Standing};

use super::{
    home::{record_href, task_href},
    shell,
};
use crate::{
    service::{
        drafts::{Place, Verb},
        fault::Fault,
        readers,
        record::{self, Stage},
        words,
    },
    views::{
        components::{
            files::{Document, FileList, Form},
            link::{Button, Link, Weight},
            summary::{SummaryList, SummaryRow},
        },
        pages::record as page,
    },
    web::{problem, reply::Reply, request::Request, site::Site},
};

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (kind, id) = (request.param("kind"), request.param("id"));
    let record = record::open(&site.app, request.alliance()?, &request.caller()?, kind, id)?;
    let row = &record.seen.record;
    let mut shell = shell::page(site, request, &row.title)?;
    shell.trail = std::iter::once(Link::new("Procurements", "/procurements"))
        .chain(record.above.iter().map(|one| Link::new(&one.title, record_href(&one.kind, &one.id))))
        .collect();
    let several = record.runs.len() > 1;
    let runs = record.runs.iter().zip(1..).map(|(run, number)| shown(site, run, number, several));
    let people = record.people.iter();
    shell::draw(&page::Record {
        page: shell,
        heading: row.title.clone(),
        caption: caption(site, &row.kind, row.reference.as_deref()),
        runs: runs.collect(),
        documents: documents(&record),
        people: (!record.people.is_empty()).then(|| SummaryList {
            rows: people
                .map(|(role, names)| SummaryRow {
                    values: names.clone(),
                    ..SummaryRow::new(role, "")
                })
                .collect(),
        }),
        below: record
            .below
            .iter()
            .map(|one| page::Below {
                link: Link::new(&one.record.title, record_href(&one.record.kind, &one.record.id)),
                kind: kind_title(site, &one.record.kind),
                now: one.now.clone(),
            })
            .collect(),
    })
}

/// `Specification SPEC-2026-001`.
fn caption(site: &Site, kind: &str, reference: Option<&str>) -> String {
    let title = kind_title(site, kind);
    match reference {
        Some(reference) => format!("{title} {reference}"),
        None => title,
    }
}

fn kind_title(site: &Site, kind: &str) -> String {
    let known = site.app.library.catalogue.subjects.get(kind);
    known.map_or_else(|| kind.replace('_', " "), |one| one.title.clone())
}

fn shown(site: &Site, run: &record::Run, number: usize, several: bool) -> page::Run {
    let now = site.app.clock.now();
    let zone = words::zone("");
    let (ready, blocked) = split(site, run);
    page::Run {
        id: format!("run-{number}"),
        title: several.then(|| run.title.clone()),
        stages: run
            .stages
            .iter()
            .map(|(title, stage)| page::Stage {
                title: title.clone(),
                stands: match stage {
                    Stage::Done => "done",
                    Stage::Now => "now",
                    Stage::Ahead => "ahead",
                },
                says: match stage {
                    Stage::Done => "done",
                    Stage::Now => "now",
                    Stage::Ahead => "to come",
                },
            })
            .collect(),
        now: run.now.clone(),
        next: run.next.clone(),
        over: run.over,
        ready,
        blocked,
        awaited: run
            .awaited
            .iter()
            .map(|one| {
                let whom = match one.people.len() {
                    0 => format!("nobody holds this role yet ({})", one.roles.join(", ")),
                    1..=6 => one.people.join(", "),
                    many => format!("{many} people ({})", one.roles.join(", ")),
                };
                format!("{}: {whom}", one.what)
            })
            .collect(),
        dates: run
            .dates
            .iter()
            .map(|date| {
                let clock = words::clock(date.at, zone, now);
                page::Date {
                    what: date.what.clone(),
                    when: clock.full,
                    left: clock.left,
                    derivation: date.derivation.clone(),
                }
            })
            .collect(),
        story: run
            .story
            .iter()
            .map(|line| page::Happened {
                when: words::moment(line.at, zone),
                who: line.who.clone(),
                what: line.what.clone(),
                now: line.now.clone(),
            })
            .collect(),
    }
}

/// What can be done, and what not: a decision is one thing to do, however many answers it has.
fn split(site: &Site, run: &record::Run) -> (Vec<page::Doing>, Vec<page::Blocked>) {
    let mut ready: Vec<page::Doing> = Vec::new();
    let mut blocked: Vec<page::Blocked> = Vec::new();
    let mut votes: Vec<&str> = Vec::new();
    for offer in &run.offers {
        let title = title(run, offer);
        match &offer.standing {
            Standing::Ready if offer.vote && votes.contains(&offer.state.as_str()) => {}
            Standing::Ready => {
                votes.extend(offer.vote.then_some(offer.state.as_str()));
                ready.push(page::Doing {
                    button: Button::leading(title, href(run, offer)).weighing(weight(&ready, offer)),
                    hint: hint(site, offer),
                });
            }
            Standing::Blocked(reasons) => {
                let reasons: Vec<_> = reasons.iter().cloned().map(problem::reason).collect();
                let one = page::Blocked { title, reasons };
                if !blocked.contains(&one) {
                    blocked.push(one);
                }
            }
            Standing::Closed(at) => {
                let clock = words::clock(*at, words::zone(""), site.app.clock.now());
                let reason = format!("The time for this ended at {}.", clock.full);
                blocked.push(simple(title, reason));
            }
            Standing::Waiting { missing, .. } => {
                let who = titles(site, missing).join(", ");
                blocked.push(simple(title, format!("It is done, and waits for a second person to confirm it: {who}.")));
            }
            Standing::NotYours(_) => {}
        }
    }
    (ready, blocked)
}

fn simple(title: String, because: String) -> page::Blocked {
    page::Blocked {
        title,
        reasons: vec![crate::views::pages::message::Reason { because, mend: None }],
    }
}

/// One main button on a page; the rest are quieter.
fn weight(before: &[page::Doing], offer: &Offer) -> Weight {
    let first = before.is_empty() && !offer.state.is_empty();
    if first { Weight::Primary } else { Weight::Secondary }
}

fn hint(site: &Site, offer: &Offer) -> Option<String> {
    let role = offer.needs_second.clone()?;
    let who = titles(site, &[role]).join(", ");
    Some(format!("A second person confirms it: {who}."))
}

fn titles(site: &Site, roles: &[String]) -> Vec<String> {
    readers::role_titles(&site.app.library, roles)
}

fn title(run: &record::Run, offer: &Offer) -> String {
    if offer.vote {
        let ask = run.asks.iter().find(|(state, _)| *state == offer.state);
        return ask.map_or_else(|| offer.title.clone(), |(_, ask)| ask.clone());
    }
    if offer.second {
        return format!("Confirm: {}", offer.title);
    }
    offer.title.clone()
}

fn href(run: &record::Run, offer: &Offer) -> String {
    if offer.vote {
        return format!("/task/{}/{}/{}", run.instance, Verb::Vote.word(), offer.state);
    }
    task_href(&run.instance, &Place::of(offer))
}

fn documents(record: &record::Record) -> FileList {
    let zone = words::zone("");
    let files = record.documents.iter().map(|row| Document {
        title: row.title.clone(),
        href: format!("/documents/{}", row.id),
        about: Some(format!(
            "{}, version {}, {}",
            row.reference,
            row.version,
            words::day(row.created_at.utc().with_timezone(&zone).date_naive())
        )),
        // A PDF that a person has yet to look at is held back; its page is not.
        forms: match (&row.pdf_key, &row.flagged) {
            (Some(_), None) => vec![Form {
                text: "PDF".to_owned(),
                href: format!("/documents/{}/pdf", row.id),
            }],
            _ => Vec::new(),
        },
        making: false,
    });
    FileList {
        files: files.collect(),
        empty: "There are no documents that you can open yet.".to_owned(),
    }
}

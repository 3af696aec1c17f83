//! The page of one record: where it is, what one can do, what comes next, and the first of everything
//! else; each of the lists has a view of its own beside it.

pub mod below;
pub mod documents;
pub mod history;
pub mod people;
mod run;
pub mod tabs;

pub(in crate::web::html) use self::run::track;
use self::tabs::Tab;
use super::{home::record_href, hosting, shell, starting};
use crate::{
    domain::words,
    service::{
        brief,
        fault::Fault,
        record,
        sight::{Seen, Sight},
    },
    views::{
        components::{
            files::{Document, FileList, Form},
            link::Link,
            summary::{SummaryList, SummaryRow},
            timeline::{Day, Entry, Journal},
        },
        pages::record as page,
        source::Shelf,
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// The kind of record that is a text.
pub(super) const TEXT: &str = "specification";
/// Documents on the first view.
const DOCUMENTS: usize = 5;
/// Records below on the first view.
const BELOW: usize = 8;
/// People in one role on the first view.
const PEOPLE: usize = 4;
/// Lines of what has happened on the first view.
const LINES: usize = 10;

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let record = tabs::open(site, request)?;
    let row = &record.seen.record;
    let place = (row.kind.as_str(), row.id.as_str());
    let mut shell = shell::page(site, request, &row.title)?;
    shell.trail = tabs::trail(&record);
    let several = record.runs.len() > 1;
    let first = record.seen.running.first();
    let workflow = first.map_or("", |one| one.workflow.definition.workflow.as_str());
    let runs = record
        .runs
        .iter()
        .zip(1..)
        .map(|(one, number)| run::shown(site, row, one, number, several));
    let people = record.people.iter();
    let rest = |tab: Tab, all: usize, shown: usize, what: &str| {
        (all > shown).then(|| Link::new(format!("All {all} {what}"), tab.href(place.0, place.1)))
    };
    let lines: usize = record.runs.iter().map(|one| one.story.len()).sum();
    let told: usize = record.runs.iter().map(|one| one.story.len().min(LINES)).sum();
    shell::draw(&page::Record {
        page: shell,
        heading: row.title.clone(),
        caption: caption(site, &row.kind, workflow, row.reference.as_deref()),
        tabs: tabs::of(record.seen.sight, place, Tab::Overview),
        runs: runs.collect(),
        about: about(site, request, &record.seen)?,
        documents: files(&record),
        all_documents: rest(Tab::Documents, record.documents.len(), DOCUMENTS, "documents"),
        people: (!record.people.is_empty()).then(|| SummaryList {
            rows: people
                .map(|(role, names)| SummaryRow {
                    values: some(names),
                    ..SummaryRow::new(role, "")
                })
                .collect(),
        }),
        stories: record
            .runs
            .iter()
            .zip(1..)
            .filter_map(|(run, number)| story(run, number, several))
            .collect(),
        all_lines: match record.seen.sight {
            Sight::Whole => rest(Tab::History, lines, told, "lines of what has happened"),
            Sight::Part => None,
        },
        below: record
            .below
            .iter()
            .take(BELOW)
            .map(|one| page::Below {
                link: Link::new(&one.record.title, record_href(&one.record.kind, &one.record.id)),
                kind: called(site, &one.record.kind, &one.workflow),
                now: one.now.clone(),
            })
            .collect(),
        more: more(site, &record),
        all_below: rest(Tab::Below, record.below.len(), BELOW, "parts of it"),
    })
}

/// What can be started here, and what was put right, for whoever sees what has happened.
fn more(site: &Site, record: &record::Record) -> Vec<Link> {
    let row = &record.seen.record;
    let put_right = Link::new(
        "What was recorded for somebody else, or corrected",
        format!("{}/put-right", record_href(&row.kind, &row.id)),
    );
    let is_whole = record.seen.sight == Sight::Whole && !record.runs.is_empty();
    let mut out: Vec<Link> = starting::anything_below(site, &record.seen).into_iter().collect();
    if site.app.library.landscape.shown_at.contains(&row.kind) {
        out.push(Link::new(
            "Where there is what, and where nobody is: look at the gaps",
            super::landscape::href_for(&row.id),
        ));
    }
    out.extend(hosting::ways(&record.seen));
    out.extend(is_whole.then_some(put_right));
    out
}

/// The first names, and how many more there are.
fn some(names: &[String]) -> Vec<String> {
    let mut out: Vec<String> = names.iter().take(PEOPLE).cloned().collect();
    let more = names.len().saturating_sub(PEOPLE);
    if more > 0 {
        out.push(format!("and {more} more"));
    }
    out
}

/// What it is, in a few lines, for whoever sees all of it.
///
/// # Errors
/// The database fails.
pub(in crate::web::html) fn about(site: &Site, request: &Request, seen: &Seen) -> Result<Option<SummaryList>, Fault> {
    let kinds = site.templates.speaks_of(Shelf::Brief, &seen.record.kind);
    let Some(context) = brief::of(&site.app, request.alliance()?, seen, kinds)? else {
        return Ok(None);
    };
    let lines = site.templates.render_brief(&seen.record.kind, &context);
    let lines = lines.map_err(|fault| anyhow::anyhow!("{fault}"))?;
    let rows: Vec<SummaryRow> = lines
        .iter()
        .map(|(label, words)| SummaryRow::new(label, words))
        .collect();
    Ok((!rows.is_empty()).then_some(SummaryList { rows }))
}

/// `Specification SPEC-2026-001`.
fn caption(site: &Site, kind: &str, workflow: &str, reference: Option<&str>) -> String {
    let title = called(site, kind, workflow);
    match reference {
        Some(reference) => format!("{title} {reference}"),
        None => title,
    }
}

/// What people call a record that runs by a workflow.
pub(super) fn called(site: &Site, kind: &str, workflow: &str) -> String {
    let known = site.app.library.lists.records.get(workflow);
    known.cloned().unwrap_or_else(|| kind_title(site, kind))
}

/// What people call a kind of record.
pub(super) fn kind_title(site: &Site, kind: &str) -> String {
    let known = site.app.library.catalogue.subjects.get(kind);
    known.map_or_else(|| kind.replace('_', " "), |one| one.title.clone())
}

/// Day by day, the newest first.
fn story(run: &record::Run, number: usize, several: bool) -> Option<page::Story> {
    let zone = words::ZONE;
    let mut days: Vec<Day> = Vec::new();
    for line in run.story.iter().take(LINES) {
        let local = line.at.with_timezone(&zone);
        let machine = local.date_naive().to_string();
        let mut text = match &line.who {
            Some(who) => format!("{who}: {}.", line.what),
            None => format!("{}.", line.what),
        };
        if let Some(now) = &line.now {
            text.push_str(&format!(" Now: {now}."));
        }
        let entry = Entry {
            time: words::time_of_day(local.time()),
            text,
            reason: None,
            links: Vec::new(),
            number: None,
        };
        match days.last_mut() {
            Some(day) if day.machine == machine => day.entries.push(entry),
            _ => days.push(Day {
                words: format!("{} {}", local.format("%A"), words::day(local.date_naive())),
                machine,
                entries: vec![entry],
            }),
        }
    }
    (!days.is_empty()).then(|| page::Story {
        id: format!("story-{number}"),
        title: match several {
            true => format!("What has happened: {}", run.title),
            false => "What has happened".to_owned(),
        },
        journal: Journal {
            days,
            empty: String::new(),
        },
    })
}

fn files(record: &record::Record) -> FileList {
    let files = record.documents.iter().take(DOCUMENTS).map(|row| Document {
        title: row.title.clone(),
        href: format!("/documents/{}", row.id),
        about: Some(documents::about(row)),
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

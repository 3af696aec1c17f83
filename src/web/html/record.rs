//! The page of one record.

use accord_engine::refusal::{
    Offer,
    Standing::{Blocked as Held, Closed, NotYours, Ready, Waiting},
};
use accord_store::subjects::SubjectRow;

use super::{
    home::{record_href, task_href},
    shell, starting,
};
use crate::{
    domain::words,
    service::spoken,
    service::{
        brief,
        fault::Fault,
        places::{Place, Verb},
        readers,
        record::{self, Stage},
        sight::{Seen, Sight},
        waiting::Awaited,
    },
    views::{
        components::{
            self,
            blocked::{Blocked, Reason},
            dated::Dated,
            files::{Document, FileList, Form},
            link::Link,
            stages::{StageAt, StageTrack},
            standing::{Offer as Doing, Standing},
            summary::{SummaryList, SummaryRow},
            timeline::{Day, Entry, Journal},
        },
        pages::record as page,
        source::Shelf,
    },
    web::{problem, reply::Reply, request::Request, site::Site},
};

/// The kind of record that is a text.
const TEXT: &str = "specification";

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
        .chain(
            record
                .above
                .iter()
                .map(|one| Link::new(&one.title, record_href(&one.kind, &one.id))),
        )
        .collect();
    let several = record.runs.len() > 1;
    let runs = record
        .runs
        .iter()
        .zip(1..)
        .map(|(run, number)| shown(site, row, run, number, several));
    let people = record.people.iter();
    shell::draw(&page::Record {
        page: shell,
        heading: row.title.clone(),
        caption: caption(site, &row.kind, row.reference.as_deref()),
        runs: runs.collect(),
        about: about(site, request, &record.seen)?,
        documents: documents(&record),
        people: (!record.people.is_empty()).then(|| SummaryList {
            rows: people
                .map(|(role, names)| SummaryRow {
                    values: names.clone(),
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
        below: record
            .below
            .iter()
            .map(|one| page::Below {
                link: Link::new(&one.record.title, record_href(&one.record.kind, &one.record.id)),
                kind: kind_title(site, &one.record.kind),
                now: one.now.clone(),
            })
            .collect(),
        more: more(&record)
            .into_iter()
            .chain(starting::anything_below(site, &record.seen))
            .collect(),
    })
}

/// The path as a picture and the journal as a file, for whoever sees what has happened.
fn more(record: &record::Record) -> Vec<Link> {
    if record.seen.sight == Sight::Part || record.runs.is_empty() {
        return Vec::new();
    }
    let here = record_href(&record.seen.record.kind, &record.seen.record.id);
    vec![
        Link::new("What comes if nobody does anything", format!("{here}/ahead")),
        Link::new("The path so far, as a drawing and in words", format!("{here}/path")),
        Link::new(
            "What has happened, as a file for spreadsheets (CSV)",
            format!("{here}/journal.csv"),
        ),
        Link::new(
            "What was recorded for somebody else, or corrected",
            format!("{here}/put-right"),
        ),
    ]
}

/// What it is, in a few lines.
fn about(site: &Site, request: &Request, seen: &Seen) -> Result<Option<SummaryList>, Fault> {
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

fn shown(site: &Site, row: &SubjectRow, run: &record::Run, number: usize, several: bool) -> page::Run {
    let (mut can, blocked) = split(site, run);
    can.extend(work(site, run, row));
    let mut dates: Vec<Dated> = run.dates.iter().map(|date| dated(site, date)).collect();
    let when = (!dates.is_empty()).then(|| dates.remove(0));
    let now = if run.over {
        format!("{}. This is over.", run.now)
    } else {
        run.now.clone()
    };
    page::Run {
        id: format!("run-{number}"),
        title: several.then(|| run.title.clone()),
        track: (!run.stages.is_empty()).then(|| track(run)),
        standing: Standing {
            now,
            tag: None,
            can,
            nothing: "Nothing is waiting on you here.".to_owned(),
            next: Some(run.next.clone()).filter(|next| !next.is_empty()),
            when,
        },
        blocked,
        awaited: run.awaited.iter().map(awaited).collect(),
        dates,
    }
}

/// Work that a permit allows: the text, where it is about one, and each form that stands alone.
fn work(site: &Site, run: &record::Run, row: &SubjectRow) -> Vec<Doing> {
    let here = record_href(&row.kind, &row.id);
    let mut out = Vec::new();
    let doing = |words: &str, href: String| Doing {
        link: Link::new(words, href),
        hint: None,
    };
    if row.kind == TEXT {
        out.push(doing(
            "Read the text and what people said about it",
            format!("{here}/text"),
        ));
    }
    for one in &run.held {
        out.push(doing(
            "Take back what you have just done",
            format!("/task/{}/undo/{}", run.instance, one.seq),
        ));
    }
    for one in &run.more_time {
        let href = format!("/task/{}/more-time/{}/{}", run.instance, one.state, one.clock);
        out.push(doing("Ask for more time", href));
    }
    for (permit, _) in &run.permits {
        let Some(form) = site
            .app
            .library
            .work_form(&row.kind, permit)
            .filter(|form| form.about.is_empty())
        else {
            continue;
        };
        let title = form.form.title.as_deref().unwrap_or(permit);
        out.push(doing(title, format!("{here}/work/{permit}")));
    }
    out
}

fn track(run: &record::Run) -> StageTrack {
    let stages = run.stages.iter().map(|(title, stage)| components::stages::Stage {
        title: title.clone(),
        at: match stage {
            Stage::Done => StageAt::Done,
            Stage::Now => StageAt::Now,
            Stage::Ahead => StageAt::Ahead,
        },
        note: None,
        href: None,
    });
    StageTrack {
        title: format!("Stages: {}", run.title),
        stages: stages.collect(),
    }
}

fn awaited(one: &Awaited) -> String {
    let whom = match one.people.len() {
        0 => format!("nobody holds this role yet ({})", one.roles.join(", ")),
        1..=6 => one.people.join(", "),
        many => format!("{many} people ({})", one.roles.join(", ")),
    };
    format!("{}: {whom}", one.what)
}

fn dated(site: &Site, date: &record::Date) -> Dated {
    let now = site.app.clock.now();
    let clock = spoken::clock(date.at, words::ZONE, now);
    Dated {
        label: date.what.clone(),
        words: clock.full,
        machine: clock.at,
        because: date.derivation.clone(),
        past: date.at < now,
    }
}

/// Day by day, the newest first.
fn story(run: &record::Run, number: usize, several: bool) -> Option<page::Story> {
    let zone = words::ZONE;
    let mut days: Vec<Day> = Vec::new();
    for line in &run.story {
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

/// What can be done, and what not: a decision is one thing to do, however many answers it has.
fn split(site: &Site, run: &record::Run) -> (Vec<Doing>, Vec<Blocked>) {
    let mut ready: Vec<Doing> = Vec::new();
    let mut blocked: Vec<Blocked> = Vec::new();
    let mut votes: Vec<&str> = Vec::new();
    for offer in &run.offers {
        let title = title(run, offer);
        let reasons = match &offer.standing {
            Ready if offer.vote && votes.contains(&offer.state.as_str()) => continue,
            Ready => {
                votes.extend(offer.vote.then_some(offer.state.as_str()));
                ready.push(Doing {
                    link: Link::new(title, href(run, offer)),
                    hint: hint(site, offer),
                });
                continue;
            }
            NotYours(_) => continue,
            Held(reasons) => reasons.iter().cloned().map(problem::blocked).collect(),
            Closed(at) => {
                let clock = spoken::clock(*at, words::ZONE, site.app.clock.now());
                vec![plain(format!("The time for this ended at {}.", clock.full))]
            }
            Waiting { missing, .. } => {
                let who = titles(site, missing).join(", ");
                vec![plain(format!(
                    "It is done, and waits for a second person to confirm it: {who}."
                ))]
            }
        };
        let one = Blocked { act: title, reasons };
        if !blocked.contains(&one) {
            blocked.push(one);
        }
    }
    (ready, blocked)
}

fn plain(because: String) -> Reason {
    Reason {
        because,
        found: None,
        who: Vec::new(),
        mend: None,
        promise: false,
    }
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
    let zone = words::ZONE;
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

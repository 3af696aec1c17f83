//! Feeds for programs: notices as news, public dates for calendars.

use std::collections::BTreeMap;

use super::{alliance, day, open_data};
use crate::{
    service::{
        context,
        fault::Fault,
        own::dates,
        public::{self, procurement},
    },
    views::feeds::{self, Date, Entry, Feed},
    web::{
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

/// How many notices a feed has.
const MOST: usize = 50;

/// The newest notices (Atom).
///
/// # Errors
/// The database fails.
pub fn notices(site: &Site, request: &Request) -> Result<Reply, Fault> {
    Ok(atom(&newest(site, request, "notices.atom")?))
}

/// The same as a JSON Feed.
///
/// # Errors
/// The database fails.
pub fn notices_json(site: &Site, request: &Request) -> Result<Reply, Fault> {
    Ok(json(&newest(site, request, "notices.json")?))
}

/// What can be bid or applied for now (Atom).
///
/// # Errors
/// The database fails.
pub fn opportunities(site: &Site, request: &Request) -> Result<Reply, Fault> {
    Ok(atom(&open_now(site, request, "opportunities.atom")?))
}

/// The same as a JSON Feed.
///
/// # Errors
/// The database fails.
pub fn opportunities_json(site: &Site, request: &Request) -> Result<Reply, Fault> {
    Ok(json(&open_now(site, request, "opportunities.json")?))
}

fn atom(feed: &Feed) -> Reply {
    open_data("application/atom+xml; charset=utf-8", feeds::atom(feed))
}

fn json(feed: &Feed) -> Reply {
    open_data("application/feed+json; charset=utf-8", feeds::json(feed))
}

/// The newest notices, at this name.
fn newest(site: &Site, request: &Request, name: &str) -> Result<Feed, Fault> {
    let alliance = alliance(site, request)?;
    let (whose, rows) = site.app.reading(&alliance, |desk| {
        Ok::<_, Fault>((context::alliance(desk)?.name, public::notices(desk)?))
    })?;
    let origin = site.origin.text();
    let entries = rows.iter().take(MOST).map(|row| {
        let mut files = Vec::new();
        if row.pdf_key.is_some() && row.flagged.is_none() {
            files.push((format!("{origin}/documents/{}/pdf", row.id), "application/pdf"));
        }
        if row.data_key.is_some() {
            files.push((format!("{origin}/notices/{}.json", row.id), "application/json"));
        }
        Entry {
            id: format!("urn:uuid:{}", row.id),
            title: row.title.clone(),
            href: format!("{origin}/notices/{}", row.id),
            summary: format!(
                "{}, version {}, published on {}.",
                row.reference,
                row.version,
                day(row.created_at.utc())
            ),
            at: row.created_at.utc(),
            files,
        }
    });
    Ok(Feed {
        href: format!("{origin}/feeds/{name}"),
        page: format!("{origin}/notices"),
        title: format!("Notices of {whose}"),
        author: whose,
        updated: rows.first().map(|row| row.created_at.utc()).unwrap_or_default(),
        entries: entries.collect(),
    })
}

/// What is open now, each with its dates, at this name.
fn open_now(site: &Site, request: &Request, name: &str) -> Result<Feed, Fault> {
    let alliance = alliance(site, request)?;
    let origin = site.origin.text();
    let (whose, entries) = site.app.reading(&alliance, |desk| {
        let mut out = Vec::new();
        for one in public::all(desk)? {
            let Some(run) = procurement::runs(desk, &one)?.into_iter().find(|run| run.open) else {
                continue;
            };
            let dates = run.dates.iter().map(|date| format!("{}: {}.", date.what, day(date.at)));
            let said: Vec<String> = run.now.iter().map(|now| format!("{now}.")).chain(dates).collect();
            out.push(Entry {
                id: format!("urn:uuid:{}", one.record.id),
                title: one.record.title.clone(),
                href: format!("{origin}/register/{}", one.reference()),
                summary: said.join(" "),
                // What was published of it last: a closing day that has moved is news.
                at: one.rows.first().map(|row| row.created_at.utc()).unwrap_or_default(),
                files: Vec::new(),
            });
        }
        Ok::<_, Fault>((context::alliance(desk)?.name, out))
    })?;
    Ok(Feed {
        href: format!("{origin}/feeds/{name}"),
        page: format!("{origin}/register"),
        title: format!("What organisations can bid or apply for: {whose}"),
        author: whose,
        updated: entries.iter().map(|one| one.at).max().unwrap_or_default(),
        entries,
    })
}

/// Dates of everything that is public (iCalendar).
///
/// # Errors
/// The database fails.
pub fn dates(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = alliance(site, request)?;
    let origin = site.origin.text();
    let (name, dates) = site.app.reading(&alliance, |desk| {
        let mut out = Vec::new();
        for one in public::all(desk)? {
            // By what everybody reads, never by the state: its name may tell what the title does not.
            let mut known: BTreeMap<String, usize> = BTreeMap::new();
            for run in procurement::runs(desk, &one)?.into_iter().filter(|run| !run.over) {
                for date in run.dates {
                    let alike = known.entry(date.what.clone()).or_default();
                    *alike += 1;
                    let word = date
                        .what
                        .replace(|c: char| !c.is_ascii_alphanumeric(), "-")
                        .to_lowercase();
                    out.push(Date {
                        uid: format!("{}.{word}.{alike}@{}", one.record.id, host(&origin)),
                        title: format!("{}: {}", one.record.title, date.what),
                        says: date.derivation.join(" "),
                        href: format!("{origin}/register/{}", one.reference()),
                        at: date.at,
                    });
                }
            }
        }
        Ok::<_, Fault>((context::alliance(desk)?.name, out))
    })?;
    let text = feeds::calendar(&format!("Dates of {name}"), &dates, site.app.clock.now());
    Ok(open_data("text/calendar; charset=utf-8", text))
}

/// The dates of one person, under an address that only they know.
///
/// # Errors
/// Nobody's calendar stands there (any more).
pub fn mine(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let name = request.param("name");
    let token = name.strip_suffix(".ics").ok_or(Fault::NotFound("page"))?;
    let origin = site.origin.text();
    let dates: Vec<Date> = dates::behind(&site.app, token)?
        .into_iter()
        .map(|one| Date {
            uid: format!("{}@{}", one.key.replace('/', "."), host(&origin)),
            title: format!("{}: {}", one.of, one.what),
            says: String::new(),
            href: format!("{origin}{}", one.path),
            at: one.at,
        })
        .collect();
    let text = feeds::calendar("My dates", &dates, site.app.clock.now());
    Ok(Reply::of(
        200,
        Body::File(File {
            kind: "text/calendar; charset=utf-8".to_owned(),
            name: None,
            bytes: text.into_bytes(),
            lasting: false,
        }),
    ))
}

fn host(origin: &str) -> &str {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    host.split(':').next().unwrap_or(host)
}

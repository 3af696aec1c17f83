//! What is held on somebody, to read and to take away: for people, for programs, and with their files.

use serde_json::Value as Json;

use super::{
    data::{PATH, TITLE},
    page,
};
use crate::{
    domain::{
        bundle::{self, Member},
        words,
    },
    service::{fault::Fault, own::data, uploads},
    views::{
        components::link::Link,
        pages::sheet::{Part, Point, Sheet},
    },
    web::{
        html::shell,
        reply::{Body, File, Reply, attachment},
        request::Request,
        site::Site,
    },
};

/// Bytes: the most that is packed into one file.
const MOST_PACKED: i64 = 40 * 1024 * 1024;

/// Everything, as a file.
///
/// # Errors
/// The database fails.
pub fn file(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = &request.session()?.person.id;
    let all = data::export(&site.app, request.alliance()?, person)?;
    let mut reply = Reply::of(
        200,
        Body::File(File {
            kind: "application/json".to_owned(),
            name: None,
            bytes: serde_json::to_vec_pretty(&all)?,
            lasting: false,
        }),
    );
    reply
        .headers
        .push(("content-disposition", attachment("what-is-held-on-me.json")));
    Ok(reply)
}

/// Everything, to be read.
///
/// # Errors
/// The database fails.
pub fn read(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let title = "Everything that is held on me";
    let person = &request.session()?.person.id;
    let all = data::export(&site.app, request.alliance()?, person)?;
    let mut page = page(site, request, title)?;
    page.trail.push(Link::new(TITLE, PATH));
    let parts = all.as_object().into_iter().flatten().map(|(name, value)| {
        let points: Vec<Point> = match value {
            Json::Array(all) => all.iter().map(|one| Point::new(line(one))).collect(),
            Json::Null => Vec::new(),
            one => vec![Point::new(line(one))],
        };
        Part {
            says: if points.is_empty() {
                vec!["Nothing.".to_owned()]
            } else {
                Vec::new()
            },
            points,
            ..Part::new(name, words::upper_first(&name.replace('_', " ")))
        }
    });
    let sheet = Sheet {
        says: vec!["All that we hold on you. Names of other people are left out.".to_owned()],
        parts: parts.collect(),
        ..Sheet::new(page, title)
    };
    shell::draw(&sheet)
}

/// Kinds of answers, as they are kept: on a page the answer alone says enough.
const TYPED: [&str; 9] = [
    "bool", "text", "texts", "integer", "date", "instant", "rows", "amount", "share",
];
/// What only programs compare.
const FOR_PROGRAMS: &str = "hash";

/// `what: …; at: …`, in words; whoever wants it as it is kept takes the file for programs.
fn line(value: &Json) -> String {
    match value {
        Json::Object(fields) => {
            let mut only = fields.iter();
            match (only.next(), only.next()) {
                (Some((name, answer)), None) if TYPED.contains(&name.as_str()) => return line(answer),
                (Some((name, Json::Number(pence))), None) if name == "money" => return money(pence),
                _ => {}
            }
            let known = fields.iter().filter(|(name, value)| says_something(name, value));
            let all: Vec<String> = known
                .map(|(name, value)| match (name.strip_suffix("pence"), value) {
                    (Some(of), Json::Number(pence)) => {
                        let of = if of.is_empty() { "sum" } else { of.trim_end_matches('_') };
                        format!("{}: {}", of.replace('_', " "), money(pence))
                    }
                    _ => format!("{}: {}", name.replace('_', " "), line(value)),
                })
                .collect();
            all.join("; ")
        }
        Json::Array(all) => all.iter().map(line).collect::<Vec<_>>().join(", "),
        Json::String(text) => said(text),
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

fn says_something(name: &str, value: &Json) -> bool {
    let is_empty = match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(all) => all.is_empty(),
        Json::Object(all) => all.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    };
    !is_empty && name != FOR_PROGRAMS
}

fn money(pence: &serde_json::Number) -> String {
    pence.as_i64().map_or_else(|| pence.to_string(), words::money)
}

/// A moment or a day as people write it; a word that is an answer's own name without underscores.
fn said(text: &str) -> String {
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
        return words::stamp_in(at.to_utc(), words::ZONE);
    }
    if let Ok(day) = text.parse() {
        return words::day(day);
    }
    match text.chars().all(|one| one.is_ascii_lowercase() || one == '_') {
        true => text.replace('_', " "),
        false => text.to_owned(),
    }
}

/// The same with the files that they sent, packed together: to read, for programs, and the files as they
/// came. A file that cannot be read now is named, and leaves the rest whole.
///
/// # Errors
/// The database fails.
pub fn packed(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = &request.session()?.person.id;
    let alliance = request.alliance()?;
    let all = data::export(&site.app, alliance, person)?;
    let mut members = vec![
        Member {
            name: "what-is-held-on-me.txt".to_owned(),
            bytes: as_text(&all).into_bytes(),
        },
        Member {
            name: "what-is-held-on-me.json".to_owned(),
            bytes: serde_json::to_vec_pretty(&all)?,
        },
    ];
    let (mut missing, mut apart, mut size) = (Vec::new(), Vec::new(), 0_i64);
    for row in uploads::all_of_person(&site.app, alliance, person)? {
        // It is packed in memory: what is more stands by itself.
        if size.saturating_add(row.size) > MOST_PACKED {
            apart.push(format!("{}: {}/files/{}", row.name, site.app.origin, row.id));
            continue;
        }
        size = size.saturating_add(row.size);
        let opened = site
            .files
            .get(&row.stored)
            .and_then(|sealed| Ok(uploads::open(&site.app, &row, &sealed)?));
        match opened {
            Ok(bytes) => members.push(Member {
                name: format!("files/{}", row.name),
                bytes,
            }),
            Err(error) => {
                tracing::warn!(
                    upload.id = row.id,
                    error = format!("{error:#}"),
                    "a file cannot be read"
                );
                missing.push(row.name);
            }
        }
    }
    if !missing.is_empty() {
        let text = format!(
            "These files that you sent could not be read now. Ask us for them.\r\n\r\n{}\r\n",
            missing.join("\r\n")
        );
        members.push(Member {
            name: "files-that-are-missing.txt".to_owned(),
            bytes: text.into_bytes(),
        });
    }
    if !apart.is_empty() {
        let text = format!(
            "These files that you sent are too much for one file together. Each can be read at its own address.\r\n\r\n{}\r\n",
            apart.join("\r\n")
        );
        members.push(Member {
            name: "files-by-themselves.txt".to_owned(),
            bytes: text.into_bytes(),
        });
    }
    let bytes = bundle::pack(members).map_err(|says| Fault::field("data", says))?;
    let file = File {
        kind: "application/zip".to_owned(),
        name: None,
        bytes,
        lasting: false,
    };
    let mut reply = Reply::of(200, Body::File(file));
    reply
        .headers
        .push(("content-disposition", attachment("what-is-held-on-me.zip")));
    Ok(reply)
}

/// Everything as lines under headings.
fn as_text(all: &Json) -> String {
    let mut out = String::from("Everything that is held on you. Names of other people are left out.\r\n");
    for (name, value) in all.as_object().into_iter().flatten() {
        out.push_str(&format!("\r\n{}\r\n", words::upper_first(&name.replace('_', " "))));
        let lines: Vec<String> = match value {
            Json::Array(all) => all.iter().map(line).collect(),
            Json::Null => Vec::new(),
            one => vec![line(one)],
        };
        if lines.is_empty() {
            out.push_str("- Nothing.\r\n");
        }
        for text in lines {
            out.push_str(&format!("- {text}\r\n"));
        }
    }
    out
}

//! Everything about a record that somebody may see, as one file to take away: papers, what was sent, what has happened,
//! and the same of every record below. What is inside is what their pages show, no more.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::{
    home::record_href,
    record::{
        about,
        tabs::{self, Tab},
    },
    shell,
};
use crate::{
    domain::{
        bundle::{self, Member},
        hex, words,
    },
    service::{
        dossier::{self, Sent},
        fault::Fault,
        receipts,
        record::{self, Record},
    },
    views::{
        components::{form::Form, link::Button},
        pages::sheet::Part,
    },
    web::{
        reply::{Body, File, Reply, attachment},
        request::Request,
        site::Site,
    },
};

/// It is packed in memory: papers beyond this are named with their addresses.
const MOST_PACKED: usize = 60 * 1024 * 1024;
/// Records of one dossier.
const MOST_RECORDS: usize = 400;
/// How deep records lie below each other.
const DEEPEST: usize = 4;

/// What is said of bids that nobody may read yet.
const SEALED: &str = "What organisations send here is sealed until it is opened. Until then nothing of it is in any \
                      dossier, not even who has sent something; your own organisation's own papers are.";

/// What it will hold, and the button.
///
/// # Errors
/// The record is not there, or not for them; the database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let record = tabs::open(site, request)?;
    let row = &record.seen.record;
    let sealed = site
        .app
        .reading(request.alliance()?, |desk| dossier::is_sealed(desk, row))?;
    let mut says = vec![
        "One ZIP file: the papers that you may open, what has happened, what your organisation has sent, and the same of \
         every record below this one that you may see. A list at the front names each file with its fingerprint."
            .to_owned(),
        "The journal says that you took it.".to_owned(),
    ];
    if sealed {
        says.push(SEALED.to_owned());
    }
    let here = format!("{}/dossier", record_href(&row.kind, &row.id));
    let part = Part {
        says,
        forms: vec![Form::new(
            here,
            shell::key(site),
            Vec::new(),
            Button::primary("Take it with you"),
        )],
        ..Part::new("dossier", "Everything about this, to take with you")
    };
    tabs::sheet(site, request, (&record, Tab::Documents), vec![part])
}

/// The file.
///
/// # Errors
/// The record is not there, or not for them; the database fails.
pub fn take(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let top = tabs::open(site, request)?;
    let (kind, id) = (top.seen.record.kind.clone(), top.seen.record.id.clone());
    let name = top.seen.record.reference.clone().unwrap_or_else(|| kind.clone());
    let mut all = Gathered::default();
    gather(site, request, &top, "", &mut all)?;
    let files = all.members.len();
    let packed = all.packed(site)?;
    let hash = hex(&Sha256::digest(&packed));
    let whose = request.caller()?;
    dossier::taken(&site.app, request.alliance()?, &whose, (&kind, &id), (files, &hash))?;
    let mut reply = Reply::of(
        200,
        Body::File(File {
            kind: "application/zip".to_owned(),
            name: None,
            bytes: packed,
            lasting: false,
        }),
    );
    let name = attachment(&format!("{name}-dossier.zip"));
    reply.headers.push(("content-disposition", name));
    Ok(reply)
}

/// What was found so far.
#[derive(Debug, Default)]
struct Gathered {
    members: Vec<Member>,
    /// Lines of the list at the front.
    index: Vec<String>,
    /// Papers that stand by themselves, with their addresses.
    apart: Vec<String>,
    /// Papers that could not be read now.
    missing: Vec<String>,
    seen: BTreeSet<String>,
    size: usize,
}

impl Gathered {
    fn put(&mut self, name: String, bytes: Vec<u8>) {
        self.size += bytes.len();
        self.index.push(format!("    {name}"));
        self.members.push(Member { name, bytes });
    }

    /// With the list at the front, and a list of fingerprints that `sha256sum -c` understands.
    fn packed(mut self, site: &Site) -> Result<Vec<u8>, Fault> {
        let mut text = vec![format!(
            "Made on {} by {}.",
            words::full(site.app.clock.now()),
            site.app.origin
        )];
        text.push(
            "Each file, with its fingerprint, stands in hashes.sha256; sha256sum -c hashes.sha256 checks them."
                .to_owned(),
        );
        text.append(&mut self.index);
        for (title, lines) in [
            ("By themselves, because together they are too large:", &self.apart),
            ("Could not be read now; ask us for them:", &self.missing),
        ] {
            if !lines.is_empty() {
                text.push(String::new());
                text.push(title.to_owned());
                text.extend(lines.iter().map(|line| format!("    {line}")));
            }
        }
        let index = Member {
            name: "index.txt".to_owned(),
            bytes: lines(&text),
        };
        let sums: Vec<String> = self
            .members
            .iter()
            .chain([&index])
            .map(|one| format!("{}  {}", hex(&Sha256::digest(&one.bytes)), one.name))
            .collect();
        let sums = Member {
            name: "hashes.sha256".to_owned(),
            bytes: format!("{}\n", sums.join("\n")).into_bytes(),
        };
        let mut members = vec![index, sums];
        members.append(&mut self.members);
        bundle::pack(members).map_err(|says| Fault::field("dossier", says))
    }
}

/// Lines as every program shows them.
fn lines(all: &[String]) -> Vec<u8> {
    format!("{}\r\n", all.join("\r\n")).into_bytes()
}

/// One record, and those below it.
fn gather(site: &Site, request: &Request, record: &Record, above: &str, out: &mut Gathered) -> Result<(), Fault> {
    let row = record.seen.record.clone();
    if !out.seen.insert(row.id.clone()) || out.seen.len() > MOST_RECORDS {
        return Ok(());
    }
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let reference = row.reference.clone().unwrap_or_default();
    let folder = format!("{above}{}/", folder(&row.kind, &reference, out.seen.len()));
    out.index.push(String::new());
    out.index
        .push(format!("{} {reference}", row.title).trim_end().to_owned());
    let (sealed, sent) = site.app.reading(alliance, |desk| {
        Ok::<_, Fault>((dossier::is_sealed(desk, &row)?, dossier::sent(desk, &record.seen)?))
    })?;
    out.put(
        format!("{folder}about.txt"),
        lines(&summary(site, request, record, sealed)?),
    );
    if !sent.is_empty() {
        out.put(format!("{folder}sent.txt"), lines(&as_sent(&sent)));
    }
    match receipts::of_record(&site.app, alliance, &caller, (&row.kind, &row.id)) {
        Ok(issued) => out.put(
            format!("{folder}{}", issued.name),
            serde_json::to_vec_pretty(&issued.receipt)?,
        ),
        // Nothing was sent there, it is another's, or the journal is signed tonight.
        Err(Fault::NotFound(_) | Fault::Unavailable(_)) => {}
        Err(other) => return Err(other),
    }
    let story = history(record);
    if !story.is_empty() {
        out.put(format!("{folder}what-has-happened.txt"), lines(&story));
    }
    papers(site, record, &folder, out);
    if folder.matches('/').count() <= DEEPEST {
        for below in &record.below {
            let next = record::open(&site.app, alliance, &caller, &below.record.kind, &below.record.id)?;
            gather(site, request, &next, &folder, out)?;
        }
    }
    Ok(())
}

/// A name that every system takes, and that two records never share.
fn folder(kind: &str, reference: &str, number: usize) -> String {
    let plain = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "-");
    match reference.is_empty() {
        true => format!("{}-{number}", plain(kind)),
        false => plain(reference),
    }
}

/// What the record's page says first.
fn summary(site: &Site, request: &Request, record: &Record, sealed: bool) -> Result<Vec<String>, Fault> {
    let mut out = vec![record.seen.record.title.clone(), String::new()];
    for row in about(site, request, &record.seen)?
        .into_iter()
        .flat_map(|list| list.rows)
    {
        out.push(format!("{}: {}", row.key, row.values.join(" ")));
    }
    for run in &record.runs {
        out.push(String::new());
        out.push(format!("{}: {}", run.title, run.now));
        out.extend(Some(run.next.clone()).filter(|next| !next.is_empty() && !run.over));
    }
    for (role, names) in &record.people {
        out.push(format!("{role}: {}", names.join(", ")));
    }
    if sealed {
        out.extend([String::new(), SEALED.to_owned()]);
    }
    Ok(out)
}

/// Forms with their answers.
fn as_sent(all: &[Sent]) -> Vec<String> {
    let mut out = Vec::new();
    for one in all {
        out.push(format!("{}, received at {}", one.title, words::full(one.at)));
        out.push(format!("Fingerprint (SHA-256): {}", one.hash));
        match &one.answers {
            Some(answers) => {
                for (question, answer) in answers {
                    out.extend([String::new(), question.clone(), answer.replace('\n', "\r\n")]);
                }
            }
            None => out.push(
                "Sealed: nobody can read it before it is opened, and never where a later one took its place."
                    .to_owned(),
            ),
        }
        out.push(String::new());
    }
    out
}

/// What has happened, the oldest first, as the journal's page says it.
fn history(record: &Record) -> Vec<String> {
    let mut out = Vec::new();
    for run in record.runs.iter().filter(|run| !run.story.is_empty()) {
        out.push(run.title.clone());
        for line in run.story.iter().rev() {
            let who = line.who.as_deref().unwrap_or("By itself");
            let led = line.now.as_ref().map(|now| format!(" → {now}")).unwrap_or_default();
            out.push(format!("{}  {who}: {}{led}", words::stamp(line.at), line.what));
        }
        out.push(String::new());
    }
    out
}

/// Every paper that they may open, in each of its forms.
fn papers(site: &Site, record: &Record, folder: &str, out: &mut Gathered) {
    for row in record.documents.iter().rev() {
        let stem = format!(
            "{folder}{}-v{}",
            row.reference
                .replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "-"),
            row.version
        );
        // A PDF that a person has yet to look at is held back; its page is not.
        let pdf = row.pdf_key.as_ref().filter(|_| row.flagged.is_none());
        for (ending, key) in [
            ("html", Some(&row.html_key)),
            ("pdf", pdf),
            ("json", row.data_key.as_ref()),
        ] {
            let Some(key) = key else { continue };
            if out.size > MOST_PACKED {
                out.apart
                    .push(format!("{}: {}/documents/{}", row.title, site.app.origin, row.id));
                break;
            }
            match site.files.get(key) {
                Ok(bytes) => out.put(format!("{stem}.{ending}"), bytes),
                Err(error) => {
                    tracing::warn!(
                        document.id = row.id,
                        error = format!("{error:#}"),
                        "a paper cannot be read"
                    );
                    out.missing.push(format!("{} ({ending})", row.title));
                }
            }
        }
    }
}

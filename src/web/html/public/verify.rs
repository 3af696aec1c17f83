//! Checks a paper: upload a copy, or type what it says of itself.

use accord_store::{checkpoints::CheckpointRow, documents::DocumentRow};

use super::{alliance, day};
use crate::{
    service::{
        authority::Caller,
        fault::{Fault, FieldError},
        public::verify::{self, Known},
        uploads::Sent,
    },
    views::{
        components::{
            field::Field,
            files::Upload,
            form::Form,
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
            text::{Details, Inset},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

const PATH: &str = "/verify";
const FILE: &str = "file";
const SAID: &str = "said";
const TITLE: &str = "Check a document";
/// The most bytes of a copy; the largest of ours has a tenth of it.
const LARGEST: usize = 10 * 1024 * 1024;

/// What came of it.
enum Found {
    /// Byte for byte what was issued, or its fingerprint.
    Issued(Box<Known>),
    /// It says that it is this one, and is not.
    Changed(Box<Known>),
    /// Nothing of ours.
    Unknown,
}

/// Asks for a copy, a fingerprint or a reference.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let said = request.asked(SAID).unwrap_or_default();
    show(site, request, said, None, &[])
}

/// Says what it is.
///
/// # Errors
/// The database fails.
pub fn check(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let said = request.typed(SAID).unwrap_or_default().trim();
    let file = request
        .files
        .iter()
        .find(|file| file.field == FILE && !file.bytes.is_empty());
    let alliance = alliance(site, request)?;
    let caller = request
        .session
        .as_ref()
        .map(crate::service::access::sessions::Session::caller);
    let found = match (file, said) {
        (Some(file), _) if file.bytes.len() > LARGEST => {
            return wrong(site, request, FILE, "The selected file must be smaller than 10MB.");
        }
        (Some(file), _) => of_file(site, &alliance, caller.as_ref(), file)?,
        (None, "") => {
            let says = "Select a file, or type the fingerprint or the reference of the document.";
            return wrong(site, request, FILE, says);
        }
        (None, said) => site.app.reading(&alliance, |desk| {
            let Some(row) = verify::typed(desk, caller.as_ref(), said)? else {
                return Ok::<_, Fault>(Found::Unknown);
            };
            Ok(Found::Issued(Box::new(verify::known(desk, caller.as_ref(), row)?)))
        })?,
    };
    show(site, request, said, Some(&(found, file.is_some())), &[])
}

fn wrong(site: &Site, request: &Request, field: &str, says: &str) -> Result<Reply, Fault> {
    let said = request.typed(SAID).unwrap_or_default();
    let errors = [FieldError {
        field: field.to_owned(),
        says: says.to_owned(),
    }];
    Ok(show(site, request, said, None, &errors)?.with_status(422))
}

fn of_file(site: &Site, alliance: &str, caller: Option<&Caller>, file: &Sent) -> Result<Found, Fault> {
    let Some(mark) = verify::mark(&file.bytes) else {
        return Ok(Found::Unknown);
    };
    let candidates = site.app.reading(alliance, |desk| verify::candidates(desk, &mark))?;
    let same = candidates
        .iter()
        .find(|row| is_file_of(site, row, &file.bytes))
        .cloned();
    let issued = same.is_some();
    let Some(row) = same.or_else(|| candidates.into_iter().next()) else {
        return Ok(Found::Unknown);
    };
    let known = site.app.reading(alliance, |desk| verify::known(desk, caller, row))?;
    Ok(match issued {
        true => Found::Issued(Box::new(known)),
        false => Found::Changed(Box::new(known)),
    })
}

/// Whether these are the bytes of one of its files, as they were issued.
fn is_file_of(site: &Site, row: &DocumentRow, bytes: &[u8]) -> bool {
    let keys = [Some(&row.html_key), row.pdf_key.as_ref(), row.data_key.as_ref()];
    keys.into_iter().flatten().any(|key| match site.files.get(key) {
        Ok(issued) => issued == bytes,
        Err(error) => {
            tracing::warn!(
                document.id = row.id,
                error = format!("{error:#}"),
                "a file cannot be compared"
            );
            false
        }
    })
}

fn show(
    site: &Site,
    request: &Request,
    said: &str,
    found: Option<&(Found, bool)>,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let upload = Upload {
        accept: ".pdf,.html,.json".to_owned(),
        limits: "PDF, HTML or JSON, up to 10MB. We compare it and keep nothing of it.".to_owned(),
        ..Upload::default()
    };
    let mut fields = vec![
        Field::files(FILE, "Your copy of the document", upload).optional(),
        Field::text(SAID, "Or its fingerprint, or its reference", said)
            .hint("They stand at the end of a page, and at the foot of each sheet of a PDF.")
            .optional(),
    ];
    for field in &mut fields {
        let mine = errors.iter().filter(|one| one.field == field.id);
        field.errors = mine.map(|one| one.says.clone()).collect();
    }
    let page = shell::with_errors(shell::page(site, request, TITLE)?, &fields);
    let mut parts = Vec::new();
    if let Some((found, file)) = found {
        parts.push(verdict(found, *file));
    }
    parts.push(Part {
        forms: vec![Form::new(PATH, shell::key(site), fields, Button::primary("Check it"))],
        ..Part::new(
            "ask",
            if found.is_some() {
                "Check another"
            } else {
                "What you have"
            },
        )
    });
    parts.push(by_oneself(site));
    let sheet = Sheet {
        says: vec![
            "Find out whether a document is the one that was issued, unchanged, and whether there is a newer version. \
             You need no account."
                .to_owned(),
        ],
        parts,
        ..Sheet::new(page, TITLE)
    };
    shell::draw(&sheet)
}

fn verdict(found: &Found, file: bool) -> Part {
    let (title, says, known) = match found {
        Found::Issued(known) if file => (
            "Yes: this is the document that was issued",
            "Your file is, byte for byte, the one that we issued.",
            Some(known),
        ),
        Found::Issued(known) => (
            "Yes: a document with this mark was issued",
            "Compare what you have with what stands here, or upload your copy: then every byte is compared.",
            Some(known),
        ),
        Found::Changed(known) => (
            "No: this file is not as it was issued",
            "It says that it is the document below, but its bytes are others. Somebody changed it, or a program saved \
             it anew. Rely on the one that we issued.",
            Some(known),
        ),
        Found::Unknown => (
            "No: we know no such document",
            "Nothing that we issued is like this, as far as you may read it. If somebody gave it to you as ours, ask \
             us before you rely on it.",
            None,
        ),
    };
    Part {
        inset: Some(Inset {
            warning: false,
            paragraphs: vec![says.to_owned()],
            link: known.is_none().then(|| Link::new("Contact and help", "/help")),
        }),
        summary: known.map(|known| SummaryList { rows: rows(known) }),
        links: known.map(|known| ways(known)).unwrap_or_default(),
        ..Part::new("verdict", title)
    }
}

/// What may be said to somebody who holds it: its title only to who may read it here.
fn rows(known: &Known) -> Vec<SummaryRow> {
    let row = &known.row;
    let checkpoint = |one: &Option<CheckpointRow>| {
        one.as_ref().map_or_else(String::new, |one| {
            let root = one.root.get(..16).unwrap_or(&one.root);
            format!("{} · {root}, signed on {}", one.size, day(one.at.utc()))
        })
    };
    let mut out = Vec::new();
    if known.readable {
        out.push(SummaryRow::new("Title", &row.title));
    }
    out.extend([
        SummaryRow::new("Reference", &row.reference),
        SummaryRow::new("Issued", day(row.created_at.utc())),
        SummaryRow::new(
            "Version",
            match &known.newer {
                None => format!("{}, the newest", row.version),
                Some(newer) => format!(
                    "{}. There is a newer one: version {} of {}",
                    row.version,
                    newer.version,
                    day(newer.created_at.utc())
                ),
            },
        ),
        SummaryRow::new("Fingerprint of its content (SHA-256)", &row.hash),
    ]);
    for (key, value) in [
        ("Where the journal stood before it", checkpoint(&known.before)),
        ("The journal was signed after it at", checkpoint(&known.after)),
    ] {
        if !value.is_empty() {
            out.push(SummaryRow::new(key, value));
        }
    }
    out
}

fn ways(known: &Known) -> Vec<Link> {
    if !known.readable {
        return Vec::new();
    }
    let mut out = vec![Link::new(
        "Read it as it was issued",
        format!("/documents/{}", known.row.id),
    )];
    if let Some(newer) = &known.newer {
        out.push(Link::new("Read the newest version", format!("/documents/{}", newer.id)));
    }
    out
}

/// How somebody checks the journal without us.
fn by_oneself(site: &Site) -> Part {
    let key = site.app.signer.public().to_string();
    Part {
        says: vec![
            "Every decision stands in a journal in which each entry holds the mark of the one before. Each night its \
             state is signed, and every letter and document shows it. Whoever kept one can show later whether anything \
             before it was changed."
                .to_owned(),
        ],
        details: vec![Details {
            summary: "Check the journal yourself, with the command line".to_owned(),
            paragraphs: vec![
                "Ask us for a copy of the journal, and take the figures of a checkpoint from any letter or document \
                 that you kept."
                    .to_owned(),
                "accord verify journal.jsonl --key key.pub --seen \"1042 · 5f2c9a1b7d03e4f2\"".to_owned(),
                "It reads every entry, needs no connection to us, and names the first entry that does not fit."
                    .to_owned(),
                format!("The file key.pub holds one line, our public key: {key}"),
            ],
            open: false,
        }],
        ..Part::new("yourself", "Without relying on us")
    }
}

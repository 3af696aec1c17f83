//! Organisations from a file: sending it, looking at what it would do, confirming.

mod looked;

use super::{PATH, href, shell};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        organisations::import::{self, FILE},
    },
    views::{
        components::{
            field::Field,
            files::Upload,
            form::Form,
            link::{Button, Link},
            text::{Details, Inset},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{
        html::lists,
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

const TITLE: &str = "Organisations from a file";
/// Where a file is sent.
const HERE: &str = "/organisations/import";
/// The mark of what was shown.
const SEEN: &str = "seen";
/// The question why it is done.
const BECAUSE: &str = "because";

/// Asks for a file.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[])
}

/// Takes a file, and leads to what it would do.
///
/// # Errors
/// The database fails.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let sent = request
        .files
        .iter()
        .find(|file| file.field == FILE && !file.bytes.is_empty());
    let Some(sent) = sent else {
        let errors = [FieldError {
            field: FILE.to_owned(),
            says: "Select a CSV file.".to_owned(),
        }];
        return Ok(show(site, request, &errors)?.with_status(422));
    };
    match import::keep(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        &sent.name,
        &sent.bytes,
    ) {
        Ok(id) => Ok(Reply::go(format!("{HERE}/{id}"))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// The file to begin with.
///
/// # Errors
/// None that can happen in memory; the library says it may.
pub fn template(_: &Site, _: &Request) -> Result<Reply, Fault> {
    let file = File {
        kind: "text/csv; charset=utf-8; header=present".to_owned(),
        name: Some("organisations-template.csv".to_owned()),
        bytes: import::template()?.into_bytes(),
        lasting: false,
    };
    Ok(Reply::of(200, Body::File(file)))
}

/// What a file would do, or has done.
///
/// # Errors
/// It is not there, or not theirs.
pub fn look(site: &Site, request: &Request) -> Result<Reply, Fault> {
    looked::show(site, request, None, &[])
}

/// Does it.
///
/// # Errors
/// It is not there, or not theirs.
pub fn confirm(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (id, seen) = (request.param(FILE), request.typed(SEEN).unwrap_or_default());
    let because = request.typed(BECAUSE).unwrap_or_default();
    match import::confirm(&site.app, request.alliance()?, &request.caller()?, id, (seen, because)) {
        Ok(()) => Ok(Reply::go(format!("{HERE}/{id}"))),
        Err(Fault::Conflict(conflict)) => {
            Ok(looked::show(site, request, Some(conflict.changes.join(" ")), &[])?.with_status(409))
        }
        Err(Fault::Invalid(errors)) => Ok(looked::show(site, request, None, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let limits = &site.app.library.landscape.import;
    let upload = Upload {
        accept: ".csv,.txt".to_owned(),
        limits: format!(
            "CSV (UTF-8), up to {} rows and {}KB, parted by commas or semicolons.",
            limits.rows,
            limits.bytes / 1000
        ),
        ..Upload::default()
    };
    let mut field = Field::files(FILE, "The file", upload);
    field.errors = errors.iter().map(|one| one.says.clone()).collect();
    let fields = vec![field];
    let mut page = shell::with_errors(shell::page(site, request, TITLE)?, &fields);
    page.trail = vec![Link::new("Organisations", PATH)];
    let form = Form::new(
        HERE,
        shell::key(site),
        fields,
        Button::primary("Look at what it would do"),
    );
    let kinds: Vec<String> = limits
        .kinds
        .iter()
        .map(|word| super::kind(word).to_lowercase())
        .collect();
    shell::draw(&Sheet {
        says: vec![
            "Send a spreadsheet saved as CSV. You see what would be new, what would change and what cannot be taken, \
             and nothing is written until you confirm it."
                .to_owned(),
        ],
        parts: vec![
            Part {
                forms: vec![form],
                ..Part::bare("send")
            },
            Part {
                points: vec![
                    Point::leading(Link::new(
                        "The template: headings alone (CSV)",
                        format!("{HERE}/template.csv"),
                    )),
                    Point::leading(Link::new(
                        "The register as it is, to be changed and sent back (CSV)",
                        "/organisations.csv",
                    )),
                ],
                details: vec![Details {
                    summary: "What stands in the columns".to_owned(),
                    paragraphs: vec![
                        format!(
                            "“Organisation” is the name, and “What it is” says {}. Areas, what it offers, communities \
                             and languages stand one after the other with commas between, in the words that the \
                             register uses.",
                            words::list_or(&kinds)
                        ),
                        "A row with a key is that organisation; without a key it is found by its name, and is new if \
                         nobody has that name. A column that the file does not have changes nothing, and neither does an \
                         empty cell. A cell with a dash (-) alone takes out what stands here."
                            .to_owned(),
                        "A telephone number and an email address that stand here are changed by the organisation \
                         alone, because calls and letters that confirm something go there."
                            .to_owned(),
                    ],
                    open: false,
                }],
                ..Part::new("begin", "To begin with")
            },
        ],
        ..Sheet::new(page, TITLE)
    })
}

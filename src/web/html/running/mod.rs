//! What ran before, from files: sending them, looking at what they would do, confirming.

mod looked;

use super::shell;
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        running::{self, FILE, KINDS, Kind, Sent},
    },
    views::{
        components::{
            field::Field,
            files::Upload,
            form::Form,
            link::{Button, Link},
            text::Details,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

const TITLE: &str = "Bring in what runs already";
/// Where files are sent.
const HERE: &str = "/running/import";
/// The mark of what was shown.
const SEEN: &str = "seen";

/// Asks for files.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[])
}

/// Takes files, and leads to what they would do.
///
/// # Errors
/// The database fails.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let files = request.files.iter();
    let sent: Vec<Sent> = files
        .filter(|file| file.field == FILE && !file.bytes.is_empty())
        .map(|file| Sent {
            name: file.name.clone(),
            bytes: file.bytes.clone(),
        })
        .collect();
    match running::keep(&site.app, request.alliance()?, &request.caller()?, &sent) {
        Ok(id) => Ok(Reply::go(format!("{HERE}/{id}"))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// The file to begin with for contracts.
///
/// # Errors
/// None that can happen in memory.
pub fn contracts(site: &Site, _: &Request) -> Result<Reply, Fault> {
    template(site, Kind::Contracts)
}

/// The file to begin with for posts.
///
/// # Errors
/// None that can happen in memory.
pub fn posts(site: &Site, _: &Request) -> Result<Reply, Fault> {
    template(site, Kind::Posts)
}

/// The file to begin with for returns.
///
/// # Errors
/// None that can happen in memory.
pub fn returns(site: &Site, _: &Request) -> Result<Reply, Fault> {
    template(site, Kind::Returns)
}

fn template(site: &Site, kind: Kind) -> Result<Reply, Fault> {
    let file = File {
        kind: "text/csv; charset=utf-8; header=present".to_owned(),
        name: Some(format!("{}-template.csv", kind.words())),
        bytes: running::template(&site.app, kind)?.into_bytes(),
        lasting: false,
    };
    Ok(Reply::of(200, Body::File(file)))
}

/// What files would do, or have done.
///
/// # Errors
/// They are not there, or not theirs.
pub fn look(site: &Site, request: &Request) -> Result<Reply, Fault> {
    looked::show(site, request, Vec::new())
}

/// Does it.
///
/// # Errors
/// They are not there, or not theirs.
pub fn confirm(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (id, seen) = (request.param(FILE), request.typed(SEEN).unwrap_or_default());
    match running::confirm(&site.app, request.alliance()?, &request.caller()?, id, seen) {
        Ok(()) => Ok(Reply::go(format!("{HERE}/{id}"))),
        Err(Fault::Conflict(conflict)) => Ok(looked::show(site, request, conflict.changes)?.with_status(409)),
        Err(Fault::Invalid(errors)) => {
            let says = errors.into_iter().map(|one| one.says).collect();
            Ok(looked::show(site, request, says)?.with_status(422))
        }
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let limits = &site.app.library.running;
    let upload = Upload {
        accept: ".csv,.txt".to_owned(),
        several: true,
        limits: format!(
            "CSV, up to {} files, {} rows each and {} MB in all.",
            limits.files,
            words::thousands(u64::try_from(limits.rows).unwrap_or(u64::MAX)),
            limits.bytes / 1_000_000
        ),
        ..Upload::default()
    };
    let mut field = Field::files(FILE, "The files", upload);
    field.errors = errors.iter().map(|one| one.says.clone()).collect();
    let fields = vec![field];
    let page = shell::with_errors(shell::page(site, request, TITLE)?, &fields);
    let form = Form::new(
        HERE,
        shell::key(site),
        fields,
        Button::primary("Look at what they would do"),
    );
    let templates = KINDS.map(|kind| {
        let words = words::upper_first(kind.words());
        Point::leading(Link::new(
            format!("{words}: headings alone (CSV)"),
            format!("{HERE}/{}.csv", kind.words()),
        ))
    });
    shell::draw(&Sheet {
        says: vec![
            "For an alliance that has hosts already. Send the spreadsheets in which contracts, posts and past returns \
             were kept, saved as CSV. You see first what would be brought in, and every cell that cannot be read; nothing \
             is written until you confirm it, and with anything wrong nothing is brought in at all."
                .to_owned(),
        ],
        parts: vec![
            Part {
                forms: vec![form],
                ..Part::bare("send")
            },
            Part {
                points: templates.to_vec(),
                details: vec![explained()],
                ..Part::new("begin", "To begin with")
            },
        ],
        ..Sheet::new(page, TITLE)
    })
}

fn explained() -> Details {
    let paragraphs = [
        "Contracts: one line each. “Contract number” is the number where it was kept until now; posts and returns name it. \
         “Host” is the organisation as the register has it. “Networks” are parted by commas, or the word all; what belongs \
         to no network, such as a coordinator for the whole city, stands under “Other services”.",
        "Posts: one line for each post, with filled or vacant. No name of a person belongs here.",
        "Returns: one line for each contract and quarter, with a column for each number. A number that was not counted then \
         is left empty. Returns of the quarter that runs, and later ones, are given here by the host, who is asked when the \
         quarter has ended; “Returns here from” says another quarter.",
        "Days are written as 01/04/2026, money as £1,200.50. The same files sent once more change nothing.",
    ];
    Details {
        summary: "What stands in the columns".to_owned(),
        paragraphs: paragraphs.map(str::to_owned).to_vec(),
        open: false,
    }
}

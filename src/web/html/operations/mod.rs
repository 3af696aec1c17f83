//! How the installation is, for whoever mends: what waits, what went wrong, clocks, the journal.

pub mod changeovers;
pub mod clocks;
pub mod incidents;
pub mod letters;
pub mod packs;
pub mod workflows;

use super::{home::record_href, lists::List, shell};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        operations::{self, Clock, Overview, Verified},
        scanned,
    },
    views::{
        components::{
            form::Form,
            link::{Button, Link, Weight},
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            tag::{Tag, Tone},
            text::Inset,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Where all of this begins.
pub const PATH: &str = "/operations";
/// Clocks on the first page.
const CLOCKS: usize = 10;

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, None)
}

/// A list with a page of its own: as a page, or as a file.
fn listed<T>(
    site: &Site,
    request: &Request,
    (title, says): (&str, Vec<String>),
    list: &List<'_, T>,
    rows: Vec<T>,
) -> Result<Reply, Fault> {
    let above = Some(Link::new("Operations", PATH));
    list.page(site, request, (title, says, above), rows)
}

/// The page with what verifying the journal said.
///
/// # Errors
/// The database fails.
pub fn verify(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let verified = operations::verify(&site.app, request.alliance()?, &request.caller()?)?;
    show(site, request, Some(&verified))
}

fn show(site: &Site, request: &Request, verified: Option<&Verified>) -> Result<Reply, Fault> {
    let found = operations::overview(&site.app, request.alliance()?, &request.caller()?)?;
    let mut shell = shell::page(site, request, "Operations")?;
    shell.width = Width::Wide;
    let parts = vec![
        going_out(&found),
        clocks(&found),
        jobs(site, &found),
        away(&found),
        journal(site, &found, verified),
        sent_files(site, request)?,
        backups(),
        Part {
            links: vec![Link::new(
                "Workflow library: certificates, versions, what runs by which",
                format!("{PATH}/workflows"),
            )],
            ..Part::new("workflows", "Workflows")
        },
    ];
    shell::draw(&Sheet {
        says: vec![
            "How the service itself is. What is about a record that you do not see is counted here and not shown."
                .to_owned(),
        ],
        parts,
        ..Sheet::new(shell, "Operations")
    })
}

fn going_out(found: &Overview) -> Part {
    let rows = vec![
        SummaryRow::new("Still to go out", found.waiting.to_string()),
        SummaryRow::new("Given up", found.dead.to_string()),
        SummaryRow::new("Incidents that nobody has seen to", found.incidents.to_string()),
    ];
    Part {
        summary: Some(SummaryList { rows }),
        links: vec![
            Link::new("What went wrong, and mending it", format!("{PATH}/incidents")),
            Link::new("What went to whom, and what came of it", format!("{PATH}/letters")),
        ],
        ..Part::new("going-out", "Letters, documents and notices")
    }
}

fn clocks(found: &Overview) -> Part {
    let late = found.clocks.iter().filter(|one| one.is_late).count();
    let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let mut says = vec![match late {
        0 => "No clock is late.".to_owned(),
        late => format!("{} late.", words::count(number(late), "clock is", "clocks are")),
    }];
    says.extend(unseen(found));
    if found.clock.is_behind {
        says.push(format!(
            "The clock of this computer stands behind what was done last, at {}. Nothing is judged by it until it is \
             put right: run accord clock.",
            words::stamp_in(found.clock.mark, words::ZONE)
        ));
    }
    Part {
        says,
        table: Some(Table {
            id: "clock-rows".to_owned(),
            caption: "The next clocks".to_owned(),
            columns: ["When", "How it stands", "What it does then", "Of which record"]
                .map(Column::new)
                .into(),
            rows: found.clocks.iter().take(CLOCKS).map(clock).collect(),
            empty: "No clock is running.".to_owned(),
            csv: None,
            paging: None,
        }),
        links: vec![Link::new(
            "All of them, to sort and to download",
            format!("{PATH}/clocks"),
        )],
        ..Part::new("clocks", "Clocks")
    }
}

/// When nobody could reach it, as it noticed itself.
fn away(found: &Overview) -> Part {
    let stretches = found.away.iter().map(|one| {
        let minutes = (one.until.utc() - one.since.utc()).num_minutes();
        let long = words::count(u64::try_from(minutes).unwrap_or(0), "minute", "minutes");
        let (since, until) = (one.since.utc(), one.until.utc());
        let says = format!(
            "From {} until {}",
            words::stamp_in(since, words::ZONE),
            words::stamp_in(until, words::ZONE)
        );
        SummaryRow::new(long, says)
    });
    let rows: Vec<SummaryRow> = stretches.collect();
    let says = match rows.is_empty() {
        true => "It has noticed no time of more than five minutes in which none of its processes was there for people.",
        false => {
            "It was away for so long: none of its processes was there for people. Rounds whose bids were about to close \
             were told, and their rules say what follows."
        }
    };
    Part {
        says: vec![says.to_owned()],
        summary: (!rows.is_empty()).then_some(SummaryList { rows }),
        ..Part::new("away", "When it was away")
    }
}

/// How many clocks are left out.
fn unseen(found: &Overview) -> Option<String> {
    let count = u64::try_from(found.clocks_unseen).unwrap_or(u64::MAX);
    (count > 0).then(|| {
        let count = words::count(count, "clock", "clocks");
        format!("Of the next clocks, {count} belong to what you do not see and are left out.")
    })
}

fn clock(one: &Clock) -> Vec<Cell> {
    let (kind, id, title) = &one.record;
    let tag = match one.is_late {
        true => Tag::attention("Late"),
        false => Tag::new("Coming", Tone::Quiet),
    };
    vec![
        Cell::new(words::stamp_in(one.due_at, words::ZONE)),
        Cell::tag(tag),
        Cell {
            note: one.error.clone(),
            ..Cell::new(&one.what)
        },
        Cell::link(Link::new(title, record_href(kind, id))),
    ]
}

fn jobs(site: &Site, found: &Overview) -> Part {
    let wall = site.app.wall.now();
    let rows = found.jobs.iter().map(|job| {
        let last = job.last_at.map(|at| words::stamp_in(at.utc(), words::ZONE));
        vec![
            Cell::new(regular(&job.name)),
            Cell::new(last.unwrap_or_else(|| "Not yet".to_owned())),
            Cell::new(if job.is_taken(wall) {
                "Somebody is at it"
            } else {
                "Nobody is at it"
            }),
        ]
    });
    Part {
        table: Some(Table {
            id: "job-rows".to_owned(),
            caption: "When each was last done".to_owned(),
            columns: ["Work", "Last done", "Now"].map(Column::new).into(),
            rows: rows.collect(),
            empty: "Nothing has been done yet. A worker does it: run accord work, or accord serve.".to_owned(),
            csv: None,
            paging: None,
        }),
        ..Part::new("jobs", "Regular work")
    }
}

fn journal(site: &Site, found: &Overview, verified: Option<&Verified>) -> Part {
    let journal = &found.journal;
    let signed = journal.signed.map_or_else(
        || "Not yet".to_owned(),
        |(size, at)| {
            format!(
                "{} entries, on {}",
                words::whole(size),
                words::stamp_in(at, words::ZONE)
            )
        },
    );
    let rows = vec![
        SummaryRow::new("Entries", words::thousands(journal.size)),
        SummaryRow::new("Root over them", &journal.root),
        SummaryRow::new("Last signed", signed),
    ];
    let inset = verified.map(|verified| {
        let (warning, text) = match verified {
            Verified::Whole {
                size,
                checkpoints,
                uncovered,
            } => (
                false,
                format!(
                    "Nothing was changed: {} and {} fit together; {} not signed yet.",
                    words::count(*size, "entry", "entries"),
                    words::count(*checkpoints, "signed checkpoint", "signed checkpoints"),
                    words::count(*uncovered, "entry is", "entries are"),
                ),
            ),
            Verified::Broken(why) => (true, format!("The journal is not as it was written: {why}. Keep this computer as it is, and tell whoever looks after it.")),
            Verified::TooLong(size) => (
                false,
                format!(
                    "With {} this takes longer than a page can wait. Run accord verify on the server.",
                    words::count(*size, "entry", "entries")
                ),
            ),
        };
        Inset {
            warning,
            paragraphs: vec![text],
            link: None,
        }
    });
    let button = Button::primary("Verify the journal now").weighing(Weight::Secondary);
    Part {
        inset,
        summary: Some(SummaryList { rows }),
        forms: vec![Form::new(
            format!("{PATH}/verify"),
            shell::key(site),
            Vec::new(),
            button,
        )],
        ..Part::new("journal", "The journal")
    }
}

/// Whether a scanner looks at what people send.
fn sent_files(site: &Site, request: &Request) -> Result<Part, Fault> {
    let (waiting, refused) = scanned::counts(&site.app, request.alliance()?)?;
    let says = match site.app.scans {
        true => {
            "A scanner looks at every file that people send. Nobody can open one before it has answered, and nobody \
             at all one in which it found something."
        }
        false => {
            "No scanner is set: what people send is judged by its kind, its size and what is packed in it, and not \
             looked at for things that do harm. Set ACCORD_SCANNER (the README says how)."
        }
    };
    let rows = vec![
        SummaryRow::new("Being checked", waiting.to_string()),
        SummaryRow::new("Refused", refused.to_string()),
    ];
    Ok(Part {
        says: vec![says.to_owned()],
        summary: (site.app.scans || waiting + refused > 0).then_some(SummaryList { rows }),
        ..Part::new("sent-files", "Files that people send")
    })
}

fn backups() -> Part {
    Part {
        says: vec![
            "Run accord backup on the server: it copies the database while it is in use, and verifies the copy. \
             PostgreSQL has tools of its own. Keep the key files apart from the copy."
                .to_owned(),
        ],
        ..Part::new("backups", "Backups")
    }
}

/// What a piece of regular work does, for people. The names are those of the command line, which is what does it.
fn regular(name: &str) -> String {
    let known = match name {
        "journal.checkpoint" => "Sign the journal, every night",
        "letters.together" => "Send news together to those who asked for that",
        "old.forget" => "Forget what was kept long enough",
        "bodies.remind" => "Remind of terms, reviews and contracts that end",
        "days.tell" => "Tell of promises and proposals whose day comes near",
        "payments.ask" => "Ask people which account to pay into",
        "cards.check" => "Ask for opening cards again before bids close",
        "seals.wipe" => "Cut off what the log of the database keeps of keys that were destroyed",
        "breaks.give_time" => "Give more time to whoever takes a break",
        "concerns.remind" => "Remind whoever reads concerns",
        other => return words::upper_first(&other.replace(['_', '-', '.'], " ")),
    };
    known.to_owned()
}

//! Packs: those that the alliance has taken in, sending one, looking at what it would change, taking it in as a second
//! person.

use std::collections::BTreeSet;

use super::{PATH, shell};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        packs::{
            asked::{self, FILE, Looked},
            compare::{Fate, Line},
            take::{self, Choice},
        },
        people,
    },
    views::{
        components::{
            control::{Choice as Option_, Options},
            field::Field,
            files::Upload,
            form::{Form, Hidden},
            link::{Button, Link},
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            text::{Details, Empty, Inset},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const TITLE: &str = "Packs";
/// Where they are.
pub const HERE: &str = "/operations/packs";
const BECAUSE: &str = "because";
/// Paths of which theirs counts.
const THEIRS: &str = "theirs";
/// The mark of what was shown.
const SEEN: &str = "seen";
/// What is to be done with one.
const WAY: &str = "way";

/// Those that there are, and a form to send one.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    list(site, request, &[])
}

/// Keeps one for a second person.
///
/// # Errors
/// It is not for this person.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let sent = request.files.iter().find(|file| file.field == FILE);
    let sent = sent.map_or(("", [].as_slice()), |file| (file.name.as_str(), file.bytes.as_slice()));
    let because = request.typed(BECAUSE).unwrap_or_default();
    match asked::ask(&site.app, request.alliance()?, &request.caller()?, sent, because) {
        Ok(id) => Ok(Reply::go(format!("{HERE}/{id}"))),
        Err(Fault::Invalid(errors)) => Ok(list(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn list(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let all = take::all(&site.app, request.alliance()?)?;
    let upload = Upload {
        accept: ".zip".to_owned(),
        limits: "A file that the command “accord pack export” has made, smaller than 25MB.".to_owned(),
        ..Upload::default()
    };
    let typed = request.typed(BECAUSE).unwrap_or_default();
    let mut fields = vec![
        Field::files(FILE, "The pack", upload),
        Field::text(BECAUSE, "Why is it to be taken in?", typed)
            .hint("It stands in the journal, and in the letter to whoever looks at it with you."),
    ];
    for field in &mut fields {
        let own = errors.iter().filter(|one| one.field == field.id);
        // A library may be wrong in many places: each is a line.
        field.errors = own.flat_map(|one| one.says.lines().map(str::to_owned)).collect();
    }
    let mut page = shell::with_errors(shell::page(site, request, TITLE)?, &fields);
    page.width = Width::Wide;
    page.trail = vec![
        Link::new("Operations", PATH),
        Link::new("Workflow library", format!("{PATH}/workflows")),
    ];
    let mut form = Form::new(
        HERE,
        shell::key(site),
        fields,
        Button::primary("Look at what it would change"),
    );
    form.files = true;
    let rows: Vec<Vec<Cell>> = all
        .iter()
        .map(|one| {
            vec![
                Cell::link(Link::new(
                    format!("{} {}", one.name, one.version),
                    format!("{HERE}/{}", one.id),
                )),
                Cell::new(&one.origin),
                Cell::new(words::day(words::local_day(one.asked_at.utc()))),
                Cell::new(if one.taken_at.is_some() {
                    "Taken in"
                } else {
                    "Waits for a second person"
                }),
            ]
        })
        .collect();
    let there = Part {
        empty: rows.is_empty().then(|| Empty {
            title: "No pack was taken in".to_owned(),
            text: "Everything is as this installation has it.".to_owned(),
            link: None,
        }),
        table: (!rows.is_empty()).then(|| Table {
            id: "pack-rows".to_owned(),
            caption: words::count_of(rows.len(), "pack", "packs"),
            columns: ["Pack", "Whose it is", "Sent on", "How it stands"]
                .map(Column::new)
                .into(),
            rows,
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        ..Part::new("there", "What there is")
    };
    shell::draw(&Sheet {
        says: vec![
            "A pack is a file with workflows and what they need, from another alliance. You see first what it would change \
             here; a second person who manages the alliance takes it in. What runs goes on by the rules that it began \
             with."
                .to_owned(),
        ],
        parts: vec![
            there,
            Part {
                forms: vec![form],
                ..Part::new("send", "Send one")
            },
        ],
        ..Sheet::new(page, TITLE)
    })
}

/// What one would change, or has changed.
///
/// # Errors
/// There is none, or it is not for this person.
pub fn look(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, Vec::new())
}

/// Takes one in, or throws it away.
///
/// # Errors
/// As [`look`].
pub fn act(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller, id) = (request.alliance()?, request.caller()?, request.param("pack"));
    if request.typed(WAY) == Some("away") {
        asked::put_away(&site.app, alliance, &caller, id)?;
        return Ok(Reply::go(HERE));
    }
    let theirs: BTreeSet<String> = request
        .form
        .iter()
        .filter(|(name, _)| name == THEIRS)
        .map(|(_, path)| path.clone())
        .collect();
    let looked = asked::look(&site.app, alliance, &caller, id)?;
    let ours = |line: &&Line| line.fate == Fate::Conflict && !theirs.contains(&line.path);
    let keep = looked.lines.iter().filter(ours).map(|line| line.path.clone()).collect();
    let choice = Choice { take: theirs, keep };
    let seen = request.typed(SEEN).unwrap_or_default();
    match asked::confirm(&site.app, alliance, &caller, (id, seen), &choice) {
        Ok(_) => Ok(Reply::go(format!("{HERE}/{id}"))),
        Err(Fault::Conflict(conflict)) => Ok(show(site, request, conflict.changes)?.with_status(409)),
        Err(Fault::Invalid(errors)) => {
            let says = errors.into_iter().map(|one| one.says).collect();
            Ok(show(site, request, says)?.with_status(422))
        }
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, stood: Vec<String>) -> Result<Reply, Fault> {
    let looked = asked::look(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        request.param("pack"),
    )?;
    let heading = format!("The pack “{}”", looked.row.name);
    let mut page = shell::page(site, request, &heading)?;
    page.width = Width::Wide;
    page.trail = vec![Link::new("Operations", PATH), Link::new(TITLE, HERE)];
    let mut parts = Vec::new();
    if !stood.is_empty() {
        parts.push(inset("stood", stood));
    }
    parts.push(about(&looked));
    if looked.row.taken_at.is_some() {
        parts.push(inset(
            "done",
            vec!["It was taken in. What is started from then on has its rules.".to_owned()],
        ));
    } else {
        parts.extend(changes(&looked.lines));
        parts.extend(ways(site, request, &looked));
    }
    shell::draw(&Sheet {
        caption: Some(format!("Version {}", looked.row.version)),
        says: vec![looked.row.because.clone()],
        parts,
        ..Sheet::new(page, heading)
    })
}

fn inset(id: &str, paragraphs: Vec<String>) -> Part {
    Part {
        inset: Some(Inset {
            warning: id == "stood",
            paragraphs,
            link: None,
        }),
        ..Part::bare(id)
    }
}

fn about(looked: &Looked) -> Part {
    let manifest = &looked.pack.manifest;
    let own = manifest.files.iter().filter(|one| !one.shipped).count();
    Part {
        summary: Some(SummaryList {
            rows: vec![
                SummaryRow::new("Whose it is", &manifest.origin),
                SummaryRow::new("What may be done with it", &manifest.licence),
                SummaryRow::new("For the workflows", manifest.workflows.join(", ")),
                SummaryRow::new("Put together on", words::day(manifest.made_on)),
                SummaryRow::new(
                    "Files",
                    format!("{}, {own} of them not as the program brings them", manifest.files.len()),
                ),
                SummaryRow::new("Fingerprint", words::short_hash(&looked.row.hash)),
                SummaryRow::new("Sent here by", &looked.asked_by),
            ],
        }),
        ..Part::new("about", "What it is")
    }
}

/// Files by what becomes of them, the weightiest first; what changes for people stands with a workflow.
fn changes(lines: &[Line]) -> Vec<Part> {
    let groups = [
        (Fate::Conflict, "conflicts", "You and the pack both have your own"),
        (Fate::Changed, "changed", "What it changes"),
        (Fate::New, "new", "What is new"),
        (Fate::Kept, "kept", "What stays yours"),
    ];
    let mut out: Vec<Part> = Vec::new();
    for (fate, id, title) in groups {
        let here: Vec<&Line> = lines.iter().filter(|line| line.fate == fate).collect();
        if here.is_empty() {
            continue;
        }
        let (long, short): (Vec<&Line>, Vec<&Line>) = here.into_iter().partition(|line| line.says.lines().count() > 1);
        out.push(Part {
            points: short
                .iter()
                .map(|line| Point::new(format!("{} {}", line.path, line.says.trim()).trim().to_owned()))
                .collect(),
            details: long
                .iter()
                .map(|line| Details {
                    summary: format!("{}: what changes for people", line.path),
                    paragraphs: line
                        .says
                        .lines()
                        .filter(|text| !text.is_empty())
                        .map(str::to_owned)
                        .collect(),
                    open: true,
                })
                .collect(),
            ..Part::new(id, title)
        });
    }
    if out.is_empty() {
        out.push(inset(
            "same",
            vec!["Every file of it is here already, word for word.".to_owned()],
        ));
    }
    out
}

fn ways(site: &Site, request: &Request, looked: &Looked) -> Vec<Part> {
    let hidden = |way: &str| {
        [(WAY, way), (SEEN, &looked.mark)]
            .map(|(name, value)| Hidden {
                name: name.to_owned(),
                value: value.to_owned(),
            })
            .to_vec()
    };
    let mut away = Form::new(
        request.path.clone(),
        shell::key(site),
        Vec::new(),
        Button::primary("Throw it away"),
    );
    away.hidden = hidden("away");
    let away = Part {
        says: vec!["Nothing of it was taken in yet.".to_owned()],
        forms: vec![away],
        ..Part::new("away", "Throw it away")
    };
    if let Some(why) = &looked.why_not {
        return vec![inset("second", vec![why.clone()]), away];
    }
    let open = looked
        .lines
        .iter()
        .filter(|line| matches!(line.fate, Fate::Conflict | Fate::Kept));
    let choices: Vec<Option_> = open.map(|line| Option_::new(&line.path, &line.path, false)).collect();
    let fields = match choices.is_empty() {
        true => Vec::new(),
        false => vec![
            Field::options(
                THEIRS,
                "Of which of these does theirs count?",
                Options::several(choices),
            )
            .hint("Where you choose nothing, yours stays.")
            .optional(),
        ],
    };
    let mut form = Form::new(
        request.path.clone(),
        shell::key(site),
        fields,
        Button::primary("Take it in"),
    );
    form.hidden = hidden("take");
    vec![
        Part {
            says: vec![
                "All of it is taken in, or nothing. Everybody who manages the alliance gets a letter.".to_owned(),
            ],
            forms: vec![form],
            ..Part::new("take", "Take it in")
        },
        away,
    ]
}

/// The way there, for whoever may go.
pub fn way(request: &Request) -> Option<Link> {
    let may = request.known().is_some_and(|one| one.has_power(people::POWER));
    may.then(|| Link::new("Packs from other alliances", HERE))
}

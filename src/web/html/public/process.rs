//! Who decides what, and when: the workflow files in plain English.

use accord_engine::draw::{self, Format};

use super::assured;
use crate::{
    domain::words,
    service::{
        fault::Fault,
        public::{
            heard,
            process::{self, Process},
        },
    },
    views::{
        components::{
            diagram::Diagram,
            link::Link,
            page::Width,
            text::{Details, Markup},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

const TITLE: &str = "Who decides what, and when";

/// Every process.
///
/// # Errors
/// The database fails.
pub fn list(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let points = process::all(&site.app.library)
        .into_iter()
        .map(|(name, title, says)| Point {
            link: Some(Link::new(title, format!("/process/{name}"))),
            text: says.trim().to_owned(),
        });
    let sheet = Sheet {
        says: vec![
            "Everything here is decided by written rules. These pages are made from the very rules that run, so they \
             cannot say anything else than what happens."
                .to_owned(),
        ],
        parts: vec![Part {
            points: points.collect(),
            links: vec![Link::new(
                "Nothing goes round the experts: what every process promises, proved",
                "/assured",
            )],
            ..Part::bare("processes")
        }],
        ..Sheet::new(shell::page(site, request, TITLE)?, TITLE)
    };
    shell::draw(&sheet)
}

/// One process.
///
/// # Errors
/// There is none of this name.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let name = request.param("name");
    let found = process::one(&site.app.library, name)?;
    let mut shell = shell::page(site, request, &found.title)?;
    // Room for the drawing.
    shell.width = Width::Wide;
    shell.trail = vec![Link::new(TITLE, "/process")];
    let drawing = site
        .app
        .library
        .files
        .get(name)
        .and_then(|file| file.definition.as_ref())
        .map(|definition| draw::draw(definition, Format::Svg));
    let told = heard::is_told_back(&site.app.library, name);
    let anchor = |number: usize| format!("stage-{}", number + 1);
    let mut parts = vec![Part {
        links: std::iter::once(Link::new(
            "Nothing goes round the experts: what every process promises",
            "/assured",
        ))
        .chain(told.then(|| Link::new("You said, we did: what became of what people said", "/heard")))
        .collect(),
        ..promises(&found)
    }];
    parts.push(Part {
        points: found
            .stages
            .iter()
            .enumerate()
            .map(|(number, stage)| Point::leading(Link::new(&stage.title, format!("#{}", anchor(number)))))
            .collect(),
        ..Part::new("stages", "Stages")
    });
    for (number, stage) in found.stages.iter().enumerate() {
        parts.push(Part {
            says: stage
                .within
                .iter()
                .map(|within| format!("Part of: {within}."))
                .collect(),
            points: stage.lines.iter().map(Point::new).collect(),
            ..Part::new(anchor(number), &stage.title)
        });
    }
    if let Some(svg) = drawing {
        parts.push(Part {
            diagram: Some(Diagram {
                caption: format!("{}: every stage and every way between them", found.title),
                svg: Markup::of_our_own(svg),
                words: Vec::new(),
            }),
            ..Part::new("drawing", "The same as a drawing")
        });
    }
    let sheet = Sheet {
        caption: Some("Process".to_owned()),
        says: vec![found.says.trim().to_owned()],
        parts,
        ..Sheet::new(shell, &found.title)
    };
    shell::draw(&sheet)
}

fn promises(found: &Process) -> Part {
    let situations = words::thousands(u64::try_from(found.situations).unwrap_or(u64::MAX));
    Part {
        says: match found.promises.is_empty() {
            true => vec!["This process makes no promise of its own beside its rules.".to_owned()],
            false => vec![format!(
                "Before this process could run, each of these was proved to hold on every way through it ({situations} \
                 situations were looked at):"
            )],
        },
        points: found.promises.iter().map(assured::point).collect(),
        details: vec![Details {
            summary: "Which version of the rules is this?".to_owned(),
            paragraphs: vec![
                format!("The fingerprint of the rules is {}.", found.hash),
                "What runs already keeps the rules that it began with; its documents name their fingerprint."
                    .to_owned(),
            ],
            open: false,
        }],
        ..Part::new("promises", "What is promised")
    }
}

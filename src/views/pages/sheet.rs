//! A page of parts: what everybody may see, what somebody has of their own. Each part shows one thing
//! in the form that suits it; an empty part says what will be there.

use serde::Serialize;

use super::Context;
use crate::views::components::{
    changes::Changes,
    coverage::{Cover, Coverage, Tile},
    dated::Dated,
    diagram::Diagram,
    errors::ErrorSummary,
    field::Field,
    files::{self, FileList},
    form::Form,
    link::{Button, Link},
    page::Page,
    paging::Filter,
    stages::{Stage, StageAt, StageTrack},
    summary::{SummaryList, SummaryRow},
    table::{Cell, Column, Table},
    tabs::Tabs,
    text::{Details, Empty, Inset, Markup, Prose},
    timeline::{Moment, Timeline},
};

/// A page of parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// What stands round it.
    pub page: Page,
    /// Above the heading: what it is, with its reference.
    pub caption: Option<String>,
    /// The `h1`.
    pub heading: String,
    /// It is one of several views of something.
    pub tabs: Option<Tabs>,
    /// Sentences before the parts.
    pub says: Vec<String>,
    /// The parts, in order.
    pub parts: Vec<Part>,
}

/// One part. What it does not have is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Unique on the page; links within it lead there.
    pub id: String,
    /// An `h2`.
    pub title: Option<String>,
    /// Sentences.
    pub says: Vec<String>,
    /// Something to notice.
    pub inset: Option<Inset>,
    /// How far something is.
    pub track: Option<StageTrack>,
    /// Dates with their derivation.
    pub dates: Vec<Dated>,
    /// What comes, or came, in order of time.
    pub timeline: Option<Timeline>,
    /// Names and values.
    pub summary: Option<SummaryList>,
    /// What part of the table is shown.
    pub filter: Option<Filter>,
    /// Every network, and what there is.
    pub coverage: Option<Coverage>,
    /// Rows of one kind.
    pub table: Option<Table>,
    /// Documents.
    pub files: Option<FileList>,
    /// A list.
    pub points: Vec<Point>,
    /// Long text.
    pub prose: Option<Prose>,
    /// A text with what changed in it.
    pub changes: Option<Changes>,
    /// A drawing.
    pub diagram: Option<Diagram>,
    /// What not everybody needs.
    pub details: Vec<Details>,
    /// What to say when there is nothing.
    pub empty: Option<Empty>,
    /// What one can do.
    pub forms: Vec<Form>,
    /// Where one can go on.
    pub links: Vec<Link>,
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Leads to it.
    pub link: Option<Link>,
    /// What it is, or what is to be said beside.
    pub text: String,
}

impl Point {
    /// Words alone.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            link: None,
            text: text.into(),
        }
    }

    /// Words that lead somewhere.
    pub fn leading(link: Link) -> Self {
        Self {
            link: Some(link),
            text: String::new(),
        }
    }
}

impl Part {
    /// A part with a heading; everything else is added with `..`.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: Some(title.into()),
            ..Self::default()
        }
    }

    /// A part without a heading of its own.
    pub fn bare(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }
}

impl Sheet {
    /// A page with nothing on it yet.
    pub fn new(page: Page, heading: impl Into<String>) -> Self {
        Self {
            page,
            caption: None,
            heading: heading.into(),
            tabs: None,
            says: Vec::new(),
            parts: Vec::new(),
        }
    }
}

impl Context for Sheet {
    const TEMPLATE: &'static str = "sheet";

    fn samples() -> Vec<(&'static str, Self)> {
        let errors = {
            let field = Field::text("reference", "Reference or fingerprint", "PSF")
                .error("Enter the reference, or all 64 digits of the fingerprint");
            let page = Page {
                errors: ErrorSummary::of(std::slice::from_ref(&field)),
                ..Page::sample("Check a document")
            };
            Self {
                parts: vec![Part {
                    forms: vec![Form::new("#", "01975", vec![field], Button::primary("Check it"))],
                    ..Part::bare("check")
                }],
                ..Self::new(page, "Check a document")
            }
        };
        let empty = Self {
            parts: vec![Part {
                empty: Some(Empty {
                    title: "No notices yet".into(),
                    text: "The first comes when bids are invited.".into(),
                    link: None,
                }),
                ..Part::bare("notices")
            }],
            ..Self::new(Page::sample("Notices"), "Notices")
        };
        vec![("full", full()), ("empty", empty), ("with errors", errors)]
    }
}

/// Every form that a part may take.
fn full() -> Sheet {
    let stages = [
        ("Coming soon", StageAt::Done),
        ("Open for bids", StageAt::Now),
        ("Bids are being looked at", StageAt::Ahead),
    ]
    .map(|(title, at)| Stage {
        title: title.into(),
        at,
        note: None,
        href: None,
    });
    let standing = Part {
        track: Some(StageTrack {
            title: "Stages".into(),
            stages: stages.into(),
        }),
        dates: vec![Dated {
            label: "Open for bids".into(),
            words: "midday on Friday 15 May 2026".into(),
            machine: "2026-05-15T11:00:00Z".into(),
            because: vec!["25 working days from Monday 6 April 2026.".into()],
            past: false,
        }],
        timeline: Some(Timeline {
            moments: vec![Moment {
                words: "Friday 8 May 2026".into(),
                machine: "2026-05-08".into(),
                title: "A reminder: Open for bids".into(),
                ahead: true,
                ..Moment::default()
            }],
            all_ahead: true,
            empty: String::new(),
        }),
        summary: Some(SummaryList {
            rows: vec![SummaryRow::new("Reference", "SYN-PSF-2026-001")],
        }),
        ..Part::new("standing", "Where it is")
    };
    let table = Part {
        filter: Some(Filter {
            title: "Filter the register".into(),
            action: "#".into(),
            fields: vec![Field::text("q", "Words", "")],
            chosen: Vec::new(),
            clear: "#".into(),
        }),
        table: Some(Table {
            id: "register".into(),
            caption: "Opportunities, awards and contracts".into(),
            columns: vec![Column::new("What"), Column::new("Who")],
            rows: vec![vec![Cell::new("Hillsborough"), Cell::new("Don Valley Minds")]],
            empty: "Nothing fits.".into(),
            csv: Some("#csv".into()),
            paging: None,
        }),
        ..Part::new("rows", "Register")
    };
    let picture = Part {
        coverage: Some(Coverage {
            says: "1 of 2 networks has 2 organisations or more.".into(),
            tiles: [
                ("Foundry", Cover::Full, "3 organisations"),
                ("GPA1", Cover::Part, "1 organisation"),
            ]
            .map(|(name, cover, note)| Tile {
                name: name.into(),
                cover,
                note: note.into(),
                href: None,
            })
            .into(),
        }),
        ..Part::new("picture", "Network by network")
    };
    let words = Part {
        says: vec!["Everybody may read these.".into()],
        inset: Some(Inset {
            warning: false,
            paragraphs: vec!["This is the newest version.".into()],
            link: None,
        }),
        files: Some(FileList {
            files: vec![files::Document {
                title: "Open for bids".into(),
                href: "#notice".into(),
                about: Some("Published on 6 April 2026".into()),
                forms: Vec::new(),
                making: false,
            }],
            empty: String::new(),
        }),
        points: vec![
            Point::leading(Link::new("Feed of notices (Atom)", "#feed")),
            Point::new("Contract managers: publish it"),
        ],
        prose: Some(Prose {
            html: Markup::of_our_own("<p>The words of a notice.</p>"),
        }),
        details: vec![Details {
            summary: "What is a primary care network?".into(),
            paragraphs: vec!["Doctors' surgeries that work together.".into()],
            open: false,
        }],
        links: vec![Link::new("Who decides what, and when", "#process")],
        ..Part::new("words", "Documents")
    };
    Sheet {
        caption: Some("Round SYN-PSF-2026-001".into()),
        tabs: Some(Tabs::sample()),
        says: vec!["Peer support in every network of the city.".into()],
        parts: vec![standing, picture, table, words],
        ..Sheet::new(Page::sample("Peer Support Framework"), "Peer Support Framework")
    }
}

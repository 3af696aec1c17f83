//! The views of one record, side by side: each has an address of its own.

use super::super::{home::record_href, shell};
use crate::{
    service::{
        fault::Fault,
        record::{self, Record},
        sight::Sight,
    },
    views::{
        components::{link::Link, page::Place, tabs::Tabs},
        pages::sheet::{Part, Sheet},
    },
    web::{html::lists::List, reply::Reply, request::Request, site::Site},
};

/// A view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Where it is, what one can do, what comes next.
    Overview,
    /// What comes by itself.
    Ahead,
    /// Documents.
    Documents,
    /// Records below.
    Below,
    /// People and their roles.
    People,
    /// The journal.
    History,
    /// The way that it has gone.
    Path,
}

impl Tab {
    /// In order; whether somebody who sees a part has it too.
    const ALL: [(Self, bool); 7] = [
        (Self::Overview, true),
        (Self::Ahead, false),
        (Self::Documents, true),
        (Self::Below, true),
        (Self::People, false),
        (Self::History, false),
        (Self::Path, false),
    ];

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Ahead => "If nobody does anything",
            Self::Documents => "Documents",
            Self::Below => "What belongs to it",
            Self::People => "People",
            Self::History => "What has happened",
            Self::Path => "Path",
        }
    }

    /// Its address below that of the record.
    const fn ending(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Ahead => "/ahead",
            Self::Documents => "/documents",
            Self::Below => "/below",
            Self::People => "/people",
            Self::History => "/history",
            Self::Path => "/path",
        }
    }

    /// Its address.
    pub fn href(self, kind: &str, id: &str) -> String {
        format!("{}{}", record_href(kind, id), self.ending())
    }
}

/// The views that somebody has of a record.
pub fn of(sight: Sight, (kind, id): (&str, &str), here: Tab) -> Tabs {
    let shown = Tab::ALL.iter().filter(|(_, part)| *part || sight == Sight::Whole);
    let place = |(tab, _): &(Tab, bool)| {
        let place = Place::new(tab.title(), tab.href(kind, id));
        if *tab == here { place.here() } else { place }
    };
    Tabs {
        label: "Views of this record".to_owned(),
        tabs: shown.map(place).collect(),
    }
}

/// A record as this person sees it.
///
/// # Errors
/// It is not there, or not for them; the database fails.
pub fn open(site: &Site, request: &Request) -> Result<Record, Fault> {
    let (kind, id) = (request.param("kind"), request.param("id"));
    record::open(&site.app, request.alliance()?, &request.caller()?, kind, id)
}

/// Where it stands below.
pub fn trail(record: &Record) -> Vec<Link> {
    let above = record.above.iter();
    std::iter::once(Link::new("Procurements", "/procurements"))
        .chain(above.map(|one| Link::new(&one.title, record_href(&one.kind, &one.id))))
        .collect()
}

/// A view that is a list: as a page, or as a file.
///
/// # Errors
/// The database fails.
pub fn list<T>(
    site: &Site,
    request: &Request,
    (record, here): (&Record, Tab),
    list: &List<'_, T>,
    rows: Vec<T>,
) -> Result<Reply, Fault> {
    if super::super::lists::wants_file(request) {
        return list.file(request, rows);
    }
    let part = list.part(request, rows);
    sheet(site, request, (record, here), vec![part])
}

/// A view of parts.
///
/// # Errors
/// The database fails.
pub fn sheet(site: &Site, request: &Request, (record, here): (&Record, Tab), parts: Vec<Part>) -> Result<Reply, Fault> {
    let row = &record.seen.record;
    let mut page = shell::page(site, request, here.title())?;
    page.width = crate::views::components::page::Width::Wide;
    page.trail = trail(record);
    page.trail.push(Link::new(&row.title, record_href(&row.kind, &row.id)));
    shell::draw(&Sheet {
        caption: Some(row.title.clone()),
        tabs: Some(of(record.seen.sight, (&row.kind, &row.id), here)),
        parts,
        ..Sheet::new(page, here.title())
    })
}

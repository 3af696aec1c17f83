//! Organisations: the register, a page for each, and what each says of itself.

pub mod adding;
pub mod import;
pub mod one;
pub mod people;
pub mod profile;

use std::collections::BTreeSet;

use super::{
    lists::{self, Choose, Column, List},
    public::alliance,
    shell,
};
use crate::{
    service::{
        access::sessions::Session,
        fault::Fault,
        organisations::listing::{self, COLUMNS, Line, Listing, OFFICE_COLUMNS, cells, kind},
    },
    views::{
        components::{link::Link, page::Width, table::Cell, text::Empty},
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Where they stand.
pub const PATH: &str = "/organisations";

/// The register of organisations.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if lists::wants_file(request) {
        return csv(site, request);
    }
    let all = all(site, request)?;
    let list = list(&all);
    let mut shell = shell::page(site, request, "Organisations")?;
    shell.width = Width::Wide;
    shell::draw(&Sheet {
        says: vec![
            "The organisations of this alliance, where they work, and whom they come from or serve. Each keeps what \
             stands here itself; nobody has looked it up anywhere."
                .to_owned(),
        ],
        parts: vec![ways(request), list.part(request, all.lines.iter().collect())],
        ..Sheet::new(shell, "Organisations")
    })
}

/// Where else one can go from here.
fn ways(request: &Request) -> Part {
    let mut links = vec![Link::new(
        "Where there is what, and where nobody is",
        super::landscape::PATH,
    )];
    if request
        .known()
        .is_some_and(|session| session.has_power("alliance.manage"))
    {
        links.push(Link::new("Add an organisation", adding::HERE));
        links.push(Link::new(
            "Add or correct organisations from a file",
            "/organisations/import",
        ));
    }
    Part {
        links,
        ..Part::bare("ways")
    }
}

/// The same lines as a file; whoever manages the alliance gets more columns.
///
/// # Errors
/// The database fails.
pub fn csv(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let all = all(site, request)?;
    let lines = list(&all).selected(request, all.lines.iter().collect());
    let office = lines.iter().any(|line| line.office.is_some());
    let mut columns: Vec<&str> = COLUMNS.to_vec();
    columns.extend(OFFICE_COLUMNS.iter().filter(|_| office));
    let rows: Vec<Vec<String>> = lines
        .into_iter()
        .map(|line| {
            let mut row = cells(line);
            row.resize(columns.len(), String::new());
            row
        })
        .collect();
    lists::file("organisations", &columns, &rows)
}

fn all(site: &Site, request: &Request) -> Result<Listing, Fault> {
    let caller = request.known().map(Session::caller);
    let alliance = alliance(site, request)?;
    site.app.reading(&alliance, |desk| listing::all(desk, caller.as_ref()))
}

fn list(all: &Listing) -> List<'_, &Line> {
    let kinds: BTreeSet<&str> = all.lines.iter().map(|line| line.kind.as_str()).collect();
    let communities = listing::communities(&all.lines);
    List {
        id: "organisations",
        name: "organisations",
        path: PATH.to_owned(),
        words: ("organisation", "organisations"),
        columns: vec![
            Column::text("name", "Organisation", |line: &&Line| line.name.clone()).shown(|line| Cell {
                note: line.community_led.then(|| "Led by its community".to_owned()),
                ..Cell::link(Link::new(&line.name, href(&line.id)))
            }),
            Column::text("kind", "What it is", |line: &&Line| kind(&line.kind)),
            Column::text("areas", "Where it works", |line: &&Line| line.areas.join(", ")),
            Column::text("offers", "What it offers", |line: &&Line| line.offers.join(", ")),
            Column::text("communities", "Communities", |line: &&Line| line.communities.join(", ")),
            Column::text("languages", "Languages", |line: &&Line| line.languages.join(", ")),
        ],
        choices: vec![
            Choose {
                name: "area",
                label: "Area",
                any: "Any area",
                options: all.areas.iter().map(|(id, name)| (id.clone(), name.clone())).collect(),
                fits: Box::new(|line, area| line.networks.iter().any(|one| one == area)),
            },
            Choose {
                name: "community",
                label: "Community",
                any: "Any community",
                options: communities.into_iter().map(|name| (name.clone(), name)).collect(),
                fits: Box::new(|line, community| line.communities.iter().any(|one| one == community)),
            },
            Choose {
                name: "service",
                label: "What it offers",
                any: "Anything",
                options: all
                    .services
                    .iter()
                    .map(|(word, name)| (word.clone(), name.clone()))
                    .collect(),
                fits: Box::new(|line, word| line.services.iter().any(|one| one == word)),
            },
            Choose {
                name: "led",
                label: "Led by its community",
                any: "Whether or not",
                options: vec![("yes".to_owned(), "Led by its community".to_owned())],
                fits: Box::new(|line, _| line.community_led),
            },
            Choose {
                name: "kind",
                label: "What it is",
                any: "Anything",
                options: kinds.into_iter().map(|word| (word.to_owned(), kind(word))).collect(),
                fits: Box::new(|line, word| line.kind == word),
            },
        ],
        usual: "name",
        empty: Empty {
            title: "There are no organisations yet".to_owned(),
            text: "They stand here as soon as the alliance has added them.".to_owned(),
            link: None,
        },
    }
}

/// The page of an organisation.
pub fn href(id: &str) -> String {
    format!("{PATH}/{id}")
}

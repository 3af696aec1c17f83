//! The register of organisations: found by words, area, community and kind, and as a file.

use std::collections::BTreeMap;

use accord_store::organisations::{self, OrganisationRow};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{Reader, Standing, areas, profile};
use crate::{
    domain::words,
    service::{
        answers::{text, texts},
        app::Desk,
        authority::Caller,
        fault::Fault,
    },
};

/// The columns of the file for everybody.
pub const COLUMNS: [&str; 8] = [
    "Organisation",
    "What it is",
    "Areas",
    "What it offers",
    "Communities",
    "Languages",
    "Led by its community",
    "Website",
];
/// What stands beside them in the file for whoever manages the alliance; by the key a file of changes finds its
/// organisations again.
pub const OFFICE_COLUMNS: [&str; 8] = [
    "Income",
    "Charity number (format only)",
    "Company number (format only)",
    "Telephone",
    "Email address",
    "Address",
    "Postcode",
    "Key",
];

/// One organisation in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The word for what it is.
    pub kind: String,
    /// Ids of the areas that it works in.
    pub networks: Vec<String>,
    /// The same by name.
    pub areas: Vec<String>,
    /// Whom it comes from, or serves.
    pub communities: Vec<String>,
    /// Languages beside English.
    pub languages: Vec<String>,
    /// Words for what it offers.
    pub services: Vec<String>,
    /// The same, as people call it.
    pub offers: Vec<String>,
    /// Most of its trustees are from the community that it serves.
    pub community_led: bool,
    /// Its website; empty without one.
    pub website: String,
    /// The word of its band of income, for whoever may know; empty if it has said none.
    pub income: Option<String>,
    /// What stands in [`OFFICE_COLUMNS`], for whoever may know.
    pub office: Option<[String; 8]>,
}

/// What a program looks for; empty for anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// All of these words somewhere.
    pub words: String,
    /// The id of an area.
    pub area: String,
    /// A community.
    pub community: String,
    /// The word of a kind.
    pub kind: String,
}

/// A list, and what it can be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Every organisation that this person may know of, by name.
    pub lines: Vec<Line>,
    /// Areas: id to name.
    pub areas: IndexMap<String, String>,
    /// What is offered: word to what people call it.
    pub services: BTreeMap<String, String>,
}

/// Every organisation, as whoever reads may know it.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn all(desk: &mut Desk<'_>, caller: Option<&Caller>) -> Result<Listing, Fault> {
    let areas = areas(desk)?;
    let services = crate::service::landscape::services(desk);
    let reader = Reader::of(desk, caller)?;
    let mut lines = Vec::new();
    for row in organisations::all(desk.db, &desk.alliance)? {
        let said = profile::answers(&row)?;
        let networks = texts(&said, "networks");
        let offered = texts(&said, "services");
        let knows = reader.towards(&row.id) >= Standing::Office;
        lines.push(Line {
            areas: networks.iter().filter_map(|id| areas.get(id).cloned()).collect(),
            networks,
            communities: texts(&said, "communities"),
            languages: texts(&said, "languages"),
            offers: offered.iter().filter_map(|word| services.get(word).cloned()).collect(),
            services: offered,
            community_led: row.community_led,
            website: text(&said, "website"),
            income: knows.then(|| text(&said, "income_band")),
            office: knows.then(|| office(&said, &row)),
            id: row.id,
            name: row.name,
            kind: row.kind,
        });
    }
    Ok(Listing { lines, areas, services })
}

fn office(said: &Map<String, Json>, row: &OrganisationRow) -> [String; 8] {
    [
        words::income_band(&text(said, "income_band")),
        text(said, "charity_number"),
        text(said, "company_number"),
        text(said, "telephone"),
        row.email.clone().unwrap_or_default(),
        text(said, "address").replace('\n', ", "),
        text(said, "postcode"),
        row.handle.clone(),
    ]
}

/// What an organisation is, in words.
pub fn kind(word: &str) -> String {
    words::upper_first(&word.replace('_', " "))
}

/// Those that a program looks for, by name.
pub fn select(mut lines: Vec<Line>, wanted: &Wanted) -> Vec<Line> {
    let words: Vec<String> = wanted.words.split_whitespace().map(str::to_lowercase).collect();
    lines.retain(|line| {
        let text = cells(line).join("\n").to_lowercase();
        (wanted.kind.is_empty() || line.kind == wanted.kind)
            && (wanted.area.is_empty() || line.networks.contains(&wanted.area))
            && (wanted.community.is_empty() || line.communities.contains(&wanted.community))
            && words.iter().all(|word| text.contains(word))
    });
    lines
}

/// One line of the file.
pub fn cells(line: &Line) -> Vec<String> {
    let mut out = vec![
        line.name.clone(),
        kind(&line.kind),
        line.areas.join(", "),
        line.offers.join(", "),
        line.communities.join(", "),
        line.languages.join(", "),
        if line.community_led { "yes" } else { "no" }.to_owned(),
        line.website.clone(),
    ];
    out.extend(line.office.iter().flatten().cloned());
    out
}

/// Every community that an organisation names, in order, each once.
pub fn communities(lines: &[Line]) -> Vec<String> {
    let mut out: Vec<String> = lines.iter().flat_map(|line| line.communities.clone()).collect();
    out.sort();
    out.dedup();
    out
}

//! The landscape: where there is what, as a picture, in words and as tables, and each of these as a file.

mod asked;
mod tables;

use self::asked::Asked;
use super::{lists, organisations, public::alliance, shell};
use crate::{
    domain::{landscape::Line, words},
    service::{
        access::sessions::Session,
        aims::LINK,
        fault::Fault,
        landscape::{self, Landscape},
    },
    views::{
        components::{
            coverage::{Cover, Coverage, Tile},
            link::Link,
            page::Width,
            text::{Empty, Inset},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{html::home::record_href, reply::Reply, request::Request, site::Site},
};

/// Where it stands.
pub const PATH: &str = "/landscape";
const TITLE: &str = "Where there is what, and where nobody is";

/// Where the landscape stands for a record: it leads back there.
pub fn href_for(record: &str) -> String {
    format!("{PATH}/for/{record}")
}

/// The page, or one of its files.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let asked = Asked::read(request);
    let caller = request.known().map(Session::caller);
    let alliance = alliance(site, request)?;
    let seen = site.app.reading(&alliance, |desk| {
        landscape::look(desk, caller.as_ref(), &asked.wanted, request.param("id"))
    })?;
    if lists::wants_file(request) {
        return tables::file(&seen, asked.file());
    }
    let mut page = shell::page(site, request, TITLE)?;
    page.width = Width::Wide;
    page.trail = vec![Link::new("Organisations", organisations::PATH)];
    let mut parts = vec![
        before(&seen),
        filter(&asked, &seen),
        picture(site, &asked, &seen),
        gaps(&asked, &seen),
    ];
    parts.push(tables::areas(&asked, &seen));
    parts.push(tables::communities(&asked, &seen));
    shell::draw(&Sheet {
        says: says(&seen),
        parts,
        ..Sheet::new(page, TITLE)
    })
}

fn says(seen: &Landscape) -> Vec<String> {
    let (all, shown) = (seen.counted, seen.organisations.len());
    let counted = words::count_of(all, "member organisation", "member organisations");
    let first = match shown == all {
        true => format!("{counted}, by network and by community, and what is missing."),
        false => {
            format!("{shown} of {counted}, by network and by community. What is missing is counted with all of them.")
        }
    };
    vec![
        first,
        "It is made of what organisations say of themselves, and nobody has looked it up. A gap may be somebody who \
         has not written it down yet: each organisation changes its own page."
            .to_owned(),
    ]
}

/// From where somebody came, and the way back.
fn before(seen: &Landscape) -> Part {
    Part {
        inset: seen.from.as_ref().map(|(kind, id, title)| Inset {
            warning: false,
            paragraphs: vec![format!(
                "You came from {title}. Look at what is missing before it is written: who is not reached yet, where, \
                 and in which language."
            )],
            link: Some(Link::new(format!("Back to {title}"), record_href(kind, id))),
        }),
        ..Part::bare("from")
    }
}

fn filter(asked: &Asked, seen: &Landscape) -> Part {
    Part {
        filter: Some(asked.filter(seen)),
        ..Part::bare("filter")
    }
}

fn picture(site: &Site, asked: &Asked, seen: &Landscape) -> Part {
    let enough = site.app.library.landscape.covered;
    let is_all = seen.organisations.len() == seen.counted;
    let cover = |line: &Line| match line.here.len() {
        0 if !is_all => Cover::Elsewhere,
        _ if !is_all => Cover::Found,
        0 => Cover::None,
        there if there >= enough && line.gaps.is_empty() => Cover::Full,
        _ => Cover::Part,
    };
    let tile = |line: &Line| Tile {
        name: line.name.clone(),
        cover: cover(line),
        note: note(line),
        href: (!line.here.is_empty()).then(|| asked.organisations(&line.id)),
    };
    let full = seen
        .by_area
        .iter()
        .filter(|line| matches!(cover(line), Cover::Full | Cover::Found))
        .count();
    let none: Vec<String> = seen
        .by_area
        .iter()
        .filter(|line| line.here.is_empty())
        .map(|line| line.name.clone())
        .collect();
    let networks = words::count_of(seen.by_area.len(), "network has", "networks have");
    let mut sentence = match is_all {
        true => format!(
            "{full} of {networks} {} or more, and nothing missing.",
            words::count_of(enough, "organisation", "organisations")
        ),
        false => format!("{full} of {networks} some of those that you look for."),
    };
    if !none.is_empty() {
        let nobody = if is_all {
            "Nobody works"
        } else {
            "None of those that you look for works"
        };
        sentence.push_str(&format!(" {nobody} in {}.", words::list_or(&none)));
    }
    Part {
        coverage: Some(Coverage {
            says: sentence,
            tiles: seen.by_area.iter().map(tile).collect(),
        }),
        ..Part::new("picture", "Network by network")
    }
}

/// "3 organisations, 1 led by its community; 2 things missing".
fn note(line: &Line) -> String {
    let mut out = words::count_of(line.here.len(), "organisation", "organisations");
    match line.led {
        0 => {}
        1 => out.push_str(", 1 led by its community"),
        led => out.push_str(&format!(", {led} led by their community")),
    }
    if !line.gaps.is_empty() && !line.here.is_empty() {
        let missing = words::count_of(line.gaps.len(), "thing", "things");
        out.push_str(&format!("; {missing} missing"));
    }
    out
}

/// What is missing, in words, area by area and then by community.
fn gaps(asked: &Asked, seen: &Landscape) -> Part {
    let all = seen.by_area.iter().chain(&seen.by_community);
    let points: Vec<Point> = all.flat_map(|line| &line.gaps).map(Point::new).collect();
    let empty = points.is_empty().then(|| Empty {
        title: "No gaps".to_owned(),
        text: "Everything that the alliance asks for is there, by what organisations say of themselves.".to_owned(),
        link: None,
    });
    let number = words::count_of(points.len(), "gap", "gaps");
    Part {
        says: match points.is_empty() {
            true => Vec::new(),
            false => vec![format!(
                "{number}, by the numbers that the alliance has chosen. Where nobody works at all, that is said once."
            )],
        },
        points,
        empty,
        links: choose(seen)
            .into_iter()
            .chain([Link::new("Download these sentences (CSV)", asked.as_file(asked::GAPS))])
            .collect(),
        ..Part::new(
            "gaps",
            match seen.organisations.len() == seen.counted {
                true => "What is missing, in words",
                false => "What is missing, counted with all organisations, in words",
            },
        )
    }
}

/// For whoever came from a text that they write with others: to say which of the gaps it answers.
fn choose(seen: &Landscape) -> Option<Link> {
    let from = seen.from.as_ref().filter(|_| seen.may_link)?;
    let (kind, id, title) = from;
    let href = format!("{}/work/{LINK}", record_href(kind, id));
    Some(Link::new(format!("Say which of these {title} answers"), href))
}

//! What could happen under a contract and what did, with what is done about it.

use super::{page, tabled, work};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        hosting::{self, Hosted},
    },
    views::{
        components::{
            table::Cell,
            tag::{Tag, Tone},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

/// What leads here.
pub(super) const WAY: &str = "Risks and incidents";

/// The page.
///
/// # Errors
/// The contract is not there, or not for this person.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let found = hosting::contract(&site.app, request.alliance()?, &request.caller()?, request.param("id"))?;
    shell::draw(&Sheet {
        caption: Some(found.seen.record.title.clone()),
        says: vec![
            "Nothing here identifies anybody. Who needs to know who it was is told another way. If somebody is in danger now, \
             call 999."
                .to_owned(),
        ],
        parts: vec![incidents(&found), risks(&found)],
        ..Sheet::new(page(site, request, &found.seen, WAY)?, WAY)
    })
}

fn open(is_open: bool) -> Tag {
    match is_open {
        true => Tag::attention("Open"),
        false => Tag::new("Over", Tone::Quiet),
    }
}

fn incidents(found: &Hosted) -> Part {
    let day = |on: Option<chrono::NaiveDate>| on.map(words::day).unwrap_or_default();
    let rows = found.contract.incidents.iter().rev().map(|one| {
        let kind = match one.is_serious {
            true => format!("{} (serious)", one.kind),
            false => one.kind.clone(),
        };
        vec![
            Cell {
                note: Some(one.what.clone()),
                ..Cell::new(kind)
            },
            Cell::new(day(one.happened_on)),
            Cell::new(day(one.known_on)),
            Cell::new(match one.followed.is_empty() {
                true => "Nothing recorded yet".to_owned(),
                false => one.followed.clone(),
            }),
            Cell::tag(open(one.is_open)),
        ]
    });
    Part {
        links: work(&found.seen, "incident.follow", "Say what followed from an incident")
            .into_iter()
            .collect(),
        ..tabled(
            "incidents",
            ("What happened", "Incidents"),
            &["What", "When", "Known since", "What followed", "Now"],
            rows.collect(),
            "Nothing has been reported.",
        )
    }
}

fn risks(found: &Hosted) -> Part {
    let rows = found.contract.risks.iter().map(|one| {
        vec![
            Cell::new(&one.risk),
            Cell::new(format!("{} of 25", one.score)),
            Cell::new(&one.doing),
            Cell::new(&one.who),
            Cell::tag(open(one.is_open)),
        ]
    });
    Part {
        says: vec!["How likely it is, from 1 to 5, times how much harm it would do, from 1 to 5.".to_owned()],
        links: work(&found.seen, "risk.write", "Write a risk down, or how it is now")
            .into_iter()
            .collect(),
        ..tabled(
            "risks",
            ("What could happen", "Risks"),
            &["Risk", "How grave", "What we do", "Who", "Now"],
            rows.collect(),
            "No risk has been written down.",
        )
    }
}

//! The text of a contract as it would be signed now, clause by clause, with what the host said and what became of it.

use super::{page, tabled, work};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        hosting::{self, Commented, Hosted},
    },
    views::{
        components::{
            link::Link,
            summary::{SummaryList, SummaryRow},
            table::Cell,
            text::Inset,
        },
        contexts::parts::Section,
        pages::sheet::{Part, Sheet},
    },
    web::{
        html::{home::record_href, shell},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// What leads here.
pub(super) const WAY: &str = "Read the text of the contract";

/// The page.
///
/// # Errors
/// The contract is not there, or not for this person.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let found = hosting::contract(&site.app, request.alliance()?, &request.caller()?, request.param("id"))?;
    let heading = format!("The contract with {}", found.contract.host.name);
    let mut parts = vec![in_short(&found)];
    parts.extend(found.contract.clauses.iter().map(|one| clause(one, &found.comments)));
    for schedule in &found.contract.schedules {
        let id = format!("schedule-{}", schedule.number);
        let says = schedule.sections.iter().flat_map(|one| {
            let heading = (!one.title.is_empty()).then(|| one.title.clone());
            heading.into_iter().chain(said(one))
        });
        parts.push(Part {
            says: says.collect(),
            ..Part::new(id, &schedule.title)
        });
    }
    parts.extend(left_out(&found));
    shell::draw(&Sheet {
        caption: found.seen.record.reference.clone(),
        says: vec![stands(&found)],
        parts,
        ..Sheet::new(page(site, request, &found.seen, &heading)?, heading)
    })
}

/// Whether it can still change.
fn stands(found: &Hosted) -> String {
    let signed: Vec<String> = found.contract.signatures.iter().map(|one| one.name.clone()).collect();
    if !signed.is_empty() {
        return format!(
            "Signed by {}. The text is locked: what changes from now on is a change to the contract, which both sides sign.",
            words::list(&signed)
        );
    }
    match found.seen.may_do("contract.edit") || found.seen.may_do("comment.answer") {
        true => {
            "This is what would be signed now. It can still change: every comment of the host gets an answer with a \
                 reason first."
                .to_owned()
        }
        false => "This is what would be signed now.".to_owned(),
    }
}

fn in_short(found: &Hosted) -> Part {
    let contract = &found.contract;
    let lots: Vec<String> = contract.lots.iter().map(|one| one.name.clone()).collect();
    let day = |on: Option<chrono::NaiveDate>| on.map_or_else(|| "Not agreed yet".to_owned(), words::day);
    let rows = [
        ("Who buys", contract.buyer.name.clone()),
        ("Networks", words::list(&lots)),
        ("From", day(contract.starts_on)),
        ("Until", day(contract.ends_on)),
        ("Price for the whole term", words::money(contract.value)),
        ("Fingerprint of this text", contract.content_hash.clone()),
    ];
    Part {
        summary: Some(SummaryList {
            rows: rows
                .into_iter()
                .map(|(name, value)| SummaryRow::new(name, value))
                .collect(),
        }),
        links: [
            work(
                &found.seen,
                "contract.edit",
                "Give a clause other words in this contract",
            ),
            work(&found.seen, "comment.answer", "Answer a comment of the host"),
            Some(Link::new(
                "What you can do with it now",
                record_href(&found.seen.record.kind, &found.seen.record.id),
            )),
        ]
        .into_iter()
        .flatten()
        .collect(),
        ..Part::new("short", "In short")
    }
}

fn clause(one: &Section, comments: &[Commented]) -> Part {
    let about = comments.iter().filter(|said| said.clause == one.number);
    let paragraphs: Vec<String> = about
        .flat_map(|said| {
            let answer = match &said.answer {
                Some((verdict, reason)) if verdict.is_empty() => format!("Answer: {reason}"),
                Some((verdict, reason)) => format!("{verdict}: {reason}"),
                None => "It waits for an answer.".to_owned(),
            };
            [format!("The host: {}", said.text), answer]
        })
        .collect();
    Part {
        says: said(one),
        inset: (!paragraphs.is_empty()).then_some(Inset {
            warning: false,
            paragraphs,
            link: None,
        }),
        ..Part::new(
            format!("clause-{}", one.number),
            format!("{}. {}", one.number, one.title),
        )
    }
}

/// The words of a section, points on lines of their own.
fn said(one: &Section) -> Vec<String> {
    let point = |text: &String| format!("• {text}");
    if one.blocks.is_empty() {
        return one
            .paragraphs
            .iter()
            .cloned()
            .chain(one.points.iter().map(point))
            .collect();
    }
    one.blocks
        .iter()
        .flat_map(|block| {
            let text = (!block.text.is_empty()).then(|| block.text.clone());
            text.into_iter()
                .chain(block.points.iter().map(point))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// What everybody does not read, for whoever decides about it.
fn left_out(found: &Hosted) -> Option<Part> {
    let link = work(
        &found.seen,
        "contract.redact",
        "Leave something out of the copy that everybody reads, or put it back",
    )?;
    let rows = found.contract.public.left_out.iter();
    let rows = rows
        .map(|one| vec![Cell::new(&one.name), Cell::new(&one.value)])
        .collect();
    Some(Part {
        says: vec![
            "The names of people who signed stand in no public copy. What is left out beside is said where it stood, with \
             the reason."
                .to_owned(),
        ],
        links: vec![link],
        ..tabled("public", ("What the public copy leaves out", "Left out"), &["What", "Why"], rows, "Nothing is left out.")
    })
}

//! How a text has changed: between any two of its versions, since somebody answered, and every change
//! as a list.

use accord_engine::definition::model::{FieldType, Form};
use serde_json::{Map, Value as Json};

use super::{
    home::record_href,
    lists::{self, Column, List},
    shell,
};
use crate::{
    domain::{
        specification::changes::{Block, Mark, Piece, blocks},
        words,
    },
    service::{
        changes::{self, Changes, Fate, Made, Since},
        fault::Fault,
    },
    views::{
        components::{
            changes::{self as shown, Group},
            link::Link,
            page::Width,
            table::Cell,
            text::Empty,
        },
        pages::{
            message::Differs,
            sheet::{Part, Sheet},
        },
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// In an address: since this person answered.
const ANSWERED: &str = "answer";

/// The page, or the list as a file.
///
/// # Errors
/// The record is not there, or not for this person; there is no such version.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let since = match request.asked("since") {
        None | Some("") => Since::LastDay,
        Some(ANSWERED) => Since::Answered,
        Some(number) => Since::Version(number.parse().ok().ok_or(Fault::NotFound("version"))?),
    };
    let to = match request.asked("to") {
        None | Some("") => None,
        Some(number) => Some(number.parse().ok().ok_or(Fault::NotFound("version"))?),
    };
    let place = (request.kind(), request.param("id"));
    let changes = changes::between(&site.app, request.alliance()?, &request.caller()?, place, (since, to))?;
    let record = &changes.seen.record;
    let here = format!("{}/text", record_href(&record.kind, &record.id));
    let list = list(&here);
    let made: Vec<&Made> = changes.made.iter().collect();
    if lists::wants_file(request) {
        return list.file(request, made);
    }
    let heading = format!("How the text of {} has changed", record.title);
    let mut page = shell::page(site, request, &heading)?;
    page.width = Width::Wide;
    page.trail = shell::below(record);
    page.trail.push(Link::new("The text", here.as_str()));
    let mut parts: Vec<Part> = changes.sections.iter().map(|one| section(one, &here)).collect();
    let all = list.part(request, made);
    parts.push(Part {
        id: "all".to_owned(),
        title: Some("Every change".to_owned()),
        ..all
    });
    shell::draw(&Sheet {
        caption: record.reference.clone(),
        says: says(&changes, since),
        parts,
        ..Sheet::new(page, heading)
    })
}

/// What is compared, in sentences.
fn says(changes: &Changes, since: Since) -> Vec<String> {
    if changes.to == 0 {
        return vec!["Nothing has been written yet.".to_owned()];
    }
    let begins = match since {
        Since::Answered if changes.answered.is_none() => {
            "You have not answered yet, so this is everything that was written.".to_owned()
        }
        Since::Answered => "This is what has changed since you answered last.".to_owned(),
        Since::Version(0) => "This is everything that was written.".to_owned(),
        Since::Version(number) => format!("This is what has changed since version {number}."),
        Since::LastDay if changes.from == 0 => "This is everything that was written.".to_owned(),
        Since::LastDay => "This is what has changed on the last day on which somebody wrote.".to_owned(),
    };
    let until = changes.until.map_or_else(String::new, |at| {
        format!("It ends with version {}, of {}.", changes.to, words::stamp(at))
    });
    let how = match changes.sections.is_empty() {
        true => "No section is different.".to_owned(),
        false => "Words that were added are underlined. Words that were taken out are struck through.".to_owned(),
    };
    let mut out = vec![format!("{begins} {until}"), how];
    out.extend(changes.ordered.last().map(|one| {
        let why = match one.why.is_empty() {
            true => String::new(),
            false => format!(" Why: {}.", one.why.trim_end_matches('.')),
        };
        format!(
            "The order of the sections was changed last on {}, by: {}.{why}",
            words::stamp(one.at),
            one.house
        )
    }));
    out
}

fn section(one: &changes::Section, text: &str) -> Part {
    let said: Vec<&str> = one
        .heading
        .iter()
        .filter(|piece| piece.mark != Mark::TakenOut)
        .map(|p| p.text.as_str())
        .collect();
    let title = said.join(" ");
    let (title, mut says) = match one.fate {
        Fate::Added => (format!("{title} (new)"), Vec::new()),
        Fate::TakenOut => (format!("{title} (taken out)"), Vec::new()),
        Fate::Changed => (title, Vec::new()),
    };
    if !one.why.is_empty() {
        says.push(format!("Why: {}.", one.why.join("; ").trim_end_matches('.')));
    }
    let mut groups = Vec::new();
    if one.heading.iter().any(|piece| piece.mark != Mark::Same) {
        says.push("The heading has changed, too.".to_owned());
        groups.push(Group {
            points: false,
            blocks: vec![one.heading.iter().map(piece).collect()],
        });
    }
    groups.extend(grouped(&one.blocks));
    let link = Link::new("Read this section as it is now", format!("{text}#s-{}", one.id));
    Part {
        says,
        changes: Some(shown::Changes { groups }),
        links: (one.fate != Fate::TakenOut).then_some(link).into_iter().collect(),
        ..Part::new(format!("s-{}", one.id), title)
    }
}

/// Where the long texts of a form differ from what stands elsewhere, word by word: `there`, and whose it is.
pub(super) fn differs(
    form: &Form,
    (there, whose): (&Map<String, Json>, &str),
    mine: &Map<String, Json>,
) -> Vec<Differs> {
    let text = |all: &Map<String, Json>, id: &str| all.get(id).and_then(Json::as_str).unwrap_or_default().to_owned();
    let long = form.fields.iter().filter(|field| field.kind == FieldType::LongText);
    let both = long.map(|field| (field, text(there, &field.id), text(mine, &field.id)));
    both.filter(|(_, there, mine)| !there.trim().is_empty() && !mine.trim().is_empty() && there != mine)
        .map(|(field, there, mine)| Differs {
            title: format!("What differs: {}", field.label),
            says: format!(
                "Underlined words are on this page alone. What is struck through stands only under “{whose}”."
            ),
            changes: shown::Changes {
                groups: grouped(&blocks(&there, &mine)),
            },
        })
        .collect()
}

/// Paragraphs each by themselves, points that follow each other as one list.
pub(super) fn grouped(blocks: &[Block]) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for block in blocks {
        let pieces = block.pieces.iter().map(piece).collect();
        match out.last_mut() {
            Some(last) if last.points == block.is_point => last.blocks.push(pieces),
            _ => out.push(Group {
                points: block.is_point,
                blocks: vec![pieces],
            }),
        }
    }
    out
}

fn piece(one: &Piece) -> shown::Piece {
    match one.mark {
        Mark::Same => shown::Piece::same(&one.text),
        Mark::Added => shown::Piece::added(&one.text),
        Mark::TakenOut => shown::Piece::gone(&one.text),
    }
}

fn list(text: &str) -> List<'_, &'_ Made> {
    let path = format!("{text}/changes");
    let to = path.clone();
    List {
        id: "changes",
        name: "changes",
        path,
        words: ("change", "changes"),
        columns: vec![
            Column::number("version", "Version", |row: &&Made| i64::try_from(row.number).ok()),
            Column::text("section", "Section", |row: &&Made| what(row)).shown(move |row| {
                let href = format!("{to}?since={}&to={}", row.number - 1, row.number);
                Cell::link(Link::new(what(row), href))
            }),
            Column::text("why", "Why", |row: &&Made| row.why.clone()),
            Column::text("house", "Written by", |row: &&Made| match row.house.as_str() {
                "" => "The office, or the working group".to_owned(),
                house => house.to_owned(),
            }),
            Column::when("when", ("When", "When (UK time)"), |row: &&Made| Some(row.at)),
        ],
        choices: Vec::new(),
        usual: "-version",
        empty: Empty {
            title: "Nothing has been written yet".to_owned(),
            text: "Each change of the text stands here with its reason, as soon as somebody writes.".to_owned(),
            link: None,
        },
    }
}

fn what(row: &Made) -> String {
    match row.removed {
        true => format!("{}, taken out", row.heading),
        false => row.heading.clone(),
    }
}

//! A text in other words: plainly or as Easy Read alone, or each way beside the full text.

use super::{home::record_href, shell, sign_in::encoded};
use crate::{
    domain::{specification::text::points, words},
    service::{
        fault::Fault,
        other_words::{self, SAY, Section, Wordings},
    },
    views::{
        components::{
            link::Link,
            page::{Place, Width},
            tabs::Tabs,
            text::Empty,
        },
        pages::beside as page,
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// In an address: which way is shown alone.
const SHOW: &str = "show";
/// Of which each line stands for itself, in larger letters.
const EASY: &str = "easy_read";

/// The ways in which a text can be read, as links; `here` is the one that is shown, the full text if none.
pub fn ways(site: &Site, kind: &str, id: &str, here: Option<&str>) -> Tabs {
    let record = record_href(kind, id);
    let formats = site.app.library.catalogue.wordings.iter();
    let mut tabs = vec![(None, Place::new("Full text", format!("{record}/text")))];
    tabs.extend(formats.map(|(format, title)| {
        let place = Place::new(title, format!("{record}/words?{SHOW}={}", encoded(format)));
        (Some(format.clone()), place)
    }));
    tabs.push((
        Some(String::new()),
        Place::new("Side by side", format!("{record}/words")),
    ));
    let place = |(way, place): (Option<String>, Place)| if way.as_deref() == here { place.here() } else { place };
    Tabs {
        label: "Ways to read this text".to_owned(),
        tabs: tabs.into_iter().map(place).collect(),
    }
}

/// The page.
///
/// # Errors
/// The record is not there, or not for this person; there is no such way to read it.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = (request.kind(), request.param("id"));
    let text = other_words::open(&site.app, request.alliance()?, &request.caller()?, place)?;
    let alone = request.asked(SHOW).filter(|show| !show.is_empty());
    if alone.is_some_and(|show| !text.formats.contains_key(show)) {
        return Err(Fault::NotFound("page"));
    }
    let record = &text.seen.record;
    let here = record_href(&record.kind, &record.id);
    let heading = match alone.and_then(|show| text.formats.get(show)) {
        Some(title) => format!("{} in {title}", record.title),
        None => format!("{} in other words", record.title),
    };
    let mut shell = shell::page(site, request, &heading)?;
    shell.trail = shell::below(record);
    if alone.is_none() {
        shell.width = Width::Wide;
    }
    let sections = text.sections.iter().zip(1..);
    shell::draw(&page::Beside {
        page: shell,
        caption: record.reference.clone().unwrap_or_default(),
        heading,
        tabs: ways(site, &record.kind, &record.id, Some(alone.unwrap_or_default())),
        says: says(&text, alone),
        easy: alone == Some(EASY),
        sections: sections
            .map(|(one, number)| section(&text, &here, one, number, alone))
            .collect(),
        empty: text.sections.is_empty().then(|| Empty {
            title: "Nothing has been written yet".to_owned(),
            text: "Each section can be written in other words once it is there.".to_owned(),
            link: None,
        }),
    })
}

fn says(text: &Wordings, alone: Option<&str>) -> Vec<String> {
    let mut out = vec![
        "The full text is what is signed. Other words say the same for whoever reads them more easily; somebody who \
         knows that way of writing looks at them."
            .to_owned(),
    ];
    let absent: Vec<String> = text
        .formats
        .iter()
        .filter(|(format, _)| alone.is_none_or(|show| show == *format) && !text.has(format))
        .map(|(_, title)| title.clone())
        .collect();
    if !absent.is_empty() && !text.sections.is_empty() {
        out.push(format!(
            "Nothing has been written in {} yet. If you need it, tell us: nobody is asked to sign before it is there.",
            words::list_or(&absent)
        ));
    }
    out
}

fn section(text: &Wordings, here: &str, one: &Section, number: usize, alone: Option<&str>) -> page::Section {
    let mut columns = Vec::new();
    if alone.is_none() {
        let lines = one.full.iter().flat_map(|block| match points(block) {
            Some(_) => block.lines().map(str::to_owned).collect::<Vec<_>>(),
            None => vec![block.replace('\n', " ")],
        });
        columns.push(page::Wording {
            title: Some("Full text".to_owned()),
            blocks: page::Block::of(lines),
            note: None,
            link: None,
        });
    }
    let shown = text.formats.iter().filter(|(format, _)| match alone {
        Some(show) => show == *format,
        // Where nobody has begun, a column stands there only for whoever can write it.
        None => text.may_say || text.has(format),
    });
    columns.extend(shown.map(|(format, title)| {
        let words = one.words.get(format);
        let link = Link::new(
            format!("Write section {number}, {}, in {title}", one.heading),
            format!(
                "{here}/work/{SAY}?section={}&format={}",
                encoded(&one.id),
                encoded(format)
            ),
        );
        page::Wording {
            title: alone.is_none().then(|| title.clone()),
            blocks: page::Block::of(words.map(|words| words.lines.as_slice()).unwrap_or_default()),
            note: match words {
                None => Some(format!("Nobody has written this section in {title} yet.")),
                Some(words) if !words.is_current => {
                    Some("The full text has changed since this was written.".to_owned())
                }
                Some(_) => None,
            },
            link: text.may_say.then_some(link),
        }
    }));
    let comment = Link::new(
        format!("Comment on section {number}, {}", one.heading),
        format!("{here}/work/comment.add?section={}", encoded(&one.id)),
    );
    page::Section {
        id: format!("s-{}", one.id),
        number,
        title: one.heading.clone(),
        columns,
        links: text.may_comment.then_some(comment).into_iter().collect(),
    }
}

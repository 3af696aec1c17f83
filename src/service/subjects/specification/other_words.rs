//! Sections in other words, and the formats of the text that somebody still waits for.

use std::collections::BTreeSet;

use accord_store::{
    needs, section_words,
    section_words::WordsRow,
    sections::{self, SectionRow},
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{
    log,
    text::{principal, read, section},
    word,
};
use crate::{
    domain::specification::{parts::Part, text::paragraphs},
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, Work},
    },
};

/// The permit of whoever writes them.
pub(super) const SAY: &str = crate::service::other_words::SAY;
/// What people say they need, and the format that meets it.
const NEEDS: [(&str, &str); 3] = [
    ("easy_read", "easy_read"),
    ("large_print", "large_print"),
    ("read_aloud", "audio"),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saying {
    section: String,
    format: String,
    text: String,
    /// The writing that it takes the place of; another is there by now if somebody was quicker.
    number: Option<i32>,
}

/// The newest writing of a section in a format.
fn now(desk: &mut Desk<'_>, about: About<'_>, section: &str, format: &str) -> Result<Option<WordsRow>, Fault> {
    let all = section_words::newest(desk.db, &about.row.id)?;
    Ok(all
        .into_iter()
        .find(|one| one.section_id == section && one.format == format))
}

fn named<'a>(given: &'a Map<String, Json>, name: &str) -> &'a str {
    given.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// What the form is filled in with.
pub(super) fn filled(
    desk: &mut Desk<'_>,
    about: About<'_>,
    given: &Map<String, Json>,
) -> Result<Map<String, Json>, Fault> {
    let section = section(desk, about, named(given, "section"))?;
    known(desk, named(given, "format"))?;
    let row = now(desk, about, &section.id, named(given, "format"))?;
    Ok(row
        .map(|row| ("text".to_owned(), row.text.into()))
        .into_iter()
        .collect())
}

/// The number that is sent with it.
pub(super) fn written_on(
    desk: &mut Desk<'_>,
    about: About<'_>,
    given: &Map<String, Json>,
) -> Result<Option<(String, Json)>, Fault> {
    let section = section(desk, about, named(given, "section"))?;
    let row = now(desk, about, &section.id, named(given, "format"))?;
    Ok(Some(("number".to_owned(), row.map_or(0, |row| row.number).into())))
}

/// What whoever writes reads first: the full text.
pub(super) fn to_read(desk: &mut Desk<'_>, about: About<'_>, given: &Map<String, Json>) -> Result<Vec<String>, Fault> {
    let section = section(desk, about, named(given, "section"))?;
    let title = known(desk, named(given, "format"))?;
    let mut out = vec![format!("{} in {title}. The full text says:", section.heading)];
    out.extend(paragraphs(&section.text));
    Ok(out)
}

fn known(desk: &Desk<'_>, format: &str) -> Result<String, Fault> {
    let title = desk.app.library.catalogue.wordings.get(format).cloned();
    title.ok_or(Fault::NotFound("format"))
}

/// Keeps a section in other words.
pub(super) fn say(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let new: Saying = read(work.body)?;
    let section = section(desk, about, &new.section)?;
    known(desk, &new.format)?;
    let last = now(desk, about, &section.id, &new.format)?.map_or(0, |row| row.number);
    if new.number.is_some_and(|number| number != last) {
        let says = "Somebody else has written this section in these words while you were writing.";
        return Err(Fault::conflict(says, 0));
    }
    let row = WordsRow {
        section_id: section.id,
        format: new.format,
        number: last.saturating_add(1),
        text: new.text,
        of_revision: section.revision,
        edited_by: principal(work).to_owned(),
        edited_at: desk.now.into(),
    };
    section_words::put(desk.db, &row)?;
    Ok(json!({ "number": row.number }))
}

/// Formats that invited people need, by their invitation or by what they say they need themselves, less
/// those that there are of the present text: added elsewhere, or every section written in these words.
pub(super) fn missing(
    desk: &mut Desk<'_>,
    about: About<'_>,
    own: &Map<String, Json>,
    hash: &str,
) -> Result<usize, Fault> {
    let invited = || log(own, "person.invite");
    let mut needed: BTreeSet<&str> = invited().filter_map(|entry| word(entry, "format")).collect();
    let people: BTreeSet<&str> = invited().filter_map(|entry| word(entry, "person")).collect();
    let people: Vec<String> = people.into_iter().map(str::to_owned).collect();
    for row in needs::several(desk.db, &desk.alliance, &people)? {
        let chosen: Vec<String> = serde_json::from_str(&row.chosen)?;
        let met = NEEDS.iter().filter(|(need, _)| chosen.iter().any(|one| one == need));
        needed.extend(met.map(|(_, format)| *format));
    }
    let made: BTreeSet<&str> = log(own, "format.add")
        .filter(|entry| word(entry, "hash") == Some(hash))
        .filter_map(|entry| word(entry, "format"))
        .collect();
    needed.retain(|format| !made.contains(format));
    if needed.is_empty() {
        return Ok(0);
    }
    let mut rows = sections::of_subject(desk.db, &about.row.id)?;
    rows.retain(|row| row.part == Part::Text.word());
    let written = section_words::newest(desk.db, &about.row.id)?;
    let open = needed.iter().filter(|format| !is_whole(&rows, &written, format));
    Ok(open.count())
}

/// The texts of every way of saying it in which each section is written as it now stands: the way's title,
/// and a text for each section.
pub(super) fn whole(
    desk: &mut Desk<'_>,
    about: About<'_>,
    rows: &[SectionRow],
) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let written = section_words::newest(desk.db, &about.row.id)?;
    let known = desk.app.library.catalogue.wordings.iter();
    let whole = known.filter(|(format, _)| is_whole(rows, &written, format));
    Ok(whole
        .map(|(format, title)| {
            let of = |row: &SectionRow| {
                let found = written
                    .iter()
                    .find(|one| one.section_id == row.id && one.format == *format);
                found.map(|one| one.text.clone()).unwrap_or_default()
            };
            (title.clone(), rows.iter().map(of).collect())
        })
        .collect())
}

/// Whether every section as it now stands is written in these words.
fn is_whole(rows: &[SectionRow], written: &[WordsRow], format: &str) -> bool {
    let said = |row: &SectionRow| {
        let mut of = written
            .iter()
            .filter(|one| one.section_id == row.id && one.format == format);
        of.any(|one| one.of_revision == row.revision && !one.text.trim().is_empty())
    };
    !rows.is_empty() && rows.iter().all(said)
}

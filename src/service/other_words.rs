//! A text in other words beside the full one: plainly, as Easy Read. The vocabulary says which there
//! are.

use accord_store::{section_words, sections};
use indexmap::IndexMap;

use crate::{
    domain::specification::{parts::Part, text::paragraphs},
    service::{
        app::App,
        authority::Caller,
        fault::Fault,
        sight::{self, Seen},
    },
};

/// The permit of whoever writes a section in other words.
pub const SAY: &str = "section.say";

/// A text in all its words.
#[derive(Debug)]
pub struct Wordings {
    /// The record, and who reads.
    pub seen: Seen,
    /// Formats that a text can be written in, with their titles.
    pub formats: IndexMap<String, String>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// This person may write now.
    pub may_say: bool,
    /// This person may comment now.
    pub may_comment: bool,
}

impl Wordings {
    /// Whether any section is written in a format.
    pub fn has(&self, format: &str) -> bool {
        self.sections.iter().any(|one| one.words.contains_key(format))
    }
}

/// A section in all its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// Its paragraphs as they are signed.
    pub full: Vec<String>,
    /// The same in other words, by format, as far as somebody has written them.
    pub words: IndexMap<String, Words>,
}

/// A section in other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Lines, each for itself: one idea in a line is what makes it easy.
    pub lines: Vec<String>,
    /// The full text says by now what it said when this was written.
    pub is_current: bool,
}

/// A record's text in all its words.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn open(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<Wordings, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        let formats = desk.app.library.catalogue.wordings.clone();
        let written = section_words::newest(desk.db, id)?;
        // Clauses and counts are read as they are signed.
        let rows = sections::of_subject(desk.db, id)?.into_iter();
        let rows = rows.filter(|row| row.part == Part::Text.word());
        let sections = rows.map(|row| {
            let of = |format: &String| {
                let found = written
                    .iter()
                    .find(|one| one.section_id == row.id && one.format == *format);
                found.filter(|one| !one.text.trim().is_empty()).map(|one| Words {
                    lines: one
                        .text
                        .lines()
                        .map(str::trim)
                        .filter(|line| !line.is_empty())
                        .map(str::to_owned)
                        .collect(),
                    is_current: one.of_revision == row.revision,
                })
            };
            Section {
                words: formats
                    .keys()
                    .filter_map(|format| Some((format.clone(), of(format)?)))
                    .collect(),
                full: paragraphs(&row.text),
                id: row.id,
                heading: row.heading,
            }
        });
        let may = |permit: &str| seen.may_do(permit);
        Ok(Wordings {
            sections: sections.collect(),
            may_say: may(SAY),
            may_comment: may("comment.add"),
            formats,
            seen,
        })
    })
}

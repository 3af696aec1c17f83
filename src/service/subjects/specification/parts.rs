//! The contract clauses and what hosts count, laid beside the specification: written, commented on and signed
//! with it.

use accord_engine::snapshot::Snapshot;
use accord_store::{
    sections::{self, SectionRow},
    subjects::SubjectRow,
};

use super::attachments;
use crate::{
    domain::{
        contracts::clauses,
        specification::{
            parts::{FROM_FILE, Part, Prints},
            text,
        },
    },
    service::{
        app::Desk,
        facts,
        fault::Fault,
        library::Texts,
        subjects::{About, data},
    },
};

/// One section as a file has it.
struct Filed {
    part: Part,
    code: String,
    heading: String,
    text: String,
}

/// Lays the clauses and the indicators of today beside the text, each once; what was written there since stays.
pub(super) fn lay_out(desk: &mut Desk<'_>, about: About<'_>, by: &str) -> Result<(), Fault> {
    let there = sections::codes(desk.db, &about.row.id)?;
    let texts = desk.app.library.texts.clone();
    for (filed, place) in filed(&texts).zip(1..) {
        if there.contains(&(filed.part.word().to_owned(), filed.code.clone())) {
            continue;
        }
        let row = SectionRow {
            id: desk.id(),
            alliance_id: desk.alliance.clone(),
            subject_id: about.row.id.clone(),
            position: filed.part.place() + place,
            heading: filed.heading,
            text: filed.text,
            revision: 1,
            removed: false,
            edited_by: by.to_owned(),
            edited_at: desk.now.into(),
            part: filed.part.word().to_owned(),
            code: Some(filed.code),
        };
        sections::put(desk.db, &row, FROM_FILE)?;
    }
    Ok(())
}

/// Clauses and indicators as sections.
fn filed(texts: &Texts) -> impl Iterator<Item = Filed> + '_ {
    let library = texts.clauses.values().next();
    let clauses = library.into_iter().flat_map(|one| &one.parts).map(|clause| Filed {
        part: Part::Clauses,
        code: clause.id.clone(),
        heading: clause.title.clone(),
        text: clauses::spoken(&clause.body),
    });
    let set = texts.indicator_set();
    let figures = set.into_iter().flat_map(|set| {
        set.figures.iter().map(|(code, figure)| Filed {
            part: Part::Measures,
            code: code.clone(),
            heading: figure.title.clone(),
            text: set.in_words(figure),
        })
    });
    clauses.chain(figures)
}

/// The sections of one part.
pub(super) fn of(rows: &[SectionRow], part: Part) -> Vec<&SectionRow> {
    rows.iter().filter(|row| row.part == part.word()).collect()
}

/// The fingerprints of the three, and of the files.
pub(super) fn prints(rows: &[SectionRow], files: String) -> Prints {
    let print = |part: Part| {
        let sections = of(rows, part).into_iter().map(|row| text::Section {
            heading: &row.heading,
            text: &row.text,
        });
        text::hash(&sections.collect::<Vec<_>>())
    };
    Prints {
        text: print(Part::Text),
        clauses: print(Part::Clauses),
        measures: print(Part::Measures),
        files,
    }
}

/// Which of the three are what both houses signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::service::subjects) struct AsSigned {
    /// What is delivered.
    pub text: bool,
    /// What hosts sign.
    pub clauses: bool,
    /// What hosts count, and what they will be asked for.
    pub measures: bool,
}

/// Holds what there is against what was signed; none of them if nothing was.
///
/// # Errors
/// The database fails.
pub(in crate::service::subjects) fn as_signed(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    snapshot: &Snapshot,
) -> Result<AsSigned, Fault> {
    let Some(bound) = facts::signed(snapshot).and_then(|(_, bound)| bound) else {
        return Ok(AsSigned::default());
    };
    let rows = sections::of_subject(desk.db, &row.id)?;
    let files = attachments::print(desk, &data(row)?)?;
    let (signed, now) = (Prints::parse(&bound), prints(&rows, files));
    let same = |part: Part| signed.of(part) == now.of(part);
    // Hosts are asked for numbers by the set of that day; words that were signed about others are no promise.
    let texts = desk.app.library.texts.clone();
    let asked = |one: &Filed| {
        let mut signed = of(&rows, one.part).into_iter();
        signed.any(|row| row.code.as_deref() == Some(&one.code) && row.heading == one.heading && row.text == one.text)
    };
    let set: Vec<Filed> = filed(&texts).filter(|one| one.part == Part::Measures).collect();
    let whole = set.len() == of(&rows, Part::Measures).len();
    Ok(AsSigned {
        // The files are signed with the text, and go to bidders with it.
        text: same(Part::Text) && signed.files == now.files,
        clauses: same(Part::Clauses),
        measures: same(Part::Measures) && whole && set.iter().all(asked),
    })
}

/// The clauses as they were written together: number of the heading and words with names in brackets; none if
/// they were never laid beside the text.
///
/// # Errors
/// The database fails.
pub(in crate::service::subjects) fn clauses_of(desk: &mut Desk<'_>, id: &str) -> Result<Vec<(String, String)>, Fault> {
    let rows = sections::of_subject(desk.db, id)?;
    let clauses = of(&rows, Part::Clauses).into_iter();
    Ok(clauses.map(|row| (row.heading.clone(), row.text.clone())).collect())
}

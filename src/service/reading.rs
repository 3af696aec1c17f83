//! A text to be read: sections in paragraphs, what people said about each, and what was answered.

use accord_store::sections::{self, CommentRow, SectionRow};

use crate::{
    domain::specification::{aims::Aim, comments::Disposition, parts::Part, text::paragraphs},
    service::{
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        sight::{self, Seen},
        subjects::{
            data,
            specification::{
                aims,
                history::{History, Houses},
            },
        },
        threads::Threads,
    },
};

/// A text.
#[derive(Debug)]
pub struct Text {
    /// The record, and who reads.
    pub seen: Seen,
    /// Its sections.
    pub sections: Vec<Section>,
    /// The number of changes that led to it.
    pub version: usize,
    /// Sections that were taken out, the newest first: id and heading.
    pub taken_out: Vec<(String, String)>,
    /// What can still change, as it was written together; empty if nobody has.
    pub open: String,
    /// What this person may do now, of the permits that are asked about.
    pub may: Vec<String>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// Which of the texts that are signed together it belongs to.
    pub part: Part,
    /// Its paragraphs, each with what was said about it; the first has the number 1.
    pub paragraphs: Vec<Paragraph>,
    /// What was said about the section as a whole, or about a paragraph that is no more.
    pub said: Vec<Said>,
    /// The houses that wrote it, the first to write first; nobody's name. Empty for what came from a file.
    pub houses: Vec<String>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Markdown.
    pub text: String,
    /// What was said about it.
    pub said: Vec<Said>,
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The comment.
    pub id: String,
    /// The house that said it; nobody's name.
    pub by: String,
    /// The reader said it.
    pub own: bool,
    /// In their words.
    pub text: String,
    /// The paragraph as it then was, if it is another now.
    pub then: Option<String>,
    /// What became of it.
    pub became: Option<&'static str>,
    /// The answer.
    pub answer: Option<String>,
    /// Whether its author is happy with that, if they said.
    pub happy: Option<bool>,
    /// It waits for an answer.
    pub waits: bool,
    /// So many things were said below it.
    pub below: usize,
}

/// A record's text, as somebody may read it.
///
/// # Errors
/// It is not there, or not for them.
pub fn open(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (kind, id): (&str, &str),
    permits: &[&str],
) -> Result<Text, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        let rows = sections::of_subject(desk.db, id)?;
        let history = History::of(desk, id)?;
        let mut houses = Houses::default();
        let threads = Threads::of(desk, &seen)?;
        let comments = sections::comments(desk.db, id)?;
        let comments: Vec<CommentRow> = comments.into_iter().map(|row| threads.comment(row)).collect();
        let allowed = |permit: &&str| {
            let mut running = seen.running.iter().filter(|one| !one.is_over());
            running.any(|one| {
                let roles = one.permitted(permit);
                roles
                    .iter()
                    .any(|role| seen.actor.roles.iter().any(|held| held == role))
            })
        };
        Ok(Text {
            taken_out: sections::taken_out(desk.db, id)?
                .into_iter()
                .map(|row| (row.id, row.heading))
                .collect(),
            open: aims::now(&data(&seen.record)?, Aim::Open),
            version: history.version(),
            sections: rows
                .iter()
                .map(|row| {
                    Ok(Section {
                        houses: houses.of(desk, &history.writers(&row.id))?,
                        ..section(desk, row, &comments, (&seen, &threads))
                    })
                })
                .collect::<Result<_, Fault>>()?,
            may: permits
                .iter()
                .copied()
                .filter(|permit| allowed(permit))
                .map(str::to_owned)
                .collect(),
            seen,
        })
    })
}

fn section(desk: &Desk<'_>, row: &SectionRow, comments: &[CommentRow], around: (&Seen, &Threads)) -> Section {
    let texts = paragraphs(&row.text);
    let about: Vec<&CommentRow> = comments.iter().filter(|one| one.section_id == row.id).collect();
    let mut left = about.clone();
    let mut take = |text: &str| -> Vec<Said> {
        let (here, rest): (Vec<&CommentRow>, Vec<&CommentRow>) = left
            .iter()
            .copied()
            .partition(|one| one.paragraph > 0 && one.quote == text);
        left = rest;
        here.into_iter().map(|one| said(desk, one, around, false)).collect()
    };
    let paragraphs = texts
        .into_iter()
        .map(|text| Paragraph {
            said: take(&text),
            text,
        })
        .collect();
    Section {
        id: row.id.clone(),
        heading: row.heading.clone(),
        part: Part::parse(&row.part),
        paragraphs,
        said: left.into_iter().map(|one| said(desk, one, around, true)).collect(),
        houses: Vec::new(),
    }
}

fn said(desk: &Desk<'_>, row: &CommentRow, (seen, threads): (&Seen, &Threads), moved: bool) -> Said {
    let houses = &desk.app.library.roles.houses;
    let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person);
    let became = row.disposition.as_deref().and_then(Disposition::parse);
    Said {
        id: row.id.clone(),
        by: threads.by(
            &row.person_id,
            row.house
                .as_ref()
                .and_then(|house| houses.get(house).cloned())
                .unwrap_or_else(|| "Somebody who takes part".to_owned()),
        ),
        own: row.person_id == *person,
        text: row.text.clone(),
        then: Some(row.quote.clone()).filter(|quote| moved && !quote.is_empty()),
        became: became.map(Disposition::title),
        answer: row.answer.clone().filter(|answer| !answer.trim().is_empty()),
        happy: row.content_with_answer,
        waits: became.is_none_or(Disposition::is_open),
        below: threads.count(&row.id),
    }
}

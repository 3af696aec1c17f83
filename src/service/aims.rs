//! What a text is for, who wrote that, how it came about, and which gaps of the landscape it answers.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use crate::{
    domain::specification::{
        aims::Aim,
        changes::{Block, blocks},
    },
    service::{
        app::App,
        authority::Caller,
        fault::Fault,
        sight::{self, Seen},
        subjects::{data, specification::aims},
    },
};

/// Who writes what it is for.
pub const WRITE: &str = "aim.write";
/// Who writes it down for the person whom they support.
pub const WRITE_FOR: &str = "aim.write_for";
/// Who says which gaps it answers.
pub const LINK: &str = "gap.link";

/// What a text is for.
#[derive(Debug)]
pub struct Aims {
    /// The record, and who reads.
    pub seen: Seen,
    /// The three texts.
    pub texts: Vec<Text>,
    /// Every writing, the newest first.
    pub writings: Vec<Writing>,
    /// The gaps that it answers.
    pub gaps: Vec<Gap>,
    /// The reader may write now.
    pub may_write: bool,
    /// The reader may write it down now for somebody whom they support.
    pub may_write_for: bool,
    /// The reader may choose gaps now.
    pub may_link: bool,
}

/// One of the texts as it now is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Which.
    pub aim: Aim,
    /// What it says; empty if nobody has written it.
    pub text: String,
    /// The houses that had a hand in it, the first to write first; nobody's name.
    pub houses: Vec<String>,
    /// When it was written last.
    pub at: Option<DateTime<Utc>>,
}

/// One writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// 1, 2, 3.
    pub number: usize,
    /// The house; nobody's name.
    pub house: String,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// How they said it, where somebody wrote it down for them: a word of the form; empty otherwise.
    pub way: String,
    /// Why, in their words; may be empty.
    pub why: String,
    /// What it changed, text by text.
    pub changed: Vec<(Aim, Vec<Block>)>,
}

/// A gap that it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// As the landscape said it when it was chosen.
    pub says: String,
    /// The landscape still says so.
    pub is_open: bool,
}

/// What a record's text is for.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn open(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<Aims, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        let own = data(&seen.record)?;
        let entries = aims::writings(&own);
        let at = |entry: &Json| -> Option<DateTime<Utc>> { entry.get("at")?.as_str()?.parse().ok() };
        let mut writings = Vec::new();
        let mut before: Option<&Json> = None;
        for (entry, number) in entries.iter().copied().zip(1..) {
            let was = |aim: Aim| before.map(|entry| aims::said(entry, aim)).unwrap_or_default();
            let changed = Aim::ALL.into_iter().filter(|aim| was(*aim) != aims::said(entry, *aim));
            writings.push(Writing {
                number,
                house: aims::house_title(desk, entry),
                at: at(entry),
                way: aims::way(desk, kind, entry),
                why: entry.get("why").and_then(Json::as_str).unwrap_or_default().to_owned(),
                changed: changed
                    .map(|aim| (aim, blocks(was(aim), aims::said(entry, aim))))
                    .collect(),
            });
            before = Some(entry);
        }
        let texts = Aim::ALL
            .into_iter()
            .map(|aim| text(&writings, aim, aims::now(&own, aim)));
        let texts = texts.collect();
        writings.reverse();
        let chosen = aims::linked(&own);
        let today: BTreeSet<String> = match chosen.is_empty() {
            true => BTreeSet::new(),
            false => aims::gaps(desk)?.into_iter().collect(),
        };
        let gap = |says: String| Gap {
            is_open: today.contains(&says),
            says,
        };
        Ok(Aims {
            may_write: seen.may_do(WRITE),
            may_write_for: seen.may_do(WRITE_FOR),
            may_link: seen.may_do(LINK),
            gaps: chosen.into_iter().map(gap).collect(),
            texts,
            writings,
            seen,
        })
    })
}

fn text(writings: &[Writing], aim: Aim, text: String) -> Text {
    let of = || {
        writings
            .iter()
            .filter(|one| one.changed.iter().any(|(which, _)| *which == aim))
    };
    let mut houses: Vec<String> = Vec::new();
    for one in of() {
        if !houses.contains(&one.house) {
            houses.push(one.house.clone());
        }
    }
    Text {
        at: of().next_back().and_then(|one| one.at),
        aim,
        text,
        houses,
    }
}

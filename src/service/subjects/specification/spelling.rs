//! Corrections of spelling while people sign: one is proposed, and changes nothing; an expert says whether it means the
//! same; then it stands, and the answers that were given before count for it.

use accord_engine::event::Same;
use accord_store::{section_words, sections};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::{
    TEXT,
    aims::{house_title, noted},
    at, by, log,
    text::{principal, prints, section},
    threads, word,
};
use crate::{
    domain::specification::{
        changes::{Mark, Piece, blocks, words},
        spelling,
    },
    service::{
        app::Desk,
        authority,
        fault::Fault,
        subjects::{About, Work, data, plain},
    },
};

/// The permit of whoever proposes one.
pub(in crate::service) const PROPOSE: &str = "spelling.propose";
/// The permit of whoever says whether it means the same.
pub(in crate::service) const CONFIRM: &str = "spelling.confirm";
/// Where it is read.
const PAGE: &str = "text/changes";
/// In a correction that was judged: the fingerprints before and after, if it stands.
const FROM: &str = "from";
const TO: &str = "to";

/// A correction that waits.
#[derive(Debug, Clone)]
struct Waiting {
    number: u64,
    row: sections::SectionRow,
    heading: String,
    text: String,
    why: String,
    by: String,
}

/// Corrections that nobody has judged, of sections that say what they said when it was proposed.
fn waiting(desk: &mut Desk<'_>, own: &Map<String, Json>) -> Result<Vec<Waiting>, Fault> {
    let judged: Vec<u64> = log(own, CONFIRM)
        .filter_map(|entry| entry.get("proposal")?.as_u64())
        .collect();
    let mut out = Vec::new();
    for (entry, number) in log(own, PROPOSE)
        .zip(1..)
        .filter(|(_, number)| !judged.contains(number))
    {
        let of = |name: &str| word(entry, name).unwrap_or_default().to_owned();
        let found = sections::load(desk.db, &of("section"))?.filter(|row| !row.removed);
        let revision = entry.get("revision").and_then(Json::as_i64);
        let Some(row) = found.filter(|row| Some(i64::from(row.revision)) == revision) else {
            continue;
        };
        out.push(Waiting {
            number,
            row,
            heading: of("heading"),
            text: of("text"),
            why: of("why"),
            by: by(entry).unwrap_or_default().to_owned(),
        });
    }
    Ok(out)
}

/// Those that wait, by number.
pub(super) fn open(desk: &mut Desk<'_>, own: &Map<String, Json>) -> Result<IndexMap<String, String>, Fault> {
    let all = waiting(desk, own)?.into_iter();
    Ok(all.map(|one| (one.number.to_string(), one.row.heading)).collect())
}

/// What whoever proposes one, or judges one, reads first.
pub(super) fn to_read(desk: &mut Desk<'_>, about: About<'_>, permit: &str) -> Result<Vec<String>, Fault> {
    if permit == PROPOSE {
        let most = desk.app.library.writing.spelling.words;
        return Ok(vec![format!(
            "For slips of spelling alone: at most {most} words, no number, and no word that can turn a sentence. Nothing \
             changes before an expert by experience has said that it means the same. Then the answers that were given \
             count for the corrected text, and everybody who has answered is told and can still change their answer."
        )]);
    }
    let mut out = vec![
        "Look at each word that changes. If a sentence could be read otherwise afterwards, say so: then it does not \
         stand, and nobody's answer is carried over."
            .to_owned(),
    ];
    for one in waiting(desk, &data(about.row)?)? {
        out.extend(said(&one));
    }
    Ok(out)
}

/// What a correction changes, paragraph by paragraph.
fn said(one: &Waiting) -> Vec<String> {
    let mut out = vec![format!("{}, in ‘{}’:", one.number, one.row.heading)];
    let heading = std::iter::once(words(&one.row.heading, &one.heading));
    let text = blocks(&one.row.text, &one.text).into_iter().map(|block| block.pieces);
    for pieces in heading
        .chain(text)
        .filter(|all| all.iter().any(|one| one.mark != Mark::Same))
    {
        let of = |left_out: Mark| {
            let kept = pieces.iter().filter(|piece| piece.mark != left_out);
            kept.map(|piece: &Piece| piece.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        out.push(format!("“{}” becomes “{}”", of(Mark::Added), of(Mark::TakenOut)));
    }
    if !one.why.trim().is_empty() {
        out.push(format!("Why: {}", one.why.trim()));
    }
    out
}

/// Somebody proposes one. Those who may confirm it are told.
pub(super) fn propose(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let named = |name: &str| work.body.get(name).and_then(Json::as_str);
    let row = section(desk, about, named("section").unwrap_or_default())?;
    let heading = named("heading").unwrap_or(&row.heading).trim().to_owned();
    let text = named("text").unwrap_or(&row.text).to_owned();
    let began = work.body.get("revision").and_then(Json::as_i64);
    if began.is_some_and(|began| began != i64::from(row.revision)) {
        let says = "Somebody else has changed this section while you were writing.";
        return Err(Fault::conflict(says, 0));
    }
    judged(desk, &row, (&heading, &text))?;
    let mut body = work.body.clone();
    body.insert("section".to_owned(), row.id.clone().into());
    body.insert("revision".to_owned(), row.revision.into());
    body.insert("heading".to_owned(), heading.into());
    body.insert("text".to_owned(), text.into());
    let done = plain::log(desk, about, Work { body: &body, ..work })?;
    let says = format!(
        "In “{}”, a correction of spelling is proposed in ‘{}’. It stands once one of you says that it means the same.",
        about.row.title, row.heading
    );
    for person in authority::permitted(desk, about, CONFIRM)? {
        let letter = ("spelling_to_confirm", "you can say whether it means the same");
        threads::write(desk, about, &format!("work/{CONFIRM}"), letter, &person, says.clone())?;
    }
    Ok(done)
}

fn judged(desk: &Desk<'_>, row: &sections::SectionRow, new: (&str, &str)) -> Result<(), Fault> {
    let limits = &desk.app.library.writing.spelling;
    let found = spelling::judge((&row.heading, &row.text), new, limits);
    found.map_err(|says| Fault::field("text", says))
}

/// Somebody says whether one means the same. If so, it stands, and what was signed counts for it.
pub(super) fn confirm(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let own = data(about.row)?;
    let mut all = waiting(desk, &own)?;
    let named = match work.body.get("proposal") {
        Some(Json::Number(number)) => number.as_u64(),
        Some(Json::String(number)) => number.parse().ok(),
        _ => None,
    };
    let one = match (named, all.len()) {
        (_, 0) => {
            return Err(Fault::field(
                "proposal",
                "No correction waits: the section may have changed since.",
            ));
        }
        (None, 1) => all.remove(0),
        (named, _) => {
            let found = all.into_iter().find(|one| Some(one.number) == named);
            found.ok_or_else(|| Fault::field("proposal", "Choose which correction you have looked at."))?
        }
    };
    if one.by == work.actor.person || one.by == principal(work) {
        let says = "You proposed this yourself. Somebody else says whether it means the same.";
        return Err(Fault::field("same", says));
    }
    let same = work.body.get("same").and_then(Json::as_str) == Some("yes");
    let why = work.body.get("why").and_then(Json::as_str).unwrap_or_default().trim();
    if !same && why.is_empty() {
        return Err(Fault::field(
            "why",
            "Say what it could mean afterwards, so that whoever proposed it can write it otherwise.",
        ));
    }
    let mut body: Map<String, Json> = [
        ("proposal".to_owned(), json!(one.number)),
        ("same".to_owned(), json!(if same { "yes" } else { "no" })),
        ("why".to_owned(), json!(why)),
        ("section".to_owned(), json!(one.row.heading)),
    ]
    .into_iter()
    .collect();
    if same {
        judged(desk, &one.row, (&one.heading, &one.text))?;
        body.insert(FROM.to_owned(), prints(desk, about)?.to_string().into());
        stand(desk, &one)?;
        body.insert(TO.to_owned(), prints(desk, about)?.to_string().into());
    }
    let done = noted(desk, about, work, body)?;
    tell(desk, about, &one, same, why)?;
    Ok(done)
}

/// Puts it into the text. What was written in other words says what it said.
fn stand(desk: &mut Desk<'_>, one: &Waiting) -> Result<(), Fault> {
    let row = sections::SectionRow {
        heading: one.heading.clone(),
        text: one.text.clone(),
        revision: one.row.revision.saturating_add(1),
        edited_by: one.by.clone(),
        edited_at: desk.now.into(),
        ..one.row.clone()
    };
    sections::put(
        desk.db,
        &row,
        "Spelling, which an expert by experience confirmed to mean the same",
    )?;
    for words in section_words::newest(desk.db, &row.subject_id)? {
        if words.section_id == row.id && words.of_revision == one.row.revision {
            let again = section_words::WordsRow {
                number: words.number.saturating_add(1),
                of_revision: row.revision,
                ..words
            };
            section_words::put(desk.db, &again)?;
        }
    }
    Ok(())
}

/// Whoever proposed it hears what became of it; whoever has answered hears that their answer counts on.
fn tell(desk: &mut Desk<'_>, about: About<'_>, one: &Waiting, same: bool, why: &str) -> Result<(), Fault> {
    let title = &about.row.title;
    let became = match same {
        true => format!(
            "Your correction of spelling in ‘{}’ of “{title}” was confirmed, and stands.",
            one.row.heading
        ),
        false => format!(
            "Your correction of spelling in ‘{}’ of “{title}” does not stand. The reason: “{why}”",
            one.row.heading
        ),
    };
    let letter = ("spelling_judged", "you proposed it");
    threads::write(desk, about, PAGE, letter, &one.by, became)?;
    if !same {
        return Ok(());
    }
    let says = format!(
        "A slip of spelling was corrected in ‘{}’ of “{title}”. An expert by experience has said that it means the same, \
         so your answer counts for the corrected text. {}.",
        one.row.heading,
        said(one).get(1..).unwrap_or_default().join(". ")
    );
    let ballots = about.snapshot.into_iter().flat_map(|one| one.ballots.values());
    let open = ballots.filter(|ballot| ballot.outcome.is_none());
    let voted: std::collections::BTreeSet<String> = open
        .flat_map(|ballot| ballot.votes.iter())
        .filter(|vote| !vote.void)
        .map(|vote| vote.person.clone())
        .collect();
    for person in voted {
        let letter = ("spelling_corrected", "you have answered about this text");
        threads::write(
            desk,
            about,
            &format!("{PAGE}?since=answer"),
            letter,
            &person,
            says.clone(),
        )?;
    }
    Ok(())
}

/// What was confirmed to mean the same, the oldest first.
pub(super) fn same(own: &Map<String, Json>) -> Vec<Same> {
    let of = |entry: &Json| {
        Some(Same {
            content: TEXT.to_owned(),
            from: word(entry, FROM)?.to_owned(),
            to: word(entry, TO)?.to_owned(),
            permit: CONFIRM.to_owned(),
            by: by(entry)?.to_owned(),
            at: at(entry)?,
        })
    };
    log(own, CONFIRM).filter_map(of).collect()
}

/// A correction that stands, as everybody may read of it.
pub(super) struct Stood<'a> {
    /// What was signed before, and counts since.
    pub(super) from: &'a str,
    /// What it counts for.
    pub(super) to: &'a str,
    /// The section's heading.
    pub(super) section: &'a str,
    /// The house of whoever confirmed it.
    pub(super) house: String,
    /// When.
    pub(super) at: chrono::DateTime<chrono::Utc>,
}

/// Every correction that stands, the oldest first.
pub(super) fn stood<'a>(desk: &Desk<'_>, own: &'a Map<String, Json>) -> Vec<Stood<'a>> {
    let of = |entry: &'a Json| {
        Some(Stood {
            from: word(entry, FROM)?,
            to: word(entry, TO)?,
            section: word(entry, "section").unwrap_or_default(),
            house: house_title(desk, entry),
            at: at(entry)?,
        })
    };
    log(own, CONFIRM).filter_map(of).collect()
}

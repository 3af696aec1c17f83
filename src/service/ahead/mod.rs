//! What comes if nobody does anything, as somebody reads it: dates, what happens, and why then.
//!
//! Only for whoever sees the whole record; of the records below, what they see whole as well.

mod says;

use std::collections::BTreeMap;

use accord_store::{
    instances,
    subjects::{self as subject_rows, SubjectRow},
};
use chrono::{DateTime, Utc};

pub use crate::service::transition::ahead::Ends;
use crate::{
    domain::words,
    service::{
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        sight::{self, Seen, Sight},
        transition::{
            self, Loaded,
            ahead::{self, Happening},
        },
    },
};

/// The most clocks that are shown.
const MOST: usize = 60;
/// What hangs on one clock: no more sentences than this are read.
const SENTENCES: usize = 12;
/// So many records are named one after the other.
const FEW: usize = 3;

/// What comes on one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// The first first.
    pub lines: Vec<Line>,
    /// Why it stops there.
    pub ends: Ends,
}

/// One clock that runs out, with what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: DateTime<Utc>,
    /// The process.
    pub process: String,
    /// The records below on which it happens, if it is not the one that is looked at.
    pub on: Vec<On>,
    /// What runs out.
    pub what: String,
    /// What then happens, in sentences.
    pub follows: Vec<String>,
    /// How the date was counted, in sentences.
    pub because: Vec<String>,
    /// What it depends on that nobody can know, in sentences.
    pub unsure: Vec<String>,
}

/// A record below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct On {
    /// Its kind.
    pub kind: String,
    /// Its id; nothing for one that would only begin by then.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
}

/// What comes on a record; nothing for somebody who sees a part of it.
///
/// # Errors
/// It is not there, or not for them; or the store fails.
pub fn open(app: &App, alliance: &str, caller: &Caller, kind: &str, id: &str) -> Result<(Seen, Option<Ahead>), Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        let ahead = match seen.sight {
            Sight::Whole => Some(whole(desk, &seen.running, Some(caller))?),
            Sight::Part => None,
        };
        Ok((seen, ahead))
    })
}

/// The same for whoever runs the server, by the record's reference.
///
/// # Errors
/// There is none with this reference; or the store fails.
pub fn of_reference(app: &App, alliance: &str, reference: &str) -> Result<(String, Ahead), Fault> {
    app.reading(alliance, |desk| {
        let row = subject_rows::by_reference(desk.db, &desk.alliance, reference)?;
        let row = row.ok_or(Fault::NotFound("record with this reference"))?;
        let mut running = Vec::new();
        for one in instances::of_subject(desk.db, &desk.alliance, &row.id)? {
            running.push(transition::look(desk.db, desk.app, &desk.alliance, &one.id)?);
        }
        Ok((row.title, whole(desk, &running, None)?))
    })
}

/// Why it stops where it does.
pub fn ends(ends: Ends) -> String {
    match ends {
        Ends::Quiet => {
            "After the last of these nothing more happens by itself: it waits for somebody to act.".to_owned()
        }
        Ends::Many => "There is more to come; only what comes first is shown.".to_owned(),
        Ends::Far(until) => format!(
            "What comes after {} is not looked at.",
            words::day(words::local_day(until))
        ),
    }
}

fn whole(desk: &mut Desk<'_>, running: &[Loaded], reader: Option<&Caller>) -> Result<Ahead, Fault> {
    let found = ahead::ahead(desk, running)?;
    let own = running.first().map(|one| one.record.id.clone()).unwrap_or_default();
    let mut sights: BTreeMap<String, bool> = BTreeMap::from([(own.clone(), true)]);
    let mut lines: Vec<Line> = Vec::new();
    let mut open = false;
    for one in found.happenings.iter().filter(|one| one.is_within) {
        if !sees(desk, reader, one, &mut sights)? {
            // What hangs on something that this person does not see is not told under something else.
            open &= one.timer().is_none();
            continue;
        }
        let says = says::of(desk, one)?;
        let on = (one.after.record.id != own).then(|| On {
            kind: one.after.record.kind.clone(),
            id: (!one.is_new).then(|| one.after.record.id.clone()),
            title: called(&one.after.record),
        });
        match lines.last_mut().filter(|_| open && one.timer().is_none()) {
            Some(line) => join(line, says, on.as_ref(), &one.after),
            // Two reminders of one moment to different people are one line less to read.
            None if one.timer().is_none() && says.follows.is_empty() => {}
            None => {
                lines.push(Line {
                    at: one.at,
                    process: one.after.workflow.definition.title.clone(),
                    on: on.into_iter().collect(),
                    what: says.what,
                    follows: says.follows,
                    because: says.because,
                    unsure: says.unsure,
                });
                open = true;
            }
        }
    }
    let mut lines = together(lines);
    let ends = match lines.len() > MOST {
        true => Ends::Many,
        false => found.ends,
    };
    lines.truncate(MOST);
    for line in &mut lines {
        shorten(&mut line.follows);
    }
    Ok(Ahead { lines, ends })
}

/// A record by its title, and by what people say aloud: many have one title.
fn called(record: &SubjectRow) -> String {
    match &record.reference {
        Some(reference) => format!("{} ({reference})", record.title),
        None => record.title.clone(),
    }
}

/// Whether a reader sees the record of a happening whole. One that would only begin by then is seen by
/// whoever sees the record above it.
fn sees(
    desk: &mut Desk<'_>,
    reader: Option<&Caller>,
    one: &Happening,
    sights: &mut BTreeMap<String, bool>,
) -> Result<bool, Fault> {
    let record = &one.after.record;
    let Some(caller) = reader else {
        return Ok(true);
    };
    if let Some(known) = sights.get(&record.id) {
        return Ok(*known);
    }
    let sees = if one.is_new {
        let above = record.parent_id.as_ref().and_then(|id| sights.get(id));
        above.copied().unwrap_or(false)
    } else {
        let seen = sight::if_seen(sight::record(desk, caller, &record.kind, &record.id))?;
        seen.is_some_and(|seen| seen.sight == Sight::Whole)
    };
    sights.insert(record.id.clone(), sees);
    Ok(sees)
}

/// What follows in an instance is told under the clock that led to it.
fn join(line: &mut Line, says: says::Says, on: Option<&On>, after: &Loaded) {
    let title = on.map_or(after.workflow.definition.title.as_str(), |on| on.title.as_str());
    let is_same = line.on.first() == on && line.process == after.workflow.definition.title;
    for sentence in says.follows {
        line.follows.push(match is_same {
            true => sentence,
            false => format!("{title}: {sentence}"),
        });
    }
    for doubt in says.unsure {
        if !line.unsure.contains(&doubt) {
            line.unsure.push(doubt);
        }
    }
}

/// How many records a line is about, where they are too many to be named one after the other:
/// `On 11 of these: Declaring an interest`.
pub fn many(line: &Line, records: usize) -> Option<String> {
    (records > FEW).then(|| format!("On {records} of these: {}", line.process))
}

/// What happens at one time in the same words to several records is one line.
fn together(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        let same = |one: &&mut Line| {
            let words = one.process == line.process && one.what == line.what && one.because == line.because;
            one.at == line.at && words && !one.on.is_empty() && !line.on.is_empty()
        };
        match out.iter_mut().rev().take(MOST).find(same) {
            Some(first) => {
                first.on.extend(line.on);
                first.follows.extend(line.follows);
                first.unsure.extend(line.unsure);
                first.unsure.dedup();
            }
            None => out.push(line),
        }
    }
    out
}

fn shorten(sentences: &mut Vec<String>) {
    let mut said = std::collections::BTreeSet::new();
    sentences.retain(|one| said.insert(one.clone()));
    let over = sentences.len().saturating_sub(SENTENCES);
    if over > 0 {
        sentences.truncate(SENTENCES);
        sentences.push(match over {
            1 => "And one thing more.".to_owned(),
            more => format!("And {more} things more."),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(records: usize) -> Line {
        let on = |number: usize| On {
            kind: "thing".to_owned(),
            id: Some(number.to_string()),
            title: format!("Thing {number}"),
        };
        Line {
            at: DateTime::UNIX_EPOCH,
            process: "Answering an invitation".to_owned(),
            on: (0..records).map(on).collect(),
            what: "The time is over".to_owned(),
            follows: vec!["It ends.".to_owned()],
            because: Vec::new(),
            unsure: Vec::new(),
        }
    }

    #[test]
    fn many_records_of_one_moment_are_counted_and_few_are_named() {
        let joined = together((0..11).map(|_| line(1)).collect());
        assert_eq!(joined.len(), 1);
        let many = joined.first().and_then(|line| many(line, line.on.len()));
        assert_eq!(many.as_deref(), Some("On 11 of these: Answering an invitation"));
        assert_eq!(super::many(&line(3), 3), None);
    }
}

//! What a text is for, as it is written with experts and members before the text, and the gaps of the landscape that
//! it answers. Every writing is kept whole in the record's log, with the house of whoever wrote.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::{at, comments, log, threads, word};
use crate::{
    domain::specification::{aims::Aim, merge},
    service::{
        aims::{LINK, WRITE, WRITE_FOR},
        app::Desk,
        authority,
        fault::Fault,
        landscape::{self, Wanted},
        subjects::{About, Work, data, plain},
    },
};

/// In an entry: the house of whoever wrote it.
const HOUSE: &str = "house";
/// In an entry that somebody wrote down for somebody else: whose words they are, and how they were said.
const FOR: &str = "for";
const WAY: &str = "way";
/// In a form: which gaps.
const GAPS: &str = "gaps";
/// Sent with a writing: how many there were when it began.
const NUMBER: &str = "number";

/// Every writing, the oldest first.
pub(in crate::service) fn writings(own: &Map<String, Json>) -> Vec<&Json> {
    log(own, WRITE).collect()
}

/// What an entry says of one of the texts.
pub(in crate::service) fn said(entry: &Json, aim: Aim) -> &str {
    word(entry, aim.word()).unwrap_or_default().trim()
}

/// What one of the texts says now; empty if nobody has written it.
pub(in crate::service) fn now(own: &Map<String, Json>, aim: Aim) -> String {
    let last = log(own, WRITE).last();
    last.map(|entry| said(entry, aim).to_owned()).unwrap_or_default()
}

/// How many of them nobody has written.
pub(super) fn unwritten(own: &Map<String, Json>) -> usize {
    Aim::ALL.into_iter().filter(|aim| now(own, *aim).is_empty()).count()
}

/// How many houses had a hand in them.
pub(super) fn houses(own: &Map<String, Json>) -> usize {
    let all: BTreeSet<&str> = log(own, WRITE).filter_map(|entry| word(entry, HOUSE)).collect();
    all.len()
}

/// Who wrote last: their house, never their name.
pub(super) fn written_by(desk: &Desk<'_>, own: &Map<String, Json>) -> Option<(String, DateTime<Utc>)> {
    let last = log(own, WRITE).last()?;
    Some((house_title(desk, last), at(last)?))
}

/// What people read of whoever wrote an entry.
pub(in crate::service) fn house_title(desk: &Desk<'_>, entry: &Json) -> String {
    let known = word(entry, HOUSE).and_then(|house| desk.app.library.roles.houses.get(house));
    known.cloned().unwrap_or_else(|| OFFICE.to_owned())
}

/// Whoever sits in no house.
pub(super) const OFFICE: &str = "The office, or the working group";

fn texts(entry: Option<&Json>) -> Map<String, Json> {
    let of = |aim: Aim| {
        let text = entry.map(|entry| said(entry, aim)).unwrap_or_default();
        (aim.word().to_owned(), Json::from(text))
    };
    Aim::ALL.into_iter().map(of).collect()
}

/// What a form is filled in with.
pub(super) fn filled(own: &Map<String, Json>, permit: &str) -> Map<String, Json> {
    match permit {
        LINK => [(GAPS.to_owned(), Json::from(linked(own)))].into_iter().collect(),
        _ => texts(log(own, WRITE).last()),
    }
}

/// The same for each writing that there was, and for none, the newest first.
pub(super) fn filled_before(own: &Map<String, Json>) -> Vec<Map<String, Json>> {
    let mut out: Vec<Map<String, Json>> = log(own, WRITE).map(|entry| texts(Some(entry))).collect();
    out.insert(0, texts(None));
    out.reverse();
    out
}

/// What two people made of the same texts, if both can stand.
pub(super) fn together(
    base: &Map<String, Json>,
    mine: &Map<String, Json>,
    theirs: &Map<String, Json>,
) -> Option<Map<String, Json>> {
    let of = |all: &Map<String, Json>, aim: Aim| {
        let text = all.get(aim.word()).and_then(Json::as_str).unwrap_or_default();
        text.trim().to_owned()
    };
    let mut out = mine.clone();
    for aim in Aim::ALL {
        let text = merge::both(&of(base, aim), &of(mine, aim), &of(theirs, aim))?;
        out.insert(aim.word().to_owned(), text.into());
    }
    Some(out)
}

/// What is sent with a writing, so that nobody is written over.
pub(super) fn written_on(own: &Map<String, Json>) -> (String, Json) {
    (NUMBER.to_owned(), log(own, WRITE).count().into())
}

/// Keeps a writing.
pub(super) fn write(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let own = data(about.row)?;
    let said_by = work.body.get(FOR).and_then(Json::as_str);
    if work.permit == WRITE_FOR {
        let known = said_by.is_some_and(|person| !person.is_empty());
        if !known || !authority::permitted(desk, about, WRITE)?.contains(said_by.unwrap_or_default()) {
            let says = "Choose somebody who could write this here themselves.";
            return Err(Fault::field(FOR, says));
        }
    }
    let there = log(&own, WRITE).count();
    let began = work.body.get(NUMBER).and_then(Json::as_u64);
    if began.is_some_and(|number| usize::try_from(number) != Ok(there)) {
        let says = "Somebody else has changed this while you were writing.";
        return Err(Fault::conflict(says, 0));
    }
    // A text that is not sent stays as it is.
    let mut body = texts(log(&own, WRITE).last());
    body.extend(work.body.clone());
    body.remove(NUMBER);
    if Aim::ALL
        .into_iter()
        .all(|aim| body.get(aim.word()).and_then(Json::as_str).unwrap_or_default().trim() == now(&own, aim))
    {
        return Err(Fault::field(
            Aim::Need.word(),
            "Nothing differs from what stands here. Change one of the texts, or go back.",
        ));
    }
    // Whoever wrote it down, it is one writing among the others.
    noted(desk, about, Work { permit: WRITE, ..work }, body)?;
    if let Some(person) = said_by.filter(|_| work.permit == WRITE_FOR) {
        let says = format!(
            "What you said about what “{}” is for was written down for you, and stands there now.",
            about.row.title
        );
        let letter = ("aim_written_for", "somebody wrote it down for you");
        threads::write(desk, about, "aims", letter, person, says)?;
    }
    Ok(json!({}))
}

/// How the words of an entry were said, if somebody wrote them down for somebody else: `By phone`.
pub(in crate::service) fn way(desk: &Desk<'_>, kind: &str, entry: &Json) -> String {
    let Some(way) = word(entry, WAY) else {
        return String::new();
    };
    let form = desk.app.library.work_form(kind, WRITE_FOR).map(|work| &work.form);
    let field = form.and_then(|form| form.fields.iter().find(|field| field.id == WAY));
    let title = field.and_then(|field| field.options.get(way));
    title.map_or_else(|| way.to_owned(), ToString::to_string)
}

/// Keeps a note in the record's log, with the house of whoever made it.
pub(super) fn noted(
    desk: &mut Desk<'_>,
    about: About<'_>,
    work: Work<'_>,
    mut body: Map<String, Json>,
) -> Result<Json, Fault> {
    // Where somebody wrote it down, it is said by the house of whoever said it.
    let said_by = word_in(&body, FOR);
    if let Some(house) = comments::house(desk, work, said_by.as_deref())? {
        body.insert(HOUSE.to_owned(), house.into());
    }
    plain::log(desk, about, Work { body: &body, ..work })
}

fn word_in(body: &Map<String, Json>, name: &str) -> Option<String> {
    body.get(name).and_then(Json::as_str).map(str::to_owned)
}

/// The gaps that this text answers, as they were worded when they were chosen.
pub(in crate::service) fn linked(own: &Map<String, Json>) -> Vec<String> {
    let last = log(own, LINK).last().and_then(|entry| entry.get(GAPS));
    let all = last.and_then(Json::as_array).into_iter().flatten();
    all.filter_map(Json::as_str).map(str::to_owned).collect()
}

/// The gaps that there are today.
pub(in crate::service) fn gaps(desk: &mut Desk<'_>) -> Result<Vec<String>, Fault> {
    let seen = landscape::look(desk, None, &Wanted::default(), "")?;
    let lines = seen.by_area.into_iter().chain(seen.by_community);
    Ok(lines.flat_map(|line| line.gaps).collect())
}

/// Keeps which gaps it answers, as the landscape words them.
pub(super) fn link(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let known = to_link(desk, &data(about.row)?)?;
    let named = work.body.get(GAPS).and_then(Json::as_array).into_iter().flatten();
    let strange = named.filter_map(Json::as_str).find(|gap| !known.contains_key(*gap));
    if let Some(gap) = strange {
        return Err(Fault::field(
            GAPS,
            format!("The landscape has no gap “{gap}”. Choose from those that it lists today."),
        ));
    }
    plain::log(desk, about, work)
}

/// What there is to choose from: the gaps of today, and those that were chosen and are none any more.
pub(super) fn to_link(desk: &mut Desk<'_>, own: &Map<String, Json>) -> Result<IndexMap<String, String>, Fault> {
    let today = gaps(desk)?;
    let mut out: IndexMap<String, String> = today.into_iter().map(|gap| (gap.clone(), gap)).collect();
    for gap in linked(own) {
        let says = format!("{gap} (no longer so)");
        out.entry(gap).or_insert(says);
    }
    Ok(out)
}

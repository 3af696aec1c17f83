//! How somebody is written to: news at once, together or not at all, and quiet in the evening. Whatever
//! they wish, what they are asked to do comes at once, and so does everything while a deadline is near.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{
    deadline::TimerRole,
    definition::model::{Definition, State},
    snapshot::Snapshot,
};
use accord_store::{
    outbox,
    wishes::{self as rows, HeldRow, News, WishRow},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::{
    domain::subscriptions::Terms,
    service::{
        access::secret,
        app::{App, Desk},
        fault::Fault,
        history,
        outgoing::Recipient,
        support::breaks,
    },
};

/// A deadline is near if it comes within so long.
const NEAR: TimeDelta = TimeDelta::hours(24);
/// If nobody puts waiting letters together, each goes out by itself so long after its time.
const ALONE: TimeDelta = TimeDelta::hours(1);

/// What becomes of one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// It goes out now.
    Not,
    /// It waits until the night is over.
    Until(DateTime<Utc>),
    /// It waits to go out with others.
    Together(DateTime<Utc>),
    /// It is not wanted.
    Unwanted,
}

/// What a letter is, as far as that matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<'a> {
    /// What people call this sort of news; nothing if they must get it.
    pub news: Option<&'a str>,
    /// A deadline is near, or it is a reminder of one.
    pub urgent: bool,
    /// It brings something that a list could not: a document, a date.
    pub enclosed: bool,
}

/// What becomes of a letter to somebody with these wishes, at this time.
pub fn judge(wish: &WishRow, sort: Sort<'_>, terms: &Terms, wall: DateTime<Utc>) -> Hold {
    let night = terms.quiet_until(wall).filter(|_| wish.quiet && !sort.urgent);
    if let Some(news) = sort.news {
        if unwanted(wish).contains(news) {
            return Hold::Unwanted;
        }
        if wish.news == News::Digest && !sort.urgent && !sort.enclosed {
            return terms.next_digest(wall).map_or(Hold::Not, Hold::Together);
        }
    }
    night.map_or(Hold::Not, Hold::Until)
}

/// What becomes of letters of one sort, by person; nobody who has wished for nothing stands in it.
///
/// # Errors
/// The database fails.
pub fn holds(desk: &mut Desk<'_>, to: &[Recipient], sort: Sort<'_>) -> Result<BTreeMap<String, Hold>, Fault> {
    let people: Vec<String> = to.iter().filter_map(|one| one.person.clone()).collect();
    if people.is_empty() {
        return Ok(BTreeMap::new());
    }
    let wall = desk.wall();
    let away = breaks::held_until(desk, &people)?;
    let terms = &desk.app.library.subscriptions;
    let wishes = rows::several(desk.db, &people)?;
    let mut out: BTreeMap<String, Hold> = wishes
        .into_iter()
        .map(|wish| (wish.person_id.clone(), judge(&wish, sort, terms, wall)))
        .filter(|(_, hold)| *hold != Hold::Not)
        .collect();
    // Whoever takes a break gets what they would have got when it is over.
    for (person, until) in away {
        if out.get(&person) != Some(&Hold::Unwanted) {
            out.insert(person, Hold::Until(until));
        }
    }
    Ok(out)
}

/// Lets a letter wait that was put in the outbox in this transaction.
///
/// # Errors
/// The database fails.
pub fn hold(desk: &mut Desk<'_>, key: &str, person: &str, hold: Hold) -> Result<(), Fault> {
    match hold {
        Hold::Not | Hold::Unwanted => {}
        Hold::Until(until) => drop(outbox::hold(desk.db, key, until.into())?),
        Hold::Together(at) => {
            outbox::hold(desk.db, key, (at + ALONE).into())?;
            let row = HeldRow {
                outbox_key: key.to_owned(),
                alliance_id: desk.alliance.clone(),
                person_id: person.to_owned(),
                due_at: at.into(),
            };
            rows::hold(desk.db, &row)?;
        }
    }
    Ok(())
}

/// Whether a letter of an instance is about a deadline: a reminder, news of more time, or any letter
/// while a clock is about to run out.
pub fn is_urgent(definition: &Definition, snapshot: &Snapshot, template: &str, now: DateTime<Utc>) -> bool {
    let near = snapshot.timers.values().any(|timer| {
        matches!(timer.role, TimerRole::End(_)) && timer.due_at.is_some_and(|at| at >= now && at - now <= NEAR)
    });
    near || definition.states.values().any(|state| reminds(state, template))
}

fn reminds(state: &State, template: &str) -> bool {
    let clocks = state.deadline.iter().chain(state.clocks.values());
    let mut told = clocks.flat_map(|clock| {
        let more = clock.extend.as_ref().and_then(|extend| extend.tell.as_deref());
        clock.remind.as_deref().into_iter().chain(more)
    });
    told.any(|name| name == template) || state.states.values().any(|inner| reminds(inner, template))
}

/// Sorts of news that somebody does not want.
pub fn unwanted(wish: &WishRow) -> BTreeSet<String> {
    serde_json::from_str(&wish.unwanted).unwrap_or_default()
}

/// Every sort of news that there is, once.
pub fn sorts(app: &App) -> BTreeSet<&str> {
    app.library.news.values().map(String::as_str).collect()
}

/// What somebody wishes; what everybody has who has said nothing.
///
/// # Errors
/// The database fails.
pub fn of(app: &App, person: &str) -> Result<WishRow, Fault> {
    let found = app.store.read(|db| rows::load(db, person))?;
    Ok(found.unwrap_or_else(|| plain(person, app.wall.now())))
}

fn plain(person: &str, now: DateTime<Utc>) -> WishRow {
    WishRow {
        person_id: person.to_owned(),
        news: News::AtOnce,
        unwanted: "[]".to_owned(),
        quiet: false,
        telephone: None,
        calendar: None,
        changed_at: now.into(),
    }
}

/// Changes what somebody wishes, by `change`; journalled without what it is.
///
/// # Errors
/// The database fails.
pub fn change(
    app: &App,
    alliance: &str,
    person: &str,
    change: impl FnOnce(&mut WishRow) + Send + 'static,
) -> Result<(), Fault> {
    let person = person.to_owned();
    app.writing(alliance, move |desk| {
        let wall = desk.wall();
        let mut row = rows::load(desk.db, &person)?.unwrap_or_else(|| plain(&person, wall));
        change(&mut row);
        row.changed_at = wall.into();
        rows::put(desk.db, &row)?;
        history::note(desk, None, &json!({ "own": { "changed": "wishes", "person": person } }))
    })
}

/// Makes the address of somebody's calendar anew; the old one leads nowhere from now on. What is given
/// is shown once and kept nowhere.
///
/// # Errors
/// The database fails.
pub fn new_calendar(app: &App, alliance: &str, person: &str) -> Result<String, Fault> {
    let token = secret::token(&app.rng);
    let hash = secret::hash(&token);
    change(app, alliance, person, move |row| row.calendar = Some(hash))?;
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIGHT: &str = "2026-01-05T22:00:00Z";
    const DAY: &str = "2026-01-05T10:00:00Z";
    const MORNING: &str = "2026-01-06T08:00:00Z";

    #[test]
    fn what_somebody_must_get_comes_at_once_whatever_they_wish() {
        let terms: Terms = serde_saphyr::from_str(
            "{ topics: { a: { title: A, says: B } }, letter: code, code_lasts: 60 minutes, tries: 5, most_codes: 3, \
             codes_within: 1 day }",
        )
        .unwrap();
        let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        let morning = at(MORNING);
        let wish = |news, quiet, unwanted: &str| WishRow {
            news,
            quiet,
            unwanted: unwanted.to_owned(),
            ..plain("p", at(DAY))
        };
        let sort = |news, urgent, enclosed| Sort { news, urgent, enclosed };
        let (asked, told) = (sort(None, false, false), sort(Some("News"), false, false));
        let everything_off = wish(News::Digest, true, "[\"News\"]");
        for (name, wish, sort, now, expected) in [
            (
                "nothing wished",
                wish(News::AtOnce, false, "[]"),
                told,
                NIGHT,
                Hold::Not,
            ),
            (
                "quiet at night",
                wish(News::AtOnce, true, "[]"),
                asked,
                NIGHT,
                Hold::Until(morning),
            ),
            ("quiet by day", wish(News::AtOnce, true, "[]"), asked, DAY, Hold::Not),
            ("asked by day", everything_off.clone(), asked, DAY, Hold::Not),
            (
                "a deadline at night",
                everything_off.clone(),
                sort(None, true, false),
                NIGHT,
                Hold::Not,
            ),
            (
                "together",
                wish(News::Digest, false, "[]"),
                told,
                DAY,
                Hold::Together(morning),
            ),
            (
                "together, but near",
                wish(News::Digest, false, "[]"),
                sort(Some("News"), true, false),
                DAY,
                Hold::Not,
            ),
            (
                "together, with a paper",
                wish(News::Digest, false, "[]"),
                sort(Some("News"), false, true),
                DAY,
                Hold::Not,
            ),
            ("unwanted", everything_off, told, DAY, Hold::Unwanted),
            (
                "other news",
                wish(News::AtOnce, false, "[\"Other\"]"),
                told,
                DAY,
                Hold::Not,
            ),
        ] {
            assert_eq!(judge(&wish, sort, &terms, at(now)), expected, "{name}");
        }
    }
}

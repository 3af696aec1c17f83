//! What an erasure would do: what stands in its way, what has to be kept and until when, which papers name them.

use accord_engine::{event::Event, journal::JournalEntry};
use accord_store::{alliances, appointments, erasures as rows, journal, organisations, people::PersonRow, person_keys};
use chrono::{DateTime, Months, Utc};

use crate::{
    domain::words,
    service::{app::Desk, authority::Caller, fault::Fault, people, readers},
};

/// What it would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Whom.
    pub person: PersonRow,
    /// They were erased before.
    pub done: bool,
    /// What has to be ended before, in sentences.
    pub in_the_way: Vec<String>,
    /// Why who they were is kept, and until when; the last to end comes first.
    pub kept: Vec<Kept>,
    /// References of papers about them alone: they go.
    pub own_papers: Vec<String>,
    /// References of papers about other things that name them: they are the record of what was decided, and stay.
    pub papers: Vec<String>,
}

/// Something for which who they were is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Until when.
    pub until: DateTime<Utc>,
    /// Why.
    pub because: String,
}

/// Looks, for whoever manages the alliance.
///
/// # Errors
/// There is nobody of this id here, or the reader may not manage the alliance.
pub fn at(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Look, Fault> {
    people::may(desk, caller)?;
    let person = people::of_alliance(desk, id)?;
    of(desk, person)
}

/// The same of somebody who is known.
///
/// # Errors
/// The database fails.
pub fn of(desk: &mut Desk<'_>, person: PersonRow) -> Result<Look, Fault> {
    let key = person_keys::load(desk.db, &person.id)?;
    let records = rows::records_about(desk.db, &desk.alliance, &person.id)?;
    Ok(Look {
        done: key.is_some_and(|row| row.erased_at.is_some()),
        in_the_way: in_the_way(desk, &person.id, &records)?,
        kept: kept(desk, &person.id, &records)?,
        own_papers: rows::documents_about(desk.db, &person.id)?,
        papers: rows::documents_naming(desk.db, &desk.alliance, &person.id, &person.name)?,
        person,
    })
}

fn in_the_way(desk: &mut Desk<'_>, id: &str, records: &[rows::About]) -> Result<Vec<String>, Fault> {
    let now = desk.now;
    let mut out = Vec::new();
    for other in alliances::all(desk.db)? {
        if other.id != desk.alliance
            && (!appointments::ever_of_person(desk.db, &other.id, id)?.is_empty()
                || !organisations::of_person(desk.db, &other.id, id, now.into())?.is_empty())
        {
            out.push("They take part in another alliance too, which has to be asked.".to_owned());
        }
    }
    for one in appointments::ever_of_person(desk.db, &desk.alliance, id)? {
        if one.until.is_none_or(|until| until.utc() > now) {
            let title = readers::titles(desk, &[one.role]).concat();
            out.push(format!("They are {title}. End that appointment first."));
        }
    }
    for one in records {
        if one.open {
            let name = one.reference.as_ref().unwrap_or(&one.title);
            out.push(format!(
                "{name} is about them and still open. Bring it to its end first."
            ));
        }
    }
    out.dedup();
    Ok(out)
}

fn kept(desk: &mut Desk<'_>, id: &str, records: &[rows::About]) -> Result<Vec<Kept>, Fault> {
    let terms = desk.app.library.retention.erasure.clone();
    let mut out: Vec<Kept> = Vec::new();
    let mut keep = |last: DateTime<Utc>, years: u16, because: &str| {
        let until = last
            .checked_add_months(Months::new(u32::from(years) * 12))
            .unwrap_or(last);
        match out.iter_mut().find(|one| one.because == because) {
            Some(known) => known.until = known.until.max(until),
            None => out.push(Kept {
                until,
                because: because.to_owned(),
            }),
        }
    };
    if let Some(last) = last_decision(desk, id)? {
        keep(last, terms.decisions.years, &terms.decisions.because);
    }
    for one in records {
        if let Some(term) = terms.records.get(&one.kind) {
            keep(one.changed_at.utc(), term.years, &term.because);
        }
    }
    let now = desk.now;
    out.retain(|one| one.until > now);
    out.sort_by_key(|one| std::cmp::Reverse(one.until));
    Ok(out)
}

/// When somebody last decided something: voted, confirmed another's act, or acted in a role that needs a second factor.
fn last_decision(desk: &mut Desk<'_>, id: &str) -> Result<Option<DateTime<Utc>>, Fault> {
    let known = desk.app.library.roles.clone();
    let trusted = |roles: &[String]| {
        roles
            .iter()
            .any(|role| known.roles.get(role).is_some_and(|one| one.second_factor))
    };
    let mut last = None;
    for row in journal::naming(desk.db, &desk.alliance, id)? {
        let Ok(entry) = serde_json::from_str::<JournalEntry>(&row.body) else {
            continue;
        };
        let actor = match &entry.event {
            Some(Event::Vote(act)) => Some((&act.actor, true)),
            Some(Event::Second(second)) => Some((&second.actor, true)),
            Some(Event::Act(act)) => Some((&act.actor, trusted(&act.actor.roles))),
            _ => None,
        };
        let theirs = actor
            .is_some_and(|(actor, decides)| decides && (actor.person == id || actor.acting_for.as_deref() == Some(id)));
        if theirs {
            last = Some(row.at.utc());
        }
    }
    Ok(last)
}

impl Look {
    /// Until when who they were is kept; nothing if nothing has to be.
    pub fn kept_until(&self) -> Option<DateTime<Utc>> {
        self.kept.first().map(|one| one.until)
    }

    /// What is kept and why, in sentences.
    pub fn says_kept(&self) -> Vec<String> {
        let one = |kept: &Kept| format!("Until {}: {}", words::day(words::local_day(kept.until)), kept.because);
        self.kept.iter().map(one).collect()
    }
}

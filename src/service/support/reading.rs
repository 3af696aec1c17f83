//! Reading what was raised, for those whom it reaches: somebody takes it on, and answers whoever raised it.

use accord_store::{
    appointments,
    concerns::{self, ConcernRow},
    people,
};
use chrono::{DateTime, Utc};

use super::{LONGEST, Standing, own_roles, readers, tell, title};
use crate::service::{
    app::{App, Desk},
    authority::Caller,
    erasure::{self, keys},
    fault::Fault,
};

/// Something that was raised, as those see it whom it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// When.
    pub raised_at: DateTime<Utc>,
    /// Who, unless they asked not to be named.
    pub by: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// Who sees to it.
    pub taken_by: Option<String>,
    /// Whether that is who reads.
    pub is_theirs: bool,
    /// Whoever saw to it reads it no more: somebody else takes it on.
    pub is_left: bool,
    /// What was said; in a list it is left out.
    pub text: String,
    /// What whoever raised it was told.
    pub answer: Option<String>,
}

/// What somebody does with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Takes it on.
    Take,
    /// Tells whoever raised it what came of it.
    Answer(String),
}

/// Whether anything can reach somebody at all, and how much of it has no answer.
///
/// # Errors
/// The database fails.
pub fn waiting(desk: &mut Desk<'_>, caller: &Caller) -> Result<Option<usize>, Fault> {
    if reached(desk, caller)?.is_empty() {
        return Ok(None);
    }
    let open = concerns::waiting(desk.db, &desk.alliance)?;
    Ok(Some(for_them(desk, caller, open)?.len()))
}

/// What reaches somebody; what waits first.
///
/// # Errors
/// Nothing ever reaches them, or the database fails.
pub fn all(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Raised>, Fault> {
    let rows = concerns::all(desk.db, &desk.alliance)?;
    let rows = for_them(desk, caller, rows)?;
    let support = &desk.app.library.clone().support;
    // Whoever reads only while another role is vacant finds nothing here before.
    if rows.is_empty() && !own_roles(desk, caller)?.iter().any(|role| support.reaches(role)) {
        return Err(Fault::NotFound("page"));
    }
    rows.iter().map(|row| seen(desk, caller, row, false)).collect()
}

/// One of them, in full.
///
/// # Errors
/// It is not there, or does not reach them: the same answer.
pub fn one(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Raised, Fault> {
    let row = theirs(desk, caller, id)?;
    seen(desk, caller, &row, true)
}

/// Takes it on, or answers it; whoever raised it gets a letter that says so and no more.
///
/// # Errors
/// It does not reach them, somebody was quicker, or there are no words.
pub fn see_to(app: &App, alliance: &str, caller: &Caller, id: &str, deed: Deed) -> Result<(), Fault> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.writing(alliance, move |desk| put(desk, &caller, &id, &deed))
}

fn put(desk: &mut Desk<'_>, caller: &Caller, id: &str, deed: &Deed) -> Result<(), Fault> {
    let row = theirs(desk, caller, id)?;
    let now = desk.now.into();
    let done = match deed {
        Deed::Take => {
            // Whoever has seen to it and reads it no more leaves it to the others.
            let before = row.taken_by.as_deref();
            let free = before.is_none() || has_left(desk, &row)?;
            free && concerns::take(desk.db, (&desk.alliance, id), before, &caller.person, now)?
        }
        Deed::Answer(text) => {
            let text = text.trim();
            if text.is_empty() || text.chars().count() > LONGEST {
                return Err(Fault::field(
                    "answer",
                    "Write what you tell them, in 5,000 characters or fewer.",
                ));
            }
            if row.taken_by.as_ref() != Some(&caller.person) {
                return Err(Fault::field("answer", "Take it on first, or leave it to whoever has."));
            }
            let sealed = desk.app.seals.seal(id, text)?;
            concerns::answer(desk.db, &desk.alliance, id, &sealed, now)?
        }
    };
    if !done {
        return Err(Fault::conflict("Somebody else was quicker. Look at it again.", 0));
    }
    // Who has left for good is told nothing any more, and what they said goes now that it was seen to.
    if matches!(deed, Deed::Answer(_)) && keys::was_erased(desk, &row.person_id)? {
        return erasure::raised(desk, id);
    }
    if let Some(to) = people::load(desk.db, &row.person_id)? {
        let key = format!("concern_seen_to/{}", desk.id());
        tell(desk, &to, (&key, "concern_seen_to"), &format!("/support/raised/{id}"))?;
    }
    Ok(())
}

/// The roles of somebody that something can reach.
fn reached(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<String>, Fault> {
    let mut roles = own_roles(desk, caller)?;
    roles.retain(|role| desk.app.library.support.can_reach(role));
    Ok(roles)
}

/// Which of these somebody reads now: what reaches a role of theirs, or one in whose place theirs reads; not what goes
/// past the organisation that they belong to, and not what was answered before they held the role.
fn for_them(desk: &mut Desk<'_>, caller: &Caller, all: Vec<ConcernRow>) -> Result<Vec<ConcernRow>, Fault> {
    let own = reached(desk, caller)?;
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let held = appointments::of_person(desk.db, &desk.alliance, &caller.person, desk.now.into())?;
    let library = desk.app.library.clone();
    let mut out = Vec::new();
    for row in all {
        let by = match library.support.ways.get(&row.way) {
            Some(way) => readers::of(desk, way, &row.role, Some(&row.person_id))?
                .filter(|found| found.people.iter().any(|one| one.id == caller.person))
                .map(|found| found.role),
            None => Some(row.role.clone()).filter(|role| own.contains(role) && row.person_id != caller.person),
        };
        let Some(by) = by else { continue };
        // Whoever raised what was answered before they held the role knew who would read it.
        let since = held.iter().filter(|one| one.role == by).map(|one| one.since).min();
        if row.answered_at.is_none_or(|at| since.is_some_and(|since| since <= at)) {
            out.push(row);
        }
    }
    Ok(out)
}

/// Whether whoever sees to it reads it no more.
fn has_left(desk: &mut Desk<'_>, row: &ConcernRow) -> Result<bool, Fault> {
    let Some(by) = row.taken_by.clone().filter(|_| row.answered_at.is_none()) else {
        return Ok(false);
    };
    Ok(for_them(desk, &Caller::own(by), vec![row.clone()])?.is_empty())
}

fn theirs(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<ConcernRow, Fault> {
    let found = concerns::load(desk.db, &desk.alliance, id)?;
    let mut found = for_them(desk, caller, found.into_iter().collect())?;
    found.pop().ok_or(Fault::NotFound("page"))
}

fn seen(desk: &mut Desk<'_>, caller: &Caller, row: &ConcernRow, whole: bool) -> Result<Raised, Fault> {
    let mut name = |id: &str| -> Result<Option<String>, Fault> { Ok(people::load(desk.db, id)?.map(|one| one.name)) };
    let by = if row.named { name(&row.person_id)? } else { None };
    let taken_by = match &row.taken_by {
        Some(id) => name(id)?,
        None => None,
    };
    let seals = &desk.app.seals;
    let open = |sealed: &String| seals.open(&row.id, sealed);
    Ok(Raised {
        id: row.id.clone(),
        title: title(desk, &row.way),
        raised_at: row.raised_at.utc(),
        by,
        standing: Standing::of(row),
        taken_by,
        is_theirs: row.taken_by.as_ref() == Some(&caller.person),
        is_left: whole && has_left(desk, row)?,
        text: if whole { open(&row.text)? } else { String::new() },
        answer: row.answer.as_ref().filter(|_| whole).map(open).transpose()?,
    })
}

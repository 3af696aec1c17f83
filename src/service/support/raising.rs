//! Raising something, and what became of it, for whoever raised it.

use accord_store::concerns::{self, ConcernRow};

use super::{LONGEST, Standing, readers, tell, title, way};
use crate::service::{
    app::{App, Desk},
    authority::Caller,
    fault::{Fault, FieldError},
    readers::role_titles,
};

/// A role that something can reach, and who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The role.
    pub role: String,
    /// What people call it.
    pub title: String,
    /// Who reads it, by name; nobody, where nobody here could.
    pub names: Vec<String>,
    /// What those who read it in its place are called, while nobody holds the role.
    pub instead: Option<String>,
}

/// What somebody wants to raise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Which way, by its word.
    pub way: String,
    /// The role that it is to reach; may be empty where there is one alone.
    pub role: String,
    /// What they say.
    pub text: String,
    /// Whoever reads it is to see who wrote it; nothing before they have chosen.
    pub named: Option<bool>,
}

/// Something that somebody raised, as they see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// The id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// When.
    pub raised_at: chrono::DateTime<chrono::Utc>,
    /// How it stands.
    pub standing: Standing,
    /// What they wrote.
    pub text: String,
    /// What they are told.
    pub answer: Option<String>,
}

/// Whom a way reaches, when this person raises it: nobody reads their own.
///
/// # Errors
/// There is no such way, or the database fails.
pub fn readers_of(desk: &mut Desk<'_>, caller: &Caller, word: &str) -> Result<Vec<Reader>, Fault> {
    let library = desk.app.library.clone();
    let title = |role: &String| role_titles(&library, std::slice::from_ref(role)).concat();
    let way = way(&library.support.ways, word)?;
    let mut out = Vec::new();
    for role in &way.reaches {
        let found = readers::of(desk, way, role, Some(&caller.person))?;
        out.push(Reader {
            role: role.clone(),
            title: title(role),
            instead: found
                .as_ref()
                .map(|found| &found.role)
                .filter(|other| *other != role)
                .map(title),
            names: found
                .into_iter()
                .flat_map(|found| found.people)
                .map(|one| one.name)
                .collect(),
        });
    }
    Ok(out)
}

/// Writes it down, sealed, and calls those whom it reaches; gives its id.
///
/// # Errors
/// Something is missing or too long, nobody holds the role now, or the database fails.
pub fn raise(app: &App, alliance: &str, caller: &Caller, wish: &Wish) -> Result<String, Fault> {
    let (caller, wish) = (caller.clone(), wish.clone());
    app.writing(alliance, move |desk| put(desk, &caller, &wish))
}

fn put(desk: &mut Desk<'_>, caller: &Caller, wish: &Wish) -> Result<String, Fault> {
    let library = desk.app.library.clone();
    let way = way(&library.support.ways, &wish.way)?;
    let readers = readers_of(desk, caller, &wish.way)?;
    let text = wish.text.trim();
    let mut errors = Vec::new();
    let mut wrong = |field: &str, says: &str| {
        errors.push(FieldError {
            field: field.to_owned(),
            says: says.to_owned(),
        });
    };
    if text.is_empty() {
        wrong("text", "Write what it is about. A few words are enough.");
    } else if text.chars().count() > LONGEST {
        wrong(
            "text",
            "Write it in 5,000 characters or fewer; you can say the rest when you are called.",
        );
    }
    let reader = match readers.as_slice() {
        [only] if wish.role.is_empty() => Some(only),
        several => several.iter().find(|one| one.role == wish.role),
    };
    if reader.is_none() {
        wrong("role", "Select who is to read it.");
    } else if reader.is_some_and(|one| one.names.is_empty()) {
        wrong("role", &way.if_nobody);
    }
    if wish.named.is_none() {
        wrong("named", "Select whether your name is shown.");
    }
    let (Some(reader), Some(named), true) = (reader, wish.named, errors.is_empty()) else {
        return Err(Fault::Invalid(errors));
    };
    let id = desk.id();
    let row = ConcernRow {
        text: desk.app.seals.seal(&id, text)?,
        alliance_id: desk.alliance.clone(),
        way: wish.way.clone(),
        role: reader.role.clone(),
        person_id: caller.person.clone(),
        named,
        raised_at: desk.now.into(),
        taken_by: None,
        taken_at: None,
        answer: None,
        answered_at: None,
        id: id.clone(),
    };
    concerns::add(desk.db, &row)?;
    let reading = readers::of(desk, way, &reader.role, Some(&caller.person))?;
    for to in reading.into_iter().flat_map(|reading| reading.people) {
        let key = format!("concern/{}", desk.id());
        tell(desk, &to, (&key, "concern"), &format!("/concerns/{id}"))?;
    }
    Ok(id)
}

/// What somebody raised, the newest first.
///
/// # Errors
/// The database fails.
pub fn mine(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Mine>, Fault> {
    let rows = concerns::of_person(desk.db, &desk.alliance, &caller.person)?;
    rows.iter().map(|row| seen(desk, row)).collect()
}

/// One of them.
///
/// # Errors
/// It is not there, or another's: the same answer.
pub fn one(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Mine, Fault> {
    let row = concerns::load(desk.db, &desk.alliance, id)?;
    let own = row.filter(|row| row.person_id == caller.person);
    seen(desk, &own.ok_or(Fault::NotFound("page"))?)
}

fn seen(desk: &Desk<'_>, row: &ConcernRow) -> Result<Mine, Fault> {
    let seals = &desk.app.seals;
    Ok(Mine {
        id: row.id.clone(),
        title: title(desk, &row.way),
        raised_at: row.raised_at.utc(),
        standing: Standing::of(row),
        text: seals.open(&row.id, &row.text)?,
        answer: row
            .answer
            .as_ref()
            .map(|answer| seals.open(&row.id, answer))
            .transpose()?,
    })
}

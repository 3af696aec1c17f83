//! Who was asked about a text and who spoke, beside who lives in the city, question by question. What is read of
//! anybody goes no further than the counting here.

use std::collections::BTreeSet;

use accord_store::appointments::{self, Scope};

use crate::{
    domain::involvement::presence::{self, Comparison, Present},
    service::{
        app::Desk,
        fault::Fault,
        own::described::{self, Answers},
        sight::Seen,
        subjects::specification::history::History,
    },
};

/// The comparison for one text.
#[derive(Debug, Default)]
pub struct Compared {
    /// What the city is called.
    pub city: String,
    /// Where its numbers are from.
    pub source: String,
    /// What readers are told about small numbers.
    pub rule: String,
    /// Of so many of those who spoke on, anything is compared.
    pub least: i64,
    /// One for each question of the city's file.
    pub questions: Vec<Comparison>,
}

/// Compares those who were asked about a text, and those of them who spoke, with the city. `said` are people who
/// commented or proposed.
///
/// # Errors
/// The database fails.
pub(super) fn with_the_city(desk: &mut Desk<'_>, seen: &Seen, said: &BTreeSet<String>) -> Result<Compared, Fault> {
    let library = desk.app.library.clone();
    let city = &library.city;
    let mut everybody = asked(desk, &seen.record.id)?;
    let mut spoke = said.clone();
    for row in History::of(desk, &seen.record.id)?.made() {
        // Whoever only holds the pen for others was not asked what they think.
        if everybody.contains(&row.edited_by) {
            spoke.insert(row.edited_by.clone());
        }
    }
    everybody.extend(said.iter().cloned());
    let people: Vec<String> = everybody.into_iter().collect();
    let answers = described::several(desk, &people)?;
    let one = |question: &String| -> Vec<Present<'_>> {
        let says = |person: &String| answers.get(person).and_then(|all: &Answers| all.get(question));
        people
            .iter()
            .map(|person| Present {
                says: says(person).map(String::as_str),
                spoke: spoke.contains(person),
            })
            .collect()
    };
    Ok(Compared {
        city: city.name.clone(),
        source: city.source.clone(),
        rule: city.figures.words(),
        least: city.figures.least_base,
        questions: city
            .questions
            .iter()
            .map(|(word, question)| presence::compare(city.figures, question, &one(word)))
            .collect(),
    })
}

/// Whom a text asks: everybody who sits in a house or a body, and whoever was invited to the text itself.
fn asked(desk: &mut Desk<'_>, record: &str) -> Result<BTreeSet<String>, Fault> {
    let library = desk.app.library.clone();
    let seats: BTreeSet<&String> = library
        .bodies
        .bodies
        .values()
        .flat_map(|body| body.seats.iter().map(|one| &one.role))
        .collect();
    let sits = |role: &String| {
        let house = library.roles.roles.get(role).and_then(|known| known.house.as_ref());
        house.is_some() || seats.contains(role)
    };
    let running = appointments::all_running(desk.db, &desk.alliance, desk.now.into())?;
    let here = running.into_iter().filter(|row| match row.scope_kind {
        Scope::Alliance => sits(&row.role),
        Scope::Subject => row.scope_id == record,
        Scope::Organisation => false,
    });
    Ok(here.map(|row| row.person_id).collect())
}

//! Whom somebody has chosen to be at their side: told to both, chosen anew or taken back at any time.

use accord_store::{
    appointments::{self, Scope},
    beside_people::{self as rows, SupporterRow},
    people::{self, PersonRow},
};
use serde_json::json;

use crate::service::{
    app::{App, Desk},
    fault::Fault,
    history,
    people::tell,
};

/// Where it is chosen.
pub const PATH: &str = "/account/support";

/// Who can be chosen: whoever holds such a role in the whole alliance, but for oneself.
///
/// # Errors
/// The database fails.
pub fn choices(desk: &mut Desk<'_>, person: &str) -> Result<Vec<PersonRow>, Fault> {
    let roles = desk.app.library.support.supporters.clone();
    let held = appointments::running(desk.db, &desk.alliance, &roles, desk.now.into())?;
    let ids: Vec<String> = held
        .into_iter()
        .filter(|one| one.scope_kind == Scope::Alliance && one.person_id != person)
        .map(|one| one.person_id)
        .collect();
    let mut found = people::several(desk.db, &ids)?;
    found.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    found.dedup_by(|a, b| a.id == b.id);
    Ok(found)
}

/// Whom somebody has chosen, if that person still supports people.
///
/// # Errors
/// The database fails.
pub fn of(desk: &mut Desk<'_>, person: &str) -> Result<Option<PersonRow>, Fault> {
    let Some(row) = rows::supporter(desk.db, &desk.alliance, person)? else {
        return Ok(None);
    };
    Ok(choices(desk, person)?
        .into_iter()
        .find(|one| one.id == row.supporter_id))
}

/// Chooses somebody, or nobody. Whoever is chosen, or no longer, gets a letter.
///
/// # Errors
/// They do not support people here.
pub fn choose(app: &App, alliance: &str, person: &str, whom: Option<&str>) -> Result<(), Fault> {
    let (person, whom) = (person.to_owned(), whom.map(str::to_owned));
    app.writing(alliance, move |desk| {
        let before = of(desk, &person)?;
        if before.as_ref().map(|one| &one.id) == whom.as_ref() {
            return Ok(());
        }
        let name = people::load(desk.db, &person)?.map_or_else(String::new, |row| row.name);
        match &whom {
            Some(id) => {
                let chosen = choices(desk, &person)?.into_iter().find(|one| one.id == *id);
                let chosen =
                    chosen.ok_or_else(|| Fault::field("supporter", "Select somebody from the list, or nobody."))?;
                let row = SupporterRow {
                    person_id: person.clone(),
                    alliance_id: desk.alliance.clone(),
                    supporter_id: chosen.id.clone(),
                    chosen_at: desk.now.into(),
                };
                rows::choose(desk.db, &row)?;
                let says = format!(
                    "{name} has chosen you to be at their side. Calls that are to be made to them come to you, and you \
                     can ask them what helps."
                );
                tell(desk, &chosen, &name, "/", says)?;
            }
            None => rows::choose_nobody(desk.db, &person)?,
        }
        if let Some(before) = before {
            let says = format!("{name} has chosen somebody else, or nobody, to be at their side from now on.");
            tell(desk, &before, &name, "/", says)?;
        }
        history::note(
            desk,
            None,
            &json!({ "own": { "changed": "supporter", "person": person } }),
        )
    })
}

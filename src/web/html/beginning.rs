//! What there is to do in an alliance that has just been founded, for who manages it: on Home, until something has been
//! started.

use accord_store::{organisations, people, subjects};

use crate::{
    service::{fault::Fault, people::POWER},
    views::components::tasks::{Task, TaskPart, TaskStatus},
    web::{request::Request, site::Site},
};

/// The tasks, while nothing has been started; nothing for who does not manage the alliance.
///
/// # Errors
/// The database fails.
pub(super) fn tasks(site: &Site, request: &Request) -> Result<Option<TaskPart>, Fault> {
    if !request.session()?.has_power(POWER) {
        return Ok(None);
    }
    let alliance = request.alliance()?;
    let (begun, people, organisations) = site.app.store.read(|db| {
        let begun = !subjects::at_the_top(db, alliance, 1)?.is_empty();
        if begun {
            return Ok((true, 0, 0));
        }
        let people = people::of_alliance(db, alliance)?.len();
        Ok::<_, accord_store::StoreError>((false, people, organisations::all(db, alliance)?.len()))
    })?;
    if begun {
        return Ok(None);
    }
    let task = |id: &str, what: &str, href: &str, hint: String| {
        Task::new(id, what, href, TaskStatus::NotYetStarted).hint(hint)
    };
    Ok(Some(TaskPart {
        title: Some("To begin with".to_owned()),
        tasks: vec![
            task(
                "begin-people",
                "Add the people who take part, and say what each does",
                "/people",
                format!("{people} so far. Whoever has an email address can be invited"),
            ),
            task(
                "begin-organisations",
                "Add the organisations",
                "/organisations/import",
                format!("{organisations} so far. A spreadsheet brings many at once"),
            ),
            task(
                "begin-seats",
                "See which seats nobody holds yet",
                "/bodies",
                "Votes need enough people who hold a seat".to_owned(),
            ),
            task(
                "begin-start",
                "Start a specification",
                "/start",
                "It is written together; these tasks go once something has been started".to_owned(),
            ),
        ],
    }))
}

//! What there is to do in an alliance that has just been founded, for who manages it: on Home, until something has been
//! started.

use accord_store::{StoreError, organisations, people, subjects};

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
    // Home is made often, and this is over for good once anything is there: nothing more is read then.
    let counts = site.app.store.read(|db| {
        if subjects::is_any(db, alliance)? {
            return Ok(None);
        }
        let people = people::of_alliance(db, alliance)?.len();
        Ok::<_, StoreError>(Some((people, organisations::all(db, alliance)?.len())))
    })?;
    let Some((people, organisations)) = counts else {
        return Ok(None);
    };
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
                "begin-running",
                "Bring in contracts that run already",
                "/running/import",
                "If you have hosts: contracts, posts and past returns from your spreadsheets".to_owned(),
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

//! Home.

use super::{shell, starting};
use crate::{
    domain::words,
    service::spoken,
    service::{
        fault::Fault,
        inbox::{self, Item},
        mending,
        operations::repairs,
        people::{self, two},
        places::Place,
    },
    views::{
        components::{
            link::Link,
            tasks::{Task, TaskList, TaskPart, TaskStatus},
        },
        pages::home::{Home, Line, Listing},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// The most of what stands beside the workflows.
const MOST: usize = 10;

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let home = inbox::home(&site.app, request.alliance()?, &request.caller()?)?;
    let now = site.app.clock.now();
    let by = |item: &Item| item.at.map(|at| spoken::clock(at, words::ZONE, now).full);
    let tasks: Vec<Task> = home
        .on_you
        .iter()
        .zip(1..)
        .map(|(item, number)| {
            let status = match (item.begun, item.at.is_some_and(|at| at < now)) {
                (true, _) => TaskStatus::InProgress,
                (false, _) => TaskStatus::NotYetStarted,
            };
            let hint = match by(item) {
                Some(when) => format!("{}, by {when}", item.record.title),
                None => item.record.title.clone(),
            };
            Task::new(format!("on-you-{number}"), &item.what, href(item), status).hint(hint)
        })
        .collect();
    let tasks: Vec<Task> = tasks.into_iter().chain(beside(site, request)?).collect();
    let lines = |items: &[Item], when: &dyn Fn(&Item) -> Option<String>| -> Vec<Line> {
        items
            .iter()
            .map(|item| Line {
                what: match item.more {
                    0 => item.what.clone(),
                    more => format!("{} (and {more} more like this)", item.what),
                },
                link: Link::new(&item.record.title, record_href(&item.record.kind, &item.record.id)),
                when: when(item),
                whom: Some(item.whom.clone()).filter(|whom| !whom.is_empty()),
            })
            .collect()
    };
    let list = |id: &str, title: &str, empty: &str, lines: Vec<Line>| Listing {
        id: id.to_owned(),
        title: title.to_owned(),
        empty: empty.to_owned(),
        lines,
    };
    let did = |item: &Item| item.at.map(|at| words::stamp_in(at, words::ZONE));
    let others = lines(&home.on_others, &|item| by(item).map(|when| format!("by {when}")));
    shell::draw(&Home {
        page: shell::page(site, request, "Home")?,
        start: starting::anything(site, request)?,
        on_you: (!tasks.is_empty()).then(|| TaskList {
            parts: vec![TaskPart { title: None, tasks }],
        }),
        more: home.more,
        lists: vec![
            list(
                "on-others",
                "Waiting on others",
                "Nothing that you take part in waits on others.",
                others,
            ),
            list("coming", "Coming up", "No dates are ahead.", lines(&home.coming, &by)),
            list(
                "lately",
                "Done lately",
                "You have not done anything here yet.",
                lines(&home.lately, &did),
            ),
        ],
    })
}

/// What waits for this person beside the workflows: what went wrong and they may mend, and changes that
/// want a second person.
fn beside(site: &Site, request: &Request) -> Result<Vec<Task>, Fault> {
    let (session, alliance, caller) = (request.session()?, request.alliance()?, request.caller()?);
    let mut out = Vec::new();
    if session.has_power(mending::POWER) {
        let person = caller.acting_for.as_ref().unwrap_or(&caller.person);
        let (open, _) = repairs::all(&site.app, alliance, &caller)?;
        let mine = open.into_iter().filter(|one| one.ids.contains(person));
        out.extend(mine.take(MOST).map(|one| {
            let href = format!("/operations/incidents/{}", one.incident);
            let id = format!("mend-{}", one.incident);
            Task::new(id, &one.what, href, TaskStatus::NotYetStarted).hint(one.about)
        }));
    }
    if session.has_power(people::POWER) {
        let waiting = site.app.reading(alliance, |desk| two::waiting(desk, &caller))?;
        let theirs = waiting.into_iter().filter(|one| !one.own);
        out.extend(theirs.take(MOST).map(|one| {
            let id = format!("second-{}", one.row.id);
            let hint = format!("{} Asked by {}", one.says, one.by);
            Task::new(
                id,
                "Confirm or decline a change",
                "/people/waiting",
                TaskStatus::NotYetStarted,
            )
            .hint(hint)
        }));
    }
    Ok(out)
}

fn href(item: &Item) -> String {
    match (&item.place, &item.decision) {
        (Some(place), _) => task_href(&item.instance, place),
        (None, Some(state)) => format!("/task/{}/vote/{state}", item.instance),
        (None, None) => record_href(&item.record.kind, &item.record.id),
    }
}

/// Where something is done.
pub fn task_href(instance: &str, place: &Place) -> String {
    format!("/task/{instance}/{}", place.path())
}

/// The page of a record; the letters lead there too.
pub fn record_href(kind: &str, id: &str) -> String {
    format!("/{kind}/{id}")
}

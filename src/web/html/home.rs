//! Home: what waits on this person, the overdue first; then the first of what waits on others, of what
//! comes and of what they did. All of it is a list at `/waiting`.

use chrono::{DateTime, Utc};

use super::{
    asked, beginning, comments, shell, starting, support,
    waiting::{self, OF, Press, Tops, procurements, tops},
};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        inbox::{self, ALIKE, Item},
        mending,
        operations::repairs,
        payments::{self, asking, making, written},
        people::{self, two},
        places::Place,
        putting_right::{self, listing},
        spoken,
        support::reading as concerns,
    },
    views::{
        components::{
            control::{Choice, Control, Options},
            field::Field,
            link::Link,
            paging::Filter,
            tasks::{Task, TaskList, TaskPart, TaskStatus},
        },
        pages::home::{Home, Line, Listing},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Lines of each of the other lists on Home.
const FIRST: usize = 5;
/// What work is about that is done on the page of comments.
const COMMENT: &str = "comment";
/// Work on a promise is done beside it.
const PROMISE: &str = "promise";
/// The most of what stands beside the workflows.
const MOST: usize = 10;

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let mut home = inbox::home(&site.app, request.alliance()?, &request.caller()?)?;
    let tops = tops(site, request, &home)?;
    let wanted = request
        .asked(OF)
        .filter(|id| tops.values().any(|(top, _)| top == id))
        .map(str::to_owned);
    if let Some(wanted) = &wanted {
        let fits = |item: &Item| tops.get(&item.record.id).is_some_and(|(top, _)| top == wanted);
        home.on_you.retain(fits);
        home.on_others.retain(fits);
        home.coming.retain(fits);
        home.lately.retain(fits);
    }
    let now = site.app.clock.now();
    let by = |item: &Item| item.at.map(|at| spoken::clock(at, words::ZONE, now).full);
    let did = |item: &Item| item.at.map(|at| words::stamp_in(at, words::ZONE));
    let until = |item: &Item| {
        let is_late = item.at.is_some_and(|at| at < now);
        by(item).map(|when| match is_late {
            true => format!("overdue since {when}"),
            false => format!("by {when}"),
        })
    };
    let mut parts = on_you(&home.on_you, &tops, now);
    parts.extend(beginning::tasks(site, request)?);
    let others = beside(site, request)?;
    if !others.is_empty() {
        parts.push(TaskPart {
            title: Some("Beside the procurements".to_owned()),
            tasks: others,
        });
    }
    shell::draw(&Home {
        page: shell::page(site, request, "Home")?,
        support: support::reminder(site, request)?,
        on_break: support::on_break(site, request)?,
        start: starting::anything(site, request)?,
        filter: filter(&tops, wanted.as_deref()),
        on_you: (!parts.is_empty()).then_some(TaskList { parts }),
        more: home.more,
        lists: vec![
            list(
                (
                    "on-others",
                    "Waiting on others",
                    "Nothing that you take part in waits on others.",
                ),
                (home.on_others.as_slice(), "others", &tops),
                &until,
            ),
            list(
                ("coming", "Coming up", "No dates are ahead."),
                (home.coming.as_slice(), "coming", &tops),
                &by,
            ),
            list(
                ("lately", "Done lately", "Nothing lately."),
                (home.lately.as_slice(), "done", &tops),
                &did,
            ),
        ],
        all: Link::new(
            "Everything that waits, as a list to sort and to download",
            waiting::PATH,
        ),
    })
}

/// What waits for this person beside the workflows: what went wrong and they may mend, and changes and
/// recordings that want a second person.
fn beside(site: &Site, request: &Request) -> Result<Vec<Task>, Fault> {
    let (session, alliance, caller) = (request.session()?, request.alliance()?, request.caller()?);
    let mut out = Vec::new();
    if session.has_power(mending::POWER) {
        let person = caller.acting_for.as_ref().unwrap_or(&caller.person);
        let open = repairs::waiting(&site.app, alliance, &caller)?;
        let mine = open.into_iter().filter(|one| one.ids.contains(person));
        out.extend(mine.take(MOST).map(|one| {
            let href = format!("/operations/incidents/{}", one.incident);
            let id = format!("mend-{}", one.incident);
            Task::new(id, &one.what, href, TaskStatus::NotYetStarted).hint(one.about)
        }));
    }
    let raised = site.app.reading(alliance, |desk| concerns::waiting(desk, &caller))?;
    if let Some(open) = raised.filter(|open| *open > 0) {
        let what = if open == 1 {
            "Read what was raised".to_owned()
        } else {
            format!("Read what was raised ({open})")
        };
        let task = Task::new("concerns", what, support::reading::PATH, TaskStatus::NotYetStarted);
        out.push(task.hint("It may be about somebody's safety"));
    }
    let principal = caller.acting_for.as_ref().unwrap_or(&caller.person).clone();
    if caller.acting_for.is_none()
        && let Some((count, sum)) = site.app.reading(alliance, |desk| asking::waits(desk, &principal))?
    {
        let hint = match count {
            1 => format!("A payment of {} waits for it", words::money(sum)),
            many => format!("{many} payments wait for it, {} together", words::money(sum)),
        };
        let what = "Tell us which account to pay you into";
        out.push(Task::new("account", what, asking::GIVE, TaskStatus::NotYetStarted).hint(hint));
    }
    if session.has_power(payments::MAKE) {
        let waiting = site.app.reading(alliance, |desk| making::waiting(desk, &caller))?;
        let ready = waiting.iter().filter(|one| one.why_not.is_none()).count();
        if ready > 0 {
            let task = Task::new(
                "payments",
                format!("Put approved payments into a run ({ready})"),
                super::payments::PATH,
                TaskStatus::NotYetStarted,
            );
            out.push(task.hint("One file for the payroll, recorded as paid once"));
        }
    }
    if session.has_power(people::POWER) {
        let waiting = site.app.reading(alliance, |desk| two::waiting(desk, &caller))?;
        let theirs = waiting.into_iter().filter(|one| one.own || one.because.is_none());
        out.extend(theirs.take(MOST).map(|one| {
            let id = format!("second-{}", one.row.id);
            let (what, hint, status) = match one.own {
                false => (
                    "Confirm or decline a change",
                    format!("{} Asked by {}", one.says, one.by),
                    TaskStatus::NotYetStarted,
                ),
                true => (
                    "A change that you asked for waits for a second person",
                    one.says,
                    TaskStatus::InProgress,
                ),
            };
            Task::new(id, what, two::PLACE, status).hint(hint)
        }));
    }
    if session.has_power(putting_right::POWER) {
        let written = site.app.reading(alliance, |desk| written::waiting(desk, &caller))?;
        let theirs = written.into_iter().filter(|one| one.because.is_none());
        out.extend(theirs.take(MOST).map(|one| {
            let hint = format!(
                "Written down by {}. Ask them again: it counts if both typed the same",
                one.by
            );
            let what = format!("Type the account of {} again", one.whose);
            let href = format!("{}/{}", written::PLACE, one.id);
            Task::new(format!("account-{}", one.id), what, href, TaskStatus::NotYetStarted).hint(hint)
        }));
        let waiting = listing::all(&site.app, alliance, &caller, true)?;
        let theirs = waiting.into_iter().filter(|one| one.because.is_empty());
        out.extend(theirs.take(MOST).map(|one| {
            let href = format!("/put-right/{}", one.row.id);
            let hint = format!(
                "{}, for {}: {}. Written down by {}",
                one.row.title, one.whose, one.record.title, one.first
            );
            Task::new(
                format!("recorded-{}", one.row.id),
                "Confirm or decline what was recorded",
                href,
                TaskStatus::NotYetStarted,
            )
            .hint(hint)
        }));
    }
    Ok(out)
}

/// The procurement that a line belongs to, where its record does not say so itself.
fn belongs_to<'a>(tops: &'a Tops, item: &Item) -> Option<&'a str> {
    let (id, title) = tops.get(&item.record.id)?;
    (*id != item.record.id && !item.record.title.contains(title.as_str())).then_some(title)
}

/// What waits on this person, the most pressing first; headings where there is more than one sort.
fn on_you(items: &[Item], tops: &Tops, now: DateTime<Utc>) -> Vec<TaskPart> {
    let mut parts = Vec::new();
    let mut number = 0;
    for press in Press::ALL {
        let mine = items.iter().filter(|item| Press::of(item.at, now) == press);
        let tasks: Vec<Task> = mine
            .map(|item| {
                number += 1;
                let status = match (&item.not_yet, item.begun) {
                    (Some(_), _) => TaskStatus::CannotStartYet,
                    (None, true) => TaskStatus::InProgress,
                    (None, false) => TaskStatus::NotYetStarted,
                };
                let by = item
                    .at
                    .map(|at| format!("by {}", spoken::clock(at, words::ZONE, now).full));
                let about = [
                    Some(item.record.title.clone()),
                    belongs_to(tops, item).map(str::to_owned),
                    by,
                ];
                let about = about.into_iter().flatten().collect::<Vec<_>>().join(", ");
                let hint = match &item.not_yet {
                    Some(why) => format!("{about}. {why}"),
                    None => about,
                };
                let what = match item.begun {
                    true => format!("Go on with: {}", item.what),
                    false => item.what.clone(),
                };
                Task::new(format!("on-you-{number}"), what, href(item), status).hint(hint)
            })
            .collect();
        if !tasks.is_empty() {
            parts.push(TaskPart {
                title: Some(press.title().to_owned()),
                tasks,
            });
        }
    }
    parts
}

fn list(
    (id, title, empty): (&str, &str, &str),
    (items, whose, tops): (&[Item], &str, &Tops),
    when: &dyn Fn(&Item) -> Option<String>,
) -> Listing {
    let lines = items.iter().take(FIRST).map(|item| Line {
        what: more_like_it(item),
        link: Link::new(&item.record.title, record_href(&item.record.kind, &item.record.id)),
        of: belongs_to(tops, item).map(str::to_owned),
        when: when(item),
        whom: Some(item.whom.clone()).filter(|whom| !whom.is_empty()),
    });
    Listing {
        id: id.to_owned(),
        title: title.to_owned(),
        empty: empty.to_owned(),
        lines: lines.collect(),
        all: (items.len() > FIRST).then(|| {
            Link::new(
                format!("All {} of these", items.len()),
                format!("{}?whose={whose}", waiting::PATH),
            )
        }),
    }
}

/// What it is, and how many more are just like it.
pub fn more_like_it(item: &Item) -> String {
    match item.more {
        0 => item.what.clone(),
        more if more >= ALIKE => format!("{} (and {ALIKE} or more like this)", item.what),
        more => format!("{} (and {more} more like this)", item.what),
    }
}

/// One procurement alone, where there are several.
fn filter(tops: &Tops, wanted: Option<&str>) -> Option<Filter> {
    let all = procurements(tops);
    if all.len() < 2 {
        return None;
    }
    let any = Choice::new("", "Every procurement", wanted.is_none());
    let options = all
        .iter()
        .map(|(id, title)| Choice::new(id, title, wanted == Some(id.as_str())));
    let chosen = all.iter().filter(|(id, _)| wanted == Some(id.as_str()));
    Some(Filter {
        title: "Show one procurement".to_owned(),
        action: "/".to_owned(),
        fields: vec![Field::new(
            OF,
            "Procurement",
            Control::Select(Options::one(std::iter::once(any).chain(options).collect())),
        )],
        chosen: chosen.map(|(_, title)| Link::new(title, "/")).collect(),
        clear: "/".to_owned(),
    })
}

/// Where an item is done; else the record.
pub fn href(item: &Item) -> String {
    let here = record_href(&item.record.kind, &item.record.id);
    match &item.work {
        None => {}
        // It is done beside what it is about.
        Some((_, Some(part))) if part == COMMENT => return comments::href(&item.record.kind, &item.record.id),
        Some((_, Some(part))) if part == PROMISE => return asked::href(&item.record.kind, &item.record.id),
        Some((_, Some(_))) => return format!("{here}/text"),
        Some((permit, None)) => return format!("{here}/work/{permit}"),
    }
    match (&item.place, &item.decision, item.choice()) {
        (Some(place), ..) => task_href(&item.instance, place),
        (None, Some(state), _) => format!("/task/{}/vote/{state}", item.instance),
        (None, None, Some(state)) => format!("/task/{}/choose/{state}", item.instance),
        (None, None, None) => here,
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

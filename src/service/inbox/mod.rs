//! Home: what waits for one person, what waits for others, what is coming, and what they did lately.

mod item;
mod later;
mod ready;
mod work;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    rc::Rc,
};

use accord_store::{
    appointments::Scope,
    drafts, task_lists,
    tasks::{self, Task},
    timers,
};

pub use self::item::Item;
use crate::service::{
    app::{App, Desk},
    authority::{Caller, Standing},
    fault::Fault,
    library::transitions,
    sight::{self, Glimpse, Seen},
    subjects::naming::Names,
    transition::Loaded,
};

/// The most of each list.
const MOST: usize = 25;
/// How many open tasks are looked through for each list.
const LOOKED: u32 = 300;
/// How many open tasks of others, and how many dates ahead, are looked through: each may cost a look at what
/// the person may see of its record, and Home is opened more often than any other page.
const GLANCE: u32 = 80;
/// So many tasks of others that are just like two listed ones are counted; then it is said that there are
/// more, and what is like them is not looked at.
pub const ALIKE: usize = 10;

/// Home.
#[derive(Debug, Default)]
pub struct Home {
    /// Asked of this person.
    pub on_you: Vec<Item>,
    /// More is asked than is listed.
    pub more: bool,
    /// Begun and not sent.
    pub begun: Vec<Item>,
    /// Asked of others, in what this person takes part in.
    pub on_others: Vec<Item>,
    /// Dates ahead.
    pub coming: Vec<Item>,
    /// What this person did.
    pub lately: Vec<Item>,
}

/// What one person's Home says.
///
/// # Errors
/// The store fails.
pub fn home(app: &App, alliance: &str, caller: &Caller) -> Result<Home, Fault> {
    app.reading(alliance, |desk| read(desk, caller))
}

fn read(desk: &mut Desk<'_>, caller: &Caller) -> Result<Home, Fault> {
    let mut sights = Sights::of(desk, caller)?;
    let Roles {
        wide,
        here,
        organisations,
    } = roles(&sights.standing);
    let typed = drafts::open_of_person(desk.db, &desk.alliance, &caller.person)?;
    let mut home = Home::default();

    let mut own = tasks::open_of_person(desk.db, &desk.alliance, sights.standing.principal())?;
    own.extend(task_lists::of_roles(
        desk.db,
        &desk.alliance,
        &here,
        Some(&organisations),
        LOOKED,
    )?);
    own.extend(task_lists::of_roles(desk.db, &desk.alliance, &wide, None, LOOKED)?);
    own.extend(by_being_that_person(desk, sights.standing.principal())?);
    own.sort_by(|a, b| (&a.instance_id, &a.id).cmp(&(&b.instance_id, &b.id)));
    own.dedup_by(|a, b| (&a.instance_id, &a.id) == (&b.instance_id, &b.id));
    own.sort_by_key(|one| (one.due_at.is_none(), one.due_at, one.opened_at));
    for task in &own {
        let Some(seen) = sights.at(desk, &task.instance_id)? else {
            continue;
        };
        if !asked_of(&seen, task) {
            continue;
        }
        let mut item = item::of_task(&seen, task)?;
        item.begun = item.place.as_ref().is_some_and(|place| {
            let path = place.path();
            typed
                .iter()
                .any(|one| one.instance_id == task.instance_id && one.place == path)
        });
        if item::joined(&mut home.on_you, &seen, &item)? {
            continue;
        }
        if home.on_you.len() == MOST {
            home.more = true;
            break;
        }
        item.not_yet = ready::why_not(desk, &seen, &item)?;
        home.on_you.push(item);
    }
    let nearest = tasks::next_of_alliance(desk.db, &desk.alliance, GLANCE)?;
    let dates = timers::coming(desk.db, &desk.alliance, GLANCE)?;
    let near = nearest.iter().map(|one| &one.instance_id);
    let near: BTreeSet<String> = near.chain(dates.iter().map(|one| &one.instance_id)).cloned().collect();
    sights.glimpse(desk, near.iter().map(String::as_str))?;
    home.on_you.extend(work::waiting(desk, &mut sights, &near)?);
    home.on_you.sort_by_key(|one| (one.at.is_none(), one.at));
    home.on_others = on_others(desk, &mut sights, nearest, (&own, &home.on_you))?;
    home.coming = later::coming(desk, &mut sights, &dates)?;
    home.lately = later::lately(desk, caller, &mut sights)?;
    named(desk, &mut sights, &mut home)?;
    Ok(home)
}

/// Says of every line whose it is, where this person sees all of its record.
fn named(desk: &mut Desk<'_>, sights: &mut Sights, home: &mut Home) -> Result<(), Fault> {
    let mut names = Names::default();
    let reader = sights.standing.principal().clone();
    let lists = [
        &mut home.on_you,
        &mut home.on_others,
        &mut home.coming,
        &mut home.lately,
    ];
    for item in lists.into_iter().flatten() {
        if let Some(seen) = sights.at(desk, &item.instance)?
            && seen.told
        {
            item.record.title = names.of(desk, &item.record, &reader)?;
        }
    }
    Ok(())
}

/// Of the nearest tasks, what others are asked in what this person takes part in; what is asked of this person by
/// name or by role is `own`, and as lines `mine`.
fn on_others(
    desk: &mut Desk<'_>,
    sights: &mut Sights,
    mut tasks: Vec<Task>,
    (own, mine): (&[Task], &[Item]),
) -> Result<Vec<Item>, Fault> {
    tasks.retain(|task| {
        let same = |one: &Task| one.id == task.id && one.instance_id == task.instance_id;
        !own.iter().any(same)
    });
    let mut out: Vec<Item> = Vec::new();
    let mut enough = HashSet::new();
    let decisions = mine.iter().filter(|one| one.way.is_some());
    let mut said: HashSet<_> = decisions.map(|one| (one.instance.clone(), one.way.clone())).collect();
    for task in tasks {
        if out.len() == MOST {
            break;
        }
        let alike = sights.glimpsed.get(&task.instance_id).map(|of| {
            (
                of.record.kind.clone(),
                of.definitions.clone(),
                task.state.clone(),
                task.event.clone(),
            )
        });
        if alike.as_ref().is_some_and(|alike| enough.contains(alike)) {
            continue;
        }
        if let Some(seen) = sights.at(desk, &task.instance_id)?
            && seen.sight == sight::Sight::Whole
        {
            let mut item = item::of_task(&seen, &task)?;
            // Several ways on are one decision, which is said once: as this person's, if it is theirs, too.
            if let Some(asked) = item::choice(&seen, &item)? {
                if !said.insert((item.instance.clone(), item.way.clone())) {
                    continue;
                }
                item.what = asked;
            }
            (item.place, item.decision, item.way) = (None, None, None);
            // A payment offered to twenty people is one line.
            let same = |one: &&mut Item| one.what == item.what && one.record.kind == item.record.kind;
            let mut listed = out.iter_mut().filter(same);
            match (listed.next(), listed.next()) {
                (Some(first), Some(_)) => {
                    first.more = ALIKE.min(first.more + 1);
                    if first.more == ALIKE {
                        enough.extend(alike);
                    }
                }
                _ => {
                    item.whom = item::whom(desk, &seen, &task)?;
                    out.push(item);
                }
            }
        }
    }
    Ok(out)
}

/// What somebody is appointed to.
struct Roles {
    /// Roles in the whole alliance, or at a record.
    wide: Vec<String>,
    /// Roles for organisations.
    here: Vec<String>,
    /// Those organisations.
    organisations: Vec<String>,
}

fn roles(standing: &Standing) -> Roles {
    let (mut wide, mut here, mut organisations) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for one in standing.appointments().iter().cloned() {
        match one.scope_kind {
            Scope::Organisation => {
                here.insert(one.role);
                organisations.insert(one.scope_id);
            }
            Scope::Alliance | Scope::Subject => {
                wide.insert(one.role);
            }
        }
    }
    let list = |set: BTreeSet<String>| set.into_iter().collect();
    Roles {
        wide: list(wide),
        here: list(here),
        organisations: list(organisations),
    }
}

/// Tasks of roles that somebody holds at records about them alone, by being that person.
fn by_being_that_person(desk: &mut Desk<'_>, person: &str) -> Result<Vec<Task>, Fault> {
    let library = desk.app.library.clone();
    let mut out = Vec::new();
    for (role, one) in &library.roles.roles {
        for kind in &one.own {
            out.extend(task_lists::of_own(
                desk.db,
                (&desk.alliance, person),
                role,
                kind,
                LOOKED,
            )?);
        }
    }
    Ok(out)
}

/// What somebody sees of instances, looked up once each.
struct Sights {
    standing: Standing,
    glimpsed: HashMap<String, Rc<Glimpse>>,
    known: HashMap<String, Option<Rc<Seen>>>,
}

impl Sights {
    fn of(desk: &mut Desk<'_>, caller: &Caller) -> Result<Self, Fault> {
        Ok(Self {
            standing: Standing::of(desk, caller)?,
            glimpsed: HashMap::new(),
            known: HashMap::new(),
        })
    }

    /// Looks up at once what is worth knowing of these before they are looked at one by one.
    fn glimpse<'a>(&mut self, desk: &mut Desk<'_>, instances: impl Iterator<Item = &'a str>) -> Result<(), Fault> {
        let new: BTreeSet<&str> = instances
            .filter(|id| !self.known.contains_key(*id) && !self.glimpsed.contains_key(*id))
            .collect();
        let new: Vec<&str> = new.into_iter().collect();
        self.glimpsed.extend(sight::glimpses(desk, &new)?);
        Ok(())
    }

    fn at(&mut self, desk: &mut Desk<'_>, instance: &str) -> Result<Option<Rc<Seen>>, Fault> {
        if let Some(known) = self.known.get(instance) {
            return Ok(known.clone());
        }
        let found = match self.glimpsed.get(instance) {
            Some(glimpse) => sight::of_glimpse(desk, &self.standing, glimpse),
            None => sight::of_instance_for(desk, &self.standing, instance),
        };
        let found = sight::if_seen(found)?.map(Rc::new);
        self.known.insert(instance.to_owned(), found.clone());
        Ok(found)
    }
}

fn loaded<'a>(seen: &'a Seen, instance: &str) -> Result<&'a Loaded, Fault> {
    let found = seen.running.iter().find(|one| one.row.id == instance);
    found.ok_or(Fault::NotFound("page"))
}

/// Whether a task is this person's: by name, or by a role that they hold at this very record and no
/// exclusion bars.
fn asked_of(seen: &Seen, task: &Task) -> bool {
    let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person);
    if task.person_id.is_some() {
        return task.person_id.as_ref() == Some(person);
    }
    if !task.roles.iter().any(|role| seen.actor.roles.contains(role)) {
        return false;
    }
    let Ok(loaded) = loaded(seen, &task.instance_id) else {
        return false;
    };
    let found = transitions(&loaded.workflow.definition, &task.state, &task.event);
    let mut except = found.iter().flat_map(|one| &one.except);
    !except.any(|name| seen.actor.exclusions.contains_key(name))
}

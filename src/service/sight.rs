//! Who may see a record, and how much of it. What somebody may not see does not exist for them.

use std::{collections::HashMap, rc::Rc};

use accord_engine::{definition::vocabulary::Roles, event::Actor};
use accord_store::{
    instances::{self, InstanceRow, InstanceStatus},
    subjects::{self as subject_rows, SubjectRow},
};

use crate::service::{
    app::Desk,
    authority::{self, Caller, Circle, Standing},
    fault::Fault,
    subjects::{self, About},
    transition::{self, Loaded},
};

/// Sees everything, everywhere.
const EVERYTHING: &str = "everything.read";

/// How much somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// What concerns everyone, and what they are asked themselves.
    Part,
    /// Also who did what.
    Whole,
}

/// A record with everything that runs on it, as one person may see it.
#[derive(Debug)]
pub struct Seen {
    /// The record.
    pub record: SubjectRow,
    /// They are told whose it is and what its few lines say, because they see all of it or act on what it says.
    pub told: bool,
    /// What runs on it, the newest first; what is over stands last.
    pub running: Vec<Loaded>,
    /// The person, with the roles held here.
    pub actor: Actor,
    /// How much they see.
    pub sight: Sight,
    /// Permits that they have here for one piece of work and nothing else: a partner confirms its part
    /// in somebody else's bid.
    pub beside: Vec<String>,
}

impl Seen {
    /// Whether this person may do a piece of work now that anything here allows.
    pub fn may_do(&self, permit: &str) -> bool {
        self.running.iter().any(|one| self.may_work(one, permit))
    }

    /// Whether this person may do a piece of work that an instance allows now.
    pub fn may_work(&self, loaded: &Loaded, permit: &str) -> bool {
        let roles = loaded.permitted(permit);
        let holds = || {
            roles
                .iter()
                .any(|role| self.actor.roles.iter().any(|held| held == role))
        };
        !loaded.is_over() && (holds() || (!roles.is_empty() && self.beside.iter().any(|one| one == permit)))
    }
}

/// A record, if it is of this kind and the person may see it.
///
/// # Errors
/// It is not there, or not for this person: the same answer.
pub fn record(desk: &mut Desk<'_>, caller: &Caller, kind: &str, id: &str) -> Result<Seen, Fault> {
    let row = subject_rows::load(desk.db, &desk.alliance, id).map_err(hidden)?;
    if row.kind != kind {
        return Err(Fault::NotFound("page"));
    }
    let standing = Standing::of(desk, caller)?;
    whole(desk, &standing, row)
}

/// A record of whatever kind, for the same: with the reader's rights, which several looks share.
///
/// # Errors
/// As [`record`].
pub fn by_id(desk: &mut Desk<'_>, standing: &Standing, id: &str) -> Result<Seen, Fault> {
    let row = subject_rows::load(desk.db, &desk.alliance, id).map_err(hidden)?;
    whole(desk, standing, row)
}

/// The record that an instance is about, if the person may see it.
///
/// # Errors
/// As [`record`].
pub fn of_instance(desk: &mut Desk<'_>, caller: &Caller, instance: &str) -> Result<Seen, Fault> {
    let standing = Standing::of(desk, caller)?;
    of_instance_for(desk, &standing, instance)
}

/// The same for somebody who asks about many: what they are appointed to is looked up once.
///
/// # Errors
/// As [`record`].
pub fn of_instance_for(desk: &mut Desk<'_>, standing: &Standing, instance: &str) -> Result<Seen, Fault> {
    let row = instances::load(desk.db, &desk.alliance, instance).map_err(hidden)?;
    let record = subject_rows::load(desk.db, &desk.alliance, &row.subject_id)?;
    whole(desk, standing, record)
}

/// What was found, for whoever passes over what is not there or not for the person.
///
/// # Errors
/// Any other fault.
pub fn if_seen<T>(found: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match found {
        Ok(seen) => Ok(Some(seen)),
        Err(Fault::NotFound(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// A record before anything that runs on it is read in full.
#[derive(Debug)]
pub struct Glimpse {
    /// The record.
    pub record: SubjectRow,
    /// What its instances follow, by hash, the oldest first.
    pub definitions: Vec<String>,
}

/// The records of many instances at once, by the id of the instance.
///
/// # Errors
/// The database's.
pub fn glimpses(desk: &mut Desk<'_>, instances: &[&str]) -> Result<HashMap<String, Rc<Glimpse>>, Fault> {
    let found = instances::records_of(desk.db, &desk.alliance, instances)?;
    let ids: Vec<&str> = found.iter().map(|(_, record)| record.id.as_str()).collect();
    let mut followed: HashMap<String, Vec<String>> = HashMap::new();
    for (record, definition) in instances::followed_by(desk.db, &desk.alliance, &ids)? {
        followed.entry(record).or_default().push(definition);
    }
    let glimpse = |record: SubjectRow| Glimpse {
        definitions: followed.get(&record.id).cloned().unwrap_or_default(),
        record,
    };
    Ok(found
        .into_iter()
        .map(|(instance, record)| (instance, Rc::new(glimpse(record))))
        .collect())
}

/// The rest of a record that was glimpsed, if the person may see it.
///
/// # Errors
/// As [`record`].
pub fn of_glimpse(desk: &mut Desk<'_>, standing: &Standing, glimpse: &Glimpse) -> Result<Seen, Fault> {
    let record = glimpse.record.clone();
    let circle = Circle::of(desk, &record)?;
    if !concerns(desk, standing, &circle, &record, &glimpse.definitions)? {
        return Err(Fault::NotFound("page"));
    }
    let rows = instances::of_subject(desk.db, &desk.alliance, &record.id)?;
    in_full(desk, standing, &circle, record, rows)
}

fn whole(desk: &mut Desk<'_>, standing: &Standing, record: SubjectRow) -> Result<Seen, Fault> {
    let rows = instances::of_subject(desk.db, &desk.alliance, &record.id)?;
    let circle = Circle::of(desk, &record)?;
    if !concerns(desk, standing, &circle, &record, rows.iter().map(|row| &row.definition))? {
        return Err(Fault::NotFound("page"));
    }
    in_full(desk, standing, &circle, record, rows)
}

fn in_full(
    desk: &mut Desk<'_>,
    standing: &Standing,
    circle: &Circle,
    mut record: SubjectRow,
    rows: Vec<InstanceRow>,
) -> Result<Seen, Fault> {
    let mut running = Vec::new();
    for row in rows {
        running.push(transition::read(desk.db, desk.app, row, record.clone())?);
    }
    running.reverse();
    running.sort_by_key(|one| one.row.status == InstanceStatus::Ended);
    let about = About {
        row: &record,
        snapshot: running.first().map(|one| &one.snapshot),
    };
    let actor = authority::actor_of(desk, about, standing, circle)?;
    let (sight, beside) = match judge(desk, about, &actor, &running)? {
        Some(sight) => (sight, Vec::new()),
        None => match beside(desk, about, standing, circle, &running)? {
            none if none.is_empty() => return Err(Fault::NotFound("page")),
            some => (Sight::Part, some),
        },
    };
    if record.person_id.as_ref() == Some(standing.principal())
        && let Some(own) = subjects::of(&record.kind)?.own_title()
    {
        own.clone_into(&mut record.title);
    }
    Ok(Seen {
        told: sight == Sight::Whole || is_told(desk, &record.kind, &actor)?,
        actor,
        sight,
        beside,
        running,
        record,
    })
}

/// Whether a record can be somebody's to see at all: a look that costs little, before anything is read in
/// full. Says yes wherever [`judge`] or [`beside`] might.
fn concerns<'a>(
    desk: &mut Desk<'_>,
    standing: &Standing,
    circle: &Circle,
    record: &SubjectRow,
    definitions: impl IntoIterator<Item = &'a String>,
) -> Result<bool, Fault> {
    let library = desk.app.library.clone();
    let held = standing.roles(&library.roles, circle);
    if record.person_id.as_ref() == Some(standing.principal()) || reads_all(&library.roles, &record.kind, &held) {
        return Ok(true);
    }
    for definition in definitions {
        let workflow = library.pinned(desk.db, definition)?;
        if held.iter().any(|role| workflow.definition.roles.contains(role)) {
            return Ok(true);
        }
    }
    let about = About {
        row: record,
        snapshot: None,
    };
    for permit in library.catalogue.permits.keys() {
        if !subjects::of(&record.kind)?.beside(desk, about, permit)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether somebody holds the power that tells whose records of a kind are.
fn is_told(desk: &Desk<'_>, kind: &str, actor: &Actor) -> Result<bool, Fault> {
    let Some(power) = subjects::of(kind)?.told_by() else {
        return Ok(false);
    };
    let known = &desk.app.library.roles.roles;
    let mut held = actor.roles.iter().filter_map(|role| known.get(role));
    Ok(held.any(|role| role.powers.iter().any(|own| own == power)))
}

/// Whether one of the roles sees every record of a kind.
fn reads_all<'a>(known: &Roles, kind: &str, held: impl IntoIterator<Item = &'a String>) -> bool {
    let own = format!("{kind}s.");
    let sees = |power: &String| {
        power == EVERYTHING || (power.starts_with(&own) && (power.ends_with(".read") || power.ends_with(".manage")))
    };
    let mut roles = held.into_iter().filter_map(|role| known.roles.get(role));
    roles.any(|role| role.powers.iter().any(sees))
}

/// The permits that somebody has at a record for one piece of work.
fn beside(
    desk: &mut Desk<'_>,
    about: About<'_>,
    standing: &Standing,
    circle: &Circle,
    running: &[Loaded],
) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    let library = desk.app.library.clone();
    for permit in library.catalogue.permits.keys() {
        let open = running.iter().filter(|one| !one.is_over());
        let roles: Vec<_> = open.flat_map(|one| one.permitted(permit)).collect();
        if roles.is_empty() {
            continue;
        }
        let organisations = subjects::of(&about.row.kind)?.beside(desk, about, permit)?;
        if organisations.is_empty() {
            continue;
        }
        let circle = Circle {
            beside: organisations,
            ..circle.clone()
        };
        let actor = authority::actor_of(desk, about, standing, &circle)?;
        if roles.iter().any(|role| actor.roles.iter().any(|held| held == *role)) {
            out.push(permit.clone());
        }
    }
    Ok(out)
}

/// What somebody sees of a record, given the roles that they hold there.
fn judge(desk: &mut Desk<'_>, about: About<'_>, actor: &Actor, running: &[Loaded]) -> Result<Option<Sight>, Fault> {
    let row = about.row;
    if subjects::of(&row.kind)?.hidden(desk, about, actor)? {
        return Ok(None);
    }
    let mut roles = actor.roles.clone();
    if subjects::of(&row.kind)?.is_secret() {
        let withheld = subjects::of(&row.kind)?.withheld(desk, about, actor)?;
        roles.retain(|role| !withheld.contains(role));
    }
    let person = actor.acting_for.as_ref().unwrap_or(&actor.person);
    let is_outsider = subjects::of(&row.kind)?.reads_as_outsider(desk, about, actor)?;
    let most = if is_outsider { Sight::Part } else { Sight::Whole };
    let known = &desk.app.library.roles;
    if row.person_id.as_ref() == Some(person) || reads_all(known, &row.kind, &roles) {
        return Ok(Some(most));
    }
    // A role that the workflow knows takes part in it.
    let parts: Vec<_> = roles
        .iter()
        .filter(|name| running.iter().any(|one| one.workflow.definition.roles.contains(*name)))
        .filter_map(|name| known.roles.get(name))
        .collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let theirs = row.organisation_id.is_some() && row.organisation_id == actor.organisation;
    let trusted = parts
        .iter()
        .any(|role| role.house.is_some() || role.powers.iter().any(|p| p.ends_with(".manage")));
    Ok(Some(if theirs || trusted { most } else { Sight::Part }))
}

/// What is not there and what is not for this person look the same.
fn hidden(error: accord_store::StoreError) -> Fault {
    match Fault::from(error) {
        Fault::NotFound(_) => Fault::NotFound("page"),
        other => other,
    }
}

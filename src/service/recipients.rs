//! Whom `to: [expert, commenters]` means, at this moment.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use accord_engine::event::Member;
use accord_store::{organisations, people};

use crate::service::{
    app::Desk,
    authority,
    fault::Fault,
    outgoing::Recipient,
    subjects::{self, About},
    subscriptions,
};

/// The people at the commissioners.
const COMMISSIONERS: &str = "commissioners";
/// Everyone who was asked and has not answered.
const UNANSWERED: &str = "unanswered";
/// Whoever has just acted.
pub const ACTOR: &str = "actor";
/// The organisation of the record.
const ORGANISATION: &str = "organisation";
/// The person whom the record concerns.
const PERSON: &str = "person";

/// The people whom roles and audiences name, each once, with the reason they get it; and, where an
/// audience is told by topic, whoever asked to hear of this one.
///
/// # Errors
/// An audience that nobody knows, or the database fails.
pub fn resolve(
    desk: &mut Desk<'_>,
    about: About<'_>,
    to: &[String],
    topic: Option<&str>,
    members: &[Member],
    actor: Option<&str>,
) -> Result<Vec<Recipient>, Fault> {
    let mut reasons: BTreeMap<String, String> = BTreeMap::new();
    let mut order = Vec::new();
    for name in to {
        let (people, why) = named(desk, about, name, members, actor)?;
        for person in people {
            if let Entry::Vacant(free) = reasons.entry(person.clone()) {
                free.insert(why.clone());
                order.push(person);
            }
        }
    }
    let mut out = of_people(desk, &order)?;
    for one in &mut out {
        if let Some(why) = one.person.as_ref().and_then(|id| reasons.get(id)) {
            one.why.clone_from(why);
        }
    }
    let chosen = to.iter().any(|name| desk.app.library.catalogue.by_topic.contains(name));
    if let (true, Some(topic)) = (chosen, topic) {
        let places = places(desk, about)?;
        let more = subscriptions::readers(desk, topic, &places, &out)?;
        out.extend(more);
    }
    Ok(out)
}

/// The collection of a record that says where it is: its lots.
const PLACES: &str = "lots";

/// The areas that a record is about; none if it is about no place.
fn places(desk: &mut Desk<'_>, about: About<'_>) -> Result<BTreeSet<String>, Fault> {
    let wanted = BTreeSet::from([PLACES.to_owned()]);
    let mut found = subjects::of(&about.row.kind)?.some_collections(desk, about, &wanted)?;
    Ok(found.remove(PLACES).unwrap_or_default().into_keys().collect())
}

/// People by id, as recipients, in the order given. Who has no address is left out: the task list
/// shows whom to telephone.
///
/// # Errors
/// The database fails.
pub fn of_people(desk: &mut Desk<'_>, ids: &[String]) -> Result<Vec<Recipient>, Fault> {
    let rows = people::several(desk.db, ids)?;
    let mut out = Vec::new();
    for id in ids {
        let Some(row) = rows.iter().find(|row| row.id == *id) else {
            continue;
        };
        let Some(email) = row.email.clone() else {
            continue;
        };
        out.push(Recipient {
            person: Some(row.id.clone()),
            name: row.name.clone(),
            first_name: row.first_name.clone(),
            organisation: organisation_name(desk, &row.id)?,
            email,
            why: String::new(),
            stop: None,
            reply: None,
        });
    }
    Ok(out)
}

/// The people behind the name of an audience or a role, at a record.
///
/// # Errors
/// The database fails.
pub fn people_of(desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Vec<String>, Fault> {
    Ok(named(desk, about, name, &[], None)?.0)
}

fn named(
    desk: &mut Desk<'_>,
    about: About<'_>,
    name: &str,
    members: &[Member],
    actor: Option<&str>,
) -> Result<(Vec<String>, String), Fault> {
    if let Some(role) = desk.app.library.roles.roles.get(name) {
        let why = format!("you take part as: {}", role.title);
        let mut holders = with_role(members, name);
        let found;
        if holders.is_empty() {
            // A role that the workflow does not use for acting, only for telling.
            found = authority::members(desk, about, &[name.to_owned()])?;
            holders = with_role(&found, name);
        }
        let told = holders
            .into_iter()
            .filter(|one| !authority::kept_out(desk, about, name, &one.person, one.exclusions.iter()))
            .map(|one| one.person.clone());
        return Ok((told.collect(), why));
    }
    let catalogue = &desk.app.library.catalogue;
    let why = match (catalogue.told_because.get(name), catalogue.audiences.get(name)) {
        (Some(because), _) => because.clone(),
        (None, Some(sentence)) => format!("you are among these: {}", sentence.trim_end_matches('.')),
        (None, None) => String::new(),
    };
    if let Some(people) = subjects::of(&about.row.kind)?.audience(desk, about, name)? {
        return Ok((people, why));
    }
    let people = match name {
        // These are addresses, not people: see `subscriptions`.
        _ if desk.app.library.catalogue.by_topic.contains(name) => Vec::new(),
        COMMISSIONERS => at_organisations(desk, "commissioner")?,
        UNANSWERED => unanswered(about),
        ACTOR => actor.map(str::to_owned).into_iter().collect(),
        ORGANISATION => match authority::Circle::of(desk, about.row)?.organisation {
            Some(id) => contacts(desk, &id)?,
            None => Vec::new(),
        },
        PERSON => about.row.person_id.clone().into_iter().collect(),
        _ => return above(desk, about, name, members, actor, why),
    };
    Ok((people, why))
}

/// An audience that the record above knows.
fn above(
    desk: &mut Desk<'_>,
    about: About<'_>,
    name: &str,
    members: &[Member],
    actor: Option<&str>,
    why: String,
) -> Result<(Vec<String>, String), Fault> {
    let parent = match &about.row.parent_id {
        Some(id) => Some(accord_store::subjects::load(desk.db, &desk.alliance, id)?),
        None => None,
    };
    match parent {
        Some(row) => named(
            desk,
            About {
                row: &row,
                snapshot: None,
            },
            name,
            members,
            actor,
        ),
        None => {
            tracing::warn!(audience = name, kind = about.row.kind, "nobody knows this audience");
            Ok((Vec::new(), why))
        }
    }
}

fn with_role<'a>(members: &'a [Member], role: &str) -> Vec<&'a Member> {
    members
        .iter()
        .filter(|one| one.roles.iter().any(|held| held == role))
        .collect()
}

/// Electors of the ballot that opened last who have no vote that counts.
fn unanswered(about: About<'_>) -> Vec<String> {
    let last = about
        .snapshot
        .and_then(|snapshot| snapshot.ballots.values().max_by_key(|ballot| ballot.opened_at));
    last.map(|ballot| {
        ballot
            .electors
            .iter()
            .filter(|elector| elector.recused.is_none())
            .filter(|elector| !ballot.votes.iter().any(|v| v.person == elector.person && !v.void))
            .map(|elector| elector.person.clone())
            .collect()
    })
    .unwrap_or_default()
}

fn at_organisations(desk: &mut Desk<'_>, kind: &str) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    for organisation in organisations::all(desk.db, &desk.alliance)? {
        if organisation.kind == kind {
            let members = organisations::members(desk.db, &organisation.id, desk.now.into())?;
            out.extend(members.into_iter().map(|one| one.person_id));
        }
    }
    Ok(out)
}

/// Who gets what is sent to an organisation: its lead contacts, or everyone if it has none.
///
/// # Errors
/// The database fails.
pub fn contacts(desk: &mut Desk<'_>, organisation: &str) -> Result<Vec<String>, Fault> {
    let members = organisations::members(desk.db, organisation, desk.now.into())?;
    let leads: Vec<String> = members
        .iter()
        .filter(|one| one.lead_contact)
        .map(|one| one.person_id.clone())
        .collect();
    if !leads.is_empty() {
        return Ok(leads);
    }
    Ok(members.into_iter().map(|one| one.person_id).collect())
}

fn organisation_name(desk: &mut Desk<'_>, person: &str) -> Result<String, Fault> {
    let memberships = organisations::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    let Some(first) = memberships.first() else {
        return Ok(String::new());
    };
    let found = organisations::load(desk.db, &first.organisation_id)?;
    Ok(found.map(|one| one.name).unwrap_or_default())
}

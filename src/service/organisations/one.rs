//! One organisation, as far as whoever reads may know it.

use accord_store::{
    organisations::{self, OrganisationRow},
    people, subjects as subject_rows,
};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{Reader, Standing, areas, of_alliance, profile};
use crate::service::{app::Desk, authority::Caller, fault::Fault, listed, record::Below};

/// How many of its records are looked at.
const MOST: usize = 200;

/// One organisation.
#[derive(Debug)]
pub struct Shown {
    /// As it is stored.
    pub row: OrganisationRow,
    /// How the reader stands to it.
    pub standing: Standing,
    /// What it says of itself, as far as the reader may know.
    pub answers: Map<String, Json>,
    /// Areas: id to name.
    pub areas: IndexMap<String, String>,
    /// Its people, as far as the reader may know: the lead contacts first.
    pub people: Vec<Member>,
    /// What runs for it, and the reader sees.
    pub records: Vec<Below>,
    /// Its profile's versions, for its own people; else none.
    pub versions: Vec<profile::Version>,
}

/// Somebody of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// What they are there.
    pub position: String,
    /// They get what is sent to the organisation.
    pub lead: bool,
}

/// An organisation as somebody may know it.
///
/// # Errors
/// There is none of this id here.
pub fn show(desk: &mut Desk<'_>, caller: Option<&Caller>, id: &str) -> Result<Shown, Fault> {
    let row = of_alliance(desk, id)?;
    let standing = Reader::of(desk, caller)?.towards(id);
    let mut answers = profile::answers(&row)?;
    if standing < Standing::Office {
        let open = &desk.app.library.profile.open;
        answers.retain(|question, _| open.contains(question));
    }
    Ok(Shown {
        areas: areas(desk)?,
        people: members(desk, standing, id)?,
        records: match caller {
            Some(caller) => records(desk, caller, id)?,
            None => Vec::new(),
        },
        versions: match standing {
            Standing::Own => profile::versions(desk, id)?,
            Standing::Public | Standing::Member | Standing::Office => Vec::new(),
        },
        answers,
        standing,
        row,
    })
}

/// Its own people and the office see everyone; other people of the alliance see whom to write to, so that
/// nobody learns from here who is an expert by experience.
fn members(desk: &mut Desk<'_>, standing: Standing, id: &str) -> Result<Vec<Member>, Fault> {
    let mut out = Vec::new();
    for one in organisations::members(desk.db, id, desk.now.into())? {
        let known = match standing {
            Standing::Public => false,
            Standing::Member => one.lead_contact,
            Standing::Office | Standing::Own => true,
        };
        if known && let Some(person) = people::load(desk.db, &one.person_id)? {
            out.push(Member {
                id: person.id,
                name: person.name,
                position: one.position,
                lead: one.lead_contact,
            });
        }
    }
    Ok(out)
}

fn records(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Vec<Below>, Fault> {
    let rows = subject_rows::of_organisation(desk.db, &desk.alliance, id, MOST)?;
    listed::visible(desk, caller, rows)
}

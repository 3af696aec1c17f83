//! The organisations of an alliance: a register for everybody, a page for each, and what each says of
//! itself, which its own people keep.
//!
//! Nothing here tells who has bid: what runs for an organisation is shown to whoever sees the record
//! anyway, and is neither counted nor hinted at for anybody else.

pub mod import;
pub mod listing;
pub mod one;
pub mod profile;
pub mod saving;

use std::collections::BTreeSet;

use accord_store::{
    alliances, appointments,
    appointments::Scope,
    organisations::{self, OrganisationRow},
};
use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::service::{
    app::Desk,
    authority::{Caller, powers},
    fault::Fault,
};

/// The power to read what organisations tell the alliance alone.
const OFFICE: &str = "alliance.manage";

/// How somebody stands to an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Anybody, without an account.
    Public,
    /// Somebody of the alliance.
    Member,
    /// Whoever manages the alliance.
    Office,
    /// One of its own people.
    Own,
}

/// An organisation of this alliance.
///
/// # Errors
/// There is none of this id here.
pub fn of_alliance(desk: &mut Desk<'_>, id: &str) -> Result<OrganisationRow, Fault> {
    let row = organisations::load(desk.db, id)?;
    row.filter(|one| one.alliance_id == desk.alliance)
        .ok_or(Fault::NotFound("page"))
}

/// Who reads: how they stand to organisations in general, and which are their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    usual: Standing,
    own: BTreeSet<String>,
}

impl Reader {
    /// Somebody, or nobody who is signed in. An organisation's own people are those who speak for it:
    /// its lead contacts, and whoever holds a role there; to belong is not enough.
    ///
    /// # Errors
    /// The database fails.
    pub fn of(desk: &mut Desk<'_>, caller: Option<&Caller>) -> Result<Self, Fault> {
        let Some(caller) = caller else {
            return Ok(Self {
                usual: Standing::Public,
                own: BTreeSet::new(),
            });
        };
        let usual = match powers::has(desk, caller, OFFICE)? {
            true => Standing::Office,
            false => Standing::Member,
        };
        let own = speaks_for(desk, caller)?;
        Ok(Self { usual, own })
    }

    /// How they stand to one organisation.
    pub fn towards(&self, organisation: &str) -> Standing {
        match self.own.contains(organisation) {
            true => Standing::Own,
            false => self.usual,
        }
    }

    /// The organisations that they speak for.
    pub fn own(&self) -> impl Iterator<Item = &String> {
        self.own.iter()
    }
}

/// The organisations that somebody, or whom they act for, speaks for today.
fn speaks_for(desk: &mut Desk<'_>, caller: &Caller) -> Result<BTreeSet<String>, Fault> {
    let now = desk.now.into();
    let person = caller.acting_for.as_ref().unwrap_or(&caller.person);
    if person != &caller.person
        && appointments::delegation(desk.db, &desk.alliance, person, &caller.person, now)?.is_none()
    {
        return Ok(BTreeSet::new());
    }
    let belongs = organisations::of_person(desk.db, &desk.alliance, person, now)?;
    let leads = belongs.into_iter().filter(|one| one.lead_contact);
    let held = appointments::of_person(desk.db, &desk.alliance, person, now)?;
    let held = held.into_iter().filter(|one| one.scope_kind == Scope::Organisation);
    Ok(leads
        .map(|one| one.organisation_id)
        .chain(held.map(|one| one.scope_id))
        .collect())
}

/// The areas of the alliance: id to name.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn areas(desk: &mut Desk<'_>) -> Result<IndexMap<String, String>, Fault> {
    let data: Json = serde_json::from_str(&alliances::load(desk.db, &desk.alliance)?.data)?;
    let all = data.get("networks").and_then(Json::as_array);
    let word = |one: &Json, name: &str| one.get(name).and_then(Json::as_str).map(str::to_owned);
    Ok(all
        .into_iter()
        .flatten()
        .filter_map(|one| Some((word(one, "id")?, word(one, "name")?)))
        .collect())
}

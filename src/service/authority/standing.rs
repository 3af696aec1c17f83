//! What somebody's rights are made of, wherever they act: looked up once for as many records as are asked about.

use std::collections::BTreeSet;

use accord_engine::definition::vocabulary::Roles;
use accord_store::{
    appointments::{self, AppointmentRow, InterestRow, Scope},
    organisations::{self, MembershipRow},
};

use super::{Caller, Circle, held, refused};
use crate::service::{app::Desk, fault::Fault};

/// Somebody, with their appointments, organisations and everybody's interests, of one moment.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Who asks.
    pub caller: Caller,
    pub(super) appointments: Vec<AppointmentRow>,
    pub(super) interests: Vec<InterestRow>,
    memberships: Vec<MembershipRow>,
}

impl Standing {
    /// Looks it up.
    ///
    /// # Errors
    /// No delegation allows them to act for the other, or the database fails.
    pub fn of(desk: &mut Desk<'_>, caller: &Caller) -> Result<Self, Fault> {
        let now = desk.now.into();
        if let Some(principal) = &caller.acting_for
            && appointments::delegation(desk.db, &desk.alliance, principal, &caller.person, now)?.is_none()
        {
            return Err(refused("delegation", "You may not act for this person today."));
        }
        let principal = caller.acting_for.as_ref().unwrap_or(&caller.person);
        Ok(Self {
            appointments: appointments::of_person(desk.db, &desk.alliance, principal, now)?,
            interests: appointments::interests(desk.db, &desk.alliance, now)?,
            memberships: organisations::of_person(desk.db, &desk.alliance, principal, now)?,
            caller: caller.clone(),
        })
    }

    /// The person whose rights these are.
    pub fn principal(&self) -> &String {
        self.caller.acting_for.as_ref().unwrap_or(&self.caller.person)
    }

    /// What they are appointed to.
    pub fn appointments(&self) -> &[AppointmentRow] {
        &self.appointments
    }

    /// The roles that they hold at a record.
    pub fn roles(&self, known: &Roles, circle: &Circle) -> BTreeSet<String> {
        held(known, circle, &self.appointments)
            .remove(self.principal())
            .unwrap_or_default()
    }

    /// The organisation that they act for at a record: one that they are appointed for there, or else theirs.
    pub(super) fn organisation(&self, circle: &Circle) -> Option<String> {
        let appointed = self
            .appointments
            .iter()
            .find(|one| one.scope_kind == Scope::Organisation && circle.covers(one));
        appointed
            .map(|one| &one.scope_id)
            .or_else(|| self.memberships.first().map(|one| &one.organisation_id))
            .cloned()
    }
}

//! Invitations: somebody who takes part is written to, and comes in by the link in the letter.
//!
//! The link leads to a page with a button; only the button takes the invitation up, because
//! programs that look at mail open every link.

use accord_store::{
    codes::{self, InvitationRow},
    people::{self, PersonRow},
};

use super::{post, rules, secret};
use crate::{
    service::{
        app::{App, Desk},
        erasure::keys,
        fault::Fault,
    },
    views::contexts::access::Access,
};

/// Invites a person who has an address.
///
/// # Errors
/// They have none, or the database fails.
pub fn send(app: &App, alliance: &str, by: &str, person: &str) -> Result<(), Fault> {
    let worker = app.clone();
    let (alliance, by, person) = (alliance.to_owned(), by.to_owned(), person.to_owned());
    app.store.write(move |db| {
        let mut desk = worker.desk(db, &alliance);
        let to = people::load(desk.db, &person)?.ok_or(Fault::NotFound("person"))?;
        let inviter = people::load(desk.db, &by)?.ok_or(Fault::NotFound("person"))?;
        put(&mut desk, (&by, &inviter.name), &to)
    })
}

/// The same in a transaction that is under way; `by` is the id and the name of who invites.
///
/// # Errors
/// As [`send`].
pub(in crate::service) fn put(desk: &mut Desk<'_>, by: (&str, &str), to: &PersonRow) -> Result<(), Fault> {
    if keys::was_erased(desk, &to.id)? {
        return Err(Fault::NotFound("person"));
    }
    let (now, token) = (desk.wall(), secret::token(&desk.app.rng));
    codes::end_invitations(desk.db, &to.id, now.into())?;
    let row = InvitationRow {
        id: desk.id(),
        token: secret::hash(&token),
        alliance_id: desk.alliance.clone(),
        person_id: to.id.clone(),
        invited_by: by.0.to_owned(),
        made_at: now.into(),
        expires_at: (now + rules::INVITATION).into(),
        used_at: None,
    };
    codes::invite(desk.db, &row)?;
    let access = Access {
        link: format!("{}/invitation/{token}", desk.app.origin),
        by: by.1.to_owned(),
        days: u32::try_from(rules::INVITATION.num_days()).unwrap_or(u32::MAX),
        ..Access::default()
    };
    let why = ("invitation", "you were invited to take part");
    post::put(desk, &row.id, why, to, access)
}

/// Whom an invitation is for, if it can be taken up. Changes nothing.
///
/// # Errors
/// There is none, or it is over; the same answer.
pub fn look(app: &App, token: &str) -> Result<PersonRow, Fault> {
    let now = app.wall.now();
    app.store.read(|db| {
        let row = open(app, codes::invitation(db, &secret::hash(token))?, now)?;
        people::load(db, &row.person_id)?.ok_or(Fault::NotFound("invitation"))
    })
}

/// Takes an invitation up; gives the person.
///
/// # Errors
/// As [`look`].
pub fn take_up(app: &App, token: &str) -> Result<PersonRow, Fault> {
    let (worker, now, hash) = (app.clone(), app.wall.now(), secret::hash(token));
    app.store.write(move |db| {
        let row = open(&worker, codes::invitation(db, &hash)?, now)?;
        if !codes::take_up(db, &row.id, now.into())? {
            return Err(Fault::NotFound("invitation"));
        }
        people::load(db, &row.person_id)?.ok_or(Fault::NotFound("invitation"))
    })
}

fn open(app: &App, row: Option<InvitationRow>, now: chrono::DateTime<chrono::Utc>) -> Result<InvitationRow, Fault> {
    row.filter(|one| one.used_at.is_none() && one.expires_at.utc() > now && app.serves(&one.alliance_id))
        .ok_or(Fault::NotFound("invitation"))
}

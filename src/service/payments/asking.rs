//! Asking for the account that a payment waits for: whoever wants one paid into an account and has given none finds
//! that on Home, and gets one letter for each payment that has come to wait for it.

use std::collections::BTreeMap;

use accord_store::{alliances, pay_details, people};

use super::{Known, account::PATH, of_person, open};
use crate::{
    domain::words,
    service::{
        access::post,
        app::{App, Desk},
        fault::Fault,
        subjects::hosting::claims,
    },
    views::contexts::access::Access,
};

/// Where an account is given.
pub const GIVE: &str = "/account/payments/account";

/// What waits for somebody's account: how many payments, and pence all in all; nothing where none does.
///
/// # Errors
/// What is stored is damaged.
pub fn waits(desk: &mut Desk<'_>, person: &str) -> Result<Option<(usize, i64)>, Fault> {
    if pay_details::load(desk.db, &desk.alliance, person)?.is_some() {
        return Ok(None);
    }
    let (mut count, mut sum) = (0, 0_i64);
    for one in of_person(desk, person)? {
        if wants(desk, &one)? {
            count += 1;
            sum = sum
                .saturating_add(one.terms.pence)
                .saturating_add(claims::expenses(desk, &one.row)?);
        }
    }
    Ok((count > 0).then_some((count, sum)))
}

/// Its person has said yes, and that it goes into their account.
fn wants(desk: &mut Desk<'_>, one: &Known) -> Result<bool, Fault> {
    let payments = desk.app.library.payments.clone();
    if !one.standing.means.iter().any(|means| payments.owed.contains(means)) {
        return Ok(false);
    }
    Ok(claims::way(desk, &one.row)?.is_some_and(|way| way.wants_account(&payments)))
}

/// Writes the letters that are due in every alliance; gives how many.
///
/// # Errors
/// The store fails.
pub fn send_due(app: &App) -> Result<usize, Fault> {
    let mut sent = 0;
    for alliance in app.store.read(alliances::all)? {
        sent += app.writing(&alliance.id, of_alliance)?;
    }
    Ok(sent)
}

fn of_alliance(desk: &mut Desk<'_>) -> Result<usize, Fault> {
    let mut newest: BTreeMap<String, Known> = BTreeMap::new();
    for one in open(desk)? {
        let Some(person) = one.row.person_id.clone() else {
            continue;
        };
        if wants(desk, &one)? {
            newest.insert(person, one);
        }
    }
    let mut sent = 0;
    for (person, one) in newest {
        let Some((count, sum)) = waits(desk, &person)? else {
            continue;
        };
        let Some(to) = people::load(desk.db, &person)?.filter(|to| to.email.is_some()) else {
            continue;
        };
        let key = format!("account-wanted/{}", one.row.id);
        if post::was_put(desk, &key)? {
            continue;
        }
        let access = Access {
            link: format!("{}{PATH}", desk.app.origin),
            says: format!(
                "{} for you, {} together, and we do not know which account to pay into. Tell us under “My payments”. You \
                 can also ask for a voucher or cash: tell us, or your supporter.",
                words::upper_first(&match count {
                    1 => "1 payment waits".to_owned(),
                    many => format!("{many} payments wait"),
                }),
                words::money(sum)
            ),
            ..Access::default()
        };
        post::put(
            desk,
            &key,
            ("account_wanted", "this is about how we pay you"),
            &to,
            access,
        )?;
        sent += 1;
    }
    Ok(sent)
}

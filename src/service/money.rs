//! What comes in, what is committed, and which contracts end soon, for whoever answers for the money.

use accord_store::alliances;
use chrono::{Months, NaiveDate};

pub use crate::service::subjects::hosting::committed::{Committed, KIND, Money};
use crate::{
    domain::words,
    service::{
        access::post,
        app::{App, Desk},
        authority::{Caller, Standing, powers},
        fault::Fault,
        sight,
        subjects::hosting::committed,
    },
};

/// The power to read it.
pub const READ: &str = "money.read";
/// Where it stands.
pub const PATH: &str = "/money";
/// Whoever manages contracts hears of an end that comes near.
const MANAGES: &str = "contracts.manage";
/// So many months before the last day it is said how near that is, the earliest first.
pub const WARNINGS: [u32; 3] = [12, 9, 6];

/// The money, with the contracts that somebody sees, and how many they do not.
///
/// # Errors
/// What is stored is damaged.
pub fn seen(desk: &mut Desk<'_>, caller: &Caller) -> Result<(Money, usize), Fault> {
    let mut money = committed::money(desk)?;
    let rights = Standing::of(desk, caller)?;
    let all = money.contracts.len();
    let mut kept = Vec::new();
    for one in money.contracts {
        if sight::if_seen(sight::by_id(desk, &rights, &one.id))?.is_some() {
            kept.push(one);
        }
    }
    money.contracts = kept;
    let unseen = all - money.contracts.len();
    Ok((money, unseen))
}

/// The last warning that was due by today for a contract that ends on a day: so many months; nothing before the first.
pub fn near(today: NaiveDate, ends_on: NaiveDate) -> Option<u32> {
    let due = |months: u32| {
        let day = ends_on.checked_sub_months(Months::new(months));
        day.is_some_and(|day| day <= today)
    };
    WARNINGS.into_iter().filter(|months| due(*months)).min()
}

/// Writes a letter, once for each warning of each contract in force, to whoever manages contracts; gives how many.
///
/// # Errors
/// The store fails.
pub fn warn_due(app: &App) -> Result<usize, Fault> {
    let mut sent = 0;
    for alliance in app.store.read(alliances::all)? {
        sent += app.writing(&alliance.id, of_alliance)?;
    }
    Ok(sent)
}

fn of_alliance(desk: &mut Desk<'_>) -> Result<usize, Fault> {
    let today = desk.today();
    let mut sent = 0;
    let roles = powers::holders(&desk.app.library.roles, MANAGES);
    let money = committed::money(desk)?;
    sent += of_funding(desk, &money, &roles)?;
    for one in money.contracts.into_iter().filter(|one| one.in_force) {
        let Some((_, ends_on)) = one.term.filter(|(_, ends_on)| *ends_on >= today) else {
            continue;
        };
        let Some(months) = near(today, ends_on) else { continue };
        let says = format!(
            "{}, with {}, ends on {}: less than {months} months from now. Decide whether it is extended, bought anew or \
             brought to its end, while there is time to ask people.",
            one.title,
            one.host,
            words::day(ends_on)
        );
        sent += tell(
            desk,
            &format!("contract-ends/{}/{ends_on}/{months}", one.id),
            &roles,
            &says,
        )?;
    }
    Ok(sent)
}

/// Contracts that run on after the money for all of them has ended.
pub fn beyond(money: &Money) -> usize {
    let Some(ends_on) = money.funding.ends_on else { return 0 };
    let later = |one: &&Committed| one.term.is_some_and(|(_, last)| last > ends_on);
    money.contracts.iter().filter(later).count()
}

/// The same warnings of the end of the funding itself.
fn of_funding(desk: &mut Desk<'_>, money: &Money, roles: &[String]) -> Result<usize, Fault> {
    let today = desk.today();
    let Some(ends_on) = money.funding.ends_on.filter(|ends_on| *ends_on >= today) else {
        return Ok(0);
    };
    let Some(months) = near(today, ends_on) else {
        return Ok(0);
    };
    let later = match beyond(money) {
        0 => String::new(),
        some => format!(
            " {} on after that.",
            words::upper_first(&words::count_of(some, "contract runs", "contracts run"))
        ),
    };
    let says = format!(
        "The commissioners fund the alliance until {}: less than {months} months from now.{later} Ask them now what comes \
         after, and tell hosts what they can count on.",
        words::day(ends_on)
    );
    tell(desk, &format!("funding-ends/{ends_on}/{months}"), roles, &says)
}

/// Tells everybody who holds one of the roles, each once; gives how many letters went.
fn tell(desk: &mut Desk<'_>, about: &str, roles: &[String], says: &str) -> Result<usize, Fault> {
    let mut sent = 0;
    for person in powers::in_the_whole(desk, roles)? {
        let (key, letter) = (format!("{about}/{person}"), ("comes_near", "you look after contracts"));
        sent += usize::from(post::once(desk, PATH, &key, letter, &person, says.to_owned())?);
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_warning_counts() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let ends = day("2027-03-31");
        for (today, months) in [
            ("2026-03-30", None),
            ("2026-03-31", Some(12)),
            ("2026-06-29", Some(12)),
            ("2026-06-30", Some(9)),
            ("2026-09-30", Some(6)),
            ("2027-03-31", Some(6)),
        ] {
            assert_eq!(near(day(today), ends), months, "{today}");
        }
    }
}

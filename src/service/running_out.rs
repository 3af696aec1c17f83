//! What hosts have shown runs out, and conditions are due: the host is told some days before, and when the day has
//! passed so is whoever manages contracts. Each letter goes once.

use std::collections::BTreeSet;

use accord_store::alliances;
use chrono::{Days, NaiveDate};

use crate::{
    domain::words,
    service::{
        access::post,
        app::{App, Desk},
        authority::powers,
        fault::Fault,
        recipients,
        subjects::hosting::checking::{self, RunsOut},
    },
};

/// Whoever manages contracts hears of what has passed.
const MANAGES: &str = "contracts.manage";

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

/// The nearest warning that was due by today: so many days; 0 once the day has passed; nothing before the first.
fn near(today: NaiveDate, on: NaiveDate, days: &[u32]) -> Option<u32> {
    if on < today {
        return Some(0);
    }
    let due = |days: &&u32| {
        on.checked_sub_days(Days::new(u64::from(**days)))
            .is_some_and(|day| day <= today)
    };
    days.iter().filter(due).min().copied()
}

fn of_alliance(desk: &mut Desk<'_>) -> Result<usize, Fault> {
    let (today, mut sent) = (desk.today(), 0);
    for one in checking::running_out(desk)? {
        if let Some(days) = near(today, one.on, &one.remind_days) {
            sent += tell(desk, &one, days)?;
        }
    }
    Ok(sent)
}

fn tell(desk: &mut Desk<'_>, one: &RunsOut, days: u32) -> Result<usize, Fault> {
    let host = one.row.organisation_id.clone().unwrap_or_default();
    let mut whom: BTreeSet<String> = recipients::contacts(desk, &host)?.into_iter().collect();
    let says = match days {
        0 => {
            let roles = powers::holders(&desk.app.library.roles, MANAGES);
            whom.extend(powers::in_the_whole(desk, &roles)?);
            format!(
                "{}: {}. That day, {}, has passed, so it counts as missing. Send what holds now; somebody from the \
                 alliance helps.",
                one.row.title,
                one.what,
                words::day(one.on)
            )
        }
        _ => format!(
            "{}: {}. The day is {}. Send what holds from then on; nothing else is asked again.",
            one.row.title,
            one.what,
            words::day(one.on)
        ),
    };
    let mut sent = 0;
    for person in whom {
        let key = format!("check-runs-out/{}/{}/{}/{days}/{person}", one.row.id, one.code, one.on);
        let letter = ("comes_near", "a check of a host comes to its end");
        let path = format!("/onboarding/{}", one.row.id);
        sent += usize::from(post::once(desk, &path, &key, letter, &person, says.clone())?);
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_warning_counts() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (today, days) in [
            ("2026-12-31", None),
            ("2027-01-30", Some(60)),
            ("2027-03-02", Some(30)),
            ("2027-03-25", Some(7)),
            ("2027-03-31", Some(7)),
            ("2027-04-01", Some(0)),
        ] {
            assert_eq!(near(day(today), day("2027-03-31"), &[60, 30, 7]), days, "{today}");
        }
    }
}

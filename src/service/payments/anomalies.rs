//! What somebody should look at: the same activity paid otherwise, less than the floor, somebody who took part and was
//! offered nothing. Nothing here is wrong for certain; each says where to look.
//!
//! Who has chosen the most for one week is no part of it: it may tell of what somebody lives on.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::instances;
use chrono::{Months, NaiveDate};

use super::{Known, all};
use crate::{
    domain::{
        involvement::consistency::{Paid, otherwise},
        words,
    },
    service::{
        app::Desk,
        authority::{Caller, Standing},
        fault::Fault,
        history,
        people::names::Names,
        sight,
    },
};

/// What sort of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Less an hour than the floor.
    Floor,
    /// Paid otherwise than the same for others.
    Otherwise,
    /// Took part and was offered nothing.
    NoOffer,
}

impl Sort {
    /// All, the most pressing first.
    pub const ALL: [Self; 3] = [Self::Floor, Self::Otherwise, Self::NoOffer];

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Floor => "Less than the hourly floor",
            Self::Otherwise => "The same activity, paid otherwise",
            Self::NoOffer => "Took part, and was offered nothing",
        }
    }
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anomaly {
    /// What sort.
    pub sort: Sort,
    /// Whose payment it is about.
    pub who: String,
    /// What they did, or in what they took part.
    pub what: String,
    /// What is odd about it, and what to do.
    pub says: String,
    /// The day of the activity.
    pub on: Option<NaiveDate>,
    /// The record to look at: its kind and id; nothing where this reader does not see it.
    pub record: Option<(String, String)>,
}

/// All of them, the most pressing first.
///
/// # Errors
/// What is stored is damaged.
pub fn all_of(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Anomaly>, Fault> {
    let claims = all(desk)?;
    among(desk, caller, &claims)
}

/// The same among claims that were read before.
pub(super) fn among(desk: &mut Desk<'_>, caller: &Caller, claims: &[Known]) -> Result<Vec<Anomaly>, Fault> {
    let today = desk.today();
    let months = Months::new(desk.app.library.payments.months);
    let first = today.checked_sub_months(months).unwrap_or(today);
    // What was declined, or ran out, is paid to nobody.
    let live: Vec<&Known> = claims
        .iter()
        .filter(|one| !one.standing.means.is_empty() && one.done_on.is_none_or(|on| on >= first))
        .collect();
    let mut names = Names::default();
    let mut out = Vec::new();
    for one in &live {
        if one.terms.below_floor {
            let says = format!(
                "{} comes to less an hour than the floor. It is stopped until two people put it right on its page, \
                 with the reason.",
                words::money(one.terms.pence)
            );
            out.push(of(desk, &mut names, Sort::Floor, one, says)?);
        }
    }
    let paid: Vec<Paid<'_>> = live
        .iter()
        .map(|one| Paid {
            card: &one.terms.card,
            activity: &one.terms.activity,
            pence: one.terms.pence / one.terms.units,
        })
        .collect();
    for odd in otherwise(&paid) {
        if let Some(one) = live.get(odd.at).filter(|one| !one.terms.below_floor) {
            let says = format!(
                "{} here; {} got {} for the same. The record says what was agreed, and who put it right.",
                words::money(one.terms.pence),
                words::count_of(odd.others, "other", "others"),
                words::money(odd.usual)
            );
            out.push(of(desk, &mut names, Sort::Otherwise, one, says)?);
        }
    }
    out.extend(offered_nothing(desk, caller, &mut names, claims, first)?);
    out.sort_by(|a, b| (a.sort, b.on, &a.who).cmp(&(b.sort, a.on, &b.who)));
    Ok(out)
}

fn of(desk: &mut Desk<'_>, names: &mut Names, sort: Sort, one: &Known, says: String) -> Result<Anomaly, Fault> {
    Ok(Anomaly {
        sort,
        who: names.of(desk, one.row.person_id.as_deref().unwrap_or_default())?,
        what: format!("{}, {}", one.terms.title, one.terms.about),
        says,
        on: one.done_on,
        record: Some((one.row.kind.clone(), one.row.id.clone())),
    })
}

/// People who did something in a record for which others were offered a payment, and were offered none.
fn offered_nothing(
    desk: &mut Desk<'_>,
    caller: &Caller,
    names: &mut Names,
    claims: &[Known],
    first: NaiveDate,
) -> Result<Vec<Anomaly>, Fault> {
    let mut offered: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut recent: BTreeSet<&str> = BTreeSet::new();
    for one in claims {
        let Some(above) = one.row.parent_id.as_deref().filter(|above| *above != desk.alliance) else {
            continue;
        };
        offered.entry(above).or_default().extend(one.row.person_id.as_deref());
        if one.done_on.is_none_or(|on| on >= first) {
            recent.insert(above);
        }
    }
    let payable = super::payable(desk)?;
    let rights = Standing::of(desk, caller)?;
    let mut out = Vec::new();
    for (above, has) in offered.into_iter().filter(|(above, _)| recent.contains(above)) {
        let mut took_part = BTreeSet::new();
        for instance in instances::of_subject(desk.db, &desk.alliance, above)? {
            took_part.extend(history::people_since(desk, &instance.id, None)?);
        }
        took_part.retain(|person| payable.contains(person) && !has.contains(person.as_str()));
        if took_part.is_empty() {
            continue;
        }
        let seen = sight::if_seen(sight::by_id(desk, &rights, above))?.map(|seen| seen.record);
        for person in took_part {
            let who = names.of(desk, &person)?;
            // What the reader does not see is told once of each person: they can do nothing more with the rest.
            let is_told = |one: &Anomaly| one.record.is_none() && one.who == who;
            if seen.is_none() && out.iter().any(is_told) {
                continue;
            }
            out.push(Anomaly {
                sort: Sort::NoOffer,
                who,
                what: match &seen {
                    Some(record) => record.title.clone(),
                    None => "Something that you do not see".to_owned(),
                },
                says:
                    "They did something here for which others were offered a payment. If it was the same, a contract \
                       manager or a supporter offers them one under “Start something”."
                        .to_owned(),
                on: None,
                record: seen.as_ref().map(|record| (record.kind.clone(), record.id.clone())),
            });
        }
    }
    Ok(out)
}

//! The rate card, and the check that nobody is paid less than a living wage (domain.md 4.2).

use chrono::NaiveDate;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `workflows/rate-cards/*.yaml`: versioned; the card in force on the day of the activity counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateCard {
    /// The file's name without the ending.
    pub rate_card: String,
    /// What people call it.
    pub title: String,
    /// The first day that it applies.
    pub effective_from: NaiveDate,
    /// The hourly floor, pence, and where it comes from.
    pub floor_pence_per_hour: i64,
    /// Source of the floor.
    pub floor_source: String,
    /// The workflow that a claim runs through.
    pub workflow: String,
    /// Roles whose holders are offered these payments without anybody asking: who is paid by an employer for the same is
    /// not. Whoever else should be paid is offered it by hand.
    #[serde(rename = "for")]
    pub people: Vec<String>,
    /// Activity to what it pays.
    pub activities: IndexMap<String, Rate>,
}

/// What an activity pays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// What people call it.
    pub title: String,
    /// Pence for one unit.
    pub pence: i64,
    /// What one unit is, in words (`one meeting of up to 2 hours`).
    pub unit: String,
    /// Minutes that one unit takes, reading and preparation included.
    pub minutes: i64,
    /// Of these, reading and preparation beforehand. Paid for whether or not anybody counts them.
    #[serde(default)]
    pub preparation: i64,
}

impl Rate {
    /// How long it takes and how much of it is preparation, in words: `2 hours, 1 hour of it reading and preparation`.
    pub fn time(&self) -> String {
        match self.preparation {
            0 => hours(self.minutes),
            some => format!("{}, {} of it reading and preparation", hours(self.minutes), hours(some)),
        }
    }
}

/// Minutes as people say them: `1 hour 30 minutes`.
fn hours(minutes: i64) -> String {
    let parts = [(minutes / 60, "hour"), (minutes % 60, "minute")];
    let said = parts.into_iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said
        .map(|(count, unit)| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
        .collect();
    said.join(" ")
}

/// What somebody is offered for an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Pence.
    pub pence: i64,
    /// Pence an hour that this comes to.
    pub pence_per_hour: i64,
    /// Whether that is below the floor: then two people must give a reason before it is offered.
    pub below_floor: bool,
}

/// What so many units of an activity pay, or `None` if the card does not know the activity.
pub fn offer(card: &RateCard, activity: &str, units: i64) -> Option<Offer> {
    let rate = card.activities.get(activity)?;
    let pence_per_hour = an_hour(rate.pence, rate.minutes);
    Some(Offer {
        pence: rate.pence.saturating_mul(units),
        pence_per_hour,
        below_floor: pence_per_hour < card.floor_pence_per_hour,
    })
}

/// The same for one unit, where another amount than the card's may have been agreed: what that comes to
/// an hour is held against the floor, too.
pub fn agreed(card: &RateCard, activity: &str, pence: Option<i64>) -> Option<Offer> {
    let rate = card.activities.get(activity)?;
    let Some(pence) = pence else {
        return offer(card, activity, 1);
    };
    let pence_per_hour = an_hour(pence, rate.minutes);
    Some(Offer {
        pence,
        pence_per_hour,
        below_floor: pence_per_hour < card.floor_pence_per_hour,
    })
}

/// Pence for so many minutes as pence an hour; what has no time is held against the floor as it is.
const fn an_hour(pence: i64, minutes: i64) -> i64 {
    if minutes > 0 {
        pence.saturating_mul(60) / minutes
    } else {
        pence
    }
}

/// The least that an activity may pay so that its time is worth the floor; pence, rounded up.
pub fn least(card: &RateCard, activity: &str) -> Option<i64> {
    let minutes = card.activities.get(activity)?.minutes;
    let floor = card.floor_pence_per_hour;
    Some(match minutes > 0 {
        true => floor.saturating_mul(minutes).saturating_add(59) / 60,
        false => floor,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(pence: i64, minutes: i64) -> RateCard {
        let rate = Rate {
            title: "Reading".to_owned(),
            pence,
            unit: "document".to_owned(),
            minutes,
            preparation: 0,
        };
        RateCard {
            rate_card: "test".to_owned(),
            title: "Test".to_owned(),
            effective_from: NaiveDate::from_ymd_opt(2026, 4, 1).unwrap(),
            floor_pence_per_hour: 13_45,
            floor_source: "Real Living Wage 2025-26".to_owned(),
            workflow: "claim".to_owned(),
            people: Vec::new(),
            activities: IndexMap::from([("read".to_owned(), rate)]),
        }
    }

    #[test]
    fn the_least_is_worth_the_floor_and_no_sum_wraps() {
        for (minutes, pence) in [(60, 13_45), (90, 20_18), (1, 23), (0, 13_45)] {
            let card = card(25_00, minutes);
            assert_eq!(least(&card, "read"), Some(pence), "{minutes}");
            assert!(!agreed(&card, "read", Some(pence)).unwrap().below_floor, "{minutes}");
            assert!(agreed(&card, "read", Some(0)).unwrap().below_floor);
            assert!(agreed(&card, "read", Some(-5_00)).unwrap().below_floor);
            assert!(!agreed(&card, "read", Some(i64::MAX)).unwrap().below_floor);
        }
        assert_eq!(least(&card(1, 60), "write"), None);
    }

    #[test]
    fn the_time_is_said_with_the_preparation_in_it() {
        let said = |minutes, preparation| {
            let rate = Rate {
                title: String::new(),
                pence: 1,
                unit: String::new(),
                minutes,
                preparation,
            };
            rate.time()
        };
        assert_eq!(said(60, 0), "1 hour");
        assert_eq!(said(240, 60), "4 hours, 1 hour of it reading and preparation");
        assert_eq!(
            said(90, 30),
            "1 hour 30 minutes, 30 minutes of it reading and preparation"
        );
        assert_eq!(said(0, 0), "");
    }

    #[test]
    fn an_offer_says_what_it_comes_to_an_hour() {
        assert_eq!(
            offer(&card(25_00, 60), "read", 2),
            Some(Offer {
                pence: 50_00,
                pence_per_hour: 25_00,
                below_floor: false
            })
        );
        assert_eq!(
            offer(&card(25_00, 150), "read", 1),
            Some(Offer {
                pence: 25_00,
                pence_per_hour: 10_00,
                below_floor: true
            })
        );
        assert_eq!(offer(&card(25_00, 60), "dance", 1), None);
    }
}

//! How a service is got ready: a plan as a file, how each task stands on a day, and how far posts are (domain.md 6).

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The furthest weeks from the first day that a task may stand in.
const WEEKS: std::ops::RangeInclusive<i64> = -52..=52;

/// `workflows/mobilisation/*.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The file's name without the ending.
    pub mobilisation: String,
    /// What people call it.
    pub title: String,
    /// What is due in so many days and has not begun is amber.
    pub amber_days: i64,
    /// What is to be done, in order.
    pub tasks: Vec<Task>,
    /// How far a post can be, in order.
    pub posts: Vec<Stage>,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Unique in the plan.
    pub id: String,
    /// What.
    pub title: String,
    /// Who sees to it.
    pub who: String,
    /// The week, from the first day of the contract.
    pub week: i64,
    /// It is looked at before the service starts.
    #[serde(default)]
    pub before_start: bool,
    /// It is done once this check of the host is settled.
    #[serde(default)]
    pub done_by_check: Option<String>,
}

/// How far a post is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Unique in the plan.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Somebody is in post.
    #[serde(default)]
    pub in_post: bool,
}

/// What was said of a task last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Said {
    Begun,
    AtRisk,
    Stuck,
    Done,
}

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Rating {
    Done,
    Green,
    Amber,
    Red,
}

impl Rating {
    /// As it is printed: never the colour alone.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Done => "Done",
            Self::Green => "Green: on its way",
            Self::Amber => "Amber: needs somebody's eye",
            Self::Red => "Red: late, or stuck",
        }
    }
}

impl Plan {
    /// What is wrong with the file: where, and a sentence.
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, task) in self.tasks.iter().enumerate() {
            if !seen.insert(&task.id) {
                let says = format!("The task `{}` stands here twice. Give one another name.", task.id);
                out.push((format!("tasks[{at}].id"), says));
            }
            if !WEEKS.contains(&task.week) {
                let says = format!("`week` is {}. Write one from -52 to 52.", task.week);
                out.push((format!("tasks[{at}].week"), says));
            }
        }
        let mut stages = BTreeSet::new();
        for (at, stage) in self.posts.iter().enumerate() {
            if !stages.insert(&stage.id) {
                let says = format!("The stage `{}` stands here twice. Give one another name.", stage.id);
                out.push((format!("posts[{at}].id"), says));
            }
        }
        if !self.posts.iter().any(|one| one.in_post) {
            let says = "No stage of a post has `in_post: true`, so that no service could start. Say which have.";
            out.push(("posts".to_owned(), says.to_owned()));
        }
        if !(0..=60).contains(&self.amber_days) {
            let says = format!("`amber_days` is {}. Write a number from 0 to 60.", self.amber_days);
            out.push(("amber_days".to_owned(), says));
        }
        out
    }

    /// How a task that is due on a day stands today.
    pub fn rating(&self, due: Option<NaiveDate>, said: Option<Said>, today: NaiveDate) -> Rating {
        let late = due.is_some_and(|due| due < today);
        let soon = due.is_some_and(|due| due - today <= TimeDelta::days(self.amber_days));
        match said {
            Some(Said::Done) => Rating::Done,
            Some(Said::Stuck) => Rating::Red,
            _ if late => Rating::Red,
            Some(Said::AtRisk) => Rating::Amber,
            None if soon => Rating::Amber,
            Some(Said::Begun) | None => Rating::Green,
        }
    }
}

impl Task {
    /// The last day of its week; the first day itself for week 0.
    pub fn due(&self, first_day: NaiveDate) -> Option<NaiveDate> {
        first_day.checked_add_signed(TimeDelta::try_weeks(self.week)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            mobilisation: "p".to_owned(),
            title: "P".to_owned(),
            amber_days: 14,
            tasks: vec![Task {
                id: "meet".to_owned(),
                title: "Meet".to_owned(),
                who: "Host".to_owned(),
                week: -12,
                before_start: false,
                done_by_check: None,
            }],
            posts: vec![Stage {
                id: "filled".to_owned(),
                title: "Filled".to_owned(),
                in_post: true,
            }],
        }
    }

    #[test]
    fn a_task_is_red_once_it_is_late_whatever_is_said() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let due = Some(day("2026-07-09"));
        for (said, today, expected) in [
            (None, "2026-06-24", Rating::Green),
            (None, "2026-06-25", Rating::Amber),
            (Some(Said::Begun), "2026-06-25", Rating::Green),
            (Some(Said::AtRisk), "2026-06-01", Rating::Amber),
            (Some(Said::Stuck), "2026-06-01", Rating::Red),
            (Some(Said::Begun), "2026-07-09", Rating::Green),
            (Some(Said::Begun), "2026-07-10", Rating::Red),
            (Some(Said::Done), "2026-12-31", Rating::Done),
        ] {
            assert_eq!(plan().rating(due, said, day(today)), expected, "{said:?} on {today}");
        }
        assert_eq!(
            plan().rating(None, None, day("2026-06-01")),
            Rating::Green,
            "no first day is agreed yet"
        );
    }

    #[test]
    fn a_week_is_counted_from_the_first_day() {
        let first = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        let task = |week| Task {
            week,
            ..plan().tasks.remove(0)
        };
        for (week, expected) in [(-12, "2026-07-09"), (0, "2026-10-01"), (4, "2026-10-29")] {
            assert_eq!(task(week).due(first).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn what_is_wrong_with_a_plan_is_said() {
        let mut wrong = plan();
        wrong.tasks.push(Task {
            week: 99,
            ..plan().tasks.remove(0)
        });
        wrong.amber_days = -1;
        wrong.posts.clear();
        let found: Vec<String> = wrong
            .faults()
            .into_iter()
            .map(|(at, says)| format!("{at}: {says}"))
            .collect();
        let found = found.join("; ");
        for says in [
            "tasks[1].id: The task `meet` stands here twice",
            "`week` is 99",
            "`in_post: true`",
            "`amber_days` is -1",
        ] {
            assert!(found.contains(says), "{says}: {found}");
        }
        assert!(plan().faults().is_empty());
    }
}

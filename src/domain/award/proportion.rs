//! How much may be asked of bidders for how much money (domain.md 4.4, 5.9): the numbers are a file's
//! (`workflows/vocabulary/proportion.yaml`), the arithmetic is here.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::words::{count, count_of, thousands};

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Proportion {
    /// How long work takes.
    pub pace: Pace,
    /// Policies that a round may ask for, by a short name.
    pub policies: IndexMap<String, String>,
    /// What is in proportion, by yearly value; the smallest first, the last for everything above.
    pub bands: Vec<Band>,
    /// What is said where more is asked.
    pub checks: BTreeMap<Check, Told>,
}

/// How long work takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// Words that somebody writes in an hour of work on a bid.
    pub words_an_hour: u32,
    /// Minutes in which a paper is found and made ready.
    pub minutes_a_paper: u32,
    /// Minutes in which somebody reads one answer, marks it and writes why.
    pub minutes_an_answer: u32,
}

/// What is in proportion to a yearly value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Below so many pounds a year; left out in the last, which has no end.
    #[serde(default)]
    pub below_pounds: Option<u32>,
    /// Words of all answers of a bid for one lot.
    pub words: u32,
    /// Hours of work on a bid.
    pub hours: u32,
    /// Papers that a bid brings.
    pub papers: u32,
    /// Pages of all these papers.
    pub pages: u32,
    /// People who speak for a bidder.
    pub references: u32,
    /// Years of which accounts are shown.
    pub accounts_years: u32,
    /// Yearly income of a bidder, in percent of the yearly value.
    pub turnover_percent: u32,
    /// Insurance cover.
    pub insurance_pounds: u32,
    /// Working days until bids close; the least.
    pub response_days: u32,
    /// Policies that may be asked to be there with a bid.
    pub policies: Vec<String>,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Check {
    Words,
    Hours,
    Papers,
    Pages,
    References,
    Accounts,
    Turnover,
    Insurance,
    Policies,
    Response,
}

impl Check {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::Words,
        Self::Hours,
        Self::Papers,
        Self::Pages,
        Self::References,
        Self::Accounts,
        Self::Turnover,
        Self::Insurance,
        Self::Policies,
        Self::Response,
    ];

    /// As files write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Hours => "hours",
            Self::Papers => "papers",
            Self::Pages => "pages",
            Self::References => "references",
            Self::Accounts => "accounts",
            Self::Turnover => "turnover",
            Self::Insurance => "insurance",
            Self::Policies => "policies",
            Self::Response => "response",
        }
    }
}

/// What is said where more is asked than is in proportion.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// What people call it.
    pub title: String,
    /// A sentence with `{asked}` and `{limit}`.
    pub says: String,
    /// How it is mended.
    pub mend: String,
    /// Where the rule comes from.
    pub source: String,
    /// Roles that may say why it is needed all the same.
    pub may_explain: Vec<String>,
}

/// What a round asks of a bid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asks {
    /// Words of all answers, for one lot.
    pub words: i64,
    /// Papers that a bid brings.
    pub papers: i64,
    /// Their pages.
    pub pages: i64,
    /// People who speak for a bidder.
    pub references: i64,
    /// Years of accounts.
    pub accounts_years: i64,
    /// Yearly income of a bidder, in pence.
    pub turnover: i64,
    /// Insurance cover, in pence.
    pub insurance: i64,
    /// Policies, by their short names.
    pub policies: Vec<String>,
    /// Working days until bids close, once that day is chosen.
    pub response_days: Option<i64>,
}

/// Something that is out of proportion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub check: Check,
    /// By how much, in its own unit: a reason that was given for less does not cover more.
    pub excess: i64,
    /// In a sentence.
    pub says: String,
}

impl Proportion {
    /// What is in proportion to a yearly value (pence). Nobody is asked for more because a value is not stated.
    pub fn band(&self, yearly_value: Option<i64>) -> Option<&Band> {
        let below = |band: &&Band| match (band.below_pounds, yearly_value) {
            (Some(below), Some(value)) => value < i64::from(below) * 100,
            (_, None) | (None, Some(_)) => true,
        };
        self.bands.iter().find(below)
    }

    /// What is out of proportion, in the order of the checks.
    pub fn findings(&self, asks: &Asks, yearly_value: Option<i64>) -> Vec<Finding> {
        let Some(band) = self.band(yearly_value) else {
            return Vec::new();
        };
        let number = |n: i64| thousands(u64::try_from(n).unwrap_or(0));
        let minutes = self.pace.minutes(u32::try_from(asks.words).unwrap_or(u32::MAX))
            + u64::try_from(asks.papers).unwrap_or(0) * u64::from(self.pace.minutes_a_paper);
        let hours = i64::try_from(minutes.div_ceil(60)).unwrap_or(i64::MAX);
        // A value that nobody states gives no measure of an income.
        let turnover = yearly_value.map(|value| value / 100 * i64::from(band.turnover_percent) / 100);
        let most = [
            (Check::Words, asks.words, i64::from(band.words)),
            (Check::Hours, hours, i64::from(band.hours)),
            (Check::Papers, asks.papers, i64::from(band.papers)),
            (Check::Pages, asks.pages, i64::from(band.pages)),
            (Check::References, asks.references, i64::from(band.references)),
            (Check::Accounts, asks.accounts_years, i64::from(band.accounts_years)),
            (Check::Turnover, asks.turnover / 100, turnover.unwrap_or(i64::MAX)),
            (Check::Insurance, asks.insurance / 100, i64::from(band.insurance_pounds)),
        ];
        let mut out: Vec<Finding> = most
            .into_iter()
            .filter(|(_, asked, limit)| asked > limit)
            .map(|(check, asked, limit)| self.finding(check, asked - limit, &number(asked), &number(limit)))
            .collect();
        let early: Vec<&String> = asks
            .policies
            .iter()
            .filter(|one| !band.policies.contains(one))
            .collect();
        if !early.is_empty() {
            let names = early.iter().map(|one| self.policies.get(*one).unwrap_or(one).as_str());
            let names = names.collect::<Vec<_>>().join(", ").to_lowercase();
            let excess = i64::try_from(early.len()).unwrap_or(i64::MAX);
            out.push(self.finding(Check::Policies, excess, &names, ""));
        }
        let least = i64::from(band.response_days);
        if let Some(days) = asks.response_days.filter(|days| *days < least) {
            out.push(self.finding(Check::Response, least - days, &number(days.max(0)), &number(least)));
        }
        out
    }

    fn finding(&self, check: Check, excess: i64, asked: &str, limit: &str) -> Finding {
        let says = self
            .checks
            .get(&check)
            .map(|told| told.says.as_str())
            .unwrap_or_default();
        Finding {
            check,
            excess,
            says: says.replace("{asked}", asked).replace("{limit}", limit),
        }
    }
}

impl Pace {
    /// About how many minutes so many words take to write.
    pub fn minutes(self, words: u32) -> u64 {
        (u64::from(words) * 60).div_ceil(u64::from(self.words_an_hour.max(1)))
    }
}

/// What a bid is asked to write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// How many questions.
    pub questions: usize,
    /// The most words of all answers together, for a bid for one lot.
    pub words: u32,
    /// Of these, the words that are asked for each lot again.
    pub for_each_lot: u32,
}

/// What a bid takes to write: so many questions, so many words, about how long that is, and what each further lot adds.
/// Empty while nothing is asked.
pub fn effort(asked: Asked, pace: Pace) -> String {
    if asked.questions == 0 || asked.words == 0 {
        return String::new();
    }
    let questions = count_of(asked.questions, "question", "questions");
    let words = |words: u32| count(words.into(), "word", "words");
    let time = hours(pace.minutes(asked.words));
    match asked.for_each_lot {
        0 => format!(
            "{questions}, {} at most in all: about {time} of writing",
            words(asked.words)
        ),
        each => format!(
            "{questions}, {} at most for one network: about {time} of writing; each further network adds {} at most",
            words(asked.words),
            words(each)
        ),
    }
}

/// A time to work in, in words: up to the next half hour.
pub fn hours(minutes: u64) -> String {
    let halves = minutes.div_ceil(30);
    match (halves / 2, halves % 2) {
        (0, _) => "half an hour".to_owned(),
        (1, 0) => "an hour".to_owned(),
        (whole, 0) => format!("{whole} hours"),
        (whole, _) => format!("{whole}½ hours"),
    }
}

/// The words in a text, counted as the forms count them.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests;

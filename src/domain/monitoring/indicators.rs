//! Indicators: what is asked, how a figure is made of the answers (domain.md 7.1).

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    rating::{self, Direction, Rating},
    suppression::Rule,
};
use crate::domain::words;

/// `workflows/indicators/*.yaml`: a set that a specification chose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSet {
    /// The file's name without the ending.
    pub indicators: String,
    /// What people call it.
    pub title: String,
    /// What happens to small numbers wherever figures leave the host and the alliance.
    #[serde(default)]
    pub small_numbers: Rule,
    /// The numbers that a host fills in: id to the question.
    pub inputs: IndexMap<String, Input>,
    /// What is made of them: id to indicator.
    pub figures: IndexMap<String, Indicator>,
    /// What must fit together before a return can be sent.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// What may well be so, and wants a word of explanation.
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

impl IndicatorSet {
    /// What is counted for a figure, and the target, as people write and sign it together: Markdown.
    pub fn in_words(&self, figure: &Indicator) -> String {
        let mut seen: Vec<&String> = Vec::new();
        for input in figure.made.inputs() {
            if !seen.contains(&input) {
                seen.push(input);
            }
        }
        let inputs = seen.into_iter().filter_map(|id| self.inputs.get(id));
        let points: Vec<String> = inputs
            .map(|one| {
                let label = one.read_as.as_ref().map_or(&one.label, |read| &read.label);
                format!(
                    "- {label}: {}",
                    one.definition.split_whitespace().collect::<Vec<_>>().join(" ")
                )
            })
            .collect();
        let target = figure.target_in_words();
        let aim = if target.is_empty() {
            "There is no target.".to_owned()
        } else {
            format!("The target is {target}.")
        };
        format!("{} {aim}\n\n{}", figure.made.in_words(), points.join("\n"))
    }
}

/// A number to fill in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The question.
    pub label: String,
    /// What counts and what does not, shown under the question.
    pub definition: String,
    /// Filled in with the last return's value of this input.
    #[serde(default)]
    pub carried_from: Option<String>,
    /// May be left open.
    #[serde(default)]
    pub optional: bool,
    /// Whose number it is: only numbers of people are masked.
    #[serde(default)]
    pub counts: Counts,
    /// Less than nothing is an answer: a change for the worse.
    #[serde(default)]
    pub may_be_negative: bool,
    /// How it is read once it is given, where it is typed in parts of one: hosts type whole numbers.
    #[serde(default)]
    pub read_as: Option<ReadAs>,
    /// More than this is a slip of the keyboard.
    #[serde(default = "most")]
    pub most: i64,
}

/// How a number is read that was typed in parts of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadAs {
    /// The question, as a reader has it.
    pub label: String,
    /// What was typed.
    pub typed_in: Parts,
}

/// Parts of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Parts {
    /// Ten make one.
    Tenths,
    /// A hundred make one.
    Hundredths,
}

impl Input {
    /// The question and a number, as a reader has them.
    pub fn say(&self, number: Option<i64>) -> (String, String) {
        let say = |with: fn(i64) -> String| number.map(with).unwrap_or_default();
        match &self.read_as {
            Some(one) => (
                one.label.clone(),
                match one.typed_in {
                    Parts::Tenths => say(words::tenths),
                    Parts::Hundredths => say(words::hundredths),
                },
            ),
            None => (self.label.clone(), say(words::whole)),
        }
    }
}

/// What an input counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// People who are supported, or what happens to them: small numbers could give somebody away.
    #[default]
    People,
    /// Posts, meetings of staff, money, days: shown as they are.
    Service,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// What it is called.
    pub title: String,
    /// How it is made.
    pub made: Made,
    /// Which way is better.
    pub direction: Direction,
    /// The target, in the figure's own unit.
    #[serde(default)]
    pub target: Option<i64>,
    /// Percent of the target that a near miss may be off.
    #[serde(default = "ten")]
    pub tolerance: i64,
    /// Not judged in a host's first quarter.
    #[serde(default)]
    pub first_quarter_exempt: bool,
    /// How its number is said.
    #[serde(default)]
    pub said_as: SaidAs,
    /// Drawn over the quarters.
    #[serde(default)]
    pub trend: bool,
    /// Published for each host as well; counts and sums only.
    #[serde(default)]
    pub by_host: bool,
}

/// How a figure's number is said. Percentages and mean changes say themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SaidAs {
    /// `1,250`
    #[default]
    Number,
    /// `1.5`, of 150: hundredths of a full-time post.
    Hundredths,
    /// `£19,250`, of whole pounds.
    Pounds,
    /// `7 working days`.
    WorkingDays,
}

const fn ten() -> i64 {
    10
}

const fn most() -> i64 {
    1_000_000
}

/// How a figure is made of inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Made {
    /// The input itself: people, contacts. The city's is the sum of the hosts'.
    Count(String),
    /// Inputs added up.
    Sum(Vec<String>),
    /// One input less another: posts funded less posts filled.
    Less {
        /// From this …
        of: String,
        /// … this is taken.
        less: String,
    },
    /// Percent: one of another. The city's comes from the parts and the wholes of all hosts.
    Percent {
        /// Part.
        of: String,
        /// Whole; inputs added up.
        out_of: Vec<String>,
        /// The part may be more than the whole (meetings made up for).
        #[serde(default)]
        may_exceed: bool,
    },
    /// Mean change per person, in hundredths: the summed change (in tenths) by the cases.
    MeanChange {
        /// Sum of changes, in tenths of a point.
        sum: String,
        /// People with both measures.
        cases: String,
        /// The most that one person's measure can change, in tenths of a point.
        #[serde(default)]
        widest: Option<i64>,
    },
    /// A middle value that each host reports. Nobody can make the city's out of those: it lies
    /// between the least and the greatest of them.
    Median {
        /// The middle value.
        of: String,
        /// How many cases it is the middle of.
        cases: String,
    },
}

impl Made {
    /// How it is made, in a sentence; the inputs stand below it, in this order.
    pub const fn in_words(&self) -> &'static str {
        match self {
            Self::Count(_) => "This number, as hosts give it.",
            Self::Sum(_) => "These numbers, added up.",
            Self::Less { .. } => "The first number, less the second.",
            Self::Percent { .. } => "The first number as a share of the others.",
            Self::MeanChange { .. } => "The sum of changes, divided by the people.",
            Self::Median { .. } => "A middle value, as hosts give it.",
        }
    }

    /// The inputs that it is made of.
    pub fn inputs(&self) -> Vec<&String> {
        match self {
            Self::Count(input) => vec![input],
            Self::Sum(inputs) => inputs.iter().collect(),
            Self::Less { of, less } => vec![of, less],
            Self::Percent { of, out_of, .. } => std::iter::once(of).chain(out_of).collect(),
            Self::MeanChange { sum, cases, .. } => vec![sum, cases],
            Self::Median { of, cases } => vec![of, cases],
        }
    }
}

impl Indicator {
    /// A number of this figure in words: `78%`, `5.5`, `£19,250`, `7 working days`.
    pub fn say(&self, number: i64) -> String {
        match (&self.made, self.said_as) {
            (Made::Percent { .. }, _) => format!("{number}%"),
            (Made::MeanChange { .. }, _) | (_, SaidAs::Hundredths) => words::hundredths(number),
            (_, SaidAs::Pounds) => words::money(number.saturating_mul(100)),
            (_, SaidAs::WorkingDays) if number == 1 => "1 working day".to_owned(),
            (_, SaidAs::WorkingDays) => format!("{} working days", words::whole(number)),
            (_, SaidAs::Number) => words::whole(number),
        }
    }

    /// What stands behind the numbers of a chart.
    pub const fn unit(&self) -> &'static str {
        match self.made {
            Made::Percent { .. } => "%",
            Made::Count(_) | Made::Sum(_) | Made::Less { .. } | Made::MeanChange { .. } | Made::Median { .. } => "",
        }
    }

    /// The target in words; empty where there is none.
    pub fn target_in_words(&self) -> String {
        self.target.map(|target| self.say(target)).unwrap_or_default()
    }

    /// How a value stands against the target.
    pub fn rate(&self, value: Option<i64>, first_quarter: bool) -> Rating {
        if first_quarter && self.first_quarter_exempt {
            Rating::Other
        } else {
            rating::rate(self.direction, value, self.target, self.tolerance)
        }
    }
}

/// What must fit together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// These, added up …
    pub sum: Vec<String>,
    /// … less these, added up …
    #[serde(default)]
    pub less: Vec<String>,
    /// … must equal this.
    pub equals: String,
    /// What to say when they do not.
    pub because: String,
    /// A soft check asks for an explanation; a hard one holds the return back.
    #[serde(default)]
    pub soft: bool,
}

/// What may be so, but not without a reason. A number that is carried over and entered otherwise needs no line
/// here: it always wants one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// The number.
    pub number: String,
    /// It is more than this input.
    #[serde(default)]
    pub above: Option<String>,
    /// It is less than this input.
    #[serde(default)]
    pub below: Option<String>,
    /// In whole pounds, it is more than this many percent of what is paid for the quarter.
    #[serde(default)]
    pub above_payment: Option<i64>,
    /// What is asked about then.
    pub because: String,
}

impl Warning {
    /// The inputs that it speaks of.
    pub fn inputs(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.number).chain(&self.above).chain(&self.below)
    }
}

/// Answers of one return, by input.
pub type Answers = BTreeMap<String, i64>;

/// The figure, or `None` where it was not reported or has nothing to divide by.
pub fn figure(made: &Made, answers: &Answers) -> Option<i64> {
    match made {
        Made::Count(input) | Made::Median { of: input, .. } => answers.get(input).copied(),
        Made::Sum(inputs) => sum(inputs, answers),
        Made::Less { of, less } => Some(answers.get(of)? - answers.get(less)?),
        Made::Percent { of, out_of, .. } => {
            let (part, whole) = (*answers.get(of)?, sum(out_of, answers)?);
            (whole > 0).then(|| (part * 200 + whole).div_euclid(whole * 2))
        }
        Made::MeanChange { sum, cases, .. } => {
            let (sum, cases) = (*answers.get(sum)?, *answers.get(cases)?);
            (cases > 0).then(|| (sum * 20 + cases).div_euclid(cases * 2))
        }
    }
}

/// Inputs added up; `None` where one is missing.
pub fn sum(inputs: &[String], answers: &Answers) -> Option<i64> {
    inputs.iter().map(|input| answers.get(input)).sum()
}

#[cfg(test)]
mod tests;

//! Indicators: what is asked, how a figure is made of the answers (domain.md 7.1).

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rating::Direction;

/// `workflows/indicators/*.yaml`: a set that a specification chose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSet {
    /// The file's name without the ending.
    pub indicators: String,
    /// What people call it.
    pub title: String,
    /// The numbers that a host fills in: id to the question.
    pub inputs: IndexMap<String, Input>,
    /// What is made of them: id to indicator.
    pub figures: IndexMap<String, Indicator>,
    /// What must fit together before a return can be sent.
    #[serde(default)]
    pub checks: Vec<Check>,
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
}

fn ten() -> i64 {
    10
}

/// How a figure is made of inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Made {
    /// The input itself: people, contacts, days.
    Count(String),
    /// Inputs added up.
    Sum(Vec<String>),
    /// Percent: one of another.
    Percent {
        /// Part.
        of: String,
        /// Whole; inputs added up.
        out_of: Vec<String>,
    },
    /// Mean change per person, in hundredths: the summed change (in tenths) by the cases.
    MeanChange {
        /// Sum of changes, in tenths of a point.
        sum: String,
        /// People with both measures.
        cases: String,
    },
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

/// Answers of one return, by input.
pub type Answers = BTreeMap<String, i64>;

/// The figure, or `None` where it was not reported or has nothing to divide by.
pub fn figure(made: &Made, answers: &Answers) -> Option<i64> {
    let sum = |inputs: &[String]| inputs.iter().map(|input| answers.get(input)).sum::<Option<i64>>();
    match made {
        Made::Count(input) => answers.get(input).copied(),
        Made::Sum(inputs) => sum(inputs),
        Made::Percent { of, out_of } => {
            let (part, whole) = (*answers.get(of)?, sum(out_of)?);
            (whole > 0).then(|| (part * 200 + whole) / (whole * 2))
        }
        Made::MeanChange { sum, cases } => {
            let (sum, cases) = (*answers.get(sum)?, *answers.get(cases)?);
            (cases > 0).then(|| (sum * 20 + cases).div_euclid(cases * 2))
        }
    }
}

/// Sentences for every check that does not hold: those that hold the return back, then those that
/// ask for an explanation.
pub fn problems(set: &IndicatorSet, answers: &Answers) -> (Vec<String>, Vec<String>) {
    let mut hard: Vec<String> = set
        .inputs
        .iter()
        .filter(|(id, input)| !input.optional && !answers.contains_key(*id))
        .map(|(_, input)| format!("Enter a number for “{}”.", input.label))
        .collect();
    let mut soft = Vec::new();
    for check in &set.checks {
        let sum = |inputs: &[String]| inputs.iter().map(|input| answers.get(input)).sum::<Option<i64>>();
        let (Some(sum), Some(less), Some(equals)) = (sum(&check.sum), sum(&check.less), answers.get(&check.equals))
        else {
            continue;
        };
        if sum - less != *equals {
            let said = format!("{} ({} was expected; {equals} was entered.)", check.because, sum - less);
            if check.soft { soft.push(said) } else { hard.push(said) }
        }
    }
    (hard, soft)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(given: &[(&str, i64)]) -> Answers {
        given.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect()
    }

    #[track_caller]
    fn check(made: &Made, given: &[(&str, i64)], expected: Option<i64>) {
        assert_eq!(figure(made, &answers(given)), expected);
    }

    #[test]
    fn figures_are_made_of_answers() {
        let percent = Made::Percent {
            of: "a".to_owned(),
            out_of: vec!["a".to_owned(), "b".to_owned()],
        };
        check(&percent, &[("a", 1), ("b", 2)], Some(33));
        check(&percent, &[("a", 0), ("b", 0)], None);
        check(&percent, &[("a", 1)], None);
        check(
            &Made::Sum(vec!["a".to_owned(), "b".to_owned()]),
            &[("a", 1), ("b", 2)],
            Some(3),
        );
        let change = Made::MeanChange {
            sum: "s".to_owned(),
            cases: "n".to_owned(),
        };
        check(&change, &[("s", 125), ("n", 10)], Some(125));
        check(&change, &[("s", -125), ("n", 10)], Some(-125));
    }

    #[test]
    fn a_caseload_that_does_not_carry_forward_holds_the_return_back() {
        let set = IndicatorSet {
            indicators: "set".to_owned(),
            title: "Set".to_owned(),
            inputs: IndexMap::new(),
            figures: IndexMap::new(),
            checks: vec![Check {
                sum: vec!["opening".to_owned(), "starters".to_owned()],
                less: vec!["closures".to_owned()],
                equals: "closing".to_owned(),
                because: "The closing caseload is the opening one, plus starters, less closures.".to_owned(),
                soft: false,
            }],
        };
        let (hard, soft) = problems(
            &set,
            &answers(&[("opening", 10), ("starters", 5), ("closures", 3), ("closing", 13)]),
        );
        assert_eq!(
            hard,
            [
                "The closing caseload is the opening one, plus starters, less closures. (12 was expected; 13 was entered.)"
            ]
        );
        assert!(soft.is_empty());
    }
}

//! Who takes part, beside who lives in the city: advice, never a quota on anybody. Numbers come from what people chose
//! to say of themselves, and go through the one pipeline for small numbers.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::monitoring::{
    disclosure::{self, Cell, Equation},
    suppression::{Rule, Shown},
};

/// A question that people may answer of themselves, with how the city answers it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What is compared: "Ethnic group".
    pub title: String,
    /// As it is asked.
    pub asks: String,
    /// By the word that is stored.
    pub groups: IndexMap<String, Group>,
}

/// One answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What people call it.
    pub title: String,
    /// Of a thousand people in the city.
    pub of_thousand: u32,
}

/// One person, as far as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Present<'a> {
    /// What they answered, if they chose to.
    pub says: Option<&'a str>,
    /// They said or wrote something; others were asked and have not.
    pub spoke: bool,
}

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The group, or what else is counted.
    pub title: String,
    /// People who were asked, whether or not they spoke.
    pub asked: Shown,
    /// People who spoke.
    pub spoke: Shown,
    /// Per cent of those who spoke and described themselves; none where the line is no group.
    pub share: Option<Shown>,
    /// Of a thousand people in the city, likewise.
    pub city: Option<u32>,
}

/// One question, compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What is compared.
    pub title: String,
    /// Group by group, then who did not say, then everybody; empty where too few have described themselves.
    pub lines: Vec<Line>,
    /// Groups whose share is less than half of their part of the city.
    pub fewer: Vec<String>,
}

/// The columns of the arithmetic: asked, spoke, and the difference, which is shown to nobody.
const COLUMNS: usize = 3;

/// Compares one question. Nothing is shown before so many as the rule asks for a share have described themselves among
/// those who spoke.
pub fn compare(rule: Rule, question: &Question, people: &[Present<'_>]) -> Comparison {
    let count = |fits: &dyn Fn(&Present<'_>) -> bool| -> [i64; COLUMNS] {
        let asked = people.iter().filter(|one| fits(one)).count();
        let spoke = people.iter().filter(|one| fits(one) && one.spoke).count();
        [asked, spoke, asked - spoke].map(|number| i64::try_from(number).unwrap_or(i64::MAX))
    };
    let known = |one: &Present<'_>| one.says.is_some_and(|word| question.groups.contains_key(word));
    let mut out = Comparison {
        title: question.title.clone(),
        lines: Vec::new(),
        fewer: Vec::new(),
    };
    let everybody = count(&|_| true);
    let described = count(&known);
    if described.get(1).is_none_or(|spoke| *spoke < rule.least_base) {
        return out;
    }
    let silent = count(&|one| !known(one));
    let groups = question
        .groups
        .keys()
        .map(|word| count(&|one| one.says == Some(word.as_str())));
    // What matters most stands first: where something has to give way, it comes late.
    let rows: Vec<[i64; COLUMNS]> = [everybody, described]
        .into_iter()
        .chain(groups)
        .chain([silent])
        .collect();
    let shown = shown(rule, &rows);
    let at = |row: usize| shown.get(row).copied().unwrap_or((Shown::Withheld, Shown::Withheld));
    let (_, whole) = at(1);
    for (place, group) in question.groups.values().enumerate() {
        let (asked, spoke) = at(place + 2);
        let share = rule.percent(spoke, whole);
        if share
            .number()
            .is_some_and(|share| share * 20 < i64::from(group.of_thousand))
        {
            out.fewer.push(group.title.clone());
        }
        out.lines.push(Line {
            title: group.title.clone(),
            asked,
            spoke,
            share: Some(share),
            city: Some(group.of_thousand),
        });
    }
    for (row, title) in [(rows.len() - 1, "Did not say"), (0, "Everybody")] {
        let (asked, spoke) = at(row);
        out.lines.push(Line {
            title: title.to_owned(),
            asked,
            spoke,
            share: None,
            city: None,
        });
    }
    out
}

/// What may be shown of who was asked and who spoke, row by row: everybody, who described themselves, the groups, who
/// did not.
fn shown(rule: Rule, rows: &[[i64; COLUMNS]]) -> Vec<(Shown, Shown)> {
    let cells: Vec<Cell> = rows
        .iter()
        .flat_map(|row| row.iter().zip([true, true, false]))
        .map(|(raw, published)| Cell { raw: *raw, published })
        .collect();
    let place = |row: usize, column: usize| row * COLUMNS + column;
    let last = rows.len().saturating_sub(1);
    let mut sums: Vec<Equation> = (0..rows.len())
        .map(|row| Equation {
            left: vec![place(row, 1), place(row, 2)],
            right: vec![place(row, 0)],
        })
        .collect();
    for column in 0..COLUMNS {
        sums.push(Equation {
            left: (2..last).map(|row| place(row, column)).collect(),
            right: vec![place(1, column)],
        });
        sums.push(Equation {
            left: vec![place(1, column), place(last, column)],
            right: vec![place(0, column)],
        });
    }
    let all = disclosure::publish(rule, &cells, &sums);
    let at = |row: usize, column: usize| {
        all.get(place(row, column))
            .copied()
            .flatten()
            .unwrap_or(Shown::Withheld)
    };
    (0..rows.len()).map(|row| (at(row, 0), at(row, 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Question {
        let group = |title: &str, of_thousand| Group {
            title: title.to_owned(),
            of_thousand,
        };
        Question {
            title: "Language".to_owned(),
            asks: "Which?".to_owned(),
            groups: IndexMap::from([
                ("english".to_owned(), group("English", 700)),
                ("other".to_owned(), group("Another", 300)),
            ]),
        }
    }

    /// So many who spoke, and so many who were asked and did not, for each answer.
    fn people(all: &[(Option<&'static str>, usize, usize)]) -> Vec<Present<'static>> {
        let some = |says, spoke, many| std::iter::repeat_n(Present { says, spoke }, many);
        all.iter()
            .flat_map(|(says, spoke, not)| some(*says, true, *spoke).chain(some(*says, false, *not)))
            .collect()
    }

    #[test]
    fn a_group_that_is_hardly_there_is_named() {
        let all = people(&[(Some("english"), 40, 10), (Some("other"), 5, 5), (None, 10, 0)]);
        let found = compare(Rule::default(), &question(), &all);
        assert_eq!(found.fewer, ["Another"]);
        let line = &found.lines[0];
        assert_eq!((line.asked, line.spoke), (Shown::Number(50), Shown::Number(40)));
        assert_eq!(line.share, Some(Shown::Number(89)));
        assert_eq!(found.lines[2].title, "Did not say");
        assert_eq!(found.lines[3].spoke, Shown::Number(55));
    }

    #[test]
    fn few_are_not_shown_and_cannot_be_worked_out() {
        let all = people(&[(Some("english"), 40, 10), (Some("other"), 2, 5), (None, 10, 0)]);
        let found = compare(Rule::default(), &question(), &all);
        assert_eq!(found.lines[1].spoke.number(), None);
        assert_eq!(found.lines[1].share.and_then(Shown::number), None);
        assert!(found.fewer.is_empty(), "nothing is said of whom nobody may count");
    }

    #[test]
    fn nothing_is_compared_before_enough_have_said_something() {
        let all = people(&[(Some("english"), 9, 30), (None, 50, 0)]);
        let found = compare(Rule::default(), &question(), &all);
        assert!(found.lines.is_empty() && found.fewer.is_empty());
    }

    #[test]
    fn an_answer_that_is_asked_no_more_counts_as_none() {
        let all = people(&[(Some("english"), 10, 0), (Some("klingon"), 10, 0)]);
        let found = compare(Rule::default(), &question(), &all);
        assert_eq!(found.lines[2].spoke, Shown::Number(10));
    }
}

//! What all hosts together say of a quarter, as far as it may leave the alliance.
//!
//! Counts are added up; ratios and mean changes are made of the added parts, never of hosts'
//! ratios; middle values are not averaged at all: the city's lies somewhere between the hosts'.
//! A host that left a part open is left out of every figure that needs the part. Small numbers go
//! through one pipeline (`disclosure`) for every face: report, notice, open data.

use std::collections::BTreeMap;

use super::{
    disclosure::{self, Cell, Equation},
    indicators::{Answers, Counts, Indicator, IndicatorSet, Made, figure, sum},
    rating::Rating,
    suppression::Shown,
};

/// A quarter as it may be published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// Every figure of the set, in its order.
    pub figures: Vec<Figure>,
    /// Figures that are published for each host: the figure's place, then a line for each host.
    pub by_host: Vec<(usize, Vec<Option<Shown>>)>,
}

/// One figure of the whole city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// In words, masked where it must be; empty where nothing was reported.
    pub words: String,
    /// As a number, where one is shown: for charts, and to be judged by.
    pub number: Option<i64>,
    /// How it stands, judged by what is shown alone.
    pub rating: Rating,
    /// Hosts that it is made of.
    pub hosts: usize,
}

/// The city's figures out of hosts' accepted answers. The order of hosts decides what gives way
/// when something must: it follows what is public (the size of a contract), never the numbers.
pub fn publish(set: &IndicatorSet, hosts: &[Answers], first_quarter: bool) -> Published {
    let mut paper = Paper::new(set, hosts);
    for indicator in set.figures.values() {
        paper.note_city(indicator);
    }
    for indicator in set.figures.values().filter(|one| one.by_host) {
        paper.note_hosts(indicator);
    }
    let shown = paper.shown();
    let by_host = set.figures.values().enumerate().filter(|(_, one)| one.by_host);
    Published {
        figures: set
            .figures
            .values()
            .map(|one| paper.figure(one, &shown, first_quarter))
            .collect(),
        by_host: by_host.map(|(place, one)| (place, paper.line(one, &shown))).collect(),
    }
}

/// Whose number: hosts by their places, one of them or several together.
type Whose = Vec<usize>;

/// Numbers of people that are shown or stand behind what is shown, each once, and how they hang
/// together.
struct Paper<'a> {
    set: &'a IndicatorSet,
    hosts: &'a [Answers],
    cells: Vec<Cell>,
    /// Inputs added up, and over whom: the cell.
    places: BTreeMap<(Vec<String>, Whose), usize>,
}

impl<'a> Paper<'a> {
    fn new(set: &'a IndicatorSet, hosts: &'a [Answers]) -> Self {
        Self {
            set,
            hosts,
            cells: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    /// Hosts that reported everything a figure needs.
    fn complete(&self, indicator: &Indicator) -> Whose {
        let inputs = indicator.made.inputs();
        let has_all = |answers: &Answers| inputs.iter().all(|input| answers.contains_key(*input));
        let hosts = self.hosts.iter().enumerate();
        hosts.filter(|(_, one)| has_all(one)).map(|(place, _)| place).collect()
    }

    /// Inputs added up over some hosts.
    fn raw(&self, inputs: &[String], whose: &[usize]) -> i64 {
        let hosts = whose.iter().filter_map(|place| self.hosts.get(*place));
        hosts.filter_map(|answers| sum(inputs, answers)).sum()
    }

    fn of_people(&self, inputs: &[String]) -> bool {
        let known = |input: &String| {
            self.set
                .inputs
                .get(input)
                .is_none_or(|one| one.counts == Counts::People)
        };
        inputs.iter().any(known)
    }

    /// The cell of a number of people; the same one for the same number.
    fn cell(&mut self, inputs: &[String], whose: &[usize], published: bool) -> usize {
        let mut key = inputs.to_vec();
        key.sort();
        let raw = self.raw(inputs, whose);
        let place = *self.places.entry((key, whose.to_vec())).or_insert(self.cells.len());
        match self.cells.get_mut(place) {
            Some(cell) => cell.published |= published,
            None => self.cells.push(Cell { raw, published }),
        }
        place
    }

    /// Puts the numbers of people that a figure shows, or that it lets a reader work out, on paper.
    fn note_city(&mut self, indicator: &Indicator) {
        let whose = self.complete(indicator);
        for inputs in counted(&indicator.made) {
            if self.of_people(&inputs) && !whose.is_empty() {
                self.cell(&inputs, &whose, true);
            }
        }
    }

    fn note_hosts(&mut self, indicator: &Indicator) {
        let whose = self.complete(indicator);
        for inputs in counted(&indicator.made) {
            for host in whose
                .iter()
                .filter(|_| self.of_people(&inputs))
                .copied()
                .collect::<Vec<_>>()
            {
                self.cell(&inputs, &[host], true);
            }
        }
    }

    /// Each number as it may be shown.
    fn shown(&mut self) -> Vec<Option<Shown>> {
        let equations = self.equations();
        disclosure::publish(self.set.small_numbers, &self.cells, &equations)
    }

    fn equations(&mut self) -> Vec<Equation> {
        let mut out = Vec::new();
        let numbers: Vec<((Vec<String>, Whose), usize)> =
            self.places.iter().map(|(key, place)| (key.clone(), *place)).collect();
        for ((inputs, whose), place) in &numbers {
            // A sum is made of its inputs …
            if inputs.len() > 1 {
                let right = inputs
                    .iter()
                    .map(|input| self.cell(std::slice::from_ref(input), whose, false));
                out.push(Equation {
                    left: vec![*place],
                    right: right.collect(),
                });
            }
            // … and the city of its hosts.
            let hosts: Option<Vec<usize>> = whose
                .iter()
                .map(|host| self.places.get(&(inputs.clone(), vec![*host])).copied())
                .collect();
            if let Some(right) = hosts.filter(|hosts| hosts.len() > 1) {
                out.push(Equation {
                    left: vec![*place],
                    right,
                });
            }
        }
        out.extend(self.checks());
        out.retain(|equation| self.holds(equation));
        out
    }

    /// What must add up in every return adds up for everyone together, too.
    fn checks(&mut self) -> Vec<Equation> {
        let mut whose: Vec<Whose> = self.places.keys().map(|(_, whose)| whose.clone()).collect();
        whose.sort();
        whose.dedup();
        let mut out = Vec::new();
        for check in self.set.checks.iter().filter(|check| !check.soft) {
            let all: Vec<String> = check
                .sum
                .iter()
                .chain(&check.less)
                .chain([&check.equals])
                .cloned()
                .collect();
            for whose in &whose {
                let each = |paper: &mut Self, inputs: &[String]| -> Vec<usize> {
                    let one = |input| paper.cell(std::slice::from_ref(input), whose, false);
                    inputs.iter().map(one).collect()
                };
                let complete = whose.iter().filter_map(|host| self.hosts.get(*host));
                if !complete.clone().all(|answers| sum(&all, answers).is_some()) {
                    continue;
                }
                let left = each(self, &check.sum);
                let mut right = each(self, &check.less);
                right.extend(each(self, std::slice::from_ref(&check.equals)));
                out.push(Equation { left, right });
            }
        }
        out
    }

    /// Whether the numbers as reported fit it; what does not fit tells a reader nothing.
    fn holds(&self, equation: &Equation) -> bool {
        let raw = |places: &[usize]| -> i64 {
            let cells = places.iter().filter_map(|place| self.cells.get(*place));
            cells.map(|cell| cell.raw).sum()
        };
        raw(&equation.left) == raw(&equation.right)
    }

    /// A number as it may be shown; numbers that are not of people are shown as they are.
    fn number(&self, inputs: &[String], whose: &[usize], shown: &[Option<Shown>]) -> Shown {
        if !self.of_people(inputs) {
            return Shown::Number(self.raw(inputs, whose));
        }
        let mut key = inputs.to_vec();
        key.sort();
        let place = self.places.get(&(key, whose.to_vec()));
        place
            .and_then(|place| shown.get(*place).copied().flatten())
            .unwrap_or(Shown::Withheld)
    }

    fn figure(&self, indicator: &Indicator, shown: &[Option<Shown>], first_quarter: bool) -> Figure {
        let whose = self.complete(indicator);
        if let (Made::Median { of, cases }, false) = (&indicator.made, whose.is_empty()) {
            return self.between(indicator, of, cases, &whose, first_quarter);
        }
        let made = if whose.is_empty() {
            None
        } else {
            self.made(&indicator.made, &whose, shown)
        };
        let number = made.and_then(Shown::number);
        Figure {
            words: match (made, number) {
                (None, _) => String::new(),
                (Some(_), Some(number)) => indicator.say(number),
                (Some(masked), None) => masked.to_string(),
            },
            number,
            rating: indicator.rate(number, first_quarter),
            hosts: whose.len(),
        }
    }

    /// A figure out of the parts of all hosts; `None` where there is nothing to divide by.
    fn made(&self, made: &Made, whose: &[usize], shown: &[Option<Shown>]) -> Option<Shown> {
        let rule = self.set.small_numbers;
        let number = |inputs: &[String]| self.number(inputs, whose, shown);
        let raw = |input: &String| self.raw(std::slice::from_ref(input), whose);
        Some(match made {
            Made::Count(input) => number(std::slice::from_ref(input)),
            Made::Sum(inputs) => number(inputs),
            Made::Less { of, less } => match (number(std::slice::from_ref(of)), number(std::slice::from_ref(less))) {
                (Shown::Number(of), Shown::Number(less)) => Shown::Number(of - less),
                (Shown::Number(_), masked) | (masked, _) => masked,
            },
            Made::Percent { of, out_of, .. } => {
                let (part, whole) = (std::slice::from_ref(of), out_of.as_slice());
                if self.raw(whole, whose) == 0 {
                    return None;
                }
                if self.of_people(whole) || self.of_people(part) {
                    rule.percent(number(part), number(whole))
                } else {
                    let answers = [
                        ("part".to_owned(), raw(of)),
                        ("whole".to_owned(), self.raw(whole, whose)),
                    ];
                    let plain = Made::Percent {
                        of: "part".to_owned(),
                        out_of: vec!["whole".to_owned()],
                        may_exceed: true,
                    };
                    Shown::Number(figure(&plain, &answers.into())?)
                }
            }
            Made::MeanChange { sum, cases, .. } => {
                let answers = [(sum.clone(), raw(sum)), (cases.clone(), raw(cases))].into();
                rule.mean(figure(made, &answers)?, raw(cases))
            }
            Made::Median { .. } => return None,
        })
    }

    /// Between which of the hosts' middle values the city's lies. It is judged only where every
    /// value in between is judged alike.
    fn between(&self, indicator: &Indicator, of: &String, cases: &String, whose: &[usize], first: bool) -> Figure {
        let enough = |host: &&Answers| host.get(cases).is_some_and(|n| *n >= self.set.small_numbers.least_base);
        let hosts: Vec<&Answers> = whose.iter().filter_map(|place| self.hosts.get(*place)).collect();
        let middle: Vec<i64> = hosts
            .iter()
            .copied()
            .filter(enough)
            .filter_map(|host| host.get(of).copied())
            .collect();
        let ends = middle.iter().min().copied().zip(middle.iter().max().copied());
        let judged = |number| indicator.rate(Some(number), first);
        Figure {
            words: match ends {
                None => Shown::TooFew.to_string(),
                Some((least, most)) if least == most => indicator.say(most),
                Some((least, most)) => format!("{least} to {}", indicator.say(most)),
            },
            number: ends.filter(|(least, most)| least == most).map(|(least, _)| least),
            rating: match ends {
                Some((least, most)) if judged(least) == judged(most) => judged(most),
                Some(_) | None => Rating::Other,
            },
            hosts: middle.len(),
        }
    }

    /// A figure host by host; `None` for a host that did not report it.
    fn line(&self, indicator: &Indicator, shown: &[Option<Shown>]) -> Vec<Option<Shown>> {
        let whose = self.complete(indicator);
        let places = 0..self.hosts.len();
        places
            .map(|host| {
                let inputs = counted(&indicator.made).into_iter().next()?;
                whose.contains(&host).then(|| self.number(&inputs, &[host], shown))
            })
            .collect()
    }
}

/// The numbers that a figure shows or lets a reader work out; a sum counts as one number.
fn counted(made: &Made) -> Vec<Vec<String>> {
    match made {
        Made::Count(input) => vec![vec![input.clone()]],
        Made::Sum(inputs) => vec![inputs.clone()],
        Made::Less { of, less } => vec![vec![of.clone()], vec![less.clone()]],
        Made::Percent { of, out_of, .. } => vec![out_of.clone(), vec![of.clone()]],
        // A mean of ten or more, or a middle value of ten or more, says nothing of how many.
        Made::MeanChange { .. } | Made::Median { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests;

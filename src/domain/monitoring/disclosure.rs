//! What of a table may be published, so that no small number can be worked out from the rest.
//!
//! Masking alone does not do it: four hosts with "under 5" each and a total "under 5" are 1, 1, 1
//! and 1. So a table is published cell by cell, in an order that is known beforehand. Before a cell
//! is shown, every form that it could take is tried against what is public already. Forms that
//! would give a small number away are not told apart from one another: any of them is "not shown".
//! The decision looks at nothing that a reader does not know, so that a gap gives nothing away
//! either.

use super::{
    suppression::{Rule, Shown},
    values::Values,
};

/// One number of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// As it was reported.
    pub raw: i64,
    /// Whether it is to be shown; others only hang together with those that are.
    pub published: bool,
}

/// How cells hang together: those on the left add up to those on the right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Equation {
    /// Places in the table.
    pub left: Vec<usize>,
    /// Places in the table.
    pub right: Vec<usize>,
}

/// How often what is known is narrowed before a hypothesis counts as possible.
const ROUNDS: usize = 64;

/// Each cell as it may be published; `None` for those that are not to be. Earlier cells matter
/// more: what has to give way comes late. The order must not be chosen by the numbers.
pub fn publish(rule: Rule, cells: &[Cell], equations: &[Equation]) -> Vec<Option<Shown>> {
    let equations = with_derived(cells, equations);
    let mut reader = Reader::before(rule, cells.len(), &equations);
    let mut out = vec![None; cells.len()];
    for (place, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.published) {
        let gap = reader.gap(place);
        let (known, shown) = said(rule, &gap, cell.raw);
        reader.learn(place, &known);
        if let Some(slot) = out.get_mut(place) {
            *slot = Some(shown);
        }
    }
    out
}

/// What is said of a number, and which numbers it would be said of as well.
fn said(rule: Rule, gap: &Values, raw: i64) -> (Values, Shown) {
    if gap.holds(raw) {
        (gap.clone(), Shown::Withheld)
    } else {
        let (from, to) = rule.alike(raw);
        (Values::range(from, to), rule.count(raw))
    }
}

/// Somebody who has read everything so far and can reckon.
#[derive(Debug, Clone)]
struct Reader<'a> {
    rule: Rule,
    /// What each cell may be.
    known: Vec<Values>,
    equations: &'a [Equation],
}

/// Narrows what every cell may be until nothing more follows; false on a contradiction.
fn settle(equations: &[Equation], known: &mut [Values]) -> bool {
    for _ in 0..ROUNDS {
        let mut changed = false;
        for equation in equations {
            for (own, other) in [(&equation.left, &equation.right), (&equation.right, &equation.left)] {
                for place in own {
                    let room = room(known, *place, own, other);
                    let Some(slot) = known.get_mut(*place) else { continue };
                    let next = slot.meet(&room);
                    if next.is_empty() {
                        return false;
                    }
                    if next != *slot {
                        changed = true;
                        *slot = next;
                    }
                }
            }
        }
        if !changed {
            break;
        }
    }
    true
}

/// What an equation leaves for one of its cells.
fn room(known: &[Values], place: usize, own: &[usize], other: &[usize]) -> Values {
    let of = |place: &&usize| known.get(**place);
    let sum = other
        .iter()
        .filter_map(|one| of(&one))
        .fold(Values::range(0, 0), |sum, one| sum.plus(one));
    own.iter()
        .filter(|one| **one != place)
        .filter_map(|one| of(&one))
        .fold(sum, |sum, one| sum.minus(one))
}

impl<'a> Reader<'a> {
    /// Somebody who knows the rule and how cells hang together, and has read nothing yet.
    fn before(rule: Rule, cells: usize, equations: &'a [Equation]) -> Self {
        let mut known = vec![Values::any(); cells];
        settle(equations, &mut known);
        Self { rule, known, equations }
    }

    /// Takes in what is said of a cell.
    fn learn(&mut self, place: usize, values: &Values) {
        if let Some(known) = self.with(place, values) {
            self.known = known;
        }
    }

    fn values(&self, place: usize) -> Values {
        self.known.get(place).cloned().unwrap_or_else(Values::any)
    }

    /// What is known once a cell is known to be one of these; `None` where that cannot be.
    fn with(&self, place: usize, values: &Values) -> Option<Vec<Values>> {
        let mut known = self.known.clone();
        let slot = known.get_mut(place)?;
        *slot = slot.meet(values);
        (!slot.is_empty() && settle(self.equations, &mut known)).then_some(known)
    }

    /// Whether a reader who learnt this of a cell would know a small number more closely than they
    /// may. What cannot be harms nobody.
    fn would_tell(&self, place: usize, values: &Values) -> bool {
        let most = self.rule.least - 1;
        let enough = self.rule.keep_possible.min(most);
        let close = |values: &Values| values.count_within(1, most).is_some_and(|count| count < enough);
        self.with(place, values).is_some_and(|known| known.iter().any(close))
    }

    /// The values of a cell that are not told apart from one another.
    fn gap(&self, place: usize) -> Values {
        let hangs = |one: &Equation| one.left.contains(&place) || one.right.contains(&place);
        if !self.equations.iter().any(hangs) {
            return Values::of(Vec::new());
        }
        let forms = self.forms(place);
        let mut inside: Vec<bool> = forms.iter().map(|form| self.would_tell(place, form)).collect();
        loop {
            let chosen = forms.iter().zip(&inside).filter(|(_, inside)| **inside);
            let gap = chosen.fold(Values::of(Vec::new()), |gap, (form, _)| gap.join(form));
            if gap.is_empty() || !self.would_tell(place, &gap) {
                return gap;
            }
            // The gap itself says too much: it takes the nearest form in, above first.
            let last = inside.iter().rposition(|one| *one).unwrap_or(0);
            let above = inside.iter().skip(last).position(|one| !one).map(|at| at + last);
            let Some(next) = above.or_else(|| inside.iter().rposition(|one| !one)) else {
                return gap;
            };
            if let Some(slot) = inside.get_mut(next) {
                *slot = true;
            }
        }
    }

    /// The forms that a cell may take: numbers that are shown alike. Far up all are of one kind.
    fn forms(&self, place: usize) -> Vec<Values> {
        let values = self.values(place);
        let far = values.most().unwrap_or_else(|| self.far());
        let mut out = Vec::new();
        let mut at = values.next(0);
        while let Some(number) = at {
            if number > far {
                out.push(Values::from(number));
                break;
            }
            let (from, to) = self.rule.alike(number);
            out.push(Values::range(from, to));
            at = values.next(to.saturating_add(1));
        }
        out
    }

    /// Beyond this a number can be made up in so many ways that one more changes nothing.
    fn far(&self) -> i64 {
        let step = self.rule.least + self.rule.step.max(1);
        let each = self.known.iter().map(|values| values.most().unwrap_or(step) + step);
        each.sum::<i64>() * 2
    }
}

/// The equations, and those that follow where two have cells in common that nobody is shown: what
/// is worked out step by step must also be worked out at once.
fn with_derived(cells: &[Cell], equations: &[Equation]) -> Vec<Equation> {
    let mut out = equations.to_vec();
    for (place, one) in equations.iter().enumerate() {
        for two in equations.iter().skip(place + 1) {
            for turned in [false, true] {
                out.extend(combined(cells, one, two, turned).filter(|new| !out.contains(new)));
            }
        }
    }
    out
}

/// One equation less another (or the other way round), if two or more hidden cells fall out.
fn combined(cells: &[Cell], one: &Equation, two: &Equation, turned: bool) -> Option<Equation> {
    let (with_left, with_right) = if turned {
        (&two.left, &two.right)
    } else {
        (&two.right, &two.left)
    };
    let mut left: Vec<usize> = one.left.iter().chain(with_left).copied().collect();
    let mut right: Vec<usize> = one.right.iter().chain(with_right).copied().collect();
    let mut fallen = 0;
    left.retain(|place| {
        let hidden = cells.get(*place).is_some_and(|cell| !cell.published);
        match right.iter().position(|other| other == place) {
            Some(at) => {
                right.swap_remove(at);
                fallen += usize::from(hidden);
                false
            }
            None => true,
        }
    });
    (fallen >= 2 && !(left.is_empty() && right.is_empty())).then_some(Equation { left, right })
}

#[cfg(test)]
mod many;
#[cfg(test)]
mod tests;

//! Of several transitions on one event in one state, one at most can be meant.

use std::collections::BTreeMap;

use super::{
    codes,
    tour::{Tour, Way},
};
use crate::{
    diagnostic::Diagnostic,
    guard::{self, Expr, Kind, Node, Operator},
    value::Value,
};

/// Everything of that kind.
pub fn check(tour: &Tour<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut lists: BTreeMap<&str, Vec<&Way<'_>>> = BTreeMap::new();
    for way in &tour.ways {
        let list = way.path.rsplit_once('[').map_or(way.path.as_str(), |(list, _)| list);
        lists.entry(list).or_default().push(way);
    }
    for ways in lists.values().filter(|ways| ways.len() > 1) {
        let ordered = ways.last().is_some_and(|last| last.transition.otherwise);
        for (index, way) in ways.iter().enumerate() {
            let earlier = ways.get(..index).unwrap_or_default();
            if let Some(first) = earlier.iter().find(|first| shadows(first, way)) {
                let what = format!(
                    "This alternative is never looked at: `{}` before it is always taken.",
                    first.path
                );
                let told = Diagnostic::error(codes::SHADOWED, &way.path, what);
                found.push(told.mend("Give the earlier one a condition, or take this one away."));
            } else if !ordered
                && way.event.is_some()
                && let Some(first) = earlier.iter().find(|first| !are_disjoint(first, way))
            {
                let what = format!("This and `{}` could both hold.", first.path);
                let told = Diagnostic::error(codes::OVERLAP, &way.path, what)
                    .why("Which of them is meant must not depend on the order of the file alone.");
                found.push(told.mend("Write conditions that exclude each other, or make the last one `else: true`."));
            }
        }
    }
    found
}

fn for_other_people(first: &Way<'_>, second: &Way<'_>) -> bool {
    let (a, b) = (&first.transition.by, &second.transition.by);
    a.is_empty() != b.is_empty() || (!a.is_empty() && a.iter().all(|role| !b.contains(role)))
}

fn shadows(first: &Way<'_>, second: &Way<'_>) -> bool {
    let otherwise = second.transition.otherwise;
    let same_people = second
        .transition
        .by
        .iter()
        .all(|role| first.transition.by.contains(role))
        && first.transition.by.is_empty() == second.transition.by.is_empty();
    first.transition.when.is_empty() && first.transition.except.is_empty() && (same_people || otherwise)
}

fn are_disjoint(first: &Way<'_>, second: &Way<'_>) -> bool {
    if for_other_people(first, second) {
        return true;
    }
    let read = |way: &Way<'_>| -> Vec<Expr> {
        way.transition
            .when
            .iter()
            .filter_map(|condition| guard::parse(&condition.test).ok())
            .collect()
    };
    let (first, second) = (read(first), read(second));
    let clashes = |a: &Expr, b: &Expr| {
        a.conjuncts()
            .iter()
            .any(|x| b.conjuncts().iter().any(|y| exclude(x, y)))
    };
    first.iter().any(|a| second.iter().any(|b| clashes(a, b)))
}

/// Whether two conjuncts can never both hold.
fn exclude(one: &Node, other: &Node) -> bool {
    is_not(one, other) || is_not(other, one) || compared(one, other)
}

fn text(node: &Node) -> String {
    node.text.split_whitespace().collect::<String>().replace(['(', ')'], "")
}

fn is_not(one: &Node, other: &Node) -> bool {
    matches!(&one.kind, Kind::Not(inner) if text(inner) == text(other))
}

/// A comparison of something with something, read from the side of `a`.
fn comparison(node: &Node) -> Option<(String, Operator, String, Option<i64>)> {
    let Kind::Binary(operator, left, right) = &node.kind else {
        return None;
    };
    let literal = match &right.kind {
        Kind::Literal(Value::Integer(number)) => Some(*number),
        _ => None,
    };
    let compares = matches!(
        operator,
        Operator::Equal | Operator::NotEqual | Operator::Less | Operator::AtMost | Operator::More | Operator::AtLeast
    );
    compares.then(|| (text(left), *operator, text(right), literal))
}

fn compared(one: &Node, other: &Node) -> bool {
    let (Some((left, a, to, x)), Some((right, b, with, y))) = (comparison(one), comparison(other)) else {
        return false;
    };
    if left != right {
        return false;
    }
    if to == with {
        return signs(a) & signs(b) == 0;
    }
    if let (Some(x), Some(y)) = (x, y) {
        return apart(range(a, x), range(b, y));
    }
    let literals = is_literal(one) && is_literal(other);
    literals && a == Operator::Equal && b == Operator::Equal
}

fn is_literal(node: &Node) -> bool {
    matches!(&node.kind, Kind::Binary(_, _, right) if matches!(right.kind, Kind::Literal(_)))
}

/// Less, equal, more: one bit each.
fn signs(operator: Operator) -> u8 {
    match operator {
        Operator::Less => 0b100,
        Operator::AtMost => 0b110,
        Operator::Equal => 0b010,
        Operator::AtLeast => 0b011,
        Operator::More => 0b001,
        Operator::NotEqual => 0b101,
        _ => 0b111,
    }
}

/// The numbers for which a comparison holds, from and to.
fn range(operator: Operator, number: i64) -> (i64, i64) {
    match operator {
        Operator::Less => (i64::MIN, number.saturating_sub(1)),
        Operator::AtMost => (i64::MIN, number),
        Operator::Equal => (number, number),
        Operator::AtLeast => (number, i64::MAX),
        Operator::More => (number.saturating_add(1), i64::MAX),
        _ => (i64::MIN, i64::MAX),
    }
}

fn apart(one: (i64, i64), other: (i64, i64)) -> bool {
    one.1 < other.0 || other.1 < one.0
}

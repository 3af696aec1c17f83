//! Conditions: a small typed subset of CEL syntax, checked at load, total and bounded at run time.
//!
//! [`parse`] reads an expression, [`check`] gives it a type or says what is wrong, [`evaluate`]
//! judges it and keeps the whole tree, [`found`] puts the leaf that failed into words.
//! Nothing here can loop, allocate without bound or panic: the text, the number of its parts,
//! their depth and the work of one evaluation are limited, and arithmetic is checked.

use std::{borrow::Cow, collections::BTreeSet, ops::Range};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{calendar::Calendar, shared::Word, value::Value};

mod apply;
mod check;
mod evaluate;
mod found;
mod kind;
mod lex;
mod parse;

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

pub use check::{check, check_condition, nearest};
pub use evaluate::{evaluate, value};
pub use found::found;
pub use kind::Type;
pub use parse::parse;

/// The longest expression, in bytes.
pub const LONGEST: usize = 2_000;
/// The most parts (names, literals, operators) of one expression.
pub const MOST_PARTS: usize = 256;
/// The deepest nesting of brackets and signs.
pub const DEEPEST: usize = 24;
/// The most parts that one evaluation looks at; `all` and `exists` look at theirs again and again.
pub const MOST_WORK: usize = 100_000;

/// An expression, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    text: String,
    root: Node,
}

/// One part of an expression, and where in the text it stands (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where.
    pub at: Range<usize>,
    /// What stands there: kept, because every judgement says it.
    pub text: Word,
    /// What.
    pub kind: Kind,
}

/// The kinds of part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `3`, `'text'`, `true`.
    Literal(Value),
    /// `comments.unanswered`.
    Name(String),
    /// `['a', 'b']`.
    List(Vec<Node>),
    /// `!x`.
    Not(Box<Node>),
    /// `-x`.
    Negate(Box<Node>),
    /// `x && y`.
    Binary(Operator, Box<Node>, Box<Node>),
    /// `size(x)`.
    Call(Function, Vec<Node>),
    /// `list.all(x, p)`: quantifier, list, name of the member, predicate.
    Each(Quantifier, Box<Node>, String, Box<Node>),
}

/// What stands between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
    In,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
}

/// The functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// `size(x)`: characters of a text, members of a list, rows of a table.
    Size,
    /// `has(name)`: known, answered.
    Has,
    /// `working_days_between(a, b)`: working days after `a`, up to and with `b`.
    WorkingDaysBetween,
    /// `days_between(a, b)`: days after `a`, up to and with `b`.
    DaysBetween,
    /// `today()`: the local date.
    Today,
    /// `now()`: this instant.
    Now,
    /// `date('2026-04-01')`.
    Date,
    /// `money('£10.00')`.
    Money,
}

/// `all` or `exists`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Quantifier {
    All,
    Exists,
}

/// What is wrong with an expression, and where in its text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct GuardError {
    /// A sentence.
    pub message: String,
    /// Bytes of the expression's text.
    pub at: Range<usize>,
}

/// The names that an expression may use, with their types.
pub trait Scope {
    /// The type of a name, if there is such a name.
    fn kind(&self, name: &str) -> Option<Type>;
    /// Every name, for "did you mean".
    fn names(&self) -> Vec<String>;
}

/// What names stand for when an expression is evaluated.
pub trait Env {
    /// The value of a name; `None` or [`Value::Nothing`] if it is not known.
    fn value(&self, name: &str) -> Option<Cow<'_, Value>>;
    /// Business time.
    fn now(&self) -> DateTime<Utc>;
    /// The calendar of the workflow.
    fn calendar(&self) -> &Calendar;
}

/// A condition as it was judged: the whole tree, so that a refusal can say which leaf failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The condition's id.
    pub id: Word,
    /// Whether it held. An error is *not true*.
    pub held: bool,
    /// The tree.
    pub tree: Tree,
}

/// One node of a judged condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// The expression of this node, as text.
    pub text: Word,
    /// Its value, or what went wrong.
    pub value: Result<Value, String>,
    /// Its parts that were evaluated; literals are left out. Of a list, the member that decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Tree>,
}

impl Judged {
    /// What went wrong, if the condition could not be judged (S4c: this opens an incident).
    pub fn fault(&self) -> Option<&str> {
        self.tree.value.as_ref().err().map(String::as_str)
    }
}

impl Expr {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The outermost part.
    pub const fn root(&self) -> &Node {
        &self.root
    }

    /// The parts joined by `&&` at the top; one if there is no `&&`.
    pub fn conjuncts(&self) -> Vec<&Node> {
        let (mut found, mut open) = (Vec::new(), vec![&self.root]);
        while let Some(node) = open.pop() {
            if let Kind::Binary(Operator::And, left, right) = &node.kind {
                open.push(right);
                open.push(left);
            } else {
                found.push(node);
            }
        }
        found
    }
}

/// Every name that an expression reads, without the members named by `all` and `exists`.
pub fn names(expr: &Expr) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&expr.root, None, &mut found);
    found
}

fn collect(node: &Node, member: Option<&str>, found: &mut BTreeSet<String>) {
    match &node.kind {
        Kind::Literal(_) => {}
        Kind::Name(name) => {
            if member != Some(head(name)) {
                found.insert(name.clone());
            }
        }
        Kind::List(all) | Kind::Call(_, all) => all.iter().for_each(|one| collect(one, member, found)),
        Kind::Not(inner) | Kind::Negate(inner) => collect(inner, member, found),
        Kind::Binary(_, left, right) => {
            collect(left, member, found);
            collect(right, member, found);
        }
        Kind::Each(_, list, name, predicate) => {
            collect(list, member, found);
            collect(predicate, Some(name), found);
        }
    }
}

/// The part of a dotted name before the first dot.
fn head(name: &str) -> &str {
    name.split_once('.').map_or(name, |(first, _)| first)
}

impl Operator {
    /// As written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Or => "||",
            Self::And => "&&",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::In => "in",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}

impl Function {
    /// Every function.
    pub const ALL: [Self; 8] = [
        Self::Size,
        Self::Has,
        Self::WorkingDaysBetween,
        Self::DaysBetween,
        Self::Today,
        Self::Now,
        Self::Date,
        Self::Money,
    ];

    /// As written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Has => "has",
            Self::WorkingDaysBetween => "working_days_between",
            Self::DaysBetween => "days_between",
            Self::Today => "today",
            Self::Now => "now",
            Self::Date => "date",
            Self::Money => "money",
        }
    }

    /// How many arguments it takes.
    pub const fn arity(self) -> usize {
        match self {
            Self::Today | Self::Now => 0,
            Self::Size | Self::Has | Self::Date | Self::Money => 1,
            Self::WorkingDaysBetween | Self::DaysBetween => 2,
        }
    }
}

//! The value of an expression. Total: whatever goes wrong is a value of its own, and is *not true*.

use std::borrow::Cow;

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::{Env, Expr, Function, Judged, Kind, MOST_WORK, Node, Operator, Quantifier, Tree, head};
use crate::{definition::scalar::pounds, value::Value};

/// Judges a condition.
///
/// `false && x` is false and `true || x` is true, whatever `x` is, even if it cannot be known; the
/// right side is then not looked at. As in CEL, a right side that decides by itself makes up for a
/// left side that cannot be known.
pub fn evaluate(expr: &Expr, id: &str, env: &dyn Env) -> Judged {
    let mut run = Run {
        expr,
        env,
        work: 0,
        member: None,
    };
    let mut tree = run.node(&expr.root);
    if let Ok(value) = &tree.value
        && !matches!(value, Value::Bool(_))
    {
        tree.value = Err(format!("`{}` is {value}, and a condition must be yes or no", tree.text));
    }
    Judged {
        id: id.to_owned(),
        held: tree.value == Ok(Value::Bool(true)),
        tree,
    }
}

/// The value of an expression that need not be yes or no (`at:`, `set:`, `from:`).
///
/// # Errors
/// A sentence on what could not be known or computed.
pub fn value(expr: &Expr, env: &dyn Env) -> Result<Value, String> {
    Run {
        expr,
        env,
        work: 0,
        member: None,
    }
    .node(&expr.root)
    .value
}

/// What a member of a list is, while `all` or `exists` looks at it.
#[derive(Clone, Copy)]
enum Member<'a> {
    Text(&'a str),
    Row(&'a IndexMap<String, Value>),
}

struct Run<'a> {
    expr: &'a Expr,
    env: &'a dyn Env,
    work: usize,
    member: Option<(&'a str, Member<'a>)>,
}

impl<'a> Run<'a> {
    fn tree(&self, node: &Node, value: Result<Value, String>, parts: Vec<Tree>) -> Tree {
        Tree {
            text: self.expr.text_of(node).to_owned(),
            value,
            parts,
        }
    }

    fn node(&mut self, node: &'a Node) -> Tree {
        self.work = self.work.saturating_add(1);
        if self.work > MOST_WORK {
            return self.tree(node, Err("there is too much to look at".to_owned()), Vec::new());
        }
        match &node.kind {
            Kind::Literal(value) => self.tree(node, Ok(value.clone()), Vec::new()),
            Kind::Name(name) => {
                let value = self.read(name);
                self.tree(node, value, Vec::new())
            }
            Kind::List(items) => self.many(node, items, |values| {
                values
                    .into_iter()
                    .map(|value| match value {
                        Value::Text(text) => Ok(text),
                        other => Err(format!("{other} is not text")),
                    })
                    .collect::<Result<_, _>>()
                    .map(Value::Texts)
            }),
            Kind::Not(inner) => self.one(node, inner, |value| match value {
                Value::Bool(b) => Ok(Value::Bool(!b)),
                other => Err(format!("{other} is not yes or no")),
            }),
            Kind::Negate(inner) => self.one(node, inner, |value| match value {
                Value::Integer(n) => n.checked_neg().map(Value::Integer).ok_or_else(too_large),
                Value::Money(n) => n.checked_neg().map(Value::Money).ok_or_else(too_large),
                other => Err(format!("{other} is not a number")),
            }),
            Kind::Binary(operator @ (Operator::And | Operator::Or), left, right) => {
                self.joined(node, *operator, left, right)
            }
            Kind::Binary(Operator::In, left, right) => self.member_of(node, left, right),
            Kind::Binary(operator, left, right) => {
                let (left, right) = (self.node_of(left), self.node_of(right));
                let value = match (&left.0.value, &right.0.value) {
                    (Ok(a), Ok(b)) => binary(*operator, a, b),
                    (Err(fault), _) | (_, Err(fault)) => Err(fault.clone()),
                };
                let parts = [left, right]
                    .into_iter()
                    .filter(|(_, keep)| *keep)
                    .map(|(tree, _)| tree);
                let parts = parts.collect();
                self.tree(node, value, parts)
            }
            Kind::Call(Function::Has, arguments) => self.has(node, arguments),
            Kind::Call(function, arguments) => {
                let (env, function) = (self.env, *function);
                self.many(node, arguments, |values| call(function, &values, env))
            }
            Kind::Each(quantifier, list, name, predicate) => self.each(node, *quantifier, list, name, predicate),
        }
    }

    /// A part, and whether it belongs into the tree.
    fn node_of(&mut self, node: &'a Node) -> (Tree, bool) {
        (self.node(node), !matches!(node.kind, Kind::Literal(_)))
    }

    fn one(&mut self, node: &Node, inner: &'a Node, f: impl FnOnce(Value) -> Result<Value, String>) -> Tree {
        let part = self.node(inner);
        let value = part.value.clone().and_then(f);
        self.tree(node, value, vec![part])
    }

    fn many(&mut self, node: &Node, inner: &'a [Node], f: impl FnOnce(Vec<Value>) -> Result<Value, String>) -> Tree {
        let (mut values, mut parts) = (Vec::new(), Vec::new());
        let mut fault = None;
        for one in inner {
            let (part, keep) = self.node_of(one);
            match &part.value {
                Ok(value) => values.push(value.clone()),
                Err(first) => fault = fault.or_else(|| Some(first.clone())),
            }
            if keep {
                parts.push(part);
            }
        }
        let value = fault.map_or_else(|| f(values), Err);
        self.tree(node, value, parts)
    }

    fn read(&self, name: &str) -> Result<Value, String> {
        let known = match self.member {
            Some((member, Member::Text(text))) if member == name => return Ok(Value::Text(text.to_owned())),
            Some((member, Member::Row(row))) if member == head(name) => name
                .split_once('.')
                .and_then(|(_, column)| row.get(column))
                .map(Cow::Borrowed),
            _ => self.env.value(name),
        };
        match known.map(Cow::into_owned) {
            None | Some(Value::Nothing) => Err(format!("`{name}` is not known yet")),
            Some(value) => Ok(value),
        }
    }

    fn has(&mut self, node: &Node, arguments: &'a [Node]) -> Tree {
        let known = match arguments {
            [
                Node {
                    kind: Kind::Name(name), ..
                },
            ] => Ok(Value::Bool(self.read(name).is_ok())),
            _ => Err("`has` takes one name".to_owned()),
        };
        self.tree(node, known, Vec::new())
    }

    fn joined(&mut self, node: &Node, operator: Operator, left: &'a Node, right: &'a Node) -> Tree {
        let decides = Value::Bool(operator == Operator::Or);
        let left = self.node_of(left);
        if left.0.value.as_ref() == Ok(&decides) {
            let parts = if left.1 { vec![left.0] } else { Vec::new() };
            return self.tree(node, Ok(decides), parts);
        }
        let right = self.node_of(right);
        let value = match (&left.0.value, &right.0.value) {
            (_, Ok(value)) if *value == decides => Ok(decides),
            (Err(fault), _) | (_, Err(fault)) => Err(fault.clone()),
            (Ok(Value::Bool(_)), Ok(Value::Bool(last))) => Ok(Value::Bool(*last)),
            (Ok(Value::Bool(_)), Ok(other)) | (Ok(other), _) => Err(format!("{other} is not yes or no")),
        };
        let parts = [left, right]
            .into_iter()
            .filter(|(_, keep)| *keep)
            .map(|(tree, _)| tree);
        let parts = parts.collect();
        self.tree(node, value, parts)
    }

    fn member_of(&mut self, node: &Node, left: &'a Node, right: &'a Node) -> Tree {
        let left = self.node_of(left);
        let mut parts = Vec::new();
        let mut values = Vec::new();
        let mut fault = left.0.value.as_ref().err().cloned();
        if let Kind::List(items) = &right.kind {
            for item in items {
                let (part, keep) = self.node_of(item);
                match &part.value {
                    Ok(value) => values.push(value.clone()),
                    Err(first) => fault = fault.or_else(|| Some(first.clone())),
                }
                if keep {
                    parts.push(part);
                }
            }
        } else {
            let part = self.node(right);
            match &part.value {
                Ok(Value::Texts(texts)) => values.extend(texts.iter().cloned().map(Value::Text)),
                Ok(other) => fault = fault.or_else(|| Some(format!("{other} is not a list"))),
                Err(first) => fault = fault.or_else(|| Some(first.clone())),
            }
            parts.push(part);
        }
        let value = match (&left.0.value, fault) {
            (Ok(wanted), None) => Ok(Value::Bool(values.contains(wanted))),
            (_, fault) => Err(fault.unwrap_or_default()),
        };
        if left.1 {
            parts.insert(0, left.0);
        }
        self.tree(node, value, parts)
    }

    fn each(&mut self, node: &Node, quantifier: Quantifier, list: &'a Node, name: &str, predicate: &'a Node) -> Tree {
        let list = self.node(list);
        // `all` ends with the first that does not hold, `exists` with the first that does.
        let decides = Value::Bool(quantifier == Quantifier::Exists);
        let members: Vec<Member<'_>> = match &list.value {
            Ok(Value::Texts(texts)) => texts.iter().map(|text| Member::Text(text)).collect(),
            Ok(Value::Rows(rows)) => rows.iter().map(Member::Row).collect(),
            Ok(other) => {
                let fault = format!("{other} is not a list");
                return self.tree(node, Err(fault), vec![list]);
            }
            Err(fault) => {
                let fault = fault.clone();
                return self.tree(node, Err(fault), vec![list]);
            }
        };
        let mut value = Ok(Value::Bool(quantifier == Quantifier::All));
        let mut deciding = None;
        for member in members {
            let mut inner = Run {
                expr: self.expr,
                env: self.env,
                work: self.work,
                member: Some((name, member)),
            };
            let part = inner.node(predicate);
            self.work = inner.work;
            match &part.value {
                Ok(found) if *found == decides => {
                    value = Ok(decides);
                    deciding = Some(part);
                    break;
                }
                Ok(Value::Bool(_)) => {}
                Ok(other) => {
                    value = Err(format!("{other} is not yes or no"));
                    deciding = Some(part);
                }
                Err(fault) => {
                    value = Err(fault.clone());
                    deciding = Some(part);
                }
            }
        }
        let parts = std::iter::once(list).chain(deciding).collect();
        self.tree(node, value, parts)
    }
}

fn too_large() -> String {
    "the number is too large".to_owned()
}

fn binary(operator: Operator, a: &Value, b: &Value) -> Result<Value, String> {
    use std::cmp::Ordering;

    let unfit = || format!("`{}` does not go between {a} and {b}", operator.sign());
    let order = || match (a, b) {
        (Value::Integer(a), Value::Integer(b)) | (Value::Money(a), Value::Money(b)) => Ok(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Ok(a.cmp(b)),
        (Value::Instant(a), Value::Instant(b)) => Ok(a.cmp(b)),
        _ => Err(unfit()),
    };
    let alike = || {
        if std::mem::discriminant(a) == std::mem::discriminant(b) {
            Ok(a == b)
        } else {
            Err(unfit())
        }
    };
    match operator {
        Operator::Equal => alike().map(Value::Bool),
        Operator::NotEqual => alike().map(|same| Value::Bool(!same)),
        Operator::Less => order().map(|o| Value::Bool(o == Ordering::Less)),
        Operator::AtMost => order().map(|o| Value::Bool(o != Ordering::Greater)),
        Operator::More => order().map(|o| Value::Bool(o == Ordering::Greater)),
        Operator::AtLeast => order().map(|o| Value::Bool(o != Ordering::Less)),
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Divide | Operator::Remainder => {
            arithmetic(operator, a, b).unwrap_or_else(|| Err(unfit()))
        }
        Operator::Or | Operator::And | Operator::In => Err(unfit()),
    }
}

/// `None` if the types do not fit. Division leaves off what is below one penny or one unit.
fn arithmetic(operator: Operator, a: &Value, b: &Value) -> Option<Result<Value, String>> {
    let (x, y, made): (i64, i64, fn(i64) -> Value) = match (operator, a, b) {
        (_, Value::Integer(x), Value::Integer(y)) | (Operator::Divide, Value::Money(x), Value::Money(y)) => {
            (*x, *y, Value::Integer)
        }
        (Operator::Plus | Operator::Minus, Value::Money(x), Value::Money(y))
        | (Operator::Times | Operator::Divide, Value::Money(x), Value::Integer(y))
        | (Operator::Times, Value::Integer(x), Value::Money(y)) => (*x, *y, Value::Money),
        _ => return None,
    };
    if y == 0 && matches!(operator, Operator::Divide | Operator::Remainder) {
        return Some(Err("a division by nothing".to_owned()));
    }
    let result = match operator {
        Operator::Plus => x.checked_add(y),
        Operator::Minus => x.checked_sub(y),
        Operator::Times => x.checked_mul(y),
        Operator::Divide => x.checked_div(y),
        Operator::Remainder => x.checked_rem(y),
        Operator::Or
        | Operator::And
        | Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::AtMost
        | Operator::More
        | Operator::AtLeast
        | Operator::In => return None,
    };
    Some(result.map(made).ok_or_else(too_large))
}

fn call(function: Function, values: &[Value], env: &dyn Env) -> Result<Value, String> {
    let day = |value: &Value| -> Result<NaiveDate, String> {
        match value {
            Value::Date(date) => Ok(*date),
            Value::Instant(instant) => env.calendar().local_date(*instant).map_err(|e| e.to_string()),
            other => Err(format!("{other} is not a date")),
        }
    };
    match (function, values) {
        (Function::Size, [Value::Text(text)]) => count(text.chars().count()),
        (Function::Size, [Value::Texts(texts)]) => count(texts.len()),
        (Function::Size, [Value::Rows(rows)]) => count(rows.len()),
        (Function::WorkingDaysBetween, [a, b]) => env
            .calendar()
            .working_days_between(day(a)?, day(b)?)
            .map(Value::Integer)
            .map_err(|e| e.to_string()),
        (Function::DaysBetween, [a, b]) => Ok(Value::Integer(day(b)?.signed_duration_since(day(a)?).num_days())),
        (Function::Today, []) => day(&Value::Instant(env.now())).map(Value::Date),
        (Function::Now, []) => Ok(Value::Instant(env.now())),
        (Function::Date, [Value::Text(text)]) => text
            .parse()
            .map(Value::Date)
            .map_err(|_unread| format!("'{text}' is not a date")),
        (Function::Money, [Value::Text(text)]) => pounds(text)
            .map(Value::Money)
            .ok_or_else(|| format!("'{text}' is not money")),
        _ => Err(format!("`{}` cannot be asked of that", function.name())),
    }
}

fn count(size: usize) -> Result<Value, String> {
    i64::try_from(size).map(Value::Integer).map_err(|_too_many| too_large())
}

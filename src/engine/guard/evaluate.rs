//! The value of an expression. Total: whatever goes wrong is a value of its own, and is *not true*.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::{
    Env, Expr, Function, Judged, Kind, MOST_WORK, Node, Operator, Quantifier, Tree,
    apply::{binary, call, too_large},
    head,
};
use crate::{shared::Word, value::Value};

/// Judges a condition.
///
/// `false && x` is false and `true || x` is true, whatever `x` is, even if it cannot be known; the
/// right side is then not looked at. As in CEL, a right side that decides by itself makes up for a
/// left side that cannot be known.
pub fn evaluate(expr: &Expr, id: impl Into<Word>, env: &dyn Env) -> Judged {
    let mut tree = Run::new(env).node(&expr.root);
    if let Ok(value) = &tree.value
        && !matches!(value, Value::Bool(_))
    {
        tree.value = Err(format!("`{}` is {value}, and a condition must be yes or no", tree.text));
    }
    Judged {
        id: id.into(),
        held: tree.value == Ok(Value::Bool(true)),
        tree,
    }
}

/// The value of an expression that need not be yes or no (`at:`, `set:`, `from:`).
///
/// # Errors
/// A sentence on what could not be known or computed.
pub fn value(expr: &Expr, env: &dyn Env) -> Result<Value, String> {
    Run::new(env).node(&expr.root).value
}

/// What a member of a list is, while `all` or `exists` looks at it.
#[derive(Clone, Copy)]
enum Member<'a> {
    Text(&'a str),
    Row(&'a IndexMap<String, Value>),
}

struct Run<'a> {
    env: &'a dyn Env,
    work: usize,
    member: Option<(&'a str, Member<'a>)>,
}

/// A part that was looked at. A literal stands in the text already, and in no tree.
enum Part<'a> {
    Literal(Result<&'a Value, String>),
    Judged(Tree),
}

impl Part<'_> {
    fn value(&self) -> Result<&Value, &String> {
        match self {
            Self::Literal(value) => value.as_ref().copied(),
            Self::Judged(tree) => tree.value.as_ref(),
        }
    }

    fn into_tree(self) -> Option<Tree> {
        match self {
            Self::Literal(_) => None,
            Self::Judged(tree) => Some(tree),
        }
    }
}

fn tree(node: &Node, value: Result<Value, String>, parts: Vec<Tree>) -> Tree {
    Tree {
        text: node.text.clone(),
        value,
        parts,
    }
}

/// The trees of two parts.
fn both(left: Part<'_>, right: Part<'_>) -> Vec<Tree> {
    match (left.into_tree(), right.into_tree()) {
        (Some(left), Some(right)) => vec![left, right],
        (Some(one), None) | (None, Some(one)) => vec![one],
        (None, None) => Vec::new(),
    }
}

impl<'a> Run<'a> {
    const fn new(env: &'a dyn Env) -> Self {
        Self {
            env,
            work: 0,
            member: None,
        }
    }

    fn part(&mut self, node: &'a Node) -> Part<'a> {
        match &node.kind {
            Kind::Literal(value) => Part::Literal(self.work().map(|()| value)),
            _ => Part::Judged(self.node(node)),
        }
    }

    /// Counts one more part.
    fn work(&mut self) -> Result<(), String> {
        self.work = self.work.saturating_add(1);
        if self.work > MOST_WORK {
            return Err("there is too much to look at".to_owned());
        }
        Ok(())
    }

    fn node(&mut self, node: &'a Node) -> Tree {
        if let Err(fault) = self.work() {
            return tree(node, Err(fault), Vec::new());
        }
        match &node.kind {
            Kind::Literal(value) => tree(node, Ok(value.clone()), Vec::new()),
            Kind::Name(name) => tree(node, self.read(name), Vec::new()),
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
                let (left, right) = (self.part(left), self.part(right));
                let value = match (left.value(), right.value()) {
                    (Ok(a), Ok(b)) => binary(*operator, a, b),
                    (Err(fault), _) | (_, Err(fault)) => Err(fault.clone()),
                };
                tree(node, value, both(left, right))
            }
            Kind::Call(Function::Has, arguments) => self.has(node, arguments),
            Kind::Call(function, arguments) => {
                let (env, function) = (self.env, *function);
                self.many(node, arguments, |values| call(function, &values, env))
            }
            Kind::Each(quantifier, list, name, predicate) => self.each(node, *quantifier, list, name, predicate),
        }
    }

    fn one(&mut self, node: &Node, inner: &'a Node, f: impl FnOnce(&Value) -> Result<Value, String>) -> Tree {
        let part = self.node(inner);
        let value = part.value.as_ref().map_err(String::clone).and_then(f);
        tree(node, value, vec![part])
    }

    fn many(&mut self, node: &Node, inner: &'a [Node], f: impl FnOnce(Vec<Value>) -> Result<Value, String>) -> Tree {
        let (mut values, mut parts) = (Vec::new(), Vec::new());
        let mut fault = None;
        for one in inner {
            let part = self.part(one);
            match part.value() {
                Ok(value) => values.push(value.clone()),
                Err(first) => fault = fault.or_else(|| Some(first.clone())),
            }
            parts.extend(part.into_tree());
        }
        let value = fault.map_or_else(|| f(values), Err);
        tree(node, value, parts)
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

    fn has(&self, node: &Node, arguments: &'a [Node]) -> Tree {
        let known = match arguments {
            [
                Node {
                    kind: Kind::Name(name), ..
                },
            ] => Ok(Value::Bool(self.read(name).is_ok())),
            _ => Err("`has` takes one name".to_owned()),
        };
        tree(node, known, Vec::new())
    }

    fn joined(&mut self, node: &Node, operator: Operator, left: &'a Node, right: &'a Node) -> Tree {
        let decides = Value::Bool(operator == Operator::Or);
        let left = self.part(left);
        if left.value() == Ok(&decides) {
            return tree(node, Ok(decides), Vec::from_iter(left.into_tree()));
        }
        let right = self.part(right);
        let value = match (left.value(), right.value()) {
            (_, Ok(value)) if *value == decides => Ok(decides),
            (Err(fault), _) | (_, Err(fault)) => Err(fault.clone()),
            (Ok(Value::Bool(_)), Ok(Value::Bool(last))) => Ok(Value::Bool(*last)),
            (Ok(Value::Bool(_)), Ok(other)) | (Ok(other), _) => Err(format!("{other} is not yes or no")),
        };
        tree(node, value, both(left, right))
    }

    fn member_of(&mut self, node: &Node, left: &'a Node, right: &'a Node) -> Tree {
        let left = self.part(left);
        let mut parts = Vec::new();
        let mut values = Vec::new();
        let mut fault = left.value().err().cloned();
        if let Kind::List(items) = &right.kind {
            for item in items {
                let part = self.part(item);
                match part.value() {
                    Ok(value) => values.push(value.clone()),
                    Err(first) => fault = fault.or_else(|| Some(first.clone())),
                }
                parts.extend(part.into_tree());
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
        let value = match (left.value(), fault) {
            (Ok(wanted), None) => Ok(Value::Bool(values.contains(wanted))),
            (_, fault) => Err(fault.unwrap_or_default()),
        };
        if let Some(left) = left.into_tree() {
            parts.insert(0, left);
        }
        tree(node, value, parts)
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
                return tree(node, Err(fault), vec![list]);
            }
            Err(fault) => {
                let fault = fault.clone();
                return tree(node, Err(fault), vec![list]);
            }
        };
        let mut value = Ok(Value::Bool(quantifier == Quantifier::All));
        let mut deciding = None;
        for member in members {
            let mut inner = Run {
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
        tree(node, value, parts)
    }
}

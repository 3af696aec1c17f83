//! The types of expressions, found when a workflow is loaded.

use super::{Expr, Function, GuardError, Kind, Node, Operator, Scope, Type, head};
use crate::{definition::scalar::pounds, value::Value};

/// The type of an expression.
///
/// # Errors
/// Every name that is not known and every part whose type does not fit.
pub fn check(expr: &Expr, scope: &dyn Scope) -> Result<Type, Vec<GuardError>> {
    let mut checker = Checker {
        scope,
        member: None,
        errors: Vec::new(),
    };
    let found = checker.node(&expr.root);
    match found {
        Some(kind) if checker.errors.is_empty() => Ok(kind),
        _ => Err(checker.errors),
    }
}

/// Checks an expression that must be yes or no.
///
/// # Errors
/// As [`check`]; and if the expression is not yes or no.
pub fn check_condition(expr: &Expr, scope: &dyn Scope) -> Result<(), Vec<GuardError>> {
    match check(expr, scope)? {
        Type::Boolean => Ok(()),
        other => Err(vec![GuardError {
            message: format!(
                "A condition is yes or no, and `{}` is {}; compare it with something.",
                expr.text,
                other.words()
            ),
            at: 0..expr.text.len(),
        }]),
    }
}

/// The known word that is closest to a wrong one, if one is close.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (wrong.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|word| (distance(wrong, word), word))
        .filter(|(far, _)| *far <= most)
        .min()
        .map(|(_, word)| word)
}

/// Letters to put in, take out or change (Levenshtein); a swap of neighbours counts as two.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i.saturating_add(1);
        let mut next = vec![left];
        for (y, up) in b.iter().zip(row.iter().skip(1)) {
            let change = corner.saturating_add(usize::from(x != *y));
            left = change.min(up.saturating_add(1)).min(left.saturating_add(1));
            corner = *up;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

struct Checker<'a> {
    scope: &'a dyn Scope,
    /// The member of `all` or `exists` within its predicate; for a table, its columns.
    member: Option<(&'a str, Type)>,
    errors: Vec<GuardError>,
}

impl<'a> Checker<'a> {
    fn fault(&mut self, node: &Node, message: String) -> Option<Type> {
        self.errors.push(GuardError {
            message,
            at: node.at.clone(),
        });
        None
    }

    /// The type of a part, or nothing once an error has been noted.
    fn node(&mut self, node: &'a Node) -> Option<Type> {
        match &node.kind {
            Kind::Literal(value) => literal(value),
            Kind::Name(name) => self.name(node, name),
            Kind::List(items) => {
                for item in items {
                    self.expect(item, &Type::Text, "a list outside `in` holds texts");
                }
                Some(Type::Texts)
            }
            Kind::Not(inner) => {
                self.expect(inner, &Type::Boolean, "`!` turns yes into no");
                Some(Type::Boolean)
            }
            Kind::Negate(inner) => match self.node(inner)? {
                kind @ (Type::Integer | Type::Money) => Some(kind),
                other => self.fault(
                    node,
                    format!("`-` goes before a number, and this is {}.", other.words()),
                ),
            },
            Kind::Binary(operator, left, right) => self.binary(node, *operator, left, right),
            Kind::Call(function, arguments) => self.call(node, *function, arguments),
            Kind::Each(_, list, name, predicate) => self.each(list, name, predicate),
        }
    }

    fn expect(&mut self, node: &'a Node, wanted: &Type, why: &str) {
        if let Some(found) = self.node(node)
            && found != *wanted
        {
            let text = &node.text;
            let message = format!(
                "`{text}` is {}, and {} is needed here: {why}.",
                found.words(),
                wanted.words()
            );
            self.fault(node, message);
        }
    }

    fn name(&mut self, node: &Node, name: &str) -> Option<Type> {
        if let Some((member, kind)) = &self.member
            && head(name) == *member
        {
            return match (kind.clone(), name.split_once('.')) {
                (Type::Rows(columns), Some((_, column))) => match columns.get(column) {
                    Some(kind) => Some(kind.clone()),
                    None => {
                        let hint = did_you_mean(column, columns.keys().map(String::as_str));
                        self.fault(node, format!("This table has no column `{column}`.{hint}"))
                    }
                },
                (Type::Rows(_), None) => self.fault(
                    node,
                    format!("`{name}` is a whole row; name a column: `{name}.column`."),
                ),
                (kind, None) => Some(kind),
                (_, Some(_)) => self.fault(node, format!("`{name}`: a text has no parts.")),
            };
        }
        if let Some(kind) = self.scope.kind(name) {
            return Some(kind);
        }
        let names = self.scope.names();
        let hint = did_you_mean(name, names.iter().map(String::as_str));
        self.fault(node, format!("There is nothing called `{name}` here.{hint}"))
    }

    fn binary(&mut self, node: &Node, operator: Operator, left: &'a Node, right: &'a Node) -> Option<Type> {
        let sign = operator.sign();
        match operator {
            Operator::Or | Operator::And => {
                let why = format!("`{sign}` joins conditions");
                self.expect(left, &Type::Boolean, &why);
                self.expect(right, &Type::Boolean, &why);
                Some(Type::Boolean)
            }
            Operator::In => self.member_of(left, right),
            Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::AtMost
            | Operator::More
            | Operator::AtLeast => {
                let (a, b) = (self.node(left), self.node(right));
                let (a, b) = (a?, b?);
                let ordered = matches!(a, Type::Integer | Type::Money | Type::Date | Type::Instant);
                if a != b {
                    let hint = compare_hint(&a, &b);
                    let message = format!("`{sign}` cannot compare {} with {}.{hint}", a.words(), b.words());
                    self.fault(node, message);
                } else if matches!(a, Type::Rows(_)) {
                    self.fault(
                        node,
                        "Tables cannot be compared; ask `all` or `exists` of their rows.".to_owned(),
                    );
                } else if !ordered && !matches!(operator, Operator::Equal | Operator::NotEqual) {
                    let message = format!(
                        "`{sign}` asks for an order, and {} has none; use `==` or `!=`.",
                        a.words()
                    );
                    self.fault(node, message);
                }
                Some(Type::Boolean)
            }
            Operator::Plus | Operator::Minus | Operator::Times | Operator::Divide | Operator::Remainder => {
                let (a, b) = (self.node(left), self.node(right));
                let (a, b) = (a?, b?);
                match arithmetic(operator, &a, &b) {
                    Some(kind) => Some(kind),
                    None => self.fault(
                        node,
                        format!(
                            "`{sign}` does not go between {} and {}.{}",
                            a.words(),
                            b.words(),
                            arithmetic_hint(&a, &b)
                        ),
                    ),
                }
            }
        }
    }

    fn member_of(&mut self, left: &'a Node, right: &'a Node) -> Option<Type> {
        if let Kind::List(items) = &right.kind {
            if let Some(wanted) = self.node(left) {
                for item in items {
                    self.expect(item, &wanted, "it is looked for in this list");
                }
            }
            return Some(Type::Boolean);
        }
        self.expect(left, &Type::Text, "`in` looks for a text in a list");
        self.expect(right, &Type::Texts, "`in` looks into a list");
        Some(Type::Boolean)
    }

    fn call(&mut self, node: &'a Node, function: Function, arguments: &'a [Node]) -> Option<Type> {
        match function {
            Function::Size => {
                for argument in arguments {
                    if let Some(kind) = self.node(argument)
                        && !matches!(kind, Type::Text | Type::Texts | Type::Rows(_))
                    {
                        self.fault(
                            argument,
                            format!("`size` is of a text, a list or a table, and this is {}.", kind.words()),
                        );
                    }
                }
                Some(Type::Integer)
            }
            Function::Has => {
                for argument in arguments {
                    if matches!(argument.kind, Kind::Name(_)) {
                        self.node(argument);
                    } else {
                        self.fault(
                            argument,
                            "`has` asks whether a name is known; give it a name.".to_owned(),
                        );
                    }
                }
                Some(Type::Boolean)
            }
            Function::WorkingDaysBetween | Function::DaysBetween => {
                for argument in arguments {
                    if let Some(kind) = self.node(argument)
                        && !matches!(kind, Type::Date | Type::Instant)
                    {
                        self.fault(
                            argument,
                            format!(
                                "`{}` counts between dates, and this is {}.",
                                function.name(),
                                kind.words()
                            ),
                        );
                    }
                }
                Some(Type::Integer)
            }
            Function::Today => Some(Type::Date),
            Function::Now => Some(Type::Instant),
            Function::Date | Function::Money => {
                let text = match arguments {
                    [
                        Node {
                            kind: Kind::Literal(Value::Text(text)),
                            ..
                        },
                    ] => text,
                    _ => return self.fault(node, format!("`{}` takes a text in quotes.", function.name())),
                };
                match function {
                    Function::Date if text.parse::<chrono::NaiveDate>().is_err() => self.fault(
                        node,
                        format!("'{text}' is not a date; write one such as date('2026-04-01')."),
                    ),
                    Function::Money if pounds(text).is_none() => self.fault(
                        node,
                        format!("'{text}' is not money; write it such as money('£10.00')."),
                    ),
                    Function::Date => Some(Type::Date),
                    _ => Some(Type::Money),
                }
            }
        }
    }

    fn each(&mut self, list: &'a Node, name: &'a str, predicate: &'a Node) -> Option<Type> {
        let kind = match self.node(list) {
            Some(Type::Texts) => Type::Text,
            Some(rows @ Type::Rows(_)) => rows,
            Some(other) => {
                let text = &list.text;
                let message = format!("`{text}` is {}, not a list or a table.", other.words());
                return self.fault(list, message);
            }
            // The member's type is not known, so errors about it would mislead.
            None => return None,
        };
        self.member = Some((name, kind));
        self.expect(predicate, &Type::Boolean, "it is what must hold of the member");
        self.member = None;
        Some(Type::Boolean)
    }
}

fn literal(value: &Value) -> Option<Type> {
    match value {
        Value::Bool(_) => Some(Type::Boolean),
        Value::Integer(_) => Some(Type::Integer),
        Value::Text(_) => Some(Type::Text),
        // The parser makes no others.
        Value::Money(_)
        | Value::Date(_)
        | Value::Instant(_)
        | Value::Amount(..)
        | Value::Share(..)
        | Value::Texts(_)
        | Value::Rows(_)
        | Value::Nothing => None,
    }
}

fn arithmetic(operator: Operator, a: &Type, b: &Type) -> Option<Type> {
    use Type::{Integer, Money};
    match (operator, a, b) {
        (_, Integer, Integer) | (Operator::Divide, Money, Money) => Some(Integer),
        (Operator::Plus | Operator::Minus, Money, Money)
        | (Operator::Times | Operator::Divide, Money, Integer)
        | (Operator::Times, Integer, Money) => Some(Money),
        _ => None,
    }
}

fn arithmetic_hint(a: &Type, b: &Type) -> &'static str {
    match (a, b) {
        (Type::Money, Type::Integer) | (Type::Integer, Type::Money) => " Write pounds as money('£10.00').",
        (Type::Date | Type::Instant, _) | (_, Type::Date | Type::Instant) => {
            " Count with days_between or working_days_between."
        }
        _ => "",
    }
}

fn compare_hint(a: &Type, b: &Type) -> &'static str {
    match (a, b) {
        (Type::Money, Type::Integer) | (Type::Integer, Type::Money) => " Write pounds as money('£10.00').",
        (Type::Date, Type::Text) | (Type::Text, Type::Date) => " Write a date as date('2026-04-01').",
        (Type::Date, Type::Instant) | (Type::Instant, Type::Date) => {
            " Compare dates with today() and instants with now(), or count with days_between."
        }
        (Type::Texts, Type::Text) | (Type::Text, Type::Texts) => " Use `in` to look into a list.",
        _ => "",
    }
}

fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wrong, known).map_or_else(String::new, |name| format!(" Did you mean `{name}`?"))
}

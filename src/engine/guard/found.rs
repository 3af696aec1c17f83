//! What a condition found, in words, for a refusal.

use super::{Function, Judged, Kind, Node, Operator, Quantifier, Tree, parse::parse};
use crate::value::Value;

/// What kept a condition from holding: `comments.unanswered is 3; it must be 0`.
///
/// Empty if the condition held.
pub fn found(judged: &Judged) -> String {
    if judged.held {
        return String::new();
    }
    match parse(&judged.tree.text) {
        Ok(expr) => why(expr.root(), &judged.tree, true),
        Err(_) => judged.fault().unwrap_or_default().to_owned(),
    }
}

/// Why a part is not what it ought to be (`wanted`).
fn why(node: &Node, tree: &Tree, wanted: bool) -> String {
    match &node.kind {
        Kind::Binary(operator @ (Operator::And | Operator::Or), left, right) => {
            let mut parts = tree.parts.iter();
            let told: Vec<String> = [left, right]
                .into_iter()
                .filter(|part| !matches!(part.kind, Kind::Literal(_)))
                .filter_map(|part| Some((part, parts.next()?)))
                .filter(|(_, tree)| tree.value != Ok(Value::Bool(wanted)))
                .map(|(part, tree)| why(part, tree, wanted))
                .collect();
            // One of several would do, or each is in the way by itself.
            let one_would_do = (*operator == Operator::Or) == wanted;
            told.join(if one_would_do { ", or " } else { "; and " })
        }
        Kind::Not(inner) => match tree.parts.first() {
            Some(part) => why(inner, part, !wanted),
            None => String::new(),
        },
        _ if tree.value.is_err() => tree.value.clone().err().unwrap_or_default(),
        Kind::Binary(operator, left, right) => comparison(*operator, left, right, tree, wanted),
        Kind::Each(quantifier, ..) => each(*quantifier, node, tree, wanted),
        Kind::Call(Function::Has, arguments) => {
            let name = arguments.first().map(|one| one.text.as_str()).unwrap_or_default();
            if wanted {
                format!("{name} is not known yet")
            } else {
                format!("{name} is known already")
            }
        }
        Kind::Name(_) | Kind::Literal(_) | Kind::List(_) | Kind::Negate(_) | Kind::Call(..) => {
            let text = &node.text;
            if wanted {
                format!("{text} is no; it must be yes")
            } else {
                format!("{text} is yes; it must be no")
            }
        }
    }
}

fn each(quantifier: Quantifier, node: &Node, tree: &Tree, wanted: bool) -> String {
    let inner = match (&node.kind, tree.parts.get(1)) {
        (Kind::Each(_, _, _, predicate), Some(part)) => why(predicate, part, wanted),
        _ => String::new(),
    };
    match (quantifier, wanted, inner.is_empty()) {
        (_, _, false) => inner,
        (Quantifier::Exists, true, true) => format!("nothing fulfils {}", node.text),
        (Quantifier::All | Quantifier::Exists, _, true) => format!("{} is not so", node.text),
    }
}

fn comparison(operator: Operator, left: &Node, right: &Node, tree: &Tree, wanted: bool) -> String {
    let mut parts = tree.parts.iter();
    let mut side = |node: &Node| match &node.kind {
        Kind::Literal(value) => Some(value.to_string()),
        _ => match &parts.next()?.value {
            Ok(value) => Some(value.to_string()),
            Err(fault) => Some(fault.clone()),
        },
    };
    let (a, b) = if operator == Operator::In && matches!(right.kind, Kind::List(_)) {
        (side(left), Some(right.text.trim_matches(['[', ']']).to_owned()))
    } else {
        (side(left), side(right))
    };
    let (Some(a), Some(b)) = (a, b) else {
        return format!("{} is not so", tree.text);
    };
    let flipped = matches!(left.kind, Kind::Literal(_));
    let (name, has, wants) = if flipped {
        (&right.text, &b, a.clone())
    } else if matches!(right.kind, Kind::Name(_)) {
        (&left.text, &a, format!("{b} ({})", right.text))
    } else {
        (&left.text, &a, b.clone())
    };
    format!("{name} is {has}; it must {}", demand(operator, wanted, flipped, &wants))
}

fn demand(operator: Operator, wanted: bool, flipped: bool, wants: &str) -> String {
    let mut operator = operator;
    if flipped {
        operator = match operator {
            Operator::Less => Operator::More,
            Operator::More => Operator::Less,
            Operator::AtMost => Operator::AtLeast,
            Operator::AtLeast => Operator::AtMost,
            other => other,
        };
    }
    match (operator, wanted) {
        (Operator::Equal, true) | (Operator::NotEqual, false) => format!("be {wants}"),
        (Operator::NotEqual, true) | (Operator::Equal, false) => format!("not be {wants}"),
        (Operator::Less, true) | (Operator::AtLeast, false) => format!("be less than {wants}"),
        (Operator::AtMost, true) | (Operator::More, false) => format!("be at most {wants}"),
        (Operator::More, true) | (Operator::AtMost, false) => format!("be more than {wants}"),
        (Operator::AtLeast, true) | (Operator::Less, false) => format!("be at least {wants}"),
        (Operator::In, true) => format!("be one of {wants}"),
        (Operator::In, false) => format!("be none of {wants}"),
        (other, _) => format!("hold that it {} {wants}", other.sign()),
    }
}

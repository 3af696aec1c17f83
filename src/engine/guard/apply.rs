//! What operators and functions make of values.

use chrono::NaiveDate;

use super::{Env, Function, Operator};
use crate::{definition::scalar::pounds, value::Value};

pub(super) fn too_large() -> String {
    "the number is too large".to_owned()
}

pub(super) fn binary(operator: Operator, a: &Value, b: &Value) -> Result<Value, String> {
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

pub(super) fn call(function: Function, values: &[Value], env: &dyn Env) -> Result<Value, String> {
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

//! Facts, as a kind of record gives them.

use accord_engine::value::Value;

use super::Values;

/// Facts by name, from pairs.
pub fn values<'a>(pairs: impl IntoIterator<Item = (&'a str, Value)>) -> Values {
    let named = pairs.into_iter().map(|(name, value)| (name.to_owned(), value));
    named.collect()
}

/// A fact that counts.
pub fn count(n: usize) -> Value {
    Value::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

//! One spelling for one JSON value: keys in order of their UTF-16 units, no spaces, no fractions.
//!
//! This is RFC 8785 with numbers kept whole. A fraction has many spellings, and money and times
//! are whole numbers here anyway.

use std::cmp::Ordering;

use serde_json::Value;

/// The value holds a number that is not whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a whole number; a journal holds no others")]
pub struct Fraction(pub String);

/// The canonical text.
///
/// # Errors
/// [`Fraction`], naming the number.
pub fn canonical(value: &Value) -> Result<String, Fraction> {
    let mut out = String::new();
    write(value, &mut out)?;
    Ok(out)
}

/// Whether a text is the canonical text of what it says.
pub fn is_canonical(text: &str) -> bool {
    serde_json::from_str(text)
        .ok()
        .and_then(|value: Value| canonical(&value).ok())
        .is_some_and(|again| again == text)
}

fn write(value: &Value, out: &mut String) -> Result<(), Fraction> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) if number.is_f64() => return Err(Fraction(number.to_string())),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) => string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            members.sort_by(|a, b| units(a.0, b.0));
            out.push('{');
            for (index, (key, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                string(key, out);
                out.push(':');
                write(member, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// The order of two keys. Bytes of ASCII have the order of UTF-16 units, and are quicker to compare.
fn units(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        a.cmp(b)
    } else {
        a.encode_utf16().cmp(b.encode_utf16())
    }
}

/// Escapes what JSON must and nothing else.
pub(crate) fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c < ' ' || c == '"' || c == '\\') {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_and_nothing_is_spaced() {
        let value = json!({"b": [1, -2, null, true], "a": {"z": "x", "\u{e9}": 0}});
        assert_eq!(
            canonical(&value).unwrap(),
            r#"{"a":{"z":"x","é":0},"b":[1,-2,null,true]}"#
        );
    }

    #[test]
    fn keys_outside_the_basic_plane_sort_as_rfc_8785_says() {
        let value = json!({"\u{fb33}": 1, "\u{1f600}": 2, "\u{20ac}": 3});
        assert_eq!(
            canonical(&value).unwrap(),
            "{\"\u{20ac}\":3,\"\u{1f600}\":2,\"\u{fb33}\":1}"
        );
    }

    #[test]
    fn control_characters_are_escaped_in_one_way() {
        assert_eq!(
            canonical(&json!("a\"\\\n\u{1}\u{7f}/")).unwrap(),
            "\"a\\\"\\\\\\n\\u0001\u{7f}/\""
        );
    }

    #[test]
    fn a_fraction_is_refused() {
        assert_eq!(canonical(&json!([0.5])), Err(Fraction("0.5".to_owned())));
        assert!(!is_canonical("[1.0]"));
        assert!(!is_canonical("{\"b\":1,\"a\":1}"));
        assert!(!is_canonical("[1 ]"));
    }
}

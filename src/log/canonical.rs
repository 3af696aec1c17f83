//! One spelling for one JSON value: keys in order of their UTF-16 units, no spaces, no fractions.
//!
//! This is RFC 8785 with numbers kept whole. A fraction has many spellings, and money and times
//! are whole numbers here anyway.

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
            members.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
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

/// Escapes what JSON must and nothing else.
pub(crate) fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
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

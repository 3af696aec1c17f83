//! The list of fields in `templates/README.md`, made from the contexts so that it cannot be wrong.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;

use super::{
    contexts::{ANY, KINDS},
    schema::{Schema, Shape},
};

/// Markdown: the common fields, each kind, and the pieces that they share.
pub fn fields() -> String {
    let mut out = String::new();
    let mut pieces = BTreeMap::new();
    section(&mut out, &mut pieces, "Every template", &Schema::of(&ANY));
    for kind in KINDS {
        let also: Vec<String> = kind.ancestors.iter().map(|a| format!("`{a}`")).collect();
        let title = match also.as_slice() {
            [] => format!("`{}`", kind.name),
            some => format!("`{}` (and {})", kind.name, some.join(", ")),
        };
        section(&mut out, &mut pieces, &title, &Schema::of(kind));
    }
    let _ = writeln!(out, "### Pieces\n");
    for (name, lines) in pieces {
        let _ = writeln!(out, "**{name}**\n\n{lines}");
    }
    out
}

fn section(out: &mut String, pieces: &mut BTreeMap<String, String>, title: &str, schema: &Schema) {
    let _ = writeln!(out, "### {title}\n\n{}", lines(schema, schema.root()));
    for (name, node) in schema.definitions() {
        pieces.insert(name.to_owned(), lines(schema, node));
    }
}

fn lines(schema: &Schema, node: &Value) -> String {
    let mut out = String::new();
    if let Shape::Object(fields, _) = schema.shape(node) {
        for (name, field) in fields {
            let said = field
                .get("description")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .replace('\n', " ");
            let _ = writeln!(out, "- `{name}` {}. {said}", describe(schema, field));
        }
    }
    out
}

fn describe(schema: &Schema, node: &Value) -> String {
    match schema.shape(node) {
        Shape::Object(_, Some(name)) => name.to_owned(),
        Shape::Object(_, None) => "object".to_owned(),
        Shape::Open(values) => format!("by name: {}", describe(schema, values)),
        Shape::List(items) => format!("list of {}", describe(schema, items)),
        Shape::Plain(kind) => kind.to_owned(),
    }
}

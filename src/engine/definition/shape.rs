//! Every key and value of a file against the schema of what it is read as, all at once.
//!
//! What does not fit is reported and left out, so that the rest can still be looked at.

use serde_json::Value;

use super::{
    bounds, near,
    node::{Data, Key, Node},
    scalar::{Amount, Number, Scalar, Share},
    source,
};
use crate::{check::codes, diagnostic::Diagnostic};

/// A walk over one file.
pub struct Walk<'a> {
    root: &'a Value,
    /// What was found.
    pub found: Vec<Diagnostic>,
}

impl<'a> Walk<'a> {
    /// Against this schema, with its `$defs`.
    pub fn new(root: &'a Value) -> Self {
        Self {
            root,
            found: Vec::new(),
        }
    }

    /// The part of the tree that fits, if what must be there is there.
    pub fn file(&mut self, node: &Node) -> Option<Node> {
        self.walk(node, self.root, "")
    }

    fn walk(&mut self, node: &Node, schema: &'a Value, path: &str) -> Option<Node> {
        if node.data == Data::Broken {
            return None;
        }
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let name = name.strip_prefix("#/$defs/").unwrap_or(name);
            return match self.scalar(node, name, path) {
                Some(kept) => kept,
                None => self.walk(node, self.root.get("$defs")?.get(name)?, path),
            };
        }
        if node.data == Data::Null {
            let told = Diagnostic::error(
                codes::EMPTY_VALUE,
                path,
                format!("Nothing is written after `{}`.", last(path)),
            );
            self.found
                .push(told.mend("Write its value, or take the key away.").at(node.span));
            return None;
        }
        if let Some(choices) = schema
            .get("oneOf")
            .or_else(|| schema.get("anyOf"))
            .and_then(Value::as_array)
        {
            return self.choice(node, choices, path);
        }
        match (schema.get("type").and_then(Value::as_str), &node.data) {
            (Some("object"), Data::Map(entries)) => self.object(node, entries, schema, path),
            (Some("array"), Data::List(items)) => Some(self.list(node, items, schema, path)),
            (Some("string"), Data::Text(text)) => self.text(node, text, schema, path),
            (Some("integer"), Data::Integer(number)) => self.integer(node, *number, schema, path),
            (Some("boolean"), Data::Bool(_)) | (None, _) => Some(node.clone()),
            (Some(kind), _) => self.wrong(node, wanted(kind), path),
        }
    }

    fn wrong(&mut self, node: &Node, wanted: &str, path: &str) -> Option<Node> {
        let what = format!("`{}` takes {wanted}, and this is {}.", last(path), node.data.kind());
        let mend = match &node.data {
            Data::Bool(_) | Data::Integer(_) if wanted == "text" => "Put it between quotes if these are the words.",
            Data::Text(_) if wanted.starts_with("true") => "Write `true` or `false`; `yes` and `no` are only words.",
            Data::Text(_) if wanted.starts_with("a list") => "Put it between brackets: `[like, this]`.",
            _ => "Look at the indentation, and at the schema in workflows/schema.",
        };
        self.found.push(
            Diagnostic::error(codes::WRONG_KIND, path, what)
                .mend(mend)
                .at(node.span),
        );
        None
    }

    /// The small words with rules of their own.
    fn scalar(&mut self, node: &Node, name: &str, path: &str) -> Option<Option<Node>> {
        let text = match &node.data {
            Data::Text(text) => text.clone(),
            Data::Integer(number) => number.to_string(),
            Data::Bool(word) if name == "Scalar" => word.to_string(),
            Data::Bool(_) | Data::List(_) | Data::Map(_) | Data::Null | Data::Broken => {
                return matches!(name, "Amount" | "Number" | "Share" | "Scalar").then(|| match node.data {
                    Data::Null => self.empty(node, path),
                    _ => self.wrong(node, "a single value", path),
                });
            }
        };
        let wrong = match name {
            "Amount" => text.parse::<Amount>().err(),
            "Number" => text.parse::<Number>().err(),
            "Share" => text.parse::<Share>().err(),
            "Scalar" => text.parse::<Scalar>().err(),
            _ => return None,
        };
        Some(match wrong {
            None => Some(node.clone()),
            Some(what) => {
                let (what, mend) = what.split_once("; ").unwrap_or((&what, "look at the schema"));
                let told = Diagnostic::error(codes::BAD_SCALAR, path, format!("{what}."));
                self.found
                    .push(told.mend(format!("{}.", upper_first(mend))).at(node.span));
                None
            }
        })
    }

    fn empty(&mut self, node: &Node, path: &str) -> Option<Node> {
        let told = Diagnostic::error(
            codes::EMPTY_VALUE,
            path,
            format!("Nothing is written after `{}`.", last(path)),
        );
        self.found
            .push(told.mend("Write its value, or take the key away.").at(node.span));
        None
    }

    /// Words, an enum with content, or one-or-many.
    fn choice(&mut self, node: &Node, choices: &'a [Value], path: &str) -> Option<Node> {
        let words: Vec<&str> = choices.iter().flat_map(words).collect();
        let tagged = |choice: &'a Value| -> Option<(&'a str, &'a Value)> {
            let properties = choice.get("properties")?.as_object()?;
            let (key, schema) = properties.iter().next()?;
            (properties.len() == 1).then_some((key.as_str(), schema))
        };
        let tags: Vec<(&str, &Value)> = choices.iter().filter_map(tagged).collect();
        if words.is_empty() && tags.is_empty() {
            let kind = match node.data {
                Data::List(_) => "array",
                Data::Text(_) => "string",
                _ => "object",
            };
            let of = |choice: &'a Value| choice.get("type").and_then(Value::as_str).unwrap_or("object");
            return match choices.iter().find(|choice| of(choice) == kind) {
                Some(choice) => self.walk(node, choice, path),
                None if choices.iter().any(|choice| of(choice) == "string") => {
                    self.wrong(node, "a name, or a list of names", path)
                }
                None => self.wrong(node, "a mapping or a list", path),
            };
        }
        let known = words.iter().copied().chain(tags.iter().map(|(tag, _)| *tag));
        match &node.data {
            Data::Text(word) if words.contains(&word.as_str()) => Some(node.clone()),
            Data::Text(word) if tags.iter().any(|(tag, _)| tag == word) => {
                let what = format!("`{word}` must say what.");
                let told = Diagnostic::error(codes::WRONG_KIND, path, what).mend(format!("Write `{word}: …`."));
                self.found.push(told.at(node.span));
                None
            }
            Data::Text(word) => {
                let what = format!("`{word}` is not a word that may stand here.");
                let told = Diagnostic::error(codes::UNKNOWN_WORD, path, what).mend(near::suggest(word, known));
                self.found.push(told.at(node.span));
                None
            }
            Data::Map(entries) => self.tagged(node, entries, &tags, path),
            _ => self.wrong(node, "one of its words", path),
        }
    }

    fn tagged(
        &mut self,
        node: &Node,
        entries: &[(Key, Node)],
        tags: &[(&'a str, &'a Value)],
        path: &str,
    ) -> Option<Node> {
        let [(key, value)] = entries else {
            let what = format!("Exactly one thing belongs in each item of `{}`.", last(path));
            let told = Diagnostic::error(codes::WRONG_KIND, path, what).mend("Begin each with its own `-`.");
            self.found.push(told.at(node.span));
            return None;
        };
        let Some((_, schema)) = tags.iter().find(|(tag, _)| *tag == key.text) else {
            let known = tags.iter().map(|(tag, _)| *tag);
            let what = format!("`{}` is not a word that may stand here.", key.text);
            let told = Diagnostic::error(codes::UNKNOWN_WORD, path, what).mend(near::suggest(&key.text, known));
            self.found.push(told.at(key.span));
            return None;
        };
        let kept = self.walk(value, schema, &source::join(path, &key.text))?;
        Some(Node {
            data: Data::Map(vec![(key.clone(), kept)]),
            span: node.span,
        })
    }

    fn object(&mut self, node: &Node, entries: &[(Key, Node)], schema: &'a Value, path: &str) -> Option<Node> {
        let properties = schema.get("properties").and_then(Value::as_object);
        let open = schema
            .get("additionalProperties")
            .filter(|more| more.is_object())
            .or_else(|| schema.get("patternProperties")?.as_object()?.values().next());
        let mut kept = Vec::new();
        for (key, value) in entries {
            let child = source::join(path, &key.text);
            match properties.and_then(|all| all.get(&key.text)).or(open) {
                Some(schema) => kept.extend(self.walk(value, schema, &child).map(|value| (key.clone(), value))),
                None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                    let known = properties.into_iter().flat_map(|all| all.keys().map(String::as_str));
                    let what = format!("There is no `{}` in {}.", key.text, whereabouts(path));
                    let told = Diagnostic::error(codes::UNKNOWN_KEY, &child, what);
                    self.found.push(
                        told.mend(near::suggest(&key.text, known.collect::<Vec<_>>()))
                            .at(key.span),
                    );
                }
                None => kept.push((key.clone(), value.clone())),
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let mut whole = true;
        for name in required.filter_map(Value::as_str) {
            if !entries.iter().any(|(key, _)| key.text == name) {
                let what = format!("`{name}` is missing in {}.", whereabouts(path));
                self.found
                    .push(Diagnostic::error(codes::MISSING_KEY, path, what).mend(format!("Add `{name}: …`.")));
            }
            whole &= kept.iter().any(|(key, _)| key.text == name);
        }
        whole.then_some(Node {
            data: Data::Map(kept),
            span: node.span,
        })
    }

    fn list(&mut self, node: &Node, items: &[Node], schema: &'a Value, path: &str) -> Node {
        let Some(schema) = schema.get("items") else {
            return node.clone();
        };
        let kept = items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| self.walk(item, schema, &format!("{path}[{index}]")))
            .collect();
        Node {
            data: Data::List(kept),
            span: node.span,
        }
    }

    fn text(&mut self, node: &Node, text: &str, schema: &Value, path: &str) -> Option<Node> {
        let words = words(schema);
        if words.is_empty() || words.contains(&text) {
            if text.trim().is_empty() {
                return self.empty(node, path);
            }
            return self.unless(bounds::of_day(text, schema), node, path);
        }
        let what = format!("`{text}` is not a word that may stand here.");
        self.found.push(
            Diagnostic::error(codes::UNKNOWN_WORD, path, what)
                .mend(near::suggest(text, words))
                .at(node.span),
        );
        None
    }

    fn integer(&mut self, node: &Node, number: i64, schema: &Value, path: &str) -> Option<Node> {
        let wrong = bounds::of_number(number, schema);
        self.unless(wrong, node, path)
    }

    fn unless(&mut self, wrong: Option<bounds::Wrong>, node: &Node, path: &str) -> Option<Node> {
        let Some(wrong) = wrong else {
            return Some(node.clone());
        };
        let what = format!("{} cannot stand after `{}`.", wrong.shown, last(path));
        self.found.push(
            Diagnostic::error(codes::BAD_SCALAR, path, what)
                .mend(wrong.mend)
                .at(node.span),
        );
        None
    }
}

fn words(schema: &Value) -> Vec<&str> {
    let one = schema.get("const").and_then(Value::as_str);
    let many = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    one.into_iter().chain(many.filter_map(Value::as_str)).collect()
}

fn wanted(kind: &str) -> &'static str {
    match kind {
        "object" => "a mapping of keys to values",
        "array" => "a list",
        "boolean" => "true or false",
        "integer" => "a whole number",
        _ => "text",
    }
}

/// The last word of a path.
fn last(path: &str) -> &str {
    match path.rsplit('.').next().unwrap_or(path) {
        "" => "the file",
        word => word,
    }
}

fn whereabouts(path: &str) -> String {
    if path.is_empty() {
        "this file".to_owned()
    } else {
        format!("`{path}`")
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

//! Reads the JSON Schema of a context: which paths exist, and what stands there.

use serde_json::{Map, Value};

use super::contexts::{self, Kind};

/// What stands at a place of a context.
#[derive(Debug, Clone, Copy)]
pub enum Shape<'a> {
    /// An object with known fields; the name of its type, if it has one.
    Object(&'a Map<String, Value>, Option<&'a str>),
    /// An object whose names only the workflow knows.
    Open(&'a Value),
    /// A list.
    List(&'a Value),
    /// A value that can be written out: `text`, `number`, `date`, `instant`, `yes or no`.
    Plain(&'static str),
}

/// The schema of one object, with its definitions.
#[derive(Debug)]
pub struct Schema(Value);

impl Schema {
    /// The schema of a kind's own object, or of the common fields for [`contexts::ANY`].
    pub fn of(kind: &Kind) -> Self {
        Self(kind.own_schema())
    }

    /// The root.
    pub fn root(&self) -> &Value {
        &self.0
    }

    /// What a schema node says, with references followed.
    pub fn shape<'a>(&'a self, node: &'a Value) -> Shape<'a> {
        if let Some(name) = node
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|r| r.strip_prefix("#/$defs/"))
        {
            return match self.definition(name).map(|d| self.shape(d)) {
                Some(Shape::Object(fields, _)) => Shape::Object(fields, Some(name)),
                Some(other) => other,
                None => Shape::Plain("text"),
            };
        }
        if let Some(Value::Array(any)) = node.get("anyOf")
            && let Some(first) = any.iter().find(|one| one.get("type") != Some(&Value::from("null")))
        {
            return self.shape(first);
        }
        if let Some(Value::Object(fields)) = node.get("properties") {
            return Shape::Object(fields, None);
        }
        if let Some(items) = node.get("items") {
            return Shape::List(items);
        }
        if let Some(values) = node.get("additionalProperties") {
            return Shape::Open(values);
        }
        Shape::Plain(plain(node))
    }

    /// The named definitions.
    pub fn definitions(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0
            .get("$defs")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, node)| (name.as_str(), node))
    }

    fn definition(&self, name: &str) -> Option<&Value> {
        self.0.get("$defs")?.get(name)
    }
}

fn plain(node: &Value) -> &'static str {
    let is = |word: &str| match node.get("type") {
        Some(Value::String(one)) => one == word,
        Some(Value::Array(all)) => all.iter().any(|one| one == word),
        _ => false,
    };
    match node.get("format").and_then(Value::as_str) {
        Some("date") => "date",
        Some("date-time") => "instant",
        _ if is("integer") => "number",
        _ if is("boolean") => "yes or no",
        _ => "text",
    }
}

/// The schemas of everything that a template of one kind may use.
#[derive(Debug)]
pub struct Whole {
    common: Schema,
    objects: Vec<(&'static str, Schema)>,
}

/// Why a path does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no `{missing}` in `{within}`; it has {}", .known.join(", "))]
pub struct NoSuchPath {
    /// The step that is not there.
    pub missing: String,
    /// What was looked into.
    pub within: String,
    /// What is there.
    pub known: Vec<String>,
}

impl Whole {
    /// For a kind.
    pub fn of(kind: &Kind) -> Self {
        Self {
            common: Schema::of(&contexts::ANY),
            objects: kind.objects().map(|k| (k.name, Schema::of(k))).collect(),
        }
    }

    /// Whether an object or a list stands at a path from the top, which nobody can write out; `[]` stands for
    /// the members of a list.
    ///
    /// # Errors
    /// The first step that does not exist.
    pub fn check(&self, path: &[String]) -> Result<bool, NoSuchPath> {
        let Some((first, rest)) = path.split_first() else {
            return Ok(false);
        };
        if let Some((_, schema)) = self.objects.iter().find(|(name, _)| name == first) {
            return walk(schema, schema.root(), first, rest);
        }
        let common = self.common.root();
        if let Shape::Object(fields, _) = self.common.shape(common)
            && let Some(node) = fields.get(first)
        {
            return walk(&self.common, node, first, rest);
        }
        Err(NoSuchPath {
            missing: first.clone(),
            within: "the context".to_owned(),
            known: self.top(),
        })
    }

    fn top(&self) -> Vec<String> {
        let mut names: Vec<String> = self.objects.iter().map(|(name, _)| (*name).to_owned()).collect();
        if let Shape::Object(fields, _) = self.common.shape(self.common.root()) {
            names.extend(fields.keys().cloned());
        }
        names
    }
}

fn walk(schema: &Schema, node: &Value, within: &str, path: &[String]) -> Result<bool, NoSuchPath> {
    let Some((step, rest)) = path.split_first() else {
        return Ok(matches!(schema.shape(node), Shape::Object(..) | Shape::List(_)));
    };
    let deeper = format!("{within}.{step}");
    let none = |known: Vec<String>| NoSuchPath {
        missing: step.clone(),
        within: within.to_owned(),
        known,
    };
    match schema.shape(node) {
        Shape::Object(fields, _) => match fields.get(step) {
            Some(next) => walk(schema, next, &deeper, rest),
            None => Err(none(fields.keys().cloned().collect())),
        },
        Shape::Open(values) => walk(schema, values, &deeper, rest),
        Shape::List(_) if step == "length" => Ok(false),
        Shape::List(items) if step == "[]" || step.parse::<usize>().is_ok() => walk(schema, items, within, rest),
        Shape::List(_) => Err(none(vec!["members: use `each`".to_owned()])),
        Shape::Plain(kind) => Err(none(vec![format!("only a {kind}")])),
    }
}

//! The JSON Schemas of the files that people write, generated from the structs that read them.
//!
//! They are committed under `workflows/schema/` so that editors complete and underline, and
//! [`super::shape`] walks the same schemas to find every problem of a file at once.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value};

/// The schema of a file that is read as `T`. An optional key is left out, never written empty,
/// so `null` is taken out of every type.
pub fn of<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    without_null(&mut schema);
    schema
}

fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            narrow_type(map);
            narrow_any_of(map);
            map.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `type: [string, null]` becomes `type: string`.
fn narrow_type(map: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = map.get_mut("type") else {
        return;
    };
    types.retain(|one| one != "null");
    if let [one] = types.as_slice() {
        let one = one.clone();
        map.insert("type".to_owned(), one);
    }
}

/// `anyOf: [X, null]` becomes X, beside the description.
fn narrow_any_of(map: &mut Map<String, Value>) {
    let Some(Value::Array(any)) = map.get_mut("anyOf") else {
        return;
    };
    any.retain(|one| one.get("type").is_none_or(|kind| kind != "null"));
    if let [Value::Object(only)] = any.as_slice() {
        let only = only.clone();
        map.remove("anyOf");
        map.extend(only);
    }
}

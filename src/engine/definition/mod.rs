//! A workflow file: its words, how it is read, what is wrong with it.

mod bounds;
pub mod build;
pub mod meant;
pub mod model;
pub mod near;
pub mod node;
pub mod parse;
pub mod scalar;
pub mod schema;
pub mod shape;
pub mod source;
pub mod vocabulary;

use crate::diagnostic::Diagnostic;

/// Reads a workflow file and reports every problem of its shape at once. The definition comes
/// also beside errors, without what did not fit, so that more can be found in it.
pub fn parse(text: &str) -> (Option<model::Definition>, Vec<Diagnostic>) {
    let parsed = parse::read(text);
    (parsed.value, parsed.found)
}

/// The JSON Schema of a workflow file, for editors.
pub fn schema() -> serde_json::Value {
    schema::of::<model::Definition>()
}

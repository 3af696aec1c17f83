//! From text to structs, with every problem at once.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::{build, node, schema, shape::Walk, source::SourceMap};
use crate::{check::codes, diagnostic::Diagnostic};

/// What came out of reading one file.
#[derive(Debug, Clone)]
pub struct Parsed<T> {
    /// What could be read, without what did not fit; nothing if too little fits.
    pub value: Option<T>,
    /// Each problem, in the order of the text. Any error means that the value is not to be used,
    /// only looked at further.
    pub found: Vec<Diagnostic>,
    /// Where each path stands.
    pub source: SourceMap,
}

/// Reads any file whose struct has a schema: workflows, roles, calendars, scenarios.
pub fn read<T: DeserializeOwned + JsonSchema>(text: &str) -> Parsed<T> {
    let (root, mut found) = node::read(text);
    let Some(root) = root else {
        return Parsed {
            value: None,
            found,
            source: SourceMap::default(),
        };
    };
    let source = SourceMap::of(&root);
    let schema = schema::of::<T>();
    let mut walk = Walk::new(&schema);
    let kept = walk.file(&root);
    found.append(&mut walk.found);
    let value = kept.and_then(|kept| match build::build::<T>(&kept) {
        Ok(value) => Some(value),
        Err(error) => {
            let what = format!("{}.", error.what.trim_end_matches('.'));
            found.push(Diagnostic::error(codes::WRONG_KIND, error.path, what));
            None
        }
    });
    source.place(&mut found);
    Parsed { value, found, source }
}

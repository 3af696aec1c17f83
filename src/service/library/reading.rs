//! Files of a shelf that must be right, read; or every problem with its place.

use std::collections::BTreeMap;

use accord_engine::{
    definition::{near, parse},
    diagnostic::{Diagnostic, Span},
};
use anyhow::{Context as _, bail};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::Shelf;

/// The file at a path, which must be there.
///
/// # Errors
/// It is missing, or all its problems.
pub(super) fn must<T: DeserializeOwned + JsonSchema>(shelf: &Shelf, path: &str) -> anyhow::Result<T> {
    let text = shelf.get(path).with_context(|| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let there = shelf.below(folder).map(|(rest, _)| rest.trim_start_matches('/'));
        let name = path.get(folder.len()..).unwrap_or(path).trim_start_matches('/');
        let near = near::closest(name, there.collect::<Vec<_>>());
        let near = near.map_or_else(String::new, |near| format!(" Is `{near}` meant for it?"));
        format!(
            "{path} is missing.{near} A library has every file of workflows/vocabulary: copy it from the built-in one"
        )
    })?;
    read(path, text)
}

/// Every file in a folder, by name.
///
/// # Errors
/// All problems of one that cannot be read.
pub(super) fn all<T: DeserializeOwned + JsonSchema>(
    shelf: &Shelf,
    folder: &str,
) -> anyhow::Result<BTreeMap<String, T>> {
    shelf
        .list(folder, ".yaml")
        .map(|(name, text)| Ok((name.to_owned(), read(&format!("{folder}/{name}.yaml"), text)?)))
        .collect()
}

/// Reads a file that must be right, or says every problem with its place.
///
/// # Errors
/// All problems, one on a line.
pub fn read<T: DeserializeOwned + JsonSchema>(path: &str, text: &str) -> anyhow::Result<T> {
    let parsed = parse::read::<T>(text);
    match parsed.value {
        Some(value) if parsed.found.is_empty() => Ok(value),
        _ => {
            let lines: Vec<String> = parsed.found.iter().map(|one| one_line(path, one)).collect();
            bail!("{}", lines.join("\n"))
        }
    }
}

/// `workflows/bid.yaml:12:3: WF0203 There is no role …`
pub fn one_line(path: &str, found: &Diagnostic) -> String {
    let mend = found.mend.as_ref().map_or_else(String::new, |mend| format!(" {mend}"));
    placed(path, found.span, &format!("{} {}{mend}", found.code, found.what))
}

/// `workflows/bid.yaml:12:3: what is wrong there`.
pub fn placed(path: &str, span: Option<Span>, what: &str) -> String {
    let place = span.map_or_else(String::new, |span| format!(":{}:{}", span.line, span.column));
    format!("{path}{place}: {what}")
}

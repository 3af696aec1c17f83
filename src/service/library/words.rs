//! `workflows/words/*.md`: pages that are words alone. They are judged with the library: a wrong word would be found by
//! whoever looks for help.

use accord_engine::definition::near;

use super::Shelf;
use crate::{service::retention::Retention, views::wording};

/// Where they lie.
const FOLDER: &str = "workflows/words";

/// The path of a page of words.
pub fn path(name: &str) -> String {
    format!("{FOLDER}/{name}.md")
}

/// What is wrong with the pages, each with its file and line.
pub(super) fn faults(shelf: &Shelf, retention: &Retention) -> Vec<String> {
    let keep = retention.in_words();
    let built_in = Shelf::built_in();
    let known: Vec<&str> = built_in.list(FOLDER, ".md").map(|(name, _)| name).collect();
    let mut lines = Vec::new();
    for (name, text) in shelf.list(FOLDER, ".md") {
        let path = path(name);
        if !known.contains(&name) {
            let suggest = near::suggest(name, known.iter().copied());
            lines.push(format!("{path}: There is no page of words called `{name}`. {suggest}"));
        }
        let found = wording::faults(text, &keep);
        lines.extend(found.into_iter().map(|(line, what)| format!("{path}:{line}: {what}")));
    }
    lines
}

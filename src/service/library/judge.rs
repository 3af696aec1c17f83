//! What is wrong with a file of the vocabulary: each problem at its place in the text, with the near name.

use std::fmt::Display;

use accord_engine::{
    check,
    definition::{model::Form, near, node, source::SourceMap},
    diagnostic::Span,
};

use super::{Shelf, reading::placed};

/// Problems of one file.
#[derive(Debug)]
pub(super) struct Faults {
    path: String,
    source: SourceMap,
    found: Vec<(Option<Span>, String)>,
}

impl Faults {
    /// None yet.
    pub(super) fn of(shelf: &Shelf, path: &str) -> Self {
        let root = shelf.get(path).and_then(|text| node::read(text).0);
        Self {
            path: path.to_owned(),
            source: root.as_ref().map(SourceMap::of).unwrap_or_default(),
            found: Vec::new(),
        }
    }

    /// A problem at a path of the file: `bodies.board.seats[0].role`; with `#key` at its end, at the key.
    pub(super) fn say(&mut self, at: &str, what: impl Display) {
        self.found.push((self.source.locate(at), what.to_string()));
    }

    /// That a name is one of those that there are; if not, the near one.
    pub(super) fn known<'k>(&mut self, at: &str, is: &str, name: &str, known: impl IntoIterator<Item = &'k String>) {
        let known: Vec<&str> = known.into_iter().map(String::as_str).collect();
        if !known.contains(&name) {
            let suggest = near::suggest(name, known);
            self.say(at, format_args!("There is no {is} `{name}`. {suggest}"));
        }
    }

    /// The same of a list, which names each once.
    pub(super) fn all_known<'k>(
        &mut self,
        at: &str,
        is: &str,
        names: &[String],
        known: impl IntoIterator<Item = &'k String>,
    ) {
        let known: Vec<&String> = known.into_iter().collect();
        for (index, name) in names.iter().enumerate() {
            self.known(&format!("{at}[{index}]"), is, name, known.iter().copied());
        }
        self.once(at, names);
    }

    /// That a list names each thing once.
    pub(super) fn once(&mut self, at: &str, names: &[String]) {
        for (index, name) in names.iter().enumerate() {
            if names.iter().take(index).any(|one| one == name) {
                self.say(
                    &format!("{at}[{index}]"),
                    format_args!("`{name}` stands here twice. Take one away."),
                );
            }
        }
    }

    /// That a list names something.
    pub(super) fn some(&mut self, at: &str, names: &[String], else_says: &str) {
        if names.is_empty() {
            self.say(at, else_says);
        }
    }

    /// That a number lies between two.
    pub(super) fn between(&mut self, at: &str, number: impl TryInto<u64>, least: u64, most: u64) {
        let number = number.try_into().unwrap_or(u64::MAX);
        if !(least..=most).contains(&number) {
            let word = at.rsplit('.').next().unwrap_or(at);
            self.say(
                at,
                format_args!("`{word}` is {number}. Write a number from {least} to {most}."),
            );
        }
    }

    /// That the questions of a form fit together.
    pub(super) fn form(&mut self, at: &str, form: &Form) {
        let mut found = Vec::new();
        check::forms::questions(&format!("{at}.fields"), &form.fields, &mut found);
        for one in found.iter().filter(|one| one.is_error()) {
            let mend = one.mend.as_ref().map_or_else(String::new, |mend| format!(" {mend}"));
            self.say(&one.path, format_args!("{} {}{mend}", one.code, one.what));
        }
    }

    /// One line for each: `workflows/vocabulary/bodies.yaml:15:17: There is no role …`, in the order of the text.
    pub(super) fn lines(mut self) -> Vec<String> {
        self.found
            .sort_by_key(|(span, _)| span.map_or((usize::MAX, 0), |span| (span.line, span.column)));
        let path = self.path;
        self.found
            .into_iter()
            .map(|(span, what)| placed(&path, span, &what))
            .collect()
    }
}

//! What is wrong with a file: code, place, why, how to mend it.

use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It may not run.
    Error,
    /// It may run, and somebody ought to look.
    Warning,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable: `WF` and four digits; the first two are the class.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// Where in the file, as a path: `states.drafting.on.publish[0].to`.
    pub path: String,
    /// Where in the text, once located.
    pub span: Option<Span>,
    /// What is wrong, one sentence.
    pub what: String,
    /// Why it matters, if that is not plain.
    pub why: Option<String>,
    /// How to mend it.
    pub mend: Option<String>,
}

/// A place in a text. Lines and columns count from 1, in characters; `start` and `len` are bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct Span {
    pub line: usize,
    pub column: usize,
    pub start: usize,
    pub len: usize,
}

//! What is wrong with the source of a document: place, what, how to mend it.

use std::fmt;

/// One fault. Lines and columns count from 1, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line in the source that was parsed.
    pub line: u32,
    /// The column in that line.
    pub column: u32,
    /// What is wrong, one sentence.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {} {}",
            self.line, self.column, self.what, self.mend
        )
    }
}

/// All faults of one source, in the order of their places. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Faults(pub Vec<Fault>);

//! What is wrong with a file: code, place, why, how to mend it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::check::codes::Code;

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

impl Diagnostic {
    /// A problem that stops the file from running.
    pub fn error(code: Code, path: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            code: code.code.to_owned(),
            severity: Severity::Error,
            path: path.into(),
            span: None,
            what: what.into(),
            why: None,
            mend: None,
        }
    }

    /// A problem that somebody ought to look at.
    pub fn warning(code: Code, path: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, path, what)
        }
    }

    /// With the reason that it matters.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// With the way to mend it.
    #[must_use]
    pub fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = Some(mend.into());
        self
    }

    /// With its place in the text.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Whether it stops the file from running.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// `line:column CODE what — mend`, without the file's name.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(span) = self.span {
            write!(f, "{}:{} ", span.line, span.column)?;
        }
        let word = match self.severity {
            Severity::Error => "",
            Severity::Warning => " (warning)",
        };
        write!(f, "{}{word} {}", self.code, self.what)?;
        if let Some(why) = &self.why {
            write!(f, " {why}")?;
        }
        if let Some(mend) = &self.mend {
            write!(f, " — {mend}")?;
        }
        Ok(())
    }
}

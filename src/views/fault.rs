//! What can be wrong with a template, and where.

/// A fault in a template file, located.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {what}", place(path, *line, *column))]
pub struct TemplateFault {
    /// The file below `templates/`.
    pub path: String,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column, from 1.
    pub column: Option<usize>,
    /// What is wrong, and what to do.
    pub what: String,
}

impl TemplateFault {
    /// A fault of a whole file.
    pub fn of(path: &str, what: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line: None,
            column: None,
            what: what.into(),
        }
    }

    /// A fault at a line.
    pub fn at(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            ..Self::of(path, what)
        }
    }
}

fn place(path: &str, line: Option<usize>, column: Option<usize>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!("templates/{path}:{line}:{column}"),
        (Some(line), None) => format!("templates/{path}:{line}"),
        (None, _) => format!("templates/{path}"),
    }
}

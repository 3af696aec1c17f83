//! Whether a library would be right: what `accord check` says of it, as lines.

use accord_engine::diagnostic::Severity;

use crate::{
    service::library::{Library, Shelf, one_line},
    views::library::Templates,
};

/// Reads a shelf as a library.
///
/// # Errors
/// Every problem, each with file, line and column.
pub fn judge(shelf: Shelf) -> Result<Library, Vec<String>> {
    let library =
        Library::read(shelf).map_err(|error| format!("{error:#}").lines().map(str::to_owned).collect::<Vec<_>>())?;
    let mut out = Vec::new();
    for file in library.files.values() {
        let errors = file.found.iter().filter(|one| one.severity == Severity::Error);
        out.extend(errors.map(|one| one_line(&file.path, one)));
    }
    let found = match Templates::compile(&library.sources) {
        Ok(templates) => templates.check(),
        Err(found) => found,
    };
    out.extend(found.iter().map(ToString::to_string));
    if out.is_empty() { Ok(library) } else { Err(out) }
}

//! What happens when nobody reads what is printed: `accord check … | head`, a full disk.

use std::{io::Write as _, panic, process};

/// The beginning of what the standard library says when it cannot print.
const CANNOT: &str = "failed printing to std";

/// Ends the program quietly, instead of with a trace of where in it printing failed.
#[expect(clippy::disallowed_methods, reason = "a hook has nobody to give an `ExitCode` to")]
pub(super) fn end_quietly() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |what| {
        let said = what.payload().downcast_ref::<String>();
        match said.filter(|said| said.starts_with(CANNOT)) {
            // Whoever reads has seen enough.
            Some(said) if said.contains("Broken pipe") => process::exit(0),
            Some(said) => {
                let why = said.split_once(": ").map_or(said.as_str(), |(_, why)| why);
                // There may be nobody to tell that, either.
                let _ = writeln!(std::io::stderr(), "accord: what was to be printed could not be: {why}");
                process::exit(1)
            }
            None => usual(what),
        }
    }));
}

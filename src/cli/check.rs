//! `accord check`: every problem of every file, and a certificate for each that has none.

use std::{path::PathBuf, process::ExitCode};

use accord_engine::diagnostic::Severity;

use super::{complain, reading};
use crate::{config::Config, service::library::File, views::library::Templates};

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line is what prints"
)]
pub(super) fn run(config: &Config, files: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let library = config.read_library()?;
    let judged: Vec<File> = if files.is_empty() {
        library.files.values().cloned().collect()
    } else {
        files
            .iter()
            .map(|path| {
                let text = reading::text(path, "a workflow")?;
                Ok(library.judge(&path.display().to_string(), &text))
            })
            .collect::<anyhow::Result<_>>()?
    };
    let (mut errors, mut warnings) = (0_usize, 0_usize);
    for file in &judged {
        for found in &file.found {
            match found.severity {
                Severity::Error => errors += 1,
                Severity::Warning => warnings += 1,
            }
            eprintln!("{:?}", complain::report(&file.path, &file.text, found));
        }
        if let Some(workflow) = file.workflow.as_ref().filter(|_| file.is_proved()) {
            println!(
                "{}: may run; {}, {} proved; certificate for {}",
                file.path,
                many(crate::service::library::states(&workflow.definition).len(), "state"),
                many(workflow.definition.guarantees.len(), "guarantee"),
                workflow.hash
            );
        }
    }
    // Letters and papers are judged with the library that they are of; one file is judged by itself.
    if files.is_empty() {
        let found = match Templates::compile(&library.sources) {
            Ok(templates) => templates.check(),
            Err(found) => found,
        };
        for one in &found {
            eprintln!("{one}");
        }
        errors += found.len();
    }
    println!(
        "{}, {}, {}",
        many(judged.len(), "file"),
        many(errors, "error"),
        many(warnings, "warning")
    );
    Ok(if errors > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn many(count: usize, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}

//! `accord draw`, `diff` and `journey`: a workflow file, explained.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use accord_engine::{
    definition::{model::Definition, near},
    diagnostic::Severity,
    diff,
    draw::{self, Format},
    journey,
};
use anyhow::bail;

use super::{complain, reading};
use crate::{config::Config, service::library::Library};

/// What to draw.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum As {
    /// A picture.
    Svg,
    /// For a page that knows Mermaid.
    Mermaid,
    /// W3C SCXML.
    Scxml,
    /// JSON for XState.
    Xstate,
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn draw(config: &Config, file: &Path, format: As) -> anyhow::Result<ExitCode> {
    let format = match format {
        As::Svg => Format::Svg,
        As::Mermaid => Format::Mermaid,
        As::Scxml => Format::Scxml,
        As::Xstate => Format::Xstate,
    };
    let library = config.read_library()?;
    let read = read(&library, file)?;
    if let Some(definition) = &read.definition {
        print!("{}", draw::draw(definition, format));
    }
    Ok(read.code())
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn diff(config: &Config, files: [&PathBuf; 2]) -> anyhow::Result<ExitCode> {
    let library = config.read_library()?;
    let [old, new] = files;
    let (old, new) = (read(&library, old)?, read(&library, new)?);
    if let (Some(old), Some(new)) = (&old.definition, &new.definition) {
        print!("{}", diff::diff(old, new).text());
    }
    Ok(match (old.is_right, new.is_right) {
        (true, true) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn journey(config: &Config, file: &Path, role: &str) -> anyhow::Result<ExitCode> {
    let library = config.read_library()?;
    if !library.roles.roles.contains_key(role) {
        let known: Vec<&str> = library.roles.roles.keys().map(String::as_str).collect();
        bail!(
            "there is no role `{role}`. {}Roles: {}.",
            near::closest(role, known.iter().copied())
                .map_or_else(String::new, |one| format!("Did you mean `{one}`? ")),
            known.join(", ")
        );
    }
    let read = read(&library, file)?;
    if let Some(definition) = &read.definition {
        print!("{}", journey::journey(definition, role, &library.roles));
    }
    Ok(read.code())
}

/// A workflow file, as far as it could be read.
struct Read {
    definition: Option<Definition>,
    /// Nothing stands in the way of running it.
    is_right: bool,
}

impl Read {
    fn code(&self) -> ExitCode {
        match self.is_right {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        }
    }
}

/// Reads a workflow file; every problem is printed. What could be read is shown all the same, to see what is wrong.
#[expect(clippy::print_stderr, reason = "the command line is what prints")]
fn read(library: &Library, file: &Path) -> anyhow::Result<Read> {
    let text = reading::text(file, "a workflow")?;
    let path = file.display().to_string();
    let judged = library.judge(&path, &text);
    let errors: Vec<_> = judged
        .found
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .collect();
    for found in &errors {
        eprintln!("{:?}", complain::report(&path, &text, found));
    }
    Ok(Read {
        is_right: errors.is_empty() && judged.definition.is_some(),
        definition: judged.definition,
    })
}

//! `accord draw`, `diff` and `journey`: a workflow file, explained.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use accord_engine::{
    definition::model::Definition,
    diagnostic::Severity,
    diff,
    draw::{self, Format},
    journey,
};
use anyhow::{Context as _, bail};

use super::complain;
use crate::config::Config;

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
    print!("{}", draw::draw(&read(config, file)?, format));
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn diff(config: &Config, files: [&PathBuf; 2]) -> anyhow::Result<ExitCode> {
    let [old, new] = files;
    let found = diff::diff(&read(config, old)?, &read(config, new)?);
    print!("{}", found.text());
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn journey(config: &Config, file: &Path, role: &str) -> anyhow::Result<ExitCode> {
    let library = config.read_library()?;
    if !library.roles.roles.contains_key(role) {
        let known: Vec<&str> = library.roles.roles.keys().map(String::as_str).collect();
        bail!("there is no role `{role}`; there are: {}", known.join(", "));
    }
    print!("{}", journey::journey(&read(config, file)?, role, &library.roles));
    Ok(ExitCode::SUCCESS)
}

/// Reads a workflow file; every problem is printed, and an error stops.
#[expect(clippy::print_stderr, reason = "the command line is what prints")]
fn read(config: &Config, file: &Path) -> anyhow::Result<Definition> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let path = file.display().to_string();
    let judged = config.read_library()?.judge(&path, &text);
    let errors = judged.found.iter().filter(|one| one.severity == Severity::Error);
    for found in errors {
        eprintln!("{:?}", complain::report(&path, &text, found));
    }
    judged
        .definition
        .with_context(|| format!("{path} cannot be read as a workflow"))
}

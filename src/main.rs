//! The `accord` program.

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
};

use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("ACCORD_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        // Whoever keeps it in a file reads words, and no codes of colours.
        .with_ansi(io::stderr().is_terminal())
        .init();
    accord::cli::run()
}

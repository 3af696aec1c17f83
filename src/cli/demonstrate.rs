//! `accord rehearse`, as the command line shows it.

use std::{path::Path, process::ExitCode};

use super::{complain, rehearse};
use crate::config::Config;

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, scenario: &Path, out: Option<&Path>) -> anyhow::Result<ExitCode> {
    let library = config.read_library()?;
    match rehearse::rehearse(&library, scenario, out) {
        Ok(report) => {
            println!("{}", report.title);
            println!(
                "  {} to {}, in {} steps and {:.1} seconds",
                report.days.0,
                report.days.1,
                report.steps,
                std::time::Duration::from_millis(u64::try_from(report.took_ms).unwrap_or(u64::MAX)).as_secs_f32()
            );
            println!(
                "  {} letters, {} documents, {} notices, {} journal entries",
                report.letters, report.documents, report.notices, report.entries
            );
            for one in &report.dead {
                println!("  could not be sent or made: {one}");
            }
            if let Some(out) = report.out {
                println!("  left in {}", out.display());
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            complain::about(&error);
            Ok(ExitCode::FAILURE)
        }
    }
}

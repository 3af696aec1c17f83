//! `accord ahead`: what comes on a record by itself, until somebody acts.

use std::process::ExitCode;

use super::incidents::alliance;
use crate::{
    config::Config,
    domain::words,
    service::{ahead, spoken},
};

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, reference: &str, name: Option<&str>) -> anyhow::Result<ExitCode> {
    let app = config.look()?;
    let (title, found) = ahead::of_reference(&app, &alliance(&app, name)?, reference)?;
    println!("{title}, if nobody does anything\n");
    for line in &found.lines {
        let on: Vec<&str> = line.on.iter().map(|on| on.title.as_str()).collect();
        let on = match (on.is_empty(), ahead::many(line, on.len())) {
            (true, _) => String::new(),
            (false, Some(many)) => format!(" ({})", words::lower_first(&many)),
            (false, None) => format!(" ({})", on.join(", ")),
        };
        let when = spoken::clock(line.at, words::ZONE, line.at).full;
        println!("{when}: {}{on}", line.what);
        for sentence in line.follows.iter().chain(&line.unsure) {
            println!("  - {sentence}");
        }
        for sentence in &line.because {
            println!("    {sentence}");
        }
    }
    println!("\n{}", ahead::ends(found.ends));
    Ok(ExitCode::SUCCESS)
}

//! `accord work`: clocks and the outbox.

use std::process::ExitCode;

use crate::{
    config::Config,
    service::{clocks, signals},
};

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, once: bool) -> anyhow::Result<ExitCode> {
    let app = config.open()?;
    loop {
        let fired = clocks::fire_due(&app)?;
        let fed = signals::feed(&app)?;
        if once {
            println!("{fired} clocks ran out, {fed} effects came back");
            return Ok(ExitCode::SUCCESS);
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
}

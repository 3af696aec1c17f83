//! `accord clock`: the machine's clock beside the latest time that was seen.

use std::process::ExitCode;

use crate::{
    config::Config,
    service::clocks::{self, Reading},
};

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, accept: bool, by: &str) -> anyhow::Result<ExitCode> {
    let reading = if accept {
        clocks::accept(&config.open_there()?, by)?
    } else {
        clocks::reading(&config.look()?)?
    };
    println!("{}", said(&reading));
    Ok(if reading.is_behind {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn said(reading: &Reading) -> String {
    let (now, mark) = (
        reading.now.format("%Y-%m-%d %H:%M:%S"),
        reading.mark.format("%Y-%m-%d %H:%M:%S"),
    );
    if reading.mark.timestamp() == 0 {
        format!("It is {now} (UTC). No time was noted in this database yet.")
    } else if reading.is_behind {
        format!(
            "It is {now} (UTC), but it was {mark} before: nothing is done that depends on a deadline.\n\
             Set the machine's clock right. If the later time was wrong: `accord clock --accept`."
        )
    } else {
        format!("It is {now} (UTC). The latest time that was noted is {mark}.")
    }
}

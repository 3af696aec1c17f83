//! Does it keep its word when the process is killed, the power fails, or everybody wants the same?
//!
//! `cargo test -p accord-store --test reliability` runs a short form in some seconds;
//! `ACCORD_RELIABILITY=full` the whole (some minutes): 200 kills on SQLite and 50 on PostgreSQL,
//! 100 power cuts and their control, 50 races on each. Words after `--` choose suites by name.

#![expect(unreachable_pub, reason = "a test crate has no outside")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test program: it fails loudly, prints what it did, and is told its size by the environment"
)]

#[path = "../../src/store/tests/support/postgres.rs"]
mod postgres;

mod kills;
mod ledger;
mod powercuts;
mod races;
mod worker;

use std::{panic, process::ExitCode, time::Instant};

/// How much to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// For every run of the tests.
    Short,
    /// Before a release.
    Full,
}

impl Size {
    fn of(self, short: usize, full: usize) -> usize {
        match self {
            Self::Short => short,
            Self::Full => full,
        }
    }
}

/// A suite says in one line what it did, or panics.
type Suite = fn(Size) -> String;

const SUITES: [(&str, Suite); 6] = [
    ("kills_on_sqlite", kills::on_sqlite),
    ("kills_on_postgresql", kills::on_postgresql),
    ("power_cuts", powercuts::with_full_sync),
    ("power_cuts_control", powercuts::control),
    ("races_on_sqlite", races::on_sqlite),
    ("races_on_postgresql", races::on_postgresql),
];

fn main() -> ExitCode {
    if let Ok(role) = std::env::var("ACCORD_RELIABILITY_ROLE") {
        worker::run(&role);
        return ExitCode::SUCCESS;
    }
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let size = match std::env::var("ACCORD_RELIABILITY").as_deref() {
        Ok("full") => Size::Full,
        _ => Size::Short,
    };
    let mut code = ExitCode::SUCCESS;
    for (name, suite) in SUITES {
        if !wanted.is_empty() && !wanted.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        let began = Instant::now();
        match panic::catch_unwind(|| suite(size)) {
            Ok(said) => println!("{name}: {said} ({:?})", began.elapsed()),
            Err(_) => {
                println!("{name}: FAILED");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

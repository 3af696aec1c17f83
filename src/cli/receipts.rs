//! `accord verify-receipt`: whether a receipt is good, offline, with nothing but a public key.

use std::{path::Path, process::ExitCode};

use accord_log::Receipt;
use anyhow::Context as _;

use super::{reading, verify::read_key};

/// Says what the receipt proves.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line is what prints"
)]
pub(super) fn run(file: &Path, key: &Path) -> anyhow::Result<ExitCode> {
    let key = read_key(key)?;
    let text = reading::text(file, "a receipt that was saved from the page of a bid")?;
    let receipt: Receipt = serde_json::from_str(&text).with_context(|| {
        format!(
            "{} is no receipt: save it again from the page of the bid",
            file.display()
        )
    })?;
    match receipt.verify(&key) {
        Ok(proved) => {
            println!(
                "GOOD. Entry {} of the journal of {}, written at {}, says that something with the fingerprint\n  {}\nwas \
                 received. A checkpoint over {} entries, root {}, is signed by the key that you gave and covers it.",
                proved.index, proved.origin, proved.at, proved.fingerprint, proved.size, proved.root
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(fault) => {
            eprintln!("NOT GOOD: {fault}");
            Ok(ExitCode::FAILURE)
        }
    }
}

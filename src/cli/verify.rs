//! `accord verify`: whether a journal is whole, offline, with nothing but a public key.

use std::{fs::File, io::BufReader, path::Path, process::ExitCode};

use accord_log::{PublicKey, Seen, Verdict, verify};
use accord_store::{Store, StoreOptions, alliances, audit};
use anyhow::{Context as _, bail};

use super::reading;
use crate::config::without_password;

/// Bytes of a first line, at most.
const FIRST: u64 = 16 * 1024 * 1024;

/// `target` is an exported journal, or the address or path of a database that is only looked at.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line is what prints"
)]
pub(super) fn run(target: &str, key: Option<&Path>, seen: Option<&Seen>) -> anyhow::Result<ExitCode> {
    let key = key.map(read_key).transpose()?;
    let found = if target.contains("://") || target.starts_with("sqlite:") || is_database(target)? {
        let url = if target.contains(':') {
            target.to_owned()
        } else {
            format!("sqlite:{target}")
        };
        let store = Store::look(&url, StoreOptions::default())
            .with_context(|| format!("{} cannot be verified", without_password(target)))?;
        // Another program's file is not a journal that is broken.
        store.read(alliances::all).with_context(|| {
            format!(
                "{} is no database of Accord, or it cannot be read",
                without_password(target)
            )
        })?;
        store
            .read(|db| audit::verify_all(db, key.as_ref()))
            .map_err(|fault| fault.to_string())
    } else {
        is_journal(target)?;
        let file = File::open(target).with_context(|| format!("cannot read {target}"))?;
        verify::verify(BufReader::new(file), key.as_ref())
            .map(|one| vec![one])
            .map_err(|fault| fault.to_string())
    };
    match found {
        Ok(verdicts) if verdicts.is_empty() => {
            eprintln!(
                "NOTHING TO VERIFY: there is no alliance in {}, and so no journal.",
                without_password(target)
            );
            Ok(ExitCode::FAILURE)
        }
        Ok(verdicts) => {
            for verdict in &verdicts {
                println!("{}", said(verdict));
            }
            if let Some(seen) = seen
                && !verdicts.iter().any(|one| seen.fits(&one.roots))
            {
                eprintln!(
                    "NOT THE SAME: no checkpoint over {} entries begins with {}. Either the checkpoint is of another \
                     alliance, or what stood in the journal when it was sent has been changed since.",
                    seen.size, seen.root
                );
                return Ok(ExitCode::FAILURE);
            }
            if let Some(seen) = seen {
                println!(
                    "The checkpoint over {} entries that you kept fits: nothing before it was changed.",
                    seen.size
                );
            }
            if key.is_none() {
                println!("No key was given: this shows damage, but not who signed. Give --key FILE to check that too.");
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(fault) => {
            eprintln!("NOT WHOLE: {fault}");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// A verifier key in the form `name+id+key`, from a file.
pub(super) fn read_key(path: &Path) -> anyhow::Result<PublicKey> {
    let text = reading::text(path, "a verifier key (the file with .pub at its end)")?;
    text.trim().parse().with_context(|| {
        format!(
            "{} holds no verifier key: name the file with .pub at its end, beside the one of ACCORD_SIGNING_KEY",
            path.display()
        )
    })
}

fn said(verdict: &Verdict) -> String {
    format!(
        "{}: whole. {}, root {}, {}, {} since the last.",
        verdict.origin,
        entries(verdict.size),
        verdict.root,
        match verdict.checkpoints {
            1 => "1 signed checkpoint fits".to_owned(),
            many => format!("{many} signed checkpoints fit"),
        },
        entries(verdict.uncovered)
    )
}

fn entries(count: u64) -> String {
    match count {
        1 => "1 entry".to_owned(),
        many => format!("{many} entries"),
    }
}

/// Another file is not a journal that is broken: the first line of a journal is JSON.
fn is_journal(path: &str) -> anyhow::Result<()> {
    use std::io::{BufRead as _, Read as _};
    let file = File::open(path).with_context(|| format!("cannot read {path}"))?;
    let mut first = Vec::new();
    BufReader::new(file.take(FIRST)).read_until(b'\n', &mut first)?;
    if serde_json::from_slice::<serde_json::Value>(&first).is_err() {
        bail!(
            "{path} is no journal, and no database: name the journal that was exported (`journal.jsonl`), or the database"
        );
    }
    Ok(())
}

/// SQLite files begin with these words.
fn is_database(path: &str) -> anyhow::Result<bool> {
    use std::io::Read as _;
    let mut start = Vec::new();
    File::open(path)
        .with_context(|| format!("cannot read {path}"))?
        .take(15)
        .read_to_end(&mut start)
        .with_context(|| format!("{path} is neither an exported journal nor a database: name a file"))?;
    Ok(start == b"SQLite format 3")
}

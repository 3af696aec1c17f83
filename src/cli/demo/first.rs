//! Before the demonstration can be shown: a copy of a play that is kept, or else a play by a process
//! of its own, while browsers are told how far it is.
//!
//! Another process, so that what playing takes in memory is given back, and nobody waits for a page.

use std::{
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use anyhow::{Context as _, bail};
use tokio_util::sync::CancellationToken;

use super::{Settings, cache, cache::Cache};
use crate::{
    config::Config,
    service::library::Library,
    web::waiting::{self, Progress},
};

/// Fills the folder. Gives whether it is filled: somebody may end it before.
///
/// # Errors
/// The play does not go as written, or a folder cannot be used.
pub(super) fn fill(
    config: &Config,
    settings: &Settings,
    library: &Library,
    (folder, origin): (&Path, &str),
    listener: &TcpListener,
) -> anyhow::Result<bool> {
    let place = settings
        .cache
        .clone()
        .or_else(|| Some(std::env::home_dir()?.join(".cache/accord")));
    let cache = place
        .map(|place| Cache::at(place, library, &settings.which, origin))
        .transpose()?;
    if let Some(kept) = cache.as_ref().and_then(Cache::kept) {
        cache::copy(&kept, folder)?;
        return Ok(true);
    }
    // A cache that cannot be written is one that there is not.
    match cache.as_ref().and_then(|cache| Some((cache, cache.scratch().ok()?))) {
        None => play(config, settings, folder, listener),
        Some((cache, scratch)) => {
            if !play(config, settings, scratch.path(), listener)? {
                return Ok(false);
            }
            cache::copy(&cache.keep(scratch)?, folder)?;
            Ok(true)
        }
    }
}

/// Plays into a folder.
fn play(config: &Config, settings: &Settings, folder: &Path, listener: &TcpListener) -> anyhow::Result<bool> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["demo", "--which", &settings.which, "--port", &settings.port.to_string()]);
    command.arg("--play-into").arg(folder);
    if let Some(library) = &config.library {
        command.arg("--library").arg(library);
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let lines = child.stdout.take().context("the play says nothing")?;
    let progress = Arc::new(Mutex::new(Progress::default()));
    let ready = CancellationToken::new();
    let reader = thread::spawn({
        let (progress, ready) = (progress.clone(), ready.clone());
        move || {
            for line in BufReader::new(lines).lines().map_while(Result::ok) {
                if let Some(now) = Progress::read(&line) {
                    *progress.lock().unwrap_or_else(PoisonError::into_inner) = now;
                }
            }
            ready.cancel();
        }
    });
    let whole = waiting::run(listener.try_clone()?, progress, ready);
    if !matches!(whole, Ok(true)) {
        child.kill()?;
        child.wait()?;
        return whole;
    }
    let ended = child.wait()?;
    if reader.join().is_err() || !ended.success() {
        bail!("the play did not end as it should; what it said stands above");
    }
    Ok(true)
}

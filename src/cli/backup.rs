//! `accord backup` and `accord restore`: a copy that is known to be good, encrypted for somebody
//! else's key, and the way back.

use std::{
    fs::{self, File},
    io::{self, BufReader, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use accord_store::backup;
use age::{Decryptor, Encryptor, Identity, Recipient, x25519};
use anyhow::{Context as _, bail};

use super::verify::read_key;
use crate::config::Config;

/// Copies the database while it is in use, verifies the copy, encrypts it for `recipients` (age
/// public keys), and only then gives it its name.
#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn make(config: &Config, to: &Path, recipients: &[String], key: Option<&Path>) -> anyhow::Result<ExitCode> {
    let key = key.map(read_key).transpose()?;
    let keys = recipients
        .iter()
        .map(|text| {
            text.parse::<x25519::Recipient>()
                .map_err(|why| anyhow::anyhow!("`{text}` is not an age public key (age1…): {why}"))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    if to.exists() {
        bail!("{} is there already; a backup never replaces another", to.display());
    }
    let plain = beside(to, ".plain");
    let made = config.open_store()?.backup(&plain, key.as_ref())?;
    let sealed = seal(&plain, to, &keys);
    fs::remove_file(&plain).context("the plain copy could not be removed")?;
    sealed?;
    let entries: u64 = made.journals.iter().map(|one| one.size).sum();
    println!(
        "{}: {} bytes, {entries} journal entries, every one verified.",
        to.display(),
        made.bytes
    );
    Ok(ExitCode::SUCCESS)
}

/// Opens a backup with an age identity file, verifies it, and puts it where no database is yet.
#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn restore(from: &Path, identity: &Path, to: &Path, key: Option<&Path>) -> anyhow::Result<ExitCode> {
    let key = key.map(read_key).transpose()?;
    let plain = beside(to, ".opened");
    let opened = open(from, identity, &plain);
    let restored = opened.and_then(|()| Ok(backup::restore(&plain, to, key.as_ref())?));
    if plain.exists() {
        fs::remove_file(&plain).context("the opened copy could not be removed")?;
    }
    let restored = restored?;
    let entries: u64 = restored.journals.iter().map(|one| one.size).sum();
    println!(
        "{}: {} bytes, {entries} journal entries, every one verified.",
        to.display(),
        restored.bytes
    );
    Ok(ExitCode::SUCCESS)
}

fn seal(plain: &Path, to: &Path, keys: &[x25519::Recipient]) -> anyhow::Result<()> {
    let part = beside(to, ".part");
    let mut out = File::create(&part).with_context(|| format!("cannot write {}", part.display()))?;
    let encryptor = Encryptor::with_recipients(keys.iter().map(|key| -> &dyn Recipient { key }))
        .context("a backup needs at least one --for KEY")?;
    let mut writer = encryptor.wrap_output(&mut out)?;
    io::copy(&mut BufReader::new(File::open(plain)?), &mut writer)?;
    writer.finish()?.flush()?;
    out.sync_all()?;
    fs::rename(&part, to)?;
    Ok(())
}

fn open(from: &Path, identity: &Path, to: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(identity).with_context(|| format!("cannot read {}", identity.display()))?;
    let identities = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            line.parse::<x25519::Identity>()
                .map_err(|why| anyhow::anyhow!("{}: {why}", identity.display()))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let file = BufReader::new(File::open(from).with_context(|| format!("cannot read {}", from.display()))?);
    let decryptor = Decryptor::new(file).with_context(|| format!("{} is not an age file", from.display()))?;
    let mut reader = decryptor
        .decrypt(identities.iter().map(|one| -> &dyn Identity { one }))
        .context("this identity does not open the backup")?;
    let mut out = File::create(to).with_context(|| format!("cannot write {}", to.display()))?;
    io::copy(&mut reader, &mut out)?;
    out.sync_all()?;
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

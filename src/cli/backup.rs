//! `accord backup` and `accord restore`: a copy that is known to be good, encrypted for somebody
//! else's key, and the way back.

use std::{
    fs::{self, File},
    io::{self, BufReader, Write as _},
    path::Path,
    process::ExitCode,
};

use accord_store::{Store, StoreOptions, backup};
use age::{Decryptor, Encryptor, Identity, Recipient, x25519};
use anyhow::{Context as _, bail};
use tempfile::TempDir;

use super::{belongings, reading, verify::read_key};
use crate::config::Config;

/// Copies the database while it is in use (by another process as well), verifies the copy, encrypts
/// it for `recipients` (age public keys), and only then gives it its name.
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
    let way = on_the_way(to)?;
    let (plain, sealed) = (way.path().join("plain"), way.path().join("sealed"));
    let store = config.look_at_store()?;
    let made = store.backup(&plain, key.as_ref())?;
    seal(&plain, &sealed, &keys)?;
    fs::rename(&sealed, to)?;
    way.close().context("the plain copy could not be removed")?;
    let entries: u64 = made.journals.iter().map(|one| one.size).sum();
    println!(
        "{}: {} bytes, {entries} journal entries, every one verified.",
        to.display(),
        made.bytes
    );
    println!("Not in it, and to be kept as well:");
    beside(&store)?;
    Ok(ExitCode::SUCCESS)
}

/// Opens a backup with an age identity file, verifies it, and puts it where no database is yet.
#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn restore(from: &Path, identity: &Path, to: &Path, key: Option<&Path>) -> anyhow::Result<ExitCode> {
    let key = key.map(read_key).transpose()?;
    // Before anything is opened: what is secret is not laid down for nothing.
    if to.exists() {
        bail!("{} is there already; move it away first", to.display());
    }
    let way = on_the_way(to)?;
    let plain = way.path().join("plain");
    open(from, identity, &plain)?;
    let restored = backup::restore(&plain, to, key.as_ref())
        .with_context(|| format!("{} opens, but what is in it is not whole", from.display()))?;
    way.close().context("the opened copy could not be removed")?;
    let entries: u64 = restored.journals.iter().map(|one| one.size).sum();
    println!(
        "{}: {} bytes, {entries} journal entries, every one verified.",
        to.display(),
        restored.bytes
    );
    println!("Not in a backup, and to be put back from copies of their own before the first start:");
    beside(&Store::look(
        &format!("sqlite:{}", to.display()),
        StoreOptions::default(),
    )?)?;
    Ok(ExitCode::SUCCESS)
}

/// Which keys and which place of files belong to a database. One of an older accord cannot say.
#[expect(clippy::print_stdout, reason = "the command line is what prints")]
fn beside(store: &Store) -> anyhow::Result<()> {
    for line in belongings::told(store)? {
        println!("{line}");
    }
    Ok(())
}

fn seal(plain: &Path, to: &Path, keys: &[x25519::Recipient]) -> anyhow::Result<()> {
    let mut out = File::create(to).with_context(|| format!("cannot write {}", to.display()))?;
    let encryptor = Encryptor::with_recipients(keys.iter().map(|key| -> &dyn Recipient { key }))
        .context("a backup needs at least one --for KEY")?;
    let mut writer = encryptor.wrap_output(&mut out)?;
    io::copy(&mut BufReader::new(File::open(plain)?), &mut writer)?;
    writer.finish()?.flush()?;
    out.sync_all()?;
    Ok(())
}

fn open(from: &Path, identity: &Path, to: &Path) -> anyhow::Result<()> {
    let text = reading::text(identity, "a text with AGE-SECRET-KEY-1…")
        .with_context(|| format!("{} holds no age identity", identity.display()))?;
    let identities = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            line.parse::<x25519::Identity>().map_err(|why| {
                anyhow::anyhow!(
                    "{} holds no age identity (AGE-SECRET-KEY-1…): {why}",
                    identity.display()
                )
            })
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    if identities.is_empty() {
        bail!("{} holds no age identity (AGE-SECRET-KEY-1…)", identity.display());
    }
    let file = BufReader::new(File::open(from).with_context(|| format!("cannot read {}", from.display()))?);
    let decryptor = Decryptor::new(file).with_context(|| {
        format!(
            "{} is no backup, or its beginning is damaged: take another copy",
            from.display()
        )
    })?;
    let mut reader = decryptor
        .decrypt(identities.iter().map(|one| -> &dyn Identity { one }))
        .with_context(|| {
            format!(
                "{} does not open {}: take the identity of a key that the backup was made for",
                identity.display(),
                from.display()
            )
        })?;
    let mut out = File::create(to).with_context(|| format!("cannot write {}", to.display()))?;
    io::copy(&mut reader, &mut out)
        .with_context(|| format!("{} is damaged or cut off: take another copy", from.display()))?;
    out.sync_all()?;
    Ok(())
}

/// A folder on the way, for nobody else to read, gone when it is let go: what is in it is secret, or
/// half.
fn on_the_way(to: &Path) -> anyhow::Result<TempDir> {
    let beside = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = beside.unwrap_or_else(|| Path::new("."));
    tempfile::Builder::new()
        .prefix(".accord-")
        .tempdir_in(beside)
        .with_context(|| format!("cannot write in {}", beside.display()))
}

//! Sealing: what is given to a sealed form is never in the database in a readable form.
//!
//! Each envelope has a key of its own (XChaCha20-Poly1305), wrapped by a key that is kept in a
//! file outside the database: whoever has only the database, or a copy of it, can read nothing.
//! When an envelope may be opened is the workflow's business.

pub mod spilt;

use std::{fs, io::Write as _, path::Path, sync::Arc};

use accord_store::submissions::{self, SubmissionRow};
use anyhow::{Context as _, anyhow};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, AeadInOut as _, Payload},
};
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use crate::{
    domain::hex,
    rng::Rng,
    service::{
        app::Desk,
        fault::Fault,
        opening,
        subjects::{self, About},
        uploads::secret::{self, Slips},
    },
};

/// Bytes of a key.
pub(in crate::service) const KEY: usize = 32;
const NONCE: usize = 24;
const TAG: usize = 16;
/// Digits of a key's mark.
const MARK: usize = 16;
/// A wrapped key: nonce, key, tag.
const WRAPPED: usize = NONCE + KEY + TAG;

/// The key that wraps the keys of envelopes. Cheap to clone.
#[derive(Clone)]
pub struct Seals {
    wrapping: Arc<[u8; KEY]>,
    // Secrets never come from the seeded stream of a rehearsal.
    chance: Rng,
}

impl std::fmt::Debug for Seals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seals(..)")
    }
}

/// A sealed text as it is stored.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    format: u32,
    /// The envelope's own key, wrapped: nonce and ciphertext, hex.
    key: String,
    /// Nonce and ciphertext, hex.
    body: String,
}

/// What is inside the envelope of a form.
#[derive(Debug, Serialize, Deserialize)]
struct Inside {
    answers: String,
    reason: Option<String>,
    /// What opens the files that were sent with it; where opening cards lock it.
    #[serde(default, skip_serializing_if = "Slips::is_empty")]
    files: Slips,
}

impl Seals {
    /// A key that ends with the process: for rehearsals and tests.
    pub fn for_this_process() -> Self {
        let chance = Rng::from_system();
        Self {
            wrapping: Arc::new(chance.bytes()),
            chance,
        }
    }

    /// The key in a file; made there if there is none, readable for nobody else.
    ///
    /// # Errors
    /// The file cannot be read or made, or holds something else.
    pub fn kept_in(path: &Path) -> anyhow::Result<Self> {
        if let Some(found) = Self::found_in(path)? {
            return Ok(found);
        }
        let new = Self::for_this_process();
        write_new(path, &hex(&*new.wrapping)).with_context(|| cannot_make("ACCORD_SEALS", path))?;
        Ok(new)
    }

    /// The key in a file; nothing if there is no such file.
    ///
    /// # Errors
    /// The file cannot be read, or holds something else.
    pub fn found_in(path: &Path) -> anyhow::Result<Option<Self>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| cannot_read("ACCORD_SEALS", path)),
        };
        let wrapping = key(&text).with_context(|| {
            format!(
                "ACCORD_SEALS names `{}`, which holds no key for seals (64 hexadecimal digits): put the file back from \
                 its copy",
                path.display()
            )
        })?;
        Ok(Some(Self {
            wrapping: Arc::new(wrapping),
            chance: Rng::from_system(),
        }))
    }

    /// The key itself, to be sealed under another.
    pub(in crate::service) fn text(&self) -> String {
        hex(&*self.wrapping)
    }

    /// The key of such a text.
    pub(in crate::service) fn of_text(text: &str) -> anyhow::Result<Self> {
        Ok(Self {
            wrapping: Arc::new(key(text).context("this is no key")?),
            chance: Rng::from_system(),
        })
    }

    /// What tells this key from others, and says nothing else of it: the beginning of a hash.
    pub fn mark(&self) -> String {
        let hash = Sha256::new()
            .chain_update(b"accord seals\n")
            .chain_update(*self.wrapping)
            .finalize();
        hex(&hash).chars().take(MARK).collect()
    }

    /// What stands for something where nobody who has only the database may know what it is: the same for the same
    /// text in the same place, and without the key nobody can make it or try who it might be.
    ///
    /// # Errors
    /// The hash cannot be keyed; it can.
    pub fn alias(&self, place: &str, of: &str) -> anyhow::Result<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.wrapping)?;
        for part in ["accord alias", place, of] {
            mac.update(part.as_bytes());
            mac.update(b"\n");
        }
        Ok(hex(&mac.finalize().into_bytes()))
    }

    /// Seals a text for one place (an id): moved to another place, it does not open.
    ///
    /// # Errors
    /// The cipher fails; it does not.
    pub fn seal(&self, place: &str, text: &str) -> anyhow::Result<String> {
        let own: [u8; KEY] = self.chance.bytes();
        let envelope = Envelope {
            format: 1,
            key: hex(&encrypt(&self.chance, &self.wrapping, place, &own)?),
            body: hex(&encrypt(&self.chance, &own, place, text.as_bytes())?),
        };
        Ok(serde_json::to_string(&envelope)?)
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// It was sealed for another place or under another key, or was changed.
    pub fn open(&self, place: &str, sealed: &str) -> anyhow::Result<String> {
        let envelope: Envelope = serde_json::from_str(sealed).context("a sealed envelope is damaged")?;
        let own = decrypt(&self.wrapping, place, &of_hex(&envelope.key)?)?;
        let own = <[u8; KEY]>::try_from(own.as_slice()).context("a sealed envelope has a wrong key")?;
        let body = decrypt(&own, place, &of_hex(&envelope.body)?)?;
        String::from_utf8(body).context("a sealed envelope holds no text")
    }

    /// Seals a file for one place: its own key, wrapped, then what it says.
    ///
    /// # Errors
    /// The cipher fails; it does not.
    pub fn seal_bytes(&self, place: &str, plain: &[u8]) -> anyhow::Result<Vec<u8>> {
        let own: [u8; KEY] = self.chance.bytes();
        let wrapped = encrypt(&self.chance, &self.wrapping, place, &own)?;
        encrypt_file(&self.chance, &own, place, (&wrapped, plain))
    }

    /// Opens a file that was sealed for this place.
    ///
    /// # Errors
    /// It was sealed for another place or under another key, or was changed.
    pub fn open_bytes(&self, place: &str, sealed: &[u8]) -> anyhow::Result<Vec<u8>> {
        let (wrapped, body) = sealed
            .split_first_chunk::<WRAPPED>()
            .context("a sealed file is too short")?;
        let own = decrypt(&self.wrapping, place, wrapped)?;
        let own = <[u8; KEY]>::try_from(own.as_slice()).context("a sealed file has a wrong key")?;
        decrypt(&own, place, body)
    }

    /// Where secrets are drawn from.
    pub(in crate::service) const fn chance(&self) -> &Rng {
        &self.chance
    }
}

/// Encrypts for one place (XChaCha20-Poly1305): a fresh nonce, ciphertext, tag.
pub(in crate::service) fn encrypt(chance: &Rng, key: &[u8; KEY], place: &str, plain: &[u8]) -> anyhow::Result<Vec<u8>> {
    let nonce: [u8; NONCE] = chance.bytes();
    let payload = Payload {
        msg: plain,
        aad: place.as_bytes(),
    };
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_fault| anyhow!("sealing failed"))?;
    let mut out = nonce.to_vec();
    out.extend(sealed);
    Ok(out)
}

/// Encrypts a file for one place: what stands before it, a fresh nonce, ciphertext, tag.
///
/// A large file stands in memory twice while it is sealed, as it came and sealed, and never a third time: it is encrypted
/// where it is to stand.
pub(in crate::service) fn encrypt_file(
    chance: &Rng,
    key: &[u8; KEY],
    place: &str,
    (before, plain): (&[u8], &[u8]),
) -> anyhow::Result<Vec<u8>> {
    let nonce: [u8; NONCE] = chance.bytes();
    let mut out = Vec::with_capacity(before.len() + NONCE + plain.len() + TAG);
    out.extend_from_slice(before);
    out.extend_from_slice(&nonce);
    let begins = out.len();
    out.extend_from_slice(plain);
    let message = out.get_mut(begins..).unwrap_or_default();
    let tag = XChaCha20Poly1305::new(key.into())
        .encrypt_inout_detached(&XNonce::from(nonce), place.as_bytes(), message.into())
        .map_err(|_fault| anyhow!("sealing failed"))?;
    out.extend_from_slice(&tag);
    Ok(out)
}

/// Decrypts what was encrypted for this place.
pub(in crate::service) fn decrypt(key: &[u8; KEY], place: &str, sealed: &[u8]) -> anyhow::Result<Vec<u8>> {
    let (nonce, msg) = sealed
        .split_first_chunk::<NONCE>()
        .context("a sealed envelope is too short")?;
    let payload = Payload {
        msg,
        aad: place.as_bytes(),
    };
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_fault| anyhow!("this was sealed under another key, or has been changed since"))
}

fn of_hex(text: &str) -> anyhow::Result<Vec<u8>> {
    bytes(text).context("a sealed envelope is damaged")
}

fn key(text: &str) -> Option<[u8; KEY]> {
    bytes(text.trim())?.try_into().ok()
}

/// The bytes of hexadecimal digits.
pub(in crate::service) fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = hex.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect()
}

/// That a file which a setting names cannot be read.
pub(in crate::service) fn cannot_read(setting: &str, path: &Path) -> String {
    format!("{setting} names `{}`, which cannot be read", path.display())
}

/// That a file which a setting names cannot be made.
pub(in crate::service) fn cannot_make(setting: &str, path: &Path) -> String {
    format!(
        "{setting} names `{}`, and a new file cannot be made there; name a place that may be written",
        path.display()
    )
}

pub(in crate::service) fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Takes what was filled in out of a row before it is stored, and puts an envelope there; one that opening cards lock,
/// where the kind of record has those. Gives the slips of files that lie in it now.
///
/// # Errors
/// The store fails.
pub fn close(desk: &mut Desk<'_>, about: About<'_>, row: &mut SubmissionRow) -> Result<Slips, Fault> {
    let lock = subjects::of(&about.row.kind)?.locked_by(desk, about)?;
    let mut inside = Inside {
        answers: row.answers.take().unwrap_or_default(),
        reason: row.reason.take(),
        files: Slips::new(),
    };
    if lock.is_some() && !inside.answers.is_empty() {
        inside.files = secret::lock(desk, row, &inside.answers)?;
        desk.app.spilt.some();
    }
    let text = serde_json::to_string(&inside)?;
    row.envelope = Some(match lock {
        Some(lock) => opening::close(desk, &lock, row, &text)?,
        None => desk.app.seals.seal(&row.id, &text)?,
    });
    row.sealed = true;
    subjects::of(&about.row.kind)?.shut(desk, about)?;
    Ok(inside.files)
}

/// The journal keeps what conditions have read. Of a sealed form that is tables and texts, and
/// nothing of what they say may stand there.
pub fn veil(entry: &mut Json) {
    match entry {
        Json::Object(map) => {
            for (name, value) in map.iter_mut() {
                match value {
                    Json::Array(rows) if name == "rows" || name == "texts" => rows.clear(),
                    other => veil(other),
                }
            }
        }
        Json::Array(all) => all.iter_mut().for_each(veil),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// What a sealed row holds, in memory only.
///
/// # Errors
/// Another key sealed it, opening cards still lock it, or it was changed.
pub fn look_inside(desk: &Desk<'_>, row: &SubmissionRow) -> Result<SubmissionRow, Fault> {
    Ok(open(desk, row)?.0)
}

fn open(desk: &Desk<'_>, row: &SubmissionRow) -> Result<(SubmissionRow, Slips), Fault> {
    let mut open = row.clone();
    let mut files = Slips::new();
    if let Some(envelope) = open.envelope.take() {
        let inside: Inside = serde_json::from_str(&desk.app.seals.open(&row.id, &envelope)?)?;
        open.answers = Some(inside.answers);
        open.reason = inside.reason;
        open.sealed = false;
        files = inside.files;
    }
    Ok((open, files))
}

/// What lies in an envelope of these answers and these files.
///
/// # Errors
/// None that JSON of our own can have.
pub(in crate::service) fn inside(answers: &str, files: Slips) -> Result<String, Fault> {
    Ok(serde_json::to_string(&Inside {
        answers: answers.to_owned(),
        reason: None,
        files,
    })?)
}

/// Whether what was inside an envelope is what its receipt says.
///
/// # Errors
/// It is damaged.
pub(in crate::service) fn is_of(row: &SubmissionRow, inside: &str) -> Result<bool, Fault> {
    let inside: Inside = serde_json::from_str(inside)?;
    let reason = inside.reason.unwrap_or_default();
    // What was sealed some time after it was sent has a fingerprint that says nothing of its files.
    let prints = [&inside.files, &Slips::new()].map(|files| fingerprint(&row.salt, &inside.answers, &reason, files));
    Ok(prints.contains(&row.hash))
}

/// The fingerprint of what was filled in, and of the files that were sent with it.
pub fn fingerprint(salt: &str, answers: &str, reason: &str, files: &Slips) -> String {
    let files = secret::prints(files);
    hex(&Sha256::digest(format!("{salt}\n{answers}\n{reason}{files}")))
}

/// Seals whatever of a form is not sealed yet.
///
/// # Errors
/// The store fails.
pub fn close_form(desk: &mut Desk<'_>, about: About<'_>, instance: &str, form: &str) -> Result<(), Fault> {
    for mut row in submissions::of_form(desk.db, &desk.alliance, instance, form)? {
        if row.envelope.is_none() && row.answers.is_some() {
            let files = close(desk, about, &mut row)?;
            submissions::seal(desk.db, &row.id, row.envelope.as_deref().unwrap_or_default())?;
            secret::locked_in(desk, &row, &files)?;
        }
    }
    Ok(())
}

/// Makes a form readable: the last version that was sent, which counts. Earlier ones stay sealed.
///
/// # Errors
/// The store fails, or the key is another.
pub fn open_form(desk: &mut Desk<'_>, instance: &str, form: &str) -> Result<(), Fault> {
    let last = submissions::of_form(desk.db, &desk.alliance, instance, form)?.pop();
    if let Some(row) = last.filter(|row| row.envelope.is_some()) {
        let (open, files) = open(desk, &row)?;
        let answers = open.answers.unwrap_or_default();
        submissions::unseal(desk.db, &row.id, &answers, open.reason.as_deref())?;
        secret::give_back(desk, &files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_in_its_place_only() {
        let seals = Seals::for_this_process();
        let sealed = seals.seal("bid-1", "our price is £36,000").unwrap();
        assert!(!sealed.contains("36,000"));
        assert_eq!(seals.open("bid-1", &sealed).unwrap(), "our price is £36,000");
        assert!(seals.open("bid-2", &sealed).is_err());
        assert!(Seals::for_this_process().open("bid-1", &sealed).is_err());
    }

    #[test]
    fn a_file_is_sealed_where_it_stands_and_in_its_place_only() {
        let seals = Seals::for_this_process();
        let plain = vec![7; 1024 * 1024];
        let sealed = seals.seal_bytes("upload/1", &plain).unwrap();
        // It grew through no copy of itself.
        assert_eq!(sealed.capacity(), sealed.len());
        assert_eq!(seals.open_bytes("upload/1", &sealed).unwrap(), plain);
        assert!(seals.open_bytes("upload/2", &sealed).is_err());
    }

    #[test]
    fn an_alias_is_the_same_for_the_same_and_tells_nothing_without_the_key() {
        let seals = Seals::for_this_process();
        let alias = seals.alias("alliance", "grace").unwrap();
        assert_eq!(alias, seals.alias("alliance", "grace").unwrap());
        assert_ne!(alias, seals.alias("alliance", "danny").unwrap());
        assert_ne!(alias, seals.alias("another", "grace").unwrap());
        assert_ne!(alias, Seals::for_this_process().alias("alliance", "grace").unwrap());
    }

    #[test]
    fn one_changed_digit_is_found() {
        let seals = Seals::for_this_process();
        let sealed = seals.seal("bid-1", "text").unwrap();
        let mut envelope: Envelope = serde_json::from_str(&sealed).unwrap();
        let last = envelope.body.pop().unwrap();
        envelope.body.push(if last == '0' { '1' } else { '0' });
        let changed = serde_json::to_string(&envelope).unwrap();
        assert!(seals.open("bid-1", &changed).is_err());
    }

    #[test]
    fn the_key_is_made_once_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/seals");
        let sealed = Seals::kept_in(&path).unwrap().seal("bid", "text").unwrap();
        assert_eq!(Seals::kept_in(&path).unwrap().open("bid", &sealed).unwrap(), "text");
        assert_eq!(
            Seals::kept_in(&path).unwrap().mark(),
            Seals::found_in(&path).unwrap().unwrap().mark()
        );
        assert_ne!(Seals::kept_in(&path).unwrap().mark(), Seals::for_this_process().mark());
        fs::write(&path, "no key").unwrap();
        assert!(Seals::kept_in(&path).is_err());
    }
}

//! Keys in the C2SP signed-note form.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _, VerifyingKey};

use crate::hash::Hash;

/// The C2SP number of Ed25519.
const ED25519: u8 = 1;

/// How the text of a signing key begins.
const PRIVATE: &str = "PRIVATE+KEY+";

/// Signs checkpoints.
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.name)
    }
}

impl SigningKey {
    /// From 32 random bytes, which the caller draws and keeps. The name is the installation's,
    /// such as `accord.example.org`; spaces and plus signs become hyphens.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Self {
        Self {
            name: name.replace(|c: char| c.is_whitespace() || c == '+', "-"),
            key: ed25519_dalek::SigningKey::from_bytes(seed),
        }
    }

    /// The key as it is kept: `PRIVATE+KEY+name+id+key`, the form of Go's signed notes.
    pub fn secret(&self) -> String {
        let mut blob = vec![ED25519];
        blob.extend(self.key.to_bytes());
        let id = hex_of(&self.public().id());
        format!("{PRIVATE}{}+{id}+{}", self.name, STANDARD.encode(blob))
    }

    /// What others verify with.
    pub fn public(&self) -> PublicKey {
        PublicKey {
            name: self.name.clone(),
            key: self.key.verifying_key(),
        }
    }

    /// The signed note of a text that ends with a newline.
    pub(crate) fn note(&self, text: &str) -> String {
        let mut blob = self.public().id().to_vec();
        blob.extend(self.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n\u{2014} {} {}\n", self.name, STANDARD.encode(blob))
    }
}

impl std::str::FromStr for SigningKey {
    type Err = KeyFault;

    /// Reads [`SigningKey::secret`].
    fn from_str(text: &str) -> Result<Self, KeyFault> {
        let rest = text.strip_prefix(PRIVATE).ok_or(KeyFault::NotAKey)?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(_), Some(blob)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyFault::NotAKey);
        };
        let blob = STANDARD.decode(blob).map_err(|_error| KeyFault::NotAKey)?;
        let [ED25519, seed @ ..] = blob.as_slice() else {
            return Err(KeyFault::NotAKey);
        };
        let seed = <&[u8; 32]>::try_from(seed).map_err(|_error| KeyFault::NotAKey)?;
        let read = Self::from_seed(name, seed);
        // The id in the middle is a checksum of the rest.
        if read.secret() == text {
            Ok(read)
        } else {
            Err(KeyFault::NotAKey)
        }
    }
}

/// Verifies checkpoints. Its text is a C2SP verifier key: `name+id+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    key: VerifyingKey,
}

/// Why a text is no key, or a note is not ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum KeyFault {
    #[error("this is not a verifier key (`name+id+key`)")]
    NotAKey,
    #[error("this is not a signed note")]
    NotANote,
    #[error("the note is signed by another key")]
    OtherKey,
    #[error("the signature does not fit the text")]
    BadSignature,
}

impl PublicKey {
    fn id(&self) -> [u8; 4] {
        let hash = Hash::of(&[self.name.as_bytes(), b"\n", &[ED25519], self.key.as_bytes()]);
        let [a, b, c, d, ..] = hash.0;
        [a, b, c, d]
    }

    /// The text of a note that this key has signed, with its last newline.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn open<'a>(&self, note: &'a str) -> Result<&'a str, KeyFault> {
        let (text, signatures) = note.split_once("\n\n").ok_or(KeyFault::NotANote)?;
        let text = note.get(..text.len() + 1).ok_or(KeyFault::NotANote)?;
        // One signature, ours: a second line could change without anybody noticing.
        let line = signatures
            .strip_prefix("\u{2014} ")
            .and_then(|rest| rest.strip_suffix('\n'))
            .ok_or(KeyFault::NotANote)?;
        let (name, blob) = line.split_once(' ').ok_or(KeyFault::NotANote)?;
        let blob = STANDARD.decode(blob).map_err(|_error| KeyFault::NotANote)?;
        let (id, signature) = blob.split_first_chunk::<4>().ok_or(KeyFault::NotANote)?;
        if name != self.name || *id != self.id() {
            return Err(KeyFault::OtherKey);
        }
        let signature = Signature::from_slice(signature).map_err(|_error| KeyFault::NotANote)?;
        self.key
            .verify_strict(text.as_bytes(), &signature)
            .map_err(|_error| KeyFault::BadSignature)?;
        Ok(text)
    }
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut blob = vec![ED25519];
        blob.extend(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, hex_of(&self.id()), STANDARD.encode(blob))
    }
}

impl std::str::FromStr for PublicKey {
    type Err = KeyFault;

    fn from_str(text: &str) -> Result<Self, KeyFault> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(blob)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyFault::NotAKey);
        };
        let blob = STANDARD.decode(blob).map_err(|_error| KeyFault::NotAKey)?;
        let [ED25519, key @ ..] = blob.as_slice() else {
            return Err(KeyFault::NotAKey);
        };
        let key = <&[u8; 32]>::try_from(key).map_err(|_error| KeyFault::NotAKey)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_error| KeyFault::NotAKey)?;
        let read = Self {
            name: name.to_owned(),
            key,
        };
        // The id in the middle is a checksum of the rest.
        if read.to_string() == text {
            Ok(read)
        } else {
            Err(KeyFault::NotAKey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signing_key_is_read_back_and_no_letter_of_it_can_change() {
        let key = SigningKey::from_seed("accord.example", &[7; 32]);
        let text = key.secret();
        assert!(text.starts_with("PRIVATE+KEY+accord.example+"), "{text}");
        let read: SigningKey = text.parse().unwrap();
        assert_eq!(read.public(), key.public());
        for at in 0..text.len() {
            let mut worse = text.clone().into_bytes();
            worse[at] = if worse[at] == b'x' { b'y' } else { b'x' };
            let worse = String::from_utf8(worse).unwrap();
            assert!(worse.parse::<SigningKey>().is_err(), "{worse}");
        }
    }
}

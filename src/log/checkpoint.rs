//! A signed word on what the log was at one size (C2SP tlog-checkpoint).

use std::{collections::BTreeMap, str::FromStr};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    hash::Hash,
    key::{KeyFault, PublicKey, SigningKey},
};

/// What is signed. Anybody who keeps one can later show that the log before it was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: the installation and the alliance.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The note to keep and to send out.
    pub fn sign(&self, key: &SigningKey) -> String {
        let origin = self.origin.replace('\n', " ");
        key.note(&format!("{origin}\n{}\n{}\n", self.size, STANDARD.encode(self.root.0)))
    }

    /// Reads a note that `key` has signed.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn open(note: &str, key: &PublicKey) -> Result<Self, KeyFault> {
        Self::read(key.open(note)?).ok_or(KeyFault::NotANote)
    }

    /// Reads the text without looking at a signature.
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let root = STANDARD.decode(root).ok()?;
        Some(Self {
            origin: origin.to_owned(),
            size: size.parse().ok()?,
            root: Hash(root.try_into().ok()?),
        })
    }
}

/// What somebody has kept of a checkpoint, from a letter or a document: `1042 · 5f2c9a1b7d03e4f2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// How many entries.
    pub size: u64,
    /// How the root over them begins, hex.
    pub root: String,
}

impl Seen {
    /// Whether a journal with these checkpoints is the one that was seen.
    pub fn fits(&self, roots: &BTreeMap<u64, Hash>) -> bool {
        roots
            .get(&self.size)
            .is_some_and(|root| root.to_string().starts_with(&self.root))
    }
}

impl FromStr for Seen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut words = text
            .split(|c: char| c.is_whitespace() || c == '·')
            .filter(|word| !word.is_empty());
        let read = words.next().and_then(|word| word.parse().ok()).zip(words.next());
        match (read, words.next()) {
            (Some((size, root)), None) if root.len() >= 8 && root.chars().all(|c| c.is_ascii_hexdigit()) => Ok(Self {
                size,
                root: root.to_lowercase(),
            }),
            _ => Err(format!(
                "`{text}` is no checkpoint: write it as the letter does, a number and at least eight digits of the \
                 root, such as `1042 · 5f2c9a1b7d03e4f2`"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_from_a_letter_is_read() {
        let seen: Seen = "1042 · 5F2C9A1B7D03E4F2".parse().unwrap();
        assert_eq!((seen.size, seen.root.as_str()), (1042, "5f2c9a1b7d03e4f2"));
        assert_eq!("1042 5f2c9a1b7d03e4f2".parse(), Ok(seen));
        for bad in [
            "",
            "1042",
            "1042 · 5f2c",
            "x · 5f2c9a1b",
            "1042 · 5f2c9a1g",
            "1 5f2c9a1b 2",
        ] {
            assert!(bad.parse::<Seen>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_journal_that_was_changed_does_not_fit() {
        let root = Hash::leaf(b"x");
        let roots = BTreeMap::from([(3, root)]);
        let seen = |size: u64, root: &str| format!("{size} · {}", &root[..16]).parse::<Seen>().unwrap();
        assert!(seen(3, &root.to_string()).fits(&roots));
        assert!(!seen(4, &root.to_string()).fits(&roots));
        assert!(!seen(3, &Hash::leaf(b"y").to_string()).fits(&roots));
    }

    fn key() -> SigningKey {
        SigningKey::from_seed("accord.example.org", &[7; 32])
    }

    #[test]
    fn a_checkpoint_is_read_back_with_the_public_key_alone() {
        let checkpoint = Checkpoint {
            origin: "accord.example.org/sheffield".to_owned(),
            size: 20,
            root: Hash::leaf(b"x"),
        };
        let note = checkpoint.sign(&key());
        let public: PublicKey = key().public().to_string().parse().unwrap();
        assert_eq!(Checkpoint::open(&note, &public), Ok(checkpoint));
        let other = SigningKey::from_seed("accord.example.org", &[8; 32]).public();
        assert_eq!(Checkpoint::open(&note, &other), Err(KeyFault::OtherKey));
    }

    #[test]
    fn no_byte_of_a_note_can_change() {
        let note = Checkpoint {
            origin: "o".to_owned(),
            size: 1,
            root: Hash::empty(),
        }
        .sign(&key());
        let public = key().public();
        for index in 0..note.len() {
            let mut worse = note.clone().into_bytes();
            worse[index] ^= 1;
            if let Ok(worse) = String::from_utf8(worse) {
                assert!(public.open(&worse).is_err(), "byte {index}");
            }
        }
    }

    #[test]
    fn the_example_key_of_the_c2sp_text_is_read() {
        let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        assert_eq!(text.parse::<PublicKey>().unwrap().to_string(), text);
        let note = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
                    \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        let text = text.parse::<PublicKey>().unwrap().open(note).unwrap();
        assert!(text.ends_with("problem is.\n"));
    }
}

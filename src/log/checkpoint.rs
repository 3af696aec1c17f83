//! A signed word on what the log was at one size (C2SP tlog-checkpoint).

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

#[cfg(test)]
mod tests {
    use super::*;

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

//! A receipt: one entry of a journal, with the proof that it stands there, for whoever has nothing but the public key.
//!
//! It carries the entry as it was hashed, its way up the tree, and a signed checkpoint over that tree. So it shows that
//! something with this fingerprint was received then, and is in the journal that the checkpoint is of; whoever keeps it
//! need not trust whoever gave it to them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    canonical::canonical,
    checkpoint::Checkpoint,
    hash::Hash,
    key::{KeyFault, PublicKey},
    proof::included,
};

/// The version of the form.
const FORMAT: u32 = 1;

/// A receipt, as it is kept in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The version of the form.
    pub receipt: u32,
    /// For people: whose it is and what for. Nothing here is proved.
    pub about: Value,
    /// What goes before the text to make its fingerprint; whoever has no salt cannot try guesses.
    pub salt: String,
    /// The entry.
    pub entry: Value,
    /// Hashes on the way from the entry's leaf to the root, bottom up.
    pub path: Vec<String>,
    /// The signed checkpoint (C2SP).
    pub checkpoint: String,
}

/// What a receipt proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// Which journal.
    pub origin: String,
    /// The entry's place in it, from 0.
    pub index: u64,
    /// When it was written, by the journal's own time.
    pub at: String,
    /// The fingerprint of what was sent (SHA-256, hex).
    pub fingerprint: String,
    /// How many entries the checkpoint covers.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// Why a receipt proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptFault {
    /// Another form than this program knows.
    #[error("it is of a form that this program does not know: take the newest program")]
    Form,
    /// The entry is not one in which something was received.
    #[error("its entry is not of something that was sent: it was changed, or is another file")]
    Entry,
    /// The entry is not in the tree that was signed.
    #[error(
        "its entry does not stand in the journal that was signed: the entry, the way or the checkpoint was changed"
    )]
    NotThere,
    /// The signature is not of this key.
    #[error("the checkpoint: {0}")]
    Signature(#[from] KeyFault),
}

impl Receipt {
    /// A receipt of the present form.
    pub fn new(about: Value, salt: String, entry: Value, path: &[Hash], checkpoint: String) -> Self {
        Self {
            receipt: FORMAT,
            about,
            salt,
            entry,
            path: path.iter().map(Hash::to_string).collect(),
            checkpoint,
        }
    }

    /// What it proves, with the key that others vouch for.
    ///
    /// # Errors
    /// [`ReceiptFault`].
    pub fn verify(&self, key: &PublicKey) -> Result<Proved, ReceiptFault> {
        if self.receipt != FORMAT {
            return Err(ReceiptFault::Form);
        }
        let checkpoint = Checkpoint::open(&self.checkpoint, key)?;
        let text = canonical(&self.entry).map_err(|_error| ReceiptFault::Entry)?;
        let index = self
            .entry
            .get("index")
            .and_then(Value::as_u64)
            .ok_or(ReceiptFault::Entry)?;
        let path = self
            .path
            .iter()
            .map(|text| text.parse())
            .collect::<Result<Vec<Hash>, _>>()
            .map_err(|_error| ReceiptFault::NotThere)?;
        let leaf = Hash::leaf(text.as_bytes());
        if !included(leaf, index, checkpoint.size, &path, checkpoint.root) {
            return Err(ReceiptFault::NotThere);
        }
        let said = |pointer: &str| self.entry.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        Ok(Proved {
            fingerprint: said("/body/event/act/submission/hash").ok_or(ReceiptFault::Entry)?,
            at: said("/at").ok_or(ReceiptFault::Entry)?,
            origin: checkpoint.origin,
            size: checkpoint.size,
            root: checkpoint.root,
            index,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{key::SigningKey, proof::inclusion, proof::root};

    fn key() -> SigningKey {
        SigningKey::from_seed("accord.example.org", &[7; 32])
    }

    fn entries() -> Vec<Value> {
        (0..13)
            .map(|index| {
                json!({
                    "alliance": "a",
                    "at": "2026-05-20T10:00:00.000000Z",
                    "body": { "event": { "act": { "submission": { "form": "bid", "hash": format!("{index:064}"), "id": "s" } } } },
                    "index": index,
                    "previous": Hash::empty().to_string(),
                    "scope": "i",
                })
            })
            .collect()
    }

    fn receipt(index: usize) -> Receipt {
        let entries = entries();
        let leaves: Vec<Hash> = entries
            .iter()
            .map(|one| Hash::leaf(canonical(one).unwrap().as_bytes()))
            .collect();
        let checkpoint = Checkpoint {
            origin: "accord.example.org/sheffield".to_owned(),
            size: 13,
            root: root(&leaves),
        };
        let path = inclusion(&leaves, index).unwrap();
        Receipt::new(
            json!({ "bid": "PSF-2026-001-B-MXTR" }),
            "5a17".to_owned(),
            entries[index].clone(),
            &path,
            checkpoint.sign(&key()),
        )
    }

    #[test]
    fn every_entry_is_proved_with_the_public_key_alone() {
        for index in 0..13 {
            let text = serde_json::to_string(&receipt(index)).unwrap();
            let read: Receipt = serde_json::from_str(&text).unwrap();
            let proved = read.verify(&key().public()).unwrap();
            assert_eq!(proved.index, u64::try_from(index).unwrap());
            assert_eq!(proved.fingerprint, format!("{index:064}"));
            assert_eq!((proved.at.as_str(), proved.size), ("2026-05-20T10:00:00.000000Z", 13));
        }
    }

    #[test]
    fn nothing_that_is_proved_can_be_changed() {
        let good = receipt(5);
        let other = SigningKey::from_seed("accord.example.org", &[8; 32]).public();
        assert!(matches!(good.verify(&other), Err(ReceiptFault::Signature(_))));
        for pointer in [
            "/at",
            "/body/event/act/submission/hash",
            "/alliance",
            "/scope",
            "/previous",
        ] {
            let mut worse = good.clone();
            *worse.entry.pointer_mut(pointer).unwrap() = json!("another");
            assert_eq!(worse.verify(&key().public()), Err(ReceiptFault::NotThere), "{pointer}");
        }
        let mut worse = good.clone();
        worse.entry["index"] = json!(6);
        assert_eq!(worse.verify(&key().public()), Err(ReceiptFault::NotThere));
        for step in 0..good.path.len() {
            let mut worse = good.clone();
            worse.path[step] = Hash::empty().to_string();
            assert_eq!(worse.verify(&key().public()), Err(ReceiptFault::NotThere), "{step}");
            worse.path.remove(step);
            assert_eq!(worse.verify(&key().public()), Err(ReceiptFault::NotThere), "{step}");
        }
        let mut worse = good.clone();
        worse.checkpoint = good.checkpoint.replace("\n13\n", "\n14\n");
        assert!(worse.verify(&key().public()).is_err());
        let mut worse = good;
        worse.receipt = 2;
        assert_eq!(worse.verify(&key().public()), Err(ReceiptFault::Form));
    }
}

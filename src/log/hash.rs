//! SHA-256 as RFC 6962 uses it: leaves and nodes can never be taken for one another.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};

/// A SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Of a leaf's content.
    pub fn leaf(content: &[u8]) -> Self {
        Self::of(&[&[0], content])
    }

    /// Of a node with two children.
    pub fn node(left: Self, right: Self) -> Self {
        Self::of(&[&[1], &left.0, &right.0])
    }

    /// Of the empty tree.
    pub fn empty() -> Self {
        Self::of(&[])
    }

    /// Of plain bytes.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            if let [high, low] = pair {
                *high = digit(byte >> 4);
                *low = digit(byte & 15);
            }
        }
        f.write_str(str::from_utf8(&text).map_err(|_error| fmt::Error)?)
    }
}

fn digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 64 lower-case hexadecimal digits")]
pub struct NotAHash;

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        if text.len() != 64 {
            return Err(NotAHash);
        }
        let (mut out, mut wrong) = ([0; 32], 0);
        for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let [high, low] = pair else { return Err(NotAHash) };
            let (high, low) = (value(*high), value(*low));
            wrong |= (high | low) & NO_DIGIT;
            *byte = high << 4 | low & 15;
        }
        if wrong == 0 { Ok(Self(out)) } else { Err(NotAHash) }
    }
}

/// Marks what is no digit; no digit's value has this bit.
const NO_DIGIT: u8 = 0x80;

/// Only one spelling of a hash is accepted, so that no byte of an export can change unseen.
fn value(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => NO_DIGIT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_tree_and_the_empty_leaf_are_those_of_rfc_6962() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Hash::empty().to_string(), empty);
        let leaf = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
        assert_eq!(Hash::leaf(b"").to_string(), leaf);
        assert_eq!(leaf.parse(), Ok(Hash::leaf(b"")));
    }

    #[test]
    fn another_spelling_of_a_hash_is_refused() {
        let upper = Hash::empty().to_string().to_uppercase();
        assert_eq!(upper.parse::<Hash>(), Err(NotAHash));
        assert_eq!("é".repeat(32).parse::<Hash>(), Err(NotAHash));
    }
}

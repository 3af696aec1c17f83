//! Secrets: made here, kept as hashes.

use sha2::{Digest as _, Sha256};

use crate::{domain::hex, rng::Rng};

/// Letters of codes that people copy by hand: none that looks like another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Something that only its holder knows: 256 bits, hex.
pub fn token(rng: &Rng) -> String {
    hex(&rng.bytes::<32>())
}

/// What is kept of it.
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// What is kept of a short code: worth nothing without the long secret it goes with.
pub fn hash_with(long: &str, code: &str) -> String {
    hash(&format!("{long}\n{code}"))
}

/// Whether two texts are the same, in a time that does not depend on where they differ.
pub fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let differs = one.iter().zip(other).fold(0_u8, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differs == 0
}

/// So many digits, each as likely as any other.
pub fn digits(rng: &Rng, count: usize) -> String {
    let mut out = String::with_capacity(count);
    while out.len() < count {
        for byte in rng.bytes::<32>() {
            // 250 is the last multiple of ten: what is above would make small digits likelier.
            if byte < 250 && out.len() < count {
                out.push(char::from(b'0' + byte % 10));
            }
        }
    }
    out
}

/// `ABCD-EFGH`: 40 bits, for a card.
pub fn letters(rng: &Rng) -> String {
    let mut out = String::with_capacity(9);
    for byte in rng.bytes::<8>() {
        if out.len() == 4 {
            out.push('-');
        }
        // A power of two divides 256: every letter is as likely as any other.
        let letter = LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'A');
        out.push(char::from(letter));
    }
    out
}

/// What somebody typed of a code: without spaces and dashes, large letters.
pub fn tidy(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_digits_and_spread_evenly() {
        let all = digits(&Rng::seeded(1), 100_000);
        for digit in '0'..='9' {
            let count = all.chars().filter(|c| *c == digit).count();
            assert!((9_500..10_500).contains(&count), "{digit}: {count}");
        }
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = letters(&Rng::seeded(1));
        assert_eq!(code.len(), 9);
        assert_eq!(tidy(&code.to_lowercase()), tidy(&code.replace('-', " ")));
    }

    #[test]
    fn texts_are_compared_whole() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd"));
        assert!(!same("abc", "ab"));
        assert!(!same("", "a"));
    }
}

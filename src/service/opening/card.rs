//! An opening card: a key that the words on a card unlock.
//!
//! The key is an age identity (X25519), made here and kept wrapped: what wraps it is made of the words by Argon2id, and
//! the words are nowhere but on the card. Shares of bids are encrypted for the card's public key.

use std::io::Write as _;

use age::{
    Encryptor, Recipient,
    secrecy::ExposeSecret as _,
    x25519::{self, Identity},
};
use anyhow::{Context as _, anyhow};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::phrase;
use crate::{rng::Rng, service::sealing};

/// Memory (KiB), passes and lanes of Argon2id, as OWASP advises; the words are beyond guessing without it.
const ARGON: (u32, u32, u32) = (19_456, 2, 1);
/// Bytes of salt.
const SALT: usize = 16;

/// A card that was made this moment. Its words are kept nowhere.
#[derive(Clone)]
pub struct Made {
    /// What stands on the card, in order.
    pub words: Vec<&'static str>,
    /// For whom shares are encrypted (`age1…`).
    pub public: String,
    /// The key, wrapped.
    pub wrapped: String,
}

impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Made {{ public: {}, .. }}", self.public)
    }
}

/// Makes a card for one place: its round and its person.
///
/// # Errors
/// The cipher fails; it does not.
pub fn make(chance: &Rng, place: &str) -> anyhow::Result<Made> {
    let words = phrase::make(chance);
    let identity = Identity::generate();
    let salt: [u8; SALT] = chance.bytes();
    let key = stretched(&words.join(" "), &salt)?;
    let secret = identity.to_string();
    let sealed = sealing::encrypt(chance, &key, place, secret.expose_secret().as_bytes())?;
    Ok(Made {
        words,
        public: identity.to_public().to_string(),
        wrapped: format!("{}.{}", STANDARD.encode(salt), STANDARD.encode(sealed)),
    })
}

/// The key of a card by its words.
///
/// # Errors
/// They are not the words of this card.
pub fn unlock(wrapped: &str, place: &str, words: &str) -> anyhow::Result<Identity> {
    let (salt, sealed) = wrapped.split_once('.').context("a card is damaged")?;
    let key = stretched(words, &STANDARD.decode(salt)?)?;
    let secret = sealing::decrypt(&key, place, &STANDARD.decode(sealed)?)?;
    str::from_utf8(&secret)?.parse().map_err(|why: &str| anyhow!(why))
}

/// Where a card belongs: wrapped for another round or person it does not open.
pub fn place(round: &str, person: &str) -> String {
    format!("card/{round}/{person}")
}

/// Encrypts something for these cards: each of them alone can read it. Text, for a column.
///
/// # Errors
/// There is none, or what should be a card's key is none.
pub fn encrypt_for(publics: &[&str], plain: &[u8]) -> anyhow::Result<String> {
    let keys = publics
        .iter()
        .map(|text| text.parse::<x25519::Recipient>().map_err(|why| anyhow!(why)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let encryptor = Encryptor::with_recipients(keys.iter().map(|one| -> &dyn Recipient { one }))?;
    let mut out = Vec::new();
    let mut writer = encryptor.wrap_output(&mut out)?;
    writer.write_all(plain)?;
    writer.finish()?;
    Ok(STANDARD.encode(out))
}

/// Reads what was encrypted for a card; nothing if it was for others.
pub fn decrypt(identity: &Identity, sealed: &str) -> Option<Vec<u8>> {
    age::decrypt(identity, &STANDARD.decode(sealed).ok()?).ok()
}

fn stretched(words: &str, salt: &[u8]) -> anyhow::Result<[u8; sealing::KEY]> {
    let (memory, passes, lanes) = ARGON;
    let params = Params::new(memory, passes, lanes, Some(sealing::KEY)).map_err(|why| anyhow!("{why}"))?;
    let mut key = [0; sealing::KEY];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(words.as_bytes(), salt, &mut key)
        .map_err(|why| anyhow!("{why}"))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_words_unlock_a_card_and_no_others_do() {
        let chance = Rng::from_system();
        let made = make(&chance, &place("r", "ruth")).unwrap();
        let words = made.words.join(" ");
        let here = place("r", "ruth");
        let identity = unlock(&made.wrapped, &here, &words).unwrap();
        assert_eq!(identity.to_public().to_string(), made.public);
        let sealed = encrypt_for(&[&made.public], b"a share").unwrap();
        assert_eq!(decrypt(&identity, &sealed).unwrap(), b"a share");
        assert!(unlock(&made.wrapped, &place("r", "edmund"), &words).is_err());
        let other = make(&chance, &here).unwrap();
        assert!(unlock(&made.wrapped, &here, &other.words.join(" ")).is_err());
        let other = unlock(&other.wrapped, &here, &other.words.join(" ")).unwrap();
        assert!(decrypt(&other, &sealed).is_none());
        assert!(!format!("{made:?}").contains(&words));
    }
}

//! How what is sealed is locked by opening cards.
//!
//! Each envelope has a key of its own, which is two parts laid over one another (XOR): the server's, wrapped by the key
//! outside the database, and the openers', split into shares of which so many are needed. Each share is encrypted for one
//! card. So the server alone reads nothing, and neither do too few openers, or all of them without the server. Where the
//! server's key is lost, all cards together have its part as well.
//!
//! The head says what is sealed and when it may be opened; the cipher covers it, so that a changed day opens nothing.

use anyhow::{Context as _, anyhow, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::card;
use crate::{
    domain::{
        hex,
        shares::{self, SIZE, Share},
    },
    service::sealing::{self, Seals},
};

/// The version of the form. That of an envelope which the server alone opens is 1.
const FORMAT: u32 = 2;

/// What is locked, by which cards, until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The round.
    pub round: String,
    /// What is sealed: the bid's process.
    pub bid: String,
    /// The submission.
    pub submission: String,
    /// Which version of the process this was, so that versions are not exchanged.
    pub version: i64,
    /// When bids closed, as it stood when this was sent: nobody is asked for a card before.
    pub closes: Option<DateTime<Utc>>,
    /// How many cards are needed.
    pub needed: u8,
}

/// The cards that lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circle {
    /// How many are needed.
    pub needed: u8,
    /// Id and public key of each, in order.
    pub cards: Vec<(String, String)>,
}

/// As it is stored. The head is kept as the text that the cipher covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locked {
    format: u32,
    head: String,
    /// The server's part, wrapped.
    server: String,
    /// For each card, what is encrypted for it.
    cards: Vec<(String, String)>,
    /// Nonce and ciphertext, base 64.
    body: String,
}

/// What one card holds of one envelope: its share of the openers' part, and of the server's.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    number: u8,
    openers: String,
    server: String,
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Held {{ number: {}, .. }}", self.number)
    }
}

impl Locked {
    /// Locks a text.
    ///
    /// # Errors
    /// The circle has fewer cards than are needed, or a key in it is none.
    pub fn close(seals: &Seals, circle: &Circle, head: &Head, plain: &str) -> anyhow::Result<Self> {
        let chance = seals.chance();
        let (key, server): ([u8; SIZE], [u8; SIZE]) = (chance.bytes(), chance.bytes());
        let openers = over(&key, &server);
        let of = u8::try_from(circle.cards.len()).context("a circle has at most 255 cards")?;
        let split = |secret, needed| {
            shares::split(secret, needed, of, || chance.bytes()).context("a circle has fewer cards than are needed")
        };
        let mut cards = Vec::with_capacity(circle.cards.len());
        for ((own, whole), (id, public)) in split(&openers, circle.needed)?
            .into_iter()
            .zip(split(&server, of)?)
            .zip(&circle.cards)
        {
            let held = Held {
                number: own.number,
                openers: hex(&own.bytes),
                server: hex(&whole.bytes),
            };
            cards.push((
                id.clone(),
                card::encrypt_for(&[public.as_str()], &serde_json::to_vec(&held)?)?,
            ));
        }
        let head_text = serde_json::to_string(head)?;
        let body = sealing::encrypt(chance, &key, &head_text, plain.as_bytes())?;
        Ok(Self {
            format: FORMAT,
            server: seals.seal(&head.submission, &hex(&server))?,
            head: head_text,
            cards,
            body: STANDARD.encode(body),
        })
    }

    /// What an envelope says, if cards lock it; nothing for one that the server opens.
    ///
    /// # Errors
    /// It is damaged.
    pub fn read(envelope: &str) -> anyhow::Result<Option<Self>> {
        #[derive(Deserialize)]
        struct Any {
            format: u32,
        }
        let any: Any = serde_json::from_str(envelope).context("a sealed envelope is damaged")?;
        match any.format {
            FORMAT => Ok(Some(
                serde_json::from_str(envelope).context("a locked envelope is damaged")?,
            )),
            _ => Ok(None),
        }
    }

    /// Its head.
    ///
    /// # Errors
    /// It is damaged.
    pub fn head(&self) -> anyhow::Result<Head> {
        serde_json::from_str(&self.head).context("a locked envelope is damaged")
    }

    /// Which cards lock it.
    pub fn card_ids(&self) -> impl Iterator<Item = &str> {
        self.cards.iter().map(|(id, _)| id.as_str())
    }

    /// What a card holds of it; nothing if it is none of those.
    pub fn held(&self, card: &str, identity: &age::x25519::Identity) -> Option<Held> {
        let (_, sealed) = self.cards.iter().find(|(id, _)| id == card)?;
        serde_json::from_slice(&card::decrypt(identity, sealed)?).ok()
    }

    /// What is inside, by what cards hold.
    ///
    /// # Errors
    /// They are too few, or something was changed, or the server's part cannot be had.
    pub fn open(&self, seals: &Seals, held: &[Held]) -> anyhow::Result<String> {
        let head = self.head()?;
        if held.len() < usize::from(head.needed) {
            bail!("{} of the cards are needed", head.needed);
        }
        let openers = joined(held, |one| &one.openers)?;
        let server = match seals.open(&head.submission, &self.server) {
            Ok(text) => bytes(&text)?,
            // All cards together have it, too.
            Err(_) if held.len() == self.cards.len() => joined(held, |one| &one.server)?,
            Err(why) => return Err(why),
        };
        let body = sealing::decrypt(&over(&openers, &server), &self.head, &STANDARD.decode(&self.body)?)?;
        String::from_utf8(body).context("a locked envelope holds no text")
    }
}

fn joined(held: &[Held], part: impl Fn(&Held) -> &String) -> anyhow::Result<[u8; SIZE]> {
    let all = held
        .iter()
        .map(|one| {
            Ok(Share {
                number: one.number,
                bytes: bytes(part(one))?,
            })
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    shares::join(&all).ok_or_else(|| anyhow!("a card was counted twice"))
}

fn bytes(text: &str) -> anyhow::Result<[u8; SIZE]> {
    let all = sealing::bytes(text).context("this is no share")?;
    all.try_into().map_err(|_all: Vec<u8>| anyhow!("this is no share"))
}

/// One laid over the other.
fn over(one: &[u8; SIZE], other: &[u8; SIZE]) -> [u8; SIZE] {
    let mut out = *one;
    for (byte, more) in out.iter_mut().zip(other) {
        *byte ^= more;
    }
    out
}

#[cfg(test)]
mod tests;

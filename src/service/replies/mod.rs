//! Answers to letters: what somebody writes back to the address in a letter is a piece of work of theirs. What cannot
//! be taken as it is waits for somebody who supports people, and is never lost.

mod aside;
mod taking;
pub mod waiting;

use accord_store::replies::{self as rows, AddressRow};
use serde_json::Value as Json;

pub use self::{aside::failed, taking::take};
use crate::{
    domain::replies,
    service::{access::secret, app::Desk, fault::Fault},
};

/// Letters and digits of a token, which programs may write in capitals; twenty of 32 are a hundred bits.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const LONG: usize = 20;

/// A message as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrived {
    /// Who sent it: an address; empty if it does not say, or names several.
    pub from: String,
    /// Whom it was for: addresses of the head, and what the server wrote there.
    pub to: Vec<String>,
    /// Its Message-ID, if it has one.
    pub id: Option<String>,
    /// Its subject.
    pub subject: String,
    /// Its words, quotations and all.
    pub text: String,
    /// Names of files that came with it.
    pub files: Vec<String>,
    /// A program wrote it.
    pub is_automatic: bool,
    /// A server on the way says that it does not come from whom it names (DMARC).
    pub is_doubted: bool,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// It is what it was meant to be.
    Taken,
    /// It came before.
    Known,
    /// A program wrote it: nothing is done, and nobody is written to.
    Automatic,
    /// Somebody looks at it: why.
    Waits(String),
    /// It is for nobody here, and so much of that waits already that it stays where it came.
    Left,
}

/// A new address for one letter; nothing where letters cannot be answered.
///
/// # Errors
/// The database fails.
pub(in crate::service) fn address(
    desk: &mut Desk<'_>,
    (person, subject): (&str, &str),
    permit: &str,
    about: &Json,
) -> Result<Option<String>, Fault> {
    let Some(ours) = desk.app.replies.clone() else {
        return Ok(None);
    };
    let bytes = desk.app.rng.bytes::<LONG>();
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'a');
    let token: String = bytes.iter().map(letter).map(char::from).collect();
    let row = AddressRow {
        token: secret::hash(&token),
        alliance_id: desk.alliance.clone(),
        person_id: person.to_owned(),
        subject_id: subject.to_owned(),
        permit: permit.to_owned(),
        about: about.to_string(),
        made_at: desk.wall().into(),
    };
    rows::add(desk.db, &row)?;
    Ok(replies::address(&ours, &token))
}

//! One entry of the journal: the envelope that is hashed.

use crate::{canonical::string, hash::Hash};

/// Everything that one leaf commits to.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Whose log.
    pub alliance: &'a str,
    /// Its place, from 0.
    pub index: u64,
    /// The leaf before it; [`Hash::empty`] for the first.
    pub previous: Hash,
    /// The instance, or the alliance.
    pub scope: &'a str,
    /// The instance's version after it.
    pub seq: Option<i64>,
    /// Business time, RFC 3339.
    pub at: &'a str,
    /// Canonical JSON.
    pub body: &'a str,
    /// Idempotency key, and the hash of the command that came with it.
    pub request: Option<(&'a str, &'a str)>,
    /// Hash of the answer that was given, which may be erased without harm to the chain.
    pub answer: Option<&'a str>,
}

impl Entry<'_> {
    /// The canonical text that is hashed. The body must be canonical already.
    pub fn canonical(&self) -> String {
        let mut out = String::with_capacity(self.body.len() + 400);
        out.push_str("{\"alliance\":");
        string(self.alliance, &mut out);
        if let Some(answer) = self.answer {
            out.push_str(",\"answer\":");
            string(answer, &mut out);
        }
        out.push_str(",\"at\":");
        string(self.at, &mut out);
        out.push_str(",\"body\":");
        out.push_str(self.body);
        out.push_str(&format!(",\"index\":{},\"previous\":\"{}\"", self.index, self.previous));
        if let Some((key, hash)) = self.request {
            out.push_str(",\"request\":{\"hash\":");
            string(hash, &mut out);
            out.push_str(",\"key\":");
            string(key, &mut out);
            out.push('}');
        }
        out.push_str(",\"scope\":");
        string(self.scope, &mut out);
        if let Some(seq) = self.seq {
            out.push_str(&format!(",\"seq\":{seq}"));
        }
        out.push('}');
        out
    }

    /// Its leaf.
    pub fn leaf(&self) -> Hash {
        Hash::leaf(self.canonical().as_bytes())
    }

    /// Its line in an export.
    pub fn line(&self) -> String {
        let canonical = self.canonical();
        let leaf = Hash::leaf(canonical.as_bytes());
        format!("{{\"entry\":{canonical},\"leaf\":\"{leaf}\"}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::is_canonical;

    #[test]
    fn the_envelope_is_canonical() {
        let mut entry = Entry {
            alliance: "a",
            index: 7,
            previous: Hash::empty(),
            scope: "i\"1",
            seq: Some(3),
            at: "2026-04-01T12:00:00.000000Z",
            body: r#"{"a":1}"#,
            request: Some(("k", "h")),
            answer: Some("x"),
        };
        assert!(is_canonical(&entry.canonical()), "{}", entry.canonical());
        entry.seq = None;
        entry.request = None;
        entry.answer = None;
        assert!(is_canonical(&entry.line()), "{}", entry.line());
    }
}

//! The canonical text of what the board votes on: equal content, equal hash, whatever the order
//! in which somebody typed it.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::domain::hex;

/// A lot as published.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Lot<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub yearly_value: Option<i64>,
}

/// A question as published.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Question<'a> {
    pub code: &'a str,
    pub weight: i32,
    pub max_words: i32,
    pub out_of: i32,
    pub minimum: Option<i32>,
    /// Title, question and guidance: JSON with sorted keys.
    pub text: serde_json::Value,
}

/// What the board agrees before a round is published.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Pack<'a> {
    pub lots: Vec<Lot<'a>>,
    pub questions: Vec<Question<'a>>,
    /// Timetable and rules: JSON with sorted keys.
    pub terms: serde_json::Value,
}

/// A mark that the panel agreed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Mark {
    pub bid: String,
    pub question: String,
    pub marks: i32,
    pub reason: String,
}

/// What the board decides: marks, order, offers, recommendation.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Award {
    pub marks: Vec<Mark>,
    /// Lot to what was worked out for it: JSON with sorted keys.
    pub offers: Vec<(String, serde_json::Value)>,
    pub recommendation: serde_json::Value,
}

/// SHA-256 of the pack, hex.
pub fn pack_hash(pack: &Pack<'_>) -> String {
    hash("round.pack", pack)
}

/// SHA-256 of the award, hex; marks and offers in the order of their names.
pub fn award_hash(mut award: Award) -> String {
    award.marks.sort();
    award.offers.sort_by(|a, b| a.0.cmp(&b.0));
    hash("round.award", &award)
}

fn hash<T: Serialize>(name: &str, content: &T) -> String {
    let text = serde_json::to_vec(&(name, content)).unwrap_or_default();
    hex(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(bid: &str, marks: i32) -> Mark {
        Mark {
            bid: bid.to_owned(),
            question: "values".to_owned(),
            marks,
            reason: "Clear.".to_owned(),
        }
    }

    fn award(marks: Vec<Mark>) -> String {
        award_hash(Award {
            marks,
            offers: Vec::new(),
            recommendation: serde_json::Value::Null,
        })
    }

    #[test]
    fn the_order_of_typing_does_not_count() {
        assert_eq!(
            award(vec![mark("a", 3), mark("b", 4)]),
            award(vec![mark("b", 4), mark("a", 3)])
        );
    }

    #[test]
    fn one_mark_counts() {
        assert_ne!(award(vec![mark("a", 3)]), award(vec![mark("a", 4)]));
    }
}

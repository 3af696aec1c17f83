//! "Can we bid?": a few questions that an organisation answers for itself, and what its answers mean
//! (domain.md 4.4). Nothing here is kept, and nothing here decides: whether a bid is eligible is judged by people
//! once bids are opened.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody reads before they decide whether to bid; a part of a set of questions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BeforeBidding {
    /// What an organisation asks itself; to each of them "yes" is the answer that needs nothing more.
    pub checks: Vec<Check>,
    /// What keeps an organisation out, whatever it writes.
    pub disqualifies: Vec<String>,
    /// What takes time beside the answers.
    pub needs: Vec<Need>,
    /// Help that everybody is offered alike.
    pub offers: Vec<Offer>,
}

/// A question to oneself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its short name.
    pub id: String,
    /// The question, answered by yes or no.
    pub ask: String,
    /// What "no" means.
    pub no: String,
    /// What would mend it.
    pub mend: String,
    /// What is asked for, in one short sentence for Easy Read; left out there where it is empty.
    #[serde(default)]
    pub easy: String,
    /// Whether a bid cannot be sent like this. It is written: left out by mistake, it would let somebody write for
    /// nothing.
    pub stops: bool,
}

/// Something that takes time beside the answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// What is done, or found.
    pub what: String,
    /// About how many minutes it takes.
    pub minutes: u32,
    /// A sentence more.
    #[serde(default)]
    pub says: String,
}

/// Help on offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// What it is called.
    pub name: String,
    /// What it is, for whom, and how to get it.
    pub value: String,
    /// The same in one short sentence for Easy Read; left out there where it is empty.
    #[serde(default)]
    pub easy: String,
}

/// What somebody said of their organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It is so.
    Yes,
    /// It is not.
    No,
    /// They have to find out.
    Unsure,
}

impl Said {
    /// The answer that a word of a form stands for.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            "unsure" => Some(Self::Unsure),
            _ => None,
        }
    }

    /// Its word in a form.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "unsure",
        }
    }
}

/// What the answers come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing stands in the way.
    CanBid,
    /// Nothing stands in the way of a bid; so many things have to be there later.
    CanBidAndMend(usize),
    /// So many things are to be found out first, of those that would stand in the way.
    FindOut(usize),
    /// So many things stand in the way.
    NotYet(usize),
}

/// What answers come to; `all` is each question's `stops` with what was said.
pub fn verdict(all: &[(bool, Said)]) -> Verdict {
    let count = |stops: bool, said: Said| all.iter().filter(|one| **one == (stops, said)).count();
    let later = count(false, Said::No) + count(false, Said::Unsure);
    match (count(true, Said::No), count(true, Said::Unsure), later) {
        (0, 0, 0) => Verdict::CanBid,
        (0, 0, later) => Verdict::CanBidAndMend(later),
        (0, unsure, _) => Verdict::FindOut(unsure),
        (no, _, _) => Verdict::NotYet(no),
    }
}

#[cfg(test)]
mod tests {
    use super::{Said::*, *};

    #[track_caller]
    fn check(all: &[(bool, Said)], expected: Verdict) {
        assert_eq!(verdict(all), expected);
    }

    #[test]
    fn what_stops_a_bid_counts_before_what_can_wait() {
        check(&[], Verdict::CanBid);
        check(&[(true, Yes), (false, Yes)], Verdict::CanBid);
        check(&[(true, Yes), (false, No), (false, Unsure)], Verdict::CanBidAndMend(2));
        check(&[(true, Unsure), (false, No)], Verdict::FindOut(1));
        check(
            &[(true, No), (true, Unsure), (true, No), (false, Yes)],
            Verdict::NotYet(2),
        );
    }

    #[test]
    fn words_of_a_form_are_answers() {
        for said in [Yes, No, Unsure] {
            assert_eq!(Said::of(said.word()), Some(said));
        }
        assert_eq!(Said::of("perhaps"), None);
    }
}

//! The columns of the three sorts of file. Headings are what the templates have; a file of somebody's own is read by the
//! same words, however they are written.

use crate::domain::monitoring::indicators::IndicatorSet;

/// What a file holds, one line each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Contracts that run, with their host and their networks.
    Contracts,
    /// Posts of peer workers.
    Posts,
    /// Returns that were given before.
    Returns,
}

/// Every sort, in the order in which they are brought in.
pub const KINDS: [Kind; 3] = [Kind::Contracts, Kind::Posts, Kind::Returns];

/// A column: its heading, and the question that it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) heading: &'static str,
    pub(super) question: &'static str,
    pub(super) required: bool,
}

const fn must(heading: &'static str, question: &'static str) -> Column {
    Column {
        heading,
        question,
        required: true,
    }
}

const fn may(heading: &'static str, question: &'static str) -> Column {
    Column {
        heading,
        question,
        required: false,
    }
}

/// Which contract a line is about.
pub(super) const CONTRACT: &str = "Contract number";

const CONTRACTS: [Column; 11] = [
    must(CONTRACT, "reference"),
    must("Host", "host"),
    may("Networks", "networks"),
    may("Other services", "other_lots"),
    must("First day", "starts_on"),
    must("Last day", "ends_on"),
    must("Price for a year", "yearly_value"),
    must("May be extended", "may_extend"),
    must("Signed on", "signed_on"),
    must("Where it is kept", "kept_at"),
    may("Returns here from", "returns_from"),
];
const POSTS: [Column; 4] = [
    must(CONTRACT, "reference"),
    must("Post", "post"),
    must("How it is now", "now"),
    must("Since", "since"),
];
const RETURNS: [Column; 2] = [must(CONTRACT, "reference"), must("Quarter", "quarter_from")];

impl Kind {
    /// As people call it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Contracts => "contracts",
            Self::Posts => "posts",
            Self::Returns => "returns",
        }
    }

    pub(super) const fn columns(self) -> &'static [Column] {
        match self {
            Self::Contracts => &CONTRACTS,
            Self::Posts => &POSTS,
            Self::Returns => &RETURNS,
        }
    }

    /// The heading that tells a file of this sort from the others.
    const fn tell(self) -> &'static str {
        match self {
            Self::Contracts => "Price for a year",
            Self::Posts => "Post",
            Self::Returns => "Quarter",
        }
    }

    /// What a line of headings belongs to.
    pub(super) fn of(headings: &[String]) -> Option<Self> {
        let has = |wanted: &str| headings.iter().any(|one| bare(one) == bare(wanted));
        KINDS.into_iter().find(|kind| has(kind.tell()) && has(CONTRACT))
    }

    /// The headings of its template; a return has one for each number of the set.
    pub(super) fn headings(self, set: Option<&IndicatorSet>) -> Vec<String> {
        let own = self.columns().iter().map(|one| one.heading.to_owned());
        let numbers = set.filter(|_| self == Self::Returns).into_iter();
        own.chain(numbers.flat_map(|set| set.inputs.values().map(|one| one.label.clone())))
            .collect()
    }
}

/// A heading without what does not tell two apart: capitals, spaces, what stands in brackets.
pub(super) fn bare(text: &str) -> String {
    let text = text.split('(').next().unwrap_or_default();
    let parts: Vec<&str> = text.split_whitespace().collect();
    parts.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_headings() {
        for kind in KINDS {
            assert_eq!(Kind::of(&kind.headings(None)), Some(kind));
        }
        let own = ["POST ", "contract  number", "since", "How it is now"].map(str::to_owned);
        assert_eq!(Kind::of(&own), Some(Kind::Posts));
        assert_eq!(Kind::of(&["Name".to_owned()]), None);
    }
}

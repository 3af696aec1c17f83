//! The three texts that both houses sign together, and their fingerprints.

use std::fmt;

/// One of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What is delivered.
    Text,
    /// What hosts sign.
    Clauses,
    /// What hosts count.
    Measures,
}

impl Part {
    /// Each, in the order in which they are read.
    pub const SIGNED: [Self; 3] = [Self::Text, Self::Clauses, Self::Measures];

    /// The word in a row and in an address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Clauses => "clauses",
            Self::Measures => "measures",
        }
    }

    /// What people read above it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Text => "What is delivered",
            Self::Clauses => "What hosts sign: the contract clauses",
            Self::Measures => "What hosts count",
        }
    }

    /// The place before its first section: sections of one part stand together.
    pub const fn place(self) -> i32 {
        match self {
            Self::Text => 0,
            Self::Clauses => 10_000,
            Self::Measures => 20_000,
        }
    }

    /// Reads a word; what is none of them is the text itself.
    pub fn parse(word: &str) -> Self {
        Self::SIGNED
            .into_iter()
            .find(|one| one.word() == word)
            .unwrap_or(Self::Text)
    }
}

/// What is said in the history of a section that came from a file.
pub const FROM_FILE: &str = "As the alliance has it so far";

/// The fingerprints of the three, SHA-256, hex.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prints {
    /// Of what is delivered.
    pub text: String,
    /// Of the contract clauses.
    pub clauses: String,
    /// Of what hosts count.
    pub measures: String,
    /// Of the files that belong to the text; empty if there are none.
    pub files: String,
}

/// The word of the files in what a vote is bound to.
const FILES: &str = "files";

impl Prints {
    /// Of one part.
    pub fn of(&self, part: Part) -> &str {
        match part {
            Part::Text => &self.text,
            Part::Clauses => &self.clauses,
            Part::Measures => &self.measures,
        }
    }

    /// Reads what a vote was bound to; parts that were not signed then are empty.
    pub fn parse(bound: &str) -> Self {
        let find = |named: &str| {
            let mut words = bound.split(' ').filter_map(|one| one.split_once(':'));
            let found = words.find(|(word, _)| *word == named);
            found.map(|(_, print)| print.to_owned()).unwrap_or_default()
        };
        Self {
            text: find(Part::Text.word()),
            clauses: find(Part::Clauses.word()),
            measures: find(Part::Measures.word()),
            files: find(FILES),
        }
    }
}

/// What votes are bound to: all three, and the files if there are any, so that each can be told apart later.
impl fmt::Display for Prints {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "text:{} clauses:{} measures:{}",
            self.text, self.clauses, self.measures
        )?;
        match self.files.is_empty() {
            true => Ok(()),
            false => write!(out, " {FILES}:{}", self.files),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_bound_is_read_again() {
        let mut prints = Prints {
            text: "ab".to_owned(),
            clauses: "cd".to_owned(),
            measures: "ef".to_owned(),
            files: String::new(),
        };
        assert_eq!(Prints::parse(&prints.to_string()), prints);
        assert_eq!(
            prints.to_string(),
            "text:ab clauses:cd measures:ef",
            "as it was before there were files"
        );
        prints.files = "0f".to_owned();
        assert_eq!(Prints::parse(&prints.to_string()), prints);
        assert_eq!(
            Prints::parse("0a1b"),
            Prints::default(),
            "one hash over everything, as it was once"
        );
    }
}

//! What somebody does, and where: the address of an offer.

use accord_engine::refusal::Offer;

/// What sort of thing is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// An action.
    Act,
    /// An answer in a decision.
    Vote,
    /// A second person's word.
    Confirm,
}

/// What somebody does, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What sort of thing.
    pub verb: Verb,
    /// The state that offers it; empty for the whole workflow.
    pub state: String,
    /// The event, or the option.
    pub event: String,
}

impl Verb {
    /// Its word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Vote => "vote",
            Self::Confirm => "confirm",
        }
    }

    /// The verb with this word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Act, Self::Vote, Self::Confirm]
            .into_iter()
            .find(|one| one.word() == word)
    }
}

impl Place {
    /// The place of an offer.
    pub fn of(offer: &Offer) -> Self {
        let verb = match (offer.vote, offer.second) {
            (true, _) => Verb::Vote,
            (_, true) => Verb::Confirm,
            _ => Verb::Act,
        };
        Self {
            verb,
            state: offer.state.clone(),
            event: offer.event.clone(),
        }
    }

    /// The place as addresses and drafts write it: `act/drafting/publish`; the whole workflow is `-`.
    pub fn path(&self) -> String {
        let state = if self.state.is_empty() { "-" } else { &self.state };
        format!("{}/{state}/{}", self.verb.word(), self.event)
    }

    /// The place that was written so.
    pub fn parse(path: &str) -> Option<Self> {
        let mut parts = path.split('/');
        let (verb, state, event) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            verb: Verb::of(verb)?,
            state: if state == "-" { String::new() } else { state.to_owned() },
            event: event.to_owned(),
        })
    }

    /// Whether an offer is of this place.
    pub fn fits(&self, offer: &Offer) -> bool {
        Self::of(offer) == *self
    }
}

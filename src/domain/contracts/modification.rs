//! Whether a contract under the Provider Selection Regime could be changed so without another selection, and whether a
//! notice would be due (Health Care Services (Provider Selection Regime) Regulations 2023, regulation 13; domain.md 2.1).
//! A contract of the alliance is under no such regime: the same questions are answered for it all the same, and said to be.

/// What kind of reason a change has, as its form says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The contract provides for it clearly.
    ProvidedFor,
    /// Only who the provider is changes.
    Identity,
    /// Something outside both sides' control.
    Outside,
    /// The buyer wants it, urgently or not.
    Decided,
}

impl Class {
    /// The class of a word of the form.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "provided_for" => Some(Self::ProvidedFor),
            "identity" => Some(Self::Identity),
            "outside" => Some(Self::Outside),
            "decided" | "urgent" => Some(Self::Decided),
            _ => None,
        }
    }
}

/// What a change comes to with all before it, and the limits that it is measured by: pence and percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// All changes together, without their signs.
    pub cumulative: i64,
    /// The same in percent of the first value.
    pub percent: i64,
    /// From this value on a change that is decided may be too large.
    pub value_limit: i64,
    /// It is too large if it also comes to so many percent.
    pub percent_limit: i64,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// It may be made without another selection, as far as its reason and its size go; whether it makes the contract
    /// materially different is a person's to say.
    pub permitted: bool,
    /// A notice of the change would be due.
    pub notice: bool,
}

/// Answers both questions.
pub fn answer(class: Class, size: Size) -> Answer {
    let small = size.cumulative < size.value_limit || size.percent < size.percent_limit;
    Answer {
        permitted: match class {
            Class::ProvidedFor | Class::Identity | Class::Outside => true,
            Class::Decided => small,
        },
        notice: size.cumulative >= size.value_limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_decided_is_limited_and_only_by_both_numbers() {
        let size = |cumulative, percent| Size {
            cumulative,
            percent,
            value_limit: 50_000_000,
            percent_limit: 25,
        };
        for (class, cumulative, percent, permitted, notice) in [
            (Class::Decided, 49_999_999, 90, true, false),
            (Class::Decided, 50_000_000, 24, true, true),
            (Class::Decided, 50_000_000, 25, false, true),
            (Class::Outside, 50_000_000, 25, true, true),
            (Class::ProvidedFor, 90_000_000, 90, true, true),
            (Class::Identity, 0, 0, true, false),
        ] {
            let expected = Answer { permitted, notice };
            assert_eq!(
                answer(class, size(cumulative, percent)),
                expected,
                "{class:?} {cumulative} {percent}"
            );
        }
        assert_eq!(Class::of("urgent"), Some(Class::Decided));
        assert_eq!(Class::of("else"), None);
    }
}

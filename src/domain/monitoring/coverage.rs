//! Whether each network has an offer that people can use today, and if not, why not.

/// Where a host stands with its contract; the later, the nearer to an open door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// There is none, or it is over.
    None,
    /// It is being written, checked or signed.
    Preparing,
    /// It is in force, and the service has not begun.
    Starting,
    /// It is ending, and people are handed over.
    HandingOver,
    /// The service is paused.
    Paused,
    /// The service runs.
    Live,
}

/// What a network has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// An offer that people can use.
    Live,
    /// One that people can use until it is handed over.
    Ending,
    /// One that is closed for now.
    Paused,
    /// One that has not begun.
    Starting,
    /// One that is being agreed.
    Preparing,
    /// None, and a plan how there will be one.
    Planned,
    /// None, and no plan.
    Vacant,
}

impl Cover {
    /// What a network has, by where its host stands and whether there is a plan for it.
    pub const fn of(stage: Stage, planned: bool) -> Self {
        match (stage, planned) {
            (Stage::Live, _) => Self::Live,
            (Stage::HandingOver, _) => Self::Ending,
            (Stage::Paused, _) => Self::Paused,
            (Stage::Starting, _) => Self::Starting,
            (Stage::Preparing, _) => Self::Preparing,
            (Stage::None, true) => Self::Planned,
            (Stage::None, false) => Self::Vacant,
        }
    }

    /// As it is printed.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Live => "open",
            Self::Ending => "open; being handed over",
            Self::Paused => "paused",
            Self::Starting => "starting",
            Self::Preparing => "contract being agreed",
            Self::Planned => "no host yet; a plan covers it",
            Self::Vacant => "no host",
        }
    }

    /// Whether people can use it today.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Live | Self::Ending)
    }

    /// The words of a map: `full`, `part` or `none`. A promise of an offer is none.
    pub const fn on_a_map(self) -> &'static str {
        match self {
            Self::Live => "full",
            Self::Ending => "part",
            Self::Paused | Self::Starting | Self::Preparing | Self::Planned | Self::Vacant => "none",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_covered_while_people_can_use_its_offer() {
        for (stage, planned, words, open) in [
            (Stage::Live, false, "open", true),
            (Stage::HandingOver, false, "open; being handed over", true),
            (Stage::Paused, true, "paused", false),
            (Stage::Starting, false, "starting", false),
            (Stage::Preparing, false, "contract being agreed", false),
            (Stage::None, true, "no host yet; a plan covers it", false),
            (Stage::None, false, "no host", false),
        ] {
            let cover = Cover::of(stage, planned);
            assert_eq!((cover.words(), cover.is_open()), (words, open));
        }
    }

    #[test]
    fn of_two_contracts_the_better_counts() {
        assert_eq!(Stage::Live.max(Stage::HandingOver), Stage::Live);
        assert_eq!(Stage::None.max(Stage::Preparing), Stage::Preparing);
    }
}

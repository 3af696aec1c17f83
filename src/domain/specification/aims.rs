//! What a text is for: what is written with everybody before a word of the text is.

/// One of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aim {
    /// What is needed, and by whom.
    Need,
    /// What is different when it works.
    Purpose,
    /// What people can still change.
    Open,
}

impl Aim {
    /// Each, in the order in which they are read.
    pub const ALL: [Self; 3] = [Self::Need, Self::Purpose, Self::Open];

    /// The question of the form that asks for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Purpose => "purpose",
            Self::Open => "open",
        }
    }

    /// What people read above it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Need => "What is needed, and by whom",
            Self::Purpose => "What should be different for people",
            Self::Open => "What can still change",
        }
    }
}

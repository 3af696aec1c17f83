//! "You cannot do this yet, because": every reason at once, and who can mend it.

use serde::Serialize;

use super::{Component, link::Link};

/// An act that is refused now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blocked {
    /// The act, as its button would say it.
    pub act: String,
    /// Every reason, not only the first.
    pub reasons: Vec<Reason>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What stands in the way, as a sentence.
    pub because: String,
    /// What is there instead: "It has 4 of 7."
    pub found: Option<String>,
    /// Who can mend it, by role or name.
    pub who: Vec<String>,
    /// Where the person can mend it, if it is them.
    pub mend: Option<Link>,
    /// It is a promise of the workflow: nobody can waive it.
    pub promise: bool,
}

impl Component for Blocked {
    const PARTIAL: &'static str = "ac-blocked";
    const TITLE: &'static str = "You cannot do this yet";
    const SAYS: &'static str = "Instead of a button that would be refused: every reason, and who can mend each. \
                                The reasons are the engine's own.";

    fn samples() -> Vec<(&'static str, Self)> {
        let experts = Reason {
            because: "The experts' house has not signed off this text.".into(),
            found: Some("Version 3 has 4 of the 7 answers that it needs.".into()),
            who: vec!["Experts by experience".into()],
            mend: None,
            promise: true,
        };
        let clauses = Reason {
            because: "The contract clauses have no reviewer.".into(),
            found: None,
            who: vec!["You".into(), "Tom Hadfield".into()],
            mend: Some(Link::new("Choose a reviewer", "#reviewer")),
            promise: false,
        };
        vec![
            (
                "several reasons",
                Self {
                    act: "Publish the invitation to tender".into(),
                    reasons: vec![experts.clone(), clauses],
                },
            ),
            (
                "one reason",
                Self {
                    act: "Open the bids".into(),
                    reasons: vec![Reason {
                        because: "Bids can be opened from midday on Friday 15 May 2026, by two openers together."
                            .into(),
                        found: None,
                        who: Vec::new(),
                        mend: None,
                        promise: false,
                    }],
                },
            ),
        ]
    }
}

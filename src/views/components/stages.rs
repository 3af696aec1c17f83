//! How far a procurement is: its stages in a row.

use serde::Serialize;

use super::Component;

/// The stages of a procurement, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageTrack {
    /// What it is the track of, read out before the list.
    pub title: String,
    /// In order.
    pub stages: Vec<Stage>,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Its name.
    pub title: String,
    /// How far it is.
    pub at: StageAt,
    /// When it ended, or will: "Signed off on 2 March".
    pub note: Option<String>,
    /// Its page.
    pub href: Option<String>,
}

/// How far a stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum StageAt {
    Done,
    Now,
    Ahead,
    /// Given up, or gone round.
    Ended,
}

impl Component for StageTrack {
    const PARTIAL: &'static str = "ac-stages";
    const TITLE: &'static str = "Stage track";
    const SAYS: &'static str = "On the page of a procurement. Where we are is said in words, not only shown.";

    fn samples() -> Vec<(&'static str, Self)> {
        let stage = |title: &str, at, note: &str| Stage {
            title: title.into(),
            at,
            note: (!note.is_empty()).then(|| note.into()),
            href: (at != StageAt::Ahead).then(|| "#stage".into()),
        };
        let running = Self {
            title: "Stages of the Peer Support Framework".into(),
            stages: vec![
                stage("Specification", StageAt::Done, "Signed off on 10 April"),
                stage("Bidding", StageAt::Now, "Closes midday, 15 May"),
                stage("Scoring", StageAt::Ahead, "From 18 May"),
                stage("Award", StageAt::Ahead, ""),
                stage("Getting ready", StageAt::Ahead, ""),
                stage("Running", StageAt::Ahead, "From 1 July"),
            ],
        };
        let ended = Self {
            title: "Stages of the grant round".into(),
            stages: vec![
                stage("Idea", StageAt::Done, ""),
                stage("Specification", StageAt::Ended, "Stopped on 3 March"),
                stage("Bidding", StageAt::Ahead, ""),
            ],
        };
        vec![("under way", running), ("ended early", ended)]
    }
}

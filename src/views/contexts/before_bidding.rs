//! What somebody reads before they decide whether to bid.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What it takes to bid, and who can.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BeforeBidding {
    /// What an organisation asks itself.
    pub checks: Vec<BidCheck>,
    /// What keeps an organisation out, whatever it writes.
    pub disqualifies: Vec<String>,
    /// What takes time beside the answers.
    pub needs: Vec<BidNeed>,
    /// Help that everybody is offered alike.
    pub offers: Vec<BidOffer>,
}

/// A question to oneself, to which "yes" needs nothing more.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BidCheck {
    /// Its short name.
    pub id: String,
    /// The question.
    pub ask: String,
    /// What "no" means.
    pub no: String,
    /// What would mend it.
    pub mend: String,
    /// What is asked for, in one short sentence for Easy Read; may be empty.
    pub easy: String,
    /// Whether a bid cannot be sent like this.
    pub stops: bool,
}

/// Something that takes time beside the answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BidNeed {
    /// What is done, or found.
    pub what: String,
    /// About how many minutes it takes.
    pub minutes: u32,
    /// A sentence more; may be empty.
    pub says: String,
}

/// Help on offer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BidOffer {
    /// What it is called.
    pub name: String,
    /// What it is, for whom, and how to get it.
    pub value: String,
    /// The same in one short sentence for Easy Read; may be empty.
    pub easy: String,
}

impl BeforeBidding {
    pub(super) fn sample() -> Self {
        Self {
            checks: vec![BidCheck {
                id: "insurance".into(),
                ask: "Do you have public liability insurance?".into(),
                no: "You can bid. You need it once you are chosen.".into(),
                mend: "Write that you will have it.".into(),
                easy: "You have insurance, or you get it later.".into(),
                stops: false,
            }],
            disqualifies: vec!["Your organisation is wound up, or going to be.".into()],
            needs: vec![BidNeed {
                what: "Look at what a year would cost you".into(),
                minutes: 90,
                says: "One price for one network for a year.".into(),
            }],
            offers: vec![BidOffer {
                name: "Help with the process".into(),
                value: "An hour by phone, from somebody who does not score.".into(),
                easy: "You can talk to us on the phone.".into(),
            }],
        }
    }
}

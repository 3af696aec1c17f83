//! What people do besides: payments for involvement, signatures, meetings.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Context, day,
    hosting::SignatureLine,
    instant,
    monitoring::Action,
    parts::{DecisionRecord, Pair, Section},
};

/// A claim for payment for involvement.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct InvolvementClaim {
    /// `PSF-IC-031`.
    pub reference: String,
    /// Who is paid; only they and finance read this.
    pub person: String,
    /// First day of the time it covers.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// What for.
    pub lines: Vec<ClaimLine>,
    /// Pence, all lines.
    pub total: i64,
    /// How they chose to be paid: `bank transfer`, `voucher`, `no payment`.
    pub method: String,
    /// `waiting`, `approved`, `paid`, `queried`, `declined`.
    pub status: String,
    /// When it was paid.
    pub paid_on: Option<NaiveDate>,
    /// A question or a reason; may be empty.
    pub note: String,
    /// What the person is told about benefits and tax.
    pub advice: String,
    /// How long one takes, with how much of it is preparation; empty where the rate card did not say.
    pub time: String,
    /// Pence that it comes to an hour; 0 where no time is known.
    pub an_hour: i64,
    /// Pence an hour below which nobody is paid.
    pub floor: i64,
    /// Where that comes from.
    pub floor_source: String,
    /// Names of the receipts that were sent.
    pub receipts: Vec<String>,
}

/// A line of a claim.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ClaimLine {
    /// When.
    pub on: Option<NaiveDate>,
    /// `Scoring bids`.
    pub activity: String,
    /// `2 hours`.
    pub quantity: String,
    /// Pence for one.
    pub rate: i64,
    /// Pence.
    pub amount: i64,
}

/// A signature that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Signature {
    /// `PSF-S-018`.
    pub reference: String,
    /// What is signed.
    pub document: String,
    /// Where it can be read.
    pub document_url: String,
    /// SHA-256 of the text, hex.
    pub hash: String,
    /// Who is asked.
    pub signatory: String,
    /// As what.
    pub position: String,
    /// For whom.
    pub organisation: String,
    /// When they were asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// When they signed.
    pub signed_at: Option<DateTime<Utc>>,
    /// How.
    pub method: String,
    /// `waiting`, `signed`, `declined`, `lapsed`.
    pub status: String,
    /// Why it was declined; may be empty.
    pub reason: String,
    /// Steps for the certificate: instant in words, and what happened.
    pub trail: Vec<Pair>,
    /// Everyone who has signed so far, in order.
    pub signatures: Vec<SignatureLine>,
    /// Somebody signed on paper, which this service has not seen.
    pub on_paper: bool,
}

/// A meeting.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Meeting {
    /// `BOARD-2026-05`.
    pub reference: String,
    /// `Alliance board`.
    pub title: String,
    /// When it begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// Where, or how to join.
    pub place: String,
    /// Who leads it.
    pub chairs: Vec<String>,
    /// Who is there: name and role or house.
    pub present: Vec<Pair>,
    /// Who sent apologies.
    pub apologies: Vec<Pair>,
    /// Interests declared: name and words.
    pub interests: Vec<Pair>,
    /// Whether enough are there, in words.
    pub quorum: String,
    /// What is talked about.
    pub items: Vec<AgendaItem>,
    /// What was agreed to do.
    pub actions: Vec<Action>,
    /// How many were offered a payment for it, and how much together, in words; empty for nobody.
    pub paid: String,
    /// When the minutes were approved.
    pub minutes_approved_on: Option<NaiveDate>,
    /// When the next one is, in words; may be empty.
    pub next: String,
}

/// Something that somebody does by a day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FollowUp {
    /// `FU-2026-007`.
    pub reference: String,
    /// What is to be done.
    pub title: String,
    /// Who does it; empty for whoever has the role.
    pub owner: String,
    /// For whom it was agreed, where nobody is known here by that name.
    pub agreed_for: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// What it comes from: a meeting, a text.
    pub of: String,
    /// Whom it is about; empty for nobody.
    pub whom: String,
    /// How they are reached, in words.
    pub reach: String,
    /// Why it is to be done; may be empty.
    pub because: String,
    /// What came of it; empty until then.
    pub came_of_it: String,
}

/// An item of an agenda.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AgendaItem {
    /// 1, 2, 3.
    pub number: u32,
    /// Title.
    pub title: String,
    /// Who brings it, by role.
    pub brought_by: String,
    /// `for decision`, `for discussion`, `to note`.
    pub purpose: String,
    /// What was said, in the minutes.
    pub minutes: Section,
    /// Set when something was decided.
    pub decision: Option<DecisionRecord>,
}

impl Context for InvolvementClaim {
    const KIND: &'static str = "involvement_claim";

    fn sample() -> Self {
        Self {
            reference: "PSF-IC-031".into(),
            person: "Robin Ash".into(),
            from: day(2026, 4, 1),
            to: day(2026, 4, 30),
            lines: vec![ClaimLine {
                on: day(2026, 4, 20),
                activity: "Scoring bids".into(),
                quantity: "2 hours".into(),
                rate: 1_600,
                amount: 3_200,
            }],
            total: 3_200,
            method: "bank transfer".into(),
            status: "paid".into(),
            paid_on: day(2026, 5, 7),
            note: "Thank you for your work.".into(),
            advice: "If you get benefits, talk to us before you accept payment.".into(),
            time: "1 hour, 30 minutes of it reading and preparation".into(),
            an_hour: 1_600,
            floor: 1_345,
            floor_source: "The Real Living Wage outside London for 2025-26".into(),
            receipts: vec!["bus-tickets.jpg".into()],
        }
    }
}

impl Context for Signature {
    const KIND: &'static str = "signature";

    fn sample() -> Self {
        Self {
            reference: "PSF-S-018".into(),
            document: "Contract PSF-C-003".into(),
            document_url: "https://synergy.example/contracts/PSF-C-003".into(),
            hash: "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447".into(),
            signatory: "Amina Yusuf".into(),
            position: "Director".into(),
            organisation: "Burngreave Wellbeing".into(),
            asked_at: instant("2026-07-17T09:00:00Z"),
            signed_at: instant("2026-07-20T09:30:00Z"),
            method: "typed name after a code by email".into(),
            status: "signed".into(),
            reason: "The start date is wrong.".into(),
            trail: vec![Pair {
                name: "20 July 2026, 10:30am".into(),
                value: "Signed".into(),
            }],
            signatures: vec![SignatureLine {
                name: "Amina Yusuf".into(),
                position: "Chief officer".into(),
                organisation: "Burngreave Wellbeing Circle".into(),
                signed_at: "2026-07-20T09:30:00Z".parse().ok(),
                method: "typed name, signed in".into(),
                scans: Vec::new(),
                hash: "ab".repeat(32),
            }],
            on_paper: false,
        }
    }
}

impl Context for FollowUp {
    const KIND: &'static str = "follow_up";

    fn sample() -> Self {
        Self {
            reference: "FU-2026-007".into(),
            title: "Ask the hosts for their opening hours".into(),
            owner: "Rachel Okafor".into(),
            agreed_for: String::new(),
            due_on: day(2026, 5, 15),
            of: "Alliance board, May".into(),
            whom: "Robin Ash".into(),
            reach: "by telephone on 07700 900461".into(),
            because: "A letter did not reach them.".into(),
            came_of_it: String::new(),
        }
    }
}

impl Context for Meeting {
    const KIND: &'static str = "meeting";

    fn sample() -> Self {
        Self {
            reference: "BOARD-2026-05".into(),
            title: "Alliance board".into(),
            starts_at: instant("2026-05-01T13:00:00Z"),
            ends_at: instant("2026-05-01T15:00:00Z"),
            place: "Town Hall, and by video".into(),
            chairs: vec!["Co-chair, lived experience".into(), "Co-chair, charities".into()],
            present: vec![Pair {
                name: "Board member 1".into(),
                value: "Charities".into(),
            }],
            apologies: vec![Pair {
                name: "Board member 5".into(),
                value: "Charities".into(),
            }],
            interests: vec![Pair {
                name: "Board member 3".into(),
                value: "Trustee of a bidder".into(),
            }],
            quorum: "8 of 9 present; 5 are needed, 1 of them with lived experience".into(),
            items: vec![AgendaItem {
                number: 1,
                title: "Awards of the framework".into(),
                brought_by: "contract manager".into(),
                purpose: "for decision".into(),
                minutes: Section::sample(),
                decision: Some(DecisionRecord::sample()),
            }],
            actions: vec![Action::sample()],
            paid: "2 people were offered a payment for it, £150.00 together".into(),
            minutes_approved_on: day(2026, 6, 5),
            next: "2pm on Friday 5 June 2026".into(),
        }
    }
}

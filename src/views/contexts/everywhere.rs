//! What every template may use, whatever the subject.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Context, day};

/// The part of a context that is the same for all subjects. Its fields stand at the top.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Common {
    /// The alliance in whose name the message or document goes out.
    pub alliance: Alliance,
    /// The person who gets the email. In documents and notices its fields are empty.
    pub recipient: Recipient,
    /// The day of making, in words: `23 November 2026`.
    pub today: String,
    /// The moment of making, in words: `23 November 2026, 2:30pm`.
    pub now: String,
    /// The same day as a date, for the `date` helper.
    pub today_on: Option<NaiveDate>,
    /// The page of the subject, in full.
    pub url: String,
    /// The page of what the act has started; where it started nothing, of the subject.
    pub started_url: String,
    /// Where the subject stands.
    pub instance: Instance,
    /// The act that caused this; its fields are empty when a clock did.
    pub act: Act,
    /// Clocks of the state by name (`deadline`, or the name that the workflow gives).
    pub dates: BTreeMap<String, Clock>,
    /// Settings by name, in words: `8 working days`, `60%`.
    pub settings: BTreeMap<String, String>,
    /// Documents of the subject that this reader may open.
    pub documents: Vec<Link>,
    /// The last signed checkpoint of the journal: entries, and how their root begins; may be empty.
    pub checkpoint: String,
    /// SHA-256 of the workflow that decided, hex.
    pub definition_hash: String,
}

/// The alliance.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Alliance {
    /// `Synergy`.
    pub name: String,
    /// What people say: `Synergy`.
    pub short_name: String,
    /// The organisation that signs: `Rethink Mental Illness`.
    pub lead_body: String,
    /// Where.
    pub city: String,
    /// For questions.
    pub email: String,
    /// For questions, by voice.
    pub phone: String,
    /// In full.
    pub website: String,
    /// One line.
    pub address: String,
    /// The address at which its pages are served, where it has one of its own: `https://accord.synergy.example`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub site: String,
    /// `360G-synergy`: what identifiers of its grants begin with; empty for who has none.
    pub grants_prefix: String,
}

/// Who gets an email.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Recipient {
    /// Full name.
    pub name: String,
    /// What to call them.
    pub first_name: String,
    /// For whom they act; may be empty.
    pub organisation: String,
    /// Why they get this, as a sentence: `You are on the partnership board.`
    pub why: String,
    /// Where they stop these letters, in full; empty for people who take part.
    pub stop: String,
    /// What they write back to this letter is taken; where it is not, it is no use to say so.
    pub can_answer: bool,
}

/// Where a subject stands, in words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Instance {
    /// Its title.
    pub title: String,
    /// The state, for those who take part.
    pub state_title: String,
    /// The state, for everyone else.
    pub public_title: String,
    /// What happens next, as a sentence; may be empty.
    pub next: String,
    /// What people say aloud: `PSF-2026-003`.
    pub reference: String,
}

/// The act that caused an effect.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Act {
    /// `Publish the invitation`.
    pub title: String,
    /// Who acted, as this reader may know them.
    pub by: String,
    /// In which role: `contract manager`.
    pub by_role: String,
    /// When, in words.
    pub on: String,
    /// Why, in their words; may be empty.
    pub reason: String,
    /// The answers of the form by field, in words.
    pub form: BTreeMap<String, String>,
}

/// A clock, in words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Clock {
    /// `8 May 2026`.
    pub date: String,
    /// `5pm`.
    pub time: String,
    /// `5pm on Friday 8 May 2026`.
    pub full: String,
    /// `3 working days`.
    pub left: String,
    /// RFC 3339, for a calendar file.
    pub at: String,
}

/// Something to open.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Link {
    /// `Award report`.
    pub title: String,
    /// In full.
    pub url: String,
}

impl Context for Common {
    const KIND: &'static str = "any";

    fn sample() -> Self {
        let clock = Clock {
            date: "8 May 2026".into(),
            time: "5pm".into(),
            full: "5pm on Friday 8 May 2026".into(),
            left: "3 working days".into(),
            at: "2026-05-08T16:00:00Z".into(),
        };
        Self {
            alliance: Alliance {
                name: "Synergy Alliance".into(),
                short_name: "Synergy".into(),
                lead_body: "Rethink Mental Illness".into(),
                city: "Sheffield".into(),
                email: "hello@synergy.example".into(),
                phone: "0114 496 0000".into(),
                website: "https://synergy.example".into(),
                address: "1 Example Street, Sheffield S1 1AA".into(),
                site: "https://accord.synergy.example".into(),
                grants_prefix: "360G-synergy".into(),
            },
            recipient: Recipient {
                name: "Amina Yusuf".into(),
                first_name: "Amina".into(),
                organisation: "Burngreave Wellbeing".into(),
                why: "You are the main contact of Burngreave Wellbeing.".into(),
                stop: String::new(),
                can_answer: false,
            },
            today: "5 May 2026".into(),
            now: "5 May 2026, 2:30pm".into(),
            today_on: day(2026, 5, 5),
            url: "https://synergy.example/rounds/PSF-2026-001".into(),
            started_url: "https://synergy.example/bids/PSF-2026-001-B01".into(),
            instance: Instance {
                title: "Sheffield Peer Support Framework".into(),
                state_title: "Standstill".into(),
                public_title: "Awards are being confirmed".into(),
                next: "Contracts are signed once the standstill has ended.".into(),
                reference: "PSF-2026-001".into(),
            },
            act: Act {
                title: "Send the outcome letters".into(),
                by: "Jo Marsh".into(),
                by_role: "contract manager".into(),
                on: "5 May 2026, 10am".into(),
                reason: "The board has decided.".into(),
                form: ["comment", "reason", "answer", "summary", "code", "topics"]
                    .into_iter()
                    .map(|field| (field.to_owned(), format!("What was written under {field}.")))
                    .collect(),
            },
            dates: [("deadline".to_owned(), clock)].into(),
            settings: [
                ("lot_cap".to_owned(), "4 lots".to_owned()),
                ("overall_minimum".to_owned(), "60%".to_owned()),
            ]
            .into(),
            documents: vec![Link {
                title: "Award report".into(),
                url: "https://synergy.example/documents/award-report".into(),
            }],
            checkpoint: "1042 · 5f2c9a1b7d03e4f2".into(),
            definition_hash: "9b1c6a4f0d2e".into(),
        }
    }
}

//! From award to service: onboarding and the contract.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Context,
    contract_lines::{HandoverRow, IncidentRow, NetworkRow, PlanRow, PostRow, PublicText, RiskRow},
    day, instant,
    parts::{Condition, Lot, Measure, Organisation, Pair, Payment, Section},
};

/// The checks before a contract and the start of a service.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Onboarding {
    /// `PSF-ON-003`.
    pub reference: String,
    /// Whom it is about.
    pub organisation: Organisation,
    /// Reference of the award.
    pub award: String,
    /// Names of lots.
    pub lot_names: Vec<String>,
    /// Checks.
    pub checks: Vec<Check>,
    /// How many.
    pub counts: CheckCounts,
    /// Conditions that must be met first.
    pub conditions: Vec<Condition>,
    /// Mobilisation, step by step.
    pub plan: Vec<PlanRow>,
    /// When the service is to start.
    pub start_on: Option<NaiveDate>,
    /// When it went live.
    pub live_on: Option<NaiveDate>,
    /// Each account that was given, masked, and how far it is.
    pub bank: Vec<String>,
}

/// A check.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Check {
    /// `insurance`.
    pub code: String,
    /// `Insurance`.
    pub title: String,
    /// `award`, `signature`, `start`, `90 days after the start`.
    pub needed_by: String,
    /// `not started`, `sent`, `changes asked for`, `accepted`, `accepted with a condition`, `waived`, `does not apply`,
    /// `run out`.
    pub status: String,
    /// What was seen; never a certificate's content.
    pub evidence: String,
    /// Who looked, by role.
    pub reviewed_by: String,
    /// When.
    pub reviewed_on: Option<NaiveDate>,
    /// When it runs out.
    pub expires_on: Option<NaiveDate>,
    /// What was asked or noted, or why it was done without; may be empty.
    pub note: String,
    /// What this host is asked for.
    pub asked: String,
    /// When it is asked at all; empty: of everybody.
    pub applies_if: String,
    /// What could go wrong without it; may be empty.
    pub risk: String,
    /// What the alliance offers to begin from; may be empty.
    pub template: String,
}

/// How many checks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CheckCounts {
    /// All.
    pub total: u32,
    /// Accepted, or waived.
    pub done: u32,
    /// Neither.
    pub open: u32,
}

/// A contract with a host.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Contract {
    /// `PSF-C-003`.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Version of the text.
    pub version: u32,
    /// Who buys.
    pub buyer: Organisation,
    /// Its name, and as what it buys: `Rethink Mental Illness, as lead accountable body of Synergy`.
    pub buys_as: String,
    /// Who decides about the contract, in the middle of a sentence.
    pub decider: String,
    /// Who delivers.
    pub host: Organisation,
    /// Reference of the award.
    pub award: String,
    /// Lots.
    pub lots: Vec<Lot>,
    /// Pence for the whole term.
    pub value: i64,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Notice, in words: `three months`.
    pub notice_period: String,
    /// Clauses.
    pub clauses: Vec<Section>,
    /// Schedules: title and text.
    pub schedules: Vec<Schedule>,
    /// Payments.
    pub payments: Vec<Payment>,
    /// Measures to report.
    pub measures: Vec<Measure>,
    /// Conditions before the start.
    pub conditions: Vec<Condition>,
    /// SHA-256 of the text that is signed, hex.
    pub content_hash: String,
    /// Signatures so far.
    pub signatures: Vec<SignatureLine>,
    /// When the last party signed.
    pub signed_on: Option<NaiveDate>,
    /// `draft`, `out for signature`, `signed`, `live`, `ended`.
    pub status: String,
    /// Changes agreed since, oldest first: reference and words.
    pub variations: Vec<Pair>,
    /// Why it ends, and what happens to the people supported; empty before.
    pub ending: String,
    /// Networks that another host has taken over: the network, and who has it from when.
    pub handed_on: Vec<Pair>,
    /// Networks that it has taken over from another host: the network, and from whom and when.
    pub taken_over: Vec<Pair>,
    /// The last day of the service, where it ends before its term; empty before.
    pub last_day: Option<NaiveDate>,
    /// Clauses that say something else in this contract: which, and what.
    pub amended: Vec<Pair>,
    /// The host's comments on the draft: the clause and the comment, and what was answered.
    pub comments: Vec<Pair>,
    /// The copy that everybody may read.
    pub public: PublicText,
    /// How the start is prepared, task by task.
    pub plan: Vec<PlanRow>,
    /// Names of tasks that are late, or stuck.
    pub late_tasks: Vec<String>,
    /// What is agreed with each network.
    pub networks: Vec<NetworkRow>,
    /// Posts of peer workers.
    pub posts: Vec<PostRow>,
    /// What is looked at before the service starts: what, and whether it is there.
    pub before_start: Vec<Pair>,
    /// Each account of the host, masked, and how far it is.
    pub bank: Vec<String>,
    /// Why the host cannot be paid now; empty if it can.
    pub not_paid: String,
    /// Who supports people from the end on, network by network.
    pub handover: Vec<HandoverRow>,
    /// How the last four quarters went: the quarter, and how many figures are rated how.
    pub performance: Vec<Pair>,
    /// What could happen.
    pub risks: Vec<RiskRow>,
    /// What did.
    pub incidents: Vec<IncidentRow>,
}

/// A schedule of a contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Schedule {
    /// `1`.
    pub number: String,
    /// `The service`.
    pub title: String,
    /// Its text.
    pub sections: Vec<Section>,
}

/// A signature as a line of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SignatureLine {
    /// Who.
    pub name: String,
    /// As what: `Chief executive`.
    pub position: String,
    /// For whom.
    pub organisation: String,
    /// When.
    pub signed_at: Option<DateTime<Utc>>,
    /// `typed name, signed in`; of what was signed on paper also when, who recorded the scan and who compared it.
    pub method: String,
    /// Of what was signed on paper: each scanned page, by name and fingerprint.
    pub scans: Vec<String>,
    /// SHA-256 of the text that they signed, hex.
    pub hash: String,
}

impl Check {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            code: "insurance".into(),
            title: "Insurance".into(),
            needed_by: "signature".into(),
            status: "accepted".into(),
            evidence: "Certificate seen, £5 million".into(),
            reviewed_by: "assurance".into(),
            reviewed_on: day(2026, 6, 1),
            expires_on: day(2027, 3, 31),
            note: "Renewal asked for by 1 March 2027.".into(),
            asked: "Employers' liability and public liability of £2 million".into(),
            applies_if: String::new(),
            risk: "Nobody pays if somebody is hurt.".into(),
            template: String::new(),
        }
    }
}

impl SignatureLine {
    /// Made-up values.
    pub fn sample() -> Self {
        Self {
            name: "Amina Yusuf".into(),
            position: "Director".into(),
            organisation: "Burngreave Wellbeing".into(),
            signed_at: instant("2026-07-20T09:30:00Z"),
            method: "typed name, signed in".into(),
            scans: Vec::new(),
            hash: "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447".into(),
        }
    }
}

impl Context for Onboarding {
    const KIND: &'static str = "onboarding";

    fn sample() -> Self {
        Self {
            reference: "PSF-ON-003".into(),
            organisation: Organisation::sample(),
            award: "PSF-2026-001-A03".into(),
            lot_names: vec!["Burngreave network".into()],
            checks: vec![Check::sample()],
            counts: CheckCounts {
                total: 12,
                done: 11,
                open: 1,
            },
            conditions: vec![Condition::sample()],
            plan: vec![PlanRow {
                title: "Peer workers in post".into(),
                owner: "Host".into(),
                due_on: day(2026, 8, 3),
                status: "Green: on its way".into(),
                ..PlanRow::default()
            }],
            start_on: day(2026, 9, 1),
            live_on: day(2026, 9, 1),
            bank: vec!["The account that ends in 911, given by Amina Yusuf on 2 June 2026".into()],
        }
    }
}

impl Context for Contract {
    const KIND: &'static str = "contract";

    fn sample() -> Self {
        Self {
            reference: "PSF-C-003".into(),
            title: "Peer support in Burngreave network".into(),
            version: 2,
            buys_as: "Rethink Mental Illness, as lead accountable body of Synergy".into(),
            decider: "the partnership board of Synergy".into(),
            buyer: Organisation {
                name: "Rethink Mental Illness".into(),
                ..Organisation::sample()
            },
            host: Organisation::sample(),
            award: "PSF-2026-001-A03".into(),
            lots: vec![Lot::sample()],
            value: 12_000_000,
            starts_on: day(2026, 9, 1),
            ends_on: day(2029, 8, 31),
            notice_period: "three months".into(),
            clauses: vec![Section::sample()],
            schedules: vec![Schedule {
                number: "1".into(),
                title: "The service".into(),
                sections: vec![Section::sample()],
            }],
            payments: vec![Payment::sample()],
            measures: vec![Measure::sample()],
            conditions: vec![Condition::sample()],
            content_hash: "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447".into(),
            signatures: vec![SignatureLine::sample()],
            signed_on: day(2026, 7, 20),
            status: "live".into(),
            variations: vec![Pair {
                name: "PSF-V-001".into(),
                value: "A second worker".into(),
            }],
            ending: "The term ends; people are handed over by name.".into(),
            handed_on: vec![Pair {
                name: "Foundry".into(),
                value: "Burngreave Wellbeing Circle, from 1 July 2028".into(),
            }],
            taken_over: vec![Pair {
                name: "City Centre".into(),
                value: "Recovery Rooms, from 1 July 2028".into(),
            }],
            last_day: day(2028, 6, 30),
            amended: vec![Pair {
                name: "Clause 9, in other words".into(),
                value: "A worker who is unwell keeps the post.".into(),
            }],
            comments: vec![Pair {
                name: "Clause 9: Say that a worker who is unwell keeps the post.".into(),
                value: "It says so already, in its second sentence.".into(),
            }],
            public: PublicText {
                price: true,
                address: "13 London Road, Sheffield".into(),
                clauses: vec![Section::sample()],
                schedules: Vec::new(),
                left_out: vec![Pair {
                    name: "Clause 4. Money".into(),
                    value: "It would harm somebody’s trade. Bids for other networks are open.".into(),
                }],
            },
            plan: vec![PlanRow {
                title: "A first meeting of the host, the networks and the alliance".into(),
                owner: "Contract manager".into(),
                due_on: day(2026, 7, 9),
                status: "Red: late, or stuck".into(),
                note: "Two practices are away in July. (6 July 2026)".into(),
                before_start: true,
                is_red: true,
                is_done: false,
            }],
            late_tasks: vec!["A first meeting of the host, the networks and the alliance".into()],
            networks: vec![NetworkRow {
                network: "Burngreave network".into(),
                lead: "Dr Amir Khan, practice lead for mental health".into(),
                space: "Room 4 on Tuesdays".into(),
                pathway: "By the practice's form, by phone, or in person".into(),
            }],
            posts: vec![PostRow {
                post: "Peer support worker 1".into(),
                worker: "Worker A".into(),
                networks: vec!["Burngreave network".into()],
                now: "Somebody is in post".into(),
                since: day(2026, 9, 21),
                in_post: true,
            }],
            before_start: vec![Pair {
                name: "Somebody is in post".into(),
                value: "Yes".into(),
            }],
            bank: vec!["The account that ends in 911, given by Amina Yusuf on 2 June 2026".into()],
            not_paid: "The account that ends in 911 has not been approved yet.".into(),
            handover: vec![HandoverRow {
                network: "Burngreave network".into(),
                to_whom: "Don Valley Minds".into(),
                everybody_knows: true,
                note: "Each person met their new worker.".into(),
            }],
            performance: vec![Pair {
                name: "October to December 2026".into(),
                value: "5 good, 1 requires improvement".into(),
            }],
            risks: vec![RiskRow {
                risk: "The only worker leaves".into(),
                score: 12,
                doing: "A second worker shares two days.".into(),
                who: "Both".into(),
                is_open: true,
            }],
            incidents: vec![IncidentRow {
                number: "1".into(),
                kind: "Information went where it should not".into(),
                happened_on: day(2027, 2, 1),
                known_on: day(2027, 2, 2),
                is_serious: false,
                what: "A letter went to the wrong practice.".into(),
                followed: "It was given back unread.".into(),
                is_open: false,
            }],
        }
    }
}

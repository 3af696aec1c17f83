//! A specification: its text, what people said of it, and who signed it off.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Context, day, instant,
    parts::{Condition, HouseVotes, Lot, Measure, Section},
};

/// A specification.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Specification {
    /// `Peer support in primary care networks`.
    pub title: String,
    /// `PSF-SPEC-001`.
    pub reference: String,
    /// Version of the text that is shown: `3`.
    pub version: u32,
    /// What it is for, in one paragraph.
    pub summary: String,
    /// What is needed and by whom, as it was written together; empty until then, like the next two.
    pub need: String,
    /// What should be different for people.
    pub purpose: String,
    /// What people can still change.
    pub open_to_change: String,
    /// Gaps of the landscape that it answers: `No organisation in Foundry works in Slovak.`
    pub gaps: Vec<String>,
    /// The same for somebody who reads nothing else: short sentences.
    pub plain_summary: Vec<String>,
    /// The text.
    pub sections: Vec<Section>,
    /// The same in other words, each way that every section is written in.
    pub wordings: Vec<Wording>,
    /// SHA-256 of the text, hex.
    pub content_hash: String,
    /// The contract clauses that are signed with it.
    pub clauses: Vec<Section>,
    /// SHA-256 of those, hex; empty if there are none.
    pub clauses_hash: String,
    /// What hosts count, as it is signed with it.
    pub counted: Vec<Section>,
    /// SHA-256 of that, hex; empty if there is none.
    pub counted_hash: String,
    /// Files that belong to it and are signed with it.
    pub attachments: Vec<Attachment>,
    /// SHA-256 of their list, hex; empty if there are none.
    pub attachments_hash: String,
    /// Networks it covers.
    pub lots: Vec<Lot>,
    /// Measures that hosts report.
    pub measures: Vec<Measure>,
    /// Pence for the whole term, if stated.
    pub value: Option<i64>,
    /// First day of the service.
    pub starts_on: Option<NaiveDate>,
    /// Last day of the service.
    pub ends_on: Option<NaiveDate>,
    /// Comments with their answers, in order of number.
    pub comments: Vec<Comment>,
    /// Counts of those.
    pub counts: CommentCounts,
    /// Versions, oldest first.
    pub changes: Vec<Change>,
    /// The sign-off.
    pub sign_off: SignOff,
    /// What was promised, by a taken proposal or with a signature, oldest first.
    pub promises: Vec<Promise>,
    /// What was proposed, with the answers, oldest first.
    pub proposals: Vec<Proposal>,
    /// Roles and houses that wrote it, never names of experts.
    pub written_by: Vec<String>,
    /// Those who wrote, as they wish to be named; whoever has not said so is not among them.
    pub credited: Vec<String>,
}

/// A file that belongs to a specification.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Attachment {
    /// What it is: `A map of the networks`.
    pub title: String,
    /// What the file is called: `map.pdf`.
    pub name: String,
    /// SHA-256 of the file, hex.
    pub hash: String,
}

/// A text in other words: plainly, or as Easy Read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wording {
    /// Which: `Easy Read`.
    pub title: String,
    /// Its sections; each line of an Easy Read text is a paragraph.
    pub sections: Vec<Section>,
}

/// A promise that came with a signature.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Promise {
    /// What has to happen.
    pub text: String,
    /// The house that asked for it, never a name.
    pub asked_by: String,
    /// By when, in words: `before a service starts`.
    pub due: String,
    /// When it was met; empty while it is not.
    pub met_on: Option<NaiveDate>,
    /// How we know; empty while it is not met.
    pub evidence: String,
    /// By which day, if whoever plans it has said so.
    pub due_on: Option<NaiveDate>,
    /// That day has passed, and it is not met.
    pub is_late: bool,
    /// Who sees to it; an expert by experience by their house. Empty while nobody has been named.
    pub kept_by: String,
    /// It was a proposal that was taken; a condition of a signature otherwise.
    pub proposed: bool,
    /// `kept` or `not kept`, in the view of whoever asked; empty if they have not said.
    pub judged: String,
    /// What they say of it; may be empty.
    pub judged_because: String,
    /// `still so` or `no longer so`, in the view of whoever asked, a year after; empty if they have not said.
    pub later: String,
    /// What they say of that; may be empty.
    pub later_because: String,
}

/// What was proposed for a text, and the answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Proposal {
    /// 1, 2, 3: stays.
    pub number: u32,
    /// What was proposed.
    pub text: String,
    /// The house, never a name; empty for somebody who sits in none.
    pub said_by: String,
    /// When.
    pub said_on: Option<NaiveDate>,
    /// `taken`, `in part`, `not taken`; empty while unanswered, or where it was not said.
    pub result: String,
    /// The answer; empty while unanswered.
    pub answer: String,
    /// When it was answered.
    pub answered_on: Option<NaiveDate>,
    /// By when it gets an answer.
    pub due_on: Option<NaiveDate>,
}

/// What somebody said of a specification, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Comment {
    /// 1, 2, 3: fixed, so that people can refer to it.
    pub number: u32,
    /// The section it is about: `3.1 Who the service is for`.
    pub section: String,
    /// What was said.
    pub text: String,
    /// The house or role, never a name.
    pub said_by: String,
    /// When.
    pub said_on: Option<NaiveDate>,
    /// `changed`, `changed in part`, `not changed`, `answered`, or that we agreed and have not changed
    /// the text yet; empty while unanswered.
    pub result: String,
    /// The answer; empty while unanswered.
    pub answer: String,
    /// When answered.
    pub answered_on: Option<NaiveDate>,
    /// The section that says something else because of it: `9 Out of hours`; empty if none does.
    pub changed_in: String,
    /// Its author is not happy with the answer.
    pub unhappy: bool,
    /// What is missing, in the words of an author who is not happy; empty if they did not say.
    pub unhappy_because: String,
    /// The number of the comment that said it before; 0 if none did.
    pub same_as: u32,
}

/// How many comments there are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CommentCounts {
    /// All.
    pub total: u32,
    /// With an answer.
    pub answered: u32,
    /// Without.
    pub unanswered: u32,
    /// That changed the text, wholly or in part.
    pub changed: u32,
    /// With an answer that their author is not happy with.
    pub unhappy: u32,
}

/// A version.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Change {
    /// Its number.
    pub version: u32,
    /// When it was saved.
    pub on: Option<NaiveDate>,
    /// What changed.
    pub summary: String,
}

/// The sign-off of a specification.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SignOff {
    /// When it was opened.
    pub opened_on: Option<NaiveDate>,
    /// Until when.
    pub closes_at: Option<DateTime<Utc>>,
    /// Votes by house.
    pub houses: Vec<HouseVotes>,
    /// `passed`, `not passed`, `blocked`, `lapsed`; empty while open.
    pub result: String,
    /// When it passed.
    pub signed_off_on: Option<NaiveDate>,
    /// Conditions that came with approval.
    pub conditions: Vec<Condition>,
    /// Blocks, and how they were resolved.
    pub blocks: Vec<Block>,
    /// Corrections of spelling for which answers that were given before count as well, the oldest first.
    pub carried: Vec<CarriedOver>,
    /// Set when the board decided in place of a house, in public.
    pub override_by_board: Option<Override>,
}

/// Answers were given for a text, and count for it as its spelling was corrected since.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriedOver {
    /// When it was confirmed to mean the same.
    pub on: Option<NaiveDate>,
    /// The section: `3.1 Who the service is for`.
    pub section: String,
    /// The house of whoever confirmed it.
    pub house: String,
    /// The fingerprint of the text that the answers were given for.
    pub from: String,
    /// The fingerprint of the text that they count for since.
    pub to: String,
    /// How many answers.
    pub answers: u32,
}

/// A block and its resolution.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Block {
    /// The house.
    pub house: String,
    /// Why.
    pub reason: String,
    /// What was agreed; empty while open.
    pub resolution: String,
    /// When.
    pub resolved_on: Option<NaiveDate>,
}

/// The board's override.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Override {
    /// When.
    pub on: Option<NaiveDate>,
    /// Why, as published.
    pub reason: String,
    /// Votes, in words.
    pub votes: String,
}

impl Context for Specification {
    const KIND: &'static str = "specification";

    fn sample() -> Self {
        Self {
            title: "Peer support in primary care networks".into(),
            reference: "PSF-SPEC-001".into(),
            version: 3,
            summary: "Paid peer support workers in each of Sheffield's networks.".into(),
            need: "People wait for months, and nobody who waits with them has been there.".into(),
            purpose: "Nobody waits alone.".into(),
            open_to_change: "Where, when, and what is counted.".into(),
            gaps: vec!["No organisation in Foundry works in Slovak.".into()],
            plain_summary: vec!["Peer supporters have been through it themselves.".into()],
            sections: vec![Section {
                number: "1".into(),
                title: "Why we want this".into(),
                paragraphs: vec!["People asked for somebody who understands.".into()],
                points: vec!["Close to home".into(), "In the languages people speak".into()],
                ..Section::default()
            }],
            wordings: vec![Wording {
                title: "Easy Read".into(),
                sections: vec![Section {
                    number: "1".into(),
                    title: "Why we want this".into(),
                    paragraphs: vec!["You want to talk to somebody who knows.".into()],
                    ..Section::default()
                }],
            }],
            content_hash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".into(),
            clauses: vec![Section {
                number: "1".into(),
                title: "What the host does".into(),
                paragraphs: vec!["[the host] provides peer support in [the networks].".into()],
                ..Section::default()
            }],
            clauses_hash: "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9".into(),
            counted: vec![Section {
                number: "1".into(),
                title: "Referrals accepted".into(),
                paragraphs: vec!["The first number as a share of the others. The target is 90%.".into()],
                points: vec!["Referrals accepted: those for which you offered a first conversation.".into()],
                ..Section::default()
            }],
            counted_hash: "baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096".into(),
            attachments: vec![Attachment {
                title: "A map of the networks".into(),
                name: "map.pdf".into(),
                hash: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d".into(),
            }],
            attachments_hash: "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7".into(),
            lots: vec![Lot::sample()],
            measures: vec![Measure::sample()],
            value: Some(180_000_000),
            starts_on: day(2026, 9, 1),
            ends_on: day(2029, 8, 31),
            comments: vec![Comment {
                number: 1,
                section: "3.1 Who the service is for".into(),
                text: "Say that people without papers are welcome.".into(),
                said_by: "Lived experience".into(),
                said_on: day(2026, 1, 12),
                result: "changed".into(),
                answer: "We have added this to section 3.1.".into(),
                answered_on: day(2026, 1, 16),
                changed_in: "3.1 Who the service is for".into(),
                unhappy: true,
                unhappy_because: "It does not say who may ask.".into(),
                same_as: 0,
            }],
            counts: CommentCounts {
                total: 1,
                answered: 1,
                unanswered: 0,
                changed: 1,
                unhappy: 1,
            },
            changes: vec![Change {
                version: 3,
                on: day(2026, 1, 20),
                summary: "Section 3.1".into(),
            }],
            sign_off: SignOff {
                opened_on: day(2026, 1, 21),
                closes_at: instant("2026-02-04T17:00:00Z"),
                houses: vec![HouseVotes::sample()],
                result: "passed".into(),
                signed_off_on: day(2026, 2, 2),
                conditions: vec![Condition::sample()],
                blocks: vec![Block {
                    house: "Lived experience".into(),
                    reason: "Nothing was said about night-time.".into(),
                    resolution: "Section 4.2 now says what happens out of hours.".into(),
                    resolved_on: day(2026, 1, 30),
                }],
                carried: vec![CarriedOver {
                    on: day(2026, 1, 28),
                    section: "3.1 Who the service is for".into(),
                    house: "Lived experience".into(),
                    from: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
                    to: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".into(),
                    answers: 5,
                }],
                override_by_board: Some(Override {
                    on: day(2026, 2, 3),
                    reason: "The service must not stop.".into(),
                    votes: "7 for, 2 against".into(),
                }),
            },
            promises: vec![Promise {
                text: "Each host has named who can be rung at night.".into(),
                asked_by: "Lived experience".into(),
                due: "before a service starts".into(),
                met_on: day(2026, 8, 14),
                evidence: "The names and numbers are in the mobilisation plans.".into(),
                due_on: day(2026, 8, 31),
                is_late: false,
                kept_by: "Rachel Okafor".into(),
                proposed: false,
                judged: "kept".into(),
                judged_because: "I rang two of them.".into(),
                later: "still so".into(),
                later_because: String::new(),
            }],
            proposals: vec![Proposal {
                number: 1,
                text: "Pay travel before the day.".into(),
                said_by: "Lived experience".into(),
                said_on: day(2025, 12, 4),
                result: "taken".into(),
                answer: "Yes, from the first meeting on.".into(),
                answered_on: day(2025, 12, 10),
                due_on: day(2025, 12, 18),
            }],
            credited: vec!["Kofi A.".into(), "Grace Mensah".into()],
            written_by: vec!["Working group".into(), "Lived experience".into()],
        }
    }
}

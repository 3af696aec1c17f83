//! A procurement round, from the invitation to the awards.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Context,
    before_bidding::BeforeBidding,
    bid::Bid,
    city::{CoverLine, Reporting},
    day,
    grants::Grants,
    instant,
    monitoring::Trend,
    parts::{Criterion, DecisionRecord, Lot, Measure, Organisation, Pair, ScaleStep, Section, TimetableRow},
    regime::{Determination, KeyCriterion, Regime},
    round_bids::{Award, BidLine, Conflict, Moderated, Opening, PanelMember},
    round_end::{Allocation, Amendment, ContractLine, Question, RepresentationLine, Standstill},
    specification::{Block, Override},
};

/// A round.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Round {
    /// `Sheffield Peer Support Framework`.
    pub title: String,
    /// `PSF-2026-001`.
    pub reference: String,
    /// Under which rules, in words.
    pub regime: Regime,
    /// What is bought, in one paragraph.
    pub description: String,
    /// The specification that it rests on.
    pub specification: SignedText,
    /// Who buys.
    pub buyer: Organisation,
    /// Who pays.
    pub funder: Organisation,
    /// Pence for the whole term, if stated or the sum of what is stated for its lots.
    pub value: Option<i64>,
    /// For how many years contracts are made; 0 if that is not settled.
    pub years: u32,
    /// The most words that a bid writes for one lot.
    pub words_asked: u32,
    /// Of these, the words that are asked again for each further lot; 0 where every answer counts for all.
    pub words_for_each_lot: u32,
    /// What a bid takes to write, in questions, words and hours; empty while nothing is asked.
    pub effort: String,
    /// About how long a bid takes with everything beside the answers: `12½ hours`; empty while nothing is asked.
    pub hours: String,
    /// What a bid brings beside its answers, each a sentence: papers, references, insurance.
    pub brought: Vec<String>,
    /// What goes beyond what is in proportion to the money, each with the reason that was given for it.
    pub exceptions: Vec<Pair>,
    /// Who can bid, what it takes beside the answers, and what help there is.
    pub before_bidding: BeforeBidding,
    /// Its page for those who take part.
    pub url: String,
    /// Its page for everybody, which says how to bid; there once something of it is published.
    pub public_url: String,
    /// The page on which an organisation finds out, in five minutes and without an account, whether it can bid; there
    /// while bids are open.
    pub bidding_url: String,
    /// Networks.
    pub lots: Vec<Lot>,
    /// Criteria with weights.
    pub criteria: Vec<Criterion>,
    /// Criteria that the regime wants considered, with what they weigh together; empty where it has none.
    pub key_criteria: Vec<KeyCriterion>,
    /// Why this way of choosing is the right one, as it was recorded before the round was agreed.
    pub determination: Determination,
    /// What marks mean.
    pub scale: Vec<ScaleStep>,
    /// Who may bid.
    pub eligibility: Vec<Section>,
    /// Rules of the round as published: ties, caps, late bids, ….
    pub rules: Vec<Section>,
    /// Timetable as published, with changes since.
    pub timetable: Vec<TimetableRow>,
    /// The instants behind it.
    pub dates: RoundDates,
    /// Questions and answers, in order of number.
    pub questions: Vec<Question>,
    /// Who sits on the panel.
    pub panel: Vec<PanelMember>,
    /// Interests that were declared, and what was done about them.
    pub conflicts: Vec<Conflict>,
    /// The opening.
    pub opening: Opening,
    /// Openers who have not checked their opening card since they were asked to, shortly before bids close.
    pub cards_unchecked: Vec<String>,
    /// Bids, by reference.
    pub bids: Vec<BidLine>,
    /// Bids as the letters about their results will speak of them, while these are read; none at any other time.
    pub letters: Vec<Bid>,
    /// How many.
    pub counts: RoundCounts,
    /// What the panel agreed, by lot, bid and criterion.
    pub moderation: Vec<Moderated>,
    /// How lots were given out.
    pub allocation: Allocation,
    /// What the board decided.
    pub decision: DecisionRecord,
    /// Awards, intended or made.
    pub awards: Vec<Award>,
    /// The standstill.
    pub standstill: Standstill,
    /// Representations made in it.
    pub representations: Vec<RepresentationLine>,
    /// Contracts made from it.
    pub contracts: Vec<ContractLine>,
    /// Changes to what was published, oldest first.
    pub amendments: Vec<Amendment>,
    /// Set when the round was given up.
    pub abandoned: Option<Abandoned>,
    /// Further facts for the record: social value, equality summary.
    pub summary: Vec<Pair>,
    /// Measures over all hosts of the last quarter; small numbers are masked already. This and what
    /// follows is filled in papers about the round itself, once a contract is in force.
    pub measures: Vec<Measure>,
    /// Series for charts, over all hosts and the quarters so far, masked likewise.
    pub trends: Vec<Trend>,
    /// Which returns are in, and figures host by host, masked likewise.
    pub reporting: Reporting,
    /// Networks, and whether people can use their offer.
    pub coverage: Vec<CoverLine>,
    /// In a round of grants: the money, and what came of it.
    pub grants: Option<Grants>,
}

/// A text that people have signed off.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SignedText {
    /// Its title.
    pub title: String,
    /// Its reference.
    pub reference: String,
    /// Its version.
    pub version: u32,
    /// SHA-256 of the text, hex.
    pub hash: String,
    /// SHA-256 of the contract clauses that were signed with it, hex; empty if none were.
    pub clauses_hash: String,
    /// SHA-256 of what hosts count, signed with it, hex; empty if nothing was.
    pub counted_hash: String,
    /// When it was signed off.
    pub signed_off_on: Option<NaiveDate>,
    /// Where it can be read.
    pub url: String,
    /// The board's decision to go ahead with it, if both houses did not pass it.
    pub override_by_board: Option<Override>,
    /// Who could not support it, and why, where the board went ahead all the same.
    pub blocks: Vec<Block>,
}

/// Instants of a round; those that have not come are empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RoundDates {
    /// The invitation went out.
    pub published_on: Option<NaiveDate>,
    /// Last moment for questions.
    pub questions_close_at: Option<DateTime<Utc>>,
    /// Last day for answers.
    pub answers_due_on: Option<NaiveDate>,
    /// Last moment for bids.
    pub bids_close_at: Option<DateTime<Utc>>,
    /// The closing day that the last notice named; another than that of `bids_close_at` until its move is published.
    pub closing_published: Option<NaiveDate>,
    /// Bids were opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// The board decided.
    pub decided_on: Option<NaiveDate>,
    /// Letters went out.
    pub letters_on: Option<NaiveDate>,
    /// The standstill ends.
    pub standstill_ends_at: Option<DateTime<Utc>>,
    /// Awards were confirmed.
    pub confirmed_on: Option<NaiveDate>,
    /// Contracts start.
    pub contracts_start_on: Option<NaiveDate>,
    /// Contracts end.
    pub contracts_end_on: Option<NaiveDate>,
}

/// How many.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RoundCounts {
    /// Bids received in time and not withdrawn.
    pub bids: u32,
    /// Late.
    pub late: u32,
    /// Withdrawn.
    pub withdrawn: u32,
    /// Not eligible.
    pub ineligible: u32,
    /// Lots.
    pub lots: u32,
    /// Lots with an award.
    pub covered: u32,
    /// Questions answered.
    pub questions: u32,
    /// Bids that count, were sent with an email code alone, and no call has confirmed.
    pub to_call: u32,
}

/// A round given up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Abandoned {
    /// When.
    pub on: Option<NaiveDate>,
    /// Why, as published.
    pub reason: String,
    /// What happens to the service now.
    pub next: String,
}

impl Context for Round {
    const KIND: &'static str = "round";

    fn sample() -> Self {
        Self {
            title: "Sheffield Peer Support Framework".into(),
            reference: "PSF-2026-001".into(),
            regime: Regime::sample(),
            description: "Paid peer support in each network.".into(),
            specification: SignedText {
                title: "Peer support in primary care networks".into(),
                reference: "PSF-SPEC-001".into(),
                version: 3,
                hash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".into(),
                signed_off_on: day(2026, 2, 2),
                url: "https://synergy.example/specifications/PSF-SPEC-001".into(),
                ..SignedText::default()
            },
            buyer: Organisation {
                id: "GB-CHC-271028".into(),
                name: "Rethink Mental Illness".into(),
                ..Organisation::sample()
            },
            funder: Organisation {
                id: "GB-NHS-QWE".into(),
                name: "South Yorkshire Integrated Care Board".into(),
                ..Organisation::sample()
            },
            value: Some(180_000_000),
            years: 3,
            words_asked: 400,
            words_for_each_lot: 0,
            effort: "1 question, 400 words at most in all: about 2 hours of writing".to_owned(),
            hours: "4½ hours".to_owned(),
            brought: Vec::new(),
            exceptions: Vec::new(),
            before_bidding: BeforeBidding::sample(),
            url: "https://synergy.example/round/1".into(),
            public_url: "https://synergy.example/register/PSF-2026-001".into(),
            bidding_url: "https://synergy.example/register/PSF-2026-001/can-we-bid".into(),
            lots: vec![Lot::sample()],
            criteria: vec![Criterion::sample()],
            key_criteria: vec![KeyCriterion::sample()],
            determination: Determination::sample(),
            scale: vec![ScaleStep {
                marks: 3,
                meaning: "Acceptable: meets what is asked".into(),
            }],
            eligibility: vec![Section::sample()],
            rules: vec![Section::sample()],
            timetable: vec![TimetableRow::sample()],
            dates: RoundDates {
                published_on: day(2026, 3, 2),
                questions_close_at: instant("2026-03-20T12:00:00Z"),
                answers_due_on: day(2026, 3, 25),
                bids_close_at: instant("2026-04-10T11:00:00Z"),
                closing_published: day(2026, 4, 10),
                opened_at: instant("2026-04-10T13:00:00Z"),
                decided_on: day(2026, 5, 1),
                letters_on: day(2026, 5, 5),
                standstill_ends_at: instant("2026-05-15T22:59:59Z"),
                confirmed_on: day(2026, 5, 18),
                contracts_start_on: day(2026, 9, 1),
                contracts_end_on: day(2029, 8, 31),
            },
            questions: vec![Question::sample()],
            panel: vec![PanelMember::sample()],
            conflicts: vec![Conflict::sample()],
            opening: Opening::sample(),
            cards_unchecked: vec!["Pritpal Bains".into()],
            bids: vec![BidLine::sample()],
            letters: vec![Bid::sample()],
            counts: RoundCounts {
                bids: 18,
                late: 1,
                withdrawn: 1,
                ineligible: 1,
                lots: 15,
                covered: 14,
                questions: 9,
                to_call: 2,
            },
            moderation: vec![Moderated::sample()],
            allocation: Allocation::sample(),
            decision: DecisionRecord::sample(),
            awards: vec![Award::sample()],
            standstill: Standstill::sample(),
            representations: vec![RepresentationLine::sample()],
            contracts: vec![ContractLine::sample()],
            amendments: vec![Amendment::sample()],
            abandoned: Some(Abandoned {
                on: day(2026, 5, 20),
                reason: "The funding was withdrawn.".into(),
                next: "Present services go on until 31 December 2026.".into(),
            }),
            summary: vec![Pair::sample()],
            measures: vec![Measure::sample()],
            trends: vec![Trend::sample()],
            reporting: Reporting::sample(),
            coverage: vec![CoverLine::sample()],
            grants: Some(Grants::sample()),
        }
    }
}

//! Everything that is on record about one round, read once for one question.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use accord_engine::snapshot::Snapshot;
use accord_store::{
    Stamp,
    appointments::{self, Interest},
    bids::{self, BidRow, PartnerRow},
    organisations::{self, OrganisationRow},
    rounds::{self, LotRow, QuestionRow, SeatRow},
    scores::{self, OfferRow, ScoreRow},
    subjects::{self as subject_rows, SubjectRow},
    submissions::{self, SubmissionRow},
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::{asked::Place, standing_aside, taking_in};
use crate::domain::hex;
use crate::service::{
    answers,
    app::Desk,
    fault::Fault,
    subjects::{
        data,
        standing::{self, Standing},
    },
};

/// The power of those whose scores count; a word of the roles file.
pub(super) const SCORES: &str = "scores.own";
/// Marks by their places.
pub(in crate::service::subjects) type Marks<'a> = BTreeMap<Place<'a>, &'a ScoreRow>;

/// A round with all that belongs to it.
#[derive(Debug)]
pub struct Book {
    /// Its record.
    pub record: SubjectRow,
    /// The record's own JSON.
    pub own: Map<String, Json>,
    /// Where it stands; `None` while it is being made.
    pub standing: Option<Standing>,
    /// In order.
    pub lots: Vec<LotRow>,
    /// In order.
    pub questions: Vec<QuestionRow>,
    /// Those who were named and have not left.
    pub seats: Vec<SeatRow>,
    /// By seat, the number that stands for whoever wishes not to be named; also of those who have left.
    pub numbers: BTreeMap<String, usize>,
    /// By number.
    pub bids: Vec<BidOnFile>,
    /// In all bids.
    pub partners: Vec<PartnerRow>,
    /// Every mark ever given, in order; read when first asked for. In a large round there are thousands, and most of
    /// what is asked of a round has nothing to do with them.
    marks: OnceCell<Vec<ScoreRow>>,
    /// By lot.
    pub offers: Vec<OfferRow>,
    /// Scorers' work, oldest first.
    pub evaluations: Vec<(SubjectRow, Standing)>,
    /// Declarations of this round and of its evaluations.
    pub declarations: Vec<(SubjectRow, Standing)>,
    /// Requests to look again.
    pub representations: Vec<(SubjectRow, Standing)>,
    /// People who are barred from the whole round.
    pub barred: BTreeSet<String>,
    /// Those that bid, or do so with others; by id.
    pub organisations: BTreeMap<String, OrganisationRow>,
}

/// A bid with what may be known of it now.
#[derive(Debug)]
pub struct BidOnFile {
    /// Its row.
    pub row: BidRow,
    /// Its record.
    pub record: SubjectRow,
    /// Where it stands.
    pub standing: Option<Standing>,
    /// Versions that were sent, the last one last; without answers while they are sealed.
    pub sent: Vec<SubmissionRow>,
}

impl BidOnFile {
    /// The version that counts.
    pub fn last(&self) -> Option<&SubmissionRow> {
        self.sent.last()
    }

    /// Whether it stands in one of these places.
    pub fn is(&self, meanings: &[&str]) -> bool {
        self.standing.as_ref().is_some_and(|one| one.is(meanings))
    }

    /// Taken back.
    pub fn withdrawn(&self) -> bool {
        self.is(&["bid.withdrawn"])
    }

    /// Opened, found eligible, and not taken back.
    pub fn competes(&self) -> bool {
        self.row.opened_at.is_some() && self.row.eligible == Some(true) && !self.withdrawn()
    }

    /// Codes of lots, as known since the opening.
    pub fn lots(&self) -> Vec<String> {
        serde_json::from_str(&self.row.lots).unwrap_or_default()
    }

    /// Answers, once they are readable.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn answers(&self) -> Result<Map<String, Json>, Fault> {
        self.last().map_or_else(|| Ok(Map::new()), answers::of)
    }
}

/// The number of each seat, from 1, of the seats in the order in which they were taken. Those taken together are
/// mixed by a hash that is another in each round: whoever is known by a number in one is not known by it in the next,
/// however a list is typed. Nobody's changes when somebody leaves or comes.
fn numbers(seats: &[SeatRow]) -> BTreeMap<String, usize> {
    let mut mixed: Vec<(Stamp, String, &String)> = seats
        .iter()
        .map(|seat| (seat.since, hex(&Sha256::digest(&seat.id)), &seat.id))
        .collect();
    mixed.sort();
    mixed
        .into_iter()
        .zip(1..)
        .map(|((.., id), number)| (id.clone(), number))
        .collect()
}

impl Book {
    /// Reads it. `snapshot` is the one that is being stepped, if one is.
    ///
    /// # Errors
    /// The store fails, or something stored is damaged.
    pub fn open(desk: &mut Desk<'_>, record: &SubjectRow, snapshot: Option<&Snapshot>) -> Result<Self, Fault> {
        let id = record.id.as_str();
        let standing = standing::now(desk, id, snapshot)?;
        let (evaluations, declarations) = standing_aside::scored_and_declared(desk, id)?;
        let interests = appointments::interests(desk.db, &desk.alliance, desk.now.into())?;
        let mut organisations = organisations::bidding(desk.db, &desk.alliance, id)?;
        let lots = rounds::lots(desk.db, id)?;
        organisations.extend(taking_in::hosts(desk, &lots)?);
        let mut seats = rounds::seats(desk.db, id)?;
        let numbers = numbers(&seats);
        seats.retain(|seat| seat.until.is_none());
        seats.sort_by_key(|seat| numbers.get(&seat.id).copied());
        Ok(Self {
            numbers,
            own: data(record)?,
            lots,
            questions: rounds::questions(desk.db, id)?,
            seats,
            bids: bids_of(desk, id, standing.as_ref())?,
            partners: bids::partners_of_round(desk.db, id)?,
            marks: OnceCell::new(),
            offers: scores::offers(desk.db, id)?,
            representations: standing::below(desk, id, "representation")?,
            barred: interests
                .into_iter()
                .filter(|one| one.about_kind == Interest::Subject && one.about_id == id)
                .map(|one| one.person_id)
                .collect(),
            organisations: organisations.into_iter().map(|one| (one.id.clone(), one)).collect(),
            record: record.clone(),
            standing,
            evaluations,
            declarations,
        })
    }

    /// The book of the round that a record belongs to.
    ///
    /// # Errors
    /// It belongs to none, or the store fails.
    pub fn around(desk: &mut Desk<'_>, record: &SubjectRow) -> Result<Self, Fault> {
        let round = standing::above(desk, record, "round")?.ok_or(Fault::NotFound("round"))?;
        Self::open(desk, &round, None)
    }

    /// Whether somebody's seat is to score.
    pub fn scores(desk: &Desk<'_>, seat: &SeatRow) -> bool {
        let role = desk.app.library.roles.roles.get(&seat.role);
        role.is_some_and(|role| role.powers.iter().any(|power| power == SCORES))
    }

    /// Whether somebody has stepped aside, or was asked to.
    pub fn recused(&self, person: &str) -> bool {
        self.barred.contains(person) || standing_aside::stepped_aside(&self.evaluations, &self.declarations, person)
    }

    /// Evaluators who are named and have not stepped aside.
    pub fn evaluators(&self, desk: &Desk<'_>) -> Vec<&SeatRow> {
        let mut seen = BTreeSet::new();
        self.seats
            .iter()
            .filter(|seat| Self::scores(desk, seat) && !self.recused(&seat.person_id))
            .filter(|seat| seen.insert(seat.person_id.as_str()))
            .collect()
    }

    /// When a step was last sent back: for scores, then for what the panel agrees.
    ///
    /// # Errors
    /// The store fails.
    pub fn sent_back(&self, desk: &mut Desk<'_>) -> Result<(Option<Repeat>, Option<Repeat>), Fault> {
        let (mut scores, mut agreed) = (None, None);
        for (_, at) in &self.representations {
            for (field, value) in at.snapshot.kept.iter() {
                let Some(form) = field.strip_suffix(".step") else {
                    continue;
                };
                let accord_engine::value::Value::Text(step) = value else {
                    continue;
                };
                let rows = submissions::of_form(desk.db, &desk.alliance, &at.row.id, form)?;
                let repeat = rows.last().map(|row| Repeat {
                    at: row.at.utc(),
                    step: step.clone(),
                });
                if step != "moderation" {
                    scores = repeat.clone().max(scores);
                }
                agreed = repeat.max(agreed);
            }
        }
        Ok((scores, agreed))
    }

    /// Scorers' finished work of the current pass.
    ///
    /// # Errors
    /// The store fails.
    pub fn locked(&self, desk: &mut Desk<'_>) -> Result<Vec<&(SubjectRow, Standing)>, Fault> {
        let since = self.sent_back(desk)?.0.map(|repeat| repeat.at);
        Ok(self
            .evaluations
            .iter()
            .filter(|(_, at)| at.is(&["evaluation.locked"]))
            .filter(|(_, at)| since.is_none_or(|since| at.row.changed_at.utc() > since))
            .collect())
    }

    /// What the panel agreed in the current pass.
    ///
    /// # Errors
    /// The store fails.
    pub fn agreed(&self, desk: &mut Desk<'_>) -> Result<Marks<'_>, Fault> {
        let since = self.sent_back(desk)?.1.map(|repeat| repeat.at);
        Ok(self
            .marks(desk)?
            .iter()
            .filter(|row| row.evaluation_id.is_none())
            .filter(|row| since.is_none_or(|since| row.at.utc() > since))
            .map(|row| ((row.bid_id.as_str(), row.question_id.as_str(), row.lot.as_str()), row))
            .collect())
    }

    /// Every mark ever given, in order.
    ///
    /// # Errors
    /// The store fails.
    pub fn marks(&self, desk: &mut Desk<'_>) -> Result<&[ScoreRow], Fault> {
        if let Some(known) = self.marks.get() {
            return Ok(known);
        }
        let read = scores::of_round(desk.db, &self.record.id)?;
        Ok(self.marks.get_or_init(|| read))
    }

    /// One scorer's last marks.
    ///
    /// # Errors
    /// The store fails.
    pub fn marks_of(&self, desk: &mut Desk<'_>, evaluation: &str) -> Result<Marks<'_>, Fault> {
        Ok(self
            .marks(desk)?
            .iter()
            .filter(|row| row.evaluation_id.as_deref() == Some(evaluation))
            .map(|row| ((row.bid_id.as_str(), row.question_id.as_str(), row.lot.as_str()), row))
            .collect())
    }

    /// A bid by id.
    pub fn bid(&self, id: &str) -> Option<&BidOnFile> {
        self.bids.iter().find(|bid| bid.row.id == id)
    }

    /// A bid as forms name it: by its organisation's handle.
    pub fn bid_by_key(&self, key: &str) -> Option<&BidOnFile> {
        self.bids
            .iter()
            .find(|bid| bid.row.id == key || self.handle(bid) == key || bid.record.reference.as_deref() == Some(key))
    }

    /// The handle of the organisation that bids.
    pub fn handle(&self, bid: &BidOnFile) -> &str {
        self.organisations
            .get(&bid.row.organisation_id)
            .map(|one| one.handle.as_str())
            .unwrap_or_default()
    }

    /// The name of an organisation that bids.
    pub fn name(&self, organisation: &str) -> &str {
        self.organisations
            .get(organisation)
            .map(|one| one.name.as_str())
            .unwrap_or_default()
    }

    /// A question by its code.
    pub fn question(&self, code: &str) -> Option<&QuestionRow> {
        self.questions.iter().find(|one| one.code == code || one.id == code)
    }

    /// The offer of a lot.
    pub fn offer(&self, lot: &LotRow) -> Option<&OfferRow> {
        self.offers.iter().find(|one| one.lot_id == lot.id)
    }

    /// Lots that a bid is offered.
    pub fn won(&self, bid: &str) -> Vec<&LotRow> {
        let offered = |lot: &&LotRow| self.offer(lot).is_some_and(|one| one.bid_id.as_deref() == Some(bid));
        self.lots.iter().filter(offered).collect()
    }
}

/// A step that is done again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repeat {
    /// When that was decided.
    pub at: DateTime<Utc>,
    /// Which.
    pub step: String,
}

fn bids_of(desk: &mut Desk<'_>, round: &str, standing: Option<&Standing>) -> Result<Vec<BidOnFile>, Fault> {
    let rows = bids::of_round(desk.db, round)?;
    let (Some(standing), false) = (standing, rows.is_empty()) else {
        return Ok(Vec::new());
    };
    let children = desk.children(&standing.row.id, None)?;
    let records = subject_rows::children(desk.db, &desk.alliance, round, "bid")?;
    let mut records: BTreeMap<String, SubjectRow> = records.into_iter().map(|one| (one.id.clone(), one)).collect();
    let mut out = Vec::new();
    for row in rows {
        let Some(record) = records.remove(&row.id) else {
            continue;
        };
        let standing = match children.iter().find(|child| child.subject_id == row.id) {
            Some(child) => Some(standing::read(desk, child.clone())?),
            None => None,
        };
        out.push(BidOnFile {
            row,
            record,
            standing,
            sent: Vec::new(),
        });
    }
    let mut ids = Vec::new();
    let mut forms = BTreeSet::new();
    for at in out.iter().filter_map(|bid| bid.standing.as_ref()) {
        ids.push(at.row.id.clone());
        let workflow = desk.app.library.pinned(desk.db, &at.row.definition)?;
        let sealed = workflow
            .definition
            .forms
            .iter()
            .filter(|(_, form)| form.sealed_until.is_some());
        forms.extend(sealed.map(|(name, _)| name.clone()));
    }
    // What is sealed is the bid, whatever the form is called.
    for form in forms {
        for sent in submissions::of_instances(desk.db, &ids, &form)? {
            let whose = |bid: &&mut BidOnFile| bid.standing.as_ref().is_some_and(|one| one.row.id == sent.instance_id);
            if let Some(bid) = out.iter_mut().find(whose) {
                bid.sent.push(sent);
            }
        }
    }
    Ok(out)
}

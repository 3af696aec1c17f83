//! What one bid answers: most questions once, some for each lot that it is for.

use accord_store::rounds::{LotRow, QuestionRow};
use serde_json::{Map, Value as Json};

use super::{book::Book, title_of};
use crate::domain::award::asking;

/// What says in a question's own data that it is answered for each lot.
pub(super) const EACH_LOT: &str = "for_each_lot";

/// What says there that it may be spoken.
pub(super) const SPOKEN: &str = "spoken";

/// Where a mark stands: the bid, the question, and the code of the lot (empty where one answer counts for all).
pub(in crate::service::subjects) type Place<'a> = (&'a str, &'a str, &'a str);

/// One answer of a bid.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What is asked.
    pub question: &'a QuestionRow,
    /// For which lot; nothing where one answer counts for all.
    pub lot: Option<&'a LotRow>,
}

impl<'a> Asked<'a> {
    /// What forms call it: `values`; `reach@hillsborough`.
    pub fn key(self) -> String {
        asking::key(&self.question.code, self.lot.map(|lot| lot.code.as_str()))
    }

    /// What people call it: `Peer support as you understand it`; `Local reach: Hillsborough`.
    pub fn title(self) -> String {
        let title = title_of(self.question);
        match self.lot {
            Some(lot) => format!("{title}: {}", lot.name),
            None => title,
        }
    }

    /// The code of its lot; empty where one answer counts for all.
    pub fn lot_code(self) -> &'a str {
        self.lot.map_or("", |lot| lot.code.as_str())
    }

    /// Where its mark stands for a bid.
    pub fn of(self, bid: &'a str) -> Place<'a> {
        (bid, self.question.id.as_str(), self.lot_code())
    }

    /// Whether it counts in a lot.
    pub fn counts_in(self, code: &str) -> bool {
        self.lot.is_none_or(|lot| lot.code == code)
    }
}

/// Whether a question is answered for each lot.
pub(in crate::service) fn for_each_lot(question: &QuestionRow) -> bool {
    says(question, EACH_LOT)
}

/// Whether a question may be spoken.
pub(in crate::service) fn is_spoken(question: &QuestionRow) -> bool {
    says(question, SPOKEN)
}

fn says(question: &QuestionRow, what: &str) -> bool {
    let data: Map<String, Json> = serde_json::from_str(&question.data).unwrap_or_default();
    data.get(what).and_then(Json::as_bool) == Some(true)
}

/// What is answered for these lots: first what is answered once, then lot by lot in this order. In a round without
/// lots every question is answered once.
pub(in crate::service::subjects) fn for_lots<'a>(
    questions: &'a [QuestionRow],
    lots: &[&'a LotRow],
    in_lots: bool,
) -> Vec<Asked<'a>> {
    let (each, once): (Vec<&QuestionRow>, Vec<&QuestionRow>) =
        questions.iter().partition(|one| in_lots && for_each_lot(one));
    let once = once.into_iter().map(|question| Asked { question, lot: None });
    let by_lot = lots.iter().flat_map(|lot| {
        each.iter().map(|question| Asked {
            question,
            lot: Some(lot),
        })
    });
    once.chain(by_lot).collect()
}

/// The same for lots by their codes, in the order of the codes.
pub(in crate::service::subjects) fn for_codes<'a>(
    questions: &'a [QuestionRow],
    lots: &'a [LotRow],
    codes: &[String],
) -> Vec<Asked<'a>> {
    let chosen: Vec<&LotRow> = codes
        .iter()
        .filter_map(|code| lots.iter().find(|lot| lot.code == *code))
        .collect();
    for_lots(questions, &chosen, !lots.is_empty())
}

/// Everything that any bid may answer.
pub(in crate::service::subjects) fn any<'a>(questions: &'a [QuestionRow], lots: &'a [LotRow]) -> Vec<Asked<'a>> {
    for_lots(questions, &lots.iter().collect::<Vec<_>>(), !lots.is_empty())
}

impl Book {
    /// What a bid answers, as far as it is known which lots it is for.
    pub fn asked_of(&self, bid: &super::book::BidOnFile) -> Vec<Asked<'_>> {
        for_codes(&self.questions, &self.lots, &bid.lots())
    }

    /// An answer by the name that forms have for it.
    pub fn asked(&self, key: &str) -> Option<Asked<'_>> {
        any(&self.questions, &self.lots)
            .into_iter()
            .find(|one| one.key() == key)
    }
}

//! What the board votes on (as hashes), and what templates may say about how it voted.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::decision::Ballot;
use accord_store::submissions;
use serde_json::{Map, Value as Json};

use super::{book::Book, panel, proportion, showing::local};
use crate::{
    domain::award::{
        asking,
        paper::{self, Award, Lot, Mark, Pack, Question},
    },
    service::{
        answers,
        app::Desk,
        fault::Fault,
        library::find_state,
        subjects::{About, bid::grant, votes},
    },
    views::contexts::parts::{DecisionRecord, Pair},
};

const PACK: &str = "round.pack";
pub(super) const AWARD: &str = "round.award";
/// The question by which a recommendation is known, whatever its form is called.
const RECOMMENDED: &str = "small_organisations";
/// Fields of the record that bidders rely on, beside what a bid brings (`proportion::ASKED`).
const TERMS: &[&str] = &[
    "timetable",
    "scale",
    "tie_break",
    "overall_minimum",
    "cap",
    "rules",
    "eligibility",
    "who_may_bid",
    "before_bidding",
    "description",
    "contracts_start_on",
    "contracts_end_on",
    proportion::KEPT,
];

/// Hashes of both contents.
pub(super) fn hashes(desk: &mut Desk<'_>, about: About<'_>) -> Result<BTreeMap<String, String>, Fault> {
    let book = Book::open(desk, about.row, about.snapshot)?;
    let terms: Map<String, Json> = TERMS
        .iter()
        .chain(&proportion::ASKED)
        .filter_map(|name| Some(((*name).to_owned(), book.own.get(*name)?.clone())))
        .collect();
    let pack = Pack {
        lots: book
            .lots
            .iter()
            .map(|lot| Lot {
                code: &lot.code,
                name: &lot.name,
                yearly_value: lot.yearly_value,
            })
            .collect(),
        questions: book
            .questions
            .iter()
            .map(|one| Question {
                code: &one.code,
                weight: one.weight,
                max_words: one.max_words,
                out_of: one.out_of,
                minimum: one.minimum,
                text: serde_json::from_str(&one.data).unwrap_or_default(),
            })
            .collect(),
        terms: Json::Object(terms),
    };
    let recommended = match about.snapshot {
        Some(snapshot) => answers::to_question(desk, &snapshot.instance, RECOMMENDED)?.pop(),
        None => None,
    };
    let agreed = book.agreed(desk)?;
    let offers = book
        .offers
        .iter()
        .map(|one| (one.lot_id.clone(), serde_json::json!([one.bid_id, one.data])));
    let award = Award {
        marks: agreed
            .iter()
            .map(|((bid, question, lot), row)| Mark {
                bid: (*bid).to_owned(),
                question: asking::key(question, Some(*lot).filter(|lot| !lot.is_empty())),
                marks: row.marks,
                reason: row.reason.clone(),
            })
            .collect(),
        offers: offers.chain(grant::decided_on(&book)?).collect(),
        recommendation: recommended.map_or(Json::Null, |(form, _)| form.hash.into()),
    };
    Ok([
        (PACK.to_owned(), paper::pack_hash(&pack)),
        (AWARD.to_owned(), paper::award_hash(award)),
    ]
    .into())
}

/// The ballot about the award that was opened last; before there is one, that about the pack.
pub(in crate::service::subjects) fn ballot(
    desk: &mut Desk<'_>,
    book: &Book,
) -> Result<Option<(String, Ballot)>, Fault> {
    let Some(at) = &book.standing else {
        return Ok(None);
    };
    let workflow = desk.app.library.pinned(desk.db, &at.row.definition)?;
    let mut found = at.snapshot.ballots.iter().filter_map(|(state, ballot)| {
        let decision = find_state(&workflow.definition, state)?.decision.as_ref()?;
        let about_award = decision.binds.as_deref() == Some(AWARD);
        Some((about_award, ballot.opened_at, decision.ask.clone(), ballot.clone()))
    });
    let first = found.next();
    let last = found.fold(first, |best, one| match best {
        Some(best) if (best.0, best.1) >= (one.0, one.1) => Some(best),
        Some(_) | None => Some(one),
    });
    Ok(last.map(|(_, _, ask, ballot)| (ask.unwrap_or_default(), ballot.to_value())))
}

/// Everyone who voted on the award.
pub(in crate::service::subjects) fn voters(desk: &mut Desk<'_>, book: &Book) -> Result<Vec<String>, Fault> {
    let Some(at) = &book.standing else {
        return Ok(Vec::new());
    };
    let workflow = desk.app.library.pinned(desk.db, &at.row.definition)?;
    Ok(at
        .snapshot
        .ballots
        .iter()
        .filter(|(state, _)| {
            find_state(&workflow.definition, state)
                .and_then(|found| found.decision.as_ref())
                .is_some_and(|decision| decision.binds.as_deref() == Some(AWARD))
        })
        .flat_map(|(_, ballot)| &ballot.votes)
        .map(|vote| vote.person.clone())
        .collect())
}

/// The board's decision as documents show it.
pub(super) fn decision(desk: &mut Desk<'_>, book: &Book) -> Result<DecisionRecord, Fault> {
    let Some((question, ballot)) = ballot(desk, book)? else {
        return Ok(DecisionRecord::default());
    };
    let mut recused = Vec::new();
    for elector in ballot.electors.iter() {
        if let Some(why) = &elector.recused {
            let named = panel::in_papers(desk, book, &elector.person)?;
            let catalogue = &desk.app.library.catalogue.exclusions;
            recused.push(Pair {
                name: named.unwrap_or_else(|| panel::UNNAMED.to_owned()),
                value: catalogue.get(why).unwrap_or(why).clone(),
            });
        }
    }
    let last = ballot.votes.iter().filter(|vote| !vote.void).map(|vote| vote.at).max();
    let houses = votes::by_house(desk, &ballot, &BTreeSet::new()).into_iter();
    Ok(DecisionRecord {
        question,
        outcome: ballot.outcome.clone().unwrap_or_default().replace('_', " "),
        on: last.filter(|_| ballot.outcome.is_some()).map(local),
        houses: houses.filter(|one| one.seats > 0).collect(),
        reasons: reasons(desk, &ballot)?,
        recused,
        dissent: String::new(),
        text_hash: ballot.bound_to.clone().unwrap_or_default(),
    })
}

/// Reasons and conditions that came with votes.
fn reasons(desk: &mut Desk<'_>, ballot: &Ballot) -> Result<String, Fault> {
    let mut out = Vec::new();
    for vote in ballot.votes.iter().filter(|vote| !vote.void) {
        let Some(form) = &vote.submission else { continue };
        let row = submissions::load(desk.db, &desk.alliance, &form.id)?;
        let given = answers::of(&row)?;
        out.extend(row.reason.clone());
        for field in ["reason", "condition"] {
            let text = answers::text(&given, field);
            if !text.is_empty() {
                out.push(text);
            }
        }
    }
    Ok(out.join(" "))
}

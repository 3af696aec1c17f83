//! A bidder asks for the decision to be looked at again, by somebody who had no part in it.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{event::Actor, value::Value};
use accord_store::{people, subjects::SubjectRow, submissions};
use serde_json::{Map, Value as Json};

use super::{
    bid,
    evaluation::below,
    round::{self, book::Book},
};
use crate::{
    service::{
        answers,
        app::Desk,
        authority::{self, powers},
        fault::Fault,
        subjects::{About, NewSubject, Subject, Values, data, standing, values},
    },
    views::contexts::{parts::Pair, review},
};

const TOOK_PART: &str = "took_part";

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Representation;

impl Subject for Representation {
    fn kind(&self) -> &'static str {
        "representation"
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let book = Book::around(desk, about.row)?;
        let complete = is_complete(desk, about.row, &book)?;
        let panel = round::has_panel(desk, &book);
        Ok(values([
            ("pack.complete", Value::Bool(complete)),
            ("regime.panel", Value::Bool(panel)),
        ]))
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        Ok(serde_json::to_value(context(desk, about)?)?)
    }

    fn audience(&self, desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Option<Vec<String>>, Fault> {
        if name == "reviewers" {
            return Ok(Some(reviewers(desk, about)?));
        }
        match standing::above(desk, about.row, "round")? {
            Some(round) => round::audience(desk, &round, name),
            None => Ok(None),
        }
    }

    fn excluded(&self, desk: &mut Desk<'_>, about: About<'_>, person: &str) -> Result<BTreeMap<String, String>, Fault> {
        let mut all = self.excluded_each(desk, about, &[person.to_owned()])?;
        Ok(all.remove(person).unwrap_or_default())
    }

    fn excluded_each(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        people: &[String],
    ) -> Result<BTreeMap<String, BTreeMap<String, String>>, Fault> {
        let round = standing::above(desk, about.row, "round")?.ok_or(Fault::NotFound("round"))?;
        let took_part = took_part(desk, &round)?;
        let mut out = round::exclusions(desk, &round, people)?;
        for (person, barred) in &mut out {
            if took_part.contains(person) {
                barred.extend([round::said(desk, TOOK_PART)]);
            }
        }
        Ok(out)
    }

    /// Experts are named to nobody who reads here for the organisation that asks: it may complain of what they scored.
    fn unnamed(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        reader: &Actor,
        people: &[String],
    ) -> Result<BTreeSet<String>, Fault> {
        let own = about.row.organisation_id.as_ref();
        let looks_after = powers::looks_after(&desk.app.library.roles, &reader.roles);
        let mut out = BTreeSet::new();
        if own.is_none() || own != reader.organisation.as_ref() || looks_after {
            return Ok(out);
        }
        for person in people.iter().filter(|person| **person != reader.person) {
            if round::is_expert(desk, person)? {
                out.insert(person.clone());
            }
        }
        Ok(out)
    }

    fn narrow(&self, desk: &mut Desk<'_>, about: About<'_>, above: &mut Map<String, Json>) -> Result<(), Fault> {
        let book = Book::around(desk, about.row)?;
        let own = own_bid(about.row, &book).map(|one| one.row.id.clone());
        if let Some(id) = &own {
            above.insert("bid".to_owned(), serde_json::to_value(bid::context(desk, &book, id)?)?);
        }
        // The record is of this bid and of those that were chosen; other bidders are not their business.
        let shown: BTreeSet<String> = book
            .bids
            .iter()
            .filter(|one| Some(&one.row.id) == own.as_ref() || !book.won(&one.row.id).is_empty())
            .filter_map(|one| one.record.reference.clone())
            .collect();
        if let Some(Json::Object(round)) = above.get_mut("round") {
            for (list, key) in [("moderation", "bid"), ("bids", "reference")] {
                if let Some(Json::Array(all)) = round.get_mut(list) {
                    all.retain(|one| {
                        one.get(key)
                            .and_then(Json::as_str)
                            .is_some_and(|text| shown.contains(text))
                    });
                }
            }
        }
        // Words that are confidential to somebody else are taken out of everything that goes out.
        for (words, why) in redactions(about.row)? {
            above.values_mut().for_each(|value| take_out(value, &words, &why));
        }
        Ok(())
    }

    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        row.reference = Some(below(desk, new, "R")?);
        Ok(())
    }
}

/// Words that were taken out, each with why.
fn redactions(row: &SubjectRow) -> Result<Vec<(String, String)>, Fault> {
    let all = logged(row, "pack.redact")?;
    let pairs = all
        .iter()
        .map(|one| (answers::text(one, "what"), answers::text(one, "why")));
    Ok(pairs.filter(|(what, _)| !what.trim().is_empty()).collect())
}

fn take_out(value: &mut Json, words: &str, why: &str) {
    match value {
        Json::String(text) if text.contains(words) => *text = text.replace(words, &format!("[taken out: {why}]")),
        Json::Array(all) => all.iter_mut().for_each(|one| take_out(one, words, why)),
        Json::Object(map) => map.values_mut().for_each(|one| take_out(one, words, why)),
        Json::String(_) | Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// What was written into the record under a permit's name.
fn logged(row: &SubjectRow, permit: &str) -> Result<Vec<Map<String, Json>>, Fault> {
    let own = data(row)?;
    let all = own.get("log").and_then(|log| log.get(permit)).and_then(Json::as_array);
    Ok(all.into_iter().flatten().filter_map(Json::as_object).cloned().collect())
}

fn own_bid<'a>(record: &SubjectRow, book: &'a Book) -> Option<&'a round::book::BidOnFile> {
    let organisation = record.organisation_id.as_ref()?;
    book.bids.iter().find(|bid| bid.row.organisation_id == *organisation)
}

/// Everyone who scored, moderated, or voted on the award.
fn took_part(desk: &mut Desk<'_>, round: &SubjectRow) -> Result<BTreeSet<String>, Fault> {
    let book = Book::open(desk, round, None)?;
    let mut out: BTreeSet<String> = book.marks(desk)?.iter().map(|row| row.person_id.clone()).collect();
    out.extend(book.seats.iter().map(|seat| seat.person_id.clone()));
    out.extend(round::voters(desk, &book)?);
    Ok(out)
}

/// Whoever may review: the roles that may read the record now, without those who took part.
fn reviewers(desk: &mut Desk<'_>, about: About<'_>) -> Result<Vec<String>, Fault> {
    let Some(at) = standing::of(desk, &about.row.id)? else {
        return Ok(Vec::new());
    };
    let workflow = desk.app.library.pinned(desk.db, &at.row.definition)?;
    let roles: Vec<String> = crate::service::library::states(&workflow.definition)
        .into_iter()
        .filter_map(|state| crate::service::library::find_state(&workflow.definition, state))
        .filter_map(|state| state.permits.get("representation.read"))
        .flatten()
        .cloned()
        .collect();
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    Ok(authority::members(desk, about, &roles)?
        .into_iter()
        .filter(|one| one.exclusions.is_empty())
        .map(|one| one.person)
        .collect())
}

/// The record holds each evaluator's scores and reasons for both bids, the agreed reasons, the
/// declarations and the evaluators' experience.
fn is_complete(desk: &mut Desk<'_>, record: &SubjectRow, book: &Book) -> Result<bool, Fault> {
    let own = own_bid(record, book).filter(|bid| bid.competes());
    let chosen = book.bids.iter().filter(|bid| !book.won(&bid.row.id).is_empty());
    let shown: Vec<&round::book::BidOnFile> = own.into_iter().chain(chosen).collect();
    let agreed = book.agreed(desk)?;
    let locked = book.locked(desk)?;
    let pairs = || {
        let of = |bid: &&round::book::BidOnFile| {
            let id = bid.row.id.clone();
            let all = book.asked_of(bid).into_iter();
            all.map(|one| (id.clone(), one)).collect::<Vec<_>>()
        };
        shown.iter().flat_map(of)
    };
    let reasons = pairs().all(|(bid, one)| {
        agreed
            .get(&one.of(&bid))
            .is_some_and(|row| !row.reason.trim().is_empty())
    });
    // Somebody behind a barrier has not scored every bid; each bid has been scored by somebody.
    let mut given = Vec::new();
    for (evaluation, _) in &locked {
        given.push(book.marks_of(desk, &evaluation.id)?);
    }
    let scored = pairs().all(|(bid, one)| given.iter().any(|marks| marks.contains_key(&one.of(&bid))));
    let declared = book.seats.iter().all(|seat| {
        let own = |(record, at): &(SubjectRow, standing::Standing)| {
            record.person_id.as_deref() == Some(seat.person_id.as_str()) && !at.is(&["declaration.awaited"])
        };
        book.recused(&seat.person_id) || book.declarations.iter().any(own)
    });
    let experience = book
        .evaluators(desk)
        .iter()
        .all(|seat| serde_json::from_str::<Map<String, Json>>(&seat.data).is_ok_and(|about| !about.is_empty()));
    Ok(!shown.is_empty() && reasons && scored && declared && experience)
}

fn context(desk: &mut Desk<'_>, about: About<'_>) -> Result<review::Representation, Fault> {
    let own = data(about.row)?;
    let mut out = review::Representation {
        reference: about.row.reference.clone().unwrap_or_default(),
        made_on: Some(round::day(about.row.created_at.utc())),
        grounds: answers::text(&own, "concern"),
        asks: answers::text(&own, "wish"),
        ..review::Representation::default()
    };
    if let Some(id) = &about.row.organisation_id {
        out.organisation = round::organisation(desk, id)?.name;
    }
    // What was added since stands below what was asked first.
    let mut added: Vec<String> = logged(about.row, "representation.add")?
        .iter()
        .map(|one| answers::text(one, "text"))
        .collect();
    let Some(at) = standing::of(desk, &about.row.id)? else {
        return Ok(out);
    };
    for (_, said) in answers::to_question(desk, &at.row.id, "text")? {
        added.push(answers::text(&said, "text"));
    }
    for text in added {
        out.grounds.push_str("\n\n");
        out.grounds.push_str(&text);
    }
    for (_, said) in answers::to_question(desk, &at.row.id, "advice")? {
        out.advice = answers::text(&said, "advice");
    }
    for row in submissions::of_instance(desk.db, &desk.alliance, &at.row.id)? {
        let said = answers::of(&row)?;
        let findings = answers::text(&said, "findings");
        if findings.is_empty() {
            continue;
        }
        out.findings = findings;
        out.reasons = answers::text(&said, "reason");
        out.decided_on = Some(round::day(row.at.utc()));
        let name = people::load(desk.db, &row.person_id)?.map(|one| one.name);
        out.reviewer = format!("{}, who had no part in the decision", name.unwrap_or_default());
    }
    if out.decided_on.is_some() {
        out.outcome = round::outcome_words(&at).to_owned();
    }
    if let Some(sent) = at.since("representation.review") {
        out.information = vec![Pair {
            name: "Scores, reasons, declarations and the evaluators' experience".to_owned(),
            value: crate::domain::words::day(round::day(sent)),
        }];
    }
    out.standstill_ends_at = at.due(desk, ("representation.answered", standing::DEADLINE))?;
    Ok(out)
}

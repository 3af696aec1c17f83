//! Preparing a round: its own fields, lots, questions and weights.

use accord_store::{
    rounds::{self, LotRow, QuestionRow},
    subjects as subject_rows,
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{
    asked::{EACH_LOT, SPOKEN},
    cards, letters, proportion, question_set, seating, sharing, standing_aside,
};
use crate::service::{
    app::Desk,
    fault::Fault,
    subjects::{About, Work, bid::sender, data, plain},
};

/// The permits of whoever sets a round; words of the catalogue.
pub(super) const TERMS: &str = "round.edit";
pub(super) const QUESTIONS: &str = "question.edit";
pub(super) const LOTS: &str = "lot.edit";

/// What says in a question's own data to which criterion of the regime it belongs.
pub(super) const KEY_CRITERION: &str = "key_criterion";

/// A lot to be added, changed or (with `remove`) taken out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewLot {
    code: String,
    name: Option<String>,
    /// Pence a year.
    yearly_value: Option<i64>,
    /// Neighbourhoods, in words.
    area: Option<String>,
    #[serde(default)]
    about: Map<String, Json>,
    #[serde(default)]
    remove: bool,
}

/// A question to be added, changed or (with `remove`) taken out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewQuestion {
    code: String,
    title: Option<String>,
    question: Option<String>,
    guidance: Option<String>,
    max_words: Option<i32>,
    weight: Option<i32>,
    out_of: Option<i32>,
    minimum: Option<i32>,
    /// The criterion of the regime that it belongs to.
    key_criterion: Option<String>,
    /// Whether it is answered for each lot that a bid is for.
    for_each_lot: Option<bool>,
    /// Whether it may be spoken.
    spoken: Option<bool>,
    #[serde(default)]
    remove: bool,
    /// Why, for a proposal; kept in the log.
    #[serde(default, rename = "why")]
    _why: String,
}

pub(super) fn work(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    match work.permit {
        TERMS => {
            let body = question_set::with_reading(desk, about, work.body)?;
            own(desk, about, &body)
        }
        GRANTS => own(desk, about, work.body),
        LOTS => each(work.body, "lots", |body| lot(desk, about, body)),
        QUESTIONS => match work.body.get("set").and_then(Json::as_str) {
            Some(name) => question_set::take_over(desk, about, name),
            None => each(work.body, "questions", |body| question(desk, about, body, None)),
        },
        "weight.propose" => propose(desk, about, work),
        "panel.name" => each(work.body, "seats", |body| seating::seat(desk, about, work, body)),
        "panel.train" => seating::train(desk, about, work.body),
        permit if cards::is_card_work(permit) => cards::work(desk, about, work),
        proportion::EXPLAINING => proportion::explain(desk, about, work),
        sharing::SHARING => sharing::share(desk, about, work),
        letters::READING => letters::read(desk, about, work),
        sender::CALL => sender::record(desk, about, work),
        "bid.check" => {
            let book = super::book::Book::open(desk, about.row, None)?;
            crate::service::subjects::bid::check(desk, &book, work)
        }
        _ => plain::log(desk, about, work),
    }
}

/// One body, or each of a list of bodies.
fn each(
    body: &Map<String, Json>,
    list: &str,
    mut one: impl FnMut(Map<String, Json>) -> Result<(), Fault>,
) -> Result<Json, Fault> {
    match body.get(list).and_then(Json::as_array) {
        Some(all) => {
            for entry in all {
                one(entry.as_object().cloned().unwrap_or_default())?;
            }
        }
        None => one(body.clone())?,
    }
    Ok(json!({}))
}

/// The same for a round of grants, which is asked other things.
const GRANTS: &str = "grant.edit";

/// The days of a round, as a form asks for them.
const DAYS: &[&str] = &["questions_day", "answers_day", "closing_day"];

/// What else the form of a round asks.
const OWN: &[&str] = &[
    "description",
    "who_may_bid",
    "contracts_start_on",
    "contracts_end_on",
    "words_reason",
    "overall_minimum",
    "tie_break",
    "budget",
    "smallest",
    "largest",
];

/// What the round has of what its form asks, so that whoever changes one thing sees the others.
pub(super) fn filled(about: About<'_>, permit: &str) -> Result<Map<String, Json>, Fault> {
    if permit != TERMS && permit != GRANTS {
        return Ok(Map::new());
    }
    let own = data(about.row)?;
    let days = DAYS
        .iter()
        .filter_map(|day| Some((*day, own.get("timetable")?.get(*day)?)));
    let others = OWN
        .iter()
        .chain(&proportion::ASKED)
        .filter_map(|name| Some((*name, own.get(*name)?)));
    let known = days.chain(others).filter(|(_, value)| !value.is_null());
    Ok(known.map(|(name, value)| (name.to_owned(), value.clone())).collect())
}

/// The round's own fields; a new timetable changes the days that it names and no others.
pub(super) fn own(desk: &mut Desk<'_>, about: About<'_>, body: &Map<String, Json>) -> Result<Json, Fault> {
    let mut own = data(about.row)?;
    let mut title = about.row.title.clone();
    let mut body = body.clone();
    let days: Map<String, Json> = DAYS
        .iter()
        .filter_map(|day| Some(((*day).to_owned(), body.remove(*day)?)))
        .collect();
    if !days.is_empty() {
        body.insert("timetable".to_owned(), days.into());
    }
    for (name, value) in &body {
        match (name.as_str(), value, own.get_mut(name)) {
            ("title", Json::String(new), _) => title.clone_from(new),
            (_, Json::Object(new), Some(Json::Object(old))) => old.extend(new.clone()),
            _ => _ = own.insert(name.clone(), value.clone()),
        }
    }
    let new = Json::Object(own).to_string();
    subject_rows::update(desk.db, &desk.alliance, &about.row.id, &title, &new)?;
    Ok(json!({}))
}

fn lot(desk: &mut Desk<'_>, about: About<'_>, body: Map<String, Json>) -> Result<(), Fault> {
    let new: NewLot = read(body)?;
    let lots = rounds::lots(desk.db, &about.row.id)?;
    let old = lots.iter().find(|one| one.code == new.code);
    if new.remove {
        return match old {
            Some(row) => Ok(rounds::remove_lot(desk.db, &row.id)?),
            None => Err(Fault::NotFound("lot")),
        };
    }
    let mut more = new.about;
    more.extend(new.area.map(|area| ("area".to_owned(), Json::String(area))));
    let row = LotRow {
        id: old.map_or_else(|| desk.id(), |one| one.id.clone()),
        alliance_id: desk.alliance.clone(),
        round_id: about.row.id.clone(),
        position: old.map_or_else(|| next(lots.last().map(|one| one.position)), |one| one.position),
        name: new
            .name
            .or_else(|| old.map(|one| one.name.clone()))
            .unwrap_or_else(|| new.code.clone()),
        yearly_value: new.yearly_value.or_else(|| old.and_then(|one| one.yearly_value)),
        cover_plan: None,
        data: merged(old.map(|one| one.data.as_str()), more)?,
        code: new.code,
    };
    Ok(rounds::put_lot(desk.db, &row)?)
}

/// Adds or changes a question; `by` is the house and the person of a proposal.
pub(super) fn question(
    desk: &mut Desk<'_>,
    about: About<'_>,
    body: Map<String, Json>,
    by: Option<(Option<String>, String)>,
) -> Result<(), Fault> {
    let new: NewQuestion = read(body)?;
    let all = rounds::questions(desk.db, &about.row.id)?;
    let old = all.iter().find(|one| one.code == new.code);
    if new.remove {
        return match old {
            Some(row) => Ok(rounds::remove_question(desk.db, &row.id)?),
            None => Err(Fault::NotFound("question")),
        };
    }
    let texts = [
        ("title", new.title),
        ("question", new.question),
        ("guidance", new.guidance),
        (KEY_CRITERION, new.key_criterion),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some((name.to_owned(), Json::String(text?))));
    let ways = [(EACH_LOT, new.for_each_lot), (SPOKEN, new.spoken)].into_iter();
    let ways = ways.filter_map(|(name, is)| Some((name.to_owned(), Json::Bool(is?))));
    let texts = texts.chain(ways).collect();
    let (house, proposed_by) = match by {
        Some((house, person)) => (house, Some(person)),
        None => (
            old.and_then(|one| one.house.clone()),
            old.and_then(|one| one.proposed_by.clone()),
        ),
    };
    let row = QuestionRow {
        id: old.map_or_else(|| desk.id(), |one| one.id.clone()),
        alliance_id: desk.alliance.clone(),
        round_id: about.row.id.clone(),
        position: old.map_or_else(|| next(all.last().map(|one| one.position)), |one| one.position),
        weight: new.weight.or(old.map(|one| one.weight)).unwrap_or(0),
        max_words: new.max_words.or(old.map(|one| one.max_words)).unwrap_or(250),
        out_of: new.out_of.or(old.map(|one| one.out_of)).unwrap_or(5),
        minimum: new.minimum.or_else(|| old.and_then(|one| one.minimum)),
        house,
        proposed_by,
        data: merged(old.map(|one| one.data.as_str()), texts)?,
        code: new.code,
    };
    if !(0..=100).contains(&row.weight) {
        return Err(Fault::field("weight", "A weight is a percentage from 0 to 100."));
    }
    Ok(rounds::put_question(desk.db, &row)?)
}

/// A proposal takes effect at once: whoever prepares the round sees it, and may talk and change.
fn propose(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    if standing_aside::waits_for_publication(work.actor) {
        let says = "Your organisation says that it may bid, so others set what is asked and what it weighs.";
        return Err(Fault::field("code", says));
    }
    let roles = &desk.app.library.roles.roles;
    let house = work.actor.roles.iter().find_map(|role| roles.get(role)?.house.clone());
    let person = work.actor.acting_for.as_ref().unwrap_or(&work.actor.person).clone();
    question(desk, about, work.body.clone(), Some((house, person)))?;
    plain::log(desk, about, work)
}

fn next(last: Option<i32>) -> i32 {
    last.unwrap_or(0).saturating_add(1)
}

pub(super) fn merged(old: Option<&str>, new: Map<String, Json>) -> Result<String, Fault> {
    let mut all: Map<String, Json> = match old {
        Some(text) => serde_json::from_str(text)?,
        None => Map::new(),
    };
    all.extend(new);
    Ok(Json::Object(all).to_string())
}

pub(super) fn read<T: serde::de::DeserializeOwned>(body: Map<String, Json>) -> Result<T, Fault> {
    serde_json::from_value(Json::Object(body)).map_err(|e| Fault::field("body", e.to_string()))
}

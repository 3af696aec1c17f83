//! Writing a bid, asking partners, checking whether it is eligible.

use accord_engine::value::Value;
use accord_store::{
    bids::{self, PartnerRow},
    instances, organisations, rounds,
    subjects::SubjectRow,
    submissions,
};
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::{
    domain::{award::proportion, words},
    service::{
        answers,
        app::Desk,
        authority::Caller,
        earlier::Said,
        fault::Fault,
        opening::{self, supply},
        people::of_organisation,
        sealing,
        subjects::{
            About, Work, data, plain,
            round::{
                asked::{self, Asked},
                title_of,
            },
            standing,
        },
    },
};

/// A partner says that it takes its part; a word of the catalogue.
pub(super) const CONFIRM: &str = "partner.confirm";
/// Several people of an organisation write its bid; a word of the catalogue.
pub(super) const EDIT: &str = "bid.edit";

/// An organisation asked to take a part, or (with `remove`) no longer asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPartner {
    /// Id or handle.
    organisation: String,
    #[serde(default)]
    part: String,
    #[serde(default)]
    share: i32,
    #[serde(default)]
    remove: bool,
}

/// Whether a bid is eligible, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Checked {
    /// The bid, when the check is done on the round: id, handle of the organisation or reference.
    #[serde(default)]
    bid: String,
    eligible: bool,
    reason: String,
}

pub(super) fn work(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    match work.permit {
        EDIT => save(desk, about, work.body),
        "partner.invite" => invite(desk, about, work.body),
        CONFIRM => confirm(desk, about, work),
        // What was sent again is held against what was sent before, where it is taken.
        supply::SUPPLY => Ok(json!({})),
        _ => plain::log(desk, about, work),
    }
}

/// What is written so far; sealed like what is sent, since it is mostly the same.
fn save(desk: &mut Desk<'_>, about: About<'_>, body: &Map<String, Json>) -> Result<Json, Fault> {
    let mut row = bids::load(desk.db, &about.row.id)?;
    let mut draft = read_draft(desk, &row)?;
    draft.extend(body.clone());
    let text = Json::Object(draft).to_string();
    row.draft = Some(desk.app.seals.seal(&row.id, &text)?);
    bids::change(desk.db, &row)?;
    Ok(json!({}))
}

/// What is written so far; for the bidder alone.
///
/// # Errors
/// The key to seals is another.
pub fn read_draft(desk: &Desk<'_>, row: &bids::BidRow) -> Result<Map<String, Json>, Fault> {
    match &row.draft {
        Some(sealed) => Ok(serde_json::from_str(&desk.app.seals.open(&row.id, sealed)?)?),
        None => Ok(Map::new()),
    }
}

/// What a bid says so far, for its own people: what was sent last, and over it what they have written together since.
///
/// # Errors
/// The store fails, or the key to seals is another.
pub(super) fn written(desk: &mut Desk<'_>, record: &SubjectRow) -> Result<Map<String, Json>, Fault> {
    let mut out = sent_last(desk, record)?;
    let row = bids::load(desk.db, &record.id)?;
    out.extend(read_draft(desk, &row)?);
    Ok(out)
}

/// Throws away what was written together: it was sent.
pub(super) fn forget(desk: &mut Desk<'_>, record: &SubjectRow) -> Result<(), Fault> {
    let mut row = bids::load(desk.db, &record.id)?;
    if row.draft.take().is_some() {
        bids::change(desk.db, &row)?;
    }
    Ok(())
}

/// The question which lots a bid is for; a word that forms and this kind share.
pub(super) const LOTS: &str = "lots";

/// What is said beside a question that may be spoken.
pub(super) const SPOKEN: &str = "You can speak this answer. Write down here what you say, or have somebody write it: these words are \
                      counted and scored like any other. Whoever scores can listen to the recording, which you send with \
                      the bid.";

/// The lots that are chosen so far, the favourite first. A page keeps the places that somebody typed, by lot.
pub(super) fn chosen_lots(typed: &Map<String, Json>) -> Vec<String> {
    match typed.get(LOTS) {
        Some(Json::Object(places)) => {
            let place = |value: &Json| value.as_u64().or_else(|| value.as_str()?.trim().parse::<u64>().ok());
            let known = places.iter().filter_map(|(lot, at)| Some((place(at)?, lot.clone())));
            let mut known: Vec<(u64, String)> = known.collect();
            known.sort();
            known.into_iter().map(|(_, lot)| lot).collect()
        }
        _ => answers::texts(typed, LOTS),
    }
}

/// What does not fit of the answers to a round's questions, in sentences.
pub(super) fn misfits(asked: &[Asked<'_>], rows: &[IndexMap<String, Value>]) -> Vec<String> {
    let text = |row: &IndexMap<String, Value>, column: &str| match row.get(column) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let by_lot = asked.iter().any(|one| one.lot.is_some());
    let mut out = Vec::new();
    for one in asked {
        let given = rows.iter().find(|row| text(row, "question") == one.key());
        let words = given.map_or(0, |row| proportion::words(&text(row, "answer")));
        let most = usize::try_from(one.question.max_words).unwrap_or(0);
        let title = one.title();
        if most > 0 && words > most {
            out.push(format!("‘{title}’ must be {most} words or fewer. It has {words}."));
        }
        if by_lot && words == 0 {
            out.push(format!("‘{title}’ has no answer yet. A few words are enough."));
        }
    }
    let stray = rows.iter().map(|row| text(row, "question"));
    let stray = stray.filter(|key| !key.is_empty() && !asked.iter().any(|one| one.key() == *key));
    out.extend(
        stray.map(|key| {
            format!("`{key}` is for a network that you do not bid for. Leave it out, or choose the network.")
        }),
    );
    out
}

/// Who reads what is written together, and who can send it.
pub(super) fn who_sends(desk: &mut Desk<'_>, about: About<'_>) -> Result<Vec<String>, Fault> {
    let organisation = about.row.organisation_id.clone().unwrap_or_default();
    let names = of_organisation::signatories(desk, &organisation)?;
    let mut out = vec![
        "Your organisation's people write here together: each sees what the others have saved, and nobody else does. \
         Nothing is sent from this page."
            .to_owned(),
    ];
    if !names.is_empty() {
        out.push(format!(
            "It can be sent by {}. Whoever sends it begins from what stands here, and reads all of it first.",
            words::list_or(&names)
        ));
    }
    Ok(out)
}

/// What was sent last, as pages keep what people type; read in memory alone.
///
/// # Errors
/// The store fails, or the key to seals is another.
pub(super) fn sent_last(desk: &mut Desk<'_>, record: &SubjectRow) -> Result<Map<String, Json>, Fault> {
    for instance in instances::of_subject(desk.db, &desk.alliance, &record.id)? {
        let sent = submissions::of_instance(desk.db, &desk.alliance, &instance.id)?;
        let sealed = |row: &&submissions::SubmissionRow| row.sealed || row.envelope.is_some();
        if let Some(row) = sent.iter().rev().find(sealed) {
            // What opening cards lock we cannot show either, not even to whoever sent it.
            return match opening::locked(row)? {
                Some(_) => Ok(Map::new()),
                None => answers::of(&sealing::look_inside(desk, row)?),
            };
        }
    }
    Ok(Map::new())
}

/// What a bid said, question by question, the lots by their names.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn said(desk: &mut Desk<'_>, record: &SubjectRow) -> Result<Vec<Said>, Fault> {
    let given = sent_last(desk, record)?;
    let Some(round) = standing::above(desk, record, "round")? else {
        return Ok(Vec::new());
    };
    let lots = rounds::lots(desk.db, &round.id)?;
    let questions = rounds::questions(desk.db, &round.id)?;
    let rows = given.get("answers").and_then(Json::as_array);
    let rows: Vec<&Map<String, Json>> = rows.into_iter().flatten().filter_map(Json::as_object).collect();
    let all = asked::any(&questions, &lots).into_iter();
    let said = all.filter_map(|one| {
        let row = rows.iter().find(|row| answers::text(row, "question") == one.key())?;
        let text = answers::text(row, "answer");
        let at = match one.lot {
            Some(lot) => format!("{}, {}", round.title, lot.name),
            None => round.title.clone(),
        };
        (!text.trim().is_empty()).then(|| Said {
            question: one.question.code.clone(),
            title: title_of(one.question),
            at,
            text,
        })
    });
    Ok(said.collect())
}

/// Whether this bid's own copy is asked for: opening cards lock it, and too many of them are lost.
pub(super) fn copy_wanted(desk: &mut Desk<'_>, record: &SubjectRow, round: &SubjectRow) -> Result<bool, Fault> {
    if !data(round)?.contains_key(supply::WANTED) {
        return Ok(false);
    }
    for instance in instances::of_subject(desk.db, &desk.alliance, &record.id)? {
        for row in submissions::of_instance(desk.db, &desk.alliance, &instance.id)? {
            if opening::locked(&row)?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn invite(desk: &mut Desk<'_>, about: About<'_>, body: &Map<String, Json>) -> Result<Json, Fault> {
    let new: NewPartner = read(body)?;
    let organisation = find(desk, &new.organisation)?;
    if new.remove {
        bids::remove_partner(desk.db, &about.row.id, &organisation)?;
        return Ok(json!({}));
    }
    if about.row.organisation_id.as_ref() == Some(&organisation) {
        return Err(Fault::field("organisation", "Your own organisation leads this bid."));
    }
    if !(0..=100).contains(&new.share) {
        return Err(Fault::field("share", "A share is a percentage from 0 to 100."));
    }
    // A part that changes has to be confirmed again.
    let row = PartnerRow {
        bid_id: about.row.id.clone(),
        organisation_id: organisation,
        alliance_id: desk.alliance.clone(),
        part: new.part,
        share: new.share,
        confirmed_by: None,
        confirmed_at: None,
    };
    bids::put_partner(desk.db, &row)?;
    Ok(json!({}))
}

fn confirm(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let person = work.actor.acting_for.as_ref().unwrap_or(&work.actor.person);
    let own = organisations::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    let partners = bids::partners(desk.db, &about.row.id)?;
    let speaks_for = |one: &&PartnerRow| own.iter().any(|mine| mine.organisation_id == one.organisation_id);
    let Some(found) = partners.iter().find(speaks_for) else {
        return Err(Fault::field("partner", "Your organisation has no part in this bid."));
    };
    let row = PartnerRow {
        confirmed_by: Some(person.clone()),
        confirmed_at: Some(desk.now.into()),
        ..found.clone()
    };
    bids::put_partner(desk.db, &row)?;
    Ok(json!({}))
}

/// What a partner is asked to take on, before it says so.
pub(super) fn parts_of(desk: &mut Desk<'_>, about: About<'_>, caller: &Caller) -> Result<Vec<String>, Fault> {
    let person = caller.acting_for.as_ref().unwrap_or(&caller.person);
    let own = organisations::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    let partners = bids::partners(desk.db, &about.row.id)?;
    let mut out = Vec::new();
    for one in partners
        .iter()
        .filter(|one| own.iter().any(|mine| mine.organisation_id == one.organisation_id))
    {
        out.push(format!("{} asks you to take a part in its bid.", about.row.title));
        if !one.part.is_empty() {
            out.push(format!("Your part: {}.", one.part.trim_end_matches('.')));
        }
        if one.share > 0 {
            out.push(format!("Your share of the money: {} percent.", one.share));
        }
        if let Some(at) = one.confirmed_at {
            out.push(format!("You confirmed it on {}.", words::stamp(at.utc())));
        }
    }
    if out.is_empty() {
        out.push("Here the partners of a bid confirm their part. Your organisation has none.".to_owned());
    }
    Ok(out)
}

/// Writes down whether a bid is eligible; the round allows it while bids are checked.
pub(in crate::service::subjects) fn check(
    desk: &mut Desk<'_>,
    book: &crate::service::subjects::round::book::Book,
    work: Work<'_>,
) -> Result<Json, Fault> {
    let checked: Checked = read(work.body)?;
    let bid = book.bid_by_key(&checked.bid).ok_or(Fault::NotFound("bid"))?;
    if bid.row.opened_at.is_none() {
        return Err(Fault::field("bid", "This bid has not been opened."));
    }
    if checked.reason.trim().is_empty() {
        return Err(Fault::field("reason", "Say what you found; the bidder may ask."));
    }
    let mut row = bid.row.clone();
    row.eligible = Some(checked.eligible);
    row.eligibility_reason = checked.reason;
    row.checked_by = Some(work.actor.person.clone());
    row.checked_at = Some(desk.now.into());
    bids::change(desk.db, &row)?;
    Ok(json!({}))
}

fn find(desk: &mut Desk<'_>, named: &str) -> Result<String, Fault> {
    if let Some(found) = organisations::load(desk.db, named)? {
        return Ok(found.id);
    }
    organisations::by_handle(desk.db, &desk.alliance.clone(), named)?
        .map(|found| found.id)
        .ok_or(Fault::NotFound("organisation"))
}

fn read<T: serde::de::DeserializeOwned>(body: &Map<String, Json>) -> Result<T, Fault> {
    serde_json::from_value(Json::Object(body.clone())).map_err(|e| Fault::field("body", e.to_string()))
}

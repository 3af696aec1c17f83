//! Who has signed a document, and how: with a typed name, or on paper, as one person recorded and a second confirmed. What
//! nobody has confirmed, or what was declined, is no signature.

use std::collections::BTreeMap;

use accord_engine::{event::Event, journal::JournalEntry, value::Value};
use accord_store::{instances, journal, organisations, subjects::SubjectRow, submissions, uploads};

use super::answers::{Filled, above, organisation, part, text};
use crate::{
    domain::words,
    service::{app::Desk, fault::Fault, people::names::or_somebody, subjects::round},
    views::contexts::hosting::SignatureLine,
};

/// The question of whoever signs with a typed name.
const TYPED: &str = "full_name";
/// The questions of whoever records what was signed on paper: when the host did, when the buyer did, who, and the pages.
const ON_PAPER: &str = "signed_on";
const BUYER_ON_PAPER: &str = "buyer_signed_on";
const BY: &str = "signed_by";
const SCAN: &str = "scan";

/// One line for everyone who has signed, in order.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn lines(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<SignatureLine>, Fault> {
    let mut out = Vec::new();
    for instance in instances::of_subject(desk.db, &desk.alliance, &row.id)? {
        let confirmed = confirmed(desk, &instance.id)?;
        for one in submissions::of_instance(desk.db, &desk.alliance, &instance.id)? {
            let Some(answers) = &one.answers else { continue };
            let filled: Filled = serde_json::from_str(answers)?;
            let organisation = match &one.organisation_id {
                Some(id) => organisations::load(desk.db, id)?.map(|found| found.name),
                None => None,
            };
            let line = SignatureLine {
                signed_at: Some(one.at.utc()),
                hash: part(row, "hash")?.unwrap_or_default(),
                ..SignatureLine::default()
            };
            if filled.contains_key(TYPED) {
                out.push(SignatureLine {
                    name: text(&filled, TYPED),
                    position: text(&filled, "position"),
                    organisation: organisation.unwrap_or_default(),
                    method: "typed name, signed in".to_owned(),
                    ..line
                });
            } else if let Some(second) = confirmed.get(&one.id) {
                let recorder = or_somebody(desk, &one.person_id)?;
                let second = or_somebody(desk, second)?;
                out.push(SignatureLine {
                    name: text(&filled, BY),
                    organisation: whose(desk, row, &filled)?,
                    method: on_paper(&filled, &recorder, &second),
                    scans: scans(desk, &filled)?,
                    ..line
                });
            }
        }
    }
    Ok(out)
}

/// What stands on a certificate of a signature that this service has not seen being made.
fn on_paper(filled: &Filled, recorder: &str, second: &str) -> String {
    let day = match filled.get(ON_PAPER).or_else(|| filled.get(BUYER_ON_PAPER)) {
        Some(Value::Date(day)) => format!(" on {}", words::day(*day)),
        _ => String::new(),
    };
    format!(
        "on paper{day}; {recorder} recorded the scan here and {second} compared it. This service has the scan, and has \
         not seen the signing"
    )
}

/// For whom somebody signed on paper.
fn whose(desk: &mut Desk<'_>, row: &SubjectRow, filled: &Filled) -> Result<String, Fault> {
    if filled.contains_key(BUYER_ON_PAPER) {
        return buyer(desk, row);
    }
    Ok(organisation(desk, row)?.map(|one| one.name).unwrap_or_default())
}

/// Who buys, by the round above, or else the lead body.
fn buyer(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<String, Fault> {
    let named = match above(desk, row, "round")? {
        Some(round) => round::awarded(desk, &round, row.organisation_id.as_deref())?.buyer.name,
        None => String::new(),
    };
    match named.is_empty() {
        true => Ok(round::lead_body(desk)?.name),
        false => Ok(named),
    }
}

/// Names and fingerprints of the pages that were scanned.
fn scans(desk: &mut Desk<'_>, filled: &Filled) -> Result<Vec<String>, Fault> {
    let ids = match filled.get(SCAN) {
        Some(Value::Text(one)) => vec![one.clone()],
        Some(Value::Texts(all)) => all.clone(),
        _ => Vec::new(),
    };
    let mut out = Vec::new();
    for id in ids {
        out.push(match uploads::by_id(desk.db, &id)? {
            Some(file) => format!("{}, SHA-256 {}", file.name, file.hash),
            None => id,
        });
    }
    Ok(out)
}

/// What a second person has confirmed: the id of what was filled in, and who.
fn confirmed(desk: &mut Desk<'_>, instance: &str) -> Result<BTreeMap<String, String>, Fault> {
    let mut waiting: BTreeMap<String, String> = BTreeMap::new();
    let mut out = BTreeMap::new();
    for row in journal::of_instance(desk.db, &desk.alliance, instance)? {
        // Work on a record has entries of another form.
        let Ok(entry) = serde_json::from_str::<JournalEntry>(&row.body) else {
            continue;
        };
        match entry.event {
            Some(Event::Act(act)) => {
                if let Some(sent) = act.submission {
                    waiting.insert(act.event, sent.id);
                }
            }
            Some(Event::Second(second)) => {
                let sent = waiting.remove(&second.event);
                if let Some(sent) = sent.filter(|_| second.confirm) {
                    out.insert(sent, second.actor.person);
                }
            }
            _ => {}
        }
    }
    Ok(out)
}

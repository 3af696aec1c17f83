//! Too many cards are lost: whoever bid sends their own copy again, and it counts if it is what they had sent.
//!
//! What was sealed stays sealed for good. The copy is held against the fingerprint that stands in the journal and on the
//! receipt since the bid was sent: another word, and it is another bid.

use accord_store::submissions::{self, SubmissionRow};
use serde_json::{Map, Value as Json, json};

use super::locked;
use crate::service::{
    app::App,
    authority::Caller,
    fault::Fault,
    forms, history, sealing,
    sight::{self, Seen},
    subjects::{data, standing},
    uploads::secret::Slips,
    work::{self, Task},
};

/// Send one's own copy; a word of the catalogue.
pub const SUPPLY: &str = "bid.supply";
/// The rule by which copies are asked for; a word of the catalogue.
pub const ASK: &str = "ask_for_copies";
/// The question.
pub const COPY: &str = "copy";
/// Where the round keeps since when copies are asked for.
pub const WANTED: &str = "copies_wanted";

/// A bid that cards lock, for whoever sent it.
#[derive(Debug)]
pub struct Wanted {
    /// The record.
    pub seen: Seen,
    /// What is asked for again; nothing if nothing is.
    pub row: Option<SubmissionRow>,
}

/// Whether a copy of this bid is asked for.
///
/// # Errors
/// It is not there, or not theirs.
pub fn look(app: &App, alliance: &str, caller: &Caller, bid: &str) -> Result<Wanted, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, "bid", bid)?;
        let mut row = None;
        let round = standing::above(desk, &seen.record, "round")?;
        let asked = match &round {
            Some(round) => data(round)?.contains_key(WANTED),
            None => false,
        };
        if asked && seen.may_do(SUPPLY) {
            for one in &seen.running {
                let sent = submissions::of_instance(desk.db, &desk.alliance, &one.row.id)?;
                for sent in sent {
                    if locked(&sent)?.is_some() {
                        row = Some(sent);
                    }
                }
            }
        }
        Ok(Wanted { seen, row })
    })
}

/// Takes a copy for what was sent, if it is the same; with the slips of its files, which were held against them.
///
/// # Errors
/// None is asked for, or it is not what was sent: beside the question.
pub fn send(
    app: &App,
    alliance: &str,
    caller: &Caller,
    bid: &str,
    (copy, files): (&Map<String, Json>, Slips),
) -> Result<(), Fault> {
    let wanted = look(app, alliance, caller, bid)?;
    let Some(row) = wanted.row else {
        return Err(Fault::field(COPY, "No copy of this bid is asked for now."));
    };
    let loaded = wanted.seen.running.iter().find(|one| one.row.id == row.instance_id);
    let loaded = loaded.ok_or(Fault::NotFound("page"))?;
    let form = loaded.workflow.definition.forms.get(&row.form);
    let form = form.ok_or(Fault::NotFound("page"))?;
    let typed = app.reading(alliance, |desk| forms::read(desk, loaded, &row.form, form, copy))?;
    let stored = serde_json::to_string(&typed)?;
    if sealing::fingerprint(&row.salt, &stored, "", &files) != row.hash {
        let says = "This is not what you sent last: its fingerprint is not the one on your receipt. Select the copy that you \
                    saved just before you sent your last version.";
        return Err(Fault::field(COPY, says));
    }
    app.work(Task {
        alliance: alliance.to_owned(),
        subject: bid.to_owned(),
        permit: SUPPLY.to_owned(),
        caller: caller.clone(),
        key: None,
        body: Map::new(),
    })?;
    let id = row.id.clone();
    app.writing(alliance, move |desk| {
        let envelope = desk.app.seals.seal(&row.id, &sealing::inside(&stored, files)?)?;
        submissions::seal(desk.db, &row.id, &envelope)?;
        let body = json!({ "format": 1, "supplied": { "submission": id, "hash": row.hash } });
        history::note(desk, None, &body)
    })?;
    work::facts_changed(app, alliance, bid)
}

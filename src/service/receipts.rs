//! Receipts that anybody can check: that something sealed was received, when, and what its fingerprint is.

use accord_log::{Hash, Receipt, proof};
use accord_store::{
    checkpoints, instances,
    journal::{self, JournalRow},
    submissions::{self, SubmissionRow},
};
use serde_json::{Value as Json, json};

use crate::{
    domain::words,
    service::{
        app::App,
        authority::Caller,
        fault::Fault,
        sight::{self, Sight},
    },
};

/// A receipt, and what its file is called.
#[derive(Debug)]
pub struct Issued {
    /// `receipt-PSF-2026-001-B-MXTR-2.json`.
    pub name: String,
    /// What is in it.
    pub receipt: Receipt,
}

/// The receipt of what was sent last in a sealed form of a record, for whoever sees all of it.
///
/// # Errors
/// Nothing was sent there, it is not for this person (the same answer), or the journal is signed later.
pub fn of_record(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<Issued, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        if seen.sight != Sight::Whole {
            return Err(Fault::NotFound("page"));
        }
        let mut sent: Vec<SubmissionRow> = Vec::new();
        for instance in instances::of_subject(desk.db, &desk.alliance, id)? {
            let workflow = desk.app.library.pinned(desk.db, &instance.definition)?;
            let is_sealed = |row: &SubmissionRow| {
                let form = workflow.definition.forms.get(&row.form);
                form.is_some_and(|form| form.sealed_until.is_some())
            };
            let all = submissions::of_instance(desk.db, &desk.alliance, &instance.id)?;
            sent.extend(all.into_iter().filter(is_sealed));
        }
        let number = sent.len();
        let last = sent.pop().ok_or(Fault::NotFound("page"))?;
        let told = journal::of_instance(desk.db, &desk.alliance, &last.instance_id)?;
        let entry = told
            .iter()
            .rev()
            .find(|row| says(row, &last))
            .ok_or(Fault::NotFound("page"))?;
        let signed = checkpoints::covering(desk.db, &desk.alliance, entry.position)?.ok_or_else(|| {
            let says = "The journal is signed each night, and this receipt can be made when it is. Come back tomorrow.";
            Fault::Unavailable(says.to_owned())
        })?;
        let leaves = journal::leaves(desk.db, &desk.alliance, signed.size)?;
        let hashed = journal::hashed(desk.db, &desk.alliance, entry)?;
        let reference = seen.record.reference.clone().unwrap_or_default();
        let about = json!({
            "what": seen.record.title,
            "reference": reference,
            "version": number,
            "received": words::full(last.at.utc()),
            "check": "accord verify-receipt FILE --key KEY.pub",
        });
        Ok(Issued {
            name: format!("receipt-{reference}-{number}.json"),
            receipt: Receipt::new(
                about,
                last.salt,
                serde_json::from_str(&hashed)?,
                &path(&leaves, entry)?,
                signed.note,
            ),
        })
    })
}

fn path(leaves: &[Hash], entry: &JournalRow) -> Result<Vec<Hash>, Fault> {
    let place = usize::try_from(entry.position).unwrap_or(usize::MAX);
    proof::inclusion(leaves, place).ok_or_else(|| Fault::Internal(anyhow::anyhow!("the journal is cut off")))
}

/// Whether this entry says that it was sent.
fn says(row: &JournalRow, sent: &SubmissionRow) -> bool {
    serde_json::from_str::<Json>(&row.body).is_ok_and(|body| {
        let id = body.pointer("/event/act/submission/id").and_then(Json::as_str);
        id == Some(sent.id.as_str())
    })
}

//! A document that is being signed: whether it is still the one that was sent, and who has signed.

use accord_engine::value::Value;
use accord_store::subjects::{self as rows, SubjectRow};
use serde_json::Value as Json;

use super::{
    answers::{log, parent, part, word},
    signed,
};
use crate::{
    domain::words,
    service::{
        app::Desk,
        fault::Fault,
        subjects::{self, About, NewSubject, Subject, Values, data, naming, plain, values},
    },
    views::contexts::{parts::Pair, people::Signature as Shown},
};

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Signature;

impl Subject for Signature {
    fn kind(&self) -> &'static str {
        "signature"
    }

    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        plain::keep_period(new, row)?;
        if let Some(above) = &new.parent {
            let sent = content(desk, above)?;
            let mut own = data(row)?;
            own.insert("hash".to_owned(), sent.into());
            own.insert("document".to_owned(), above.title.clone().into());
            row.data = Json::Object(own).to_string();
            row.organisation_id.clone_from(&above.organisation_id);
        }
        Ok(())
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let sent: Option<String> = part(about.row, "hash")?;
        let now = match parent(desk, about.row)? {
            Some(above) => Some(content(desk, &above)?),
            None => None,
        };
        Ok(values([
            ("document.unchanged", Value::Bool(sent == now)),
            ("mandate.recorded", Value::Bool(mandate(desk, about.row)?)),
        ]))
    }

    fn whose(&self, desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
        naming::organisation(desk, row)
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        let signed = signed::lines(desk, about.row)?;
        let last = signed.last().cloned().unwrap_or_default();
        let mut out = Shown {
            reference: about.row.reference.clone().unwrap_or_default(),
            document: part(about.row, "document")?.unwrap_or_default(),
            hash: part(about.row, "hash")?.unwrap_or_default(),
            asked_at: Some(about.row.created_at.utc()),
            signatory: last.name,
            position: last.position,
            organisation: last.organisation,
            method: last.method,
            signed_at: last.signed_at,
            status: if signed.len() > 1 { "signed" } else { "waiting" }.to_owned(),
            ..Shown::default()
        };
        if let Some(above) = parent(desk, about.row)? {
            out.document_url = format!("{}/{}/{}", desk.app.origin, above.kind, above.id);
        }
        out.trail.push(Pair {
            name: words::stamp(about.row.created_at.utc()),
            value: "Sent out to be signed".to_owned(),
        });
        for one in &signed {
            let at = one.signed_at.map(words::stamp).unwrap_or_default();
            out.trail.push(Pair {
                name: at,
                value: match one.scans.is_empty() {
                    true => format!("Signed by {} for {}", one.name, one.organisation),
                    false => format!(
                        "The scan of what {} signed for {} was recorded",
                        one.name, one.organisation
                    ),
                },
            });
        }
        out.on_paper = signed.iter().any(|one| !one.scans.is_empty());
        out.signatures = signed;
        Ok(serde_json::to_value(out)?)
    }
}

/// The hash of what is signed: the first content of the record above, or its own JSON's.
fn content(desk: &mut Desk<'_>, above: &SubjectRow) -> Result<String, Fault> {
    let about = About {
        row: above,
        snapshot: None,
    };
    let hashes = subjects::of(&above.kind)?.hashes(desk, about)?;
    Ok(hashes.into_values().next().unwrap_or_default())
}

/// Whether the organisation's checks name somebody who may sign.
fn mandate(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<bool, Fault> {
    let mut next = parent(desk, row)?;
    while let Some(here) = next {
        for ready in rows::children(desk.db, &desk.alliance, &here.id, "onboarding")? {
            if ready.organisation_id != row.organisation_id {
                continue;
            }
            let named = log(&ready, "check.submit")?
                .iter()
                .any(|entry| word(entry, "check") == "signatories");
            if named {
                return Ok(true);
            }
        }
        next = parent(desk, &here)?;
    }
    Ok(false)
}

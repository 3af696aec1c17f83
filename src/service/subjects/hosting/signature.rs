//! A document that is being signed: whether it is still the one that was sent, and who has signed.

use accord_engine::value::Value;
use accord_store::{
    instances, organisations, people,
    subjects::{self as rows, SubjectRow},
    submissions,
};
use serde_json::Value as Json;

use super::answers::{Filled, log, parent, part, text, word};
use crate::{
    domain::words,
    service::{
        app::Desk,
        fault::Fault,
        subjects::{self, About, NewSubject, Subject, Values, data, naming, plain, values},
    },
    views::contexts::{hosting::SignatureLine, parts::Pair, people::Signature as Shown},
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
        let signed = lines(desk, about.row)?;
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
                value: format!("Signed by {} for {}", one.name, one.organisation),
            });
        }
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

/// One line for everyone who has signed, in order.
pub(super) fn lines(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<SignatureLine>, Fault> {
    let mut out = Vec::new();
    for instance in instances::of_subject(desk.db, &desk.alliance, &row.id)? {
        for one in submissions::of_instance(desk.db, &desk.alliance, &instance.id)? {
            let Some(answers) = &one.answers else { continue };
            let filled: Filled = serde_json::from_str(answers)?;
            let by_hand = filled.contains_key("full_name");
            if !by_hand && !filled.contains_key("signed_on") {
                continue;
            }
            let organisation = match &one.organisation_id {
                Some(id) => organisations::load(desk.db, id)?.map(|found| found.name),
                None => None,
            };
            let name = match text(&filled, "full_name") {
                name if name.is_empty() => people::load(desk.db, &one.person_id)?
                    .map(|p| p.name)
                    .unwrap_or_default(),
                name => name,
            };
            out.push(SignatureLine {
                name,
                position: text(&filled, "position"),
                organisation: organisation.unwrap_or_default(),
                signed_at: Some(one.at.utc()),
                method: if by_hand { "typed name, signed in" } else { "on paper" }.to_owned(),
                hash: part(row, "hash")?.unwrap_or_default(),
            });
        }
    }
    Ok(out)
}

//! What somebody can hold against us after they have sent something: when it reached us, its fingerprint, and the
//! papers that it made.

use accord_store::{documents, submissions};

use super::home::{record_href, task_href};
use crate::{
    domain::words,
    service::{
        app::Desk,
        fault::Fault,
        library::transitions,
        places::{Place, Verb},
        readers, receipts,
        sight::Seen,
        subjects,
        transition::{Answer, Loaded},
    },
    views::components::link::Link,
    web::{
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

/// How many papers are named; one act makes one or two.
const MOST: usize = 4;

/// What is said and shown of it.
#[derive(Debug, Default)]
pub(super) struct Receipt {
    /// A sentence each.
    pub(super) says: Vec<String>,
    /// The papers, where this person may open them.
    pub(super) keep: Vec<Link>,
}

/// The receipt as a file that anybody can check.
///
/// # Errors
/// Nothing sealed was sent there, or it is not for this person.
pub fn file(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let record = (request.kind(), request.param("id"));
    let issued = receipts::of_record(&site.app, request.alliance()?, &request.caller()?, record)?;
    Ok(Reply::of(
        200,
        Body::File(File {
            kind: "application/json".to_owned(),
            name: Some(issued.name),
            bytes: serde_json::to_vec_pretty(&issued.receipt)?,
            lasting: false,
        }),
    ))
}

/// The receipt of an act for whoever did it. Papers are made a moment later: until then it says that they come.
///
/// # Errors
/// The store fails.
pub(super) fn of(desk: &mut Desk<'_>, seen: &Seen, answer: &Answer) -> Result<Receipt, Fault> {
    let mut out = Receipt::default();
    let Some(id) = &answer.submission else { return Ok(out) };
    let sent = submissions::load(desk.db, &desk.alliance, id)?;
    out.says
        .push(format!("It reached us at {}.", words::full(sent.at.utc())));
    if sent.sealed {
        out.says
            .push(format!("Fingerprint (SHA-256) of what was sealed: {}", sent.hash));
    }
    let of_record = documents::of_subject(desk.db, &desk.alliance, &seen.record.id)?;
    let made = of_record
        .into_iter()
        .filter(|row| row.instance_id.as_deref() == Some(answer.instance.as_str()) && row.created_at >= sent.at);
    for row in made {
        if out.keep.len() < MOST && readers::may_read(desk, seen, &row)? {
            out.keep.push(Link::new(&row.title, format!("/documents/{}", row.id)));
        }
    }
    if sent.sealed {
        let href = format!("{}/receipt", record_href(&seen.record.kind, &seen.record.id));
        out.keep
            .push(Link::new("Receipt that anybody can check, as a file", href));
    }
    if sent.sealed && out.keep.len() == 1 {
        out.says.push(
            "The receipt is being made: it stands under Documents in a moment, and comes with our letter.".to_owned(),
        );
    }
    Ok(out)
}

/// Where the same can be done again, as with the next of several bids to score: how far it is, and the way there.
///
/// # Errors
/// The store fails.
pub(super) fn again(desk: &mut Desk<'_>, loaded: &Loaded, place: &str) -> Result<(Vec<String>, Option<Link>), Fault> {
    let nothing = (Vec::new(), None);
    let Some(place) = Place::parse(place).filter(|one| one.verb == Verb::Act) else {
        return Ok(nothing);
    };
    let definition = &loaded.workflow.definition;
    let found = transitions(definition, &place.state, &place.event);
    let Some(way) = found.first().filter(|one| one.to.is_none()) else {
        return Ok(nothing);
    };
    let form = way.collect.as_ref().and_then(|form| definition.forms.get(form));
    let open = loaded.snapshot.tasks.values();
    let mut open = open.filter(|task| task.state == place.state && task.event == place.event);
    let (Some(form), Some(_)) = (form, open.next()) else {
        return Ok(nothing);
    };
    let says = subjects::of(&loaded.record.kind)?.before_form(desk, loaded.about(), form)?;
    if says.is_empty() {
        return Ok(nothing);
    }
    let title = way.title.clone().unwrap_or_default();
    Ok((says, Some(Link::new(title, task_href(&loaded.row.id, &place)))))
}

//! "From what I asked to where it is now" as a paper of one person's own.

use accord_store::{
    documents,
    outbox::{self, NewOutbox},
    people,
    subjects::SubjectRow,
};
use sha2::{Digest as _, Sha256};

use super::{Asked, Step, Trace};
use crate::{
    domain::{hex, words::local_day},
    service::{
        app::{App, Desk},
        authority::Caller,
        context,
        fault::Fault,
        outgoing::{About, DocumentOrder, Outgoing, Recipient},
        readers,
    },
    views::contexts::{Context as _, everywhere::Act, trace as shown},
};

/// The paper's words.
const TEMPLATE: &str = "traces/own";
/// Where files are read.
pub(super) const FILES: &str = "/files/";
/// So many words of what was asked for stand in a heading.
const TITLE: usize = 12;

/// The document of a person's newest paper about a record.
pub(super) fn newest(desk: &mut Desk<'_>, record: &SubjectRow, person: &str) -> Result<Option<String>, Fault> {
    let mine = documents::named_to(desk.db, &desk.alliance, &readers::of_person(person))?;
    let here = |one: &&documents::DocumentRow| one.subject_id.as_ref() == Some(&record.id) && one.template == TEMPLATE;
    Ok(mine.iter().find(here).map(|one| one.id.clone()))
}

/// Has the caller's paper about a record made, by a worker, in a moment.
///
/// # Errors
/// The record is not there, or not for this person; or they have asked for nothing here.
pub fn order(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<(), Fault> {
    let (caller, place) = (caller.clone(), (kind.to_owned(), id.to_owned()));
    app.writing(alliance, move |desk| {
        let traces = super::read(desk, &caller, (&place.0, &place.1))?;
        if traces.own.is_empty() {
            return Err(Fault::field("paper", "You have not asked for anything here yet."));
        }
        let person = traces
            .seen
            .actor
            .acting_for
            .as_ref()
            .unwrap_or(&traces.seen.actor.person)
            .clone();
        let record = &traces.seen.record;
        let loaded = traces.seen.running.first().ok_or(Fault::NotFound("page"))?;
        let paper = shown::Trace {
            title: record.title.clone(),
            reference: record.reference.clone().unwrap_or_default(),
            code: code(&record.id, &person),
            asked: traces.own.iter().map(asked).collect(),
        };
        let reader = people::load(desk.db, &person)?.ok_or(Fault::NotFound("page"))?;
        let recipient = Recipient {
            person: Some(person.clone()),
            name: reader.name,
            first_name: reader.first_name,
            organisation: String::new(),
            email: String::new(),
            why: String::new(),
            stop: None,
            reply: None,
        };
        let url = format!("{}/{}/{}", desk.app.origin, record.kind, record.id);
        let mut whole = context::of_alliance(desk, url, Act::default(), &recipient)?;
        if let Some(map) = whole.as_object_mut() {
            map.insert(shown::Trace::KIND.to_owned(), serde_json::to_value(paper)?);
        }
        let order = DocumentOrder {
            template: TEMPLATE.to_owned(),
            readers: vec![readers::of_person(&person)],
            then: None,
            about: About {
                alliance: desk.alliance.clone(),
                instance: loaded.row.id.clone(),
                seq: loaded.snapshot.seq,
                subject_kind: record.kind.clone(),
                subject: record.id.clone(),
                at: desk.now,
                definition: loaded.workflow.hash.to_string(),
            },
            context: whole,
        };
        let row = NewOutbox {
            key: format!("trace/{}/{}/{}", record.id, person, desk.id()),
            alliance_id: desk.alliance.clone(),
            instance_id: Some(loaded.row.id.clone()),
            kind: "document".to_owned(),
            // So that it goes with everything else of theirs.
            recipient: person.clone(),
            payload: serde_json::to_string(&Outgoing::Document(Box::new(order)))?,
            template: None,
            then_event: None,
            place: 0,
        };
        Ok(outbox::put(desk.db, &[row], desk.wall())?)
    })
}

fn asked(one: &Trace) -> shown::Asked {
    let what = match one.asked {
        Asked::Comment => "Your comment",
        Asked::Condition => "Your condition",
        Asked::Proposal => "Your proposal",
    };
    let all: Vec<&str> = one.words.split_whitespace().collect();
    let mut title = all.iter().take(TITLE).copied().collect::<Vec<_>>().join(" ");
    if all.len() > TITLE {
        title.push('…');
    }
    shown::Asked {
        what: what.to_owned(),
        title,
        words: one.words.clone(),
        steps: one.steps.iter().map(step).collect(),
    }
}

/// What the files that a step leads to are called: a paper cannot lead there.
fn files(one: &Step) -> Vec<&str> {
    let files = one.links.iter().filter(|(_, href)| href.starts_with(FILES));
    files.map(|(title, _)| title.as_str()).collect()
}

fn step(one: &Step) -> shown::Step {
    shown::Step {
        on: one.at.map(local_day),
        what: one.what.clone(),
        more: match files(one).as_slice() {
            [] => one.more.clone(),
            all => format!("{} Shown by: {}.", one.more, all.join("; ")).trim().to_owned(),
        },
    }
}

/// Tells the papers of several people about one record apart.
fn code(record: &str, person: &str) -> String {
    let mut whole = hex(&Sha256::digest(format!("{record}/{person}")));
    whole.truncate(6);
    whole
}

//! From "what I asked" to "where it is now": what somebody said about a text or asked for when they signed
//! it, step by step, and every promise that came with the signatures.

use accord_store::{
    Stamp, instances,
    links::{self, ObligationRow},
    sections,
};
use chrono::{DateTime, Utc};

use crate::{
    domain::specification::comments::Disposition,
    service::{
        app::{App, Desk},
        authority::{Caller, Standing},
        fault::Fault,
        record,
        sight::{self, Seen},
        subjects::{round, standing},
    },
};

/// What a signed text means in the catalogue's words.
const SIGNED: &str = "specification.signed";

/// What became of what was asked for.
#[derive(Debug)]
pub struct Traces {
    /// The record, and who reads.
    pub seen: Seen,
    /// What the reader asked for, the newest first.
    pub own: Vec<Trace>,
    /// Every promise, the oldest first.
    pub promises: Vec<Promise>,
}

/// Something that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Its id.
    pub id: String,
    /// It was a condition of a signature; a comment otherwise.
    pub is_condition: bool,
    /// In their words.
    pub words: String,
    /// What happened, in order; what has not happened yet stands last, without a day.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When; nothing if it is still to come.
    pub at: Option<DateTime<Utc>>,
    /// What.
    pub what: String,
    /// More, in the words of whoever did it; may be empty.
    pub more: String,
    /// Where: words and an address.
    pub links: Vec<(String, String)>,
}

impl Step {
    fn done(at: DateTime<Utc>, what: impl Into<String>, more: impl Into<String>) -> Self {
        Self {
            at: Some(at),
            what: what.into(),
            more: more.into(),
            links: Vec::new(),
        }
    }

    fn to_come(what: impl Into<String>, more: impl Into<String>) -> Self {
        Self {
            at: None,
            ..Self::done(DateTime::<Utc>::MIN_UTC, what, more)
        }
    }
}

/// A promise, as everybody who takes part may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// What has to happen.
    pub what: String,
    /// The house that asked for it; nobody's name.
    pub house: String,
    /// When it has to have happened, as a sentence.
    pub gate: String,
    /// When it was met.
    pub met_at: Option<DateTime<Utc>>,
    /// How we know; may be empty.
    pub evidence: String,
    /// The reader asked for it.
    pub own: bool,
}

/// What became of what was asked for about a record.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn open(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<Traces, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person).clone();
        let signed = standing::of(desk, id)?.and_then(|one| one.since(SIGNED));
        let resting = resting(desk, caller, id)?;
        let mut own = comments(desk, id, &person, signed)?;
        let mut promises = Vec::new();
        for row in links::promises(desk.db, id)? {
            let is_own = row.person_id.as_ref() == Some(&person);
            let house = match &row.person_id {
                Some(person) => round::house_of(desk, person)?,
                None => String::new(),
            };
            let gate = desk.app.library.catalogue.gates.get(&row.gate).cloned();
            let promise = Promise {
                what: row.what.clone(),
                house,
                gate: gate.unwrap_or_else(|| row.gate.replace('_', " ")),
                met_at: row.met_at.map(Stamp::utc),
                evidence: row.evidence.clone().unwrap_or_default(),
                own: is_own,
            };
            own.extend(is_own.then(|| condition(&row, &promise, &resting)));
            promises.push(promise);
        }
        own.sort_by_key(|one| std::cmp::Reverse(one.steps.first().and_then(|step| step.at)));
        Ok(Traces { seen, own, promises })
    })
}

/// What rests on the text, as far as the reader sees it: title, where it is, address.
fn resting(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Vec<(String, String)>, Fault> {
    let mut out = Vec::new();
    let rights = Standing::of(desk, caller)?;
    for instance in instances::of_subject(desk.db, &desk.alliance, id)? {
        for link in links::towards(desk.db, &instance.id)? {
            let Some(seen) = sight::if_seen(sight::of_instance_for(desk, &rights, &link.instance_id))? else {
                continue;
            };
            let now = seen
                .running
                .first()
                .map(|one| record::now(one, seen.sight))
                .unwrap_or_default();
            let words = format!("{}: {now}", seen.record.title);
            out.push((words, format!("/{}/{}", seen.record.kind, seen.record.id)));
        }
    }
    Ok(out)
}

fn comments(desk: &mut Desk<'_>, id: &str, person: &str, signed: Option<DateTime<Utc>>) -> Result<Vec<Trace>, Fault> {
    let revisions = sections::revisions(desk.db, id)?;
    let heading = |section: &str| {
        let last = revisions.iter().rfind(|row| row.section_id == section);
        last.map(|row| row.heading.clone()).unwrap_or_default()
    };
    let mut out = Vec::new();
    for row in sections::comments(desk.db, id)?
        .into_iter()
        .filter(|row| row.person_id == person)
    {
        let at = row.made_at.utc();
        let here = format!("/specification/{id}/comments/{}", row.id);
        let mut steps = vec![Step::done(
            at,
            format!("You said this about “{}”", heading(&row.section_id)),
            "",
        )];
        let became = row.disposition.as_deref().and_then(Disposition::parse);
        match (became, row.answered_at) {
            (Some(became), Some(answered)) => {
                let answer = row.answer.clone().unwrap_or_default();
                let step = Step::done(answered.utc(), format!("It was answered: {}", became.title()), answer);
                steps.push(step);
            }
            _ => steps.push(Step::to_come(
                "An answer",
                "It gets one, with a reason, before anybody is asked to sign.",
            )),
        }
        let section = row.changed_section.as_ref().unwrap_or(&row.section_id);
        let changed = revisions
            .iter()
            .filter(|one| one.section_id == *section && one.edited_at.utc() > at);
        steps.extend(changed.map(|one| {
            let what = match one.removed {
                true => format!("“{}” was taken out", one.heading),
                false => format!("“{}” was changed", one.heading),
            };
            Step {
                links: vec![("the page of your comment".to_owned(), here.clone())],
                ..Step::done(one.edited_at.utc(), what, one.why.clone())
            }
        }));
        let awaited = became.is_some_and(Disposition::changes_text) && row.changed_section.is_none();
        if awaited && !steps.iter().any(|step| !step.links.is_empty()) {
            steps.push(Step::to_come(
                "A change of the text",
                "It was agreed, and has not been written yet.",
            ));
        }
        match signed.filter(|signed| *signed > at) {
            Some(signed) => steps.push(Step::done(signed, "The text was signed off", "")),
            None => steps.push(Step::to_come("Signing off", "Both houses are asked, each on its own.")),
        }
        steps.sort_by_key(|step| (step.at.is_none(), step.at));
        out.push(Trace {
            id: row.id,
            is_condition: false,
            words: row.text,
            steps,
        });
    }
    Ok(out)
}

fn condition(row: &ObligationRow, promise: &Promise, resting: &[(String, String)]) -> Trace {
    let mut steps = vec![Step::done(
        row.made_at.utc(),
        "It became a promise",
        "You asked for it when you signed, and the text was signed off with it.",
    )];
    match promise.met_at {
        Some(at) => steps.push(Step::done(at, "It has happened", &promise.evidence)),
        None => steps.push(Step {
            links: resting.to_vec(),
            ..Step::to_come(
                promise.gate.trim_end_matches('.'),
                "It has not happened yet. That step cannot be taken before it has.",
            )
        }),
    }
    Trace {
        id: row.id.clone(),
        is_condition: true,
        words: row.what.clone(),
        steps,
    }
}

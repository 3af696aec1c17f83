//! Bringing in what was judged: every line is an act of the workflow, by the person who brings it in, in one
//! transaction. Whatever one of them refuses takes all of them back.

use std::collections::BTreeMap;

use accord_store::{
    instances::{self, InstanceStatus},
    subjects as rows,
};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::{
    FILE,
    plan::{From, NewContract, NewPost, NewReturn, Plan},
};
use crate::service::{
    app::Desk,
    authority::Caller,
    fault::{Fault, FieldError},
    history,
    starting::{self, Words},
    subjects::hosting::brought_in,
    transition::{self, Ask, Command},
    work::{self, Task},
};

/// A contract that posts and returns belong to: its record and its instance.
type Places = BTreeMap<String, (String, String)>;

/// Brings in a plan that has nothing wrong; gives the words that are to be given right after commit.
///
/// # Errors
/// It is not theirs to do, a workflow refuses a line (which is named), or the store fails.
pub(super) fn bring_in(desk: &mut Desk<'_>, caller: &Caller, plan: &Plan) -> Result<Words, Fault> {
    let mut said = Words::new();
    let mut places = standing(desk)?;
    let above = match plan.contracts.is_empty() {
        true => None,
        false => Some(services(desk, caller, &mut said)?),
    };
    for new in &plan.contracts {
        let Some(above) = &above else { break };
        let place = contract(desk, caller, above, new, &mut said).map_err(|fault| at(&new.from, fault))?;
        places.insert(bare(&new.reference), place);
    }
    for new in &plan.posts {
        post(desk, caller, &places, new, &mut said).map_err(|fault| at(&new.from, fault))?;
    }
    for new in &plan.returns {
        past_return(desk, caller, &places, new, &mut said).map_err(|fault| at(&new.from, fault))?;
    }
    Ok(said)
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_lowercase()
}

/// A fault, with the line that it is about.
fn at(from: &From, fault: Fault) -> Fault {
    let place = format!("{}, row {}", from.file, from.row);
    let field = |says: &dyn std::fmt::Display| FieldError {
        field: FILE.to_owned(),
        says: format!("{place}: {says}"),
    };
    match fault {
        Fault::Invalid(all) => Fault::Invalid(all.iter().map(|one| field(&one.says)).collect()),
        Fault::Refused(no) => Fault::Invalid(no.reasons.iter().map(|one| field(&one.because)).collect()),
        other => other,
    }
}

/// Contracts that were brought in before, by their number.
fn standing(desk: &mut Desk<'_>) -> Result<Places, Fault> {
    let mut out = Places::new();
    for row in rows::of_kind(desk.db, &desk.alliance, super::CONTRACT)? {
        if let Some(reference) = brought_in::reference(&row)?
            && let Some(instance) = instances::of_subject(desk.db, &desk.alliance, &row.id)?.pop()
        {
            out.insert(bare(&reference), (row.id, instance.id));
        }
    }
    Ok(out)
}

/// The instance that services which ran before belong to; the first file begins it.
fn services(desk: &mut Desk<'_>, caller: &Caller, said: &mut Words) -> Result<String, Fault> {
    let library = desk.app.library.clone();
    let workflow = &library.running.workflow;
    let file = library.files.get(workflow).and_then(|file| file.definition.as_ref());
    let kind = file.map(|one| one.about.clone()).ok_or(Fault::NotFound("workflow"))?;
    for row in rows::of_kind(desk.db, &desk.alliance, &kind)? {
        for one in instances::of_subject(desk.db, &desk.alliance, &row.id)? {
            if one.workflow == *workflow && one.status == InstanceStatus::Open {
                return Ok(one.id);
            }
        }
    }
    let wanted = starting::Wanted {
        alliance: desk.alliance.clone(),
        workflow: workflow.clone(),
        above: None,
        caller: caller.clone(),
        key: None,
        answers: [("title".to_owned(), Json::from(library.running.title.clone()))]
            .into_iter()
            .collect(),
        settings: IndexMap::new(),
    };
    let (answer, words) = starting::begin(desk, &wanted)?;
    said.extend(words);
    Ok(answer.instance)
}

fn act(
    desk: &mut Desk<'_>,
    caller: &Caller,
    (instance, event): (&str, &str),
    answers: Map<String, Json>,
    said: &mut Words,
) -> Result<Vec<String>, Fault> {
    let command = Command {
        alliance: desk.alliance.clone(),
        instance: instance.to_owned(),
        caller: caller.clone(),
        key: None,
        seen: None,
        ask: Ask::Act {
            event: event.to_owned(),
            state: None,
            answers,
            reason: None,
        },
    };
    let turned = transition::asked(desk, &command)?;
    said.extend(turned.signals);
    Ok(turned.answer.started)
}

fn contract(
    desk: &mut Desk<'_>,
    caller: &Caller,
    above: &str,
    new: &NewContract,
    said: &mut Words,
) -> Result<(String, String), Fault> {
    let event = desk.app.library.running.contract.clone();
    let started = act(desk, caller, (above, &event), new.answers.clone(), said)?;
    let instance = started
        .into_iter()
        .next()
        .ok_or(Fault::NotFound("contract that was started"))?;
    note(desk, caller, &instance, &new.from)?;
    let row = instances::load(desk.db, &desk.alliance, &instance)?;
    Ok((row.subject_id, instance))
}

fn place<'p>(places: &'p Places, reference: &str) -> Result<&'p (String, String), Fault> {
    places.get(&bare(reference)).ok_or(Fault::NotFound("contract"))
}

fn post(desk: &mut Desk<'_>, caller: &Caller, places: &Places, new: &NewPost, said: &mut Words) -> Result<(), Fault> {
    let (subject, instance) = place(places, &new.reference)?;
    let task = Task {
        alliance: desk.alliance.clone(),
        subject: subject.clone(),
        permit: desk.app.library.running.post.clone(),
        caller: caller.clone(),
        key: None,
        body: new.body.clone(),
    };
    said.extend(work::worked(desk, &task)?);
    note(desk, caller, instance, &new.from)
}

fn past_return(
    desk: &mut Desk<'_>,
    caller: &Caller,
    places: &Places,
    new: &NewReturn,
    said: &mut Words,
) -> Result<(), Fault> {
    let (_, instance) = place(places, &new.reference)?;
    let figures = new.figures.iter();
    let rows: Vec<Json> = figures
        .map(|(id, number)| json!({ "indicator": id, "value": number.to_string() }))
        .collect();
    let answers = json!({
        "quarter_from": new.quarter.to_string(), "figures": rows,
        "source": format!("{}, row {}, SHA-256 {}", new.from.file, new.from.row, new.from.hash),
    });
    let event = desk.app.library.running.past_return.clone();
    let answers = answers.as_object().cloned().unwrap_or_default();
    let started = act(desk, caller, (instance, &event), answers, said)?;
    for one in &started {
        note(desk, caller, one, &new.from)?;
    }
    Ok(())
}

/// From which file something came, and by whom, in its own journal.
fn note(desk: &mut Desk<'_>, caller: &Caller, instance: &str, from: &From) -> Result<(), Fault> {
    let body = json!({
        "format": 1, "instance": instance,
        "brought_in": {
            "file": from.file, "sha256": from.hash, "row": from.row,
            "by": caller.acting_for.as_ref().unwrap_or(&caller.person), "hand": caller.person,
        },
    });
    history::note(desk, Some(instance), &body)
}

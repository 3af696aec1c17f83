//! What a step asks to be done inside the transaction, in order.

use std::collections::BTreeSet;

use accord_engine::{
    definition::model::{Claim, Obligation},
    effect::{Move, Op, StartChild},
    step::Step,
    value::Value,
};
use accord_store::{
    instances::{self, InstanceStatus},
    journal::{self, NewEntry},
    links::{self, ObligationRow},
    organisations, people, submissions, tasks,
    timers::{self, TimerChange},
};
use serde_json::{Map, Value as Json, json};

use super::{Loaded, start, start::Below};
use crate::{
    domain::involvement::rates,
    service::{
        answers,
        app::Desk,
        checkpoints,
        fault::Fault,
        history,
        outgoing::Signal,
        sealing,
        subjects::{self, NewSubject},
    },
};

/// What doing them has led to.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// Words to other instances, to be given after commit.
    pub(super) signals: Vec<(String, Signal)>,
    /// Instances that were started.
    pub(super) started: Vec<String>,
    /// The journal is to be signed when this step stands in it.
    pub(super) sign: bool,
}

pub(super) fn execute(desk: &mut Desk<'_>, after: &Loaded, step: &Step) -> Result<Done, Fault> {
    let mut done = Done::default();
    for op in &step.entry.ops {
        match op {
            Op::StartChild(child) => start_child(desk, after, child, &mut done)?,
            Op::EndChildren { brood, keys } => end_children(desk, &after.row.id, brood, keys)?,
            Op::Seal { form } => sealing::close_form(desk, after.about(), &after.row.id, form)?,
            Op::Unseal { form } => sealing::open_form(desk, &after.row.id, form)?,
            Op::Claim { claim, person } => {
                for one in claimants(desk, after, step, claim, person.as_deref())? {
                    if !is_paid_here(desk, after, &one)? {
                        continue;
                    }
                    offer_payment(desk, after, claim, one, &mut done)?;
                }
            }
            Op::Obligation {
                obligation, submission, ..
            } => promise(desk, after, obligation, submission.as_deref())?,
            Op::Run { rule, .. } if rule == checkpoints::RULE => done.sign = true,
            Op::Run { rule, form } => {
                let kind = subjects::of(&after.record.kind)?;
                match form {
                    Some(form) => kind.run_with(desk, after.about(), rule, form)?,
                    None => kind.run(desk, after.about(), rule)?,
                }
            }
        }
    }
    Ok(done)
}

/// What a child is called. One that an act starts has a number for a key and no title of its own: it is
/// called by its workflow's title and the record that it belongs to.
pub(super) fn title(desk: &Desk<'_>, after: &Loaded, child: &StartChild) -> String {
    let untitled = child.title == child.key && child.key.bytes().all(|digit| digit.is_ascii_digit());
    let file = desk.app.library.files.get(&child.workflow).filter(|_| untitled);
    match file.and_then(|file| file.definition.as_ref()) {
        Some(definition) => format!("{}: {}", definition.title, after.record.title),
        None => child.title.clone(),
    }
}

fn start_child(desk: &mut Desk<'_>, after: &Loaded, child: &StartChild, done: &mut Done) -> Result<(), Fault> {
    let details = match &child.submission {
        Some(id) => answers::plain(submissions::load(desk.db, &desk.alliance, id)?.answers.as_deref())?,
        None => Map::new(),
    };
    let (organisation, person) = whose(desk, &child.key, child.person.as_deref())?;
    let subject = NewSubject {
        title: title(desk, after, child),
        parent: Some(after.record.clone()),
        key: child.key.clone(),
        person,
        organisation,
        started_by: child.person.clone(),
        details,
        period: child.period,
    };
    let new = start::Start {
        alliance: desk.alliance.clone(),
        workflow: child.workflow.clone(),
        subject,
        ..start::Start::default()
    };
    let below = Below {
        parent: after.row.id.clone(),
        brood: child.brood.clone(),
        key: child.key.clone(),
    };
    let turned = start::begin(desk, &new, Some(below))?;
    done.started.push(turned.answer.instance);
    done.signals.extend(turned.signals);
    Ok(())
}

/// The organisation or person that a child's key names; else the organisation of who acted.
pub(super) fn whose(
    desk: &mut Desk<'_>,
    key: &str,
    acted: Option<&str>,
) -> Result<(Option<String>, Option<String>), Fault> {
    if let Some(found) = organisations::load(desk.db, key)? {
        return Ok((Some(found.id), None));
    }
    if let Some(found) = people::load(desk.db, key)? {
        return Ok((None, Some(found.id)));
    }
    let Some(person) = acted else {
        return Ok((None, None));
    };
    let memberships = organisations::of_person(desk.db, &desk.alliance, person, desk.now.into())?;
    Ok((memberships.into_iter().next().map(|one| one.organisation_id), None))
}

/// Ends children that have not ended, and theirs: their state was left.
fn end_children(desk: &mut Desk<'_>, parent: &str, brood: &str, keys: &[String]) -> Result<(), Fault> {
    for child in instances::children(desk.db, &desk.alliance, parent, Some(brood))? {
        let named = child.child_key.as_ref().is_some_and(|key| keys.contains(key));
        if named && child.status == InstanceStatus::Open {
            end_tree(desk, &child.id)?;
        }
    }
    Ok(())
}

fn end_tree(desk: &mut Desk<'_>, id: &str) -> Result<(), Fault> {
    for child in instances::children(desk.db, &desk.alliance, id, None)? {
        if child.status == InstanceStatus::Open {
            end_tree(desk, &child.id)?;
        }
    }
    let mut row = instances::load_for_update(desk.db, &desk.alliance, id)?;
    row.status = InstanceStatus::Ended;
    row.changed_at = desk.now.into();
    let seq = row.seq;
    instances::advance(desk.db, &row, seq)?;
    let mut open = tasks::of_instance(desk.db, &desk.alliance, id)?;
    open.retain(|task| task.closed_at.is_none());
    for task in &mut open {
        task.status = tasks::TaskStatus::Withdrawn;
        task.closed_at = Some(desk.now.into());
    }
    tasks::apply(desk.db, &open)?;
    let armed = timers::of_instance(desk.db, &desk.alliance, id)?;
    let disarm: Vec<TimerChange> = armed
        .into_iter()
        .map(|timer| TimerChange::Disarm {
            instance_id: timer.instance_id,
            id: timer.id,
        })
        .collect();
    timers::apply(desk.db, &disarm)?;
    let body = json!({ "ended_with_its_parent": id, "format": 1 });
    let entry = NewEntry {
        alliance_id: &desk.alliance,
        instance_id: Some(id),
        seq: None,
        at: desk.now,
        body: &body,
        request: None,
    };
    journal::append(desk.db, &entry)?;
    Ok(())
}

/// Who may claim: the person who acted, or everyone with a role who took part in what is left.
fn claimants(
    desk: &mut Desk<'_>,
    after: &Loaded,
    step: &Step,
    claim: &Claim,
    person: Option<&str>,
) -> Result<BTreeSet<String>, Fault> {
    if claim.people.is_empty() {
        return Ok(person.map(str::to_owned).into_iter().collect());
    }
    let left: Vec<&str> = step
        .entry
        .trace
        .moves
        .iter()
        .filter_map(|one| match one {
            Move::Left(state) => Some(state.as_str()),
            Move::Took { .. } | Move::Entered(_) => None,
        })
        .collect();
    let since = left
        .iter()
        .filter_map(|state| after.snapshot.entered.get(*state))
        .map(|entry| entry.at)
        .min();
    let mut took_part = history::people_since(desk, &after.row.id, since)?;
    let kind = subjects::of(&after.record.kind)?;
    took_part.extend(kind.took_part(desk, after.about(), since)?);
    let holders = crate::service::authority::members(desk, after.about(), &claim.people)?;
    Ok(holders
        .into_iter()
        .map(|one| one.person)
        .filter(|one| took_part.contains(one) || person == Some(one))
        .collect())
}

/// Whether the rate card in force is for them: they hold one of its roles at the record.
fn is_paid_here(desk: &mut Desk<'_>, after: &Loaded, person: &str) -> Result<bool, Fault> {
    let library = desk.app.library.clone();
    let Some(card) = library.rate_card(desk.today()) else {
        return Ok(false);
    };
    // A record about one person alone hides the roles of others, never their own.
    let holders = crate::service::authority::members(desk, after.about(), &card.people)?;
    Ok(holders.iter().any(|one| one.person == person))
}

/// Starts a claim for one person by the rate card in force; nobody has to ask for it.
fn offer_payment(
    desk: &mut Desk<'_>,
    after: &Loaded,
    claim: &Claim,
    person: String,
    done: &mut Done,
) -> Result<(), Fault> {
    let library = desk.app.library.clone();
    let Some(card) = library.rate_card(desk.today()) else {
        return Ok(());
    };
    let units = units(desk, after, claim)?;
    if units == 0 {
        return Ok(());
    }
    // Whoever reads what is paid, and for what, is not told by it under which name somebody scored.
    let about = match (&after.record.person_id, &after.record.parent_id) {
        (Some(_), Some(parent)) => accord_store::subjects::load(desk.db, &desk.alliance, parent)?.title,
        _ => after.record.title.clone(),
    };
    let (Some(rate), Some(offer)) = (
        card.activities.get(&claim.activity),
        rates::offer(card, &claim.activity, units),
    ) else {
        return Err(Fault::Internal(anyhow::anyhow!(
            "the rate card `{}` has no activity `{}`",
            card.rate_card,
            claim.activity
        )));
    };
    let details = json!({
        "activity": claim.activity,
        "activity_title": rate.title,
        "unit": rate.unit,
        "time": rate.time(),
        "units": units,
        "pence": offer.pence,
        "pence_per_hour": offer.pence_per_hour,
        "below_floor": offer.below_floor,
        "rate_card": card.rate_card,
        "done_on": desk.today().to_string(),
        "about": about,
    });
    let new = start::Start {
        alliance: desk.alliance.clone(),
        workflow: card.workflow.clone(),
        subject: NewSubject {
            title: rate.title.clone(),
            parent: Some(after.record.clone()),
            person: Some(person),
            details: match details {
                Json::Object(map) => map,
                _ => Map::new(),
            },
            ..NewSubject::default()
        },
        ..start::Start::default()
    };
    let turned = start::begin(desk, &new, None)?;
    done.started.push(turned.answer.instance);
    done.signals.extend(turned.signals);
    Ok(())
}

/// How often an activity is paid: once, or once for each of what the file says.
fn units(desk: &mut Desk<'_>, after: &Loaded, claim: &Claim) -> Result<i64, Fault> {
    let Some(each) = &claim.each else { return Ok(1) };
    let names = [each.clone()].into();
    let kind = subjects::of(&after.record.kind)?;
    let found = kind.some_collections(desk, after.about(), &names)?;
    Ok(found
        .get(each)
        .map_or(0, |all| i64::try_from(all.len()).unwrap_or(i64::MAX)))
}

/// Writes down promises: one that was just filled in, or, when a decision passed, every one that
/// came with a vote.
fn promise(
    desk: &mut Desk<'_>,
    after: &Loaded,
    obligation: &Obligation,
    submission: Option<&str>,
) -> Result<(), Fault> {
    let rows = submissions::of_form(desk.db, &desk.alliance, &after.row.id, &obligation.from)?;
    let one = rows.iter().filter(|row| Some(row.id.as_str()) == submission).count();
    for row in rows {
        if one > 0 && Some(row.id.as_str()) != submission {
            continue;
        }
        let given = answers::typed(row.answers.as_deref())?;
        let texts: Vec<&String> = given
            .values()
            .filter_map(|value| match value {
                Value::Text(text) => Some(text),
                _ => None,
            })
            .collect();
        let gate = obligation.gates.iter().find(|gate| texts.contains(gate));
        let what = texts.iter().find(|text| !obligation.gates.contains(text));
        let promise = ObligationRow {
            id: desk.id(),
            alliance_id: desk.alliance.clone(),
            subject_id: after.record.id.clone(),
            instance_id: after.row.id.clone(),
            gate: gate.or(obligation.gates.first()).cloned().unwrap_or_default(),
            what: what.map(|text| (*text).clone()).unwrap_or_default(),
            person_id: Some(row.person_id),
            submission_id: Some(row.id),
            made_at: desk.now.into(),
            met_at: None,
            met_by: None,
            evidence: None,
            proposal: None,
            owner_id: None,
            due_on: None,
            word: None,
            word_says: None,
            word_at: None,
            later_word: None,
            later_says: None,
            later_at: None,
        };
        links::promise(desk.db, &promise)?;
    }
    Ok(())
}

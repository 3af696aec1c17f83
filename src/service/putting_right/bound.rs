//! What rests on something that was filled in, so that it cannot be corrected. The journal says it.

use accord_engine::{
    definition::model::Form,
    effect::{EffectKind, Move, Op},
    event::Event,
    journal::JournalEntry,
};
use accord_store::{journal, submissions::SubmissionRow};

use crate::service::{
    app::Desk,
    fault::Fault,
    library::{find_state, states, transitions},
    transition::Loaded,
};

/// The form of a submission, if it may be looked at here.
pub(super) fn open_form<'a>(one: &'a Loaded, row: &SubmissionRow) -> Option<&'a Form> {
    let form = one.workflow.definition.forms.get(&row.form)?;
    let voted = states(&one.workflow.definition).into_iter().any(|state| {
        let found = find_state(&one.workflow.definition, state);
        let decision = found.and_then(|state| state.decision.as_ref());
        decision.is_some_and(|all| {
            all.options
                .values()
                .any(|option| option.collect.as_ref() == Some(&row.form))
        })
    });
    (form.sealed_until.is_none() && !row.sealed && row.answers.is_some() && !voted).then_some(form)
}

/// What rests on a submission, so that it cannot be corrected: every reason.
pub(super) fn binds(desk: &mut Desk<'_>, one: &Loaded, row: &SubmissionRow) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    if open_form(one, row).is_none() {
        out.push("It is sealed, or was said in a decision.");
    }
    if one.is_over() {
        out.push("This has ended.");
    }
    if one
        .snapshot
        .awaiting_second
        .iter()
        .any(|half| half.submission.as_ref().is_some_and(|sent| sent.id == row.id))
    {
        out.push("It waits for a second person, who confirms just this.");
    }
    let mut since = false;
    for entry in journal::of_instance(desk.db, &desk.alliance, &one.row.id)? {
        let Ok(entry) = serde_json::from_str::<JournalEntry>(&entry.body) else {
            continue;
        };
        let own = sent_with(&entry).is_some_and(|id| *id == row.id);
        since |= own;
        if !since {
            continue;
        }
        if own && let Some(why) = goes_on(one, &entry) {
            out.push(why);
        }
        if entry
            .effects
            .iter()
            .any(|one| matches!(one.kind, EffectKind::Document(_) | EffectKind::Notice(_)))
        {
            out.push("A document or notice was made since; its words are bound by a hash.");
        }
        if matches!(entry.event, Some(Event::Vote(_))) {
            out.push("People have answered in a decision since.");
        }
        if entry
            .ops
            .iter()
            .any(|op| matches!(op, Op::Run { .. } | Op::Seal { .. }))
        {
            out.push("A rule has worked with what is recorded since.");
        }
    }
    if !since {
        out.push("The journal does not say by which act it came.");
    }
    out.dedup();
    Ok(out.into_iter().map(str::to_owned).collect())
}

/// The submission that came with an act.
fn sent_with(entry: &JournalEntry) -> Option<&String> {
    match &entry.event {
        Some(Event::Act(act) | Event::Vote(act)) => act.submission.as_ref().map(|one| &one.id),
        _ => None,
    }
}

/// Whether an act took what was filled in further than its own record, or was let through by a condition.
fn goes_on(one: &Loaded, entry: &JournalEntry) -> Option<&'static str> {
    let carried = entry
        .ops
        .iter()
        .any(|op| matches!(op, Op::StartChild(_) | Op::Obligation { .. } | Op::Claim { .. }));
    if carried {
        return Some("Something was begun or promised with it.");
    }
    let mut took = entry.trace.moves.iter().filter_map(|step| match step {
        Move::Took { state, event, .. } => Some(transitions(&one.workflow.definition, state, event)),
        Move::Left(_) | Move::Entered(_) => None,
    });
    let judged = took.any(|ways| ways.iter().any(|way| !way.when.is_empty()));
    judged.then_some("It was let through by conditions, which would have to be judged again.")
}

//! The paper of a run that was paid: who was paid what for what, without any account; for whoever sees what is paid.

use accord_store::{
    documents,
    outbox::{self, NewOutbox},
};

use super::{READ, runs};
use crate::{
    domain::words,
    service::{
        app::Desk,
        authority::powers,
        context,
        fault::Fault,
        outgoing::{About, DocumentOrder, Outgoing},
    },
    views::contexts::payments::{PaymentRun, RunLine},
};

/// The paper of a run, once it is made: its id; nothing before.
///
/// # Errors
/// The database fails.
pub fn of(desk: &mut Desk<'_>, run: &str) -> Result<Option<String>, Fault> {
    Ok(documents::of_outbox(desk.db, &key(run))?.map(|row| row.id))
}

/// Asks for the paper of a run that was just recorded as paid.
///
/// # Errors
/// There is no such run, or the database fails.
pub(super) fn ask(desk: &mut Desk<'_>, id: &str) -> Result<(), Fault> {
    let run = runs::one(desk, id)?;
    let readers = powers::holders(&desk.app.library.roles, READ);
    let order = DocumentOrder {
        template: desk.app.library.payments.paper.clone(),
        readers: readers.into_iter().collect(),
        then: None,
        about: About::of_alliance(desk),
        context: context::of_run(desk, shown(&run))?,
    };
    let row = NewOutbox {
        key: key(id),
        alliance_id: desk.alliance.clone(),
        instance_id: None,
        kind: "document".to_owned(),
        recipient: String::new(),
        payload: serde_json::to_string(&Outgoing::Document(Box::new(order)))?,
        template: None,
        then_event: None,
        place: 0,
    };
    Ok(outbox::put(desk.db, &[row], desk.wall())?)
}

fn key(run: &str) -> String {
    format!("payments/{run}/paid")
}

fn shown(run: &runs::Run) -> PaymentRun {
    let line = |one: &runs::Paid| RunLine {
        reference: one.claim.reference.clone(),
        person: one.claim.name.clone(),
        activity: one.claim.activity.clone(),
        about: one.claim.about.clone(),
        on: one.claim.done_on,
        amount: one.claim.pence,
        expenses: one.claim.expenses,
        way: words::upper_first(one.claim.way.as_deref().unwrap_or_default()),
    };
    let payments: Vec<RunLine> = run.claims.iter().map(line).collect();
    PaymentRun {
        reference: run.line.reference.clone(),
        made_by: run.line.made_by.clone(),
        made_on: Some(words::local_day(run.line.made_at)),
        paid_by: run.paid_by.clone().unwrap_or_default(),
        paid_on: run.line.paid_on,
        activities: payments.iter().map(|one| one.amount).fold(0, i64::saturating_add),
        expenses: payments.iter().map(|one| one.expenses).fold(0, i64::saturating_add),
        total: run.line.sum,
        payments,
    }
}

//! From the journal to the outbox: what happened since an address was last told, as far as its owner
//! may know. It names the record and what happened, and says nothing of what was written there.

use accord_engine::{effect::Move, event::Event, journal::JournalEntry};
use accord_store::{
    journal::{self, JournalRow},
    outbox::{self, NewOutbox},
    tokens,
    webhooks::{self, WebhookRow},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value as Json;

use super::{kinds, may};
use crate::service::{
    app::{App, Desk},
    authority::Caller,
    fault::Fault,
    library::find_state,
    outgoing::{Hook, Outgoing},
    sight::{self, Sight},
};

/// How many entries are looked at in one go.
const BATCH: u32 = 100;

/// What an address is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Told {
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: DateTime<Utc>,
    data: About,
}

/// What it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct About {
    kind: String,
    record: String,
    reference: Option<String>,
    instance: String,
    /// What was done, by the name that the workflow gives it; nothing of a decision.
    event: Option<String>,
    /// Its page.
    link: String,
    /// Its address for programs.
    address: String,
}

/// Puts into the outbox what happened since each address was last told; gives how much.
///
/// # Errors
/// The database fails.
pub fn feed(app: &App) -> Result<usize, Fault> {
    let mut count = 0;
    for row in app.store.read(webhooks::open)? {
        count += catch_up(app, &row)?;
    }
    Ok(count)
}

fn catch_up(app: &App, hook: &WebhookRow) -> Result<usize, Fault> {
    let from = u64::try_from(hook.position).map_err(anyhow::Error::from)?;
    let (rows, seen) = app.reading(&hook.alliance_id, |desk| {
        let entries = journal::page(desk.db, &hook.alliance_id, from, BATCH)?;
        let mut rows = Vec::new();
        // What happens while programs are not let in, or the owner may not say so, is not told later.
        if !entries.is_empty() && tokens::is_on(desk.db, &hook.alliance_id)? && may(desk, hook)? {
            let wanted = kinds(hook)?;
            for entry in &entries {
                let told = told(desk, hook, entry)?;
                let told = told.filter(|told| wanted.iter().any(|kind| kind == told.kind));
                rows.extend(told.map(|told| row(hook, entry, &told)).transpose()?);
            }
        }
        Ok::<_, Fault>((rows, entries.last().map(|last| last.position + 1)))
    })?;
    let Some(to) = seen else { return Ok(0) };
    let (id, from, count) = (hook.id.clone(), hook.position, rows.len());
    app.writing(&hook.alliance_id, move |desk| {
        // Another worker may have been there in between.
        if !webhooks::move_on(desk.db, &id, from, to)? {
            return Ok(0);
        }
        let now = desk.wall();
        outbox::put(desk.db, &rows, now)?;
        Ok::<_, Fault>(count)
    })
}

fn row(hook: &WebhookRow, entry: &JournalRow, told: &Told) -> Result<NewOutbox, Fault> {
    let outgoing = Outgoing::Hook(Hook {
        webhook: hook.id.clone(),
        url: hook.url.clone(),
        body: serde_json::to_string(told)?,
    });
    Ok(NewOutbox {
        key: format!("webhook/{}/{}", hook.id, entry.position),
        alliance_id: hook.alliance_id.clone(),
        instance_id: None,
        kind: outgoing.kind().to_owned(),
        recipient: hook.id.clone(),
        payload: serde_json::to_string(&outgoing)?,
        template: None,
        then_event: None,
        place: 0,
    })
}

/// What one entry says to the owner of a hook; nothing if it is not for them.
fn told(desk: &mut Desk<'_>, hook: &WebhookRow, row: &JournalRow) -> Result<Option<Told>, Fault> {
    if row.scope == hook.alliance_id {
        return Ok(None);
    }
    let seen = match sight::of_instance(desk, &Caller::own(&hook.person_id), &row.scope) {
        Ok(seen) if seen.sight == Sight::Whole => seen,
        Ok(_) | Err(Fault::NotFound(_) | Fault::Refused(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let (kind, event) = match serde_json::from_str::<JournalEntry>(&row.body) {
        Ok(entry) => match what(desk, &entry)? {
            Some(found) => found,
            None => return Ok(None),
        },
        Err(_) => {
            let body: Json = serde_json::from_str(&row.body)?;
            match body.pointer("/work/permit").and_then(Json::as_str) {
                Some(permit) => ("record.worked", Some(permit.to_owned())),
                None => return Ok(None),
            }
        }
    };
    let record = seen.record;
    Ok(Some(Told {
        kind,
        timestamp: row.at.utc(),
        data: About {
            link: format!("{}/{}/{}", desk.app.origin, record.kind, record.id),
            address: format!("{}/api/v1/instances/{}", desk.app.origin, row.scope),
            kind: record.kind,
            record: record.id,
            reference: record.reference,
            instance: row.scope.clone(),
            event,
        },
    }))
}

fn what(desk: &mut Desk<'_>, entry: &JournalEntry) -> Result<Option<(&'static str, Option<String>)>, Fault> {
    let workflow = desk.app.library.pinned(desk.db, &entry.definition)?;
    let entered: Vec<_> = entry
        .trace
        .moves
        .iter()
        .filter_map(|one| match one {
            Move::Entered(state) => find_state(&workflow.definition, state),
            Move::Left(_) | Move::Took { .. } => None,
        })
        .collect();
    let ended = entered.iter().any(|state| state.final_outcome.is_some());
    let event = match &entry.event {
        Some(Event::Act(act)) => Some(act.event.clone()),
        Some(Event::Second(second)) => Some(second.event.clone()),
        Some(_) | None => None,
    };
    let kind = match &entry.event {
        _ if ended => "record.ended",
        None => "record.began",
        Some(
            Event::Act(_)
            | Event::Second(_)
            | Event::Undo { .. }
            | Event::Extend { .. }
            | Event::Claim { .. }
            | Event::Setting { .. }
            | Event::ChangedOver { .. }
            | Event::ChangedBack { .. },
        ) => "record.acted",
        Some(Event::Vote(_)) => "record.answered",
        Some(Event::Timer { .. }) if !entered.is_empty() || !entry.effects.is_empty() => "record.time_up",
        Some(_) if !entered.is_empty() => "record.moved",
        Some(_) => return Ok(None),
    };
    Ok(Some((kind, event)))
}

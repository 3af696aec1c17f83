//! Words between instances: each is an outbox row, given right after commit, in a transaction of
//! its own. What a crash leaves behind, the worker gives.

use accord_store::outbox::{self, NewOutbox};

use crate::service::{
    app::{App, Desk},
    fault::Fault,
    outgoing::{Outgoing, Signal, Word},
    transition,
};

/// Gives signals, and those that they lead to, until there are none. What fails stays in the
/// outbox for the worker.
pub fn deliver(app: &App, first: Vec<(String, Signal)>) {
    let mut waiting: std::collections::VecDeque<(String, Signal)> = first.into();
    while let Some((key, signal)) = waiting.pop_front() {
        match give(app, &key, signal) {
            Ok(more) => waiting.extend(more),
            Err(error) => tracing::error!(outbox.key = key, %error, "a signal could not be given; the worker will"),
        }
    }
}

/// Gives one signal, once: whoever marks the row first does it. Gives back what it leads to.
///
/// # Errors
/// The store fails.
pub fn give(app: &App, key: &str, signal: Signal) -> Result<Vec<(String, Signal)>, Fault> {
    let (app, key) = (app.clone(), key.to_owned());
    app.store.clone().write(move |db| {
        if !outbox::settle(db, &key, app.wall.now())? {
            return Ok(Vec::new());
        }
        let mut desk = app.desk(db, &signal.alliance);
        transition::told(&mut desk, &signal)
    })
}

/// A word to look again, as an outbox row; to be given right after commit.
///
/// # Errors
/// The store fails.
pub fn nudge(desk: &mut Desk<'_>, to: &str) -> Result<(String, Signal), Fault> {
    let key = format!("{to}/look/{}", desk.id());
    let signal = Signal {
        alliance: desk.alliance.clone(),
        to: to.to_owned(),
        word: Word::FactsChanged,
    };
    let row = NewOutbox {
        key: key.clone(),
        alliance_id: desk.alliance.clone(),
        instance_id: Some(to.to_owned()),
        kind: "signal".to_owned(),
        recipient: to.to_owned(),
        payload: serde_json::to_string(&Outgoing::Signal(signal.clone()))?,
        template: None,
        then_event: None,
        place: 0,
    };
    outbox::put(desk.db, &[row], desk.wall())?;
    Ok((key, signal))
}

/// Gives instances the events of effects that have succeeded (`then: published`); gives how many.
///
/// # Errors
/// The store fails.
pub fn feed(app: &App) -> Result<usize, Fault> {
    let done = app.store.read(|db| outbox::feed(db, 100))?;
    let mut count = 0;
    for row in done {
        let (Some(event), Some(instance)) = (row.then_event, row.instance_id) else {
            continue;
        };
        let signal = Signal {
            alliance: row.alliance_id,
            to: instance,
            word: Word::Fed {
                event,
                effect: row.key.clone(),
            },
        };
        let (worker, key) = (app.clone(), row.key);
        let more: Result<_, Fault> = app.store.write(move |db| {
            if !outbox::fed(db, &key, worker.wall.now())? {
                return Ok(Vec::new());
            }
            let mut desk = worker.desk(db, &signal.alliance);
            transition::told(&mut desk, &signal)
        });
        deliver(app, more?);
        count += 1;
    }
    Ok(count)
}

/// Gives the signal that an outbox row holds; for the worker.
///
/// # Errors
/// The row holds none, or the store fails.
pub fn give_row(app: &App, key: &str, payload: &str) -> Result<(), Fault> {
    match serde_json::from_str(payload)? {
        Outgoing::Signal(signal) => {
            let more = give(app, key, signal)?;
            deliver(app, more);
            Ok(())
        }
        Outgoing::Email(_)
        | Outgoing::Document(_)
        | Outgoing::Notice(_)
        | Outgoing::Incident(_)
        | Outgoing::Hook(_)
        | Outgoing::Scan(_)
        | Outgoing::Erase(_) => Err(Fault::Internal(anyhow::anyhow!("`{key}` is no signal"))),
    }
}

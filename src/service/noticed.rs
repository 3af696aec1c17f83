//! What the service notices by itself and a process may want to know: the catalogue names the event, the workflow says
//! what follows, and a process in whose state it means nothing is not asked.

use accord_engine::snapshot::Snapshot;
use accord_store::{
    instances,
    outbox::{self, NewOutbox},
};

use crate::service::{
    app::Desk,
    fault::Fault,
    library::transitions,
    outgoing::{Outgoing, Signal, Word},
};

/// A signal and its key, to be given when what it was put down in is committed.
pub type Told = (String, Signal);

/// Puts down that an instance is to hear of something, once for each key.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub fn tell(
    desk: &mut Desk<'_>,
    (kind, what): (&str, &str),
    instance: &str,
    key: String,
) -> Result<Option<Told>, Fault> {
    let catalogue = &desk.app.library.catalogue;
    let Some(event) = catalogue.noticed.get(kind).and_then(|all| all.get(what)).cloned() else {
        return Ok(None);
    };
    let row = instances::load(desk.db, &desk.alliance, instance)?;
    let snapshot: Snapshot = serde_json::from_str(&row.snapshot)?;
    let workflow = desk.app.library.pinned(desk.db, &row.definition)?;
    let mut active = snapshot.states.iter();
    if !active.any(|state| !transitions(&workflow.definition, state, &event).is_empty()) {
        return Ok(None);
    }
    if outbox::load(desk.db, &desk.alliance, &key).is_ok() {
        return Ok(None);
    }
    let signal = Signal {
        alliance: desk.alliance.clone(),
        to: instance.to_owned(),
        word: Word::Told {
            event,
            from: what.to_owned(),
        },
    };
    let put = NewOutbox {
        key: key.clone(),
        alliance_id: desk.alliance.clone(),
        instance_id: Some(instance.to_owned()),
        kind: "signal".to_owned(),
        recipient: instance.to_owned(),
        payload: serde_json::to_string(&Outgoing::Signal(signal.clone()))?,
        template: None,
        then_event: None,
        place: 0,
    };
    outbox::put(desk.db, &[put], desk.wall())?;
    Ok(Some((key, signal)))
}

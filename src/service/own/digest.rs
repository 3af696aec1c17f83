//! Puts news together that waits for the same person: one letter a day instead of many.

use accord_store::{
    deliveries::{self, DeliveryRow},
    outbox::{self, NewOutbox, OutboxRow},
    wishes as rows,
};
use serde_json::{Value as Json, json};

use crate::{
    service::{
        app::{App, Desk},
        context,
        fault::Fault,
        outgoing::{About, Letter, Outgoing},
        own::letters,
        recipients,
    },
    views::contexts::everywhere::{Act, Link},
};

/// The letter.
const TEMPLATE: &str = "own/digest";
/// What the ledger says of a letter that went out with others.
pub const TOGETHER: &str = "sent together with other news";

/// Sends news to everybody whose time has come; gives how many letters.
///
/// # Errors
/// The store fails. What was done for others before stays done.
pub fn send_due(app: &App) -> Result<usize, Fault> {
    let due = app.store.read(|db| rows::due(db, app.wall.now().into()))?;
    let mut sent = 0;
    for group in due.chunk_by(|a, b| (&a.alliance_id, &a.person_id) == (&b.alliance_id, &b.person_id)) {
        let Some(first) = group.first() else { continue };
        let keys: Vec<String> = group.iter().map(|one| one.outbox_key.clone()).collect();
        let person = first.person_id.clone();
        sent += app.writing(&first.alliance_id, move |desk| send(desk, &person, &keys))?;
    }
    Ok(sent)
}

/// One person's: in one transaction, so that nothing is told twice or not at all.
fn send(desk: &mut Desk<'_>, person: &str, keys: &[String]) -> Result<usize, Fault> {
    rows::let_go(desk.db, keys)?;
    let waiting = outbox::queued(desk.db, keys)?;
    let to = recipients::of_people(desk, &[person.to_owned()])?.into_iter().next();
    let (Some(mut to), true) = (to, waiting.len() > 1) else {
        // One alone goes out as it is; without an address the worker finds out, as always.
        for row in waiting {
            outbox::hold(desk.db, &row.key, desk.wall().into())?;
        }
        return Ok(0);
    };
    "you chose to get news together, once a day".clone_into(&mut to.why);
    let items: Vec<Link> = waiting.iter().map(|row| item(desk, row)).collect();
    let url = format!("{}/account/notifications", desk.app.origin);
    let mut whole = context::of_alliance(desk, url, Act::default(), &to)?;
    if let Json::Object(map) = &mut whole {
        map.insert("documents".to_owned(), json!(items));
    }
    let letter = Letter {
        template: TEMPLATE.to_owned(),
        attach: Vec::new(),
        calendar: None,
        about: About::of_alliance(desk),
        context: whole,
        to,
    };
    let key = format!("digest/{person}/{}", desk.id());
    let out = NewOutbox {
        key: key.clone(),
        alliance_id: desk.alliance.clone(),
        instance_id: None,
        kind: "email".to_owned(),
        recipient: person.to_owned(),
        payload: serde_json::to_string(&Outgoing::Email(Box::new(letter)))?,
        template: None,
        then_event: None,
        place: 0,
    };
    outbox::put(desk.db, &[out], desk.wall())?;
    for row in waiting {
        outbox::settle(desk.db, &row.key, desk.wall())?;
        let line = DeliveryRow {
            outbox_key: row.key,
            attempt: 0,
            alliance_id: desk.alliance.clone(),
            recipient: person.to_owned(),
            message_id: None,
            result: TOGETHER.to_owned(),
            detail: Some(key.clone()),
            at: desk.wall().into(),
        };
        deliveries::record(desk.db, &line)?;
    }
    Ok(1)
}

/// What a letter is called, and the page that it leads to.
fn item(desk: &Desk<'_>, row: &OutboxRow) -> Link {
    let (title, url) = letters::about(desk.app, row);
    Link {
        title,
        url: url.unwrap_or_else(|| desk.app.origin.to_string()),
    }
}

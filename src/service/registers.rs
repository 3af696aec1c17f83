//! The registers of interests and of decisions as a paper of one person's own: what they may read on that day, to keep
//! or to take to a meeting.

use accord_store::{
    documents,
    outbox::{self, NewOutbox},
};
use sha2::{Digest as _, Sha256};

use super::{decisions, interests};
use crate::{
    domain::{hex, words::local_day},
    service::{
        app::{App, Desk},
        authority::{Caller, Standing},
        context,
        fault::Fault,
        outgoing::{About, DocumentOrder, Outgoing},
        readers,
    },
    views::contexts::registers::{Decided, Kept, Registers},
};

/// The paper's words.
const TEMPLATE: &str = "registers/own";

/// The caller's newest paper: its id; nothing before one was made.
///
/// # Errors
/// The database fails.
pub fn newest(desk: &mut Desk<'_>, caller: &Caller) -> Result<Option<String>, Fault> {
    let person = principal(desk, caller)?;
    let mine = documents::named_to(desk.db, &desk.alliance, &readers::of_person(&person))?;
    Ok(mine.into_iter().find(|one| one.template == TEMPLATE).map(|one| one.id))
}

/// Has the caller's paper made, by a worker, in a moment. `words` puts a decision into words as its page does.
///
/// # Errors
/// The database fails.
pub fn order(
    app: &App,
    alliance: &str,
    caller: &Caller,
    words: fn(&decisions::Decision) -> Decided,
) -> Result<(), Fault> {
    let caller = caller.clone();
    app.writing(alliance, move |desk| {
        let person = principal(desk, &caller)?;
        let register = interests::register(desk, &caller)?;
        let decided = decisions::all(desk, Some(&caller))?;
        let mut code = hex(&Sha256::digest(format!("registers/{person}")));
        code.truncate(6);
        let paper = Registers {
            code,
            whole: register.is_whole,
            interests: register.held.iter().map(kept).collect(),
            decisions: decided.iter().map(words).collect(),
        };
        let order = DocumentOrder {
            template: TEMPLATE.to_owned(),
            readers: vec![readers::of_person(&person)],
            then: None,
            about: About::of_alliance(desk),
            context: context::of_registers(desk, paper)?,
        };
        let row = NewOutbox {
            key: format!("registers/{person}/{}", desk.id()),
            alliance_id: desk.alliance.clone(),
            instance_id: None,
            kind: "document".to_owned(),
            // So that it goes with everything else of theirs.
            recipient: person,
            payload: serde_json::to_string(&Outgoing::Document(Box::new(order)))?,
            template: None,
            then_event: None,
            place: 0,
        };
        Ok(outbox::put(desk.db, &[row], desk.wall())?)
    })
}

fn principal(desk: &mut Desk<'_>, caller: &Caller) -> Result<String, Fault> {
    Ok(Standing::of(desk, caller)?.principal().clone())
}

fn kept(one: &interests::Held) -> Kept {
    Kept {
        person: one.person.clone(),
        about: one.about.clone(),
        since: Some(local_day(one.since)),
        until: one.until.map(local_day),
    }
}

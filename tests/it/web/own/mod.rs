//! What somebody has of their own: letters and wishes, needs, what is held on them.

mod beside;
mod described;
mod held;
mod names;
mod news;

use accord_store::outbox;
use serde_json::json;

use super::browser::Web;

const WHY: &str = "This is what people have told us for two years. We start when there is money.";

/// A text is set aside: the working group and the board are told, and nobody is asked for anything.
fn set_aside(web: &Web) {
    let (instance, _) = web.t.specification();
    web.t
        .act(&instance, "rachel", "set_aside", json!({ "reason": WHY }))
        .unwrap();
}

/// Somebody of the working group.
const READER: &str = "ifrah";

fn all_sorts(web: &Web) -> Vec<String> {
    let sorts = accord::service::own::wishes::sorts(&web.t.app).into_iter();
    sorts.map(str::to_owned).collect()
}

/// Letters to somebody that are in the outbox.
fn letters(web: &Web, handle: &str) -> Vec<outbox::OutboxRow> {
    let person = web.t.person(handle);
    web.posted().into_iter().filter(|row| row.recipient == person).collect()
}

fn address(web: &Web, handle: &str) -> String {
    let id = web.t.person(handle);
    let read = |db: &mut accord_store::Db| accord_store::people::load(db, &id);
    web.t.app.store.read(read).unwrap().unwrap().email.unwrap()
}

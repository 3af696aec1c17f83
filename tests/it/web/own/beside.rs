//! Who is at somebody's side, breaks, and calls to whom a letter does not reach.

use std::sync::Arc;

use accord::{
    effects::mail::transport::{Posted, SendFault, Taken, Transport},
    service::{subjects::NewSubject, support::breaks, transition::Start},
};
use accord_store::{instances, outbox::OutboxRow};
use serde_json::json;

use crate::{
    support::worker,
    web::browser::{Web, words},
};

/// Gives somebody something to do, by letter.
fn follow_up(web: &Web, who: &str) {
    let details = json!({ "due_on": "2026-01-20" });
    let start = Start {
        subject: NewSubject {
            title: "Ask for a larger room".to_owned(),
            person: Some(web.t.person(who)),
            details: details.as_object().unwrap().clone(),
            ..NewSubject::default()
        },
        ..Start::of(&web.t.alliance, "follow-up", "Ask for a larger room")
    };
    web.t.app.start(start).unwrap();
}

/// The letters of a template to somebody.
fn letters(web: &Web, who: &str, template: &str) -> Vec<OutboxRow> {
    let id = web.t.person(who);
    let named = format!("\"template\":\"{template}\"");
    let all = web.posted().into_iter();
    all.filter(|row| row.recipient == id && row.payload.contains(&named))
        .collect()
}

/// Calls that wait: whom each is about, and whose it is.
fn calls(web: &Web) -> Vec<(String, Option<String>)> {
    let read = |db: &mut accord_store::Db| instances::open_of_kind(db, &web.t.alliance, "follow_up");
    let open = web.t.app.store.read(read).unwrap();
    let whom = |data: &str| serde_json::from_str::<serde_json::Value>(data).unwrap()["whom"].clone();
    open.into_iter()
        .filter_map(|(row, _)| Some((whom(&row.data).as_str()?.to_owned(), row.person_id)))
        .collect()
}

#[test]
fn somebody_chooses_who_is_at_their_side_and_both_are_told() {
    let web = Web::new();
    let kofi = web.signed_in("kofi");
    let page = kofi.get("/account/support").is(200).says("Nobody by name");
    assert!(words(&page.body).contains("Leon Fairweather"));
    let rachel = web.t.person("rachel");
    kofi.post("/account/support", &[("supporter", &rachel)])
        .is(422)
        .says("Select somebody from the list, or nobody");
    let leon = web.t.person("leon");
    assert_eq!(
        kofi.post("/account/support", &[("supporter", &leon)]).is(303).to(),
        "/account/support?done=chosen"
    );
    let told = letters(&web, "leon", "access/told");
    assert!(
        told.iter()
            .any(|row| row.payload.contains("Kofi Asante has chosen you to be at their side"))
    );
    assert!(kofi.get("/account/data.json").is(200).body.contains("Leon Fairweather"));
    kofi.post("/account/support", &[("supporter", "nobody")]).is(303);
    assert_eq!(
        letters(&web, "leon", "access/told").len(),
        2,
        "and told that it is over"
    );
    // The supporter does not choose themselves.
    let own = web.signed_in("leon").get("/account/support").is(200);
    assert!(!own.body.contains(&format!("value=\"{leon}\"")));
}

#[test]
fn on_a_break_nothing_asks_or_reminds_and_it_comes_when_they_are_back() {
    let web = Web::new();
    let kofi = web.signed_in("kofi");
    let wrong = [("until-day", "31"), ("until-month", "2"), ("until-year", "2026")];
    kofi.post("/account/break", &wrong).is(422).says("Enter a day, such as");
    let past = [("until-day", "1"), ("until-month", "1"), ("until-year", "2026")];
    kofi.post("/account/break", &past)
        .is(422)
        .says("Enter today or a later day");
    kofi.post("/account/break", &[]).is(303);
    kofi.get("/account/support")
        .is(200)
        .says("You have a break until you say that you are back");
    follow_up(&web, "kofi");
    follow_up(&web, "linda");
    let held = |who: &str| letters(&web, who, "follow_up_new")[0].next_at.utc() > web.now();
    assert!(held("kofi") && !held("linda"));
    // Who else takes part is told nothing of it, and it waits on his list all the same.
    kofi.get("/")
        .is(200)
        .says("Ask for a larger room")
        .says("You are taking a break until you say that you are back");
    let rachel = web.signed_in("rachel");
    let page = format!("/people/{}", web.t.person("kofi"));
    rachel
        .get(&page)
        .is(200)
        .says("Away for now")
        .says("Nobody needs to know why");
    let others = words(&web.signed_in("linda").get("/").is(200).body);
    assert!(!others.contains("away") && !others.contains("You are taking a break"));
    assert_eq!(breaks::give_time_to_all(&web.t.app).unwrap(), 1);
    assert_eq!(
        kofi.post("/account/break/end", &[]).is(303).to(),
        "/account/support?done=back"
    );
    assert!(!held("kofi"), "it goes out now");
    assert!(!rachel.get(&page).body.contains("Away for now"));
    kofi.get("/account/support")
        .is(200)
        .says("You can take a break whenever you wish");
}

/// A mail server that knows nobody.
#[derive(Debug)]
struct NobodyHere;

impl Transport for NobodyHere {
    fn send(&self, _: &Posted) -> Result<Taken, SendFault> {
        Err(SendFault::Refused("550 no such user here".to_owned()))
    }
}

#[test]
fn a_letter_that_reaches_nobody_becomes_a_call_of_whoever_they_have_chosen() {
    let web = Web::new();
    let leon = web.t.person("leon");
    web.signed_in("kofi")
        .post("/account/support", &[("supporter", &leon)])
        .is(303);
    follow_up(&web, "kofi");
    let worker = worker::through(&web.t, Arc::new(NobodyHere));
    worker.drain(web.now()).unwrap();
    let of_kofi: Vec<_> = calls(&web)
        .into_iter()
        .filter(|(whom, _)| *whom == web.t.person("kofi"))
        .collect();
    assert_eq!(of_kofi, [(web.t.person("kofi"), Some(leon))]);
    web.signed_in("leon")
        .get("/")
        .is(200)
        .says("Telephone somebody whom a letter did not reach");
    // One call, however many letters come back.
    follow_up(&web, "kofi");
    worker.drain(web.now()).unwrap();
    assert_eq!(
        calls(&web)
            .iter()
            .filter(|(whom, _)| *whom == web.t.person("kofi"))
            .count(),
        1
    );
}

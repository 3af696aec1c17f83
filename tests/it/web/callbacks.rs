//! A bid that was sent with a code from an email alone: in time, and confirmed by a call before it is opened.

use accord::service::{
    authority::Caller,
    transition::{Ask, Command},
};
use accord_store::submissions;
use serde_json::json;

use super::browser::{Web, words};
use crate::{service::award, support::app::object};

/// Sends a bid as somebody who has shown a code alone, or more.
pub(super) fn send(web: &Web, instance: &str, who: &str, code_alone: bool) {
    let answers: Vec<_> = web
        .t
        .app
        .store
        .read(|db| {
            let bid = accord_store::instances::load(db, &web.t.alliance, instance).unwrap();
            let row = accord_store::subjects::load(db, &web.t.alliance, &bid.subject_id).unwrap();
            accord_store::rounds::questions(db, row.parent_id.as_deref().unwrap())
        })
        .unwrap()
        .into_iter()
        .map(|one| {
            // What is asked for each network is answered for the one that the bid is for.
            let key = match one.data.contains("\"for_each_lot\":true") {
                true => format!("{}@foundry", one.code),
                false => one.code,
            };
            json!({ "question": key, "answer": "We know our neighbours." })
        })
        .collect();
    let command = Command {
        alliance: web.t.alliance.clone(),
        instance: instance.to_owned(),
        caller: Caller {
            code_alone,
            ..web.t.caller(who)
        },
        key: None,
        seen: None,
        ask: Ask::Act {
            event: "submit".to_owned(),
            state: None,
            answers: object(json!({
                "lots": ["foundry"], "most_lots": 1, "price": "£38,000.00", "can_start": "2026-09-01",
                "answers": answers, "true_and_fair": true,
            })),
            reason: None,
        },
    };
    web.t.app.ask(command).unwrap();
}

#[test]
fn what_somebody_had_shown_is_known_of_what_they_sent() {
    let web = Web::new();
    let round = award::round(&web.t);
    for (organisation, who, alone) in [("burngreave", "amina", true), ("heeley-hub", "martin", false)] {
        let (instance, _) = award::bid(&web.t, &round, organisation);
        send(&web, &instance, who, alone);
        let sent = |db: &mut accord_store::Db| submissions::of_instance(db, &web.t.alliance, &instance);
        let rows = web.t.app.store.read(sent).unwrap();
        assert_eq!(rows.iter().map(|row| row.code_alone).collect::<Vec<_>>(), [alone]);
    }
    // Before bids are closed nobody is told whom there is to call.
    let rachel = web.signed_in("rachel");
    rachel
        .get(&format!("/round/{}/work/bid.call_back", round.record))
        .is(404);
    let page = rachel.get(&format!("/round/{}", round.record)).is(200);
    assert!(!words(&page.body).contains("Burngreave"));
}

#[test]
fn a_factor_made_after_the_bid_was_begun_proves_no_more_than_the_mailbox() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, _) = award::bid(&web.t, &round, "burngreave");
    web.advance(chrono::TimeDelta::days(120));
    let amina = web.t.person("amina");
    accord::service::access::factors::set_password(&web.t.app, &amina, "four calm green ducks").unwrap();
    send(&web, &instance, "amina", false);
    let sent = |db: &mut accord_store::Db| submissions::of_instance(db, &web.t.alliance, &instance);
    assert!(web.t.app.store.read(sent).unwrap()[0].code_alone);
}

#[test]
fn whoever_sends_with_a_code_alone_reads_what_follows() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, _) = award::bid(&web.t, &round, "burngreave");
    let browser = web.browser();
    browser.sign_in("amina@burngreave.example");
    let check = format!("/task/{instance}/act/drafting/submit/check");
    browser
        .get(&check)
        .is(200)
        .says("After the closing time we call your organisation");
    let page = web.signed_in("amina").get(&check).is(200);
    assert!(!words(&page.body).contains("After the closing time we call"));
}

/// Puts the process on a record where the play of `sent-with-a-code-alone` has it, without playing it.
pub(super) fn stand(web: &Web, record: &str, states: &[&str]) {
    let (alliance, record) = (web.t.alliance.clone(), record.to_owned());
    let states: Vec<String> = states.iter().map(|state| (*state).to_owned()).collect();
    let write = move |db: &mut accord_store::Db| {
        let mut row = accord_store::instances::of_subject(db, &alliance, &record)?.remove(0);
        let mut snapshot: serde_json::Value = serde_json::from_str(&row.snapshot).unwrap();
        snapshot["states"] = json!(states);
        row.snapshot = snapshot.to_string();
        let seq = row.seq;
        row.seq += 1;
        accord_store::instances::advance(db, &row, seq)
    };
    web.t.app.store.write(write).unwrap();
}

#[test]
fn whoever_calls_reads_the_number_from_before_the_bid_and_nothing_of_the_bid() {
    let web = Web::new();
    let round = award::round(&web.t);
    web.t.clock.advance(chrono::TimeDelta::hours(1));
    stand(&web, &round.record, &["published", "taking_questions"]);
    let begun = web.t.act(&round.instance, "amina", "start_bid", json!({})).unwrap();
    let instance = begun.started[0].clone();
    let read = |db: &mut accord_store::Db| accord_store::instances::load(db, &web.t.alliance, &instance);
    let bid = web.t.app.store.read(read).unwrap().subject_id;
    // Whoever took the mailbox over changes the number: it is not the one that is called.
    web.t.clock.advance(chrono::TimeDelta::hours(1));
    let amina = web.signed_in("amina");
    let organisation = amina.get("/organisations?q=burngreave").is(200);
    let path = super::browser::link(&organisation.body, "Burngreave Wellbeing Circle");
    let new = [("name", "Burngreave Wellbeing Circle"), ("telephone", "0114 496 0999")];
    amina.post(&format!("{path}/profile"), &new).is(303);
    send(&web, &instance, "amina", true);
    stand(&web, &round.record, &["closed"]);
    stand(&web, &bid, &["sealed"]);
    let call = format!("/round/{}/work/bid.call_back", round.record);
    for who in ["martin", "anneka", "moses", "grace"] {
        web.signed_in(who).get(&call).is(404);
    }
    let rachel = web.signed_in("rachel");
    let page = rachel
        .get(&call)
        .is(200)
        .says("Burngreave Wellbeing Circle: 0114 496 0101.");
    for secret in ["0999", "38,000", "know our neighbours"] {
        assert!(!words(&page.body).contains(secret), "{secret}");
    }
    let key = page.hidden("ac-key");
    rachel
        .post(&call, &[("ac-key", &key), ("bid", "burngreave"), ("answer", "yes")])
        .is(422)
        .says("Enter whom you spoke to.");
    rachel
        .post(
            &call,
            &[("ac-key", &key), ("bid", "burngreave"), ("answer", "not_reached")],
        )
        .is(303);
    rachel.get(&call).is(200).says("Nobody was reached in 1 call.");
}

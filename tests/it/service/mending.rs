//! What was given up waits for a person, with the reason, who can mend it and how.

use std::sync::Arc;

use accord::{
    effects::mail::{
        smtp::{Line, Smtp, SmtpSettings},
        transport::Transport,
    },
    service::{
        authority::Caller,
        fault::Fault,
        library::{Library, Shelf},
        mending::{self, Again, By, ToMend},
    },
};
use accord_store::{
    journal,
    outbox::{self, OutboxRow, OutboxStatus},
    people,
};
use chrono::TimeDelta;
use serde_json::json;

use crate::support::{
    app::TestApp,
    receiver::{Manner, Receiver},
    worker,
};

fn to(receiver: &Receiver) -> Arc<dyn Transport> {
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: receiver.port,
        line: Line::Plain,
        login: None,
        hello: "accord.example".to_owned(),
        authority: None,
        patience: std::time::Duration::from_secs(2),
    };
    Arc::new(Smtp::new(&settings).unwrap())
}

/// A specification is taken forward; its first letter meets a server that behaves like this.
fn with_one_dead_letter(manner: Manner) -> (TestApp, Receiver, String) {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    t.act(&spec, "rachel", "take_forward", json!({ "reason": "We start now." }))
        .unwrap();
    let receiver = Receiver::start([manner]);
    let drained = worker::through(&t, to(&receiver)).drain(t.app.wall.now()).unwrap();
    assert_eq!(drained.dead, 1);
    (t, receiver, spec)
}

fn waiting(t: &TestApp) -> Vec<ToMend> {
    mending::open(&t.app, &t.alliance).unwrap()
}

fn row(t: &TestApp, key: &str) -> OutboxRow {
    t.app.store.read(|db| outbox::load(db, &t.alliance, key)).unwrap()
}

/// What the journal says of mending, newest last.
fn journalled(t: &TestApp) -> Vec<serde_json::Value> {
    let rows = t.app.store.read(|db| journal::page(db, &t.alliance, 0, 1000)).unwrap();
    rows.iter()
        .filter_map(|row| {
            serde_json::from_str::<serde_json::Value>(&row.body)
                .unwrap()
                .get("mended")
                .cloned()
        })
        .collect()
}

#[test]
fn a_dead_letter_is_a_task_with_the_reason_who_can_mend_it_and_how() {
    let (t, _, spec) = with_one_dead_letter(Manner::RefuseRecipient("550 5.1.1 no such user"));
    let all = waiting(&t);
    let [one] = all.as_slice() else {
        panic!("{all:#?}");
    };
    assert_eq!(one.instance.as_deref(), Some(spec.as_str()));
    assert!(one.about.contains("Peer support"), "{}", one.about);
    assert_eq!(one.what, "A letter could not be delivered: the address does not exist.");
    assert!(one.reason.contains("550"), "{}", one.reason);
    assert!(one.how.contains("right address"), "{}", one.how);
    assert_eq!(one.roles, ["Contract manager"]);
    assert!(one.people.contains(&"Rachel Okafor".to_owned()), "{:?}", one.people);
    let letter = one.letter.as_ref().unwrap();
    assert_eq!((letter.kind.as_str(), letter.tries), ("email", 1));
    assert_eq!(letter.template, "new_text_begins");
    // The process waits for them.
    let awaited = accord::service::waiting::awaited(&t.app, &t.alliance, &spec).unwrap();
    let mend = awaited.iter().find(|one| one.what == all[0].what).unwrap();
    assert!(mend.handles.contains(&"rachel".to_owned()), "{mend:?}");
    // It stands on the list of those who can mend it, and on nobody else's.
    let list = |who: &str| mending::of_person(&t.app, &t.alliance, &t.person(who)).unwrap().len();
    assert_eq!((list("rachel"), list("amina")), (1, 0));
}

#[test]
fn sent_again_it_goes_to_the_address_that_the_person_has_by_then() {
    let (t, receiver, spec) = with_one_dead_letter(Manner::RefuseRecipient("550 5.1.1 no such user"));
    let before = receiver.received().len();
    let key = waiting(&t)[0].letter.as_ref().unwrap().key.clone();
    let person = row(&t, &key).recipient;
    t.at_desk(move |desk| Ok(people::readdress(desk.db, &person, Some("new@home.example"))?));
    t.clock.advance(TimeDelta::days(5));
    let by = By::Person(t.caller("rachel"));
    mending::send_again(&t.app, &t.alliance, &key, &by, Again::default()).unwrap();
    assert!(waiting(&t).is_empty());
    assert_eq!(row(&t, &key).status, OutboxStatus::Queued);

    let drained = worker::through(&t, to(&receiver)).drain(t.app.wall.now()).unwrap();
    assert_eq!((drained.done, drained.dead), (1, 0));
    let received = receiver.received();
    assert_eq!(received.len(), before + 1);
    let last = received.last().unwrap();
    assert_eq!(last.to, "new@home.example");
    assert!(last.header("To").unwrap().contains("new@home.example"));
    // Each try has a line of its own in the ledger.
    let ledger = t
        .app
        .store
        .read(|db| accord_store::deliveries::of_outbox(db, &t.alliance, &key))
        .unwrap();
    assert_eq!(ledger.len(), 2);
    let said = journalled(&t);
    assert_eq!(said[0]["done"], "sent again");
    assert_eq!(said[0]["by"], t.person("rachel").as_str());
    assert_eq!(said[0]["how"]["changed"], json!(["address"]));
    assert!(
        !said[0].to_string().contains("home.example"),
        "no address in the journal"
    );
    let scope = t
        .app
        .store
        .read(|db| journal::of_instance(db, &t.alliance, &spec))
        .unwrap();
    assert!(scope.iter().any(|row| row.body.contains("mended")));
}

#[test]
fn days_later_a_letter_that_is_sent_again_has_all_its_tries() {
    let (t, _, _) = with_one_dead_letter(Manner::RefuseMessage("554 5.7.1 no"));
    let key = waiting(&t)[0].letter.as_ref().unwrap().key.clone();
    t.clock.advance(TimeDelta::days(10));
    let by = By::Operator("jo".to_owned());
    mending::send_again(&t.app, &t.alliance, &key, &by, Again::default()).unwrap();
    let receiver = Receiver::start(std::iter::repeat_n(Manner::RefuseMessage("451 4.3.0 later"), 100));
    let worker = worker::through(&t, to(&receiver));
    for _ in 0..40 {
        worker.drain(t.app.wall.now()).unwrap();
        match t.app.store.read(outbox::next).unwrap() {
            Some(next) => t.clock.move_to(next),
            None => break,
        }
    }
    assert_eq!(receiver.commands().iter().filter(|said| *said == "DATA").count(), 20);
    let one = &waiting(&t)[0];
    assert!(one.reason.starts_with("given up after 20 tries"), "{}", one.reason);
    assert!(one.how.contains("ACCORD_MAIL"), "{}", one.how);
}

#[test]
fn an_address_may_be_given_and_must_be_one() {
    let (t, receiver, _) = with_one_dead_letter(Manner::RefuseRecipient("550 5.1.1 no such user"));
    let key = waiting(&t)[0].letter.as_ref().unwrap().key.clone();
    let by = By::Operator("jo".to_owned());
    let again = |to: &str| Again {
        to: Some(to.to_owned()),
        todays_words: false,
    };
    for bad in ["", "nobody", "a b@c.example", "a@b\r\nRCPT TO:<x@y>"] {
        let refused = mending::send_again(&t.app, &t.alliance, &key, &by, again(bad));
        assert!(matches!(refused, Err(Fault::Invalid(_))), "{bad:?}: {refused:?}");
    }
    assert_eq!(waiting(&t).len(), 1);
    mending::send_again(&t.app, &t.alliance, &key, &by, again("other@home.example")).unwrap();
    worker::through(&t, to(&receiver)).drain(t.app.wall.now()).unwrap();
    assert_eq!(receiver.received().last().unwrap().to, "other@home.example");
}

#[test]
fn a_letter_is_dropped_with_a_reason_and_by_those_who_may() {
    let (t, _, _) = with_one_dead_letter(Manner::RefuseRecipient("550 5.1.1 no such user"));
    let key = waiting(&t)[0].letter.as_ref().unwrap().key.clone();
    let drop = |who: &str, because: &str| {
        let by = By::Person(Caller::own(t.person(who)));
        mending::drop_letter(&t.app, &t.alliance, &key, &by, because)
    };
    match drop("amina", "I do not want it.") {
        Err(Fault::Refused(refusal)) => assert!(refusal.reasons[0].because.contains("Contract manager")),
        other => panic!("{other:?}"),
    }
    assert!(matches!(drop("rachel", "  "), Err(Fault::Invalid(_))));
    assert_eq!(waiting(&t).len(), 1);
    drop("rachel", "She was told by phone.").unwrap();
    assert!(waiting(&t).is_empty());
    assert_eq!(row(&t, &key).status, OutboxStatus::Dead);
    assert_eq!(journalled(&t)[0]["how"]["because"], "She was told by phone.");
    assert!(matches!(drop("rachel", "Again."), Err(Fault::NotFound(_))));
    // Dropped by mistake: it can still be sent.
    let by = By::Operator("jo".to_owned());
    mending::send_again(&t.app, &t.alliance, &key, &by, Again::default()).unwrap();
    assert_eq!(row(&t, &key).status, OutboxStatus::Queued);
    let sent = mending::send_again(&t.app, &t.alliance, &key, &by, Again::default());
    assert!(matches!(sent, Err(Fault::NotFound(_))), "{sent:?}");
}

#[test]
fn words_that_cannot_be_filled_in_are_mended_with_todays() {
    let broken = "---\ncontext: specification\nsubject: \"{{act.form.none}}\"\n---\nHello.\n";
    let library = |text: Option<&str>| {
        let shelf = Shelf::built_in();
        let shelf = match text {
            Some(text) => shelf.with("templates/mail/new_text_begins.md.hbs", text),
            None => shelf,
        };
        Arc::new(Library::read(shelf).unwrap())
    };
    let t = TestApp::with(library(Some(broken)));
    let (spec, _) = t.specification();
    t.act(&spec, "rachel", "take_forward", json!({ "reason": "We start now." }))
        .unwrap();
    let (worker, _) = worker::with_mail(&t);
    assert!(worker.drain(t.app.wall.now()).unwrap().dead > 0);
    drop(worker);

    // The file is mended; the instance stays with what it was published with, until somebody says so.
    let t = t.restarted(library(None));
    let keys: Vec<String> = waiting(&t).into_iter().map(|one| one.letter.unwrap().key).collect();
    let by = By::Person(t.caller("rachel"));
    mending::send_again(&t.app, &t.alliance, &keys[0], &by, Again::default()).unwrap();
    let (worker, memory) = worker::with_mail(&t);
    assert_eq!(worker.drain(t.app.wall.now()).unwrap().dead, 1);
    let todays = Again {
        to: None,
        todays_words: true,
    };
    mending::send_again(&t.app, &t.alliance, &keys[0], &by, todays).unwrap();
    let drained = worker.drain(t.app.wall.now()).unwrap();
    assert_eq!((drained.done, drained.dead), (1, 0));
    assert!(worker::text(&memory.sent()[0].bytes).contains("is taken forward"));
}

#[test]
fn an_incident_is_closed_with_a_word_on_what_was_done() {
    let (t, _, _) = with_one_dead_letter(Manner::RefuseRecipient("550 5.1.1 no such user"));
    let by = By::Person(t.caller("rachel"));
    let letter = waiting(&t)[0].incident.clone();
    let closed = mending::close(&t.app, &t.alliance, &letter, &by, "Seen.");
    assert!(
        matches!(closed, Err(Fault::Invalid(_))),
        "a letter is sent again or dropped: {closed:?}"
    );
    t.at_desk(|desk| {
        let row = accord_store::incidents::IncidentRow {
            id: "i1".to_owned(),
            alliance_id: desk.alliance.clone(),
            instance_id: None,
            what: "A wheel came off.".to_owned(),
            detail: "The left one.".to_owned(),
            at: desk.now.into(),
            closed_at: None,
            closed_by: None,
            outbox_key: None,
            mend: None,
        };
        Ok(accord_store::incidents::open(desk.db, &row)?)
    });
    let one = waiting(&t).into_iter().find(|one| one.incident == "i1").unwrap();
    assert!(one.letter.is_none() && one.how.contains("close it"));
    assert!(one.people.contains(&"Rachel Okafor".to_owned()));
    mending::close(&t.app, &t.alliance, "i1", &by, "Put back on.").unwrap();
    assert_eq!(waiting(&t).len(), 1);
    assert_eq!(journalled(&t)[0]["because"], "Put back on.");
}

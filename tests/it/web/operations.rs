//! How the installation is: for whoever mends, and without giving away what they do not see.

use accord::service::{
    authority::Caller,
    operations::{self, Verified},
};
use accord_store::{
    Stamp,
    incidents::{self, IncidentRow},
    outbox::{self, NewOutbox},
};

use crate::{service::award, support::app::TestApp};

use super::browser::{Web, link, words};

/// Part of an entry of the journal.
const WRITTEN: &[u8] = b"\"corrected\"";

/// A letter that was given up: takes one that waits, and fails it.
fn given_up(web: &Web, wanted: impl Fn(&outbox::OutboxRow) -> bool) -> String {
    let row = web
        .posted()
        .into_iter()
        .find(|row| row.kind == "email" && wanted(row))
        .unwrap();
    let (now, key, alliance) = (web.now(), row.key.clone(), web.t.alliance.clone());
    let write = move |db: &mut accord_store::Db| {
        let until = now + chrono::TimeDelta::minutes(5);
        outbox::lease(db, "test", now + chrono::TimeDelta::minutes(1), until, 10_000)?;
        outbox::dead(db, &row.key, "test", now, "550 no such mailbox")?;
        incidents::open(
            db,
            &IncidentRow {
                id: "01900000-0000-7000-8000-0000000000bb".to_owned(),
                alliance_id: alliance,
                instance_id: row.instance_id,
                what: "A letter could not be delivered: the address does not exist.".to_owned(),
                detail: "550 no such mailbox".to_owned(),
                at: Stamp::from(now),
                closed_at: None,
                closed_by: None,
                outbox_key: Some(row.key),
                mend: Some("Correct the address, then send it again.".to_owned()),
            },
        )
    };
    web.t.app.store.write(write).unwrap();
    key
}

#[test]
fn a_letter_that_was_given_up_is_sent_again_or_dropped_with_a_reason() {
    let web = Web::new();
    let browser = web.signed_in("rachel");
    browser
        .get("/operations/incidents")
        .is(200)
        .says("Nothing waits for anybody");
    let page = format!("/people/{}", web.t.person("hugh"));
    browser.post(&format!("{page}/invite"), &[]).is(303);
    let key = given_up(&web, |row| row.key.starts_with("access/"));
    browser.get("/operations").is(200).says("Given up 1");
    let list = browser.get("/operations/incidents").is(200).says("550 no such mailbox");
    let one = link(&list.body, "A letter could not be delivered");
    browser.get(&one).is(200).says("hugh@rethink.example");
    browser.post(&one, &[]).is(422).says("Choose what is to be done");
    browser.post(&one, &[("done", "drop")]).is(422).says("Say why");
    browser
        .post(&one, &[("done", "close"), ("because", "x")])
        .is(422)
        .says("Choose one of the ways");
    let ledger = browser
        .get("/operations/letters?q=hugh@rethink")
        .is(200)
        .says("1 letter");
    assert!(!ledger.body.contains("/invitation/"), "the way in is in nobody's list");
    browser.post(&one, &[("done", "again")]).is(303);
    browser.get(&one).is(404);
    browser.get("/operations/incidents").is(200).says("seen to on");
    let alliance = web.t.alliance.clone();
    let row = web.t.app.store.read(|db| outbox::load(db, &alliance, &key)).unwrap();
    assert_ne!(row.status, outbox::OutboxStatus::Dead);
}

#[test]
fn nothing_here_gives_away_a_bid_that_is_not_opened() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, bid) = award::bid(&web.t, &round, "burngreave");
    let (alliance, now) = (web.t.alliance.clone(), web.now());
    // A letter about the bid, to the bidder.
    let example = {
        let browser = web.signed_in("rachel");
        browser
            .post(&format!("/people/{}/invite", web.t.person("amina")), &[])
            .is(303);
        let mut rows = web.posted().into_iter();
        rows.find(|row| row.key.starts_with("access/") && row.recipient == web.t.person("amina"))
            .unwrap()
    };
    let own = instance.clone();
    let write = move |db: &mut accord_store::Db| {
        let row = NewOutbox {
            key: format!("{own}/999/0/amina"),
            alliance_id: alliance,
            instance_id: Some(own),
            kind: "email".to_owned(),
            recipient: "amina".to_owned(),
            payload: example.payload,
            template: None,
            then_event: None,
            place: 0,
        };
        outbox::put(db, &[row], now)
    };
    web.t.app.store.write(write).unwrap();
    given_up(&web, |row| row.instance_id.as_deref() == Some(&instance));
    let browser = web.signed_in("rachel");
    let list = browser
        .get("/operations/incidents")
        .is(200)
        .says("A record that you do not see yet");
    let one = link(&list.body, "A letter could not be delivered");
    let shown = browser.get(&one).is(200);
    let ledger = browser.get("/operations/letters").is(200).says("left out");
    for page in [&list, &shown, &ledger, &browser.get("/operations")] {
        assert!(
            !page.body.contains(&bid) && !page.body.contains(&instance),
            "the bid is given away"
        );
    }
    for page in [&list, &shown] {
        assert!(!words(&page.body).contains("urngreave"), "the bidder is given away");
    }
}

#[test]
fn the_journal_is_verified_from_the_page_and_says_what_is_broken() {
    let web = Web::new();
    let _ = web.t.specification();
    let browser = web.signed_in("rachel");
    let form = [
        ("name", "Hugh A Ellison"),
        ("channel", "email"),
        ("email", "hugh@rethink.example"),
    ];
    browser
        .post(&format!("/people/{}/correct", web.t.person("hugh")), &form)
        .is(303);
    browser
        .get("/operations")
        .is(200)
        .says("No clock is late")
        .says("Root over them");
    browser
        .post("/operations/verify", &[])
        .is(200)
        .says("Nothing was changed");
    // One byte is changed behind its back, in a copy.
    web.t.app.store.settle().unwrap();
    let bytes = std::fs::read(web.t.folder.path().join("test.db")).unwrap();
    let verified = |bytes: &[u8], name: &str| {
        let copy = web.t.folder.path().join(name);
        std::fs::write(&copy, bytes).unwrap();
        let t = TestApp::on(&copy);
        let rachel = Caller::own(t.person("rachel"));
        operations::verify(&t.app, &t.alliance, &rachel).unwrap()
    };
    assert!(matches!(verified(&bytes, "same.db"), Verified::Whole { .. }));
    let place = bytes
        .windows(WRITTEN.len())
        .position(|part| part == WRITTEN)
        .expect("the entry is in the file");
    let mut changed = bytes;
    changed[place + 1] = b'C';
    let said = verified(&changed, "changed.db");
    assert!(matches!(said, Verified::Broken(_)), "{said:?}");
}

#[test]
fn what_went_wrong_stands_on_the_home_of_whoever_mends_and_keeps_its_reason() {
    let web = Web::new();
    let alliance = web.t.alliance.clone();
    let row = accord_store::incidents::IncidentRow {
        id: web.t.app.rng.id(web.now()),
        alliance_id: alliance,
        instance_id: None,
        what: "The notice board is down.".to_owned(),
        detail: String::new(),
        at: web.now().into(),
        closed_at: None,
        closed_by: None,
        outbox_key: None,
        mend: None,
    };
    let path = format!("/operations/incidents/{}", row.id);
    web.t
        .app
        .store
        .write(move |db| accord_store::incidents::open(db, &row))
        .unwrap();
    let rachel = web.signed_in("rachel");
    let home = rachel.get("/").is(200).says("The notice board is down.");
    assert!(home.body.contains(&path));
    let other = web.signed_in("grace").get("/").is(200);
    assert!(!words(&other.body).contains("notice board"));
    rachel
        .post(&path, &[("done", "close"), ("because", "It was switched on again.")])
        .is(303);
    rachel
        .get("/operations/incidents")
        .is(200)
        .says("by Rachel Okafor")
        .says("It was switched on again.");
    assert!(!words(&rachel.get("/").is(200).body).contains("notice board"));
}

#[test]
fn the_library_says_what_is_proved_and_what_runs_by_which_version() {
    let web = Web::new();
    let (_, record) = web.t.specification();
    let rachel = web.signed_in("rachel");
    rachel.get("/operations").is(200).says("Workflow library");
    let list = rachel.get("/operations/workflows").is(200).says("Proved");
    let one = link(&list.body, "A specification written together");
    let page = rachel
        .get(&one)
        .is(200)
        .says("Situations looked at")
        .says("The file of today");
    page.says("Fingerprint of the definition");
    let file = web.t.app.library.files.get("specification").unwrap();
    let hash = file.workflow.as_ref().unwrap().hash.to_string();
    let same = format!("/operations/workflows/specification/compare?from={hash}&to={hash}");
    rachel.get(&same).is(200).says("Nothing changes for anybody");
    rachel
        .get("/operations/workflows/specification/compare?from=a&to=b")
        .is(404);
    rachel.get("/operations/workflows/none").is(404);
    for page in [
        rachel.get("/operations/workflows"),
        rachel.get("/operations/workflows/bid"),
    ] {
        assert!(!page.body.contains(&record), "what runs is counted and not named");
    }
    web.signed_in("grace").get("/operations/workflows").is(404);
}

#[test]
fn it_is_for_whoever_mends() {
    let web = Web::new();
    for who in ["grace", "amina", "hugh", "pritpal", "diane"] {
        let browser = web.signed_in(who);
        for path in ["/operations", "/operations/letters", "/operations/incidents"] {
            browser.get(path).is(404);
        }
        browser.post("/operations/verify", &[]).is(404);
    }
}

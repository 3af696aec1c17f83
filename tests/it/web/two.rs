//! While bids are open or sealed, it takes two to change who speaks for an organisation.

use accord_store::{appointments, organisations};

use super::{browser::Web, callbacks::stand};
use crate::service::award;

fn bidder(organisation: &str) -> Vec<(&str, &str)> {
    vec![
        ("role", "bidder"),
        ("place", "organisation"),
        ("organisation", organisation),
        ("from-day", "5"),
        ("from-month", "1"),
        ("from-year", "2026"),
        ("reason", "They work there now"),
    ]
}

fn letters(web: &Web) -> usize {
    let rows = web.posted();
    rows.iter().filter(|row| row.key.starts_with("access/told/")).count()
}

#[test]
fn a_manager_alone_changes_nobody_who_speaks_for_an_organisation() {
    let web = Web::new();
    let round = award::round(&web.t);
    let read = |db: &mut accord_store::Db| organisations::by_handle(db, &web.t.alliance, "burngreave");
    let burngreave = web.t.app.store.read(read).unwrap().unwrap().id;
    let hodan = web.t.person("hodan");
    let holds = |role: &str| {
        let now = web.t.app.clock.now().into();
        let held = web
            .t
            .app
            .store
            .read(|db| appointments::of_person(db, &web.t.alliance, &hodan, now))
            .unwrap();
        held.iter().any(|one| one.role == role)
    };
    stand(&web, &round.record, &["closed"]);
    let rachel = web.signed_in("rachel");
    // What does not fit is said at once.
    rachel
        .post(&format!("/people/{hodan}/appoint"), &[("role", "bidder")])
        .is(422);
    let asked = rachel
        .post(&format!("/people/{hodan}/appoint"), &bidder(&burngreave))
        .is(303);
    assert_eq!(asked.to(), "/people/waiting");
    assert!(!holds("bidder"), "nothing was done");
    // The other manager, and the organisation's own people, have been told.
    assert!(letters(&web) >= 3, "{}", letters(&web));
    let list = rachel
        .get("/people/waiting")
        .is(200)
        .says("Hodan Ali is to be Bidding organisation");
    list.says("You asked for it yourself");
    let tom = web.signed_in("tom");
    let page = tom.get("/people/waiting").is(200);
    let change = page
        .body
        .split("name=\"change\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    tom.post("/people/waiting", &[("change", &change)])
        .is(422)
        .says("Select whether you confirm it");
    rachel
        .post("/people/waiting", &[("change", &change), ("answer", "yes")])
        .is(403)
        .says("You asked for this yourself");
    tom.post("/people/waiting", &[("change", &change), ("answer", "yes")])
        .is(303);
    assert!(holds("bidder"));
    tom.get("/people/waiting").is(200).says("Nothing waits");
    tom.post("/people/waiting", &[("change", &change), ("answer", "yes")])
        .is(422);
    // An address, and somebody who acts for another, likewise; a role in the alliance is not held back.
    let amina = web.t.person("amina");
    let address = [
        ("name", "Amina Yusuf"),
        ("channel", "email"),
        ("email", "new@burngreave.example"),
    ];
    assert_eq!(
        rachel.post(&format!("/people/{amina}/correct"), &address).is(303).to(),
        "/people/waiting"
    );
    let name = [
        ("name", "Amina A Yusuf"),
        ("channel", "email"),
        ("email", "amina@burngreave.example"),
    ];
    assert_ne!(
        rachel.post(&format!("/people/{amina}/correct"), &name).is(303).to(),
        "/people/waiting"
    );
    let leon = web.t.person("leon");
    let mut wide = bidder("");
    wide.retain(|(name, _)| !["role", "place", "organisation"].contains(name));
    wide.extend([("role", "auditor"), ("place", "alliance")]);
    assert_ne!(
        rachel.post(&format!("/people/{leon}/appoint"), &wide).is(303).to(),
        "/people/waiting"
    );
    // An organisation that does not bid is treated the same: nothing is told by the question.
    let read = |db: &mut accord_store::Db| organisations::by_handle(db, &web.t.alliance, "mens-shed");
    let shed = web.t.app.store.read(read).unwrap().unwrap().id;
    let terence = web.t.person("terence");
    let asked = rachel
        .post(&format!("/people/{terence}/appoint"), &bidder(&shed))
        .is(303);
    assert_eq!(asked.to(), "/people/waiting");
}

#[test]
fn without_a_round_one_is_enough() {
    let web = Web::new();
    let read = |db: &mut accord_store::Db| organisations::by_handle(db, &web.t.alliance, "burngreave");
    let burngreave = web.t.app.store.read(read).unwrap().unwrap().id;
    let hodan = web.t.person("hodan");
    let rachel = web.signed_in("rachel");
    let done = rachel
        .post(&format!("/people/{hodan}/appoint"), &bidder(&burngreave))
        .is(303);
    assert_eq!(done.to(), format!("/people/{hodan}"));
}

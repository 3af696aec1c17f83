//! Several people write a bid; who of them sends it, their own organisation decides.

use accord_store::organisations;
use serde_json::json;

use super::browser::{Web, words};
use crate::service::award;

fn people(web: &Web) -> String {
    let read = |db: &mut accord_store::Db| organisations::by_handle(db, &web.t.alliance, "mens-shed");
    let row = web.t.app.store.read(read).unwrap().unwrap();
    format!("/organisations/{}/people", row.id)
}

#[test]
fn an_organisation_decides_who_writes_and_who_sends() {
    let web = Web::new();
    let (place, terence) = (people(&web), web.t.person("terence"));
    let barry = web.signed_in("barry");
    let page = barry.get(&place).is(200).says("Who writes, and who sends");
    let page = page.says("What does Terence Fox do for bids?");
    // Nobody decides for themselves, and nobody outside sees any of it.
    assert!(!page.body.contains("What does Barry Hague do for bids?"));
    web.signed_in("sarah").get(&place).is(404);
    web.signed_in("rachel").get(&place).is(404);
    let role = format!("role-{terence}");
    let give = |role_given: &str| {
        let key = barry.get(&place).is(200).hidden("ac-key");
        barry.post(
            &place,
            &[("ac-key", &key), ("person", &terence), (role.as_str(), role_given)],
        )
    };
    give("evaluator").is(422).says("Choose one of the answers.");
    let before = web.posted().len();
    give("bidder").is(303);
    let letters = web.posted();
    assert!(
        letters[before..]
            .iter()
            .any(|row| row.payload.contains("Writes bids, and sends them")),
        "Terence is told"
    );
    // Whoever sends may decide about others in turn; one who sends is left always.
    let second = web.signed_in("terence");
    let key = second
        .get(&place)
        .is(200)
        .says("What does Barry Hague do")
        .hidden("ac-key");
    let him = web.t.person("barry");
    second
        .post(
            &place,
            &[("ac-key", &key), ("person", &him), (&format!("role-{him}"), "neither")],
        )
        .is(303);
    give("bid_writer").is(422).says("Nobody else could send anything");
}

#[test]
fn who_only_writes_asks_for_it_to_be_sent_and_nothing_is_lost() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, bid) = award::bid(&web.t, &round, "mens-shed");
    let (barry, terence) = (web.signed_in("barry"), web.signed_in("terence"));
    // Sending is not offered to whoever writes.
    let page = terence
        .get(&format!("/bid/{bid}"))
        .is(200)
        .says("Write the bid together");
    let page = page.says("Ask somebody to send it");
    assert!(!page.body.contains("/submit"), "{}", page.body);
    terence.get(&format!("/task/{instance}/act/drafting/submit")).is(403);
    let write = format!("/bid/{bid}/work/bid.edit");
    let form = terence.get(&write).is(200).says("It can be sent by Barry Hague.");
    let key = form.hidden("ac-key");
    terence
        .post(
            &write,
            &[
                ("ac-key", &key),
                ("price", "11900"),
                ("answers.0.question", "values"),
                ("answers.values.answer", "We walk."),
            ],
        )
        .is(303);
    web.t
        .work(
            &bid,
            "terence",
            "bid.edit",
            json!({ "answers": [{ "question": "values", "answer": "We mend clocks together." }] }),
        )
        .unwrap();
    // What was written is sealed where it lies, and nobody outside reads it.
    let row = web.t.app.store.read(|db| accord_store::bids::load(db, &bid)).unwrap();
    assert!(row.draft.is_some_and(|draft| !draft.contains("clocks")));
    web.signed_in("rachel").get(&format!("/bid/{bid}")).is(404);
    // Whoever sends begins from it.
    let check = barry
        .get(&format!("/task/{instance}/act/drafting/submit/check"))
        .is(200);
    let said = words(&check.body);
    assert!(
        said.contains("We mend clocks together.") && said.contains("£11,900"),
        "{said}"
    );
    let file = barry
        .get(&format!("/task/{instance}/act/drafting/submit/draft.odt"))
        .is(200);
    assert!(
        file.body.contains("We mend clocks together.") && file.body.contains("At most 400 words. It has 4 words now.")
    );
    // Asked with one press, by letter.
    let asked = format!("/task/{instance}/act/drafting/ask_to_send/check");
    let page = terence.get(&asked).is(200);
    let (key, version) = (page.hidden("ac-key"), page.hidden("ac-version"));
    let before = web.posted().len();
    terence
        .post(&asked, &[("ac-key", &key), ("ac-version", &version)])
        .is(303);
    let posted = web.posted();
    assert!(posted[before..].iter().any(|row| row.payload.contains("bid_to_send")));
}

#[test]
fn what_was_written_together_goes_when_it_is_sent() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, bid) = award::bid(&web.t, &round, "mens-shed");
    web.t
        .work(&bid, "terence", "bid.edit", json!({ "communities": "Older men" }))
        .unwrap();
    super::callbacks::send(&web, &instance, "barry", false);
    let row = web.t.app.store.read(|db| accord_store::bids::load(db, &bid)).unwrap();
    assert_eq!(row.draft, None);
}

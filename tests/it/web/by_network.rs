//! What a bid answers for each network; what its organisation answered before; what a round asks that is out of
//! proportion.

use serde_json::json;

use super::browser::Web;
use crate::service::award;

#[test]
fn a_bid_has_a_page_for_each_network_that_it_is_for() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, _) = award::bid(&web.t, &round, "burngreave");
    let amina = web.signed_in("amina");
    let path = format!("/task/{instance}/act/drafting/submit");
    let at = |question: &str| format!("{path}?q={question}");
    let check = || amina.get(&format!("{path}/check")).is(200);

    let none = check();
    assert!(!none.body.contains("Local reach:"), "no network is chosen yet");
    let both = [("lots.foundry", "2"), ("lots.sapa-5", "1")];
    amina.post(&at("lots"), &both).is(303);
    let page = amina.get(&at("answers.reach@sapa-5")).is(200);
    page.says("Local reach: SAPA 5")
        .says("Write here about SAPA 5 alone.")
        .says("Up to 150 words.");
    let long = "known ".repeat(151);
    let page = amina.post(&at("answers.reach@sapa-5"), &[("answers.row.answer", long.as_str())]);
    page.is(422).says("must be 150 words or fewer. It has 151.");
    let kind = [("answers.row.answer", "We run the lunch club in Shiregreen.")];
    let next = amina.post(&at("answers.reach@sapa-5"), &kind).is(303);
    assert_eq!(next.to(), at("answers.reach@foundry"), "the favourite stands first");
    check()
        .says("Local reach: SAPA 5")
        .says("lunch club in Shiregreen")
        .says("Local reach: Foundry");
    amina.get(&format!("{path}/draft.odt")).is(200);

    // A network that is taken out is not asked about; what was written stays for whoever takes it in again.
    let one = [("lots.foundry", "1"), ("lots.sapa-5", "")];
    amina.post(&at("lots"), &one).is(303);
    let without = check();
    assert!(!without.body.contains("Local reach: SAPA 5"), "{}", without.body);
    amina.post(&at("lots"), &both).is(303);
    check().says("lunch club in Shiregreen");
}

#[test]
fn what_was_answered_before_is_there_to_copy_for_its_own_people_alone() {
    let web = Web::new();
    let before = award::round(&web.t);
    let (sent, _) = award::bid(&web.t, &before, "burngreave");
    web.t.act(&sent, "amina", "submit", award::answers()).unwrap();
    let now = award::round(&web.t);
    let (own, _) = award::bid(&web.t, &now, "burngreave");
    let (other, _) = award::bid(&web.t, &now, "heeley-hub");
    let page = |who: &str, bid: &str| {
        let path = format!("/task/{bid}/act/drafting/submit?q=answers.values");
        web.signed_in(who).get(&path).is(200)
    };
    let own = page("amina", &own);
    own.says("What you wrote to “Peer support as you understand it” before, in Sheffield Peer Support Framework")
        .says("and so on about values.");
    let other = page("martin", &other);
    assert!(!other.body.contains("and so on about"), "{}", other.body);
}

#[test]
fn a_page_says_what_is_out_of_proportion_and_takes_a_reason() {
    let web = Web::new();
    let round = award::round(&web.t);
    let rachel = web.signed_in("rachel");
    let work = |permit: &str| format!("/round/{}/work/{permit}", round.record);
    let much = json!({ "accounts_years": 6, "policies": ["quality_system"] });
    web.t.work(&round.record, "rachel", "round.edit", much).unwrap();
    for permit in ["question.edit", "round.edit", "lot.edit"] {
        rachel
            .get(&work(permit))
            .is(200)
            .says("Out of proportion: Accounts of 6 years are asked for.")
            .says("a certified quality system");
    }
    let page = rachel
        .get(&work("proportion.explain"))
        .is(200)
        .says("Years of accounts");
    let key = page.hidden("ac-key");
    let empty = [("ac-key", key.as_str()), ("check", "accounts"), ("why", "")];
    rachel.post(&work("proportion.explain"), &empty).is(422);
    let why = [
        ("ac-key", key.as_str()),
        ("check", "accounts"),
        ("why", "The funder asks for it."),
    ];
    rachel.post(&work("proportion.explain"), &why).is(303);
    rachel
        .get(&work("question.edit"))
        .is(200)
        .says("The reason that is published: The funder asks for it.");
    // Nobody else sets a round, or explains what it asks.
    web.signed_in("amina").get(&work("proportion.explain")).is(404);
}

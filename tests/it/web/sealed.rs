//! While bids are sealed, nobody but the bidder learns who bids, wherever they look.

use std::collections::BTreeMap;

use accord::{
    service::record,
    web::routes::{Method, Object, ROUTES, Who},
};
use serde_json::json;

use super::{
    browser::{Browser, Web, words},
    callbacks::{send, stand},
};
use crate::service::award;

/// What gives away that somebody of Heeley bids.
const NAMES: [&str; 2] = ["Martin Sorsby", "Heeley"];

/// How often the names stand on every page and in every file that somebody gets without asking for one thing.
fn named(browser: &Browser<'_>, round: &award::Round) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for route in ROUTES
        .iter()
        .filter(|route| route.method == Method::Get && route.api.is_none())
    {
        let id = match route.object {
            Object::Record => &round.record,
            Object::Instance => &round.instance,
            Object::Nothing | Object::Own | Object::File | Object::Document => "",
        };
        let path = route.path.replace("{kind}", "round").replace("{id}", id);
        // The demonstration's list of people, and pages about one more thing, are not about the round.
        if path.contains('{') || path.ends_with("//") || matches!(route.who, Who::Anyone) {
            continue;
        }
        let page = browser.get(&path);
        if page.status == 200 {
            let said = words(&page.body);
            out.insert(path, NAMES.iter().map(|name| said.matches(name).count()).sum());
        }
    }
    out
}

#[test]
fn who_bids_stands_nowhere_before_the_opening() {
    let web = Web::new();
    let round = award::round(&web.t);
    stand(&web, &round.record, &["published", "taking_questions"]);
    let staff = ["rachel", "grace", "hodan"];
    let before: Vec<_> = staff.map(|who| named(&web.signed_in(who), &round)).into();
    assert!(before[0].len() > 10, "{:?}", before[0].keys());

    web.t.clock.advance(chrono::TimeDelta::hours(1));
    let begun = web.t.act(&round.instance, "martin", "start_bid", json!({})).unwrap();
    let bid = begun.started[0].clone();
    send(&web, &bid, "martin", false);
    web.t.act(&bid, "martin", "withdraw", json!({})).unwrap();

    for (who, before) in staff.iter().zip(before) {
        let browser = web.signed_in(who);
        assert_eq!(named(&browser, &round), before, "{who}");
        let caller = web.t.caller(who);
        let seen = record::of_instance(&web.t.app, &web.t.alliance, &caller, &round.instance).unwrap();
        for line in seen.runs.iter().flat_map(|run| &run.story) {
            assert!(line.who.as_deref() != Some("Martin Sorsby"), "{who}: {line:?}");
        }
    }
    let history = web
        .signed_in("rachel")
        .get(&format!("/round/{}/history", round.record))
        .is(200);
    history.says("Start a bid");
    let own = web.signed_in("martin").get(&format!("/round/{}/history", round.record));
    assert!(
        own.status != 200 || words(&own.body).contains("Martin Sorsby") || !words(&own.body).contains("Start a bid")
    );
    let staff = staff.map(|who| web.t.person(who));
    for row in web.posted().iter().filter(|row| staff.contains(&row.recipient)) {
        assert!(!row.payload.contains("Heeley"), "{}", row.payload);
    }
}

#[test]
fn a_bid_that_was_taken_back_is_taken_up_again_with_what_it_said() {
    let web = Web::new();
    let round = award::round(&web.t);
    stand(&web, &round.record, &["published", "taking_questions"]);
    let begun = web.t.act(&round.instance, "martin", "start_bid", json!({})).unwrap();
    let bid = begun.started[0].clone();
    send(&web, &bid, "martin", false);
    let martin = web.signed_in("martin");
    martin
        .get(&format!("/task/{bid}/act/submitted/withdraw/check"))
        .is(200)
        .says("You can take it up again until midday on the closing day.");
    web.t.act(&bid, "martin", "withdraw", json!({})).unwrap();
    web.t.act(&bid, "martin", "bid_again", json!({})).unwrap();
    let page = martin.get(&format!("/task/{bid}/act/drafting/submit?q=price")).is(200);
    assert!(page.body.contains("value=\"38,000\""), "{}", page.body);
    send(&web, &bid, "martin", false);
}

/// A change of one answer of a bid that was sent changes that one, and no page has to be gone through.
#[test]
fn a_new_version_is_the_old_one_until_something_is_changed() {
    let web = Web::new();
    let round = award::round(&web.t);
    stand(&web, &round.record, &["published", "taking_questions"]);
    let begun = web.t.act(&round.instance, "martin", "start_bid", json!({})).unwrap();
    let bid = begun.started[0].clone();
    send(&web, &bid, "martin", false);
    let martin = web.signed_in("martin");
    let path = format!("/task/{bid}/act/submitted/replace");
    assert_eq!(martin.get(&path).is(303).to(), format!("{path}/check"));
    let check = martin.get(&format!("{path}/check")).is(200);
    let check = check
        .says("This begins as a copy of what your organisation wrote or sent before")
        .says("This is open until midday on")
        .says("£38,000");
    assert!(!check.body.contains("Not provided: answer"), "{}", words(&check.body));
    let price = martin.get(&format!("{path}?q=price&from=check")).is(200);
    assert!(price.body.contains("value=\"38,000\""), "{}", price.body);
    let (key, version) = (price.hidden("ac-key"), price.hidden("ac-version"));
    let form = [
        ("ac-key", key.as_str()),
        ("ac-version", version.as_str()),
        ("price", "37,250.50"),
    ];
    let to = martin.post(&format!("{path}?q=price&from=check"), &form).is(303);
    assert_eq!(to.to(), format!("{path}/check"));
    let check = martin.get(to.to()).is(200).says("£37,250.50");
    let (key, version) = (check.hidden("ac-key"), check.hidden("ac-version"));
    let form = [("ac-key", key.as_str()), ("ac-version", version.as_str())];
    martin.post(&format!("{path}/check"), &form).is(303);
    martin.get(&format!("{path}/check")).is(200).says("£37,250.50");
}

#[test]
fn whoever_comes_back_to_half_a_form_goes_on_where_they_were() {
    let web = Web::new();
    let round = award::round(&web.t);
    stand(&web, &round.record, &["published", "taking_questions"]);
    let begun = web.t.act(&round.instance, "martin", "start_bid", json!({})).unwrap();
    let martin = web.signed_in("martin");
    let path = format!("/task/{}/act/drafting/submit", begun.started[0]);
    let first = martin.get(&path).is(200).says("your favourite first");
    let (_, named) = first.body.split_once("name=\"lots").unwrap();
    let network = format!("lots{}", named.split('"').next().unwrap());
    let (key, version) = (first.hidden("ac-key"), first.hidden("ac-version"));
    let form = [
        ("ac-key", key.as_str()),
        ("ac-version", version.as_str()),
        (network.as_str(), "1"),
    ];
    martin.post(&format!("{path}?q=lots"), &form).is(303);
    martin
        .get(&path)
        .is(200)
        .says("How many networks could you take on at most?");
    martin
        .get(&format!("{path}?q=lots"))
        .is(200)
        .says("your favourite first");
}

#[test]
fn what_was_started_is_said_and_leads_there() {
    let web = Web::new();
    let round = award::round(&web.t);
    stand(&web, &round.record, &["published", "taking_questions"]);
    let martin = web.signed_in("martin");
    let check = format!("/task/{}/act/published/start_bid/check", round.instance);
    let page = martin.get(&check).is(200);
    let (key, version) = (page.hidden("ac-key"), page.hidden("ac-version"));
    let sent = martin
        .post(&check, &[("ac-key", &key), ("ac-version", &version)])
        .is(303);
    let done = martin
        .get(sent.to())
        .is(200)
        .says("A bid is started")
        .says("Go on with it");
    assert!(done.body.contains("href=\"/bid/"), "{}", done.body);
    let letter = web
        .posted()
        .into_iter()
        .find(|row| row.payload.contains("bid_started"))
        .unwrap();
    assert!(letter.payload.contains("/bid/"), "{}", letter.payload);
}

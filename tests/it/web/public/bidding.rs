//! An organisation that nobody knows finds how to bid, and asks for an account.

use super::{super::callbacks::stand, Scene};

const WISH: [(&str, &str); 4] = [
    ("organisation", "Sharrow Table Talk"),
    ("name", "Ines Duarte"),
    ("address", "ines@sharrow.example"),
    ("telephone", "0114 496 0333"),
];

#[test]
fn an_open_opportunity_says_how_to_bid_and_lets_one_ask_for_an_account() {
    let scene = Scene::new();
    let (web, here) = (&scene.web, format!("/register/{}", scene.reference()));
    let browser = web.browser();
    // Nothing is open yet.
    browser.get(&format!("{here}/account")).is(404);
    stand(web, &scene.round.record, &["published", "taking_questions"]);
    let page = browser.get(&here).is(200).says("How to bid").says("Who can bid");
    for words in ["Bids until", "An account", "How to ask a question", "Help"] {
        assert!(page.body.contains(words), "{words}");
    }
    assert!(page.body.contains(&format!("{here}/account")));
    let form = format!("{here}/account");
    browser.get(&form).is(200).says("Ask for an account");
    browser
        .post(&form, &[("organisation", "Sharrow Table Talk")])
        .is(422)
        .says("Enter your name.");
    let before = web.posted().len();
    browser.post(&form, &WISH).is(200).says("We have your message");
    let posted = web.posted();
    let letters = posted
        .iter()
        .filter(|row| row.payload.contains("Sharrow Table Talk"))
        .count();
    assert!(letters > 0 && posted.len() > before);
    // The same wish again is one letter.
    browser.post(&form, &WISH).is(200);
    assert_eq!(web.posted().len(), posted.len());
}

#[test]
fn whoever_gets_no_code_reads_what_to_do() {
    let scene = Scene::new();
    let browser = scene.web.browser();
    let asked = browser.post("/sign-in", &[("email", "nobody@nowhere.example")]).is(303);
    browser.get(asked.to()).is(200).says("If no code comes");
}

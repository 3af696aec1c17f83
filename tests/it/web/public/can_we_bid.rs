//! Whether an organisation can bid, found out by itself: what the page says, what the answers come to, and that nobody
//! keeps them.

use super::{
    super::{browser::words, callbacks::stand},
    Scene,
};

const OPEN: [&str; 2] = ["published", "taking_questions"];
const CHECKS: [&str; 7] = [
    "not_for_profit",
    "in_the_city",
    "by_experience",
    "fair_pay",
    "safeguarding",
    "insurance",
    "bank",
];

/// Every check answered by "yes", but for those.
fn answers(others: &[(&str, &'static str)]) -> Vec<(String, String)> {
    let said = |check: &str| {
        others
            .iter()
            .find(|(name, _)| *name == check)
            .map_or("yes", |(_, said)| said)
    };
    let all = CHECKS
        .iter()
        .map(|check| (format!("check-{check}"), said(check).to_owned()));
    all.collect()
}

fn ask(scene: &Scene, others: &[(&str, &'static str)]) -> String {
    let here = format!("/register/{}/can-we-bid", scene.reference());
    let all = answers(others);
    let form: Vec<(&str, &str)> = all.iter().map(|(name, said)| (name.as_str(), said.as_str())).collect();
    words(&scene.web.browser().post(&here, &form).is(200).body)
}

#[test]
fn one_page_says_what_it_takes_to_bid() {
    let scene = Scene::new();
    let here = format!("/register/{}/can-we-bid", scene.reference());
    let browser = scene.web.browser();
    // Nothing is open yet.
    browser.get(&here).is(404);
    browser
        .get(&format!("/register/{}/questions.odt", scene.reference()))
        .is(404);
    stand(&scene.web, &scene.round.record, &OPEN);
    let page = browser.get(&here).is(200);
    let said = words(&page.body);
    for expected in [
        "In short",
        "2 networks. You bid for one or for several.",
        "£38,500 for a network for a year",
        "About 12 hours of work, if you bid alone",
        "What keeps an organisation out",
        "350 words at most",
        "Look at what a year would cost you",
        "What makes a good answer: mutuality and choice",
        "An answer as sound or video (optional)",
        "Bids close",
        "Money for the time that a bid takes",
        "Every answer goes to everyone, without your name.",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    // It says nothing of who bids.
    assert!(!said.contains("Burngreave"));
    // It stands where people look for it.
    let register = browser.get("/register").is(200).says("Open for bids now");
    assert!(register.body.contains(&here));
    let one = browser.get(&format!("/register/{}", scene.reference())).is(200);
    assert!(one.body.contains(&here));
}

#[test]
fn answers_come_to_something_and_are_kept_nowhere() {
    let scene = Scene::new();
    stand(&scene.web, &scene.round.record, &OPEN);
    let said = ask(&scene, &[]);
    assert!(said.contains("Yes. By what you say, your organisation can bid. It decides nothing"));
    let said = ask(&scene, &[("insurance", "no"), ("safeguarding", "unsure")]);
    assert!(said.contains("2 things can wait") && said.contains("You need it once you are chosen, not before."));
    let said = ask(&scene, &[("in_the_city", "unsure")]);
    assert!(said.contains("Perhaps. Find out 1 thing first") && said.contains("If the answer is no: whoever hosts"));
    let said = ask(&scene, &[("in_the_city", "no"), ("insurance", "no")]);
    assert!(said.contains("Not as things stand, because of 1 thing."));
    assert!(said.contains("What would mend it: find a partner who works there."));
    // An answer that is missing, or is none, is asked for; the others stay.
    let here = format!("/register/{}/can-we-bid", scene.reference());
    let page = scene
        .web
        .browser()
        .post(&here, &[("check-bank", "no"), ("check-insurance", "maybe")])
        .is(422);
    let said = words(&page.body);
    assert!(said.contains("Choose an answer to ‘Do you have public liability"));
    assert!(!said.contains("Choose an answer to ‘Does your organisation have a bank account"));
    assert!(!said.contains("What your answers come to"));
}

#[test]
fn the_questions_are_a_document_to_write_into() {
    let scene = Scene::new();
    stand(&scene.web, &scene.round.record, &OPEN);
    let file = scene
        .web
        .browser()
        .get(&format!("/register/{}/questions.odt", scene.reference()))
        .is(200);
    let text = file.body;
    for expected in [
        "application/vnd.oasis.opendocument.text",
        "Questions for bidders: Sheffield Peer Support Framework",
        "Which networks do you bid for, your favourite first?",
        "Foundry",
        "At most 350 words.",
        "What makes a good answer:",
        "[Write your answer here]",
        "nothing is sent from this document",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
}

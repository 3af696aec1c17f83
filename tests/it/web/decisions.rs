//! The register of decisions: read off the journal, with votes for whoever sees the record, and for everybody else
//! what was published.

use accord::service::{
    clocks,
    transition::{Ask, Command},
};
use chrono::TimeDelta;
use serde_json::json;

use super::{
    browser::{Web, words},
    changes::asked,
};
use crate::support::worker;

fn vote(web: &Web, instance: &str, who: &str, option: &str) {
    let ask = Ask::Vote {
        state: "sign_off".to_owned(),
        option: option.to_owned(),
        answers: serde_json::Map::new(),
        reason: None,
    };
    let command = Command {
        ask,
        ..web.t.command(instance, who, "", json!({}))
    };
    web.t.app.ask(command).unwrap();
}

#[test]
fn who_decided_what_by_which_rule_with_which_votes() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let public = web.browser();
    for browser in [&public, &rachel] {
        browser
            .get("/decisions")
            .is(200)
            .says("Nothing has been decided yet that you can read");
    }
    let (instance, record, _) = asked(&web);
    for who in [
        "grace",
        "danny",
        "yasmin",
        "kofi",
        "hodan",
        "beverley",
        "charlotte",
        "zuzana",
        "desmond",
    ] {
        vote(&web, &instance, who, "approve");
    }
    vote(&web, &instance, "linda", "abstain");
    vote(&web, &instance, "nkechi", "stand_aside");
    // Nobody reads how it stands before it is counted.
    rachel.get("/decisions").is(200).says("Nothing has been decided yet");
    web.t.clock.advance(TimeDelta::days(30));
    clocks::fire_due(&web.t.app).unwrap();
    // What was decided is known to whoever sees the record; to everybody once its paper is out.
    let rachel = web.signed_in("rachel");
    let page = rachel.get("/decisions").is(200);
    for says in [
        "1 decision",
        "Do you support this text as what should be delivered?",
        "Expert by experience",
        "4 “I support it”",
        "1 “I would rather not say”; 5 of 8 answered",
        "1 person had no part in it",
        "It needed that in each house at least",
        "have answered",
        "version ",
    ] {
        assert!(words(&page.body).contains(says), "{says}: {}", words(&page.body));
    }
    assert!(page.body.contains(&format!("href=\"/specification/{record}\"")));
    public.get("/decisions").is(200).says("Nothing has been decided yet");
    let (made, _) = worker::with_mail(&web.t);
    made.drain(web.now()).unwrap();
    let page = public
        .get("/decisions")
        .is(200)
        .says("1 decision")
        .says("On the paper that was published");
    assert!(!words(&page.body).contains("4 “I support it”") && !page.body.contains(&record));
    assert!(page.body.contains("/register/") && page.body.contains("/documents/"));
    // Whoever stood aside does not read how the others answered: in a small house that would say who said what.
    let aside = web.signed_in("nkechi").get("/decisions").is(200).says("1 decision");
    assert!(
        !words(&aside.body).contains("4 “I support it”"),
        "{}",
        words(&aside.body)
    );
    // By year and by body, and as a file of the same rows.
    let year = chrono::Datelike::year(&web.now());
    rachel
        .get(&format!("/decisions?year={year}"))
        .is(200)
        .says("1 decision");
    let csv = rachel.get("/decisions?as=csv").is(200).body;
    assert!(
        csv.lines().count() == 2 && csv.contains("4 “I support it”") && csv.contains(",yes\r\n"),
        "{csv}"
    );
    let csv = public.get("/decisions?as=csv").is(200).body;
    assert!(csv.lines().count() == 2 && !csv.contains("4 “I support it”"), "{csv}");
    // A bidder takes no part in writing: what was published is what there is.
    web.signed_in("amina")
        .get("/decisions")
        .is(200)
        .says("On the paper that was published");
}

#[test]
fn a_question_that_was_asked_again_stands_there_each_time() {
    let web = Web::new();
    let (instance, _, _) = asked(&web);
    vote(&web, &instance, "grace", "approve");
    web.t.clock.advance(TimeDelta::days(30));
    clocks::fire_due(&web.t.app).unwrap();
    let rachel = web.signed_in("rachel");
    rachel
        .get("/decisions")
        .is(200)
        .says("1 decision")
        .says("No outcome was reached")
        .says("No rule of it held when the time was up");
    // Once people were reached, both houses are asked again, and what was said before stays.
    for _ in 0..3 {
        web.t.clock.advance(TimeDelta::days(30));
        clocks::fire_due(&web.t.app).unwrap();
    }
    let page = web.signed_in("rachel").get("/decisions").is(200).says("decisions");
    assert!(words(&page.body).contains("1 “I support it”."), "{}", words(&page.body));
}

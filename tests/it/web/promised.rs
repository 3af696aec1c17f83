//! What shows that a promise was kept, as files; and a year later, whether it is still so.

use accord::service::{clocks, due};
use serde_json::json;

use super::{
    asked::vote,
    attachments::send,
    browser::{Web, link},
    changes::asked,
};
use crate::support::worker;

/// A signed text with a condition of one of those who signed.
fn signed(web: &Web) -> (String, String) {
    let (instance, record, _) = asked(web);
    for who in [
        "grace",
        "danny",
        "yasmin",
        "kofi",
        "linda",
        "hodan",
        "beverley",
        "charlotte",
        "zuzana",
    ] {
        vote(web, &instance, who, "approve", json!({}));
    }
    let condition =
        json!({ "condition": "Interpreters are in the price.", "evidence": "A line.", "gate": "publication" });
    vote(web, &instance, "nkechi", "approve_with_conditions", condition);
    web.t.clock.advance(chrono::TimeDelta::days(30));
    clocks::fire_due(&web.t.app).unwrap();
    (instance, record)
}

fn letters(web: &Web, template: &str) -> Vec<String> {
    let name = format!("access/{template}");
    let all = web.posted().into_iter().filter(|row| row.payload.contains(&name));
    all.map(|row| row.recipient).collect()
}

#[test]
fn files_show_how_a_promise_was_kept_to_whoever_asked() {
    let web = Web::new();
    let (_, record) = signed(&web);
    let asked = format!("/specification/{record}/asked");
    let meet = json!({ "promise": "Interpreters are in the price.", "evidence": "It is line 14." });
    web.t.work(&record, "rachel", "obligation.meet", meet).unwrap();
    let rachel = web.signed_in("rachel");
    let path = link(&rachel.get(&asked).is(200).body, "It is line 14.");
    rachel
        .get(&path)
        .is(200)
        .says("Interpreters are in the price.")
        .says("No file shows it yet");
    send(&rachel, &path, "", ("prices.pdf", "%PDF-1.7 prices %%EOF"))
        .is(422)
        .says("Say what the file is");
    send(&rachel, &path, "The prices", ("prices.pdf", "<html>"))
        .is(422)
        .says("is not what its name says");
    send(&rachel, &path, "The prices", ("prices.pdf", "%PDF-1.7 prices %%EOF")).is(303);
    send(&rachel, &path, "Again", ("again.pdf", "%PDF-1.7 prices %%EOF"))
        .is(422)
        .says("This file is there already");
    // Whoever asked is told, and opens it; so does everybody who reads the record, and nobody else.
    assert_eq!(letters(&web, "promise_shown"), [web.t.person("nkechi")]);
    let nkechi = web.signed_in("nkechi");
    let page = nkechi.get(&asked).is(200).says("It is line 14. 1 file");
    let file = link(&page.body, "The prices");
    assert_eq!(nkechi.get(&file).is(200).body, "%PDF-1.7 prices %%EOF");
    let there = nkechi.get(&path).is(200).says("The prices");
    assert!(!there.body.contains("Take out"));
    send(&nkechi, &path, "Mine", ("mine.pdf", "%PDF-1.7 mine %%EOF")).is(404);
    web.signed_in("grace").get(&path).is(200).says("The prices");
    web.signed_in("amina").get(&path).is(404);
    web.signed_in("amina").get(&file).is(404);
    // It stands in the paper of whoever asked.
    nkechi.post(&format!("{asked}/paper"), &[]).is(303);
    worker::with_mail(&web.t).0.drain(web.now()).unwrap();
    let paper = link(&nkechi.get(&asked).is(200).body, "Your paper, as a page");
    let made = super::proposals::text(&web, &nkechi.get(&paper).is(200));
    assert!(made.contains("Shown by: The prices."), "{made}");
    // Taken out, it is shown no more.
    let id = file.rsplit('/').next().unwrap();
    rachel.post(&path, &[("take_out", id)]).is(303);
    nkechi.get(&path).is(200).says("No file shows it yet");
}

#[test]
fn a_year_after_it_was_kept_whoever_asked_says_whether_it_is_still_so() {
    let web = Web::new();
    let (_, record) = signed(&web);
    let asked = format!("/specification/{record}/asked");
    let meet = json!({ "promise": "Interpreters are in the price.", "evidence": "It is line 14." });
    web.t.work(&record, "rachel", "obligation.meet", meet).unwrap();
    let nkechi = web.signed_in("nkechi");
    let page = nkechi.get(&asked).is(200);
    assert!(!page.body.contains("Is this still so?"));
    let judge = link(&page.body, "Say whether it was done");
    let id = judge.split("promise=").nth(1).unwrap().to_owned();
    let early = json!({ "promise": id, "word": "still_so" });
    assert!(web.t.work(&record, "nkechi", "obligation.judge_later", early).is_err());
    // The sixth month and the twelfth pass; she is asked once, and it stands on Home.
    web.t.clock.advance(chrono::TimeDelta::days(370));
    clocks::fire_due(&web.t.app).unwrap();
    due::send_due(&web.t.app).unwrap();
    due::send_due(&web.t.app).unwrap();
    assert_eq!(letters(&web, "promise_later"), [web.t.person("nkechi")]);
    nkechi.get("/").is(200).says("still so");
    let page = nkechi.get(&asked).is(200).says("Is this still so?");
    let later = link(&page.body, "Say whether it is still so");
    let form = nkechi.get(&later).is(200);
    let key = form.hidden("ac-key");
    nkechi
        .post(&later, &[("ac-key", &key), ("word", "no_longer"), ("says", "")])
        .is(422)
        .says("Say what has changed");
    nkechi
        .post(
            &later,
            &[
                ("ac-key", &key),
                ("word", "no_longer"),
                ("says", "They are booked a week late."),
            ],
        )
        .is(303);
    let told = letters(&web, "promise_no_longer");
    assert!(
        told.contains(&web.t.person("rachel")) && told.contains(&web.t.person("grace")),
        "{told:?}"
    );
    let page = nkechi.get(&asked).is(200).says("You said that it is no longer so");
    assert!(!page.body.contains("Is this still so?"));
    web.signed_in("grace")
        .get(&asked)
        .is(200)
        .says("Whoever asked says later that it is no longer so: They are booked a week late.");
    // Two years after the signatures everybody reads it, in full and as Easy Read.
    web.t.clock.advance(chrono::TimeDelta::days(365));
    clocks::fire_due(&web.t.app).unwrap();
    worker::with_mail(&web.t).0.drain(web.now()).unwrap();
    let anyone = web.browser();
    let one = link(&anyone.get("/heard").is(200).body, "Peer support");
    let page = anyone.get(&one).is(200);
    let easy = link(&page.body, "Easy Read");
    let easy = super::proposals::text(&web, &anyone.get(&easy).is(200));
    assert!(
        easy.contains("The person who asked says it is not so any more."),
        "{easy}"
    );
    let full = link(&page.body, "In full");
    let full = super::proposals::text(&web, &anyone.get(&full).is(200));
    assert!(full.contains("no longer so. They are booked a week late."), "{full}");
}

//! What is proposed for a text gets an answer of its own; whoever made it is told, and everybody finds both.

use accord::service::due;
use chrono::TimeDelta;
use serde_json::json;

use super::{
    browser::{Answer, Web, link, words},
    reading::drafting,
};
use crate::support::worker;

#[test]
fn each_proposal_gets_its_own_answer_and_its_author_is_told() {
    let web = Web::new();
    let (_, idea) = web.t.specification();
    web.t
        .work(&idea, "ifrah", "proposal.add", json!({ "text": "An idea." }))
        .unwrap();
    let told = web
        .posted()
        .into_iter()
        .any(|row| row.payload.contains("proposal_made"));
    assert!(
        !told,
        "nobody answers proposals while the idea itself waits for an answer"
    );
    let (instance, record) = drafting(&web);
    let path = format!("/specification/{record}/proposals");
    let ifrah = web.signed_in("ifrah");
    let page = ifrah.get(&path).is(200).says("Nothing has been proposed yet");
    let propose = link(&page.body, "Propose something");
    let key = ifrah.get(&propose).is(200).hidden("ac-key");
    let sent = [("ac-key", key.as_str()), ("text", "Warm rooms on Sundays.")];
    ifrah.post(&propose, &sent).is(303);
    let of = |template: &str| {
        let name = format!("access/{template}");
        let all = web.posted().into_iter().filter(|row| row.payload.contains(&name));
        all.map(|row| row.recipient).collect::<Vec<_>>()
    };
    assert!(
        of("proposal_made").contains(&web.t.person("rachel")),
        "whoever answers is told"
    );
    web.t
        .work(
            &record,
            "yasmin",
            "proposal.add",
            json!({ "text": "Pay travel first." }),
        )
        .unwrap();
    // Where two wait, an answer says which it is for.
    let rachel = web.signed_in("rachel");
    let page = rachel
        .get(&path)
        .is(200)
        .says("Warm rooms on Sundays.")
        .says("It gets one by");
    let answer = link(&page.body, "Answer a proposal");
    let form = rachel.get(&answer).is(200).says("Pay travel first.");
    let key = form.hidden("ac-key");
    let unnamed = [("ac-key", key.as_str()), ("answer", "Yes."), ("verdict", "not_taken")];
    rachel
        .post(&answer, &unnamed)
        .is(422)
        .says("Choose which of the 2 proposals this answers.");
    let second = [
        ("ac-key", key.as_str()),
        ("proposal", "2"),
        ("answer", "Yes: travel is paid before the day."),
        ("verdict", "in_part"),
    ];
    rachel.post(&answer, &second).is(303);
    assert_eq!(of("proposal_answered"), [web.t.person("yasmin")]);
    rachel
        .get(&format!("{path}?stands=waiting"))
        .is(200)
        .says("Warm rooms on Sundays.");
    let hodan = web.signed_in("hodan");
    let page = hodan
        .get(&path)
        .is(200)
        .says("Yes: travel is paid before the day.")
        .says("Lived experience");
    assert!(!page.body.contains("Yasmin") && !page.body.contains("Answer a proposal"));
    let file = hodan.get(&format!("{path}?as=csv")).is(200);
    assert!(file.body.contains("Warm rooms on Sundays."));
    // The text is not opened for comment before the other has its answer, which needs no number any more.
    assert!(web.t.act(&instance, "rachel", "open_for_comment", json!({})).is_err());
    web.t
        .work(
            &record,
            "rachel",
            "proposal.answer",
            json!({ "answer": "Not this winter: no money." }),
        )
        .unwrap();
    ifrah
        .get(&path)
        .is(200)
        .says("You proposed this")
        .says("Not this winter");
    let again = json!({ "answer": "Once more." });
    assert!(web.t.work(&record, "rachel", "proposal.answer", again).is_err());
}

/// The text of a document, by what the page of it says in a test: its place among the files.
pub(super) fn text(web: &Web, page: &Answer) -> String {
    let place = words(&page.body);
    std::fs::read_to_string(web.t.folder.path().join("files").join(place.trim())).unwrap()
}

fn told(web: &Web, template: &str) -> Vec<String> {
    let name = format!("access/{template}");
    let all = web.posted().into_iter().filter(|row| row.payload.contains(&name));
    all.map(|row| row.recipient).collect()
}

#[test]
fn an_answer_that_is_late_is_told_once_to_whoever_asked_whoever_answers_and_the_seats() {
    let web = Web::new();
    let (_, record) = drafting(&web);
    let body = json!({ "text": "Warm rooms on Sundays." });
    web.t.work(&record, "ifrah", "proposal.add", body).unwrap();
    assert_eq!(due::send_due(&web.t.app).unwrap(), 0);
    let rachel = web.signed_in("rachel");
    rachel.get("/").says("Answer a proposal");
    web.t.clock.advance(TimeDelta::days(12));
    assert!(due::send_due(&web.t.app).unwrap() > 0);
    assert!(told(&web, "day_near").contains(&web.t.person("rachel")));
    assert!(!told(&web, "day_near").contains(&web.t.person("ifrah")));
    web.t.clock.advance(TimeDelta::days(6));
    due::send_due(&web.t.app).unwrap();
    for who in ["ifrah", "rachel", "grace"] {
        assert!(told(&web, "day_passed").contains(&web.t.person(who)), "{who}");
    }
    assert_eq!(due::send_due(&web.t.app).unwrap(), 0, "each letter goes once");
    let page = web
        .signed_in("ifrah")
        .get(&format!("/specification/{record}/proposals"));
    page.is(200).says("The answer is late").says("It was due by");
}

#[test]
fn what_is_taken_becomes_a_promise_that_its_keeper_keeps_and_its_asker_judges() {
    let web = Web::new();
    let (_, record) = drafting(&web);
    let t = &web.t;
    t.work(&record, "ifrah", "proposal.add", json!({ "text": "Pay travel first." }))
        .unwrap();
    let unsaid = json!({ "answer": "Yes.", "verdict": "taken", "gate": "publication" });
    assert!(
        t.work(&record, "rachel", "proposal.answer", unsaid).is_err(),
        "a promise has words, somebody and a day"
    );
    let taken = json!({
        "answer": "Yes.", "verdict": "taken", "promise": "Travel is paid before the day.", "gate": "publication",
        "owner": t.person("hodan"), "due_on": web.now().date_naive().to_string(),
    });
    t.work(&record, "rachel", "proposal.answer", taken).unwrap();
    assert_eq!(told(&web, "promise_yours"), [t.person("hodan")]);
    let asked = format!("/specification/{record}/asked");
    let ifrah = web.signed_in("ifrah");
    let trace = ["Your proposal: “Pay travel first.”", "It became a promise", "Hodan"];
    let mut page = ifrah.get(&asked).is(200);
    for words in trace {
        page = page.says(words);
    }
    web.t.clock.advance(TimeDelta::days(2));
    due::send_due(&web.t.app).unwrap();
    assert!(told(&web, "day_passed").contains(&t.person("hodan")));
    ifrah.get(&asked).says("Late");
    // Nobody keeps somebody else's promise.
    let hodan = web.signed_in("hodan");
    let page = hodan.get(&asked).is(200).says("Yours to see to");
    let form = link(&page.body, "Say that it is done");
    web.signed_in("charlotte").get(&form).is(200);
    let other = json!({ "promise": form.rsplit('=').next().unwrap(), "evidence": "I saw it." });
    assert!(t.work(&record, "charlotte", "obligation.meet_own", other).is_err());
    let key = hodan.get(&form).is(200).hidden("ac-key");
    let sent = [("ac-key", key.as_str()), ("evidence", "The day sheet says so.")];
    assert!(hodan.post(&form, &sent).is(303).to().starts_with(&asked));
    // Whoever asked says no: it is open again, and the seats hear of it.
    assert_eq!(told(&web, "promise_kept"), [t.person("ifrah")]);
    let page = ifrah
        .get(&asked)
        .says("It counts as done, because: The day sheet says so.");
    let judge = link(&page.body, "Say whether it was done");
    let key = ifrah.get(&judge).is(200).hidden("ac-key");
    let silent = [("ac-key", key.as_str()), ("word", "not_kept")];
    ifrah.post(&judge, &silent).is(422).says("Say what is missing");
    let no = [
        ("ac-key", key.as_str()),
        ("word", "not_kept"),
        ("says", "Only for staff."),
    ];
    ifrah.post(&judge, &no).is(303);
    ifrah
        .get(&asked)
        .says("Not kept, says who asked")
        .says("Only for staff.");
    assert!(told(&web, "promise_not_kept").contains(&t.person("grace")));
    web.t.clock.advance(TimeDelta::minutes(5));
    let meet = json!({ "promise": "Travel is paid before the day.", "evidence": "For everybody now." });
    t.work(&record, "rachel", "obligation.meet", meet).unwrap();
    let page = ifrah.get(&asked);
    let judge = link(&page.body, "Say whether it was done");
    let key = ifrah.get(&judge).is(200).hidden("ac-key");
    ifrah
        .post(&judge, &[("ac-key", key.as_str()), ("word", "kept")])
        .is(303);
    ifrah
        .get(&asked)
        .says("It has happened")
        .says("You said that it was done");
    // By house and body, and small numbers are not shown.
    let parity = format!("/specification/{record}/parity");
    web.signed_in("grace")
        .get(&parity)
        .is(200)
        .says("Marginalised Communities Working Group")
        .says("under 5");
    web.signed_in("rachel").get(&parity).is(404);
    let file = ifrah.get(&format!("{parity}?as=csv")).is(200);
    assert!(file.body.contains("Proposals taken"));
}

#[test]
fn what_somebody_asked_for_is_a_paper_of_their_own() {
    let web = Web::new();
    let (_, record) = drafting(&web);
    let asked = format!("/specification/{record}/asked");
    let ifrah = web.signed_in("ifrah");
    let order = format!("{asked}/paper");
    ifrah.post(&order, &[]).is(422);
    let body = json!({ "text": "Warm rooms on Sundays." });
    web.t.work(&record, "ifrah", "proposal.add", body).unwrap();
    ifrah.get(&asked).says("Make a paper of this");
    ifrah.post(&order, &[]).is(303);
    worker::with_mail(&web.t).0.drain(web.now()).unwrap();
    let page = ifrah.get(&asked).is(200);
    let paper = link(&page.body, "Your paper, as a page");
    let made = text(&web, &ifrah.get(&paper).is(200));
    assert!(
        made.contains("Warm rooms on Sundays.") && made.contains("You proposed this"),
        "{made}"
    );
    for other in ["rachel", "grace", "yasmin"] {
        web.signed_in(other).get(&paper).is(404);
    }
    web.browser().get(&paper).is(404);
}

//! What a text is for is written with experts and partners before the text, and shown beside it all along.

use serde_json::json;

use super::browser::{Web, link};

/// Taken forward, with nobody's words yet.
fn planned(web: &Web) -> (String, String) {
    let (instance, record) = web.t.specification();
    web.t
        .act(&instance, "rachel", "take_forward", json!({ "reason": "Yes." }))
        .unwrap();
    (instance, record)
}

#[test]
fn two_who_write_at_once_lose_nothing_and_nobody_is_named() {
    let web = Web::new();
    let (_, record) = planned(&web);
    let path = format!("/specification/{record}/aims");
    let grace = web.signed_in("grace");
    let page = grace.get(&path).is(200).says("Nobody has written this yet");
    let write = link(&page.body, "Write or change this");
    let hers = grace.get(&write).is(200);
    let hodan = web.signed_in("hodan");
    let theirs = hodan.get(&write).is(200);
    let sent = |page: &super::browser::Answer, need: &str, purpose: &str| {
        [
            ("ac-key", page.hidden("ac-key")),
            ("ac-base", page.hidden("ac-base")),
            ("need", need.to_owned()),
            ("purpose", purpose.to_owned()),
        ]
    };
    let post = |who: &super::browser::Browser, form: &[(&str, String)]| {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        who.post(&write, &form)
    };
    post(&grace, &sent(&hers, "People wait for months.", "")).is(303);
    // Another question was answered meanwhile: both stand.
    post(&hodan, &sent(&theirs, "", "Nobody waits alone.")).is(303);
    // The same one: both are shown, and nothing is sent before somebody has chosen.
    let martin = web.signed_in("marek");
    let late = martin.get(&write).is(200);
    web.t
        .work(
            &record,
            "grace",
            "aim.write",
            json!({ "need": "People wait for half a year." }),
        )
        .unwrap();
    post(&martin, &sent(&late, "People wait for weeks.", "Nobody waits alone."))
        .is(409)
        .says("This was changed while you were writing")
        .says("What differs");
    let page = hodan.get(&path).is(200);
    let page = page
        .says("People wait for half a year.")
        .says("Nobody waits alone.")
        .says("Written by: Lived experience.");
    assert!(!page.body.contains("Grace"), "houses, and nobody's name");
    assert!(page.body.contains("<ins>"), "what each writing changed");
}

#[test]
fn writing_the_text_waits_for_it_and_what_can_change_stands_beside_the_text() {
    let web = Web::new();
    let (instance, record) = planned(&web);
    for who in ["grace", "danny", "yasmin", "kofi"] {
        let body = json!({ "person": web.t.person(who) });
        web.t.work(&record, "rachel", "person.invite", body).unwrap();
    }
    let home = web.signed_in("grace").get("/").is(200);
    home.says("Write what it is for, and what can still change");
    let office = json!({ "need": "n", "purpose": "p", "open": "Where and when people meet." });
    web.t.work(&record, "rachel", "aim.write", office).unwrap();
    web.signed_in("rachel")
        .get(&format!("/specification/{record}"))
        .is(200)
        .says("What it is for was written by the office alone.");
    let ours = json!({ "purpose": "Nobody waits alone." });
    web.t.work(&record, "grace", "aim.write", ours).unwrap();
    let scope = json!({ "fixed": "f", "budget": "£10.00", "payment_agreed": true });
    web.t.act(&instance, "rachel", "begin_drafting", scope).unwrap();
    web.signed_in("hodan")
        .get(&format!("/specification/{record}/text"))
        .is(200)
        .says("What can still change:")
        .says("Where and when people meet.");
    let same = json!({ "purpose": "Nobody waits alone." });
    assert!(
        web.t.work(&record, "grace", "aim.write", same).is_err(),
        "nothing differs"
    );
}

#[test]
fn it_says_which_gaps_of_the_landscape_it_answers() {
    let web = Web::new();
    let (_, record) = planned(&web);
    let grace = web.signed_in("grace");
    let landscape = grace.get(&format!("/landscape/for/{record}")).is(200);
    let choose = link(&landscape.body, "Say which of these Peer support answers");
    let form = grace.get(&choose).is(200);
    let gap = landscape
        .body
        .split("<li>")
        .find_map(|one| {
            one.trim()
                .strip_prefix("No ")
                .and_then(|rest| rest.split("</li>").next())
        })
        .map(|rest| format!("No {}", rest.trim()))
        .unwrap();
    let key = form.hidden("ac-key");
    grace
        .post(&choose, &[("ac-key", key.as_str()), ("gaps", gap.as_str())])
        .is(303);
    grace.get(&format!("/specification/{record}/aims")).is(200).says(&gap);
    grace
        .get(&format!("/specification/{record}"))
        .is(200)
        .says("Gaps it answers")
        .says(&gap);
    let strange = json!({ "gaps": ["Nobody sings."] });
    assert!(web.t.work(&record, "grace", "gap.link", strange).is_err());
    // Whoever takes no part sees nothing of it.
    web.signed_in("amina")
        .get(&format!("/specification/{record}/aims"))
        .is(404);
}

#[test]
fn a_supporter_writes_it_down_for_somebody_who_reads_that_they_did() {
    let web = Web::new();
    let (_, record) = planned(&web);
    let path = format!("/specification/{record}/aims");
    let body = json!({ "need": "People wait for months." });
    web.t.work(&record, "hodan", "aim.write", body).unwrap();
    let leon = web.signed_in("leon");
    let write = link(
        &leon.get(&path).is(200).body,
        "Write it down for somebody whom you support",
    );
    let form = leon.get(&write).is(200).says("People wait for months.");
    let kofi = web.t.person("kofi");
    let mut sent = vec![
        ("ac-key", form.hidden("ac-key")),
        ("ac-base", form.hidden("ac-base")),
        ("need", "People wait for months, and at night alone.".to_owned()),
        ("way", "phone".to_owned()),
        ("for", kofi.clone()),
    ];
    let post = |sent: &[(&str, String)]| {
        let form: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
        leon.post(&write, &form)
    };
    // It was read back, or it is not sent.
    let again = post(&sent).is(422);
    sent[0].1 = again.hidden("ac-key");
    sent[1].1 = again.hidden("ac-base");
    sent.push(("read_back", "yes".to_owned()));
    post(&sent).is(303);
    let page = web
        .signed_in("grace")
        .get(&path)
        .is(200)
        .says("People wait for months, and at night alone.")
        .says("Lived experience")
        .says("Written down for them: by phone.");
    assert!(!page.body.contains("Kofi") && !page.body.contains("Leon"));
    let told = web.posted().into_iter();
    let told: Vec<_> = told
        .filter(|row| row.payload.contains("access/aim_written_for"))
        .collect();
    assert!(told.len() == 1 && told[0].recipient == kofi);
    // Only for whoever could write it themselves.
    let other = json!({ "for": web.t.person("vincent"), "need": "Else.", "way": "phone", "read_back": true });
    assert!(web.t.work(&record, "leon", "aim.write_for", other).is_err());
}

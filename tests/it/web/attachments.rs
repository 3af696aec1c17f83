//! Files that belong to a text: sent, read, signed with it, taken out.

use serde_json::json;

use super::{
    asked::vote,
    browser::{Answer, Browser, Web, link},
    changes::asked,
    reading::drafting,
};

pub(super) fn send(browser: &Browser<'_>, path: &str, title: &str, (name, content): (&str, &str)) -> Answer {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n{title}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n{content}\r\n--x--\r\n"
    );
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    browser.send("POST", path, Some(body), &headers)
}

#[test]
fn a_file_belongs_to_the_text_and_everybody_who_reads_it_can_keep_it() {
    let web = Web::new();
    let (_, record) = drafting(&web);
    let path = format!("/specification/{record}/attachments");
    let hodan = web.signed_in("hodan");
    hodan
        .get(&path)
        .is(200)
        .says("No file belongs to this text")
        .says("smaller than 25MB");
    send(&hodan, &path, "", ("map.pdf", "%PDF-1.7 map %%EOF"))
        .is(422)
        .says("Say what the file is");
    send(&hodan, &path, "A map", ("map.pdf", "<html>"))
        .is(422)
        .says("is not what its name says");
    send(
        &hodan,
        &path,
        "A map of the networks",
        ("map.pdf", "%PDF-1.7 map %%EOF"),
    )
    .is(303);
    send(&hodan, &path, "The same", ("again.pdf", "%PDF-1.7 map %%EOF"))
        .is(422)
        .says("This file belongs to the text already");
    let grace = web.signed_in("grace");
    let page = grace
        .get(&path)
        .is(200)
        .says("A map of the networks")
        .says("map.pdf, 1KB")
        .says("Voluntary, community and social enterprise");
    assert!(!page.body.contains("Hodan"), "a house, and nobody's name");
    let file = link(&page.body, "A map of the networks</a>");
    assert_eq!(grace.get(&file).is(200).body, "%PDF-1.7 map %%EOF");
    // Whoever does not see the text does not see its files.
    web.signed_in("amina").get(&path).is(404);
    web.signed_in("amina").get(&file).is(404);
    let out = link(&page.body, "Take out A map of the networks");
    let form = grace.get(&out).is(200).says("Whoever has signed is asked again.");
    let key = form.hidden("ac-key");
    grace
        .post(&out, &[("ac-key", key.as_str()), ("why", "It is an old map")])
        .is(303);
    grace.get(&path).is(200).says("No file belongs to this text");
}

#[test]
fn files_are_signed_with_the_text_and_one_less_voids_the_answers() {
    let web = Web::new();
    let (instance, record) = drafting(&web);
    let path = format!("/specification/{record}/attachments");
    send(
        &web.signed_in("hodan"),
        &path,
        "A map",
        ("map.pdf", "%PDF-1.7 map %%EOF"),
    )
    .is(303);
    let t = &web.t;
    let text = json!({ "heading": "Who it is for", "text": "Adults." });
    t.work(&record, "hodan", "section.edit", text).unwrap();
    t.act(&instance, "rachel", "open_for_comment", json!({})).unwrap();
    for (days, act) in [(40, "send_answers"), (10, "ask_for_sign_off")] {
        t.clock.advance(chrono::TimeDelta::days(days));
        accord::service::clocks::fire_due(&t.app).unwrap();
        t.act(&instance, "rachel", act, json!({})).unwrap();
    }
    web.signed_in("grace")
        .get(&format!("/task/{instance}/vote/sign_off"))
        .is(200)
        .says("1 file that belong")
        .says("that of the files with");
    vote(&web, &instance, "grace", "approve", json!({}));
    let bound = || {
        let snapshot = t.snapshot(&instance);
        let ballot = &snapshot.ballots["sign_off"];
        (ballot.bound_to.clone().unwrap(), ballot.votes[0].void)
    };
    let (before, void) = bound();
    assert!(before.contains(" files:") && !void, "{before}");
    // Nothing can be added or taken out while people sign; only an edit of the office goes on, and voids.
    send(
        &web.signed_in("hodan"),
        &path,
        "Another",
        ("two.pdf", "%PDF-1.7 two %%EOF"),
    )
    .is(404);
}

#[test]
fn who_signed_before_the_first_file_signed_what_they_signed() {
    let web = Web::new();
    let (instance, _, _) = asked(&web);
    let snapshot = web.t.snapshot(&instance);
    let bound = snapshot.ballots["sign_off"].bound_to.clone().unwrap();
    assert!(!bound.contains("files:"), "{bound}");
}

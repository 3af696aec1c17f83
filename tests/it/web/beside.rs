//! A text in other words beside the full one, and the gate that waits for it.

use serde_json::json;

use super::{
    browser::{Web, link},
    reading::drafting,
};

#[test]
fn a_section_is_written_in_easy_words_and_grows_old_with_the_full_text() {
    let web = Web::new();
    let (instance, record) = drafting(&web);
    let path = format!("/specification/{record}/words");
    let linda = web.signed_in("linda");
    linda.get(&path).is(200).says("Nothing has been written yet");
    let body = json!({ "heading": "Who it is for", "text": "Adults whose mental health gets in the way.", "why": "" });
    let made = web.t.work(&record, "hodan", "section.edit", body).unwrap();
    let wei = json!({ "person": web.t.person("wei"), "format": "easy_read" });
    web.t.work(&record, "ifrah", "person.invite", wei).unwrap();
    assert!(
        web.t.act(&instance, "rachel", "open_for_comment", json!({})).is_err(),
        "Wei could not read it"
    );
    let page = linda
        .get(&path)
        .is(200)
        .says("Adults whose mental health gets in the way.")
        .says("Nobody has written this section in Easy Read yet.");
    let write = link(&page.body, "Write section 1, Who it is for, in Easy Read");
    let form = linda
        .get(&write)
        .is(200)
        .says("The full text says:")
        .says("Adults whose mental health gets in the way.");
    let (key, base) = (form.hidden("ac-key"), form.hidden("ac-base"));
    let sent = [
        ("ac-key", key.as_str()),
        ("ac-base", &base),
        ("text", "You are 18 or older.\n- at home\n- in a café"),
    ];
    linda.post(&write, &sent).is(303);
    // Read alone, each line for itself, and side by side.
    let easy = linda
        .get(&format!("{path}?show=easy_read"))
        .is(200)
        .says("You are 18 or older.");
    assert!(
        easy.body.contains("ac-easy") && easy.body.contains("<li>in a café</li>"),
        "{}",
        easy.body
    );
    linda.get(&path).says("Plain English").says("You are 18 or older.");
    linda.get(&format!("{path}?show=latin")).is(404);
    linda
        .get(&format!("/specification/{record}/text"))
        .is(200)
        .says("Side by side");
    web.t.act(&instance, "rachel", "open_for_comment", json!({})).unwrap();
    // Whoever reads the easy words comments from there.
    let grace = web.signed_in("wei").get(&format!("{path}?show=easy_read")).is(200);
    let comment = link(&grace.body, "Comment on section 1, Who it is for");
    assert!(comment.contains("/work/comment.add?section="), "{comment}");
    // The full text changes: the easy words are old until somebody writes them anew.
    web.t.clock.advance(chrono::TimeDelta::days(40));
    accord::service::clocks::fire_due(&web.t.app).unwrap();
    let edit = json!({ "section": made["section"], "text": "Adults.", "why": "Shorter" });
    web.t.work(&record, "hodan", "section.edit", edit).unwrap();
    linda
        .get(&path)
        .says("The full text has changed since this was written.");
    // Nobody but those who write it together writes it.
    web.signed_in("ifrah").get(&write).is(404);
}

#[test]
fn what_people_say_they_need_counts_like_what_an_invitation_says() {
    let web = Web::new();
    let (instance, record) = drafting(&web);
    let body = json!({ "heading": "Who it is for", "text": "Adults.", "why": "" });
    web.t.work(&record, "hodan", "section.edit", body).unwrap();
    let grace = web.signed_in("grace");
    let form = grace.get("/account/access").is(200);
    let key = form.hidden("ac-key");
    grace
        .post(
            "/account/access",
            &[("ac-key", &key), ("chosen", "easy_read"), ("says", "")],
        )
        .is(303);
    let refused = web.t.act(&instance, "rachel", "open_for_comment", json!({}));
    assert!(
        format!("{refused:?}").contains("a format that they cannot use"),
        "{refused:?}"
    );
    let add = json!({ "format": "easy_read", "where": "In the office" });
    web.t.work(&record, "rachel", "format.add", add).unwrap();
    web.t.act(&instance, "rachel", "open_for_comment", json!({})).unwrap();
}

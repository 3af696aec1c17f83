//! How somebody is named: nowhere, unless they wish it.

use accord::service::clocks;
use accord_store::documents;
use chrono::TimeDelta;
use serde_json::json;

use crate::{
    support::worker,
    web::{asked::vote, browser::Web, reading::open},
};

#[test]
fn a_name_stands_beside_what_somebody_says_only_if_they_wish_it() {
    let web = Web::new();
    let (_, record) = open(&web);
    let say = serde_json::json!({ "section": "Who it is for", "paragraph": 1, "text": "Nights matter most" });
    web.t.work(&record, "kofi", "comment.add", say).unwrap();
    let text = format!("/specification/{record}/text");
    let grace = web.signed_in("grace");
    let before = grace.get(&text).is(200).says("Nights matter most");
    assert!(!before.body.contains("Night Owl"));
    let kofi = web.signed_in("kofi");
    kofi.get("/account").says("How I am named");
    let page = kofi.get("/account/names").is(200);
    assert!(page.body.contains("name=\"screen\"") && page.body.contains("name=\"author\""));
    // Nobody takes another's name.
    kofi.post("/account/names", &[("screen", "grace mensah")])
        .is(422)
        .says("Somebody else is known by this name");
    // Nor with a character in it that nobody sees, here or as their own name.
    kofi.post("/account/names", &[("screen", "grace\u{200b} mensah")])
        .is(422)
        .says("Somebody else is known by this name");
    let own = [("name", "Kofi \u{202e}Asante\u{200b}"), ("first_name", "Kofi")];
    kofi.post("/account/data/details", &own).is(303);
    let id = web.t.person("kofi");
    let named = web.t.app.store.read(|db| accord_store::people::load(db, &id)).unwrap();
    assert_eq!(named.unwrap().name, "Kofi Asante");
    let long = "x".repeat(61);
    kofi.post("/account/names", &[("author", long.as_str())])
        .is(422)
        .says("60 letters or fewer");
    kofi.post("/account/names", &[("screen", " Night  Owl "), ("author", "Kofi A.")])
        .is(303);
    grace.get(&text).says("Night Owl, Lived experience");
    grace
        .get(&format!("/specification/{record}/comments"))
        .says("Night Owl, Lived experience");
    grace
        .post("/account/names", &[("screen", "night owl")])
        .is(422)
        .says("Somebody else is known by this name");
    assert!(kofi.get("/account/data.json").body.contains("Night Owl"));
    // Taken back, it is gone.
    kofi.post("/account/names", &[]).is(303);
    assert!(!grace.get(&text).body.contains("Night Owl"));
}

/// Kofi wrote and wishes to be named, Grace wrote and does not, Linda wishes it and wrote nothing.
#[test]
fn papers_name_who_wrote_and_wishes_it_and_nobody_else() {
    let web = Web::new();
    let (instance, record) = open(&web);
    let next = |days| {
        web.t.clock.advance(TimeDelta::days(days));
        clocks::fire_due(&web.t.app).unwrap();
    };
    for (who, name) in [("kofi", "Kofi A."), ("linda", "Linda from Gleadless")] {
        web.signed_in(who).post("/account/names", &[("author", name)]).is(303);
    }
    next(40);
    for who in ["kofi", "grace"] {
        let text = json!({ "section": "Who it is for", "text": format!("Adults, as {who} has it.") });
        web.t.work(&record, who, "section.edit", text).unwrap();
    }
    web.t.act(&instance, "rachel", "send_answers", json!({})).unwrap();
    next(9);
    web.t.act(&instance, "rachel", "ask_for_sign_off", json!({})).unwrap();
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
        vote(&web, &instance, who, "approve", json!({}));
    }
    next(30);
    worker::with_mail(&web.t).0.drain(web.now()).unwrap();
    let all = web
        .t
        .app
        .store
        .read(|db| documents::of_subject(db, &web.t.alliance, &record))
        .unwrap();
    let mut named = 0;
    for row in all {
        let text = std::fs::read_to_string(web.t.folder.path().join("files").join(&row.html_key)).unwrap();
        named += usize::from(text.contains("Kofi A."));
        for other in ["Kofi Asante", "Grace Mensah", "Linda from Gleadless"] {
            assert!(!text.contains(other), "{other} stands in {}", row.title);
        }
    }
    assert_eq!(named, 2, "the text as it was signed, and its certificate");
}

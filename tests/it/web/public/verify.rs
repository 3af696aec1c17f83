//! Copies and references that somebody checks; and who asks to be told.

use super::Scene;
use crate::web::browser::{Answer, Browser, Web, words};

fn upload(browser: &Browser<'_>, name: &str, content: &str) -> Answer {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"said\"\r\n\r\n\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n{content}\r\n--x--\r\n"
    );
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    browser.send("POST", "/verify", Some(body), &headers)
}

#[test]
fn a_copy_is_told_from_a_forgery() {
    let scene = Scene::new();
    let browser = scene.web.browser();
    let issued = |key: &str| String::from_utf8(scene.web.site.files.get(key).unwrap()).unwrap();
    for (key, kind) in [("3.pdf", "pdf"), ("3.html", "html")] {
        let file = issued(key);
        upload(&browser, key, &file)
            .is(200)
            .says("Yes: this is the document that was issued")
            .says("1, the newest")
            .says("Open for bids");
        // One byte is enough.
        let changed = file.replacen("Open", "Opem", 1);
        upload(&browser, key, &changed)
            .says("No: this file is not as it was issued")
            .says("PAPER-3");
        assert_ne!(kind, "");
    }
    upload(&browser, "other.pdf", "%PDF-1.7 by somebody else").says("No: we know no such document");
    upload(&browser, "notes.txt", "Just notes").says("No: we know no such document");
    // Who holds a paper that is not public is told that it is the one, and no more than they know.
    let page = upload(&browser, "1.pdf", &issued("1.pdf"))
        .says("Yes: this is the document")
        .says("PAPER-1");
    assert!(!words(&page.body).contains("Paper 1"));
    assert!(!page.body.contains(&scene.secret));
    // With an account that may read it, they are led there.
    let rachel = scene.web.signed_in("rachel");
    let page = upload(&rachel, "1.pdf", &issued("1.pdf")).says("Paper 1");
    assert!(page.body.contains(&format!("/documents/{}", scene.secret)));
}

#[test]
fn what_is_typed_finds_what_may_be_read() {
    let scene = Scene::new();
    let browser = scene.web.browser();
    let ask = |browser: &Browser<'_>, said: &str| browser.post("/verify", &[("said", said)]);
    let (public, secret) = ("00000003".repeat(8), "00000001".repeat(8));
    ask(&browser, &public)
        .says("Yes: a document with this mark")
        .says("Open for bids");
    ask(&browser, &public[..12].to_uppercase()).says("Yes: a document with this mark");
    ask(&browser, " PAPER-3 ").says("Open for bids");
    ask(&browser, "PAPER-3-v1").says("Open for bids");
    ask(&browser, "PAPER-3-v2").says("No: we know no such document");
    // Nobody finds out by guessing what there is: only the whole fingerprint is proof of a copy.
    for said in ["PAPER-1", &secret[..12], &secret[..63]] {
        ask(&browser, said).says("No: we know no such document");
    }
    ask(&browser, &secret)
        .says("Yes: a document with this mark")
        .says("PAPER-1");
    ask(&scene.web.signed_in("rachel"), "PAPER-1").says("Paper 1");
    ask(&browser, "").is(422).says("Select a file, or type the fingerprint");
    upload(&browser, "large.pdf", &"x".repeat(10 * 1024 * 1024 + 1))
        .is(422)
        .says("must be smaller than 10MB");
}

#[test]
fn checking_is_not_a_way_to_keep_us_busy() {
    let web = Web::new();
    let browser = web.browser();
    let mut last = 0;
    for _ in 0..30 {
        last = browser.post("/verify", &[("said", "X")]).status;
    }
    assert_eq!(last, 429);
    // Reading goes on, and a minute later checking too.
    browser.get("/register").is(200);
    web.advance(chrono::TimeDelta::minutes(1));
    browser.post("/verify", &[("said", "X")]).is(200);
}

#[test]
fn somebody_without_an_account_is_told_and_stops_it() {
    let web = Web::new();
    let browser = web.browser();
    browser
        .post("/subscriptions", &[("address", "nowhere")])
        .is(422)
        .says("There is a problem");
    let asked = browser.post(
        "/subscriptions",
        &[
            ("address", "garden@firth.example"),
            ("topics", "awards"),
            ("topics", "opportunities"),
        ],
    );
    let code_page = asked.is(303).to().to_owned();
    let row = web
        .posted()
        .into_iter()
        .find(|row| row.key.starts_with("subscription/"))
        .unwrap();
    let letter: serde_json::Value = serde_json::from_str(&row.payload).unwrap();
    let code = letter
        .pointer("/email/context/act/form/code")
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned();
    // The link in the letter fills the code in, and confirms nothing.
    let page = browser.get(&format!("{code_page}?code={code}")).is(200);
    assert!(page.body.contains(&format!("value=\"{code}\"")));
    browser
        .post(&code_page, &[("code", "000000")])
        .is(422)
        .says("not the code");
    browser
        .post(&code_page, &[("code", &code)])
        .is(200)
        .says("You will hear from us");
    let stop = letter.pointer("/email/to/stop").unwrap().as_str().unwrap();
    let stop = stop.strip_prefix("https://accord.example").unwrap();
    browser.get(stop).is(200).says("g…@firth.example").says("Awards");
    // A mail program stops them with one request that comes from no page.
    let one_click = Some("List-Unsubscribe=One-Click".to_owned());
    browser
        .send("POST", stop, one_click, &[])
        .is(200)
        .says("the address is forgotten");
    browser.get(stop).is(404);
}

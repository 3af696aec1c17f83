//! Second factors and invitations.

use chrono::TimeDelta;

use super::RACHEL;
use crate::web::browser::{Web, words};

#[test]
fn who_decides_sets_up_a_second_factor_and_shows_it() {
    let web = Web::new();
    let browser = web.browser();
    browser.sign_in(RACHEL);
    let before = browser.cookie("__Host-accord").unwrap();
    assert!(browser.get("/").is(303).to().starts_with("/sign-in/factor"));
    assert!(
        browser
            .get("/sign-in/factor")
            .is(303)
            .to()
            .starts_with("/account/factor")
    );
    browser
        .post("/account/factor", &[("kind", "password"), ("password", "short")])
        .is(422);
    let answer = browser.post(
        "/account/factor",
        &[("kind", "password"), ("password", "four calm green ducks")],
    );
    answer.is(303);
    let after = browser.cookie("__Host-accord").unwrap();
    assert_ne!(before, after, "the cookie is changed when more is shown");
    browser.get("/").is(200);

    let other = web.browser();
    other.sign_in(RACHEL);
    other.get("/").is(303);
    other
        .post("/sign-in/factor", &[("factor", "four calm red ducks")])
        .is(422)
        .says("This is not your password");
    other
        .post("/sign-in/factor", &[("factor", "four calm green ducks")])
        .is(303);
    other.get("/").is(200);
}

#[test]
fn a_factor_rests_after_five_wrong_tries() {
    let web = Web::new();
    let first = web.browser();
    first.sign_in(RACHEL);
    first
        .post(
            "/account/factor",
            &[("kind", "password"), ("password", "four calm green ducks")],
        )
        .is(303);
    let other = web.browser();
    other.sign_in(RACHEL);
    for _ in 0..5 {
        other.post("/sign-in/factor", &[("factor", "no")]).is(422);
    }
    other
        .post("/sign-in/factor", &[("factor", "four calm green ducks")])
        .is(429);
    web.advance(TimeDelta::minutes(16));
    other
        .post("/sign-in/factor", &[("factor", "four calm green ducks")])
        .is(303);
}

#[test]
fn an_app_shows_numbers_that_work_once() {
    let web = Web::new();
    let browser = web.browser();
    browser.sign_in(RACHEL);
    let page = browser.post("/account/factor", &[("kind", "app")]).is(200);
    let secret = page
        .body
        .split_once("secret=")
        .map(|(_, rest)| rest.split(['&', '"']).next().unwrap().to_owned())
        .expect("the link carries the secret");
    let number = |web: &Web| {
        let secret = totp_rs::Secret::try_from_base32(&secret).unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        totp.generate(u64::try_from(web.now().timestamp()).unwrap()).to_string()
    };
    browser.post("/account/factor/confirm", &[("factor", "000000")]).is(422);
    let shown = browser
        .post("/account/factor/confirm", &[("factor", &number(&web))])
        .is(200)
        .says("recovery codes");
    browser.get("/").is(200);

    let other = web.browser();
    other.sign_in(RACHEL);
    other.post("/sign-in/factor", &[("factor", &number(&web))]).is(422);
    web.advance(TimeDelta::seconds(30));
    other.post("/sign-in/factor", &[("factor", &number(&web))]).is(303);

    // A recovery code works once as well.
    let said = crate::web::browser::words(&shown.body);
    let code = said
        .split_once("1. ")
        .unwrap()
        .1
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned();
    let third = web.browser();
    third.sign_in(RACHEL);
    let page = third.get("/sign-in/factor").is(200);
    let way = page.body.split_once("way=").unwrap().1;
    assert!(!way.is_empty());
    let recovery = page
        .body
        .split("href=\"/sign-in/factor?way=")
        .nth(1)
        .unwrap()
        .split("&amp;")
        .next()
        .unwrap()
        .split('&')
        .next()
        .unwrap()
        .to_owned();
    let path = format!("/sign-in/factor?way={recovery}");
    third.post(&path, &[("factor", &code.to_lowercase())]).is(303);
    let fourth = web.browser();
    fourth.sign_in(RACHEL);
    fourth.post(&path, &[("factor", &code)]).is(422);
}

#[test]
fn an_invitation_is_taken_up_by_its_button_once() {
    let web = Web::new();
    let (rachel, grace) = (web.t.person("rachel"), web.t.person("grace"));
    accord::service::access::invitations::send(&web.t.app, &web.t.alliance, &rachel, &grace).unwrap();
    let rows = web.posted();
    let payload = &rows.last().unwrap().payload;
    let path = payload
        .split_once("https://accord.example")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap();
    for _ in 0..5 {
        web.browser().get(path).is(200).says("Welcome, Grace");
    }
    // What does not fit is said, and uses nothing up. She sits on the board: she chooses something now.
    let browser = web.browser();
    browser
        .post(path, &[])
        .is(422)
        .says("Select how you will show that it is you.");
    browser.post(path, &[("kind", "later")]).is(422);
    let short = [("kind", "password"), ("password", "short")];
    browser.post(path, &short).is(422).says("12 characters or more");
    assert!(browser.cookie("__Host-accord").is_none());
    let long = [("kind", "password"), ("password", "four calm green ducks")];
    browser.post(path, &long).is(303);
    assert!(browser.cookie("__Host-accord").is_some());
    browser.get("/").is(200);
    // Used, too old or never made: the same page, with the way on.
    let says = "This invitation cannot be used any more";
    web.browser().post(path, &[]).is(404).says(says);
    web.browser().get(path).is(404).says(says);
    web.browser().get("/invitation/0000").is(404).says(says).says("Sign in");
}

#[test]
fn whoever_is_invited_chooses_a_card_an_app_or_nothing_more() {
    let web = Web::new();
    let rachel = web.t.person("rachel");
    for (who, kind, says) in [
        ("amina", "card", "Print this card"),
        ("martin", "app", "Set the app up"),
        ("mei", "later", ""),
    ] {
        let person = web.t.person(who);
        accord::service::access::invitations::send(&web.t.app, &web.t.alliance, &rachel, &person).unwrap();
        let rows = web.posted();
        let payload = &rows.last().unwrap().payload;
        let path = payload.split_once("https://accord.example").unwrap().1;
        let path = path.split('"').next().unwrap();
        let browser = web.browser();
        browser
            .get(path)
            .is(200)
            .says("Nothing more for now")
            .says("we call your");
        let answer = browser.post(path, &[("kind", kind)]);
        match kind {
            "later" => assert_eq!(answer.status, 303),
            _ => drop(answer.is(200).says(says)),
        }
        browser.get("/account").is(200);
        // Whoever has chosen is not asked again.
        if kind == "card" {
            accord::service::access::invitations::send(&web.t.app, &web.t.alliance, &rachel, &person).unwrap();
            let rows = web.posted();
            let path = rows
                .last()
                .unwrap()
                .payload
                .split_once("https://accord.example")
                .unwrap()
                .1
                .to_owned();
            let page = web.browser().get(path.split('"').next().unwrap()).is(200);
            assert!(!words(&page.body).contains("Nothing more for now"));
        }
        web.advance(chrono::TimeDelta::minutes(1));
    }
    // A bidder who has set something up is asked for it, and may go on without.
    let browser = web.browser();
    let answer = browser.sign_in("amina@burngreave.example");
    assert!(answer.to().starts_with("/sign-in/factor"), "{}", answer.to());
    browser
        .get("/sign-in/factor")
        .is(200)
        .says("Go on with the code from your email alone");
    browser.get("/").is(200);
}

#[test]
fn what_only_serves_signing_in_is_forgotten_in_time() {
    let web = Web::new();
    web.browser().sign_in("amina@burngreave.example");
    let none = accord_store::retention::Forgotten::default();
    assert_eq!(accord::service::retention::forget(&web.t.app).unwrap(), none);
    web.advance(chrono::TimeDelta::days(2));
    assert_eq!(accord::service::retention::forget(&web.t.app).unwrap().codes, 1);
    web.advance(chrono::TimeDelta::days(100));
    assert_eq!(accord::service::retention::forget(&web.t.app).unwrap().sessions, 1);
}

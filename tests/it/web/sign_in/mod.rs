//! Signing in: codes, sessions, factors. The wall moves; nobody waits.

mod factors;

use chrono::TimeDelta;

use super::browser::Web;

const AMINA: &str = "amina@burngreave.example";

const RACHEL: &str = "rachel@rethink.example";

#[test]
fn a_code_lets_its_browser_in_once() {
    let web = Web::new();
    let browser = web.browser();
    browser.get("/").is(303);
    assert!(browser.get("/").to().starts_with("/sign-in?next="));
    let answer = browser.sign_in(AMINA).is(303);
    assert_eq!(answer.to(), "/");
    assert!(browser.cookie("__Host-accord").is_some());
    assert!(
        browser.cookie("__Host-accord-code").is_none(),
        "the code's cookie is gone"
    );
    browser.get("/").is(200).says("Waiting on you");
}

#[test]
fn a_code_is_worth_nothing_in_another_browser() {
    let web = Web::new();
    let (hers, theirs) = (web.browser(), web.browser());
    hers.post("/sign-in", &[("email", AMINA)]).is(303);
    let code = web.code().unwrap();
    theirs
        .post("/sign-in", &[("email", "nobody@elsewhere.example")])
        .is(303);
    theirs.post("/sign-in/code", &[("code", &code)]).is(422);
    assert!(theirs.cookie("__Host-accord").is_none());
    hers.post("/sign-in/code", &[("code", &code)]).is(303);
}

#[test]
fn a_link_fills_the_code_in_and_uses_nothing_up() {
    let web = Web::new();
    let browser = web.browser();
    browser.post("/sign-in", &[("email", AMINA)]).is(303);
    let code = web.code().unwrap();
    for _ in 0..20 {
        let page = browser.get(&format!("/sign-in/code?code={code}")).is(200);
        assert!(page.body.contains(&format!("value=\"{code}\"")));
    }
    browser.post("/sign-in/code", &[("code", &code)]).is(303);
    browser.post("/sign-in", &[("email", AMINA)]).is(303);
    browser.post("/sign-in/code", &[("code", &code)]).is(422);
}

#[test]
fn a_code_ends_after_ten_minutes_and_after_five_tries() {
    let web = Web::new();
    let browser = web.browser();
    browser.post("/sign-in", &[("email", AMINA)]).is(303);
    let code = web.code().unwrap();
    web.advance(TimeDelta::minutes(10));
    browser
        .post("/sign-in/code", &[("code", &code)])
        .is(422)
        .says("cannot be used any more");

    browser.post("/sign-in", &[("email", AMINA)]).is(303);
    let code = web.code().unwrap();
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    for _ in 0..5 {
        browser.post("/sign-in/code", &[("code", wrong)]).is(422);
    }
    browser
        .post("/sign-in/code", &[("code", &code)])
        .is(422)
        .says("cannot be used any more");
}

#[test]
fn nobody_learns_whose_address_it_is() {
    let web = Web::new();
    let known = web.browser().post("/sign-in", &[("email", AMINA)]);
    let unknown = web.browser().post("/sign-in", &[("email", "nobody@elsewhere.example")]);
    assert_eq!((known.status, known.to()), (unknown.status, unknown.to()));
    let names = |answer: &super::browser::Answer| answer.headers.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&known), names(&unknown));
    let browser = web.browser();
    browser
        .post("/sign-in", &[("email", "nobody@elsewhere.example")])
        .is(303);
    browser
        .post("/sign-in/code", &[("code", "12345678")])
        .is(422)
        .says("This is not the code");
}

#[test]
fn an_address_that_asks_too_often_waits() {
    let web = Web::new();
    for _ in 0..5 {
        web.browser().post("/sign-in", &[("email", AMINA)]).is(303);
    }
    let answer = web.browser().post("/sign-in", &[("email", AMINA)]).is(429);
    assert_eq!(answer.header("retry-after"), "900");
    web.advance(TimeDelta::minutes(16));
    web.browser().post("/sign-in", &[("email", AMINA)]).is(303);
}

#[test]
fn what_is_no_address_is_said_beside_the_question() {
    let web = Web::new();
    for bad in ["", "amina", "a b@c.example", "amina@nowhere"] {
        let page = web
            .browser()
            .post("/sign-in", &[("email", bad)])
            .is(422)
            .says("There is a problem");
        assert!(page.body.contains("<title>Error: "), "{bad}");
    }
}

#[test]
fn a_session_ends_by_rest_and_by_age() {
    let web = Web::new();
    let browser = web.browser();
    browser.sign_in(AMINA);
    for _ in 0..3 {
        web.advance(TimeDelta::hours(3));
        browser.get("/").is(200);
    }
    web.advance(TimeDelta::hours(3));
    browser.get("/").is(303);

    browser.sign_in(AMINA);
    web.advance(TimeDelta::minutes(241));
    browser.get("/").is(303);
}

#[test]
fn business_time_signs_nobody_out() {
    let web = Web::new();
    let browser = web.browser();
    browser.sign_in(AMINA);
    web.t.clock.advance(TimeDelta::days(30));
    browser.get("/").is(200);
}

#[test]
fn a_cookie_is_worth_nothing_after_signing_out() {
    let web = Web::new();
    let browser = web.browser();
    browser.sign_in(AMINA);
    let cookie = browser.cookie("__Host-accord").unwrap();
    browser.post("/sign-out", &[]).is(303);
    let thief = web.browser();
    thief.jar.borrow_mut().insert("__Host-accord".to_owned(), cookie);
    thief.get("/").is(303);
}

#[test]
fn sessions_are_listed_and_ended_from_elsewhere() {
    let web = Web::new();
    let (here, there) = (web.browser(), web.browser());
    here.sign_in(AMINA);
    there.sign_in(AMINA);
    let page = here.get("/account").is(200);
    let (_, rest) = page.body.split_once("/account/sessions/").expect("the other session");
    let id = rest.split('/').next().unwrap();
    here.post(&format!("/account/sessions/{id}/end"), &[]).is(303);
    there.get("/").is(303);
    here.get("/").is(200);
    // Nobody ends somebody else's.
    let martin = web.signed_in("martin");
    martin.post(&format!("/account/sessions/{id}/end"), &[]).is(404);
}

//! What was sent after its sender had been signed out: kept for them, for an hour, in the same browser.

use chrono::TimeDelta;

use super::{Idea, WHY};

/// A page stands open; meanwhile its session is ended, and its cookie is gone: what is sent from the page comes back to
/// whom the page was shown to, in the same browser, and to nobody else.
#[test]
fn words_from_a_page_of_somebody_who_has_signed_out_come_back_to_them_alone() {
    let idea = Idea::new();
    let browser = idea.web.signed_in("rachel");
    let page = browser.get(&idea.task()).is(200);
    let form: Vec<(String, String)> = ["ac-key", "ac-version", "ac-for"]
        .map(|name| (name.to_owned(), page.hidden(name)))
        .into();
    let mut form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    form.push(("reason", WHY));
    browser.post("/sign-out", &[]).is(303);
    let address = format!("{}?q=reason", idea.task());
    let answer = browser.post(&address, &form).is(303);
    assert!(answer.to().starts_with("/sign-in?next=%2Ftask"), "{}", answer.to());
    browser
        .get(answer.to())
        .is(200)
        .says("What you typed is kept for an hour, for you alone");
    assert_eq!(idea.entries(), 1, "nothing is done for somebody who is signed out");
    let sign_in = |who: &str| {
        let person = idea.web.t.person(who);
        let read = |db: &mut accord_store::Db| accord_store::people::load(db, &person);
        let email = idea.web.t.app.store.read(read).unwrap().unwrap().email.unwrap();
        browser.post(answer.to(), &[("email", &email)]).is(303);
        let code = idea.web.code().unwrap();
        let to = browser
            .post("/sign-in/code", &[("code", &code)])
            .is(303)
            .to()
            .to_owned();
        browser.post("/sign-out", &[]);
        to
    };
    // Somebody else, who uses the same browser, gets nothing of it.
    assert!(!sign_in("tom").contains("task"));
    assert!(browser.cookie("__Host-accord-left").is_some(), "it waits for her");
    assert!(
        !idea
            .web
            .signed_in("tom")
            .get(&idea.task())
            .body
            .contains("We start now.")
    );
    assert!(
        sign_in("rachel").contains("/task/"),
        "she is led to where her words are"
    );
    assert!(
        idea.web
            .signed_in("rachel")
            .get(&address)
            .body
            .contains("We start now.")
    );
    assert_eq!(browser.cookie("__Host-accord-left"), None);
}

/// After an hour, and of a page that says nothing of whom it was shown to, nothing is kept.
#[test]
fn words_that_were_left_wait_for_an_hour() {
    let idea = Idea::new();
    let browser = idea.web.signed_in("rachel");
    let mark = browser.get(&idea.task()).is(200).hidden("ac-for");
    browser.post("/sign-out", &[]).is(303);
    let address = format!("{}?q=reason", idea.task());
    let answer = browser.post(&address, &[("reason", WHY)]).is(303);
    assert!(!answer.to().contains("kept"), "{}", answer.to());
    let answer = browser.post(&address, &[("reason", WHY), ("ac-for", &mark)]).is(303);
    assert!(answer.to().ends_with("&kept=yes"), "{}", answer.to());
    let long = "word ".repeat(60_000);
    let answer = browser.post(&address, &[("reason", &long), ("ac-for", &mark)]).is(303);
    assert!(!answer.to().contains("kept"), "too much is not kept: {}", answer.to());
    idea.web.advance(TimeDelta::minutes(61));
    let cookie = browser.cookie("__Host-accord-left").unwrap();
    let rachel = idea.web.t.person("rachel");
    let kept = accord::service::left_words::take(&idea.web.t.app, &cookie, &rachel).unwrap();
    assert_eq!(kept, []);
}

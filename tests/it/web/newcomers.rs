//! What somebody who is new here takes a page at its word for: that a day has moved, that nobody can be helped.

use std::sync::Arc;

use accord::{
    cli::demo,
    service::library::{Library, Shelf},
};

use super::{
    browser::{At, Browser, Web, words},
    pages::sign_off,
};

const OPEN: &str = "demonstration: open\nseed: sheffield\nstarts: 2026-01-05 09:00\nplays:\n  \
                    - { scenario: walking-together, before: Everyone on the panel and on the board declares }\n  \
                    - { scenario: questions-and-answers, before: The closing day moves, and: 4 }\n";

/// A round whose closing day was moved, and not published yet.
#[test]
fn a_closing_day_is_published_once_for_each_move() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::built_in().with("workflows/demonstration/open.yaml", OPEN);
    let library = Arc::new(Library::read(shelf).unwrap());
    let (site, _worker) = demo::build(&library, folder.path(), "open", "http://127.0.0.1:8080").unwrap();
    let at = At::demo(Arc::new(site));
    let browser = Browser::at(&at);
    let page = browser.get("/demo").is(200);
    let (before, _) = page.body.split_once(">Rachel Okafor").unwrap();
    let rachel = before.rsplit("value=\"").next().unwrap().split('"').next().unwrap();
    browser.post("/demo/sign-in-as", &[("person", rachel)]).is(303);
    let home = browser.get("/waiting").is(200).body;
    let round = home.split("href=\"/round/").nth(1).unwrap().split('"').next().unwrap();
    let round = format!("/round/{round}");
    let page = browser.get(&round).is(200).body;
    let task = page.split("/act/published/say_the_day_moved").next().unwrap();
    let task = task.rsplit("href=\"").next().unwrap().to_owned();
    let check = format!("{task}/act/published/say_the_day_moved/check");
    let page = browser
        .get(&check)
        .is(200)
        .says("21 April 2026")
        .says("Closing day as last published")
        .says("14 April 2026")
        .says("A notice goes out to the public with it")
        .says("It cannot be taken back");
    let sent = browser.post(
        &check,
        &[
            ("ac-key", &page.hidden("ac-key")),
            ("ac-version", &page.hidden("ac-version")),
        ],
    );
    let sent = if sent.status == 303 && sent.to().contains("factor") {
        panic!("the demonstration asks for no second factor: {}", sent.to())
    } else {
        sent
    };
    sent.is(303);
    let again = browser.get(&check).body;
    assert!(
        words(&again).contains("The closing day has not moved since it was last published."),
        "{again}"
    );
}

#[test]
fn only_people_for_whom_something_can_be_recorded_are_listed() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    sign_off(&web, &instance, &record);
    // She is asked to sign; Tom is not.
    let page = web.signed_in("leon").get(&format!("/task/{instance}/for")).is(200);
    let page = page.says("Eleanor Pratt").says("for whom something can be recorded");
    assert!(!words(&page.body).contains("Tom Hadfield"));
}

#[test]
fn a_comment_for_somebody_is_led_to_where_it_is_written_down() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    super::pages::commenting(&web, &instance, &record);
    let leon = web.signed_in("leon");
    let page = leon.get(&format!("/task/{instance}/for")).is(200);
    let page = page.says("Write down a comment for the person you support");
    assert!(page.body.contains(&format!("/specification/{record}/text")));
    // Whoever may not is told who can.
    web.signed_in("rachel")
        .get(&format!("/task/{instance}/for"))
        .is(200)
        .says("Supporter can, without a second person");
    let yasmin = web.t.person("yasmin");
    leon.get(&format!("/task/{instance}/for/{yasmin}"))
        .is(200)
        .says("There is nothing that two people could record for them here now.")
        .says("Write down a comment for the person you support");
}

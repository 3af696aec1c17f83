//! The demonstration: a play, then everybody, every letter, and a clock.

use std::sync::Arc;

use accord::{
    cli::demo,
    service::library::{Library, Shelf},
};

use super::browser::{At, Browser, link};

const TINY: &str = "demonstration: tiny\nseed: sheffield\nstarts: 2026-01-05 09:00\nplays:\n  \
                    - { scenario: specification, before: Writing, and: 1, title: Out of hours }\n";

#[test]
fn a_demonstration_opens_with_people_letters_and_a_clock() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::built_in().with("workflows/demonstration/tiny.yaml", TINY);
    let library = Arc::new(Library::read(shelf).unwrap());
    let (site, worker) = demo::build(&library, folder.path(), "tiny", "http://127.0.0.1:8080").unwrap();
    let began = site.app.clock.now();
    let at = At::demo(Arc::new(site));
    let browser = Browser::at(&at);

    // Anybody can be anybody; it is said on every page that nothing is real.
    browser.get("/").is(303);
    let page = browser.get("/demo").is(200).says("Everything here is invented");
    assert!(page.body.contains("Demonstration"));
    let rachel = page.body.split(">Rachel Okafor").next().unwrap();
    let rachel = rachel
        .rsplit("value=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    browser.post("/demo/sign-in-as", &[("person", &rachel)]).is(303);
    browser.get("/").is(200).says("Open the specification for comment");
    browser.post("/demo/sign-in-as", &[("person", "nobody")]).is(404);

    // Letters are there to be read, and lead into the pages.
    let page = browser.get("/demo/inbox").is(200).says("To ");
    let letter = link(&page.body, "</a><br>");
    let page = browser.get(&letter).is(200).says("Hello ");
    assert!(page.body.contains("Open the page that this letter leads to"));

    // The code of somebody who signs in is in the inbox too.
    let other = Browser::at(&at);
    other.post("/sign-in", &[("email", "amina@burngreave.example")]).is(303);
    worker.drain(at.site().app.wall.now()).unwrap();
    let page = other.get("/demo/inbox").says("Your code to sign in to Synergy");
    let page = other.get(&link(&page.body, "Your code to sign in")).is(200);
    let words = super::browser::words(&page.body);
    let code: String = words
        .split("Your code is")
        .nth(1)
        .unwrap()
        .chars()
        .filter(char::is_ascii_digit)
        .take(8)
        .collect();
    other.post("/sign-in/code", &[("code", &code)]).is(303);
    other.get("/").is(200);

    // The clock moves forward, for everybody, and is remembered.
    browser.post("/demo/clock", &[("days", "0")]).is(422);
    browser.post("/demo/clock", &[("days", "14")]).is(303);
    let now = at.site().app.clock.now();
    assert!(now - began >= chrono::TimeDelta::days(14), "{began} {now}");
    browser.get("/").is(200);
    drop((browser, other, at, worker));
    let (again, _worker) = demo::build(&library, folder.path(), "tiny", "http://127.0.0.1:8080").unwrap();
    assert!(again.app.clock.now() >= now);
}

#[test]
fn every_shipped_demonstration_names_what_there_is() {
    let shelf = Shelf::built_in();
    for (name, text) in shelf.list("workflows/demonstration", ".yaml") {
        let file: serde_json::Value = serde_saphyr::from_str(text).unwrap();
        for play in file["plays"].as_array().unwrap() {
            let path = format!("workflows/scenarios/{}.yaml", play["scenario"].as_str().unwrap());
            let scenario = shelf.get(&path).unwrap_or_else(|| panic!("{name}: no {path}"));
            for heading in ["from", "before"].iter().filter_map(|end| play[end].as_str()) {
                let heading = format!("- say: {heading}");
                assert!(scenario.contains(&heading), "{name}: {path} has no `{heading}`");
            }
        }
    }
}

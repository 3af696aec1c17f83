//! Scenarios clicked through in a browser: the same steps that a rehearsal asks of the service are
//! found on people's own pages, filled in and sent, with JavaScript and without; what should then be
//! the case is looked at as in a rehearsal, and every page on the way is judged.
//!
//! Takes part when Chromium, Node and three packages of npm are there; `ACCORD_TEST_REQUIRE=browser`
//! makes their absence a failure. Screenshots stay in `target/pages/clicked`.

mod hands;
pub(crate) mod stage;

use std::path::Path;

use self::{
    hands::{Chromium, Tally},
    stage::Stage,
};
use crate::pages::browser;

/// Plays a scenario from its beginning to a heading, and some steps more, in a browser.
fn click(scenario: &str, before: Option<&str>, and: usize, script: bool) -> Option<Tally> {
    // Whoever mends a late step need not click through all before it: the service plays up to there.
    let from = browser::said("ACCORD_CLICK_FROM");
    click_between(scenario, (from, before), and, script)
}

/// The same from a heading on; the service plays up to there.
fn click_between(
    scenario: &str,
    (from, before): (Option<String>, Option<&str>),
    and: usize,
    script: bool,
) -> Option<Tally> {
    let tools = browser::tools_or_skip()?;
    let mut stage = Stage::of(scenario);
    let part = stage.part(from.as_deref(), before, and);
    let shots = match script {
        true => "target/pages/clicked",
        false => "target/pages/clicked-without-script",
    };
    let shots = Path::new(env!("CARGO_MANIFEST_DIR")).join(shots).join(scenario);
    if from.is_some() {
        let before = stage.part(None, from.as_deref(), 0);
        stage.company.play(before, &mut |_| {}).unwrap();
    }
    let app = stage.company.app().clone();
    let chromium = Chromium::start(&tools, &app, (&stage.origin, &shots), script);
    let tally = chromium.tally();
    stage.company.lend(Box::new(chromium));
    let outcome = stage.company.play(part, &mut |heading| println!("{heading}"));
    drop(stage);
    let tally = tally.lock().unwrap().clone();
    println!("{tally:?}");
    outcome.unwrap_or_else(|error| panic!("{error:#}\n{}", tally.wrong.join("\n")));
    assert!(tally.wrong.is_empty(), "{}", tally.wrong.join("\n"));
    Some(tally)
}

/// From the idea to the first return that is accepted: a specification with a block, a round with ten
/// bids, an award that is looked at again, hosts that get ready. A quarter of an hour each on a busy
/// machine: they take part with `ACCORD_BROWSER=full`.
fn click_the_peer_support_framework(script: bool) {
    if browser::said("ACCORD_BROWSER").as_deref() != Some("full") {
        println!("skipped: ACCORD_BROWSER=full clicks through the whole Peer Support Framework");
        return;
    }
    if let Some(tally) = click("peer-support-framework", Some("The first return"), 10, script) {
        assert!(tally.people >= 8, "{tally:?}");
        assert!(tally.deeds > 200, "{tally:?}");
    }
}

#[test]
fn the_peer_support_framework_is_clicked_through_by_its_people() {
    click_the_peer_support_framework(true);
}

#[test]
fn the_peer_support_framework_is_clicked_through_without_javascript() {
    click_the_peer_support_framework(false);
}

/// The short way, without any JavaScript: a specification from the idea to both houses' signature.
#[test]
fn a_specification_is_clicked_through_without_javascript() {
    if let Some(tally) = click("specification", None, 0, false) {
        assert!(tally.people >= 8, "{tally:?}");
    }
}

/// Whoever is paid: offered less than the floor, put right by two people, taken, and approved; without any JavaScript.
#[test]
fn a_payment_is_clicked_through_without_javascript() {
    let before = Some("Into an account that nobody has given yet");
    if let Some(tally) = click("paying-people", before, 0, false) {
        assert!(tally.people >= 4, "{tally:?}");
    }
}

/// What co-production is when it does not go smoothly, each as its people and without any JavaScript: an override in
/// public with the dissent, a block that is taken back, formats that come first, a text in Easy Read, a rating by
/// experts, a meeting with its minutes.
#[test]
fn what_is_hard_about_writing_together_is_clicked_through_without_javascript() {
    // Whoever mends one of them need not click through all.
    let only = browser::said("ACCORD_CLICK");
    for (scenario, people) in [
        ("override-in-public", 8),
        ("block-withdrawn", 1),
        ("formats-first", 3),
        ("in-other-words", 3),
        ("four-pi", 3),
        ("a-board-meeting", 2),
        ("idea-set-aside", 1),
    ] {
        if only.as_deref().is_some_and(|only| only != scenario) {
            continue;
        }
        println!("{scenario}");
        if let Some(tally) = click(scenario, None, 0, false) {
            assert!(tally.people >= people, "{scenario}: {tally:?}");
        }
    }
}

/// Six small organisations begin to ask for a grant; one asks first, and one sends its application, changes it, and sends
/// it again.
#[test]
fn applications_for_grants_are_clicked_through_without_javascript() {
    let part = (
        Some("Applications are open".to_owned()),
        Some("Six applications come in"),
    );
    if let Some(tally) = click_between("capacity-grants", part, 0, false) {
        assert!(tally.people >= 6, "{tally:?}");
    }
}

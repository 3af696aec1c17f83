//! Filling in and sending: nothing typed is lost, and nothing happens twice.

mod left;

use accord::clock::Clock as _;
use accord_store::journal;
use chrono::TimeDelta;
use serde_json::json;

use super::browser::{Browser, Web};

const WHY: &str = "This is what people have told us for two years. We start now.";

struct Idea {
    web: Web,
    instance: String,
    record: String,
}

impl Idea {
    fn new() -> Self {
        let web = Web::new();
        let (instance, record) = web.t.specification();
        Self { web, instance, record }
    }

    fn task(&self) -> String {
        format!("/task/{}/act/idea/take_forward", self.instance)
    }

    fn entries(&self) -> usize {
        let read = |db: &mut accord_store::Db| journal::of_instance(db, &self.web.t.alliance, &self.instance);
        self.web.t.app.store.read(read).unwrap().len()
    }

    /// Types the answer; gives the key of the form.
    fn fill_in(&self, browser: &Browser<'_>) -> String {
        let page = browser.get(&self.task()).is(200);
        let (key, version) = (page.hidden("ac-key"), page.hidden("ac-version"));
        let path = format!("{}?q=reason", self.task());
        let form = [
            ("ac-key", key.as_str()),
            ("ac-version", version.as_str()),
            ("reason", WHY),
        ];
        let answer = browser.post(&path, &form).is(303);
        assert_eq!(answer.to(), format!("{}/check", self.task()));
        key
    }
}

#[test]
fn a_question_is_answered_checked_and_sent() {
    let idea = Idea::new();
    let browser = idea.web.signed_in("rachel");
    browser.get("/").is(200).says("What becomes of this idea?");
    browser
        .get(&format!("/specification/{}", idea.record))
        .is(200)
        .says("Take it forward");
    idea.fill_in(&browser);
    let check = browser
        .get(&format!("{}/check", idea.task()))
        .is(200)
        .says(WHY)
        .says("Next: Agreeing what it is for.");
    let (key, version) = (check.hidden("ac-key"), check.hidden("ac-version"));
    let sent = browser.post(
        &format!("{}/check", idea.task()),
        &[("ac-key", &key), ("ac-version", &version)],
    );
    let sent = sent.is(303);
    assert_eq!(sent.to(), format!("/sent/{key}"));
    browser
        .get(sent.to())
        .is(200)
        .says("Agreeing what it is for")
        .says("It reached us at");
    browser
        .get(&format!("/specification/{}", idea.record))
        .says("Rachel Okafor: Take it forward.");
    // It is hers alone.
    idea.web.signed_in("tom").get(&format!("/sent/{key}")).is(404);
}

#[test]
fn a_second_press_does_nothing_more() {
    let idea = Idea::new();
    let browser = idea.web.signed_in("rachel");
    let key = idea.fill_in(&browser);
    let check = format!("{}/check", idea.task());
    let before = idea.entries();
    for _ in 0..3 {
        let answer = browser.post(&check, &[("ac-key", &key)]).is(303);
        assert_eq!(answer.to(), format!("/sent/{key}"));
    }
    assert_eq!(idea.entries(), before + 1);
}

#[test]
fn what_is_missing_stands_beside_the_question() {
    let idea = Idea::new();
    let browser = idea.web.signed_in("rachel");
    let page = browser.post(&format!("{}?q=reason", idea.task()), &[("reason", "  ")]);
    let page = page.is(422).says("There is a problem").says("Enter an answer to");
    assert!(page.body.contains("<title>Error: "));
    assert!(page.body.contains("href=\"#reason\""));
    // And nothing is sent without it, whatever page is asked.
    let before = idea.entries();
    browser.post(&format!("{}/check", idea.task()), &[]).is(422);
    assert_eq!(idea.entries(), before);
}

#[test]
fn what_was_typed_is_there_again() {
    let idea = Idea::new();
    let browser = idea.web.signed_in("rachel");
    let answer = browser.post(
        &format!("{}?q=reason", idea.task()),
        &[("reason", "Half a thought"), ("ac-leave", "yes")],
    );
    assert_eq!(answer.is(303).to(), format!("/specification/{}?did=kept", idea.record));
    let other = idea.web.signed_in("rachel");
    assert!(other.get(&idea.task()).is(200).body.contains("Half a thought"));
    other.get("/").says("In progress");
    // Nobody else sees it.
    assert!(
        !idea
            .web
            .signed_in("tom")
            .get(&idea.task())
            .body
            .contains("Half a thought")
    );
}

/// In the demonstration the clock is its own: what is saved says the time that the page shows.
#[test]
fn saved_is_said_by_the_clock_of_the_site() {
    let idea = Idea::new();
    let browser = idea.web.signed_in("rachel");
    idea.web.t.clock.advance(TimeDelta::hours(5));
    idea.fill_in(&browser);
    let now = idea.web.t.clock.now().with_timezone(&chrono_tz::Europe::London);
    let hour = now.format("%-I:%M%P").to_string().replace(":00", "");
    browser
        .get(&format!("{}?q=reason", idea.task()))
        .is(200)
        .says(&format!("Saved at {hour}."));
}

#[test]
fn typing_is_saved_as_it_goes() {
    let idea = Idea::new();
    let browser = idea.web.signed_in("rachel");
    let answer = browser.send(
        "POST",
        &format!("{}/save?q=reason", idea.task()),
        Some("reason=Half".to_owned()),
        &[("sec-fetch-site", "same-origin"), ("accept", "application/json")],
    );
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("Saved at 9am."), "{}", answer.body);
    assert!(browser.get(&idea.task()).body.contains("Half"));
}

#[test]
fn a_session_that_runs_out_loses_nothing() {
    let idea = Idea::new();
    let browser = idea.web.signed_in("rachel");
    let page = browser.get(&idea.task()).is(200);
    let (key, version) = (page.hidden("ac-key"), page.hidden("ac-version"));
    idea.web.advance(TimeDelta::minutes(31));
    let form = [
        ("ac-key", key.as_str()),
        ("ac-version", version.as_str()),
        ("reason", WHY),
    ];
    let answer = browser.post(&format!("{}?q=reason", idea.task()), &form).is(303);
    assert!(answer.to().starts_with("/sign-in?next="), "{}", answer.to());
    assert_eq!(idea.entries(), 1, "nothing is done for somebody who is signed out");
    let again = idea.web.signed_in("rachel");
    assert!(again.get(&idea.task()).is(200).body.contains("We start now."));
    // The script is told, in its own words.
    let save = browser.send(
        "POST",
        &format!("{}/save", idea.task()),
        Some("reason=x".to_owned()),
        &[("sec-fetch-site", "same-origin"), ("accept", "application/json")],
    );
    assert_eq!(save.status, 401);
}

#[test]
fn who_was_quicker_is_said_and_what_was_typed_stays() {
    let idea = Idea::new();
    let (rachel, tom) = (idea.web.signed_in("rachel"), idea.web.signed_in("tom"));
    // Both may withdraw the whole thing in any state; Tom takes the idea forward meanwhile.
    let withdraw = format!("/task/{}/act/-/withdraw", idea.instance);
    let page = rachel.get(&withdraw).is(200);
    let (key, version) = (page.hidden("ac-key"), page.hidden("ac-version"));
    let form = [
        ("ac-key", key.as_str()),
        ("ac-version", version.as_str()),
        ("reason", "No money"),
    ];
    rachel.post(&format!("{withdraw}?q=reason"), &form).is(303);
    let other = idea.fill_in(&tom);
    tom.post(&format!("{}/check", idea.task()), &[("ac-key", &other)])
        .is(303);
    let before = idea.entries();
    let page = rachel.post(&format!("{withdraw}/check"), &[("ac-key", &key)]);
    page.is(409).says("Tom Hadfield was quicker");
    assert_eq!(idea.entries(), before);
    rachel.post(&format!("{withdraw}/go-on"), &[("ac-key", &key)]).is(303);
    rachel.get(&format!("{withdraw}/check")).is(200).says("No money");
    rachel.post(&format!("{withdraw}/check"), &[("ac-key", &key)]).is(303);
    assert_eq!(idea.entries(), before + 1);
}

#[test]
fn who_may_not_see_a_record_is_not_told_who_was_quicker_there() {
    let idea = Idea::new();
    let tom = idea.web.signed_in("tom");
    let other = idea.fill_in(&tom);
    tom.post(&format!("{}/check", idea.task()), &[("ac-key", &other)])
        .is(303);
    let app = &idea.web.t;
    for (who, told) in [("rachel", true), ("gordon", false)] {
        let mut command = app.command(&idea.instance, who, "withdraw", json!({ "reason": "No money" }));
        command.seen = Some(1);
        let answer = app.app.ask(command).unwrap_err();
        assert_eq!(answer.to_string().contains("Tom Hadfield"), told, "{who}: {answer}");
    }
}

#[test]
fn a_key_that_is_somebody_elses_is_no_fault() {
    let idea = Idea::new();
    let (rachel, tom) = (idea.web.signed_in("rachel"), idea.web.signed_in("tom"));
    let withdraw = format!("/task/{}/act/-/withdraw", idea.instance);
    let key = rachel.get(&withdraw).is(200).hidden("ac-key");
    let form = [("ac-key", key.as_str()), ("reason", "No money")];
    rachel.post(&format!("{withdraw}?q=reason"), &form).is(303);
    // The same page, sent again by whoever used the computer next.
    tom.post(&format!("{withdraw}?q=reason"), &form).is(303);
    tom.get(&format!("{withdraw}/check")).is(200).says("No money");
    rachel.get(&format!("{withdraw}/check")).is(200).says("No money");
}

#[test]
fn a_second_person_confirms_what_the_first_wrote() {
    let idea = Idea::new();
    let rachel = idea.web.signed_in("rachel");
    let withdraw = format!("/task/{}/act/-/withdraw", idea.instance);
    let page = rachel.get(&withdraw).is(200);
    let (key, version) = (page.hidden("ac-key"), page.hidden("ac-version"));
    let form = [
        ("ac-key", key.as_str()),
        ("ac-version", version.as_str()),
        ("reason", "No money"),
    ];
    rachel.post(&format!("{withdraw}?q=reason"), &form).is(303);
    rachel.post(&format!("{withdraw}/check"), &[("ac-key", &key)]).is(303);
    let confirm = format!("/task/{}/confirm/-/withdraw", idea.instance);
    rachel.get(&confirm).is(403);
    let grace = idea.web.signed_in("grace");
    grace.get("/").says("Confirm: Stop this work");
    grace
        .get(&format!("{confirm}/check"))
        .is(200)
        .says("Rachel Okafor has done this")
        .says("No money");
    grace
        .post(&format!("{confirm}/check"), &[])
        .is(422)
        .says("Select whether you confirm it.");
    grace.post(&format!("{confirm}/check"), &[("confirm", "yes")]).is(303);
    grace
        .get(&format!("/specification/{}", idea.record))
        .says("This is over");
}

#[test]
fn an_act_for_good_asks_for_a_fresh_factor() {
    let idea = Idea::new();
    let browser = idea.web.signed_in("rachel");
    let key = idea.fill_in(&browser);
    for _ in 0..2 {
        idea.web.advance(TimeDelta::minutes(10));
        browser.get("/").is(200);
    }
    let check = format!("{}/check", idea.task());
    let answer = browser.post(&check, &[("ac-key", &key)]).is(303);
    assert!(answer.to().starts_with("/sign-in/factor?next="), "{}", answer.to());
    assert_eq!(idea.entries(), 1);
}

#[test]
fn what_was_typed_where_nothing_is_asked_any_more_is_found_again() {
    let idea = Idea::new();
    let rachel = idea.web.signed_in("rachel");
    let page = rachel.get(&idea.task()).is(200);
    let (key, version) = (page.hidden("ac-key"), page.hidden("ac-version"));
    let tom = idea.web.signed_in("tom");
    let other = idea.fill_in(&tom);
    tom.post(&format!("{}/check", idea.task()), &[("ac-key", &other)])
        .is(303);
    let form = [
        ("ac-key", key.as_str()),
        ("ac-version", version.as_str()),
        ("reason", "Words of mine"),
    ];
    let address = format!("{}?q=reason", idea.task());
    rachel
        .post(&address, &form)
        .is(409)
        .says("Tom Hadfield was quicker")
        .says("Words of mine");
    rachel.get(&idea.task()).is(409).says("Words of mine");
    rachel
        .post(&format!("{}/discard", idea.task()), &[("ac-key", &key)])
        .is(303);
    rachel.get(&idea.task()).is(404).says("This is not asked any more");
    // Whoever sent it is led to what came of it.
    assert_eq!(tom.get(&idea.task()).is(303).to(), format!("/sent/{other}"));
}

#[test]
fn another_window_is_not_written_over() {
    let idea = Idea::new();
    let rachel = idea.web.signed_in("rachel");
    let old = rachel.get(&idea.task()).is(200);
    idea.fill_in(&rachel);
    let base = old.hidden("ac-base");
    let form = [
        ("ac-key", old.hidden("ac-key")),
        ("ac-base", base),
        ("ac-asked", "reason".to_owned()),
        ("reason", "Other words".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let address = format!("{}?q=reason", idea.task());
    let both = rachel.post(&address, &form).is(409).says(WHY);
    assert!(both.body.contains("Other words"));
    let again = [
        ("ac-key", both.hidden("ac-key")),
        ("ac-base", both.hidden("ac-base")),
        ("reason", "Both together".to_owned()),
    ];
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    rachel.post(&address, &again).is(303);
    rachel
        .get(&format!("{}/check", idea.task()))
        .is(200)
        .says("Both together");
}

#[test]
fn a_form_without_a_draft_waits_for_its_sender_and_for_nobody_else() {
    let web = Web::new();
    let grace = web.signed_in("grace");
    let page = grace.get("/account/access").is(200);
    let key = page.hidden("ac-key");
    web.advance(TimeDelta::hours(13));
    let form = [("ac-key", key.as_str()), ("says", "A quiet room")];
    let answer = grace.post("/account/access", &form).is(303);
    let kept = answer.to().strip_prefix("/sign-in?next=").unwrap().replace("%2F", "/");
    let kept = kept.strip_suffix("&kept=yes").unwrap();
    web.signed_in("danny").get(kept).is(404);
    let again = web.signed_in("grace");
    let page = again.get(kept).is(200).says("A quiet room");
    assert_eq!(page.hidden("says"), "A quiet room");
    again.post("/account/access", &form).is(303);
    let page = again.get("/account/access").is(200);
    assert!(page.body.contains("A quiet room"));
}

//! Forms of work that fill themselves in with what is there.

use serde_json::json;

use super::{
    browser::{Web, link},
    reading::open,
};
use crate::service::award;

#[test]
fn the_form_of_a_round_shows_what_it_has_and_changes_what_was_changed() {
    let web = Web::new();
    let round = award::round(&web.t);
    let path = format!("/round/{}/work/round.edit", round.record);
    let rachel = web.signed_in("rachel");
    let page = rachel.get(&path).is(200);
    for shown in ["value=\"60\"", "value=\"2026\"", "tie_break.led_by_experience"] {
        assert!(page.body.contains(shown), "{shown}");
    }
    let key = page.hidden("ac-key");
    let typed = [
        ("ac-key", key.as_str()),
        ("overall_minimum", "55"),
        ("tie_break.reach", "1"),
        ("tie_break.led_by_experience", "2"),
    ];
    rachel.post(&path, &typed).is(303);
    let (alliance, record) = (web.t.alliance.clone(), round.record);
    let row = web
        .t
        .app
        .store
        .read(|db| accord_store::subjects::load(db, &alliance, &record));
    let own: serde_json::Value = serde_json::from_str(&row.unwrap().data).unwrap();
    assert_eq!(own["overall_minimum"], json!(55));
    assert_eq!(own["tie_break"], json!(["reach", "led_by_experience"]));
    assert_eq!(
        own["timetable"]["closing_day"],
        json!("2026-04-10"),
        "what was not asked for stays"
    );
}

/// Whoever is told what is wrong mends it on the page that says so.
#[test]
fn what_is_mended_after_an_error_is_no_other_window_s() {
    let web = Web::new();
    let (_, record) = open(&web);
    let leon = web.signed_in("leon");
    let text = leon.get(&format!("/specification/{record}/text")).is(200);
    let path = link(&text.body, "Write down what somebody says about paragraph 1");
    let eleanor = web.t.person("eleanor");
    let mut page = leon.get(&path).is(200);
    for read_back in [None, Some("yes")] {
        let (key, base) = (page.hidden("ac-key"), page.hidden("ac-base"));
        let mut form = vec![
            ("ac-key", key.as_str()),
            ("ac-base", base.as_str()),
            ("for", eleanor.as_str()),
            ("text", "I cannot read a website at three in the morning."),
            ("way", "phone"),
        ];
        form.extend(read_back.map(|yes| ("read_back", yes)));
        page = leon.post(&path, &form);
        page = match read_back {
            None => page.is(422).says("There is a problem"),
            Some(_) => page.is(303),
        };
    }
}

//! Forms of work that fill themselves in with what is there.

use serde_json::json;

use super::browser::Web;
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

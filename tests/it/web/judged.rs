//! Whoever judges what somebody else has sent sees it: on the record, where they judge it, and on the check.
//! Whoever sent it is told what does not fit before anybody judges it.

use accord::service::transition::Start;
use serde_json::json;

use super::browser::Web;
use crate::service::returns::rows;

/// A return of Burngreave's, open: its instance and its record.
fn opened(web: &Web) -> (String, String) {
    let all = web
        .t
        .at_desk(|desk| Ok(accord_store::organisations::all(desk.db, &desk.alliance)?));
    let host = all.into_iter().find(|one| one.handle == "burngreave").unwrap();
    let mut start = Start::of(&web.t.alliance, "quarterly-return", "October to December 2026");
    start.subject.organisation = Some(host.id);
    let instance = web.t.app.start(start).unwrap().instance;
    let alliance = web.t.alliance.clone();
    let row = web
        .t
        .app
        .store
        .read(|db| accord_store::instances::load(db, &alliance, &instance))
        .unwrap();
    (instance, row.subject_id)
}

#[test]
fn the_certifier_sees_the_numbers_and_the_story() {
    let web = Web::new();
    let (instance, record) = opened(&web);
    let filled = json!({
        "figures": rows(&[]),
        "story": "Somebody walked in with me.",
        "story_consent": true,
    });
    web.t.act(&instance, "amina", "send_to_certifier", filled).unwrap();
    let hodan = web.signed_in("hodan");
    for path in [
        format!("/return/{record}"),
        format!("/task/{instance}/act/certifying/certify"),
        format!("/task/{instance}/act/certifying/certify/check"),
    ] {
        let page = hodan.get(&path).is(200);
        assert!(!page.body.contains("[object]"), "{path}: {}", page.body);
        page.says("Burngreave")
            .says("Referrals accepted")
            .says("18")
            .says("Somebody walked in with me.");
    }
    // In a list, the line says whose it is.
    hodan
        .get("/")
        .is(200)
        .says("Burngreave Wellbeing Circle: October to December 2026");
}

#[test]
fn what_does_not_fit_is_said_to_whoever_sends_it() {
    let web = Web::new();
    let (instance, _) = opened(&web);
    let amina = web.signed_in("amina");
    let path = format!("/task/{instance}/act/opened/send_to_certifier?q=figures");
    let filled = rows(&[("referrals_accepted", 30.into())]);
    let mut form: Vec<(String, String)> = Vec::new();
    for (place, row) in filled.iter().enumerate() {
        form.push((
            format!("figures.{place}.indicator"),
            row["indicator"].as_str().unwrap().to_owned(),
        ));
        form.push((format!("figures.{place}.value"), row["value"].to_string()));
    }
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let page = amina.post(&path, &form).is(422);
    let link = "href=\"#figures-1-value\">“Referrals accepted” is 30.";
    assert!(
        page.body.contains("<title>Error: ") && page.body.contains(link),
        "{}",
        page.body
    );
}

//! Needs, details, and what is held on somebody: corrected, taken away, erased.

use accord_store::{incidents, journal};
use chrono::TimeDelta;
use serde_json::json;

use super::{WHY, address};
use crate::web::browser::{Web, words};

#[test]
fn needs_are_seen_by_who_arranges_support_and_nobody_else() {
    let web = Web::new();
    let (_, record) = web.t.specification();
    let grace = web.signed_in("grace");
    grace
        .post(
            "/account/access",
            &[
                ("chosen", "easy_read"),
                ("chosen", "nonsense"),
                ("says", "  A lift, please "),
            ],
        )
        .is(303);
    let page = grace
        .get("/account/access?saved=yes")
        .is(200)
        .says("What you need is saved");
    assert!(page.body.contains("A lift, please") && !page.body.contains("nonsense"));
    let path = format!("/specification/{record}");
    let told = "(needs: Easy Read; A lift, please)";
    web.signed_in("rachel").get(&path).is(200).says(told);
    web.signed_in("leon").get(&path).is(200).says(told);
    for who in ["hodan", "ifrah", "grace"] {
        let page = web.signed_in(who).get(&path).is(200);
        assert!(!words(&page.body).contains("Easy Read"), "{who}");
    }
    // The journal says that it changed, not what it says.
    let all = |db: &mut accord_store::Db| journal::naming(db, &web.t.alliance, "needs");
    let entries = web.t.app.store.read(all).unwrap();
    assert_eq!(entries.len(), 1);
    assert!(!entries[0].body.contains("lift") && !entries[0].body.contains("easy_read"));
    // Taken back, it is gone.
    grace.post("/account/access", &[]).is(303);
    assert!(!words(&web.signed_in("rachel").get(&path).body).contains("needs:"));
    let long = "a".repeat(1_001);
    grace
        .post("/account/access", &[("says", &long)])
        .is(422)
        .says("1,000 letters or fewer");
}

#[test]
fn details_are_put_right() {
    let web = Web::new();
    let grace = web.signed_in("grace");
    let wrong = [("name", " "), ("first_name", "G"), ("telephone", "call me")];
    grace
        .post("/account/data/details", &wrong)
        .is(422)
        .says("Enter your name.")
        .says("Enter a telephone number");
    let right = [
        ("name", "Grace  Mensah-Bell"),
        ("first_name", "Grace"),
        ("telephone", "+44 114 496 0001"),
    ];
    grace.post("/account/data/details", &right).is(303);
    let page = grace
        .get("/account/data?done=corrected")
        .says("Your details are corrected");
    assert!(page.body.contains("Grace Mensah-Bell") && page.body.contains("+44 114 496 0001"));
}

fn sent_code(web: &Web) -> String {
    web.code().expect("a code was sent")
}

#[test]
fn an_address_is_changed_with_a_code_that_is_typed() {
    let web = Web::new();
    let (grace, elsewhere) = (web.signed_in("grace"), web.signed_in("grace"));
    let old = address(&web, "grace");
    grace
        .post("/account/data/address", &[("email", "nowhere")])
        .is(422)
        .says("Enter an email address");
    grace
        .post("/account/data/address", &[("email", &old)])
        .is(422)
        .says("the address that we have already");
    grace
        .post("/account/data/address", &[("email", "grace@new.example")])
        .is(303);
    let code = sent_code(&web);
    // The link fills the code in, and does nothing else.
    grace
        .get(&format!("/account/data/address?code={code}"))
        .is(200)
        .says("We sent it to grace@new.example");
    assert_eq!(address(&web, "grace"), old);
    grace
        .post("/account/data/address/confirm", &[("code", "00000000")])
        .is(422)
        .says("This is not the code");
    grace.post("/account/data/address/confirm", &[("code", &code)]).is(303);
    assert_eq!(address(&web, "grace"), "grace@new.example");
    // Other sessions have ended, the old address is told, and the code is used up.
    elsewhere.get("/account").is(303);
    grace
        .post("/account/data/address/confirm", &[("code", &code)])
        .is(422)
        .says("cannot be used any more");
    let told = web
        .posted()
        .into_iter()
        .rev()
        .find(|row| row.key.starts_with("access/readdressed/"))
        .unwrap();
    assert!(told.payload.contains(&old));
}

#[test]
fn an_address_of_somebody_else_is_not_taken() {
    let web = Web::new();
    let grace = web.signed_in("grace");
    let taken = address(&web, "hodan");
    grace.post("/account/data/address", &[("email", &taken)]).is(303);
    let code = sent_code(&web);
    grace
        .post("/account/data/address/confirm", &[("code", &code)])
        .is(422)
        .says("Another account has this address already");
    // Guessing ends soon, and so does asking.
    grace
        .post("/account/data/address", &[("email", "grace@new.example")])
        .is(303);
    let code = sent_code(&web);
    for _ in 0..5 {
        grace
            .post("/account/data/address/confirm", &[("code", "11111111")])
            .is(422);
    }
    grace
        .post("/account/data/address/confirm", &[("code", &code)])
        .is(422)
        .says("cannot be used any more");
    let mut last = 0;
    for _ in 0..6 {
        last = grace
            .post("/account/data/address", &[("email", "grace@new.example")])
            .status;
    }
    assert_eq!(last, 429);
    // Whoever decides shows first that it is still they.
    let rachel = web.signed_in("rachel");
    web.advance(TimeDelta::minutes(20));
    let answer = rachel
        .post("/account/data/address", &[("email", "r@new.example")])
        .is(303);
    assert!(answer.to().starts_with("/sign-in/factor"));
}

#[test]
fn somebody_takes_away_all_that_is_held_on_them() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    web.t
        .act(&instance, "rachel", "take_forward", json!({ "reason": WHY }))
        .unwrap();
    let rachel = web.signed_in("rachel");
    rachel.post("/account/access", &[("says", "Papers early")]).is(303);
    let file = rachel.get("/account/data.json").is(200);
    assert!(file.header("content-disposition").contains("what-is-held-on-me.json"));
    let all: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(all["person"]["name"], "Rachel Okafor");
    assert_eq!(all["roles"][0]["role"], "Contract manager");
    assert_eq!(all["access_needs"][0]["says"], "Papers early");
    assert_eq!(
        all["forms_sent"][0]["answers"]["reason"]["text"], WHY,
        "{}",
        all["forms_sent"]
    );
    assert_eq!(all["what_you_did"][0]["what"], "Take it forward");
    assert_eq!(all["what_you_did"][0]["in"], "Peer support");
    assert!(all["signed_in"].as_array().is_some_and(|all| !all.is_empty()));
    for other in ["Tom Hadfield", "Grace", "Hodan", &record] {
        assert!(!file.body.contains(other), "{other}");
    }
    rachel
        .get("/account/data/held")
        .is(200)
        .says("Papers early")
        .says("Take it forward");
    let packed = rachel.get("/account/data.zip").is(200);
    assert!(packed.header("content-disposition").contains("what-is-held-on-me.zip"));
    assert!(packed.body.starts_with("PK") && packed.body.contains("what-is-held-on-me.txt"));
    assert!(packed.body.contains("what: Take it forward"));
    // Hodan's says nothing of Rachel's.
    let other = web.signed_in("hodan").get("/account/data.json").is(200);
    assert!(!other.body.contains("Papers early") && !other.body.contains("Rachel"));
}

#[test]
fn what_can_be_erased_is_and_the_rest_is_asked_for() {
    let web = Web::new();
    let (instance, _) = web.t.specification();
    let rachel = web.signed_in("rachel");
    rachel.post("/account/access", &[("says", "Papers early")]).is(303);
    rachel.post("/account/calendar", &[("do", "make")]).is(200);
    let draft = [("reason", "Half a thought"), ("ac-leave", "yes")];
    rachel
        .post(&format!("/task/{instance}/act/idea/take_forward?q=reason"), &draft)
        .is(303);
    assert!(rachel.get("/account/data.json").body.contains("Half a thought"));
    rachel.post("/account/data/erase", &[]).is(303);
    let after = rachel.get("/account/data.json").body;
    assert!(
        !after.contains("Half a thought") && !after.contains("Papers early"),
        "{after}"
    );
    // The rest is looked at by a person, by name; once.
    rachel.post("/account/data/ask", &[("says", "My name")]).is(303);
    rachel
        .get("/account/data")
        .says("Somebody is looking at it")
        .says("My name");
    rachel
        .post("/account/data/ask", &[])
        .is(422)
        .says("You have asked already");
    let open = web
        .t
        .app
        .store
        .read(|db| incidents::unresolved(db, &web.t.alliance))
        .unwrap();
    let one = open.iter().find(|one| one.what.contains("erased")).unwrap();
    assert!(one.what.starts_with("Rachel Okafor asks") && one.mend.is_some());
    let (id, alliance, now) = (one.id.clone(), web.t.alliance.clone(), web.now());
    let by = web.t.person("tom");
    web.t
        .app
        .store
        .write(move |db| incidents::close(db, &alliance, &id, &by, now))
        .unwrap();
    rachel.get("/account/data").says("Settled on 5 January 2026");
    rachel.post("/account/data/ask", &[]).is(303);
}

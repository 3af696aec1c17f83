//! Pages of a host: its checks, and bank details that nobody is shown whole, by two people, a call and a rest.

use std::fs;

use accord::service::{fault::Fault, transition::Start};
use accord_store::{instances, organisations};
use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::browser::Web;

/// Numbers that must stand nowhere.
const FIRST: &str = "55779911";
const SECOND: &str = "12345670";

/// A host that is got ready: Burngreave, for which Amina speaks. Gives the record.
fn getting_ready(web: &Web) -> String {
    let alliance = web.t.alliance.clone();
    let read = |db: &mut accord_store::Db| organisations::by_handle(db, &alliance, "burngreave");
    let host = web.t.app.store.read(read).unwrap().unwrap();
    let mut start = Start::of(&web.t.alliance, "onboarding", "Burngreave Wellbeing Circle");
    start.subject.organisation = Some(host.id);
    let instance = web.t.app.start(start).unwrap().instance;
    let read = |db: &mut accord_store::Db| instances::load(db, &alliance, &instance);
    web.t.app.store.read(read).unwrap().subject_id
}

fn account(number: &str) -> Json {
    json!({ "name": "Burngreave Wellbeing Circle", "sort_code": "20-00-00", "number": number })
}

fn heard(number: &str) -> Json {
    let mut body = account(number);
    body["called"] = "1".into();
    body["spoken_to"] = "Hodan, chair".into();
    body["payee"] = "match".into();
    body
}

#[track_caller]
fn refused(done: Result<Json, Fault>, says: &str) {
    match done {
        Err(Fault::Invalid(errors)) => {
            let all: Vec<&str> = errors.iter().map(|one| one.says.as_str()).collect();
            assert!(all.iter().any(|one| one.contains(says)), "{says}: {all:?}");
        }
        other => panic!("{says}: {other:?}"),
    }
}

#[test]
fn bank_details_take_a_call_two_people_and_a_rest() {
    let web = Web::new();
    let record = getting_ready(&web);
    let (t, page) = (&web.t, format!("/onboarding/{record}/checks"));
    let say = |says: &str| web.signed_in("rachel").get(&page).is(200).says(says);
    say("No bank details have been given yet.");
    let approve = |by: &str| {
        t.work(
            &record,
            by,
            "bank.approve",
            json!({ "account": "1", "decision": "approve" }),
        )
    };

    let wrong = json!({ "name": "", "sort_code": "1", "number": "2" });
    refused(
        t.work(&record, "amina", "bank.give", wrong),
        "Enter the eight digits of the account number.",
    );
    t.work(&record, "amina", "bank.give", account(FIRST)).unwrap();
    say("Waits for a call to a number that was on file before");
    refused(approve("meera"), "Nobody has called the host yet.");
    refused(
        t.work(&record, "meera", "bank.call", heard(SECOND)),
        "This is not what was given.",
    );
    let mut elsewhere = heard(FIRST);
    elsewhere["called"] = "07700 900123".into();
    refused(
        t.work(&record, "meera", "bank.call", elsewhere),
        "Call a number that was on file before",
    );
    t.work(&record, "meera", "bank.call", heard(FIRST)).unwrap();
    approve("meera").unwrap();
    refused(approve("meera"), "Somebody else is the second.");
    say("Approved by 1 of 2 people");
    assert!(
        matches!(approve("amina"), Err(Fault::Refused(_))),
        "whoever gave them approves nothing"
    );
    approve("rachel").unwrap();
    say("Approved by Meera Joshi and Rachel Okafor; used from 5 January 2026");

    // A change rests for two working days, whoever approves it, and can be refused.
    t.work(&record, "amina", "bank.give", account(SECOND)).unwrap();
    t.work(&record, "colin", "bank.call", heard(SECOND)).unwrap();
    approve("colin").unwrap();
    approve("rachel").unwrap();
    say("rests until 7 January 2026, and nothing is paid to it before");
    t.clock.advance(TimeDelta::days(2));
    web.advance(TimeDelta::days(2));
    say("used from 7 January 2026");
    t.work(&record, "amina", "bank.give", account("87654321")).unwrap();
    let refusal = json!({ "account": "1", "decision": "refuse", "why": "Nobody there knows of it." });
    t.work(&record, "rachel", "bank.approve", refusal).unwrap();
    say("Refused by Rachel Okafor: Nobody there knows of it.");
    refused(approve("meera"), "No bank details wait for this now.");
}

#[test]
fn an_account_stands_nowhere_whole() {
    let web = Web::new();
    let record = getting_ready(&web);
    let give = format!("/onboarding/{record}/work/bank.give");
    let amina = web.signed_in("amina");
    let form = amina.get(&give).is(200).says("Give your bank details");
    assert!(!form.body.contains("/save"), "what is typed is kept nowhere");
    let key = form.hidden("ac-key");
    let typed = |name: &'static str, number: &'static str| {
        vec![
            ("ac-key", key.clone()),
            ("name", name.to_owned()),
            ("sort_code", "20-00-00".to_owned()),
            ("number", number.to_owned()),
        ]
    };
    let send = |fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        amina.post(&give, &fields)
    };
    // One thing is missing: nothing of the rest comes back.
    let again = send(typed("", FIRST)).is(422);
    assert!(
        !again.body.contains(FIRST),
        "a page that is left open shows nobody's number"
    );
    send(typed("Burngreave Wellbeing Circle", FIRST)).is(303);
    amina.post(&format!("{give}/save"), &[("number", SECOND)]).is(404);
    web.t.work(&record, "meera", "bank.call", heard(FIRST)).unwrap();
    for who in ["amina", "rachel", "meera", "siobhan"] {
        let browser = web.signed_in(who);
        for end in ["", "/checks"] {
            let answer = browser.get(&format!("/onboarding/{record}{end}")).is(200);
            assert!(!answer.body.contains(FIRST), "{who}: {end}");
        }
    }
    for entry in fs::read_dir(web.t.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap_or_default();
        for number in [FIRST, SECOND] {
            let found = bytes.windows(number.len()).any(|part| part == number.as_bytes());
            assert!(!found, "{number} stands in {}", path.display());
        }
    }
    // Those who speak for the host hear of it, without the number.
    let told = web
        .posted()
        .into_iter()
        .filter(|row| row.payload.contains("has told us its bank details"));
    assert!(told.count() > 0, "somebody else at the host would notice");
}

#[test]
fn a_check_has_a_status_a_reason_and_no_certificate() {
    let web = Web::new();
    let record = getting_ready(&web);
    let t = &web.t;
    let submit = |body: Json| t.work(&record, "amina", "check.submit", body);
    let review = |body: Json| t.work(&record, "siobhan", "check.review", body);
    refused(
        submit(json!({ "check": "bank", "evidence": "Ours" })),
        "Bank details are given, confirmed by a call",
    );
    refused(
        submit(json!({ "check": "toolkit", "evidence": "Ours" })),
        "Say what the register says",
    );
    refused(
        submit(json!({ "check": "legal", "evidence": "Ours", "status": "met" })),
        "No status belongs",
    );
    refused(
        submit(json!({ "check": "recruitment", "evidence": "Certificate 001234567890 seen" })),
        "This looks like the number of a disclosure certificate.",
    );
    submit(json!({ "check": "toolkit", "evidence": "The register", "status": "not_met", "number": "8hv12" })).unwrap();
    for result in ["accepted", "accepted_with_condition"] {
        let body = json!({ "check": "toolkit", "result": result, "note": "A plan.", "condition_by": "2026-06-30" });
        refused(review(body), "is not enough");
    }
    refused(
        review(json!({ "check": "legal", "result": "does_not_apply", "note": "No." })),
        "is asked of everybody",
    );
    refused(review(json!({ "check": "legal", "result": "waived" })), "Say accepted");
    refused(
        review(json!({ "check": "partners", "result": "does_not_apply" })),
        "Write why it does not apply",
    );
    review(json!({ "check": "partners", "result": "does_not_apply", "note": "They deliver it all." })).unwrap();
    let page = format!("/onboarding/{record}/checks");
    web.signed_in("siobhan")
        .get(&page)
        .is(200)
        .says("The register says: Standards not met.")
        .says("number 8HV12, format valid")
        .says("Does not apply")
        .says("They deliver it all.")
        .says("90 days after the start");
    // A host sees nothing of another's.
    for who in ["stuart", "jess"] {
        web.signed_in(who).get(&page).is(404);
    }
}

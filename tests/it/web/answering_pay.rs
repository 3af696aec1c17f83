//! Payments as those who are paid see them: what it comes to an hour, what it does to their week, and that whoever is
//! offered one can answer it. An account that somebody else writes down. The paper of a run.

use accord::service::{money, subjects::NewSubject, transition::Start};
use accord_store::appointments;
use chrono::TimeDelta;
use serde_json::json;

use super::browser::{Web, words};
use crate::support::worker;

const NUMBER: &str = "31926819";

/// Offers somebody a payment; gives what runs on it and its record.
pub(super) fn offered(web: &Web, who: &str) -> (String, String) {
    let details = json!({ "activity": "sign_off", "done_on": "2026-01-05", "about": "The clauses" });
    let start = Start {
        subject: NewSubject {
            person: Some(web.t.person(who)),
            started_by: Some(web.t.person("rachel")),
            details: details.as_object().unwrap().clone(),
            ..NewSubject::default()
        },
        ..Start::of(&web.t.alliance, "involvement-claim", "")
    };
    let instance = web.t.app.start(start).unwrap().instance;
    let read = |db: &mut accord_store::Db| accord_store::instances::load(db, &web.t.alliance, &instance);
    let record = web.t.app.store.read(read).unwrap().subject_id;
    (instance, record)
}

/// Ends whatever somebody holds, as if their time were over.
fn leaves(web: &Web, who: &str) {
    let (id, alliance) = (web.t.person(who), web.t.alliance.clone());
    let now = web.t.app.clock.now();
    let end = move |db: &mut accord_store::Db| {
        for one in appointments::of_person(db, &alliance, &id, now.into())? {
            appointments::end(db, &one.id, (now - TimeDelta::minutes(1)).into())?;
        }
        Ok::<_, accord_store::StoreError>(())
    };
    web.t.app.store.write(end).unwrap();
}

#[test]
fn whoever_is_offered_a_payment_can_take_it_or_refuse_it() {
    let web = Web::new();
    // Anneka sits on no panel of experts, and Grace has left by the time that she answers.
    let (takes, _) = offered(&web, "anneka");
    let (refuses, _) = offered(&web, "grace");
    leaves(&web, "grace");
    for (who, instance) in [("anneka", &takes), ("grace", &refuses)] {
        let browser = web.signed_in(who);
        let home = browser.get("/").is(200);
        assert!(home.body.contains(instance.as_str()), "{who}: {}", words(&home.body));
        for event in ["accept_payment", "decline_payment"] {
            let page = browser.get(&format!("/task/{instance}/act/offered/{event}"));
            // Without a form its page is the one that checks.
            assert!([200, 303].contains(&page.status), "{who}, {event}: {}", page.status);
        }
    }
    let answers = json!({ "benefit_advice": true, "way": "cash" });
    web.t.act(&takes, "anneka", "accept_payment", answers).unwrap();
    web.t.act(&refuses, "grace", "decline_payment", json!({})).unwrap();
    // It is theirs alone, and nobody is appointed to it.
    let (other, record) = offered(&web, "kofi");
    assert!(web.t.act(&other, "danny", "decline_payment", json!({})).is_err());
    web.signed_in("danny")
        .get(&format!("/involvement_claim/{record}"))
        .is(404);
    let roles = web
        .signed_in("rachel")
        .get(&format!("/people/{}/appoint", web.t.person("kofi")));
    assert!(!roles.is(200).body.contains("value=\"payee\""));
}

#[test]
fn what_it_comes_to_stands_where_they_decide_and_their_week_there_alone() {
    let web = Web::new();
    let (instance, record) = offered(&web, "grace");
    let grace = web.signed_in("grace");
    grace.post("/account/payments/week", &[("weekly_cap", "£60")]).is(303);
    let page = grace
        .get(&format!("/task/{instance}/act/offered/accept_payment"))
        .is(200)
        .says("2 hours, 1 hour 30 minutes of it reading and preparation")
        .says("£25 an hour; nobody is paid less than £13.45")
        .says("You chose at most £60 in one week")
        .says("you have said yes to £0 so far");
    assert!(page.body.contains("type=\"file\"") || words(&page.body).contains("Continue"));
    let answers = json!({ "benefit_advice": true, "way": "cash" });
    web.t.act(&instance, "grace", "accept_payment", answers).unwrap();
    let (second, _) = offered(&web, "grace");
    grace
        .get(&format!("/task/{second}/act/offered/accept_payment"))
        .says("you have said yes to £50 so far")
        .says("With this one it would be more");
    // Whoever approves reads what it comes to an hour, and nothing of her week.
    let seen = web
        .signed_in("tom")
        .get(&format!("/involvement_claim/{record}"))
        .is(200);
    assert!(words(&seen.body).contains("£25 an hour"));
    assert!(!words(&seen.body).contains("£60"));
}

#[test]
fn an_account_that_somebody_else_writes_down_is_typed_twice() {
    let web = Web::new();
    let (leon, tom) = (web.signed_in("leon"), web.signed_in("tom"));
    let account = [
        ("name", "Xanthippe Mensah"),
        ("sort_code", "20-00-00"),
        ("number", NUMBER),
    ];
    let grace = web.t.person("grace");
    let whose = [("person", grace.as_str()), ("way", "phone")];
    leon.get("/put-right")
        .is(200)
        .says("Accounts that people give by phone or on paper");
    leon.post("/put-right/accounts", &account)
        .is(422)
        .says("Select whose account it is");
    leon.post("/put-right/accounts", &whose)
        .is(422)
        .says("Enter the eight digits of the account number");
    leon.post("/put-right/accounts", &[whose.as_slice(), &account].concat())
        .is(303);
    // It counts for nothing yet, and the person knows.
    web.signed_in("grace").get("/account/payments").says("None given");
    let told = |who: &str| {
        let id = web.t.person(who);
        let all = web.posted().into_iter().filter(move |row| row.recipient == id);
        all.map(|row| row.payload).collect::<String>()
    };
    assert!(told("grace").contains("has written down which account to pay you into"));
    assert!(!told("grace").contains(NUMBER) && !told("tom").contains(NUMBER));
    // Whoever wrote it down is no second; the second is not shown what was typed.
    let page = tom
        .get("/put-right/accounts")
        .is(200)
        .says("The account of Grace Mensah");
    let path = page.body.split("href=\"/put-right/accounts/").nth(1).unwrap();
    let path = format!("/put-right/accounts/{}", path.split('"').next().unwrap());
    leon.get(&path).is(200).says("You wrote it down yourself");
    leon.post(&path, &account).is(422);
    tom.get("/").says("Type the account of Grace Mensah again");
    let shown = tom.get(&path).is(200);
    assert!(!shown.body.contains(NUMBER) && !shown.body.contains("Xanthippe"));
    let other = [
        ("name", "Xanthippe Mensah"),
        ("sort_code", "20-00-00"),
        ("number", "31926818"),
    ];
    tom.post(&path, &other)
        .is(422)
        .says("This is not what was written down first");
    tom.post(&path, &account).is(303);
    web.signed_in("grace")
        .get("/account/payments")
        .says("The account that ends in 819");
    tom.get(&path).is(404);
    // Declined, nothing is left of it.
    let kofi = web.t.person("kofi");
    let whose = [("person", kofi.as_str()), ("way", "paper")];
    tom.post("/put-right/accounts", &[whose.as_slice(), &account].concat())
        .is(303);
    let page = leon.get("/put-right/accounts").is(200);
    let path = page.body.split("href=\"/put-right/accounts/").nth(1).unwrap();
    let path = format!("/put-right/accounts/{}", path.split('"').next().unwrap());
    leon.post(&path, &[("deed", "decline")]).is(303);
    web.signed_in("kofi").get("/account/payments").says("None given");
    // Nobody else gets there.
    web.signed_in("grace").get("/put-right/accounts").is(404);
}

#[test]
fn a_run_that_was_paid_has_a_paper_for_whoever_sees_what_is_paid() {
    let web = Web::new();
    let worker = worker::with_mail(&web.t).0;
    let (instance, record) = offered(&web, "grace");
    let answers = json!({ "benefit_advice": true, "way": "cash", "expenses": "£4.60" });
    web.t.act(&instance, "grace", "accept_payment", answers).unwrap();
    web.t.act(&instance, "tom", "approve_claim", json!({})).unwrap();
    let meera = web.signed_in("meera");
    let made = meera.post("/payments", &[("which", record.as_str())]).is(303);
    let run = made.to().trim_end_matches("?new=yes").to_owned();
    meera.post(&format!("{run}/file"), &[]).is(200);
    let day = [
        ("paid_on-day", "5"),
        ("paid_on-month", "1"),
        ("paid_on-year", "2026"),
        ("payments", "1"),
    ];
    meera.post(&format!("{run}/paid"), &day).is(303);
    worker.drain(web.now()).unwrap();
    let page = meera.get(&run).is(200).says("What was paid, as a paper to keep");
    let paper = page.body.split("href=\"/documents/").nth(1).unwrap();
    let paper = format!("/documents/{}", paper.split('"').next().unwrap());
    // The files of this site say their own names.
    assert!(meera.get(&paper).is(200).body.contains("PAY-2026-001"));
    assert!(meera.get(&format!("{paper}/pdf")).is(200).body.contains("PAY-2026-001"));
    for who in ["grace", "rachel", "kofi"] {
        web.signed_in(who).get(&paper).is(404);
    }
    web.browser().get(&paper).is(404);
}

#[test]
fn the_money_stands_on_a_page_of_whoever_answers_for_it() {
    let web = Web::new();
    for who in ["rachel", "linda"] {
        let page = web.signed_in(who).get(money::PATH);
        if page.status == 200 {
            page.says("Agreed by the commissioners").says("Not noted yet");
        }
    }
    web.signed_in("rachel")
        .get(money::PATH)
        .is(200)
        .says("No contract commits money now");
    web.signed_in("rachel")
        .get("/procurements")
        .says("Money, and contracts that end");
    web.signed_in("kofi").get(money::PATH).is(404);
    web.signed_in("rachel").get("/money?as=csv").is(200);
    assert_eq!(money::warn_due(&web.t.app).unwrap(), 0);
}

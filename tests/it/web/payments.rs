//! Paying people: runs that share no payment, a file that runs nothing, a day on every statement; accounts that few
//! see; figures that name nobody; what is worth a look.

use std::{sync::Arc, thread};

use accord::service::{
    fault::Fault,
    payments::{making, runs},
    subjects::NewSubject,
    transition::Start,
};
use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::browser::{Web, words};

const NUMBER: &str = "31926819";
const NAME: &str = "Xanthippe Mensah";

/// Offers somebody a payment for something; gives what runs on it.
fn offered(web: &Web, who: &str, details: &Json) -> String {
    let mut all = json!({ "activity": "read_document", "done_on": "2026-01-05", "about": "The clauses" });
    all.as_object_mut()
        .unwrap()
        .extend(details.as_object().unwrap().clone());
    let start = Start {
        subject: NewSubject {
            person: Some(web.t.person(who)),
            started_by: Some(web.t.person("rachel")),
            details: all.as_object().unwrap().clone(),
            ..NewSubject::default()
        },
        ..Start::of(&web.t.alliance, "involvement-claim", "")
    };
    web.t.app.start(start).unwrap().instance
}

/// The same, taken and approved.
fn approved(web: &Web, who: &str, way: &str, details: &Json) -> String {
    let instance = offered(web, who, details);
    let answers = json!({ "benefit_advice": true, "way": way, "expenses": "£4.60" });
    web.t.act(&instance, who, "accept_payment", answers).unwrap();
    web.t.act(&instance, "tom", "approve_claim", json!({})).unwrap();
    instance
}

/// The record of a claim.
fn record(web: &Web, instance: &str) -> String {
    let read = |db: &mut accord_store::Db| accord_store::instances::load(db, &web.t.alliance, instance);
    web.t.app.store.read(read).unwrap().subject_id
}

/// Where a run is, made by Meera.
fn run_of(web: &Web, claims: &[&String]) -> String {
    let which: Vec<String> = claims.iter().map(|one| record(web, one)).collect();
    let form: Vec<(&str, &str)> = which.iter().map(|id| ("which", id.as_str())).collect();
    let made = web.signed_in("meera").post("/payments", &form).is(303);
    made.to().trim_end_matches("?new=yes").to_owned()
}

/// A day, and how many payments the page showed.
const fn day<'a>(day: &'a str, shown: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("paid_on-day", day),
        ("paid_on-month", "1"),
        ("paid_on-year", "2026"),
        ("payments", shown),
    ]
}

#[test]
fn a_run_is_made_fetched_and_paid_and_everybody_in_it_is_told() {
    let web = Web::new();
    let (grace, kofi) = (
        approved(&web, "grace", "cash", &json!({})),
        approved(&web, "kofi", "voucher", &json!({ "about": "=HYPERLINK(\"x\")" })),
    );
    let meera = web.signed_in("meera");
    meera.get("/").says("Put approved payments into a run");
    meera
        .get("/payments")
        .is(200)
        .says("2 payments can go into a run, £59.20 together")
        .says("Grace Mensah, Reading a document: £29.60")
        .says("No run was made yet");
    meera
        .post("/payments", &[])
        .is(422)
        .says("Select the payments that go into this run");
    let run = run_of(&web, &[&grace, &kofi]);
    meera.get(&run).is(200).says("£59.20").says("Meera").says("Not yet");
    meera
        .get("/payments")
        .says("Nothing waits to be paid")
        .says("PAY-2026-001");
    meera.get("/payments/runs?as=csv").is(200);
    // What is in a run goes into no other.
    let again = record(&web, &grace);
    meera
        .post("/payments", &[("which", &again)])
        .is(422)
        .says("is in the run PAY-2026-001 by now");
    let file = meera.post(&format!("{run}/file"), &[]).is(200);
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(file.header("content-disposition").contains("PAY-2026-001.csv"));
    for part in ["Grace Mensah", "2026-01-05", ",1.00,25.00,4.60,29.60,", "'=HYPERLINK"] {
        assert!(file.body.contains(part), "{part}: {}", file.body);
    }
    // Recorded as paid, on a day that fits.
    meera
        .post(&format!("{run}/paid"), &[])
        .is(422)
        .says("Enter the day on which the money went");
    meera
        .post(&format!("{run}/paid"), &day("31", "2"))
        .is(422)
        .says("Enter today or an earlier day");
    meera
        .post(&format!("{run}/paid"), &day("4", "2"))
        .is(422)
        .says("or a later day: the run was made then");
    meera.post(&format!("{run}/paid"), &day("5", "2")).is(303);
    meera.get(&run).says("on 5 January 2026, as Meera");
    meera
        .post(&format!("{run}/paid"), &day("5", "2"))
        .is(409)
        .says("paid on 5 January 2026 already");
    for (instance, who) in [(&grace, "grace"), (&kofi, "kofi")] {
        let claim = record(&web, instance);
        web.signed_in(who)
            .get(&format!("/involvement_claim/{claim}"))
            .says("Paid");
        let history = web
            .signed_in(who)
            .get(&format!("/involvement_claim/{claim}/history"))
            .is(200);
        assert!(
            words(&history.body).contains("Put it into the run of payments PAY-2026-001"),
            "{}",
            words(&history.body)
        );
        web.signed_in(who)
            .get("/account/payments")
            .says("Paid on 5 January 2026")
            .says("no working days");
    }
    let told = web
        .posted()
        .iter()
        .filter(|row| row.payload.contains("claim_paid"))
        .count();
    assert_eq!(told, 2);
}

#[test]
fn what_is_taken_out_waits_again_and_a_run_that_cannot_be_paid_pays_nobody() {
    let web = Web::new();
    let (grace, kofi) = (
        approved(&web, "grace", "cash", &json!({})),
        approved(&web, "kofi", "bank", &json!({})),
    );
    let meera = web.signed_in("meera");
    meera
        .get("/payments")
        .says("They want it in their account, and have not said which");
    web.signed_in("kofi")
        .post("/account/payments/account", &account())
        .is(303);
    let run = run_of(&web, &[&grace, &kofi]);
    // The account goes while the run waits: nobody of it is recorded as paid, and it is said who stands in the way.
    web.signed_in("kofi")
        .post("/account/payments/account/take-away", &[])
        .is(303);
    meera
        .post(&format!("{run}/paid"), &day("5", "2"))
        .is(422)
        .says("Kofi Asante, Reading a document: We have no way to pay this person yet");
    meera.get(&run).says("Not yet");
    assert!(!web.posted().iter().any(|row| row.payload.contains("claim_paid")));
    let out = record(&web, &kofi);
    meera.post(&format!("{run}/take-out"), &[("claim", &out)]).is(303);
    meera.post(&format!("{run}/take-out"), &[("claim", &out)]).is(409);
    meera.get("/payments").says("They want it in their account");
    // A page that was opened before says how many it showed.
    meera
        .post(&format!("{run}/paid"), &day("5", "2"))
        .is(422)
        .says("This run has 1 payment now, and had 2 payments when you opened it");
    meera.post(&format!("{run}/paid"), &day("5", "1")).is(303);
    meera
        .post(&format!("{run}/take-out"), &[("claim", &record(&web, &grace))])
        .is(409);
}

#[test]
fn two_runs_that_are_made_at_once_share_no_payment() {
    let web = Web::new();
    let claims: Vec<String> = ["grace", "kofi", "yasmin", "linda"]
        .iter()
        .map(|who| record(&web, &approved(&web, who, "cash", &json!({}))))
        .collect();
    let claims = Arc::new(claims);
    let makers: Vec<_> = ["meera", "colin"]
        .into_iter()
        .cycle()
        .take(8)
        .map(|who| {
            let (app, alliance, caller) = (web.t.app.clone(), web.t.alliance.clone(), web.t.caller(who));
            let claims = claims.clone();
            thread::spawn(move || making::make(&app, &alliance, &caller, &claims))
        })
        .collect();
    let made: Vec<Result<String, Fault>> = makers.into_iter().map(|one| one.join().unwrap()).collect();
    assert_eq!(made.iter().filter(|one| one.is_ok()).count(), 1, "{made:?}");
    let all = web.t.app.reading(&web.t.alliance, runs::all).unwrap();
    assert_eq!(all.iter().map(|one| one.claims).sum::<usize>(), 4);
    assert_eq!(all.len(), 1);
}

fn account() -> [(&'static str, &'static str); 4] {
    [
        ("name", NAME),
        ("sort_code", "20 00 00"),
        ("number", NUMBER),
        ("checked", "yes"),
    ]
}

#[test]
fn an_account_is_sealed_seen_by_few_and_each_opening_is_written_down() {
    let web = Web::new();
    let grace = web.signed_in("grace");
    grace
        .post("/account/payments/account", &[("name", NAME), ("number", "12")])
        .is(422)
        .says("Enter the six digits of the sort code")
        .says("Enter the eight digits of the account number");
    grace.post("/account/payments/account", &account()).is(303);
    let page = grace
        .get("/account/payments")
        .is(200)
        .says("The account that ends in 819")
        .says("Opened by Nobody");
    assert!(!page.body.contains(NUMBER) && !page.body.contains(NAME));
    let claim = approved(&web, "grace", "bank", &json!({}));
    let run = run_of(&web, &[&claim]);
    for who in ["rachel", "leon", "kofi", "hodan", "pritpal"] {
        let answer = web.signed_in(who).post(&format!("{run}/file"), &[]);
        assert!(matches!(answer.status, 403 | 404), "{who}: {}", answer.status);
        assert!(!answer.body.contains(NUMBER));
    }
    let seen = web.signed_in("meera").get(&run).is(200);
    assert!(!seen.body.contains("819"));
    let file = web.signed_in("meera").post(&format!("{run}/file"), &[]).is(200);
    assert!(file.body.contains(NUMBER) && file.body.contains(",200000,"));
    grace
        .get("/account/payments")
        .says("Meera")
        .says("for the run PAY-2026-001");
    web.signed_in("meera")
        .get(&run)
        .says("File fetched by Meera")
        .says("with accounts");
    // What is held on her says it as her page does; another's says nothing of it.
    let held = grace.get("/account/data.json").is(200).body;
    assert!(held.contains("ends in 819") && !held.contains(NUMBER));
    assert!(!web.signed_in("kofi").get("/account/data.json").body.contains("819"));
    // Once it is paid the file holds it no more.
    web.signed_in("meera")
        .post(&format!("{run}/paid"), &day("5", "1"))
        .is(303);
    let file = web.signed_in("meera").post(&format!("{run}/file"), &[]).is(200);
    assert!(!file.body.contains(NUMBER));
    // It stands in no letter, no journal, no file beside the database; nor after it was erased.
    let letters = web.posted();
    assert!(letters.iter().any(|row| row.payload.contains("access/paid_into")));
    assert!(
        !letters
            .iter()
            .any(|row| row.payload.contains(NUMBER) || row.payload.contains(NAME))
    );
    nowhere(&web);
    grace.post("/account/data/erase", &[]).is(303);
    grace.get("/account/payments").says("None given");
    nowhere(&web);
}

fn nowhere(web: &Web) {
    for entry in std::fs::read_dir(web.t.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            for word in [NUMBER, NAME] {
                let found = bytes.windows(word.len()).any(|part| part == word.as_bytes());
                assert!(!found, "{word} in {}", path.display());
            }
        }
    }
}

#[test]
fn an_account_that_replaces_another_rests_first() {
    let web = Web::new();
    let grace = web.signed_in("grace");
    grace.post("/account/payments/account", &account()).is(303);
    approved(&web, "grace", "bank", &json!({}));
    let meera = web.signed_in("meera");
    meera.get("/payments").says("1 payment can go into a run");
    let other = [
        ("name", NAME),
        ("sort_code", "200000"),
        ("number", "55779911"),
        ("checked", "yes"),
    ];
    grace.post("/account/payments/account", &other).is(303);
    grace.get("/account/payments").says("used from 7 January 2026 on");
    meera
        .get("/payments")
        .says("Nothing waits to be paid")
        .says("Their account was changed on 5 January 2026");
    web.t.clock.advance(TimeDelta::days(2));
    meera.get("/payments").says("1 payment can go into a run");
}

#[test]
fn an_account_that_changes_while_a_run_waits_is_in_no_file_until_it_has_rested() {
    let web = Web::new();
    let grace = web.signed_in("grace");
    grace.post("/account/payments/account", &account()).is(303);
    let claim = approved(&web, "grace", "bank", &json!({}));
    let run = run_of(&web, &[&claim]);
    // Taken away and given anew, so that there is nothing that it visibly replaces.
    grace.post("/account/payments/account/take-away", &[]).is(303);
    let other = [
        ("name", NAME),
        ("sort_code", "200000"),
        ("number", "55779911"),
        ("checked", "yes"),
    ];
    grace.post("/account/payments/account", &other).is(303);
    let meera = web.signed_in("meera");
    let file = format!("{run}/file");
    let refused = meera
        .post(&file, &[])
        .is(422)
        .says("Their account was changed on 5 January 2026");
    assert!(!refused.body.contains("55779911"));
    web.t.clock.advance(TimeDelta::days(2));
    assert!(meera.post(&file, &[]).is(200).body.contains("55779911"));
}

#[test]
fn nobody_pays_themselves() {
    let web = Web::new();
    let meera = web.t.person("meera");
    let appoint = move |desk: &mut accord::service::app::Desk<'_>| {
        let place = (accord_store::appointments::Scope::Alliance, desk.alliance.clone());
        accord::service::authority::manage::appoint(desk, &meera, "expert", (place.0, &place.1), "Test")?;
        Ok::<_, Fault>(())
    };
    web.t.app.writing(&web.t.alliance, appoint).unwrap();
    let own = approved(&web, "meera", "cash", &json!({}));
    web.signed_in("meera").get("/payments").says("This is your own");
    let refused = web.t.act(&own, "meera", "mark_paid", json!({})).unwrap_err();
    assert!(refused.to_string().contains("This payment is for you"), "{refused}");
    web.signed_in("colin")
        .get("/payments")
        .says("1 payment can go into a run");
}

#[test]
fn how_long_it_takes_is_for_everybody_once_nobody_can_be_recognised() {
    let web = Web::new();
    let people = ["grace", "kofi", "yasmin", "linda", "danny"];
    let claims: Vec<String> = people
        .iter()
        .map(|who| approved(&web, who, "cash", &json!({})))
        .collect();
    web.t.clock.advance(TimeDelta::days(3));
    let grace = web.signed_in("grace");
    let few = run_of(&web, &claims.iter().take(4).collect::<Vec<_>>());
    web.signed_in("meera")
        .post(&format!("{few}/paid"), &day("8", "4"))
        .is(303);
    grace
        .get("/account/payments")
        .says("Half took no longer than Too few to show")
        .says("People who wait longer than 10 working days now 0");
    web.signed_in("meera")
        .get("/payments")
        .says("Half took no longer than 3 working days");
    web.t.clock.advance(TimeDelta::days(14));
    grace
        .get("/account/payments")
        .says("People who wait longer than 10 working days now Under 5");
    web.signed_in("meera")
        .get("/payments")
        .says("now 1 person")
        .says("One of them is late");
    let last = run_of(&web, &claims.iter().skip(4).collect::<Vec<_>>());
    web.signed_in("meera")
        .post(&format!("{last}/paid"), &day("22", "1"))
        .is(303);
    let page = grace
        .get("/account/payments")
        .says("Half took no longer than 3 working days")
        .says("The slowest took 13 working days")
        .says("now 0");
    for other in ["Kofi", "Yasmin", "Linda", "Danny"] {
        assert!(!page.body.contains(other), "{other}");
    }
    web.signed_in("amina")
        .get("/account/payments")
        .is(200)
        .says("No payment yet");
}

#[test]
fn what_is_odd_is_listed_with_where_to_look() {
    let web = Web::new();
    let meera = web.signed_in("meera");
    meera.get("/payments").says("Nothing stands out");
    for who in ["grace", "yasmin"] {
        approved(&web, who, "cash", &json!({}));
    }
    offered(&web, "kofi", &json!({ "pence": 1200 }));
    approved(
        &web,
        "linda",
        "cash",
        &json!({ "pence": 4000, "reason": "Two drafts." }),
    );
    // Who chose the most for one week is nobody's to read here.
    offered(&web, "danny", &json!({ "weekly_cap": 2000 }));
    let page = meera
        .get("/payments/look-at")
        .is(200)
        .says("Less than the hourly floor")
        .says("£40 here; 3 others got £25 for the same");
    assert!(page.body.contains("/involvement_claim/") && !page.body.contains("Danny"));
    meera.get("/payments/look-at?as=csv").is(200);
    meera.get("/payments/look-at?only=floor").says("1 thing to look at");
    meera.get("/payments").says("2 things to look at");
}

#[test]
fn the_most_in_a_week_is_chosen_by_whoever_is_paid_and_kept_by_whoever_approves() {
    let web = Web::new();
    let grace = web.signed_in("grace");
    grace
        .get("/account/payments/week")
        .is(200)
        .says("A payment can count as income")
        .says("0800 144 8848");
    grace
        .post("/account/payments/week", &[("weekly_cap", "a lot")])
        .is(422)
        .says("Enter an amount in pounds");
    grace.post("/account/payments/week", &[("weekly_cap", "£40")]).is(303);
    grace.get("/account/payments").says("The most in one week £40");
    assert!(grace.get("/account/payments/week").body.contains("value=\"40\""));
    // The first fits; the second would be more than £40 with it, and fits in the week after.
    approved(&web, "grace", "cash", &json!({}));
    let second = offered(&web, "grace", &json!({}));
    let answers = json!({ "benefit_advice": true, "way": "cash", "expenses": "£30.00" });
    web.t.act(&second, "grace", "accept_payment", answers).unwrap();
    let refused = web.t.act(&second, "tom", "approve_claim", json!({})).unwrap_err();
    assert!(
        refused.to_string().contains("wish to have this in a later week"),
        "{refused}"
    );
    // Only she reads why.
    grace
        .get("/account/payments")
        .says("With it you would get more in one week than you chose");
    let office = web.signed_in("meera").get("/payments").is(200);
    assert!(!words(&office.body).contains("than they chose") && words(&office.body).contains("Grace Mensah"));
    // Without the limit it fits at once; with what is given on, nothing counts.
    grace.post("/account/payments/week", &[("weekly_cap", "")]).is(303);
    grace.get("/account/payments").says("The most in one week No limit");
    web.t.act(&second, "tom", "approve_claim", json!({})).unwrap();
    grace
        .post("/account/payments/week", &[("weekly_cap", "0")])
        .is(422)
        .says("Enter £1 or more: with £0 you could never be paid");
    grace.post("/account/payments/week", &[("weekly_cap", "0.01")]).is(303);
    let third = offered(&web, "grace", &json!({}));
    let given = json!({ "to_whom": "The walking group" });
    web.t.act(&third, "grace", "donate_payment", given).unwrap();
    web.t.act(&third, "tom", "approve_claim", json!({})).unwrap();
    assert!(
        grace
            .get("/account/data.json")
            .body
            .contains("\"most_in_one_week_pence\": 1")
            || grace
                .get("/account/data.json")
                .body
                .contains("\"most_in_one_week_pence\":1")
    );
    grace.post("/account/data/erase", &[]).is(303);
    grace.get("/account/payments").says("The most in one week No limit");
}

#[test]
fn what_was_fetched_is_not_taken_out_unawares_and_an_emptied_run_goes_away() {
    let web = Web::new();
    let grace = approved(&web, "grace", "cash", &json!({}));
    let run = run_of(&web, &[&grace]);
    let meera = web.signed_in("meera");
    meera.get(&run).is(200);
    meera.post(&format!("{run}/file"), &[]).is(200);
    let page = meera
        .get(&run)
        .says("File fetched by Meera Joshi")
        .says("It was fetched before");
    assert!(!words(&page.body).contains("with accounts"));
    let claim = record(&web, &grace);
    let once = [("claim", claim.as_str())];
    let asked = meera.post(&format!("{run}/take-out"), &once).is(422);
    let asked = asked.says("Does the payroll know that Grace Mensah is taken out?");
    assert!(!asked.body.contains("There is a problem"));
    let again = [("claim", claim.as_str()), ("asked", "yes")];
    meera
        .post(&format!("{run}/take-out"), &again)
        .is(422)
        .says("There is a problem")
        .says("Confirm that you have told the payroll");
    let sure = [("claim", claim.as_str()), ("sure", "yes")];
    meera.post(&format!("{run}/take-out"), &sure).is(303);
    meera
        .get(&run)
        .says("Grace Mensah, Reading a document: by Meera Joshi")
        .says("after the file was fetched")
        .says("Nothing is left in it: it is closed");
    let page = words(&meera.get("/payments").is(200).body);
    assert!(page.contains("1 payment can go into a run") && !page.contains("PAY-2026-001"));
    meera
        .get("/payments/runs")
        .says("PAY-2026-001")
        .says("Empty, and closed");
}

#[test]
fn an_account_is_checked_before_it_is_kept_and_asked_for_where_a_payment_waits() {
    let web = Web::new();
    let grace = web.signed_in("grace");
    let zeros = [("name", NAME), ("sort_code", "000000"), ("number", "00000000")];
    grace
        .post("/account/payments/account", &zeros)
        .is(422)
        .says("Enter the six digits of the sort code")
        .says("Enter the eight digits of the account number");
    let instance = offered(&web, "grace", &json!({}));
    let answers = json!({ "benefit_advice": true, "way": "bank" });
    web.t.act(&instance, "grace", "accept_payment", answers).unwrap();
    web.signed_in("meera")
        .get("/payments")
        .says("Waiting to be approved")
        .says("Grace Mensah");
    grace
        .get("/")
        .says("Tell us which account to pay you into")
        .says("A payment of £25 waits for it");
    for sent in [1, 0] {
        assert_eq!(accord::service::payments::asking::send_due(&web.t.app).unwrap(), sent);
    }
    let letters = web.posted();
    assert!(letters.iter().any(|row| row.payload.contains("access/account_wanted")));
    let mut typed = account().to_vec();
    typed.pop();
    grace
        .post("/account/payments/account", &typed)
        .is(200)
        .says("Check the account before you save it")
        .says(NUMBER)
        .says("20-00-00");
    grace.get("/account/payments").says("None given");
    typed.push(("checked", "no"));
    let back = grace.post("/account/payments/account", &typed).is(200);
    assert!(back.body.contains(NUMBER));
    grace.post("/account/payments/account", &account()).is(303);
    let home = words(&grace.get("/").is(200).body);
    assert!(!home.contains("Tell us which account"));
}

#[test]
fn more_than_the_rate_card_says_needs_a_reason_that_others_read() {
    let web = Web::new();
    let start = |reason: &str| {
        let details = json!({
            "activity": "read_document", "done_on": "2026-01-05", "about": "The clauses", "pence": 4000, "reason": reason,
        });
        web.t.app.start(Start {
            subject: NewSubject {
                person: Some(web.t.person("grace")),
                started_by: Some(web.t.person("rachel")),
                details: details.as_object().unwrap().clone(),
                ..NewSubject::default()
            },
            ..Start::of(&web.t.alliance, "involvement-claim", "")
        })
    };
    let Err(Fault::Invalid(errors)) = start(" ") else {
        panic!("it needs a reason")
    };
    assert_eq!(errors[0].field, "reason");
    assert!(errors[0].says.contains("more than the £25 that the rate card says"));
    let instance = start("Two drafts, in two languages.").unwrap().instance;
    let answers = json!({ "benefit_advice": true, "way": "cash" });
    web.t.act(&instance, "grace", "accept_payment", answers).unwrap();
    web.signed_in("tom")
        .get(&format!("/task/{instance}/act/accepted/approve_claim/check"))
        .is(200)
        .says("Two drafts, in two languages.")
        .says("Grace Mensah");
}

#[test]
fn whoever_acts_for_somebody_sees_the_most_that_they_wish_in_a_week() {
    let web = Web::new();
    web.signed_in("kofi")
        .post("/account/payments/week", &[("weekly_cap", "£26")])
        .is(303);
    let (kofi, leon) = (web.t.person("kofi"), web.t.person("leon"));
    let until = web.now() + TimeDelta::days(30);
    let (principal, delegate) = (kofi.clone(), leon.clone());
    web.t.at_desk(move |desk| {
        accord::service::authority::manage::delegate(desk, &principal, &delegate, until, "He asked for it")
    });
    let browser = web.signed_in("leon");
    let before = browser.get("/account/payments").is(200);
    assert!(!words(&before.body).contains("How much in one week for"));
    browser.post("/account/act-for", &[("person", &kofi)]).is(303);
    browser
        .get("/account/payments")
        .is(200)
        .says("How much in one week for Kofi Asante")
        .says("£26");
}

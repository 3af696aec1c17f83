//! Organisations: the register and what it tells to whom; a profile that its own people keep; forms that
//! are filled in from it.

use accord::service::outgoing::Outgoing;
use accord_store::{journal, organisations, profiles};
use serde_json::{Value as Json, json};

use super::browser::{Web, words};
use crate::service::award;

fn id(web: &Web, handle: &str) -> String {
    let read = |db: &mut accord_store::Db| organisations::by_handle(db, &web.t.alliance, handle);
    web.t.app.store.read(read).unwrap().unwrap().id
}

const SAID: [(&str, &str); 9] = [
    ("name", "Burngreave Wellbeing Circle"),
    ("charity_number", "1234567"),
    ("telephone", "0114 496 0777"),
    ("communities", "Somali, Yemeni, somali"),
    ("income_band", "100k_1m"),
    ("community_led", "yes"),
    ("policies.0.policy", "equality"),
    ("policies.0.agreed_on-day", "1"),
    ("policies.0.agreed_on-month", "10"),
];

fn said() -> Vec<(&'static str, &'static str)> {
    let mut out = SAID.to_vec();
    out.push(("policies.0.agreed_on-year", "2025"));
    out
}

#[test]
fn everybody_finds_organisations_and_reads_what_is_for_everybody() {
    let web = Web::new();
    let public = web.browser();
    public.get("/organisations").is(200).says("1 to 25 of");
    let one = public
        .get("/organisations?community=Roma")
        .is(200)
        .says("1 organisation");
    one.says("Roma Futures Together");
    let area = public.get("/organisations?area=hillsborough&q=shed").is(200);
    area.says("Hillsborough Men");
    public
        .get("/organisations?q=nobody+of+this+name")
        .is(200)
        .says("Nothing fits");
    let path = format!("/organisations/{}", id(&web, "burngreave"));
    let page = public.get(&path).is(200).says("Foundry").says("Somali");
    for hidden in ["Amina", "0114 496 0101", "London Road", "£100,000"] {
        assert!(!words(&page.body).contains(hidden), "everybody reads {hidden}");
    }
    let csv = public.get("/organisations.csv?kind=member").is(200);
    assert!(!csv.body.contains("0114 496 0101") && csv.body.lines().count() > 20);
    // Other people of the alliance learn whom to write to; the office learns the rest; nobody outside the
    // office learns who is an expert by experience.
    let martin = web.signed_in("martin");
    let page = martin.get(&path).is(200).says("Amina Yusuf");
    assert!(!words(&page.body).contains("0114 496 0101") && !words(&page.body).contains("Hodan"));
    let experts = format!("/organisations/{}", id(&web, "experts"));
    assert!(!words(&martin.get(&experts).is(200).body).contains("Grace"));
    let rachel = web.signed_in("rachel");
    rachel
        .get(&path)
        .is(200)
        .says("0114 496 0101")
        .says("Hodan Ali")
        .says("nobody has looked it up");
    rachel.get(&experts).is(200).says("Grace Mensah");
    let csv = rachel.get("/organisations.csv?q=burngreave").is(200);
    assert!(csv.body.contains("0114 496 0101"), "{}", csv.body);
    public
        .get("/organisations/01900000-0000-7000-8000-000000000000")
        .is(404);
}

#[test]
fn an_organisation_s_page_tells_nobody_that_it_bids() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (_, record) = award::bid(&web.t, &round, "burngreave");
    let path = format!("/organisations/{}", id(&web, "burngreave"));
    let own = web.signed_in("amina").get(&path).is(200);
    assert!(own.body.contains(&record), "its own people see their bid");
    for who in ["rachel", "anneka", "moses", "ruth", "vincent", "martin", "grace"] {
        let page = web.signed_in(who).get(&path).is(200);
        assert!(!page.body.contains(&record), "{who} is told of the bid");
        page.says("Nothing here is for you to see");
    }
}

#[test]
fn an_organisation_keeps_its_profile_itself() {
    let web = Web::new();
    let burngreave = id(&web, "burngreave");
    let (page, path) = (
        format!("/organisations/{burngreave}"),
        format!("/organisations/{burngreave}/profile"),
    );
    for who in ["martin", "grace"] {
        let browser = web.signed_in(who);
        browser.get(&path).is(404);
        browser.post(&path, &said()).is(404);
    }
    let amina = web.signed_in("amina");
    amina.get(&page).is(200).says("Change what stands here");
    assert!(amina.get(&path).is(200).body.contains("0114 496 0101"));
    // What does not fit is named, and what was typed stays.
    let mut wrong = said();
    wrong.retain(|(name, _)| !["charity_number", "telephone"].contains(name));
    wrong.extend([
        ("charity_number", "12"),
        ("telephone", "call me"),
        ("postcode", "Sheffield"),
    ]);
    let page_of_errors = amina
        .post(&path, &wrong)
        .is(422)
        .says("Enter a charity number of 6 or 7 digits");
    page_of_errors.says("Enter a telephone number").says("Enter a postcode");
    web.advance(chrono::TimeDelta::minutes(1));
    amina.post(&path, &said()).is(303);
    let shown = amina
        .get(&page)
        .is(200)
        .says("0114 496 0777")
        .says("Format valid; nobody has looked it up.");
    shown
        .says("Equality, diversity and inclusion")
        .says("Amina Yusuf")
        .says("Changed:");
    // A row of policies in which nothing was chosen is none.
    let mut empty = said();
    empty.extend([
        ("policies.1.policy", ""),
        ("policies.1.agreed_on-day", ""),
        ("policies.1.agreed_on-year", " "),
    ]);
    amina.post(&path, &empty).is(303);
    // The same once more is no version; somebody who had the old page does not overwrite.
    amina.post(&path, &said()).is(303);
    let versions = web
        .t
        .app
        .store
        .read(|db| profiles::of(db, &web.t.alliance, &burngreave))
        .unwrap();
    assert_eq!(versions.len(), 2);
    let answers: Json = serde_json::from_str(&versions[0].answers).unwrap();
    assert_eq!(answers["communities"], json!(["Somali", "Yemeni"]));
    let mut old = said();
    old.extend([("ac-version", "1"), ("website", "https://burngreave.example")]);
    let kept = amina
        .post(&path, &old)
        .is(409)
        .says("has saved these details since you opened them");
    assert!(kept.body.contains("https://burngreave.example"));
    amina
        .get(&format!("{path}/1"))
        .is(200)
        .says("0114 496 0101")
        .says("Something newer holds now");
    amina.get(&format!("{path}/9")).is(404);
    // The journal says that, and what; not the words. The lead contact is told of the number.
    let read = |db: &mut accord_store::Db| journal::page(db, &web.t.alliance, 0, 10_000);
    let rows = web.t.app.store.read(read).unwrap();
    let entry = rows.iter().rev().find(|row| row.body.contains("\"profile\"")).unwrap();
    assert!(
        entry.body.contains("telephone") && !entry.body.contains("0777"),
        "{}",
        entry.body
    );
    let told = web
        .posted()
        .into_iter()
        .find_map(|row| match serde_json::from_str(&row.payload) {
            Ok(Outgoing::Email(letter)) if row.key.starts_with("access/told/") => Some(letter),
            _ => None,
        });
    let letter = told.expect("a letter");
    assert!(
        letter.context["access"]["says"]
            .as_str()
            .unwrap()
            .contains("still goes to the old number")
    );
}

#[test]
fn a_form_is_filled_in_from_the_profile_and_says_so() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, _) = award::bid(&web.t, &round, "burngreave");
    let amina = web.signed_in("amina");
    let task = format!("/task/{instance}/act/drafting/submit");
    let page = amina.get(&format!("{task}?q=communities")).is(200);
    let page = page.says("From your organisation");
    assert!(page.body.contains("Somali, Yemeni, Pakistani"), "filled in");
    // It counts once somebody has gone on from its page; what is typed counts, also where it is nothing.
    let check = amina.get(&format!("{task}/check"));
    assert!(!words(&check.body).contains("Somali, Yemeni, Pakistani"));
    let went_on = [("communities", "Somali, Yemeni, Pakistani")];
    amina.post(&format!("{task}?q=communities"), &went_on).is(303);
    amina
        .get(&format!("{task}/check"))
        .is(200)
        .says("Somali, Yemeni, Pakistani");
    amina
        .post(&format!("{task}?q=communities"), &[("communities", "")])
        .is(303);
    let page = amina.get(&format!("{task}?q=communities")).is(200);
    assert!(!page.body.contains("Somali, Yemeni, Pakistani") && !words(&page.body).contains("From your organisation"));
    // A manager's form is not filled in with the manager's own organisation.
    let martin = web.signed_in("martin");
    martin.get(&task).is(404);
}

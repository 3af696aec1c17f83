//! Who acts for another, and what nobody learns by it.

use accord::service::authority::manage;
use accord_store::{appointments::Scope, people};
use chrono::TimeDelta;

use super::{appointment, told, written};
use crate::{
    service::award,
    web::browser::{Web, words},
};

#[test]
fn somebody_acts_for_another_from_a_day_to_a_day() {
    let web = Web::new();
    let (grace, hodan) = (web.t.person("grace"), web.t.person("hodan"));
    let browser = web.signed_in("grace");
    browser.get("/account").is(200).says("Let somebody act for you");
    browser.get("/account/delegate").is(200);
    browser
        .post("/account/delegate", &[])
        .is(422)
        .says("Choose who is to act");
    let form = |delegate: &str, until: &str| {
        [
            ("delegate", delegate.to_owned()),
            ("from-day", "6".to_owned()),
            ("from-month", "January".to_owned()),
            ("from-year", "2026".to_owned()),
            ("until-day", until.to_owned()),
            ("until-month", "1".to_owned()),
            ("until-year", "2026".to_owned()),
            ("reason", "Away".to_owned()),
        ]
    };
    let post = |browser: &crate::web::browser::Browser<'_>, path: &str, delegate: &str, until: &str| {
        let form = form(delegate, until);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post(path, &form)
    };
    post(&browser, "/account/delegate", &hodan, "5")
        .is(422)
        .says("not before the first");
    post(&browser, "/account/delegate", &grace, "9")
        .is(422)
        .says("Choose somebody else");
    post(&browser, "/account/delegate", &hodan, "9").is(303);
    post(&browser, "/account/delegate", &hodan, "7").is(422).says("already");
    let mut letters = told(&web);
    assert_eq!(letters.len(), 2);
    // Both are of one moment.
    letters.sort();
    assert!(
        letters[0].0.starts_with("grace@") && letters[1].0.starts_with("hodan@"),
        "{letters:?}"
    );
    assert!(
        letters[1].1.contains("from 6 January 2026 to 9 January 2026"),
        "{letters:?}"
    );
    // Not before the day, then until the last one is over.
    let other = web.signed_in("hodan");
    other.post("/account/act-for", &[("person", &grace)]).is(404);
    web.t.clock.advance(TimeDelta::days(1));
    other.post("/account/act-for", &[("person", &grace)]).is(303);
    assert!(
        other.get("/").is(200).body.contains("acting for Grace"),
        "the page says for whom"
    );
    // What one holds for another is not passed on.
    let entry = written(&web).pop().unwrap();
    assert_eq!(
        (&entry["done"], &entry["what"]["delegate"]),
        (&"delegated".into(), &hodan.clone().into())
    );
    web.t.clock.advance(TimeDelta::days(4));
    assert!(!other.get("/").is(200).body.contains("acting for Grace"));
    // A manager does it for somebody, and never for themselves.
    let rachel = web.signed_in("rachel");
    let page = format!("/people/{grace}");
    let mut form = form(&web.t.person("rachel"), "20");
    form[1].1 = "12".to_owned();
    let with = |delegate: &str| {
        let mut form = form.clone();
        form[0].1 = delegate.to_owned();
        form
    };
    for (delegate, status) in [(web.t.person("rachel"), 403), (web.t.person("leon"), 303)] {
        let form = with(&delegate);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        rachel.post(&format!("{page}/delegate"), &form).is(status);
    }
    // Grace has not asked for it: it takes two.
    let end = "End: Leon Fairweather for Grace Mensah";
    assert!(!rachel.get(&page).is(200).body.contains(end));
    crate::web::two::answer(&web, "tom", "yes").is(303);
    let shown = rachel.get(&page).is(200);
    let end = crate::web::browser::link(&shown.body, end);
    rachel.get(&end).is(200).says("until 20 January 2026");
    rachel.post(&end, &[]).is(303);
    rachel.post(&end, &[]).is(404);
}

#[test]
fn who_acts_for_another_passes_it_on_to_nobody() {
    let web = Web::new();
    let (rachel, hodan) = (web.t.person("rachel"), web.t.person("hodan"));
    let (alliance, principal, delegate) = (web.t.alliance.clone(), rachel.clone(), hodan);
    let write = move |desk: &mut accord::service::app::Desk<'_>| {
        let until = "2026-02-01T00:00:00Z".parse().unwrap();
        manage::delegate(desk, &principal, &delegate, until, "Away")
    };
    web.t.app.writing(&alliance, write).unwrap();
    let browser = web.signed_in("hodan");
    browser.post("/account/act-for", &[("person", &rachel)]).is(303);
    let form = [
        ("delegate", web.t.person("tom")),
        ("from-day", "6".to_owned()),
        ("from-month", "1".to_owned()),
        ("from-year", "2026".to_owned()),
        ("until-day", "7".to_owned()),
        ("until-month", "1".to_owned()),
        ("until-year", "2026".to_owned()),
        ("reason", "Away".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser
        .post(&format!("/people/{rachel}/delegate"), &form)
        .is(403)
        .says("cannot pass that on");
    // Nor do they appoint themselves, or the person for whom they act.
    for person in ["hodan", "rachel"] {
        let path = format!("/people/{}/appoint", web.t.person(person));
        browser
            .post(&path, &appointment("auditor"))
            .is(403)
            .says("Nobody appoints themselves");
    }
    assert!(written(&web).is_empty());
}

#[test]
fn a_bid_that_is_not_opened_is_not_given_away_by_who_was_appointed_to_it() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (_, bid) = award::bid(&web.t, &round, "burngreave");
    let amina = web.t.person("amina");
    let (alliance, record, person) = (web.t.alliance.clone(), bid.clone(), amina.clone());
    let write = move |desk: &mut accord::service::app::Desk<'_>| {
        manage::appoint(desk, &person, "certifier", (Scope::Subject, &record), "Partner")
    };
    web.t.app.writing(&alliance, write).unwrap();
    let browser = web.signed_in("rachel");
    let page = browser.get(&format!("/people/{amina}")).is(200);
    assert!(
        !page.body.contains(&bid) && !words(&page.body).contains("Partner"),
        "the bid is given away"
    );
    let list = browser.get("/people?q=amina&role=certifier").is(200);
    assert!(!list.body.contains("Amina"), "the bid is given away by the list");
    let load = |db: &mut accord_store::Db| accord_store::subjects::load(db, &web.t.alliance, &bid);
    let reference = web.t.app.store.read(load).unwrap().reference.unwrap_or_default();
    let mut form = appointment("certifier");
    form[1].1 = "record";
    form.push(("reference", &reference));
    browser
        .post(&format!("/people/{amina}/appoint"), &form)
        .is(422)
        .says("Enter a reference");
}

#[test]
fn people_of_elsewhere_are_not_there() {
    let web = Web::new();
    let row = people::PersonRow {
        id: "01900000-0000-7000-8000-0000000000aa".to_owned(),
        handle: "stranger".to_owned(),
        name: "Stranger".to_owned(),
        first_name: "Stranger".to_owned(),
        email: Some("stranger@elsewhere.example".to_owned()),
        channel: "email".to_owned(),
        created_at: web.t.app.clock.now().into(),
    };
    let page = format!("/people/{}", row.id);
    web.t.app.store.write(move |db| people::insert(db, &row)).unwrap();
    let browser = web.signed_in("rachel");
    for path in ["", "/correct", "/appoint", "/delegate"] {
        browser.get(&format!("{page}{path}")).is(404);
    }
    browser
        .post(&format!("{page}/appoint"), &appointment("auditor"))
        .is(404);
    browser.post(&format!("{page}/invite"), &[]).is(404);
}

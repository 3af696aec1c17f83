//! Asking to be told, confirming with a typed code, and stopping in one step.

use accord::{
    service::{
        fault::Fault,
        outgoing::{Letter, Outgoing},
        recipients,
        subjects::About,
        subscriptions::Request,
    },
    views::{library::Templates, source::Shelf},
};
use accord_store::{outbox, subjects, subscriptions};
use chrono::TimeDelta;

use crate::support::app::TestApp;

const ADDRESS: &str = "garden@firth.example";

fn request(address: &str, topics: &[&str]) -> Request {
    Request {
        address: address.to_owned(),
        name: "The garden group".to_owned(),
        topics: topics.iter().map(|one| (*one).to_owned()).collect(),
        areas: Vec::new(),
    }
}

/// Letters to an address that wait in the outbox, oldest first.
fn letters(t: &TestApp, address: &str) -> Vec<Letter> {
    let rows = t.app.store.read(|db| outbox::page(db, &t.alliance, None, 200)).unwrap();
    let mut all: Vec<Letter> = rows
        .into_iter()
        .filter_map(|row| match serde_json::from_str(&row.payload).unwrap() {
            Outgoing::Email(letter) if letter.to.email == address => Some(*letter),
            _ => None,
        })
        .collect();
    all.sort_by_key(|letter| letter.about.at);
    all
}

fn code(letter: &Letter) -> String {
    letter.context["act"]["form"]["code"].as_str().unwrap().to_owned()
}

/// Addresses that a letter about a topic reaches.
fn told(t: &TestApp, topic: &'static str) -> Vec<String> {
    t.at_desk(move |desk| {
        let row = subjects::load(desk.db, &desk.alliance, &desk.alliance)?;
        let about = About {
            row: &row,
            snapshot: None,
        };
        let found = recipients::resolve(desk, about, &["subscribers".to_owned()], Some(topic), &[], None)?;
        Ok(found.into_iter().map(|one| one.email).collect())
    })
}

fn stop_key(t: &TestApp) -> String {
    let found = t
        .app
        .store
        .read(|db| subscriptions::by_address(db, &t.alliance, ADDRESS))
        .unwrap();
    found.unwrap().stop_key
}

#[test]
fn an_address_counts_once_its_code_is_typed() {
    let t = TestApp::sheffield();
    let id = t
        .app
        .subscribe(&t.alliance, &request(" Garden@Firth.Example ", &["opportunities"]))
        .unwrap();
    let sent = letters(&t, ADDRESS);
    assert_eq!(sent.len(), 1);
    assert!(!told(&t, "opportunities").contains(&ADDRESS.to_owned()));
    let wrong = t.app.confirm_subscription(&t.alliance, &id, "000 000");
    assert!(matches!(wrong, Err(Fault::Invalid(_))), "{wrong:?}");
    // As people type it.
    let typed = format!(" {} {} ", &code(&sent[0])[..3], &code(&sent[0])[3..]);
    t.app.confirm_subscription(&t.alliance, &id, &typed).unwrap();
    assert!(told(&t, "opportunities").contains(&ADDRESS.to_owned()));
    assert!(!told(&t, "performance").contains(&ADDRESS.to_owned()));
    // A code counts once.
    assert!(t.app.confirm_subscription(&t.alliance, &id, &typed).is_err());
}

#[test]
fn the_letter_with_the_code_says_whose_page_it_is_for_and_only_fills_in() {
    let t = TestApp::sheffield();
    let id = t
        .app
        .subscribe(&t.alliance, &request(ADDRESS, &["opportunities", "performance"]))
        .unwrap();
    let letter = letters(&t, ADDRESS).remove(0);
    let templates = Templates::load(None).unwrap();
    let mail = templates.render_mail(&letter.template, &letter.context).unwrap();
    let number = code(&letter);
    assert!(number.len() == 6 && number.chars().all(|c| c.is_ascii_digit()));
    assert!(mail.text.contains(&number) && mail.text.contains("Opportunities and How services are doing"));
    let url = mail.action.unwrap().url;
    assert_eq!(url, format!("https://synergy.example/subscriptions/{id}?code={number}"));
    assert!(mail.text.contains(&format!("/subscriptions/stop/{}", stop_key(&t))));
    assert!(templates.front(Shelf::Mail, &letter.template).is_some());
}

#[test]
fn codes_run_out_are_guessed_only_a_few_times_and_are_sent_only_a_few_times() {
    let t = TestApp::sheffield();
    let ask = || t.app.subscribe(&t.alliance, &request(ADDRESS, &["awards"])).unwrap();
    let id = ask();
    t.clock.advance(TimeDelta::minutes(61));
    let first = code(&letters(&t, ADDRESS)[0]);
    assert!(t.app.confirm_subscription(&t.alliance, &id, &first).is_err());
    assert_eq!(ask(), id);
    let second = code(letters(&t, ADDRESS).last().unwrap());
    let other = if second == "123456" { "123457" } else { "123456" };
    for _ in 0..5 {
        assert!(t.app.confirm_subscription(&t.alliance, &id, other).is_err());
    }
    assert!(t.app.confirm_subscription(&t.alliance, &id, &second).is_err());
    // Two were sent; the third is the last for today, whatever is asked.
    ask();
    ask();
    assert_eq!(letters(&t, ADDRESS).len(), 3);
    t.clock.advance(TimeDelta::hours(25));
    ask();
    assert_eq!(letters(&t, ADDRESS).len(), 4);
}

#[test]
fn asking_again_changes_nothing_until_it_is_confirmed_and_tells_nobody_who_is_there() {
    let t = TestApp::sheffield();
    let id = t.app.subscribe(&t.alliance, &request(ADDRESS, &["awards"])).unwrap();
    t.app
        .confirm_subscription(&t.alliance, &id, &code(&letters(&t, ADDRESS)[0]))
        .unwrap();
    // Somebody else types the address: the same answer as for a new one, and another code.
    assert_eq!(
        t.app
            .subscribe(&t.alliance, &request(ADDRESS, &["performance"]))
            .unwrap(),
        id
    );
    assert!(told(&t, "awards").contains(&ADDRESS.to_owned()));
    assert!(!told(&t, "performance").contains(&ADDRESS.to_owned()));
}

#[test]
fn one_step_stops_everything_and_forgets_the_address() {
    let t = TestApp::sheffield();
    let id = t.app.subscribe(&t.alliance, &request(ADDRESS, &["awards"])).unwrap();
    t.app
        .confirm_subscription(&t.alliance, &id, &code(&letters(&t, ADDRESS)[0]))
        .unwrap();
    let key = stop_key(&t);
    assert_eq!(t.app.subscription(&key).unwrap().address, "g…@firth.example");
    t.app.unsubscribe(&key).unwrap();
    t.app.unsubscribe(&key).unwrap();
    assert!(!told(&t, "awards").contains(&ADDRESS.to_owned()));
    let gone = t
        .app
        .store
        .read(|db| subscriptions::by_address(db, &t.alliance, ADDRESS))
        .unwrap();
    assert_eq!(gone, None);
    assert!(matches!(t.app.subscription(&key), Err(Fault::NotFound(_))));
}

#[test]
fn what_cannot_be_asked_for_is_said_field_by_field() {
    let t = TestApp::sheffield();
    match t.app.subscribe(&t.alliance, &request("garden", &["gossip"])) {
        Err(Fault::Invalid(wrong)) => {
            let fields: Vec<&str> = wrong.iter().map(|one| one.field.as_str()).collect();
            assert_eq!(fields, ["address", "topics"]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_demonstration_has_readers_who_get_what_they_chose() {
    let t = TestApp::sheffield();
    assert_eq!(told(&t, "opportunities").len(), 2);
    assert_eq!(
        told(&t, "performance"),
        ["news@voices.example", "scrutiny@council.example"]
    );
}

#[test]
fn whoever_names_areas_is_told_of_what_concerns_them() {
    let t = TestApp::sheffield();
    let round = super::award::round(&t);
    let told = |areas: &[&str], address: &str| {
        let wanted = Request {
            areas: areas.iter().map(|one| (*one).to_owned()).collect(),
            ..request(address, &["opportunities"])
        };
        let id = t.app.subscribe(&t.alliance, &wanted).unwrap();
        let letter = letters(&t, address).pop().unwrap();
        t.app.confirm_subscription(&t.alliance, &id, &code(&letter)).unwrap();
        let record = round.record.clone();
        let reached: Vec<String> = t.at_desk(move |desk| {
            let row = subjects::load(desk.db, &desk.alliance, &record)?;
            let about = About {
                row: &row,
                snapshot: None,
            };
            let to = ["subscribers".to_owned()];
            let found = recipients::resolve(desk, about, &to, Some("opportunities"), &[], None)?;
            Ok(found.into_iter().map(|one| one.email).collect())
        });
        (
            reached.contains(&address.to_owned()),
            letter.context["act"]["form"]["topics"].clone(),
        )
    };
    let (reached, said) = told(&["foundry", "hillsborough", "nowhere"], "one@firth.example");
    assert!(reached);
    assert_eq!(said, "Opportunities, for Foundry or Hillsborough");
    assert!(!told(&["hillsborough"], "two@firth.example").0);
    assert!(told(&[], "three@firth.example").0);
}

//! Opening cards: made and typed back on their page, what they lock, and the opening by two of three.

use std::{collections::BTreeMap, fs};

use accord::service::{
    opening, sealing,
    subjects::{self, About},
};
use accord_log::Receipt;
use accord_store::{subjects as records, submissions};
use chrono::TimeDelta;
use serde_json::json;

use super::{
    browser::{Web, words},
    callbacks::stand,
};
use crate::service::award::{self, Round};

const CANARY: &str = "Kingfishers on the Porter Brook";

/// The words on a card, from the page that shows them once.
fn on_the_card(page: &str) -> String {
    let said = words(page);
    (1..=8)
        .map(|number| {
            let (_, rest) = said.split_once(&format!("Word {number} ")).expect("a word of the card");
            rest.split(' ').next().unwrap().to_owned()
        })
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn path(round: &Round, what: &str) -> String {
    format!("/round/{}/work/card.{what}", round.record)
}

/// Everybody makes a card and types it back; gives what they have on paper.
pub(super) fn made(web: &Web, round: &Round, people: &[&'static str]) -> BTreeMap<&'static str, String> {
    let mut out = BTreeMap::new();
    for who in people {
        let browser = web.signed_in(who);
        browser.get(&path(round, "make")).is(200).says("You get eight words");
        let page = browser.post(&path(round, "make"), &[]).is(200);
        assert_eq!(page.header("cache-control"), "no-store");
        let card = on_the_card(&page.body);
        // Nobody can be shown it again.
        let again = browser
            .get(&path(round, "make"))
            .is(200)
            .says("It counts once you have typed its words back");
        assert!(!words(&again.body).contains(&card));
        let wrong = "zoo zoo zoo zoo zoo zoo zoo zoo";
        let page = browser.post(&path(round, "check"), &[("words", wrong)]).is(422);
        assert!(!page.says("These are not the words of your card").body.contains("zoo"));
        let typed = card.to_uppercase();
        browser.post(&path(round, "check"), &[("words", &typed)]).is(303);
        browser.get(&path(round, "make")).is(200).says("It works.");
        out.insert(*who, card);
    }
    out
}

/// The workflow's own rule, as at publication.
pub(super) fn deal(web: &Web, round: &Round) {
    let snapshot = web.t.snapshot(&round.instance);
    let (record, alliance) = (round.record.clone(), web.t.alliance.clone());
    web.t.at_desk(move |desk| {
        let row = records::load(desk.db, &alliance, &record)?;
        let about = About {
            row: &row,
            snapshot: Some(&snapshot),
        };
        subjects::of("round")?.run(desk, about, "deal_cards")
    });
}

/// Bids are open, and somebody has begun one.
pub(super) fn begun(web: &Web, round: &Round) -> String {
    web.t.clock.advance(TimeDelta::hours(1));
    stand(web, &round.record, &["published", "taking_questions"]);
    let begun = web.t.act(&round.instance, "amina", "start_bid", json!({})).unwrap();
    begun.started[0].clone()
}

fn last(web: &Web, instance: &str) -> submissions::SubmissionRow {
    let all = web
        .t
        .app
        .store
        .read(|db| submissions::of_form(db, &web.t.alliance, instance, "bid"));
    all.unwrap().pop().unwrap()
}

/// Everything that the database has on disk, its log of pages included.
fn on_disk(web: &Web) -> Vec<u8> {
    let files = fs::read_dir(web.t.folder.path()).unwrap();
    files.flat_map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn a_bid_is_locked_until_two_of_three_have_shown_their_cards() {
    let web = Web::new();
    let round = award::round(&web.t);
    stand(&web, &round.record, &["ready"]);
    let cards = made(&web, &round, &["ruth", "edmund", "pritpal"]);
    web.signed_in("rachel")
        .get(&path(&round, "make"))
        .is(200)
        .says("There is no card to make now");
    deal(&web, &round);
    let instance = begun(&web, &round);
    web.t.act(&instance, "amina", "submit", award::answers()).unwrap();

    // The server's own key does not open it, and nothing on the disk says what it says, or what stands on a card.
    let sent = last(&web, &instance);
    assert!(opening::locked(&sent).unwrap().is_some());
    let name = instance.clone();
    let opened = web
        .t
        .app
        .writing(&web.t.alliance, move |desk| sealing::open_form(desk, &name, "bid"));
    assert!(opened.is_err());
    let bytes = on_disk(&web);
    assert!(
        holds(&bytes, "Sheffield Peer Support Framework"),
        "the files were not found"
    );
    for secret in [CANARY, "36,000", "AGE-SECRET-KEY"]
        .into_iter()
        .chain(cards.values().map(String::as_str))
    {
        assert!(!holds(&bytes, secret), "`{secret}` can be read");
    }

    // While bids are open nobody shows a card.
    let (ruth, edmund) = (web.signed_in("ruth"), web.signed_in("edmund"));
    ruth.get(&path(&round, "show"))
        .is(200)
        .says("There is no card to show now");
    let early = ruth.post(&path(&round, "show"), &[("words", &cards["ruth"])]);
    assert_ne!(early.status, 303, "{}", words(&early.body));
    assert!(opening::locked(&last(&web, &instance)).unwrap().is_some());

    stand(&web, &round.record, &["closed"]);
    ruth.get(&path(&round, "show"))
        .is(200)
        .says("1 bid is locked. 2 openers show their cards");
    // Another's words are of no use to anybody else.
    ruth.post(&path(&round, "show"), &[("words", &cards["edmund"])])
        .is(422)
        .says("These are not the words of a card of yours");
    ruth.post(&path(&round, "show"), &[("words", &cards["ruth"])]).is(303);
    edmund.get(&path(&round, "show")).is(200).says("Ruth Adeyemi Shown at");
    // One alone, twice, is one.
    ruth.post(&path(&round, "show"), &[("words", &cards["ruth"])]).is(303);
    assert!(opening::locked(&last(&web, &instance)).unwrap().is_some());
    // After half an hour the first has to come again.
    web.t.clock.advance(TimeDelta::minutes(31));
    edmund
        .post(&path(&round, "show"), &[("words", &cards["edmund"])])
        .is(303);
    assert!(opening::locked(&last(&web, &instance)).unwrap().is_some());
    ruth.post(&path(&round, "show"), &[("words", &cards["ruth"])]).is(303);
    assert!(opening::locked(&last(&web, &instance)).unwrap().is_none());
    ruth.get(&path(&round, "show"))
        .is(200)
        .says("No bid is locked by cards now");

    // Unlocked is not read: it stays sealed until two open it, and says then what was sent.
    let sent = last(&web, &instance);
    assert!(sent.sealed && sent.answers.is_none());
    assert!(!holds(&on_disk(&web), CANARY));
    let name = instance.clone();
    web.t.at_desk(move |desk| sealing::open_form(desk, &name, "bid"));
    assert!(last(&web, &instance).answers.unwrap().contains(CANARY));
}

#[test]
fn what_was_sent_is_begun_again_from_ones_own_copy() {
    let web = Web::new();
    let round = award::round(&web.t);
    stand(&web, &round.record, &["ready"]);
    made(&web, &round, &["ruth", "edmund", "pritpal"]);
    deal(&web, &round);
    let instance = begun(&web, &round);
    let amina = web.signed_in("amina");
    let task = format!("/task/{instance}/act/drafting/submit");
    amina
        .get(&format!("{task}/check"))
        .is(200)
        .says("Save a copy for yourself first");
    amina
        .post(
            &format!("{task}?q=price"),
            &[("price", "38,000"), ("ac-asked", "price")],
        )
        .is(303);
    let copy = amina.get(&format!("{task}/saved-copy")).is(200).body;
    assert!(
        copy.contains("What would one network cost for a year?\r\n    £38,000"),
        "{copy}"
    );
    assert!(!holds(&on_disk(&web), "38,000"), "what is typed can be read");
    web.t.act(&instance, "amina", "submit", award::answers()).unwrap();
    let replace = format!("/task/{instance}/act/submitted/replace");
    let page = amina.get(&format!("{replace}?q=price")).is(200);
    assert!(!page.says("Begin from a copy that I saved").body.contains("36,000"));
    amina
        .get(&format!("{replace}/copy"))
        .is(200)
        .says("we cannot show it to you either");
}

#[test]
fn a_receipt_is_checked_with_the_public_key_alone() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (instance, bid) = award::bid(&web.t, &round, "burngreave");
    let amina = web.signed_in("amina");
    amina.get(&format!("/bid/{bid}/receipt")).is(404);
    web.t.act(&instance, "amina", "submit", award::answers()).unwrap();
    let file = amina.get(&format!("/bid/{bid}/receipt")).is(200);
    assert!(file.header("content-disposition").contains("receipt-PSF-2026-001-B-"));
    let receipt: Receipt = serde_json::from_str(&file.body).unwrap();
    let proved = receipt.verify(&web.t.app.signer.public()).unwrap();
    assert_eq!(proved.fingerprint, last(&web, &instance).hash);
    assert!(!file.body.contains(CANARY));
    on_a_clean_machine(&web, &file.body, &proved.fingerprint);
    web.signed_in("martin").get(&format!("/bid/{bid}/receipt")).is(404);
}

/// With the program, the file and the public key in an empty folder, and nothing else: no database, no setting, no line.
fn on_a_clean_machine(web: &Web, receipt: &str, fingerprint: &str) {
    let there = tempfile::tempdir().unwrap();
    let run = |receipt: &str, key: &str| {
        fs::write(there.path().join("receipt.json"), receipt).unwrap();
        fs::write(there.path().join("key.pub"), key).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_accord"));
        command.current_dir(there.path()).env_clear();
        let output = command
            .args(["verify-receipt", "receipt.json", "--key", "key.pub"])
            .output();
        let output = output.unwrap();
        assert_eq!(
            fs::read_dir(there.path()).unwrap().count(),
            2,
            "it left something there"
        );
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    };
    let key = web.t.app.signer.public().to_string();
    let (good, said) = run(receipt, &key);
    assert!(
        good && said.starts_with("GOOD.") && said.contains(fingerprint),
        "{said}"
    );
    let digit = fingerprint.chars().next().unwrap();
    let other = if digit == '0' { "1" } else { "0" };
    let changed = receipt.replace(fingerprint, &format!("{other}{}", &fingerprint[1..]));
    assert_ne!(changed, receipt);
    for (receipt, key) in [
        (changed, key.clone()),
        (
            receipt.to_owned(),
            accord::service::checkpoints::Signer::for_this_process()
                .public()
                .to_string(),
        ),
    ] {
        let (good, said) = run(&receipt, &key);
        assert!(!good, "{said}");
    }
}

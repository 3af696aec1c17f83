//! A round and its bids: what is prepared, what is sealed, who stands aside.

use std::fs;

use accord::service::{
    sealing,
    subjects::{self, About, NewSubject},
    transition::Start,
};
use accord_store::{instances, organisations, outbox, subjects as subject_rows, submissions};
use serde_json::{Value as Json, json};

use crate::support::app::{TestApp, object};

/// Words that nobody but the bidder may read before the opening.
const CANARY: &str = "Kingfishers on the Porter Brook";
const DRAFTED: &str = "Herons under Lady's Bridge";

pub(crate) struct Round {
    pub(crate) instance: String,
    pub(crate) record: String,
}

fn record_of(app: &TestApp, instance: &str) -> String {
    let row = app.app.store.read(|db| instances::load(db, &app.alliance, instance));
    row.unwrap().subject_id
}

pub(crate) fn round(app: &TestApp) -> Round {
    let mut start = Start::of(&app.alliance, "alliance-framework", "Sheffield Peer Support Framework");
    start.subject.details = object(json!({
        "series": "PSF",
        "timetable": { "questions_day": "2026-03-20", "answers_day": "2026-03-25", "closing_day": "2026-04-10" },
    }));
    let instance = app.app.start(start).unwrap().instance;
    let record = record_of(app, &instance);
    app.work(
        &record,
        "rachel",
        "question.edit",
        json!({ "set": "peer-support-2026" }),
    )
    .unwrap();
    let lots = json!([
        { "code": "foundry", "name": "Foundry", "yearly_value": 3_850_000 },
        { "code": "sapa-5", "name": "SAPA 5", "yearly_value": 3_850_000 },
    ]);
    app.work(&record, "rachel", "lot.edit", json!({ "lots": lots }))
        .unwrap();
    Round { instance, record }
}

pub(crate) fn bid(app: &TestApp, round: &Round, organisation: &str) -> (String, String) {
    let (record, alliance, handle) = (round.record.clone(), app.alliance.clone(), organisation.to_owned());
    let subject = app.at_desk(move |desk| {
        Ok(NewSubject {
            parent: Some(subject_rows::load(desk.db, &alliance, &record)?),
            organisation: organisations::by_handle(desk.db, &alliance, &handle)?.map(|one| one.id),
            ..NewSubject::default()
        })
    });
    let start = Start {
        alliance: app.alliance.clone(),
        workflow: "bid".to_owned(),
        subject,
        ..Start::default()
    };
    let instance = app.app.start(start).unwrap().instance;
    let record = record_of(app, &instance);
    (instance, record)
}

fn facts(app: &TestApp, record: &str) -> subjects::Values {
    let (record, alliance) = (record.to_owned(), app.alliance.clone());
    app.at_desk(move |desk| {
        let row = subject_rows::load(desk.db, &alliance, &record)?;
        let about = About {
            row: &row,
            snapshot: None,
        };
        subjects::of(&row.kind)?.facts(desk, about)
    })
}

fn excluded(app: &TestApp, record: &str, handle: &str) -> Vec<String> {
    let (record, alliance, person) = (record.to_owned(), app.alliance.clone(), app.person(handle));
    app.at_desk(move |desk| {
        let row = subject_rows::load(desk.db, &alliance, &record)?;
        let about = About {
            row: &row,
            snapshot: None,
        };
        let found = subjects::of(&row.kind)?.excluded(desk, about, &person)?;
        Ok(found.into_keys().collect())
    })
}

pub(crate) fn answers() -> Json {
    let codes = [
        "values",
        "reach@foundry",
        "support_for_workers",
        "together",
        "starting_safely",
        "led_by_experience",
        "money",
    ];
    let rows: Vec<Json> = codes
        .iter()
        .map(|code| json!({ "question": code, "answer": format!("{CANARY}, and so on about {code}.") }))
        .collect();
    json!({
        "lots": ["foundry"],
        "most_lots": 1,
        "price": "£36,000.00",
        "can_start": "2026-09-01",
        "answers": rows,
        "true_and_fair": true,
    })
}

/// Everything that the database has on disk, its log of pages included.
fn on_disk(app: &TestApp) -> Vec<u8> {
    let files = fs::read_dir(app.folder.path()).unwrap();
    files.flat_map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn every_fact_of_the_catalogue_is_computed() {
    let app = TestApp::sheffield();
    let round = round(&app);
    let (_, bid) = bid(&app, &round, "burngreave");
    for (kind, record) in [("round", &round.record), ("bid", &bid)] {
        let found = facts(&app, record);
        let known = &app.app.library.catalogue.subjects[kind].facts;
        let missing: Vec<_> = known.keys().filter(|name| !found.contains_key(*name)).collect();
        assert!(missing.is_empty(), "{kind}: {missing:?}");
        let unknown: Vec<_> = found.keys().filter(|name| !known.contains_key(*name)).collect();
        assert!(unknown.is_empty(), "{kind}: {unknown:?}");
    }
}

#[test]
fn a_prepared_round_counts_what_it_asks_for() {
    let app = TestApp::sheffield();
    let round = round(&app);
    let proposal = json!({ "code": "led_by_experience", "weight": 10 });
    app.work(&round.record, "grace", "weight.propose", proposal).unwrap();
    let found = facts(&app, &round.record);
    let shown = |name: &str| serde_json::to_value(&found[name]).unwrap();
    assert_eq!(shown("lots.count"), json!({ "integer": 2 }));
    assert_eq!(shown("weights.total"), json!({ "integer": 100 }));
    assert_eq!(shown("words.asked"), json!({ "integer": 2150 }));
    assert_eq!(shown("words.budget"), json!({ "integer": 1500 }));
    assert_eq!(shown("questions.set_by_experts"), json!({ "integer": 1 }));
    assert_eq!(shown("timetable.closing_day"), json!({ "date": "2026-04-10" }));
}

#[test]
fn one_word_more_is_another_pack() {
    let app = TestApp::sheffield();
    let round = round(&app);
    let hash = || {
        let (record, alliance) = (round.record.clone(), app.alliance.clone());
        app.at_desk(move |desk| {
            let row = subject_rows::load(desk.db, &alliance, &record)?;
            let about = About {
                row: &row,
                snapshot: None,
            };
            Ok(subjects::of("round")?.hashes(desk, about)?.remove("round.pack"))
        })
    };
    let before = hash();
    assert_eq!(before, hash());
    let longer = json!({ "code": "money", "max_words": 201 });
    app.work(&round.record, "rachel", "question.edit", longer).unwrap();
    assert_ne!(before, hash());
}

#[test]
fn a_sent_bid_cannot_be_read_from_the_database() {
    let app = TestApp::sheffield();
    let round = round(&app);
    let (instance, record) = bid(&app, &round, "burngreave");
    app.work(&record, "amina", "bid.edit", json!({ "notes": DRAFTED }))
        .unwrap();
    app.act(&instance, "amina", "submit", answers()).unwrap();
    let bytes = on_disk(&app);
    assert!(
        holds(&bytes, "Sheffield Peer Support Framework"),
        "the files were not found"
    );
    for secret in [CANARY, DRAFTED, "36,000"] {
        assert!(!holds(&bytes, secret), "`{secret}` can be read");
    }
    let letters = app.app.store.read(|db| outbox::page(db, &app.alliance, None, 100));
    assert!(!letters.unwrap().is_empty(), "the bidder gets a receipt");
}

#[test]
fn an_opened_bid_says_what_was_sent_last() {
    let app = TestApp::sheffield();
    let round = round(&app);
    let (instance, _) = bid(&app, &round, "burngreave");
    app.act(&instance, "amina", "submit", answers()).unwrap();
    let (alliance, name) = (app.alliance.clone(), instance.clone());
    let (before, after) = app.at_desk(move |desk| {
        let before = submissions::of_form(desk.db, &alliance, &name, "bid")?;
        sealing::open_form(desk, &name, "bid")?;
        Ok((before, submissions::of_form(desk.db, &alliance, &name, "bid")?))
    });
    assert_eq!(before[0].answers, None);
    assert!(after[0].answers.as_ref().unwrap().contains(CANARY));
    assert_eq!(before[0].hash, after[0].hash);
}

#[test]
fn whoever_bids_does_not_decide() {
    let app = TestApp::sheffield();
    let round = round(&app);
    assert!(excluded(&app, &round.record, "hodan").is_empty());
    bid(&app, &round, "burngreave");
    assert_eq!(excluded(&app, &round.record, "hodan"), ["bidding", "may_bid"]);
    assert!(excluded(&app, &round.record, "beverley").is_empty());
}

#[test]
fn a_named_evaluator_opens_no_bids() {
    let app = TestApp::sheffield();
    let round = round(&app);
    let seat = json!({ "person": "kofi", "role": "evaluator", "about": { "experience": "Three panels" } });
    app.work(&round.record, "yasmin", "panel.name", seat).unwrap();
    assert_eq!(excluded(&app, &round.record, "kofi"), ["evaluating"]);
    let found = facts(&app, &round.record);
    for name in [
        "panel.evaluators",
        "panel.experts",
        "panel.working_group",
        "panel.undeclared",
    ] {
        assert_eq!(
            serde_json::to_value(&found[name]).unwrap(),
            json!({ "integer": 1 }),
            "{name}"
        );
    }
}

#[test]
fn references_grow_from_the_round() {
    let app = TestApp::sheffield();
    let round = round(&app);
    let (_, first) = bid(&app, &round, "burngreave");
    let (_, second) = bid(&app, &round, "heeley-hub");
    let reference = |id: &str| {
        let row = app.app.store.read(|db| subject_rows::load(db, &app.alliance, id));
        row.unwrap().reference.unwrap()
    };
    assert_eq!(reference(&round.record), "PSF-2026-001");
    // Nobody learns from one bid's reference that there are others, or which began first.
    let (first, second) = (reference(&first), reference(&second));
    assert_ne!(first, second);
    for one in [first, second] {
        let letters = one.strip_prefix("PSF-2026-001-B-").unwrap().to_owned();
        assert!(
            letters.len() == 4 && letters.chars().all(|c| "FHJLMQRTWXZ".contains(c)),
            "{one}"
        );
    }
    assert!(!round.instance.is_empty());
}

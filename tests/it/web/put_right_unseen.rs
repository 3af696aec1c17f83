//! Put right shows nobody what they do not see elsewhere, and takes two who are two.

use accord::service::{subjects::NewSubject, transition::Start};
use accord_store::{
    appointments::{self, AppointmentRow, Scope},
    recordings::{self, RecordingRow, Status},
    subjects as subject_rows,
    submissions::{self, SubmissionRow},
};
use serde_json::json;

use super::{
    api::{Program, read},
    browser::{Answer, Web, words},
    callbacks::stand,
    putting_right::Scene,
};
use crate::service::award;

/// Words that nobody reads here but who wrote them.
const CANARY: &str = "Kingfishers on the Porter Brook";

/// What waits for a second person, as somebody wrote it down.
fn written(web: &Web, instance: &str, (by, whose): (&str, &str), place: &str, answers: &str) -> String {
    let row = RecordingRow {
        id: format!("recording-{by}-{whose}"),
        alliance_id: web.t.alliance.clone(),
        instance_id: instance.to_owned(),
        person_id: web.t.person(whose),
        place: place.to_owned(),
        title: "Something".to_owned(),
        answers: answers.to_owned(),
        way: "phone".to_owned(),
        said_on: "2026-01-05".to_owned(),
        read_back: true,
        reason: "Rang".to_owned(),
        recorded_by: web.t.person(by),
        recorded_at: web.t.app.clock.now().into(),
        status: Status::Waiting,
        settled_by: None,
        settled_at: None,
        because: None,
        outcome: None,
    };
    let id = row.id.clone();
    web.t.app.store.write(move |db| recordings::add(db, &row)).unwrap();
    id
}

#[test]
fn nobody_learns_here_who_has_begun_a_bid() {
    let web = Web::new();
    let round = award::round(&web.t);
    stand(&web, &round.record, &["published", "taking_questions"]);
    web.t.act(&round.instance, "amina", "start_bid", json!({})).unwrap();
    let (amina, martin) = (web.t.person("amina"), web.t.person("martin"));
    let same = |one: &Answer, other: &Answer| {
        let text = |answer: &Answer, id: &str, name: &str| words(&answer.body.replace(id, "-")).replace(name, "-");
        assert_eq!(
            text(one, &amina, "Amina Yusuf"),
            text(other, &martin, "Martin Ollerenshaw"),
            "one has begun, and the other has not"
        );
    };
    for who in ["rachel", "siobhan"] {
        let browser = web.signed_in(who);
        let list = |person: &str| browser.get(&format!("/task/{}/for/{person}", round.instance)).is(200);
        let (one, other) = (list(&amina), list(&martin));
        assert!(!words(&one.body).contains("Start a bid") && !words(&one.body).contains("started already"));
        assert!(!words(&other.body).contains("Start a bid"));
        let direct = |person: &str| {
            browser.get(&format!(
                "/task/{}/for/{person}/act/taking_questions/start_bid",
                round.instance
            ))
        };
        assert_eq!(direct(&amina).status, direct(&martin).status);
        let program = Program::of(&web, who);
        let could = |person: &str| {
            let path = format!("/api/v1/instances/{}/for/{person}", round.instance);
            read(&program.get(&path).is(200))["could"].clone()
        };
        assert_eq!(could(&amina), could(&martin));
        let said = json!({ "way": "letter", "said_on": "2026-01-05", "reason": "Wrote." });
        let propose = |person: &str| {
            let path = format!(
                "/api/v1/instances/{}/for/{person}/act/published/start_bid",
                round.instance
            );
            let answer = program.send("POST", &path, Some(&said), &[]);
            (answer.status, read(&answer)["detail"].clone())
        };
        assert_eq!(propose(&amina), propose(&martin));
        let _ = same;
    }
    // What was written down before that rule is shown to nobody else while bids are sealed.
    let id = written(&web, &round.instance, ("tom", "amina"), "act/published/start_bid", "{}");
    web.signed_in("rachel").get(&format!("/put-right/{id}")).is(404);
    let all = web.signed_in("rachel").get("/put-right").is(200);
    assert!(!words(&all.body).contains("Amina Yusuf"));
}

#[test]
fn whoever_sees_a_part_reads_no_question_before_names_are_taken_out() {
    let web = Web::new();
    let round = award::round(&web.t);
    stand(&web, &round.record, &["published", "taking_questions"]);
    let asked = json!({ "question": CANARY, "confidential": false });
    web.t
        .act(&round.instance, "amina", "ask_question", asked.clone())
        .unwrap();
    let path = format!("/task/{}/correct", round.instance);
    web.signed_in("rachel").get(&path).is(200).says(CANARY);
    let siobhan = web.signed_in("siobhan");
    let page = siobhan.get(&path).is(200);
    assert!(!words(&page.body).contains(CANARY) && !words(&page.body).contains("Amina"));
    let sent = |db: &mut accord_store::Db| submissions::of_instance(db, &web.t.alliance, &round.instance);
    let sent = web.t.app.store.read(sent).unwrap().pop().unwrap();
    siobhan.get(&format!("{path}/{}", sent.id)).is(404);
    // Nor what a first person has written down.
    let id = written(
        &web,
        &round.instance,
        ("rachel", "amina"),
        "act/taking_questions/ask_question",
        &asked.to_string(),
    );
    siobhan.get(&format!("/put-right/{id}")).is(404);
    assert!(!words(&siobhan.get("/put-right").is(200).body).contains("Amina"));
    let program = Program::of(&web, "siobhan");
    program.get(&format!("/api/v1/recordings/{id}")).is(404);
    web.signed_in("tom")
        .get(&format!("/put-right/{id}"))
        .is(200)
        .says(CANARY);
}

#[test]
fn scores_that_are_given_alone_are_read_by_nobody_here() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (record, alliance, kofi) = (round.record.clone(), web.t.alliance.clone(), web.t.person("kofi"));
    let parent = web
        .t
        .app
        .store
        .read(|db| subject_rows::load(db, &alliance, &record))
        .unwrap();
    let start = Start {
        alliance: alliance.clone(),
        workflow: "evaluation".to_owned(),
        subject: NewSubject {
            parent: Some(parent),
            person: Some(kofi.clone()),
            ..NewSubject::default()
        },
        ..Start::default()
    };
    let instance = web.t.app.start(start).unwrap().instance;
    let row = SubmissionRow {
        id: "scores-of-kofi".to_owned(),
        alliance_id: alliance,
        instance_id: instance.clone(),
        form: "score_sheet".to_owned(),
        person_id: kofi,
        organisation_id: None,
        answers: Some(json!({ "bid": { "text": CANARY } }).to_string()),
        reason: None,
        salt: "0".repeat(32),
        hash: "0".repeat(64),
        sealed: false,
        envelope: None,
        at: web.t.app.clock.now().into(),
        seq: 1,
        code_alone: false,
    };
    web.t.app.store.write(move |db| submissions::put(db, &row)).unwrap();
    let rachel = web.signed_in("rachel");
    let page = rachel.get(&format!("/task/{instance}/correct")).is(200);
    assert!(!words(&page.body).contains(CANARY) && !words(&page.body).contains("Kofi"));
    rachel.get(&format!("/task/{instance}/correct/scores-of-kofi")).is(404);
}

#[test]
fn what_waits_or_was_not_confirmed_stands_in_no_journal_but_for_those_who_could() {
    let scene = Scene::new();
    let path = scene.written();
    let page = format!("/specification/{}", scene.record);
    let api = format!("/api/v1/instances/{}/journal", scene.instance);
    let told = |who: &str, says: &str| {
        let on_page = words(&scene.web.signed_in(who).get(&page).is(200).body).contains(says);
        let by_program = Program::of(&scene.web, who).get(&api).is(200).body.contains(says);
        assert_eq!(on_page, by_program, "{who}");
        on_page
    };
    assert!(told("rachel", "Wrote down for Eleanor Pratt"));
    assert!(!told("grace", "Wrote down for") && !told("grace", "Eleanor Pratt: "));
    let rachel = scene.web.signed_in("rachel");
    let key = rachel.get(&path).is(200).hidden("ac-key");
    let no = [
        ("ac-key", key.as_str()),
        ("word", "no"),
        ("because", "She did not ring me."),
    ];
    rachel.post(&path, &no).is(303);
    assert!(told("leon", "Did not confirm what was written down for Eleanor Pratt"));
    assert!(!told("grace", "Did not confirm what was written down"));
    // The same no once more is the same; a yes of the same person is not.
    rachel.post(&path, &no).is(303);
    let yes = [("ac-key", "another"), ("word", "yes")];
    rachel
        .post(&path, &yes)
        .is(409)
        .says("answered this before, and differently");
    assert_eq!(scene.answers(), 0);
}

#[test]
fn whoever_one_person_alone_has_made_confirms_nothing_for_them() {
    let scene = Scene::new();
    let web = &scene.web;
    // Leon could appoint nobody; but Rachel alone could have made Terence a supporter, before it took two.
    let id = written(
        web,
        &scene.instance,
        ("rachel", "eleanor"),
        "vote/sign_off/approve",
        "{}",
    );
    let row = AppointmentRow {
        id: "alone".to_owned(),
        alliance_id: web.t.alliance.clone(),
        person_id: web.t.person("terence"),
        role: "supporter".to_owned(),
        scope_kind: Scope::Alliance,
        scope_id: web.t.alliance.clone(),
        since: web.t.app.clock.now().into(),
        until: None,
        reason: "Helps".to_owned(),
        appointed_by: Some(web.t.person("rachel")),
    };
    web.t
        .app
        .store
        .write(move |db| appointments::appoint(db, &row))
        .unwrap();
    let terence = web.signed_in("terence");
    let path = format!("/put-right/{id}");
    terence
        .get(&path)
        .is(200)
        .says("You are somebody whom Rachel Okafor added here, appointed");
    terence.post(&path, &[("word", "yes")]).is(403);
    assert_eq!(scene.answers(), 0);
    let tom = web.signed_in("tom");
    // What is done at once wants a second factor that was shown lately.
    web.advance(chrono::TimeDelta::minutes(16));
    let asked = tom.post(&path, &[("word", "yes")]).is(303);
    assert!(asked.to().starts_with("/sign-in/factor?next="), "{}", asked.to());
    assert_eq!(scene.answers(), 0);
    web.signed_in("tom").post(&path, &[("word", "yes")]).is(303);
    assert_eq!(scene.answers(), 1);
}

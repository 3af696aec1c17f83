//! What two people record for somebody else, and what they correct.

use accord::service::{clocks, subjects::About};
use accord_store::submissions;
use chrono::TimeDelta;
use serde_json::json;

use super::{
    api::{PASSWORD, Program, password, read},
    browser::{Browser, Web},
    pages::sign_off,
};

/// A specification that waits for both houses, and the place of one answer for Eleanor, who rings.
pub(super) struct Scene {
    pub(super) web: Web,
    pub(super) instance: String,
    pub(super) record: String,
}

impl Scene {
    pub(super) fn new() -> Self {
        let web = Web::new();
        let (instance, record) = web.t.specification();
        sign_off(&web, &instance, &record);
        Self { web, instance, record }
    }

    fn place(&self, option: &str) -> String {
        let eleanor = self.web.t.person("eleanor");
        format!("/task/{}/for/{eleanor}/vote/sign_off/{option}", self.instance)
    }

    /// Leon writes down what Eleanor said by phone; gives the page of what he wrote down.
    pub(super) fn written(&self) -> String {
        let leon = self.web.signed_in("leon");
        let check = leon.get(&format!("{}/check", self.place("approve"))).is(200);
        let key = check.hidden("ac-key");
        let said = [
            ("ac-key", key.as_str()),
            ("way", "phone"),
            ("said_on-day", "5"),
            ("said_on-month", "1"),
            ("said_on-year", "2026"),
            ("read_back", "yes"),
            ("reason", "She has no computer, and rang."),
        ];
        let sent = leon.post(&format!("{}/check", self.place("approve")), &said).is(303);
        // A second press writes nothing more down.
        let again = leon.post(&format!("{}/check", self.place("approve")), &said).is(303);
        assert_eq!(sent.to(), again.to());
        sent.to().to_owned()
    }

    pub(super) fn answers(&self) -> usize {
        let t = &self.web.t;
        let loaded = t
            .app
            .store
            .read(|db| accord::service::transition::look(db, &t.app, &t.alliance, &self.instance))
            .unwrap();
        let About { snapshot, .. } = loaded.about();
        snapshot.unwrap().ballots["sign_off"].votes.len()
    }
}

fn confirm(browser: &Browser<'_>, path: &str) -> super::browser::Answer {
    let key = browser.get(path).is(200).hidden("ac-key");
    browser.post(path, &[("ac-key", &key), ("word", "yes")])
}

#[test]
fn an_answer_by_phone_counts_when_two_people_have_recorded_it() {
    let scene = Scene::new();
    let path = scene.written();
    assert_eq!(
        scene.answers(),
        0,
        "nothing happens before a second person has confirmed it"
    );
    // Whoever wrote it down does not confirm it; Rachel does, and sees all of it.
    let leon = scene.web.signed_in("leon");
    leon.get(&path).is(200).says("You have written this down yourself");
    leon.post(&path, &[("word", "yes")]).is(403);
    assert_eq!(scene.answers(), 0);
    let rachel = scene.web.signed_in("rachel");
    // It waits on the Home of whoever can confirm it, until it is settled, and on no other.
    let asked = "Confirm or decline what was recorded";
    rachel
        .get("/")
        .is(200)
        .says(asked)
        .says("Written down by Leon Fairweather");
    for other in ["leon", "grace"] {
        assert!(
            !scene.web.signed_in(other).get("/").is(200).body.contains(asked),
            "{other}"
        );
    }
    rachel
        .get("/put-right")
        .is(200)
        .says("Waiting for a second person")
        .says("Eleanor Pratt");
    rachel
        .get(&path)
        .is(200)
        .says("By phone")
        .says("5 January 2026")
        .says("I support it");
    confirm(&rachel, &path).is(303);
    confirm_is_over(&rachel, &path);
    assert!(!rachel.get("/").is(200).body.contains(asked));
    assert_eq!(scene.answers(), 1);
    // Eleanor has no email: somebody has to tell her. Whoever could confirm it was written to.
    rachel.get(&path).is(200).says("Eleanor Pratt gets no email");
    let letters = scene
        .web
        .posted()
        .into_iter()
        .filter(|row| row.key.starts_with("access/to_confirm/"));
    let told: Vec<String> = letters.map(|row| row.recipient).collect();
    assert!(told.contains(&scene.web.t.person("rachel")) && told.contains(&scene.web.t.person("tom")));
    assert!(!told.contains(&scene.web.t.person("leon")));
    // The journal names both, how it came and the day; never the answer.
    let page = rachel.get(&format!("/specification/{}", scene.record)).is(200);
    page.says("Leon Fairweather wrote it down, said by phone on 5 January 2026, and Rachel Okafor confirmed it");
    // Eleanor reads what was recorded, and how to object; nobody else does.
    let id = path.rsplit('/').next().unwrap();
    let own = scene.web.signed_in("eleanor").get(&format!("/recorded/{id}")).is(200);
    own.says("If this is not what you said").says("I support it");
    scene.web.signed_in("grace").get(&format!("/recorded/{id}")).is(404);
    scene.web.signed_in("grace").get(&path).is(404);
    // Others with the power see that something was recorded, and not what was answered.
    let tom = scene.web.signed_in("tom").get(&path).is(200);
    assert!(
        !tom.body.contains("I support it"),
        "what somebody answered stays with those who wrote it down"
    );
}

#[test]
fn programs_record_and_confirm_by_the_same_rules() {
    let scene = Scene::new();
    let (leon, rachel) = (Program::of(&scene.web, "leon"), Program::of(&scene.web, "rachel"));
    let kofi = scene.web.t.person("kofi");
    let theirs = format!("/api/v1/instances/{}/for/{kofi}", scene.instance);
    let could = read(&leon.get(&theirs).is(200));
    assert_eq!(could["name"], "Kofi Asante");
    let place = format!("{theirs}/vote/sign_off/approve");
    let said = json!({ "way": "letter", "said_on": "2026-01-04", "reason": "He wrote." });
    let written = read(&leon.send("POST", &place, Some(&said), &[]).is(201));
    assert_eq!(
        (&written["status"], &written["whose"]),
        (&json!("waiting"), &json!("Kofi Asante"))
    );
    let path = format!("/api/v1/recordings/{}", written["id"].as_str().unwrap());
    leon.send("POST", &path, Some(&json!({ "confirm": true })), &[]).is(403);
    assert_eq!(scene.answers(), 0);
    // What is done at once wants more than a token of those who decide.
    password(&scene.web, "rachel");
    let alone = rachel
        .send("POST", &path, Some(&json!({ "confirm": true })), &[])
        .is(403);
    assert_eq!(read(&alone)["code"], "factor_needed");
    assert_eq!(scene.answers(), 0);
    let yes = json!({ "confirm": true, "factor": PASSWORD });
    let done = read(&rachel.send("POST", &path, Some(&yes), &[]).is(200));
    assert_eq!(done["status"], "confirmed");
    assert_eq!(scene.answers(), 1);
    // He has an address, and is told what was recorded and how to object.
    let told = scene
        .web
        .posted()
        .into_iter()
        .find(|row| row.key.starts_with("access/recorded/"));
    assert_eq!(told.unwrap().recipient, kofi);
}

fn confirm_is_over(browser: &Browser<'_>, path: &str) {
    let page = browser.get(path).is(200).says("Confirmed by");
    assert!(!page.body.contains("Do you confirm it?"));
}

#[test]
fn how_it_came_has_to_be_said() {
    let scene = Scene::new();
    let leon = scene.web.signed_in("leon");
    let path = format!("{}/check", scene.place("approve"));
    let key = leon.get(&path).is(200).hidden("ac-key");
    let said = [
        ("ac-key", key.as_str()),
        ("way", "phone"),
        ("said_on-day", "5"),
        ("said_on-month", "1"),
        ("said_on-year", "2030"),
    ];
    leon.post(&path, &said)
        .is(422)
        .says("Read it back to them first")
        .says("cannot be ahead")
        .says("Say why it is recorded here");
}

#[test]
fn what_has_ended_is_not_dated_back() {
    let scene = Scene::new();
    let path = scene.written();
    scene.web.t.clock.advance(TimeDelta::days(60));
    clocks::fire_due(&scene.web.t.app).unwrap();
    let rachel = scene.web.signed_in("rachel");
    confirm(&rachel, &path).is(403).says("Nothing is dated back");
    rachel.get(&path).is(200).says("Do you confirm it?");
    let key = rachel.get(&path).hidden("ac-key");
    let no = [("ac-key", key.as_str()), ("word", "no")];
    rachel.post(&path, &no).is(422).says("Say why you do not confirm it");
    let no = [
        ("ac-key", key.as_str()),
        ("word", "no"),
        ("because", "It came after the day."),
    ];
    rachel.post(&path, &no).is(303);
    rachel
        .get(&path)
        .is(200)
        .says("Not confirmed by")
        .says("It came after the day.");
}

#[test]
fn nobody_records_without_the_power_for_themselves_or_behind_an_interest() {
    let scene = Scene::new();
    let whom = format!("/task/{}/for", scene.instance);
    scene.web.signed_in("leon").get(&whom).is(200).says("Eleanor Pratt");
    scene
        .web
        .signed_in("grace")
        .get(&whom)
        .is(403)
        .says("This is not yours to do");
    let rachel = scene.web.t.person("rachel");
    scene
        .web
        .signed_in("rachel")
        .get(&format!("{whom}/{rachel}"))
        .is(403)
        .says("nobody records for themselves");
    // Somebody who takes no part is not there.
    let amina = scene.web.t.person("amina");
    scene.web.signed_in("rachel").get(&format!("{whom}/{amina}")).is(404);
}

#[test]
fn a_correction_keeps_what_stood_there_and_stops_where_something_rests_on_it() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    web.t
        .act(
            &instance,
            "rachel",
            "take_forward",
            json!({ "reason": "Teh money is there." }),
        )
        .unwrap();
    let (alliance, id) = (web.t.alliance.clone(), instance.clone());
    let sent = web
        .t
        .app
        .store
        .read(|db| submissions::of_instance(db, &alliance, &id))
        .unwrap();
    let path = format!("/task/{instance}/correct/{}", sent[0].id);
    // Whoever filled it in asks others.
    let rachel = web.signed_in("rachel");
    let key = rachel.get(&path).is(200).hidden("ac-key");
    let own = [
        ("ac-key", key.as_str()),
        ("correction-reason", "A slip"),
        (field(&sent[0]).as_str(), "The money is there."),
    ]
    .map(|(a, b)| (a.to_owned(), b.to_owned()));
    let own: Vec<(&str, &str)> = own.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    rachel.post(&path, &own).is(403);
    let tom = web.signed_in("tom");
    tom.get(&format!("/task/{instance}/correct"))
        .is(200)
        .says("Teh money is there.")
        .says("Correct this");
    let key = tom.get(&path).is(200).hidden("ac-key");
    let name = field(&sent[0]);
    let new = [
        ("ac-key", key.as_str()),
        ("why", "A slip of the pen."),
        (name.as_str(), "The money is there."),
    ];
    tom.post(&path, &new).is(422).says("Say why it is corrected");
    let new = [
        ("ac-key", key.as_str()),
        ("correction-reason", "A slip of the pen."),
        (name.as_str(), "The money is there."),
    ];
    let written = tom.post(&path, &new).is(303).to().to_owned();
    let leon = web.signed_in("leon");
    leon.get(&written)
        .is(200)
        .says("What stood there")
        .says("Teh money is there.")
        .says("What it would become");
    confirm(&leon, &written).is(303);
    let hub = leon.get(&format!("/specification/{record}/put-right")).is(200);
    hub.says("Teh money is there.").says("The money is there.");
    web.signed_in("rachel")
        .get(&format!("/specification/{record}"))
        .is(200)
        .says("Tom Hadfield: Corrected what Rachel Okafor had filled in; Leon Fairweather confirmed it.");
}

/// The only question of a form of one.
fn field(row: &submissions::SubmissionRow) -> String {
    let given: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(row.answers.as_ref().unwrap()).unwrap();
    given.keys().next().unwrap().clone()
}

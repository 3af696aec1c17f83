//! Records under way go over to another version of their rules, and back (S20).

use std::{collections::BTreeMap, sync::Arc};

use accord::service::{
    changeovers::{self, Done},
    fault::Fault,
    library::{Library, Shelf},
    mending::By,
    transition::Start,
};
use accord_engine::{
    changeover::{Changeover, Clockwork},
    journal::JournalEntry,
    snapshot::Snapshot,
    step,
};
use accord_store::{instances, journal};
use serde_json::json;

use crate::{
    support::{app::TestApp, worker},
    web::browser::Web,
};

const NAME: &str = "gentle-words-clearer";
const OLD: &str = r#"
workflow: gentle-words
title: Words that are gentle
about: contract
calendar: england-and-wales
roles: [contract_manager]
initial: waiting
states:
  waiting:
    title: Waiting
    deadline: { within: 10 working_days, then: late }
    on:
      say_it: { title: Say it, by: [contract_manager], to: said }
      late: { to: over }
  said:
    title: Said
    no_deadline: "Nothing is late here."
    on:
      end_it: { title: End it, by: [contract_manager], to: over }
  over: { title: Over, final: over }
"#;

/// One state has another name, one is gone, and there is one more thing to do.
fn new() -> String {
    let renamed = OLD.replace("waiting", "thinking").replace("Waiting", "Thinking");
    let (before, after) = renamed.split_once("  said:").unwrap();
    let (_, over) = after.split_once("  over:").unwrap();
    format!(
        "{}  over:{over}",
        before.replace(
            "say_it: { title: Say it, by: [contract_manager], to: said }",
            "keep_it: { title: Keep it, by: [contract_manager], to: over }"
        )
    )
}

fn of_then() -> Arc<Library> {
    let shelf = Shelf::built_in().with("workflows/gentle-words.yaml", OLD);
    Arc::new(Library::read(shelf).unwrap())
}

fn hash(library: &Library) -> String {
    library.files["gentle-words"]
        .workflow
        .as_ref()
        .unwrap()
        .hash
        .to_string()
}

fn file(from: &str, to: &str, more: &str) -> String {
    format!(
        "changeover: {NAME}\nworkflow: gentle-words\nfrom: [{from}]\nto: {to}\nbecause: Thinking is what it is.\n{more}"
    )
}

const RENAMED: &str = "states: { waiting: thinking }\ntells: { template: rules_changed, to: [contract_manager] }\n";

fn of_today(text: &str) -> anyhow::Result<Library> {
    Library::read(
        Shelf::built_in()
            .with("workflows/gentle-words.yaml", &new())
            .with("workflows/changeovers/gentle-words-clearer.yaml", text),
    )
}

fn today() -> Arc<Library> {
    let to = hash(&of_today(&file("0123456789abcdef", "0123456789abcdef", "")).unwrap());
    Arc::new(of_today(&file(&hash(&of_then()), &to, RENAMED)).unwrap())
}

fn words(t: &TestApp) -> Changeover {
    changeovers::named(&t.app.library, NAME).unwrap()
}

fn operator() -> By {
    By::Operator("jo".to_owned())
}

fn over(t: &TestApp) -> Done {
    changeovers::go_over(&t.app, &t.alliance, &words(t), (&operator(), "As the board agreed.")).unwrap()
}

fn back(t: &TestApp) -> Done {
    changeovers::go_back(&t.app, &t.alliance, &words(t), (&operator(), "It was too early.")).unwrap()
}

/// So many records, each tenth of which has been said.
fn begun(t: &TestApp, many: usize) -> Vec<String> {
    let start = |number: usize| {
        let start = Start::of(&t.alliance, "gentle-words", &format!("Gentle {number}"));
        t.app.start(start).unwrap().instance
    };
    let all: Vec<String> = (0..many).map(start).collect();
    for instance in all.iter().step_by(10) {
        t.act(instance, "rachel", "say_it", json!({})).unwrap();
    }
    all
}

fn stand(t: &TestApp, all: &[String]) -> BTreeMap<String, (String, Snapshot)> {
    all.iter()
        .map(|id| {
            let row = t.app.store.read(|db| instances::load(db, &t.alliance, id)).unwrap();
            (id.clone(), (row.definition, t.snapshot(id)))
        })
        .collect()
}

#[test]
fn five_hundred_go_over_and_back() {
    let t = TestApp::with(of_then());
    let all = begun(&t, 500);
    let t = t.restarted(today());
    let (old, new) = (hash(&of_then()), hash(&t.app.library));
    let before = stand(&t, &all);
    assert!(before.values().all(|(definition, _)| *definition == old));

    let tried = t
        .app
        .reading(&t.alliance, |desk| changeovers::trial(desk, &words(&t)))
        .unwrap();
    assert_eq!(
        (tried.verdicts.len(), tried.ready().count(), tried.may_go_back.len()),
        (500, 450, 0)
    );
    let counted = tried.counted();
    assert_eq!(
        counted.iter().map(|one| (one.0, one.2)).collect::<Vec<_>>(),
        [("Waiting", 450), ("Said", 50)]
    );
    assert!(
        counted[1].1[0].contains("`said`, which the new version does not have"),
        "{counted:?}"
    );
    assert_eq!(stand(&t, &all), before, "a trial changes nothing");

    let done = over(&t);
    assert_eq!((done.went, done.stayed.len()), (450, 50));
    for (id, (definition, at)) in stand(&t, &all) {
        let went = before[&id].1.states == ["waiting"];
        assert_eq!(definition, if went { new.clone() } else { old.clone() });
        assert_eq!(at.states, if went { ["thinking"] } else { ["said"] });
        if went {
            let due = |at: &Snapshot| at.timers.values().map(|timer| timer.due_at).collect::<Vec<_>>();
            assert_eq!(due(&at), due(&before[&id].1), "the clock ends when it would have ended");
        }
    }
    // One is acted on by the new rules, and has no way back.
    t.act(&all[1], "rachel", "keep_it", json!({})).unwrap();
    assert_eq!(t.snapshot(&all[1]).outcome.as_deref(), Some("over"));
    assert_eq!(
        back(&t),
        Done {
            went: 449,
            stayed: Vec::new()
        }
    );
    for (id, (definition, mut at)) in stand(&t, &all) {
        if id == all[1] {
            continue;
        }
        let was = &before[&id];
        at.seq = was.1.seq;
        assert_eq!((&definition, &at), (&was.0, &was.1), "as if nothing had been");
    }
    // By the old rules again, and once more by the new ones.
    t.act(&all[2], "rachel", "say_it", json!({})).unwrap();
    assert_eq!((over(&t).went, back(&t).went), (448, 448));

    // What each of them lived through follows from its journal.
    for id in [&all[0], &all[1], &all[2], &all[3]] {
        let rows = t
            .app
            .store
            .read(|db| journal::of_instance(db, &t.alliance, id))
            .unwrap();
        let entries: Vec<JournalEntry> = rows
            .iter()
            .filter_map(|row| serde_json::from_str(&row.body).ok())
            .collect();
        let versions: Vec<_> = [&old, &new]
            .into_iter()
            .map(|hash| {
                t.app
                    .reading(&t.alliance, |desk| desk.app.library.pinned(desk.db, hash))
                    .unwrap()
            })
            .collect();
        let version = |hash: &str| versions.iter().map(|one| &**one).find(|one| one.hash == *hash);
        assert_eq!(step::replay_among(version, &entries).unwrap(), t.snapshot(id));
    }
}

#[test]
fn whoever_is_concerned_is_told_both_ways_in_words() {
    let t = TestApp::with(of_then());
    begun(&t, 2);
    let t = t.restarted(today());
    over(&t);
    back(&t);
    let (worker, memory) = worker::with_mail(&t);
    worker.drain(t.app.wall.now()).unwrap();
    let letters: Vec<String> = memory.sent().iter().map(|sent| worker::text(&sent.bytes)).collect();
    let about: Vec<&String> = letters.iter().filter(|text| text.contains("Gentle 1")).collect();
    assert!(about.len() >= 2, "{letters:#?}");
    assert!(
        about[0].contains("another version of its rules") && about[0].contains("Thinking"),
        "{}",
        about[0]
    );
}

#[test]
fn a_file_that_does_not_fit_is_refused_with_its_place() {
    let text = "changeover: other\nworkflow: gentle-word\nfrom: []\nto: 0123456789abcdef\nbecause: Clearer.\n\
                tells: { template: rules, to: [manager] }\n";
    let wrong = format!("{:#}", of_today(text).unwrap_err());
    for (line, says) in [
        (1, "write `changeover: gentle-words-clearer`"),
        (2, "There is no workflow `gentle-word`. "),
        (3, "It leaves no version."),
        (6, "There is no template `templates/mail/rules.md.hbs`."),
        (6, "There is no role or audience `manager`."),
    ] {
        let at = format!("workflows/changeovers/gentle-words-clearer.yaml:{line}:");
        let found = wrong.lines().any(|told| told.contains(&at) && told.contains(says));
        assert!(found, "{at} {says}\n{wrong}");
    }

    let t = TestApp::with(of_then());
    begun(&t, 1);
    let t = t.restarted(today());
    let (old, new) = (hash(&of_then()), hash(&t.app.library));
    let short = &old[..12];
    let check = |from: &str, more: &str, says: &[&str]| {
        let mut words: Changeover = words(&t);
        words.from = vec![from.to_owned()];
        words.states.clear();
        let (key, pair) = more.split_once(' ').unwrap_or_default();
        let (old, new) = pair.split_once(' ').unwrap_or_default();
        match key {
            "state" => _ = words.states.insert(old.to_owned(), new.to_owned()),
            "clock" => _ = words.clocks.insert(old.to_owned(), Clockwork::Again),
            _ => {}
        }
        match t.app.reading(&t.alliance, |desk| changeovers::trial(desk, &words)) {
            Err(Fault::Invalid(errors)) => {
                for part in says {
                    assert!(errors[0].says.contains(part), "{part}: {errors:?}");
                }
            }
            other => panic!("{from} {more}: {other:?}"),
        }
    };
    check("feedfeedfeed", "", &["from[0]", "No version", short]);
    check(&old[..6], "", &["from[0]", "12 or more digits"]);
    check(&new, "", &["from[0]", "go over to"]);
    check(
        short,
        "state waiting thinkin",
        &["states.waiting", "no state `thinkin`"],
    );
    check(short, "state wating thinking", &["states.wating", "no state `wating`"]);
    check(
        short,
        "clock waiting/deadline again",
        &["clocks.waiting/deadline", "no clock"],
    );
}

#[test]
fn whoever_mends_does_it_on_a_page_and_nobody_else() {
    let t = TestApp::with(of_then());
    let all = begun(&t, 11);
    let web = Web::over(t.restarted(today()));
    let path = format!("/operations/workflows/gentle-words/changeovers/{NAME}");
    let rachel = web.signed_in("rachel");
    rachel
        .get("/operations/workflows/gentle-words")
        .is(200)
        .says("Thinking is what it is.");
    rachel
        .get(&path)
        .is(200)
        .says("Put them under the new rules: 9 records")
        .says("Stays. It stands in `said`");
    rachel
        .post(&path, &[("way", "over"), ("because", " ")])
        .is(422)
        .says("Say why, in a sentence");
    rachel
        .post(&path, &[("because", "As agreed.")])
        .is(422)
        .says("Press one of the buttons");
    rachel
        .post(&path, &[("way", "over"), ("because", "As agreed.")])
        .is(200)
        .says("9 records went.")
        .says("2 records stayed as they were")
        .says("Put them back: 9 records");
    let record = web
        .t
        .app
        .store
        .read(|db| instances::load(db, &web.t.alliance, &all[1]))
        .unwrap();
    rachel
        .get(&format!("/contract/{}/history", record.subject_id))
        .says("Put it under new rules: Thinking is what it is.");
    rachel
        .post(&path, &[("way", "back"), ("because", "Too early.")])
        .is(200)
        .says("9 records went.");
    rachel
        .get("/operations/workflows/bid/changeovers/gentle-words-clearer")
        .is(404);
    rachel
        .get("/operations/workflows/gentle-words/changeovers/other")
        .is(404);
    for who in ["grace", "hugh", "diane"] {
        let other = web.signed_in(who);
        other.get(&path).is(404);
        other.post(&path, &[("way", "over"), ("because", "Mine.")]).is(404);
    }
}

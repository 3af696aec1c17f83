//! Signed checkpoints: nightly, where a workflow asks, and shown in letters and documents.

use std::sync::{Arc, Mutex};

use accord::{
    effects::worker::Job,
    service::{
        checkpoints::{self, Signer},
        library::{Library, Shelf},
        mending,
        transition::Start,
    },
};
use accord_log::{Checkpoint, Seen, SigningKey};
use accord_store::{Store, audit, checkpoints as rows};
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::support::{app::TestApp, worker};

fn key(seed: u8) -> Signer {
    SigningKey::from_seed("accord.example", &[seed; 32]).into()
}

fn signed(seed: u8) -> TestApp {
    let mut t = TestApp::sheffield();
    t.app = t.app.signing(key(seed));
    t
}

fn all(t: &TestApp) -> Vec<rows::CheckpointRow> {
    t.app.store.read(|db| rows::all(db, &t.alliance)).unwrap()
}

#[test]
fn a_journal_is_signed_when_it_has_grown_and_by_one_key() {
    let mut t = signed(7);
    assert_eq!(checkpoints::sign_all(&t.app).unwrap(), 0, "nothing has happened");
    let (spec, _) = t.specification();
    assert_eq!(checkpoints::sign_all(&t.app).unwrap(), 1);
    assert_eq!(checkpoints::sign_all(&t.app).unwrap(), 0);
    let last = all(&t).pop().unwrap();
    let read = Checkpoint::open(&last.note, &key(7).public()).unwrap();
    assert!(read.origin.starts_with("accord.example/"), "{}", read.origin);

    // A second machine with a key of its own signs nothing: no single key could verify that journal.
    t.act(&spec, "rachel", "take_forward", json!({ "reason": "We start now." }))
        .unwrap();
    t.app = t.app.signing(key(8));
    assert_eq!(checkpoints::sign_all(&t.app).unwrap(), 0);
    assert_eq!(all(&t).len(), 1);
    let open = mending::open(&t.app, &t.alliance).unwrap();
    assert!(open[0].what.starts_with("The journal is not signed"), "{open:#?}");
    assert!(open[0].how.contains("ACCORD_SIGNING_KEY"));
    t.app = t.app.signing(key(7));
    assert_eq!(checkpoints::sign_all(&t.app).unwrap(), 1);
    let public = key(7).public();
    let verdicts = t.app.store.read(|db| audit::verify_all(db, Some(&public))).unwrap();
    assert_eq!((verdicts[0].checkpoints, verdicts[0].uncovered), (2, 0));
}

#[test]
fn letters_and_documents_carry_the_last_checkpoint_and_it_can_be_checked_later() {
    let t = signed(7);
    let (spec, _) = t.specification();
    let (first, memory) = worker::with_mail(&t);
    checkpoints::sign_all(&t.app).unwrap();
    t.act(&spec, "rachel", "take_forward", json!({ "reason": "We start now." }))
        .unwrap();
    first.drain(t.app.wall.now()).unwrap();
    let row = all(&t).pop().unwrap();
    let shown = format!("{} · {}", row.size, &row.root[..16]);
    let letter = worker::text(&memory.sent()[0].bytes);
    assert!(
        letter.contains(&format!("Our journal stood at {shown} when")),
        "{letter}"
    );

    // Whoever kept the letter can show that the journal is the same, or is not.
    let seen: Seen = shown.parse().unwrap();
    let roots = |store: &Store| store.read(|db| audit::verify_all(db, None)).unwrap()[0].roots.clone();
    assert!(seen.fits(&roots(&t.app.store)));
    let other = signed(9);
    other.specification();
    other.specification();
    checkpoints::sign_all(&other.app).unwrap();
    assert!(!seen.fits(&roots(&other.app.store)));
}

const WORKFLOW: &str = r#"
workflow: signing-words
title: Signed at once
about: specification
calendar: england-and-wales
roles: [contract_manager]
initial: waiting
states:
  waiting:
    title: Waiting
    no_deadline: "Nothing is late here."
    on:
      decide: { title: Decide, by: [contract_manager], to: over, do: [ { run: sign_journal } ] }
      leave_it: { title: Leave it, by: [contract_manager], to: left }
  over: { title: Over, final: over }
  left: { title: Left, final: left }
"#;

#[test]
fn a_workflow_asks_for_a_checkpoint_that_covers_its_own_step() {
    let library = Library::read(Shelf::built_in().with("workflows/signing-words.yaml", WORKFLOW)).unwrap();
    assert!(
        library.files["signing-words"].is_proved(),
        "{:#?}",
        library.files["signing-words"].found
    );
    let t = TestApp::with(Arc::new(library));
    let begin = || {
        let start = Start::of(&t.alliance, "signing-words", "Signed");
        t.app.start(start).unwrap().instance
    };
    let (one, two) = (begin(), begin());
    t.act(&one, "rachel", "leave_it", json!({})).unwrap();
    assert!(all(&t).is_empty());
    t.act(&two, "rachel", "decide", json!({})).unwrap();
    let size = t
        .app
        .store
        .read(|db| accord_store::journal::head(db, &t.alliance))
        .unwrap()
        .frontier
        .size();
    let rows = all(&t);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].size.unsigned_abs(), size, "the step itself is covered");
}

#[test]
fn regular_work_is_remembered_over_a_restart_and_done_once_however_much_was_missed() {
    let t = TestApp::sheffield();
    let runs: Arc<Mutex<Vec<DateTime<Utc>>>> = Arc::default();
    let fails = Arc::new(Mutex::new(false));
    let job = |runs: &Arc<Mutex<Vec<DateTime<Utc>>>>| {
        let (runs, fails) = (runs.clone(), fails.clone());
        Job::new("nightly", "0 30 2 * * *", move |now| {
            runs.lock().unwrap().push(now);
            anyhow::ensure!(!*fails.lock().unwrap(), "the disk is full");
            Ok(())
        })
        .unwrap()
    };
    let run = |job: &Job, owner: &str, at: &str| job.run_if_due(&t.app.store, owner, at.parse().unwrap()).unwrap();
    let first = job(&runs);
    assert!(
        run(&first, "a", "2026-01-05T09:00:00Z"),
        "never done: at the first chance"
    );
    assert!(!run(&first, "a", "2026-01-06T02:29:59Z"));
    assert!(run(&first, "a", "2026-01-06T02:30:00Z"));
    assert!(!run(&first, "a", "2026-01-06T23:00:00Z"));

    // The program is down for three nights, and comes back as two workers.
    let (one, two) = (job(&runs), job(&runs));
    let before = runs.lock().unwrap().len();
    let done = [
        run(&one, "b", "2026-01-09T11:00:00Z"),
        run(&two, "c", "2026-01-09T11:00:00Z"),
    ];
    assert_eq!(done, [true, false]);
    assert_eq!(runs.lock().unwrap().len(), before + 1);

    // What fails is not done: it is tried again a quarter of an hour later, by whoever is there.
    *fails.lock().unwrap() = true;
    assert!(!run(&one, "b", "2026-01-10T02:30:00Z"));
    assert!(!run(&two, "c", "2026-01-10T02:44:59Z"));
    *fails.lock().unwrap() = false;
    assert!(run(&two, "c", "2026-01-10T02:45:00Z"));
    assert!(!run(&one, "b", "2026-01-10T02:45:01Z"));
}

#[test]
fn the_signing_key_is_made_once_and_what_verifies_lies_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys/accord.key");
    let made = Signer::kept_in(&path, "accord.example").unwrap();
    // The name in it stays, whatever the address of the house is later.
    let again = Signer::kept_in(&path, "other.example").unwrap();
    assert_eq!(made.public(), again.public());
    let beside = std::fs::read_to_string(folder.path().join("keys/accord.key.pub")).unwrap();
    assert_eq!(beside.trim(), made.public().to_string());
    assert!(beside.starts_with("accord.example+"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else may read it");
    }
    std::fs::write(&path, "hello").unwrap();
    let refused = Signer::kept_in(&path, "accord.example").unwrap_err();
    assert!(
        format!("{refused:#}").contains("put the file back from a copy"),
        "{refused:#}"
    );
}

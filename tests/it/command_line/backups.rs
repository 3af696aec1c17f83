//! A backup is encrypted for somebody, and comes back whole or not at all.

use std::fs;

use accord_store::{Store, StoreOptions};
use age::secrecy::ExposeSecret as _;
use serde_json::json;

use super::{Here, run_in};
use crate::support::app::TestApp;

/// An identity file, and the public key that belongs to it.
fn identity(here: &Here, name: &str) -> String {
    let key = age::x25519::Identity::generate();
    let text = format!("# made for a test\n{}\n", key.to_string().expose_secret());
    fs::write(here.path(name), text).unwrap();
    key.to_public().to_string()
}

fn some_data() -> TestApp {
    let t = TestApp::sheffield();
    let (spec, _) = t.specification();
    t.act(&spec, "rachel", "take_forward", json!({ "reason": "We start now." }))
        .unwrap();
    t
}

fn url(t: &TestApp) -> String {
    format!("sqlite:{}", t.folder.path().join("test.db").display())
}

#[test]
fn a_backup_is_made_while_the_program_runs_and_restored_with_the_identity() {
    let here = Here::new();
    let mine = identity(&here, "mine.txt");
    let other = identity(&here, "other.txt");
    let t = some_data();
    // The database is open here, as it would be while the program runs.
    here.accord(&[
        "backup",
        "--database",
        &url(&t),
        "--to",
        "b.age",
        "--for",
        &mine,
        "--for",
        &other,
    ])
    .done("every one verified");
    let sealed = fs::read(here.path("b.age")).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1"));
    let holds = |needle: &[u8]| sealed.windows(needle.len()).any(|part| part == needle);
    assert!(!holds(b"SQLite format 3") && !holds(b"Rachel"));

    for (who, to) in [("mine.txt", "one.db"), ("other.txt", "two.db")] {
        here.accord(&["restore", "b.age", "--identity", who, "--to", to])
            .done("every one verified");
        here.accord(&["verify", to]).done("whole");
    }
    // The same data, in a database that the program can work with.
    let restored = Store::open(
        &format!("sqlite:{}", here.path("one.db").display()),
        StoreOptions::default(),
    )
    .unwrap();
    let count = |store: &Store| {
        let rows = store
            .read(|db| accord_store::journal::page(db, &t.alliance, 0, 1000))
            .unwrap();
        rows.into_iter().map(|row| row.leaf).collect::<Vec<_>>()
    };
    assert_eq!(count(&restored), count(&t.app.store));
    assert!(!count(&restored).is_empty());
    // Nothing that is open lies about.
    let left: Vec<String> = fs::read_dir(here.0.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.') || name.contains("plain") || name.contains("part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn what_is_wrong_with_a_backup_or_a_key_is_said_and_nothing_is_left() {
    let here = Here::new();
    let mine = identity(&here, "mine.txt");
    identity(&here, "other.txt");
    let t = some_data();
    let backup = |to: &str, key: &str| here.accord(&["backup", "--database", &url(&t), "--to", to, "--for", key]);
    let restore = |from: &str, who: &str, to: &str| here.accord(&["restore", from, "--identity", who, "--to", to]);
    backup("b.age", "age1nonsense").refused("is not an age public key");
    backup("b.age", &mine).done("verified");
    let made = fs::read(here.path("b.age")).unwrap();

    restore("b.age", "other.txt", "new.db").refused("take the identity of a key that the backup was made for");
    restore("b.age", "b.age", "new.db").refused("b.age holds no age identity");
    restore("none.age", "mine.txt", "new.db").refused("cannot read none.age");

    // Every kind of damage: at the beginning, in the middle, at the end, cut off, not age at all.
    let damage = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut worse = made.clone();
        change(&mut worse);
        fs::write(here.path(name), worse).unwrap();
        let run = restore(name, "mine.txt", "new.db");
        assert!(run.code != 0 && run.err.contains(name), "{name}: {run:#?}");
        assert!(!here.path("new.db").exists(), "{name}");
    };
    damage("first.age", &|bytes| bytes[3] ^= 1);
    damage("head.age", &|bytes| bytes[80] ^= 1);
    damage("middle.age", &|bytes| {
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
    });
    damage("last.age", &|bytes| {
        let at = bytes.len() - 1;
        bytes[at] ^= 1;
    });
    damage("cut.age", &|bytes| bytes.truncate(bytes.len() - 70_000));
    damage("other-thing.age", &|bytes| *bytes = b"hello".to_vec());

    // Nothing is ever written over.
    backup("b.age", &mine).refused("a backup never replaces another");
    assert_eq!(fs::read(here.path("b.age")).unwrap(), made);
    fs::write(here.path("there.db"), "precious").unwrap();
    restore("b.age", "mine.txt", "there.db").refused("move it away first");
    assert_eq!(fs::read_to_string(here.path("there.db")).unwrap(), "precious");
    fs::write(here.path("new.db-wal"), "of another database").unwrap();
    restore("b.age", "mine.txt", "new.db").refused("new.db-wal");
}

#[test]
fn a_backup_whose_journal_was_changed_is_not_made() {
    let here = Here::new();
    let mine = identity(&here, "mine.txt");
    let t = some_data();
    let path = here.path("copy.db");
    t.app.store.backup(&path, None).unwrap();
    // Somebody changes a word in the journal, with a program of their own.
    let mut bytes = fs::read(&path).unwrap();
    let needle = br#""moves":"#;
    let places: Vec<usize> = (0..bytes.len() - needle.len())
        .filter(|at| &bytes[*at..at + needle.len()] == needle)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at + 1] = b'l';
    }
    fs::write(&path, bytes).unwrap();
    here.accord(&[
        "backup",
        "--database",
        "sqlite:copy.db",
        "--to",
        "b.age",
        "--for",
        &mine,
    ])
    .refused("does not have the hash");
    assert!(!here.path("b.age").exists());
    let run = here.accord(&["verify", "copy.db"]);
    assert!(run.code == 1 && run.err.contains("NOT WHOLE"), "{run:#?}");
}

#[test]
fn postgresql_is_backed_up_with_its_own_tools_and_says_how() {
    let here = Here::new();
    let mine = identity(&here, "mine.txt");
    // Nobody answers there: what to do is said before anything is asked of a server.
    run_in(
        here.0.path(),
        &["backup", "--to", "b.age", "--for", &mine],
        &[("ACCORD_DATABASE", "postgres://accord@127.0.0.1:1/accord")],
    )
    .refused("pg_dump --format=custom");
}

//! Keys and files that belong to a database: another one in their place is refused before anything is made.

use std::{fs, path::Path};

use accord::clock::{Clock as _, SystemClock};
use accord_store::documents::{self, DocumentRow};
use serde_json::json;

use super::{Run, let_go, run_in};
use crate::support::app::TestApp;

/// A database that has worked once: both keys are made, a document and a checkpoint too.
fn worked() -> (tempfile::TempDir, String) {
    let t = TestApp::starting(SystemClock.now());
    let (spec, _) = t.specification();
    t.act(&spec, "rachel", "take_forward", json!({ "reason": "We start now." }))
        .unwrap();
    let TestApp { app, folder, .. } = t;
    drop(app);
    let_go(folder.path());
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    fs::create_dir(folder.path().join("right")).unwrap();
    run(folder.path(), &url, &[], &["work", "--once"]).done("0 given up");
    file_a_document(folder.path());
    (folder, url)
}

/// A document in the database, and its file where it belongs.
fn file_a_document(folder: &Path) {
    let t = TestApp::on(&folder.join("test.db"));
    let row = DocumentRow {
        id: "d".to_owned(),
        alliance_id: t.alliance.clone(),
        subject_id: None,
        instance_id: None,
        outbox_key: None,
        kind: "document".to_owned(),
        template: "x".to_owned(),
        reference: "X-1".to_owned(),
        version: 1,
        title: "X".to_owned(),
        hash: "0".to_owned(),
        html_key: "documents/x.html".to_owned(),
        pdf_key: None,
        data_key: None,
        readers: "{}".to_owned(),
        flagged: None,
        created_at: t.app.clock.now().into(),
    };
    t.app.store.write(move |db| documents::put(db, &row)).unwrap();
    fs::create_dir(folder.join("right/files/documents")).unwrap();
    fs::write(folder.join("right/files/documents/x.html"), "x").unwrap();
    drop(t);
    let_go(folder);
}

fn run(folder: &Path, url: &str, changed: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut settings = vec![
        ("ACCORD_DATABASE", url),
        ("ACCORD_SEALS", "right/seals"),
        ("ACCORD_SIGNING_KEY", "right/key"),
        ("ACCORD_FILES", "right/files"),
    ];
    for one in changed {
        settings.retain(|(name, _)| *name != one.0);
        settings.push(*one);
    }
    run_in(folder, arguments, &settings)
}

#[test]
fn a_wrong_path_makes_no_key_and_no_folder() {
    let (folder, url) = worked();
    let here = folder.path();
    let another = tempfile::tempdir().unwrap();
    let elsewhere = |name: &str| another.path().join(name).display().to_string();
    // Keys and a place of another installation.
    let other = format!("sqlite:{}", elsewhere("other.db"));
    let own = [
        ("ACCORD_SEALS", elsewhere("seals")),
        ("ACCORD_SIGNING_KEY", elsewhere("key")),
        ("ACCORD_FILES", elsewhere("files")),
    ];
    let own: Vec<(&str, &str)> = own.iter().map(|(name, place)| (*name, place.as_str())).collect();
    run(here, &other, &own, &["work", "--once"]).done("done");

    for command in [&["work", "--once"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        for (setting, other) in &own {
            for wrong in ["wrong/one", other] {
                let refused = run(here, &url, &[(setting, wrong)], command);
                let refused = refused.refused(&format!("{setting} names `{wrong}`"));
                assert!(refused.err.contains("accord belongings --accept"), "{refused:#?}");
                assert!(refused.err.lines().count() == 1, "{refused:#?}");
            }
        }
    }
    assert!(!here.join("wrong").exists());
    // Commands that only mend do not make keys where they happen to be started.
    run_in(
        here,
        &["people", "appoint", "x@y.example", "expert", "--because", "x"],
        &[("ACCORD_DATABASE", &url)],
    )
    .refused("ACCORD_SEALS names `accord.seals`");
    assert!(!here.join("accord.seals").exists() && !here.join("accord.key").exists());
    run(here, &url, &[], &["work", "--once"]).done("done");
}

#[test]
fn what_belongs_is_shown_and_what_is_lost_is_replaced_by_a_decision() {
    let (folder, url) = worked();
    let here = folder.path();
    run(here, &url, &[], &["belongings"]).done("it is the one that the database knows");
    let wrong = [("ACCORD_SEALS", "new/seals")];
    let shown = run(here, &url, &wrong, &["belongings"]);
    assert!(shown.code == 1 && shown.out.contains("NOT THERE"), "{shown:#?}");
    let accept = |because: &[&str]| {
        let mut all = vec!["belongings", "--accept", "seals"];
        all.extend_from_slice(because);
        run(here, &url, &wrong, &all)
    };
    accept(&[]).refused("--because");
    accept(&["--because", " "]).refused("say why");
    accept(&["--because", "The disk is gone."]).done("it is the one");
    run(here, &url, &wrong, &["work", "--once"]).done("done");
    run(here, &url, &[], &["work", "--once"]).refused("another one");
    // The journal says who, and why.
    run_in(here, &["verify", &url], &[]).done("whole");
    let rows = TestApp::on(&here.join("test.db"));
    let page = rows
        .app
        .store
        .read(|db| accord_store::journal::page(db, &rows.alliance, 0, 1000))
        .unwrap();
    assert!(page.iter().any(|row| row.body.contains("The disk is gone.")));
}

#[test]
fn files_that_are_not_where_the_setting_says_are_missed() {
    let (folder, url) = worked();
    let here = folder.path();
    // The mark alone is gone: everything is there.
    fs::remove_file(here.join("right/files/accord.txt")).unwrap();
    run(here, &url, &[], &["work", "--once"]).done("done");
    assert!(here.join("right/files/accord.txt").exists());
    // All is gone.
    fs::rename(here.join("right/files"), here.join("away")).unwrap();
    run(here, &url, &[], &["work", "--once"]).refused("ACCORD_FILES names `right/files`");
    run(
        here,
        &url,
        &[],
        &["belongings", "--accept", "files", "--because", "Burnt."],
    )
    .done("it is the one");
    run(here, &url, &[], &["work", "--once"]).done("done");
}

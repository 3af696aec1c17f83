//! What an operator does: documents in a bucket, mail over an encrypted line, dead letters, the
//! clock, checkpoints.

use std::fs;

use accord::{
    clock::{Clock as _, SystemClock},
    service::mending,
};
use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Run, let_go, run_in};
use crate::support::{
    app::TestApp,
    bucket::{Bucket, KEY, Manner, REGION, SECRET},
    receiver::{Receiver, certificate_file},
};

/// A database with a letter and a document in its outbox, and the settings to work on it.
fn waiting() -> (tempfile::TempDir, String) {
    waiting_since("2026-01-05T09:00:00Z".parse().unwrap())
}

/// The program that is started reads the machine's clock: what waits for months is given up at once.
fn waiting_since(at: DateTime<Utc>) -> (tempfile::TempDir, String) {
    let t = TestApp::starting(at);
    let (spec, _) = t.specification();
    t.act(&spec, "rachel", "take_forward", json!({ "reason": "We start now." }))
        .unwrap();
    let TestApp { app, folder, .. } = t;
    drop(app);
    let_go(folder.path());
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    (folder, url)
}

fn work(folder: &tempfile::TempDir, url: &str, settings: &[(&str, &str)]) -> Run {
    let mut all = vec![("ACCORD_DATABASE", url)];
    all.extend_from_slice(settings);
    run_in(folder.path(), &["work", "--once"], &all)
}

#[test]
fn documents_go_into_a_bucket_by_setting() {
    let (folder, url) = waiting();
    let bucket = Bucket::start([]);
    let settings = [
        ("ACCORD_FILES", "s3://papers/sheffield"),
        ("ACCORD_FILES_ENDPOINT", bucket.endpoint.as_str()),
        ("ACCORD_FILES_REGION", REGION),
        ("ACCORD_FILES_KEY", KEY),
        ("ACCORD_FILES_SECRET", SECRET),
    ];
    work(&folder, &url, &settings).done("done");
    assert!(
        bucket.objects().contains_key("sheffield/accord.txt"),
        "{:?}",
        bucket.asked()
    );
    assert_eq!(bucket.unsigned(), 0);
    assert!(!folder.path().join("files").exists());

    // What is wrong is said at the start, with what to mend, and never with the secret.
    let with = |name: &'static str, value: &'static str| {
        let changed: Vec<(&str, &str)> = settings
            .iter()
            .map(|one| if one.0 == name { (name, value) } else { *one })
            .collect();
        work(&folder, &url, &changed)
    };
    let run = with("ACCORD_FILES_SECRET", "wrong hush").refused("ACCORD_FILES_SECRET");
    assert!(!run.err.contains("wrong hush"), "{run:#?}");
    with("ACCORD_FILES", "s3://nothing/x").refused("there is no such bucket");
    with("ACCORD_FILES", "s3://").refused("names no bucket");
    with("ACCORD_FILES", "gs://papers").refused("s3://BUCKET/PREFIX");
    with("ACCORD_FILES_ENDPOINT", "http://files.example").refused("write https://");
    work(&folder, &url, &[("ACCORD_FILES", "s3://papers")]).refused("set ACCORD_FILES_KEY and ACCORD_FILES_SECRET");
    let down = Bucket::start(std::iter::repeat_n(Manner::Say(503, "SlowDown"), 20));
    let mut changed = settings.to_vec();
    changed[1].1 = &down.endpoint;
    work(&folder, &url, &changed).refused("cannot be kept or read now");
}

#[test]
fn letters_go_over_an_encrypted_line_with_an_authority_of_ones_own() {
    let (folder, url) = waiting_since(SystemClock.now());
    let receiver = Receiver::encrypted("here");
    let server = format!("127.0.0.1:{}", receiver.port);
    let authority = certificate_file("authority.pem").display().to_string();
    // Without the authority nobody vouches for the server: the letters wait.
    let from = ("ACCORD_MAIL_FROM", "notices@synergy.example");
    work(&folder, &url, &[("ACCORD_MAIL", &server), from]).done("0 given up");
    assert!(receiver.received().is_empty());
    work(
        &folder,
        &url,
        &[("ACCORD_MAIL", &server), from, ("ACCORD_MAIL_CA", "none.pem")],
    )
    .refused("ACCORD_MAIL_CA: the certificate `none.pem` cannot be read");

    let (folder, url) = waiting_since(SystemClock.now());
    work(
        &folder,
        &url,
        &[
            ("ACCORD_MAIL", &server),
            ("ACCORD_MAIL_CA", &authority),
            ("ACCORD_MAIL_LOGIN", "accord:hush"),
            from,
        ],
    )
    .done("0 given up");
    let received = receiver.received();
    assert!(!received.is_empty() && received.iter().all(|one| one.encrypted));
    assert_eq!(received[0].from, "notices@synergy.example");
}

#[test]
fn what_was_given_up_is_listed_sent_again_and_dropped() {
    let (folder, url) = waiting();
    let receiver = Receiver::start(std::iter::repeat_n(
        crate::support::receiver::Manner::RefuseRecipient("550 5.1.1 no such user"),
        2,
    ));
    let settings = [("ACCORD_DATABASE", url.as_str())];
    let run = |arguments: &[&str]| run_in(folder.path(), arguments, &settings);
    // A plain line is for rehearsals only; the worker here speaks to the receiver directly.
    let t = reopened(&folder);
    let worker = crate::support::worker::through(&t, plain(&receiver));
    assert_eq!(worker.drain(t.app.wall.now()).unwrap().dead, 2);
    let keys: Vec<String> = mending::open(&t.app, &t.alliance)
        .unwrap()
        .into_iter()
        .map(|one| one.letter.unwrap().key)
        .collect();

    // Listed while another process has the database; changed only by one that has it alone.
    let listed = run(&["outbox", "list"]).done("2 given up.");
    for word in [
        "A letter could not be delivered: the address does not exist.",
        "why     550 5.1.1 no such user",
        "Rachel Okafor",
        "(Contract manager)",
        "how     Ask for the right address",
        keys[0].as_str(),
    ] {
        assert!(listed.out.contains(word), "{word}: {}", listed.out);
    }
    run(&["outbox", "retry", &keys[0]]).refused("is in use by another accord process");
    drop((worker, t));

    run(&["outbox", "retry", &keys[0], "--to", "new@home.example"]).done("is sent again");
    run(&["outbox", "retry", &keys[0]]).refused("There is no such dead letter");
    run(&[
        "outbox",
        "retry",
        "--all",
        "--to",
        "x@y.example",
        "--alliance",
        "nobody",
    ])
    .refused("there is no alliance `nobody`");
    run(&["outbox", "drop", &keys[1], "--because", " "]).refused("Say why");
    run(&["outbox", "drop", &keys[1], "--because", "Told by phone."]).done("is dropped");
    run(&["outbox", "list"]).done("0 given up.");
    run(&["incidents", "list"]).done("0 waiting.");
    run(&["verify", &url]).done("whole");
    work(&folder, &url, &[]).done("0 given up");
    let letters = fs::read_dir(folder.path().join("mail")).unwrap().count();
    assert!(letters >= 1);
}

#[test]
fn the_journal_is_signed_by_the_worker_and_a_kept_checkpoint_fits() {
    let (folder, url) = waiting();
    let settings = [
        ("ACCORD_DATABASE", url.as_str()),
        ("ACCORD_ORIGIN", "https://accord.example"),
    ];
    let run = |arguments: &[&str]| run_in(folder.path(), arguments, &settings);
    run(&["work", "--once"]).done("done");
    let public = fs::read_to_string(folder.path().join("accord.key.pub")).unwrap();
    assert!(public.starts_with("accord.example+"), "{public}");
    run(&["verify", &url, "--key", "accord.key.pub"]).done("1 signed checkpoint fits");
    let t = reopened(&folder);
    let row = t
        .app
        .store
        .read(|db| accord_store::checkpoints::latest(db, &t.alliance))
        .unwrap()
        .unwrap();
    let seen = format!("{} · {}", row.size, &row.root[..16]);
    drop(t);
    run(&["verify", &url, "--seen", &seen]).done("nothing before it was changed");
    let other = format!("{} · 0123456789abcdef", row.size);
    run(&["verify", &url, "--seen", &other]).refused("NOT THE SAME");
    run(&["verify", &url, "--seen", "hello"]).refused("is no checkpoint");
}

#[test]
fn the_clock_is_shown_and_accepted() {
    let (folder, url) = waiting();
    let settings = [("ACCORD_DATABASE", url.as_str())];
    let run = |arguments: &[&str]| run_in(folder.path(), arguments, &settings);
    run(&["clock"]).done("The latest time that was noted is 2026-01-05 09:00:00");
    let t = reopened(&folder);
    t.app
        .store
        .write(|db| accord_store::clocks::watch(db, "2150-01-01T00:00:00Z".parse().unwrap()))
        .unwrap();
    drop(t);
    let behind = run(&["clock"]);
    assert!(
        behind.code == 1 && behind.out.contains("accord clock --accept"),
        "{behind:#?}"
    );
    run(&["clock", "--accept"]).done("The latest time that was noted is");
    run(&["clock"]).done("The latest time");
}

fn plain(receiver: &Receiver) -> std::sync::Arc<dyn accord::effects::mail::transport::Transport> {
    use accord::effects::mail::smtp::{Line, Smtp, SmtpSettings};
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: receiver.port,
        line: Line::Plain,
        login: None,
        hello: "accord.example".to_owned(),
        authority: None,
        patience: std::time::Duration::from_secs(2),
    };
    std::sync::Arc::new(Smtp::new(&settings).unwrap())
}

fn reopened(folder: &tempfile::TempDir) -> TestApp {
    TestApp::on(&folder.path().join("test.db"))
}

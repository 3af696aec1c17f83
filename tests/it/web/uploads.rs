//! Files that go with answers, in a workflow of the test's own that asks for one.

use std::{fs, os::unix::fs::PermissionsExt as _, sync::Arc};

use accord::{
    effects::scanner::Scanner,
    service::{
        library::{Library, Shelf},
        transition::Start,
    },
};

use super::browser::{Answer, Browser, Web, link};
use crate::support::worker;

const PAPER: &str = "\
workflow: paper
title: A paper
about: meeting
calendar: england-and-wales
roles: [expert]
forms:
  paper:
    fields:
      - { id: scan, label: The signed paper, type: file, required: true }
      - { id: note, label: Anything else, type: text }
initial: waiting
states:
  waiting:
    title: Waiting for the paper
    no_deadline: It is a test.
    on:
      send: { title: Send the paper, by: [expert], collect: paper, to: sent }
  sent: { title: Sent, final: sent }
";

fn library(text: &str) -> Arc<Library> {
    let shelf = Shelf::built_in().with("workflows/paper.yaml", text);
    let library = Library::read(shelf).unwrap();
    let file = &library.files["paper"];
    assert!(file.is_proved(), "{:?}", file.found);
    Arc::new(library)
}

fn started(web: Web) -> (Web, String) {
    let start = Start::of(&web.t.alliance, "paper", "A paper");
    let instance = web.t.app.start(start).unwrap().instance;
    (web, format!("/task/{instance}/act/waiting/send"))
}

fn web() -> (Web, String) {
    let web = Web::with(library(PAPER));
    let start = Start::of(&web.t.alliance, "paper", "A paper");
    let instance = web.t.app.start(start).unwrap().instance;
    (web, instance)
}

fn send(browser: &Browser<'_>, path: &str, name: &str, content: &str) -> Answer {
    send_all(browser, path, &[(name, content)])
}

/// Several files for one question, in one form.
fn send_all(browser: &Browser<'_>, path: &str, files: &[(&str, &str)]) -> Answer {
    let mut body = "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nAll of it\r\n".to_owned();
    for (name, content) in files {
        body.push_str(&format!(
            "--x\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--x--\r\n");
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    browser.send("POST", path, Some(body), &headers)
}

/// A file that is too large is said to be, whichever button was pressed with it, and however large it is.
#[test]
fn a_file_that_is_too_large_is_always_said_to_be() {
    let (web, instance) = web();
    let path = format!("/task/{instance}/act/waiting/send");
    let grace = web.signed_in("grace");
    let large = format!("%PDF-{}", "x".repeat(26 * 1024 * 1024));
    let page = send(&grace, &format!("{path}?q=scan&from=check"), "plan.pdf", &large).is(422);
    let page = page.says("‘plan.pdf’ must be smaller than 25MB.");
    assert!(page.body.contains("&amp;from=check"), "{}", page.body);
    let pressed = |button: &str| {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{button}\"\r\n\r\nscan\r\n--x\r\nContent-Disposition: \
             form-data; name=\"scan\"; filename=\"plan.pdf\"\r\nContent-Type: application/pdf\r\n\r\n{large}\r\n--x--\r\n"
        );
        let headers = [
            ("sec-fetch-site", "same-origin"),
            ("content-type", "multipart/form-data; boundary=x"),
        ];
        grace.send("POST", &format!("{path}?q=scan&from=check"), Some(body), &headers)
    };
    for button in ["ac-take", "ac-leave"] {
        pressed(button).is(422).says("must be smaller than 25MB");
    }
    let larger = "x".repeat(33 * 1024 * 1024);
    let page = send(&grace, &format!("{path}?q=scan"), "plan.pdf", &larger).is(413);
    page.says("A file has to be smaller than 25MB");
    // Nothing of it was kept, and the way back to all answers is.
    let answer = grace.post(&format!("{path}?q=scan&from=check"), &[("ac-take", "scan")]);
    assert_eq!(answer.is(303).to(), format!("{path}?q=scan&from=check"));
}

#[test]
fn a_file_is_sent_kept_sealed_and_read_by_whom_it_concerns() {
    let (web, instance) = web();
    let path = format!("/task/{instance}/act/waiting/send");
    let grace = web.signed_in("grace");
    let page = grace.get(&path).is(200).says("smaller than 25MB");
    assert!(page.body.contains("multipart/form-data"));
    grace
        .post(&format!("{path}?q=scan"), &[])
        .is(422)
        .says("Choose a file for");
    send(&grace, &format!("{path}?q=scan"), "plan.pdf", "<html>")
        .is(422)
        .says("is not what its name says");
    send(
        &grace,
        &format!("{path}?q=scan"),
        "../plan.pdf",
        "%PDF-1.7 Kingfisher %%EOF",
    )
    .is(303);
    let check = grace
        .get(&format!("{path}/check"))
        .is(200)
        .says("plan.pdf, 1KB")
        .says("All of it");
    let page = grace.get(&format!("{path}?q=scan")).is(200).says("plan.pdf");
    let file = super::browser::link(&page.body, ">plan.pdf</a>");
    let answer = grace.get(&file).is(200);
    assert_eq!(answer.body, "%PDF-1.7 Kingfisher %%EOF");
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; filename=\"plan.pdf\"")
    );
    assert!(answer.header("content-security-policy").contains("sandbox"));
    // What is kept says nothing.
    let kept = web.site.files.get(&file.replace("/files/", "uploads/")).unwrap();
    assert!(!String::from_utf8_lossy(&kept).contains("Kingfisher"));

    for (who, status) in [("danny", 200), ("vincent", 200), ("amina", 404), ("rachel", 404)] {
        web.signed_in(who).get(&file).is(status);
    }
    web.browser().get(&file).is(303);
    let key = check.hidden("ac-key");
    grace.post(&format!("{path}/check"), &[("ac-key", &key)]).is(303);
    web.signed_in("danny").get(&file).is(200);
}

#[test]
fn a_file_is_taken_away_and_another_is_sent() {
    let (web, instance) = web();
    let path = format!("/task/{instance}/act/waiting/send?q=scan");
    let grace = web.signed_in("grace");
    send(&grace, &path, "plan.pdf", "%PDF-1.7 one %%EOF").is(303);
    grace.post(&path, &[("ac-take", "scan")]).is(303);
    let page = grace.get(&path).is(200);
    assert!(!page.body.contains("plan.pdf"));
    send(&grace, &path, "other.pdf", "%PDF-1.7 two %%EOF").is(303);
    grace.get(&path).says("other.pdf");
}

#[test]
fn files_come_only_where_they_are_asked_for() {
    let web = Web::new();
    let browser = web.browser();
    let answer = send(&browser, "/sign-in", "plan.pdf", "%PDF-1.7");
    answer.is(422).says("Enter your email address.");
}

#[test]
fn several_files_answer_one_question() {
    let (web, path) = started(Web::with(library(
        &PAPER.replace("required: true", "required: true, at_most: 3"),
    )));
    let grace = web.signed_in("grace");
    let question = format!("{path}?q=scan");
    let page = grace.get(&question).is(200).says("Up to 3 files.");
    assert!(page.body.contains(" multiple"), "{}", page.body);
    let two = [("one.pdf", "%PDF-1.7 one %%EOF"), ("two.pdf", "%PDF-1.7 two %%EOF")];
    send_all(&grace, &question, &two).is(303);
    let page = grace.get(&question).says("one.pdf").says("two.pdf");
    // One that cannot be taken takes no other with it.
    let more = [("three.pdf", "<html>"), ("four.pdf", "%PDF-1.7 four %%EOF")];
    send_all(&grace, &question, &more)
        .is(422)
        .says("‘three.pdf’ is not what its name says")
        .says("four.pdf");
    send_all(&grace, &question, &[("five.pdf", "%PDF-1.7 five %%EOF")])
        .is(422)
        .says("3 files is the most");
    let two = link(&page.body, ">two.pdf</a>").replace("/files/", "scan.");
    grace.post(&question, &[("ac-take", &two)]).is(303);
    let page = grace.get(&question).says("one.pdf").says("four.pdf");
    assert!(!page.body.contains("two.pdf"));
    let check = grace.get(&format!("{path}/check")).says("one.pdf, 1KB four.pdf, 1KB");
    let key = check.hidden("ac-key");
    grace.post(&format!("{path}/check"), &[("ac-key", &key)]).is(303);
}

/// A scanner of the test's own: it finds what says so.
fn scanner(folder: &std::path::Path) -> Scanner {
    let path = folder.join("scanner");
    let says = "#!/bin/sh\nif grep -q HARMFUL; then echo Test.Harm; exit 1; fi\n";
    fs::write(&path, says).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    Scanner::parse(path.to_str().unwrap()).unwrap()
}

/// Lets a worker do what is due, with this scanner.
fn work(web: &Web, scanner: Option<Scanner>) -> accord::effects::worker::Drained {
    let (mut worker, _) = worker::with_mail(&web.t);
    worker.scanner = scanner;
    for row in web.posted().iter().filter(|row| row.kind == "scan") {
        let stored = format!("uploads/{}", row.key.trim_start_matches("scan/"));
        worker.files.put(&stored, web.site.files.get(&stored).unwrap()).unwrap();
    }
    worker.drain(web.now()).unwrap()
}

#[test]
fn a_file_waits_for_the_scanner_and_one_that_does_harm_is_refused() {
    let (web, path) = started(Web::scanning(library(PAPER)));
    let grace = web.signed_in("grace");
    let question = format!("{path}?q=scan");
    send(&grace, &question, "bad.pdf", "%PDF-1.7 HARMFUL %%EOF").is(303);
    let page = grace.get(&question).says("bad.pdf 1KB, being checked");
    let bad = link(&page.body, ">bad.pdf</a>");
    grace.get(&bad).is(403).says("‘bad.pdf’ is being checked");
    let rachel = web.signed_in("rachel");
    rachel.get("/operations").says("Being checked 1");

    // A scanner that is away delays the answer, and nothing else.
    assert_eq!(work(&web, Scanner::parse("no-such-scanner").ok()).later, 1);
    grace.get(&bad).is(403).says("is being checked");
    web.advance(chrono::TimeDelta::hours(1));
    let grace = web.signed_in("grace");
    assert_eq!(work(&web, Some(scanner(web.t.folder.path()))).later, 0);
    grace.get(&bad).is(403).says("‘bad.pdf’ was refused");
    grace.get(&question).says("refused: take it away");
    let check = grace.get(&format!("{path}/check")).is(200);
    let key = check.hidden("ac-key");
    grace
        .post(&format!("{path}/check"), &[("ac-key", &key)])
        .is(422)
        .says("‘bad.pdf’ was refused");
    let rachel = web.signed_in("rachel");
    rachel
        .get("/operations/incidents")
        .says("A file of Grace Mensah was refused: the scanner found Test.Harm.");
    let told = |row: &accord_store::outbox::OutboxRow| row.key.starts_with("access/file-refused/");
    assert_eq!(web.posted().iter().filter(|row| told(row)).count(), 1);

    send(&grace, &question, "good.pdf", "%PDF-1.7 Kingfisher %%EOF").is(303);
    let page = grace.get(&question).says("good.pdf");
    let good = link(&page.body, ">good.pdf</a>");
    grace.get(&good).is(403);
    work(&web, Some(scanner(web.t.folder.path())));
    grace.get(&good).is(200);
    grace.post(&format!("{path}/check"), &[("ac-key", &key)]).is(303);
}

#[test]
fn that_there_is_no_scanner_is_said() {
    let (web, _) = web();
    web.signed_in("rachel").get("/operations").says("No scanner is set");
}

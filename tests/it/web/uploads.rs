//! Files that go with answers, in a workflow of the test's own that asks for one.

use std::sync::Arc;

use accord::service::{
    library::{Library, Shelf},
    transition::Start,
};

use super::browser::{Answer, Browser, Web};

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

fn web() -> (Web, String) {
    let shelf = Shelf::built_in().with("workflows/paper.yaml", PAPER);
    let library = Library::read(shelf).unwrap();
    let file = &library.files["paper"];
    assert!(file.is_proved(), "{:?}", file.found);
    let web = Web::with(Arc::new(library));
    let start = Start::of(&web.t.alliance, "paper", "A paper");
    let instance = web.t.app.start(start).unwrap().instance;
    (web, instance)
}

fn send(browser: &Browser<'_>, path: &str, name: &str, content: &str) -> Answer {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nAll of it\r\n--x\r\n\
         Content-Disposition: form-data; name=\"scan\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n{content}\r\n--x--\r\n"
    );
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    browser.send("POST", path, Some(body), &headers)
}

#[test]
fn a_file_is_sent_kept_sealed_and_read_by_whom_it_concerns() {
    let (web, instance) = web();
    let path = format!("/task/{instance}/act/waiting/send");
    let grace = web.signed_in("grace");
    let page = grace.get(&path).is(200).says("smaller than 10MB");
    assert!(page.body.contains("multipart/form-data"));
    grace
        .post(&format!("{path}?q=scan"), &[])
        .is(422)
        .says("Choose a file for");
    send(&grace, &format!("{path}?q=scan"), "plan.pdf", "<html>")
        .is(422)
        .says("is not what its name says");
    send(&grace, &format!("{path}?q=scan"), "../plan.pdf", "%PDF-1.7 Kingfisher").is(303);
    let check = grace
        .get(&format!("{path}/check"))
        .is(200)
        .says("plan.pdf, 1KB")
        .says("All of it");
    let page = grace.get(&format!("{path}?q=scan")).is(200).says("plan.pdf");
    let file = super::browser::link(&page.body, ">plan.pdf</a>");
    let answer = grace.get(&file).is(200);
    assert_eq!(answer.body, "%PDF-1.7 Kingfisher");
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
    send(&grace, &path, "plan.pdf", "%PDF-1.7 one").is(303);
    grace.post(&path, &[("ac-take", "scan")]).is(303);
    let page = grace.get(&path).is(200);
    assert!(!page.body.contains("plan.pdf"));
    send(&grace, &path, "other.pdf", "%PDF-1.7 two").is(303);
    grace.get(&path).says("other.pdf");
}

#[test]
fn files_come_only_where_they_are_asked_for() {
    let web = Web::new();
    let browser = web.browser();
    let answer = send(&browser, "/sign-in", "plan.pdf", "%PDF-1.7");
    answer.is(422).says("Enter your email address.");
}

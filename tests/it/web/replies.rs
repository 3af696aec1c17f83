//! A letter is answered by email, from the bytes that go out to the bytes that come in: what was written becomes a
//! comment, and nothing that comes is lost.

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use accord::{
    cli::answers,
    service::{
        clocks,
        replies::{self, Arrived, Became},
    },
};
use serde_json::json;

use super::{
    browser::{Web, link},
    reading::open,
};
use crate::support::worker;

const OURS: &str = "replies@synergy.example";

/// A text that is open for comment, where letters can be answered.
fn opened() -> (Web, String) {
    let web = Web::answered_at(OURS);
    let (_, record) = open(&web);
    (web, record)
}

/// A letter that went out: where it is answered, to whom it went, and what it says.
struct Letter {
    reply: String,
    to: String,
    text: String,
}

/// The newest letter to somebody that has these words in its subject, as the worker sends it.
fn letter(web: &Web, who: &str, subject: &str) -> Option<Letter> {
    let person = web.t.person(who);
    let row = web
        .t
        .at_desk(move |desk| Ok(accord_store::people::load(desk.db, &person)?));
    let to = row.unwrap().email.unwrap();
    let (made, mail) = worker::with_mail(&web.t);
    made.drain(web.now()).unwrap();
    let mut all = mail.sent().into_iter().map(|post| worker::text(&post.bytes));
    let text = all.rfind(|text| text.contains(&format!("<{to}>")) && text.contains(&format!("Subject: {subject}")))?;
    let reply = text.lines().find_map(|line| line.strip_prefix("Reply-To: "))?;
    let reply = reply.split('<').nth(1)?.split('>').next()?.to_owned();
    Some(Letter { reply, to, text })
}

impl Letter {
    /// What a mail program sends as an answer: with the letter quoted below.
    fn answered(&self, number: usize, words: &str) -> String {
        let body = self.text.split("\r\n\r\n").nth(2).unwrap_or_default();
        let quoted: Vec<String> = body.lines().map(|line| format!("> {line}")).collect();
        format!(
            "From: Somebody <{}>\r\nTo: {}\r\nSubject: Re: a letter\r\nMessage-ID: <{number}@mail.example>\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n\r\nLe lun. 5 janv. 2026 à 09:00, Synergy \
             <{}> a écrit :\r\n{}\r\n",
            self.to,
            self.reply,
            self.reply,
            quoted.join("\r\n")
        )
    }
}

fn folder(web: &Web) -> PathBuf {
    web.t.folder.path().join("replies")
}

/// A mail server hands a message over to the program; a worker takes what is there.
#[track_caller]
fn comes(web: &Web, to: &str, message: &str) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_accord"))
        .args(["incoming", "--to", to])
        .env_clear()
        .env("ACCORD_REPLIES", OURS)
        .env("ACCORD_REPLIES_FOLDER", folder(web))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(message.as_bytes()).unwrap();
    assert!(program.wait().unwrap().success());
    let folder = answers::open(&folder(web)).unwrap();
    assert_eq!(answers::take_all(&web.t.app, &folder).unwrap(), 1);
    assert!(folder.waiting().unwrap().is_empty(), "what was taken is not kept twice");
}

fn told(web: &Web) -> Vec<String> {
    let all = web.posted().into_iter();
    all.filter(|row| row.payload.contains("access/reply_came"))
        .map(|row| row.payload)
        .collect()
}

#[test]
fn an_answer_becomes_a_comment_once_without_what_was_quoted() {
    let (web, record) = opened();
    let sent = letter(&web, "grace", "Open for comment").unwrap();
    assert!(
        sent.reply.starts_with("replies+") && sent.reply.ends_with("@synergy.example"),
        "{}",
        sent.reply
    );
    assert!(sent.text.contains("Write your answer above this line"));
    assert!(sent.text.contains("what you write becomes your comment"));
    let message = sent.answered(1, "Nights matter.");
    comes(&web, &sent.reply, &message);
    comes(&web, &sent.reply, &message);
    let page = web
        .signed_in("hodan")
        .get(&format!("/specification/{record}/comments"))
        .is(200)
        .says("Nights matter.");
    web.signed_in("hodan")
        .get(&link(&page.body, "Nights matter.</a>"))
        .is(200)
        .says("In an email");
    assert!(!page.body.contains("above this line") && !page.body.contains("a écrit"));
    assert_eq!(
        page.body.matches("Nights matter.").count(),
        1,
        "a server that hands it over twice says it once"
    );
    let told = told(&web);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("it stands with the text") && told[0].contains("Nights matter."));
    // Hers alone: what comes back to another's letter is another's.
    assert_ne!(web.t.person("grace"), web.t.person("danny"));
    web.signed_in("grace")
        .get(&format!("/specification/{record}/asked"))
        .is(200)
        .says("Nights matter.");
}

#[test]
fn what_is_asked_below_a_comment_is_answered_by_its_letter() {
    let (web, record) = opened();
    let text = json!({ "section": "Who it is for", "text": "Nights." });
    web.t.work(&record, "grace", "comment.add", text).unwrap();
    let id = record.clone();
    let comments = web
        .t
        .at_desk(move |desk| Ok(accord_store::sections::comments(desk.db, &id)?));
    let ask = json!({ "comment": comments[0].id, "text": "Which nights?" });
    web.t.work(&record, "rachel", "comment.ask_back", ask).unwrap();
    let sent = letter(&web, "grace", "Something was said below a comment").unwrap();
    comes(&web, &sent.reply, &sent.answered(2, "All of them."));
    web.signed_in("hodan")
        .get(&format!("/specification/{record}/comments/{}", comments[0].id))
        .is(200)
        .says("All of them.");
}

#[test]
fn what_cannot_be_taken_waits_for_a_supporter_who_closes_it() {
    let (web, record) = opened();
    let app = &web.t.app;
    let sent = letter(&web, "grace", "Open for comment").unwrap();
    // Another sender: whoever was sent the letter on. Its reader is told, at the address that we know.
    let strange = sent
        .answered(3, "I know better.")
        .replace(&sent.to, "stranger@elsewhere.example");
    comes(&web, &sent.reply, &strange);
    assert!(told(&web)[0].contains("It came from another address"));
    // Forged, says a server on the way; empty; too long; out of office: only the last is nobody's.
    let forged = sent.answered(4, "Not mine.");
    comes(
        &web,
        &sent.reply,
        &format!("Authentication-Results: mx.example; dmarc=fail\r\n{forged}"),
    );
    comes(&web, &sent.reply, &sent.answered(5, ""));
    comes(&web, &sent.reply, &sent.answered(6, &"word ".repeat(301)));
    let away = format!("Auto-Submitted: auto-replied\r\n{}", sent.answered(7, "I am away."));
    comes(&web, &sent.reply, &away);
    assert_eq!(told(&web).len(), 4, "nobody is written to because a program wrote");
    // A token that is none of ours, and bytes that are no message.
    comes(
        &web,
        "replies+aaaa@synergy.example",
        &sent.answered(8, "Hello?").replace(&sent.reply, OURS),
    );
    comes(&web, "replies+bbbb@synergy.example", "\u{1}\u{0} no head at all");
    // Too late: the words are kept, and their author is told so.
    web.t.clock.advance(chrono::TimeDelta::days(40));
    clocks::fire_due(app).unwrap();
    comes(&web, &sent.reply, &sent.answered(9, "I am late, I know."));
    assert!(told(&web).iter().any(|one| one.contains("and it is kept")));

    web.signed_in("grace").get("/put-right/emails").is(404);
    let leon = web.signed_in("leon");
    let list = leon
        .get("/put-right/emails")
        .is(200)
        .says("To the address in a letter to Grace Mensah");
    assert_eq!(list.body.matches("href=\"/put-right/emails/").count(), 7);
    assert_eq!(list.body.matches("To an address that stands in no letter").count(), 2);
    for why in [
        "another address",
        "may not come from",
        "no words in it",
        "301 words, and 300 is the most",
    ] {
        assert!(list.body.contains(why), "{why}");
    }
    // A call to her is on his list, once.
    let home = leon.get("/").is(200);
    link(&home.body, "Ring somebody, and say that you did");
    let path = list.body.split("href=\"/put-right/emails/").last().unwrap();
    let path = format!("/put-right/emails/{}", path.split('"').next().unwrap());
    let page = leon
        .get(&path)
        .is(200)
        .says("I am late, I know.")
        .says("Write it down for them");
    leon.post(&path, &[("ac-key", &page.hidden("ac-key"))]).is(303);
    leon.get(&path).is(404);
    let list = leon
        .get("/put-right/emails?closed=yes")
        .is(200)
        .says("what it said is forgotten");
    assert_eq!(list.body.matches("href=\"/put-right/emails/").count(), 6);
    web.signed_in("hodan")
        .get(&format!("/specification/{record}/comments"))
        .is(200)
        .says("Nobody has commented yet");
}

#[test]
fn what_strangers_send_fills_nothing_and_without_the_setting_nothing_can_be_answered() {
    let (web, _) = opened();
    let spam = |number: usize| Arrived {
        from: "spam@elsewhere.example".to_owned(),
        to: vec![format!("replies+{number}@synergy.example")],
        text: number.to_string(),
        ..Arrived::default()
    };
    for number in 0..200 {
        assert!(matches!(
            replies::take(&web.t.app, &spam(number), None),
            Ok(Became::Waits(_))
        ));
    }
    assert_eq!(replies::take(&web.t.app, &spam(200), None).unwrap(), Became::Left);

    let web = Web::new();
    open(&web);
    let sent = letter(&web, "grace", "Open for comment").unwrap();
    assert!(!sent.reply.starts_with("replies") && !sent.text.contains("above this line"));
    assert!(replies::take(&web.t.app, &Arrived::default(), None).is_err());
}

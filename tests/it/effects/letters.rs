//! From a frozen letter to bytes.

use std::sync::LazyLock;

use accord::{
    effects::mail::compose::{self, Enclosed, Sender},
    service::outgoing::{About, CalendarDate, Letter, Recipient},
    views::{library::Templates, source::Shelf},
};

/// Compiled once: there are many, and tests want many letters.
fn templates() -> &'static Templates {
    static SHIPPED: LazyLock<Templates> = LazyLock::new(|| Templates::load(None).unwrap());
    &SHIPPED
}

pub(crate) fn letter(name: &str, email: &str) -> Letter {
    Letter {
        template: "vote_voided".to_owned(),
        to: Recipient {
            stop: None,
            reply: None,
            person: Some("p1".to_owned()),
            name: name.to_owned(),
            first_name: "Amina".to_owned(),
            organisation: String::new(),
            email: email.to_owned(),
            why: String::new(),
        },
        attach: Vec::new(),
        calendar: None,
        about: About {
            alliance: "a1".to_owned(),
            instance: "i1".to_owned(),
            seq: 4,
            subject_kind: "specification".to_owned(),
            subject: "s1".to_owned(),
            at: "2026-05-05T13:30:00Z".parse().unwrap(),
            definition: "d1".to_owned(),
        },
        context: templates().sample(Shelf::Mail, "vote_voided").unwrap(),
    }
}

pub(crate) fn sender() -> Sender {
    Sender {
        address: "notices@synergy.example".to_owned(),
        origin: "synergy.example".to_owned(),
    }
}

pub(crate) fn bytes(key: &str, letter: &Letter, enclosed: &[Enclosed]) -> Result<String, compose::Unsendable> {
    let mail = templates().render_mail(&letter.template, &letter.context).unwrap();
    compose::compose(key, letter, &mail, enclosed, &sender()).map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let mut with_date = letter("Amina Yusuf", "amina@burngreave.example");
    with_date.calendar = Some(CalendarDate {
        uid: "i1/deadline@synergy.example".to_owned(),
        sequence: 2,
        title: "Vote by".to_owned(),
        at: "2026-05-08T16:00:00Z".parse().unwrap(),
        until: None,
        place: None,
    });
    let file = Enclosed {
        name: "report.pdf".to_owned(),
        kind: "application/pdf".to_owned(),
        bytes: b"%PDF-1.7 ...".to_vec(),
    };
    let first = bytes("i1/4/0/p1", &with_date, std::slice::from_ref(&file)).unwrap();
    assert_eq!(first, bytes("i1/4/0/p1", &with_date, &[file]).unwrap());
    assert!(first.contains("Message-ID: <") && first.contains("@synergy.example>\r\n"));
    assert!(first.contains("Auto-Submitted: auto-generated\r\n"));
    assert!(first.contains("Date: Tue, 05 May 2026 13:30:00"));
    assert!(first.contains("text/plain") && first.contains("text/html"));
    assert!(first.contains("filename=\"report.pdf\""));
    assert!(first.contains("text/calendar") && first.contains("DTSTART:20260508T160000Z"));
    assert!(!first.contains("List-Unsubscribe"));
}

#[test]
fn a_name_with_line_breaks_cannot_add_a_header() {
    for name in [
        "Eve\r\nBcc: all@x.example",
        "Eve\nX: y",
        "E\0ve",
        "\"Eve\" <eve@x.example>, ",
        "",
    ] {
        let bytes = bytes("k", &letter(name, "eve@x.example"), &[]).unwrap();
        let head = bytes.split("\r\n\r\n").next().unwrap();
        assert!(
            !head.contains("\r\nBcc:") && !head.contains("\r\nX:") && !head.contains('\0'),
            "{head}"
        );
        assert_eq!(head.matches("\r\nTo:").count(), 1, "{head}");
    }
}

#[test]
fn an_address_that_is_none_is_said_to_be() {
    for email in ["", "nobody", "a@b\r\nRCPT TO:<x@y>", "a b@c.example", "a@\0.example"] {
        let refused = bytes("k", &letter("Eve", email), &[]).unwrap_err();
        assert!(refused.0.contains("is not an email address"), "{email:?}: {refused}");
    }
}

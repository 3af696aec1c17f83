//! A real conversation with a server that can misbehave.

use std::time::Duration;

use accord::effects::mail::{
    ledger::Delivery,
    smtp::{Line, Smtp, SmtpSettings},
    transport::{Posted, SendFault, Transport},
};

use crate::support::receiver::{Manner, Receiver, certificate_file};

fn settings(port: u16, line: Line) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        line,
        login: None,
        hello: "accord.example".to_owned(),
        authority: None,
        patience: Duration::from_secs(2),
    }
}

fn send(receiver: &Receiver, line: Line) -> Result<String, SendFault> {
    let post = Posted {
        from: "notices@synergy.example".to_owned(),
        to: "amina@burngreave.example".to_owned(),
        message_id: "<1@synergy.example>".to_owned(),
        bytes: b"Subject: Hello\r\n\r\n.dots\r\n..more\r\n".to_vec(),
    };
    let smtp = Smtp::new(&settings(receiver.port, line)).unwrap();
    smtp.send(&post).map(|taken| taken.0)
}

#[test]
fn what_is_sent_arrives_byte_for_byte() {
    let receiver = Receiver::start([]);
    assert!(send(&receiver, Line::Plain).unwrap().starts_with("250"));
    let received = receiver.received();
    assert_eq!(received.len(), 1);
    // The library ends each message with a line break of its own.
    assert_eq!(received[0].bytes, b"Subject: Hello\r\n\r\n.dots\r\n..more\r\n\r\n");
    assert_eq!(received[0].from, "notices@synergy.example");
    assert_eq!(received[0].to, "amina@burngreave.example");
}

#[test]
fn refusals_are_told_apart() {
    let cases = [
        (
            Manner::RefuseRecipient("550 5.1.1 no such user"),
            "refused",
            Delivery::NoSuchAddress,
        ),
        (
            Manner::RefuseMessage("554 5.7.1 no"),
            "refused",
            Delivery::TechnicalFailure,
        ),
        (
            Manner::RefuseRecipient("452 4.2.2 full"),
            "not now",
            Delivery::NotAccepting,
        ),
        (Manner::LoseAnswer, "not known", Delivery::Sending),
        (Manner::HangUpBefore, "not known", Delivery::Sending),
        (Manner::Delay(Duration::from_secs(4)), "not known", Delivery::Sending),
    ];
    for (manner, expected, word) in cases {
        let receiver = Receiver::start([manner.clone()]);
        let fault = send(&receiver, Line::Plain).unwrap_err();
        assert!(fault.to_string().starts_with(expected), "{manner:?}: {fault}");
        assert_eq!(Delivery::of(&fault), word, "{manner:?}: {fault}");
    }
}

fn authority(name: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(certificate_file(name)).unwrap())
}

fn send_encrypted(receiver: &Receiver, authority: Option<Vec<u8>>) -> Result<String, SendFault> {
    let post = Posted {
        from: "notices@synergy.example".to_owned(),
        to: "amina@burngreave.example".to_owned(),
        message_id: "<1@synergy.example>".to_owned(),
        bytes: b"Subject: Hello\r\n\r\nOver a private line.\r\n".to_vec(),
    };
    let with = SmtpSettings {
        authority,
        login: Some(("accord".to_owned(), "hush hush".to_owned())),
        ..settings(receiver.port, Line::StartTls)
    };
    Smtp::new(&with).unwrap().send(&post).map(|taken| taken.0)
}

#[test]
fn with_starttls_name_password_and_letter_go_over_an_encrypted_line() {
    let receiver = Receiver::encrypted("here");
    let answer = send_encrypted(&receiver, authority("authority.pem")).unwrap();
    assert!(answer.starts_with("250"), "{answer}");
    let received = receiver.received();
    assert_eq!(received.len(), 1);
    assert!(received[0].encrypted);
    assert_eq!(received[0].bytes, b"Subject: Hello\r\n\r\nOver a private line.\r\n\r\n");
    // Nothing but the greeting was said in the open; the password was said, and only afterwards.
    assert_eq!(receiver.said_in_the_open(), ["EHLO accord.example", "STARTTLS"]);
    assert!(receiver.commands().iter().any(|said| said.starts_with("AUTH PLAIN ")));
}

#[test]
fn a_certificate_that_does_not_fit_gets_no_letter_and_no_password() {
    let cases = [
        ("elsewhere", authority("authority.pem"), "another name"),
        ("here", authority("nobody.pem"), "another authority"),
        ("here", None, "an authority that nobody knows"),
    ];
    for (certificate, authority, why) in cases {
        let receiver = Receiver::encrypted(certificate);
        let fault = send_encrypted(&receiver, authority).unwrap_err();
        assert!(matches!(fault, SendFault::NotNow(_)), "{why}: {fault}");
        assert!(
            fault.to_string().to_lowercase().contains("certificate"),
            "{why}: {fault}"
        );
        assert!(receiver.received().is_empty(), "{why}");
        assert_eq!(
            receiver.said_in_the_open(),
            ["EHLO accord.example", "STARTTLS"],
            "{why}"
        );
        assert_eq!(receiver.commands().len(), 2, "{why}: {:?}", receiver.commands());
    }
}

#[test]
fn a_file_that_is_no_certificate_is_said_to_be_none() {
    let with = SmtpSettings {
        authority: Some(b"hello".to_vec()),
        ..settings(25, Line::StartTls)
    };
    let fault = Smtp::new(&with).unwrap_err();
    assert!(fault.contains("authority"), "{fault}");
}

#[test]
fn nothing_is_said_to_a_server_without_starttls() {
    let receiver = Receiver::start([]);
    let fault = send(&receiver, Line::StartTls).unwrap_err();
    assert!(matches!(fault, SendFault::NotNow(_)), "{fault}");
    assert!(receiver.received().is_empty());
    let mail = receiver.commands().iter().any(|said| said.starts_with("MAIL"));
    assert!(!mail, "{:?}", receiver.commands());
    assert_eq!(receiver.connections(), 1);
}

#[test]
fn a_plain_line_to_another_machine_is_refused() {
    let far = SmtpSettings {
        host: "mail.example".to_owned(),
        ..settings(25, Line::Plain)
    };
    assert!(Smtp::new(&far).unwrap_err().contains("must be encrypted"));
}

#[test]
fn nobody_at_home_is_for_later() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let receiver_gone = Smtp::new(&settings(port, Line::Plain)).unwrap();
    let post = Posted {
        from: "a@b.example".to_owned(),
        to: "c@d.example".to_owned(),
        message_id: String::new(),
        bytes: Vec::new(),
    };
    assert!(matches!(
        receiver_gone.send(&post),
        Err(SendFault::NotNow(_) | SendFault::Unknown(_))
    ));
}

//! Reads one message as a mail server hands it over (RFC 5322). What it means is for the service to say.

use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders as _};

use crate::{
    service::replies::Arrived,
    views::escape::{lines, one_line},
};

/// Headers in which servers write whom a message was for.
const FOR: [&str; 3] = ["Delivered-To", "X-Original-To", "Envelope-To"];
/// So many files are named, so long.
const FILES: usize = 20;
const NAME: usize = 100;

/// A message. What is none is kept as it is, without a sender: somebody looks at it.
pub fn read(bytes: &[u8]) -> Arrived {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return Arrived {
            text: lines(&String::from_utf8_lossy(bytes)),
            ..Arrived::default()
        };
    };
    // Whoever names several senders names none.
    let from: Vec<String> = message.from().map(all).unwrap_or_default();
    let from = match from.as_slice() {
        [one] => one.clone(),
        _ => String::new(),
    };
    // What our own server wrote stands first, and above what was there before.
    let written = |name: &&str| {
        let mut heads = message.headers_raw();
        heads.find_map(|(known, value)| known.eq_ignore_ascii_case(name).then(|| one_line(value)))
    };
    let mut to: Vec<String> = FOR.iter().filter_map(written).collect();
    to.extend(message.to().map(all).unwrap_or_default());
    to.extend(message.cc().map(all).unwrap_or_default());
    let files = message.attachments().take(FILES).map(|part| {
        let name = one_line(part.attachment_name().unwrap_or_default());
        match name.is_empty() {
            true => "a file without a name".to_owned(),
            false => name.chars().take(NAME).collect(),
        }
    });
    Arrived {
        from: one_line(&from),
        to,
        id: message.message_id().map(str::to_owned),
        subject: one_line(message.subject().unwrap_or_default()),
        // What nobody sees, and what a database does not take, is no part of what was said.
        text: lines(&message.body_text(0).unwrap_or_default()),
        files: files.collect(),
        is_automatic: is_automatic(&message),
        is_doubted: is_doubted(&message),
    }
}

fn all(addresses: &Address<'_>) -> Vec<String> {
    addresses
        .iter()
        .filter_map(|one| one.address().map(str::to_owned))
        .collect()
}

fn text(message: &Message<'_>, name: &str) -> Option<String> {
    match message.header(name)? {
        HeaderValue::Text(text) => Some(text.to_string()),
        HeaderValue::Address(address) => all(address).into_iter().next(),
        _ => None,
    }
}

/// A server on the way has looked whether whom it names sent it, and says no. Whoever forges can write that it does,
/// never that it does not, so any such word counts, and no word says nothing.
fn is_doubted(message: &Message<'_>) -> bool {
    message
        .header_values("Authentication-Results")
        .any(|value| match value {
            HeaderValue::Text(text) => text.to_lowercase().contains("dmarc=fail"),
            HeaderValue::TextList(all) => all.iter().any(|text| text.to_lowercase().contains("dmarc=fail")),
            _ => false,
        })
}

/// An answer that no person wrote (RFC 3834): out of office, a failure of delivery, a list.
fn is_automatic(message: &Message<'_>) -> bool {
    let says = |name: &str| text(message, name).unwrap_or_default().trim().to_lowercase();
    // A server that could not deliver writes with an empty sender, which is read as no address at all.
    let nobody = message
        .headers_raw()
        .any(|(name, value)| name.eq_ignore_ascii_case("Return-Path") && value.trim() == "<>");
    let submitted = says("Auto-Submitted");
    let precedence = says("Precedence");
    nobody
        || (!submitted.is_empty() && submitted != "no")
        || ["bulk", "list", "junk", "auto_reply"].contains(&precedence.as_str())
        || !says("X-Autoreply").is_empty()
        || !says("X-Autorespond").is_empty()
        || message
            .content_type()
            .is_some_and(|kind| kind.subtype() == Some("report"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_whatever_they_are_packed_in() {
        let plain = "From: Grace <grace@example.org>\r\nTo: replies+k3@accord.example\r\nSubject: Re: Open\r\n\
                     Message-ID: <1@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\
                     Content-Transfer-Encoding: quoted-printable\r\n\r\nNights matter=2E A caf=C3=A9.\r\n";
        let found = read(plain.as_bytes());
        assert_eq!(found.from, "grace@example.org");
        assert_eq!(found.to, ["replies+k3@accord.example"]);
        assert_eq!(found.text.trim(), "Nights matter. A café.");
        assert!(found.files.is_empty() && !found.is_automatic);
        let html = "From: g@example.org\r\nTo: a@b.example\r\nContent-Type: text/html\r\n\r\n<p>Nights &amp; days</p>";
        assert!(read(html.as_bytes()).text.contains("Nights & days"));
    }

    #[test]
    fn files_are_named_and_automatic_answers_are_known() {
        let packed = "From: g@example.org\r\nTo: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
                      --x\r\nContent-Type: text/plain\r\n\r\nSee the map.\r\n\
                      --x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=map.pdf\r\n\r\n%PDF\r\n--x--\r\n";
        let found = read(packed.as_bytes());
        assert_eq!(found.files, ["map.pdf"]);
        assert_eq!(found.text.trim(), "See the map.");
        let away = "From: g@example.org\r\nTo: a@b.example\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.";
        assert!(read(away.as_bytes()).is_automatic);
        let bounced = "Return-Path: <>\r\nFrom: MAILER-DAEMON@example.org\r\nTo: a@b.example\r\n\r\nIt came back.";
        assert!(read(bounced.as_bytes()).is_automatic);
    }

    #[test]
    fn what_is_forged_or_no_message_has_no_sender_to_rely_on() {
        let forged =
            "Authentication-Results: mx.example; spf=pass; dmarc=fail (p=NONE)\r\nFrom: g@example.org\r\n\r\nHello";
        assert!(read(forged.as_bytes()).is_doubted);
        let good = "Authentication-Results: mx.example; dmarc=pass\r\nFrom: g@example.org\r\n\r\nHello";
        assert!(!read(good.as_bytes()).is_doubted);
        assert_eq!(read(b"From: a@b.example, c@d.example\r\n\r\nHello").from, "");
        let garbage = read(b"\xff\x00\x01 no head at all");
        assert!(garbage.from.is_empty() && !garbage.text.contains('\0'), "{garbage:?}");
    }
}

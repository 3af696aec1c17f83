//! Makes the bytes of one message: a pure function of the letter, the words and the attachments.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, MultiPartBuilder, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use sha2::{Digest, Sha256};

use super::calendar;
use crate::{
    service::outgoing::Letter,
    views::{escape::one_line, render::Mail},
};

/// Who sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// `notices@synergy.example`: what goes into `From` and the envelope.
    pub address: String,
    /// `synergy.example`: the right side of Message-IDs.
    pub origin: String,
}

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// `SYN-PSF-2026-001-award-report-v1.pdf`.
    pub name: String,
    /// `application/pdf`.
    pub kind: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a message can never be made from this letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unsendable(pub String);

/// `<sha256(key)[..24]@origin>`: the same for every try.
pub fn message_id(key: &str, origin: &str) -> String {
    format!("<{}@{origin}>", digest(key))
}

fn digest(key: &str) -> String {
    let full = Sha256::digest(key);
    full.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes, RFC 5322. A panic inside the library is an error here, so that one name cannot stop
/// the worker for ever.
///
/// # Errors
/// The address is none, or the library refuses.
pub fn compose(
    key: &str,
    letter: &Letter,
    mail: &Mail,
    enclosed: &[Enclosed],
    sender: &Sender,
) -> Result<Vec<u8>, Unsendable> {
    catch_unwind(AssertUnwindSafe(|| build(key, letter, mail, enclosed, sender)))
        .unwrap_or_else(|_| Err(Unsendable("the mail library gave up on this message".to_owned())))
}

/// An address as SMTP knows it.
///
/// # Errors
/// It is none.
pub fn address(text: &str) -> Result<Address, Unsendable> {
    text.trim()
        .parse()
        .map_err(|e| Unsendable(format!("`{}` is not an email address: {e}", one_line(text))))
}

fn build(
    key: &str,
    letter: &Letter,
    mail: &Mail,
    enclosed: &[Enclosed],
    sender: &Sender,
) -> Result<Vec<u8>, Unsendable> {
    let alliance = |field: &str| {
        let said = letter.context.pointer(&format!("/alliance/{field}"));
        one_line(said.and_then(serde_json::Value::as_str).unwrap_or_default())
    };
    let mut message = Message::builder()
        .from(mailbox(&alliance("name"), address(&sender.address)?))
        .to(mailbox(&letter.to.name, address(&letter.to.email)?))
        .subject(one_line(&mail.subject))
        .date(letter.about.at.into())
        .message_id(Some(message_id(key, &sender.origin)))
        .raw_header(plain("Auto-Submitted", "auto-generated"));
    let reply = letter.to.reply.clone().unwrap_or_else(|| alliance("email"));
    if let Ok(reply) = address(&reply) {
        message = message.reply_to(mailbox(&alliance("name"), reply));
    }
    let choose = crate::views::render::choose(&letter.context);
    if let Some(stop) = &letter.to.stop {
        // RFC 8058: a program may stop them with one request, without a page.
        message = message
            .raw_header(plain("List-Unsubscribe", &format!("<{stop}>")))
            .raw_header(plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    } else if mail.optional && choose.starts_with("https://") {
        message = message.raw_header(plain("List-Unsubscribe", &format!("<{choose}>")));
    }
    let mark = digest(key);
    let words = part(&mark, "words", MultiPart::alternative())
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    let files = files(letter, enclosed)?;
    let body = if files.is_empty() {
        words
    } else {
        let whole = part(&mark, "whole", MultiPart::mixed()).multipart(words);
        files.into_iter().fold(whole, MultiPart::singlepart)
    };
    message
        .multipart(body)
        .map(|message| message.formatted())
        .map_err(|e| Unsendable(format!("the message cannot be made: {e}")))
}

/// A boundary that follows from the key: the library's own would differ each time.
fn part(mark: &str, level: &str, builder: MultiPartBuilder) -> MultiPart {
    builder.boundary(format!("accord-{level}-{mark}")).build()
}

fn files(letter: &Letter, enclosed: &[Enclosed]) -> Result<Vec<SinglePart>, Unsendable> {
    let mut parts = Vec::new();
    for file in enclosed {
        let kind = ContentType::parse(&file.kind)
            .map_err(|e| Unsendable(format!("`{}` is not a kind of file: {e}", file.kind)))?;
        parts.push(Attachment::new(one_line(&file.name)).body(file.bytes.clone(), kind));
    }
    if let Some(date) = &letter.calendar {
        let kind = ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH")
            .map_err(|e| Unsendable(e.to_string()))?;
        let file = calendar::file(date, letter.about.at);
        parts.push(Attachment::new("date.ics".to_owned()).body(file, kind));
    }
    Ok(parts)
}

/// The library panics on a line break in a name; `one_line` takes it away first.
fn mailbox(name: &str, address: Address) -> Mailbox {
    let name = one_line(name);
    Mailbox::new((!name.is_empty()).then_some(name), address)
}

fn plain(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), one_line(value))
}

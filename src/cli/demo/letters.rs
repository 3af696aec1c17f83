//! Letters as the demonstration shows them, read from the messages that would have been sent.
//!
//! It reads our own messages only: the first part is text, and says how it is encoded.

use std::{fs, path::Path};

use chrono::{DateTime, Utc};

use crate::{
    effects::mail::transport,
    web::site::{Inbox, Letter},
};

/// A page of the letters of a folder, the newest first; those to one address, if it is given. Only what
/// is on the page is read: there are thousands.
pub(super) fn page(folder: &Path, to: Option<&str>, skip: usize, most: usize) -> Inbox {
    let mut names = names(folder);
    let to = to.map(transport::named);
    names.retain(|(_, name)| to.as_ref().is_none_or(|to| name.ends_with(&format!("-{to}.eml"))));
    let read = |(number, name): &(usize, String)| read(*number, &fs::read_to_string(folder.join(name)).ok()?);
    Inbox {
        all: names.len(),
        letters: names.iter().skip(skip).take(most).filter_map(read).collect(),
    }
}

/// The letter with this number.
pub(super) fn one(folder: &Path, number: usize) -> Option<Letter> {
    let (_, name) = names(folder).into_iter().find(|(known, _)| *known == number)?;
    read(number, &fs::read_to_string(folder.join(name)).ok()?)
}

/// Numbers and names of files, the newest first.
fn names(folder: &Path) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            Some((name.split('-').next()?.parse().ok()?, name))
        })
        .collect();
    out.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    out
}

fn read(number: usize, message: &str) -> Option<Letter> {
    let (head, body) = message.split_once("\r\n\r\n")?;
    let head = unfolded(head);
    let part = body.split_once("Content-Type: text/plain")?.1;
    let (part_head, text) = part.split_once("\r\n\r\n")?;
    let text = text.split("\r\n--accord-").next()?;
    let encoding = header(part_head, "Content-Transfer-Encoding").unwrap_or_default();
    let date = header(&head, "Date")?;
    Some(Letter {
        number,
        to: words(&header(&head, "To")?),
        subject: words(&header(&head, "Subject")?),
        text: decoded(text, &encoding).replace("\r\n", "\n"),
        at: DateTime::parse_from_rfc2822(&date).ok()?.with_timezone(&Utc),
    })
}

/// Headers that go on over several lines, each on one.
fn unfolded(head: &str) -> String {
    head.replace("\r\n ", " ").replace("\r\n\t", " ")
}

fn header(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines();
    lines.find_map(|line| {
        let (known, value) = line.split_once(':')?;
        known.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// Encoded words (RFC 2047) as words.
fn words(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("=?utf-8?b?") {
        // White space between two encoded words is none.
        if !before.trim().is_empty() || out.is_empty() {
            out.push_str(before);
        }
        let Some((encoded, behind)) = after.split_once("?=") else {
            return text.to_owned();
        };
        out.push_str(&String::from_utf8_lossy(&base64(encoded)));
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn decoded(text: &str, encoding: &str) -> String {
    match encoding {
        "base64" => String::from_utf8_lossy(&base64(text)).into_owned(),
        "quoted-printable" => quoted(text),
        _ => text.to_owned(),
    }
}

fn base64(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.extend(u8::try_from((bits >> held) & 0xff));
        }
    }
    out
}

fn quoted(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let mut out = Vec::new();
    let mut bytes = joined.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let digits = [bytes.next(), bytes.next()].map(|digit| digit.and_then(|d| char::from(d).to_digit(16)));
        if let [Some(high), Some(low)] = digits {
            out.extend(u8::try_from(high * 16 + low));
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_messages_are_read() {
        let message = "From: a@b.example\r\nTo: \"Grace Mensah\" <grace@x.example>\r\n\
                       Subject: =?utf-8?b?w4l0w6k=?= =?utf-8?b?ISE=?=\r\nDate: Mon, 5 Jan 2026 09:00:00 +0000\r\n\
                       Content-Type: multipart/alternative;\r\n boundary=\"accord-words-1\"\r\n\r\n\
                       --accord-words-1\r\nContent-Type: text/plain; charset=utf-8\r\n\
                       Content-Transfer-Encoding: quoted-printable\r\n\r\nYour code is =C2=A33=\r\n4\r\n\r\n\
                       --accord-words-1\r\nContent-Type: text/html\r\n\r\n<p>\r\n--accord-words-1--\r\n";
        let letter = read(3, message).unwrap();
        assert_eq!(letter.subject, "Été!!");
        assert_eq!(letter.text.trim(), "Your code is £34");
        assert!(letter.to.contains("Grace Mensah"));
    }
}

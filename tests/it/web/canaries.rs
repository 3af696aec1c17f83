//! Before the opening nothing of a bid stands anywhere: what it says, what its files say, what they are called.

use std::{
    fs,
    io::Read as _,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use accord::{
    service::{opening, sealing, uploads},
    web::routes::{Method, Object, ROUTES, Who},
};
use accord_store::submissions;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::{
    browser::{Answer, Browser, Web},
    callbacks::stand,
    opening::{begun, deal, made, path},
};
use crate::{
    service::award::{self, Round},
    support::worker,
};

/// What an answer says, what a file says, what it is called; and the same of a file that was taken out again.
const CANARIES: [&str; 5] = [
    "Xylophone egrets of Rivelin",
    "Quavering bitterns of Wisewood",
    "vermilion-dunnock-tariff",
    "Zigzag ouzels of Loxley",
    "obsolete-wryneck-tariff",
];

/// Lines of the program's own telling in which one of them stood.
static LOGGED: AtomicUsize = AtomicUsize::new(0);

struct Watch;

impl std::io::Write for Watch {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        if CANARIES.iter().any(|one| holds(line, one.as_bytes())) {
            LOGGED.fetch_add(1, Ordering::SeqCst);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    letters(bytes).contains(&letters(what))
}

/// A letter for each byte: the search for text is quick.
fn letters(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// A text as it could stand in a file: plainly, in letters of two bytes, in hexadecimal digits, in base 64 wherever it begins.
fn shapes(text: &str) -> Vec<Vec<u8>> {
    let plain = text.as_bytes();
    let mut out = vec![
        plain.to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        plain
            .iter()
            .flat_map(|byte| format!("{byte:02x}").into_bytes())
            .collect(),
        text.replace(' ', "%20").into_bytes(),
        text.replace(' ', "+").into_bytes(),
    ];
    for before in 0..3 {
        let padded = [vec![0; before], plain.to_vec()].concat();
        let coded = STANDARD.encode(padded).trim_end_matches('=').to_owned();
        // The first and the last letters depend on what stands beside.
        out.push(coded.as_bytes()[4..coded.len() - 4].to_vec());
    }
    out
}

/// Whatever is packed in some bytes, as ZIP, gzip or PDF pack it.
fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    for at in 0..bytes.len().saturating_sub(30) {
        let rest = &bytes[at..];
        let mut text = Vec::new();
        let read = match rest {
            [0x78, flags, ..] if (0x7800 + u32::from(*flags)) % 31 == 0 => flate2::read::ZlibDecoder::new(rest)
                .take(1 << 20)
                .read_to_end(&mut text),
            [0x1f, 0x8b, 8, ..] => flate2::read::GzDecoder::new(rest).take(1 << 20).read_to_end(&mut text),
            [b'P', b'K', 3, 4, ..] => {
                let length = |at: usize| usize::from(u16::from_le_bytes([rest[at], rest[at + 1]]));
                let packed = rest.get(30 + length(26) + length(28)..).unwrap_or_default();
                flate2::read::DeflateDecoder::new(packed)
                    .take(1 << 20)
                    .read_to_end(&mut text)
            }
            _ => continue,
        };
        drop(read);
        out.push(text);
    }
    out
}

#[track_caller]
fn nothing_in(place: &str, bytes: &[u8]) {
    let mut all = letters(bytes);
    all.extend(unpacked(bytes).iter().map(|one| letters(one)));
    for canary in CANARIES {
        for shape in shapes(canary) {
            assert!(!all.contains(&letters(&shape)), "`{canary}` stands in {place}");
        }
    }
}

fn under(folder: &Path, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => under(&path, out),
            path => out.extend(fs::read(&path).ok().map(|bytes| (path.display().to_string(), bytes))),
        }
    }
}

fn send_file(browser: &Browser<'_>, path: &str, name: &str, says: &str) -> Answer {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"recording\"; filename=\"{name}\"\r\nContent-Type: audio/mpeg\r\n\r\n\
         ID3\u{3} {says}\r\n--x--\r\n"
    );
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    browser.send("POST", path, Some(body), &headers)
}

fn rows(web: &Web, instance: &str) -> Vec<accord_store::uploads::UploadRow> {
    let read = |db: &mut accord_store::Db| accord_store::uploads::of_instance(db, instance);
    web.t.app.store.read(read).unwrap()
}

fn answers(recording: &str) -> Json {
    let mut all = award::answers();
    for row in all["answers"].as_array_mut().unwrap() {
        row["answer"] = json!(format!("{} and more.", CANARIES[0]));
    }
    all["recording"] = json!(recording);
    all
}

/// A round with cards, a bid with two files, of which one was taken out again.
fn drafted(web: &Web) -> (Round, std::collections::BTreeMap<&'static str, String>, String) {
    let round = award::round(&web.t);
    stand(web, &round.record, &["ready"]);
    let cards = made(web, &round, &["ruth", "edmund", "pritpal"]);
    deal(web, &round);
    let instance = begun(web, &round);
    let amina = web.signed_in("amina");
    let question = format!("/task/{instance}/act/drafting/submit?q=recording");
    send_file(&amina, &question, &format!("{}.mp3", CANARIES[4]), CANARIES[3]).is(303);
    send_file(&amina, &question, &format!("{}.mp3", CANARIES[2]), CANARIES[1]).is(303);
    (round, cards, instance)
}

/// Everything that could be looked into before the opening.
fn everywhere(web: &Web, round: &Round) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let copy = web.t.folder.path().join("copy.db");
    drop(fs::remove_file(&copy));
    web.t.app.store.backup(&copy, None).unwrap();
    let (worker, memory) = worker::with_mail(&web.t);
    worker.drain(web.now()).unwrap();
    for letter in memory.sent() {
        out.push(("a letter".to_owned(), worker::text(&letter.bytes).into_bytes()));
        out.push(("a letter as it went".to_owned(), letter.bytes));
    }
    under(web.t.folder.path(), &mut out);
    for row in web.posted() {
        out.push((format!("outbox {}", row.key), row.payload.into_bytes()));
    }
    for who in ["rachel", "ruth", "danny", "grace", "martin"] {
        let browser = web.signed_in(who);
        for route in ROUTES.iter().filter(|route| route.method == Method::Get) {
            let id = match route.object {
                Object::Record => &round.record,
                Object::Instance => &round.instance,
                Object::Nothing | Object::Own | Object::File | Object::Document => "",
            };
            let path = route.path.replace("{kind}", "round").replace("{id}", id);
            if path.contains('{') || path.ends_with("//") || matches!(route.who, Who::Anyone) {
                continue;
            }
            out.push((format!("{path} for {who}"), browser.get(&path).body.into_bytes()));
        }
    }
    out
}

#[test]
fn nothing_of_a_bid_stands_anywhere_before_the_opening() {
    let logs = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(|| Watch)
        .finish();
    // Whoever was first in this process keeps theirs, and then the lines are not seen here.
    drop(tracing::subscriber::set_global_default(logs));
    let web = Web::new();
    let (round, cards, instance) = drafted(&web);
    let kept = rows(&web, &instance);
    assert_eq!(kept.len(), 2);
    assert!(
        kept.iter()
            .all(|row| row.name.is_empty() && row.hash.is_empty() && row.slip.is_some())
    );
    let (gone, sent) = (kept[0].clone(), kept[1].clone());
    let amina = web.signed_in("amina");
    let own = amina.get(&format!("/files/{}", sent.id)).is(200);
    assert!(own.body.contains(CANARIES[1]) && own.header("content-disposition").contains(CANARIES[2]));
    // What is not sent yet is sealed by the server's key, and stands nowhere either.
    let mut drafted = Vec::new();
    under(web.t.folder.path(), &mut drafted);
    for (place, bytes) in &drafted {
        nothing_in(place, bytes);
    }

    web.t.act(&instance, "amina", "submit", answers(&sent.id)).unwrap();
    while web.t.app.spilt.wipe(&web.t.app.store).unwrap() {}
    let after = rows(&web, &instance);
    assert!(after.iter().all(|row| row.slip.is_none()));
    assert!(after[1].locked_in.is_some() && after[0].locked_in.is_none());
    let mut all = everywhere(&web, &round);
    for row in &after {
        all.push((row.stored.clone(), web.site.files.get(&row.stored).unwrap()));
    }
    for (place, bytes) in &all {
        nothing_in(place, bytes);
    }
    assert_eq!(LOGGED.load(Ordering::SeqCst), 0);
    // It would have been found.
    assert!(
        all.iter()
            .any(|(_, bytes)| holds(bytes, b"Sheffield Peer Support Framework"))
    );
    // Whoever has the server's key and everything that is on the disk finds no key of a file there.
    let mut slips = 0;
    for (place, bytes) in all.iter().filter(|(place, _)| place.starts_with('/')) {
        let text = String::from_utf8_lossy(bytes);
        for part in text.split("{\"format\":1,\"key\":\"").skip(1) {
            let Some((rest, _)) = part.split_once("\"}") else {
                continue;
            };
            let envelope = format!("{{\"format\":1,\"key\":\"{rest}\"}}");
            for row in &after {
                slips += 1;
                let opened = web.t.app.seals.open(&format!("upload/{}", row.id), &envelope);
                assert!(opened.is_err(), "{place} holds what opens a file");
            }
        }
    }
    assert!(slips > 0);
    for row in &after {
        assert!(
            web.t
                .app
                .seals
                .open_bytes(&format!("upload/{}", row.id), &web.site.files.get(&row.stored).unwrap())
                .is_err()
        );
    }
    // Not whoever sent it either; and they are told.
    let locked = amina.get(&format!("/files/{}", sent.id)).is(403);
    locked.says("nobody can open it before the opening");
    amina
        .get(&format!("/files/{}", gone.id))
        .is(403)
        .says("was thrown away");

    stand(&web, &round.record, &["closed"]);
    for who in ["ruth", "edmund"] {
        web.signed_in(who)
            .post(&path(&round, "show"), &[("words", &cards[who])])
            .is(303);
    }
    // Unlocked is not opened: two people do that.
    amina.get(&format!("/files/{}", sent.id)).is(403);
    let name = instance.clone();
    web.t.at_desk(move |desk| sealing::open_form(desk, &name, "bid"));
    let file = amina.get(&format!("/files/{}", sent.id)).is(200);
    assert!(file.body.contains(CANARIES[1]) && file.header("content-disposition").contains(CANARIES[2]));
    // What was not sent is opened by nobody for good.
    amina.get(&format!("/files/{}", gone.id)).is(403);
}

fn last(web: &Web, instance: &str) -> submissions::SubmissionRow {
    let read = |db: &mut accord_store::Db| submissions::of_form(db, &web.t.alliance, instance, "bid");
    web.t.app.store.read(read).unwrap().pop().unwrap()
}

/// A new version has the same file again by the copy that its sender saved; without it the file is asked for anew.
#[test]
fn a_new_version_keeps_its_files_by_ones_own_copy() {
    let web = Web::new();
    let (round, cards, instance) = drafted(&web);
    let file = rows(&web, &instance)[1].id.clone();
    let amina = web.signed_in("amina");
    let task = format!("/task/{instance}/act/drafting/submit");
    let copy = amina.get(&format!("{task}/saved-copy")).is(200).body;
    web.t.act(&instance, "amina", "submit", answers(&file)).unwrap();

    // The same answers again, without what opens the file.
    let refused = web.t.act(&instance, "amina", "replace", answers(&file)).unwrap_err();
    assert!(format!("{refused:?}").contains("Begin from the copy"), "{refused:?}");
    assert!(rows(&web, &instance)[1].locked_in.is_some());

    // From the copy of another bid, or with a key that is none, nothing comes back.
    let replace = format!("/task/{instance}/act/submitted/replace");
    let begin = |copy: &str| {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"copy.txt\"\r\nContent-Type: text/plain\r\n\r\n\
             {copy}\r\n--x--\r\n"
        );
        let headers = [
            ("sec-fetch-site", "same-origin"),
            ("content-type", "multipart/form-data; boundary=x"),
        ];
        amina.send("POST", &format!("{replace}/copy"), Some(body), &headers)
    };
    begin(&copy).is(303);
    let row = &rows(&web, &instance)[1];
    assert!(row.slip.is_some() && row.locked_in.is_none());
    assert!(amina.get(&format!("/files/{file}")).is(200).body.contains(CANARIES[1]));
    web.t.act(&instance, "amina", "replace", answers(&file)).unwrap();
    let sent = last(&web, &instance);
    assert_eq!(rows(&web, &instance)[1].locked_in, Some(sent.id.clone()));
    assert!(opening::locked(&sent).unwrap().is_some());

    stand(&web, &round.record, &["closed"]);
    web.t.clock.advance(TimeDelta::hours(1));
    for who in ["pritpal", "edmund"] {
        web.signed_in(who)
            .post(&path(&round, "show"), &[("words", &cards[who])])
            .is(303);
    }
    let name = instance.clone();
    web.t.at_desk(move |desk| sealing::open_form(desk, &name, "bid"));
    let row = uploads::of_instance(&web.t.app, &instance).unwrap().remove(1);
    assert_eq!(row.name, format!("{}.mp3", CANARIES[2]));
    assert!(amina.get(&format!("/files/{file}")).is(200).body.contains(CANARIES[1]));
}

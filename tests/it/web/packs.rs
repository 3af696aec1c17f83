//! A pack is sent on a page, looked at, and taken in by a second person.

use accord::service::{
    library::{Library, Shelf},
    packs::{
        asked,
        gather::{self, Label},
    },
};

use crate::web::browser::{Answer, Browser, Web};

const HERE: &str = "/operations/packs";

/// A pack for meetings, in which they are called so.
fn pack(title: &str) -> Vec<u8> {
    let shipped = Shelf::built_in();
    let path = "workflows/meeting.yaml";
    let text = shipped.get(path).unwrap();
    let other = text.replacen(
        "title: A meeting, from invitation to agreed minutes",
        &format!("title: {title}"),
        1,
    );
    let library = Library::read(Shelf::built_in().with(path, &other)).unwrap();
    let label = Label {
        name: "meetings".to_owned(),
        version: "2".to_owned(),
        origin: "The Somerset alliance".to_owned(),
        licence: "Free to use.".to_owned(),
        made_on: "2026-01-05".parse().unwrap(),
    };
    let pack = gather::gather(&library, &["meeting".to_owned()], label).unwrap();
    pack.write().unwrap()
}

/// One that somebody has sent; gives its id.
pub(crate) fn sent(web: &Web, who: &str) -> String {
    let bytes = pack("How we meet");
    asked::ask(
        &web.t.app,
        &web.t.alliance,
        &web.t.caller(who),
        ("a.zip", &bytes),
        "As agreed.",
    )
    .unwrap()
}

/// A file that is no text goes as Latin-1 would write it: only what is text is sent here.
fn send(browser: &Browser<'_>, text: &str, because: &str) -> Answer {
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"because\"\r\n\r\n{because}\r\n--x\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\ncontent-type: application/zip\r\n\r\n{text}\r\n\
         --x--\r\n"
    );
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    browser.send("POST", HERE, Some(body), &headers)
}

fn title(web: &Web) -> String {
    let found = web.t.app.reading(&web.t.alliance, |desk| {
        Ok::<_, accord::service::fault::Fault>(desk.app.library.title("meeting"))
    });
    found.unwrap().unwrap()
}

#[test]
fn a_second_person_takes_a_pack_in_that_somebody_has_sent() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    rachel.get(HERE).is(200).says("No pack was taken in");
    rachel
        .get("/operations/workflows")
        .is(200)
        .says("Packs from other alliances");
    let id = sent(&web, "rachel");
    let path = format!("{HERE}/{id}");
    rachel.get(HERE).is(200).says("Waits for a second person");
    let own = rachel
        .get(&path)
        .is(200)
        .says("You have sent it")
        .says("workflows/meeting.yaml");
    assert!(!own.body.contains("value=\"take\""));
    let letter = web.posted().pop().unwrap();
    assert!(
        letter.payload.contains("asks you to look at the pack"),
        "{}",
        letter.payload
    );
    let tom = web.signed_in("tom");
    let page = tom
        .get(&path)
        .is(200)
        .says("The Somerset alliance")
        .says("What it changes");
    let seen = page.hidden("seen");
    // Whoever has sent it does not take it in, and nobody takes in what they were not shown.
    rachel
        .post(&path, &[("way", "take"), ("seen", &seen)])
        .is(422)
        .says("You have sent it");
    tom.post(&path, &[("way", "take"), ("seen", "0")])
        .is(409)
        .says("Look at it again");
    assert_ne!(title(&web), "How we meet");
    tom.post(&path, &[("way", "take"), ("seen", &seen)]).is(303);
    tom.get(&path).is(200).says("It was taken in");
    rachel.get(HERE).is(200).says("Taken in");
    assert_eq!(title(&web), "How we meet");
    tom.get("/operations/workflows").is(200).says("How we meet");
    // Once is once.
    tom.post(&path, &[("way", "take"), ("seen", &seen)]).is(409);
    tom.post(&path, &[("way", "away")]).is(404);
}

#[test]
fn what_is_no_pack_is_refused_on_the_page_and_one_that_waits_is_thrown_away() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    send(&rachel, "nothing", "As agreed.")
        .is(422)
        .says("a.zip cannot be read as a pack: it is damaged");
    send(&rachel, "", "As agreed.").is(422).says("Choose a file");
    let id = sent(&web, "rachel");
    let path = format!("{HERE}/{id}");
    rachel.post(&path, &[("way", "away")]).is(303);
    rachel.get(&path).is(404);
    web.signed_in("tom").get(HERE).is(200).says("No pack was taken in");
    web.signed_in("grace").get(HERE).is(404);
    let nobody = asked::ask(
        &web.t.app,
        &web.t.alliance,
        &web.t.caller("grace"),
        ("a.zip", &pack("How we meet")),
        "As agreed.",
    );
    assert!(nobody.is_err());
    let silent = asked::ask(
        &web.t.app,
        &web.t.alliance,
        &web.t.caller("rachel"),
        ("a.zip", &pack("How we meet")),
        " ",
    );
    assert!(format!("{silent:?}").contains("Say why"), "{silent:?}");
}

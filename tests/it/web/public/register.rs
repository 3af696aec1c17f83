//! The register, notices, feeds and processes; and nothing that was not published.

use accord_store::documents::DocumentRow;

use super::{Scene, keep, package, paper};
use crate::web::browser::{Web, words};

const PAGES: &[&str] = &[
    "/register",
    "/register.csv",
    "/notices",
    "/grants",
    "/grants.json",
    "/annual-summaries",
    "/feeds/notices.atom",
    "/feeds/notices.json",
    "/feeds/opportunities.atom",
    "/feeds/opportunities.json",
    "/feeds/dates.ics",
    "/process",
    "/assured",
    "/heard",
    "/verify",
    "/subscriptions",
    "/accessibility",
    "/privacy",
    "/help",
];

#[test]
fn before_anything_is_published_every_page_says_what_will_be_there() {
    let web = Web::new();
    let (_, record) = web.t.specification();
    let browser = web.browser();
    for path in PAGES {
        browser.get(path).is(200);
    }
    browser.get("/register").says("Nothing has been published yet");
    browser.get("/notices").says("No notice has been published yet");
    browser.get(&format!("/register/{record}")).is(404);
    assert!(!browser.get("/feeds/dates.ics").body.contains("BEGIN:VEVENT"));
}

#[test]
fn nothing_leaks_that_was_not_published() {
    let scene = Scene::new();
    let browser = scene.web.browser();
    let one = format!("/register/{}", scene.reference());
    let notice = format!("/notices/{}", scene.notice);
    let mut pages: Vec<String> = PAGES.iter().map(|path| (*path).to_owned()).collect();
    pages.extend([one.clone(), notice, format!("{}.json", scene.notice)]);
    // A bid that is sealed, papers of the board and of a bidder, people, and the words of staff for a
    // stage that has others for everybody.
    let hidden = [
        "Burngreave",
        "Paper 1",
        "Letter to",
        "Grace",
        "Rachel",
        "Preparing",
        "Amina",
    ];
    for path in &pages {
        let page = browser.get(path);
        let said = if page.body.contains("<main") {
            words(&page.body)
        } else {
            page.body.clone()
        };
        for word in hidden {
            assert!(!said.contains(word), "{path} says `{word}`: {said}");
        }
    }
    browser
        .get(&one)
        .is(200)
        .says("Now: Coming soon")
        .says("Open for bids")
        .says("Whom it is for.");
    browser.get(&format!("/notices/{}", scene.secret)).is(404);
    browser.get(&format!("/documents/{}", scene.secret)).is(404);
    // What a bid is about has no page of its own, whatever is public of it.
    browser.get("/register/BID-1").is(404);
}

#[test]
fn the_register_is_what_the_notices_said() {
    let scene = Scene::new();
    let browser = scene.web.browser();
    browser
        .get("/register")
        .says("Peer support for the city")
        .says("10 April 2026");
    // Later somebody is chosen.
    scene.web.advance(chrono::TimeDelta::days(1));
    scene.web.site.files.put("4.json", package(true)).unwrap();
    keep(
        &scene.web,
        DocumentRow {
            kind: "notice".to_owned(),
            title: "Intention to award".to_owned(),
            data_key: Some("4.json".to_owned()),
            ..paper(&scene.web, &scene.round.record, 4, "public")
        },
    );
    browser
        .get("/register")
        .says("2 lines")
        .says("=Heeley Trust")
        .says("£38,500.50");
    browser
        .get("/register?what=award")
        .says("1 line")
        .says("can still be looked at again");
    browser.get("/register?what=contract").says("Nothing fits");
    browser.get("/register?q=heeley+foundry").says("1 line");
    browser.get("/register?q=nobody").says("Nothing fits");
    browser.get("/register?page=99&sort=-value").is(200).says("2 lines");
    let csv = browser.get("/register.csv?what=award").is(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert!(csv.header("content-disposition").contains("register.csv"));
    assert_eq!(csv.body.lines().count(), 2);
    assert!(
        csv.body.contains(",'=Heeley Trust,") && csv.body.contains(",38500.50,"),
        "{}",
        csv.body
    );
    // The page of the procurement says it too.
    browser
        .get(&format!("/register/{}", scene.reference()))
        .says("Who was chosen")
        .says("=Heeley Trust");
}

#[test]
fn a_notice_is_a_page_a_pdf_and_open_data() {
    let scene = Scene::new();
    let browser = scene.web.browser();
    let path = format!("/notices/{}", scene.notice);
    browser
        .get(&path)
        .is(200)
        .says("The words of Open for bids")
        .says("1, the newest");
    for json in [
        format!("{path}.json"),
        "/notices/ocds-213czf-X-1-tender.json".to_owned(),
    ] {
        let data = browser.get(&json).is(200);
        assert_eq!(data.header("content-type"), "application/json");
        assert_eq!(data.header("access-control-allow-origin"), "*");
        let read: serde_json::Value = serde_json::from_str(&data.body).unwrap();
        assert_eq!(read["releases"][0]["tender"]["status"], "active");
    }
    browser.get("/notices/ocds-213czf-X-2-tender.json").is(404);
    let pdf = browser.get(&format!("/documents/{}/pdf", scene.notice)).is(200);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    // A newer version is pointed to.
    let newer = DocumentRow {
        reference: "PAPER-3".into(),
        version: 2,
        kind: "notice".into(),
        ..paper(&scene.web, &scene.round.record, 5, "public")
    };
    let newer = keep(&scene.web, newer);
    let page = browser.get(&path).says("There is a newer version");
    assert!(page.body.contains(&format!("/notices/{newer}")));
}

#[test]
fn feeds_are_read_by_programs() {
    let scene = Scene::new();
    let browser = scene.web.browser();
    let feed = browser.get("/feeds/notices.atom").is(200);
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    let tree = roxmltree::Document::parse(&feed.body).unwrap();
    let atom = "http://www.w3.org/2005/Atom";
    let ids: Vec<_> = tree
        .descendants()
        .filter(|node| node.has_tag_name((atom, "entry")))
        .filter_map(|entry| entry.children().find(|node| node.has_tag_name((atom, "id")))?.text())
        .collect();
    assert_eq!(ids, [format!("urn:uuid:{}", scene.notice)]);
    // The same again is the same bytes.
    assert_eq!(browser.get("/feeds/notices.atom").body, feed.body);
    let same = browser.get("/feeds/notices.json").is(200);
    assert_eq!(same.header("content-type"), "application/feed+json; charset=utf-8");
    let same: serde_json::Value = serde_json::from_str(&same.body).unwrap();
    assert_eq!(same["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(same["items"][0]["id"], format!("urn:uuid:{}", scene.notice));
    assert_eq!(same["items"][0]["attachments"][1]["mime_type"], "application/json");
    // It is being prepared: there is news of it, and nothing to bid for.
    let open: serde_json::Value = serde_json::from_str(&browser.get("/feeds/opportunities.json").body).unwrap();
    assert_eq!(open["items"], serde_json::json!([]));
    let dates = browser.get("/feeds/dates.ics").is(200);
    assert_eq!(dates.header("content-type"), "text/calendar; charset=utf-8");
}

#[test]
fn every_process_is_told_in_plain_english() {
    let web = Web::new();
    let browser = web.browser();
    let list = browser.get("/process").is(200);
    let names: Vec<&String> = web.t.app.library.files.keys().collect();
    for name in names {
        assert!(list.body.contains(&format!("/process/{name}\"")), "{name}");
        browser.get(&format!("/process/{name}")).is(200);
    }
    browser
        .get("/process/specification")
        .says("What is promised")
        .says("Do you support this text as what should be delivered?")
        .says("Silence never counts as a yes.")
        .says("Contract manager may:");
    browser.get("/process/nothing").is(404);
}

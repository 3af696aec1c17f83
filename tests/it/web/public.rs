//! What everybody may see, and what nobody but its readers may.

use accord_store::documents::{self, DocumentRow};
use serde_json::json;

use super::browser::{Answer, Browser, Web, words};
use crate::service::award;

/// A round that is being prepared, with a sealed bid, papers of every sort, and one notice.
struct Scene {
    web: Web,
    round: award::Round,
    notice: String,
    secret: String,
}

fn id(number: u32) -> String {
    format!("01900000-0000-7000-8000-{number:012}")
}

fn paper(web: &Web, record: &str, number: u32, readers: &str) -> DocumentRow {
    let hash = format!("{number:08x}").repeat(8);
    DocumentRow {
        id: id(number),
        alliance_id: web.t.alliance.clone(),
        subject_id: Some(record.to_owned()),
        instance_id: None,
        outbox_key: None,
        kind: "document".to_owned(),
        template: "paper".to_owned(),
        reference: format!("PAPER-{number}"),
        version: 1,
        title: format!("Paper {number}"),
        hash,
        html_key: format!("{number}.html"),
        pdf_key: Some(format!("{number}.pdf")),
        data_key: None,
        readers: format!("[\"{readers}\"]"),
        flagged: None,
        created_at: web.now().into(),
    }
}

fn keep(web: &Web, row: DocumentRow) -> String {
    let id = row.id.clone();
    let html = format!(
        "<main>\n<h1>{}</h1>\n<p>The words of {}</p></main>\n<footer>\n<dl><dt>Fingerprint of its content \
         (SHA-256)</dt><dd>{}</dd></dl></footer>",
        row.title, row.title, row.hash
    );
    let pdf = format!(
        "%PDF-1.7 {} trailer\n<</Root 1 0 R/ID[<{}><0>]>>",
        row.title,
        &row.hash[..32]
    );
    web.site.files.put(&row.html_key, html.into_bytes()).unwrap();
    web.site
        .files
        .put(row.pdf_key.as_ref().unwrap(), pdf.into_bytes())
        .unwrap();
    web.t.app.store.write(move |db| documents::put(db, &row)).unwrap();
    id
}

fn package(awards: bool) -> Vec<u8> {
    let mut release = json!({
        "id": "ocds-213czf-X-1-tender",
        "date": "2026-01-05T09:00:00Z",
        "tender": {
            "title": "Peer support for the city", "status": "active",
            "tenderPeriod": { "endDate": "2026-04-10T11:00:00Z" },
            "lots": [{ "id": "foundry", "title": "Foundry" }],
            "description": "What it is.\n\nWhom it is for.",
        },
    });
    if awards {
        release["awards"] = json!([{
            "id": "A-1", "title": "Foundry", "status": "pending", "value": { "amount": 38_500.5, "currency": "GBP" },
            "suppliers": [{ "id": "s", "name": "=Heeley Trust" }],
        }]);
    }
    json!({ "releases": [release] }).to_string().into_bytes()
}

impl Scene {
    fn new() -> Self {
        let web = Web::new();
        let round = award::round(&web.t);
        let (_, bid) = award::bid(&web.t, &round, "burngreave");
        let secret = keep(&web, paper(&web, &round.record, 1, "board_vcse"));
        keep(
            &web,
            DocumentRow {
                title: "Letter to Burngreave".into(),
                ..paper(&web, &bid, 2, "bidder")
            },
        );
        let notice = DocumentRow {
            kind: "notice".to_owned(),
            title: "Open for bids".to_owned(),
            data_key: Some("3.json".to_owned()),
            ..paper(&web, &round.record, 3, "public")
        };
        web.site.files.put("3.json", package(false)).unwrap();
        let notice = keep(&web, notice);
        Self {
            web,
            round,
            notice,
            secret,
        }
    }

    fn reference(&self) -> String {
        let (record, alliance) = (self.round.record.clone(), self.web.t.alliance.clone());
        let read = |db: &mut accord_store::Db| accord_store::subjects::load(db, &alliance, &record);
        self.web.t.app.store.read(read).unwrap().reference.unwrap()
    }
}

const PAGES: &[&str] = &[
    "/register",
    "/register.csv",
    "/notices",
    "/feeds/notices.atom",
    "/feeds/dates.ics",
    "/process",
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
    browser
        .get("/register?what=contract")
        .says("Nothing in the register fits");
    browser.get("/register?q=heeley+foundry").says("1 line");
    browser.get("/register?q=nobody").says("Nothing in the register fits");
    browser
        .get("/register?page=99&by=value&turned=yes")
        .is(200)
        .says("2 lines");
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

fn upload(browser: &Browser<'_>, name: &str, content: &str) -> Answer {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"said\"\r\n\r\n\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n{content}\r\n--x--\r\n"
    );
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    browser.send("POST", "/verify", Some(body), &headers)
}

#[test]
fn a_copy_is_told_from_a_forgery() {
    let scene = Scene::new();
    let browser = scene.web.browser();
    let issued = |key: &str| String::from_utf8(scene.web.site.files.get(key).unwrap()).unwrap();
    for (key, kind) in [("3.pdf", "pdf"), ("3.html", "html")] {
        let file = issued(key);
        upload(&browser, key, &file)
            .is(200)
            .says("Yes: this is the document that was issued")
            .says("1, the newest")
            .says("Open for bids");
        // One byte is enough.
        let changed = file.replacen("Open", "Opem", 1);
        upload(&browser, key, &changed)
            .says("No: this file is not as it was issued")
            .says("PAPER-3");
        assert_ne!(kind, "");
    }
    upload(&browser, "other.pdf", "%PDF-1.7 by somebody else").says("No: we know no such document");
    upload(&browser, "notes.txt", "Just notes").says("No: we know no such document");
    // Who holds a paper that is not public is told that it is the one, and no more than they know.
    let page = upload(&browser, "1.pdf", &issued("1.pdf"))
        .says("Yes: this is the document")
        .says("PAPER-1");
    assert!(!words(&page.body).contains("Paper 1"));
    assert!(!page.body.contains(&scene.secret));
    // With an account that may read it, they are led there.
    let rachel = scene.web.signed_in("rachel");
    let page = upload(&rachel, "1.pdf", &issued("1.pdf")).says("Paper 1");
    assert!(page.body.contains(&format!("/documents/{}", scene.secret)));
}

#[test]
fn what_is_typed_finds_what_may_be_read() {
    let scene = Scene::new();
    let browser = scene.web.browser();
    let ask = |browser: &Browser<'_>, said: &str| browser.post("/verify", &[("said", said)]);
    let (public, secret) = ("00000003".repeat(8), "00000001".repeat(8));
    ask(&browser, &public)
        .says("Yes: a document with this mark")
        .says("Open for bids");
    ask(&browser, &public[..12].to_uppercase()).says("Yes: a document with this mark");
    ask(&browser, " PAPER-3 ").says("Open for bids");
    ask(&browser, "PAPER-3-v1").says("Open for bids");
    ask(&browser, "PAPER-3-v2").says("No: we know no such document");
    // Nobody finds out by guessing what there is: only the whole fingerprint is proof of a copy.
    for said in ["PAPER-1", &secret[..12], &secret[..63]] {
        ask(&browser, said).says("No: we know no such document");
    }
    ask(&browser, &secret)
        .says("Yes: a document with this mark")
        .says("PAPER-1");
    ask(&scene.web.signed_in("rachel"), "PAPER-1").says("Paper 1");
    ask(&browser, "").is(422).says("Select a file, or type the fingerprint");
    upload(&browser, "large.pdf", &"x".repeat(10 * 1024 * 1024 + 1))
        .is(422)
        .says("must be smaller than 10MB");
}

#[test]
fn checking_is_not_a_way_to_keep_us_busy() {
    let web = Web::new();
    let browser = web.browser();
    let mut last = 0;
    for _ in 0..30 {
        last = browser.post("/verify", &[("said", "X")]).status;
    }
    assert_eq!(last, 429);
    // Reading goes on, and a minute later checking too.
    browser.get("/register").is(200);
    web.advance(chrono::TimeDelta::minutes(1));
    browser.post("/verify", &[("said", "X")]).is(200);
}

#[test]
fn somebody_without_an_account_is_told_and_stops_it() {
    let web = Web::new();
    let browser = web.browser();
    browser
        .post("/subscriptions", &[("address", "nowhere")])
        .is(422)
        .says("There is a problem");
    let asked = browser.post(
        "/subscriptions",
        &[
            ("address", "garden@firth.example"),
            ("topics", "awards"),
            ("topics", "opportunities"),
        ],
    );
    let code_page = asked.is(303).to().to_owned();
    let row = web
        .posted()
        .into_iter()
        .find(|row| row.key.starts_with("subscription/"))
        .unwrap();
    let letter: serde_json::Value = serde_json::from_str(&row.payload).unwrap();
    let code = letter
        .pointer("/email/context/act/form/code")
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned();
    // The link in the letter fills the code in, and confirms nothing.
    let page = browser.get(&format!("{code_page}?code={code}")).is(200);
    assert!(page.body.contains(&format!("value=\"{code}\"")));
    browser
        .post(&code_page, &[("code", "000000")])
        .is(422)
        .says("not the code");
    browser
        .post(&code_page, &[("code", &code)])
        .is(200)
        .says("You will hear from us");
    let stop = letter.pointer("/email/to/stop").unwrap().as_str().unwrap();
    let stop = stop.strip_prefix("https://accord.example").unwrap();
    browser.get(stop).is(200).says("g…@firth.example").says("Awards");
    // A mail program stops them with one request that comes from no page.
    let one_click = Some("List-Unsubscribe=One-Click".to_owned());
    browser
        .send("POST", stop, one_click, &[])
        .is(200)
        .says("the address is forgotten");
    browser.get(stop).is(404);
}

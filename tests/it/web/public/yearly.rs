//! Annual summaries of authorities, for everybody: what is published of each year, and nothing before.

use accord_store::subjects::{self, SubjectRow};
use serde_json::{Value, json};

use super::id;
use crate::web::browser::Web;

/// A record with the years that are published, as the rule keeps them.
fn kept(web: &Web, years: &Value) {
    let lead = web.t.app.store.read({
        let alliance = web.t.alliance.clone();
        move |db| accord_store::organisations::all(db, &alliance)
    });
    let authority = lead.unwrap().first().unwrap().id.clone();
    let row = SubjectRow {
        id: id(77),
        alliance_id: web.t.alliance.clone(),
        kind: "annual_summary".to_owned(),
        reference: Some("PSR-01".to_owned()),
        title: "Annual summaries".to_owned(),
        parent_id: None,
        organisation_id: None,
        person_id: None,
        data: json!({ "authority": authority, "first_year": 2025, "years": years }).to_string(),
        created_at: web.now().into(),
    };
    web.t.app.store.write(move |db| subjects::insert(db, &row)).unwrap();
}

fn year() -> Value {
    json!({
        "name": "2025/26", "begins": 2025, "from": "2025-04-01", "until": "2026-03-31", "due_on": "2026-09-30",
        "published_on": "2026-06-02", "value": 7_100_050,
        "figures": [{ "code": "competitive", "title": "Contracts awarded by the Competitive Process", "number": 2 }],
        "outcomes": [{ "code": "stands", "title": "Representations after which the decision stands", "number": 1 }],
        "nature": "Whether reasons said enough.\n\nAnd how.", "impact": "Reasons say more.", "monitoring": "As they should be.",
        "improvements": "Nothing.",
    })
}

#[test]
fn a_year_is_a_page_a_table_and_data_once_it_is_published() {
    let web = Web::new();
    kept(&web, &json!([year()]));
    let browser = web.browser();
    browser
        .get("/annual-summaries")
        .is(200)
        .says("2025/26")
        .says("Published on 2 June 2026");
    let mut page = browser.get("/annual-summaries/PSR-01/2025").is(200);
    for said in [
        "Annual summary 2025/26",
        "from 1 April 2025 to 31 March 2026",
        "Contracts awarded by the Competitive Process",
        "£71,000.50",
        "Whether reasons said enough.",
        "The record of each process (regulation 24)",
    ] {
        page = page.says(said);
    }
    let table = browser.get("/annual-summaries/PSR-01/2025?as=csv");
    assert!(
        table
            .body
            .contains("competitive,Contracts awarded by the Competitive Process,2"),
        "{}",
        table.body
    );
    let data = browser.get("/annual-summaries/PSR-01/2025/data.json");
    assert_eq!(data.header("access-control-allow-origin"), "*");
    let data: Value = serde_json::from_str(&data.body).unwrap();
    assert_eq!(data["figures"][0]["number"], 2);
    assert_eq!(data["value"]["amount"].to_string(), "71000.5");
    assert_eq!(data["representations"]["impact"], "Reasons say more.");
}

#[test]
fn what_is_not_published_is_not_there() {
    let web = Web::new();
    let browser = web.browser();
    browser
        .get("/annual-summaries")
        .is(200)
        .says("No annual summary is published yet");
    kept(&web, &json!([]));
    browser
        .get("/annual-summaries")
        .is(200)
        .says("No annual summary is published yet");
    for path in [
        "/annual-summaries/PSR-01/2025",
        "/annual-summaries/PSR-01/2025/data.json",
        "/annual-summaries/PSR-02/2025",
        "/annual-summaries/PSR-01/next",
    ] {
        browser.get(path).is(404);
    }
}

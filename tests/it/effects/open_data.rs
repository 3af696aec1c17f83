//! Open data, judged by the standard's own tool when it is there.
//!
//! `ACCORD_OCDS_STANDARD_ZIP` names the standard's archive; Python with `libcoveocds` does the rest.
//! The schema of lots is served on loopback: our own few lines, in the standard's words.

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    process::Command,
    thread,
};

use accord::{
    effects::ocds::{self, Edition, NoRelease, Publisher},
    service::public::compiled::{self, Issued},
    views::contexts,
};
use serde_json::{Value, json};

fn package(tag: &str, lots: &str) -> Result<Value, NoRelease> {
    let edition = Edition {
        tag,
        seq: 12,
        at: "2026-05-05T09:00:00Z".parse().unwrap(),
        title: "Intention to award",
        url: "https://synergy.example/documents/n5",
    };
    let publisher = Publisher {
        lots: format!("{lots}/lots/extension.json"),
        bids: format!("{lots}/bids/extension.json"),
        ..Publisher::unregistered("https://synergy.example")
    };
    ocds::package(&contexts::kind("round").unwrap().sample(), &edition, &publisher)
}

#[test]
fn bidders_are_not_named_before_an_award() {
    let before = package("tender", "x").unwrap().to_string();
    assert!(!before.contains("Burngreave Wellbeing"), "{before}");
    let after = package("award", "x").unwrap().to_string();
    assert!(after.contains("Burngreave Wellbeing"));
}

#[test]
fn how_many_bid_is_told_with_the_award_and_not_before() {
    assert_eq!(package("tender", "x").unwrap()["releases"][0]["bids"], Value::Null);
    let award = package("award", "x").unwrap();
    let statistics = award["releases"][0]["bids"]["statistics"].as_array().unwrap().clone();
    let said: Vec<(&str, u64)> = statistics
        .iter()
        .map(|one| (one["measure"].as_str().unwrap(), one["value"].as_u64().unwrap()))
        .collect();
    assert_eq!(said, [("bids", 18), ("validBids", 17), ("disqualifiedBids", 1)]);
}

#[test]
fn a_tag_that_the_standard_does_not_know_is_refused() {
    assert_eq!(package("party", "x"), Err(NoRelease::Tag("party".to_owned())));
    let edition = Edition {
        tag: "tender",
        seq: 1,
        at: "2026-05-05T09:00:00Z".parse().unwrap(),
        title: "T",
        url: "https://synergy.example/x",
    };
    let none = ocds::package(
        &json!({}),
        &edition,
        &Publisher::unregistered("https://synergy.example"),
    );
    assert!(matches!(none, Err(NoRelease::NoRound(_))));
}

/// Extensions that have lots and statistics about bids, in the standard's own shape.
fn serve_lots() -> String {
    let money = json!({ "$ref": "#/definitions/Value" });
    let schema = json!({ "definitions": {
        "Tender": { "properties": { "lots": {
            "title": "Lots", "description": "Lots", "type": "array", "uniqueItems": true,
            "items": { "$ref": "#/definitions/Lot" },
        } } },
        "Award": { "properties": { "relatedLots": {
            "title": "Lots", "description": "Lots", "type": ["array", "null"], "items": { "type": "string" },
        } } },
        "Lot": { "title": "Lot", "description": "A lot", "type": "object", "required": ["id"], "properties": {
            "id": { "type": "string", "minLength": 1 },
            "title": { "type": ["string", "null"] },
            "description": { "type": ["string", "null"] },
            "status": { "type": ["string", "null"], "codelist": "tenderStatus.csv", "openCodelist": false },
            "value": money,
        } },
    } });
    let bids = json!({
        "properties": { "bids": { "title": "Bids", "description": "Bids", "$ref": "#/definitions/Bids" } },
        "definitions": {
            "Bids": { "title": "Bids", "description": "Bids", "type": "object", "properties": { "statistics": {
                "title": "Statistics", "description": "Statistics", "type": "array", "uniqueItems": true,
                "items": { "$ref": "#/definitions/BidsStatistic" },
            } } },
            "BidsStatistic": {
                "title": "Statistic", "description": "Statistic", "type": "object",
                "required": ["id", "measure", "value"],
                "properties": {
                    "id": { "type": ["string", "integer"], "minLength": 1 },
                    "measure": { "type": "string", "minLength": 1, "codelist": "bidStatistics.csv", "openCodelist": true },
                    "value": { "type": "number" },
                    "date": { "type": ["string", "null"], "format": "date-time" },
                    "notes": { "type": ["string", "null"] },
                },
            },
        },
    });
    let codes = "Code,Title,Description\nrequests,Requests,R\nbids,Bids,B\nvalidBids,Valid bids,V\nbidders,Bidders,B\n\
                 disqualifiedBids,Disqualified bids,D\n";
    let about = |name: &str, codelists: Value| {
        json!({
            "name": { "en": name }, "description": { "en": name }, "documentationUrl": { "en": "" },
            "compatibility": ["1.1"], "schemas": ["release-schema.json"], "codelists": codelists,
        })
        .to_string()
    };
    let files = [
        ("/lots/extension.json", about("Lots", json!([]))),
        ("/lots/release-schema.json", schema.to_string()),
        ("/bids/extension.json", about("Bids", json!(["bidStatistics.csv"]))),
        ("/bids/release-schema.json", bids.to_string()),
        ("/bids/codelists/bidStatistics.csv", codes.to_owned()),
    ];
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut asked = [0; 4096];
            let count = stream.read(&mut asked).unwrap_or(0);
            let asked = String::from_utf8_lossy(&asked[..count]).into_owned();
            let found = files.iter().find(|(path, _)| asked.contains(path));
            let (status, body) = match found {
                Some((_, body)) => ("200 OK", body.clone()),
                None => ("404 Not Found", "{}".to_owned()),
            };
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    format!("http://127.0.0.1:{port}")
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test's own switch")]
fn the_standards_own_tool_finds_nothing() {
    let Ok(archive) = std::env::var("ACCORD_OCDS_STANDARD_ZIP") else {
        println!("not judged: ACCORD_OCDS_STANDARD_ZIP does not name the standard's archive");
        return;
    };
    let there = Command::new("python3").args(["-c", "import libcoveocds"]).status();
    if !there.is_ok_and(|status| status.success()) {
        println!("not judged: python3 with libcoveocds is not here");
        return;
    }
    let lots = serve_lots();
    let folder = tempfile::tempdir().unwrap();
    let tags = [
        "planning",
        "tender",
        "tenderUpdate",
        "award",
        "awardUpdate",
        "contract",
        "implementation",
    ];
    let mut files: Vec<(&str, Value)> = tags.map(|tag| (tag, package(tag, &lots).unwrap())).into();
    let issued: Vec<Issued> = files
        .iter()
        .map(|(tag, package)| Issued {
            url: format!("https://synergy.example/notices/{tag}.json"),
            package: package.clone(),
        })
        .collect();
    // The schema of records needs another that the tool only fetches; what a record holds is a release like others.
    let record = compiled::package("https://synergy.example/register/PSF-2026-001/record.json", &issued).unwrap();
    let mut whole = issued.last().unwrap().package.clone();
    whole["releases"] = json!([record["records"][0]["compiledRelease"]]);
    files.push(("compiled", whole));
    for key in [
        "uri",
        "version",
        "publisher",
        "publishedDate",
        "packages",
        "extensions",
        "records",
    ] {
        assert!(record.get(key).is_some(), "{key}");
    }
    for (tag, package) in files {
        let file = folder.path().join(format!("{tag}.json"));
        fs::write(&file, package.to_string()).unwrap();
        let judged = Command::new("libcoveocds")
            .arg("--standard-zip")
            .arg(&archive)
            .arg(&file)
            .output()
            .unwrap();
        let said: Value = serde_json::from_slice(&judged.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&judged.stderr)));
        for key in [
            "validation_errors",
            "additional_closed_codelist_values",
            "additional_checks",
            "conformance_errors",
            "additional_fields",
        ] {
            let empty = match &said[key] {
                Value::Null => true,
                Value::Array(all) => all.is_empty(),
                Value::Object(all) => all.is_empty(),
                _ => false,
            };
            assert!(empty, "{tag}: {key}: {:#}", said[key]);
        }
        let invalid = &said["extensions"]["invalid_extensions"];
        assert!(
            invalid.as_object().is_none_or(serde_json::Map::is_empty),
            "{tag}: {invalid:#}"
        );
    }
}

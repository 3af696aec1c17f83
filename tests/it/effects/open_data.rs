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
        suitability: format!("{lots}/suitability/extension.json"),
        uk: format!("{lots}/uk/extension.json"),
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
    let expected = [
        ("bids", 18),
        ("validBids", 17),
        ("disqualifiedBids", 1),
        ("finalStageBids", 17),
        ("vcseFinalStageBids", 17),
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_only_the_united_kingdom_says_is_said_where_it_is_known() {
    let award = package("award", "x").unwrap();
    let release = &award["releases"][0];
    assert_eq!(release["tender"]["aboveThreshold"], false);
    assert_eq!(release["tender"]["lots"][0]["suitability"], json!({ "vcse": true }));
    let standstill = &release["awards"][0]["standstillPeriod"];
    assert!(
        standstill["startDate"].as_str() < standstill["endDate"].as_str(),
        "{standstill}"
    );
    let suppliers = release["parties"].as_array().unwrap().iter();
    let supplier = suppliers
        .clone()
        .find(|one| one["roles"] == json!(["supplier"]))
        .unwrap();
    assert_eq!(supplier["details"]["vcse"], true);
    assert!(suppliers.clone().any(|one| one["details"].is_null()));
    for (tag, kind) in [
        ("tenderCancellation", "tenderCancellationNotice"),
        ("contractTermination", "contractTerminationNotice"),
        ("implementation", "implementationNotice"),
        ("contract", "contractNotice"),
    ] {
        let package = package(tag, "x").unwrap();
        assert_eq!(
            package["releases"][0]["tender"]["documents"][0]["documentType"], kind,
            "{tag}"
        );
    }
}

#[test]
fn a_round_of_which_nothing_is_known_says_nothing_of_it() {
    let mut context = contexts::kind("round").unwrap().sample();
    context["round"]["standstill"] = json!({});
    context["round"]["dates"] = json!({});
    context["round"]["regime"]["above_threshold"] = Value::Null;
    let edition = Edition {
        tag: "award",
        seq: 1,
        at: "2026-05-05T09:00:00Z".parse().unwrap(),
        title: "T",
        url: "https://synergy.example/x",
    };
    let made = ocds::package(&context, &edition, &Publisher::unregistered("https://synergy.example")).unwrap();
    let release = &made["releases"][0];
    assert!(release["tender"].get("aboveThreshold").is_none());
    assert!(release["awards"][0].get("standstillPeriod").is_none());
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
    let suitability = json!({ "definitions": {
        "Lot": { "properties": { "suitability": {
            "title": "Suitability", "description": "Suitability", "$ref": "#/definitions/Suitability",
        } } },
        "Suitability": { "title": "Suitability", "description": "Suitability", "type": "object", "properties": {
            "sme": { "type": ["boolean", "null"] },
        } },
    } });
    // What of the extension of the United Kingdom we use, in its words.
    let uk = json!({ "definitions": {
        "Tender": { "properties": { "aboveThreshold": { "type": ["boolean", "null"] } } },
        "Award": { "properties": { "standstillPeriod": { "$ref": "#/definitions/Period" } } },
        "Organization": { "properties": { "details": { "properties": { "vcse": { "type": ["boolean", "null"] } } } } },
        "Suitability": { "properties": { "vcse": { "type": ["boolean", "null"] } } },
    } });
    let uk_measures = "Category,Code,Title,Description\nbids,finalStageBids,F,F\nbids,smeFinalStageBids,S,S\n\
                       bids,vcseFinalStageBids,V,V\n";
    let uk_documents = "Section,Code,Title,Description\nplanning,marketEngagementNotice,M,M\n\
                        tender,tenderCancellationNotice,T,T\nimplementation,contractTerminationNotice,C,C\n\
                        implementation,implementationNotice,I,I\n";
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
        ("/suitability/extension.json", about("Suitability", json!([]))),
        ("/suitability/release-schema.json", suitability.to_string()),
        (
            "/uk/extension.json",
            about("United Kingdom", json!(["+bidStatistics.csv", "+documentType.csv"])),
        ),
        ("/uk/release-schema.json", uk.to_string()),
        ("/uk/codelists/+bidStatistics.csv", uk_measures.to_owned()),
        ("/uk/codelists/+documentType.csv", uk_documents.to_owned()),
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
        "tenderCancellation",
        "contractTermination",
    ];
    let mut files: Vec<(&str, Value)> = tags.map(|tag| (tag, package(tag, &lots).unwrap())).into();
    let issued: Vec<Issued> = files
        .iter()
        .map(|(tag, package)| Issued {
            url: format!("https://synergy.example/notices/{tag}.json"),
            package: package.clone(),
        })
        .collect();
    // The tool judges releases; the package of the record is held against its own schema below.
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
    judge_record(&archive, &record);
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
            "additional_open_codelist_values",
            "additional_checks",
            "conformance_errors",
            "additional_fields",
        ] {
            let empty = match &said[key] {
                Value::Null => true,
                // The tool lays what an extension adds over lists of the standard, not over those of another extension.
                Value::Object(all) if key == "additional_open_codelist_values" => all.values().all(|one| {
                    let of_the_uk = |code: &Value| code.as_str().is_some_and(|code| code.ends_with("inalStageBids"));
                    one["codelist"] == "bidStatistics.csv" && one["values"].as_array().unwrap().iter().all(of_the_uk)
                }),
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

/// What holds a record package against the standard's own schema of records, out of its archive: what a record is made
/// of is looked up there, and nothing is fetched.
const AGAINST_ITS_SCHEMA: &str = r#"
import json, sys, zipfile
from jsonschema import Draft4Validator, FormatChecker, RefResolver
def not_here(uri):
    raise SystemExit(f"{uri} would be fetched")
with zipfile.ZipFile(sys.argv[1]) as archive:
    read = lambda name: json.loads(archive.read(f"standard-1__1__5/schema/{name}"))
    base = "https://standard.open-contracting.org/schema/1__1__5/"
    names = ["record-package-schema.json", "release-schema.json", "versioned-release-validation-schema.json"]
    store = {base + name: read(name) for name in names}
    schema = store[base + names[0]]
resolver = RefResolver(base + names[0], schema, store=store, handlers={"https": not_here, "http": not_here})
package = json.load(open(sys.argv[2]))
checker = Draft4Validator(schema, resolver=resolver, format_checker=FormatChecker())
found = [f"{'/'.join(map(str, one.path))}: {one.message[:200]}" for one in checker.iter_errors(package)]
print("\n".join(found))
sys.exit(1 if found else 0)
"#;

fn judge_record(archive: &str, record: &Value) {
    let folder = tempfile::tempdir().unwrap();
    let said = |name: &str, package: &Value| {
        let file = folder.path().join(name);
        fs::write(&file, package.to_string()).unwrap();
        let judged = Command::new("python3")
            .args(["-W", "ignore", "-c", AGAINST_ITS_SCHEMA, archive])
            .arg(&file)
            .output()
            .unwrap();
        let heard = [judged.stdout, judged.stderr].concat();
        (judged.status.success(), String::from_utf8_lossy(&heard).into_owned())
    };
    let (is_right, heard) = said("record.json", record);
    assert!(is_right, "{heard}");
    // And it would find what is wrong: in the package, in a linked release, and deep in what is compiled.
    for (path, wrong) in [
        ("/publishedDate", json!(7)),
        ("/records/0/releases/0/url", json!(["two"])),
        ("/records/0/compiledRelease/tender/status", json!("lively")),
        ("/records/0/compiledRelease/awards/0/id", Value::Null),
    ] {
        let mut broken = record.clone();
        *broken.pointer_mut(path).unwrap() = wrong;
        assert!(!said("broken.json", &broken).0, "{path}");
    }
}

//! Grants as open data: what 360Giving 1.4 requires of a grant is there, with the types that it asks for.

use accord::{effects::giving, views::contexts};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

/// What the standard requires of a grant, and what we add to that. A key that is missing, or of another type, does
/// not read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Grant {
    id: String,
    title: String,
    description: String,
    currency: String,
    amount_awarded: serde_json::Number,
    award_date: NaiveDate,
    funding_organization: Vec<Organisation>,
    recipient_organization: Vec<Organisation>,
    planned_dates: Vec<Dates>,
    beneficiary_location: Vec<Place>,
    grant_programme: Vec<Programme>,
    from_open_call: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organisation {
    id: String,
    name: String,
    charity_number: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dates {
    start_date: NaiveDate,
    end_date: NaiveDate,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    name: String,
    country_code: String,
}

#[derive(Debug, Deserialize)]
struct Programme {
    code: String,
    title: String,
}

fn context(change: impl FnOnce(&mut Value)) -> Value {
    let mut context = contexts::kind("round").unwrap().sample();
    change(&mut context);
    context
}

fn made(context: &Value) -> Value {
    let at = "2026-05-20T09:00:00Z".parse().unwrap();
    giving::data(context, at, "https://synergy.example/documents/n1").unwrap()
}

fn first(context: &Value) -> Grant {
    serde_json::from_value(made(context)["grants"][0].clone()).unwrap()
}

#[test]
fn a_grant_has_what_the_standard_requires() {
    let grant = first(&context(|_| ()));
    assert_eq!(grant.id, "360G-synergy-PSF-2026-001-B-MXTR");
    assert_eq!(
        (grant.currency.as_str(), grant.amount_awarded.to_string()),
        ("GBP", "700.0".into())
    );
    assert_eq!(grant.award_date.to_string(), "2026-05-20");
    assert!(
        grant.description.starts_with(grant.title.trim_end_matches('.')),
        "{grant:?}"
    );
    assert_eq!(grant.funding_organization[0].name, "Rethink Mental Illness");
    assert!(!grant.recipient_organization[0].name.is_empty());
    assert!(grant.planned_dates[0].start_date < grant.planned_dates[0].end_date);
    assert_eq!(grant.beneficiary_location[0].country_code, "GB");
    assert_eq!(grant.beneficiary_location[0].name, "Sheffield");
    assert_eq!(grant.grant_programme[0].code, "PSF-2026-001");
    assert!(!grant.grant_programme[0].title.is_empty());
    assert_eq!(grant.from_open_call, "Yes");
}

#[test]
fn organisations_go_by_the_number_of_their_register() {
    for (charity, company, expected) in [
        ("1234567", "01234567", "GB-CHC-1234567"),
        ("", "01234567", "GB-COH-01234567"),
        ("", "", "360G-synergy-org:the-walkers"),
    ] {
        let grant = first(&context(|context| {
            let bid = &mut context["round"]["bids"][0]["organisation"];
            bid["name"] = "The Walkers".into();
            bid["charity_number"] = charity.into();
            bid["company_number"] = company.into();
        }));
        let recipient = &grant.recipient_organization[0];
        assert_eq!(recipient.id, expected);
        assert_eq!(
            recipient.charity_number.as_deref(),
            Some(charity).filter(|one| !one.is_empty())
        );
    }
}

#[test]
fn whoever_has_no_prefix_says_so_in_every_identifier() {
    let grant = first(&context(|context| context["alliance"]["grants_prefix"] = "".into()));
    assert!(grant.id.starts_with("360G-unregistered-"), "{}", grant.id);
}

#[test]
fn what_is_not_accepted_is_nobodys_to_read() {
    let data = made(&context(|context| {
        context["round"]["bids"][0]["grant"]["accepted_on"] = Value::Null;
    }));
    assert_eq!(data["grants"], json!([]));
    assert!(!data.to_string().contains("bookkeeper"), "{data}");
    assert_eq!(data["call"]["budget"]["amount"].to_string(), "5000.0");
}

#[test]
fn a_round_that_gives_no_grants_has_no_such_data() {
    let context = context(|context| context["round"]["grants"] = Value::Null);
    let at = "2026-05-20T09:00:00Z".parse().unwrap();
    assert!(giving::data(&context, at, "https://synergy.example/n").is_err());
}

/// What of JSON Schema the standard's schema uses; another word in it stops the test, so that nothing is passed over.
const SAID_ONLY: [&str; 12] = [
    "$id",
    "$schema",
    "$defs",
    "title",
    "description",
    "codelist",
    "openCodelist",
    "rollUp",
    "format",
    "weight",
    "minimum",
    "type",
];

/// What is wrong with a value by a schema: also every field that the schema does not know.
fn wrong(value: &Value, schema: &Value, (of, all): (&str, &[Value]), at: &str, out: &mut Vec<String>) {
    let Value::Object(rules) = schema else { return };
    if let Some(kinds) = rules.get("type") {
        let is = |kind: &Value| match kind.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "number" => value.is_number(),
            "integer" => value.is_i64(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            other => panic!("{at}: type {other}"),
        };
        let several = kinds.as_array().cloned().unwrap_or_else(|| vec![kinds.clone()]);
        if !several.iter().any(is) {
            out.push(format!("{at}: not {kinds}"));
            return;
        }
    }
    for (word, rule) in rules {
        match word.as_str() {
            "$ref" => {
                let (id, place) = rule
                    .as_str()
                    .unwrap()
                    .split_once('#')
                    .unwrap_or((rule.as_str().unwrap(), ""));
                let id = if id.is_empty() { of } else { id };
                // Version 1.4.3 of the package names the grants of 1.4.2, which are the same.
                let name = |id: &str| id.rsplit('/').next().unwrap().to_owned();
                let found = all
                    .iter()
                    .find(|one| name(one["$id"].as_str().unwrap()) == name(id))
                    .unwrap();
                wrong(
                    value,
                    found.pointer(place).unwrap(),
                    (found["$id"].as_str().unwrap(), all),
                    at,
                    out,
                );
            }
            "properties" => {
                for (name, inner) in value.as_object().unwrap() {
                    match rule.get(name) {
                        Some(schema) => wrong(inner, schema, (of, all), &format!("{at}/{name}"), out),
                        None => out.push(format!("{at}/{name}: no such field")),
                    }
                }
            }
            "required" => {
                let names = rule.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
                out.extend(
                    names
                        .filter(|name| value.get(name).is_none())
                        .map(|name| format!("{at}: no {name}")),
                );
            }
            "items" => {
                for (number, inner) in value.as_array().unwrap().iter().enumerate() {
                    wrong(inner, rule, (of, all), &format!("{at}/{number}"), out);
                }
            }
            "minItems" => {
                if value.as_array().unwrap().len() < usize::try_from(rule.as_u64().unwrap()).unwrap() {
                    out.push(format!("{at}: fewer than {rule}"));
                }
            }
            "uniqueItems" => {
                let all = value.as_array().unwrap();
                if (1..all.len()).any(|n| all[..n].contains(&all[n])) {
                    out.push(format!("{at}: one is there twice"));
                }
            }
            "enum" => {
                if !rule.as_array().unwrap().contains(value) {
                    out.push(format!("{at}: {value} is no code"));
                }
            }
            "pattern" => {
                if !regex_lite::Regex::new(rule.as_str().unwrap())
                    .unwrap()
                    .is_match(value.as_str().unwrap())
                {
                    out.push(format!("{at}: {value} is not {rule}"));
                }
            }
            "oneOf" => {
                let fits = |one: &&Value| {
                    let mut found = Vec::new();
                    wrong(value, one, (of, all), at, &mut found);
                    let dated = one.get("format").is_none_or(|_| is_instant(value));
                    found.is_empty() && dated
                };
                if rule.as_array().unwrap().iter().filter(fits).count() != 1 {
                    out.push(format!("{at}: {value} fits none, or several, of {rule}"));
                }
            }
            other => assert!(
                SAID_ONLY.contains(&other),
                "{at}: the schema says `{other}`, which this test does not know"
            ),
        }
    }
}

fn is_instant(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| chrono::DateTime::parse_from_rfc3339(text).is_ok())
}

/// What is wrong with a package, by the schema of the standard itself.
fn judged(package: &Value) -> Vec<String> {
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let all = [
        read(include_str!("360giving/360-giving-package-schema.json")),
        read(include_str!("360giving/360-giving-schema.json")),
    ];
    let mut out = Vec::new();
    wrong(package, &all[0], (all[0]["$id"].as_str().unwrap(), &all), "", &mut out);
    out
}

#[test]
fn the_standards_own_schema_finds_nothing_and_knows_every_field() {
    let package = json!({ "grants": made(&context(|_| ()))["grants"] });
    assert_eq!(judged(&package), Vec::<String>::new());
    type Change = fn(&mut Value);
    let broken: [(&str, Change); 6] = [
        ("/grants: fewer than 1", |all| all["grants"] = json!([])),
        ("/grants/0/colour: no such field", |all| {
            all["grants"][0]["colour"] = "red".into();
        }),
        ("/grants/0/fundingOrganization/0: no name", |all| {
            all["grants"][0]["fundingOrganization"] = json!([{ "id": "x" }]);
        }),
        ("/grants/0/amountAwarded: not \"number\"", |all| {
            all["grants"][0]["amountAwarded"] = "700".into();
        }),
        ("/grants/0/fromOpenCall: \"yes\" is no code", |all| {
            all["grants"][0]["fromOpenCall"] = "yes".into();
        }),
        ("/grants/0/awardDate: \"May\" fits none", |all| {
            all["grants"][0]["awardDate"] = "May".into();
        }),
    ];
    for (expected, change) in broken {
        let mut wrong = package.clone();
        change(&mut wrong);
        let found = judged(&wrong);
        assert!(
            found.iter().any(|one| one.starts_with(expected)),
            "{expected}: {found:?}"
        );
    }
}

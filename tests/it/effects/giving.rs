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

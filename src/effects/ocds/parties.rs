//! Who takes part, each once, with all that they are.

use serde_json::{Value, json};

use super::Stage;
use crate::views::contexts::{parts::Organisation, round::Round};

/// The organisations of a round. Bidders are not named before an award names them.
pub(super) fn parties(round: &Round, stage: Stage) -> Value {
    let mut all: Vec<(&Organisation, Vec<&str>)> = Vec::new();
    add(&mut all, &round.buyer, &["buyer", "procuringEntity"]);
    add(&mut all, &round.funder, &["funder"]);
    if stage >= Stage::Award {
        for award in &round.awards {
            add(&mut all, &award.supplier, &["supplier"]);
        }
    }
    if stage >= Stage::Contract {
        for contract in &round.contracts {
            add(&mut all, &contract.supplier, &["supplier"]);
        }
    }
    all.into_iter().map(|(party, roles)| described(party, &roles)).collect()
}

/// A pointer to one of them.
pub(super) fn reference(organisation: &Organisation) -> Value {
    if organisation.name.is_empty() {
        return Value::Null;
    }
    json!({ "id": id(organisation), "name": organisation.name })
}

fn add<'a>(all: &mut Vec<(&'a Organisation, Vec<&'a str>)>, one: &'a Organisation, roles: &[&'a str]) {
    if one.name.is_empty() {
        return;
    }
    match all.iter_mut().find(|(other, _)| id(other) == id(one)) {
        Some((_, had)) => had.extend(
            roles
                .iter()
                .filter(|role| !had.contains(role))
                .copied()
                .collect::<Vec<_>>(),
        ),
        None => all.push((one, roles.to_vec())),
    }
}

/// The register's id, or the name for who has none.
fn id(organisation: &Organisation) -> String {
    if organisation.id.is_empty() {
        organisation
            .name
            .to_lowercase()
            .replace(|c: char| !c.is_ascii_alphanumeric(), "-")
    } else {
        organisation.id.clone()
    }
}

fn described(party: &Organisation, roles: &[&str]) -> Value {
    let identifier = registered(&party.id)
        .map(|(scheme, number)| json!({ "scheme": scheme, "id": number, "legalName": party.name }));
    let address = json!({
        "streetAddress": party.address,
        "postalCode": party.postcode,
        "countryName": if party.address.is_empty() { "" } else { "United Kingdom" },
    });
    json!({
        "id": id(party),
        "name": party.name,
        "identifier": identifier,
        "address": address,
        "roles": roles,
        "details": { "vcse": roles.contains(&"supplier").then_some(true) },
    })
}

/// `GB-CHC-271028` is number 271028 of the register GB-CHC.
fn registered(id: &str) -> Option<(String, &str)> {
    let (country, rest) = id.split_once('-')?;
    let (register, number) = rest.split_once('-')?;
    let capitals = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_uppercase());
    (country.len() == 2 && capitals(country) && capitals(register) && !number.is_empty())
        .then(|| (format!("{country}-{register}"), number))
}

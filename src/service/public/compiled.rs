//! All that was published of one procurement as a record of the open contracting standard: each release by its address,
//! and what they come to together.

use serde_json::{Map, Value as Json, json};

/// A release package as it went out, and where it can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    /// Its address.
    pub url: String,
    /// The package.
    pub package: Json,
}

/// The record package of a procurement, from its release packages, the oldest first; nothing where no release went out.
/// `uri` is its own address.
pub fn package(uri: &str, issued: &[Issued]) -> Option<Json> {
    let releases: Vec<(&str, &Json)> = issued
        .iter()
        .filter_map(|one| Some((one.url.as_str(), one.package.pointer("/releases/0")?)))
        .collect();
    let (_, last) = releases.last()?;
    let newest = &issued
        .iter()
        .rev()
        .find(|one| one.package.get("releases").is_some())?
        .package;
    let ocid = last.get("ocid")?.clone();
    let date = last.get("date")?.clone();
    let linked: Vec<Json> = releases
        .iter()
        .map(|(url, release)| {
            let id = release.get("id").and_then(Json::as_str).unwrap_or_default();
            json!({ "url": format!("{url}#{id}"), "date": release.get("date"), "tag": release.get("tag") })
        })
        .collect();
    let mut compiled = Json::Object(Map::new());
    for (_, release) in &releases {
        merge(&mut compiled, release);
    }
    if let Json::Object(fields) = &mut compiled {
        let said = format!(
            "{}-{}",
            ocid.as_str().unwrap_or_default(),
            date.as_str().unwrap_or_default()
        );
        fields.insert("id".to_owned(), said.into());
        fields.insert("tag".to_owned(), json!(["compiled"]));
    }
    let mut out = Map::new();
    out.insert("uri".to_owned(), uri.into());
    for name in ["version", "publisher", "license", "publicationPolicy", "extensions"] {
        if let Some(value) = newest.get(name) {
            out.insert(name.to_owned(), value.clone());
        }
    }
    out.insert("publishedDate".to_owned(), date);
    let packages: Vec<&str> = releases.iter().map(|(url, _)| *url).collect();
    out.insert("packages".to_owned(), json!(packages));
    out.insert(
        "records".to_owned(),
        json!([{ "ocid": ocid, "releases": linked, "compiledRelease": compiled }]),
    );
    Some(Json::Object(out))
}

/// Lays a newer part over an older one, by the standard's rules: what has an identifier is one thing and grows, what has
/// none is replaced as a whole.
fn merge(old: &mut Json, new: &Json) {
    match (old, new) {
        (Json::Object(old), Json::Object(new)) => {
            for (name, value) in new {
                match old.get_mut(name) {
                    Some(there) => merge(there, value),
                    None => {
                        old.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        (Json::Array(old), Json::Array(new)) if all_have_ids(old) && all_have_ids(new) => {
            for one in new {
                match old.iter_mut().find(|other| other.get("id") == one.get("id")) {
                    Some(there) => merge(there, one),
                    None => old.push(one.clone()),
                }
            }
        }
        (old, new) => *old = new.clone(),
    }
}

fn all_have_ids(all: &[Json]) -> bool {
    all.iter().all(|one| one.get("id").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued(number: u32, tag: &str, tender: &Json) -> Issued {
        let date = format!("2026-03-0{number}T09:00:00Z");
        Issued {
            url: format!("https://a.example/notices/{number}.json"),
            package: json!({ "version": "1.1", "publisher": { "name": "A" }, "releases": [{
                "ocid": "ocds-213czf-R", "id": format!("R-{number}"), "date": date, "tag": [tag], "tender": tender,
            }] }),
        }
    }

    #[test]
    fn what_has_an_id_grows_and_the_rest_is_replaced() {
        let first = json!({ "id": "R", "status": "active", "lots": [{ "id": "a", "status": "active" }], "submissionMethod": ["written"] });
        let second = json!({ "id": "R", "status": "complete", "lots": [{ "id": "b" }, { "id": "a", "status": "complete" }], "submissionMethod": ["electronicSubmission"] });
        let all = [issued(1, "tender", &first), issued(2, "award", &second)];
        let package = package("https://a.example/register/R/record.json", &all).unwrap();
        let record = &package["records"][0];
        assert_eq!(record["ocid"], "ocds-213czf-R");
        assert_eq!(record["releases"].as_array().unwrap().len(), 2);
        assert_eq!(record["releases"][1]["url"], "https://a.example/notices/2.json#R-2");
        let compiled = &record["compiledRelease"];
        assert_eq!(compiled["tag"], json!(["compiled"]));
        assert_eq!(compiled["id"], "ocds-213czf-R-2026-03-02T09:00:00Z");
        assert_eq!(compiled["tender"]["status"], "complete");
        assert_eq!(compiled["tender"]["submissionMethod"], json!(["electronicSubmission"]));
        assert_eq!(
            compiled["tender"]["lots"],
            json!([{ "id": "a", "status": "complete" }, { "id": "b" }])
        );
    }

    #[test]
    fn nothing_published_is_no_record() {
        assert_eq!(package("https://a.example", &[]), None);
        let grants = Issued {
            url: "https://a.example/notices/1.json".to_owned(),
            package: json!({ "call": {}, "grants": [] }),
        };
        assert_eq!(package("https://a.example", &[grants]), None);
    }
}

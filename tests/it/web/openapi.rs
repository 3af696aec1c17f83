//! The OpenAPI document: what is committed is what is served, and validators have nothing to say.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use accord::web::{api::openapi, routes::ROUTES};
use serde_json::Value;

use super::{api, browser::Web};

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[expect(clippy::disallowed_methods, reason = "what a test run has is said from outside")]
pub(super) fn said(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[test]
fn what_is_committed_is_what_is_served() {
    let committed = fs::read_to_string(top().join("tests/it/web/openapi.json")).unwrap_or_default();
    if committed != openapi::text() {
        let now = top().join("target/openapi.json");
        fs::write(&now, openapi::text()).unwrap();
        panic!(
            "the API is described in another way than in tests/it/web/openapi.json: if that is meant, copy {} there",
            now.display()
        );
    }
    let web = Web::new();
    api::switch(&web, true);
    let served = web.browser().get("/api/openapi.json").is(200);
    assert_eq!(served.body, committed);
}

#[test]
fn every_reference_leads_somewhere_and_every_route_is_there() {
    let document: Value = serde_json::from_str(openapi::text()).unwrap();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    let operations = document["paths"].as_object().unwrap().values();
    let count: usize = operations.map(|methods| methods.as_object().unwrap().len()).sum();
    assert_eq!(count, ROUTES.iter().filter(|route| route.api.is_some()).count());
}

fn collect(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            out.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|one| collect(one, out));
        }
        Value::Array(all) => all.iter().for_each(|one| collect(one, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A program of the Python folder that the tests use, if it is there; else what is on the path.
pub(super) fn tool(name: &str) -> Option<PathBuf> {
    let folder = said("ACCORD_API_TOOLS").map_or_else(|| top().join("target/ci-api/bin"), PathBuf::from);
    let places = [folder.join(name), PathBuf::from(name)];
    let found = places.into_iter().find(|program| {
        Command::new(program)
            .arg("--help")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    });
    let required = said("ACCORD_TEST_REQUIRE").is_some_and(|all| all.split(',').any(|one| one == "api"));
    assert!(
        found.is_some() || !required,
        "ACCORD_TEST_REQUIRE=api, but `{name}` is not there"
    );
    found
}

#[test]
fn a_validator_has_nothing_to_say() {
    let Some(program) = tool("openapi-spec-validator") else {
        println!("skipped: openapi-spec-validator is not installed");
        return;
    };
    let file = tempfile::NamedTempFile::with_suffix(".json").unwrap();
    fs::write(file.path(), openapi::text()).unwrap();
    let run = Command::new(program).arg(file.path()).output().unwrap();
    assert!(
        run.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
}

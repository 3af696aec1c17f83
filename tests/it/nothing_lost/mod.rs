//! Nothing that somebody typed is lost, shown in a browser: a session that runs out, the back button,
//! a second press, two windows, somebody who was quicker, a server that begins again; with JavaScript
//! and without.
//!
//! Takes part when Chromium, Node and three packages of npm are there; `ACCORD_TEST_REQUIRE=browser`
//! makes their absence a failure. Screenshots stay in `target/pages/nothing-lost`.

mod stage;

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value as Json, json};

use self::stage::Stage;
use crate::pages::browser;

/// The browser acts and judges; what it cannot do itself (a clock, other people, the server) it asks for.
fn act(script: &str) {
    let Some(tools) = browser::tools_or_skip() else { return };
    let mut stage = Stage::new();
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut child = Command::new("node")
        .arg(top.join("tests/it/nothing_lost/acts.cjs"))
        .arg(stage.origin())
        .arg(top.join("target/pages/nothing-lost"))
        .arg(script)
        .arg(browser::said("ACCORD_ACT").unwrap_or_default())
        .env("NODE_PATH", tools.join("node_modules"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut last = Json::Null;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let asked: Json = serde_json::from_str(&line).unwrap_or_else(|_| panic!("the browser said `{line}`"));
        if asked.get("checks").is_some() {
            last = asked;
            break;
        }
        let answer = stage.answer(&asked);
        writeln!(input, "{answer}").unwrap();
        input.flush().unwrap();
    }
    drop(input);
    child.wait().unwrap();
    assert_eq!(last["wrong"], json!([]), "{last:#}");
    assert!(last["checks"].as_u64().unwrap_or_default() > 0, "{last:#}");
    println!("{} checks, {script}", last["checks"]);
}

#[test]
fn nothing_typed_is_lost_with_javascript() {
    act("script");
}

#[test]
fn nothing_typed_is_lost_without_javascript() {
    act("plain");
}

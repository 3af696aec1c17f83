//! What co-production promises people, each promise tried by the person concerned in a browser, with JavaScript and
//! without: they begin on their own Home, follow links that are there, fill in what is asked, and find what came of it.
//!
//! One play is the ground (`ground.yaml`): a specification that is written together. It is played on from heading to
//! heading, and at each stop the journeys that belong there (`journeys/*.cjs`, each naming the promise that it shows) are
//! walked. A second ground is a round that is open for bids, for organisations that have never bid (`bidding`).
//!
//! Takes part when Chromium, Node and three packages of npm are there; `ACCORD_TEST_REQUIRE=browser` makes their absence
//! a failure. `ACCORD_JOURNEY="by phone"` walks those alone whose promise has these words. Screenshots stay in
//! `target/pages/co-produced`.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
};

use accord::service::access::sessions;
use accord_store::people;
use serde_json::{Value as Json, json};

use crate::{clicked::stage::Stage, pages::browser};

/// A play, and who walks on it.
struct Play {
    /// The file of the ground, and the folder of the journeys.
    ground: &'static str,
    journeys: &'static str,
    /// Where it stops: journeys name the heading that is next, or the `end`.
    stops: &'static [&'static str],
    /// The record that journeys call `{spec}` or `{round}`.
    record: &'static str,
}

const TEXT: Play = Play {
    ground: "ground.yaml",
    journeys: "journeys",
    stops: &[
        "What it is for",
        "Writing",
        "Comments",
        "Answering",
        "Hearing back",
        "Signing",
        "Signed",
    ],
    record: "spec",
};

const BIDDING: Play = Play {
    ground: "bidding.yaml",
    journeys: "bidding",
    stops: &["Two have begun", "Something has changed"],
    record: "round",
};

/// Answers what the browser asks for, and plays on.
struct Ground {
    play: &'static Play,
    stage: Stage,
    at: Option<&'static str>,
}

impl Ground {
    fn answer(&mut self, asked: &Json) -> Json {
        let word = |name: &str| asked[name].as_str().unwrap_or_default();
        match word("ask") {
            "cookie" => {
                let app = self.stage.company.app();
                let person = app
                    .store
                    .read(|db| people::by_handle(db, word("who")))
                    .unwrap()
                    .unwrap();
                json!(sessions::begin(app, &person.id, "Chromium", true).unwrap())
            }
            "play" => {
                let to = self.play.stops.iter().copied().find(|stop| *stop == word("to"));
                let part = self.stage.part(self.at, to, 0);
                if let Err(fault) = self.stage.company.play(part, &mut |_| {}) {
                    return json!({ "fault": format!("{fault:#}").lines().next() });
                }
                self.at = to;
                let name = self.play.record;
                let (kind, id) = self.stage.company.record(name).unwrap();
                json!({ name: format!("/{kind}/{id}") })
            }
            other => panic!("nobody knows how to `{other}`"),
        }
    }
}

fn walk(play: &'static Play, script: &str) {
    let Some(tools) = browser::tools_or_skip() else { return };
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(top.join("tests/it/co_produced").join(play.ground)).unwrap();
    let mut ground = Ground {
        play,
        stage: Stage::playing(&text),
        at: None,
    };
    let mut child = Command::new("node")
        .arg(top.join("tests/it/co_produced/walk.cjs"))
        .arg(&ground.stage.origin)
        .arg(top.join("target/pages/co-produced").join(play.journeys).join(script))
        .arg(script)
        .arg(json!(play.stops).to_string())
        .arg(browser::said("ACCORD_JOURNEY").unwrap_or_default())
        .arg(play.journeys)
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
        if asked.get("walked").is_some() {
            last = asked;
            break;
        }
        writeln!(input, "{}", ground.answer(&asked)).unwrap();
        input.flush().unwrap();
    }
    drop(input);
    child.wait().unwrap();
    let wrong: Vec<&str> = last["wrong"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let walked: BTreeMap<String, u64> = serde_json::from_value(last["walked"].clone()).unwrap();
    assert!(!walked.is_empty(), "nothing was walked");
    for (promise, pages) in walked {
        println!("{pages:>3} pages: {promise}");
    }
}

#[test]
fn what_is_promised_is_found_by_whom_it_is_promised_to() {
    walk(&TEXT, "script");
}

#[test]
fn what_is_promised_is_found_without_javascript() {
    walk(&TEXT, "plain");
}

#[test]
fn an_organisation_that_has_never_bid_finds_its_way() {
    walk(&BIDDING, "script");
}

#[test]
fn an_organisation_that_has_never_bid_finds_its_way_without_javascript() {
    walk(&BIDDING, "plain");
}

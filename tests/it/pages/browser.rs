//! Every sample page in a real browser: accessibility, keyboard, narrow screens, paper, our own script.
//!
//! Takes part when Chromium, Node and three packages of npm are there; `ACCORD_TEST_REQUIRE=browser`
//! makes their absence a failure. Screenshots and the printed gallery stay in `target/pages`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use accord::views::{assets, pages};
use accord_engine::forms::{Lines, clean, words};
use serde_json::json;

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[expect(clippy::disallowed_methods, reason = "what a test run has is said from outside")]
pub(crate) fn said(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The folder with `node_modules`, if it and the programs are there.
fn tools() -> Option<PathBuf> {
    let folder = said("ACCORD_BROWSER_TOOLS").map_or_else(|| top().join("target/ci-browser"), PathBuf::from);
    let packages = ["playwright-core", "axe-core", "html-validate"];
    let there = packages
        .iter()
        .all(|name| folder.join("node_modules").join(name).is_dir());
    let runs = |program: &str| {
        Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    (there && runs("node") && runs("chromium")).then_some(folder)
}

/// Texts whose words are hard to count, with the count of the engine.
fn counted() -> Vec<serde_json::Value> {
    let hard = [
        "",
        "well-being",
        "and / or",
        " — a\n\nb ",
        "£5.00 each",
        "one\ttwo\r\nthree\rfour",
        "zero\u{200b}width non\u{a0}breaking thin\u{2009}space",
        "a\u{85}b c\u{b}d e\u{1c}f",
        "\u{feff}mark \u{202e}turned\u{202c} \u{2060}joined",
        "ਪੰਜਾਬੀ اردو Soomaali 中文 字",
        "½ Ⅷ ٣ ² ㈠ 🙂 👩🏽‍🔬",
        "l’été \u{301} e\u{301}",
        "\u{1680}ogham\u{1680}space \u{3000}wide\u{3000}",
        "…",
        "-",
        "_",
        "a_b",
        "1.2.3",
        "http://x.example/?a=b",
        "\u{1c}\u{1d}\u{1e}\u{1f}",
    ];
    let mut texts: Vec<String> = hard.map(str::to_owned).to_vec();
    // Every character of the first plane, between two letters and alone. The others are left out:
    // scripts are still added there, and browser and compiler need not know the same year's.
    let all = (0_u32..0x1_0000).filter_map(char::from_u32);
    let mut run = String::new();
    for (number, c) in all.enumerate() {
        run.extend(['a', c, 'b', ' ', c, ' ']);
        if number % 64 == 63 {
            texts.push(std::mem::take(&mut run));
        }
    }
    texts.push(run);
    texts
        .into_iter()
        .map(|text| json!({ "words": words(&clean(&text, Lines::Many)), "text": text }))
        .collect()
}

fn write_pages(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder.join("assets")).unwrap();
    for asset in assets::all() {
        fs::write(folder.join(asset.address.trim_start_matches('/')), asset.text).unwrap();
    }
    let mut names = Vec::new();
    for kind in pages::PAGES {
        for (state, sample) in kind.samples() {
            let name = format!("{}-{}", kind.template, state.replace([' ', ':', ','], "-"));
            let html = pages::render(kind.template, &sample).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            fs::write(folder.join(format!("{name}.html")), html).unwrap();
            names.push(name);
        }
    }
    fs::write(folder.join("pages.json"), json!(names).to_string()).unwrap();
    fs::write(folder.join("words.json"), json!(counted()).to_string()).unwrap();
}

/// As [`tools`]; where the browser is required, its absence is a failure, elsewhere it is said.
pub(crate) fn tools_or_skip() -> Option<PathBuf> {
    let found = tools();
    if found.is_none() {
        let required = said("ACCORD_TEST_REQUIRE").is_some_and(|all| all.split(',').any(|one| one == "browser"));
        assert!(
            !required,
            "ACCORD_TEST_REQUIRE=browser, but chromium, node or the packages playwright-core, axe-core and html-validate are not installed"
        );
        println!("skipped: chromium, node or the packages that drive it are not installed");
    }
    found
}

#[test]
fn every_page_is_accessible_in_a_browser() {
    let folder = top().join("target/pages");
    write_pages(&folder);
    let Some(tools) = tools_or_skip() else { return };
    let run = Command::new("node")
        .arg(top().join("tests/it/pages/browser.cjs"))
        .arg(&folder)
        .env("NODE_PATH", tools.join("node_modules"))
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr),
    );
    assert!(run.status.success(), "{out}\n{err}");
    assert!(out.contains("checks: "), "the browser said nothing: {out}\n{err}");
    println!("{out}");
}

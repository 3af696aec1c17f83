//! What holds for the source of pages, stylesheet and script.

use std::{collections::BTreeSet, fs, path::Path};

use accord::views::assets;
use regex_lite::Regex;

fn below(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|ending| ending == "hbs") {
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

fn of_pages() -> Vec<(String, String)> {
    let mut all = below("templates/pages");
    let pieces = below("templates/partials");
    all.extend(
        pieces
            .into_iter()
            .filter(|(name, _)| name.starts_with("ac-") || name == "page.hbs"),
    );
    all
}

/// Markup of our own: drawings, documents, the gallery's samples. Nothing else goes into a page unescaped.
#[test]
fn values_are_escaped_but_for_markup_of_our_own() {
    let raw: BTreeSet<String> = of_pages()
        .into_iter()
        .filter(|(_, text)| text.contains("{{{") || text.contains("{{&"))
        .map(|(name, _)| name)
        .collect();
    let expected = ["ac-diagram.hbs", "ac-prose.hbs", "gallery.hbs"].map(str::to_owned);
    assert_eq!(raw, BTreeSet::from(expected));
}

/// A function of the same name comes before a field: `{{words}}` calls it, `{{this.words}}` is the field.
#[test]
fn no_field_is_taken_for_a_function() {
    let bare = Regex::new(
        r"\{\{(asset|count|date|default|list|lower|money|number|paragraphs|short|some|thousands|upper_first|words)\}\}",
    )
    .unwrap();
    for (name, text) in of_pages() {
        let found = bare.find(&text).map(|found| found.as_str());
        assert_eq!(found, None, "{name}: write `this.` before it");
    }
}

#[test]
fn the_script_is_short() {
    let script = assets::all().iter().find(|asset| asset.name == "accord.js").unwrap();
    let lines = script.text.lines().count();
    assert!(
        lines <= 250,
        "the script has {lines} lines; pages work without it, so it has 250 at most"
    );
}

/// A class that no rule speaks of is a slip, and a rule that no page uses is dead.
#[test]
fn classes_of_pages_and_of_the_stylesheet_are_the_same() {
    let class = Regex::new(r"\bac-[a-z]+(?:-[a-z]+)*(?:__[a-z-]+)?(?:--[a-z-]+)?").unwrap();
    let styles = assets::all()
        .iter()
        .find(|asset| asset.name == "accord.css")
        .unwrap()
        .text;
    let ruled: BTreeSet<&str> = Regex::new(r"\.(ac-[a-z0-9_-]+)")
        .unwrap()
        .captures_iter(styles)
        .map(|found| found.get(1).unwrap().as_str())
        .collect();
    let templates: String = of_pages().into_iter().map(|(_, text)| text).collect();
    let script = assets::all()
        .iter()
        .find(|asset| asset.name == "accord.js")
        .unwrap()
        .text;
    let attribute = Regex::new(r#"class="([^"]*)""#).unwrap();
    let mut used = BTreeSet::new();
    for found in attribute.captures_iter(&templates) {
        let text = found.get(1).unwrap().as_str();
        // A modifier that a value makes (`ac-tag--{{tone}}`) is left out: its base stands before it.
        for found in class.find_iter(text) {
            let after = text.get(found.end()..).unwrap_or_default();
            if !after.starts_with("--{{") && !after.starts_with("{{") {
                used.insert(found.as_str());
            }
        }
    }
    let base = |name: &str| name.split("--").next().unwrap_or_default().to_owned();
    let dead: Vec<&&str> = ruled
        .iter()
        .filter(|name| !templates.contains(&base(name)) && !script.contains(**name))
        .collect();
    assert!(dead.is_empty(), "no page uses these classes: {dead:?}");
    // Names of whole pieces may stand there for the reader alone; parts of them are there to be styled.
    let slips: Vec<&&str> = used
        .iter()
        .filter(|name| name.contains("__") && !ruled.contains(**name) && !script.contains(**name))
        .collect();
    assert!(slips.is_empty(), "no rule speaks of these classes: {slips:?}");
}

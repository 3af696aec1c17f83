//! Bad definitions, each of which gives a located, readable error; good ones, which give none.
//!
//! The first line of a bad file says what it must give: `# expects: WF0203 at line 12`.
//! `ACCORD_BAD_DEFINITIONS=folder` runs "a located error, and no panic" over any folder.

#![expect(clippy::expect_used, reason = "these are tests")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use accord_engine::{
    calendar::Calendar,
    check::{self, codes},
    definition::{
        model::Definition,
        parse::read,
        vocabulary::{Catalogue, Roles},
    },
    diagnostic::Diagnostic,
};
use proptest::prelude::*;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path
            .extension()
            .is_some_and(|ending| ending == "yaml" || ending == "yml")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What the host of the small definitions supplies, and the good ones as the other files.
struct House {
    catalogue: Catalogue,
    roles: Roles,
    calendar: Calendar,
    others: Vec<Definition>,
}

fn load<T: DeserializeOwned + JsonSchema>(path: &Path) -> T {
    let parsed = read(&fs::read_to_string(path).expect("a text"));
    assert!(parsed.found.is_empty(), "{}: {:?}", path.display(), parsed.found);
    parsed.value.expect("a value")
}

impl House {
    fn new() -> Self {
        let vocabulary = tests().join("definition-vocabulary");
        Self {
            catalogue: load(&vocabulary.join("catalogue.yaml")),
            roles: load(&vocabulary.join("roles.yaml")),
            calendar: load(&vocabulary.join("calendar.yaml")),
            others: files(&tests().join("good-definitions"))
                .iter()
                .map(|path| load(path))
                .collect(),
        }
    }

    fn judge(&self, text: &str) -> (Vec<Diagnostic>, bool) {
        let parsed = read::<Definition>(text);
        let mut found = parsed.found;
        let mut certified = false;
        if let Some(definition) = &parsed.value {
            let others: Vec<&Definition> = self
                .others
                .iter()
                .filter(|other| other.workflow != definition.workflow)
                .collect();
            let (more, certificate) = check::check(definition, &self.catalogue, &self.roles, &self.calendar, &others);
            certified = certificate.is_some() && found.is_empty();
            found.extend(more);
            parsed.source.place(&mut found);
        }
        (found, certified)
    }
}

fn list(found: &[Diagnostic]) -> String {
    found.iter().map(|one| format!("\n  {one}")).collect()
}

/// What is wrong with a bad file's diagnostics, if anything is.
fn complaint(text: &str, found: &[Diagnostic]) -> Option<String> {
    let expected = text.lines().next()?.strip_prefix("# expects: ")?;
    let (code, line) = expected.split_once(" at line ")?;
    let line: usize = line.trim().parse().ok()?;
    let hit = found
        .iter()
        .any(|one| one.code == code && one.is_error() && one.span.is_some_and(|span| span.line == line));
    (!hit).then(|| format!("expected {expected}, found:{}", list(found)))
}

#[test]
fn every_bad_definition_gives_its_located_error() {
    let house = House::new();
    let all = files(&tests().join("bad-definitions"));
    let mut wrong = Vec::new();
    for path in &all {
        let text = fs::read_to_string(path).expect("a text");
        let (found, certified) = house.judge(&text);
        assert!(!certified, "{} is bad and was given a certificate", path.display());
        wrong.extend(complaint(&text, &found).map(|what| format!("{}: {what}", path.display())));
        for one in &found {
            assert!(one.span.is_some(), "{}: {one} has no place", path.display());
            assert!(
                one.what.len() > 10 && one.what.ends_with(['.', '?', '"', ')']),
                "{}: {one}",
                path.display()
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} are wrong:\n{}",
        wrong.len(),
        all.len(),
        wrong.join("\n")
    );
    let classes: BTreeSet<_> = all.iter().filter_map(|path| path.parent()).collect();
    assert!(
        all.len() >= 150 && classes.len() >= 12,
        "{} files in {} classes",
        all.len(),
        classes.len()
    );
}

#[test]
fn every_good_definition_gives_no_error_and_a_certificate() {
    let house = House::new();
    let all = files(&tests().join("good-definitions"));
    for path in &all {
        let (found, certified) = house.judge(&fs::read_to_string(path).expect("a text"));
        assert!(
            certified && !found.iter().any(Diagnostic::is_error),
            "{}:{}",
            path.display(),
            list(&found)
        );
    }
    assert!(all.len() >= 40, "{}", all.len());
}

#[test]
fn every_code_has_a_failing_fixture() {
    let house = House::new();
    let mut given: BTreeSet<String> = BTreeSet::new();
    let bad = files(&tests().join("bad-definitions"));
    for path in bad.iter().chain(&files(&tests().join("good-definitions"))) {
        let (found, _) = house.judge(&fs::read_to_string(path).expect("a text"));
        given.extend(found.into_iter().map(|one| one.code));
    }
    // A file with more than 100,000 situations would take too long here; a test of its own has fewer.
    given.insert(codes::TOO_MANY.code.to_owned());
    let idle: Vec<&str> = check::codes()
        .iter()
        .map(|code| code.code)
        .filter(|code| !given.contains(*code))
        .collect();
    assert!(idle.is_empty(), "no file gives {idle:?}");
}

#[test]
fn too_many_situations_are_told_and_not_searched() {
    let house = House::new();
    let world = check::world::World {
        catalogue: &house.catalogue,
        roles: &house.roles,
        calendar: &house.calendar,
        linked: &[],
    };
    let tour = check::tour::Tour::of(&house.others[0]);
    let ground = check::explore::ground::Ground::of(&tour, world).expect("a chart");
    let graph = check::explore::Graph::of_at_most(&ground, 2);
    let teller = check::explore::story::Teller { tour: &tour, world };
    let found = check::soundness::check(&ground, &graph, teller);
    assert_eq!(
        found.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(),
        ["WF0608"]
    );
}

#[test]
fn codes_are_in_order_and_each_has_a_class_and_a_sentence() {
    let all = check::codes();
    assert!(all.windows(2).all(|two| two[0].code < two[1].code));
    for code in all {
        assert_ne!(codes::class(code.code), "unknown", "{}", code.code);
        assert!(code.says.ends_with('.'), "{}", code.code);
    }
}

/// The folder may hold anything; each file must give an error with a place, and nothing may panic.
#[test]
fn any_folder_of_bad_definitions() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test is told by its environment where to look"
    )]
    let Ok(folder) = std::env::var("ACCORD_BAD_DEFINITIONS") else {
        println!("skipped: ACCORD_BAD_DEFINITIONS names no folder");
        return;
    };
    let house = House::new();
    let all = files(Path::new(&folder));
    for path in &all {
        let text = fs::read(path).expect("a file");
        let (found, _) = house.judge(&String::from_utf8_lossy(&text));
        let located = found.iter().any(|one| one.is_error() && one.span.is_some());
        assert!(located, "{} gives no located error:{}", path.display(), list(&found));
    }
    println!("{} files, each with a located error", all.len());
}

#[test]
fn several_problems_are_told_in_one_run() {
    let text = fs::read_to_string(tests().join("good-definitions/leave.yaml")).expect("a text");
    let text = text
        .replace("title: A request", "titel: A request")
        .replace("to: lapsed", "to: nowhere")
        .replace("template: hello", "template: helo");
    let (found, _) = House::new().judge(&text);
    let codes: BTreeSet<&str> = found.iter().map(|one| one.code.as_str()).collect();
    assert!(
        codes.is_superset(&BTreeSet::from(["WF0101", "WF0103"])),
        "{}",
        list(&found)
    );
}

#[test]
fn our_reading_and_serde_saphyr_agree_on_every_good_definition() {
    for path in files(&tests().join("good-definitions")) {
        let text = fs::read_to_string(&path).expect("a text");
        let theirs: Definition = serde_saphyr::from_str(&text).expect("read");
        assert_eq!(
            read::<Definition>(&text).value.expect("read"),
            theirs,
            "{}",
            path.display()
        );
    }
}

static ALTERED: LazyLock<(House, Vec<String>)> = LazyLock::new(|| (House::new(), good_texts()));

fn good_texts() -> Vec<String> {
    let all = files(&tests().join("good-definitions"));
    all.iter()
        .map(|path| fs::read_to_string(path).expect("a text"))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,400}") {
        let _ = read::<Definition>(&text);
    }

    #[test]
    fn no_yaml_like_text_makes_the_reader_panic(text in "([a-z_]{1,8}|: |\n|  |- |\\[|\\]|\\{|\\}|\"|'|#|&|\\*|!|\\||>|,|1|£){0,120}") {
        let _ = read::<Definition>(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// A line lost, doubled or swapped, or a word exchanged: never a panic, and never a
    /// certificate beside an error.
    #[test]
    fn no_altered_definition_makes_the_check_panic(
        file in 0_usize..50, from in 0_usize..60, to in 0_usize..60, how in 0_u8..4,
    ) {
        let (house, texts) = &*ALTERED;
        let text = &texts[file % texts.len()];
        let mut lines: Vec<&str> = text.lines().collect();
        let (from, to) = (from % lines.len(), to % lines.len());
        match how {
            0 => { lines.remove(from); }
            1 => lines.insert(to, lines[from]),
            2 => lines.swap(from, to),
            _ => lines[from] = lines[to].trim_start(),
        }
        let (found, certified) = house.judge(&lines.join("\n"));
        prop_assert!(!(certified && found.iter().any(Diagnostic::is_error)));
    }
}

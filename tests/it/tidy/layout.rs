//! How large files are, what they are called, what stands at the top.

use std::fs;

use super::source::{File, files, top};

/// Tables of columns are generated-like: long by nature.
const LONG_BY_NATURE: &[&str] = &["src/store/schema.rs"];

fn lines(file: &File) -> usize {
    file.text.lines().count()
}

#[test]
fn files_are_short() {
    let mut sizes: Vec<usize> = Vec::new();
    let mut too_long = Vec::new();
    for file in files("src", "rs") {
        if LONG_BY_NATURE.contains(&file.path.as_str()) {
            continue;
        }
        let count = lines(&file);
        sizes.push(count);
        if count > 500 {
            too_long.push(format!("{} has {count} lines", file.path));
        }
    }
    sizes.sort_unstable();
    assert!(
        too_long.is_empty(),
        "over 500 lines; split by what changes together:\n{}",
        too_long.join("\n")
    );
    let (median, ninety) = (sizes[sizes.len() / 2], sizes[sizes.len() * 9 / 10]);
    assert!(median <= 160, "the median file has {median} lines; aim near 110");
    assert!(ninety <= 350, "one file in ten has over {ninety} lines; the aim is 350");
}

#[test]
fn no_file_is_called_after_nothing() {
    let vague = ["utils", "util", "helper", "helpers", "common", "misc", "manager"];
    let found: Vec<String> = files("src", "rs")
        .into_iter()
        .map(|file| file.path)
        .filter(|path| {
            path.trim_end_matches(".rs")
                .split('/')
                .any(|part| vague.contains(&part))
        })
        .collect();
    assert!(found.is_empty(), "name these after what they hold: {found:?}");
}

#[test]
fn the_top_is_sparse() {
    let expected = [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "benches",
        "clippy.toml",
        "migrations",
        "rust-toolchain.toml",
        "rustfmt.toml",
        "src",
        "target",
        "templates",
        "tests",
        "workflows",
        "out",
    ];
    for entry in fs::read_dir(top()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(
            name.starts_with('.') || expected.contains(&name.as_str()),
            "`{name}` at the top of the project; find it a place inside"
        );
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> = files("src", "rs")
        .into_iter()
        .filter(|file| !file.text.trim_start().starts_with("//!") && !file.text.trim_start().starts_with("#!["))
        .map(|file| file.path)
        .filter(|path| !path.ends_with("/schema.rs"))
        .collect();
    assert!(silent.is_empty(), "these begin without a `//!` sentence: {silent:?}");
}

#[test]
fn each_migration_has_a_number_of_its_own() {
    let folders = fs::read_dir(top().join("migrations/sqlite")).unwrap();
    let mut numbers: Vec<String> = folders
        .map(|one| one.unwrap().file_name().to_string_lossy().into_owned())
        .map(|name| name.split('_').next().unwrap_or_default().to_owned())
        .collect();
    numbers.sort();
    let twice: Vec<_> = numbers.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(
        twice.is_empty(),
        "one of two with the same number would never run: {twice:?}"
    );
}

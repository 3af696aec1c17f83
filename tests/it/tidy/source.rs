//! Reads the Rust source of the project as a list of files.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A Rust file: its path from the top (`src/store/db.rs`) and its text.
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
}

pub(super) fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `dir` with this ending, sorted.
pub(super) fn files(dir: &str, ending: &str) -> Vec<File> {
    let mut found = Vec::new();
    walk(&top().join(dir), ending, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Rust source that ships: no tests, no benches, no examples.
pub(super) fn shipped() -> Vec<File> {
    files("src", "rs")
        .into_iter()
        .filter(|file| !is_test(&file.path))
        .map(|file| File {
            text: without_tests(&file.text),
            ..file
        })
        .collect()
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs")
        || ["/tests/", "/benches/", "/examples/"]
            .iter()
            .any(|part| path.contains(part))
}

/// Cuts an inline test module off: by the house's order it is the last thing in a file.
fn without_tests(text: &str) -> String {
    match text.find("#[cfg(test)]\nmod tests {") {
        Some(at) => text[..at].to_owned(),
        None => text.to_owned(),
    }
}

fn walk(dir: &Path, ending: &str, found: &mut Vec<File>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                walk(&path, ending, found);
            }
        } else if path.extension().is_some_and(|e| e == ending) {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(top()).unwrap().to_string_lossy().into_owned();
            found.push(File { path, text });
        }
    }
}

/// The code of a line: without what follows `//`, unless that is inside a text.
pub(super) fn code(line: &str) -> &str {
    let mut inside = false;
    let bytes = line.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' if at == 0 || bytes[at - 1] != b'\\' => inside = !inside,
            b'/' if !inside && bytes.get(at + 1) == Some(&b'/') => return &line[..at],
            _ => {}
        }
    }
    line
}

/// The texts between quotes on a line.
pub(super) fn literals(line: &str) -> Vec<&str> {
    let line = code(line);
    line.split('"').skip(1).step_by(2).collect()
}

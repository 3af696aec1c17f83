//! Whether a library is fit to run: its workflows, and the words of its letters and papers.

use std::{fs, path::Path};

use super::{Here, run_in};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &there);
        } else {
            fs::copy(entry.path(), there).unwrap();
        }
    }
}

#[test]
fn a_letter_that_speaks_of_what_there_is_not_is_found_before_it_is_due() {
    let here = Here::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["workflows", "templates"] {
        copy(&root.join(folder), &here.path(folder));
    }
    let check = || {
        let library = here.path("").display().to_string();
        run_in(&here.path(""), &["check"], &[("ACCORD_LIBRARY", library.as_str())])
    };
    check().done(" 0 errors");
    let letter = here.path("templates/mail/bid_received.md.hbs");
    let text = fs::read_to_string(&letter).unwrap();
    fs::write(&letter, format!("{text}\n{{{{bid.nosuch}}}}\n")).unwrap();
    check().refused("bid.nosuch");
    fs::write(&letter, format!("{text}\n{{{{#if bid}}}}\n")).unwrap();
    check().refused("mail/bid_received.md.hbs");
}

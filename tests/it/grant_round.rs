//! A new kind of procurement is added with files alone: a workflow, two emails, a document.

use std::{fs, path::Path, sync::Arc};

use accord::{
    cli::rehearse::{self, Beginnings},
    service::library::{Library, Shelf},
};

fn file(name: &str) -> String {
    fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/grant-round")
            .join(name),
    )
    .unwrap()
}

#[test]
fn a_grant_round_made_of_files_alone_is_proved_and_runs() {
    let mut shelf = Shelf::built_in()
        .with("workflows/small-grants.yaml", &file("small-grants.yaml"))
        .with("workflows/starts/small-grants.yaml", &file("start.yaml"));
    for path in [
        "mail/grant_given.md.hbs",
        "mail/grant_waiting.md.hbs",
        "documents/grant_letter.xml.hbs",
    ] {
        shelf = shelf.with(&format!("templates/{path}"), &file(path));
    }
    let library = Arc::new(Library::read(shelf).unwrap());
    let grants = &library.files["small-grants"];
    assert!(grants.is_proved(), "{:#?}", grants.found);
    let report = rehearse::rehearse_text(
        &library,
        &Beginnings::default(),
        "scenario.yaml",
        &file("scenario.yaml"),
        None,
    )
    .unwrap_or_else(|stopped| panic!("{stopped:#}"));
    assert_eq!(report.documents, 1);
    assert_eq!(report.dead, Vec::<String>::new());
}

//! The shipped scenarios, and what is said of one that does not go as written.

use std::sync::Arc;

use accord::{
    cli::rehearse::{self, Beginnings, Stopped},
    service::library::{Library, Shelf},
};

fn library() -> Arc<Library> {
    Arc::new(Library::read(Shelf::built_in()).unwrap())
}

#[test]
fn every_shipped_scenario_goes_as_written() {
    let library = library();
    let scenarios: Vec<(String, String)> = library
        .shelf
        .list("workflows/scenarios", ".yaml")
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    assert!(!scenarios.is_empty());
    for (name, text) in scenarios {
        if let Err(error) = rehearse::rehearse_text(&library, &Beginnings::default(), &name, &text, None) {
            panic!("{error:#}");
        }
    }
}

#[test]
fn a_step_that_goes_otherwise_is_named_with_its_place() {
    let text = "scenario: x\ntitle: X\nseed: sheffield\nstarts: 2026-01-05 09:00\nsteps:\n  - start: specification\n    as: spec\n  - expect: { state: signed_off }\n    on: spec\n";
    let error = rehearse::rehearse_text(&library(), &Beginnings::default(), "x.yaml", text, None).unwrap_err();
    let stopped = error.downcast_ref::<Stopped>().unwrap();
    assert_eq!((stopped.step, stopped.span.map(|span| span.line)), (2, Some(8)));
    assert!(
        stopped.what.contains("is in idea, not in signed_off"),
        "{}",
        stopped.what
    );
}

#[test]
fn a_word_that_no_step_knows_is_named_with_its_place() {
    let text = "scenario: x\ntitle: X\nseed: sheffield\nstarts: 2026-01-05 09:00\nsteps:\n  - begin: specification\n";
    let error = rehearse::rehearse_text(&library(), &Beginnings::default(), "x.yaml", text, None).unwrap_err();
    assert!(error.to_string().contains("x.yaml:6:"), "{error}");
}
